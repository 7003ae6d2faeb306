"""Lines of a text that know where they stand, and the signs with which a block begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zowerkenwij.text.blocks.nodes import Span

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
MARKER = re.compile(r" {0,3}(?:(?P<bullet>[*+-])|(?P<number>\d+)\.) +(?P<text>.*)")
DIRECTIVE = re.compile(r"[ \t]*:{3,}[ \t]*(?P<words>.*?)[ \t]*")
HEADING = re.compile(r"(#{1,6})((?:\\.|[^\\])*?)#*$")
RULE = re.compile(r" {0,3}(?:(?:-+ {0,2}){3,}|(?:_+ {0,2}){3,}|(?:\*+ {0,2}){3,}) *")
QUOTE = re.compile(r" {0,3}> ?(.*)")
ADMONITION = re.compile(r'!!! ?([\w-]+(?: +[\w-]+)*)(?: +"(.*?)")? *')
NOTE = re.compile(r" {0,3}\[\^([^\]]*)\]: *(.*)")
REFERENCE = re.compile(r" {0,3}\[([^\[\]]*)\]: *<?([^\s>]+)>?(?: +(?:\"(.*)\"|'(.*)'|\((.*)\)))? *")
MEANING = re.compile(r" {0,3}: {1,3}(.*)")
TAG = re.compile(r" {0,3}<(?:(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])|(?P<comment>!--))")
BLOCK_TAGS = frozenset(
    "address article aside blockquote body canvas center colgroup dd details div dl dt fieldset "
    "figcaption figure footer form group h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li "
    "main map math menu nav noscript object ol option output p pre progress script section style "
    "summary table tbody td textarea tfoot th thead tr ul video".split()
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end, tabs as blanks; ``start`` and ``end`` are offsets in the source."""

    text: str
    start: int
    end: int

    @property
    def is_blank(self) -> bool:
        """Whether nothing is to be seen."""
        return not self.text.strip()

    def without(self, count: int) -> Line:
        """The line with up to so many blanks less in front."""
        lead = len(self.text) - len(self.text.lstrip(" "))
        return Line(self.text[min(count, lead) :], self.start, self.end)

    def saying(self, text: str) -> Line:
        """Other words at the same place."""
        return Line(text, self.start, self.end)


Lines = Sequence[Line]


def split(text: str) -> list[Line]:
    """The lines of a text."""
    found = []
    for match in _LINE.finditer(text):
        words = match[0].rstrip("\n").rstrip("\r")
        start = match.start() + (match.start() == 0 and words.startswith("\ufeff"))
        words = words.removeprefix("\ufeff") if match.start() == 0 else words
        found.append(Line(words.expandtabs(4), start, start + len(words)))
    return found


def span(lines: Lines) -> Span | None:
    """From the first to the last line that is not blank."""
    shown = [line for line in lines if not line.is_blank]
    return (shown[0].start, shown[-1].end) if shown else None


def is_indented(line: Line) -> bool:
    """Whether the line stands four or more blanks in."""
    return line.text.startswith("    ")


def starts_html(line: Line) -> bool:
    """Whether a block of HTML begins here."""
    tag = TAG.match(line.text)
    return tag is not None and (tag["comment"] is not None or tag["name"].lower() in BLOCK_TAGS)


def starts_alone(line: Line) -> bool:
    """Whether this line ends what stands before it, also without a blank line between."""
    text = line.text
    return (
        (":::" in text and DIRECTIVE.fullmatch(text) is not None)
        or ("<" in text and starts_html(line))
    )  # fmt: skip


def chunk(lines: Lines, at: int, stops: frozenset[int] = frozenset()) -> int:
    """The index after the lines that hang together from ``at`` on."""
    end = at + 1
    while (
        end < len(lines)
        and not lines[end].is_blank
        and end not in stops
        and not starts_alone(lines[end])
    ):
        end += 1
    return end


def html_end(lines: Lines, at: int) -> int:
    """The index after a block of HTML: up to the tag that closes its first one."""
    tag = TAG.match(lines[at].text)
    name = tag["name"] if tag else None
    if name is None:
        return next((n + 1 for n in range(at, len(lines)) if "-->" in lines[n].text), len(lines))
    if name.lower() == "hr":
        return at + 1
    mark = re.compile(rf"<(/?){name}(?=[\s/>])", re.IGNORECASE)
    depth = 0
    for n in range(at, len(lines)):
        for found in mark.finditer(lines[n].text):
            depth += -1 if found[1] else 1
        if depth <= 0:
            return n + 1
    return len(lines)
