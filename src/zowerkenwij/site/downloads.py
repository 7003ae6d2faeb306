"""Clean copies of documents, as Word and as PDF, beside their pages.

A copy holds what the page holds and nothing that leads back inside: no links into the house, no
comments, no narrower passages, no author. A copy that was made before is taken from a folder of
which the losing is safe; its name there is a digest of all that goes into it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from zowerkenwij import __version__
from zowerkenwij.site import wording
from zowerkenwij.site.bare_pictures import bare
from zowerkenwij.site.facts import CONCEPT, body_label
from zowerkenwij.site.finish import as_directives
from zowerkenwij.site.kept import outline
from zowerkenwij.site.parts import Copy
from zowerkenwij.site.references import asset_address, label_of
from zowerkenwij.text import replace_links
from zowerkenwij.text.fill import dutch_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zowerkenwij.model.outline import Link
    from zowerkenwij.site.facts import Facts
    from zowerkenwij.site.parts import Edition
    from zowerkenwij.site.texts import Texts
    from zowerkenwij.site.view import View
    from zowerkenwij.word.export import Export

MANY = 250
"""Above this number of documents copies are made only when ``downloads`` asks for them."""
LABELS = {"docx": "Word", "pdf": "PDF"}
EXTERNAL = "external"
_KEPT = 60 * 24 * 3600  # seconds that an unused copy stays stored
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_MARKUP = re.compile(r'<span class="ask">|</span>|<a href="mailto:[^"]*">|</a>')
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&#124;": "|", "&#35;": "#"}
_OUTSIDE = ("http://", "https://", "mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class Material:
    """All that goes into a copy, but for the pictures themselves."""

    id: str
    title: str
    type_label: str
    foundation: str
    standing: str
    body: str
    summary: str
    date: str
    facts: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, ...], ...]
    properties: Mapping[str, str]
    pictures: Mapping[str, str]  # target in the body → path in the repository
    kinds: Mapping[str, str]  # labels of kinds of school


def forms(view: View, documents: int) -> tuple[str, ...]:
    """Which copies the edition has: as ``downloads`` in handbook.yml says, else Word for a
    handbook that is not too large. None of working texts; PDF only when it can be made."""
    if view.is_draft:
        return ()
    chosen = view.handbook.settings.record.downloads
    own: tuple[str, ...] = ("docx",) if documents <= MANY else ()
    asked = own if chosen is None else chosen
    return tuple(f for f in LABELS if f in asked and (f != "pdf" or find_spec("weasyprint")))


def address(one: Facts, form: str) -> str:
    """Where the copy of a document stands: its file name says which version it is."""
    return f"{one.address}{one.id}-{one.version}.{form}"


def copies(texts: Texts, facts: Mapping[str, Facts]) -> tuple[Copy, ...]:
    """The copies of an edition; of a document of others there is none to give."""
    wanted = forms(texts.view, len(facts))
    return tuple(
        Copy(one.id, form, address(one, form))
        for one in facts.values()
        if has_copies(one)
        for form in wanted
    )


def has_copies(one: Facts) -> bool:
    """Whether a document is the house's own, and adopted."""
    return one.type != EXTERNAL and one.version != CONCEPT


def write(
    edition: Edition, texts: Texts, facts: Mapping[str, Facts], site: Path, root: Path, store: Path
) -> None:
    """Write all copies of an edition into a built site. ``root`` is the repository's folder,
    ``store`` where copies are kept for the next time."""
    for copy in edition.copies:
        material = material_of(texts, facts[copy.document])
        data = _made(material, copy.form, _pictures(material, root), store)
        path = site / copy.address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    if edition.copies:
        _forget(store)


def material_of(texts: Texts, one: Facts) -> Material:
    """What the copy of a shown document says."""
    view, entry = texts.view, texts.cuts[one.id].text.entry
    settings = view.handbook.settings.record
    since = f" · van kracht op {dutch_day(one.since)}" if one.since else ""
    facts = [("Versie", one.version), ("Eigenaar", one.owner)]
    if one.adopted_on:
        facts.append(("Vastgesteld", dutch_day(one.adopted_on)))
    if one.since:
        facts.append(("Van kracht", dutch_day(one.since)))
    return Material(
        id=one.id, title=one.title, type_label=one.type_label,
        foundation=settings.foundation.name, standing=f"versie {one.version}{since}",
        body=_body(texts, one.id), summary=one.summary,
        date=entry.adopted.on.isoformat() if entry else "", facts=tuple(facts),
        versions=tuple(_versions(texts, one.id)),
        properties={"zww.record": one.id, "zww.version": one.version},
        pictures={
            asset_address(view.handbook.prefix, t.asset): t.asset
            for link, t in texts.targets[one.id] if link.image and t.asset
        },
        kinds=view.handbook.kinds,
    )  # fmt: skip


def _versions(texts: Texts, id_: str) -> Iterator[tuple[str, ...]]:
    view, text = texts.view, texts.cuts[id_].text
    known = [
        v for v in view.entries(text.document)
        if text.entry is None or v.adopted.on <= text.entry.adopted.on
    ]  # fmt: skip
    for v in reversed(known):
        by = body_label(view, text.document, v.adopted.by)
        yield v.version, dutch_day(v.adopted.on), dutch_day(v.effective), by, v.note


def _body(texts: Texts, id_: str) -> str:
    """The text as the page has it, links into the house as their words, passages fenced."""
    site = texts.view.handbook.settings.record.site_url
    body = _MARKUP.sub("", _COMMENT.sub("", texts.markdown(id_, "")))
    for entity, sign in _ENTITIES.items():
        body = body.replace(entity, sign) if sign not in "<>|#" else body

    def turned(link: Link) -> str | None:
        outside = link.target.startswith(_OUTSIDE) and not link.target.startswith(site)
        return None if link.image or outside else label_of(link, body)

    return replace_links(body, outline(body), turned)


def _pictures(material: Material, root: Path) -> dict[str, bytes]:
    """The bytes of the pictures, by target; the site holds them already, so they are there."""
    from zowerkenwij.site.policy import asset_path

    found = {}
    for target, path in material.pictures.items():
        with suppress(OSError):
            found[target] = bare(asset_path(root, path).read_bytes())
    return found


# -- made, or made before ----------------------------------------------------------------


def _made(material: Material, form: str, pictures: Mapping[str, bytes], store: Path) -> bytes:
    path = store / f"{_key(material, form, pictures)}.{form}"
    with suppress(OSError):
        data = path.read_bytes()
        os.utime(path)
        return data
    data = _new(_export(material, pictures), material, form)
    with suppress(OSError):  # a store that cannot be written is done without
        _keep(path, data)
    return data


def _key(material: Material, form: str, pictures: Mapping[str, bytes]) -> str:
    """A digest of the program, the form and all that goes in."""
    values = {name: getattr(material, name) for name in Material.__slots__}
    sums = {target: hashlib.sha256(data).hexdigest() for target, data in pictures.items()}
    said = json.dumps([__version__, _program(), form, values, sums], sort_keys=True, default=dict)
    return hashlib.sha256(said.encode()).hexdigest()


def _program() -> list[int]:
    """Changes when the program that makes copies does, also while it is being developed."""
    here = Path(__file__).parent
    made_by = (here, here.parent / "word" / "writer", here.parent / "text")
    return [max(p.stat().st_mtime_ns for p in folder.glob("*.py")) for folder in made_by]


def _export(material: Material, pictures: Mapping[str, bytes]) -> Export:
    from zowerkenwij.text.blocks import parse
    from zowerkenwij.word.export import Export

    return Export(
        id=material.id, title=material.title, type_label=material.type_label,
        foundation=material.foundation, standing=material.standing, blocks=parse(as_directives(material.body)),
        summary=material.summary, date=material.date, facts=material.facts,
        versions=material.versions, pictures=pictures, properties=material.properties,
        labels=wording.labels(material.kinds),
    )  # fmt: skip


def _new(export: Export, material: Material, form: str) -> bytes:
    if form == "docx":
        from zowerkenwij.word.writer import write

        return write(export)
    from zowerkenwij.site import handout

    return handout.pdf(handout.page(export, material.body, material.kinds))


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)


def _forget(store: Path) -> None:
    """Drop stored copies that nothing asked for in a long time."""
    with suppress(OSError):
        for path in store.iterdir():
            if time.time() - path.stat().st_mtime > _KEPT:
                path.unlink()
