"""Replaying an edited Word file onto the stored text (word.md §8).

Both sides went through the same reader: A is the export of the stored text, B the file that came
back. So only what people did differs. Blocks that did not change keep their bytes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zowerkenwij.text.blocks import count, ids, nodes, parse, sig
from zowerkenwij.text.blocks.printer import dump_inside, dump_item, dump_row, is_plain_table
from zowerkenwij.word.align import Pairs, aligned, key, mark, same
from zowerkenwij.word.pieces import Replayed, Shown, free_name, item_of, row_of, single, slots_of
from zowerkenwij.word.renaming import rewritten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zowerkenwij.text.blocks.nodes import Block, Blocks, Inline
    from zowerkenwij.word.reader import WordDocument


def replay(
    stored: str, exported: Blocks, base: WordDocument, returned: WordDocument, shown: Shown,
    *, moved_on: bool = False,
) -> Replayed:  # fmt: skip
    """The stored text with the edits of the returned file. ``exported`` are the blocks that
    the export wrote. ``moved_on``: the stored text is newer than the export."""
    return _Lens(stored, shown, base, returned, moved_on=moved_on).run(exported)


class _Lens:
    def __init__(
        self,
        stored: str,
        shown: Shown,
        base: WordDocument,
        returned: WordDocument,
        *,
        moved_on: bool,
    ) -> None:
        self._stored, self._shown = stored, shown
        self._base, self._returned = base, returned
        self._moved_on = moved_on
        self._changed = 0
        self._conflicts: list[tuple[str, str, str]] = []
        self._notes: dict[str, str] = {}
        self._media: dict[str, str] = {}
        self._names: frozenset[str] = frozenset()

    def run(self, exported: Blocks) -> Replayed:
        source = parse(self._stored)
        body = tuple(b for b in source if not isinstance(b, nodes.Note))
        own_notes = [b for b in source if isinstance(b, nodes.Note)]
        self._names = frozenset(n.name for n in own_notes)
        new_notes = self._match_notes(own_notes)
        known = self._carried(body, exported)
        text = self._level(body, self._base.blocks, self._returned.blocks, known,
                           (self._base.carriers, self._returned.carriers))  # fmt: skip
        whole = self._assembled(text, own_notes, new_notes)
        if not self._changed:
            whole = self._stored
        return Replayed(whole, self._changed, self._conflicts)

    # -- pairing the source with A -------------------------------------------------------

    def _carried(self, source: Blocks, exported: Blocks) -> Pairs:
        """Places in A → places in the source, by the ids that the export gave."""
        shown = [b for b in exported if not isinstance(b, nodes.Note)]
        places = same([sig(b) for b in shown], [sig(b) for b in source])
        by_id = {i: places[n] for n, i in enumerate(ids(exported)[: len(shown)]) if n in places}
        return {a: by_id[i] for a, i in self._base.carriers.items() if i in by_id}

    def _paired(self, source: Blocks, before: Blocks, known: Pairs) -> Pairs:
        """Places in A → places in the source: known ones, and equal words between them."""
        slots = self._shown.slots
        found = dict(known)
        mine, theirs = [key(b, slots) for b in source], [key(b, {}) for b in before]
        taken = set(found.values())
        for a, s in same(theirs, mine).items():
            if (
                a not in found
                and s not in taken
                and (theirs[a] or type(before[a]) is type(source[s]))
            ):
                found[a] = s
        return found

    # -- one level -----------------------------------------------------------------------

    def _level(
        self, source: Blocks, before: Blocks, after: Blocks, known: Pairs,
        carriers: tuple[Mapping[int, str], Mapping[int, str]] = ({}, {}),
    ) -> list[tuple[str, tuple[int, int] | None]]:  # fmt: skip
        """The pieces of the new text in order: words with the span they were taken from."""
        to_source = self._paired(source, before, known)
        pairs = aligned(before, after, *carriers)
        back = {b: a for a, b in pairs.items()}
        gone = [to_source[a] for a in to_source if a not in pairs]
        self._changed += sum(count((source[s],)) for s in gone)
        shown = set(to_source.values())
        placed: list[tuple[int, str, tuple[int, int] | None]] = []
        last = -1
        order: list[int] = []
        for b, block in enumerate(after):
            a = back.get(b)
            if a is not None and a not in to_source:
                self._unplaced(before[a], block)
                continue
            s = to_source[a] if a is not None else None
            if s is None:
                self._changed += max(count((block,)), 1)
                placed.append((last, self._print(self._restored(block, None, None)), None))
                continue
            text, where = self._kept_or_edited(source[s], before[a or 0], block)
            order.append(s)
            last = s
            placed.append((s, text, where))
        self._count_moves(order)
        return self._with_hidden(source, placed, shown)

    def _unplaced(self, before: Block, after: Block) -> None:
        """A block of A without a place in the stored text: furniture, or changed meanwhile."""
        if self._moved_on and mark(before) != mark(after):
            was, now = (self._print(x) for x in (before, after))
            self._conflicts.append(("", was, now))

    def _count_moves(self, order: list[int]) -> None:
        kept = same(order, sorted(order))
        self._changed += len(order) - len(kept)

    def _with_hidden(
        self, source: Blocks, placed: list[tuple[int, str, tuple[int, int] | None]], shown: set[int]
    ) -> list[tuple[str, tuple[int, int] | None]]:
        """Put what the export did not show behind the block that it followed."""
        hidden: dict[int, list[Block]] = {}
        anchor = -1
        present = {s for s, _, _ in placed}
        for s, block in enumerate(source):
            if s in shown:
                anchor = s if s in present else anchor
            else:
                hidden.setdefault(anchor, []).append(block)
        out: list[tuple[str, tuple[int, int] | None]] = []

        def put(anchor: int) -> None:
            out.extend((self._bytes(b.span), b.span) for b in hidden.pop(anchor, []))

        put(-1)
        for at, (s, text, where) in enumerate(placed):
            out.append((text, where))
            if at + 1 == len(placed) or placed[at + 1][0] != s:
                put(s)
        for anchor in list(hidden):
            put(anchor)
        return out

    def _bytes(self, where: tuple[int, int] | None) -> str:
        return self._stored[where[0] : where[1]] if where else ""

    def _kept_or_edited(
        self, source: Block, before: Block, after: Block
    ) -> tuple[str, tuple[int, int] | None]:
        if mark(before) == mark(after):
            return self._bytes(source.span), source.span
        return self._edited(source, before, after), source.span

    # -- one block -----------------------------------------------------------------------

    def _edited(self, source: Block, before: Block, after: Block) -> str:
        match source, before, after:
            case nodes.List(), nodes.List(), nodes.List():
                return self._list(source, before, after)
            case nodes.Table(), nodes.Table(), nodes.Table() if is_plain_table(source):
                return self._table(source, before, after)
            case nodes.Directive(), nodes.Directive(), nodes.Directive():
                pieces = self._level(source.blocks, before.blocks, after.blocks, {})
                opening = f"::: {source.name} {source.argument}".rstrip()
                return f"{opening}\n\n{self._joined(pieces)}\n\n:::"
        self._changed += 1
        return self._print(self._restored(after, source, before))

    def _list(self, source: nodes.List, before: nodes.List, after: nodes.List) -> str:
        pairs = self._items(source, before, after)
        back = {b: a for a, b in pairs.items()}
        if source.ordered != after.ordered or len(source.items) != len(before.items):
            self._changed += 1
            return self._print(self._restored(after, source, before))
        self._changed += sum(1 for a in range(len(before.items)) if a not in pairs)
        moved = [back[b] for b in range(len(after.items)) if b in back]
        self._changed += len(moved) - len(same(moved, sorted(moved)))
        start = source.start if before.start == after.start else after.start
        self._changed += before.start != after.start
        lines = []
        for b, item in enumerate(after.items):
            marker = f"{start + b}." if source.ordered else "-"
            a = back.get(b)
            if a is not None and item_of(before.items[a]) == item_of(item):
                lines.append(self._item_bytes(source.items[a], marker, moved=a != b))
                continue
            self._changed += 1
            own = source.items[a] if a is not None else None
            new = self._restored_item(item, own, before.items[a] if a is not None else None)
            lines.append(dump_item(new, marker, self._names))
        gap = "\n" if source.tight else "\n\n"
        return gap.join(lines)

    def _items(self, source: nodes.List, before: nodes.List, after: nodes.List) -> Pairs:
        def as_blocks(row: nodes.List) -> Blocks:
            return tuple(nodes.List(row.ordered, (item,)) for item in row.items)

        return aligned(as_blocks(before), as_blocks(after), {}, {})

    def _item_bytes(self, item: nodes.Item, marker: str, *, moved: bool) -> str:
        text = self._bytes(item.span)
        if moved and marker != "-":
            head, _, rest = text.partition(".")
            indent = head[: len(head) - len(head.lstrip())]
            return f"{indent}{marker}{rest}"
        return text

    def _restored_item(
        self, item: nodes.Item, source: nodes.Item | None, before: nodes.Item | None
    ) -> nodes.Item:
        whole = self._restored(
            nodes.List(False, (item,)),
            nodes.List(False, (source,)) if source else None,
            nodes.List(False, (before,)) if before else None,
        )
        new = whole.items[0] if isinstance(whole, nodes.List) else item
        return replace(new, tight=source.tight) if source else new

    def _table(self, source: nodes.Table, before: nodes.Table, after: nodes.Table) -> str:
        columns = {len(r.cells) for r in (*source.head, *after.head, *after.body)}
        rows = [*source.head, *source.body]
        rows_before, rows_after = [*before.head, *before.body], [*after.head, *after.body]
        if len(columns) > 1 or len(rows) != len(rows_before) or not is_plain_table(after):
            self._changed += max(len(rows_after), 1)
            made = self._restored(after, source, before)
            if isinstance(made, nodes.Table):
                made = replace(made, alignment=source.alignment)
            return self._print(made)
        pairs = aligned(single(rows_before), single(rows_after), {}, {})
        back = {b: a for a, b in pairs.items()}
        self._changed += sum(1 for a in range(len(rows_before)) if a not in pairs)
        lines = [self._row(r, b, back, rows, rows_before) for b, r in enumerate(rows_after)]
        divider = self._between(source)
        return "\n".join((lines[0], divider, *lines[1:]))

    def _row(
        self, row: nodes.Row, b: int, back: Pairs, rows: list[nodes.Row], before: list[nodes.Row]
    ) -> str:
        a = back.get(b)
        if a is not None and row_of(before[a]) == row_of(row):
            return self._bytes(rows[a].span)
        self._changed += 1
        made = self._restored(
            nodes.Table((), (row,)), nodes.Table((), (rows[a],)) if a is not None else None,
            nodes.Table((), (before[a],)) if a is not None else None,
        )  # fmt: skip
        return dump_row(made.body[0] if isinstance(made, nodes.Table) else row, self._names)

    def _between(self, source: nodes.Table) -> str:
        """The line with dashes, as stored."""
        return self._bytes(source.span).split("\n")[1].rstrip("\r")

    # -- putting back what Word does not show ----------------------------------------------

    def _restored(self, block: Any, source: Any, before: Any) -> Any:
        """The block as the source would write it: slots, targets, names of notes, anchors."""
        slots = slots_of(source) if source is not None else ()
        free = list(slots)

        def change(node: Inline) -> Any:
            match node:
                case nodes.Link(target=target):
                    return replace(node, target=self._shown.links.get(target, target))
                case nodes.NoteRef(name=name):
                    return nodes.NoteRef(self._notes.get(name, name))
                case nodes.Image(sha256=digest, target=""):
                    return replace(node, target=self._media.get(digest, f"assets/{digest}"))
            return node

        new = rewritten((block,), change)[0]
        new = self._with_slots(new, free)
        if isinstance(new, nodes.Heading):
            new = replace(new, anchor=source.anchor if isinstance(source, nodes.Heading) else "")
        if isinstance(new, nodes.Admonition) and isinstance(source, nodes.Admonition):
            same_title = isinstance(before, nodes.Admonition) and before.title == new.title
            new = replace(new, type=source.type, title=source.title if same_title else new.title)
        if isinstance(new, nodes.Code) and isinstance(source, nodes.Code):
            new = replace(new, language=source.language)
        return new

    def _with_slots(self, block: Any, free: list[str]) -> Any:
        def change(node: Any) -> Any:
            if isinstance(node, tuple):
                return node
            for name in ("content", "children", "caption"):
                old = getattr(node, name, None)
                if isinstance(old, tuple) and free:
                    made = tuple(x for one in old for x in self._split(one, free))
                    if made != old:
                        node = replace(node, **{name: made})
            return node

        return rewritten((block,), change)[0]

    def _split(self, node: Inline, free: list[str]) -> list[Inline]:
        if not isinstance(node, nodes.Text):
            return [node]
        for name in free:
            value = " ".join(self._shown.slots.get(name, "").split())
            if value and value in node.text:
                free.remove(name)
                left, _, right = node.text.partition(value)
                found = [*self._split(nodes.Text(left), free), nodes.Slot(name),
                         *self._split(nodes.Text(right), free)]  # fmt: skip
                return [x for x in found if not isinstance(x, nodes.Text) or x.text]
        return [node]

    def _print(self, block: Block) -> str:
        return dump_inside((block,), self._names | frozenset(self._notes.values())).rstrip("\n")

    # -- notes ---------------------------------------------------------------------------

    def _match_notes(self, own: list[nodes.Note]) -> list[tuple[nodes.Note | None, str]]:
        """Give the notes of the file their names in the source; the text of each changed one."""
        before = tuple(nodes.Quote(n.blocks) for n in self._base.notes)
        after = tuple(nodes.Quote(n.blocks) for n in self._returned.notes)
        pairs = aligned(before, after, {}, {})
        back = {b: a for a, b in pairs.items()}
        mine = same([key(b, {}) for b in before],
                    [key(nodes.Quote(n.blocks), self._shown.slots) for n in own])  # fmt: skip
        changed: list[tuple[nodes.Note | None, str]] = []
        taken = {n.name for n in own}
        for b, note in enumerate(self._returned.notes):
            a = back.get(b)
            source = own[mine[a]] if a is not None and a in mine else None
            name = source.name if source else free_name(note.name, taken)
            taken.add(name)
            self._notes[note.name] = name
            if source is None or a is None or mark(before[a]) != mark(after[b]):
                self._changed += 1
                blocks = tuple(self._restored(x, None, None) for x in note.blocks)
                changed.append((source, self._print(nodes.Note(name, blocks))))
        for a in range(len(before)):
            if a not in pairs and a in mine:
                self._changed += 1
                changed.append((own[mine[a]], ""))
        return changed

    # -- the whole text ------------------------------------------------------------------

    def _assembled(
        self, pieces: list[tuple[str, tuple[int, int] | None]], own: list[nodes.Note],
        changed: list[tuple[nodes.Note | None, str]],
    ) -> str:  # fmt: skip
        new = {id(note): text for note, text in changed if note is not None}
        spans = [s for _, s in pieces if s]
        inside = [n for n in own if n.span and not any(s[0] <= n.span[0] < s[1] for s in spans)]
        foot = [(new.get(id(n), self._bytes(n.span)), n.span) for n in inside]
        foot += [(text, None) for note, text in changed if note is None]
        whole = [*pieces, *((t, s) for t, s in foot if t)]
        first = spans[0][0] if spans else 0
        lead = self._stored[:first] if not self._stored[:first].strip() else ""
        last = max((s[1] for _, s in whole if s), default=len(self._stored))
        tail = self._stored[last:]
        return lead + self._joined(whole) + (tail if tail and not tail.strip() else "\n")

    def _joined(self, pieces: list[tuple[str, tuple[int, int] | None]]) -> str:
        """The pieces with the bytes that stood between them, else a blank line."""
        out: list[str] = []
        before: tuple[int, int] | None = None
        for n, (text, where) in enumerate(pieces):
            if n:
                between = self._stored[before[1] : where[0]] if before and where else ""
                is_gap = bool(between) and not between.strip() and before is not None
                out.append(between if is_gap else "\n\n")
            out.append(text)
            before = where
        return "".join(out)
