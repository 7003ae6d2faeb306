"""Passages, and cutting them out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zowerkenwij.text import outline, resolve, without_markers
from zowerkenwij.text.directives import CLOSE, OPEN

BODY = """\
Voor.

::: audience restricted
Geheim.
:::

::: when custodial
Alleen daar.
:::

Na.
"""


def problems(body: str) -> list[str | None]:
    return [passage.problem for passage in outline(body).passages]


def test_passages_know_their_kind_argument_and_lines() -> None:
    found = outline(BODY).passages
    assert [(p.kind, p.argument, p.line, p.last_line, p.problem) for p in found] == [
        ("audience", "restricted", 3, 5, None),
        ("when", "custodial", 7, 9, None),
    ]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("::: geheim\nx\n:::\n", "bestaat niet"),
        ("::: audience geheim\nx\n:::\n", "doelgroep `geheim` bestaat niet"),
        ("::: audience\nx\n:::\n", "hoort één doelgroep"),
        ("::: when so vso\nx\n:::\n", "hoort één schoolsoort"),
        ("::: when so\nx\n", "geen sluitregel"),
        ("x\n:::\n", "sluit niets"),
        ("> ::: audience staff\n> x\n", "niet aan het begin"),
        ("- ::: audience staff\n", "niet aan het begin"),
    ],
)
def test_a_wrong_passage_says_in_dutch_what_is_wrong(body: str, words: str) -> None:
    assert [words in (problem or "") for problem in problems(body)] == [True]


def test_a_passage_in_a_passage_is_a_problem_of_the_inner_one() -> None:
    outer, inner = outline("::: audience staff\n::: when so\nx\n:::\ny\n:::\n").passages
    assert (outer.problem, outer.last_line) == (None, 6)
    assert "andere passage" in (inner.problem or "")
    assert inner.last_line == 4


def test_an_unclosed_passage_runs_to_the_end_so_that_nothing_leaks() -> None:
    assert resolve("a\n\n::: audience restricted\nb\n\nc\n", lambda _: False) == "a\n"


def test_markers_in_code_are_examples() -> None:
    for body in (
        "```\n::: when so\n```\n",
        "tekst\n\n    ::: when so\n\ntekst\n",
        "`::: when so`\n",
    ):
        assert outline(body).passages == ()
        assert resolve(body, lambda _: False) == body


def test_a_marker_in_a_list_item_counts() -> None:
    assert len(outline("- a\n\n    ::: audience staff\n    b\n    :::\n").passages) == 1


def test_resolving_drops_what_is_not_kept_and_the_markers_of_the_rest() -> None:
    kept = resolve(BODY, lambda p: p.kind == "when")
    assert "Geheim" not in kept
    assert ":::" not in kept
    assert kept == "Voor.\n\n\n\nAlleen daar.\n\n\nNa.\n"


def test_a_kept_passage_may_be_fenced_for_the_site() -> None:
    kept = resolve(BODY, lambda p: p.kind == "when", mark=lambda p: p.argument)
    assert f"\n\n{OPEN}custodial{OPEN}\n\nAlleen daar.\n\n{CLOSE}\n\n" in kept


def test_anchors_are_those_of_the_text_without_markers() -> None:
    body = "Tekst\n::: when so\n# Kop\n:::\n---\n"
    assert outline(body).headings == outline(without_markers(body)).headings


LINES = st.sampled_from(
    [
        "::: audience staff",
        "::: when so",
        ":::",
        "    :::",
        "::: x",
        "GEHEIM",
        "- a",
        "",
        "```",
        "    ",
        "tekst",
        "> ::: when so",
    ]
)


@given(st.lists(LINES, max_size=15))
@settings(max_examples=100)
def test_nothing_of_a_dropped_passage_stays(lines: list[str]) -> None:
    body = "\n".join(lines)
    found = outline(body)
    inside = {n for p in found.passages for n in range(p.line, p.last_line + 1)}
    outside = [line for n, line in enumerate(lines, 1) if n not in inside]
    assert resolve(body, lambda _: False) == "\n".join(outside)
