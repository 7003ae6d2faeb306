"""Adopted texts of the past as readers of one audience may see them, in plain lines of words.

Passages are cut, roles stay roles (the past names nobody), links become their labels. Words that
stand in a narrower passage of any version, or of the working text, are left out of all of them: a
passage that was made narrower must not stay readable in the past.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zowerkenwij.site.gate_phrases import RUN, run_hashes
from zowerkenwij.site.gate_reading import words
from zowerkenwij.site.kept import outline
from zowerkenwij.site.references import Finder, Renderer, label_of
from zowerkenwij.site.view import Text
from zowerkenwij.text import replace_links, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.model.handbook import Document, VersionFile
    from zowerkenwij.model.outline import Outline
    from zowerkenwij.site.view import View

_SHORT = 3  # words; a shorter line says too little to belong to one text
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


@dataclass(frozen=True)
class OldTexts:
    """The texts of the past of one view."""

    view: View
    _narrow: dict[str, _Narrow] = field(default_factory=dict)

    def readable(self, version: VersionFile, document: Document) -> str:
        """The Markdown of an adopted version without what this audience may not see."""
        adopted = version.record
        top = f"{self.view.handbook.prefix}/" if self.view.handbook.prefix else ""
        text = Text(
            document, adopted.title, adopted.type, version.body, outline(version.body),
            f"{top}{adopted.path}", adopted.entry, adopted.links,
        )  # fmt: skip
        return self.of(text)

    def of(self, text: Text) -> str:
        """The Markdown of any text without what this audience may not see."""
        body, found = text.body, text.outline
        school = text.document.record.school
        if found.passages:
            body = resolve(body, lambda p: self.view.keeps(p, school))
            found = outline(body)
        body = _COMMENT.sub("", self._unlinked(text, body, found))
        narrow = self._narrow_of(text.document)
        return narrow.without(body) if narrow else body

    def _unlinked(self, text: Text, body: str, found: Outline) -> str:
        renderer = Renderer(self.view, text, "", {})
        finder = Finder(self.view.handbook)
        body = replace_links(
            body, found, lambda link: renderer.render(
                link, finder.find(text, link), label_of(link, body)
            ),
        )  # fmt: skip
        for slot in {s.name for s in found.slots}:
            body = re.sub(r"\{\{\s*" + re.escape(slot) + r"\s*\}\}", self._slot(slot), body)
        return body

    def _slot(self, name: str) -> str:
        role = self.view.handbook.roles.get(name.partition(".")[2])
        known = self.view.handbook.slots.get(name.partition(".")[2].partition(".")[0])
        return f"[{role.label if role else known.label if known else name}]"

    def _narrow_of(self, document: Document) -> _Narrow | None:
        if document.id not in self._narrow:
            self._narrow[document.id] = _Narrow.of(self.view, document)
        found = self._narrow[document.id]
        return found if found.runs or found.lines else None


@dataclass(frozen=True)
class _Narrow:
    """Words that stand in narrower passages of a document, whatever the version."""

    runs: frozenset[int]
    lines: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, view: View, document: Document) -> _Narrow:
        hidden = [text for body in _bodies(view, document) for text in _hidden(view, body)]
        lines = (tuple(words(line)) for text in hidden for line in text.split("\n"))
        return cls(
            frozenset(run for text in hidden for run in run_hashes(words(text))),
            frozenset(line for line in lines if len(line) >= _SHORT),
        )

    def without(self, body: str) -> str:
        """The text without blocks and lines that hold such words."""
        blocks = body.split("\n\n")
        return "\n\n".join(kept for block in blocks if (kept := self._kept(block)) is not None)

    def _kept(self, block: str) -> str | None:
        lines = block.split("\n")
        kept = [line for line in lines if tuple(words(line)) not in self.lines]
        kept = [line for line in kept if self.runs.isdisjoint(run_hashes(words(line)))]
        rest = "\n".join(kept)
        spoken = words(rest)
        if len(spoken) >= RUN and not self.runs.isdisjoint(run_hashes(spoken)):
            return None
        return rest if rest.strip() or not block.strip() else None


def _bodies(view: View, document: Document) -> Iterator[str]:
    yield document.body
    for entry in document.record.versions:
        version = view.handbook.version_files.get((document.id, entry.version))
        if version:
            yield version.body


def _hidden(view: View, body: str) -> Iterator[str]:
    if ":::" not in body:
        return
    lines = body.split("\n")
    for passage in outline(body).passages:
        if passage.kind != "when" and not view.keeps(passage, None):
            yield "\n".join(lines[passage.line : passage.last_line - 1])


# -- plain lines ---------------------------------------------------------------------------

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*$")
_ANCHOR = re.compile(r"\s*\{:?\s*[#.][^{}\n]*\}\s*$")
_LINK = re.compile(r"!?\[((?:[^\[\]\\]|\\.)*)\]\([^()\n]*\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_RULE = re.compile(r"^\s*\|?[\s|:-]+\|?\s*$")
_ITEM = re.compile(r"^(\s*)[-*+]\s+")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|-])")
_EMPHASIS = re.compile(r"(\*\*|__|\*|(?<!\w)_|_(?!\w))(?=\S|$)|(?<=\S)(\*\*|\*)")


def plain_lines(markdown: str) -> list[str]:
    """What a reader sees of a text, a line for each heading, paragraph line, item or row."""
    lines = (_plain(line) for line in markdown.split("\n"))
    return [line for line in lines if line]


def _plain(line: str) -> str:
    if line.lstrip().startswith(("```", "~~~", ":::")):
        return ""
    if "|" in line and _RULE.match(line):
        return ""
    line = _ANCHOR.sub("", line)
    if heading := _HEADING.match(line):
        line = heading[1]
    if line.lstrip().startswith("|"):
        line = " | ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    line = _ITEM.sub("• ", line.lstrip("> "))
    while (fewer := _LINK.sub(r"\1", line)) != line:
        line = fewer
    line = _TAG.sub("", line)
    line = _ESCAPE.sub(r"\1", _EMPHASIS.sub("", line))
    return line.strip()
