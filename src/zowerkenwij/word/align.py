"""Which block became which: by carrier, by equal mark, and by likeness (word.md §7)."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from zowerkenwij.text.blocks import nodes, sig
from zowerkenwij.text.blocks.walk import words
from zowerkenwij.word.renaming import rewritten

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from zowerkenwij.text.blocks.nodes import Block, Blocks, Inline

_LEAST = 0.6
_INK = re.compile(r"\W+")
Pairs = dict[int, int]


def mark(block: Block) -> str:
    """The mark of a block as Word can carry it: slots as their words, no names of notes, no
    anchors."""

    def change(node: object) -> object:
        match node:
            case nodes.NoteRef():
                return nodes.NoteRef("")
            case nodes.Anchor():
                return nodes.Text("")
            case nodes.Heading(level=level, content=content):
                return nodes.Heading(level, content)
        return node

    return sig(rewritten((block,), change)[0])


def key(block: Block, slots: Mapping[str, str]) -> str:
    """The letters and digits of a block, slots filled in."""

    def change(node: Inline) -> Inline:
        if isinstance(node, nodes.Slot):
            return nodes.Text(slots.get(node.name, node.name))
        return node

    return _INK.sub("", words(rewritten((block,), change)[0])).casefold()


def same(one: Sequence[Hashable], other: Sequence[Hashable]) -> Pairs:
    """Places in ``one`` → places in ``other`` where both say the same, in order."""
    found: Pairs = {}
    for a, b, size in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        found |= {a + n: b + n for n in range(size)}
    return found


def aligned(
    before: Blocks, after: Blocks, carried: Mapping[int, str], carried_after: Mapping[int, str]
) -> Pairs:
    """Blocks before → blocks after: equal ones in order, those with one carrier, like ones in
    between, and equal ones that moved."""
    marks, marks_after = [mark(b) for b in before], [mark(b) for b in after]
    pairs = same(marks, marks_after)
    _by_carrier(pairs, before, after, carried, carried_after)
    _by_likeness(pairs, before, after)
    _moved(pairs, marks, marks_after)
    return pairs


def _by_carrier(
    pairs: Pairs, before: Blocks, after: Blocks, carried: Mapping[int, str],
    carried_after: Mapping[int, str],
) -> None:  # fmt: skip
    counts = list(carried_after.values())
    places = {id_: n for n, id_ in carried_after.items() if counts.count(id_) == 1}
    taken = set(pairs.values())
    for n, id_ in carried.items():
        there = places.get(id_)
        if n in pairs or there is None or there in taken or n >= len(before):
            continue
        if type(before[n]) is type(after[there]) and _like(before[n], after[there]) > 0.3:
            pairs[n] = there
            taken.add(there)


def _by_likeness(pairs: Pairs, before: Blocks, after: Blocks) -> None:
    taken = set(pairs.values())
    low = 0
    for n in range(len(before)):
        if n in pairs:
            low = max(low, pairs[n] + 1)
            continue
        high = min((pairs[m] for m in pairs if m > n and pairs[m] >= low), default=len(after))
        best, place = _LEAST, -1
        for m in range(low, high):
            if m not in taken and type(before[n]) is type(after[m]):
                like = _like(before[n], after[m])
                if like >= best:
                    best, place = like, m
        if place >= 0:
            pairs[n] = place
            taken.add(place)
            low = place + 1


def _moved(pairs: Pairs, marks: list[str], marks_after: list[str]) -> None:
    taken = set(pairs.values())
    free: dict[str, list[int]] = {}
    for m, one in enumerate(marks_after):
        if m not in taken:
            free.setdefault(one, []).append(m)
    for n, one in enumerate(marks):
        if n not in pairs and free.get(one):
            pairs[n] = free[one].pop(0)


def _like(one: Block, other: Block) -> float:
    a, b = words(one).split(), words(other).split()
    if not a and not b:
        return 1.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio()
