"""The inside of a paragraph: runs, fields, links, pictures and notes as inlines."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zowerkenwij.text.blocks import nodes
from zowerkenwij.word.gate import kind_of_picture
from zowerkenwij.word.reader.building import MARKS, Piece
from zowerkenwij.word.reader.package import MC, W14, A, Package, R, Relation, V, W, val
from zowerkenwij.word.reader.styles import Styles, marks_of

if TYPE_CHECKING:
    from zowerkenwij.text.blocks.nodes import Inline

_FIELD = re.compile(r'"([^"]*)"|(\S+)')
_DANGER = frozenset(["DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "LINK", "IMPORT"])
_FORMS = frozenset(["FORMTEXT", "FORMDROPDOWN"])
_LINKS = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_SYMBOLS = {"F0B7": "•", "F0A7": "▪", "F0FC": "✓", "F0E0": "→", "F0A8": "☐", "F0FE": "☒", "F06F": "☐",
            "F0FD": "☒", "F04A": "☺"}  # fmt: skip
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TRANSPARENT = frozenset(
    f"{W}{name}" for name in ("smartTag", "customXml", "sdtContent", "ins", "moveTo", "dir", "bdo",
                              "ruby", "rubyBase", "moveFrom", "del")
)  # fmt: skip


@dataclass(slots=True)
class _Field:
    words: str = ""
    is_shown: bool = False
    link: str = ""
    code: str = ""
    shown: list[str] = field(default_factory=list)


@dataclass
class Story:
    """What runs through one part while it is read: open fields, media, losses."""

    package: Package
    styles: Styles
    part: str
    prefix: str = ""
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    losses: list[tuple[str, str, str]] = field(default_factory=list)
    wanted: frozenset[str] = frozenset()
    where: str = ""
    relations: dict[str, Relation] = field(default_factory=dict)
    fields: list[_Field] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)

    def lose(self, kind: str, text: str = "") -> None:
        """Note what is left out."""
        self.losses.append((kind, self.where, text[:200]))


@dataclass
class Line:
    """Reads one paragraph: ``pieces``, text boxes beside it, bookmarks, page breaks."""

    story: Story
    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    breaks: int = 0
    breaks_before: int = 0

    def read(self, paragraph: Any) -> Line:
        """All children of the paragraph, in order; without recursion over its depth."""
        self._walk(list(paragraph)[::-1], "")
        return self

    def _walk(self, pending: list[Any], link: str) -> None:
        stack = [(item, link) for item in pending]
        while stack:
            item, to = stack.pop()
            tag = item.tag
            if tag == f"{W}r":
                self._run(item, to)
            elif tag == f"{W}hyperlink":
                stack += [(x, self._address(item) or to) for x in item][::-1]
            elif tag == f"{W}fldSimple":
                opened = self._field_of(item.get(f"{W}instr", ""))
                self.story.fields.append(opened)
                opened.is_shown = True
                self._walk(list(item)[::-1], opened.link or to)
                self._close()
            elif tag == f"{W}sdt":
                content = item.find(f"{W}sdtContent")
                self._control(item)
                stack += [(x, to) for x in (content if content is not None else ())][::-1]
            elif tag in _TRANSPARENT:
                stack += [(x, to) for x in item][::-1]
            elif tag == f"{W}bookmarkStart":
                self._bookmark(val(item, "name"))
            elif tag in (f"{_M}oMath", f"{_M}oMathPara"):
                self._equation(item)
            elif tag == f"{MC}AlternateContent":
                stack += [(x, to) for x in _choice(item)][::-1]

    def _control(self, item: Any) -> None:
        box = item.find(f"{W}sdtPr/{W14}checkbox")
        for kind in ("dropDownList", "comboBox", "date"):
            if item.find(f"{W}sdtPr/{W}{kind}") is not None:
                self.story.lose("form-field", "".join(item.itertext()))
        if box is not None and item.find(f"{W}sdtContent") is None:
            checked = box.find(f"{W14}checked")
            state = checked.get(f"{W14}val") if checked is not None else "0"
            self._add(nodes.Text("☒" if state in ("1", "true") else "☐"), frozenset(), "")

    def _bookmark(self, name: str) -> None:
        self.bookmarks.append(name)
        if name in self.story.wanted and not name.startswith("_zww_"):
            self.pieces.append(Piece(nodes.Anchor(name)))

    def _equation(self, item: Any) -> None:
        words = "".join(x.text or "" for x in item.iter(f"{_M}t"))
        self.story.lose("equation", words)
        self._add(nodes.Text(words), frozenset(), "")

    def _address(self, item: Any) -> str:
        anchor = item.get(f"{W}anchor")
        relation = self.story.relations.get(item.get(f"{R}id", ""))
        if relation is None:
            return f"#{anchor}" if anchor else ""
        target = relation.target + (f"#{anchor}" if anchor else "")
        return self._safe(target)

    def _safe(self, target: str) -> str:
        if _LINKS.match(target) or not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[\\/]", target):
            return target
        self.story.lose("link", target)
        return ""

    # -- runs ----------------------------------------------------------------------------

    def _run(self, run: Any, link: str) -> None:
        properties = run.find(f"{W}rPr")
        marks, is_code = self._marks(properties)
        if "hidden" in marks:
            if words := "".join(x.text or "" for x in run.iter(f"{W}t")):
                self.story.lose("hidden", words)
            return
        for item in run:
            self._part(item, marks, link, is_code=is_code)

    def _marks(self, properties: Any | None) -> tuple[frozenset[str], bool]:
        if properties is None:
            return frozenset(), False
        style = val(properties.find(f"{W}rStyle"))
        found = (self.story.styles.marks(style) if style else {}) | marks_of(properties)
        kept = {k for k, is_on in found.items() if is_on and (k in MARKS or k == "hidden")}
        return frozenset(kept), bool(style) and self.story.styles.is_code(style)

    def _part(  # noqa: C901 - one row per kind of content
        self, item: Any, marks: frozenset[str], link: str, *, is_code: bool
    ) -> None:
        tag = item.tag
        if tag in (f"{W}t", f"{W}delText"):
            words = item.text or ""
            self._add(nodes.CodeSpan(words) if is_code else nodes.Text(words), marks, link)
        elif tag == f"{W}tab":
            self._add(nodes.Text(" "), marks, link)
        elif tag in (f"{W}br", f"{W}cr"):
            self._line_end(val(item, "type"), link)
        elif tag == f"{W}noBreakHyphen":
            self._add(nodes.Text("\u2011"), marks, link)
        elif tag == f"{W}sym":
            self._symbol(item, marks, link)
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = "fn" if tag.endswith("footnoteReference") else "en"
            self._add(nodes.NoteRef(f"{kind}{val(item, 'id')}"), frozenset(), "")
        elif tag == f"{W}fldChar":
            self._mark(val(item, "fldCharType"), item)
        elif tag == f"{W}instrText":
            if self.story.fields and not self.story.fields[-1].is_shown:
                self.story.fields[-1].words += item.text or ""
        elif tag == f"{MC}AlternateContent":
            for chosen in _choice(item):
                self._part(chosen, marks, link, is_code=is_code)
        elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            self._drawing(item, tag, link)

    def _line_end(self, kind: str, link: str) -> None:
        if kind == "page":
            self.breaks += bool(self.pieces)
            self.breaks_before += not self.pieces
        elif kind != "column":
            self._add(nodes.LineBreak(), frozenset(), link)

    def _symbol(self, item: Any, marks: frozenset[str], link: str) -> None:
        code = (item.get(f"{W}char") or "").upper()
        shown = _SYMBOLS.get(code)
        if shown is None and re.fullmatch(r"[0-9A-F]{2,5}", code):
            number = int(code, 16)
            shown = chr(number - 0xF000 if 0xF020 <= number <= 0xF0FF else number)
            self.story.lose("symbol", f"{item.get(f'{W}font') or ''} {code}".strip())
        self._add(nodes.Text(shown or ""), marks, link)

    # -- fields --------------------------------------------------------------------------

    def _mark(self, kind: str, item: Any) -> None:
        if kind == "begin":
            self.story.fields.append(_Field())
            box = item.find(f"{W}ffData/{W}checkBox")
            if box is not None:
                state = box.find(f"{W}checked")
                state = state if state is not None else box.find(f"{W}default")
                is_on = state is not None and val(state) not in ("0", "false")
                self._add(nodes.Text("☒" if is_on else "☐"), frozenset(), "")
        elif kind == "separate" and self.story.fields:
            opened = self.story.fields[-1]
            read = self._field_of(opened.words)
            opened.link, opened.code, opened.is_shown = read.link, read.code, True
        elif kind == "end" and self.story.fields:
            if not self.story.fields[-1].is_shown:
                self._field_of(self.story.fields[-1].words)
            self._close()

    def _close(self) -> None:
        self.story.fields.pop()

    def _field_of(self, words: str) -> _Field:
        found = [m[1] if m[1] is not None else m[2] for m in _FIELD.finditer(words)]
        name = found[0].upper() if found else ""
        link = ""
        if name == "HYPERLINK":
            rest = [x for x in found[1:] if not x.startswith("\\")]
            inner = "\\l" in found[1:]
            link = rest[0] if rest else ""
            if inner and len(rest) == 1 and found[1:2] == ["\\l"]:
                link = f"#{rest[0]}"
            elif inner and len(rest) > 1:
                link = f"{rest[0]}#{rest[1]}"
            link = self._safe(link)
        elif name in ("REF", "PAGEREF", "NOTEREF") and len(found) > 1:
            link = f"#{found[1]}" if "\\h" in [x.lower() for x in found] else ""
        elif name in _DANGER:
            self.story.lose("field", words.strip())
        elif name in _FORMS:
            self.story.lose("form-field", name)
        return _Field(words, link=link, code=name)

    def _add(self, node: Inline, marks: frozenset[str], link: str) -> None:
        for opened in reversed(self.story.fields):
            if not opened.is_shown or opened.code == "TOC":
                if opened.code != "TOC" and opened.words:
                    return
                continue
            link = link or opened.link
        self.pieces.append(Piece(node, marks, link))

    # -- pictures and boxes --------------------------------------------------------------

    def _drawing(self, item: Any, tag: str, link: str) -> None:
        if tag == f"{W}object":
            self.story.lose("embedded-object", "")
        described = next((x for x in item.iter() if str(x.tag).endswith("}docPr")), None)
        alt = (
            (described.get("descr") or described.get("title") or "")
            if described is not None
            else ""
        )
        boxes = [x for x in item.iter(f"{W}txbxContent") if not _is_inside_box(x, item)]
        self.boxes += boxes
        inner = {id(x) for box in boxes for x in box.iter()}
        shown = False
        for blip in item.iter(f"{A}blip", f"{V}imagedata"):
            if id(blip) in inner:
                continue
            shown = True
            own = alt or blip.get("{urn:schemas-microsoft-com:office:office}title") or ""
            self._picture(blip, own, link)
        if not shown and not boxes:
            names = {str(x.tag).rpartition("}")[2] for x in item.iter()}
            kind = "chart" if "chart" in names else "smartart" if "relIds" in names else "drawing"
            self.story.lose(kind, alt)

    def _picture(self, blip: Any, alt: str, link: str) -> None:
        id_ = blip.get(f"{R}embed") or blip.get(f"{R}id") or ""
        relation = self.story.relations.get(id_)
        if blip.get(f"{R}link") and not id_:
            self.story.lose("linked-picture", alt)
            self._add(nodes.Text(f"[afbeelding: {alt}]"), frozenset(), link)
            return
        if relation is None or relation.is_external:
            self.story.lose("linked-picture", alt)
            self._add(nodes.Text(f"[afbeelding: {alt}]"), frozenset(), link)
            return
        data = self.story.package.parts.get(relation.target)
        kind = kind_of_picture(data) if data else ""
        if data is None or not kind:
            self.story.lose("missing-picture", alt)
            self._add(nodes.Text(f"[afbeelding: {alt}]"), frozenset(), link)
            return
        if kind in ("emf", "wmf"):
            self.story.lose("picture-format", kind)
        digest = hashlib.sha256(data).hexdigest()
        self.story.media[digest] = (kind, data)
        self._add(nodes.Image("", " ".join(alt.split()), None, digest), frozenset(), link)


def _choice(item: Any) -> list[Any]:
    """The content of an alternative: the choice, else the fallback, never both."""
    for name in ("Choice", "Fallback"):
        found = item.find(f"{MC}{name}")
        if found is not None and len(found):
            return list(found)
    return []


def _is_inside_box(box: Any, limit: Any) -> bool:
    parent = box.getparent()
    while parent is not None and parent is not limit:
        if parent.tag in (f"{W}txbxContent", f"{MC}Fallback"):
            return True
        parent = parent.getparent()
    return False
