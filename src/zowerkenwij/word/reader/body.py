"""From the paragraphs and tables of one part to blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from zowerkenwij.text.blocks import nodes, plain
from zowerkenwij.word.reader.building import built, tidy
from zowerkenwij.word.reader.lists import Lists
from zowerkenwij.word.reader.package import MC, W, on, val, whole
from zowerkenwij.word.reader.runs import Line, Story, choice
from zowerkenwij.word.reader.tables import table

if TYPE_CHECKING:
    from zowerkenwij.text.blocks.nodes import Block, Blocks, Inlines
    from zowerkenwij.word.reader.numbering import Numbering, Place

_WRAPPERS = frozenset(
    f"{W}{x}" for x in ("customXml", "ins", "moveTo", "sdtContent", "del", "moveFrom")
)
_QUOTED = 300
_FEW = 0.25
_TYPED = re.compile(r"[-–—•·▪◦*]|\d+[.)]|[a-zA-Z][.)]\s")


@dataclass(slots=True)
class Entry:
    """A paragraph or table before it finds its place among the blocks."""

    kind: str
    content: Inlines = ()
    place: Place | None = None
    left: int = 0
    anchor: str = ""
    carrier: str = ""
    blocks: Blocks = ()
    indent: int = 0


@dataclass
class Body:
    """Reads the children of a body, cell, note or box."""

    story: Story
    numbering: Numbering
    carriers: dict[int, str] = field(default_factory=dict)
    kept: list[object] = field(default_factory=list)

    def main(self, parent: Any) -> Blocks:
        """All blocks of the running text; here an indented paragraph is a quotation."""
        entries = self.entries(parent)
        _quote_indented(entries)
        return self.assembled(entries)

    def blocks(self, parent: Any) -> Blocks:
        """All blocks under an element."""
        return self.assembled(self.entries(parent))

    def entries(self, parent: Any) -> list[Entry]:
        """Its paragraphs and tables in order."""
        found: list[Entry] = []
        stack = list(parent)[::-1]
        while stack:
            item = stack.pop()
            tag = item.tag
            if tag == f"{W}p":
                found += self._paragraph(item)
            elif tag == f"{W}tbl":
                found += table(self, item)
            elif tag == f"{W}sdt":
                stack += self._control(item)[::-1]
            elif tag == f"{MC}AlternateContent":
                stack += choice(item)[::-1]
            elif tag in _WRAPPERS:
                stack += list(item)[::-1]
            elif tag == f"{W}altChunk":
                self.story.lose("altChunk", "")
        return found

    def _control(self, item: Any) -> list[Any]:
        gallery = item.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if val(gallery) == "Table of Contents":
            self.story.lose_contents(" ".join("".join(
                x.text or "" if x.tag == f"{W}t" else " " for x in item.iter(f"{W}t", f"{W}p", f"{W}tab")
            ).split()))  # fmt: skip
            return []
        self.story.lose_control(item)
        content = item.find(f"{W}sdtContent")
        return list(content) if content is not None else []

    def _paragraph(self, item: Any) -> list[Entry]:
        story = self.story
        properties = item.find(f"{W}pPr")
        style = val(properties.find(f"{W}pStyle")) if properties is not None else ""
        kind = story.styles.kind(style)
        in_contents = any(f.code == "TOC" for f in story.fields)
        line = Line(story).read(item)
        verbatim = kind == "code"
        content = tuple(p.node for p in line.pieces) if verbatim else built(line.pieces)
        if not verbatim and all(isinstance(x, nodes.Text) and x.text.isspace() for x in content):
            content = ()
        if kind in ("furniture", "contents") or in_contents:
            if kind == "furniture" and not in_contents:
                story.furniture += [plain(content)] if content else []
            elif plain(content):
                story.lose_contents(plain(content))
            return [Entry("furniture")]
        place = None
        if not kind.startswith("heading"):
            place = self._place(properties, style)
        else:
            self._place(properties, style)
            story.where = plain(content)
        entry = Entry(kind, content, place, self._left(properties, style))
        entry.indent = self._indent(properties, style)
        entry.carrier = next((b[5:] for b in line.bookmarks if b.startswith("_zww_")), "")
        if kind.startswith("heading") or kind == "title":
            entry.anchor = story.anchor(line.bookmarks, plain(content))
        if entry.anchor:
            entry.content = tuple(x for x in content if not isinstance(x, nodes.Anchor))
        return self._with_more(entry, line, properties)

    def _with_more(self, entry: Entry, line: Line, properties: Any | None) -> list[Entry]:
        before = line.breaks_before
        if properties is not None and on(properties.find(f"{W}pageBreakBefore")):
            before = before or 1
        found = [Entry("break")] * min(before, 1)
        bordered = properties is not None and properties.find(f"{W}pBdr/{W}bottom") is not None
        if entry.content or entry.kind in ("rule", "passage-end", "code") or entry.place:
            found.append(entry)
        elif bordered:
            found.append(Entry("rule"))
        elif not found and not line.boxes:
            found.append(Entry("empty"))
        found += [Entry("break")] * min(line.breaks, 1)
        for box in line.boxes:
            inner = Body(self.story, self.numbering, self.carriers, self.kept).blocks(box)
            if inner:
                found.append(Entry("block", blocks=(nodes.Aside(inner),)))
        return found

    def _place(self, properties: Any | None, style: str) -> Place | None:
        direct = properties.find(f"{W}numPr") if properties is not None else None
        instance, level = self.story.styles.numbering(style)
        if direct is None and not instance:
            return None
        if direct is not None:
            instance = val(direct.find(f"{W}numId")) or instance
            own = direct.find(f"{W}ilvl")
            level = whole(val(own)) if own is not None else level
        if level is None:
            level = self.numbering.level_of_style(instance, style)
        place = self.numbering.place(instance, min(level, 8))
        indent = properties.find(f"{W}ind") if properties is not None else None
        left = whole(val(indent, "left") or val(indent, "start"), -1) if indent is not None else -1
        return replace(place, left=left) if place and left >= 0 else place

    def _left(self, properties: Any | None, style: str) -> int:
        indent = properties.find(f"{W}ind") if properties is not None else None
        words = val(indent, "left") or val(indent, "start") if indent is not None else ""
        return whole(words) if words else self.story.styles.left(style)

    def _indent(self, properties: Any | None, style: str) -> int:
        """How much further in than its style the whole paragraph stands, in twips."""
        indent = properties.find(f"{W}ind") if properties is not None else None
        if indent is None:
            return 0
        hang = whole(val(indent, "hanging"))
        return self._left(properties, style) - self.story.styles.left(style) - hang

    # -- assembling ----------------------------------------------------------------------

    def assembled(self, entries: list[Entry]) -> Blocks:
        """The blocks that these entries make."""
        out: list[Block] = []
        lists = Lists()
        opened: list[str] = []
        at = 0
        while at < len(entries):
            entry = entries[at]
            if entry.kind == "indent" and lists.is_open and self._belongs(entry, lists):
                entry.kind = ""
            kind = entry.kind.split(":")[0]
            if entry.place and kind not in ("box", "head", "furniture"):
                at += 1
                box = (nodes.Text(entry.place.box),) if entry.place.box else ()
                content = tidy((*box, *entry.content))
                if content:
                    if not lists.is_open:
                        opened = [entry.carrier]
                    lists.item(entry.place, nodes.Paragraph(content))
                elif entry.place.ordered:  # an empty bullet is only a blank line
                    self.story.lose("empty-item", f"{entry.place.number}.")
                continue
            end, block = self._block(entries, at)
            if block is not None and lists.is_open and self._belongs(entry, lists):
                lists.add(block)
            else:
                if block is not None or entry.kind != "empty":
                    self._flush(lists, out, opened)
                if block is not None:
                    self._keep(block, entry.carrier)
                    out.append(block)
            at = end
        self._flush(lists, out, opened)
        return tuple(out)

    def _flush(self, lists: Lists, out: list[Block], opened: list[str]) -> None:
        found = lists.close()
        for at, block in enumerate(found):
            self._keep(block, opened[0] if at == 0 and opened else "")
        out += found

    def _keep(self, block: Block, carrier: str) -> None:
        if carrier:
            self.kept.append(block)
            self.carriers[id(block)] = carrier

    def _belongs(self, entry: Entry, lists: Lists) -> bool:
        if entry.kind in ("", "code", "quote", "body", "indent"):
            return entry.left >= max(lists.left - 80, 200)
        return False

    def _block(self, entries: list[Entry], at: int) -> tuple[int, Block | None]:
        entry = entries[at]
        kind, _, argument = entry.kind.partition(":")
        match kind:
            case "furniture" | "empty" | "passage-end":
                return at + 1, None
            case "break":
                return at + 1, nodes.PageBreak()
            case "rule":
                return at + 1, nodes.Rule()
            case "block":
                return at + 1, entry.blocks[0] if entry.blocks else None
            case "title":
                return at + 1, nodes.Heading(1, entry.content, entry.anchor)
            case "quote" | "indent" | "code" | "aside" | "box" | "head" | "passage" | "term":
                return self._many(kind, argument, entries, at)
            case "caption":
                return at + 1, nodes.Paragraph((nodes.Emph(entry.content),))
        if kind.startswith("heading-"):
            return at + 1, nodes.Heading(min(int(kind[8:]), 6), entry.content, entry.anchor)
        return self._figure(entries, at) or (at + 1, nodes.Paragraph(entry.content))

    def _figure(self, entries: list[Entry], at: int) -> tuple[int, Block] | None:
        content = entries[at].content
        if len(content) != 1 or not isinstance(content[0], nodes.Image):
            return None
        after = entries[at + 1] if at + 1 < len(entries) else None
        if after is not None and after.kind == "caption":
            return at + 2, nodes.Figure(content[0], after.content)
        return at + 1, nodes.Figure(content[0])

    def _many(
        self, kind: str, argument: str, entries: list[Entry], at: int
    ) -> tuple[int, Block | None]:
        first = entries[at]
        if kind == "passage":
            end = at + 1
            while end < len(entries) and entries[end].kind not in ("passage", "passage-end"):
                end += 1
            inner = self.assembled(entries[at + 1 : end])
            closed = end < len(entries) and entries[end].kind == "passage-end"
            return end + closed, nodes.Directive("passage", plain(first.content), inner)
        if kind in ("box", "head"):
            return self._admonition(kind, argument, entries, at)
        if kind == "term":
            return self._definitions(entries, at)
        end = at
        while end < len(entries) and entries[end].kind == kind:
            end += 1
        if kind == "code":
            text = "\n".join(_lines(e.content) for e in entries[at:end]).strip("\n")
            return end, nodes.Code(text) if text.strip() else None
        inner = self.assembled([replace(e, kind="body") for e in entries[at:end]])
        return end, nodes.Quote(inner) if kind in ("quote", "indent") else nodes.Aside(inner)

    def _admonition(
        self, kind: str, argument: str, entries: list[Entry], at: int
    ) -> tuple[int, Block]:
        title = plain(entries[at].content) if kind == "head" else ""
        start = end = at + (kind == "head")
        while end < len(entries) and entries[end].kind == f"box:{argument}":
            end += 1
        inner = self.assembled([replace(e, kind="body") for e in entries[start:end]])
        return end, nodes.Admonition(argument, title, inner)

    def _definitions(self, entries: list[Entry], at: int) -> tuple[int, Block]:
        items: list[nodes.Definition] = []
        while at < len(entries) and entries[at].kind == "term":
            terms: list[Inlines] = []
            meanings: list[tuple[Inlines, ...]] = []
            while at < len(entries) and entries[at].kind == "term":
                terms.append(entries[at].content)
                at += 1
            while at < len(entries) and entries[at].kind in ("meaning", "own-meaning"):
                if meanings and entries[at].kind == "meaning":
                    meanings[-1] = (*meanings[-1], entries[at].content)
                else:
                    meanings.append((entries[at].content,))
                at += 1
            items.append(nodes.Definition(tuple(terms), tuple(meanings)))
        return at, nodes.DefinitionList(tuple(items))


def _quote_indented(entries: list[Entry]) -> None:
    """People indent what they quote; where much is indented, or what begins with a sign or number
    of a list, it is only layout."""
    running = [e for e in entries if not e.kind and not e.place and e.content]
    found = [e for e in running if e.indent >= _QUOTED and not _TYPED.match(plain(e.content))]
    if len(found) <= max(1, len(running) * _FEW):
        for entry in found:
            entry.kind = "indent"


def _lines(content: Inlines) -> str:
    return "".join("\n" if isinstance(x, nodes.LineBreak) else plain((x,)) for x in content)
