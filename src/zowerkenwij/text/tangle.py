"""A quick look at a text before any parser sees it: whether it may cost too much.

python-markdown takes quadratic or worse time for brackets in brackets, tags that are never closed
and backticks of ever other lengths. No person writes those; a broken conversion does. Everything
here is linear, and almost free for an ordinary text.
"""

from __future__ import annotations

import re

_MANY = 300  # signs; fewer cost little, however they stand
_DEEP = 100  # brackets in brackets, or tags in tags
_NESTED_MARKS = 40  # list and quote marks at the start of one line
_LONG = 5_000  # characters of one address, heading or attribute list
_MAX_OPEN = 20_000_000  # unclosed angle brackets × length of the text
_MAX_BLOCK = 150_000  # characters without a blank line: each mark costs a walk through all
_MAX_FENCES = 5_000  # lines of code marks
_RUN = 50  # backticks in a row
_LENGTHS = 12  # runs of backticks of so many lengths

_NO_SIGNS = bytes(set(range(256)) - set(b"[({<`"))
_MARKS = re.compile(rf"^[ ]*(?:>[ ]?|[*+-][ ]+|\d+\.[ ]+){{{_NESTED_MARKS}}}", re.MULTILINE)
_CLOSED = re.compile(r"<[^<>]*>")
_OPENING_TAG = re.compile(r"<(?!(?:br|img|hr|wbr|input|col|source)\b)[a-zA-Z][^<>]*(?<!/)>")
_BACKTICKS = re.compile(r"`+")
_UNWIELDY = re.compile(
    rf"\]\([ ]*<?[^\s()]{{{_LONG}}}|^#[^\n]{{{_LONG}}}|\{{[^{{}}\n]{{{_LONG}}}", re.MULTILINE
)


def is_tangled(text: str) -> bool:
    """Whether a text holds what no parser of Markdown should be given. Marks nested in one line
    are not judged here, see ``has_nested_marks``."""
    return (
        _has_too_many_signs(text)
        or (len(text) > _LONG and _has_unwieldy_lines(text))
        or (len(text) > _MAX_BLOCK and max(map(len, text.split("\n\n"))) > _MAX_BLOCK)
        or ("~" in text and text.count("\n~~~") > _MAX_FENCES)
        or ("`" in text and text.count("\n```") > _MAX_FENCES)
    )


def _has_too_many_signs(text: str) -> bool:
    signs = text.encode("utf-8", "surrogatepass").translate(None, _NO_SIGNS)
    if len(signs) < _MANY:  # as nearly always
        return False
    return (
        (signs.count(b"[") >= _MANY and _is_deep(text, "[", "]"))
        or (signs.count(b"(") >= _MANY and _is_deep(text, "(", ")"))
        or (signs.count(b"{") >= _MANY and _is_deep(text, "{", "}"))
        or (signs.count(b"<") >= _MANY and _has_open_tags(text, signs.count(b"<")))
        or (signs.count(b"`") >= _MANY and _has_odd_backticks(text))
    )


def _is_deep(text: str, opening: str, closing: str) -> bool:
    """Whether brackets of a kind stand too deep in each other within one paragraph."""
    depth = 0
    for match in re.finditer(rf"\n[ \t]*\n|[{re.escape(opening + closing)}]", text):
        sign = match[0]
        if sign == opening:
            depth += 1
            if depth > _DEEP:
                return True
        elif sign == closing:
            depth = max(depth - 1, 0)
        else:
            depth = 0
    return False


def has_nested_marks(text: str) -> bool:
    """Whether a line starts with dozens of list and quote marks. The scanner doubts such lines,
    so only texts that it leaves to python-markdown are asked."""
    marks = sum(text.count(sign) for sign in ("- ", "* ", "+ ", ". ", ">"))
    return marks >= _NESTED_MARKS and _MARKS.search(text) is not None


def _has_open_tags(text: str, signs: int) -> bool:
    closed = len(_CLOSED.findall(text))
    nested = len(_OPENING_TAG.findall(text)) - text.count("</")
    return (signs - closed) * len(text) > _MAX_OPEN or nested > _DEEP


def _has_odd_backticks(text: str) -> bool:
    lengths = {len(run) for run in _BACKTICKS.findall(text)}
    return len(lengths) > _LENGTHS or max(lengths) > _RUN


def _has_unwieldy_lines(text: str) -> bool:
    return _has_long_line(text) and _UNWIELDY.search(text) is not None


def _has_long_line(text: str) -> bool:
    at = 0
    while at + _LONG < len(text):
        end = text.rfind("\n", at, at + _LONG + 1)
        if end < 0:
            return True
        at = end + 1
    return False
