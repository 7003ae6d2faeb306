"""Going through a tree in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.text.blocks import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zowerkenwij.text.blocks.nodes import Block, Blocks, Inline, Inlines


def inside(block: Block) -> Iterator[Blocks]:
    """The rows of blocks that stand directly in this one."""
    match block:
        case nodes.List(items=items):
            yield from (item.blocks for item in items)
        case nodes.Table(head=head, body=body):
            yield from (cell.blocks for row in (*head, *body) for cell in row.cells)
        case (
            nodes.Quote(blocks=blocks)
            | nodes.Admonition(blocks=blocks)
            | nodes.Directive(blocks=blocks)
            | nodes.Aside(blocks=blocks)
            | nodes.Note(blocks=blocks)
        ):
            yield blocks


def blocks_of(blocks: Iterable[Block]) -> Iterator[Block]:
    """All blocks, also those in others, outer ones first."""
    pending = list(blocks)[::-1]
    while pending:
        block = pending.pop()
        yield block
        pending += [b for inner in inside(block) for b in inner][::-1]


def content_of(block: Block) -> Iterator[Inlines]:
    """The rows of inlines that stand directly in this block."""
    match block:
        case nodes.Heading(content=content) | nodes.Paragraph(content=content):
            yield content
        case nodes.Figure(image=image, caption=caption):
            yield (image, *caption)
        case nodes.DefinitionList(items=items):
            for item in items:
                yield from item.terms
                for meaning in item.meanings:
                    yield from meaning


def inlines_of(blocks: Iterable[Block]) -> Iterator[Inline]:
    """All inlines in all blocks, outer ones first."""
    for block in blocks_of(blocks):
        for content in content_of(block):
            yield from all_inlines(content)


def all_inlines(content: Iterable[Inline]) -> Iterator[Inline]:
    """These inlines and those in them."""
    for node in content:
        yield node
        yield from all_inlines(getattr(node, "children", ()))


def plain(content: Iterable[Inline]) -> str:
    """The words that a reader sees."""
    parts = []
    for node in content:
        match node:
            case nodes.Text(text=text) | nodes.CodeSpan(text=text):
                parts.append(text)
            case nodes.LineBreak():
                parts.append(" ")
            case nodes.Slot(name=name, value=value):
                parts.append(value or f"{{{{ {name} }}}}")
            case nodes.Field(value=value):
                parts.append(value)
            case nodes.Image(alt=alt):
                parts.append(alt)
            case _:
                parts.append(plain(getattr(node, "children", ())))
    return "".join(parts)


def words(block: Block) -> str:
    """All words of a block, blanks collapsed."""
    match block:
        case nodes.Code(text=text) | nodes.Raw(text=text):
            return " ".join(text.split())
    found = [plain(content) for content in content_of(block)]
    found += [words(b) for inner in inside(block) for b in inner]
    return " ".join(" ".join(found).split())
