"""The two sections of a plan about improving: what runs or was reached, and what comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from zowerkenwij.model.handbook import Entry, Handbook
from zowerkenwij.model.registers import Action
from zowerkenwij.store import WorkTree, load
from zowerkenwij.text.fill import Target, value_text

REACHED, COMING = "school.achieved-and-running", "school.next-year-attention"


def told(handbook: Handbook, year: str, slot: str) -> str:
    school = handbook.school_by_id["sluiswachter-college"]
    return value_text(handbook, Target(school, year, "handbook/x.md"), slot, block=True) or ""


def with_actions(handbook: Handbook, *found: dict[str, object]) -> Handbook:
    from dataclasses import replace

    entries = tuple(
        Entry(Action.model_validate({"theme": "Rust", **a}), "i.yml", scope="sluiswachter-college")
        for a in found
    )
    return replace(handbook, actions=entries)


@pytest.fixture
def handbook(example: Path) -> Handbook:
    return load(WorkTree(example))


def test_the_plans_of_the_example_hold_the_actions_of_their_registers(handbook: Handbook) -> None:
    for school in handbook.schools:
        plan = handbook.by_id[f"plan-{school.record.id}"]
        for entry in handbook.actions:
            if entry.scope == school.record.id and entry.record.title:
                assert entry.record.title in plan.body


def test_each_section_tells_of_its_own_actions(handbook: Handbook) -> None:
    book = with_actions(
        handbook,
        {"id": "a", "title": "Gedaan.", "status": "done", "years": ["2025-2026"]},
        {"id": "b", "title": "Bezig.", "status": "running", "years": ["2023-2024"]},
        {"id": "c", "title": "Straks.", "status": "planned", "due": "2027-03-01", "years": ["2026-2027"]},
        {"id": "d", "title": "Gestopt.", "status": "stopped", "years": ["2026-2027"]},
    )  # fmt: skip
    reached, coming = told(book, "2026-2027", REACHED), told(book, "2026-2027", COMING)
    assert [word in reached for word in ("Gedaan.", "Bezig.", "Straks.", "Gestopt.")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert "Straks. Stand: gepland, klaar vóór 1 maart 2027." in coming
    assert "**Rust**" in coming


def test_what_was_finished_long_ago_or_comes_much_later_is_in_other_plans(
    handbook: Handbook,
) -> None:
    book = with_actions(
        handbook,
        {"id": "a", "title": "Oud.", "status": "done", "years": ["2023-2024"]},
        {"id": "b", "title": "Later.", "status": "planned", "years": ["2028-2029"]},
        {"id": "c", "title": "Altijd.", "status": "done", "years": []},
    )  # fmt: skip
    assert "Oud." not in told(book, "2026-2027", REACHED)
    assert "Altijd." in told(book, "2026-2027", REACHED)
    assert "Oud." in told(book, "2024-2025", REACHED)
    assert told(book, "2026-2027", COMING) == "Op dit moment zijn er geen acties."
    assert "Later." in told(book, "2027-2028", COMING)


def test_what_was_planned_and_not_begun_still_comes(handbook: Handbook) -> None:
    left = {"id": "a", "title": "Nog te doen.", "status": "planned", "years": ["2024-2025"]}
    book = with_actions(handbook, left)
    assert "Nog te doen." in told(book, "2026-2027", COMING)
    assert "Nog te doen." not in told(book, "2022-2023", COMING)
