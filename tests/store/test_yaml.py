"""Strict YAML: what values mean, where they stand, and what is kept of a broken text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zowerkenwij.store.yaml import Locator, read, read_thoroughly


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"), ("yes", "yes"), ("12:30", "12:30"), ("1.10", "1.10"), ("2026-01-01", "2026-01-01"),
        ("0x1F", "0x1F"), ("007", "007"), ("1_000", "1_000"), ("+1", "+1"), ("1e3", "1e3"), (".inf", ".inf"),
        ("True", "True"), ("NULL", "NULL"), ("true", True), ("false", False), ("null", None), ("~", None),
        ("", None), ("0", 0), ("-12", -12), ("205669", 205669), ('"12"', "12"), ("'true'", "true"), ('""', ""),
        ("9" * 5000, "9" * 5000), ("[a, 1]", ["a", 1]), ("{b: no}", {"b": "no"}), ("|\n  x\n  y\n", "x\ny\n"),
    ],
)  # fmt: skip
def test_a_value_means_what_it_says(written: str, meant: Any) -> None:
    reading = read(f"a: {written}")
    assert reading.problems == ()
    assert reading.value == {"a": meant}
    assert type(reading.value["a"]) is type(meant)
    assert read_thoroughly(f"a: {written}") == reading


@pytest.mark.parametrize(
    ("text", "line", "column", "words", "kept"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "dubbel; eerder op regel 1", {"a": 1, "b": 2}),
        ("a: &x 1\nb: *x\nc: 3\n", 1, 4, "anker", {"a": 1, "c": 3}),
        ("a: !!str 1\n", 1, 4, "label", {"a": "1"}),
        ("? [x]\n: 1\nb: 2\n", 1, 3, "sleutel", {"b": 2}),
        ("? {x: [y]}\n: {z: 1}\nb: 2\n", 1, 3, "sleutel", {"b": 2}),
        ("*x : 1\nb: 2\n", 1, 1, "verwijzing", {"b": 2}),
        ("a: 1\n---\nb: 2\n", 2, 1, "tweede deel", {"a": 1}),
        ("a: x\x07y\nb: 2\n", 1, 5, "stuurteken", {"a": "x y", "b": 2}),
        ("a: x\u2028y\nb: 2\n", 1, 5, "regeleinde", {"a": "x y", "b": 2}),
        ("a: b: c\nd: 1\n", 1, 5, "dubbele punt", {"d": 1}),
        ('a: 1\nb: "x\nc: 3\n', 2, 4, "aanhalingsteken", {"a": 1, "c": 3}),
        ("a: [1, 2\nb: 3\nc: 4\n", 1, 4, "lijst met `[`", {"b": 3, "c": 4}),
        ("a: {x: 1\nb: 3\n", 1, 4, "blok met `{`", {"b": 3}),
        ("a: 1\n\tb: 2\nc: 3\n", 2, 1, "tab", {"c": 3}),
        ("a: 1\nb\nc: 3\n", 2, 1, "dubbele punt", {"a": 1, "c": 3}),
        ("a: @x\nb: 2\n", 1, 4, "teken", {"b": 2}),
        ("a:\n  - x\n  - 'y\n  - z\nb: 2\n", 3, 5, "aanhalingsteken", {"a": ["x", "z"], "b": 2}),
        ("a:\n  x: 1\n  y: [\n  z: 3\nb: 2\n", 3, 6, "lijst", {"a": {"x": 1, "z": 3}, "b": 2}),
        ("- a: 1\n- b: 'x\n- c: 3\n", 2, 6, "aanhalingsteken", [{"a": 1}, {"c": 3}]),
        ("- a: 1\n  b: 'x\n  c: 3\n- d: 4\n", 2, 6, "aanhalingsteken", [{"a": 1, "c": 3}, {"d": 4}]),
        ("a:\n  - {id: x-1, b: 'y}\n  - {id: z}\n", 2, 18, "aanhalingsteken", {"a": [{"id": "x-1"}, {"id": "z"}]}),
        ("%TAG\na: 1\n", 1, 5, "%", {"a": 1}),
    ],
)  # fmt: skip
def test_a_mistake_is_named_at_its_place_and_the_rest_is_kept(
    text: str, line: int, column: int, words: str, kept: Any
) -> None:
    reading = read(text)
    assert reading.value == kept
    assert reading.lost
    first = reading.problems[0]
    assert (first.line, first.column) == (line, column), first
    assert words in first.message


def test_each_broken_part_is_reported() -> None:
    reading = read('a: "x\nb: 2\nc: [\nd: 4\n', first_line=10)
    assert [p.line for p in reading.problems] == [10, 12]
    assert reading.value == {"b": 2, "d": 4}


def test_an_alias_bomb_is_refused_and_stays_small() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{k}: &{k} [{', '.join([f'*{j}'] * 9)}]"
        for j, k in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    reading = read("\n".join(lines))
    assert [p.line for p in reading.problems] == list(range(1, 10))
    assert all(len(str(value)) < 1000 for value in reading.value.values())


def test_deep_nesting_is_refused_wherever_it_stands() -> None:
    for deep in (
        "[" * 50_000,
        "{a: " * 50_000,
        "- " * 50_000,
        "- " * 101 + "x",
        "[" * 101 + "]" * 101,
    ):
        for text in (f"a: {deep}\nb: 2\n", f"b: 2\na:\n  {deep}\n", deep):
            reading = read(text)
            assert reading.problems
            assert reading.value is None or reading.value == {"b": 2}
    assert read("a: " + "[" * 98 + "]" * 98).problems == ()


def test_the_number_of_problems_is_bounded() -> None:
    assert len(read("".join(f"a{n}: [\n" for n in range(5000))).problems) == 50


def test_places_are_found_by_path_and_fall_back_to_the_nearest_parent() -> None:
    text = "a: 1\nb:\n  - x: 1\n    y: [p, q]\n  - z\nc:\n  d: {e: f}\n"
    locate = Locator(text.encode, 11)
    assert locate(("a",)) == (11, 4)
    assert locate(("b",)) == (12, 1)
    assert locate(("b", 0, "y", 1)) == (14, 12)
    assert locate(("b", 1)) == (15, 5)
    assert locate(("c", "d", "e")) == (17, 10)
    assert locate(("c", "d", "zz", 3)) == (17, 6)
    assert locate(("nope",)) == (11, 1)
    assert locate.key(("c", "d", "e")) == (17, 7)
    assert locate.key(("b", 0, "y")) == (14, 5)


def test_places_in_a_broken_text_are_those_of_the_parts_that_were_kept() -> None:
    text = "a: 'x\nb:\n  - 'x\n  - {y: 1}\n  - z:\n      q: 2\n      r: [\n      s: 3\nc: 4\n"
    assert read(text).value == {"b": [{"y": 1}, {"z": {"q": 2, "s": 3}}], "c": 4}
    locate = Locator(text.encode)
    assert locate(("c",)) == (9, 4)
    assert locate(("b", 0, "y")) == (4, 9)
    assert locate(("b", 1, "z", "q")) == (6, 10)
    assert locate(("b", 1, "z", "s")) == (8, 10)


@settings(max_examples=100, deadline=None)
@given(
    st.text(st.characters(codec="utf-8"), max_size=60)
    | st.text("ab:-# \n'\"[]{},&*!|>?%@\t", max_size=60)
)
def test_any_text_can_be_read_and_located(text: str) -> None:
    reading = read(text)
    assert reading.lost == bool(reading.problems)
    Locator(text.encode)(("a", 0))
    for problem in reading.problems:
        assert 1 <= problem.line <= text.count("\n") + 2
        assert problem.column >= 1
