"""The table of contents: a field with its entries filled in, each a link."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zowerkenwij.word.writer.flow import Flow, Par, Piece
from zowerkenwij.word.writer.looks import COVER, PART

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST = 4
_TITLES = ("heading 1", f"{COVER} titel", PART)


def contents(
    flow: Sequence[Flow], *, book: bool = False
) -> tuple[tuple[Flow, ...], tuple[Flow, ...]]:
    """The table of contents, and the text with a bookmark on each heading that it lists: sections
    of a text (none when there are few), parts and titles of a book. There are no page numbers:
    only a word processor knows them, and a wrong one is worse than none."""
    styles, level = (_TITLES, 1) if book else (("heading 2",), 2)
    entries: list[Par] = []
    out: list[Flow] = []
    for one in flow:
        if isinstance(one, Par) and one.style in styles and one.words.strip():
            name = f"_Toc{len(entries) + 1:08}"
            entries.append(_entry(one, f"toc {level}", name))
            out.append(replace(one, bookmarks=(*one.bookmarks, name)))
        else:
            out.append(one)
    if len(entries) < _LEAST and not book:
        return (), tuple(flow)
    code = f'TOC \\o "{level}-{level}" \\n \\h \\z \\u'
    entries[0] = replace(entries[0], opens=code)
    entries[-1] = replace(entries[-1], closes=True)
    return (Par(f"{COVER} inhoud", (Piece("Inhoud"),)), *entries), tuple(out)


def _entry(one: Par, style: str, name: str) -> Par:
    is_part = one.style == PART
    marks = ("bold",) if is_part else ()
    words = Piece(" ".join(one.words.split()), marks, f"#{name}")
    return Par(style, (words,), before=160 if is_part else None, keep=is_part)
