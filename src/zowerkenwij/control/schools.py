"""How each school stands on a day: plan, empty fields, late reviews, coordinator, measurements and
actions (domain.md, J11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.control.copies import NotFillable, filled_copy, school_year
from zowerkenwij.control.review.dates import review_due, review_state
from zowerkenwij.control.review.report import held_in, is_overdue, runs_in
from zowerkenwij.model.handbook import state

if TYPE_CHECKING:
    from datetime import date

    from zowerkenwij.model.handbook import Document, Entry, Handbook
    from zowerkenwij.model.registers import School

GROUPS = {"pupils": "leerlingen", "staff": "medewerkers"}
_OPEN = ("planned", "running")


@dataclass(frozen=True, slots=True)
class Standing:
    """A school on a day of a school year. ``adopted``: a plan of this year is in force;
    ``missing``: required fields without a value; ``overdue``: ids of its documents that are late;
    ``vacant``: ids of roles with one holder per school that nobody holds; ``unmeasured``: groups
    without a measurement so far this year; ``ownerless`` and ``late``: ids of open actions without
    owner, and of those over time; ``open``: how many actions run."""

    school: Entry[School]
    year: str
    plan: Document | None
    adopted: bool
    missing: tuple[str, ...]
    overdue: tuple[str, ...]
    vacant: tuple[str, ...]
    unmeasured: tuple[str, ...]
    open: int
    ownerless: tuple[str, ...]
    late: tuple[str, ...]


def standing(handbook: Handbook, school: Entry[School], day: date) -> Standing:
    """How a school stands on a day."""
    id_ = school.record.id
    year = school_year(day, handbook.settings.record.school_year_start)
    plan = handbook.by_id.get(f"plan-{id_}")
    actions = [
        e.record for e in handbook.actions
        if e.scope == id_ and e.record.status in _OPEN and runs_in(e.record, year)
    ]  # fmt: skip
    return Standing(
        school, year, plan, _is_adopted(handbook, plan, year, day),
        _missing(handbook, school, day), _overdue(handbook, id_, day),
        tuple(role for role in _single(handbook) if not handbook.holders(role, id_, day)),
        _unmeasured(handbook, id_, year, day), len(actions),
        tuple(a.id for a in actions if not a.owner),
        tuple(a.id for a in actions if is_overdue(a, day)),
    )  # fmt: skip


def _single(handbook: Handbook) -> tuple[str, ...]:
    """The roles that one person at each school has; a handbook without one lacks the coordinator
    that the law asks for (WEC 5a)."""
    known = (r.id for r in handbook.settings.record.roles if r.single and r.level == "school")
    return tuple(known) or ("social-safety-coordinator",)


def _is_adopted(handbook: Handbook, plan: Document | None, year: str, day: date) -> bool:
    """Whether the plan in force is of this school year: its title says so, or its first day."""
    entry = handbook.in_force(plan, day) if plan else None
    if plan is None or entry is None:
        return False
    file = handbook.text_in_force(plan, day)
    start = handbook.settings.record.school_year_start
    is_new = school_year(entry.effective, start) >= year
    return is_new or bool(file and file.record.title.endswith(year))


def _missing(handbook: Handbook, school: Entry[School], day: date) -> tuple[str, ...]:
    template = handbook.by_id.get("plan")
    if template is None:
        return ()
    try:
        return tuple(s.name for s in filled_copy(handbook, school, template, day).missing)
    except NotFillable:
        return ()


def _overdue(handbook: Handbook, school: str, day: date) -> tuple[str, ...]:
    return tuple(
        d.id for d in handbook.documents
        if d.record.school == school and state(d.record, day) == "in-force"
        and review_state(handbook, review_due(handbook, d, day), day) == "overdue"
    )  # fmt: skip


def _unmeasured(handbook: Handbook, school: str, year: str, day: date) -> tuple[str, ...]:
    done = {
        e.record.group for e in handbook.monitors
        if e.scope == school and held_in(handbook, e.record, year)
        and e.record.period <= day.isoformat()[:7]
    }  # fmt: skip
    return tuple(group for group in GROUPS if group not in done)
