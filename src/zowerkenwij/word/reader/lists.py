"""From numbered paragraphs to nested lists (word.md §5.3)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zowerkenwij.text.blocks import nodes

if TYPE_CHECKING:
    from zowerkenwij.text.blocks.nodes import Block
    from zowerkenwij.word.reader.numbering import Place

_NEAR = 60
_BOXES = {"☐": "open", "☒": "done", "☑": "done"}


@dataclass(slots=True)
class _Draft:
    place: Place
    items: list[list[Block | _Draft]] = field(default_factory=list)


@dataclass
class Lists:
    """Gathers items; ``out`` are finished lists."""

    _stack: list[_Draft] = field(default_factory=list)
    _top: list[_Draft] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether a list is being gathered."""
        return bool(self._stack)

    @property
    def left(self) -> int:
        """The indent of the newest item, in twips."""
        return self._stack[-1].place.left if self._stack else 0

    def item(self, place: Place, paragraph: nodes.Paragraph) -> None:
        """One more item."""
        left = [self._stack.pop() for _ in range(_deeper(self._stack, place))]
        top = self._stack[-1] if self._stack else None
        if left and top and _stands_apart(left[-1].place, top.place, place):
            self._stack, top = [], None
        if top and _is_same(top.place, place):
            top.items.append([paragraph])
            return
        if top and not _is_deeper(place, top.place):
            self._stack.pop()
        draft = _Draft(place, [[paragraph]])
        if self._stack:
            self._stack[-1].items[-1].append(draft)
        else:
            self._top.append(draft)
        self._stack.append(draft)

    def add(self, block: Block) -> None:
        """A block that belongs to the newest item."""
        self._stack[-1].items[-1].append(block)

    def close(self) -> list[Block]:
        """The lists, and begin anew."""
        found: list[Block] = [_frozen(draft) for draft in self._top]
        self._stack, self._top = [], []
        return found


def _is_deeper(one: Place, other: Place) -> bool:
    if one.list == other.list:
        return one.level > other.level
    if one.level != other.level and abs(one.left - other.left) <= _NEAR:
        return one.level > other.level
    return one.left > other.left + _NEAR


def _deeper(stack: list[_Draft], place: Place) -> int:
    """How many lists end before an item at this place."""
    count = 0
    while count < len(stack) and _is_deeper(stack[-1 - count].place, place):
        count += 1
    return count


def _stands_apart(left: Place, top: Place, place: Place) -> bool:
    """Whether a list of its own begins behind a lower level of another list: it is not indented
    more than the item before it, so it does not belong to that item's list."""
    return left.list == top.list != place.list and not place.level


def _is_same(one: Place, other: Place) -> bool:
    return (
        one.list == other.list and one.level == other.level and one.ordered == other.ordered
        and not other.fires
    )  # fmt: skip


def _frozen(draft: _Draft) -> nodes.List:
    items = []
    for row in draft.items:
        blocks = [_frozen(x) if isinstance(x, _Draft) else x for x in row]
        tight = all(isinstance(x, nodes.List) for x in blocks[1:]) and len(blocks) <= 2
        first = blocks[0]
        task = ""
        if isinstance(first, nodes.Paragraph):
            task, first = _task(first)
            blocks[0] = first
        items.append(nodes.Item(tuple(blocks), task, tight))
    loose = not all(item.tight for item in items)
    if loose:
        items = [replace(item, tight=False) for item in items]
    return nodes.List(
        draft.place.ordered, tuple(items), draft.place.number if draft.place.ordered else 1
    )


def _task(paragraph: nodes.Paragraph) -> tuple[str, nodes.Paragraph]:
    first = paragraph.content[0] if paragraph.content else None
    if isinstance(first, nodes.Text) and first.text[:1] in _BOXES:
        words = first.text[1:].lstrip(" ")
        rest = (nodes.Text(words), *paragraph.content[1:]) if words else paragraph.content[1:]
        return _BOXES[first.text[0]], nodes.Paragraph(rest)
    return "", paragraph
