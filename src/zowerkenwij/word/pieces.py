"""Small things that the lens works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zowerkenwij.text.blocks import inlines_of, nodes
from zowerkenwij.word.align import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zowerkenwij.text.blocks.nodes import Blocks


@dataclass
class Replayed:
    """The new text, how many pieces changed, and places where both sides changed the same:
    (section, stored text, text in the file)."""

    text: str
    changed: int = 0
    conflicts: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Shown:
    """How the export showed the text: slot values, and addresses → targets as written."""

    slots: Mapping[str, str]
    links: Mapping[str, str]


def slots_of(block: Any) -> tuple[str, ...]:
    """Names of the slots in a block, in order."""
    return tuple(x.name for x in inlines_of((block,)) if isinstance(x, nodes.Slot))


def single(rows: list[nodes.Row]) -> Blocks:
    """Each row as a table of its own."""
    return tuple(nodes.Table((), (row,)) for row in rows)


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
