"""Which block became which: by carrier, by equal mark, and by likeness (word.md §7)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from zowerkenwij.text.blocks import nodes, sig
from zowerkenwij.text.blocks.walk import blocks_of, words
from zowerkenwij.word.renaming import rewritten

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from zowerkenwij.text.blocks.nodes import Block, Blocks, Inline

_LEAST, _LEAST_CARRIED = 0.6, 0.3
_LEAST_HALF = 12  # letters
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
    between, halves of split and joined ones, and equal ones that moved."""
    marks, marks_after = [mark(b) for b in before], [mark(b) for b in after]
    pairs = same(marks, marks_after)
    _by_carrier(pairs, before, after, carried, carried_after)
    _between(pairs, before, after, _most_alike)
    _between(pairs, before, after, _half)
    _between(pairs, before, after, _only)
    _moved(pairs, marks, marks_after)
    return pairs


def _by_carrier(
    pairs: Pairs, before: Blocks, after: Blocks, carried: Mapping[int, str],
    carried_after: Mapping[int, str],
) -> None:  # fmt: skip
    counts = Counter(carried_after.values())
    places = {id_: n for n, id_ in carried_after.items() if counts[id_] == 1}
    taken = set(pairs.values())
    for n, id_ in carried.items():
        there = places.get(id_)
        if n in pairs or there is None or there in taken or n >= len(before):
            continue
        if _fit(before[n], after[there]) and _like(before[n], after[there], _LEAST_CARRIED):
            pairs[n] = there
            taken.add(there)


def _fit(one: Block, other: Block) -> bool:
    """Whether one can have become the other: of one kind, or a paragraph made a heading."""
    if type(one) is type(other):
        return True
    return {type(one), type(other)} == {nodes.Heading, nodes.Paragraph} and words(one) == words(
        other
    )


_Choose = Callable[["Blocks", "Blocks"], "int | None"]


def _between(pairs: Pairs, before: Blocks, after: Blocks, choose: _Choose) -> None:
    """Pair what stands between the same neighbours: ``choose`` gives the place of the one that
    goes with the first of some blocks that are free."""
    taken = set(pairs.values())
    ends = _next_places(pairs, len(before), len(after))
    low = 0
    for n in range(len(before)):
        if n in pairs:
            low = max(low, pairs[n] + 1)
            continue
        free = [m for m in range(low, max(low, ends[n])) if m not in taken]
        stop = next((m for m in range(n, len(before)) if m in pairs), len(before))
        place = choose(before[n:stop], tuple(after[m] for m in free))
        if place is not None:
            pairs[n] = free[place]
            taken.add(free[place])
            low = free[place] + 1


def _next_places(pairs: Pairs, size: int, last: int) -> list[int]:
    """For each block before: the place after of the first paired one that follows it."""
    found = [last] * size
    for n in range(size - 1, -1, -1):
        found[n] = last
        if n in pairs:
            last = pairs[n]
    return found


def _only(blocks: Blocks, found: Blocks) -> int | None:
    """The one block that stands where one block of its kind stood: it was written anew."""
    alone = len(blocks) == len(found) == 1
    return 0 if alone and type(blocks[0]) is type(found[0]) else None


def _most_alike(blocks: Blocks, found: Blocks) -> int | None:
    best, place, block = _LEAST, None, blocks[0]
    for m, other in enumerate(found):
        like = _like(block, other, best) if _fit(block, other) else 0.0
        if like and like >= best:
            best, place = like, m
    return place


def _half(blocks: Blocks, found: Blocks) -> int | None:
    """A paragraph of which this one holds all words, or that holds all words of this one."""
    block = blocks[0]
    mine = key(block, {}) if isinstance(block, nodes.Paragraph) else ""
    for m, other in enumerate(found):
        theirs = key(other, {}) if isinstance(other, nodes.Paragraph) else ""
        if min(len(mine), len(theirs)) >= _LEAST_HALF and (theirs in mine or mine in theirs):
            return m
    return None


def _moved(pairs: Pairs, marks: list[str], marks_after: list[str]) -> None:
    taken = set(pairs.values())
    free: dict[str, list[int]] = {}
    for m, one in enumerate(marks_after):
        if m not in taken:
            free.setdefault(one, []).append(m)
    for n, one in enumerate(marks):
        if n not in pairs and free.get(one):
            pairs[n] = free[one].pop(0)


def _like(one: Block, other: Block, least: float) -> float:
    """How alike the words are, 0 to 1; 0.0 for less than ``least``."""
    a, b = words(one).split(), words(other).split()
    if not a and not b:
        return 1.0
    most = sum((Counter(a) & Counter(b)).values()) * 2 / (len(a) + len(b))
    if most < least:
        return 0.0
    found = SequenceMatcher(None, a, b, autojunk=False).ratio()
    return found if found >= least else 0.0


def likeness(one: Blocks, other: Blocks, slots: Mapping[str, str]) -> float:
    """The share of words in blocks that two texts have in common, 0 to 1; ``slots`` of the first."""
    mine, theirs = (Counter(_units(x, s)) for x, s in ((one, slots), (other, {})))
    total = sum((mine | theirs).values())
    return sum((mine & theirs).values()) / total if total else 0.0


def _units(blocks: Blocks, slots: Mapping[str, str]) -> list[str]:
    found = (
        key(nodes.Paragraph(block.content), slots)
        for block in blocks_of(blocks)
        if isinstance(block, nodes.Paragraph | nodes.Heading)
    )
    return [x for x in found if x]
