"""Blocks as Markdown in one canonical form (word.md §9): one line per paragraph, ``-`` bullets, true
numbers, tables without padding, notes last. The site renders it as it rendered the original."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.text.blocks import nodes
from zowerkenwij.text.blocks.inline import Names
from zowerkenwij.text.blocks.tables import ROW, TABLE, columns
from zowerkenwij.text.blocks.walk import blocks_of
from zowerkenwij.text.blocks.writing import write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zowerkenwij.text.blocks.nodes import Block, Blocks

SEPARATOR = "<!-- -->"
"""Stands between two blocks of one kind that would else run together; shows nothing."""

_SPOKEN = (nodes.Paragraph, nodes.Figure)
"""What can stand behind the marker of an item."""

_RULED = {"": "---", "left": ":---", "center": ":---:", "right": "---:"}


def dump(blocks: Sequence[Block]) -> str:
    """The canonical Markdown of a text, with one final line end; of no blocks an empty string.
    Tracked changes print as if accepted, marks of comments print nothing."""
    ordered = sorted(blocks, key=lambda block: isinstance(block, nodes.Note))
    text = _Printer(Names(_notes(blocks))).level(ordered, top=True)
    return text + "\n" if text else ""


def dump_inside(blocks: Sequence[Block], notes: frozenset[str], *, top: bool = True) -> str:
    """As ``dump`` for some blocks of a text in which these names of notes are known; not ``top``:
    as they stand in a list, quote or call-out."""
    text = _Printer(Names(notes | _notes(blocks))).level(list(blocks), top=top)
    return text + "\n" if text else ""


def dump_item(item: nodes.Item, marker: str, notes: frozenset[str]) -> str:
    """One item of a list behind its marker, without a last line end."""
    return _Printer(Names(notes)).item(item, marker)


def dump_row(row: nodes.Row, notes: frozenset[str]) -> str:
    """One row of a table with pipes."""
    return _Printer(Names(notes)).pipes(row)


def _notes(blocks: Sequence[Block]) -> frozenset[str]:
    return frozenset(b.name for b in blocks_of(blocks) if isinstance(b, nodes.Note))


def is_plain_table(table: nodes.Table) -> bool:
    """Whether pipes can show it: one header row, no spans, at most one paragraph in a cell."""
    rows = (*table.head, *table.body)
    width = len(rows[0].cells) if rows else 0
    cells = [cell for row in rows for cell in row.cells]
    return (
        len(table.head) == 1
        and width > 0
        and all(len(row.cells) == width for row in rows)
        and all(c.rowspan == c.colspan == 1 and _is_plain(c) for c in cells)
        and not any(cell.header for row in table.body for cell in row.cells)
    )


def _is_plain(cell: nodes.Cell) -> bool:
    return not cell.blocks or (
        len(cell.blocks) == 1 and isinstance(cell.blocks[0], nodes.Paragraph)
    )


def is_tight(item: nodes.Item) -> bool:
    """Whether an item can be printed without blank lines."""
    rest = item.blocks[1:]
    opening = item.blocks[0] if item.blocks else nodes.Paragraph(())
    first = isinstance(opening, _SPOKEN) and not (rest and _has_second_line(opening))
    return item.tight and first and len(rest) <= 1 and all(
        isinstance(block, nodes.List) and all(is_tight(inner) for inner in block.items)
        for block in rest
    )  # fmt: skip


def _has_second_line(block: Block) -> bool:
    """Behind a second line python-markdown sees no nested list."""
    content = block.content if isinstance(block, nodes.Paragraph) else ()
    is_captioned = isinstance(block, nodes.Figure) and bool(block.caption)
    return is_captioned or any(isinstance(x, nodes.LineBreak) for x in content)


def _indented(text: str) -> str:
    return "\n".join("    " + line if line else "" for line in text.split("\n"))


class _Printer:
    def __init__(self, names: Names) -> None:
        self._names = names
        self._kinds: dict[type, Callable[..., str]] = {
            nodes.Heading: self._heading,
            nodes.Paragraph: lambda b: self._say(b.content),
            nodes.List: self._list,
            nodes.Table: self._table,
            nodes.Quote: self._quote,
            nodes.Rule: lambda _: "---",
            nodes.PageBreak: lambda _: '<div class="page-break"></div>',
            nodes.Admonition: self._admonition,
            nodes.Figure: self._figure,
            nodes.DefinitionList: self._definitions,
            nodes.Aside: lambda b: self._fenced('<aside markdown="1">', b.blocks, "</aside>"),
            nodes.Note: self._note,
            nodes.Raw: lambda b: b.text,
        }

    def level(self, blocks: Sequence[Block], *, top: bool = False) -> str:
        """Blocks of one level, a blank line between them."""
        parts: list[str] = []
        last: Block | None = None
        for block in blocks:
            text = self._block(block, top=top)
            if not text:
                continue
            if last is not None and _runs_on(last, block, top=top):
                parts.append(SEPARATOR)
            parts.append(text)
            last = block
        return "\n\n".join(parts)

    def _say(self, content: nodes.Inlines, *, in_row: bool = False) -> str:
        return write(content, self._names, in_row=in_row)

    def _block(self, block: Block, *, top: bool) -> str:
        if isinstance(block, nodes.Code):
            return _code(block, top=top)
        if isinstance(block, nodes.Directive):
            opening = f"::: {block.name} {block.argument}".rstrip()
            return self._fenced(opening, block.blocks, ":::", top=top)
        return self._kinds[type(block)](block)

    def _fenced(self, opening: str, blocks: Blocks, closing: str, *, top: bool = False) -> str:
        inner = self.level(blocks, top=top)
        return f"{opening}\n\n{inner}\n\n{closing}" if inner else f"{opening}\n\n{closing}"

    def _heading(self, block: nodes.Heading) -> str:
        text = write(block.content, self._names, in_row=True).replace("\\|", "|")
        if text.endswith("#"):
            text = text[:-1] + "\\#"
        anchor = f" {{#{block.anchor}}}" if block.anchor else ""
        return f"{'#' * block.level} {text}{anchor}".rstrip()

    def _list(self, block: nodes.List) -> str:
        parts: list[str] = []
        for at, item in enumerate(block.items):
            marker = f"{block.start + at}." if block.ordered else "-"
            parts.append(self.item(item, marker))
            if at + 1 < len(block.items):
                parts.append("\n\n" if _apart(item, block.items[at + 1]) else "\n")
        return "".join(parts)

    def item(self, item: nodes.Item, marker: str) -> str:
        """An item behind its marker."""
        box = {"open": "[ ] ", "done": "[x] "}.get(item.task, "")
        blocks = item.blocks
        first = ""
        if blocks and isinstance(blocks[0], _SPOKEN):
            first = self._block(blocks[0], top=False)
            blocks = blocks[1:]
        elif blocks:
            first = SEPARATOR
        first = _indented(first).lstrip(" ")
        gap = "\n" if is_tight(item) else "\n\n"
        rest = self.level(blocks)
        return f"{marker} {box}{first}" + (f"{gap}{_indented(rest)}" if rest else "")

    def _table(self, block: nodes.Table) -> str:
        if not is_plain_table(block):
            return self._html(block)
        width = len(block.head[0].cells)
        ruled = [_RULED[align] for align in [*block.alignment, *[""] * width][:width]]
        lines = [self.pipes(block.head[0]), f"| {' | '.join(ruled)} |"]
        return "\n".join((*lines, *map(self.pipes, block.body)))

    def pipes(self, row: nodes.Row) -> str:
        """A row with pipes."""
        cells = [self._cell(cell) for cell in row.cells]
        return f"|{'|'.join(f' {cell} ' if cell else '  ' for cell in cells)}|"

    def _cell(self, cell: nodes.Cell) -> str:
        block = cell.blocks[0] if cell.blocks else None
        content = block.content if isinstance(block, nodes.Paragraph) else ()
        return self._say(content, in_row=True)

    def _html(self, block: nodes.Table) -> str:
        rows = (*block.head, *block.body)
        lines = [TABLE]
        for row, places in zip(rows, columns(rows), strict=True):
            lines.append(ROW)
            for cell, x in zip(row.cells, places, strict=True):
                align = block.alignment[x] if x < len(block.alignment) else ""
                lines.append(self._html_cell(cell, align))
            lines.append("</tr>")
        return "\n".join((*lines, "</table>"))

    def _html_cell(self, cell: nodes.Cell, align: str) -> str:
        tag = "th" if cell.header else "td"
        spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        spans += f' style="text-align: {align};"' if align else ""
        if _is_plain(cell):
            text = self._cell(cell).replace("\\|", "|")
            return f'<{tag} markdown="1"{spans}>{text}</{tag}>'
        inner = self.level(cell.blocks)
        return f'<{tag} markdown="block"{spans}>\n\n{inner}\n\n</{tag}>'

    def _quote(self, block: nodes.Quote) -> str:
        text = self.level(block.blocks)
        return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))

    def _admonition(self, block: nodes.Admonition) -> str:
        title = "" if block.title is None else f' "{block.title}"'
        inner = self.level(block.blocks)
        return f"!!! {block.type}{title}" + (f"\n{_indented(inner)}" if inner else "")

    def _figure(self, block: nodes.Figure) -> str:
        shown: nodes.Inlines = (block.image,)
        if block.caption:
            shown = (block.image, nodes.LineBreak(), nodes.Emph(block.caption))
        return self._say(shown)

    def _definitions(self, block: nodes.DefinitionList) -> str:
        found = []
        for item in block.items:
            lines = "\n".join(map(self._row, item.terms))
            apart = False
            for first, *rest in item.meanings:
                lines += ("\n\n" if apart else "\n") + f":   {self._row(first)}"
                lines += "".join(f"\n\n{_indented(self._say(more))}" for more in rest)
                apart = bool(rest)
            found.append(lines)
        return "\n\n".join(found)

    def _row(self, content: nodes.Inlines) -> str:
        return self._say(content, in_row=True).replace("\\|", "|")

    def _note(self, block: nodes.Note) -> str:
        blocks = block.blocks
        first = SEPARATOR if blocks else ""
        if blocks and isinstance(blocks[0], nodes.Paragraph):
            first = self._say(blocks[0].content)
            blocks = blocks[1:]
        rest = self.level(blocks)
        head = f"[^{block.name}]: {_indented(first).lstrip(' ')}".rstrip()
        return head + (f"\n\n{_indented(rest)}" if rest else "")


def _code(block: nodes.Code, *, top: bool) -> str:
    if not top:
        return _indented(block.text) if block.text.strip() else SEPARATOR
    fence = "```"
    while any(line.startswith(fence) for line in block.text.split("\n")):
        fence += "`"
    body = f"{block.text}\n" if block.text else ""
    return f"{fence}{block.language}\n{body}{fence}"


def _apart(item: nodes.Item, after: nodes.Item) -> bool:
    """Whether a blank line stands between two items."""
    return not is_tight(item) and (len(item.blocks) > 1 or not is_tight(after))


def _runs_on(last: Block, block: Block, *, top: bool) -> bool:
    """Whether python-markdown would take the block for a part of the one before."""
    if isinstance(block, nodes.Code):
        return not top and isinstance(last, nodes.List | nodes.Admonition | nodes.Note | nodes.Code)
    if isinstance(last, nodes.List) and isinstance(block, nodes.List):
        return last.ordered == block.ordered
    same = (nodes.Quote, nodes.DefinitionList)
    return type(last) is type(block) and isinstance(block, same)
