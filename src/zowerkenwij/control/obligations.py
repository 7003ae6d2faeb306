"""The matrix of obligations: law, clause, document, section, and the version in force on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.control.review.graph import IN_FORCE
from zowerkenwij.control.review.index import index
from zowerkenwij.model.handbook import state
from zowerkenwij.model.registers import Evidence
from zowerkenwij.text.outlines import outline
from zowerkenwij.text.prose import section_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from zowerkenwij.model.document import LedgerEntry
    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.model.registers import Obligation, School

LAW_LABELS = {
    "bill": "wetsvoorstel", "adopted": "aangenomen", "in-force": "geldt", "repealed": "vervallen",
    "unknown": "onbekend", "house-rule": "eigen afspraak",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where demands are answered on the day. ``entry`` is the version in force, None without one;
    ``heading`` and ``text`` are those of the section, None when the version has no such section."""

    document: str
    anchor: str | None
    title: str | None
    heading: str | None
    entry: LedgerEntry | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """An obligation with its standing and its places on a day. ``gap`` is a Dutch sentence that
    says what is missing; None when every demand has a place in a version in force. ``uncovered``
    are the names of schools for which no document in force answers it, when others are covered."""

    record: Obligation
    status: str
    places: tuple[Place, ...]
    gap: str | None
    uncovered: tuple[str, ...] = ()


def matrix(
    handbook: Handbook, day: date, school: School | None = None, words: str = ""
) -> tuple[Row, ...]:
    """Every obligation on a day; of one school only what applies to its kind, answered by
    documents that are for it. With words only those that have them in id, name or articles."""
    return tuple(
        _row(handbook, entry.record, day, school)
        for entry in handbook.obligations
        if (school is None or applies(entry.record, school)) and _has(entry.record, words)
    )


def _has(record: Obligation, words: str) -> bool:
    text = f"{record.id} {record.name} {'; '.join(record.articles) or record.source or ''}"
    return " ".join(words.casefold().split()) in text.casefold()


def is_settled(handbook: Handbook, rows: tuple[Row, ...]) -> bool:
    """Whether documents that no obligation names could change nothing about the rows."""
    named = {x.document for row in rows for d in row.record.demands for x in d.evidence}
    if not all(any(d.evidence for d in row.record.demands) for row in rows):
        return False
    return named <= handbook.by_id.keys() and not any(row.uncovered for row in rows)


def applies(record: Obligation, school: School) -> bool:
    """Whether an obligation is for this kind of school."""
    return not record.applies_to or school.kind in record.applies_to


def law_status(record: Obligation, day: date) -> str:
    """The standing on a day: what applies later is adopted, what was repealed before is
    repealed."""
    if record.repealed and record.repealed <= day:
        return "repealed"
    held = record.status == "repealed" and record.repealed is not None  # before it was repealed
    if held or (record.status in ("adopted", "in-force") and record.applies_from):
        start = record.applies_from
        return "in-force" if start is None or start <= day else "adopted"
    return record.status


def serves(document: Document, school: School) -> bool:
    """Whether a document is for this school."""
    record = document.record
    if record.school:
        return record.school == school.id
    return not record.applies_to or school.kind in record.applies_to


def _row(handbook: Handbook, record: Obligation, day: date, school: School | None) -> Row:
    status = law_status(record, day)
    demands = [
        (d.text, [_place(handbook, x, day) for x in d.evidence if _wanted(handbook, x, school)])
        for d in record.demands
    ]
    places = tuple(dict.fromkeys(p for _, found in demands for p in found))
    places = places or tuple(_declared(handbook, record, day, school))
    if status == "adopted":
        return Row(record, status, places, _gap_ahead(handbook, record, day, school))
    if status not in IN_FORCE:
        return Row(record, status, places, None)
    missing = [text for text, found in demands if not any(p.entry for p in found)]
    whole = school is None and not missing and bool(places)
    uncovered = uncovered_schools(handbook, record, day) if whole else ()
    is_nowhere = not any(p.entry for p in places)
    return Row(
        record, status, places, _gap(demands, missing, uncovered, is_nowhere=is_nowhere), uncovered
    )


def _declared(
    handbook: Handbook, record: Obligation, day: date, school: School | None
) -> Iterator[Place]:
    """Documents that say that they answer an obligation which names no place itself."""
    for document in index(handbook).answering.get(record.id, ()):
        evidence = Evidence(document=document.id, anchor=None)
        if _wanted(handbook, evidence, school):
            yield _place(handbook, evidence, day)


def _gap_ahead(
    handbook: Handbook, record: Obligation, day: date, school: School | None
) -> str | None:
    """What a law that is coming still lacks: only versions adopted by the day count, also those
    that take effect no later than the law."""
    start = record.applies_from
    missing = [
        d.text
        for d in record.demands
        if not any(
            _ready(handbook, x, day, max(start or day, day))
            for x in d.evidence
            if _wanted(handbook, x, school)
        )
    ]
    when = f"Geldt vanaf {start}" if start else "Aangenomen, nog zonder eerste dag"
    said = [f"{when}, maar is nog niet uitgewerkt: {text}" for text in missing]
    return " ".join(said) or None


def _ready(handbook: Handbook, evidence: Evidence, day: date, start: date) -> bool:
    """Whether a version that is adopted by the day answers on the first day of the law."""
    document = handbook.find(evidence.document)
    entry = handbook.in_force(document, start) if document else None
    if document is None or entry is None or entry.adopted.on > day:
        return False
    file = handbook.version_files.get((document.id, entry.version))
    return not evidence.anchor or file is None or (
        section_text(file.body, outline(file.body), evidence.anchor) is not None
    )  # fmt: skip


def _wanted(handbook: Handbook, evidence: Evidence, school: School | None) -> bool:
    document = handbook.find(evidence.document)
    return document is None or school is None or serves(document, school)


def _place(handbook: Handbook, evidence: Evidence, day: date) -> Place:
    document = handbook.find(evidence.document)
    entry = handbook.in_force(document, day) if document else None
    file = handbook.text_in_force(document, day) if document else None
    title = file.record.title if file else document.title if document else None
    if file is None:
        return Place(evidence.document, evidence.anchor, title, None, entry, None)
    if not evidence.anchor:
        return Place(evidence.document, None, title, None, entry, file.body)
    found = outline(file.body)
    heading = next((h.text for h in found.headings if h.anchor == evidence.anchor), None)
    text = section_text(file.body, found, evidence.anchor)
    return Place(evidence.document, evidence.anchor, title, heading, entry, text)


def _gap(
    demands: list[tuple[str, list[Place]]], missing: list[str], uncovered: tuple[str, ...], *,
    is_nowhere: bool,
) -> str | None:  # fmt: skip
    said: list[str] = []
    if is_nowhere and (missing or not demands):
        said.append("Geen enkel document dat deze verplichting uitwerkt, is die dag van kracht.")
    else:
        said += [f"Niet uitgewerkt in een document dat van kracht is: {text}" for text in missing]
    said += [
        f"In '{p.document}' ontbreekt het onderdeel #{p.anchor}."
        for p in dict.fromkeys(p for _, places in demands for p in places)
        if p.entry and p.anchor and p.text is None
    ]
    if uncovered:
        said.append(f"Niet uitgewerkt voor {', '.join(uncovered)}.")
    return " ".join(said) or None


def uncovered_schools(handbook: Handbook, record: Obligation, day: date) -> tuple[str, ...]:
    """The schools for which no document in force answers this obligation, by name."""
    answering = [
        d
        for d in index(handbook).answering.get(record.id, ())
        if state(d.record, day) == "in-force"
    ]
    return tuple(
        s.record.name
        for s in handbook.schools
        if applies(record, s.record) and not any(serves(d, s.record) for d in answering)
    )
