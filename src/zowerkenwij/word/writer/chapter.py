"""One text on its way to paper: its paragraphs and tables, and its notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zowerkenwij.text import slugify
from zowerkenwij.text.blocks import blocks_of, ids, inlines_of, nodes, plain
from zowerkenwij.text.extensions import Anchors
from zowerkenwij.word.writer import cover, tracked
from zowerkenwij.word.writer.flow import Flow, Lists, Par
from zowerkenwij.word.writer.lower import Lowering, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zowerkenwij.word.export import Export

_OUTSIDE = ("http://", "https://", "mailto:", "#")
_BELOW_COVER = 280
"""Twips between the cover and the text."""
Notes = list[tuple[str, tuple[Flow, ...]]]


@dataclass(frozen=True)
class Chapter:
    """A text, lowered. ``notes`` by name, in their order."""

    export: Export
    flow: tuple[Flow, ...]
    notes: Notes


def chapter(
    export: Export, lists: Lists, width: int, asked: frozenset[str] = frozenset()
) -> Chapter:
    """Lower a text; a redline gets both texts in one. ``width`` is that of a line in twips;
    ``asked`` are anchors to which other texts lead."""
    flow, notes = _lowered(export, lists, width, asked)
    if export.revision is None:
        return Chapter(export, flow, notes)
    old, old_notes = _lowered(export.revision.former, lists, width, asked)
    both = dict(old_notes), dict(notes)
    other = {name for name in both[0] if name in both[1] and both[0][name] != both[1][name]}
    merged = tracked.redline(old, flow, other, lists)
    used = {p.text for p in tracked.pieces(merged) if p.kind == "note"}
    gone = [(name + tracked.OLD, note) for name, note in old_notes if name + tracked.OLD in used]
    comments = tuple(range(len(export.revision.comments)))
    if comments and merged and isinstance(merged[0], Par):
        merged = (replace(merged[0], comments=comments), *merged[1:])
    return Chapter(export, merged, notes + gone)


def _lowered(
    export: Export, lists: Lists, width: int, asked: frozenset[str]
) -> tuple[tuple[Flow, ...], Notes]:
    names = _names(export, asked)
    lowering = Lowering(lists, _address(export), export.slots, export.label,
                        lambda b: names.get(id(b), ()))  # fmt: skip
    flow = lowering.flow(export.blocks, Where(width=width))
    notes = (b for b in export.blocks if isinstance(b, nodes.Note))
    return flow, [(b.name, lowering.flow(b.blocks)) for b in notes]


def _address(export: Export) -> Callable[[str], str]:
    return lambda target: export.links.get(target, target if target.startswith(_OUTSIDE) else "")


def _names(export: Export, asked: frozenset[str]) -> Mapping[int, tuple[str, ...]]:
    """The bookmarks of each block: its carrier, and its anchor when it has one of its own or a
    link leads there."""
    found: dict[int, tuple[str, ...]] = {}
    if export.carriers:
        marks = zip(export.blocks, ids(export.blocks), strict=True)
        found = {id(block): (f"_zww_{mark}",) for block, mark in marks}
    headings = [b for b in blocks_of(export.blocks) if isinstance(b, nodes.Heading)]
    links = (x.target for x in inlines_of(export.blocks) if isinstance(x, nodes.Link))
    wanted = asked | {target[1:] for target in links if target.startswith("#")}
    anchors = Anchors({h.anchor for h in headings if h.anchor})
    for heading in headings:
        anchor = heading.anchor or anchors.claim(slugify(plain(heading.content)))
        if heading.anchor or anchor in wanted:
            found[id(heading)] = (*found.get(id(heading), ()), anchor)
    return found


def titled(one: Chapter, width: int) -> tuple[tuple[Flow, ...], tuple[Flow, ...]]:
    """The cover with the title of the text, and the rest of the text."""
    flow = one.flow
    has_title = bool(flow) and isinstance(flow[0], Par) and flow[0].style == "heading 1"
    title = flow[:1] if has_title else (cover.title(one.export),)
    above, below = cover.above(one.export), cover.facts(one.export, width)
    rest = flow[1:] if has_title else flow
    if rest and isinstance(rest[0], Par) and rest[0].before is None:
        rest = (replace(rest[0], before=_BELOW_COVER), *rest[1:])
    return (*above, *title, *below), rest
