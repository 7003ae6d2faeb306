"""From the block tree to paragraphs and tables (``flow``)."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from functools import singledispatchmethod
from typing import TYPE_CHECKING, TypeGuard

from zowerkenwij.text.blocks import nodes as n
from zowerkenwij.word.writer import looks
from zowerkenwij.word.writer.flow import Flow, Grid, GridCell, GridRow, Lists, Number, Par, Piece
from zowerkenwij.word.writer.inlines import pieces
from zowerkenwij.word.writer.looks import STEP
from zowerkenwij.word.writer.widths import widths
from zowerkenwij.word.writer.xml import WIDTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template|iframe|object)\b.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Where:
    """Where a block stands: what of its surroundings shows on itself."""

    depth: int = 0  # lists around it
    left: int = 0
    style: str = ""  # of the quote, call-out or box around it
    shade: str = ""
    plain: str = "Normal"  # the style of running text here
    width: int = WIDTH
    lists: tuple[tuple[str, int], ...] = ()  # kind and instance of the lists around it
    align: str = ""


@dataclass
class Lowering:
    """Lowers the blocks of one text. ``label`` says what stands above a passage; ``name`` gives
    the bookmarks of a block."""

    lists: Lists
    link: Callable[[str], str]
    slots: Mapping[str, str]
    label: Callable[[str, str], str]
    name: Callable[[object], tuple[str, ...]]
    level_of_title: int = 0
    _shared: set[int] = field(default_factory=set)

    def flow(self, blocks: Iterable[n.Block], where: Where | None = None) -> tuple[Flow, ...]:
        """All blocks in a row; tables that touch get a paragraph between them."""
        here = where or Where()
        found: list[Flow] = []
        for block in blocks:
            for one in self._lower(block, here):
                if found and isinstance(found[-1], Grid):
                    if isinstance(one, Grid):
                        found.append(Par(f"{looks.COVER} einde"))
                    elif one.before is None and not one.style.startswith("heading"):
                        one = replace(one, before=180)  # noqa: PLW2901
                if found and _announces(found[-1], one):
                    found[-1] = replace(found[-1], keep=True)
                found.append(one)
        return tuple(found)

    @singledispatchmethod
    def _lower(self, block: n.Block, where: Where) -> Iterator[Flow]:
        raise TypeError(block)

    def _par(self, style: str, content: n.Inlines, where: Where, *names: str) -> Par:
        return Par(
            style, pieces(content, self.link, self.slots), bookmarks=names, left=where.left,
            shade=where.shade, align=where.align,
        )  # fmt: skip

    @_lower.register(n.Heading)
    def _(self, block: n.Heading, where: Where) -> Iterator[Flow]:
        par = self._par(f"heading {block.level}", block.content, where, *self.name(block))
        yield replace(par, left=0)

    @_lower.register(n.Paragraph)
    def _(self, block: n.Paragraph, where: Where) -> Iterator[Flow]:
        style = where.style or (_continue(where.depth) if where.depth else where.plain)
        inside = where if where.style or not where.depth else replace(where, left=_more(where))
        yield self._par(style, block.content, inside, *self.name(block))

    # -- lists ---------------------------------------------------------------------------

    @_lower.register(n.List)
    def _(self, block: n.List, where: Where) -> Iterator[Flow]:
        kind = "decimal" if block.ordered else "bullet"
        instance = self._instance(kind, block.start, where)
        inside = replace(where, depth=where.depth + 1, lists=(*where.lists, (kind, instance)))
        out: list[Flow] = []
        for item in block.items:
            out += self._item(item, inside, Number(kind, instance, min(where.depth, 8)))
        last = out[-1] if out else None
        if isinstance(last, Par) and where.depth == 0 and not where.style:
            out[-1] = replace(last, after=160)
        yield from out

    def _instance(self, kind: str, start: int, where: Where) -> int:
        """The list's own instance; the first list in an item shares that of a list of its kind,
        so that people can move items between levels."""
        around = where.lists[-1] if where.lists else None
        if around and around[0] == kind and start == 1 and kind == "bullet":
            return around[1]
        return self.lists.new(kind, min(where.depth, 8), start)

    def _item(self, item: n.Item, where: Where, number: Number) -> Iterator[Flow]:
        first, *rest = item.blocks or (n.Paragraph(()),)
        names = self.name(item)
        if not isinstance(first, n.Paragraph):
            first, rest = n.Paragraph(()), list(item.blocks)
        box = (Piece(item.task, kind="box"), Piece(" ")) if item.task else ()
        own = pieces(first.content, self.link, self.slots)
        style = where.style or _list_style(number)
        left = where.left + STEP * where.depth if where.left else 0
        if where.style:  # the bar of a box stands at the beginning of each line
            left = (where.left or looks.INSET) + STEP * (where.depth - 1)
        shown = (*names, *self.name(first)) if own else ()
        yield Par(style, (*box, *own), number, shown, left, where.shade, where.align)
        for block in rest:
            yield from self._lower(block, where)

    @_lower.register(n.DefinitionList)
    def _(self, block: n.DefinitionList, where: Where) -> Iterator[Flow]:
        names = self.name(block)
        for one in block.items:
            for term in one.terms:
                yield self._par("ZWW Begrip", term, where, *names)
                names = ()
            for first, *rest in one.meanings:
                yield self._par("ZWW Betekenis", first, where)
                for more in rest:
                    yield self._par("ZWW Betekenis vervolg", more, where)

    # -- boxes ---------------------------------------------------------------------------

    @_lower.register(n.Quote)
    def _(self, block: n.Quote, where: Where) -> Iterator[Flow]:
        left = _more(where) + (284 if where.depth or where.left else 0)
        yield from self.flow(block.blocks, replace(where, style="ZWW Citaat", depth=0, left=left))

    @_lower.register(n.Aside)
    def _(self, block: n.Aside, where: Where) -> Iterator[Flow]:
        yield from self.flow(block.blocks, replace(where, style="ZWW Kader", depth=0))

    @_lower.register(n.Admonition)
    def _(self, block: n.Admonition, where: Where) -> Iterator[Flow]:
        kind = block.type.split()[0].lower() if block.type.strip() else ""
        style = looks.CALL_OUTS.get(kind, looks.CALL_OUT)
        left = _more(where) + (227 if where.depth or where.left else 0)
        inside = replace(where, style=style, depth=0, left=left, shade="", lists=())
        title = block.title
        if title is None:
            title = looks.CALL_OUT_TITLES.get(kind, kind.capitalize())
        names = self.name(block)
        if title:
            head = self._par(f"{style} kop", (n.Text(title),), inside, *names)
            yield replace(head, before=160 if not where.depth else None)
        body = list(self.flow(block.blocks, inside))
        if body and isinstance(body[-1], Par):
            body[-1] = replace(body[-1], after=200)
        if body and not title and isinstance(body[0], Par):
            body[0] = replace(body[0], bookmarks=(*names, *body[0].bookmarks))
        yield from body

    @_lower.register(n.Directive)
    def _(self, block: n.Directive, where: Where) -> Iterator[Flow]:
        label = self.label(block.name, block.argument)
        if not label:
            yield from self.flow(block.blocks, where)
            return
        yield Par(looks.PASSAGE, (Piece(label),), None, self.name(block), where.left)
        yield from self.flow(block.blocks, replace(where, shade=looks.TINT))
        yield Par(looks.PASSAGE_END, left=where.left)

    @_lower.register(n.Code)
    def _(self, block: n.Code, where: Where) -> Iterator[Flow]:
        lines: list[Piece] = []
        for line in block.text.split("\n"):
            lines += ([Piece(kind="break")] if lines else []) + [Piece(line)]
        left = _more(where) + (227 if where.depth or where.left else 0)
        yield Par("ZWW Code", tuple(lines), None, self.name(block), left)

    @_lower.register(n.Rule)
    def _(self, block: n.Rule, where: Where) -> Iterator[Flow]:
        yield Par(looks.RULE)

    @_lower.register(n.PageBreak)
    def _(self, block: n.PageBreak, where: Where) -> Iterator[Flow]:
        yield Par("Normal", (Piece(kind="page"),), after=0)

    @_lower.register(n.Figure)
    def _(self, block: n.Figure, where: Where) -> Iterator[Flow]:
        picture = self._par(where.style or where.plain, (block.image,), where, *self.name(block))
        yield replace(picture, keep=bool(block.caption), left=_more(where))
        if block.caption:
            yield self._par("caption", block.caption, replace(where, left=_more(where)))

    @_lower.register(n.Raw)
    def _(self, block: n.Raw, where: Where) -> Iterator[Flow]:
        shown = html.unescape(_TAG.sub(" ", _HIDDEN.sub("", block.text))).split()
        if block.reason == "html" and shown:
            content = (n.Text(" ".join(shown)),)
            yield self._par(where.style or where.plain, content, where, *self.name(block))

    @_lower.register(n.Note)
    def _(self, block: n.Note, where: Where) -> Iterator[Flow]:
        yield from ()  # stands at the foot of a page

    # -- tables --------------------------------------------------------------------------

    @_lower.register(n.Table)
    def _(self, block: n.Table, where: Where) -> Iterator[Flow]:
        rows, columns = self._rows(block, where)
        left = _more(where)
        total = max(where.width - left, 1200)
        yield Grid(widths(rows, columns, total), tuple(rows), left=left)

    def _rows(self, block: n.Table, where: Where) -> tuple[list[GridRow], int]:
        all_rows = (*block.head, *block.body)
        columns = max(
            [sum(c.colspan for c in r.cells) for r in all_rows] + [len(block.alignment), 1]
        )
        below: dict[int, tuple[int, int]] = {}  # column → rows still covered, columns across
        out: list[GridRow] = []
        for row in all_rows:
            cells, at, left = list(row.cells), 0, []
            names = self.name(row)
            while at < columns:
                if at in below:
                    rest, across = below.pop(at)
                    left.append(GridCell((Par("ZWW Tabeltekst"),), across, "continue"))
                    if rest > 1:
                        below[at] = (rest - 1, across)
                    at += across
                    continue
                cell = cells.pop(0) if cells else n.Cell(())
                across = min(cell.colspan, columns - at)
                if cell.rowspan > 1:
                    below[at] = (cell.rowspan - 1, across)
                inside = replace(where, align=_align(block, at), width=where.width // columns)
                left.append(self._cell(cell, inside, across, names))
                names = () if left[-1].flow and _has_ink(left[-1].flow[0]) else names
                at += across
            out.append(GridRow(tuple(left), len(out) < len(block.head)))
        return out, columns

    def _cell(self, cell: n.Cell, where: Where, across: int, names: tuple[str, ...]) -> GridCell:
        plain = "ZWW Tabelkop" if cell.header else "ZWW Tabeltekst"
        here = Where(plain=plain, align=where.align, width=where.width)
        found = list(self.flow(cell.blocks, here))
        if not found or isinstance(found[-1], Grid):
            found.append(Par(plain))
        if isinstance(found[0], Par) and _has_ink(found[0]):
            found[0] = replace(found[0], bookmarks=(*names, *found[0].bookmarks))
        shade = looks.TINT if cell.header else ""
        return GridCell(tuple(found), across, "restart" if cell.rowspan > 1 else "", shade)


def _announces(one: Flow, other: Flow) -> TypeGuard[Par]:
    """Whether a line leads to the list or table below it, and belongs on the same page."""
    below = isinstance(other, Grid) or other.number is not None
    return isinstance(one, Par) and below and one.number is None and one.words.endswith(":")


def _has_ink(one: Flow) -> bool:
    return isinstance(one, Par) and bool(one.pieces)


def _align(table: n.Table, at: int) -> str:
    return table.alignment[at] if at < len(table.alignment) else ""


def _more(where: Where) -> int:
    """The indent of a block that belongs to the list item above it."""
    return where.left + STEP * where.depth


def _continue(depth: int) -> str:
    return "List Continue" if depth == 1 else f"List Continue {min(depth, 3)}"


def _list_style(number: Number) -> str:
    name = "List Number" if number.kind == "decimal" else "List Bullet"
    return name if number.level == 0 else f"{name} {min(number.level + 1, 3)}"
