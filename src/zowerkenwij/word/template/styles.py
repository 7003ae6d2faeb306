"""The styles of a house template, with what it lacks put in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lxml import etree

from zowerkenwij.word.reader.package import W, val
from zowerkenwij.word.writer import styles
from zowerkenwij.word.writer.looks import DEEP, INK, LOOKS, TINT, Look
from zowerkenwij.word.writer.xml import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
_ALWAYS = ("No List", "Normal Table", "Default Paragraph Font")
DUTCH = "nl-NL"


@dataclass
class Merged:
    """``ids`` by name in lower case; ``missing`` names of styles that were put in; ``tint`` and
    ``accent`` go with the template's headings; ``stops`` are the tab stops of its footers."""

    xml: bytes
    ids: dict[str, str]
    missing: tuple[str, ...]
    accent: str
    tint: str
    stops: tuple[str, ...]


def merged(root: Any) -> Merged:
    """The styles part with every style that an export uses. A style is there when its name, its
    id or its Dutch name says so."""
    _in_dutch(root)
    there = _ids(root)
    accent, tint = _colours(root, there)
    missing = tuple(look for look in LOOKS if look.name.casefold() not in there)
    taken = {item.get(f"{W}styleId") for item in root.iterfind(f"{W}style")}
    for look in missing:
        free = look.id if look.id not in taken else f"{look.id}ZWW"
        taken.add(free)
        there[look.name.casefold()] = free
    kinds = {item.get(f"{W}type") for item in root.iterfind(f"{W}style") if _is_default(item)}
    for look in missing:
        own = replace(_coloured(look, accent, tint), id=there[look.name.casefold()])
        root.append(_element(styles.style(own, there, may_be_default=look.kind not in kinds)))
    named = tuple(look.name for look in missing if look.name not in _ALWAYS)
    return Merged(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True),
                  there, named, accent, tint, _stops(root, there["footer"]))  # fmt: skip


def _stops(root: Any, id_: str) -> tuple[str, ...]:
    tabs = (x for style in _chain(root, id_) for x in style.iterfind(f"{W}pPr/{W}tabs/{W}tab"))
    return tuple(dict.fromkeys(val(x, "pos") for x in tabs if val(x) != "clear"))


def _chain(root: Any, id_: str) -> Iterator[Any]:
    """A style and those that it is based on."""
    by_id = {item.get(f"{W}styleId", ""): item for item in root.iterfind(f"{W}style")}
    for _ in range(20):
        item = by_id.get(id_)
        if item is None:
            return
        yield item
        id_ = val(item.find(f"{W}basedOn"))


def _element(xml: str) -> Any:
    return etree.fromstring(f"<w:x {NAMESPACES}>{xml}</w:x>")[0]


def _is_default(item: Any) -> bool:
    return item.get(f"{W}default") in ("1", "true", "on")


def _ids(root: Any) -> dict[str, str]:
    known: dict[tuple[str, str], str] = {}
    for item in root.iterfind(f"{W}style"):
        id_, kind = item.get(f"{W}styleId", ""), item.get(f"{W}type", "paragraph")
        name = val(item.find(f"{W}name"))
        for key in (name.casefold(), _bare(name), _bare(id_)):
            known.setdefault((kind, key), id_)
    found = {}
    for look in LOOKS:
        keys = (look.name.casefold(), _bare(look.id), _bare(look.name))
        id_ = next((known[look.kind, k] for k in keys if (look.kind, k) in known), None)
        if id_ is not None:
            found[look.name.casefold()] = id_
    return found


def _bare(name: str) -> str:
    """A name as an id has it: "Lijst opsom.teken 2" is Lijstopsomteken2."""
    return re.sub(r"[\s.\-]", "", name).casefold()


def _in_dutch(root: Any) -> None:
    """Texts are Dutch, whatever language the template was made in; revision marks go."""
    for item in root.iter(f"{W}lang"):
        item.set(f"{W}val", DUTCH)
    for item in list(root.iter(f"{W}rsid", f"{W}pPrChange", f"{W}rPrChange")):
        item.getparent().remove(item)
    defaults = root.find(f"{W}docDefaults")
    if defaults is None:
        defaults = etree.Element(f"{W}docDefaults")
        root.insert(0, defaults)
    run = _child(_child(defaults, "rPrDefault", first=True), "rPr")
    if run.find(f"{W}lang") is None:
        after = (f"{W}eastAsianLayout", f"{W}specVanish", f"{W}oMath")
        at = next((n for n, x in enumerate(run) if x.tag in after), len(run))
        run.insert(at, etree.Element(f"{W}lang", {f"{W}val": DUTCH}))


def _child(parent: Any, name: str, *, first: bool = False) -> Any:
    found = parent.find(f"{W}{name}")
    if found is None:
        found = etree.Element(f"{W}{name}")
        parent.insert(0 if first else len(parent), found)
    return found


# -- colours -----------------------------------------------------------------------------


def _colours(root: Any, ids: dict[str, str]) -> tuple[str, str]:
    """What stands for the house's own colours: the colour of the template's headings, and a light
    tint of it. A template without headings gets the house's headings and colours."""
    if "heading 1" not in ids and "heading 2" not in ids:
        return DEEP, TINT
    for name in ("heading 2", "heading 1"):
        for item in _chain(root, ids.get(name, "")):
            colour = val(item.find(f"{W}rPr/{W}color"))
            if _COLOUR.fullmatch(colour) and colour != "000000":
                return colour.upper(), _light(colour)
    return INK, "F2F2F2"


def _light(colour: str) -> str:
    parts = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return "".join(f"{255 - (255 - part) // 10:02X}" for part in parts)


def _coloured(look: Look, accent: str, tint: str) -> Look:
    swap = {DEEP: accent, TINT: tint}

    def other(xml: str) -> str:
        return re.sub("|".join(swap), lambda m: swap[m[0]], xml)

    return replace(
        look, paragraph=other(look.paragraph), run=other(look.run), table=other(look.table)
    )
