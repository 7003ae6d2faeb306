"""What stands in another place now: paragraphs that were taken out here and put in there."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from zowerkenwij.word.writer.flow import Flow, Par, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FIRST, _LAST = re.compile(r"^\s*\S+"), re.compile(r"\S+\s*$")
_LEAST = 6  # characters that a move has at least; LibreOffice sees a move in them too
Pairs: TypeAlias = "Sequence[tuple[Flow | None, Flow | None]]"
Move = tuple[list[int], list[int]]


def moves(pairs: Pairs) -> list[Move]:
    """For each move the places in ``pairs`` where its paragraphs stood and where they stand now,
    both in order. The words count, not the looks: a heading may move to another level."""
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for at, (old, new) in enumerate(pairs):
        if old is None and isinstance(new, Par) and new.words.strip():
            waiting[new.words].append(at)
    matched: list[tuple[int, int]] = []
    for at, (old, new) in enumerate(pairs):
        if new is None and isinstance(old, Par) and waiting.get(old.words):
            matched.append((at, waiting[old.words].popleft()))
    return [move for move in _runs(pairs, matched) if _size(pairs, move) >= _LEAST]


def _runs(pairs: Pairs, matched: list[tuple[int, int]]) -> Iterator[Move]:
    """Neighbours that stayed neighbours move together."""
    run: Move = ([], [])
    for old, new in matched:
        if run[0] and not (
            _beside(pairs, run[0][-1], old, 0) and _beside(pairs, run[1][-1], new, 1)
        ):
            yield run
            run = ([], [])
        run[0].append(old)
        run[1].append(new)
    if run[0]:
        yield run


def _beside(pairs: Pairs, one: int, other: int, side: int) -> bool:
    """Whether nothing of one text stands between two places."""
    return one < other and all(pairs[at][side] is None for at in range(one + 1, other))


def _size(pairs: Pairs, move: Move) -> int:
    return sum(len(one.words) for at in move[0] if (one := pairs[at][0]) is not None)


class _Change(NamedTuple):
    """Pieces of a paragraph that were put in or taken out together."""

    at: int
    inside: range
    kind: str
    words: str
    whole: bool


def words_apart(flow: Sequence[Flow]) -> tuple[Flow, ...]:
    """The text in which no paragraph that goes has the very words that come in elsewhere, or the
    other way round: LibreOffice would see a move in them, and give the next paragraph the looks of
    the one that goes. Whole paragraphs are a move; words in a line take the word beside along."""
    found = list(flow)
    came = [c for c in _changes(flow) if c.kind == "insert"]
    for gone in [c for c in _changes(flow) if c.kind == "delete"]:
        same = [c for c in came if c.words == gone.words and (c.whole or gone.whole)]
        if not same:
            continue
        other = min(same, key=lambda c: abs(c.at - gone.at))
        came.remove(other)
        for one, kind in ((gone, "move-from"), (other, "move-to")):
            par = found[one.at]
            if gone.whole and other.whole:
                found[one.at] = _moved(par, kind, f"alinea{gone.at}")  # type: ignore[arg-type]
            elif not one.whole:
                found[one.at] = _widened(par, one.inside)  # type: ignore[arg-type]
    return tuple(found)


def _changes(flow: Sequence[Flow]) -> Iterator[_Change]:
    for at, one in enumerate(flow):
        if not isinstance(one, Par) or one.move:
            continue
        start = 0
        for kind, run in groupby(one.pieces, lambda p: p.change):
            pieces = tuple(run)
            inside = range(start, start := start + len(pieces))
            words = replace(one, pieces=pieces).words.strip()
            if kind and len(words) >= _LEAST:
                whole = bool(one.change) and len(pieces) == len(one.pieces)
                yield _Change(at, inside, kind, words, whole)


def _moved(one: Par, kind: str, name: str) -> Par:
    pieces = tuple(replace(p, change=kind) for p in one.pieces)
    return replace(one, pieces=pieces, change=kind, move=name, begins=True, ends=True)


def _widened(one: Par, inside: range) -> Par:
    """The paragraph in which the word before or behind these pieces was replaced too."""
    row = one.pieces
    start, stop = inside.start, inside.stop
    while start and row[start - 1].change:
        start -= 1
    while stop < len(row) and row[stop].change:
        stop += 1
    old = tuple(p for p in row[start:stop] if p.change == "delete")
    new = tuple(p for p in row[start:stop] if p.change == "insert")
    if start and (cut := _cut(row[start - 1], _LAST)):
        head, word = cut
        was, now = replace(word, change="delete"), replace(word, change="insert")
        return replace(one, pieces=(*row[: start - 1], head, was, *old, now, *new, *row[stop:]))
    if stop < len(row) and (cut := _cut(row[stop], _FIRST)):
        word, tail = cut
        was, now = replace(word, change="delete"), replace(word, change="insert")
        return replace(one, pieces=(*row[:start], *old, was, *new, now, tail, *row[stop + 1 :]))
    return one


def _cut(piece: Piece, place: re.Pattern[str]) -> tuple[Piece, Piece] | None:
    """A piece of plain words in two, at the last or the first word."""
    found = place.search(piece.text) if piece.kind == "text" and not piece.slot else None
    if not found:
        return None
    at = found.start() if place is _LAST else found.end()
    return replace(piece, text=piece.text[:at]), replace(piece, text=piece.text[at:])
