"""How each school stands: every answer turns when, and only when, its cause is there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.conftest import edit
from zowerkenwij.control.schools import Standing, standing
from zowerkenwij.store import WorkTree, load

DAY = date(2026, 11, 23)
HERE = "handbook/schools/voorbeeldschool"


def of(root: Path, day: date = DAY) -> Standing:
    handbook = load(WorkTree(root))
    return standing(handbook, handbook.schools[0], day)


def test_a_fresh_school_lacks_nothing(starter: Path) -> None:
    found = of(starter)
    assert (found.year, found.adopted) == ("2026-2027", True)
    assert not any((found.missing, found.overdue, found.vacant, found.unmeasured))
    assert (found.open, found.ownerless, found.late) == (2, (), ())


def test_a_year_later_the_plan_is_old_and_late_and_nothing_is_measured(starter: Path) -> None:
    found = of(starter, date(2027, 9, 1))
    assert not found.adopted
    assert found.overdue == ("plan-voorbeeldschool",)
    assert found.unmeasured == ("pupils", "staff")
    assert found.open == 2  # they are not finished


@pytest.mark.parametrize(
    ("path", "old", "new", "name", "expected"),
    [
        (f"{HERE}/school.yml", "school-website-url:", "andere:", "missing", ("school.school-website-url",)),
        (f"{HERE}/improvement.yml", "owner: director", "owner: null", "ownerless", True),
        (f"{HERE}/monitoring.yml", "group: staff", "group: pupils", "unmeasured", ("staff",)),
        ("handbook/people.example.yml", "role: social-safety-coordinator", "role: mentor", "vacant",
         ("social-safety-coordinator",)),
    ],
)  # fmt: skip
def test_each_gap_is_seen(
    starter: Path, path: str, old: str, new: str, name: str, expected: object
) -> None:
    edit(starter / path, old, new)
    value = getattr(of(starter), name)
    assert bool(value) if expected is True else value == expected
    for other in {"missing", "overdue", "vacant", "unmeasured", "ownerless"} - {name}:
        assert not getattr(of(starter), other)
