"""Pages for insiders: the round of reviews of this school year, and which law is answered where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.control.obligations import LAW_LABELS, matrix
from zowerkenwij.control.review.agenda import REASON_LABELS, agenda, summary, year_of
from zowerkenwij.site import dashboard
from zowerkenwij.site.parts import Page
from zowerkenwij.site.references import document_address
from zowerkenwij.site.render import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from zowerkenwij.control.obligations import Row
    from zowerkenwij.control.review.agenda import Item
    from zowerkenwij.model.registers import Obligation
    from zowerkenwij.site.facts import Facts
    from zowerkenwij.site.view import View

REVIEW, OBLIGATIONS = "evaluatie/", "verplichtingen/"
_OF_SCHOOLS = "het plan van elke school"
_OUTCOMES = {
    "unchanged": "blijft zo", "editorial": "kleine correctie", "minor": "kleine wijziging",
    "major": "grote wijziging", "merge": "gaat op in een ander document",
    "withdraw": "wordt ingetrokken", "postpone": "uitgesteld",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A document in the round, in words. ``outcome`` is empty while nobody decided."""

    title: str
    address: str
    due: date
    reasons: tuple[str, ...]
    outcome: str
    late: bool


@dataclass(frozen=True, slots=True)
class OwnerLines:
    """The documents of one owner."""

    owner: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A place where an obligation is answered; without ``version`` it is not in force."""

    title: str
    address: str
    version: str


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation with where it is answered. ``gap`` says what is missing."""

    record: Obligation
    status: str
    sources: tuple[Source, ...]
    gap: str


def pages(view: View, facts: Mapping[str, Facts]) -> Iterator[Page]:
    """Both pages; none for people outside the foundation."""
    if view.is_open:
        return
    yield _review_page(view, facts)
    duties = tuple(
        _duty(view, row, facts)
        for row in matrix(view.handbook, view.day)
        if view.sees(row.record.audience or "staff")
    )
    html = render("obligations.html", OBLIGATIONS, duties=duties, day=view.day)
    yield Page(OBLIGATIONS, "Verplichtingen", "obligations", before=html)


def _review_page(view: View, facts: Mapping[str, Facts]) -> Page:
    year = year_of(view.handbook, view.day)
    items = [i for i in agenda(view.handbook, year, view.day) if i.document.id in facts]
    groups: dict[str, list[Line]] = {}
    for item in items:
        role = view.handbook.roles.get(item.owner)
        groups.setdefault(role.label if role else item.owner, []).append(_line(view, item, facts))
    html = render(
        "review.html", REVIEW, year=year, figures=summary(items, view.day),
        stages=dashboard.wheel(view, items), owners=dashboard.by_owner(view, items),
        months=dashboard.by_month(view, items),
        groups=[OwnerLines(owner, tuple(lines)) for owner, lines in sorted(groups.items())],
    )  # fmt: skip
    return Page(REVIEW, f"Evaluatie {year}", "review", before=html)


def _line(view: View, item: Item, facts: Mapping[str, Facts]) -> Line:
    return Line(
        facts[item.document.id].title, facts[item.document.id].address, item.due,
        tuple(REASON_LABELS.get(reason, reason) for reason in item.reasons),
        _OUTCOMES[item.decision.outcome] if item.decision else "",
        item.decision is None and item.due < view.day,
    )  # fmt: skip


def _duty(view: View, row: Row, facts: Mapping[str, Facts]) -> Duty:
    """An obligation in words; what this audience may not read is neither named nor counted."""
    known = [p for p in row.places if p.document in facts or p.document in view.templates]
    sources = tuple(
        Source(
            facts[p.document].title if p.document in facts else _OF_SCHOOLS,
            document_address(p.document) if p.document in facts else "scholen/",
            p.entry.version if p.entry else "",
        )
        for p in known
    )
    gap = row.gap or ""
    if gap and len(known) < len(row.places):
        gap = "Er ontbreekt iets. Vraag het de beleidsmedewerker."
    return Duty(
        row.record, LAW_LABELS.get(row.status, row.status), tuple(dict.fromkeys(sources)), gap
    )
