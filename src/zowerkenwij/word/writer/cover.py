"""What stands around the text: cover, contents, and the table of versions at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.word.writer.flow import Flow, Grid, GridCell, GridRow, Par, Piece
from zowerkenwij.word.writer.house import WIDTH
from zowerkenwij.word.writer.looks import COVER, TINT, VERSIONS
from zowerkenwij.word.writer.widths import widths

if TYPE_CHECKING:
    from zowerkenwij.word.export import Export


def above(export: Export) -> tuple[Flow, ...]:
    """What stands above the title."""
    return (
        Par(f"{COVER} stichting", (Piece(export.foundation),)),
        Par(f"{COVER} soort", (Piece(export.type_label),)),
    )


def facts(export: Export) -> tuple[Flow, ...]:
    """Summary and facts below the title."""
    summary = (Par(f"{COVER} samenvatting", (Piece(export.summary),)),) if export.summary else ()
    pairs = [export.facts[i : i + 2] for i in range(0, len(export.facts), 2)]
    rows = tuple(
        GridRow(tuple(c for fact in pair for c in _fact(*fact)) + (_fact("", "") * (2 - len(pair))))
        for pair in pairs
    )
    quarter = (1500, 3319, 1500, 3319)
    return (*summary, Grid(quarter, rows, f"{COVER}tabel"))


def _fact(label: str, shown: str) -> tuple[GridCell, ...]:
    return (
        GridCell((Par(f"{COVER} label", (Piece(label),) if label else ()),)),
        GridCell((Par(f"{COVER} waarde", (Piece(shown),) if shown else ()),)),
    )


def contents_heading() -> Par:
    """The heading of the table of contents."""
    return Par(f"{COVER} inhoud", (Piece("Inhoud"),))


def versions(export: Export) -> tuple[Flow, ...]:
    """The table of versions from the ledger, newest first; nothing when none was adopted."""
    if not export.versions:
        return ()
    head = ("Versie", "Vastgesteld", "Van kracht", "Door", "Wat is er veranderd")
    rows = [GridRow(tuple(_cell(w, "label", TINT) for w in head), header=True)]
    rows += [GridRow(tuple(_cell(w, "tekst") for w in row)) for row in export.versions]
    title = Par(f"{VERSIONS} kop", (Piece("Versies van dit document"),))
    end = Par(f"{COVER} einde")
    return (title, Grid(widths(rows, 5, WIDTH), tuple(rows)), end)


def _cell(words: str, style: str, shade: str = "") -> GridCell:
    return GridCell((Par(f"{VERSIONS} {style}", (Piece(words),) if words else ()),), shade=shade)
