"""From the inlines of the block tree to the pieces of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.text.blocks import nodes as n
from zowerkenwij.word.writer.flow import Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_MARKS = {
    n.Strong: "bold", n.Emph: "italic", n.Strike: "strike", n.Underline: "underline",
    n.Sub: "sub", n.Sup: "sup",
}  # fmt: skip


def pieces(
    content: Iterable[n.Inline], link: Callable[[str], str], slots: Mapping[str, str]
) -> tuple[Piece, ...]:
    """The pieces of a paragraph. ``link`` gives the address for a target as written, empty when
    only the words stay; ``slots`` the value that each slot shows."""
    return tuple(_joined(_walk(content, (), "", link, slots)))


def _walk(
    content: Iterable[n.Inline], marks: tuple[str, ...], to: str,
    link: Callable[[str], str], slots: Mapping[str, str],
) -> Iterator[Piece]:  # fmt: skip
    for one in content:
        mark = _MARKS.get(type(one))
        if mark is not None:
            inner = tuple(sorted({*marks, mark}))
            yield from _walk(one.children, inner, to, link, slots)  # type: ignore[union-attr]
        elif isinstance(one, n.Link):
            yield from _walk(one.children, marks, link(one.target), link, slots)
        elif isinstance(one, n.Change):
            yield from _walk(one.children, marks, to, link, slots)
        else:
            yield from _leaf(one, marks, to, slots)


def _leaf(
    one: n.Inline, marks: tuple[str, ...], to: str, slots: Mapping[str, str]
) -> Iterator[Piece]:
    if isinstance(one, n.Text):
        yield Piece(one.text, marks, to)
    elif isinstance(one, n.CodeSpan):
        yield Piece(one.text, tuple(sorted({*marks, "code"})), to)
    elif isinstance(one, n.Slot):
        yield Piece(slots.get(one.name, one.value) or one.name, marks, to, one.name)
    elif isinstance(one, n.Image):
        yield Piece(one.target, (), to, kind="picture", alt=one.alt)
    elif isinstance(one, n.NoteRef):
        yield Piece(one.name, kind="note")
    elif isinstance(one, n.LineBreak):
        yield Piece(kind="break")
    elif isinstance(one, n.Anchor):
        yield Piece(one.name, kind="anchor")
    elif isinstance(one, n.Field):
        yield Piece(one.value, marks, to)


def _joined(found: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbouring words with equal looks as one piece."""
    last: Piece | None = None
    for piece in found:
        alike = (
            last is not None and last.kind == piece.kind == "text" and not piece.slot
            and (last.marks, last.link, last.slot) == (piece.marks, piece.link, piece.slot)
        )  # fmt: skip
        if alike and last is not None:
            last = Piece(last.text + piece.text, last.marks, last.link)
            continue
        if last is not None and (last.text or last.kind != "text"):
            yield last
        last = piece
    if last is not None and (last.text or last.kind != "text"):
        yield last
