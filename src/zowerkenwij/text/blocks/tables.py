"""Tables: rows with pipes, and the one layout of HTML that cells with spans or blocks need."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from zowerkenwij.text.blocks.inline import Names, inlines
from zowerkenwij.text.blocks.lines import Line, Lines, span
from zowerkenwij.text.blocks.nodes import Blocks, Cell, Paragraph, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_DIVIDER = re.compile(r" {0,3}\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *")
_PIPE = re.compile(r"\\.|(`+).+?(?<!`)\1(?!`)|\|")
_CELL = re.compile(
    r"<(?P<tag>t[hd]) markdown=\"(?P<how>1|block)\"(?: colspan=\"(?P<cols>\d+)\")?"
    r"(?: rowspan=\"(?P<rows>\d+)\")?(?: style=\"text-align: (?P<align>\w+);\")?>(?P<text>.*)"
)
TABLE, ROW = '<table markdown="1">', '<tr markdown="1">'


def is_table(lines: Lines) -> bool:
    """Whether these lines are a table with pipes: a header row and a dividing row."""
    if len(lines) < 2 or "|" not in lines[0].text or not _DIVIDER.fullmatch(lines[1].text):
        return False
    return "|" in lines[1].text and len(_cells(lines[0].text)) == len(_cells(lines[1].text))


def pipe_table(lines: Lines, names: Names) -> Table:
    """The table that these lines show; short rows are filled up, long ones cut, as on the site."""
    alignment = tuple(_alignment(cell) for cell in _cells(lines[1].text))
    head = _row(lines[0], len(alignment), names, header=True)
    body = tuple(_row(line, len(alignment), names, header=False) for line in lines[2:])
    return Table((head,), body, alignment, span(lines))


def _row(line: Line, columns: int, names: Names, *, header: bool) -> Row:
    texts = [*_cells(line.text), *[""] * columns][:columns]
    cells = tuple(_plain(inlines(text, names), header=header) for text in texts)
    return Row(cells, (line.start, line.end))


def _plain(content: tuple[object, ...], *, header: bool) -> Cell:
    blocks = (Paragraph(content),) if content else ()  # type: ignore[arg-type]
    return Cell(blocks, header=header)


def _cells(text: str) -> list[str]:
    r"""The cells of a row: split at pipes outside code, ``\\|`` is a pipe."""
    row = text.strip()
    cuts = [m.start() for m in _PIPE.finditer(row) if m[0] == "|"]
    parts = [row[a + 1 : b] for a, b in zip([-1, *cuts], [*cuts, len(row)], strict=True)]
    if row.startswith("|"):
        parts = parts[1:]
    if len(parts) > 1 and cuts and cuts[-1] == len(row) - 1:
        parts = parts[:-1]
    return [part.strip() for part in parts]


def _alignment(cell: str) -> str:
    left, right = cell.startswith(":"), cell.endswith(":")
    return "center" if left and right else "left" if left else "right" if right else ""


def columns(rows: Sequence[Row]) -> list[list[int]]:
    """For each row the first grid column of each of its cells, spans counted."""
    taken: dict[tuple[int, int], bool] = {}
    found = []
    for y, row in enumerate(rows):
        places = []
        x = 0
        for cell in row.cells:
            while (y, x) in taken:
                x += 1
            places.append(x)
            for down in range(cell.rowspan):
                for right in range(cell.colspan):
                    taken[y + down, x + right] = True
            x += cell.colspan
        found.append(places)
    return found


def html_table(lines: Lines, parse: Callable[[Lines], Blocks], names: Names) -> Table | None:
    """The table in our own layout of HTML; None when it is laid out otherwise."""
    if lines[0].text != TABLE or lines[-1].text != "</table>":
        return None
    rows: list[Row] = []
    aligned: dict[int, list[str]] = {}
    at = 1
    while at < len(lines) - 1:
        end = _end(lines, at, "</tr>")
        if lines[at].text != ROW or end is None:
            return None
        cells = _html_cells(lines[at + 1 : end], parse, names)
        if cells is None:
            return None
        aligned[len(rows)] = [align for _, align in cells]
        rows.append(Row(tuple(cell for cell, _ in cells), (lines[at].start, lines[end].end)))
        at = end + 1
    return _assembled(rows, aligned, lines) if rows else None


def _assembled(rows: list[Row], aligned: dict[int, list[str]], lines: Lines) -> Table:
    head = tuple(takewhile(lambda row: all(cell.header for cell in row.cells), rows))
    grid = columns(rows)
    width = max(
        (x + c.colspan for r, places in zip(rows, grid, strict=True)
         for c, x in zip(r.cells, places, strict=True)), default=0)  # fmt: skip
    alignment = [""] * width
    for y, places in enumerate(grid):
        for x, align in zip(places, aligned[y], strict=True):
            alignment[x] = alignment[x] or align
    shown = tuple(alignment) if any(alignment) else ()
    return Table(head, tuple(rows[len(head) :]), shown, span(lines))


def _end(lines: Lines, at: int, closing: str) -> int | None:
    opening = closing.replace("/", "")[:-1]
    depth = 0
    for n in range(at, len(lines)):
        depth += lines[n].text.startswith(opening)
        if lines[n].text == closing:
            depth -= 1
            if not depth:
                return n
    return None


def _html_cells(
    lines: Lines, parse: Callable[[Lines], Blocks], names: Names
) -> list[tuple[Cell, str]] | None:
    found = []
    at = 0
    while at < len(lines):
        opened = _CELL.fullmatch(lines[at].text)
        if opened is None:
            return None
        closing = f"</{opened['tag']}>"
        blocks: Blocks
        if opened["how"] == "block":
            end = _end(lines, at, closing)
            if end is None or opened["text"]:
                return None
            blocks = parse(lines[at + 1 : end])
        else:
            if not opened["text"].endswith(closing):
                return None
            end = at
            content = inlines(opened["text"].removesuffix(closing), names)
            blocks = (Paragraph(content),) if content else ()
        cell = Cell(
            blocks, int(opened["rows"] or 1), int(opened["cols"] or 1), opened["tag"] == "th"
        )
        found.append((cell, opened["align"] or ""))
        at = end + 1
    return found
