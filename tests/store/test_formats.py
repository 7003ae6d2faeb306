"""Older formats: judged by their own schema, upgraded on load."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.conftest import said
from tests.store.test_schema import records, spoil
from zowerkenwij.model.registers import School
from zowerkenwij.store import formats

PATH = "handbook/schools/veerpont/school.yml"
OLD = "format: 0\nid: veerpont\nname: De Veerpont\ntype: so\npins: {plan: '2.0'}\nslots:\n  coach: Vera\n  site: x\n"


def test_a_school_of_format_0_is_read_as_one_of_format_1(loaded: Any) -> None:
    handbook = loaded({PATH: OLD})
    assert handbook.unreadable == ()
    school = handbook.school_by_id["veerpont"]
    assert (school.record.format, school.record.kind) == (1, "so")
    assert school.record.values == {"coach": "Vera", "site": "x"}
    assert school.at("values", "site").line == 8
    assert school.at("kind").line == 4


def test_what_breaks_format_0_is_told_in_words(loaded: Any) -> None:
    (problem,) = loaded({PATH: OLD.replace("name: De Veerpont", 'name: ""')}).unreadable
    assert "één regel tekst" in problem.message


def test_a_school_without_format_is_of_format_1(loaded: Any) -> None:
    assert loaded().schools[0].record.format == 1
    assert loaded({PATH: "format: 1\nid: veerpont\nname: V\nkind: so\n"}).unreadable == ()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("type: so", "type: S O", 4), ("type: so", "kind: so", 4), ("slots:", "values:", 6), ("pins: {plan: '2.0'}", "pins: {plan: '2'}", 5),
     ("name: De Veerpont\n", "", 1)],
)  # fmt: skip
def test_what_breaks_format_0_is_named_at_its_line(
    loaded: Any, old: str, new: str, line: int
) -> None:
    handbook = loaded({PATH: OLD.replace(old, new)})
    assert f"schools/veerpont/school.yml:{line} ZW102" in said(handbook)
    assert handbook.school_by_id["veerpont"]


@pytest.mark.parametrize("number", ["2", "-1", "99", "'0'", "true", "x"])
def test_a_format_that_never_was_is_one_finding(loaded: Any, number: str) -> None:
    handbook = loaded({PATH: f"format: {number}\nid: veerpont\nname: V\nkind: so\n"})
    assert said(handbook) == ["schools/veerpont/school.yml:1 ZW102"]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_format_0_accepts_becomes_a_valid_record(data: st.DataObject) -> None:
    value = {**data.draw(records("school-0.json")), "format": 0}
    spoilt = spoil(data.draw, copy.deepcopy(value))
    for one in (value, {**spoilt, "format": 0} if isinstance(spoilt, dict) else value):
        upgraded = formats.upgraded("school", one)
        assert upgraded is not None
        if not upgraded.violations:
            School.model_validate(upgraded.value)


def test_the_frozen_schema_is_the_one_that_was_published() -> None:
    frozen = json.loads((formats.folder() / "school-0.json").read_text())
    assert frozen["properties"]["format"]["const"] == 0
    assert formats.altered(formats.folder()) == []
