"""Figures of the review round for people: the wheel of plan, do, check and act, and counts per
owner and per month. Each is drawn beside a table with the same numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.site import overview
from zowerkenwij.site.listings import school_cards

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from zowerkenwij.control.review.agenda import Item
    from zowerkenwij.site.overview import Step
    from zowerkenwij.site.view import View

_MONTHS = "jan feb mrt apr mei jun jul aug sep okt nov dec".split()
_BUSY = ("planned", "running")


@dataclass(frozen=True, slots=True)
class Stage:
    """A quarter of the wheel: its name, a number, and what the number counts."""

    name: str
    count: int
    what: str


@dataclass(frozen=True, slots=True)
class Bar:
    """How far the documents of an owner or of a month are. ``late`` ones are not in ``open``."""

    label: str
    done: int
    open: int
    late: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.done + self.open + self.late


def wheel(view: View, items: Sequence[Item]) -> tuple[Stage, ...]:
    """Where the round stands: what is planned, what people look at, what was decided, and what
    the schools improve."""
    done = sum(item.decision is not None for item in items)
    actions = [s.action for c in school_cards(view) for s in overview.steps(view, c.id)]
    busy = sum(action.status in _BUSY for action in actions)
    return (
        Stage("Plannen", len(items), "documenten zijn dit schooljaar aan de beurt"),
        Stage("Doen", len(items) - done, "documenten moeten nog bekeken worden"),
        Stage("Controleren", done, "documenten zijn bekeken, met een besluit"),
        Stage("Verbeteren", busy, "acties van scholen lopen of zijn gepland"),
    )


def school_wheel(steps: Sequence[Step], measured: int) -> tuple[Stage, ...]:
    """The wheel of one school: its actions, and how often it measured."""
    count = Counter(step.action.status for step in steps)
    return (
        Stage("Plannen", count["planned"], "acties zijn gepland"),
        Stage("Doen", count["running"], "acties lopen nu"),
        Stage("Controleren", measured, "keer gevraagd hoe veilig het voelt"),
        Stage("Verbeteren", count["done"], "acties zijn klaar"),
    )


def by_owner(view: View, items: Sequence[Item]) -> tuple[Bar, ...]:
    """Counts per owner, by name."""
    roles = view.handbook.roles
    names = {i.owner: roles[i.owner].label if i.owner in roles else i.owner for i in items}
    return tuple(
        sorted(_bars(view.day, [(names[i.owner], i) for i in items]), key=lambda b: b.label)
    )


def by_month(view: View, items: Sequence[Item]) -> tuple[Bar, ...]:
    """Counts per month in which the review is due, in order of time."""
    ordered = sorted(items, key=lambda item: item.due)
    return tuple(_bars(view.day, [(_month(item.due), item) for item in ordered]))


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


def _bars(day: date, labelled: Sequence[tuple[str, Item]]) -> Iterator[Bar]:
    states: dict[str, Counter[str]] = {}
    for label, item in labelled:
        state = "done" if item.decision else "late" if item.due < day else "open"
        states.setdefault(label, Counter())[state] += 1
    for label, count in states.items():
        yield Bar(label, count["done"], count["open"], count["late"])
