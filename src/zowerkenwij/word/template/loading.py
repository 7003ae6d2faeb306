"""From the bytes of a Word file to a house template."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from lxml import etree

from zowerkenwij.word.gate import passed
from zowerkenwij.word.reader.package import Package, R, W, on, val, whole
from zowerkenwij.word.template.lists import listing
from zowerkenwij.word.template.plain import inner, rooted
from zowerkenwij.word.template.stories import Cleaner
from zowerkenwij.word.template.styles import merged
from zowerkenwij.word.writer import house
from zowerkenwij.word.writer.package import zipped
from zowerkenwij.word.writer.template import SHOWN, Story, Template
from zowerkenwij.word.writer.xml import DECLARATION, NAMESPACES, WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zowerkenwij.word.template.styles import Merged

_PAGE = ("pgSz", "pgMar", "pgBorders", "pgNumType", "titlePg")
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_LEAST = 3000
"""Twips: a text of 5 cm is the narrowest that a table still fits in."""


def load(data: bytes) -> Template:
    """The template in a Word file; text in its body is not looked at. Raises ``RefusedFile``."""
    package = Package.of(passed(data))
    known = merged(_styles(package))
    cleaner = Cleaner(package)
    page, width, first = _page(package)
    stories = list(_stories(package, cleaner))
    if stories:
        cleaner.notes += (("footer", what) for what in _unsaid(stories, first=first))
    stories = _controlled(stories, known, width or WIDTH, first=first)
    if not width:
        cleaner.notes.append(("page", ""))
    numbers = listing(package.related("numbering"), etree.fromstring(known.xml), known.ids,
                      known.accent)  # fmt: skip
    parts, relations = _taken(package)
    return Template(
        styles=known.xml, ids=known.ids, stories=tuple(stories), page=page,
        width=width or WIDTH, listing=numbers, tint=known.tint,
        digest=f"sha256:{sha256(data).hexdigest()}", settings=_settings(package),
        parts={**parts, **cleaner.media}, relations=relations,
        types={"word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml"},
        notes=(*(("style", name) for name in known.missing), *dict.fromkeys(cleaner.notes)),
    )  # fmt: skip


def completed(data: bytes) -> bytes:
    """The same Word file, with the styles that an export uses and it lacks. Raises
    ``RefusedFile``."""
    package = Package.of(passed(data))
    known: Merged = merged(_styles(package))
    parts = dict(package.parts.data)
    name = _part(package, "styles")
    if name is None:
        return data
    return zipped({**parts, name: known.xml})


def _part(package: Package, kind: str) -> str | None:
    found = (r for r in package.relations(package.main).values() if r.kind == kind)
    return next((r.target for r in found if not r.is_external), None)


def _styles(package: Package) -> Any:
    root = package.related("styles")
    return root if root is not None else etree.fromstring(f"<w:styles {NAMESPACES}/>")


def _taken(package: Package) -> tuple[dict[str, bytes], tuple[tuple[str, str], ...]]:
    """Theme and fonts, without fonts that are packed in."""
    parts: dict[str, bytes] = {}
    relations = []
    for kind, target in (("theme", "theme/theme1.xml"), ("fontTable", "fontTable.xml")):
        root = package.related(kind)
        if root is None:
            continue
        for item in list(root.iter()):
            if any(key.startswith(R) for key in item.attrib):
                item.getparent().remove(item)
        parts[f"word/{target}"] = DECLARATION.encode() + etree.tostring(root)
        relations.append((kind, target))
    return parts, tuple(relations)


def _settings(package: Package) -> Mapping[str, str]:
    root = package.related("settings")
    found = {}
    for item in root if root is not None else ():
        name = etree.QName(item).localname
        if name in house.FROM_TEMPLATE and item.tag == f"{W}{name}":
            found[name] = inner(item)
    return found


# -- the page ----------------------------------------------------------------------------


def _sections(package: Package) -> list[Any]:
    root = package.xml(package.main)
    return list(root.iter(f"{W}sectPr")) if root is not None else []


def _page(package: Package) -> tuple[str, int, bool]:
    """The last section, the width of its text (0: not usable), and whether its first page is
    different."""
    sections = _sections(package)
    last = sections[-1] if sections else None
    if last is None or last.find(f"{W}pgSz") is None or last.find(f"{W}pgMar") is None:
        return house.PAGE, 0, True
    size, margins = last.find(f"{W}pgSz"), last.find(f"{W}pgMar")
    taken = sum(abs(whole(val(margins, side))) for side in ("left", "right", "gutter"))
    width = whole(val(size, "w")) - taken
    if width < _LEAST:
        return house.PAGE, 0, True
    found = {name: last.find(f"{W}{name}") for name in _PAGE}
    if found["pgNumType"] is not None:
        found["pgNumType"].attrib.pop(f"{W}start", None)
    told = {name: inner(item) for name, item in found.items() if item is not None}
    first = bool(on(found["titlePg"]))
    columns = '<w:cols w:space="708"/>'
    order = (*(told.get(n, "") for n in _PAGE[:-1]), columns, told.get("titlePg", ""))
    return "".join(order), width, first


# -- headers and footers -----------------------------------------------------------------


def _stories(package: Package, cleaner: Cleaner) -> Iterator[Story]:
    """Those of the last section; what it does not name it has from the ones before."""
    names: dict[tuple[str, str], str] = {}
    for section in _sections(package):
        for kind in ("header", "footer"):
            for item in section.iterfind(f"{W}{kind}Reference"):
                names[kind, val(item, "type") or "default"] = item.get(f"{R}id", "")
    known = package.relations(package.main)
    for (kind, when), id_ in sorted(names.items()):
        relation = known.get(id_)
        found = None if relation is None or relation.is_external else cleaner.story(relation.target)
        if found is not None:
            root, relations = found
            yield Story(kind, when, rooted(root), relations)


_SAID = {
    SHOWN[0]: ((SHOWN[0],), "het nummer van het document"),
    SHOWN[1]: ((SHOWN[1], "zww.version"), "de versie"),
    "PAGE": (("PAGE",), "de pagina"),
}
"""What each page must say: the fields that say it, and its name."""


def _lacks(stories: list[Story], when: str) -> list[str]:
    said = "".join(s.xml for s in stories if s.when == when)
    return [
        key for key, (fields, _) in _SAID.items()
        if not any(f'w:name="{name}"' in said for name in fields)
        and not (key == "PAGE" and " PAGE " in said)  # inside a field that holds others
    ]  # fmt: skip


def _whens(stories: list[Story], *, first: bool) -> list[str]:
    return sorted({"default", *(["first"] if first else []), *(s.when for s in stories)})


def _unsaid(stories: list[Story], *, first: bool) -> list[str]:
    lacks = {key for when in _whens(stories, first=first) for key in _lacks(stories, when)}
    return [name for key, (_, name) in _SAID.items() if key in lacks]


def _controlled(stories: list[Story], known: Merged, width: int, *, first: bool) -> list[Story]:
    """Every page says which text it is, in which version, and which page: what header and footer
    leave out stands in a line at the foot. Without any, those of the house."""
    if not stories:
        stories = [Story("header", "default", house.header(known.ids["header"], width))]
    found = list(stories)
    for when in _whens(stories, first=first):
        lacks = _lacks(stories, when)
        if not lacks:
            continue
        names = tuple(name for name in SHOWN if name in lacks)
        line = house.footer_line(
            known.ids["footer"], width, names, known.stops, pages="PAGE" in lacks
        )
        foot = next((s for s in stories if (s.kind, s.when) == ("footer", when)), None)
        if foot is None:
            xml = f"{DECLARATION}<w:ftr {NAMESPACES}>{line}</w:ftr>"
            found.append(Story("footer", when, xml))
        else:
            xml = foot.xml.replace("</w:ftr>", f"{line}</w:ftr>")
            found[found.index(foot)] = Story("footer", when, xml, foot.rels)
    return sorted(found, key=lambda story: story.kind == "footer")
