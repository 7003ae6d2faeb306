"""Where code stands in a text: fenced blocks and code spans. Directives, slots and words in code
are examples, not meant."""

from __future__ import annotations

import re
from bisect import bisect_right

_OPENING = re.compile(
    r"(~{3,}|`{3,})[ ]*(?:(\{[^\n]*\})|\.?[\w#.+-]*[ ]*(?:hl_lines=(\"|').*?\3[ ]*)?)"
)
_CLOSING = re.compile(r"(~{3,}|`{3,})[ ]*")
_RUN = re.compile(r"(?<!\\)(\\*)(`+)")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
Range = tuple[int, int]


def has_fences(text: str) -> bool:
    """Whether a text may hold fenced code. One character is found a hundred times as fast as
    three, and most texts have neither, so it is asked for first; as everywhere in this room."""
    return ("`" in text and "```" in text) or ("~" in text and "~~~" in text)


def has_slots(text: str) -> bool:
    """Whether two opening braces stand together somewhere."""
    at = text.find("{")
    while at >= 0:
        if text.startswith("{", at + 1):
            return True
        at = text.find("{", at + 1)
    return False


def fences(lines: list[str]) -> tuple[Range, ...]:
    """Fenced code as 0-based (first line, last line), both fences included; an opening fence
    without a closing one is text. Same answer as the extension ``fenced_code``."""
    closing: dict[str, list[int]] = {}
    starts = [i for i, line in enumerate(lines) if line.startswith(("```", "~~~"))]
    for i in starts:
        if found := _CLOSING.fullmatch(lines[i]):
            closing.setdefault(found[1], []).append(i)
    ranges: list[Range] = []
    done = -1
    for i in starts:
        opened = _OPENING.fullmatch(lines[i]) if i > done else None
        if opened is None or (opened[2] and not _is_attribute_list(opened[2][1:-1])):
            continue
        ends = closing.get(opened[1], [])
        at = bisect_right(ends, i)
        if at < len(ends):
            done = ends[at]
            ranges.append((i, done))
    return tuple(ranges)


def _is_attribute_list(text: str) -> bool:
    if "}" not in text:
        return True
    from markdown.extensions.attr_list import get_attrs_and_remainder

    return not get_attrs_and_remainder(text)[1]


def spans(text: str) -> tuple[Range, ...]:
    """Code spans as offsets (start, end), backticks included; none crosses a blank line."""
    if "`" not in text:
        return ()
    found: list[Range] = []
    start = 0
    for blank in (*_PARAGRAPH.finditer(text), None):
        end = blank.start() if blank else len(text)
        found += _paired(text, start, end)
        start = end
    return tuple(found)


def _paired(text: str, start: int, end: int) -> list[Range]:
    """Pairs of backtick runs of one length, from left to right; an escaped backtick opens none."""
    runs: list[Range] = []
    by_length: dict[int, list[int]] = {}
    for run in _RUN.finditer(text, start, end):
        by_length.setdefault(len(run[2]), []).append(len(runs))
        runs.append((run.start(2) + len(run[1]) % 2, run.end()))
    found: list[Range] = []
    at = 0
    while at < len(runs):
        same = by_length.get(runs[at][1] - runs[at][0], [])
        place = bisect_right(same, at)
        if place < len(same):
            found.append((runs[at][0], runs[same[place]][1]))
            at = same[place]
        at += 1
    return found
