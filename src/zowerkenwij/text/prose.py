"""Reading and rewriting a body with the help of its outline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zowerkenwij.model.outline import Unplaced
from zowerkenwij.text.code import fences, has_fences, has_slots, spans
from zowerkenwij.text.directives import marker_spans, passages
from zowerkenwij.text.indented import indented_ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zowerkenwij.model.outline import Heading, Link, Outline, Section

_ATTRIBUTES = re.compile(r" \{:?[ ]*[#.][^{}\n]*\}[ ]*$", re.MULTILINE)
_ANCHOR = re.compile(r"\{(?=#)[^}\n]*\}")
_MARKUP = (  # a character that is quickly found, a sign, and what it may begin or hold
    (
        "<",
        "<",
        re.compile(
            r"<(?:!--.*?(?:-->|\Z)|/?[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>)", re.DOTALL
        ),
    ),
    ("{", "{{", re.compile(r"\{\{[^{}\n]*\}\}")),
    ("{", " {", _ATTRIBUTES),
    (":", "]:", re.compile(r"^[ ]{0,3}\[[^\[\]\n]*\]:[ ]*[^\s][^\n]*$", re.MULTILINE)),
)
_INK = re.compile(r"[^\n]")
_UNDERLINE = re.compile(r"(?:=+|-+)[ ]*")
_REFERENCE = re.compile(r"\][ \n]?\[[^\]]*\]\Z")


def prose(body: str, outline: Outline) -> str:
    """The body with code, comments, tags, link targets, attribute lists, slots and directive
    markers blanked by spaces: same length, same lines, so that positions stay true."""
    edits = sorted(_unread(body, outline))
    parts: list[str] = []
    at = 0
    for start, end in edits:
        begin = max(start, at)
        if end > begin:
            gone = body[begin:end]
            blank = _INK.sub(" ", gone) if "\n" in gone else " " * len(gone)
            parts += (body[at:begin], blank)
            at = end
    return "".join((*parts, body[at:]))


def without_links(body: str, outline: Outline, mark: str, *, is_plain: bool = False) -> str:
    """The prose with a mark for the whole of each link, and for some anchors; its lines are those of
    the body as far as no link runs over two. ``is_plain`` when the body surely hides no words."""
    links = outline.links
    if isinstance(links, Unplaced) and links.is_plain and not outline.slots:
        return _ANCHOR.sub(mark, links.cut_from(body, mark))
    spans = outline.spans()
    if is_plain or not hides_words(body):
        is_cut = outline.slots or outline.passages
        left = _cut(body, spans, mark, outline) if is_cut else _without(body, spans, mark)
        left = _without_anchors(left)
        if "{" not in left:
            return left
    return _without(prose(body, outline), spans, mark)


def _cut(body: str, links: list[tuple[int, int]], mark: str, outline: Outline) -> str:
    """A body that hides no words, with a mark for each link, a blank for each slot and nothing on
    the lines of markers."""
    cuts = [(start, end, mark) for start, end in links]
    cuts += [(slot.start, slot.end, " ") for slot in outline.slots]
    cuts += [(start, end, "") for start, end in marker_spans(body) or ()]
    parts: list[str] = []
    at = 0
    for start, end, instead in sorted(cuts):
        if start >= at:
            parts += (body[at:start], instead)
            at = end
    return "".join((*parts, body[at:]))


def _without(words: str, spans: list[tuple[int, int]], mark: str) -> str:
    parts: list[str] = []
    at = 0
    for start, end in spans:
        if start >= at:
            parts.append(words[at:start])
            at = end
    parts.append(words[at:])
    return mark.join(parts)


def _without_anchors(text: str) -> str:
    """The text without anchors at the ends of lines; other braces stay."""
    parts: list[str] = []
    at, opened = 0, text.find("{")
    while opened >= 0:
        if opened and text[opened - 1] == " ":
            end, following = text.find("\n", opened), text.find("{", opened + 1)
            if following < 0:
                following = len(text)
            is_anchor = end < following and text.find("}", opened) == end - 1
            if not is_anchor or not text.startswith("{#", opened):
                return _ATTRIBUTES.sub("", text)  # slower, and knows all of them
            parts.append(text[at : opened - 1])
            at = end
        opened = text.find("{", opened + 1)
    return "".join((*parts, text[at:])) if parts else text


def hides_words(body: str) -> bool:
    """Whether anything but links and braces may be in a body that no reader sees."""
    return bool(
        "`" in body
        or "<" in body
        or ("~" in body and "~~~" in body)
        or (":" in body and ("]:" in body or marker_spans(body) is None))
        or indented_ranges(body)
    )


def _unread(body: str, outline: Outline) -> Iterator[tuple[int, int]]:
    """Offsets of everything that no reader sees as words."""
    markers = None if has_fences(body) else marker_spans(body)
    yield from _unread_lines(body) if markers is None else markers
    yield from spans(body)
    yield from indented_ranges(body)
    for rare, sign, pattern in _MARKUP:
        if rare in body and (has_slots(body) if sign == "{{" else sign in body):
            yield from [found.span() for found in pattern.finditer(body)]
    for link in outline.links:
        start, end, words = link.start, link.end, link.target
        opening = body.rfind("](", start, end - len(words))
        if not words or not body.startswith(words, opening + 2):  # a title, brackets in a target
            target = body.rfind(words, start, end) if words else -1
            opening = body.rfind("](", start, target if target >= 0 else end)
        if opening >= 0:
            yield opening + 1, end
        elif link.bare:
            yield start, end
        elif found := _REFERENCE.search(body[start:end]):
            yield start + found.start() + 1, end


def _unread_lines(body: str) -> Iterator[tuple[int, int]]:
    lines = body.split("\n")
    starts = line_starts(body)
    for first, last in fences(lines):
        yield starts[first], starts[last] + len(lines[last])
    for number in passages(lines)[1]:
        yield starts[number - 1], starts[number - 1] + len(lines[number - 1])


def line_starts(body: str) -> list[int]:
    """The offset at which each line begins."""
    starts = [0]
    at = body.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = body.find("\n", at + 1)
    return starts


def sections(body: str, outline: Outline) -> tuple[tuple[Section, str], ...]:
    """Every section with the text below its heading, nested sections included."""
    lines = body.split("\n")
    return tuple((section, _below(lines, section)) for section in outline.sections())


def section_text(body: str, outline: Outline, anchor: str) -> str | None:
    """The text below the heading with this anchor, up to the next heading of its level or
    higher; None when no heading has it."""
    lines = body.split("\n")
    for section in outline.sections():
        if section.heading.anchor == anchor:
            return _below(lines, section)
    return None


def _below(lines: list[str], section: Section) -> str:
    first = section.line
    if _has_underline(lines, section.heading):
        first += 1
    return "\n".join(lines[first : section.last_line])


def _has_underline(lines: list[str], heading: Heading) -> bool:
    written = lines[heading.line - 1] if heading.line <= len(lines) else ""
    if written.lstrip(" >").startswith("#") or heading.line >= len(lines):
        return False
    return bool(_UNDERLINE.fullmatch(lines[heading.line].lstrip(" >")))


def replace_links(body: str, outline: Outline, fn: Callable[[Link], str | None]) -> str:
    """The body with the whole markup of each link replaced by what ``fn`` returns for it; None
    keeps it. A link inside another that was replaced goes with it."""
    parts: list[str] = []
    at = 0
    for link in sorted(outline.links, key=lambda found: (found.start, -found.end)):
        if link.start < at:
            continue
        new = fn(link)
        if new is not None:
            parts += (body[at : link.start], new)
            at = link.end
    return "".join((*parts, body[at:]))
