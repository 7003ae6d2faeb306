"""From pieces of a line to nested inlines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from zowerkenwij.text.blocks import nodes

if TYPE_CHECKING:
    from zowerkenwij.text.blocks.nodes import Inline, Inlines

MARKS: dict[str, type] = {
    "bold": nodes.Strong, "italic": nodes.Emph, "strike": nodes.Strike,
    "underline": nodes.Underline, "sub": nodes.Sub, "sup": nodes.Sup, "small-caps": nodes.RawInline,
}  # fmt: skip
_BLANKS = re.compile(r"[ \t\n]+")
SMALL_CAPS = '<span style="font-variant: small-caps">'


@dataclass(frozen=True, slots=True)
class Piece:
    """Something in a line with its marks and the address it leads to."""

    node: Inline
    marks: frozenset[str] = frozenset()
    link: str = ""


def built(pieces: list[Piece]) -> Inlines:
    """Inlines with equal neighbours joined, blanks outside marks, marks nested in one order."""
    flat = [part for piece in pieces for part in _blanks_out(piece)]
    found: list[Inline] = []
    for link, group in groupby(flat, key=lambda p: p.link):
        inner = list(group)
        if link:
            inner = [Piece(p.node, p.marks - {"underline"}) for p in inner]
            found.append(nodes.Link(link, tidy(_nested(inner, list(MARKS)), ends=False)))
        else:
            found += _nested(inner, list(MARKS))
    return tidy(found)


def _blanks_out(piece: Piece) -> list[Piece]:
    node = piece.node
    if not isinstance(node, nodes.Text) or not (piece.marks or piece.link):
        return [piece]
    words = node.text
    core = words.strip(" \t\n")
    if core == words:
        return [piece]
    if not core:
        return [Piece(node, frozenset(), piece.link)]
    at = words.index(core)
    ends = (nodes.Text(words[:at]), nodes.Text(words[at + len(core) :]))
    middle = Piece(nodes.Text(core), piece.marks, piece.link)
    return [p for p in (Piece(ends[0], frozenset(), piece.link), middle,
                        Piece(ends[1], frozenset(), piece.link))
            if not isinstance(p.node, nodes.Text) or p.node.text]  # fmt: skip


def _nested(pieces: list[Piece], marks: list[str]) -> list[Inline]:
    if not marks:
        return _joined(pieces)
    found: list[Inline] = []
    for has, group in groupby(_bridged(pieces, marks[0]), key=lambda p: marks[0] in p.marks):
        inner = _nested(list(group), marks[1:])
        if has and inner and marks[0] == "small-caps":
            found += (nodes.RawInline(SMALL_CAPS), *inner, nodes.RawInline("</span>"))
        elif has and inner:
            found.append(MARKS[marks[0]](tidy(inner, ends=False)))
        else:
            found += inner
    return found


def _bridged(pieces: list[Piece], mark: str) -> list[Piece]:
    """Blanks between two pieces with a mark get it too, so that the marks touch."""
    found = list(pieces)
    for at in range(1, len(found) - 1):
        node = found[at].node
        blank = isinstance(node, nodes.Text) and not node.text.strip(" ")
        if blank and mark in found[at - 1].marks and mark in found[at + 1].marks:
            found[at] = Piece(node, found[at].marks | {mark}, found[at].link)
    return found


def _joined(pieces: list[Piece]) -> list[Inline]:
    found: list[Inline] = []
    for piece in pieces:
        last = found[-1] if found else None
        node = piece.node
        if isinstance(node, nodes.CodeSpan) and isinstance(last, nodes.CodeSpan):
            found[-1] = nodes.CodeSpan(last.text + node.text)
        else:
            found.append(node)
    return found


def tidy(content: list[Inline] | Inlines, *, ends: bool = True) -> Inlines:
    """Words joined and blanks collapsed, as a parsed text has them."""
    from zowerkenwij.text.blocks.inline import trimmed

    clean = [one for x in content if (one := _clean(x)) is not None]
    while ends and clean and isinstance(clean[-1], nodes.LineBreak):
        clean.pop()
    return trimmed(clean, ends=ends)


def _clean(node: Inline) -> Inline | None:
    """Blanks as one space, also tabs and line ends; code without words is nothing."""
    if isinstance(node, nodes.Text):
        has_blanks = "  " in node.text or "\n" in node.text or "\t" in node.text
        return nodes.Text(_BLANKS.sub(" ", node.text)) if has_blanks else node
    if isinstance(node, nodes.CodeSpan):
        words = " ".join(node.text.split())
        return nodes.CodeSpan(words) if words else None
    return node
