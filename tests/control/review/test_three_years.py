"""Three years with owners as they are: who stamps is seen, who is late takes nothing out of force,
and the dates stay spread."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from itertools import groupby

import pytest

from tests.control.review.books import book, document, reviewed, text, with_round
from zowerkenwij.control.review.agenda import agenda, round_of
from zowerkenwij.control.review.dates import review_dates
from zowerkenwij.control.review.decisions import Decision, closed, recorded, started
from zowerkenwij.control.review.report import by_owner, figures, report
from zowerkenwij.model.handbook import Handbook, state
from zowerkenwij.rules import check

COUNT, WINDOW = 270, 135
BODY = text("Tekst", {"doe-nu": "De leerling is rustig."})
OWNERS = ("director", "mentor", "confidant")  # careful, stamping, late and stamping


def decided(handbook: Handbook, year: int) -> Handbook:
    """A round in which each owner does as that owner does; one in ten of the late ones nothing."""
    rng, name = random.Random(year), f"{year}-{year + 1}"
    one = started(handbook, name, date(year + 1, 2, 1))
    handbook = with_round(handbook, one)
    decisions = []
    for item in agenda(handbook, name, date(year + 1, 2, 1)):
        id_, owner = item.document.id, item.owner
        if owner == "director":
            on = item.due - timedelta(rng.randrange(20))
            basis = f"Gelezen: {id_} {rng.choice(('werkt', 'past', 'klopt'))}, ronde {year}."
        elif owner == "mentor":
            on, basis = item.due, "Akkoord."
        elif rng.random() < 0.1:
            continue
        else:
            on, basis = item.due + timedelta(rng.randrange(1, 40)), f"Akkoord {year}"
        on = max(on, date(year + 1, 2, 1))  # late from the year before
        decisions.append((on, id_, Decision("unchanged", owner, on, basis, {})))
    in_order = sorted(decisions, key=lambda d: d[:2])
    for _, together in groupby(in_order, key=lambda d: (d[0].year, d[0].month)):
        before = handbook  # the forms of a month are collected at once
        for _, id_, decision in together:
            one = round_of(handbook, name)
            handbook = reviewed(handbook, recorded(before, before.by_id[id_], decision, one=one))
    return with_round(handbook, closed(handbook, name, date(year + 1, 7, 31))[0])


@pytest.fixture(scope="module")
def years() -> list[Handbook]:
    """The handbook at the start and after each of three rounds."""
    adopted = [date(2023, 6, 10), date(2023, 9, 20), date(2023, 11, 5)]
    found = [
        document(f"d{n:03}", BODY, owner=OWNERS[n % 3], on=adopted[n // 90]) for n in range(COUNT)
    ]
    handbooks = [book(*found)]
    for year in (2023, 2024, 2025):
        handbooks.append(decided(handbooks[-1], year))
    return handbooks


def test_no_day_holds_more_than_twice_the_mean(years: list[Handbook]) -> None:
    for year, handbook in zip((2024, 2025, 2026, 2027), years, strict=True):
        dues = review_dates(handbook, date(year, 1, 1))
        held = Counter(due for due in dues.values() if due.year == year)
        assert sum(held.values()) >= 0.9 * COUNT  # some are late from the year before
        assert max(held.values()) <= 2 * sum(held.values()) / WINDOW
        own = Counter(
            dues[d.path] for d in handbook.documents if d.record.owner == "mentor"
        )  # fmt: skip
        assert max(own.values()) <= 2


def test_lateness_takes_nothing_out_of_force(years: list[Handbook]) -> None:
    for handbook in years:
        for year in range(2023, 2031):
            for month in range(1, 13):
                day = date(year, month, 28)
                if day > date(2023, 11, 5):
                    assert {state(d.record, day) for d in handbook.documents} == {"in-force"}


def test_stamping_is_seen_and_careful_reading_is_not_blamed(years: list[Handbook]) -> None:
    end = years[-1]
    found = report(end, "2025-2026", date(2026, 7, 31))
    by = dict(by_owner(found.lines))
    assert by["mentor"].rubber_stamped == by["mentor"].decided == 90
    assert by["confidant"].rubber_stamped == by["confidant"].decided
    assert by["director"].rubber_stamped == 0
    assert by["director"].late == by["mentor"].late == 0
    assert by["confidant"].late == by["confidant"].decided
    assert by["confidant"].undecided > 0
    owners = {end.by_id[f.document].record.owner for f in check(end, date(2026, 7, 31), select=("ZW303",))
              if f.document}  # fmt: skip
    assert owners == {"mentor"}  # the others wrote another year each time: the report sees them


def test_every_document_is_decided_or_named_as_undecided(years: list[Handbook]) -> None:
    for year, handbook in zip((2023, 2024, 2025), years[1:], strict=True):
        found = report(handbook, f"{year}-{year + 1}", date(year + 1, 7, 31))
        sums = figures(found.lines)
        assert sums.decided + sums.undecided == sums.items
        named = set(closed(handbook, f"{year}-{year + 1}", date(year + 1, 7, 31))[1])
        assert named == {x.document.id for x in found.lines if not x.decision}
