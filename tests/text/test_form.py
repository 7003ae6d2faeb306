"""``check --fix`` and the canonical form: what may change, and what never does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.word.trip import HEAD
from zowerkenwij.text.form import in_form

LOOSE = "Omgaan met hitte\n================\n\n*   een\n*   twee\n\n|a|b|\n|-|-:|\n|1|2|\n\nRegel een  \nregel __twee__.\n"
TIDY = "# Omgaan met hitte\n\n- een\n- twee\n\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n\nRegel een<br />\nregel **twee**.\n"


@pytest.mark.parametrize(("text", "wanted"), [
    (LOOSE, TIDY),
    (TIDY, TIDY),
    (LOOSE.replace("\n", "\r\n"), TIDY),
    ("Cafe\u0301\u00a0en\n\tmeer", "Caf\u00e9\u00a0en meer\n"),
    ("\ufeff# Kop\n", "# Kop\n"),
    ("", "\n"),
])  # fmt: skip
def test_a_text_gets_one_form(text: str, wanted: str) -> None:
    assert in_form(text) == wanted
    assert in_form(wanted) == wanted


def test_a_text_that_would_look_otherwise_is_left_alone() -> None:
    assert in_form("> a  \n>\n\nb\n") is None


@pytest.fixture
def book(tmp_path: Path, zww) -> Path:
    root = tmp_path / "boek"
    assert zww("init", root).code == 0
    (root / "handbook/protocols/hitte.md").write_text(HEAD + LOOSE, encoding="utf-8")
    return root


def state(root: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in root.rglob("*.md")}


def test_a_draft_is_brought_into_form_and_nothing_else(book: Path, zww) -> None:
    before = state(book)
    answer = zww("check", "--fix", "--handbook", book)
    assert "in de vaste vorm gezet: handbook/protocols/hitte.md" in answer.err
    after = state(book)
    assert {name for name in after if after[name] != before[name]} == {"hitte.md"}
    assert after["hitte.md"].decode() == HEAD + TIDY
    assert "vaste vorm" not in zww("check", "--fix", "--handbook", book).err


def test_a_rule_that_was_asked_for_changes_no_form(book: Path, zww) -> None:
    before = state(book)
    zww("check", "--fix", "--select", "ZW206", "--handbook", book)
    assert state(book) == before


def test_an_adopted_text_keeps_its_form_until_it_is_named_under_revision(book: Path, zww) -> None:
    path = book / "handbook/protocols/pestprotocol.md"
    adopted = path.read_text(encoding="utf-8")
    loose = adopted.replace("\n- ", "\n*  ", 1)
    assert loose != adopted
    path.write_text(loose, encoding="utf-8")
    zww("check", "--fix", "--handbook", book)
    assert path.read_text(encoding="utf-8") == loose
    zww("check", path, "--fix", "--handbook", book)
    front, _, body = loose.partition("\n---\n")
    assert path.read_text(encoding="utf-8") == f"{front}\n---\n{in_form(body)}"


def test_the_example_at_rest_is_not_touched(example: Path, zww) -> None:
    before = state(example)
    zww("check", "--fix", "--handbook", example)
    assert state(example) == before
