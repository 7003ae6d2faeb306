"""A block from Word as the handbook writes it: its own slots, targets, names, anchors and types."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from zowerkenwij.text.blocks import nodes
from zowerkenwij.text.blocks.walk import content_of
from zowerkenwij.word.renaming import rewritten
from zowerkenwij.word.weave import SlotEdit, woven

if TYPE_CHECKING:
    from zowerkenwij.text.blocks.nodes import Block, Inline, Inlines
    from zowerkenwij.word.pieces import Shown


@dataclass
class Restorer:
    """``notes`` leads from names of notes in the file to those in the source."""

    shown: Shown
    notes: dict[str, str] = field(default_factory=dict)
    edits: list[SlotEdit] = field(default_factory=list)

    def own(self, node: Inline) -> Inline:
        """A link or the mark of a note with its own target or name."""
        match node:
            case nodes.Link(target=target):
                return replace(node, target=self.shown.links.get(target, target))
            case nodes.NoteRef(name=name):
                return nodes.NoteRef(self.notes.get(name, name))
            case nodes.Field(value=value):
                return nodes.Text(value)
        return node

    def new(self, block: Block) -> Block:
        """A block that the source does not have."""
        made = rewritten((block,), self.own)[0]
        return replace(made, anchor="") if isinstance(made, nodes.Heading) else made

    def content(self, source: Inlines, before: Inlines, after: Inlines) -> Inlines:
        """Words with what the source has and Word does not show."""
        found, edits = woven(source, before, after, self.shown.slots, self.own)
        self.edits += edits
        return found

    def block(self, source: Block, before: Block, after: Block) -> Block:
        """A changed block. What is inside a box, list or table goes by its own way where it can."""
        old, was = (next(content_of(x), None) for x in (source, before))
        match after:
            case nodes.Paragraph(content=content) if old is not None and was is not None:
                return nodes.Paragraph(self.content(old, was, content))
            case nodes.Heading(level=level, content=content) if old is not None and was is not None:
                anchor = source.anchor if isinstance(source, nodes.Heading) else ""
                return nodes.Heading(level, self.content(old, was, content), anchor)
            case nodes.Code(text=text) if isinstance(source, nodes.Code):
                return nodes.Code(text, source.language)
            case nodes.Figure() if isinstance(source, nodes.Figure):
                return self._figure(source, before, after)
            case nodes.DefinitionList() if isinstance(source, nodes.DefinitionList):
                return self._definitions(source, before, after)
            case nodes.Table() if isinstance(source, nodes.Table):
                return self._table(source, before, after)
        return self.new(after)

    def _figure(self, source: nodes.Figure, before: Block, after: nodes.Figure) -> Block:
        image = after.image
        if image.target == source.image.target:
            image = replace(image, title=source.image.title)
        was = before.caption if isinstance(before, nodes.Figure) else ()
        return nodes.Figure(image, self.content(source.caption, was, after.caption))

    def _definitions(
        self, source: nodes.DefinitionList, before: Block, after: nodes.DefinitionList
    ) -> Block:
        old = list(content_of(source))
        was, now = list(content_of(before)), list(content_of(after))
        if not len(old) == len(was) == len(now):
            return self.new(after)
        made = iter([self.content(*x) for x in zip(old, was, now, strict=True)])
        return nodes.DefinitionList(tuple(
            nodes.Definition(
                tuple(next(made) for _ in x.terms),
                tuple(tuple(next(made) for _ in meaning) for meaning in x.meanings),
            )
            for x in after.items
        ))  # fmt: skip

    def _table(self, source: nodes.Table, before: Block, after: nodes.Table) -> Block:
        """Cell by cell where all three have the same cells."""
        tables = (source, before, after)
        cells: list[Any] = [
            [c for row in (*t.head, *t.body) for c in row.cells] if isinstance(t, nodes.Table) else ()
            for t in tables
        ]  # fmt: skip
        made = self.new(after)
        if not isinstance(made, nodes.Table) or not len(cells[0]) == len(cells[1]) == len(cells[2]):
            return made
        done = iter([self.cell(*x) for x in zip(*cells, strict=True)])
        rows = [
            tuple(nodes.Row(tuple(next(done) for _ in row.cells)) for row in part)
            for part in (after.head, after.body)
        ]
        return nodes.Table(rows[0], rows[1], source.alignment or after.alignment)

    def cell(self, source: nodes.Cell, before: nodes.Cell, after: nodes.Cell) -> nodes.Cell:
        """A cell whose blocks pair off."""
        if len(source.blocks) == len(before.blocks) == len(after.blocks):
            blocks = tuple(
                old if was == now else self.block(old, was, now)
                for old, was, now in zip(source.blocks, before.blocks, after.blocks, strict=True)
            )
        else:
            blocks = tuple(map(self.new, after.blocks))
        return replace(after, blocks=blocks)
