"""Tables of Word: shifted, spanning and nested cells as true spans."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from zowerkenwij.text.blocks import nodes, words
from zowerkenwij.word.reader.package import W, on, val, whole

if TYPE_CHECKING:
    from zowerkenwij.text.blocks.nodes import Block, Blocks
    from zowerkenwij.word.reader.body import Body, Entry

_MAX_COLUMNS = 200
LABELS = {"versie": "version", "vastgesteld": "adopted", "eigenaar": "owner", "status": "status",
          "datum": "date", "titel": "title", "auteur": "author", "van kracht": "effective"}  # fmt: skip
"""What a label in the first table of a document says, by its Dutch name."""


@dataclass(slots=True)
class _Row:
    """A row: cells with their first column (None stands for what a cell above covers), the kinds
    of all paragraphs in it, and whether it repeats on each page."""

    cells: list[tuple[int, nodes.Cell | None]]
    kinds: set[str] = field(default_factory=set)
    carrier: str = ""
    repeats: bool = False


def is_label(text: str) -> str:
    """What a label stands for; empty when it is none."""
    return LABELS.get(text.strip(" :").casefold(), "")


def table(body: Body, item: Any) -> list[Entry]:
    """The table as an entry; furniture of an export gives nothing, a frame of one cell its
    content as a text box."""
    from zowerkenwij.word.reader.body import Entry

    rows = [_cells(body, row) for row in _rows(item, f"{W}tr")]
    kinds = {kind for row in rows for kind in row.kinds}
    if "furniture" in kinds and kinds <= {"furniture", "empty"}:
        return [Entry("furniture")]
    made = _made([row.cells for row in rows], _heads(item, rows))
    if made is None:
        return []
    carrier = next((row.carrier for row in rows if row.carrier), "")
    alone = (*made.head, *made.body)
    if len(alone) == 1 and len(alone[0].cells) == 1 and not made.head:
        inner = alone[0].cells[0].blocks
        return [Entry("block", blocks=(nodes.Aside(inner),), carrier=carrier)] if inner else []
    return [Entry("block", blocks=(made,), carrier=carrier)]


def _heads(item: Any, rows: list[_Row]) -> int:
    """How many rows are the head: those that repeat on each page, else the first one when the
    table's look sets it apart; and what a cell of the head reaches down to."""
    count = next((n for n, row in enumerate(rows) if not row.repeats), len(rows))
    if not count and rows and _sets_first_apart(item) and _is_head(rows[0]):
        count = 1
    if len(rows) == 1 and len(rows[0].cells) > 1:
        return count
    while 0 < count < len(rows) and any(cell is None for _, cell in rows[count].cells):
        count += 1
    return count if count < len(rows) or (rows and rows[0].repeats) else 0


def _sets_first_apart(item: Any) -> bool:
    look = item.find(f"{W}tblPr/{W}tblLook")
    if look is None:
        return False
    said = val(look, "firstRow")
    code = val(look)
    bits = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,8}", code) else 0
    return said in ("1", "true", "on") if said else bool(bits & 0x20)


def _is_head(row: _Row) -> bool:
    """Whether a first row says something; a label and a value are a row like the others."""
    inner = [block for _, cell in row.cells if cell for block in cell.blocks]
    if any(isinstance(block, nodes.Table | nodes.List) for block in inner):
        return False
    texts = [" ".join(map(words, cell.blocks)).strip() for _, cell in row.cells if cell]
    return any(texts) and not (len(texts) == 2 and is_label(texts[0]))


def _rows(item: Any, tag: str) -> list[Any]:
    """Rows or cells, also those in content controls and other wrappers."""
    found: list[Any] = []
    stack = list(item)[::-1]
    while stack:
        one = stack.pop()
        if one.tag == tag:
            found.append(one)
        elif one.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}del"):
            stack += list(one)[::-1]
    return found


def _cells(body: Body, row: Any) -> _Row:
    properties = row.find(f"{W}trPr")
    x = whole(val(properties.find(f"{W}gridBefore"))) if properties is not None else 0
    x = max(0, min(x, _MAX_COLUMNS))
    found = _Row([(n, nodes.Cell(())) for n in range(x)])
    found.repeats = properties is not None and bool(on(properties.find(f"{W}tblHeader")))
    for cell in _rows(row, f"{W}tc"):
        own = cell.find(f"{W}tcPr")
        across = whole(val(own.find(f"{W}gridSpan")), 1) if own is not None else 1
        across = max(1, min(across, _MAX_COLUMNS))
        merge = own.find(f"{W}vMerge") if own is not None else None
        entries = body.entries(cell)
        found.kinds |= {entry.kind for entry in entries}
        found.carrier = found.carrier or next((e.carrier for e in entries if e.carrier), "")
        for entry in entries:
            entry.carrier = ""
        covered = merge is not None and val(merge) != "restart"
        header = any(e.kind == "cell-head" for e in entries)
        blocks = body.assembled(
            [replace(e, kind="") if e.kind == "cell-head" else e for e in entries]
        )
        found.cells.append((x, None if covered else nodes.Cell(blocks, 1, across, header)))
        x += across
    return found


def _made(grid: list[list[tuple[int, nodes.Cell | None]]], heads: int) -> nodes.Table | None:
    rows: list[nodes.Row] = []
    for y, cells in enumerate(grid):
        made = []
        for x, cell in cells:
            if cell is None and y and _covers(grid, y, x):
                continue
            down = 1
            while y + down < len(grid) and (x, None) in grid[y + down]:
                down += 1
            is_head = y < heads
            own = cell or nodes.Cell(())
            made.append(replace(own, rowspan=down, header=is_head or (own.header and not heads)))
        if made:
            rows.append(nodes.Row(tuple(made)))
    if not rows:
        return None
    if not heads and len(rows) > 1 and all(cell.header for cell in rows[0].cells):
        heads = 1
    width = max(sum(cell.colspan for cell in row.cells) for row in rows)
    head = tuple(_headed(row) for row in rows[:heads])
    tail = tuple(_bodied(row) for row in rows[heads:])
    return nodes.Table(head, tail, ("",) * width)


def _covers(grid: list[list[tuple[int, nodes.Cell | None]]], y: int, x: int) -> bool:
    for above in range(y - 1, -1, -1):
        for at, cell in grid[above]:
            if at == x:
                if cell is not None:
                    return True
                break
        else:
            return False
    return False


def _headed(row: nodes.Row) -> nodes.Row:
    return nodes.Row(tuple(replace(cell, header=True) for cell in row.cells))


def _bodied(row: nodes.Row) -> nodes.Row:
    return nodes.Row(tuple(replace(cell, header=False) for cell in row.cells))


def cells_of(block: Block) -> list[Blocks]:
    """The content of all cells of a table."""
    if not isinstance(block, nodes.Table):
        return []
    return [cell.blocks for row in (*block.head, *block.body) for cell in row.cells]
