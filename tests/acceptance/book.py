"""A copy of the example handbook as lines, so that a defect keeps its place while others are planted.

Reads only what the design documents promise (records.md); nothing of the program.
"""

from __future__ import annotations

import posixpath
import random
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*(?:\{#([\w-]+)\})?\s*$")
LINK = re.compile(r"(?<!!)\[([^\]\[]+)\]\(([^)\s]+)\)")


class Line:
    """One line of a file; its identity survives insertions above it."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"Line({self.text!r})"


@dataclass
class Block:
    """Lines without a blank line between them, with where they stand."""

    path: str
    kind: str  # heading, paragraph, list, table, quote, marker, slot
    lines: list[Line]
    anchors: tuple[str, ...]  # of the headings around it, outermost first
    audience: str | None  # of the passage around it
    when: str | None


@dataclass(frozen=True)
class Meta:
    """The front matter of a document that defects need."""

    path: str
    id: str
    title: str
    type: str
    audience: str
    aliases: tuple[str, ...]
    short_links: tuple[int, ...]
    school: str | None
    is_copy: bool


@dataclass
class Book:
    """All text files of a handbook; ``None`` for a file that was removed."""

    files: dict[str, list[Line]]
    meta: dict[str, Meta] = field(default_factory=dict)
    open_anchors: frozenset[str] = frozenset()
    binary: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Path) -> Book:
        """The handbook under ``root``."""
        paths = sorted(p for p in (root / "handbook").rglob("*") if p.suffix in (".md", ".yml"))
        texts = {p.relative_to(root).as_posix(): p.read_text("utf-8") for p in paths}
        book = cls({path: _lines(text) for path, text in texts.items()})
        for path in book.texts():
            front = book.front_matter(path)
            book.meta[path] = _meta(path, front)
            book.open_anchors |= frozenset(front.get("open", ()))
        return book

    def copy(self) -> Book:
        """A copy that may be damaged."""
        files = {path: [Line(line.text) for line in lines] for path, lines in self.files.items()}
        return Book(files, self.meta, self.open_anchors)

    def texts(self) -> list[str]:
        """Documents, without adopted versions."""
        return [p for p in self.files if p.endswith(".md") and "/versions/" not in p]

    def bytes_of(self, path: str) -> bytes:
        """What stands in the file now."""
        text = "\n".join(line.text for line in self.files[path])
        return text.encode("utf-8", "surrogateescape")

    def number(self, path: str, line: Line) -> int:
        """The line's number in its file, 1-based."""
        return next(i for i, one in enumerate(self.files[path], 1) if one is line)

    def front_matter(self, path: str) -> dict[str, Any]:
        """The front matter as data."""
        end = self.body_start(path)
        text = "\n".join(line.text for line in self.files[path][1 : end - 1])
        return yaml.safe_load(text) or {}

    def body_start(self, path: str) -> int:
        """Index of the first line of the text."""
        lines = self.files[path]
        return next(i for i in range(1, len(lines)) if lines[i].text == "---") + 1

    def adopted_part(self, path: str) -> list[str]:
        """What a version consists of: the text, and the keys that say what it is and for whom."""
        start = self.body_start(path)
        lines = [line.text for line in self.files[path]]
        front = re.compile(r"(title|type|audience|applies_to):")
        return [*(x for x in lines[:start] if front.match(x)), *lines[start:]]

    def key(self, path: str, name: str, after: Line | None = None) -> Line:
        """The line of a key at any depth: the first one, or the first one after a line."""
        start = self.files[path].index(after) + 1 if after else 0
        pattern = re.compile(rf"^[\s-]*[{{]?{re.escape(name)}:")
        return next(line for line in self.files[path][start:] if pattern.match(line.text))

    def insert(self, path: str, after: Line, *texts: str) -> list[Line]:
        """Put new lines below a line."""
        new = [Line(text) for text in texts]
        index = next(i for i, one in enumerate(self.files[path]) if one is after)
        self.files[path][index + 1 : index + 1] = new
        return new

    def remove(self, path: str, lines: list[Line]) -> None:
        """Take lines out."""
        gone = {id(line) for line in lines}
        self.files[path] = [line for line in self.files[path] if id(line) not in gone]

    def blocks(self, path: str) -> list[Block]:
        """The text as blocks."""
        reader = _BlockReader(path)
        for line in self.files[path][self.body_start(path) :]:
            reader.take(line)
        reader.close()
        return reader.blocks

    def links(self, path: str) -> list[tuple[Line, str, str]]:
        """Every inline link: line, text, target."""
        lines = self.files[path][self.body_start(path) :]
        return [(line, m[1], m[2]) for line in lines for m in LINK.finditer(line.text)]

    def target_of(self, path: str, target: str) -> tuple[str | None, str]:
        """The document that a link's address means, and the anchor."""
        address, _, anchor = target.partition("#")
        if not address:
            return path, anchor
        if short := re.fullmatch(r"https://dewaterkant\.example/(\d+)", address):
            owners = [p for p, m in self.meta.items() if int(short[1]) in m.short_links]
            return (owners[0] if owners else None), anchor
        if "://" in address:
            return None, anchor
        found = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
        return (found if found in self.files else None), anchor

    def links_to(self, path: str, anchor: str | None = None) -> list[tuple[str, Line]]:
        """Every link, in any document, to a document (and to an anchor in it)."""
        return [
            (other, line)
            for other in self.texts()
            for line, _, target in self.links(other)
            if self.target_of(other, target)[0] == path
            and (anchor is None or self.target_of(other, target)[1] == anchor)
        ]

    def is_open(self, block: Block) -> bool:
        """Whether a school may write its own text here."""
        return any(anchor in self.open_anchors for anchor in block.anchors)


class _BlockReader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.blocks: list[Block] = []
        self.pending: list[Line] = []
        self.stack: list[tuple[int, str]] = []
        self.audience: str | None = None
        self.when: str | None = None

    def take(self, line: Line) -> None:
        if not line.text.strip():
            self.close()
        elif line.text.startswith(":::"):
            self.close()
            words = line.text.split()
            self.audience = "".join(words[2:3]) or "?" if words[1:2] == ["audience"] else None
            self.when = "".join(words[2:3]) or "?" if words[1:2] == ["when"] else None
        elif match := HEADING.match(line.text):
            self.close()
            level = len(match[1])
            self.stack = [s for s in self.stack if s[0] < level]
            self.stack.append((level, match[3] or match[2]))
            self._add("heading", [line])
        else:
            self.pending.append(line)

    def close(self) -> None:
        if self.pending:
            self._add(_kind(self.pending[0].text), self.pending)
            self.pending = []

    def _add(self, kind: str, lines: list[Line]) -> None:
        anchors = tuple(name for _, name in self.stack)
        self.blocks.append(Block(self.path, kind, lines, anchors, self.audience, self.when))


def _kind(text: str) -> str:
    if re.match(r"^(- |\d+\. )", text):
        return "list"
    if text.startswith("|"):
        return "table"
    if text.startswith(">"):
        return "quote"
    return "slot" if re.fullmatch(r"\{\{[^}]*\}\}", text.strip()) else "paragraph"


def _lines(text: str) -> list[Line]:
    return [Line(part) for part in text.split("\n")]


def _meta(path: str, front: dict[str, Any]) -> Meta:
    return Meta(
        path, front["id"], front["title"], front["type"], front["audience"],
        tuple(front.get("aliases", ())), tuple(front.get("short_links", ())), front.get("school"),
        "template" in front,
    )  # fmt: skip


def choose(rng: random.Random, options: list[Any]) -> Any:
    """One of the options; ``Unplantable`` when there is none."""
    if not options:
        raise Unplantable
    return rng.choice(options)


class Unplantable(Exception):
    """There is no place for this defect; try another."""


def relative(from_path: str, to_path: str) -> str:
    """The address of a file, seen from another."""
    return posixpath.relpath(to_path, posixpath.dirname(from_path))
