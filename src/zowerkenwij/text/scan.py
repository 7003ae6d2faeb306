"""The fast way: headings and links of a text that holds nothing python-markdown might see
otherwise. Every sign of doubt (``Doubt``) leaves the text to the slow way, ``truth``.

The reasons behind each check are python-markdown's rules: a heading is any line that starts with
``#`` outside code, HTML and tables; code needs four blanks at the start of a block that is no
child of a list; setext underlines only follow text; no reference exists without ``]:``.
"""

from __future__ import annotations

import re
from itertools import accumulate, compress, count, repeat
from operator import add, is_, itemgetter
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from zowerkenwij.model.outline import Heading
from zowerkenwij.text.answers import Answers
from zowerkenwij.text.code import Range, fences, has_fences
from zowerkenwij.text.extensions import Anchors, slugify
from zowerkenwij.text.scan_links import AUTO, Doubt, lines_of, links_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from zowerkenwij.model.outline import Link, Unplaced

_ADMONITION = re.compile(r"^[ >*+\-\d.]*!!!", re.MULTILINE)
_ESCAPED = re.compile(r"\\[*_\[\](){}#+\-.!]")
_CODE = re.compile(r"`[^`\n]+`")
_TAME_TAG = re.compile(r"<(?=[ \n])|<br ?/?>")
_BINDING = frozenset("*_)]>\0")
_SLOT = re.compile(r"\{\{[\w. -]*\}\}")
_AUTOLINK = re.compile(AUTO, re.ASCII)
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
_ONLY_MARKS = re.compile(r"[ >*+\-_=.\d]*[>*+\-_=.][ ]*")
# A line that is no paragraph, heading or plain item, with the line end above it.
_ODD_LINE = re.compile(rf"\n(?=[ >*+=_:\-0-9\x00])(?!{_ITEM})")
_HASHES = re.compile(r"\n(#[^\n]*)")
_FOREIGN_NUMBER = re.compile(r"\.(?<=\d\.)(?<![0-9]\.)")  # python-markdown counts in any script
_SPECIAL = frozenset(" #>-*+=_:0123456789\0")
_OWN = itemgetter(2)
_new = tuple.__new__  # a named tuple's own takes three times as long
_BLANK, _TEXT, _HEADING, _LINE, _EMPTY = range(5)  # what the previous line was; _EMPTY: a bare ">"

_Title = tuple[int, str, str | None]  # level, words and own anchor of a heading


class Scan(NamedTuple):
    """Headings and links as the scanner sees them, and whether slots may stand outside code."""

    headings: tuple[Heading, ...]
    links: tuple[Link, ...] | Unplaced
    anchors: tuple[str, ...]
    slots: bool


def scan(text: str, again: Callable[[], bytes] | None = None, *, strict: bool = True) -> Scan:
    """Scan a text without directive markers. Raises ``Doubt`` when ``strict`` and anything is
    doubtful; else a best guess in linear time. With ``again``, which gives the same text once
    more, links may be placed when somebody asks."""
    if not strict:
        text = text.replace("\r", " ").replace("\t", " ")
    elif text[:1] == " " or _has_strange_signs(text):
        raise Doubt
    shape = text
    fenced: tuple[Range, ...] = ()
    if has_fences(text):
        shape, fenced = _without_fences(text, strict=strict)
    shape = _shaped(shape, strict=strict)
    framed = f"\n{shape}"
    if strict and not fenced and "|" not in shape and _ODD_LINE.search(framed) is None:
        titles, numbers = _plain_titles(framed)
    else:
        titles, numbers = _titles(lines_of(shape, fenced), strict=strict)
    own = [*map(_OWN, titles)]
    slots = "{" in shape
    if strict and slots:
        slots = _has_slots(shape, len(own) - own.count(None))
    anchors = own if None not in own else _claimed(titles, own)
    levels, texts, _ = zip(*titles, strict=True) if titles else ((), (), ())
    rows = zip(levels, texts, anchors, numbers, strict=True)
    headings = tuple(map(_new, repeat(Heading), rows))
    links = links_of(shape, fenced, again, strict=strict)
    return Scan(headings, links, tuple(anchors), slots)


def _has_strange_signs(text: str) -> bool:
    if "\t" in text or "\r" in text or "\0" in text or "\2" in text or "\3" in text:
        return True
    return not text.isascii() and _FOREIGN_NUMBER.search(text) is not None


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


def _plain_titles(framed: str) -> tuple[list[_Title], list[int]]:
    """The headings of a text with a line end before it that has nothing else but paragraphs and
    plain items, and their lines."""
    parts = _HASHES.split(framed)  # every second one is a heading
    titles = list(map(_TITLES.__getitem__, parts[1::2]))
    if None in titles:
        raise Doubt
    ends = accumulate(map(str.count, parts[:-1:2], repeat("\n")))
    return titles, list(map(add, ends, count(1)))  # type: ignore[return-value]


def _titles(lines: list[str], *, strict: bool) -> tuple[list[_Title], list[int]]:
    """The headings of any text, and their lines."""
    found: list[_Title] = []
    numbers: list[int] = []
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
            found.append(_TITLES[line] or _guess(line, strict=strict))
            numbers.append(number)
            if strict and previous == _TEXT and _in_table(lines, number - 1):
                raise Doubt
            previous, in_list = _HEADING, False
        else:
            previous, in_list = _special(line, previous, in_list=in_list, strict=strict)
    return found, numbers


def _claimed(titles: list[_Title], own: list[str | None]) -> list[str]:
    """The anchors of headings, of which not all have their own."""
    anchors = Anchors(set(filter(None, own)))
    found = own.copy()
    for at in compress(count(), map(is_, own, repeat(None))):
        found[at] = intern(anchors.claim(slugify(titles[at][1])))
    return found  # type: ignore[return-value]


def _guess(line: str, *, strict: bool) -> _Title:
    if strict:
        raise Doubt
    words = line.replace("\0", "").strip("# ")
    return min(6, len(line) - len(line.lstrip("#"))), " ".join(words.split()), None


def _title(line: str) -> _Title | None:
    """A heading that can be told from its line alone."""
    match = _TITLE.fullmatch(line) or _RICH_TITLE.fullmatch(line)
    text = " ".join(match[2].split()) if match else ""
    if not match or not text or (match[3] and "{" in text):
        return None
    return len(match[1]), intern(text), intern(match[3]) if match[3] else None


_TITLES = Answers(_title, 4096)  # documents of one type share their headings


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
