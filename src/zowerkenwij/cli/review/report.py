"""The report of a round in the contract's keys, and in the form that was asked for."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from zowerkenwij.cli.review import follow_up
from zowerkenwij.cli.schools import values
from zowerkenwij.control.review.report import (
    Report,
    by_owner,
    by_school,
    figures,
    is_carried_over,
    is_overdue,
    report,
)

if TYPE_CHECKING:
    from datetime import date

    from zowerkenwij.control.review.report import Figures, Line, NewText
    from zowerkenwij.model.handbook import Entry, Handbook
    from zowerkenwij.model.registers import Action, Monitor


def made(handbook: Handbook, year: str | None, day: date) -> Report:
    """The report of a school year; without one, that of the day."""
    from zowerkenwij.cli.review.agenda import findings
    from zowerkenwij.control.review.agenda import last_day, year_of

    year = year or year_of(handbook, day)
    return report(handbook, year, day, findings(handbook, min(day, last_day(handbook, year))))


def rendered(handbook: Handbook, found: Report, form: str, reader: str | None) -> bytes:
    """The report in a form, for a reader."""
    from zowerkenwij.cli.output import dumped
    from zowerkenwij.cli.review import telling

    if form == "json":
        return f"{dumped({'format': 1, **as_value(handbook, found)})}\n".encode()
    above, parts = telling.cover(handbook, found, reader), telling.told(handbook, found, reader)
    if form == "docx":
        return telling.as_word(above, parts)
    if form == "md":
        return telling.as_markdown(above, parts).encode()
    from zowerkenwij.cli.review.page import page

    return page(above, parts).encode()


def as_value(handbook: Handbook, found: Report) -> dict[str, Any]:
    """The report in the contract's keys."""
    one = found.round
    return {
        "year": found.year,
        "as_of": found.day.isoformat(),
        "round": {"started": _day(one.started), "closed": _day(one.closed)} if one else None,
        "figures": _figures(handbook, found),
        "decisions": [_decision(x) for x in found.lines if x.decision],
        "undecided": [_undecided(x) for x in found.lines if not x.decision],
        "changes": [_change(handbook, c) for c in found.changes],
        "proposals": list(follow_up.proposals(handbook, found)),
        "gaps": [
            {"id": r.record.id, "title": r.record.name, "source": "; ".join(r.record.articles),
             "status": r.status, "gap": r.gap}
            for r in found.gaps
        ],
        "actions": [_action(e, found) for e in found.actions],
        "monitors": [_monitor(e) for e in found.monitors],
        "months": [asdict(m) for m in found.months],
        "schools": values(handbook, found.day),
    }  # fmt: skip


def _figures(handbook: Handbook, found: Report) -> dict[str, Any]:
    owners = [
        {"owner": owner, **_counts(sums)} for owner, sums in by_owner(found.lines)
    ]  # fmt: skip
    schools = [{"school": id_, **_counts(s)} for id_, s in by_school(handbook, found.lines)]
    return {**_counts(figures(found.lines)), "owners": owners, "schools": schools}


def _counts(sums: Figures) -> dict[str, int]:
    return {
        "items": sums.items, "decided": sums.decided, "undecided": sums.undecided,
        "in_time": sums.in_time, "late": sums.late, "open": sums.open, "overdue": sums.overdue,
        "postponed": sums.postponed, "rubber_stamped": sums.rubber_stamped,
        "not_carried_out": sums.not_carried_out,
    }  # fmt: skip


def _decision(line: Line) -> dict[str, Any]:
    review = line.decision
    values = review.model_dump(mode="json", exclude_none=True) if review else {}
    return {
        "id": line.document.id, "title": line.document.title, "owner": line.owner,
        "due": _day(line.due), **values, "late": line.is_late, "rubber_stamped": line.stamped,
        "carried_out": line.carried_out,
    }  # fmt: skip


def _undecided(line: Line) -> dict[str, Any]:
    return {
        "id": line.document.id, "title": line.document.title, "owner": line.owner,
        "due": _day(line.due), "overdue": line.is_late, "postponed": _day(line.postponed),
        "reasons": list(line.reasons),
    }  # fmt: skip


def _change(handbook: Handbook, one: NewText) -> dict[str, Any]:
    entry = one.entry
    return {
        "id": one.document.id, "title": one.document.title,
        "change": entry.change if entry else "withdrawn",
        "version": entry.version if entry else None, "note": entry.note if entry else None,
        "effective": _day(one.effective), "audience": handbook.audience_of(one.document),
        "schools": list(one.schools) or [s.record.name for s in handbook.schools],
    }  # fmt: skip


def _action(entry: Entry[Action], found: Report) -> dict[str, Any]:
    values = entry.record.model_dump(mode="json", exclude_none=True)
    return {
        "school": entry.scope, **values, "overdue": is_overdue(entry.record, found.day),
        "carried_over": is_carried_over(entry.record, found.year),
    }  # fmt: skip


def _monitor(entry: Entry[Monitor]) -> dict[str, Any]:
    return {"school": entry.scope, **entry.record.model_dump(mode="json", exclude_none=True)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
