"""How the schools stand, as the contract's objects and as one line in words each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zowerkenwij.control.schools import GROUPS, standing
from zowerkenwij.control.status import status
from zowerkenwij.model.handbook import STATE_LABELS

if TYPE_CHECKING:
    from datetime import date

    from zowerkenwij.control.schools import Standing
    from zowerkenwij.model.handbook import Handbook

HEADER = ("Id", "Naam", "Plan", "Versie", "Toestand", "Leeg", "Vastgesteld", "Te laat",
           "Coördinator", "Gemeten", "Acties", "Zonder eigenaar")  # fmt: skip


def values(handbook: Handbook, day: date) -> list[dict[str, Any]]:
    """Every school on a day; each answer names its causes."""
    return [_value(handbook, standing(handbook, one, day), day) for one in handbook.schools]


def _value(handbook: Handbook, one: Standing, day: date) -> dict[str, Any]:
    record, plan = one.school.record, one.plan
    now = status(handbook, plan, day) if plan else None
    return {
        "id": record.id,
        "name": record.name,
        "kind": record.kind,
        "plan": plan.id if plan else None,
        "version": now.version.version if now and now.version else None,
        "state": now.state if now else None,
        "school_year": plan.record.school_year if plan else None,
        "missing": list(one.missing),
        "year": one.year,
        "plan_adopted": one.adopted,
        "overdue": list(one.overdue),
        "coordinator": not one.vacant,
        "vacant": list(one.vacant),
        "monitor_done": not one.unmeasured,
        "unmeasured": list(one.unmeasured),
        "open_actions": one.open,
        "actions_without_owner": list(one.ownerless),
        "actions_overdue": list(one.late),
    }


def cells(row: dict[str, Any]) -> list[str]:
    """One line a school, in words."""
    unmeasured = " en ".join(GROUPS[g] for g in row["unmeasured"])
    return [
        row["id"], row["name"], row["plan"] or "–", row["version"] or "–",
        STATE_LABELS.get(row["state"] or "", "–"), str(len(row["missing"])),
        "ja" if row["plan_adopted"] else f"nog niet voor {row['year']}",
        str(len(row["overdue"])), "ja" if row["coordinator"] else "nee",
        f"niet bij {unmeasured}" if unmeasured else "ja",
        str(row["open_actions"]), str(len(row["actions_without_owner"])),
    ]  # fmt: skip
