"""Review dates as an iCalendar file (RFC 5545) that can be subscribed to again and again."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event

from zowerkenwij.control.review.agenda import owner_of
from zowerkenwij.control.review.dates import review_dates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.model.handbook import Document, Handbook

_REMINDERS = (timedelta(days=-28), timedelta(days=-7))


def calendar(handbook: Handbook, day: date) -> bytes:
    """An event per document on its review date, with reminders, and a digest per owner on the
    first of their dates. The ids stay the same and the sequence numbers only grow, so that a
    calendar that subscribes renews its events; equal records give equal bytes."""
    made = Calendar()
    made.add("prodid", "-//zowerkenwij//evaluaties//NL")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", f"Evaluaties {handbook.settings.record.name}")
    made.add("refresh-interval", timedelta(days=1), parameters={"value": "DURATION"})
    made.add("x-published-ttl", "P1D")
    dates = review_dates(handbook, day)
    owners: dict[str, list[tuple[date, Document]]] = {}
    for document in sorted(handbook.documents, key=lambda d: d.id):
        due = dates.get(document.path)
        if due is not None:
            owners.setdefault(owner_of(document), []).append((due, document))
            made.add_component(_review(handbook, document, due, day))
    for owner, rows in sorted(owners.items()):
        made.add_component(_digest(handbook, owner, sorted(rows, key=lambda r: r[0]), day))
    return bytes(made.to_ical())


def _review(handbook: Handbook, document: Document, due: date, day: date) -> Event:
    about = f"Eigenaar: {_label(handbook, owner_of(document))}"
    event = _event(
        handbook, f"review-{_lasting(document)}", due, f"Evalueren: {document.title}", about
    )
    site = handbook.settings.record.site_url
    if site:
        event.add("url", f"{site.rstrip('/')}/d/{document.id}/")
    _stamp(event, [document], day)
    for before in _REMINDERS:
        event.add_component(_alarm(before, f"Evalueren: {document.title}"))
    return event


def _digest(
    handbook: Handbook, owner: str, rows: list[tuple[date, Document]], day: date
) -> Event:  # fmt: skip
    text = "\n".join(f"{due.isoformat()} {document.title}" for due, document in rows)
    title = f"Evaluaties van de {_label(handbook, owner)}: {len(rows)}"
    event = _event(handbook, f"owner-{owner}", rows[0][0], title, text)
    mine = [d for d in handbook.documents if owner_of(d) == owner]
    _stamp(event, mine, day)
    for before in _REMINDERS:
        event.add_component(_alarm(before, title))
    return event


def _event(handbook: Handbook, name: str, day: date, title: str, text: str) -> Event:
    host = urlsplit(handbook.settings.record.site_url or "").hostname or "zowerkenwij.invalid"
    event = Event()
    event.add("uid", f"{name}@{host}")
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", title)
    event.add("description", text)
    event.add("categories", ["Evaluatie"])
    event.add("transp", "TRANSPARENT")
    return event


def _stamp(event: Event, documents: list[Document], day: date) -> None:
    """When the event was last changed, and how often: by the adoptions, reviews and withdrawals of
    its documents up to the day (RFC 5545, 3.8.7)."""
    known = sorted(on for d in documents for on in _events(d) if on <= day)
    last = datetime.combine(known[-1] if known else day, time(), UTC)
    event.add("dtstamp", last)
    event.add("last-modified", last)
    event.add("sequence", len(known))


def _events(document: Document) -> Iterator[date]:
    record = document.record
    yield from (v.adopted.on for v in record.versions if v.adopted)
    yield from (r.on for r in record.reviews)
    if record.withdrawn:
        yield record.withdrawn.on


def _alarm(before: timedelta, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", before)
    alarm.add("description", title)
    return alarm


def _label(handbook: Handbook, role: str) -> str:
    return handbook.roles[role].label if role in handbook.roles else role or "zonder eigenaar"


def _lasting(document: Document) -> str:
    """The id that a document had first: a rename makes no second event."""
    return next(iter(document.record.former_ids), document.id)
