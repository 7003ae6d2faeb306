"""The difference by word: readable, exact, and bounded however large the texts are."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from zowerkenwij.text.difference import Piece, longest_increasing, words

WORDS = st.lists(
    st.sampled_from(
        ["de", "mentor", "belt", "ouders", "**", "\n\n", "\n", " ", "- ", "## ", "1. ", "{#a}",
         "[x](../a.md#b)", "{{ school.name }}", "é", "e\u0301", "👋🏽", "\t", "\\", "."]
    ), max_size=40,
).map("".join)  # fmt: skip


def marked(before: str, after: str) -> str:
    """The difference with ``[-…-]`` and ``{+…+}``."""
    forms = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    return "".join(forms[p.kind].format(p.text) for p in words(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("De mentor belt.", "De leerkracht belt.", "De [-mentor-]{+leerkracht+} belt."),
        ("Bel binnen een dag.", "Bel ouders binnen een dag.", "Bel {+ouders +}binnen een dag."),
        ("Bel de ouders.", "Bel.", "Bel[- de ouders-]."),
        ("Zie [Pest](../a.md#x).", "Zie [Pest](../b.md#x).",
         "Zie [Pest][-(../a.md#x)-]{+(../b.md#x)+}."),
        ("Bel {{ school.a }}.", "Bel {{ school.b }}.", "Bel [-{{ school.a }}-]{+{{ school.b }}+}."),
        ("## Nazorg {#a}", "## Nazorg {#b}", "## Nazorg [-{#a}-]{+{#b}+}"),
        ("op 1-8-2026", "op 2-8-2026", "op [-1-8-2026-]{+2-8-2026+}"),
        ("- a\n- b\n", "- a\n- x\n- b\n", "- a\n{+- x\n+}- b\n"),
        ("", "Nieuw.", "{+Nieuw.+}"),
        ("Weg.", "", "[-Weg.-]"),
    ],
)  # fmt: skip
def test_changed_words_are_told_apart(before: str, after: str, shown: str) -> None:
    assert marked(before, after) == shown


def test_a_rewritten_sentence_is_one_change_and_no_confetti() -> None:
    pieces = words(
        "Je belt meteen de politie en vertelt wat er is gebeurd.",
        "Heb je haast? Loop dan naar de balie van het bureau en wacht daar.",
    )
    assert [p.kind for p in pieces] == ["delete", "insert", "equal"]


def test_equal_texts_are_one_piece_and_empty_ones_none() -> None:
    assert words("a b", "a b") == (Piece("equal", "a b"),)
    assert words("", "") == ()


@given(WORDS, WORDS)
@hypothesis_settings(max_examples=100, deadline=None)
def test_the_pieces_rebuild_both_texts(before: str, after: str) -> None:
    pieces = words(before, after)
    assert "".join(p.text for p in pieces if p.kind != "insert") == before
    assert "".join(p.text for p in pieces if p.kind != "delete") == after
    assert all(p.text for p in pieces)
    kinds = [p.kind for p in pieces]
    assert all(a != b and (a, b) != ("insert", "delete") for a, b in pairwise(kinds))


@given(st.text(max_size=60), st.text(max_size=60))
@hypothesis_settings(max_examples=100, deadline=None)
def test_any_signs_at_all_are_rebuilt(before: str, after: str) -> None:
    pieces = words(before, after)
    assert "".join(p.text for p in pieces if p.kind != "insert") == before
    assert "".join(p.text for p in pieces if p.kind != "delete") == after


@given(WORDS)
@hypothesis_settings(max_examples=50, deadline=None)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(p.kind == "equal" for p in words(text, text))


def test_huge_texts_without_likeness_cost_little() -> None:
    before = " ".join(f"w{n * 7 % 301}" for n in range(60_000))
    after = " ".join(f"w{n * 11 % 307}" for n in range(60_000))
    start = time.process_time()
    pieces = words(before, after)
    assert time.process_time() - start < 10
    assert "".join(p.text for p in pieces if p.kind != "delete") == after


@given(st.lists(st.integers(0, 12), max_size=9))
@hypothesis_settings(max_examples=100, deadline=None)
def test_the_longest_increasing_row_is_the_longest(values: list[int]) -> None:
    found = [values[n] for n in longest_increasing(values)]
    assert found == sorted(set(found))
    best = max(
        (
            bits.bit_count()
            for bits in range(1 << len(values))
            if (row := [v for n, v in enumerate(values) if bits >> n & 1]) == sorted(set(row))
        ),
    )
    assert len(found) == best
