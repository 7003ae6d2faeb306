"""State, versions and review dates follow from ledger, text and day."""

from __future__ import annotations

from datetime import date

import pytest

from zowerkenwij.control.status import add_duration, status
from zowerkenwij.model.document import DocumentRecord
from zowerkenwij.model.handbook import Document, Entry, Handbook
from zowerkenwij.model.outline import Outline
from zowerkenwij.model.settings import Settings

EMPTY = Outline((), (), (), (), (), 0)
DIGEST = "sha256:" + "0" * 64
OTHER = "sha256:" + "1" * 64
SETTINGS = Settings.model_validate(
    {
        "format": 1, "name": "H", "foundation": {"name": "S", "site": "https://s.example"},
        "site_url": "https://h.example/",
        "types": [{"id": "protocol", "label": "protocol", "plural": "protocollen", "review": {"every": "P1Y"}}],
        "review": {"window": {"from": "02-01", "to": "06-15"}},
    }
)  # fmt: skip


def version(number: str, adopted: str, effective: str, **more: object) -> dict[str, object]:
    return {
        "version": number, "change": "major", "note": "N.", "digest": DIGEST,
        "adopted": {"by": "board", "on": adopted}, "effective": effective, **more,
    }  # fmt: skip


def document(id_: str = "a", digest: str = DIGEST, **record: object) -> Document:
    values = {
        "format": 1,
        "id": id_,
        "type": "protocol",
        "title": "A",
        "owner": "director",
        **record,
    }
    return Document(
        DocumentRecord.model_validate(values),
        f"handbook/{id_}.md",
        outline=EMPTY,
        digested=lambda: digest,
    )


def handbook(*documents: Document) -> Handbook:
    return Handbook(Entry(SETTINGS, "handbook/handbook.yml"), tuple(documents))


TWO = [version("1.0", "2024-06-11", "2024-08-01"), version("2.0", "2025-06-10", "2025-08-01")]


@pytest.mark.parametrize(
    ("day", "state", "number", "upcoming"),
    [
        ("2024-06-10", "draft", None, None),
        ("2024-06-11", "adopted", "1.0", "1.0"),
        ("2024-07-31", "adopted", "1.0", "1.0"),
        ("2024-08-01", "in-force", "1.0", None),
        ("2025-06-10", "in-force", "1.0", "2.0"),
        ("2025-08-01", "in-force", "2.0", None),
        ("2026-01-31", "in-force", "2.0", None),
        ("2026-02-01", "withdrawn", "2.0", None),
    ],
)
def test_the_state_of_a_day_follows_from_the_ledger(
    day: str, state: str, number: str | None, upcoming: str | None
) -> None:
    end = {"on": "2026-02-01", "by": "board", "reason": "Niet meer nodig."}
    found = document(versions=TWO, withdrawn=end)
    standing = status(handbook(found), found, date.fromisoformat(day))
    assert (standing.state, standing.upcoming) == (state, upcoming)
    assert (standing.version.version if standing.version else None) == number


def test_a_version_lasts_through_its_last_day() -> None:
    found = document(versions=[version("1.0", "2024-06-11", "2024-08-01", expires="2025-07-31")])
    book = handbook(found)
    assert status(book, found, date(2025, 7, 31)).state == "in-force"
    assert status(book, found, date(2025, 8, 1)).state == "expired"


def test_another_working_text_means_under_revision_whatever_the_day() -> None:
    found = document(digest=OTHER, versions=TWO)
    assert status(handbook(found), found, date(2024, 9, 1)).under_revision
    calm = document(versions=TWO)
    assert not status(handbook(calm), calm, date(2024, 9, 1)).under_revision


@pytest.mark.parametrize(
    ("day", "due", "state"),
    [
        ("2025-09-01", "2026-06-10", "current"),
        ("2026-04-16", "2026-06-10", "due-soon"),
        ("2026-06-10", "2026-06-10", "due-soon"),
        ("2026-06-11", "2026-06-10", "overdue"),
    ],
)
def test_the_review_date_counts_from_the_last_look(day: str, due: str, state: str) -> None:
    found = document(versions=TWO)
    standing = status(handbook(found), found, date.fromisoformat(day))
    assert standing.review_due == date.fromisoformat(due)
    assert standing.review_state == state


def test_an_edit_alone_moves_no_review_date() -> None:
    later = version("2.1", "2026-03-01", "2026-03-01", change="minor")
    found = document(versions=[*TWO, later])
    assert status(handbook(found), found, date(2026, 4, 1)).review_due == date(2026, 6, 10)


def test_a_finished_review_moves_the_date_and_falls_in_the_window() -> None:
    review = {
        "year": "2025-2026",
        "on": "2025-12-01",
        "by": "director",
        "outcome": "unchanged",
        "basis": "B",
    }
    found = document(versions=TWO, reviews=[review])
    assert status(handbook(found), found, date(2026, 1, 1)).review_due == date(2026, 6, 15)


def test_a_postponed_review_is_due_on_its_new_day() -> None:
    review = {
        "year": "2025-2026", "on": "2026-06-01", "by": "director", "outcome": "postpone",
        "basis": "B", "until": "2026-10-01",
    }  # fmt: skip
    found = document(versions=TWO, reviews=[review])
    assert status(handbook(found), found, date(2026, 7, 1)).review_due == date(2026, 10, 1)


def test_a_change_of_substance_in_a_source_makes_a_document_suspect() -> None:
    source = document("bron", versions=[*TWO, version("3.0", "2026-01-10", "2026-02-01")])
    found = document(versions=TWO, based_on=["bron"])
    book = handbook(source, found)
    assert not status(book, found, date(2026, 1, 31)).suspect
    assert status(book, found, date(2026, 2, 1)).suspect


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2025-01-31", "P1M", "2025-02-28"),
        ("2025-11-30", "P3M", "2026-02-28"),
        ("2025-12-31", "P8W", "2026-02-25"),
    ],
)
def test_durations_are_added_by_the_calendar(start: str, duration: str, end: str) -> None:
    assert add_duration(date.fromisoformat(start), duration) == date.fromisoformat(end)
