"""Deciding: what was asked is answered, on the texts that were read, with the date that it had."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.control.review.books import book, document, renewed, reviewed, text, with_round
from zowerkenwij.control.review.agenda import FINDINGS, agenda, item_of
from zowerkenwij.control.review.decisions import Decision, NotPossible, closed, recorded, started
from zowerkenwij.control.review.graph import changes
from zowerkenwij.model.handbook import Entry
from zowerkenwij.rules import check

YEAR, DAY = "2025-2026", date(2026, 3, 10)
SOURCE = text("Bron", {"doe-nu": "De mentor luistert.", "nazorg": "Wij bellen na een week."})
OTHER = text("Ander", {"doe-nu": "Wij praten met de leerling."})
NEWER = SOURCE.replace("na een week", "na twee dagen")


def pair():
    return book(document("bron", SOURCE), document("ander", OTHER, based_on=["bron"]))


def decision(outcome: str = "unchanged", answers: dict[int, str] | None = None, day: date = DAY):
    return Decision(outcome, "director", day, "Besproken in het team.", answers or {})


def test_unchanged_needs_an_answer_to_the_findings_on_the_agenda() -> None:
    handbook, said = pair(), ["ZW208: de tekst van een verwijzing zegt niets."]
    found = handbook.by_id["bron"]
    item = item_of(handbook, found, YEAR, DAY, said)
    assert item is not None
    assert [q.text for q in item.questions] == [FINDINGS]
    with pytest.raises(NotPossible, match="meldingen"):
        recorded(handbook, found, decision(), said)
    made = recorded(handbook, found, decision(answers={1: "Wij herstellen dit morgen."}), said)
    assert made.review is not None
    assert made.review.answers == {FINDINGS: "Wij herstellen dit morgen."}


def test_unchanged_needs_an_answer_to_what_changed_elsewhere() -> None:
    handbook = renewed(pair(), "bron", NEWER, date(2026, 1, 10))
    found = handbook.by_id["ander"]
    for answers in ({}, {1: "  "}):
        with pytest.raises(NotPossible, match="'Document bron' is veranderd"):
            recorded(handbook, found, decision(answers=answers))
    made = recorded(handbook, found, decision(answers={1: "Hier staat niets over bellen."}))
    after = reviewed(handbook, made)
    assert list(changes(after, after.by_id["ander"], date(2026, 4, 1))) == []


def test_one_document_on_the_agenda_is_the_same_as_in_the_whole_agenda() -> None:
    handbook = renewed(pair(), "bron", NEWER, date(2026, 1, 10))
    for found in handbook.documents:
        alone = item_of(handbook, found, YEAR, DAY)
        assert alone in agenda(handbook, YEAR, DAY)


def test_a_decision_outside_a_round_keeps_the_date_that_the_document_had() -> None:
    handbook = pair()
    late = date(2026, 7, 1)
    before = next(i for i in agenda(handbook, YEAR, late) if i.document.id == "bron")
    assert before.due < late
    made = recorded(handbook, handbook.by_id["bron"], decision(day=late))
    assert made.round.items[0].due == before.due
    assert made.round.items[0].reasons == ("interval",)


def test_what_was_read_counts_and_not_what_there_was_to_read() -> None:
    handbook = renewed(pair(), "bron", NEWER, date(2026, 1, 10))
    made = recorded(handbook, handbook.by_id["ander"], decision(answers={1: "Past nog."}))
    item = made.round.items[0]
    assert item.read == {"bron": "1.1"}
    old = made.round.model_copy(
        update={"items": (item.model_copy(update={"read": {"bron": "1.0"}}),)}
    )
    after = reviewed(handbook, type(made)(made.review, old, ()))
    (change,) = changes(after, after.by_id["ander"], date(2026, 4, 1))
    assert (change.source, change.section) == ("bron", "nazorg")
    (found,) = check(after, date(2026, 4, 1), select=("ZW209",))
    assert "versie 1.0 gelezen" in found.message
    assert "#nazorg" in found.message


def test_starting_and_closing_again_change_nothing_and_name_what_is_open() -> None:
    handbook = pair()
    one = started(handbook, YEAR, date(2026, 2, 1))
    again = started(reviewed(handbook, _Only(one)), YEAR, date(2026, 2, 20))
    assert again == one
    shut, undecided = closed(reviewed(handbook, _Only(one)), YEAR, date(2026, 7, 1))
    assert set(undecided) == {"bron", "ander"}
    assert closed(reviewed(handbook, _Only(shut)), YEAR, date(2026, 7, 9))[0] == shut


class _Only:
    """A round without new evidence."""

    review = None

    def __init__(self, one) -> None:
        self.round = one


def test_what_was_adopted_after_the_round_is_compared_with_what_the_round_kept() -> None:
    """No register was kept since: rather a question too many than a change that nobody hears of."""
    handbook = pair()
    handbook = with_round(handbook, started(handbook, YEAR, date(2026, 2, 1)))
    handbook = renewed(handbook, "bron", NEWER, date(2026, 6, 20), "major", "2.0")
    settings = handbook.settings.record
    roles = tuple(
        r.model_copy(update={"label": "coach"}) if r.id == "mentor" else r for r in settings.roles
    )
    entry = Entry(settings.model_copy(update={"roles": roles}), handbook.settings.path)
    after = replace(handbook, settings=entry)
    found = list(changes(after, after.by_id["bron"], date(2026, 9, 1)))
    assert [(c.reason, c.source, c.section) for c in found] == [("role", "mentor", "doe-nu")]
