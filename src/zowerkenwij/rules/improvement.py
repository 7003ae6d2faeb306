"""ZW8xx: improvement actions and monitor rounds say enough to learn from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from zowerkenwij.control.copies import school_year
from zowerkenwij.rules.catalogue import rule
from zowerkenwij.rules.finding import Hit, related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.model.handbook import Entry
    from zowerkenwij.model.registers import Monitor
    from zowerkenwij.rules.context import Context

_GROUPS = {"pupils": "leerlingen", "staff": "medewerkers"}
_NEEDED = {"owner": "een eigenaar", "measure": "een maatstaf", "due": "een datum"}


def _clear(context: Context, entries: tuple[Entry[Any], ...]) -> Iterator[Entry[Any]]:
    return (e for e in entries if e.path not in context.handbook.broken_paths)


@rule(
    "ZW801", "action-incomplete", "warning",
    title="Een verbeteractie mist iets",
    why="Zonder eigenaar, maatstaf en datum gebeurt er niets, en zonder bewijs weet niemand of het "
    "gelukt is.",
    repair="Vul aan wat ontbreekt.",
    good="owner: director\n  measure: Hoogstens 5 botsingen per half jaar.\n  due: 2027-02-01",
    bad="owner: director   # zonder maatstaf en datum",
)  # fmt: skip
def action_incomplete(context: Context) -> Iterator[Hit]:
    """Actions without owner, measure or due date, and finished ones without evidence."""
    for entry in _clear(context, context.handbook.actions):
        action = entry.record
        if action.status == "stopped":
            continue
        missing = [words for key, words in _NEEDED.items() if not getattr(action, key)]
        if action.status == "done" and not action.evidence:
            missing.append("een bewijs van het resultaat")
        if missing:
            yield Hit(
                entry.at("id"),
                f"De actie '{action.id}' heeft nog geen {', '.join(missing).replace('een ', '')}. "
                "Vul dit aan.",
            )


@rule(
    "ZW802", "action-source", "note",
    title="Een verbeteractie zonder aanleiding",
    why="Een actie die uit een meting, klacht, evaluatie of wet volgt, lost iets op dat er echt is.",
    repair="Vul bij 'source' de aanleiding in.",
    good="source: {kind: monitor, reference: meting-2025}",
    bad="source: null",
)  # fmt: skip
def action_source(context: Context) -> Iterator[Hit]:
    """Actions without a source, or from a monitor round that does not exist."""
    known = {(m.scope, m.record.id) for m in context.handbook.monitors}
    for entry in _clear(context, context.handbook.actions):
        source = entry.record.source
        if source is None:
            yield Hit(
                entry.at("id"),
                f"De actie '{entry.record.id}' noemt geen aanleiding. Vul 'source' in.",
            )
        elif source.kind == "monitor" and (entry.scope, source.reference) not in known:
            path = entry.path.replace("improvement.yml", "monitoring.yml")
            if path not in context.handbook.broken_paths:
                yield Hit(
                    entry.at("source", "reference"),
                    f"De actie '{entry.record.id}' noemt een meting die niet in monitoring.yml staat. "
                    "Noem het id van een meting.",
                )


@rule(
    "ZW803", "monitor-missing", "warning",
    title="Er is dit schooljaar geen meting voor een groep",
    why="De school meet elk schooljaar hoe leerlingen en medewerkers de veiligheid ervaren.",
    repair="Zet de meting in monitoring.yml; een geplande meting mag ook, met haar maand.",
    good="- {id: meting-2026, instrument: KlimaatMeter, group: pupils, period: 2026-12}",
    bad="[]   # geen meting",
)  # fmt: skip
def monitor_missing(context: Context) -> Iterator[Hit]:
    """Schools without a round, held or planned, in this school year; rounds without a group."""
    book, start = context.handbook, context.handbook.settings.record.school_year_start
    rounds = list(_clear(context, book.monitors))
    year = school_year(context.as_of, start)
    for entry in rounds:
        if entry.record.group not in _GROUPS:
            yield Hit(
                entry.at("group"),
                f"De meting '{entry.record.id}' is voor '{entry.record.group}', een groep die wij "
                f"niet kennen. Kies {' of '.join(_GROUPS)}.",
            )
    for school in _clear(context, book.schools):
        path = school.path.replace("school.yml", "monitoring.yml")
        if path in book.broken_paths:
            continue
        mine = [r.record for r in rounds if r.scope == school.record.id]
        done = {r.group for r in mine if _year(r, start) == year}
        for group, name in _GROUPS.items():
            if group not in done and all(r.group in _GROUPS for r in mine):
                yield Hit(
                    school.at("id"),
                    f"{school.record.name} heeft voor {year} geen meting onder {name}. "
                    "Zet in monitoring.yml welke meting er is of komt.",
                )


def _year(record: Monitor, start: str) -> str:
    """The school year of a month."""
    year, month = (int(x) for x in record.period.split("-"))
    first = year if month >= int(start.partition("-")[0]) else year - 1
    return f"{first}-{first + 1}"


@rule(
    "ZW804", "duplicate-action", "note",
    title="Dezelfde actie staat onder twee thema's",
    why="Wie een actie op twee plaatsen bijhoudt, vergeet er een.",
    repair="Houd de actie onder één thema.",
    good="- {id: rust, theme: Rust, title: Studiedagen}",
    bad="- {id: rust, theme: Rust, title: Studiedagen}\n- {id: groei, theme: Groei, title: Studiedagen}",
)  # fmt: skip
def duplicate_action(context: Context) -> Iterator[Hit]:
    """Two actions of a school with the same words."""
    seen: dict[tuple[str | None, str], Entry[Any]] = {}
    for entry in _clear(context, context.handbook.actions):
        title = entry.record.title or entry.record.goal
        words = re.sub(r"\W+", " ", title or "").strip().casefold()
        if not words:
            continue
        first = seen.setdefault((entry.scope, words), entry)
        if first.record.theme != entry.record.theme:
            yield Hit(
                entry.at("id"),
                f"De actie '{entry.record.id}' is dezelfde als '{first.record.id}', maar staat onder "
                "een ander thema. Houd er één.",
                related=(related(first.at("id"), f"Hier staat '{first.record.id}'."),),
            )
