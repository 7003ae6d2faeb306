"""Puts a whole .docx together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zowerkenwij.word.writer import cover, house, properties, tracked
from zowerkenwij.word.writer.binder import bound
from zowerkenwij.word.writer.chapter import Notes, chapter, titled
from zowerkenwij.word.writer.contents import contents
from zowerkenwij.word.writer.emit import Emitter
from zowerkenwij.word.writer.flow import Flow, Lists, Par, Piece
from zowerkenwij.word.writer.looks import COVER
from zowerkenwij.word.writer.numbering import numbering
from zowerkenwij.word.writer.package import Relations, packed
from zowerkenwij.word.writer.pictures import Pictures
from zowerkenwij.word.writer.template import filled
from zowerkenwij.word.writer.xml import element, part, text, value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zowerkenwij.word.export import Book, Export, Revision
    from zowerkenwij.word.writer.template import Template

_SHORT = 1000  # words; a longer text begins on a page of its own after its contents


def write(export: Export, template: Template | None = None) -> bytes:
    """The .docx of a text, in a house template (default: the house's own)."""
    paper = _Paper(template or house.default())
    paper.lists.apart = export.revision is not None
    one = chapter(export, paper.lists, paper.template.width)
    head, rest = titled(one, paper.template.width)
    toc: tuple[Flow, ...] = ()
    if export.revision is None:
        toc, rest = contents(rest)
        if toc and sum(len(one.words.split()) for one in rest) > _SHORT:
            toc = (*toc, Par(f"{COVER} einde", (Piece(kind="page"),)))
    former = export.revision.former.pictures if export.revision else {}
    paper.begin(one.notes, {**former, **export.pictures}, export)
    below = cover.versions(export, paper.template.width)
    if export.revision and not below:
        below = (tracked.END,)
    flow = (*head, *toc, *rest, *below)
    body = paper.emitter.flow(flow) + paper.section(export, export.properties)
    if export.carriers:
        paper.attach("customXml", "../customXml/item1.xml", properties.map_of(export))
    if export.revision and export.revision.comments:
        paper.attach("comments", "comments.xml", _comments(export.foundation, export.revision))
    return paper.file(body, export)


def bind(book: Book, template: Template | None = None) -> bytes:
    """The .docx of a book: its texts one after the other, each on a new page with its own name
    and version at the foot, one table of contents, and links between them."""
    paper = _Paper(template or house.default())
    sections, notes = bound(book, paper.lists, paper.template.width)
    pictures = {t: data for one in book.texts for t, data in one.pictures.items()}
    paper.begin(notes, pictures, book)
    body = ""
    for export, flow in sections[:-1]:
        last = isinstance(flow[-1], Par) and flow[-1].style == f"{COVER} einde"
        style = value("pStyle", paper.emitter.style(f"{COVER} einde"))
        end = f"<w:p><w:pPr>{style}{paper.section(export)}</w:pPr></w:p>"
        body += paper.emitter.flow(flow[:-1] if last else flow) + end
    export, flow = sections[-1]
    return paper.file(body + paper.emitter.flow(flow) + paper.section(export), book)


@dataclass
class _Paper:
    """A file that is being made."""

    template: Template
    lists: Lists = field(default_factory=Lists)
    relations: Relations = field(default_factory=Relations)
    parts: dict[str, bytes] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # content types of headers and footers
    notes: Notes = field(default_factory=list)
    emitter: Emitter = field(init=False)

    def begin(self, notes: Notes, pictures: Mapping[str, bytes], whole: Export | Book) -> None:
        """Ready to write paragraphs."""
        numbers = {name: at for at, (name, _) in enumerate(notes, 1)}
        revision = getattr(whole, "revision", None)
        self.notes = notes
        self.emitter = Emitter(
            self.relations, numbers, self.template.ids, pictures=Pictures(pictures),
            room=self.template.width, tint=self.template.tint, lists_from=self.template.listing.last,
            reviser=(whole.foundation, revision.moment) if revision else ("", ""),
        )  # fmt: skip

    def attach(self, kind: str, target: str, data: bytes) -> None:
        """One more part of the main part."""
        self.relations.add(kind, target)
        self.parts[target[3:] if target.startswith("../") else f"word/{target}"] = data

    def section(self, of: Export | Book, properties_: Mapping[str, str] | None = None) -> str:
        """A section with the headers and footers of a text. Fields show ``properties_`` of the
        file; without these there are only words, for in a book each text has its own."""
        words = {"TITLE": of.title, "AUTHOR": of.foundation, "zww.standing": of.standing,
                 **of.properties, **of.fields}  # fmt: skip
        found = ""
        for story in self.template.stories:
            xml = filled(story.xml, words, properties_)
            name = f"{story.kind}{len(self.kinds) + 1}.xml"
            self.attach(story.kind, name, xml.encode())
            self.kinds[f"word/{name}"] = story.kind
            if story.rels:
                self.parts[f"word/_rels/{name}.rels"] = story.rels
            id_ = self.relations.add(story.kind, name)
            found += element(f"w:{story.kind}Reference", w_type=story.when, r_id=id_)
        return element("w:sectPr", found, self.template.page)

    def file(self, body: str, whole: Export | Book) -> bytes:
        """All parts as a package."""
        notes = self._notes()
        for kind in ("styles", "settings", "numbering", "footnotes"):
            self.relations.add(kind, f"{kind}.xml")
        for kind, target in self.template.relations:
            self.relations.add(kind, target)
        self.parts |= {
            **self.template.parts,
            "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
            "word/styles.xml": self.template.styles,
            "word/settings.xml": house.settings(self.template),
            "word/numbering.xml": numbering(self.lists, self.template.listing),
            "word/footnotes.xml": notes,
            "docProps/core.xml": properties.core(whole.title, whole.foundation, whole.date),
            "docProps/app.xml": properties.APP,
            "docProps/custom.xml": properties.custom(whole.properties),
            "word/_rels/document.xml.rels": self.relations.xml(),
            **self.emitter.pictures.parts,
        }
        return packed(self.parts, self.kinds, self.template.types)

    def _notes(self) -> bytes:
        """The footnotes: a story of its own, with bookmarks that go on counting."""
        below = replace(self.emitter, relations=Relations())
        foot = "".join(_note(below, note, below.notes[name]) for name, note in self.notes)
        self.parts["word/_rels/footnotes.xml.rels"] = below.relations.xml()
        return part("footnotes", _separators(), foot)


def _note(emitter: Emitter, note: tuple[Flow, ...], number: int) -> str:
    first, *rest = note or (Par("footnote text"),)
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    shown = [replace(p, style="footnote text") if isinstance(p, Par) else p for p in (first, *rest)]
    inner = emitter.flow(shown).replace("</w:pPr>", f"</w:pPr>{mark}", 1)
    return element("w:footnote", inner, w_id=number)


def _separators() -> str:
    kinds = (("-1", "separator"), ("0", "continuationSeparator"))
    return "".join(
        f'<w:footnote w:type="{k}" w:id="{i}"><w:p><w:r><w:{k}/></w:r></w:p></w:footnote>'
        for i, k in kinds
    )


def _comments(author: str, revision: Revision) -> bytes:
    """The comments part; one comment is one paragraph."""
    return part("comments", *(
        element(
            "w:comment", f'<w:p><w:r><w:t xml:space="preserve">{text(words)}</w:t></w:r></w:p>',
            w_id=at, w_author=author, w_date=revision.moment,
        )
        for at, words in enumerate(revision.comments)
    ))  # fmt: skip
