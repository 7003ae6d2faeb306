"""Where links and headings may start in a source, and the probes that find out which do.

A probe is a number between two private characters, put directly before a link's markup or into
a heading's text. After rendering, the link or heading behind it carries the number, so its place
in the source is known exactly. Probes must not change anything else: the caller compares.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from zowerkenwij.text.code import fences, spans
from zowerkenwij.text.engine import end_of_target

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAIRS = (("\uf8d0", "\uf8d1"), ("\uf8d2", "\uf8d3"), ("\U000f8d00", "\U000f8d01"))
_PREFIX = r"[ \t]*(?:(?:>|[*+-][ \t]|\d+\.[ \t]|:[ \t]|\[\^[^\]\n]*\]:)[ \t]*)*"
_HASHES = re.compile(_PREFIX + r"#{1,6}[ ]*")
_UNDERLINE = re.compile(r"[ >\t]*(?:=+|-+)[ ]*")
_TAGGED = re.compile(r"<h[1-6]\b[^<>]*>", re.IGNORECASE)
_LINK = re.compile(
    r"!?\[(?!\^)|<(?=(?:a|img)[\s/>]|[A-Za-z][A-Za-z0-9+.-]*://|[^<>\s!]+@)", re.IGNORECASE
)
_DEFINITION = re.compile(rf"^{_PREFIX}\[([^\[\]]*)\]:[ ]*(?:\n[ ]*)?\S", re.MULTILINE)
_BRACKET = re.compile(r"[\[\]]|\n[ \t]*(?=\n)")
_BLANK = re.compile(r"\n[ \t]*\n")
_REFERENCE = re.compile(r"\s?\[([^\]]*)\]")
_TAG = re.compile(r"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>")
_INK = re.compile(r"[^\n]")
_ESCAPED = re.compile(r"\\[\\`*_{}\[\]()>#+\-.!|]")
_CLOSING = re.compile(r"</a\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a heading or link may start; ``at`` is where its probe goes."""

    start: int
    at: int
    is_heading: bool
    is_inline: bool  # a link with `](`, the common kind


class Source:
    """A text as the probes see it: with code and escaped characters blanked, same length."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open = _open(text)
        self.shape = _shape(text)
        self.ids = frozenset(" ".join(m[1].lower().split()) for m in _DEFINITION.finditer(text))
        self._blanks = [m.start() for m in _BLANK.finditer(text)]
        self._pairs = _bracket_pairs(self.open) | _bracket_pairs(self.shape)

    def candidates(self) -> list[Candidate]:
        """All places, in the order of their probes."""
        found = (*self._headings(), *self._links())
        return sorted(found, key=lambda c: (c.at, not c.is_heading))

    def _headings(self) -> Iterator[Candidate]:
        lines = [*self.open.split("\n"), ""]
        start = 0
        for line, below in pairwise(lines):
            if "#" in line and (hashes := _HASHES.match(line)):
                yield Candidate(start, start + hashes.end(), True, False)
            if below[-1:] in ("=", "-", " ") and line.strip(" >\t") and _UNDERLINE.fullmatch(below):
                yield Candidate(start, start + _end_of_title(line), True, False)
            start += len(line) + 1
        for tag in _TAGGED.finditer(self.open):
            yield Candidate(tag.start(), tag.end(), True, False)

    def _links(self) -> Iterator[Candidate]:
        definitions = {m.start(1) - 1 for m in _DEFINITION.finditer(self.text)}
        for m in _LINK.finditer(self.open):
            start = m.start()
            if m[0] == "<":
                yield Candidate(start, start, False, False)
            elif start not in definitions:
                closing = self._closing(m.end())
                inline = self.open.startswith("](", closing)
                if inline or not self._follows_bracket(start):
                    yield Candidate(start, start, False, inline)

    def _follows_bracket(self, start: int) -> bool:
        before = self.open[max(start - 2, 0) : start]
        return before.endswith("]") or (before[:1] == "]" and before[1:].isspace())

    def _closing(self, at: int) -> int:
        """Offset of the bracket that closes the one before ``at``; the paragraph's end if none."""
        found = self._pairs.get(at - 1)
        return self._paragraph_end(at) if found is None else found

    def _paragraph_end(self, at: int) -> int:
        place = bisect_right(self._blanks, at)
        return self._blanks[place] if place < len(self._blanks) else len(self.text)

    def end(self, start: int, *, is_link: bool) -> int:
        """The offset after the markup of the link or image that starts at ``start``."""
        if self.text.startswith("<", start):
            tag = _TAG.match(self.text, start)
            end = tag.end() if tag else self.text.find(">", start) + 1 or len(self.text)
            raw = is_link and re.compile(r"<a[\s>]", re.IGNORECASE).match(self.text, start)
            closed = _CLOSING.search(self.text, end) if raw else None
            return closed.end() if closed else end
        shape = self.open if self.shape[start] == "\0" else self.shape
        closing = self._closing(shape.find("[", start) + 1)
        if shape.startswith("](", closing):
            here = shape[start : self._paragraph_end(closing)]
            length = end_of_target(here, closing + 1 - start)
            if length is not None:
                return start + length
        reference = _REFERENCE.match(shape, closing + 1)
        if reference and (" ".join(reference[1].lower().split()) in self.ids or not reference[1]):
            return reference.end()
        return min(closing + 1, len(self.text))


def _bracket_pairs(shape: str) -> dict[int, int]:
    """Closing bracket by opening bracket; none pairs over a blank line."""
    pairs: dict[int, int] = {}
    open_: list[int] = []
    for mark in _BRACKET.finditer(shape):
        if mark[0] == "[":
            open_.append(mark.start())
        elif mark[0] != "]":
            open_.clear()
        elif open_:
            pairs[open_.pop()] = mark.start()
    return pairs


def _end_of_title(line: str) -> int:
    """Where the words of an underlined heading end, before its attribute list."""
    words = line.rstrip()
    brace = words.rfind(" {") if words.endswith("}") else -1
    return len(words[:brace].rstrip() if brace > 0 else words)


def _open(text: str) -> str:
    """Fenced code and escaped characters as NULs that match nothing; same length, same lines."""
    return _without_escapes(_without_fences(text))


def _shape(text: str) -> str:
    """As ``_open``, with code spans as NULs too. Where one of two backticks stands in another
    block than it seems, this blanks too much: candidates come from the open text."""
    text = _without_fences(text)
    parts: list[str] = []
    at = 0
    for start, end in spans(text):
        parts += (text[at:start], _INK.sub("\0", text[start:end]))
        at = end
    return _without_escapes("".join((*parts, text[at:])))


def _without_escapes(text: str) -> str:
    return _ESCAPED.sub("\0\0", text) if "\\" in text else text


def _without_fences(text: str) -> str:
    if "```" not in text and "~~~" not in text:
        return text
    lines = text.split("\n")
    for first, last in fences(lines):
        lines[first : last + 1] = ["\0" * len(line) for line in lines[first : last + 1]]
    return "\n".join(lines)


def pair_for(text: str) -> tuple[str, str]:
    """Two private characters that the text does not use."""
    return next((pair for pair in _PAIRS if pair[0] not in text and pair[1] not in text), _PAIRS[0])


def pattern_for(pair: tuple[str, str]) -> re.Pattern[str]:
    """The pattern of a probe; its group is the number."""
    return re.compile(f"{pair[0]}([0-9]+){pair[1]}")


def insert(text: str, candidates: list[tuple[int, Candidate]], pair: tuple[str, str]) -> str:
    """The text with a probe for every numbered candidate."""
    parts: list[str] = []
    at = 0
    for number, candidate in candidates:
        parts += (text[at : candidate.at], f"{pair[0]}{number}{pair[1]}")
        at = candidate.at
    return "".join((*parts, text[at:]))
