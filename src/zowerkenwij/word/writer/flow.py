"""A text as it goes onto paper: paragraphs and tables in a row, ready to be written or compared.

Block trees are lowered to this form (``lower``); it is written as WordprocessingML (``emit``) and
compared for a redline.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

FORMER = "_old_"
"""Stands before the name of a bookmark that was taken out in a redline: the text may use the name
again elsewhere."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The smallest thing in a line. ``kind``: text, break, tab, note, picture, anchor, box,
    page.

    ``text`` holds the words; the name of a note or anchor; the target of a picture; "done" or
    "open" of a box. ``link`` is an address or ``#bookmark``, ``slot`` the name of a slot whose
    value this is, ``alt`` the words for a picture. ``code`` is the code of a field that shows
    the text. ``change`` is insert, delete, move-from or move-to in a redline.
    """

    text: str = ""
    marks: tuple[str, ...] = ()
    link: str = ""
    slot: str = ""
    kind: str = "text"
    alt: str = ""
    code: str = ""
    change: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Number:
    """The place of a paragraph in a list: which instance of a numbering, and the level (0 …)."""

    kind: str  # bullet or decimal
    instance: int
    level: int


@dataclass(frozen=True, slots=True)
class Par:
    """A paragraph. ``left`` is an extra indent in twips, ``before`` and ``after`` space in twips
    instead of the style's; ``bookmarks`` are names at its start."""

    style: str
    pieces: tuple[Piece, ...] = ()
    number: Number | None = None
    bookmarks: tuple[str, ...] = field(default=(), compare=False)
    left: int = 0
    shade: str = ""
    align: str = ""
    before: int | None = field(default=None, compare=False)
    after: int | None = field(default=None, compare=False)
    keep: bool = field(default=False, compare=False)
    change: str = field(default="", compare=False)
    move: str = field(default="", compare=False)  # the name of the move that begins or ends here
    begins: bool = field(default=False, compare=False)
    ends: bool = field(default=False, compare=False)
    comments: tuple[int, ...] = field(default=(), compare=False)  # numbers, from 0
    opens: str = field(default="", compare=False)  # code of a field that begins here
    closes: bool = field(default=False, compare=False)  # the field ends after this paragraph

    @property
    def words(self) -> str:
        """The plain text."""
        return "".join(
            p.text if p.kind == "text" else "\n" if p.kind == "break" else "" for p in self.pieces
        )


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell. ``down`` is restart or continue in a vertical span, else empty."""

    flow: tuple[Flow, ...]
    across: int = 1
    down: str = ""
    shade: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row; ``header`` ones are repeated on each page."""

    cells: tuple[GridCell, ...]
    header: bool = False
    change: str = field(default="", compare=False)

    @property
    def words(self) -> str:
        """The plain text of all cells."""
        return "\t".join(words(c.flow) for c in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with the widths of its columns in twips."""

    widths: tuple[int, ...] = field(compare=False)
    rows: tuple[GridRow, ...] = ()
    style: str = "ZWW Tabel"
    left: int = 0

    @property
    def words(self) -> str:
        """The plain text of all rows."""
        return "\n".join(r.words for r in self.rows)


Flow: TypeAlias = Par | Grid


def words(flow: tuple[Flow, ...]) -> str:
    """The plain text of a row of paragraphs and tables."""
    return "\n".join(one.words for one in flow)


@dataclass(frozen=True, slots=True)
class Instance:
    """One list of a document: its kind, the level at which it begins, and its first number."""

    kind: str
    level: int
    start: int = 1


@dataclass
class Lists:
    """All lists of a document in order; the number of an instance is its place. In a redline
    lists stand ``apart``: there the paragraph that begins one may go."""

    instances: list[Instance] = field(default_factory=list)
    apart: bool = False

    def new(self, kind: str, level: int, start: int = 1) -> int:
        """A new list; its number."""
        self.instances.append(Instance(kind, level, start))
        return len(self.instances) - 1
