"""Putting two edits of one text together: what both sides did, side by side where they clash."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_MARKER = re.compile(r"([ \t>]*\d+\.)([ \t].*)", re.DOTALL)
_WORD = re.compile(r"\{\{[^{}\n]*\}\}|\w+|\n+|[^\S\n]+|[^\w\s]")
_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)(?:[ \t]*\{[^}]*\})?[ \t]*#*\s*")

Choice = str
"""``ours`` or ``theirs``: what a merged text has where the sides clash."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both sides changed: the heading above it, and the three texts."""

    section: str
    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged text, with our side at the conflicts unless theirs was chosen."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    new: tuple[str, ...]


def merge(base: str, ours: str, theirs: str, *, choose: Choice = "ours") -> Merged:
    """A three-way merge by lines (in canonical Markdown: paragraphs, items, rows). Changes that
    touch but do not overlap are both taken; equal changes once."""
    if base in (ours, theirs):
        return Merged(theirs if base == ours else ours)
    return _merged(_lines, base, ours, theirs, choose)


def merge_words(base: str, ours: str, theirs: str, *, choose: Choice = "ours") -> Merged:
    """As ``merge``, by words; a slot (``{{ a.b }}``) is one word."""
    return _merged(_WORD.findall, base, ours, theirs, choose)


def _lines(text: str) -> list[str]:
    """Lines; the number of an item stands apart, so that renumbering is no edit of its words."""
    found: list[str] = []
    for line in text.splitlines(keepends=True):
        marker = _MARKER.fullmatch(line)
        found += marker.groups() if marker else (line,)
    return found


def _merged(
    units: Callable[[str], list[str]], base: str, ours: str, theirs: str, choose: Choice
) -> Merged:
    old = units(base)
    edits = (_edits(old, units(ours)), _edits(old, units(theirs)))
    parts: list[str] = []
    conflicts: list[Conflict] = []
    at = 0
    for start, end, mine, other in _clusters(*edits):
        parts += old[at:start]
        at = end
        a, b = (_applied(old, start, end, side) for side in (mine, other))
        if not mine or not other or a == b:
            parts.append(b if not mine else a)
            continue
        section = _section("".join(parts))
        conflicts.append(Conflict(section, "".join(old[start:end]), a, b))
        parts.append(a if choose == "ours" else b)
    return Merged("".join([*parts, *old[at:]]), tuple(conflicts))


def _edits(old: Sequence[str], new: Sequence[str]) -> list[_Edit]:
    """What changed; an edit is as small as it can be."""
    keys = [x.strip() or x for x in old], [x.strip() or x for x in new]
    junk = {"\n", "\r\n"}
    found = []
    matcher = SequenceMatcher(lambda x: x in junk, *keys, autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            found += [
                _Edit(a, a + 1, (new[b],))
                for a, b in zip(range(a1, a2), range(b1, b2), strict=True)
                if old[a] != new[b]
            ]
        else:
            found += _halved(new, a1, a2, b1, b2)
    return found


def _halved(new: Sequence[str], a1: int, a2: int, b1: int, b2: int) -> list[_Edit]:
    """A replaced run of equal length is one edit per unit, so that neighbours stay free."""
    if a2 - a1 == b2 - b1:
        return [
            _Edit(a, a + 1, (new[b],)) for a, b in zip(range(a1, a2), range(b1, b2), strict=True)
        ]
    return [_Edit(a1, a2, tuple(new[b1:b2]))]


def _clusters(
    one: list[_Edit], other: list[_Edit]
) -> Iterator[tuple[int, int, list[_Edit], list[_Edit]]]:
    """Edits that overlap, together; each cluster with its range and the edits of either side."""
    rest = sorted(
        [(e.start, e.end, 0, e) for e in one] + [(e.start, e.end, 1, e) for e in other],
        key=lambda x: (x[0], x[1], x[2]),
    )
    at = 0
    while at < len(rest):
        start, end = rest[at][0], rest[at][1]
        sides: tuple[list[_Edit], list[_Edit]] = ([], [])
        while at < len(rest) and _touches(rest[at], start, end, first=not any(sides)):
            sides[rest[at][2]].append(rest[at][3])
            end = max(end, rest[at][1])
            at += 1
        yield start, end, *sides


def _touches(edit: tuple[int, int, int, _Edit], start: int, end: int, *, first: bool) -> bool:
    if first:
        return True
    if edit[0] == edit[1] or start == end:  # an insertion at the edge of another is free
        return start < edit[0] < end or (start == end == edit[0] == edit[1])
    return edit[0] < end


def _applied(old: Sequence[str], start: int, end: int, edits: list[_Edit]) -> str:
    parts: list[str] = []
    at = start
    for edit in edits:
        parts += (*old[at : edit.start], *edit.new)
        at = edit.end
    return "".join([*parts, *old[at:end]])


def _section(text: str) -> str:
    """The last heading of a text."""
    for line in reversed(text.split("\n")):
        if found := _HEADING.fullmatch(line):
            return found[1].strip()
    return ""
