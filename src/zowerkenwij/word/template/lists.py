"""The lists of a house template: how each level looks, and what its own styles refer to."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from zowerkenwij.word.reader.package import W, val, whole
from zowerkenwij.word.template.plain import inner
from zowerkenwij.word.writer.numbering import KINDS, LEVELS, levels
from zowerkenwij.word.writer.template import Listing

if TYPE_CHECKING:
    from collections.abc import Mapping

_STYLES = {"bullet": "list bullet", "decimal": "list number"}


def listing(root: Any | None, styles: Any, ids: Mapping[str, str], accent: str) -> Listing:
    """Levels look as the template's styles for lists have them; a level that it does not have
    looks as the house's. ``styles`` is the root of the styles part."""
    house = {kind: levels(kind, accent) for kind in KINDS}
    if root is None:
        return Listing(house)
    for item in list(root.iter(f"{W}numPicBullet", f"{W}lvlPicBulletId")):
        item.getparent().remove(item)
    book = _Numbering(root, styles)
    found = {kind: tuple(book.levels(kind, ids, house[kind])) for kind in KINDS}
    keys = (f"{W}abstractNumId", f"{W}numId")
    used = [whole(x.get(key, "0")) for x in root for key in keys if x.get(key)]
    return Listing(
        found, "".join(inner(x) for x in root.iterfind(f"{W}abstractNum")),
        "".join(inner(x) for x in root.iterfind(f"{W}num")), max(used, default=0),
    )  # fmt: skip


class _Numbering:
    def __init__(self, root: Any, styles: Any) -> None:
        self._abstracts = {x.get(f"{W}abstractNumId"): x for x in root.iterfind(f"{W}abstractNum")}
        self._numbers = {
            x.get(f"{W}numId"): val(x.find(f"{W}abstractNumId")) for x in root.iterfind(f"{W}num")
        }
        self._by_id = {x.get(f"{W}styleId"): x for x in styles.iterfind(f"{W}style")}

    def levels(self, kind: str, ids: Mapping[str, str], house: tuple[str, ...]) -> Any:
        base, _ = self._of(ids.get(_STYLES[kind], ""))
        for at in range(LEVELS):
            name = _STYLES[kind] if at == 0 else f"{_STYLES[kind]} {at + 1}"
            abstract, level = self._of(ids.get(name, ""))
            if abstract is None:
                abstract, level = base, at
            found = _level(abstract, level)
            fits = found is not None and (val(found.find(f"{W}numFmt")) == "bullet") == (
                kind == "bullet"
            )
            yield inner(_moved(found, level, at)) if fits else house[at]

    def _of(self, id_: str) -> tuple[Any | None, int]:
        """The abstract numbering and level that a style, or one that it is based on, names."""
        for _ in range(20):
            style = self._by_id.get(id_)
            if style is None:
                break
            properties = style.find(f"{W}pPr/{W}numPr")
            if properties is not None:
                number = self._numbers.get(val(properties.find(f"{W}numId")), "")
                return self._abstracts.get(number), whole(val(properties.find(f"{W}ilvl")))
            id_ = val(style.find(f"{W}basedOn"))
        return None, 0


def _level(abstract: Any | None, level: int) -> Any | None:
    if abstract is None:
        return None
    found = (x for x in abstract.iterfind(f"{W}lvl") if x.get(f"{W}ilvl") == str(level))
    return next(found, None)


def _moved(found: Any, level: int, at: int) -> Any:
    """A level, to be used as another one."""
    made = deepcopy(found)
    made.set(f"{W}ilvl", str(at))
    made.attrib.pop(f"{W}tplc", None)
    for item in list(made.iterfind(f"{W}pStyle")):
        made.remove(item)
    text = made.find(f"{W}lvlText")
    if text is not None and level != at:
        text.set(f"{W}val", re.sub(rf"%{level + 1}\b", f"%{at + 1}", val(text)))
    return made
