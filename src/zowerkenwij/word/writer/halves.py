"""Paragraphs that were split or joined: one on one side, several on the other."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from zowerkenwij.word.writer.flow import Flow, Par, Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

_BETTER = 0.05  # by how much a neighbour must make two sides more alike
Pair = tuple["Flow | None", "Flow | None"]
END = Piece(kind="end")
"""Stands for the end of a paragraph among its pieces."""


def split_places(
    pairs: Sequence[Pair], taken: Collection[int], alike: Callable[[Par, Par], bool]
) -> list[range]:
    """The places in ``pairs`` that belong together: a pair and neighbours on one side that stand
    for a part of it. ``alike`` says whether two paragraphs look the same but for their words;
    ``taken`` places are left alone."""
    found: list[range] = []
    for at, (old, new) in enumerate(pairs):
        free = at not in taken and (not found or at >= found[-1].stop)
        if free and isinstance(old, Par) and isinstance(new, Par) and alike(old, new):
            low = found[-1].stop if found else 0
            place = _widest(pairs, at, low, taken, alike)
            if len(place) > 1:
                found.append(place)
    return found


def _widest(
    pairs: Sequence[Pair], at: int, low: int, taken: Collection[int],
    alike: Callable[[Par, Par], bool],
) -> range:  # fmt: skip
    place, best = range(at, at + 1), _ratio(pairs, range(at, at + 1))
    side = 0
    for _ in range(20):
        wider = [range(place.start, place.stop + 1), range(place.start - 1, place.stop)]
        for one in wider:
            edge = one.stop - 1 if one.stop > place.stop else one.start
            if not low <= edge < len(pairs) or edge in taken:
                continue
            alone = _alone(pairs[edge])
            if alone is None or side not in (0, alone[0]) or not alike(alone[1], _any(pairs[at])):
                continue
            ratio = _ratio(pairs, one)
            if ratio > best + _BETTER:
                place, best, side = one, ratio, alone[0]
                break
        else:
            return place
    return place


def _alone(pair: Pair) -> tuple[int, Par] | None:
    """The side (1 old, 2 new) and the paragraph that stands there without another."""
    old, new = pair
    if isinstance(old, Par) and new is None and old.words.strip():
        return 1, old
    if isinstance(new, Par) and old is None and new.words.strip():
        return 2, new
    return None


def _any(pair: Pair) -> Par:
    assert isinstance(pair[1], Par)  # noqa: S101 - a pair of paragraphs is where it began
    return pair[1]


def _ratio(pairs: Sequence[Pair], place: range) -> float:
    sides = ([p[n].words for at in place if (p := pairs[at])[n] is not None] for n in (0, 1))  # type: ignore[union-attr]
    a, b = (" ".join(words).split() for words in sides)
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def with_ends(paragraphs: Sequence[Par]) -> tuple[Piece, ...]:
    """The pieces of paragraphs in a row, with an end between each two."""
    found: list[Piece] = []
    for one in paragraphs:
        found += ([END] if found else []) + list(one.pieces)
    return tuple(found)


def apart(pieces: Sequence[Piece], olds: Sequence[Par], news: Sequence[Par]) -> list[Par]:
    """Paragraphs again: an end that was put in or taken out is a change of that paragraph's
    mark."""
    out: list[Par] = []
    line: list[Piece] = []
    was = now = 0
    for piece in (*pieces, END):
        if piece.kind != "end":
            line.append(piece)
            continue
        looks = olds[was] if piece.change == "delete" else news[now]
        out.append(replace(looks, pieces=tuple(line), change=piece.change))
        was += piece.change != "insert"
        now += piece.change != "delete"
        line = []
    return out
