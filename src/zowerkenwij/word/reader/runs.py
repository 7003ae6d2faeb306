"""The inside of a paragraph: runs, fields, links, pictures and notes as inlines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias

from zowerkenwij.text.blocks import nodes
from zowerkenwij.text.blocks.writing import is_paired
from zowerkenwij.text.extensions import slugify
from zowerkenwij.word.reader.building import MARKS, Piece
from zowerkenwij.word.reader.drawings import drawn
from zowerkenwij.word.reader.equations import M, linear
from zowerkenwij.word.reader.package import MC, W14, A, Package, R, Relation, V, W, val
from zowerkenwij.word.reader.styles import Styles, marks_of
from zowerkenwij.word.reader.symbols import is_symbol_font, shown, sign

if TYPE_CHECKING:
    from collections.abc import Callable

    from zowerkenwij.text.blocks.nodes import Inline

_FIELD = re.compile(r'"([^"]*)"|(\S+)')
_DANGER = frozenset(["DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "LINK", "IMPORT"])
_FORMS = frozenset(["FORMTEXT", "FORMDROPDOWN"])
_LINKS = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_SYMEX = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}"
_CONTENT = (f"{W}t", f"{W}txbxContent", f"{W}sym", f"{_SYMEX}symEx", f"{A}blip", f"{V}imagedata",
            f"{M}t", f"{W}fldChar", f"{W}footnoteReference")  # fmt: skip
_ENCODED = {ord(sign): f"%{ord(sign):02X}" for sign in " ()<>\"'`\\|\n\t"}
_PAIRED = {code: words for code, words in _ENCODED.items() if chr(code) not in "()"}
_SIGNS = {
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}noBreakHyphen": "\u2011",
    f"{W}softHyphen": "\u00ad",
}
_TRANSPARENT = frozenset(
    f"{W}{name}" for name in ("smartTag", "customXml", "sdtContent", "ins", "moveTo", "dir", "bdo",
                              "ruby", "rubyBase", "moveFrom", "del")
)  # fmt: skip


Marks: TypeAlias = "frozenset[str] | tuple[()]"


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
    is_own: bool = False
    places: dict[str, str] = field(default_factory=dict)

    def anchor(self, bookmarks: list[str], words: str) -> str:
        """The anchor of a heading: a bookmark that something leads to. Word's hidden ones get a
        name after the heading; an export of ours keeps its own."""
        names = [name for name in bookmarks if not name.startswith("_zww_")]
        wanted = [name for name in names if name in self.wanted]
        named = [n for n in names if n[0:1] not in ("", "_") and (self.is_own or n in wanted)]
        if not wanted and not named:
            return ""
        found = named[0] if named else slugify(words) or wanted[0].strip("_")
        while not named and found in self.places.values():
            found += "-2"
        self.places |= {name: found for name in wanted if name != found}
        return found

    def lose_control(self, item: Any) -> None:
        """Note that a content control lets people choose: only its words are kept."""
        for kind in ("dropDownList", "comboBox", "date"):
            if item.find(f"{W}sdtPr/{W}{kind}") is not None:
                words = " ".join("".join(x.text or "" for x in item.iter(f"{W}t")).split())
                self.lose("form-field", words)

    def lose_contents(self, text: str) -> None:
        """Note a line of a table of contents; the lines of one are one loss."""
        last = self.losses[-1] if self.losses else ("", "", "")
        if last[:2] == ("table-of-contents", self.where):
            text = f"{self.losses.pop()[2]} {text}"
        self.lose("table-of-contents", text.strip())

    def lose(self, kind: str, text: str = "") -> None:
        """Note what is left out."""
        self.losses.append((kind, self.where, text[:200]))


class Look(NamedTuple):
    """How a run looks: marks, the address it leads to, a symbol font, code."""

    marks: Marks = ()
    link: str = ""
    font: str = ""
    is_code: bool = False


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
            elif tag in (f"{M}oMath", f"{M}oMathPara"):
                self._equation(item)
            elif tag == f"{MC}AlternateContent":
                stack += [(x, to) for x in choice(item)][::-1]

    def _control(self, item: Any) -> None:
        box = item.find(f"{W}sdtPr/{W14}checkbox")
        self.story.lose_control(item)
        if box is not None and item.find(f"{W}sdtContent") is None:
            checked = box.find(f"{W14}checked")
            state = checked.get(f"{W14}val") if checked is not None else "0"
            self._add(nodes.Text("☒" if state in ("1", "true") else "☐"), (), "")

    def _bookmark(self, name: str) -> None:
        self.bookmarks.append(name)
        if name in self.story.wanted and not name.startswith("_zww_"):
            self.pieces.append(Piece(nodes.Anchor(name)))

    def _equation(self, item: Any) -> None:
        words = linear(item)
        self.story.lose("equation", words)
        self._add(nodes.Text(words), (), "")

    def _address(self, item: Any) -> str:
        anchor = item.get(f"{W}anchor")
        relation = self.story.relations.get(item.get(f"{R}id", ""))
        if relation is None:
            return f"#{anchor}" if anchor else ""
        target = relation.target + (f"#{anchor}" if anchor else "")
        return self._safe(target)

    def _safe(self, target: str) -> str:
        if _LINKS.match(target) or not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[\\/]", target):
            bare = target.strip()
            return bare.translate(_PAIRED if is_paired(bare) else _ENCODED)
        self.story.lose("link", target)
        return ""

    # -- runs ----------------------------------------------------------------------------

    def _run(self, run: Any, link: str) -> None:
        properties = run.find(f"{W}rPr")
        look = Look((), link) if properties is None else self._look(properties, link)
        if "hidden" in look.marks:
            if words := "".join(x.text or "" for x in run.iter(f"{W}t")):
                self.story.lose("hidden", words)
            return
        self._parts(list(run), look)

    def _look(self, properties: Any, link: str) -> Look:
        styles = self.story.styles
        style = val(properties.find(f"{W}rStyle"))
        found = (styles.marks(style) if style else {}) | marks_of(properties)
        kept = frozenset(k for k, on in found.items() if on and (k in MARKS or k == "hidden"))
        return Look(kept, link, _symbol_font(properties), bool(style) and styles.is_code(style))

    def _parts(self, items: list[Any], look: Look) -> None:
        for item in items:
            if handler := self._PARTS.get(item.tag):
                handler(self, item, look)

    def _words(self, item: Any, look: Look) -> None:
        words = item.text or ""
        if look.font or not words.isascii():
            words = self._said(words, look.font)
        node = nodes.CodeSpan(words) if look.is_code else nodes.Text(words)
        self._add(node, look.marks, look.link)

    def _sign(self, item: Any, look: Look) -> None:
        self._add(nodes.Text(_SIGNS[item.tag]), look.marks, look.link)

    def _line_end(self, item: Any, look: Look) -> None:
        kind = val(item, "type")
        if kind == "page":
            self.breaks += bool(self.pieces)
            self.breaks_before += not self.pieces
        elif kind != "column":
            self._add(nodes.LineBreak(), (), look.link)

    def _note(self, item: Any, look: Look) -> None:
        kind = "fn" if item.tag == f"{W}footnoteReference" else "en"
        self._add(nodes.NoteRef(f"{kind}{val(item, 'id')}"))

    def _instruction(self, item: Any, look: Look) -> None:
        if self.story.fields and not self.story.fields[-1].is_shown:
            self.story.fields[-1].words += item.text or ""

    def _chosen(self, item: Any, look: Look) -> None:
        self._parts(choice(item), look)

    def _ruby(self, item: Any, look: Look) -> None:
        """Words with their reading above them: the words, and the reading as a loss."""
        for run in item.iterfind(f"{W}rubyBase/{W}r"):
            self._run(run, look.link)
        self.story.lose("ruby", "".join(x.text or "" for x in item.iterfind(f"{W}rt//{W}t")))

    def _drawing(self, item: Any, look: Look) -> None:
        shown, boxes = drawn(self.story, item)
        for node in shown:
            self._add(node, (), look.link)
        self.boxes += boxes

    def _symbol(self, item: Any, look: Look) -> None:
        space = W if item.tag == f"{W}sym" else _SYMEX
        code, font = item.get(f"{space}char") or "", item.get(f"{space}font") or ""
        shown = sign(font, int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{2,6}", code) else ""
        if not shown:
            self.story.lose("symbol", f"{font} {code}".strip())
        self._add(nodes.Text(shown or "\ufffd"), look.marks, look.link)

    def _said(self, words: str, font: str) -> str:
        """Words as people see them: signs of a symbol font as characters."""
        if font or any("\uf000" <= letter <= "\uf0ff" for letter in words):
            words, unknown = shown(words, font)
            if unknown:
                self.story.lose("symbol", " ".join(f"{font} {ord(x):04X}" for x in unknown).strip())
        return words

    # -- fields --------------------------------------------------------------------------

    def _mark(self, item: Any, look: Look) -> None:
        kind = val(item, "fldCharType")
        if kind == "begin":
            self.story.fields.append(_Field())
            box = item.find(f"{W}ffData/{W}checkBox")
            if box is not None:
                state = box.find(f"{W}checked")
                state = state if state is not None else box.find(f"{W}default")
                is_on = state is not None and val(state) not in ("0", "false")
                self._add(nodes.Text("☒" if is_on else "☐"), (), "")
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

    def _add(self, node: Inline, marks: Marks = (), link: str = "") -> None:
        for opened in reversed(self.story.fields):
            if not opened.is_shown or opened.code == "TOC":
                if opened.code != "TOC" and opened.words:
                    return
                continue
            link = link or opened.link
        self.pieces.append(Piece(node, frozenset(marks), link))

    _PARTS: ClassVar[dict[str, Callable[[Line, Any, Look], None]]] = {
        **dict.fromkeys((f"{W}t", f"{W}delText"), _words),
        **dict.fromkeys(_SIGNS, _sign),
        **dict.fromkeys((f"{W}br", f"{W}cr"), _line_end),
        **dict.fromkeys((f"{W}sym", f"{_SYMEX}symEx"), _symbol),
        **dict.fromkeys((f"{W}footnoteReference", f"{W}endnoteReference"), _note),
        f"{W}fldChar": _mark,
        f"{W}instrText": _instruction,
        f"{MC}AlternateContent": _chosen,
        f"{W}ruby": _ruby,
        **dict.fromkeys((f"{W}drawing", f"{W}pict", f"{W}object"), _drawing),
    }


def _symbol_font(properties: Any | None) -> str:
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    font = "" if fonts is None else val(fonts, "ascii") or val(fonts, "hAnsi")
    return font if font and is_symbol_font(font) else ""


def choice(item: Any) -> list[Any]:
    """The content of an alternative: the first choice with something that we know, else the
    fallback, never both."""
    tries = [*item.iterfind(f"{MC}Choice"), *item.iterfind(f"{MC}Fallback")]
    full = [list(x) for x in tries if len(x)]
    return next((list(x) for x in tries if next(x.iter(*_CONTENT), None) is not None),
                full[0] if full else [])  # fmt: skip
