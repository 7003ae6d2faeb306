"""Putting two edits of one text together: what both sides did, side by side where they clash."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MARKER = re.compile(r"([ \t>]*\d+\.)([ \t].*)", re.DOTALL)
_NUMBER = re.compile(r"^[ \t>]*\d+\.(?=[ \t])")
_WORD = re.compile(r"\{\{[^{}\n]*\}\}|\w+|\n+|[^\S\n]+|[^\w\s]")
_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)(?:[ \t]*\{[^}]*\})?[ \t]*#*\s*")

Edit = tuple[int, int, str]
"""Offsets in a text, and what stands there instead."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both sides changed: the heading above it, and the three texts."""

    section: str
    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Change:
    """Lines before and after, and the heading above them."""

    section: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged text, with one side at the conflicts."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


def merge(base: str, ours: str, theirs: str, *, prefer_theirs: bool = False) -> Merged:
    """A three-way merge by lines (in canonical Markdown: paragraphs, items, rows). Changes that
    touch but do not overlap are both taken; equal changes once. Where both sides changed the same,
    the text has our side unless theirs is preferred."""
    if base in (ours, theirs):
        return Merged(theirs if base == ours else ours)
    edits = by_line(base, ours), by_line(base, theirs)
    return merge_edits(base, *edits, prefer_theirs=prefer_theirs)


def merge_edits(
    base: str, ours: Sequence[Edit], theirs: Sequence[Edit], *, prefer_theirs: bool = False
) -> Merged:
    """As ``merge``, from edits that are known."""
    parts: list[str] = []
    conflicts: list[Conflict] = []
    at = 0
    for start, end, mine, other in _clusters(ours, theirs):
        parts.append(base[at:start])
        at = end
        one, two = (_applied(base, start, end, side) for side in (mine, other))
        if not mine or not other or one == two:
            parts.append(one if mine else two)
            continue
        section = _section("".join(parts))
        conflicts.append(Conflict(section, base[start:end], one, two))
        parts.append(two if prefer_theirs else one)
    return Merged("".join([*parts, base[at:]]), tuple(conflicts))


def told(old: str, new: str) -> tuple[Change, ...]:
    """What changed between two texts, for people: lines, without blank ones and new numbers."""
    one, other = old.split("\n"), new.split("\n")
    mine, theirs = ([_NUMBER.sub("", x).strip() for x in rows] for rows in (one, other))
    found = []
    matcher = SequenceMatcher(lambda x: not x, mine, theirs, autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        before, after = ("\n".join(filter(str.strip, x)) for x in (one[a1:a2], other[b1:b2]))
        if tag != "equal" and (before or after):
            found.append(Change(_section("\n".join(other[: b1 + 1])), before, after))
    return tuple(found)


# -- what changed ---------------------------------------------------------------------------


def by_line(old: str, new: str) -> list[Edit]:
    """Edits of whole lines; the number of an item is one of its own, so that renumbering is no
    edit of its words."""
    return list(_edits(_lines(old), _lines(new)))


def by_word(old: str, new: str) -> list[Edit]:
    """Edits of words, inside the lines that changed."""
    found: list[Edit] = []
    for start, end, text in _edits(_lines(old), _lines(new)):
        inner = _edits(_WORD.findall(old[start:end]), _WORD.findall(text))
        found += ((start + a, start + b, words) for a, b, words in inner)
    return found


def _lines(text: str) -> list[str]:
    found: list[str] = []
    for line in text.splitlines(keepends=True):
        marker = _MARKER.fullmatch(line)
        found += marker.groups() if marker else (line,)
    return found


def _edits(old: Sequence[str], new: Sequence[str]) -> Iterator[Edit]:
    """What changed between two rows of units, as small as can be, in offsets of the joined text."""
    keys = [x.strip() or x for x in old], [x.strip() or x for x in new]
    starts = [0]
    for unit in old:
        starts.append(starts[-1] + len(unit))
    matcher = SequenceMatcher(lambda x: x == "\n", *keys, autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if a2 - a1 != b2 - b1:
            yield starts[a1], starts[a2], "".join(new[b1:b2])
            continue
        for a, b in zip(range(a1, a2), range(b1, b2), strict=True):
            if tag != "equal" or old[a] != new[b]:
                yield starts[a], starts[a + 1], new[b]


# -- putting edits together -----------------------------------------------------------------


def _clusters(
    one: Iterable[Edit], other: Iterable[Edit]
) -> Iterator[tuple[int, int, list[Edit], list[Edit]]]:
    """Edits that overlap, together; each cluster with its range and the edits of either side."""
    rest = sorted([(e[0], e[1], 0, e) for e in one] + [(e[0], e[1], 1, e) for e in other])
    at = 0
    while at < len(rest):
        start, end = rest[at][0], rest[at][1]
        sides: tuple[list[Edit], list[Edit]] = ([], [])
        while at < len(rest) and (not any(sides) or _touches(rest[at][:2], start, end)):
            sides[rest[at][2]].append(rest[at][3])
            end = max(end, rest[at][1])
            at += 1
        yield start, end, *sides


def _touches(edit: tuple[int, int], start: int, end: int) -> bool:
    """Whether an edit that begins in or behind a range clashes with it."""
    if edit[0] == edit[1] or start == end:  # an insertion at the edge of another is free
        return start < edit[0] < end or start == end == edit[0] == edit[1]
    return edit[0] < end


def _applied(base: str, start: int, end: int, edits: list[Edit]) -> str:
    parts: list[str] = []
    at = start
    for first, last, new in edits:
        parts += (base[at:first], new)
        at = last
    return "".join([*parts, base[at:end]])


def _section(text: str) -> str:
    """The last heading of a text."""
    for line in reversed(text.split("\n")):
        if found := _HEADING.fullmatch(line):
            return found[1].strip()
    return ""
