"""Code that is only indented: four blanks or more where python-markdown starts a new block and
no list item, definition, footnote or admonition holds it."""

from __future__ import annotations

import re

from zowerkenwij.text.code import Range, fences

_TAB = 4
_BEFORE = re.compile(r"[ \t>]*\Z|[ ]{0,3}(?:#|>|[-_*=`~:]{3}|</|\t|[ ]{4})")
_HOLDER = re.compile(r"[ ]{0,3}(?:[*+-]|\d+\.|:|\[\^[^\]\n]+\]:|!!!)[ ]+(?=[^ ])")
_DEFINITION = re.compile(r"[ ]{0,3}:[ ]{1,3}[^ ]")
_DONE = re.compile(r"#|[ ]{0,3}([-_*])(?:[ ]*\1){2,}[ ]*\Z|[ ]*(?:=+|-+)[ ]*\Z")
_QUOTE = re.compile(r"[ ]{0,3}>[ ]?")
_DIRECTIVE = re.compile(r"[ ]{0,3}:{3,}")
_RAW = re.compile(r"[ ]{0,3}<(?:(!--)|([a-z][a-z0-9]*)\b)", re.IGNORECASE)
_MAX_QUOTES = 5


def indented_code(body: str) -> list[int]:
    """Indices of the lines (0-based) that are indented code; almost free for a text without."""
    if not _may_hold(body):
        return []
    lines = body.expandtabs(_TAB).split("\n")
    fenced = {n for first, last in fences(lines) for n in range(first, last + 1)}
    return _Reader(lines, fenced, _MAX_QUOTES).read()


def _may_hold(body: str) -> bool:
    """Whether an indented line stands where a block may start; a wrong yes costs time only."""
    if body.startswith((" ", "\t")) or "\t" in body or (">" in body and ">     " in body):
        return True
    at = body.find("\n    ")
    while at >= 0:
        start = body.rfind("\n", 0, at) + 1
        if _BEFORE.match(body, start, at):
            return True
        at = body.find("\n    ", at + 1)
    return False


def indented_ranges(body: str) -> list[Range]:
    """Indented code as offsets (start, end) of lines."""
    numbers = indented_code(body)
    if not numbers:
        return []
    ends = [m.start() for m in re.finditer(r"\n|\Z", body)]
    return [(ends[n - 1] + 1 if n else 0, ends[n]) for n in numbers]


class _Reader:
    """Follows python-markdown through the lines. ``depth`` counts the lists that an indented
    block may go down into, ``base`` the level of the block, ``fresh`` tells that one starts."""

    def __init__(self, lines: list[str], fenced: set[int], quotes: int) -> None:
        self.lines, self.fenced, self.quotes = lines, fenced, quotes
        self.found: list[int] = []
        self.depth = self.base = 0
        self.fresh = True
        self.raw = ""  # what ends the HTML that a line stands in
        self.quoted: list[int] = []

    def read(self) -> list[int]:
        for n, line in enumerate(self.lines):
            indent = len(line) - len(line.lstrip(" "))
            is_blank = indent == len(line) or (indent < _TAB and bool(_DIRECTIVE.match(line)))
            opens = self.fresh and indent < _TAB and _QUOTE.match(line) is not None
            if self.quoted and not is_blank and (n in self.fenced or (self.fresh and not opens)):
                self._unquote()
            if n in self.fenced or self._is_raw(line, indent):
                self.depth, self.fresh = 0, not self.raw
            elif is_blank:
                self.fresh = True
                self.quoted += [n] if self.quoted else []
            elif self.quotes and (self.quoted or opens):
                self.quoted.append(n)
                self.depth, self.fresh = 0, False
            else:
                self._line(n, line, indent)
        self._unquote()
        return self.found

    def _line(self, n: int, line: str, indent: int) -> None:
        if n == 0 or not self.lines[n - 1].strip() or n - 1 in self.fenced:
            self.base, below = min(indent // _TAB, self.depth), 0
        else:  # the block's own level is taken off every line of it that has it
            strip = min(indent, _TAB * self.base)
            line, indent = line[strip:], indent - strip
            below, self.depth = self.base, 0 if self.fresh else self.depth - self.base
        if self._is_code(line, indent):
            self.found.append(n)
        self.depth += below

    def _is_code(self, line: str, indent: int) -> bool:
        level = min(indent // _TAB, self.depth)
        if self.fresh and indent - _TAB * level >= _TAB:
            self.depth = level
            return True
        if not self.fresh and not self.depth:
            self.depth = int(_DEFINITION.match(line) is not None)
            self.fresh = _DONE.match(line) is not None
            return False
        rest = line[_TAB * level :]
        is_done = _DONE.match(rest) is not None
        if is_done or self.fresh:
            self.depth = level
        if not is_done and _HOLDER.match(rest):
            self.depth = level + 1
        self.fresh = is_done
        return False

    def _is_raw(self, line: str, indent: int) -> bool:
        """Whether a line stands in HTML that python-markdown leaves as it is."""
        if not self.raw and indent < _TAB and (match := _RAW.match(line)):
            self.raw = "-->" if match[1] else f"</{match[2].lower()}>"
        is_raw = bool(self.raw)
        if is_raw and self.raw in line.lower():
            self.raw = ""
        return is_raw

    def _unquote(self) -> None:
        inner = [_QUOTE.sub("", self.lines[n], count=1) for n in self.quoted]
        if inner:
            found = _Reader(inner, set(), self.quotes - 1).read()
            self.found += [self.quoted[n] for n in found]
        self.quoted = []
