"""What a style means: by its name, then its id, then names in other languages, then what it is
based on, then its outline level (word.md §5.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from zowerkenwij.word.reader.package import W, on, val, whole

_HEADING = re.compile(r"(?:heading|kop|überschrift|titre) ?([1-9])")
_KINDS = {
    "title": "title", "titel": "title", "subtitle": "subtitle", "ondertitel": "subtitle",
    "quote": "quote", "citaat": "quote", "intense quote": "quote", "duidelijk citaat": "quote",
    "block text": "quote", "bloktekst": "quote", "zww citaat": "quote",
    "caption": "caption", "bijschrift": "caption",
    "html preformatted": "code", "source code": "code", "plain text": "code", "zww code": "code",
    "html - vooraf opgemaakt": "code",
    "toc heading": "contents", "kopvaninhoudsopgave": "contents", "kop van inhoudsopgave": "contents",
    "zww lijn": "rule", "zww begrip": "term", "zww betekenis": "own-meaning",
    "zww betekenis vervolg": "meaning", "zww kader": "aside",
    "definition term": "term", "definition": "meaning",
    "zww passage begin": "passage", "zww passage einde": "passage-end",
    "zww let op": "box:note", "zww tip": "box:tip", "zww waarschuwing": "box:warning",
    "zww let op kop": "head:note", "zww tip kop": "head:tip",
    "zww waarschuwing kop": "head:warning", "zww tabelkop": "cell-head",
}  # fmt: skip
_CONTENTS = re.compile(r"(?:toc|inhopg|inhoud) ?[1-9]")
_FURNITURE = re.compile(r"zww (?:omslag|versies).*")
_CODE = frozenset(
    ["zww code teken", "verbatim char", "html code", "html-code", "source text", "brontekst"]
)


@dataclass(slots=True)
class Style:
    """A style of paragraphs or characters."""

    id: str
    name: str
    based_on: str
    outline: int | None = None
    numbering: Any = None
    marks: dict[str, bool] = field(default_factory=dict)
    left: int | None = None


class Styles:
    """All styles of a file."""

    def __init__(self, root: Any | None) -> None:
        self._by_id: dict[str, Style] = {}
        self._kinds: dict[str, str] = {}
        for item in root.iterfind(f"{W}style") if root is not None else ():
            style = _style(item)
            self._by_id[style.id] = style

    def chain(self, id_: str) -> list[Style]:
        """The style and what it is based on."""
        found: list[Style] = []
        while id_ in self._by_id and len(found) < 20:
            found.append(self._by_id[id_])
            id_ = found[-1].based_on
        return found

    def kind(self, id_: str) -> str:
        """heading-1…9, title, quote, code, caption, furniture, …; empty for running text."""
        known = self._kinds.get(id_)
        if known is None:
            known = self._kinds[id_] = self._judge(id_)
        return known

    def _judge(self, id_: str) -> str:
        chain = self.chain(id_)
        for style in chain:
            kind = _by_name(style.name) or _by_name(style.id)
            if kind == "title" and style is not chain[0]:
                return ""  # an author or a date that only looks like the title
            if kind:
                return kind
        if not chain:
            return _by_name(id_)
        level = next((s.outline for s in chain if s.outline is not None), 9)
        return f"heading-{level + 1}" if level < 9 else ""

    def is_code(self, id_: str) -> bool:
        """Whether a style of characters means code."""
        return any(style.name.casefold() in _CODE for style in self.chain(id_))

    def marks(self, id_: str) -> dict[str, bool]:
        """Bold, italic … that a style gives."""
        found: dict[str, bool] = {}
        for style in reversed(self.chain(id_)):
            found |= style.marks
        return found

    def numbering(self, id_: str) -> tuple[str, int | None]:
        """The instance and the level that a style gives; each may come from another style of the
        chain, empty and None when none says it."""
        given = [s.numbering for s in self.chain(id_) if s.numbering is not None]
        instance = next((n for g in given if (n := val(g.find(f"{W}numId")))), "")
        levels = (g.find(f"{W}ilvl") for g in given)
        return instance, next((whole(val(x)) for x in levels if x is not None), None)

    def left(self, id_: str) -> int:
        """The indent that a style gives, in twips."""
        return next((s.left for s in self.chain(id_) if s.left is not None), 0)


def _style(item: Any) -> Style:
    properties = item.find(f"{W}pPr")
    outline = numbering = left = None
    if properties is not None:
        level = properties.find(f"{W}outlineLvl")
        outline = whole(val(level), 9) if level is not None else None
        numbering = properties.find(f"{W}numPr")
        indent = properties.find(f"{W}ind")
        left = whole(val(indent, "left") or val(indent, "start")) if indent is not None else None
    runs = item.find(f"{W}rPr")
    return Style(item.get(f"{W}styleId", ""), val(item.find(f"{W}name")),
                 val(item.find(f"{W}basedOn")), outline, numbering,
                 marks_of(runs) if runs is not None else {}, left)  # fmt: skip


def _by_name(name: str) -> str:
    low = name.casefold()
    if low in _KINDS:
        return _KINDS[low]
    heading = _HEADING.fullmatch(low)
    if heading:
        return f"heading-{heading[1]}"
    if _CONTENTS.fullmatch(low):
        return "contents"
    return "furniture" if _FURNITURE.fullmatch(low) else ""


def marks_of(properties: Any) -> dict[str, bool]:
    """The marks that properties of a run switch on or off."""
    found: dict[str, bool] = {}
    for item in properties:
        tag = item.tag
        if tag == f"{W}b":
            found["bold"] = bool(on(item))
        elif tag == f"{W}i":
            found["italic"] = bool(on(item))
        elif tag in (f"{W}strike", f"{W}dstrike"):
            found["strike"] = bool(on(item))
        elif tag == f"{W}u":
            found["underline"] = bool(on(item))
        elif tag == f"{W}vertAlign":
            found["sub"] = val(item) == "subscript"
            found["sup"] = val(item) == "superscript"
        elif tag == f"{W}smallCaps":
            found["small-caps"] = bool(on(item))
        elif tag == f"{W}vanish":
            found["hidden"] = bool(on(item))
        elif tag == f"{W}rtl":
            found["rtl"] = bool(on(item))
    return found
