"""ZW7xx: every obligation has a place in a document in force, and is checked at its source."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from zowerkenwij.control.obligations import law_status, uncovered_schools
from zowerkenwij.control.review.dates import add_duration, last_judged
from zowerkenwij.control.review.graph import mapped_obligations, obligation_changes, read_at
from zowerkenwij.rules.catalogue import rule
from zowerkenwij.rules.context import stem
from zowerkenwij.rules.finding import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zowerkenwij.model.handbook import Document
    from zowerkenwij.model.problem import Place
    from zowerkenwij.rules.context import Context
    from zowerkenwij.rules.finding import Finding

_APPLIES = ("in-force", "house-rule")


@rule(
    "ZW701", "obligation-uncovered", "error",
    title="Een verplichting staat in geen document dat van kracht is",
    why="De school moet kunnen laten zien waar de verplichting is uitgewerkt.",
    repair="Stel een document vast dat de verplichting uitwerkt, of verbeter de vindplaats.",
    good="demands: [{id: policy, text: …, evidence: [{document: antipest, anchor: doe-nu}]}]",
    bad="demands: [{id: policy, text: …, evidence: []}]",
)  # fmt: skip
def obligation_uncovered(context: Context) -> Iterator[Hit]:
    """Obligations that apply to a school for which no document in force answers them."""
    known = context.document_ids
    lost = {stem(path) for path in context.handbook.broken_paths}
    for entry in context.handbook.obligations:
        record = entry.record
        places = [x.document for d in record.demands for x in d.evidence]
        if law_status(record, context.as_of) not in _APPLIES or any(p not in known for p in places):
            continue  # a document that does not exist: ZW104
        if not lost.isdisjoint(places) or any(_has_no_place(context, p) for p in places):
            continue  # what it is, or for whom, could not be read: ZW101, ZW102 or ZW104
        names = uncovered_schools(context.handbook, record, context.as_of)
        if names:
            yield Hit(
                entry.at("id"),
                f"De verplichting '{record.name}' geldt, maar geen document dat van kracht is werkt "
                f"haar uit voor {', '.join(names)}. Stel een document vast of verbeter de vindplaats.",
            )


def _has_no_place(context: Context, id_: str | None) -> bool:
    """Whether a document is for a school or a kind of school that does not exist."""
    document = context.handbook.find(id_ or "")
    if document is None:
        return False
    school, kinds = document.record.school, document.record.applies_to or ()
    is_known = school is None or school in context.handbook.school_by_id
    return not is_known or not context.handbook.kinds.keys() >= set(kinds)


@rule(
    "ZW702", "obligation-section", "error",
    title="De vindplaats van een verplichting bestaat niet",
    why="Wie het antwoord op een verplichting zoekt, vindt dan niets.",
    repair="Gebruik een anker dat in het document staat.",
    good="evidence: [{document: antipest, anchor: doe-nu}]",
    bad="evidence: [{document: antipest, anchor: doe-niets}]",
)  # fmt: skip
def obligation_section(context: Context) -> Iterator[Hit]:
    """Evidence whose anchor is not in the document."""
    for entry in context.handbook.obligations:
        for n, demand in enumerate(entry.record.demands):
            for m, place in enumerate(demand.evidence):
                document = context.unique_documents.get(place.document or "")
                document = document or context.handbook.find(place.document)
                if document is None or not place.anchor or context.is_broken(document):
                    continue
                if place.anchor not in document.outline.anchors:
                    yield Hit(
                        entry.at("demands", n, "evidence", m, "anchor"),
                        f"In '{document.title}' is geen onderdeel #{place.anchor}. Verbeter het "
                        "anker of zet het onderdeel terug.",
                    )


@rule(
    "ZW703", "obligation-unverified", "warning",
    title="Een verplichting is langer dan een jaar niet nagekeken",
    why="Wetten veranderen. Wie niet kijkt, werkt met oude regels.",
    repair="Kijk de verplichting na bij de bron en vul 'verified' in.",
    good="verified: {on: 2026-09-01, by: policy-officer}",
    bad="verified: {on: 2024-09-01, by: policy-officer}",
)  # fmt: skip
def obligation_unverified(context: Context) -> Iterator[Hit]:
    """Obligations that apply or are coming, and were not checked in the past year. One whose
    standing is unknown says by that itself that it must be checked."""
    unread = _lines(context, (u.place for u in context.handbook.unreadable))
    for entry in context.handbook.obligations:
        record = entry.record
        if law_status(record, context.as_of) in ("repealed", "unknown"):
            continue
        checked = record.verified
        if checked is not None and checked.on is None:
            continue  # not readable: ZW102
        if unread and entry.at("verified").line in unread:
            continue
        if checked is None or add_duration(checked.on, "P1Y") < context.as_of:
            when = f"sinds {checked.on} niet meer" if checked else "nog nooit"
            yield Hit(
                entry.at("verified", "on"),
                f"De verplichting '{record.name}' is {when} nagekeken bij de bron. Kijk haar na en "
                "vul 'verified' in.",
            )


@rule(
    "ZW704", "obligation-changed", "warning",
    title="Een verplichting is veranderd sinds de laatste evaluatie",
    why="De tekst kan iets missen dat de wet nu vraagt.",
    repair="Lees de verplichting en leg met 'zowerkenwij review decide' vast wat dat betekent.",
    good="applies_from: 2015-08-01   # het document is daarna bekeken",
    bad="applies_from: 2026-08-01   # het document is daarvoor bekeken",
    late=True,
)  # fmt: skip
def obligation_changed(context: Context) -> Iterator[Hit]:
    """Documents in force whose obligations changed after the last look. A mistake in an obligation
    has a finding of its own, and is no change of the law."""
    laws = context.handbook.obligations
    wrong = _lines(context, context.found)
    starts = sorted(e.at().line for e in laws) if wrong else []
    numbers = {bisect_right(starts, line) for line in wrong}
    unsure = {e.record.id for e in laws if wrong and bisect_right(starts, e.at().line) in numbers}
    names = {e.record.id: e.record.name for e in laws if e.record.id not in unsure}
    for document in context.documents if names else ():
        yield from _changed(context, document, names)


def _lines(context: Context, places: Iterable[Place | Finding]) -> set[int]:
    """Which of the places are in the register of obligations, by line."""
    register = next((e.path for e in context.handbook.obligations), "")
    return {place.line for place in places if place.path == register}


def _changed(context: Context, document: Document, names: Mapping[str, str]) -> Iterator[Hit]:
    if context.state(document) != "in-force" or context.is_broken(document):
        return
    looked = last_judged(document.record, context.as_of)
    if looked is None or not mapped_obligations(context.handbook, document):
        return
    read = read_at(context.handbook, document, looked)
    changes = obligation_changes(context.handbook, document, context.as_of, looked, read)
    for id_ in dict.fromkeys(c.source for c in changes if c.source in names):
        yield Hit(
            document.at("obligations"),
            f"De verplichting '{names[id_]}' is veranderd nadat dit document op {looked} voor het "
            "laatst is bekeken. Leg vast of deze tekst nog klopt.",
            document.id,
        )
