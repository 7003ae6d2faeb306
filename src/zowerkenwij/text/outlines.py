"""The outline of a text: by the fast scanner where it is certain, else by python-markdown."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from zowerkenwij.model.outline import Heading, Link, Outline, SlotUse
from zowerkenwij.text.code import Range, fences, has_fences, has_slots, spans
from zowerkenwij.text.directives import passages
from zowerkenwij.text.indented import indented_ranges
from zowerkenwij.text.prose import line_starts
from zowerkenwij.text.scan import scan
from zowerkenwij.text.scan_links import Doubt
from zowerkenwij.text.tangle import has_nested_marks, is_tangled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zowerkenwij.model.outline import Unplaced

    _Parse = Callable[[str, Callable[[], bytes] | None], "Parts"]

_SLOT = re.compile(r"\{\{([^{}\n]*)\}\}")
_LARGE = 20_000  # characters; fewer never cost python-markdown too much
_STEEP = " " * 40  # indentation of what may nest too deep


class Parts(NamedTuple):
    """What parsing gives, and whether slots may stand outside code and all is a guess."""

    headings: tuple[Heading, ...]
    links: tuple[Link, ...] | Unplaced
    anchors: tuple[str, ...]
    slots: bool = True
    too_deep: bool = False


def outline(body: str) -> Outline:
    """Everything a body holds as the published site has it; never fails. ``too_deep`` when the
    text nests or costs too much for python-markdown: then the scanner's guess stands in."""
    return _outline(body, _parts)


def quick_outline(body: str, again: Callable[[], bytes] | None = None) -> Outline | None:
    """The outline where the fast scanner is certain; None where python-markdown has to look,
    which takes a hundred times as long: that answer is worth remembering. With ``again``, which
    gives the same body once more, its links may be placed when somebody asks."""
    try:
        return _outline(body, _quick_parts, again)
    except Doubt:
        return None


def _outline(body: str, parts: _Parse, again: Callable[[], bytes] | None = None) -> Outline:
    lines = body.count("\n") + (not body.endswith("\n") and body != "")
    if ":" not in body or ":::" not in body:
        headings, links, anchors, may_hold, too_deep = parts(body, again)
        slots = _slots(body) if may_hold else ()
        return Outline(headings, links, anchors, slots, (), lines, too_deep)
    rows = body.split("\n")
    found, markers = passages(rows)
    bare = list(rows)
    for number in markers:
        bare[number - 1] = ""
    headings, links, anchors, _, too_deep = parts("\n".join(bare), None)
    moved = _moved(links, rows, markers) if links else ()
    return Outline(headings, moved, anchors, _slots(body), found, lines, too_deep)


def is_too_complex(body: str) -> bool:
    """Whether no page can be made of a text. A short one that hardly nests is not tried."""
    if quick_outline(body) is None and (len(body) > _LARGE or _STEEP in body):
        return outline(body).too_deep
    return is_tangled(body) or has_nested_marks(body)


def _parts(text: str, again: Callable[[], bytes] | None) -> Parts:
    """What parsing gives, by the scanner where it is certain."""
    try:
        return _quick_parts(text, again)
    except Doubt:
        return _slow_parts(text)


def _quick_parts(text: str, again: Callable[[], bytes] | None) -> Parts:
    if is_tangled(text):
        return _guessed(text)
    quick = scan(text, again)
    return Parts(quick.headings, quick.links, quick.anchors, quick.slots)


def _slow_parts(text: str) -> Parts:
    from zowerkenwij.text.engine import TooMuch
    from zowerkenwij.text.truth import facts

    if has_nested_marks(text):
        return _guessed(text)
    try:
        found = facts(text)
    except TooMuch:
        return _guessed(text)
    return Parts(found.headings, found.links, found.anchors)


def _guessed(text: str) -> Parts:
    guess = scan(text, strict=False)
    return Parts(guess.headings, guess.links, guess.anchors, too_deep=True)


def _moved(links: Sequence[Link], rows: list[str], markers: tuple[int, ...]) -> tuple[Link, ...]:
    """The links at their offsets in a body whose ``rows`` still hold the marker lines."""
    shifts = list(accumulate((len(rows[number - 1]) for number in markers), initial=0))
    return tuple(
        link._replace(start=link.start + shift, end=link.end + shift)
        for link in links
        for shift in (shifts[bisect_left(markers, link.line)],)
    )


def _slots(body: str) -> tuple[SlotUse, ...]:
    """The slots outside code."""
    if not has_slots(body):
        return ()
    code = sorted(_code(body))
    found: list[SlotUse] = []
    line, at, near = 1, 0, 0
    for match in _SLOT.finditer(body):
        start, end = match.span()
        while near < len(code) and code[near][1] <= start:
            near += 1
        if near < len(code) and code[near][0] <= start:
            continue
        line += body.count("\n", at, start)
        at = start
        found.append(
            SlotUse(match[1].strip(" \t"), line, start - body.rfind("\n", 0, start), start, end)
        )
    return tuple(found)


def _code(body: str) -> Iterator[Range]:
    yield from spans(body)
    yield from indented_ranges(body)
    if has_fences(body):
        lines = body.split("\n")
        starts = line_starts(body)
        for first, last in fences(lines):
            yield starts[first], starts[last] + len(lines[last])


def render(text: str) -> str:
    """The HTML of a Markdown text exactly as the site's extensions give it. Directives and slots
    are plain text here: ``resolve`` and ``fill`` come first."""
    from zowerkenwij.text import engine

    return engine.render(text)
