"""From Markdown to blocks, in the dialect of the site.

markdown-it speaks CommonMark, and the site speaks python-markdown: they judge lists, escapes,
emphasis and tables otherwise. So this follows python-markdown's own order of questions; tests hold
its answers against the site's HTML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from zowerkenwij.text.blocks import lines as signs
from zowerkenwij.text.blocks.inline import Names, inlines
from zowerkenwij.text.blocks.lines import Line, Lines, chunk, is_indented, span
from zowerkenwij.text.blocks.lists import Draft, gather
from zowerkenwij.text.blocks.nodes import (
    Admonition,
    Aside,
    Block,
    Blocks,
    Code,
    Definition,
    DefinitionList,
    Directive,
    Emph,
    Figure,
    Heading,
    Image,
    Inlines,
    Item,
    LineBreak,
    List,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Raw,
    RawInline,
    Rule,
    Text,
)
from zowerkenwij.text.blocks.tables import html_table, is_table, pipe_table
from zowerkenwij.text.code import fences

_ANCHOR = re.compile(r"(.*?)(?:^|[ ]+)\{:?[ ]*#([^\s{}\"'=.#]+)[ ]*\}[ ]*", re.DOTALL)
_LISTED = re.compile(r"(?:^|[ ])\{:?[ ]*[^{}\n ][^{}\n]*\}[ ]*$")
_PAGE_BREAK = '<div class="page-break"></div>'
_ASIDE = ('<aside markdown="1">', "</aside>")
_SETEXT = re.compile(r"[=-]+ *")
_TASK = re.compile(r"\[([ xX])\] +")
_FENCE = re.compile(r"(`{3,}|~{3,}) *([\w#.+-]*) *")
_MAX_DEPTH = 60


@dataclass(slots=True)
class _Text:
    """What is gathered on the way."""

    names: Names
    notes: list[Note] = field(default_factory=list)
    depth: int = 0


def parse(markdown: str) -> Blocks:
    """The blocks of a text (no front matter). Never fails: what is not understood becomes ``Raw``.
    Notes come last, in their own order: the site numbers them by it."""
    lines = signs.split(markdown)
    text = _Text(_names(lines))
    blocks = _Reader(text, lines, top=True).read()
    return (*blocks, *text.notes)


def _names(lines: Lines) -> Names:
    """What the text defines, also inside lists, quotes and call-outs."""
    texts = [x for line in lines if "]:" in line.text for x in (line.text.lstrip(" >"),)]
    notes = frozenset(m[1] for text in texts if (m := signs.NOTE.fullmatch(text)))
    references: dict[str, tuple[str, str | None]] = {}
    for text in texts:
        found = signs.REFERENCE.fullmatch(text)
        if found and not found[1].startswith("^"):
            title = next((t for t in found.groups()[2:] if t is not None), None)
            references[" ".join(found[1].lower().split())] = (found[2], title)
    return Names(notes, references)


class _Reader:
    """Reads the lines of one level. ``top``: fences and HTML begin only at the left edge."""

    def __init__(self, text: _Text, lines: Lines, *, top: bool = False) -> None:
        self._text = text
        self._lines = lines
        self._top = top
        self._fences = dict(fences([line.text for line in lines])) if top else {}
        self._stops = frozenset(self._fences)
        self._out: list[Block] = []

    def read(self) -> Blocks:
        """The blocks of this level."""
        if self._text.depth > _MAX_DEPTH:
            return (Raw("depth", "\n".join(x.text for x in self._lines), span(self._lines)),)
        self._text.depth += 1
        at = 0
        while at < len(self._lines):
            at = at + 1 if self._lines[at].is_blank else self._next(at)
        self._text.depth -= 1
        return tuple(self._out)

    def _inner(self, lines: Lines, *, top: bool = False) -> Blocks:
        return _Reader(self._text, lines, top=top).read()

    def _say(self, text: str) -> Inlines:
        return inlines(text, self._text.names)

    def _next(self, at: int) -> int:
        line = self._lines[at]
        if at in self._fences:
            return self._fence(at, self._fences[at])
        if ":::" in line.text and (marker := signs.DIRECTIVE.fullmatch(line.text)):
            return self._directive(at, marker["words"])
        if is_indented(line):
            return self._indented(at)
        if signs.starts_html(line):
            return self._html(at)
        return self._chunk(at, chunk(self._lines, at, self._stops))

    def _raw(self, reason: str, at: int, end: int) -> int:
        lines = self._lines[at:end]
        self._out.append(Raw(reason, "\n".join(line.text for line in lines), span(lines)))
        return end

    def _fence(self, first: int, last: int) -> int:
        opened = _FENCE.fullmatch(self._lines[first].text)
        if opened is None:
            return self._raw("attributes", first, last + 1)
        text = "\n".join(line.text for line in self._lines[first + 1 : last])
        where = (self._lines[first].start, self._lines[last].end)
        self._out.append(Code(text, opened[2].removeprefix("."), where))
        return last + 1

    def _directive(self, at: int, words: str) -> int:
        name, _, argument = words.partition(" ")
        end = self._closing(at)
        if not name or end is None:
            return self._raw("directive", at, at + 1)
        outer, self._text.notes = self._text.notes, []
        blocks = self._inner(self._lines[at + 1 : end], top=self._top)
        blocks = (*blocks, *self._text.notes)  # a narrow note stays narrow
        self._text.notes = outer
        where = (self._lines[at].start, self._lines[end].end)
        self._out.append(Directive(name, argument.strip(), blocks, where))
        return end + 1

    def _closing(self, at: int) -> int | None:
        depth = 0
        n = at
        while n < len(self._lines):
            if n in self._fences:
                n = self._fences[n]
            elif marker := signs.DIRECTIVE.fullmatch(self._lines[n].text):
                depth += 1 if marker["words"] else -1
                if not depth:
                    return n
            n += 1
        return None

    def _indented(self, at: int) -> int:
        """Indented code; parts with a blank line between are one."""
        end = at
        n = at
        while n < len(self._lines) and (self._lines[n].is_blank or is_indented(self._lines[n])):
            end = n + 1 if not self._lines[n].is_blank else end
            n += 1
        lines = self._lines[at:end]
        self._out.append(
            Code("\n".join(x.without(4).text for x in lines).rstrip(), "", span(lines))
        )
        return end

    def _html(self, at: int) -> int:
        end = signs.html_end(self._lines, at)
        lines = self._lines[at:end]
        if lines[0].text == "<!-- -->" and len(lines) == 1 and self._separates(end):
            return end
        block = None if any(at <= n < end for n in self._stops) else self._known_html(lines)
        if block is None:
            return self._raw("html", at, end)
        self._out.append(block)
        return end

    def _separates(self, end: int) -> bool:
        """Whether an empty comment stands between two blocks that would else run together, or
        where an item begins with something else than words."""
        if not self._out:
            return not self._top
        kinds = (List, Quote, Admonition, DefinitionList, Code)
        return isinstance(self._out[-1], kinds) and end < len(self._lines)

    def _known_html(self, lines: Lines) -> Block | None:
        if lines[0].text == _PAGE_BREAK and len(lines) == 1:
            return PageBreak(span(lines))
        if (lines[0].text, lines[-1].text) == _ASIDE:
            return Aside(self._inner(lines[1:-1]), span(lines))
        return html_table(lines, self._inner, self._text.names)

    def _chunk(self, at: int, end: int) -> int:
        lines = self._lines[at:end]
        first = lines[0].text
        marker = None if signs.RULE.fullmatch(first) else signs.MARKER.fullmatch(first)
        if marker:
            return self._list(at, ordered=marker["number"] is not None)
        if admonition := signs.ADMONITION.fullmatch(first):
            return self._admonition(at, admonition)
        if note := signs.NOTE.fullmatch(first):
            return self._note(at, note)
        if signs.QUOTE.fullmatch(first):
            return self._quote(at)
        if is_table(lines):
            self._out.append(pipe_table(lines, self._text.names))
            return end
        if any(signs.MEANING.fullmatch(line.text) for line in lines[not self._out :]):
            return self._definitions(at, end)
        return self._single(at, end)

    def _single(self, at: int, end: int) -> int:
        lines = self._lines[at:end]
        first = lines[0].text
        if heading := signs.HEADING.match(first):
            self._heading(len(heading[1]), heading[2], lines[:1])
            return at + 1
        if len(lines) > 1 and _SETEXT.fullmatch(lines[1].text):
            self._heading(1 if lines[1].text[0] == "=" else 2, first, lines[:2])
            return at + 2
        if signs.RULE.fullmatch(first):
            self._out.append(Rule(span(lines[:1])))
            return at + 1
        if signs.REFERENCE.fullmatch(first):
            return self._raw("definition", at, at + 1)
        return self._paragraph(at, end)

    def _heading(self, level: int, text: str, lines: Lines) -> None:
        anchor = _ANCHOR.fullmatch(text.strip())
        if anchor is None and _LISTED.search(text):
            words = "\n".join(line.text for line in lines)
            self._out.append(Raw("attributes", words, span(lines)))
            return
        words, name = (anchor[1], anchor[2]) if anchor else (text, "")
        self._out.append(Heading(level, self._say(words), name, span(lines)))

    def _paragraph(self, at: int, end: int) -> int:
        stop = at + 1
        while stop < end and not _interrupts(self._lines[stop]):
            stop += 1
        lines = self._lines[at:stop]
        text = "\n".join(line.text for line in lines)
        if _LISTED.search(lines[-1].text) and "{{" not in lines[-1].text:
            return self._raw("attributes", at, stop)
        content = self._say(text)
        if content != (RawInline("<!-- -->"),):
            self._out.append(_figure(content, span(lines)) or Paragraph(content, span(lines)))
        return stop

    def _quote(self, at: int) -> int:
        lines: list[Line] = []
        n = end = at
        while n < len(self._lines):
            if self._lines[n].is_blank:
                n += 1
                continue
            if n in self._stops or not signs.QUOTE.fullmatch(self._lines[n].text):
                break
            end = chunk(self._lines, n, self._stops)
            if lines:
                lines.append(Line("", self._lines[n].start, self._lines[n].start))
            lines += map(_unquoted, self._lines[n:end])
            n = end
        self._out.append(Quote(self._inner(lines), span(self._lines[at:end])))
        return end

    def _continued(self, at: int) -> int:
        """The index after all following lines that are indented or blank."""
        end = n = at
        while n < len(self._lines) and (self._lines[n].is_blank or is_indented(self._lines[n])):
            end = n + 1 if not self._lines[n].is_blank else end
            n += 1
        return end

    def _admonition(self, at: int, opened: re.Match[str]) -> int:
        end = self._continued(at + 1)
        blocks = self._inner([line.without(4) for line in self._lines[at + 1 : end]])
        where = span(self._lines[at:end])
        kind = " ".join(opened[1].split())
        self._out.append(Admonition(kind, opened[2], blocks, where))
        return end

    def _note(self, at: int, opened: re.Match[str]) -> int:
        lines = [self._lines[at].saying(opened[2])]
        end = at + 1
        while end < len(self._lines) and not (
            self._lines[end].is_blank
            or starts_new_note(self._lines[end])
            or end in self._stops
            or signs.starts_alone(self._lines[end])
        ):
            end += 1
        end = max(end, self._continued(end))
        lines += (line.without(4) for line in self._lines[at + 1 : end])
        blocks = self._inner(lines)
        self._text.notes.append(Note(opened[1], blocks, span(self._lines[at:end])))
        return end

    def _definitions(self, at: int, end: int) -> int:
        lines = self._lines[at:end]
        split = next(n for n, x in enumerate(lines) if signs.MEANING.fullmatch(x.text))
        meanings = [signs.MEANING.fullmatch(line.text) for line in lines[split:]]
        stop = max(end, self._continued(end))
        inner = self._inner([line.without(4) for line in self._lines[end:stop]])
        more = [x.content for x in inner if isinstance(x, Paragraph)]
        last = self._out[-1] if self._out else None
        before = last.items if isinstance(last, DefinitionList) and last.span else ()
        going_on = bool(before) and len(before[-1].meanings[-1]) > 1
        if not all(meanings) or not (split or going_on) or len(more) < len(inner):
            return self._raw("definitions", at, stop)
        said: list[tuple[Inlines, ...]] = [(self._say(m[1]),) for m in meanings if m]
        said[-1] = (*said[-1], *more)
        terms = tuple(self._say(line.text) for line in lines[:split])
        if not terms:  # one more meaning of the terms before
            terms, said = before[-1].terms, [*before[-1].meanings, *said]
        where = span(self._lines[at:stop])
        if before and where:
            where = (self._out.pop().span or where)[0], where[1]
        kept = before if split else before[:-1]
        self._out.append(DefinitionList((*kept, Definition(terms, tuple(said))), where))
        return stop

    def _list(self, at: int, *, ordered: bool) -> int:
        drafts, end = gather(self._lines, at, self._stops, ordered=ordered)
        items = tuple(self._item(draft) for draft in drafts)
        marker = signs.MARKER.fullmatch(self._lines[at].text)
        start = int(marker["number"]) if ordered and marker else 1
        self._out.append(List(ordered, items, start, span(self._lines[at:end])))
        return end

    def _item(self, draft: Draft) -> Item:
        blocks = self._inner(draft.lines)
        task = ""
        if blocks and isinstance(blocks[0], Paragraph):
            task, content = _task(blocks[0].content)
            blocks = (replace(blocks[0], content=content), *blocks[1:])
        return Item(blocks, task, not draft.is_loose, span(draft.own))


def starts_new_note(line: Line) -> bool:
    """Whether another footnote begins here."""
    return signs.NOTE.fullmatch(line.text) is not None


def _task(content: Inlines) -> tuple[str, Inlines]:
    first = content[0] if content else None
    box = _TASK.match(first.text) if isinstance(first, Text) else None
    if box is None or not isinstance(first, Text):
        return "", content
    words = first.text[box.end() :]
    rest = (Text(words), *content[1:]) if words else content[1:]
    return (("open" if box[1] == " " else "done"), rest) if rest else ("", content)


def _figure(content: Inlines, where: tuple[int, int] | None) -> Figure | None:
    match content:
        case (Image() as image,):
            return Figure(image, (), where)
        case (Image() as image, LineBreak(), Emph(children=caption)):
            return Figure(image, caption, where)
    return None


def _interrupts(line: Line) -> bool:
    text = line.text
    return (
        signs.HEADING.match(text) is not None
        or signs.QUOTE.fullmatch(text) is not None
        or signs.RULE.fullmatch(text) is not None
        or signs.ADMONITION.fullmatch(text) is not None
        or signs.NOTE.fullmatch(text) is not None
        or signs.REFERENCE.fullmatch(text) is not None
    )


def _unquoted(line: Line) -> Line:
    quoted = signs.QUOTE.fullmatch(line.text)
    return line.saying(quoted[1]) if quoted else line
