"""What stands in another place now: paragraphs that were taken out here and put in there."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, TypeAlias

from zowerkenwij.word.writer.flow import Flow, Par

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
