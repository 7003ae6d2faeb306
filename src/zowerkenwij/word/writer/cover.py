"""What stands around a text: its cover, and the table of versions at the end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zowerkenwij.word.writer.flow import Flow, Grid, GridCell, GridRow, Par, Piece
from zowerkenwij.word.writer.looks import COVER, TINT, VERSIONS
from zowerkenwij.word.writer.widths import widths

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zowerkenwij.word.export import Book, Export

_DAY = re.compile(r"\b(\d{1,2}) ([a-z]+) (\d{4})\b")
_WHOLE = "\\1\u00a0\\2\u00a0\\3"  # a day stays on one line


def above(of: Export | Book) -> tuple[Flow, ...]:
    """What stands above the title."""
    return (
        Par(f"{COVER} stichting", (Piece(of.foundation),)),
        Par(f"{COVER} soort", (Piece(of.type_label),)),
    )


def title(of: Export | Book) -> Par:
    """The title where it is no heading of the text."""
    return Par(f"{COVER} titel", (Piece(of.title),))


def facts(of: Export | Book, width: int) -> tuple[Flow, ...]:
    """Summary and facts below the title."""
    summary = (Par(f"{COVER} samenvatting", (Piece(of.summary),)),) if of.summary else ()
    pairs = [of.facts[i : i + 2] for i in range(0, len(of.facts), 2)]
    rows = tuple(
        GridRow(tuple(c for fact in pair for c in _fact(*fact)) + (_fact("", "") * (2 - len(pair))))
        for pair in pairs
    )
    label = min(1500, width // 6)
    half = width // 2 - label
    columns = (label, half, label, width - 2 * label - half)
    return (*summary, Grid(columns, rows, f"{COVER}tabel")) if rows else summary


def _fact(label: str, shown: str) -> tuple[GridCell, ...]:
    return (
        GridCell((Par(f"{COVER} label", (Piece(label),) if label else ()),)),
        GridCell((Par(f"{COVER} waarde", (Piece(shown),) if shown else ()),)),
    )


def versions(export: Export, width: int) -> tuple[Flow, ...]:
    """The table of versions from the ledger, newest first; nothing when none was adopted."""
    head = ("Versie", "Vastgesteld", "Van kracht", "Door", "Wat is er veranderd")
    return _table("Versies van dit document", head, export.versions, width)


def register(book: Book, width: int) -> tuple[Flow, ...]:
    """Which texts are in a book, and in which version."""
    head = ("Document", "Versie", "Van kracht", "Eigenaar")
    return _table("Documenten in dit bestand", head, book.register, width)


def _table(
    title_: str, head: tuple[str, ...], lines: Iterable[tuple[str, ...]], width: int
) -> tuple[Flow, ...]:
    rows = [GridRow(tuple(_cell(_DAY.sub(_WHOLE, w), "tekst") for w in row)) for row in lines]
    if not rows:
        return ()
    rows.insert(0, GridRow(tuple(_cell(w, "label", TINT) for w in head), header=True))
    above_ = Par(f"{VERSIONS} kop", (Piece(title_),))
    columns = widths(rows, len(head), width)
    return (above_, Grid(columns, tuple(rows)), Par(f"{COVER} einde"))


def _cell(words: str, style: str, shade: str = "") -> GridCell:
    return GridCell((Par(f"{VERSIONS} {style}", (Piece(words),) if words else ()),), shade=shade)
