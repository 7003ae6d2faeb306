"""Where each school stands, for insiders: in words and signs, each leading to its cause."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zowerkenwij.control.copies import school_year
from zowerkenwij.site.listings import school_cards
from zowerkenwij.site.parts import GeneratedFile
from zowerkenwij.text.fill import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zowerkenwij.model.registers import Action, Monitor
    from zowerkenwij.site.facts import Facts
    from zowerkenwij.site.listings import SchoolCard
    from zowerkenwij.site.view import View

TABLE = "scholen/overzicht.csv"
_STATUS = {"planned": "gepland", "running": "loopt", "done": "klaar", "stopped": "gestopt"}
_GROUPS = {"pupils": "leerlingen", "staff": "medewerkers", "parents": "ouders"}
_MONTHS = 12  # a measurement is fresh this long


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer about a school: good, to look at, or missing; said in words."""

    level: Literal["good", "look", "miss"]
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """A school with its answers, in the order of ``HEADS``."""

    school: SchoolCard
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """An improvement action as a school's page shows it."""

    title: str
    goal: str
    owner: str
    action: Action
    status: str
    late: bool


@dataclass(frozen=True, slots=True)
class Measurement:
    """A monitor round as a school's page shows it."""

    name: str
    group: str
    monitor: Monitor


HEADS = (
    "Plan van dit schooljaar", "Velden van het plan", "Evaluaties",
    "Coördinator sociale veiligheid", "Meting bij leerlingen", "Acties",
)  # fmt: skip


def rows(view: View, facts: Mapping[str, Facts]) -> tuple[Row, ...]:
    """All schools; none for people outside the foundation."""
    if view.is_open:
        return ()
    cells = {
        card.id: tuple(_cells(view, card, [f for f in facts.values() if f.school == card.id]))
        for card in school_cards(view)
    }
    return tuple(Row(card, cells[card.id]) for card in school_cards(view))


def table(found: tuple[Row, ...]) -> GeneratedFile:
    """The same as a file for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(("School", *HEADS))
    for row in found:
        writer.writerow(map(_safe, (row.school.name, *(cell.text for cell in row.cells))))
    return GeneratedFile(TABLE, out.getvalue())


def _safe(text: str) -> str:
    """A cell of one line that no spreadsheet takes for a formula: those start with one of
    ``= + - @``."""
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line


def _cells(view: View, card: SchoolCard, own: list[Facts]) -> Iterator[Cell]:
    yield _plan(view, card, own)
    yield _values(view, card)
    late = [f for f in own if f.review_state == "overdue"]
    yield (
        Cell("look", f"{len(late)} te laat", late[0].address) if late
        else Cell("good", "op tijd", card.address)
    )  # fmt: skip
    held = view.handbook.holders("social-safety-coordinator", card.id, view.day)
    yield (
        Cell("good", held[0].person.name, card.address)
        if held
        else Cell("miss", "niemand", card.address)
    )
    yield _measured(view, card)
    yield _actions(view, card)


def _plan(view: View, card: SchoolCard, own: list[Facts]) -> Cell:
    year = school_year(view.day, view.handbook.settings.record.school_year_start)
    plan = next((f for f in own if view.handbook.by_id[f.id].record.template), None)
    if plan is None:
        return Cell("miss", "ontbreekt", card.address)
    of = view.handbook.by_id[plan.id].record.school_year or ""
    if plan.version == "concept" or plan.state != "in-force":
        return Cell("look", f"{plan.state_label}, {of}", plan.address)
    if of and of != year:
        return Cell("look", f"is van {of}", plan.address)
    return Cell("good", f"van kracht, versie {plan.version}", plan.address)


def _values(view: View, card: SchoolCard) -> Cell:
    values = view.handbook.school_by_id[card.id].record.values
    used = _used(view, view.handbook.school_by_id[card.id].record.kind)
    empty = [
        slot.label
        for slot in view.handbook.settings.record.slots
        if slot.required and slot.id in used and values.get(slot.id) in (None, "", [], ())
    ]
    if not empty:
        return Cell("good", "alles ingevuld", card.address)
    return Cell("look", f"{len(empty)} leeg", card.address)


def _used(view: View, kind: str) -> frozenset[str]:
    """The fields that a template of this handbook asks of a kind of school."""
    return frozenset(
        slot.name.split(".")[1]
        for document in view.handbook.documents
        for slot in document.outline.slots
        if slot.name.startswith("school.")
        and not any(
            p.kind == "when" and p.argument != kind and p.line <= slot.line <= p.last_line
            for p in document.outline.passages
        )
    )


def _measured(view: View, card: SchoolCard) -> Cell:
    periods = [m.period for m in _monitors(view, card.id) if m.group == "pupils"]
    if not periods:
        return Cell("miss", "geen meting", card.address)
    year, month = (int(part) for part in max(periods).split("-"))
    age = (view.day.year - year) * 12 + view.day.month - month
    level: Literal["good", "look"] = "good" if age <= _MONTHS else "look"
    return Cell(level, in_words(max(periods)), f"{card.address}#school-metingen")


def _actions(view: View, card: SchoolCard) -> Cell:
    found = [s for s in steps(view, card.id) if s.action.status in ("planned", "running")]
    lonely = [s for s in found if not s.action.owner]
    late = [s for s in found if s.late]
    address = f"{card.address}#school-acties" if found else card.address
    if lonely:
        return Cell("look", f"{len(lonely)} zonder eigenaar", address)
    if late:
        return Cell("look", f"{len(late)} over tijd", address)
    return Cell("good", f"{len(found)} lopen of gepland", address)


def _monitors(view: View, school: str) -> Iterable[Monitor]:
    """The rounds that were held on or before the day."""
    known = f"{view.day:%Y-%m}"
    found = (e.record for e in view.handbook.monitors if e.scope == school)
    return (m for m in found if m.period <= known)


def in_words(period: str) -> str:
    """A period ``YYYY-MM`` in words."""
    year, number = period.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def measurements(view: View, school: str) -> tuple[Measurement, ...]:
    """The monitor rounds of a school, newest first; for insiders."""
    if view.is_open:
        return ()
    found = sorted(_monitors(view, school), key=lambda m: m.period, reverse=True)
    return tuple(
        Measurement(f"{m.instrument}, {in_words(m.period)}", _GROUPS.get(m.group, m.group), m)
        for m in found
    )


def steps(view: View, school: str) -> tuple[Step, ...]:
    """The improvement actions of a school; for insiders."""
    if view.is_open:
        return ()
    return tuple(_step(view, e.record) for e in view.handbook.actions if e.scope == school)


def _step(view: View, action: Action) -> Step:
    role = view.handbook.roles.get(action.owner or "")
    open_ = action.status in ("planned", "running")
    return Step(
        action.title or action.theme, action.goal or "", role.label if role else "niemand",
        action, _STATUS[action.status], bool(open_ and action.due and action.due < view.day),
    )  # fmt: skip
