"""Planted defects: every one is found at its place, and nothing else is (issue 2, "It must show")."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest

from tests.acceptance.book import Book, Unplantable, choose
from tests.acceptance.handbooks import Field, batches, command, sow, sow_many
from tests.acceptance.innocent import BLOCKS, SENTENCES
from tests.acceptance.planting import KINDS, Found, Plot, Verdict, judge

CODES = [
    *range(101, 107),
    *range(201, 209),
    *range(210, 214),
    *range(401, 410),
    *range(501, 508),
    509,
    *range(601, 605),
]
THROUGH_THE_COMMAND = 8


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Field:
    return Field(tmp_path_factory.mktemp("planted") / "field")


def by_code() -> dict[str, list[str]]:
    kinds = defaultdict(list)
    for kind in KINDS:
        kinds[kind.split()[0]].append(kind)
    return kinds


def explain(plot: Plot, verdict: Verdict) -> str:
    extra = [f"niet geplant: {f.code} {f.path}:{f.line} {f.message}" for f in verdict.extra]
    return "\n".join([plot.label, *(f"gemist: {m}" for m in verdict.missed), *extra])


def test_a_clean_handbook_gives_only_the_note_of_its_draft(field: Field) -> None:
    assert [(f.code, f.path) for f in field.found_clean] == [
        ("ZW402", "handbook/protocols/time-out-schorsen-verwijderen.md")
    ]


def test_every_rule_of_this_issue_has_its_defects() -> None:
    assert sorted(by_code()) == [f"ZW{number}" for number in CODES]


@pytest.mark.parametrize("code", sorted(by_code()))
def test_every_kind_of_defect_is_found_at_its_place_and_nothing_else(
    field: Field, code: str
) -> None:
    wrong = []
    for plot in batches(field, by_code()[code], "committed"):
        verdict = judge(plot, field.answer(plot))
        wrong += [explain(plot, verdict)] if verdict else []
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("seed", range(3))
def test_ten_defects_in_different_files_are_all_found(field: Field, seed: int) -> None:
    plot = sow_many(field, seed, 10)
    verdict = judge(plot, field.answer(plot))
    assert len(plot.expected) >= 10
    assert not verdict, explain(plot, verdict)


@pytest.mark.parametrize("seed", range(5))
def test_three_defects_in_one_file_are_all_found(field: Field, seed: int) -> None:
    path = sorted(field.clean.meta)[seed * 4]
    plot = sow_many(field, f"one {seed}", 3, one_file=path)
    verdict = judge(plot, field.answer(plot))
    assert len(plot.expected) >= 3
    assert not verdict, explain(plot, verdict)


def test_the_command_says_the_same_as_the_library(field: Field, zww: Callable[..., Any]) -> None:
    rng = random.Random("command")
    for kind in rng.sample(sorted(KINDS), THROUGH_THE_COMMAND):
        plot = sow(field, kind, "command")
        assert plot is not None
        verdict = command(field, zww, plot)
        assert not verdict, explain(plot, verdict)
    plot = sow_many(field, "command", 10)
    verdict = command(field, zww, plot)
    assert not verdict, explain(plot, verdict)


def test_innocent_text_gives_nothing(field: Field) -> None:
    for seed in range(2):
        plot = innocents(field, seed)
        assert judge(plot, field.answer(plot)).extra == ()


def innocents(field: Field, seed: int) -> Plot:
    """All innocent sentences and blocks, each at a random place of a random document."""
    plot = field.plot(f"innocent {seed}")
    for sentence in SENTENCES:
        forms = [] if "|" not in sentence else ["paragraph"]
        plot.say(sentence, forms=forms, glue=False)
    for block in BLOCKS:
        for path in plot.rng.sample(plot.paths(), len(plot.paths())):
            with suppress(Unplantable):
                add(plot, path, block)
                break
    return plot


def add(plot: Plot, path: str, texts: tuple[str, ...]) -> None:
    """A block of lines below some paragraph."""
    blocks = plot.book.blocks(path)
    alone = [
        id(b.lines[0])
        for b, after in pairwise(blocks)
        if not {"list", "table"} & {b.kind, after.kind}
    ]
    spot = plot.block(
        path, "paragraph", where=lambda b: len(b.anchors) > 1 and id(b.lines[0]) in alone
    )
    lines = plot.book.insert(path, spot.lines[-1], "", *texts)
    plot.claim(*lines, spot.lines[-1])
    plot.note(spot)


# -- what is no defect -----------------------------------------------------------------------


def silent(field: Field, change: Callable[[Plot], None]) -> list[Found]:
    plot = field.plot("silent")
    change(plot)
    return list(judge(plot, field.answer(plot)).extra)


def test_a_reason_silences_a_finding_and_is_no_finding_itself(field: Field) -> None:
    def change(plot: Plot) -> None:
        path, line = plot.say("Lees het [hier](https://voorbeeld.example/uitleg).", copy_free(plot))
        plot.book.insert(
            path,
            plot.book.key(path, "owner"),
            "ignore:",
            "  - {rule: ZW208, reason: Zo heet de knop op die site.}",
        )

    assert silent(field, change) == []


def test_a_withdrawal_that_is_still_to_come_is_no_finding(field: Field) -> None:
    def change(plot: Plot) -> None:
        path = "handbook/protocols/antipest.md"
        plot.book.insert(
            path,
            plot.book.key(path, "owner"),
            "withdrawn: {on: 2027-08-01, by: board, reason: Gaat op in een ander.}",
        )

    assert silent(field, change) == []


def test_an_image_that_exists_and_an_open_passage_of_a_school_are_no_findings(field: Field) -> None:
    def change(plot: Plot) -> None:
        plot.book.binary["handbook/assets/plein.png"] = b"\x89PNG\r\n\x1a\n"
        path = copy_free(plot)
        plot.say(
            f"Zo ziet het plein eruit: ![Het plein met een boom]({plot.link(path, 'handbook/assets/plein.png')})",
            path,
            forms=["paragraph"],
            glue=False,
        )
        plan = "handbook/schools/de-veerpont/plan-de-veerpont.md"
        plot.say("Op ons plein staat een oude boom.", plan, where=plot.book.is_open)

    assert silent(field, change) == []


def test_a_link_with_the_title_makes_a_later_mention_innocent(field: Field) -> None:
    def change(plot: Plot) -> None:
        path = "handbook/policies/onderwijsvisie.md"
        block = plot.block(path, "paragraph", where=lambda b: len(b.anchors) > 1)
        link = plot.link(path, "handbook/protocols/antipest.md")
        plot.book.insert(
            path,
            block.lines[-1],
            "",
            f"Lees het [Antipestprotocol]({link}). Het Antipestprotocol helpt je verder.",
        )

    assert silent(field, change) == []


def copy_free(plot: Plot) -> str:
    return str(choose(plot.rng, plot.paths(copies=False, template=False)))


def test_reading_and_writing_a_book_changes_no_byte(field: Field) -> None:
    book = Book.read(field.root)
    assert all(book.bytes_of(path) == data for path, data in field.bytes.items())
