"""A book of several texts: one table of contents, and nothing of one text in another's way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zowerkenwij.word.writer import cover
from zowerkenwij.word.writer.chapter import Notes, chapter, titled
from zowerkenwij.word.writer.contents import contents
from zowerkenwij.word.writer.flow import Flow, Grid, Par, Piece
from zowerkenwij.word.writer.looks import PART

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zowerkenwij.word.export import Book, Export
    from zowerkenwij.word.writer.flow import GridRow, Lists

Section = tuple["Export | Book", tuple[Flow, ...]]


def bound(book: Book, lists: Lists, width: int) -> tuple[list[Section], Notes]:
    """The sections of a book: its cover with the contents and the register, then each text; and
    the notes of all."""
    homes = {one.address: f"d{at}" for at, one in enumerate(book.texts, 1) if one.address}
    asked = {link for one in book.texts for link in one.links.values()}
    bodies: list[tuple[Flow, ...]] = []
    notes: Notes = []
    part = ""
    for at, export in enumerate(book.texts, 1):
        inside = _Inside(f"d{at}", homes)
        one = chapter(export, lists, width, _anchors(asked, export.address))
        head, rest = titled(one, width)
        above = (Par(PART, (Piece(export.part),)),) if export.part != part else ()
        part = export.part
        whole = (*head, *rest, *cover.versions(export, width))
        bodies.append((*above, *_at_home(inside.flow(whole), f"d{at}")))
        notes += ((inside.name(name), tuple(inside.flow(note))) for name, note in one.notes)
    toc, marked = contents([one for body in bodies for one in body], book=True)
    front = (*cover.above(book), cover.title(book), *cover.facts(book, width), *toc,
             *cover.register(book, width))  # fmt: skip
    return [(book, front), *_split(book.texts, bodies, marked)], notes


def _anchors(links: Iterable[str], address: str) -> frozenset[str]:
    """The anchors of a text to which others lead."""
    found = (link.removeprefix(address) for link in links if address and link.startswith(address))
    return frozenset(anchor[1:] for anchor in found if anchor.startswith("#"))


def _split(
    texts: Iterable[Export], bodies: Iterable[tuple[Flow, ...]], marked: tuple[Flow, ...]
) -> Iterator[Section]:
    at = 0
    for export, body in zip(texts, bodies, strict=True):
        yield export, marked[at : at + len(body)]
        at += len(body)


def _at_home(flow: Iterable[Flow], name: str) -> Iterator[Flow]:
    """With a bookmark on the first words: here links to the whole text lead."""
    for one in flow:
        if name and isinstance(one, Par) and one.pieces:
            yield replace(one, bookmarks=(*one.bookmarks, name))
            name = ""
        else:
            yield one


class _Inside:
    """Gives every name in a text a beginning of its own. ``homes`` leads from addresses of texts
    to theirs."""

    def __init__(self, home: str, homes: Mapping[str, str]) -> None:
        self._home = home
        self._homes = homes

    def name(self, name: str) -> str:
        return f"{self._home}-{name}"

    def flow(self, flow: Iterable[Flow]) -> Iterator[Flow]:
        for one in flow:
            if isinstance(one, Grid):
                yield replace(one, rows=tuple(map(self._row, one.rows)))
            else:
                names = tuple(map(self.name, one.bookmarks))
                yield replace(one, pieces=tuple(map(self._piece, one.pieces)), bookmarks=names)

    def _row(self, row: GridRow) -> GridRow:
        cells = (replace(cell, flow=tuple(self.flow(cell.flow))) for cell in row.cells)
        return replace(row, cells=tuple(cells))

    def _piece(self, piece: Piece) -> Piece:
        text = self.name(piece.text) if piece.kind in ("note", "anchor") else piece.text
        return replace(piece, text=text, link=self._link(piece.link))

    def _link(self, link: str) -> str:
        if link.startswith("#"):
            return f"#{self.name(link[1:])}"
        address, _, anchor = link.partition("#")
        home = self._homes.get(address)
        if home is None:
            return link
        return f"#{home}-{anchor}" if anchor else f"#{home}"
