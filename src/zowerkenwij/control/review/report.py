"""The report of a round: figures, decisions, what is open, what changes, gaps, and actions.

Everything follows from the records and the day. Of a school year that is over it tells how things
stood on its last day, so that late decisions and new changes do not rewrite it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.control.obligations import matrix
from zowerkenwij.control.review.agenda import (
    agenda,
    decision_of,
    last_day,
    owner_of,
    postponed_to,
    round_of,
)
from zowerkenwij.control.review.dates import review_dates
from zowerkenwij.control.review.stamping import common, is_stamped
from zowerkenwij.model.handbook import state

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from zowerkenwij.control.obligations import Row
    from zowerkenwij.model.document import DocumentReview, LedgerEntry
    from zowerkenwij.model.handbook import Document, Entry, Handbook
    from zowerkenwij.model.registers import Action, Monitor, ReviewItem, ReviewRound

_WRITING = ("editorial", "minor", "major")
_ENDING = ("merge", "withdraw")


@dataclass(frozen=True, slots=True)
class Line:
    """A document of the round. ``carried_out`` says whether what was decided is done; None when
    there is nothing to do or nothing was decided."""

    document: Document
    owner: str
    due: date
    reasons: tuple[str, ...]
    decision: DocumentReview | None
    postponed: date | None
    stamped: bool
    carried_out: bool | None
    day: date

    @property
    def is_late(self) -> bool:
        """Decided after the due date, or still open on the day after it."""
        return (self.decision.on if self.decision else self.day) > self.due

    @property
    def standing(self) -> str:
        """A key of ``Figures``: in_time, late, open or overdue."""
        if self.decision:
            return "late" if self.is_late else "in_time"
        return "overdue" if self.is_late else "open"


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of documents. ``decided`` is in time and late together; ``undecided`` is open and
    overdue together; both are all documents of the round."""

    items: int
    in_time: int
    late: int
    open: int
    overdue: int
    postponed: int
    rubber_stamped: int
    not_carried_out: int

    @property
    def decided(self) -> int:
        """Documents with a decision."""
        return self.in_time + self.late

    @property
    def undecided(self) -> int:
        """Documents without a decision."""
        return self.open + self.overdue


@dataclass(frozen=True, slots=True)
class NewText:
    """A version that takes effect, or an end: ``entry`` is None for a withdrawal."""

    document: Document
    effective: date
    entry: LedgerEntry | None
    schools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """What falls in a month of the school year (YYYY-MM)."""

    month: str
    due: int
    decided: int
    monitors: int
    actions: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the report tells, about a school year on a day."""

    year: str
    day: date
    round: ReviewRound | None
    lines: tuple[Line, ...]
    changes: tuple[NewText, ...]
    rows: tuple[Row, ...]
    actions: tuple[Entry[Action], ...]
    monitors: tuple[Entry[Monitor], ...]
    months: tuple[Month, ...]

    @property
    def gaps(self) -> tuple[Row, ...]:
        """The obligations that are not fully answered."""
        return tuple(row for row in self.rows if row.gap)


def report(
    handbook: Handbook, year: str, day: date, findings: Mapping[str, Sequence[str]] | None = None
) -> Report:
    """The report of a school year as it stands on a day."""
    day = min(day, last_day(handbook, year))
    one = round_of(handbook, year)
    one = one if one and one.started <= day else None
    lines = tuple(_lines(handbook, year, day, one, findings))
    actions = tuple(e for e in handbook.actions if runs_in(e.record, year))
    monitors = tuple(e for e in handbook.monitors if held_in(handbook, e.record, year))
    return Report(
        year, day, one, lines, tuple(_changes(handbook, year, day)), matrix(handbook, day),
        actions, monitors, tuple(_months(handbook, year, lines, actions, monitors)),
    )  # fmt: skip


def figures(lines: Sequence[Line]) -> Figures:
    """Counts over documents of a round."""
    standing = [line.standing for line in lines]
    return Figures(
        items=len(lines),
        in_time=standing.count("in_time"),
        late=standing.count("late"),
        open=standing.count("open"),
        overdue=standing.count("overdue"),
        postponed=sum(1 for x in lines if x.postponed and not x.decision),
        rubber_stamped=sum(1 for x in lines if x.stamped),
        not_carried_out=sum(1 for x in lines if x.carried_out is False),
    )


def by_owner(lines: Sequence[Line]) -> Iterator[tuple[str, Figures]]:
    """The figures of each owner."""
    for owner in sorted({x.owner for x in lines}):
        yield owner, figures([x for x in lines if x.owner == owner])


def by_school(handbook: Handbook, lines: Sequence[Line]) -> Iterator[tuple[str | None, Figures]]:
    """The figures of the foundation's documents (None), and of each school's own."""
    for school in (None, *(s.record.id for s in handbook.schools)):
        mine = [x for x in lines if x.document.record.school == school]
        if mine or school:
            yield school, figures(mine)


# -- decisions -------------------------------------------------------------------------------


def _lines(
    handbook: Handbook, year: str, day: date, one: ReviewRound | None,
    findings: Mapping[str, Sequence[str]] | None,
) -> Iterator[Line]:  # fmt: skip
    """What the round holds, and what the agenda has beside it, by owner and date."""
    kept = {i.document: i for i in one.items} if one else {}
    dates = review_dates(handbook, day)
    listed = {i.document.id: i for i in agenda(handbook, year, day, findings)}
    documents = [d for d in handbook.documents if d.id in kept or d.id in listed]
    made = {d.id: decision_of(d, year, day) for d in documents}
    usual = common([r for r in made.values() if r])
    found = []
    for document in documents:
        item, on_agenda, decision = (
            kept.get(document.id),
            listed.get(document.id),
            made[document.id],
        )
        if decision is None and state(document.record, day) != "in-force":
            continue
        due = item.due if item else on_agenda.due if on_agenda else dates.get(document.path, day)
        postponed = postponed_to(document, year, day)
        found.append(Line(
            document, _owner(item, document), max(due, postponed or due),
            on_agenda.reasons if on_agenda else item.reasons if item else (), decision,
            postponed,
            decision is not None and is_stamped(document.record, decision, usual),
            _carried_out(document, decision, day), day,
        ))  # fmt: skip
    yield from sorted(found, key=lambda x: (x.owner, x.due, x.document.id))


def _owner(item: ReviewItem | None, document: Document) -> str:
    return item.owner if item else owner_of(document)


def _carried_out(document: Document, decision: DocumentReview | None, day: date) -> bool | None:
    if decision is None:
        return None
    record = document.record
    if decision.outcome in _WRITING:
        return any(decision.on <= v.adopted.on <= day for v in record.versions)
    if decision.outcome in _ENDING:
        return record.withdrawn is not None
    return None


def not_carried_out(handbook: Handbook, year: str, day: date) -> tuple[Document, ...]:
    """Documents with a decision of this year that asks for something that is not done."""
    return tuple(
        d for d in handbook.documents if _carried_out(d, decision_of(d, year, day), day) is False
    )


# -- what changes ----------------------------------------------------------------------------


def _changes(handbook: Handbook, year: str, day: date) -> Iterator[NewText]:
    """Versions and withdrawals after the first day of the school year, up to the first day of the
    next, as far as they were decided by the day; newest last."""
    end, first = last_day(handbook, year), int(year[:4])
    start = _next(last_day(handbook, f"{first - 1}-{first}"))
    found: list[tuple[Document, date, LedgerEntry | None]] = []
    for document in handbook.documents:
        found += [
            (document, entry.effective, entry)
            for entry in document.record.versions
            if entry.adopted.on <= day and start < entry.effective <= _next(end)
        ]
        gone = document.record.withdrawn
        if gone and start < gone.on <= _next(end):
            found.append((document, gone.on, None))
    for document, effective, version in sorted(found, key=lambda x: (x[1], x[0].id)):
        yield NewText(document, effective, version, schools_of(handbook, document))


def _next(end: date) -> date:
    return type(end).fromordinal(end.toordinal() + 1)


def schools_of(handbook: Handbook, document: Document) -> tuple[str, ...]:
    """The names of the schools that a document is for; empty when it is for all of them."""
    record = document.record
    if record.school:
        school = handbook.school_by_id.get(record.school)
        return (school.record.name if school else record.school,)
    if not record.applies_to:
        return ()
    names = [s.record.name for s in handbook.schools if s.record.kind in record.applies_to]
    return () if len(names) == len(handbook.schools) else tuple(names)


# -- improvement and monitoring --------------------------------------------------------------


def runs_in(action: Action, year: str) -> bool:
    """Whether an action belongs to a school year: one without years belongs to all, and one that
    is not finished goes on in the years after."""
    if not action.years or year in action.years:
        return True
    return action.status in ("planned", "running") and min(action.years) < year


def is_carried_over(action: Action, year: str) -> bool:
    """Whether an action came from an earlier school year."""
    return any(earlier < year for earlier in action.years)


def is_overdue(action: Action, day: date) -> bool:
    """Whether an action should have been finished by the day."""
    return action.status in ("planned", "running") and bool(action.due and action.due < day)


def held_in(handbook: Handbook, monitor: Monitor, year: str) -> bool:
    """Whether a monitor round is of a school year: its month counts, not its day."""
    start = handbook.settings.record.school_year_start
    first = int(monitor.period[:4]) - (monitor.period[5:] < start[:2])
    return f"{first}-{first + 1}" == year


def _months(
    handbook: Handbook, year: str, lines: Sequence[Line], actions: Sequence[Entry[Action]],
    monitors: Sequence[Entry[Monitor]],
) -> Iterator[Month]:  # fmt: skip
    """The twelve months of a school year."""
    end = last_day(handbook, year)
    first = end.year * 12 + end.month - 12
    for number in range(first, first + 12):
        month = f"{number // 12:04}-{number % 12 + 1:02}"
        yield Month(
            month,
            due=sum(1 for x in lines if f"{x.due:%Y-%m}" == month),
            decided=sum(1 for x in lines if x.decision and f"{x.decision.on:%Y-%m}" == month),
            monitors=sum(1 for m in monitors if m.record.period == month),
            actions=sum(1 for a in actions if a.record.due and f"{a.record.due:%Y-%m}" == month),
        )
