"""A school's copy: filled from the template, filled again without losing the school's words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.conftest import DAY, edit
from zowerkenwij.control.copies import NotFillable, filled_copy, school_year
from zowerkenwij.model.handbook import Handbook
from zowerkenwij.store import WorkTree, load

PLAN = "handbook/schools/voorbeeldschool/plan-voorbeeldschool.md"


def read(root: Path) -> Handbook:
    return load(WorkTree(root, "handbook"))


def copy_of(root: Path, day: date = DAY):
    handbook = read(root)
    return filled_copy(handbook, handbook.schools[0], handbook.by_id["plan"], day)


@pytest.mark.parametrize(
    ("day", "year"),
    [("2026-07-31", "2025-2026"), ("2026-08-01", "2026-2027"), ("2027-01-01", "2026-2027")],
)
def test_a_school_year_starts_in_august(day: str, year: str) -> None:
    assert school_year(date.fromisoformat(day), "08-01") == year


def test_filling_again_without_a_change_gives_the_same_text(starter: Path) -> None:
    before = read(starter).by_id["plan-voorbeeldschool"].body
    copy = copy_of(starter)
    assert copy.text == before
    assert not copy.is_new
    assert (copy.missing, copy.kept, copy.conflicts) == ((), (), ())


def test_no_slot_of_a_value_and_no_when_passage_is_left(starter: Path) -> None:
    text = copy_of(starter).text
    assert "{{ school." not in text
    assert "::: when" not in text
    assert "{{ role." in text
    assert "Opzet" not in text


def test_a_changed_value_reaches_the_copy(starter: Path) -> None:
    school = starter / "handbook/schools/voorbeeldschool/school.yml"
    name = read(starter).schools[0].record.name
    edit(school, f"name: {name}", "name: School De Nieuwe Naam")
    copy = copy_of(starter)
    assert "Wij zijn School De Nieuwe Naam" in copy.text
    assert copy.kept == ()


def test_the_school_s_own_words_stay_when_it_is_filled_again(starter: Path) -> None:
    path = starter / PLAN
    text = path.read_text(encoding="utf-8")
    heading = text.index("\n### ")
    end = text.index("\n\n", heading)
    path.write_text(f"{text[:end]}\n\nDit schreven wij zelf.{text[end:]}", encoding="utf-8")
    copy = copy_of(starter)
    assert "Dit schreven wij zelf." in copy.text
    assert len(copy.kept) == 1
    assert copy.conflicts == ()


def test_a_missing_required_value_is_named(starter: Path) -> None:
    school = starter / "handbook/schools/voorbeeldschool/school.yml"
    line = next(
        x for x in school.read_text(encoding="utf-8").splitlines() if "school-website-url:" in x
    )
    edit(school, line + "\n", "")
    assert [slot.name for slot in copy_of(starter).missing] == ["school.school-website-url"]


def test_without_a_template_in_force_it_says_what_to_do(starter: Path) -> None:
    with pytest.raises(NotFillable, match="Stel eerst het sjabloon vast"):
        copy_of(starter, date(2020, 1, 1))


def test_a_pin_to_an_unknown_version_is_refused(starter: Path) -> None:
    school = starter / "handbook/schools/voorbeeldschool/school.yml"
    edit(school, "\nvalues:", '\npins: {plan: "9.9"}\nvalues:')
    with pytest.raises(NotFillable, match="versie 9.9"):
        copy_of(starter)
