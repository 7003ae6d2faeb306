"""Tracked changes and comments as lists for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from zowerkenwij.word.reader.choosing import NUMBER
from zowerkenwij.word.reader.package import MC, W14, W15, Package, W, val
from zowerkenwij.word.reader.revisions import has_changes
from zowerkenwij.word.reader.styles import marks_of

if TYPE_CHECKING:
    from zowerkenwij.word.reader.styles import Styles

_RUNS = {f"{W}ins": "insert", f"{W}del": "delete"}
_CELLS = {f"{W}cellIns": "cell-insert", f"{W}cellDel": "cell-delete"}
_FORMATS = frozenset(
    f"{W}{x}Change" for x in ("rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr", "tblGrid", "tblPrEx")
)
_NOTED = {f"{W}footnoteReference": f"{W}footnote", f"{W}endnoteReference": f"{W}endnote"}
_NOTES = frozenset(_NOTED.values())
_LISTED = (*_RUNS, *_CELLS, *_FORMATS, *_NOTED, *_NOTES, f"{W}p", f"{W}moveTo", f"{W}moveFrom",
           f"{W}numberingChange", f"{W}cellMerge")  # fmt: skip
_MARKS = {"bold": "vet", "italic": "schuin", "underline": "onderstreept", "strike": "doorgehaald",
          "sub": "onder de regel", "sup": "boven de regel", "small-caps": "kleine hoofdletters",
          "hidden": "verborgen"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tracked:
    """One tracked change. ``on`` is an ISO date-time or empty; ``section`` the heading above."""

    n: int
    kind: str
    author: str
    on: str
    section: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment; ``quote`` are the words it is about, ``parent`` the number (from 1) of the
    comment it answers, or None."""

    author: str
    on: str
    text: str
    quote: str
    parent: int | None
    resolved: bool
    id: str = ""


def tracked(roots: list[Any], styles: Styles) -> tuple[Tracked, ...]:
    """All tracked changes in these parts, in reading order; a move is shown once. A change in a
    note stands under the heading where the note is referred to."""
    found: list[Tracked] = []
    noted: dict[str, str] = {}
    for root in roots if any(map(has_changes, roots)) else ():
        moves = _moves(root)
        section = ""
        for item in root.iter(*_LISTED):
            if item.tag == f"{W}p":
                section = _heading(item, styles) or section
            elif item.tag in _NOTED:
                noted[_NOTED[item.tag] + val(item, "id")] = section
            elif item.tag in _NOTES:
                section = noted.get(item.tag + val(item, "id"), "")
            elif _is_shown(item) and (told := _told(item, moves, styles)):
                for part in moves[item].parts if item in moves else (item,):
                    part.set(NUMBER, str(len(found) + 1))
                found.append(Tracked(len(found) + 1, told[0], val(item, "author"),
                                         val(item, "date"), section, *told[1:]))  # fmt: skip
    return tuple(found)


def _is_shown(item: Any) -> bool:
    return next(item.iterancestors(f"{MC}Fallback"), None) is None


def _heading(paragraph: Any, styles: Styles) -> str:
    style = val(paragraph.find(f"{W}pPr/{W}pStyle"))
    return words(paragraph) if style and styles.kind(style).startswith("heading") else ""


def _told(item: Any, moves: dict[Any, _Move], styles: Styles) -> tuple[str, str, str] | None:
    if item.tag in (f"{W}moveTo", f"{W}moveFrom"):
        move = moves.get(item)
        return ("move", move.before, move.after) if move else None
    if item.tag in _RUNS:
        return _run(item, _RUNS[item.tag])
    if item.tag in _CELLS:
        return _sided(_CELLS[item.tag], words(_around(item)))
    if item.tag == f"{W}numberingChange":
        return "numbering", val(item, "original"), words(_around(item))
    text = words(_around(item))
    if item.tag == f"{W}cellMerge":
        return "format", text, text
    before, after = _looks(next(iter(item), None), styles), _looks(item.getparent(), styles)
    if before == after:
        return "format", text, text
    return "format", f"{text} [{before}]", f"{text} [{after}]"


def _run(item: Any, kind: str) -> tuple[str, str, str] | None:
    holder = item.getparent().tag
    if holder == f"{W}trPr":
        return _sided(f"row-{kind}", words(_around(item)))
    if holder == f"{W}numPr":
        return "numbering", "", words(_around(item))
    if holder == f"{W}rPr":
        is_mark = item.getparent().getparent().tag == f"{W}pPr"
        return _sided(f"paragraph-{kind}", words(_around(item))) if is_mark else None
    return _sided(kind, words(item))


def _sided(kind: str, text: str) -> tuple[str, str, str]:
    return (kind, "", text) if kind.endswith("insert") else (kind, text, "")


def _around(item: Any) -> Any:
    """The nearest run, paragraph, cell or row that a change is about."""
    cell = item.tag in _CELLS or item.tag == f"{W}cellMerge" or item.getparent().tag == f"{W}tcPr"
    row = item.getparent().tag == f"{W}trPr"
    kinds = (f"{W}tc",) if cell else (f"{W}tr",) if row else (f"{W}r", f"{W}p", f"{W}tbl")
    return next(item.iterancestors(*kinds), item)


def _looks(properties: Any | None, styles: Styles) -> str:
    """What properties say about the look, in words."""
    if properties is None:
        return "gewoon"
    style = next((val(x) for x in properties if x.tag in (f"{W}pStyle", f"{W}rStyle")), "")
    chain = styles.chain(style)
    shown = [f"stijl {chain[0].name if chain else style}"] if style else []
    shown += [name for mark, name in _MARKS.items() if marks_of(properties).get(mark)]
    return ", ".join(shown) or "gewoon"


class _Move(NamedTuple):
    before: str
    after: str
    parts: list[Any]


def _moves(root: Any) -> dict[Any, _Move]:
    """For the first element of each move: the words before and after, and all elements of it."""
    texts: dict[str, dict[str, list[Any]]] = {}
    marks: dict[str, list[Any]] = {}
    open_: dict[str, str] = {}
    for item in root.iter():
        name = str(item.tag).rpartition("}")[2]
        if name in ("moveFromRangeStart", "moveToRangeStart"):
            open_[name[:-10]] = val(item, "name")
        elif name in ("moveFromRangeEnd", "moveToRangeEnd"):
            open_.pop(name[:-8], None)
        elif name in ("moveFrom", "moveTo"):
            key = open_.get(name) or val(item, "id")
            if item.getparent().tag == f"{W}rPr":
                marks.setdefault(key, []).append(item)
            else:
                texts.setdefault(key, {}).setdefault(name, []).append(item)
    found = {}
    for key, pair in texts.items():
        first = (pair.get("moveTo") or pair.get("moveFrom") or [None])[0]
        sides = [" ".join(words(x) for x in pair.get(k, [])) for k in ("moveFrom", "moveTo")]
        parts = [x for part in pair.values() for x in part] + marks.get(key, [])
        found[first] = _Move(sides[0], sides[1], parts)
    return found


def words(item: Any) -> str:
    """The words in an element, inserted and deleted ones too."""
    pictures = (f"{W}drawing", f"{W}pict")
    parts = [
        x.text or "" if x.tag in (f"{W}t", f"{W}delText") else
        "[afbeelding]" if x.tag in pictures else "[voetnoot]" if x.tag in _NOTED else " "
        for x in item.iter(f"{W}t", f"{W}delText", f"{W}tab", f"{W}br", f"{W}p", *pictures, *_NOTED)
    ]  # fmt: skip
    return " ".join("".join(parts).split())


def comments(package: Package, roots: list[Any]) -> tuple[Comment, ...]:
    """All comments with their thread, state and quoted words."""
    root = package.related("comments")
    if root is None:
        return ()
    extended = package.related("commentsExtended")
    state = {
        x.get(f"{W15}paraId"): (x.get(f"{W15}paraIdParent"), x.get(f"{W15}done") in ("1", "true"))
        for x in (extended if extended is not None else ())
        if isinstance(x.tag, str)
    }
    quotes = _quotes(roots)
    items = root.findall(f"{W}comment")
    paragraphs = {p.get(f"{W14}paraId"): n
                  for n, item in enumerate(items, 1) for p in item.iter(f"{W}p")}  # fmt: skip
    found = []
    for item in items:
        last = [p.get(f"{W14}paraId") for p in item.iter(f"{W}p")][-1:]
        parent, done = state.get(last[0] if last else None, (None, False))
        found.append(Comment(val(item, "author"), val(item, "date"), words(item),
                             quotes.get(val(item, "id"), ""), paragraphs.get(parent) if parent else None,
                             done, val(item, "id")))  # fmt: skip
    return tuple(found)


def _quotes(roots: list[Any]) -> dict[str, str]:
    open_: dict[str, list[str]] = {}
    found: dict[str, str] = {}
    for root in roots:
        for item in root.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}t", f"{W}delText",
                              f"{W}p", f"{W}commentReference", f"{W}drawing"):  # fmt: skip
            id_ = val(item, "id")
            if item.tag == f"{W}commentRangeStart":
                open_[id_] = []
            elif item.tag == f"{W}commentRangeEnd":
                found[id_] = " ".join("".join(open_.pop(id_, [])).split())
            elif item.tag == f"{W}commentReference":
                if id_ not in found and id_ not in open_:
                    holder = next(item.iterancestors(f"{W}p"), None)
                    found[id_] = words(holder) if holder is not None else ""
            else:
                text = " " if item.tag == f"{W}p" else item.text or ""
                for parts in open_.values():
                    parts.append("[afbeelding]" if item.tag == f"{W}drawing" else text)
    return found
