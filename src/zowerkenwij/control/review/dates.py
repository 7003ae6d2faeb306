"""When a document is due for review (domain.md 7.2 and 7.3).

The date counts from the latest finished review, else from the adoption, and is moved into the
review window. With ``spread`` the documents that are due in one window are divided evenly over
its days; what happens to one of them moves no date of another. A round that was started fixes the dates of its documents.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from zowerkenwij.model.handbook import state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zowerkenwij.model.document import DocumentRecord, DocumentReview, ReviewRule
    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.model.settings import Window

REVIEW_LABELS = {"current": "bij", "due-soon": "binnenkort", "overdue": "te laat"}
_GOLDEN = 0.6180339887498949  # steps of this part of a circle never come close together
_MEMORY = "_review_dates"
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


@lru_cache(maxsize=4096)  # many documents share a day and an interval
def add_duration(day: date, duration: str) -> date:
    """A day plus an ISO 8601 duration in years, months, weeks and days. Years and months come
    first, and a month that has no such day gives its last one: 31 August plus six months is 28 or
    29 February. The last day there is when the calendar ends before; raises ValueError when the
    text is no duration."""
    match = _DURATION.fullmatch(duration)
    if match is None or not any(match.groups()):
        raise ValueError(duration)
    years, months, weeks, days = (int(n or 0) for n in match.groups())
    year, month = divmod(day.year * 12 + day.month - 1 + years * 12 + months, 12)
    try:
        moved = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        return moved + timedelta(weeks=weeks, days=days)
    except (OverflowError, ValueError):
        return date.max


def last_review(record: DocumentRecord, day: date) -> DocumentReview | None:
    """The latest finished review on or before a day; a postponement finishes nothing."""
    done = [r for r in record.reviews if r.on <= day and r.outcome != "postpone"]
    return max(reversed(done), key=lambda r: r.on) if done else None  # the last one of a day


def last_adoption(record: DocumentRecord, day: date) -> date | None:
    """The day on which the whole text was judged by adopting it: that of the newest major
    version, else of the first."""
    adopted = [v for v in record.versions if v.adopted.on <= day]
    majors = [v.adopted.on for v in adopted if v.change == "major"]
    return max(majors) if majors else adopted[0].adopted.on if adopted else None


def last_look(record: DocumentRecord, day: date) -> date | None:
    """The day from which the next review counts: the latest finished review, else the adoption.
    An edit alone moves no review date (domain.md 7.2)."""
    review = last_review(record, day)
    return review.on if review else last_adoption(record, day)


def last_judged(record: DocumentRecord, day: date) -> date | None:
    """The day after which a change elsewhere asks for a new look: somebody judged the whole text,
    in a review or by adopting it."""
    looks = [
        d for d in (last_adoption(record, day), getattr(last_review(record, day), "on", None)) if d
    ]
    return max(looks) if looks else None


def review_rule(handbook: Handbook, document: Document) -> ReviewRule | None:
    """The interval of a document: its own, else that of its type."""
    type_ = handbook.type_of(document)
    return document.record.review or (type_.review if type_ else None)


def review_due(handbook: Handbook, document: Document, day: date) -> date | None:
    """The last day on which the next review is in time; None without interval, before the first
    adoption and after withdrawal."""
    return review_dates(handbook, day).get(document.path)


def review_state(handbook: Handbook, due: date | None, day: date) -> str:
    """A key of ``REVIEW_LABELS``: a document is overdue from the day after its due date on."""
    if due is None:
        return "current"
    if day > due:
        return "overdue"
    soon = add_duration(day, handbook.settings.record.review.soon)
    return "due-soon" if due <= soon else "current"


def review_dates(handbook: Handbook, day: date) -> Mapping[str, date]:
    """The review date of every document that has one, by path; worked out once for a day."""
    memory: dict[date, dict[str, date]] = handbook.__dict__.setdefault(_MEMORY, {})
    if day not in memory:
        memory[day] = _all_dates(handbook, day)
    return memory[day]


# -- all dates at once -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Plan:
    """A document that still needs a day between two days, both included."""

    document: Document
    first: date
    last: date


def _all_dates(handbook: Handbook, day: date) -> dict[str, date]:
    fixed = _fixed(handbook, day)
    found: dict[str, date] = {}
    plans: list[_Plan] = []
    sharers: list[_Plan] = []
    for document in handbook.documents:
        try:
            sharers += _shares(handbook, document, day)
            planned = _planned(handbook, document, day, fixed.get(document.id))
        except (AttributeError, TypeError, ValueError):  # salvaged: dates or the interval lack
            continue
        if isinstance(planned, date):
            found[document.path] = planned
        elif planned is not None:
            plans.append(planned)
    found.update(_spread(plans, sharers))
    return found


def _fixed(handbook: Handbook, day: date) -> dict[str, tuple[date, date]]:
    """Documents that a started round still waits for: when it was started, and the due date."""
    rounds = sorted(
        (entry.record for entry in handbook.reviews if entry.record.started), key=lambda r: r.year
    )
    return {
        item.document: (one.started, item.due)
        for one in rounds
        if one.started <= day
        for item in one.items
    }


def _planned(
    handbook: Handbook, document: Document, day: date, fixed: tuple[date, date] | None
) -> date | _Plan | None:
    record = document.record
    base = last_look(record, day)
    if base is None or state(record, day) in ("withdrawn", "expired"):
        return None
    counted = _counted(handbook, document, base)
    postponed = [r.until for r in record.reviews if r.until and base <= r.on <= day]
    if counted is not None and postponed:
        return max(postponed)
    if counted is not None and fixed and fixed[0] > base:
        return fixed[1]
    return counted


def _counted(handbook: Handbook, document: Document, base: date) -> date | _Plan | None:
    """The date or days that follow from the latest look alone; None without interval."""
    settings, rule = handbook.settings.record.review, review_rule(handbook, document)
    if rule is None:
        return None
    due = add_duration(base, rule.every)
    if settings.window is None or due < add_duration(base, "P1Y"):
        return due  # shorter than the rhythm of the window
    return _in_window(document, base, due, settings.window, spread=settings.spread)


def _shares(handbook: Handbook, document: Document, day: date) -> Iterator[_Plan]:
    """The windows that a document has or had a day in. The day of one that is reviewed, postponed
    or withdrawn stays taken, else all others would get another day when it leaves."""
    base = last_look(document.record, day)
    for look in (base, base and last_look(document.record, base - timedelta(days=1))):
        plan = _counted(handbook, document, look) if look else None
        if isinstance(plan, _Plan):
            yield plan


def _in_window(
    document: Document, base: date, due: date, window: Window, *, spread: bool
) -> date | _Plan:
    """The window that holds the date, else the one before it; the next one when hardly a quarter
    of the interval would have passed."""
    soonest = base + (due - base) / 4
    year = due.year if due >= in_year(due.year, window.from_) else due.year - 1
    if in_year(year, window.to) < soonest:
        year += 1
    start, end = in_year(year, window.from_), in_year(year, window.to)
    if not spread:
        return due if start <= due <= end else end
    if soonest > start:  # a whole month later, so that documents share their days
        start = min(date(soonest.year + soonest.month // 12, soonest.month % 12 + 1, 1), end)
    return _Plan(document, start, max(start, end))


@lru_cache(maxsize=4096)
def in_year(year: int, month_day: str) -> date:
    """A day of the year (``MM-DD``) in one year; the last of the month when it has no such day."""
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _spread(plans: Iterable[_Plan], sharers: Iterable[_Plan]) -> Iterator[tuple[str, date]]:
    """Divide the documents that share a window evenly over its days. The oldest come first, so
    that a new one hardly moves the others; neighbours in this order, those of one owner, follow
    each other by steps of the golden section and end far apart."""
    groups: dict[tuple[date, date], dict[str, Document]] = {}
    for plan in sharers:
        groups.setdefault((plan.first, plan.last), {})[plan.document.path] = plan.document
    ranks = {key: _ranks(group.values()) for key, group in groups.items()}
    for plan in plans:
        rank = ranks[plan.first, plan.last]
        days = (plan.last - plan.first).days + 1
        offset = (2 * rank[plan.document.path] + 1) * days // (2 * len(rank))
        yield plan.document.path, plan.first + timedelta(days=offset)


def _ranks(documents: Iterable[Document]) -> dict[str, int]:
    by_age = sorted(documents, key=_age)
    circle = sorted((n * _GOLDEN % 1.0, n) for n in range(len(by_age)))
    return {by_age[n].path: rank for rank, (_, n) in enumerate(circle)}


def _age(document: Document) -> tuple[date, str, str, str]:
    """Oldest first, then by owner; another name does not change the order."""
    record = document.record
    days = [version.adopted.on for version in record.versions if version.adopted]
    first = min(days, default=date.max)  # a ledger that could not be read is empty
    return first, str(record.owner), str((*record.former_ids, record.id)[0]), document.path
