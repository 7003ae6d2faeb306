"""Improvement over the years: actions stay with their history, and the plan tells of them."""

from __future__ import annotations

from datetime import date

from tests.control.review.books import book
from zowerkenwij.control.review.agenda import last_day
from zowerkenwij.control.review.report import is_carried_over, is_overdue, report
from zowerkenwij.model.handbook import Entry, Handbook
from zowerkenwij.model.registers import Action, Monitor, School

SCHOOL = School(id="brug", name="De Brug", kind="so")


def action(id_: str, **more: object) -> Entry[Action]:
    values = {
        "id": id_,
        "theme": "Rust",
        "title": id_,
        "owner": "director",
        "due": "2026-06-01",
        **more,
    }
    return Entry(
        Action.model_validate(values), "handbook/schools/brug/improvement.yml", scope="brug"
    )


def monitor(id_: str, period: str) -> Entry[Monitor]:
    values = {"id": id_, "instrument": "Meter", "group": "pupils", "period": period}
    path = "handbook/schools/brug/monitoring.yml"
    return Entry(Monitor.model_validate(values), path, scope="brug")


def handbook() -> Handbook:
    return book(
        schools=(Entry(SCHOOL, "handbook/schools/brug/school.yml", scope="brug"),),
        actions=(
            action("oud", status="done", years=["2024-2025"]),
            action("lang", status="running", years=["2024-2025", "2025-2026", "2026-2027"],
                   evidence="Twee van de vier stappen zijn klaar."),
            action("nieuw", years=["2026-2027"]), action("altijd", years=[]),
        ),
        monitors=(monitor("juli", "2025-07"), monitor("augustus", "2025-08"), monitor("eind", "2026-07")),
    )  # fmt: skip


def test_an_action_is_in_the_report_of_each_of_its_years() -> None:
    found = {
        year: [e.record.id for e in report(handbook(), year, date(2026, 6, 20)).actions]
        for year in ("2024-2025", "2025-2026", "2026-2027")
    }
    assert found == {
        "2024-2025": ["oud", "lang", "altijd"], "2025-2026": ["lang", "altijd"],
        "2026-2027": ["lang", "nieuw", "altijd"],
    }  # fmt: skip


def test_what_is_not_finished_goes_on_in_the_next_year() -> None:
    found = {
        status: [e.record.id for e in report(
            book(schools=handbook().schools, actions=(action("a", status=status, years=["2024-2025"]),)),
            year, date(2027, 6, 1)).actions]
        for status, year in (("running", "2025-2026"), ("planned", "2026-2027"), ("done", "2025-2026"),
                             ("stopped", "2026-2027"))
    }  # fmt: skip
    assert found == {"running": ["a"], "planned": ["a"], "done": [], "stopped": []}


def test_an_action_that_runs_on_says_that_it_came_from_before() -> None:
    by = {e.record.id: e.record for e in handbook().actions}
    assert is_carried_over(by["lang"], "2025-2026")
    assert not is_carried_over(by["lang"], "2024-2025")
    assert not is_carried_over(by["nieuw"], "2026-2027")
    assert by["lang"].evidence == "Twee van de vier stappen zijn klaar."


def test_only_what_is_not_finished_can_be_too_late() -> None:
    late = [e.record.id for e in handbook().actions if is_overdue(e.record, date(2026, 6, 2))]
    assert late == ["lang", "nieuw", "altijd"]
    assert not any(is_overdue(e.record, date(2026, 6, 1)) for e in handbook().actions)


def test_a_measurement_belongs_to_the_school_year_of_its_month() -> None:
    found = report(handbook(), "2025-2026", date(2026, 7, 31))
    assert [m.record.id for m in found.monitors] == ["augustus", "eind"]
    assert [m.monitors for m in found.months] == [1, *[0] * 10, 1]
    assert [m.month for m in found.months][0::11] == ["2025-08", "2026-07"]


def test_a_school_year_may_begin_on_any_day() -> None:
    for start, end in (
        ("08-01", "2026-07-31"),
        ("03-01", "2026-02-28"),
        ("02-29", "2026-02-27"),
        ("01-01", "2025-12-31"),
    ):
        one = book(settings={"school_year_start": start})
        assert last_day(one, "2025-2026").isoformat() == end
        assert len(report(one, "2025-2026", date(2030, 1, 1)).months) == 12
