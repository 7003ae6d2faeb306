"""The links of a text that the fast scanner reads: each on one line, without brackets in brackets."""

from __future__ import annotations

import re
from array import array
from itertools import accumulate
from sys import intern
from typing import TYPE_CHECKING

from zowerkenwij.model.outline import Mark, Unplaced, placed
from zowerkenwij.text.answers import Answers

if TYPE_CHECKING:
    from collections.abc import Callable

    from zowerkenwij.model.outline import Link
    from zowerkenwij.text.code import Range

AUTO = r"<(?:https?://[\w./~%?=;:+,-]+(?:#[\w./-]*)?|[\w.+-]+@[\w.-]+)>"
_WRITTEN = (  # the first way is that of nearly every link, the second is slow
    r"\[[^\[\]\n]*+\]\((?:[^\s()<>\[\]\"'\\\x00]++\)"
    r"|[ ]*[^\s()<>\[\]\"'\\\x00][^()<>\[\]\"'\\\x00\n]*?[ ]*(?:[ ]\"[^\"'()\\\x00\n]*\"[ ]*)?\))"
)
_LINK = re.compile(f"({_WRITTEN})")
_ANY_LINK = re.compile(f"({_WRITTEN}|(?a:{AUTO}))")
_WRAPPED = re.compile(r"(\*\*|__|\*|_)([^\s*_](?:[^*_]*[^\s*_])?)\1")
_INNER = re.compile(r"(?<=[^\W_])_(?=[^\W_])")
_TARGET = re.compile(r"\]\([^()\n]*\)")
_BULLET = re.compile(r"^[ >]*\*[ ]", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\w*_])(\*\*|__|\*|_)(?![\s*_])[^*_\n]*(?<![\s*_])\1(?![\w*_])")
_ENTITY = re.compile(r"&[a-zA-Z][a-zA-Z0-9]*;?")


class Doubt(Exception):
    """Something python-markdown might see otherwise."""


def lines_of(shape: str, fenced: tuple[Range, ...]) -> list[str]:
    """The lines of a text; of fenced code the first is one sign and the rest are blank."""
    lines = shape.split("\n")
    for first, last in fenced:
        lines[first : last + 1] = ["\0", *[""] * (last - first)]
    return lines


def links_of(
    shape: str, fenced: tuple[Range, ...], again: Callable[[], bytes] | None, *, strict: bool
) -> tuple[Link, ...] | Unplaced:
    """Find links and images: each on one line, without brackets in brackets. ``again`` gives the
    text once more when somebody asks where they stand."""
    has_auto = "<" in shape
    if not has_auto and ("]" not in shape or "](" not in shape):
        return ()
    parts = (_ANY_LINK if has_auto else _LINK).split(shape)
    written = parts[1::2]
    count = sum(markup[0] == "[" for markup in written) if has_auto else len(written)
    if strict and "]" in "".join(parts[::2]) and count != shape.count("]("):
        raise Doubt
    has_images = "!" in shape and "![" in shape
    if has_images:
        written = [_with_sign(parts[n], parts[n + 1]) for n in range(0, len(parts) - 1, 2)]
    marks = tuple(map(_MARKS.__getitem__, written))
    if strict and None in marks:
        raise Doubt
    ends = array("I", list(accumulate(map(len, parts))))
    is_marked = "*" in shape or "_" in shape or "|" in shape
    if strict and again and not is_marked:
        is_plain = not (has_auto or has_images or "\0" in shape)
        return Unplaced(marks, ends, again, is_plain=is_plain)  # type: ignore[arg-type]
    links = placed(marks, ends, shape)
    if strict and links and is_marked:
        _doubt_around(links, shape, fenced)
    return links


def _with_sign(between: str, markup: str) -> str:
    """The markup of a link, with the sign before it that makes it an image."""
    return f"!{markup}" if between[-1:] == "!" and markup[0] == "[" else markup


def _doubt_around(links: tuple[Link, ...], shape: str, fenced: tuple[Range, ...]) -> None:
    """Raise ``Doubt`` when emphasis around a link or the row of a table that holds one may be
    more than it seems."""
    is_marked, is_table = "*" in shape or "_" in shape, "|" in shape
    lines = lines_of(shape, fenced)
    checked = 0
    for link in links:
        if is_marked and link.line > checked:
            checked = _doubt_block(lines, link.line)
        if is_table and "|" in lines[link.line - 1]:
            _doubt_row(lines, link.line - 1, shape[link.start : link.end])


def _doubt_block(lines: list[str], line: int) -> int:
    """Raise ``Doubt`` when emphasis around links is more than words in stars: python-markdown
    may lose text there. The last line of the block, all of which is judged."""
    first = last = line - 1
    while first > 0 and lines[first - 1]:
        first -= 1
    while last + 1 < len(lines) and lines[last + 1]:
        last += 1
    block = "\n".join(lines[first : last + 1])
    if "*" in block or "_" in block:
        rest = _BULLET.sub("", _TARGET.sub("]", block))
        rest = _EMPHASIS.sub("", rest)
        if "*" in rest or rest.count("_") != len(_INNER.findall(rest)):
            raise Doubt
    return last + 1


def _read(markup: str) -> Mark | None:
    """What a link is, as it is written; None when telling that takes a parser."""
    if markup[0] == "<":
        address = markup[1:-1]
        target = address if "://" in address else f"mailto:{address.removeprefix('mailto:')}"
        return Mark(target, target.removeprefix("mailto:"), image=False, bare=True)
    is_image = markup[0] == "!"
    words, _, rest = markup[1 + is_image : -1].partition("](")
    target = rest.partition('"')[0].strip()
    text = _plain(words, image=is_image)
    if text is None or ("&" in target and _ENTITY.search(target)):
        return None
    is_bare = text == target and text != "" and not is_image
    return Mark(target, intern(text), image=is_image, bare=is_bare)


_MARKS = Answers(_read, 1 << 15)  # documents link to the same parts of each other


def _plain(words: str, *, image: bool) -> str | None:
    """The words of a link as a reader sees them; None when that takes a parser."""
    text = " ".join(words.split())
    if text.replace(" ", "").isalnum():  # as nearly always
        return text
    if "\0" in words or "<" in words or ("&" in words and _ENTITY.search(words)):
        return None
    if not image and ("*" in words or "_" in words):
        wrapped = _WRAPPED.fullmatch(words)
        if wrapped:
            words = wrapped[2]
        elif "*" in words or words.count("_") != len(_INNER.findall(words)):
            return None
    return " ".join(words.split())


def _doubt_row(lines: list[str], at: int, markup: str) -> None:
    """Raise ``Doubt`` unless the row of a table has no more cells than the table's first row."""
    top = at
    while top > 0 and lines[top - 1]:
        top -= 1
    if "|" in markup or not (lines[at].startswith("|") and lines[top].startswith("|")):
        raise Doubt
    if _cells(lines[at]) > _cells(lines[top]):
        raise Doubt


def _cells(row: str) -> int:
    row = row.rstrip(" ")
    return row.count("|") - row.endswith("|")
