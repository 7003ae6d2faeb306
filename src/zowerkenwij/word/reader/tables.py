"""Tables of Word: shifted, spanning and nested cells as true spans."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zowerkenwij.text.blocks import nodes
from zowerkenwij.word.reader.package import W, on, val, whole

if TYPE_CHECKING:
    from zowerkenwij.text.blocks.nodes import Block, Blocks
    from zowerkenwij.word.reader.body import Body, Entry

_MAX_COLUMNS = 200


def table(body: Body, item: Any) -> list[Entry]:
    """The table as an entry; furniture of an export gives nothing, a frame of one cell its
    content as a text box."""
    from zowerkenwij.word.reader.body import Entry

    rows = list(_rows(item, f"{W}tr"))
    grid: list[list[tuple[int, nodes.Cell | None]]] = []
    heads = 0
    carrier = ""
    furniture = bool(rows)
    for row in rows:
        cells, own, is_furniture = _cells(body, row)
        carrier = carrier or own
        furniture = furniture and is_furniture
        properties = row.find(f"{W}trPr")
        is_head = properties is not None and bool(on(properties.find(f"{W}tblHeader")))
        if is_head and heads == len(grid):
            heads += 1
        grid.append(cells)
    if furniture:
        return [Entry("furniture")]
    made = _made(grid, heads)
    if made is None:
        return []
    alone = (*made.head, *made.body)
    if len(alone) == 1 and len(alone[0].cells) == 1 and not made.head:
        inner = alone[0].cells[0].blocks
        return [Entry("block", blocks=(nodes.Aside(inner),), carrier=carrier)] if inner else []
    return [Entry("block", blocks=(made,), carrier=carrier)]


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


def _cells(body: Body, row: Any) -> tuple[list[tuple[int, nodes.Cell | None]], str, bool]:
    """Cells with their first column; None stands for what a cell above covers."""
    properties = row.find(f"{W}trPr")
    x = whole(val(properties.find(f"{W}gridBefore"))) if properties is not None else 0
    x = min(x, _MAX_COLUMNS)
    found: list[tuple[int, nodes.Cell | None]] = [(n, nodes.Cell(())) for n in range(x)]
    carrier, furniture = "", True
    for cell in _rows(row, f"{W}tc"):
        own = cell.find(f"{W}tcPr")
        across = whole(val(own.find(f"{W}gridSpan")), 1) if own is not None else 1
        across = max(1, min(across, _MAX_COLUMNS))
        merge = own.find(f"{W}vMerge") if own is not None else None
        entries = body.entries(cell)
        furniture = furniture and all(e.kind in ("furniture", "empty") for e in entries)
        carrier = carrier or next((e.carrier for e in entries if e.carrier), "")
        for entry in entries:
            entry.carrier = ""
        covered = merge is not None and val(merge) != "restart"
        header = any(e.kind == "cell-head" for e in entries)
        blocks = body.assembled(
            [replace(e, kind="") if e.kind == "cell-head" else e for e in entries]
        )
        found.append((x, None if covered else nodes.Cell(blocks, 1, across, header)))
        x += across
    return found, carrier, furniture


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
