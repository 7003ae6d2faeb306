"""The tree of a text: blocks that hold inlines. One class per kind; all frozen, tuples only.

``span`` is where a block stands in the text it was parsed from: offsets (start, end) of whole
lines, the last line end excluded. It takes no part in comparing, so equal texts are equal trees.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Text:
    """Words; blanks and line ends are single spaces, no-break spaces are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Bold words."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emph:
    """Words in italics."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strike:
    """Words struck through, ``<s>``."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Underline:
    """Underlined words, ``<u>``."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Sub:
    """Words below the line."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Sup:
    """Words above the line."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """Code inside a line."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link; ``target`` is what stands in the source: an address, a path with anchor, ``#x``."""

    target: str
    children: tuple[Inline, ...]
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture. ``target`` is the path in the source; a Word file that was read gives
    ``sha256`` and its media instead, and an empty target."""

    target: str
    alt: str
    title: str | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class NoteRef:
    """The mark of a footnote; the note itself is the ``Note`` with this name."""

    name: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced new line inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place to link to, ``<a id="x"></a>``."""

    name: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a value, ``{{ a.b }}``; ``value`` is what an export showed for it."""

    name: str
    value: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A form field or computed field of Word: ``name`` says which, ``value`` what it shows."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class RawInline:
    """Markup that the tree does not know, verbatim: an HTML tag, an attribute list, a comment."""

    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change of Word. ``kind``: insert, delete, move-from, move-to, format; ``number``
    counts changes in reading order from 1; ``on`` is an ISO date-time or empty."""

    kind: str
    author: str
    on: str
    children: tuple[Inline, ...]
    number: int = 0
    before: tuple[Inline, ...] = ()
    """For ``format``: the same words as they were before."""


@dataclass(frozen=True, slots=True)
class CommentMark:
    """Where a comment begins (``is_end`` False) or ends; shows nothing."""

    id: str
    is_end: bool = False


Inline: TypeAlias = (
    Text | Strong | Emph | Strike | Underline | Sub | Sup | CodeSpan | Link | Image | NoteRef
    | LineBreak | Anchor | Slot | Field | RawInline | Change | CommentMark
)  # fmt: skip
Inlines: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1–6; ``anchor`` is the one that is written (``{#x}``), else empty."""

    level: int
    content: Inlines
    anchor: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    content: Inlines
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list. ``task``: "" (none), "open" or "done". ``tight``: its text is no
    paragraph of its own (no blank line around it)."""

    blocks: tuple[Block, ...]
    task: str = ""
    tight: bool = True
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class List:
    """A bulleted or numbered list; ``start`` counts for numbered ones."""

    ordered: bool
    items: tuple[Item, ...]
    start: int = 1
    span: Span | None = field(default=None, compare=False)

    @property
    def tight(self) -> bool:
        """Whether no item stands apart."""
        return all(item.tight for item in self.items)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; a plain one holds one ``Paragraph``, an empty one none."""

    blocks: tuple[Block, ...]
    rowspan: int = 1
    colspan: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple[Cell, ...]
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``alignment`` per column: "", "left", "center" or "right". Cells of ``head`` rows
    have ``header`` set."""

    head: tuple[Row, ...]
    body: tuple[Row, ...]
    alignment: tuple[str, ...] = ()
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    blocks: tuple[Block, ...]
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Code:
    """A block of code, without its last line end."""

    text: str
    language: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""

    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page on paper, ``<div class="page-break"></div>``."""

    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Admonition:
    """A call-out, ``!!! type "title"``; title None: the type's own name, "": no title line."""

    type: str
    title: str | None
    blocks: tuple[Block, ...]
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Directive:
    """A passage between ``::: name argument`` and ``:::``."""

    name: str
    argument: str
    blocks: tuple[Block, ...]
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that stands alone, with its caption (may be empty)."""

    image: Image
    caption: Inlines = ()
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Definition:
    """One term, or several, with what they mean: meanings of one or more paragraphs."""

    terms: tuple[Inlines, ...]
    meanings: tuple[tuple[Inlines, ...], ...]


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """Terms and their meanings."""

    items: tuple[Definition, ...]
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Aside:
    """A text box beside the running text."""

    blocks: tuple[Block, ...]
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Note:
    """The text of a footnote. ``parse`` puts notes last, in their order."""

    name: str
    blocks: tuple[Block, ...]
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Raw:
    """Source that the tree does not know, verbatim; ``reason`` says what it is (html,
    definition, attributes, directive, definitions)."""

    reason: str
    text: str
    span: Span | None = field(default=None, compare=False)


Block: TypeAlias = (
    Heading | Paragraph | List | Table | Quote | Code | Rule | PageBreak | Admonition | Directive
    | Figure | DefinitionList | Aside | Note | Raw
)  # fmt: skip
Blocks: TypeAlias = tuple[Block, ...]
