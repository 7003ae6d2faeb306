"""The lines of a text in which a sentence may be cut off: a quick look that misses nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.rules.prose import Text

_LOOSE = "de|het|een|en|of|van|met|bij|voor|door|tot|naar|om|dat"
_BLANK = r" \t\x0b-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SMALL_START = (  # all repetition is possessive: a long line that fails, fails in linear time
    rf"[{_BLANK}>]*+(?:(?:[-*+]|\d++[.)])[{_BLANK}]++)?+[*_\"“„( ]*+(?![A-Z])[^\W\d_]"
)
_LOW_START = re.compile(_SMALL_START)
_ODD_EDGE = re.compile(  # where two lines meet; it begins with one sign, which is found fast
    rf"\n(?:(?=[^A-Z#|\n\0]){_SMALL_START}|(?<=[,\-\\*_efjmnrt{_BLANK}]\n)(?:(?<=[,\-\\*_{_BLANK}]\n)"
    + "".join(rf"|(?<=\b{word}\n)" for word in _LOOSE.split("|"))
    + "))"
)
HANGING = re.compile(rf"\b({_LOOSE})$")
"""A word that asks for more, at the end."""
_LABEL = re.compile(r":[^\S\n]*+[\\*_]*+[^\S\n]*+\n\s*+(?:#|\Z)")
_PAIRED = frozenset('()[]"“”„‘\\')


def suspects(text: Text) -> set[int] | None:
    """Numbers of the lines that need a closer look, None for all: a quick look that misses nothing,
    so that most texts need none."""
    is_odd = not text.is_aligned or "\\" in text.body or "<" in text.body
    if is_odd or not _PAIRED.isdisjoint(text.link_texts):
        return None  # a link over two lines, of odd form, or whose text has a bracket or quote
    lines = f"\n{text.skeleton}\n"
    found: set[int] = set()
    number = at = 0
    for start in sorted({*_odd_starts(lines), *_unpaired_starts(lines)}):
        number += lines.count("\n", at, start)
        at = start
        found.add(number)
    return found


def _odd_starts(lines: str) -> Iterator[int]:
    """Where lines begin that begin in lower case, end as a sentence does not, or announce."""
    for edge in map(re.Match.start, _ODD_EDGE.finditer(lines)):
        above, below = lines.rfind("\n", 0, edge) + 1, edge + 1
        if above < edge and _is_odd(lines[above:edge]):
            yield above
        if _is_odd(lines[below : lines.find("\n", below)]):
            yield below
    for label in _LABEL.finditer(lines) if ":" in lines else ():
        yield lines.rfind("\n", 0, label.start()) + 1


def _unpaired_starts(lines: str) -> Iterator[int]:
    """Where lines begin that hold a bracket or quote without a partner."""
    for sign in filter(lines.__contains__, _PAIRED):
        at = lines.find(sign)
        while at >= 0:
            start, end = lines.rfind("\n", 0, at) + 1, lines.find("\n", at)
            if _is_unpaired(lines[start:end]):
                yield start
            at = lines.find(sign, end)


def _is_odd(line: str) -> bool:
    """Whether a line, if it is no heading, may begin in lower case, or end in a comma, in a part of
    a word or in a word that asks for more."""
    if line[:1] == "#":
        return False
    end = line.rstrip()
    done = end.rstrip("\\*_").rstrip()
    return (
        _LOW_START.match(line) is not None
        or end.endswith("-")
        or done.endswith(",")
        or HANGING.search(done) is not None
    )


def _is_unpaired(line: str) -> bool:
    """Whether brackets and quotes do not simply open and close in turn."""
    has_round, has_square = "(" in line or ")" in line, "[" in line or "]" in line
    return (
        (has_round and has_square)
        or "‘" in line
        or (has_round and not _in_turn(line, "(", ")"))
        or (has_square and not _in_turn(line, "[", "]"))
        or line.count('"') % 2 == 1
        or not _in_turn(line.replace("„", "“"), "“", "”")
    )


def _in_turn(line: str, opening: str, closing: str) -> bool:
    *before, after = line.split(closing)
    return opening not in after and all(part.count(opening) == 1 for part in before)
