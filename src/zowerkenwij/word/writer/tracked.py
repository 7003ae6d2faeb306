"""Two versions of a text as one with tracked changes: accepting all gives the new one, rejecting
all the old one.

Paragraphs are aligned first, then words inside those that are alike. What differs in style or in
its list is shown as taken out and put in, so that both texts come back exactly in every program.
"""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from zowerkenwij.word.writer.flow import (
    FORMER,
    Flow,
    Grid,
    GridCell,
    GridRow,
    Lists,
    Number,
    Par,
    Piece,
)
from zowerkenwij.word.writer.halves import apart, split_places, with_ends
from zowerkenwij.word.writer.looks import COVER, PASSAGE_END, RULE
from zowerkenwij.word.writer.moves import moves, words_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence

_LEAST = 0.45  # share of words in common from which two paragraphs are one
_MAX_WORDS = 4_000  # in one paragraph; longer ones are replaced as a whole
_WORD = re.compile(r"\w+(?:[’'\-./:@]\w+)*|\s+|.", re.DOTALL)
_LONGEST = 40 - len(FORMER)  # letters of a name to which FORMER still fits
_MOVED = ("move-from", "move-to")
_NEW = ("insert", "move-to")
OLD = "\0"
"""Stands behind the name of a note that is shown as taken out."""
T = TypeVar("T")
Pair = tuple[T | None, T | None]


def redline(
    old: Sequence[Flow], new: Sequence[Flow], notes: Collection[str], lists: Lists
) -> tuple[Flow, ...]:
    """The new text with what was taken out. ``notes``: names of notes that differ between both;
    ``lists`` those of both texts."""
    return words_apart(_Redline(frozenset(notes), lists).flow(old, new))


class _Redline:
    def __init__(self, notes: frozenset[str], lists: Lists) -> None:
        self._notes = notes
        self._all_lists = lists.instances
        self._lists: dict[int, int] = {}  # list of the old text → the same one in the new text
        self._moved = 0

    def flow(self, old: Sequence[Flow], new: Sequence[Flow]) -> tuple[Flow, ...]:
        pairs = _aligned(old, new, _key, _alike)
        for one, other in pairs:
            if isinstance(one, Par) and isinstance(other, Par) and one.number and other.number:
                self._same_list(one.number.instance, other.number.instance)
        places: dict[int, tuple[Flow, ...]] = self._moves(pairs)
        for place in split_places(pairs, places, self._same_looks):
            inside = [pairs[at] for at in place]
            olds, news = ([p[n] for p in inside if isinstance(p[n], Par)] for n in (0, 1))
            places |= dict.fromkeys(place, ())
            places[place.start] = self._halves(olds, news)  # type: ignore[arg-type]
        made = (
            one for at, pair in enumerate(pairs)
            for one in (places[at] if at in places else self._pair(*pair))
        )  # fmt: skip
        return tuple(_apart(_grouped(made)))

    def _same_looks(self, one: Par, other: Par) -> bool:
        plain = not one.style.startswith("heading") and self._kept(one.number) == other.number
        return plain and _key(one)[1:5] == _key(other)[1:5] and one.style == other.style  # type: ignore[index]

    def _halves(self, olds: list[Par], news: list[Par]) -> tuple[Par, ...]:
        return tuple(apart(self._words(with_ends(olds), with_ends(news)), olds, news))

    def _moves(self, pairs: list[Pair[Flow]]) -> dict[int, tuple[Flow, ...]]:
        """The paragraphs that moved, by their places in ``pairs``."""
        found: dict[int, tuple[Flow, ...]] = {}
        for move in moves(pairs):
            self._moved += 1
            name = f"verplaatst{self._moved}"
            for change, side, places in zip(_MOVED, (0, 1), move, strict=True):
                for at in places:
                    one = pairs[at][side]
                    if isinstance(one, Par):
                        whole = self._paragraph(one, change)
                        begins, ends = at == places[0], at == places[-1]
                        found[at] = (replace(whole, move=name, begins=begins, ends=ends),)
        return found

    def _same_list(self, old: int, new: int) -> None:
        """Two lists are one when they begin alike, and each with one other list only: else one of
        the texts would count wrongly."""
        if self._all_lists[old] == self._all_lists[new] and new not in self._lists.values():
            self._lists.setdefault(old, new)

    def _pair(self, old: Flow | None, new: Flow | None) -> Iterator[Flow]:
        if isinstance(old, Par) and isinstance(new, Par):
            if self._kept(old.number) == new.number:
                yield replace(new, pieces=self._words(old.pieces, new.pieces))
                return
        elif isinstance(old, Grid) and isinstance(new, Grid):
            yield replace(new, rows=tuple(self._rows(old.rows, new.rows)))
            return
        if old is not None:
            yield self._whole(old, "delete")
        if new is not None:
            yield self._whole(new, "insert")

    def _kept(self, number: Number | None) -> Number | None:
        """The place of an old paragraph in the lists of the new text."""
        if number is None:
            return None
        return replace(number, instance=self._lists.get(number.instance, number.instance))

    # -- words ---------------------------------------------------------------------------

    def _words(self, old: Sequence[Piece], new: Sequence[Piece]) -> tuple[Piece, ...]:
        if tuple(old) == tuple(new) and not any(self._is_other_note(p) for p in new):
            return tuple(new)
        a, b = _tokens(old), _tokens(new)
        if max(len(a), len(b)) > _MAX_WORDS:
            return (*self._marked(a, "delete"), *self._marked(b, "insert"))
        keys = [(p, self._is_other_note(p)) for p in a], [(p, False) for p in b]
        found: list[Piece] = []
        for kind, i, j, m, n in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
            if kind == "equal":
                found += b[m:n]
            else:
                found += [*self._marked(a[i:j], "delete"), *self._marked(b[m:n], "insert")]
        return _joined(found)

    def _is_other_note(self, piece: Piece) -> bool:
        return piece.kind == "note" and piece.text in self._notes

    def _marked(self, pieces: Sequence[Piece], change: str) -> tuple[Piece, ...]:
        if change in _NEW:
            return tuple(replace(p, change=change) for p in pieces)
        kept = (p for p in pieces if p.kind != "anchor")
        return tuple(
            replace(p, change=change, text=p.text + OLD if p.kind == "note" else p.text)
            for p in kept
        )

    def _whole(self, one: Flow, change: str) -> Flow:
        """A paragraph or table that was put in or taken out as a whole."""
        if isinstance(one, Grid):
            return replace(one, rows=tuple(self._row(r, change) for r in one.rows))
        return self._paragraph(one, change)

    def _paragraph(self, one: Par, change: str) -> Par:
        pieces = self._marked(one.pieces, change)
        if change in _NEW:
            return replace(one, pieces=pieces, change=change)
        names = tuple(FORMER + name for name in one.bookmarks if len(name) <= _LONGEST)
        number = self._kept(one.number)
        return replace(one, pieces=pieces, change=change, number=number, bookmarks=names)

    # -- tables --------------------------------------------------------------------------

    def _rows(self, old: Sequence[GridRow], new: Sequence[GridRow]) -> Iterator[GridRow]:
        for one, other in _aligned(old, new, lambda r: r.words, _alike_rows):
            if one is not None and other is not None:
                cells = zip(one.cells, other.cells, strict=True)
                yield replace(other, cells=tuple(self._cell(a, b) for a, b in cells))
            elif one is not None:
                yield self._row(one, "delete")
            elif other is not None:
                yield self._row(other, "insert")

    def _cell(self, old: GridCell, new: GridCell) -> GridCell:
        a, b = old.flow[-1], new.flow[-1]
        if not (isinstance(a, Par) and isinstance(b, Par)):
            return replace(new, flow=self.flow(old.flow, new.flow))
        last = replace(b, pieces=self._words(a.pieces, b.pieces))  # the end of a cell never goes
        return replace(new, flow=(*self.flow(old.flow[:-1], new.flow[:-1]), last))

    def _row(self, row: GridRow, change: str) -> GridRow:
        cells = (
            replace(c, flow=tuple(self._whole(one, change) for one in c.flow)) for c in row.cells
        )
        return replace(row, cells=tuple(cells), change=change)


def _change_of(one: Flow) -> str:
    """How a paragraph or table was changed as a whole; empty when it was not."""
    if isinstance(one, Par):
        return one.change if all(p.change for p in one.pieces) else ""
    kinds = {row.change for row in one.rows}
    return kinds.pop() if len(kinds) == 1 else ""


def _grouped(flow: Iterable[Flow]) -> Iterator[Flow]:
    """In each row of changes first what is no longer here, then what is new here."""
    for changed, run in groupby(flow, lambda one: bool(_change_of(one))):
        found = list(run)
        yield from sorted(found, key=lambda one: _change_of(one) in _NEW) if changed else found


_INK = Piece(kind="tab")
END = Par(f"{COVER} einde", (_INK,))
"""Ends a redline, for the last paragraph of a file cannot go. It is not empty: LibreOffice gives an
empty paragraph the looks of the one before that goes."""
_EMPTY = (f"{COVER} einde", PASSAGE_END, RULE)


def _apart(flow: Iterable[Flow]) -> Iterator[Flow]:
    """Tables that touch would become one in Word; a paragraph that goes cannot join a table."""
    last: Flow | None = None
    for one in flow:
        if isinstance(one, Grid) and last and (isinstance(last, Grid) or _change_of(last)):
            yield END
        if isinstance(one, Par) and one.style in _EMPTY and not one.pieces and not one.change:
            yield replace(one, pieces=(_INK,))
        else:
            yield one
        last = one


# -- what belongs together ---------------------------------------------------------------


def _aligned(
    old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable],
    alike: Callable[[T, T], float],
) -> list[Pair[T]]:  # fmt: skip
    """Old and new in one order: equal ones and like ones in pairs, others alone, old ones first."""
    keys = [key(x) for x in old], [key(x) for x in new]
    found: list[Pair[T]] = []
    for kind, i, j, m, n in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            found.extend(zip(old[i:j], new[m:n], strict=True))
        else:
            matched = _matched(old[i:j], new[m:n], alike)
            found.extend(matched)
    return found


def _matched(
    old: Sequence[T], new: Sequence[T], alike: Callable[[T, T], float]
) -> Iterator[Pair[T]]:
    low = 0
    for other in new:
        likes = [(alike(old[at], other), -at) for at in range(low, len(old))]
        best, place = max(likes, default=(0.0, 0))
        if best < _LEAST:
            yield None, other
            continue
        yield from ((one, None) for one in old[low:-place])
        yield old[-place], other
        low = 1 - place
    yield from ((one, None) for one in old[low:])


def _key(one: Flow) -> Hashable:
    if isinstance(one, Grid):
        return (_shape(one), one.words)
    place = (one.number.kind, one.number.level) if one.number else None
    return (one.style, place, one.left, one.shade, one.align, one.pieces)


def _alike(one: Flow, other: Flow) -> float:
    if isinstance(one, Grid) or isinstance(other, Grid):
        same = isinstance(one, Grid) and isinstance(other, Grid) and _may_merge(one, other)
        return max(_likeness(one.words, other.words), _LEAST) if same else 0.0
    if _key(one)[:5] != _key(other)[:5]:  # type: ignore[index]
        return 0.0
    return 1.0 if one.style == "heading 1" else _likeness(one.words, other.words)


def _alike_rows(one: GridRow, other: GridRow) -> float:
    if one.header != other.header or _spans(one) != _spans(other):
        return 0.0
    return 1.0 if one.header else _likeness(one.words, other.words)


def _likeness(one: str, other: str) -> float:
    a, b = one.casefold().split(), other.casefold().split()
    return SequenceMatcher(None, a, b, autojunk=False).ratio() if a or b else 1.0


def _spans(row: GridRow) -> tuple[tuple[int, str], ...]:
    return tuple((cell.across, cell.down) for cell in row.cells)


def _shape(grid: Grid) -> Hashable:
    return tuple(_spans(row) for row in grid.rows)


def _may_merge(one: Grid, other: Grid) -> bool:
    """Whether two tables can be one: as many columns, and cells over rows in the same places."""
    if len(one.widths) != len(other.widths):
        return False
    down = any(cell.down for grid in (one, other) for row in grid.rows for cell in row.cells)
    return not down or _shape(one) == _shape(other)


# -- pieces ------------------------------------------------------------------------------


def _tokens(pieces: Sequence[Piece]) -> list[Piece]:
    """One piece per word; slots and all that is not text stay whole."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.kind == "text" and not piece.slot:
            found += (replace(piece, text=word) for word in _WORD.findall(piece.text))
        else:
            found.append(piece)
    return found


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last is not None and last.kind == piece.kind == "text" and (
            replace(last, text="") == replace(piece, text="") and last.change == piece.change
            and not piece.slot
        ):  # fmt: skip
            found[-1] = replace(last, text=last.text + piece.text)
        else:
            found.append(piece)
    return tuple(found)


def pieces(flow: Sequence[Flow]) -> Iterator[Piece]:
    """Every piece of a text, those in tables too."""
    for one in flow:
        if isinstance(one, Grid):
            for row in one.rows:
                for cell in row.cells:
                    yield from pieces(cell.flow)
        else:
            yield from one.pieces
