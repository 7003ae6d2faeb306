"""Who holds which role on the day."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.examples import base_file, findings

DIRECTOR = "{role: director, school: de-brug, from: 2021-08-01}"
COORDINATOR = "{role: coordinator, school: de-brug, from: 2024-08-01}"
OFFICER = "{role: policy-officer, from: 2023-08-01}"
SECOND = "- id: p-009\n  name: Tess Testpersoon\n  holds:\n    - {role: coordinator, school: de-brug, from: %s}\n"


def found(
    tmp_path: Path, *changes: tuple[str, str], more: str = ""
) -> list[tuple[str, str, str, int]]:
    people = base_file("people.example.yml", *changes) + more
    all_ = findings(tmp_path, files={"people.example.yml": people})
    return [(f.code, f.severity, f.path.removeprefix("handbook/"), f.line) for f in all_]


def ends(holding: str, day: str) -> tuple[str, str]:
    return holding, holding.replace("}", f", to: {day}}}")


@pytest.mark.parametrize(("change", "expected"), [
    (ends(DIRECTOR, "2026-11-22"), [("ZW603", "error", "people.example.yml", 5)]),
    (ends(DIRECTOR, "2026-11-23"), [("ZW603", "warning", "people.example.yml", 5)]),
    (ends(DIRECTOR, "2026-12-22"), [("ZW603", "warning", "people.example.yml", 5)]),
    (ends(DIRECTOR, "2026-12-23"), []),
    (ends(OFFICER, "2026-06-01"), [("ZW603", "error", "people.example.yml", 13)]),
    ((DIRECTOR, DIRECTOR.replace("2021-08-01", "2026-12-01")), [("ZW603", "error", "people.example.yml", 5)]),
    ((DIRECTOR, "{role: director, from: 2021-08-01}"), []),
    ((OFFICER, "{role: coordinator, school: de-brug, from: 2020-01-01, to: 2021-01-01}"), [("ZW603", "error", "handbook.yml", 12)]),
    ((DIRECTOR, DIRECTOR.replace("director", "directeur")), [("ZW104", "error", "people.example.yml", 5)]),
    ((DIRECTOR, DIRECTOR.replace("de-brug", "de-burg")), [("ZW104", "error", "people.example.yml", 5)]),
])  # fmt: skip
def test_a_required_role_has_a_holder(
    tmp_path: Path, change: tuple[str, str], expected: list[object]
) -> None:
    assert found(tmp_path, change) == expected


@pytest.mark.parametrize(("first", "second", "expected"), [
    (COORDINATOR, "2026-04-01", [("ZW603", "error", "people.example.yml", 9)]),
    (ends(COORDINATOR, "2026-03-31")[1], "2026-04-01", []),
    (ends(COORDINATOR, "2026-04-01")[1], "2026-04-01", []),
    (ends(COORDINATOR, "2027-01-31")[1], "2027-01-31", [("ZW603", "error", "people.example.yml", 9)]),
    (ends(COORDINATOR, "2027-01-31")[1], "2027-02-01", []),
])  # fmt: skip
def test_a_single_role_has_one_holder_at_a_time(
    tmp_path: Path, first: str, second: str, expected: list[object]
) -> None:
    assert found(tmp_path, (COORDINATOR, first), more=SECOND % second) == expected


def test_an_unreadable_register_of_persons_is_one_finding(tmp_path: Path) -> None:
    assert [
        f[0]
        for f in found(
            tmp_path, (DIRECTOR, DIRECTOR.replace("from: 2021-08-01", "from: vorig jaar"))
        )
    ] == ["ZW102"]


def test_schools_that_miss_the_same_role_share_a_finding(tmp_path: Path) -> None:
    school = base_file(
        "schools/de-brug/school.yml",
        ("id: de-brug", "id: de-kade"),
        ("name: De Brug", "name: De Kade"),
        ("debrug", "dekade"),
    )
    people = base_file("people.example.yml", (DIRECTOR, "{role: policy-officer, from: 2020-01-01}"))
    all_ = findings(
        tmp_path,
        files={"people.example.yml": people, "schools/de-kade/school.yml": school},
        select=["ZW603"],
    )
    director = [f for f in all_ if "directeur" in f.message]
    assert len(director) == 1
    assert "De Brug en De Kade" in director[0].message
