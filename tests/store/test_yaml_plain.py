"""The fast reader never says anything that libyaml would not say."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zowerkenwij.store.yaml import read, read_thoroughly
from zowerkenwij.store.yaml_plain import UNUSUAL, place_of, read_plain

EXAMPLES = int(os.environ.get("ZWW_EXAMPLES", "100"))
FRONT = """\
format: 1
id: meldcode
title: Meldcode huiselijk geweld en kindermishandeling
aliases: [Meldcode kindermishandeling, Meldcode]  # namen
short_links: [205669, 12]
summary: 'Vijf stappen: bij een vermoeden.'
audience:
based_on: []
review: {every: P1Y}
# het register
versions:
  - version: "1.0"
    change: major
    digest: sha256:9f2c

    consulted: [{body: gmr, on: 2025-05-20, digest: "sha256:9f2c"}, {body: mr}]
    adopted: {by: board, on: 2025-06-18, reference: CvB 2025-06 punt 2}
    answers:
      Wat betekent dit, ook voor scholen?: "Niets"
      '''Aangifte doen'' is veranderd. Wat nu?': 'Het is zo: foto''s mogen.'
  - version: '1.1'
    links:
      ../../leaflets/informatiefolder.md: informatiefolder
      ./meldcode_2.md: meldcode-2
      antipest.md: antipest
    nested:
    - a
    - b: c
      d: true
reviews:
- year: 2025-2026
"""
PIECES = st.sampled_from(
    ["a: b", "  a: b", "- a", "  - b: c", "- ", "-", "a:", "  b:", "a: [x, y]", "a: [x,y ]", "a: [x, ]",
     "a: {b: c}", "a: {b: c, }", "a: {b:c}", "a: { b: [c] }", "a: 'x'", 'a: "x"', 'a: "x" # c', "a: 'it''s'",
     "a: x # c", "a: x#c", "a: x:y", "a: x: y", "a: x:", "a: 12:30", "a: 1", "a: -1", "a: 01", "a: true ", "# c",
     "  # c", "", "   ", "a: null", "a: ~", "a: |", "a: >-", "  text", "text", "---", "...", "%TAG", "a: &x y",
     "a: *x", "a: !t y", "? a", ": b", "a:b", "a : b", "'a': b", '"a": b', "a: [b", "c]", "a: {b", "\ta: b",
     "a: b\tc", "a: é", "a: x\u2028y", "a: x\u00a0", "a: 😀", "a: x ]", "a: x, y", "a: [x: y]", "a: [x?, y]",
     "a: [{b: c}, d]", "a: [[b]]", "a: [a b , c]", "a: @x", "a: `x", "a: x?", "<<: b", "null: b", "1: b", "a: 1.10",
     "a: x #", "a: [x] #c", "a: [x]#c", "a: 'x'#c", "a: [x] y", "a: 'x' y", "a:  b", "a:   ", "-  a: b", "-   - b",
     "a b: c", "  a b: c", "- a b: c", "a b:c", "a b : c", "Wie?: b", "a, b]: c", "a: b: c", "é: b", "a'b: c",
     "'a b': c", "  'a: b': c", "'it''s': b", "- 'a': b", "'a' : b", "'a':b", "''", "'': b", '"a b": c', '"a\\n": b',
     "a: ''", "a: '''b'''", "a: ['b''c', d]", "a: {b: 'c''d'}", "'a", "b': c", "'a'b: c", "{a: b}: c", "[a]: b",
     "../a.md: b", "  ./a: b", "../a : b", "..: b", "./: b", "../a:b", "- ../a: b", "../a.md", ".../a: b",
     "- [x]", "- 'x'", "- {a: b}", "    a: b", " a: b", "a: x'y", 'a: x"y', "a: [x'y]", "a: [it's]", "a: [x y#z]"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=8).map("\n".join)
CHARACTERS = st.text("ab:-# \n'\"[]{},?|>&*!%@\té\u2028\x85\x00\u00a0\ufeff1~", max_size=12)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Realistic front matter with something strange put in or cut out."""
    text = FRONT
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 4))
        text = text[:at] + draw(CHARACTERS) + text[at + cut :]
    return text


def agrees(text: str) -> None:
    fast = read_plain(text)
    if fast is UNUSUAL:
        return
    places: dict[Any, Any] = {}
    slow = read_thoroughly(text, 0, places)
    assert slow.problems == ()
    assert repr(fast) == repr(slow.value)
    for key in fast if isinstance(fast, dict) else ("a",):
        if spot := place_of(text, key):
            assert places[(key,)] == (*spot, spot[0], 1)


@settings(max_examples=EXAMPLES, deadline=None)
@given(TEXTS)
@example("a:\n- b\nc: d")
@example("- a:\n- b\n")
@example("a:\n  b: c\n d: e")
@example("a: b\n  c: d\n")
@example("- [x]\na: b")
def test_lines_of_every_kind_mean_the_same_to_both_readers(text: str) -> None:
    agrees(text)


@settings(max_examples=EXAMPLES, deadline=None)
@given(mutated())
def test_damaged_front_matter_means_the_same_to_both_readers(text: str) -> None:
    agrees(text)


@settings(max_examples=EXAMPLES, deadline=None)
@given(CHARACTERS.map("a: ".__add__) | CHARACTERS)
def test_odd_characters_mean_the_same_to_both_readers(text: str) -> None:
    agrees(text)


def test_front_matter_as_people_write_it_takes_the_fast_road() -> None:
    assert read_plain(FRONT) is not UNUSUAL
    versions = read(FRONT).value["versions"]
    assert versions[1]["nested"] == ["a", {"b": "c", "d": True}]
    assert versions[1]["links"] == {
        "../../leaflets/informatiefolder.md": "informatiefolder",
        "./meldcode_2.md": "meldcode-2",
        "antipest.md": "antipest",
    }
    assert versions[0]["answers"] == {
        "Wat betekent dit, ook voor scholen?": "Niets",
        "'Aangifte doen' is veranderd. Wat nu?": "Het is zo: foto's mogen.",
    }


def test_the_place_of_a_key_is_found_without_reading_all_of_the_text() -> None:
    assert [place_of(FRONT, key) for key in ("id", "aliases", "summary", "review")] == [
        (1, 5), (3, 10), (5, 10), (8, 9),
    ]  # fmt: skip
    assert [place_of(FRONT, key) for key in ("versions", "change", "audience", "a.b")] == [None] * 4


@pytest.mark.parametrize(
    "line",
    [
        "a: " + "x" * 10**6 + "\t",
        "a: b" + " " * 10**6 + "\t",
        "[" * 10**6,
        "- " * 10**6,
        "'" * 10**6,
        "'a''" * 10**6,
        "a b" * 10**6 + ":",
        "'a" * 10**6 + "': b",
    ],
)
def test_a_very_long_line_is_given_up_in_linear_time(line: str) -> None:
    assert read_plain(line) is UNUSUAL
