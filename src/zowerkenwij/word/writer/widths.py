"""Column widths from the text: every column fits its longest word, the rest by amount of text."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from zowerkenwij.word.writer.flow import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zowerkenwij.word.writer.flow import GridRow

_LETTER = 112  # twips of an average letter in a table, with some room
_PADDING = 240
_LONGEST = 22  # letters of a word that a column must hold whole

_BREAKS = re.compile(r"[ \t\n]+")  # a no-break space breaks no line


def widths(rows: Sequence[GridRow], columns: int, total: int) -> tuple[int, ...]:
    """The width of each column in twips; together exactly ``total``."""
    least = [600] * columns
    amount = [1.0] * columns
    for row in rows:
        at = 0
        for cell in row.cells:
            if cell.across == 1 and at < columns:
                text = words(cell.flow)
                longest = max(map(len, _BREAKS.split(text)))
                least[at] = max(least[at], min(longest, _LONGEST) * _LETTER + _PADDING)
                amount[at] = max(amount[at], _share(text))
            at += cell.across
    return _divided(least, amount, total)


def _share(text: str) -> float:
    """How much room a text asks for: the root, so that a long cell does not starve the rest."""
    return math.pow(min(len(text), 400), 0.6)


def _divided(least: list[int], amount: list[float], total: int) -> tuple[int, ...]:
    need = sum(least)
    if need >= total:
        found = [w * total // need for w in least]
    else:
        found = [
            w + int((total - need) * a / sum(amount)) for w, a in zip(least, amount, strict=True)
        ]
    found[-1] += total - sum(found)
    return tuple(found)
