"""Everything in a handbook that refers to a document."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from zowerkenwij.model.problem import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.model.handbook import Document, Entry, Handbook
    from zowerkenwij.model.registers import School


def referring(handbook: Handbook, document: Document) -> tuple[Place, ...]:
    """The places of links in working texts and of ids in front matter and registers, sorted."""
    found = {*links(handbook, document), *ids(handbook, document.id)}
    return tuple(sorted(found))


def links(handbook: Handbook, document: Document) -> Iterator[Place]:
    """Links in other working texts that lead to the document: by its path, by a name it has or
    had, or by a short link."""
    record = document.record
    names = {record.id, *record.former_ids, _stem(document.path)}
    base = (handbook.settings.record.short_link_base or "\0").rstrip("/") + "/"
    short = {f"{base}{number}" for number in record.short_links}
    for other in handbook.documents:
        if other is document:
            continue
        folder = posixpath.dirname(other.path)
        for link in other.outline.links:
            target = unquote(link.target.partition("#")[0])
            path = posixpath.normpath(posixpath.join(folder, target)) if target else ""
            is_moved = path not in handbook.by_path and "://" not in target and _stem(path) in names
            if path == document.path or is_moved or target.rstrip("/") in short:
                yield other.place(link.line, link.column)


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def ids(handbook: Handbook, id_: str) -> Iterator[Place]:
    """Values in front matter and registers that are the document's id (keys not included)."""
    for document in handbook.documents:
        record = document.record
        for n, one in enumerate(record.based_on):
            if one == id_:
                yield document.at("based_on", n)
        if record.template and record.template.document == id_:
            yield document.at("template", "document")
        if record.withdrawn and record.withdrawn.successor == id_:
            yield document.at("withdrawn", "successor")
        for n, review in enumerate(record.reviews):
            if review.into == id_:
                yield document.at("reviews", n, "into")
    yield from _registers(handbook, id_)


def _registers(handbook: Handbook, id_: str) -> Iterator[Place]:
    yield from (place for value, place in _written_ids(handbook) if value == id_)


def _written_ids(handbook: Handbook) -> Iterator[tuple[str, Place]]:
    """Every value in a register that is the id of a document, with its place."""
    settings = handbook.settings
    for n, hot in enumerate(settings.record.hotlist):
        yield hot.document, settings.at("hotlist", n, "document")
    yield from _obligations(handbook)
    for action in handbook.actions:
        for n, one in enumerate(action.record.documents):
            yield one, action.at("documents", n)
    for round_ in handbook.reviews:
        for n, item in enumerate(round_.record.items):
            yield item.document, round_.at("items", n, "document")
    for test in handbook.search_tests:
        yield test.record.expect, test.at("expect")
    yield from _school_values(handbook)


def _obligations(handbook: Handbook) -> Iterator[tuple[str, Place]]:
    for obligation in handbook.obligations:
        for d, demand in enumerate(obligation.record.demands):
            for e, evidence in enumerate(demand.evidence):
                yield evidence.document, obligation.at("demands", d, "evidence", e, "document")


def _key_place(school: Entry[School], pinned: str) -> Place:
    """Where the pinned id stands: it is a key, not a value."""
    place = school.at("pins", pinned)
    find = getattr(school.locate, "key", None)
    return Place(school.path, *find(("pins", pinned))) if find else place


def _school_values(handbook: Handbook) -> Iterator[tuple[str, Place]]:
    documents = {slot.id for slot in handbook.slots.values() if slot.kind == "document"}
    for school in handbook.schools:
        for pinned in school.record.pins:
            yield pinned, _key_place(school, pinned)
        for name, value in school.record.values.items():
            if name in documents and isinstance(value, str):
                yield value, school.at("values", name)
