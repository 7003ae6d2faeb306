"""Two versions of a text compared by section: what was added, removed, changed or moved.

A section here is a heading with what stands below it up to the next heading of any level, so that
a change is told once, in its own section. What precedes the first heading is a section without
heading. Sections are matched by content first and by anchor after that, so that a moved section
and one with a new heading are recognised, also when they were edited a little.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zowerkenwij.text.canonical import normalise
from zowerkenwij.text.difference import Piece, words
from zowerkenwij.text.outlines import outline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["ChangeKind", "Piece", "SectionChange", "compare", "words"]

ChangeKind = Literal["added", "removed", "changed", "moved"]

_ALIKE = 0.6  # share of words in common from which two sections are one
_HARDLY_ALIKE = 0.3  # enough when the anchor or the place speaks for it too
_MAX_PAIRS = 40_000
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What happened to one section. ``anchor``, ``heading`` and ``level`` are those of the new
    text (of the old one when ``removed``); text before the first heading has anchor and heading
    ``""`` and level 0. ``before`` and ``after`` are the Markdown with its heading, None when the
    section is not there. A ``moved`` section may be edited too: then they differ.
    ``former_heading`` and ``former_anchor`` are set where they became something else."""

    anchor: str
    heading: str
    level: int
    kind: ChangeKind
    before: str | None
    after: str | None
    former_heading: str | None = None
    former_anchor: str | None = None

    @property
    def edited(self) -> bool:
        """Whether the words differ, not only the place."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class _Section:
    anchor: str
    heading: str
    level: int
    text: str
    below: str
    """The text without its heading."""

    @property
    def words(self) -> Counter[str]:
        return Counter(_WORD.findall(self.below.lower() or self.heading.lower()))


def compare(before: str, after: str) -> tuple[SectionChange, ...]:
    """The sections that differ, in the order of the new text; removed ones stand where they
    stood. Both bodies are compared in canonical form (``normalise``): equal digests of equal
    titles give no changes."""
    before, after = normalise(before), normalise(after)
    if before == after:
        return ()
    olds, news = _sections(before), _sections(after)
    matches = _Matching(olds, news).found
    moved = _moved(matches, olds, news)
    changes: list[tuple[float, SectionChange]] = []
    for n, new in enumerate(news):
        old = olds[matches[n]] if n in matches else None
        if change := _change(old, new, moved=n in moved):
            changes.append((n, change))
    changes += _removed(olds, matches)
    return tuple(change for _, change in sorted(changes, key=lambda pair: pair[0]))


def _sections(body: str) -> list[_Section]:
    lines = body.split("\n")
    headings = sorted(outline(body).headings, key=lambda h: h.line)
    starts = [h.line - 1 for h in headings]
    ends = [*starts, len(lines)]
    found = []
    lead = "\n".join(lines[: ends[0]]).strip("\n")
    if lead:
        found.append(_Section("", "", 0, lead, lead))
    for heading, start, end in zip(headings, starts, ends[1:], strict=True):
        text = "\n".join(lines[start:end]).strip("\n")
        below = text.partition("\n")[2].strip("\n")
        found.append(_Section(heading.anchor, heading.text, heading.level, text, below))
    return found


class _Matching:
    """Which old section became which new one: ``found`` maps new places to old places. Each
    step looks at what the steps before it left over."""

    def __init__(self, olds: Sequence[_Section], news: Sequence[_Section]) -> None:
        self.olds, self.news = olds, news
        self.found: dict[int, int] = {}
        self._taken: set[int] = set()
        self._same(lambda s: (s.anchor, s.text))
        self._same(lambda s: s.text)
        self._same(lambda s: s.below if len(s.below) >= 20 else None)
        self._alike_with_same_anchor()
        self._alike()
        self._in_the_same_gap()
        self._same(lambda s: s.anchor)
        self._same(lambda s: s.heading)

    def _take(self, new: int, old: int) -> None:
        self.found[new] = old
        self._taken.add(old)

    def _free(self) -> tuple[list[int], list[int]]:
        return (
            [n for n in range(len(self.olds)) if n not in self._taken],
            [n for n in range(len(self.news)) if n not in self.found],
        )

    def _same(self, key: Callable[[_Section], object]) -> None:
        """Equal keys belong together, doubles in their order."""
        olds, news = self._free()
        places: dict[object, list[int]] = {}
        for old in reversed(olds):
            places.setdefault(key(self.olds[old]), []).append(old)
        for new in news:
            name = key(self.news[new])
            if name is not None and places.get(name):
                self._take(new, places[name].pop())

    def _alike_with_same_anchor(self) -> None:
        olds, news = self._free()
        places = {self.olds[old].anchor: old for old in reversed(olds)}
        for new in news:
            old = places.get(self.news[new].anchor)
            if old is not None and old not in self._taken and self._likeness(old, new) >= _ALIKE:
                self._take(new, old)

    def _alike(self) -> None:
        """The most alike first, then the nearest in place."""
        olds, news = self._free()
        if len(olds) * len(news) > _MAX_PAIRS:
            return
        left = {old: self.olds[old].words for old in olds}
        pairs = []
        for new in news:
            own = self.news[new].words
            for old in olds:
                likeness = _likeness(left[old], own)
                if likeness >= _ALIKE:
                    pairs.append((-likeness, abs(old - new), new, old))
        for _, _, new, old in sorted(pairs):
            if new not in self.found and old not in self._taken:
                self._take(new, old)

    def _in_the_same_gap(self) -> None:
        """One old and one new section left between the same neighbours, and a little alike."""
        for new in self._free()[1]:
            old = self.found.get(new - 1, -1) + 1 if new else 0
            if old >= len(self.olds) or old in self._taken or (new and new - 1 not in self.found):
                continue
            ends = new + 1 == len(self.news) and old + 1 == len(self.olds)
            if (ends or self.found.get(new + 1) == old + 1) and (
                self.olds[old].level == self.news[new].level
                and self._likeness(old, new) >= _HARDLY_ALIKE
            ):
                self._take(new, old)

    def _likeness(self, old: int, new: int) -> float:
        return _likeness(self.olds[old].words, self.news[new].words)


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """Words in common, from 0 to 1; without words nothing is alike."""
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def _moved(
    matches: dict[int, int], olds: Sequence[_Section], news: Sequence[_Section]
) -> frozenset[int]:
    """The new places of sections that stand elsewhere: as few as explain the new order. What
    stands unchanged below a moved heading moved along and is not told again."""
    order = sorted(matches)
    stays = {order[n] for n in _heaviest_increasing(order, matches, news)}
    moved = {n for n in order if n not in stays}
    along = set()
    for n in sorted(moved):
        old, before = matches[n], matches.get(n - 1, -2)
        if n - 1 in moved and before == old - 1 and olds[old].text == news[n].text:
            parent = n - 1
            while parent in along and news[parent].level >= news[n].level:
                parent -= 1
            if news[parent].level < news[n].level and parent in moved:
                along.add(n)
    return frozenset(moved - along)


def _heaviest_increasing(
    order: Sequence[int], matches: dict[int, int], news: Sequence[_Section]
) -> Iterator[int]:
    """The places in ``order`` of sections that stay: as many as can, then the longest ones.
    A tree of maxima (Fenwick) keeps this at n log n."""
    size = max(matches.values(), default=0) + 1
    tree: list[tuple[int, int]] = [(0, -1)] * (size + 1)
    before: list[int] = []
    best = (0, -1)
    for n, new in enumerate(order):
        at, top = matches[new], (0, -1)
        while at > 0:
            top, at = max(top, tree[at]), at & (at - 1)
        before.append(top[1])
        mine = (top[0] + 10_000_000 + min(len(news[new].text), 9_999), n)
        best, at = max(best, mine), matches[new] + 1
        while at <= size:
            tree[at], at = max(tree[at], mine), at + (at & -at)
    n = best[1]
    while n >= 0:
        yield n
        n = before[n]


def _change(old: _Section | None, new: _Section, *, moved: bool) -> SectionChange | None:
    if old is None:
        return SectionChange(new.anchor, new.heading, new.level, "added", None, new.text)
    if old.text == new.text and not moved:
        return None
    return SectionChange(
        new.anchor, new.heading, new.level, "moved" if moved else "changed", old.text, new.text,
        old.heading if old.heading != new.heading else None,
        old.anchor if old.anchor != new.anchor else None,
    )  # fmt: skip


def _removed(
    olds: Sequence[_Section], matches: dict[int, int]
) -> Iterator[tuple[float, SectionChange]]:
    """The sections that are gone, each just after the new place of what stood before it."""
    places = {old: new for new, old in matches.items()}
    place = -1.0
    for n, old in enumerate(olds):
        if n in places:
            place = float(places[n])
        else:
            yield (
                place + 0.5,
                SectionChange(old.anchor, old.heading, old.level, "removed", old.text, None),
            )
