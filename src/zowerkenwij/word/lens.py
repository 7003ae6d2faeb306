"""Replaying an edited Word file onto the stored text (word.md §8).

Both sides went through the same reader: A (``base``) is the export of the stored text, B
(``returned``) the file that came back. So only what people did differs. Blocks that did not change
keep their bytes, also inside lists, tables, call-outs, quotes and passages.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zowerkenwij.text import slugify
from zowerkenwij.text.blocks import blocks_of, count, ids, nodes, parse, plain, sig, words
from zowerkenwij.text.blocks.printer import dump_inside
from zowerkenwij.text.blocks.walk import content_of
from zowerkenwij.word import inside
from zowerkenwij.word.align import Pairs, aligned, key, mark, same
from zowerkenwij.word.pieces import Piece, Replayed, Shown, free_name, indented, joined
from zowerkenwij.word.restore import Restorer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zowerkenwij.text.blocks.nodes import Block, Blocks, Span
    from zowerkenwij.word.reader import WordDocument

_LEAST_KEY = 12


def replay(
    stored: str, exported: Blocks, base: WordDocument, returned: WordDocument, shown: Shown
) -> Replayed:
    """The stored text with the edits of the returned file. ``exported`` are the blocks that the
    export wrote: those of the stored text, less what it left out."""
    return Lens(stored, shown).run(exported, base, returned)


@dataclass
class _Level:
    """Three rows of blocks, and what became what: places in A → in the source, and A → B."""

    source: Blocks
    before: Blocks
    after: Blocks
    to_source: Pairs
    pairs: Pairs
    inset: str

    @property
    def gone(self) -> list[int]:
        """Places in A that came back nowhere."""
        return [a for a in range(len(self.before)) if a not in self.pairs]


@dataclass
class Lens:
    """One replay. ``changed`` counts blocks, ``unplaced`` is what finds no place."""

    stored: str
    shown: Shown
    changed: int = 0
    unplaced: list[tuple[str, str]] = field(default_factory=list)
    names: frozenset[str] = frozenset()
    _new_notes: dict[int, str] = field(default_factory=dict)
    _doubled: list[str] = field(default_factory=list)
    _added: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.restorer = Restorer(self.shown)

    def run(self, exported: Blocks, base: WordDocument, returned: WordDocument) -> Replayed:
        """Notes first, for words refer to them; then the text."""
        source = tuple(sorted(parse(self.stored), key=lambda b: b.span or (0, 0)))
        own = [b for b in blocks_of(source) if isinstance(b, nodes.Note)]
        self.names = frozenset(n.name for n in own)
        added = self._match_notes(own, base, returned)
        self.names |= frozenset(self.restorer.notes.values())
        pieces = self.level(
            source, base.blocks, returned.blocks, "", self._carried(source, exported, base),
            (base.carriers, returned.carriers),
        )  # fmt: skip
        text = self._whole([*pieces, *map(Piece, added)])
        is_new = self.changed or text != self.stored
        return Replayed(text if is_new else self.stored, self.changed, self.unplaced,
                        self.restorer.edits, self._doubled, self._added)  # fmt: skip

    def _whole(self, pieces: list[Piece]) -> str:
        spans = [p.span for p in pieces if p.span]
        first = min((s[0] for s in spans), default=0)
        last = max((s[1] for s in spans), default=len(self.stored))
        lead, tail = self.stored[:first], self.stored[last:]
        tail = tail if tail and not tail.strip() else "\n"
        return (lead if not lead.strip() else "") + joined(pieces, self.stored, "\n\n") + tail

    # -- pairing the source with A -------------------------------------------------------

    def _carried(self, source: Blocks, exported: Blocks, base: WordDocument) -> Pairs:
        """Places in A → places in the source, by the ids that the export gave."""
        shown = [b for b in exported if not isinstance(b, nodes.Note)]
        places = same([sig(b) for b in shown], [sig(b) for b in source])
        by_id = {i: places[n] for n, i in enumerate(ids(exported)[: len(shown)]) if n in places}
        return {a: by_id[i] for a, i in base.carriers.items() if i in by_id}

    def _paired(self, source: Blocks, before: Blocks, known: Pairs) -> Pairs:
        """Places in A → places in the source: known ones, and equal words between them."""
        found = dict(known)
        mine, theirs = [key(b, self.shown.slots) for b in source], [key(b, {}) for b in before]
        taken = set(found.values())
        for a, s in same(theirs, mine).items():
            fits = theirs[a] or type(before[a]) is type(source[s])
            if a not in found and s not in taken and fits:
                found[a] = s
        return found

    # -- one level -----------------------------------------------------------------------

    def level(
        self, source: Blocks, before: Blocks, after: Blocks, inset: str, known: Pairs | None = None,
        carriers: tuple[Mapping[int, str], Mapping[int, str]] = ({}, {}),
    ) -> list[Piece]:  # fmt: skip
        """The lines of the new text in order, each line behind its ``inset``."""
        to_source = self._paired(source, before, known or {})
        pairs = aligned(before, after, *carriers)
        level = _Level(source, before, after, to_source, pairs, inset)
        self.changed += sum(count((source[to_source[a]],)) for a in level.gone if a in to_source)
        for a in level.gone:
            if a not in to_source:
                self._lost(before[a], None)
        return self._with_hidden(level, list(self._placed(level)))

    def _placed(self, level: _Level) -> Iterator[tuple[int, Piece]]:
        """Each returned block behind the place in the source that it follows or has."""
        back = {b: a for a, b in level.pairs.items()}
        last, order = -1, []
        for b, block in enumerate(level.after):
            a = back.get(b)
            if a is None:
                self.changed += max(count((block,)), 1)
                yield last, Piece(self.printed(self._new(block, level), level.inset))
            elif a not in level.to_source:
                self._lost(level.before[a], block)
            else:
                last = level.to_source[a]
                order.append(last)
                yield last, self._kept_or_edited(level, a, block)
        still = set(same(order, sorted(order)))
        moved = [level.source[s] for n, s in enumerate(order) if n not in still]
        self.changed += count(tuple(moved))

    def _lost(self, before: Block, after: Block | None) -> None:
        """A block that the source does not have: nothing to tell when it came back unchanged."""
        if after is None or mark(before) != mark(after):
            self.unplaced.append((words(before), words(after) if after else ""))

    def _new(self, block: Block, level: _Level) -> Block:
        """A new block; half a paragraph that was split keeps what the source has in it."""
        mine = key(block, {})
        self._added.append(words(block))
        for a in level.to_source if len(mine) >= _LEAST_KEY else ():
            changed = a not in level.pairs or mark(level.before[a]) != mark(
                level.after[level.pairs[a]]
            )
            if mine == key(level.before[a], {}) and not changed:
                self._doubled.append(words(block))
            if changed and mine in key(level.before[a], {}):
                return self.restorer.block(level.source[level.to_source[a]], level.before[a], block)
        return self.restorer.new(block)

    def _kept_or_edited(self, level: _Level, a: int, block: Block) -> Piece:
        source, before = level.source[level.to_source[a]], level.before[a]
        if mark(before) == mark(block) or not source.span:
            return Piece(self.bytes(source.span), source.span)
        if isinstance(source, nodes.Raw):
            self._lost(before, block)
            return Piece(self.bytes(source.span), source.span)
        source, before = self._merged(level, a, source, before, block)
        return Piece(self.edited(source, before, block, level.inset), source.span)

    def _merged(
        self, level: _Level, a: int, source: Block, before: Block, after: Block
    ) -> tuple[Block, Block]:
        """Paragraphs that were joined to one, as one."""
        whole = key(after, {})
        while isinstance(before, nodes.Paragraph) and isinstance(source, nodes.Paragraph):
            a += 1
            s = level.to_source.get(a)
            extra = level.before[a] if a in level.gone and s is not None else None
            mine = level.source[s] if s is not None else None
            if not isinstance(extra, nodes.Paragraph) or not isinstance(mine, nodes.Paragraph):
                break
            if not key(extra, {}) or key(extra, {}) not in whole:
                break
            blank = (nodes.Text(" "),)
            before = replace(before, content=(*before.content, *blank, *extra.content))
            source = replace(source, content=(*source.content, *blank, *mine.content))
        return source, before

    def _with_hidden(self, level: _Level, placed: list[tuple[int, Piece]]) -> list[Piece]:
        """Put what the export did not show behind the block that it followed."""
        hidden: dict[int, list[Block]] = {}
        anchor, shown = -1, set(level.to_source.values())
        present = {s for s, _ in placed}
        for s, block in enumerate(level.source):
            if s in shown:
                anchor = s if s in present else anchor
            else:
                hidden.setdefault(anchor, []).append(block)
        out: list[Piece] = [self._hidden(b) for b in hidden.pop(-1, [])]
        for at, (s, piece) in enumerate(placed):
            out.append(piece)
            if at + 1 == len(placed) or placed[at + 1][0] != s:
                out += map(self._hidden, hidden.pop(s, []))
        out += [self._hidden(b) for rest in hidden.values() for b in rest]
        return [p for p in out if p.text]

    def _hidden(self, block: Block) -> Piece:
        new = self._new_notes.get(id(block))
        return Piece(self.bytes(block.span) if new is None else new, block.span)

    def bytes(self, where: Span | None) -> str:
        """What stands there in the source."""
        return self.stored[where[0] : where[1]] if where else ""

    # -- one block -----------------------------------------------------------------------

    def edited(self, source: Block, before: Block, after: Block, inset: str) -> str:
        """The lines of a block that changed."""
        found = inside.edited(self, source, before, after, inset)
        if found is not None:
            return found
        made = self.restorer.block(source, before, after)
        if isinstance(made, nodes.Heading) and not made.anchor and source.span:
            asked = self.shown.anchors.get(self.stored.count("\n", 0, source.span[0]) + 1, "")
            if asked != slugify(plain(made.content)):
                made = replace(made, anchor=asked)
        if self._same_words(made, source):
            return self.bytes(source.span)
        self.changed += 1
        return self.printed(made, inset)

    def _same_words(self, made: Block, source: Block) -> bool:
        """Whether only values of slots differed."""
        return replace(made, span=None) == replace(source, span=None) and any(
            isinstance(x, nodes.Slot) for c in content_of(source) for x in _flat(c)
        )

    def printed(self, block: Block, inset: str) -> str:
        """A block in the canonical form, each line behind the inset."""
        text = dump_inside((block,), self.names, top=not inset).rstrip("\n")
        return indented(text, inset)

    # -- notes ---------------------------------------------------------------------------

    def _match_notes(
        self, own: list[nodes.Note], base: WordDocument, returned: WordDocument
    ) -> list[str]:
        """Give the notes of the file their names in the source; gives the text of new ones."""
        before = tuple(nodes.Quote(n.blocks) for n in base.notes)
        after = tuple(nodes.Quote(n.blocks) for n in returned.notes)
        pairs = aligned(before, after, {}, {})
        back = {b: a for a, b in pairs.items()}
        mine = same([key(b, {}) for b in before],
                    [key(nodes.Quote(n.blocks), self.shown.slots) for n in own])  # fmt: skip
        taken, added = {n.name for n in own}, []
        for b, note in enumerate(returned.notes):
            a = back.get(b)
            source = own[mine[a]] if a is not None and a in mine else None
            name = source.name if source else free_name(note.name, taken)
            taken.add(name)
            self.restorer.notes[note.name] = name
            if source is None or a is None:
                blocks = tuple(map(self.restorer.new, note.blocks))
                added.append(self.printed(nodes.Note(name, blocks), ""))
            elif mark(before[a]) != mark(after[b]):
                self._edit_note(source, base.notes[a], note)
        for a in set(range(len(before))) - set(pairs):
            if a in mine:
                self._new_notes[id(own[mine[a]])] = ""
        return added

    def _edit_note(self, source: nodes.Note, before: nodes.Note, after: nodes.Note) -> None:
        self.changed += 1
        pairs = list(zip(source.blocks, before.blocks, after.blocks, strict=False))
        if len(pairs) == len(source.blocks) == len(after.blocks) == len(before.blocks):
            blocks = tuple(s if x == y else self.restorer.block(s, x, y) for s, x, y in pairs)
        else:
            blocks = tuple(map(self.restorer.new, after.blocks))
        self._new_notes[id(source)] = self.printed(nodes.Note(source.name, blocks), "")


def _flat(content: nodes.Inlines) -> Iterator[nodes.Inline]:
    for node in content:
        yield node
        yield from _flat(getattr(node, "children", ()))
