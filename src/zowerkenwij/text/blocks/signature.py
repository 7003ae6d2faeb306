"""The mark of a block: what it says and means, without what an editor changes by itself."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from zowerkenwij.text.blocks import nodes
from zowerkenwij.text.blocks.walk import inside

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zowerkenwij.text.blocks.nodes import Block, Blocks

_FIELDS: dict[type, tuple[str, ...]] = {}


def _told(value: object) -> str:
    if isinstance(value, tuple):
        return f"({','.join(map(_told, value))})"
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        names = _FIELDS.get(kind)
        if names is None:
            names = _FIELDS[kind] = tuple(f.name for f in fields(kind) if f.compare)
        return f"{kind.__name__}[{','.join(_told(getattr(value, name)) for name in names)}]"
    return repr(value)


def sig(block: Block | nodes.Item | nodes.Row) -> str:
    """16 hex digits over the kind and the content: words, marks, targets, spans, list start and
    task state. Equal for equal blocks, wherever they stand in the source."""
    return hashlib.sha256(_told(block).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def ids(blocks: Iterable[Block]) -> tuple[str, ...]:
    """A short id (8 lower-case letters and digits) for each block; equal blocks are counted, so
    each is unique, and an edit elsewhere changes none."""
    seen: Counter[str] = Counter()
    found = []
    for block in blocks:
        mark = sig(block)
        seen[mark] += 1
        found.append(hashlib.sha256(f"{mark}#{seen[mark]}".encode()).hexdigest()[:8])
    return tuple(found)


def count(blocks: Blocks) -> int:
    """How many pieces a person would count: paragraphs, headings, items, rows, call-outs, code,
    figures, notes and the like (cli.md, ``import``)."""
    return sum(map(count_one, blocks))


def count_one(block: Block) -> int:
    """As ``count``, for one block."""
    match block:
        case nodes.List(items=items):
            return sum(1 + count(item.blocks[1:]) for item in items)
        case nodes.Table(head=head, body=body):
            return len(head) + len(body)
        case nodes.Directive() | nodes.Quote() | nodes.Aside():
            return sum(count(inner) for inner in inside(block))
    return 1
