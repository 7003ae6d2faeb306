"""Small things that the lens works with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from zowerkenwij.text.blocks import nodes
from zowerkenwij.word.align import mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zowerkenwij.text.blocks.nodes import Blocks, Span
    from zowerkenwij.word.weave import SlotEdit

_GAP = re.compile(r"[ \t\r]*\n[\s>]*")


@dataclass
class Replayed:
    """The new text and how many blocks changed; ``unplaced`` are edits (before, after) of what has
    no place in the stored text; ``slots`` other values that somebody typed;
    ``doubled`` the words of blocks that came back more than once, ``added`` those of all new ones."""

    text: str
    changed: int = 0
    unplaced: list[tuple[str, str]] = field(default_factory=list)
    slots: list[SlotEdit] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


@dataclass
class Shown:
    """How the export showed the text: slot values, addresses → targets as written, and anchors of
    headings by line that something leads to."""

    slots: Mapping[str, str]
    links: Mapping[str, str]
    anchors: Mapping[int, str] = field(default_factory=dict)


class Piece(NamedTuple):
    """Whole lines of the new text, and where they stood when they came from the source."""

    text: str
    span: Span | None = None


def joined(pieces: Sequence[Piece], source: str, gap: str, *, alike: bool = False) -> str:
    """The pieces with the bytes that stood between them; between others a ``gap``, or where all
    are ``alike`` (items) what stands between the neighbours of a new one."""
    out: list[str] = []
    old = [n for n, piece in enumerate(pieces) if piece.span]
    for n, piece in enumerate(pieces):
        if n:
            one, other = pieces[n - 1].span, piece.span
            if alike and not (one and other):
                one = next((pieces[m].span for m in reversed(old) if m < n), None)
                other = next((pieces[m].span for m in old if m >= n), None)
            out.append(between(one, other, source, gap))
        out.append(piece.text)
    return "".join(out)


def between(before: Span | None, after: Span | None, source: str, gap: str) -> str:
    """The blanks that stood between two places in the source, else the ``gap``."""
    if before is None or after is None:
        return gap
    found = source[before[1] : after[0]] if before[1] < after[0] else ""
    return found if _GAP.fullmatch(found) else gap


def single(rows: Sequence[nodes.Row]) -> Blocks:
    """Each row as a table of its own."""
    return tuple(nodes.Table((), (row,)) for row in rows)


def items(row: nodes.List) -> Blocks:
    """Each item as a list of its own."""
    return tuple(nodes.List(row.ordered, (item,)) for item in row.items)


def item_of(item: nodes.Item) -> str:
    """The mark of an item."""
    return mark(nodes.List(False, (item,)))


def row_of(row: nodes.Row) -> str:
    """The mark of a row."""
    return mark(nodes.Table((), (row,)))


def free_name(name: str, taken: set[str]) -> str:
    """A name for a new note that is not taken."""
    if name not in taken:
        return name
    number = 1
    while f"noot-{number}" in taken:
        number += 1
    return f"noot-{number}"


def indented(text: str, inset: str) -> str:
    """Every line behind the inset."""
    return "\n".join(f"{inset}{line}" if line else inset.rstrip() for line in text.split("\n"))
