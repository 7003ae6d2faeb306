"""Tracked changes and comments as lists for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from zowerkenwij.word.reader.choosing import NUMBER
from zowerkenwij.word.reader.package import W14, W15, Package, W, val
from zowerkenwij.word.reader.revisions import has_changes

if TYPE_CHECKING:
    from zowerkenwij.word.reader.styles import Styles

_RUNS = {f"{W}ins": "insert", f"{W}del": "delete"}
_CELLS = {f"{W}cellIns": "cell-insert", f"{W}cellDel": "cell-delete"}
_FORMATS = frozenset(
    f"{W}{x}Change" for x in ("rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr", "tblGrid", "tblPrEx")
)


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
    """All tracked changes in these parts, in reading order; a move is shown once."""
    found: list[Tracked] = []
    for root in roots:
        if not has_changes(root):
            continue
        moves = _moves(root)
        section = ""
        for item in root.iter(*_RUNS, *_CELLS, *_FORMATS, f"{W}p", f"{W}moveTo",
                              f"{W}moveFrom", f"{W}numberingChange"):  # fmt: skip
            if item.tag == f"{W}p":
                section = _heading(item, styles) or section
                continue
            told = _told(item, moves)
            if told:
                kind, before, after = told
                for part in moves[item].parts if item in moves else (item,):
                    part.set(NUMBER, str(len(found) + 1))
                found.append(Tracked(len(found) + 1, kind, val(item, "author"), val(item, "date"),
                                     section, before, after))  # fmt: skip
    return tuple(found)


def _heading(paragraph: Any, styles: Styles) -> str:
    style = val(paragraph.find(f"{W}pPr/{W}pStyle"))
    return words(paragraph) if style and styles.kind(style).startswith("heading") else ""


def _told(item: Any, moves: dict[Any, _Move]) -> tuple[str, str, str] | None:
    parent = item.getparent()
    holder = parent.tag if parent is not None else ""
    if item.tag in (f"{W}moveTo", f"{W}moveFrom"):
        move = moves.get(item)
        return ("move", move.before, move.after) if move else None
    if item.tag in _RUNS:
        kind = _RUNS[item.tag]
        if holder == f"{W}trPr":
            row = words(parent.getparent())
            return (f"row-{kind}", "", row) if kind == "insert" else (f"row-{kind}", row, "")
        if holder == f"{W}numPr":
            return "numbering", "", words(parent.getparent().getparent())
        if holder == f"{W}rPr":
            mark = parent.getparent()
            return (
                (f"paragraph-{kind}", "", "")
                if mark is not None and mark.tag == f"{W}pPr"
                else None
            )
        text = words(item)
        return (kind, "", text) if kind == "insert" else (kind, text, "")
    if item.tag in _CELLS:
        cell = words(parent.getparent())
        kind = _CELLS[item.tag]
        return (kind, "", cell) if kind == "cell-insert" else (kind, cell, "")
    if item.tag == f"{W}numberingChange":
        return "numbering", val(item, "original"), ""
    around = parent.getparent() if parent is not None else None
    text = words(around) if around is not None and around.tag != f"{W}body" else ""
    return "format", text, text


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
    shown = (f"{W}t", f"{W}delText")
    parts = [
        (x.text or "") if x.tag in shown else " "
        for x in item.iter(*shown, f"{W}tab", f"{W}br", f"{W}p")
    ]
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
