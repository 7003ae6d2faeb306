"""What follows from ledger, text and date: nobody types a status (records.md, "State, derived")."""

from __future__ import annotations

import calendar
import hashlib
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from zowerkenwij.model.handbook import Document, Handbook, newest_effective, state

if TYPE_CHECKING:
    from zowerkenwij.model.document import DocumentRecord, LedgerEntry
    from zowerkenwij.model.settings import Window

REVIEW_LABELS = {"current": "bij", "due-soon": "binnenkort", "overdue": "te laat"}


@dataclass(frozen=True, slots=True)
class Status:
    """The standing of a document on a day. ``version`` is the one in force, else the newest
    adopted; ``upcoming`` the number of a version that is adopted and takes effect later."""

    state: str
    version: LedgerEntry | None
    under_revision: bool
    upcoming: str | None
    review_due: date | None
    review_state: str
    suspect: bool


def status(handbook: Handbook, document: Document, day: date) -> Status:
    """The standing of a document on a day."""
    record = document.record
    adopted = [v for v in record.versions if v.adopted.on <= day]
    current = handbook.in_force(document, day)
    later = [v.version for v in adopted if v.effective > day]
    due = review_due(handbook, document, day)
    return Status(
        state=state(record, day),
        version=current or (adopted[-1] if adopted else None),
        under_revision=bool(record.versions) and document.digest != record.versions[-1].digest,
        upcoming=later[-1] if later else None,
        review_due=due,
        review_state=_review_state(handbook, due, day),
        suspect=is_suspect(handbook, document, day),
    )


def add_duration(day: date, duration: str) -> date:
    """A day plus an ISO 8601 duration in years, months or weeks; 29 February becomes 28."""
    match = re.fullmatch(r"P(\d+)([YMW])", duration)
    if match is None:
        raise ValueError(duration)
    n, unit = int(match[1]), match[2]
    if unit == "W":
        return day + timedelta(weeks=n)
    months = day.year * 12 + day.month - 1 + n * (12 if unit == "Y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_look(record: DocumentRecord, day: date) -> date | None:
    """The day on which somebody last judged the whole text: the latest finished review, else
    the adoption of the newest major version (an edit alone moves no review date)."""
    reviews = [r.on for r in record.reviews if r.on <= day and r.outcome != "postpone"]
    majors = [v.adopted.on for v in record.versions if v.adopted.on <= day and v.change == "major"]
    firsts = [v.adopted.on for v in record.versions[:1] if v.adopted.on <= day]
    looks = reviews + (majors or firsts)
    return max(looks) if looks else None


def review_due(handbook: Handbook, document: Document, day: date) -> date | None:
    """The day before which the next review must be done (domain.md 7.2)."""
    type_ = handbook.type_of(document)
    rule = document.record.review or (type_.review if type_ else None)
    base = last_look(document.record, day)
    if rule is None or base is None or state(document.record, day) == "withdrawn":
        return None
    postponed = [r.until for r in document.record.reviews if r.until and base <= r.on <= day]
    if postponed:
        return max(postponed)
    settings = handbook.settings.record.review
    due = add_duration(base, rule.every)
    if settings.window is None:
        return due
    snapped = _snap(due, settings.window, document.id if settings.spread else None)
    return snapped if snapped > base else due


def _snap(due: date, window: Window, spread_by: str | None) -> date:
    """Move a date that falls outside the review window to the window before it."""
    start, end = _in_year(due.year, window.from_), _in_year(due.year, window.to)
    if start <= due <= end:
        return due
    if due < start:
        start, end = _in_year(due.year - 1, window.from_), _in_year(due.year - 1, window.to)
    if spread_by is None:
        return end
    days = (end - start).days + 1
    seed = int.from_bytes(hashlib.sha256(spread_by.encode()).digest()[:4], "big")
    return start + timedelta(days=seed % days)


def _in_year(year: int, month_day: str) -> date:
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _review_state(handbook: Handbook, due: date | None, day: date) -> str:
    if due is None:
        return "current"
    if day > due:
        return "overdue"
    soon = add_duration(day, handbook.settings.record.review.soon)
    return "due-soon" if due <= soon else "current"


def is_suspect(handbook: Handbook, document: Document, day: date) -> bool:
    """Whether a document it builds on changed in substance after somebody last judged it."""
    looked = last_look(document.record, day)
    if looked is None:
        return False
    for id_ in document.record.based_on:
        target = handbook.find(id_)
        newest = newest_effective(target.record, day) if target else None
        if newest and newest.change != "editorial" and newest.adopted.on > looked:
            return True
    return False
