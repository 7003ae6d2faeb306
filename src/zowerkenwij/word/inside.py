"""What changed inside a list, table, call-out, quote or passage: each part keeps or gets its own
lines."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from zowerkenwij.text.blocks import count, nodes
from zowerkenwij.text.blocks.printer import dump_item, dump_row, is_plain_table
from zowerkenwij.word.align import Pairs, aligned, mark, same
from zowerkenwij.word.pieces import (
    Piece,
    between,
    indented,
    item_of,
    items,
    joined,
    row_of,
    single,
)

if TYPE_CHECKING:
    from zowerkenwij.text.blocks.nodes import Block
    from zowerkenwij.word.lens import Lens

_MARKED = re.compile(r"([\s>]*)([*+-]|\d+\.)([ \t]+)(\[[ xX]\][ \t]+)?")


def edited(lens: Lens, source: Block, before: Block, after: Block, inset: str) -> str | None:
    """The new lines of a block that holds others; None when it is to be printed as a whole."""
    match source, before, after:
        case nodes.List(), nodes.List(), nodes.List():
            return _list(lens, source, before, after, inset)
        case nodes.Table(), nodes.Table(), nodes.Table():
            return _table(lens, source, before, after, inset)
        case nodes.Directive(), nodes.Directive(), nodes.Directive():
            return _box(lens, source, before, after, inset)
        case nodes.Aside(), nodes.Aside(), nodes.Aside():
            return _box(lens, source, before, after, inset)
        case nodes.Quote(), nodes.Quote(), nodes.Quote():
            pieces = lens.level(source.blocks, before.blocks, after.blocks, f"{inset}> ")
            return joined(pieces, lens.stored, f"\n{inset}>\n")
        case nodes.Admonition(), nodes.Admonition(), nodes.Admonition():
            return _admonition(lens, source, before, after, inset)
    return None


_Box = nodes.Directive | nodes.Aside


def _box(lens: Lens, source: _Box, before: _Box, after: _Box, inset: str) -> str:
    """What stands between an opening and a closing line."""
    pieces = lens.level(source.blocks, before.blocks, after.blocks, inset)
    ends = _line(lens, source, 0), _line(lens, source, -1)
    return joined([ends[0], *pieces, ends[1]], lens.stored, _gap(inset))


def _line(lens: Lens, block: Block, at: int) -> Piece:
    """The first or the last line of a block."""
    start, end = block.span or (0, 0)
    lines = lens.stored[start:end].split("\n")
    where = (start, start + len(lines[0])) if at == 0 else (end - len(lines[-1]), end)
    return Piece(lines[at], where)


def _gap(inset: str) -> str:
    return f"\n{inset.rstrip()}\n"


def _admonition(
    lens: Lens, source: nodes.Admonition, before: nodes.Admonition, after: nodes.Admonition,
    inset: str,
) -> str:  # fmt: skip
    """A call-out counts once, however much changed in it."""
    counted = lens.changed
    opening = _line(lens, source, 0)
    if before.title != after.title:
        lens.changed += 1
        title = "" if after.title is None else f' "{after.title.replace(chr(34), chr(39))}"'
        opening = Piece(f"{inset}!!! {source.type}{title}", opening.span)
    pieces = lens.level(source.blocks, before.blocks, after.blocks, f"{inset}    ")
    lens.changed = min(lens.changed, counted + 1)
    inner = joined(pieces, lens.stored, _gap(inset))
    if not inner:
        return opening.text
    return opening.text + between(opening.span, pieces[0].span, lens.stored, "\n") + inner


# -- lists -----------------------------------------------------------------------------------


class _Items(NamedTuple):
    source: nodes.Item | None
    before: nodes.Item | None
    after: nodes.Item
    marker: str


def _list(lens: Lens, source: nodes.List, before: nodes.List, after: nodes.List, inset: str) -> str:
    if source.ordered != after.ordered or len(source.items) != len(before.items):
        lens.changed += count((after,))
        return lens.printed(lens.restorer.new(after), inset)
    pairs = aligned(items(before), items(after), {}, {})
    back = {b: a for a, b in pairs.items()}
    gone = tuple(source.items[a] for a in range(len(before.items)) if a not in pairs)
    lens.changed += count((nodes.List(False, gone),))
    lens.changed += _moved([back[b] for b in range(len(after.items)) if b in back])
    start = source.start if before.start == after.start else after.start
    lens.changed += before.start != after.start
    renumbered = gone or len(before.items) != len(after.items) or pairs != _straight(pairs)
    renumbered = renumbered or before.start != after.start
    pieces = []
    for b, item in enumerate(after.items):
        a = back.get(b)
        marker = f"{start + b}." if source.ordered else ""
        old = source.items[a] if a is not None else None
        was = before.items[a] if a is not None else None
        text = _item(lens, _Items(old, was, item, marker if renumbered else ""), inset)
        if old is None and not source.ordered:
            text = _bulleted(text, lens.bytes(source.items[0].span))
        pieces.append(Piece(text, old.span if old else None))
    gap = "\n" if source.tight else _gap(inset)
    return joined(pieces, lens.stored, gap, alike=True)


def _straight(pairs: Pairs) -> Pairs:
    return {a: a for a in pairs}


def _moved(order: list[int]) -> int:
    return len(order) - len(same(order, sorted(order)))


def _bulleted(text: str, like: str) -> str:
    """The item with the bullet that its neighbours have."""
    found = _MARKED.match(like)
    return (
        _MARKED.sub(lambda m: f"{m[1]}{found[2]}{m[3]}{m[4] or ''}", text, count=1)
        if found
        else text
    )


def _item(lens: Lens, it: _Items, inset: str) -> str:
    if it.source is None or it.before is None:
        lens.changed += count((nodes.List(False, (it.after,)),))
        return _printed(lens, it, inset)
    text = lens.bytes(it.source.span)
    lead = _MARKED.match(text)
    if lead and item_of(it.before) == item_of(it.after):
        return _numbered(text, it.marker)
    blocks = (it.source.blocks, it.before.blocks, it.after.blocks)
    if lead is None or not all(b and isinstance(b[0], nodes.Paragraph) for b in blocks):
        lens.changed += 1
        return _printed(lens, it, inset)
    first = _first(lens, it.source, it.before, it, lead, inset)
    rest = lens.level(blocks[0][1:], blocks[1][1:], blocks[2][1:], f"{inset}    ")
    head = Piece(first, it.source.blocks[0].span)
    tight = it.source.tight and bool(rest) and isinstance(it.after.blocks[1], nodes.List)
    return joined([head, *rest], lens.stored, "\n" if tight else _gap(inset))


def _first(
    lens: Lens, old: nodes.Item, before: nodes.Item, it: _Items, lead: re.Match[str], inset: str
) -> str:
    """The line with the marker: its own bytes, or new words behind them."""
    source, was, now = old.blocks[0], before.blocks[0], it.after.blocks[0]
    box = lead[4] or ""
    same_task = before.task == it.after.task
    if not same_task:
        box = {"open": "[ ] ", "done": "[x] "}.get(it.after.task, "")
    words = _numbered(lens.bytes(source.span), it.marker)
    same_words = mark(was) == mark(now)
    if same_words and same_task:
        return words
    made = source if same_words else lens.restorer.block(source, was, now)
    if replace(made, span=None) == replace(source, span=None) and same_task:
        return words
    lens.changed += 1
    marker = lead[2] if lead[2] in "*+-" or not it.marker else it.marker
    body = indented(lens.printed(made, ""), f"{inset}    ").lstrip(" >")
    return f"{lead[1]}{marker}{lead[3]}{box}{body}"


def _printed(lens: Lens, it: _Items, inset: str) -> str:
    row = nodes.List(False, (it.after,))
    made = lens.restorer.new(row)
    new = made.items[0] if isinstance(made, nodes.List) else it.after
    if it.source is not None:
        new = replace(new, tight=it.source.tight)
    marker = it.marker or ("-" if not it.source else _sign(lens, it.source))
    return indented(dump_item(new, marker, lens.names), inset)


def _sign(lens: Lens, item: nodes.Item) -> str:
    found = _MARKED.match(lens.bytes(item.span))
    return found[2] if found else "-"


def _numbered(text: str, marker: str) -> str:
    if not marker:
        return text
    return _MARKED.sub(lambda m: f"{m[1]}{marker}{m[3]}{m[4] or ''}", text, count=1)


# -- tables ----------------------------------------------------------------------------------


def _table(
    lens: Lens, source: nodes.Table, before: nodes.Table, after: nodes.Table, inset: str
) -> str:
    rows, was, now = ([*t.head, *t.body] for t in (source, before, after))
    pairs = aligned(single(was), single(now), {}, {})
    back = {b: a for a, b in pairs.items()}
    widths = {len(r.cells) for r in (*rows, *now)}
    plain = is_plain_table(source) and is_plain_table(after)
    changed = [
        b for b, row in enumerate(now) if b not in back or row_of(was[back[b]]) != row_of(row)
    ]
    gone = len(was) - len(pairs)
    if not plain or len(widths) > 1 or len(rows) != len(was) or back.get(0) != 0:
        lens.changed += max(len(changed) + gone, 1)
        made = lens.restorer.block(source, before, after)
        return lens.printed(made, inset)
    lens.changed += gone + _moved([back[b] for b in range(len(now)) if b in back])
    lines = [_row(lens, now[b], back.get(b), rows, was, inset) for b in range(len(now))]
    divider = lens.bytes(source.span).split("\n")[1].rstrip("\r")
    return "\n".join((lines[0], divider, *lines[1:]))


def _row(
    lens: Lens, row: nodes.Row, a: int | None, rows: list[nodes.Row], before: list[nodes.Row],
    inset: str,
) -> str:  # fmt: skip
    if a is None:
        lens.changed += 1
        made = lens.restorer.new(nodes.Table((), (row,)))
        shown = made.body[0] if isinstance(made, nodes.Table) else row
        return inset + dump_row(shown, lens.names)
    if row_of(before[a]) == row_of(row):
        return lens.bytes(rows[a].span)
    trios = zip(rows[a].cells, before[a].cells, row.cells, strict=True)
    cells = tuple(lens.restorer.cell(*trio) for trio in trios)
    if cells == rows[a].cells:
        return lens.bytes(rows[a].span)
    lens.changed += 1
    return inset + dump_row(nodes.Row(cells), lens.names)
