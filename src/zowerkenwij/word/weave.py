"""Words that came back from Word, with everything of the source that Word does not show.

The source, the export that was read again (``before``) and the returned words (``after``) are laid
out as rows of small leaves. ``before`` and the source show the same characters, so each leaf of
``before`` leads to leaves of the source; what ``after`` shares with ``before`` is taken from there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from zowerkenwij.text.blocks import nodes
from zowerkenwij.text.blocks.inline import trimmed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from zowerkenwij.text.blocks.nodes import Inline, Inlines

_ALIKE = 0.5
_MOST = 20_000  # leaves; a longer paragraph is taken as Word has it
_SIGNS: dict[type, str] = {
    nodes.LineBreak: "\n", nodes.NoteRef: "\ue001", nodes.Image: "\ue002", nodes.CodeSpan: "\ue003",
}  # fmt: skip
_WRAPS = (nodes.Strong, nodes.Emph, nodes.Strike, nodes.Underline, nodes.Sub, nodes.Sup, nodes.Link)


@dataclass(frozen=True, slots=True)
class SlotEdit:
    """Another value in Word for a slot than the export showed."""

    name: str
    shown: str
    now: str


@dataclass(frozen=True, slots=True)
class _Leaf:
    """``text`` is what shows (one sign for what is no text), ``wraps`` the marks and links around
    it, outermost first, without their children."""

    node: Inline
    text: str
    wraps: tuple[Inline, ...] = ()

    @property
    def marks(self) -> frozenset[object]:
        return frozenset(w.target if isinstance(w, nodes.Link) else type(w) for w in self.wraps)

    @property
    def told(self) -> tuple[str, object]:
        """What makes two leaves the same: the words, or which code or picture."""
        match self.node:
            case nodes.Image(target=target, alt=alt, sha256=digest):
                return self.text, (target or digest, alt)
            case nodes.CodeSpan(text=code):
                return self.text, code
        return self.text, None


def woven(
    source: Inlines, before: Inlines, after: Inlines, slots: Mapping[str, str],
    own: Callable[[Inline], Inline],
) -> tuple[Inlines, list[SlotEdit]]:  # fmt: skip
    """The returned words as the source writes them. ``slots`` are the shown values; ``own`` turns
    an inline from Word (a link, the mark of a note) into that of the handbook."""
    values = {" ".join(v.split()) for v in slots.values()}
    known = [v for v in sorted(values, key=len, reverse=True) if v]
    cut = re.compile("|".join([*map(re.escape, known), r"\w+", r"\s+", r"[^\w\s]"]))
    mine = list(_leaves(source, slots, cut))
    was, now = (list(_leaves(_joined(x), {}, cut)) for x in (before, after))
    too_long = max(len(was), len(now)) > _MOST
    if too_long or "".join(x.text for x in mine) != "".join(x.text for x in was):
        return _nested([(own(x.node), _own(x.wraps, own)) for x in now]), []
    return _Loom(mine, was, now, own).run()


def _joined(content: Inlines) -> Inlines:
    return trimmed(list(content))


def _leaves(
    content: Iterable[Inline], slots: Mapping[str, str], cut: re.Pattern[str],
    wraps: tuple[Inline, ...] = (),
) -> Iterable[_Leaf]:  # fmt: skip
    for node in content:
        if isinstance(node, nodes.Text):
            for word in cut.findall(node.text):
                shown = word if word.strip(" \t\n") else " "
                yield _Leaf(nodes.Text(shown), shown, wraps)
        elif isinstance(node, _WRAPS):
            bare: Any = type(node)(**{**_fields(node), "children": ()})
            yield from _leaves(node.children, slots, cut, (*wraps, bare))
        else:
            yield _Leaf(node, _sign(node, slots), wraps)


def _sign(node: Inline, slots: Mapping[str, str]) -> str:
    """What shows of something that is no words."""
    match node:
        case nodes.Slot(name=name):
            return " ".join(slots.get(name, name).split())
        case nodes.Field(value=value):
            return value
    return _SIGNS.get(type(node), "")


def _fields(node: Any) -> dict[str, Any]:
    return {name: getattr(node, name) for name in node.__dataclass_fields__}


def _own(wraps: tuple[Inline, ...], own: Callable[[Inline], Inline]) -> tuple[Inline, ...]:
    return tuple(own(w) for w in wraps)


_Row = list[tuple["Inline", "tuple[Inline, ...]"]]


class _Loom:
    def __init__(
        self, mine: list[_Leaf], was: list[_Leaf], now: list[_Leaf],
        own: Callable[[Inline], Inline],
    ) -> None:  # fmt: skip
        self._was, self._now, self._own = was, now, own
        self._shown = [leaf for leaf in mine if leaf.text]
        self._starts = _offsets(self._shown)
        self._silent = list(_silent(mine))
        self._offsets = _offsets(was)
        self._out: _Row = []
        self._edits: list[SlotEdit] = []

    def run(self) -> tuple[Inlines, list[SlotEdit]]:
        matcher = SequenceMatcher(
            None, [x.told for x in self._was], [x.told for x in self._now], autojunk=False
        )
        for tag, a1, a2, b1, b2 in matcher.get_opcodes():
            if tag == "equal":
                self._kept(a1, a2, b1)
            else:
                self._edited(a1, a2, b1, b2)
        self._quiet(len(self._offsets) and self._offsets[-1], last=True)
        return _nested(self._out), self._edits

    def _quiet(self, at: int, *, last: bool = False) -> None:
        """What shows nothing and stands before this offset (closing ones: at it)."""
        while self._silent:
            offset, leaf, closes = self._silent[0]
            if not (last or offset < at or (closes and offset == at)):
                return
            self._out.append((leaf.node, leaf.wraps))
            self._silent.pop(0)

    def _kept(self, a1: int, a2: int, b1: int) -> None:
        for n in range(a2 - a1):
            was, now = self._was[a1 + n], self._now[b1 + n]
            start, end = self._offsets[a1 + n], self._offsets[a1 + n + 1]
            for part, at in self._parts(start, end):
                self._quiet(at + 1)
                wraps = part.wraps if was.marks == now.marks else self._titled(part, now)
                self._out.append((part.node, wraps))
            self._quiet(end)

    def _titled(self, part: _Leaf, now: _Leaf) -> tuple[Inline, ...]:
        """The marks of Word, with the link as the source has it where it leads to the same."""
        links = {w.target: w for w in part.wraps if isinstance(w, nodes.Link)}
        found = _own(now.wraps, self._own)
        return tuple(links.get(w.target, w) if isinstance(w, nodes.Link) else w for w in found)

    def _parts(self, start: int, end: int) -> Iterable[tuple[_Leaf, int]]:
        """The leaves of the source that show these characters; words may be cut."""
        for n in range(bisect_right(self._starts, start) - 1, len(self._shown)):
            leaf, at = self._shown[n], self._starts[n]
            if at >= end:
                return
            if isinstance(leaf.node, nodes.Text):
                words = leaf.text[max(start - at, 0) : end - at]
                yield _Leaf(nodes.Text(words), words, leaf.wraps), max(at, start)
            elif at >= start:
                yield leaf, at

    def _edited(self, a1: int, a2: int, b1: int, b2: int) -> None:
        start, end = self._offsets[a1], self._offsets[a2]
        self._quiet(start + 1 if a2 > a1 else start)
        slots = [(x, at) for x, at in self._parts(start, end) if isinstance(x.node, nodes.Slot)]
        done = b1
        for leaf, at in slots:
            region = self._region(start, end, b1, b2, (at, at + len(leaf.text)), alone=a2 - a1 == 1)
            if region is None or region[0] < done:
                self._lost(leaf)
                continue
            self._put(done, region[0])
            self._out.append((leaf.node, leaf.wraps))
            now = "".join(x.text for x in self._now[region[0] : region[1]])
            self._tell(leaf, now)
            done = region[1]
        self._put(done, b2)
        self._quiet(end)

    def _put(self, start: int, end: int) -> None:
        for leaf in self._now[start:end]:
            self._out.append((self._own(leaf.node), _own(leaf.wraps, self._own)))

    def _lost(self, leaf: _Leaf) -> None:
        self._tell(leaf, "")

    def _tell(self, leaf: _Leaf, now: str) -> None:
        if isinstance(leaf.node, nodes.Slot):
            self._edits.append(SlotEdit(leaf.node.name, leaf.text, now.strip()))

    def _region(
        self, start: int, end: int, b1: int, b2: int, slot: tuple[int, int], *, alone: bool
    ) -> tuple[int, int] | None:
        """Which returned leaves stand where the slot stood; None when it is gone."""
        if b1 == b2:
            return None
        if alone:
            return b1, b2
        old = "".join(x.text for x in self._was)[start:end]
        new = "".join(x.text for x in self._now[b1:b2])
        low, high = slot[0] - start, slot[1] - start
        left, right = _mapped(old, new, low), _mapped(old, new, high)
        if SequenceMatcher(None, old[low:high], new[left:right], autojunk=False).ratio() < _ALIKE:
            return None
        first = last = None
        at = 0
        for n in range(b1, b2):
            stop = at + len(self._now[n].text)
            if stop > left and at < right:
                first = n if first is None else first
                last = n + 1
            at = stop
        return (first, last) if first is not None and last is not None else None


def _mapped(old: str, new: str, at: int) -> int:
    """The place in the new words that goes with a place in the old ones."""
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if a1 <= at < a2 or (at == a2 == len(old)):
            if tag == "equal":
                return b1 + at - a1
            return b2 if at == a2 else b1
    return len(new)


def _offsets(leaves: list[_Leaf]) -> list[int]:
    found = [0]
    for leaf in leaves:
        found.append(found[-1] + len(leaf.text))
    return found


def _silent(mine: list[_Leaf]) -> Iterable[tuple[int, _Leaf, bool]]:
    """What shows nothing: the offset before which it stands, and whether it closes something."""
    at = 0
    for leaf in mine:
        if leaf.text:
            at += len(leaf.text)
        else:
            words = leaf.node.text if isinstance(leaf.node, nodes.RawInline) else ""
            yield at, leaf, words.startswith(("</", "{"))


def _nested(row: _Row, *, ends: bool = True) -> Inlines:
    found: list[Inline] = []
    at = 0
    while at < len(row):
        node, wraps = row[at]
        if not wraps:
            found.append(node)
            at += 1
            continue
        end = at + 1
        while end < len(row) and row[end][1][:1] == wraps[:1]:
            end += 1
        inner = _nested([(n, w[1:]) for n, w in row[at:end]], ends=False)
        kind: Any = type(wraps[0])
        found.append(kind(**{**_fields(wraps[0]), "children": inner}))
        at = end
    return trimmed(found, ends=ends)
