"""A text without tabs and carriage returns, and the way back to what was written."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TAB = 4
_CONTROL = re.compile(r"\t|\r\n?|\n")


def flatten(text: str) -> tuple[str, Callable[[int], int]]:
    """The text with tabs as blanks up to every fourth column and line ends as LF, as
    python-markdown reads it, and a function from its offsets to those in ``text``."""
    if "\t" not in text and "\r" not in text:
        return text, int
    parts: list[str] = []
    news, olds = [0], [0]
    line = at = new = 0
    for control in _CONTROL.finditer(text):
        new += control.start() - at
        ink = "\n" if control[0] != "\t" else " " * (_TAB - (new - line) % _TAB)
        parts += (text[at : control.start()], ink)
        at = control.end()
        new += len(ink)
        line = new if ink == "\n" else line
        news.append(new)
        olds.append(at)
    parts.append(text[at:])

    def origin(offset: int) -> int:
        place = bisect_right(news, offset) - 1
        limit = olds[place + 1] if place + 1 < len(olds) else len(text)
        return min(olds[place] + offset - news[place], limit)

    return "".join(parts), origin
