"""The fast way: headings and links of a text that holds nothing python-markdown might see
otherwise. Every sign of doubt (``Doubt``) leaves the text to the slow way, ``truth``.

The reasons behind each check are python-markdown's rules: a heading is any line that starts with
``#`` outside code, HTML and tables; code needs four blanks at the start of a block that is no
child of a list; setext underlines only follow text; no reference exists without ``]:``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from zowerkenwij.model.outline import Heading, Link
from zowerkenwij.text.code import Range, fences, has_fences
from zowerkenwij.text.extensions import Anchors, slugify

_ADMONITION = re.compile(r"^[ >*+\-\d.]*!!!", re.MULTILINE)
_ESCAPED = re.compile(r"\\[*_\[\](){}#+\-.!]")
_CODE = re.compile(r"`[^`\n]+`")
_TAME_TAG = re.compile(r"<(?=[ \n])|<br ?/?>")
_BINDING = frozenset("*_)]>\0")
_SLOT = re.compile(r"\{\{[\w. -]*\}\}")
_AUTO = r"<(?:https?://[\w./~%?=;:+,-]+(?:#[\w./-]*)?|[\w.+-]+@[\w.-]+)>"
_AUTOLINK = re.compile(_AUTO, re.ASCII)
_WRITTEN = (  # the first way is that of nearly every link, the second is slow
    r"\[[^\[\]\n]*+\]\((?:[^\s()<>\[\]\"'\\\x00]++\)"
    r"|[ ]*[^\s()<>\[\]\"'\\\x00][^()<>\[\]\"'\\\x00\n]*?[ ]*(?:[ ]\"[^\"'()\\\x00\n]*\"[ ]*)?\))"
)
_LINK = re.compile(f"({_WRITTEN})")
_ANY_LINK = re.compile(f"({_WRITTEN}|(?a:{_AUTO}))")
_TITLE = re.compile(r"(#{1,6})([^\\#{}\[\]<>*_`|&\x00]+)(?:(?<=[ ])\{#([\w.:-]+)\}[ ]*)?")
_RICH_TITLE = re.compile(
    r"(#{1,6})((?:[^\\#{}\[\]<>*_`|&\x00]|&(?![#a-zA-Z0-9]*;)|\{\{[\w. -]*\}\})++)"
    r"(?:(?<=[ ])\{#([\w.:-]+)\}[ ]*)?"
)
_MARKED = re.compile(r"[ ]{0,3}(?:[*+-]|\d+\.)[ ]")
_ITEM = r"(?:[*+-]|[1-9][0-9]?\.) (?:[^\W\d_]|\[)"
_PLAIN_ITEM = re.compile(_ITEM)
_NESTED = re.compile(r"[ >*+\-\d.:|]*(?:#|>[ ]{5}|:[ ])")
_RULE = re.compile(r"[ ]{0,3}([-_*])\1{2,}[ ]*")
_DEEP = re.compile(r"[ ]{200}|(?:(?:[>*+-]|\d+\.)[ ]*){50}")
_SPACED_RULE = re.compile(r"[ ]*([-_*])(?:[ ]*\1){2,}[ ]*")
_UNDERLINE = re.compile(r"[ >]*(?:=+|-+)[ ]*")
_WRAPPED = re.compile(r"(\*\*|__|\*|_)([^\s*_](?:[^*_]*[^\s*_])?)\1")
_INNER = re.compile(r"(?<=[^\W_])_(?=[^\W_])")
_TARGET = re.compile(r"\]\([^()\n]*\)")
_BULLET = re.compile(r"^[ >]*\*[ ]", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\w*_])(\*\*|__|\*|_)(?![\s*_])[^*_\n]*(?<![\s*_])\1(?![\w*_])")
_ENTITY = re.compile(r"&[a-zA-Z][a-zA-Z0-9]*;?")
_ONLY_MARKS = re.compile(r"[ >*+\-_=.\d]*[>*+\-_=.][ ]*")
# A line that is no paragraph, heading or plain item, with the line end above it.
_ODD_LINE = re.compile(rf"\n(?=[ >*+=_:\-0-9\x00])(?!{_ITEM})")
_HASHES = re.compile(r"\n(#[^\n]*)")
_SPECIAL = frozenset(" #>-*+=_:0123456789\0")
_new = tuple.__new__  # a named tuple's own takes three times as long
_MANY = 1 << 14
_NUMBERS = tuple(range(_MANY))  # offsets that ten thousand outlines share
_BLANK, _TEXT, _HEADING, _LINE, _EMPTY = range(5)  # what the previous line was; _EMPTY: a bare ">"

_Title = tuple[int, str, str | None]  # level, words and own anchor of a heading


class Doubt(Exception):
    """Something python-markdown might see otherwise."""


class Scan(NamedTuple):
    """Headings and links as the scanner sees them, and whether slots may stand outside code."""

    headings: list[Heading]
    links: list[Link]
    slots: bool


def scan(text: str, *, strict: bool = True) -> Scan:
    """Scan a text without directive markers. Raises ``Doubt`` when ``strict`` and anything is
    doubtful; else a best guess in linear time."""
    if not strict:
        text = text.replace("\r", " ").replace("\t", " ")
    elif text[:1] == " " or _has_controls(text):
        raise Doubt
    shape = text
    fenced: tuple[Range, ...] = ()
    if has_fences(text):
        shape, fenced = _without_fences(text, strict=strict)
    shape = _shaped(shape, strict=strict)
    framed = f"\n{shape}"
    if strict and not fenced and "|" not in shape and _ODD_LINE.search(framed) is None:
        titles = _plain_titles(framed)
    else:
        titles = _titles(_lines(shape, fenced), strict=strict)
    own = [title[2] for _, title in titles if title[2]]
    slots = "{" in shape
    if strict and slots:
        slots = _has_slots(shape, len(own))
    return Scan(_headings(titles, own), _links(shape, fenced, strict=strict), slots)


def _lines(shape: str, fenced: tuple[Range, ...]) -> list[str]:
    lines = shape.split("\n")
    for first, last in fenced:
        lines[first : last + 1] = ["\0", *[""] * (last - first)]
    return lines


def _has_controls(text: str) -> bool:
    return "\t" in text or "\r" in text or "\0" in text or "\2" in text or "\3" in text


def _without_fences(text: str, *, strict: bool) -> tuple[str, tuple[Range, ...]]:
    """The text with fenced code blanked by NUL, same length, and the lines of that code."""
    lines = text.split("\n")
    fenced = fences(lines)
    for first, last in fenced:
        if strict and "{" in lines[first]:
            raise Doubt
        lines[first : last + 1] = ["\0" * len(line) for line in lines[first : last + 1]]
    return "\n".join(lines), fenced


def _shaped(shape: str, *, strict: bool) -> str:
    """The text with code spans and escapes blanked by NUL, same length."""
    if strict and ((":" in shape and "]:" in shape) or ("^" in shape and "[^" in shape)):
        raise Doubt
    if strict and "&" in shape and "&#" in shape:
        raise Doubt
    if strict and "!" in shape and "!!!" in shape and _ADMONITION.search(shape):
        raise Doubt
    if "\\" in shape:
        shape = _ESCAPED.sub("\0\0", shape)
        if strict and "\\" in shape:
            raise Doubt
    if "`" in shape:
        shape = _CODE.sub(lambda m: "\0" * len(m[0]), shape)
        if strict and "`" in shape:
            raise Doubt
    if strict and "<" in shape and "<" in _AUTOLINK.sub("", _TAME_TAG.sub("", shape)):
        raise Doubt
    return shape


def _has_slots(shape: str, attributes: int) -> bool:
    """Whether slots stand in the text. Raises ``Doubt`` unless every brace belongs to the anchor of
    a heading or to a slot that follows a blank or word."""
    braces = shape.count("{")
    if braces == attributes:
        return False
    count = attributes
    for slot in _SLOT.finditer(shape):
        count += 2
        if slot.start() and shape[slot.start() - 1] in _BINDING:
            raise Doubt
    if braces != count:
        raise Doubt
    return True


# -- headings ----------------------------------------------------------------------------


def _plain_titles(framed: str) -> list[tuple[int, _Title]]:
    """The headings, by line, of a text with a line end before it that has nothing else but
    paragraphs and plain items."""
    found: list[tuple[int, _Title]] = []
    number, at = 0, 0
    for match in _HASHES.finditer(framed):
        title = _title(match[1])
        if title is None:
            raise Doubt
        start = match.end()
        number += framed.count("\n", at, start)
        found.append((number, title))
        at = start
    return found


def _titles(lines: list[str], *, strict: bool) -> list[tuple[int, _Title]]:
    """The headings, by line, of any text."""
    found: list[tuple[int, _Title]] = []
    previous, in_list = _BLANK, False
    for number, line in enumerate(lines, 1):
        if not line:
            previous = _BLANK
            continue
        first = line[0]
        if first not in _SPECIAL:
            if previous != _TEXT:
                previous, in_list = _TEXT, False
        elif first in "-*+123456789" and _PLAIN_ITEM.match(line):
            if previous != _TEXT:
                previous, in_list = _TEXT, previous != _EMPTY
        elif first == "#":
            found.append((number, _title(line) or _guess(line, strict=strict)))
            if strict and previous == _TEXT and _in_table(lines, number - 1):
                raise Doubt
            previous, in_list = _HEADING, False
        else:
            previous, in_list = _special(line, previous, in_list=in_list, strict=strict)
    return found


def _headings(titles: list[tuple[int, _Title]], own: list[str]) -> list[Heading]:
    anchors = Anchors(set(own))
    return [
        _new(Heading, (level, text, anchor or intern(anchors.claim(slugify(text))), number))
        for number, (level, text, anchor) in titles
    ]


def _guess(line: str, *, strict: bool) -> _Title:
    if strict:
        raise Doubt
    words = line.replace("\0", "").strip("# ")
    return min(6, len(line) - len(line.lstrip("#"))), " ".join(words.split()), None


@lru_cache(maxsize=4096)
def _title(line: str) -> _Title | None:
    """A heading that can be told from its line alone. Documents of one type share their headings,
    so that most were read before."""
    match = _TITLE.fullmatch(line) or _RICH_TITLE.fullmatch(line)
    text = " ".join(match[2].split()) if match else ""
    if not match or not text or (match[3] and "{" in text):
        return None
    return len(match[1]), intern(text), intern(match[3]) if match[3] else None


def _in_table(lines: list[str], at: int) -> bool:
    """Whether the lines above, up to a blank one, hold a pipe: then it may be a table's row."""
    while at > 0 and lines[at - 1]:
        at -= 1
        if "|" in lines[at]:
            return True
    return False


def _special(line: str, previous: int, *, in_list: bool, strict: bool) -> tuple[int, bool]:
    """What a line with a special first character is, and whether a list is open after it."""
    inner = line.strip(" ")
    if not inner:
        return _BLANK, in_list
    if strict:
        _doubt_line(line, inner, previous, in_list=in_list)
    if line.strip() in (">", "\0"):
        return (_BLANK if inner == "\0" else _EMPTY), False
    if _SPACED_RULE.fullmatch(inner):
        return _LINE, in_list and line.startswith("    ")
    if previous == _TEXT:
        return _TEXT, in_list
    if line.startswith("    "):
        return _TEXT, in_list
    return _TEXT, previous != _EMPTY and _MARKED.match(line) is not None


def _doubt_line(line: str, inner: str, previous: int, *, in_list: bool) -> None:
    """Raise ``Doubt`` for a line that may hide a heading, code, an underline or a definition."""
    if _NESTED.match(line):
        raise Doubt
    if previous not in (_BLANK, _HEADING) and _UNDERLINE.fullmatch(line):
        raise Doubt
    if inner != ">" and _ONLY_MARKS.fullmatch(line) and not _RULE.fullmatch(line):
        raise Doubt
    if len(line) > 200 and _DEEP.match(line):
        raise Doubt
    if previous != _TEXT and line.startswith("    "):
        is_child = in_list and previous == _BLANK and not line.startswith("        ")
        if not is_child:
            raise Doubt


# -- links -------------------------------------------------------------------------------


def _links(shape: str, fenced: tuple[Range, ...], *, strict: bool) -> list[Link]:
    """Find links and images: each on one line, without brackets in brackets."""
    has_auto = "<" in shape
    if not has_auto and "](" not in shape:
        return []
    parts = (_ANY_LINK if has_auto else _LINK).split(shape)
    count = sum(markup[0] == "[" for markup in parts[1::2]) if has_auto else len(parts) // 2
    if strict and count != shape.count("]") and count != shape.count("]("):
        raise Doubt
    links = _placed(parts, strict=strict)
    if strict and links:
        _doubt_around(links, shape, fenced)
    return links


def _placed(parts: list[str], *, strict: bool) -> list[Link]:
    """The links among what stands between them: every second part is one."""
    found: list[Link] = []
    line, end, above = 1, 0, -1  # above: the line end before
    rest = iter(parts)
    for between, markup in zip(rest, rest, strict=False):
        if lines := between.count("\n"):
            line += lines
            above = end + between.rindex("\n")
        start = end + len(between)
        end = start + len(markup)
        is_image = between[-1:] == "!" and markup[0] == "["
        read = _read(f"!{markup}" if is_image else markup)
        if read is not None:
            target, text, bare = read
            start -= is_image
            column = start - above
            if end < _MANY:
                values = (
                    target,
                    text,
                    line,
                    column,
                    _NUMBERS[start],
                    _NUMBERS[end],
                    is_image,
                    bare,
                )
            else:
                values = (target, text, line, column, start, end, is_image, bare)
            found.append(_new(Link, values))
        elif strict:
            raise Doubt
    return found


def _doubt_around(links: list[Link], shape: str, fenced: tuple[Range, ...]) -> None:
    """Raise ``Doubt`` when emphasis around a link or the row of a table that holds one may be
    more than it seems."""
    is_marked, is_table = "*" in shape or "_" in shape, "|" in shape
    if not is_marked and not is_table:
        return
    lines = _lines(shape, fenced)
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


@lru_cache(maxsize=1 << 15)  # documents link to the same parts of each other
def _read(markup: str) -> tuple[str, str, bool] | None:
    """Target and text of a link as it is written, and whether it is bare; None when telling that
    takes a parser."""
    if markup[0] == "<":
        address = markup[1:-1]
        target = address if "://" in address else f"mailto:{address.removeprefix('mailto:')}"
        return intern(target), intern(target.removeprefix("mailto:")), True
    is_image = markup[0] == "!"
    words, _, rest = markup[1 + is_image : -1].partition("](")
    target = rest.partition('"')[0].strip()
    text = _plain(words, image=is_image)
    if text is None or ("&" in target and _ENTITY.search(target)):
        return None
    return intern(target), intern(text), text == target and text != "" and not is_image


def _plain(words: str, *, image: bool) -> str | None:
    """The words of a link as a reader sees them; None when that takes a parser."""
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
