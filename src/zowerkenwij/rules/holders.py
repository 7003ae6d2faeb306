"""ZW603: every role that law or plan needs has a holder, and a single role has only one."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from zowerkenwij.rules.catalogue import rule
from zowerkenwij.rules.finding import Hit, related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.model.handbook import Entry
    from zowerkenwij.model.problem import Place
    from zowerkenwij.model.registers import Holding, Person
    from zowerkenwij.model.settings import Role
    from zowerkenwij.rules.context import Context

_AHEAD = timedelta(days=30)
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Held:
    """A holding with its place in the register of persons."""

    holding: Holding
    entry: Entry[Person]
    index: int

    def on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.holding.from_ <= day and (self.holding.to is None or day <= self.holding.to)

    def place(self, key: str | None = None) -> Place:
        """The line of the holding, or of one of its values."""
        return self.entry.at("holds", self.index, *((key,) if key else ()))


@rule(
    "ZW603",
    "role-without-holder",
    "error",
    title="Een rol die nodig is, heeft niemand of te veel mensen",
    why="De wet vraagt één vast aanspreekpunt. Heeft de rol niemand, dan weten leerlingen en ouders niet bij "
    "wie zij terechtkunnen. Zijn het er twee, dan voelt niemand zich verantwoordelijk.",
    repair="Zet in people.yml wie de rol heeft, van welke dag tot welke dag.",
    good="holds:\n  - {role: director, school: de-veerpont, from: 2026-08-01}",
    bad="holds:\n  - {role: director, school: de-veerpont, from: 2020-08-01, to: 2026-07-31}   # en daarna niemand",
)
def role_without_holder(context: Context) -> Iterator[Hit]:
    """No holder on the day, none within 30 days, or two at once of a single role."""
    if _is_unsure(context):
        return
    held = [
        _Held(holding, entry, index)
        for entry in context.handbook.people
        for index, holding in enumerate(entry.record.holds)
        if holding.from_ is not None
    ]
    for index, role in enumerate(context.handbook.settings.record.roles):
        places = _places(context, role)
        if role.required:
            yield from _absent(context, role, index, held, places)
        if role.single:
            for school in places:
                yield from _doubled(context, role, _of(held, role.id, school), school)


def _is_unsure(context: Context) -> bool:
    """Whether some holding may be missing because its file could not be read."""
    names = ("people.yml", "people.example.yml")
    return any(context.is_unsure(name) for name in names) or "roles" in context.unsure_settings


def _places(context: Context, role: Role) -> tuple[str | None, ...]:
    """The schools that each need the role, or the foundation (None)."""
    if role.level == "school":
        return tuple(s.record.id for s in context.handbook.schools)
    return (None,)


def _of(held: list[_Held], role: str, school: str | None) -> list[_Held]:
    """Holdings of a role that count for a school; for the foundation those of any school too."""
    return [
        h
        for h in held
        if h.holding.role == role and (school is None or h.holding.school in (None, school))
    ]


def _absent(
    context: Context, role: Role, index: int, held: list[_Held], places: tuple[str | None, ...]
) -> Iterator[Hit]:
    day = context.as_of
    nowhere: dict[Place, list[str]] = {}
    for school in places:
        own = _of(held, role.id, school)
        if any(h.on(day) for h in own):
            yield from _ending(context, role, own, school)
        elif not _is_misspelt(context, held, school, day):
            nowhere.setdefault(_where(context, own, index, day), []).append(_name(context, school))
    for place, names in nowhere.items():
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}"
        yield Hit(
            place,
            f"De rol '{role.label}' heeft op {_day(day)} niemand bij {listed}. "
            "Zet in people.yml wie de rol heeft en vanaf wanneer.",
            related=(
                related(
                    context.handbook.settings.at("roles", index),
                    "Hier staat dat de rol verplicht is.",
                ),
            ),
        )


def _where(context: Context, own: list[_Held], index: int, day: date) -> Place:
    """At the holding that ended last or begins next, else at the role itself."""
    over = [h for h in own if h.holding.to is not None and h.holding.to < day]
    if over:
        return max(over, key=lambda h: h.holding.to or day).place("to")
    later = [h for h in own if h.holding.from_ > day]
    if later:
        return min(later, key=lambda h: h.holding.from_).place("from")
    return context.handbook.settings.at("roles", index)


def _is_misspelt(context: Context, held: list[_Held], school: str | None, day: date) -> bool:
    """Whether somebody holds a role or works at a school that does not exist: that is another
    rule's finding, and the role meant may be this one."""
    book = context.handbook
    return any(
        h.on(day)
        and (
            (h.holding.role not in book.roles and h.holding.school in (None, school))
            or (h.holding.school is not None and h.holding.school not in book.school_by_id)
        )
        for h in held
    )


def _ending(context: Context, role: Role, own: list[_Held], school: str | None) -> Iterator[Hit]:
    """A first day without holder within 30 days."""
    for days in range(1, _AHEAD.days + 1):
        day = context.as_of + timedelta(days=days)
        if any(h.on(day) for h in own):
            continue
        last = next(h for h in own if h.on(day - _ONE))
        yield Hit(
            last.place("to"),
            f"De rol '{role.label}' heeft vanaf {_day(day)} niemand bij {_name(context, school)}. "
            "Zet op tijd in people.yml wie de rol overneemt.",
            severity="warning",
        )
        return


def _doubled(context: Context, role: Role, own: list[_Held], school: str | None) -> Iterator[Hit]:
    """Two people at once, now or later. The one who began first is the one who should have ended."""
    now = sorted(
        (h for h in own if h.holding.to is None or h.holding.to >= context.as_of),
        key=lambda h: h.holding.from_,
    )
    for first, second in itertools.pairwise(now):
        if first.entry.record.id == second.entry.record.id:
            continue
        if first.holding.to is None or first.holding.to >= second.holding.from_:
            begin = max(second.holding.from_, context.as_of)
            yield Hit(
                first.place("to" if first.holding.to else None),
                f"De rol '{role.label}' mag er maar één tegelijk hebben, maar bij {_name(context, school)} zijn het er twee "
                f"op {_day(begin)}. Zet bij een van de twee tot wanneer.",
                related=(related(second.place(), "Hier staat de tweede."),),
            )


def _name(context: Context, school: str | None) -> str:
    if school is None:
        return "de stichting"
    found = context.handbook.school_by_id.get(school)
    return found.record.name if found else school


def _day(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"
