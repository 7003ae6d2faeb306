"""Puts a whole .docx together."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from zowerkenwij.text.blocks import ids, nodes, sig
from zowerkenwij.word.writer import cover, house, tracked
from zowerkenwij.word.writer.emit import Emitter
from zowerkenwij.word.writer.flow import Flow, Lists, Par, Piece
from zowerkenwij.word.writer.lower import Lowering
from zowerkenwij.word.writer.numbering import numbering
from zowerkenwij.word.writer.package import OFFICE, TYPES, Relations, content_types, zipped
from zowerkenwij.word.writer.pictures import Pictures
from zowerkenwij.word.writer.xml import DECLARATION, element, part, quoted, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zowerkenwij.word.export import Export, Revision

_HEADER = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_FIELD = re.compile(r'(<w:instrText[^>]*> (?:DOCPROPERTY "([^"]+)"|(TITLE|AUTHOR)) </w:instrText>'
                    r".*?<w:t[^>]*>)-(</w:t>)")  # fmt: skip
_MAP = "urn:zowerkenwij:word:1"
_LEAST_CONTENTS = 4


def write(export: Export) -> bytes:
    """The .docx of an export."""
    relations, lists = _relations(), Lists()
    flow, notes = _lowered(export, lists)
    numbers = {name: at for at, (name, _) in enumerate(notes, 1)}
    pictures = Pictures(_stored(export))
    author = (export.foundation, export.revision.moment) if export.revision else ("", "")
    emitter = Emitter(relations, numbers, pictures=pictures, reviser=author)
    body = emitter.flow(_whole(export, flow))
    below = Emitter(Relations(), numbers, bookmarks=emitter.bookmarks, controls=emitter.controls,
                    pictures=pictures)  # fmt: skip
    foot = "".join(_note(below, note, numbers[name]) for name, note in notes)
    section = f"<w:sectPr>{house.body_section()}</w:sectPr>"
    parts = {n: _filled(x, export) for n, x in house.parts().items()}
    parts |= {
        "word/document.xml": part("document", f"<w:body>{body}{section}</w:body>"),
        "word/numbering.xml": numbering(lists.instances),
        "word/footnotes.xml": part("footnotes", _separators(), foot),
        "docProps/core.xml": _core(export),
        "docProps/app.xml": house.APP,
        "docProps/custom.xml": _custom(export.properties),
        "word/_rels/footnotes.xml.rels": below.relations.xml(),
        **pictures.parts,
    }
    if export.carriers:
        parts["customXml/item1.xml"] = _map(export)
        relations.add("customXml", "../customXml/item1.xml")
    if export.revision and export.revision.comments:
        parts["word/comments.xml"] = _comments(export.foundation, export.revision)
        relations.add("comments", "comments.xml")
    return _packed(parts, relations)


def _relations() -> Relations:
    relations = Relations()
    for kind in ("styles", "settings", "fontTable", "numbering", "footnotes"):
        relations.add(kind, f"{kind}.xml")
    for name, (id_, kind) in house.PARTS.items():
        target = name.removeprefix("word/")
        relations.keep(f'<Relationship Id="{id_}" Type="{OFFICE}{kind}" Target="{target}"/>')
    return relations


def _stored(export: Export) -> dict[str, bytes]:
    former = export.revision.former.pictures if export.revision else {}
    return {**former, **export.pictures}


_Notes = list[tuple[str, tuple[Flow, ...]]]


def _lowered(export: Export, lists: Lists) -> tuple[tuple[Flow, ...], _Notes]:
    """Text and notes by name; of a redline both texts in one."""
    flow, notes = _lowered_one(export, lists)
    if export.revision is None:
        return flow, notes
    old, old_notes = _lowered_one(export.revision.former, lists)
    both = dict(old_notes), dict(notes)
    other = {name for name in both[0] if name in both[1] and both[0][name] != both[1][name]}
    merged = tracked.redline(old, flow, other, lists)
    used = {p.text for p in tracked.pieces(merged) if p.kind == "note"}
    gone = [(name + tracked.OLD, note) for name, note in old_notes if name + tracked.OLD in used]
    comments = tuple(range(len(export.revision.comments)))
    if comments and merged and isinstance(merged[0], Par):
        merged = (replace(merged[0], comments=comments), *merged[1:])
    return merged, notes + gone


def _lowered_one(export: Export, lists: Lists) -> tuple[tuple[Flow, ...], _Notes]:
    names = _names(export)
    lowering = Lowering(lists, lambda t: export.links.get(t, t if _outside(t) else ""),
                        export.slots, export.label, lambda b: _marks(b, names))  # fmt: skip
    flow = lowering.flow(export.blocks)
    return flow, [(b.name, lowering.flow(b.blocks)) for b in _notes(export)]


def _comments(author: str, revision: Revision) -> bytes:
    """The comments part; one comment is one paragraph."""
    return part("comments", *(
        element(
            "w:comment", f'<w:p><w:r><w:t xml:space="preserve">{text(words)}</w:t></w:r></w:p>',
            w_id=at, w_author=author, w_date=revision.moment,
        )
        for at, words in enumerate(revision.comments)
    ))  # fmt: skip


def _packed(parts: dict[str, bytes], relations: Relations) -> bytes:
    parts["word/_rels/document.xml.rels"] = relations.xml()
    root = Relations()
    root.add("officeDocument", "word/document.xml")
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    root.add(core, "docProps/core.xml")
    root.add("extended-properties", "docProps/app.xml")
    root.add("custom-properties", "docProps/custom.xml")
    parts["_rels/.rels"] = root.xml()
    types = {**TYPES, **{n: f"{_HEADER}{k}+xml" for n, (_, k) in house.PARTS.items()}}
    parts["[Content_Types].xml"] = content_types(parts, types)
    return zipped(parts)


def _outside(target: str) -> bool:
    return target.startswith(("http://", "https://", "mailto:", "#"))


def _notes(export: Export) -> list[nodes.Note]:
    return [b for b in export.blocks if isinstance(b, nodes.Note)]


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


# -- the body ----------------------------------------------------------------------------


def _whole(export: Export, flow: tuple[Flow, ...]) -> tuple[Flow, ...]:
    """Cover, contents, text and versions."""
    has_title = bool(flow) and isinstance(flow[0], Par) and flow[0].style == "heading 1"
    title = flow[:1] if has_title else (Par("ZWW Omslag titel", (Piece(export.title),)),)
    rest = flow[1:] if has_title else flow
    contents, rest = ((), rest) if export.revision else _contents(rest)
    if contents and rest and isinstance(rest[0], Par):
        rest = (replace(rest[0], break_before=True), *rest[1:])
    return (*cover.above(export), *title, *cover.facts(export), *contents, *rest,
            *cover.versions(export))  # fmt: skip


def _contents(flow: tuple[Flow, ...]) -> tuple[tuple[Flow, ...], tuple[Flow, ...]]:
    """The table of contents, and the text with a bookmark on each heading that it lists."""
    entries: list[Par] = []
    out: list[Flow] = []
    for one in flow:
        if isinstance(one, Par) and one.style == "heading 2" and one.words:
            name = f"_Toc{len(entries) + 1:08}"
            entries.append(Par("toc 2", (Piece(one.words, link=f"#{name}"),)))
            out.append(replace(one, bookmarks=(*one.bookmarks, name)))
        else:
            out.append(one)
    if len(entries) < _LEAST_CONTENTS:
        return (), flow
    entries[0] = replace(entries[0], opens='TOC \\o "2-2" \\h \\z \\u')
    entries[-1] = replace(entries[-1], closes=True)
    return (cover.contents_heading(), *entries), tuple(out)


# -- carriers and properties -------------------------------------------------------------


def _names(export: Export) -> Mapping[int, str]:
    if not export.carriers:
        return {}
    return {id(b): f"_zww_{i}" for b, i in zip(export.blocks, ids(export.blocks), strict=True)}


def _marks(block: object, names: Mapping[int, str]) -> tuple[str, ...]:
    anchor = (block.anchor,) if isinstance(block, nodes.Heading) and block.anchor else ()
    own = (names[id(block)],) if id(block) in names else ()
    return (*own, *anchor)


def _map(export: Export) -> bytes:
    blocks = "".join(
        f'<block id="{i}" sig="{sig(b)}" kind="{type(b).__name__.lower()}"/>'
        for b, i in zip(export.blocks, ids(export.blocks), strict=True)
    )
    links = "".join(
        f'<link shown="{quoted(s)}" target="{quoted(t)}"/>' for t, s in export.links.items()
    )
    slots = "".join(
        f'<slot name="{quoted(k)}" value="{quoted(v)}"/>' for k, v in export.slots.items()
    )
    facts = "".join(
        f'<property name="{quoted(k)}" value="{quoted(v)}"/>' for k, v in export.properties.items()
    )
    source = base64.b64encode(export.source.encode()).decode()
    inner = f"{blocks}{links}{slots}{facts}<source>{source}</source>"
    return f'{DECLARATION}<map xmlns="{_MAP}">{inner}</map>'.encode()


def _filled(xml: bytes, export: Export) -> bytes:
    known = {**export.properties, "TITLE": export.title, "AUTHOR": export.foundation,
             "zww.standing": export.standing}  # fmt: skip

    def shown(match: re.Match[str]) -> str:
        return f"{match[1]}{text(known.get(match[2] or match[3], ''))}{match[4]}"

    filled = _FIELD.sub(shown, xml.decode())
    return _plain(filled, "zww.standing").encode()


def _plain(xml: str, name: str) -> str:
    """Turn the field of a property that does not travel into its words."""
    pattern = (
        r'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText[^>]*> DOCPROPERTY '
        rf'"{re.escape(name)}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        r'(<w:r><w:t[^>]*>[^<]*</w:t></w:r>)<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return re.sub(pattern, r"\1", xml)


def _core(export: Export) -> bytes:
    made = f"{export.date}T00:00:00Z"
    date = (
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{made}</dcterms:modified>'
        if export.date else ""
    )  # fmt: skip
    who = text(export.foundation)
    return (
        f"{DECLARATION}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{text(export.title)}</dc:title><dc:creator>{who}</dc:creator>"
        f"<cp:lastModifiedBy>{who}</cp:lastModifiedBy>{date}<dc:language>nl-NL</dc:language>"
        "</cp:coreProperties>"
    ).encode()


def _custom(properties: Mapping[str, str]) -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/"
    items = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{at}" '
        f'name="{quoted(k)}"><vt:lpwstr>{text(v)}</vt:lpwstr></property>'
        for at, (k, v) in enumerate(properties.items(), 2)
    )
    return (
        f'{DECLARATION}<Properties xmlns="{space}custom-properties" '
        f'xmlns:vt="{space}docPropsVTypes">{items}</Properties>'
    ).encode()
