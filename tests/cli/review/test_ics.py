"""The calendar can be subscribed to: valid, the same twice, and its events keep their ids."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import icalendar

from tests.control.review.books import book, document, reviewed, text
from zowerkenwij.cli.review.ics import calendar
from zowerkenwij.control.review.dates import review_dates
from zowerkenwij.control.review.decisions import Decision, recorded
from zowerkenwij.model.handbook import Handbook

DAY = date(2025, 11, 1)
BODY = text("Tekst", {"doe-nu": "De mentor luistert."})
TITLE = "Rust; orde, en „regels” – " + "heel lang " * 12 + "\U0001f600"


def handbook() -> Handbook:
    owners = ("director", "mentor", "director", "confidant", "director")
    return book(
        *(document(f"d{n}", BODY, owner=owner, title=TITLE) for n, owner in enumerate(owners)),
        document("concept", BODY, versions=[]),
    )  # fmt: skip


def events(data: bytes) -> dict[str, icalendar.Event]:
    found = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert len({str(e["UID"]) for e in found}) == len(found)
    return {str(e["UID"]): e for e in found}


def test_every_date_is_an_event_and_every_owner_has_one_digest() -> None:
    one = handbook()
    found = events(calendar(one, DAY))
    dates = review_dates(one, DAY)
    assert {u.partition("@")[0] for u in found} == {
        *(f"review-d{n}" for n in range(5)), "owner-director", "owner-mentor", "owner-confidant",
    }  # fmt: skip
    for document_ in one.documents[:5]:
        event = found[f"review-{document_.id}@h.example"]
        assert event["DTSTART"].dt == dates[document_.path]
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1)
        assert str(event["SUMMARY"]) == f"Evalueren: {TITLE}"
        assert [a["TRIGGER"].dt.days for a in event.walk("VALARM")] == [-28, -7]
    digest = found["owner-director@h.example"]
    assert digest["DTSTART"].dt == min(dates[d.path] for d in one.documents if d.record.owner == "director"
                                       and d.record.versions)  # fmt: skip
    assert str(digest["DESCRIPTION"]).count("\n") == 2


def test_the_file_is_valid_and_the_same_twice() -> None:
    data = calendar(handbook(), DAY)
    assert data == calendar(handbook(), DAY)
    lines = data.split(b"\r\n")
    assert (lines[0], lines[-2:]) == (b"BEGIN:VCALENDAR", [b"END:VCALENDAR", b""])
    assert max(map(len, lines)) <= 75
    assert Counter(line.partition(b":")[0] for line in lines)[b"PRODID"] == 1
    for event in events(data).values():
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)


def test_another_day_of_asking_changes_no_event() -> None:
    """Only what happened changes an event, so a subscriber sees no false news every night."""
    one = handbook()
    assert calendar(one, DAY) == calendar(one, DAY + timedelta(days=20))


def test_a_new_date_or_a_new_name_moves_the_event_and_makes_no_second_one() -> None:
    one = handbook()
    before = events(calendar(one, DAY))
    decision = Decision("unchanged", "director", date(2025, 11, 2), "Gelezen.", {})
    after = events(
        calendar(reviewed(one, recorded(one, one.by_id["d0"], decision)), date(2025, 11, 3))
    )
    assert set(before) == set(after)
    for uid in ("review-d0@h.example", "owner-director@h.example"):
        assert after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"]
        assert after[uid]["DTSTAMP"].dt > before[uid]["DTSTAMP"].dt
        assert after[uid]["DTSTAMP"].dt.date() <= date(2025, 11, 3)
    same = "review-d1@h.example"
    assert (after[same]["SEQUENCE"], after[same]["DTSTAMP"].dt) == (
        before[same]["SEQUENCE"], before[same]["DTSTAMP"].dt,
    )  # fmt: skip
    old = one.by_id["d0"]
    record = old.record.model_copy(update={"id": "anders", "former_ids": ("d0",)})
    documents = tuple(replace(d, record=record) if d is old else d for d in one.documents)
    renamed = events(calendar(replace(one, documents=documents), DAY))
    assert set(before) == set(renamed)
