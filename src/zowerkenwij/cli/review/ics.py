"""Review dates as an iCalendar file (RFC 5545) that can be subscribed to again and again."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event

from zowerkenwij.control.review.agenda import owner_of
from zowerkenwij.control.review.dates import review_dates

if TYPE_CHECKING:
    from zowerkenwij.model.handbook import Document, Handbook

_REMINDERS = (timedelta(days=-28), timedelta(days=-7))


def calendar(handbook: Handbook, day: date) -> bytes:
    """An event per document on its review date, with reminders, and a digest per owner on the
    first of their dates. The ids stay the same, so that a later file renews the events."""
    host = urlsplit(handbook.settings.record.site_url or "").hostname or "zowerkenwij.invalid"
    made = Calendar()
    made.add("prodid", "-//zowerkenwij//evaluaties//NL")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"Evaluaties {handbook.settings.record.name}")
    dates = review_dates(handbook, day)
    owners: dict[str, list[tuple[date, Document]]] = {}
    for document in sorted(handbook.documents, key=lambda d: d.id):
        due = dates.get(document.path)
        if due is not None:
            owners.setdefault(owner_of(document), []).append((due, document))
            about = f"Eigenaar: {_label(handbook, owner_of(document))}"
            event = _event(
                f"review-{_lasting(document)}@{host}", due, f"Evalueren: {document.title}", about
            )
            for before in _REMINDERS:
                event.add_component(_alarm(before, document.title))
            made.add_component(event)
    for owner, rows in sorted(owners.items()):
        made.add_component(_digest(handbook, owner, sorted(rows, key=lambda r: r[0]), host))
    return bytes(made.to_ical())


def _digest(
    handbook: Handbook, owner: str, rows: list[tuple[date, Document]], host: str
) -> Event:  # fmt: skip
    text = "\n".join(f"{due.isoformat()} {document.title}" for due, document in rows)
    title = f"Evaluaties van de {_label(handbook, owner)}: {len(rows)}"
    return _event(f"owner-{owner}@{host}", rows[0][0], title, text)


def _event(uid: str, day: date, title: str, text: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(day, time(), UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", title)
    event.add("description", text)
    event.add("transp", "TRANSPARENT")
    return event


def _alarm(before: timedelta, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", before)
    alarm.add("description", f"Evalueren: {title}")
    return alarm


def _label(handbook: Handbook, role: str) -> str:
    return handbook.roles[role].label if role in handbook.roles else role or "zonder eigenaar"


def _lasting(document: Document) -> str:
    """The id that a document had first: a rename makes no second event."""
    return next(iter(document.record.former_ids), document.id)
