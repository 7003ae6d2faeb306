"""The outline of a text as python-markdown itself has it: slow, and always right.

The text is rendered as it is, which gives every anchor, heading and address. It is rendered
again with probes (``probe``), which tell where in the source each of them stands. When probes
change the page, fewer are tried; what stays without a place is put in order between the rest.
"""

from __future__ import annotations

import html
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.model.outline import Heading, Link
from zowerkenwij.text.engine import convert
from zowerkenwij.text.flat import flatten
from zowerkenwij.text.page import Element, Page
from zowerkenwij.text.probe import Candidate, Source, insert, pair_for, pattern_for

if TYPE_CHECKING:
    import re
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page holds, in the order of the page; places are offsets in the source."""

    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    anchors: tuple[str, ...]


def facts(written: str) -> Facts:
    """The facts of a text without directive markers. Raises ``engine.TooMuch``."""
    text, origin = flatten(written)
    pair = pair_for(text)
    token = pattern_for(pair)
    rendered, toc = convert(text, token)
    page = Page(rendered, token)
    titles = _titles(page, toc)
    if not page.links and not titles:
        return Facts((), (), tuple(page.anchors))
    source = Source(text)
    found = source.candidates()
    probed = _probed(text, rendered, found, pair, token)
    if probed:
        links, titles = probed.links, _titles(probed, toc)
    else:
        links = page.links
    starts = _starts(text, links, found)
    places = _Places(written, origin)
    return Facts(
        tuple(
            _heading(places, t, at)
            for t, at in zip(titles, _title_starts(titles, found), strict=True)
        ),
        tuple(_link(source, places, e, at) for e, at in zip(links, starts, strict=True)),
        tuple(page.anchors),
    )


def _titles(page: Page, toc: list[tuple[int, str]]) -> list[Element]:
    """The headings that stand in the table of contents; raw HTML headings do not."""
    found: list[Element] = []
    at = 0
    for level, anchor in toc:
        name, value = f"h{level}", html.unescape(anchor)
        alike = (n for n in range(at, len(page.headings)) if _is(page.headings[n], name, value))
        place = next(alike, None)
        found.append(Element(name, value) if place is None else page.headings[place])
        at = at if place is None else place + 1
    return found


def _is(element: Element, name: str, value: str) -> bool:
    return element.name == name and element.value == value


def _probed(
    text: str, rendered: str, found: list[Candidate], pair: tuple[str, str], token: re.Pattern[str]
) -> Page | None:
    """The page with probes in it, with as many as leave the page as it was."""
    numbered = list(enumerate(found))
    plain = "".join(rendered.split())
    tries = (
        numbered,
        [(n, c) for n, c in numbered if c.is_heading or c.is_inline],
        [(n, c) for n, c in numbered if c.is_heading],
        [(n, c) for n, c in numbered if c.is_inline],
    )
    for at, chosen in enumerate(tries):
        if not chosen or chosen in tries[:at]:
            continue
        again, _ = convert(insert(text, chosen, pair), token)
        if "".join(token.sub("", again).split()) == plain:  # probes may move blanks beside <br>
            return Page(again, token)
    return None


def _starts(text: str, links: list[Element], found: list[Candidate]) -> list[int]:
    """The offset of every link: its probe's, else the best one between its neighbours."""
    known = [next((n for n in e.tokens if not found[n].is_heading), None) for e in links]
    free = sorted(
        {c.start for c in found if not c.is_heading}
        - {found[n].start for n in known if n is not None}
    )
    befores = [len(text)]
    for number in reversed(known):
        befores.append(befores[-1] if number is None else found[number].start)
    starts: list[int] = []
    for element, number, before in zip(links, known, befores[-2::-1], strict=True):
        after = starts[-1] if starts else -1
        start = (
            _free_start(text, element, free, (after, before))
            if number is None
            else found[number].start
        )
        starts.append(start)
    return starts


def _free_start(text: str, element: Element, free: list[int], bounds: tuple[int, int]) -> int:
    """A free place between two offsets that looks like this link, and is free no more."""
    first, last = bisect_right(free, bounds[0]), bisect_left(free, bounds[1])
    near = range(first, min(last, first + 100))
    words = [w for w in (element.value, element.text) if w]
    alike = (at for at in near if any(w in _until_next(text, free, at) for w in words))
    best = next(alike, near[0] if near else None)
    return _by_words(text, element, *bounds) if best is None else free.pop(best)


def _until_next(text: str, free: list[int], at: int) -> str:
    end = free[at] + 2000
    return text[free[at] : min(end, free[at + 1]) if at + 1 < len(free) else end]


def _by_words(text: str, element: Element, after: int, before: int) -> int:
    at = text.find(element.value, max(after, 0), before) if element.value else -1
    return at if at >= 0 else max(after, 0)


def _title_starts(titles: list[Element], found: list[Candidate]) -> list[int]:
    """The offset of every heading; one without a probe takes the next free candidate."""
    places = [n for n, c in enumerate(found) if c.is_heading]
    starts: list[int] = []
    last = -1
    for title in titles:
        own = next((n for n in title.tokens if found[n].is_heading), None)
        if own is None:
            own = next((n for n in places if n > last), last)
        last = own
        starts.append(found[own].start if own >= 0 else 0)
    return starts


class _Places:
    """Line and column in the written text of offsets in the flattened one."""

    def __init__(self, written: str, origin: Callable[[int], int]) -> None:
        self._text = written
        self._at = 0
        self._line = 1
        self.origin = origin

    def place(self, start: int) -> tuple[int, int]:
        """1-based line and column."""
        offset = self.origin(start)
        if offset >= self._at:
            self._line += self._text.count("\n", self._at, offset)
        else:
            self._line -= self._text.count("\n", offset, self._at)
        self._at = offset
        return self._line, offset - self._text.rfind("\n", 0, offset)


def _heading(places: _Places, title: Element, start: int) -> Heading:
    return Heading(int(title.name[1]), title.text, title.value, places.place(start)[0])


def _link(source: Source, places: _Places, element: Element, start: int) -> Link:
    is_image = element.name == "img"
    line, column = places.place(start)
    end = max(source.end(start, is_link=not is_image), start + 1)
    text = element.text
    bare = not is_image and bool(text) and element.value in (text, f"mailto:{text}")
    span = (places.origin(start), places.origin(end))
    return Link(element.value, text, line, column, *span, is_image, bare)
