"""A record that cannot be read whole takes no review command down: the rest is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import edit

MELDCODE, ROUND = "protocols/meldcode.md", "reviews/2026-2027.yml"
BROKEN = {
    "no owner": (MELDCODE, "owner: attention-officer\n", ""),
    "a strange owner": (MELDCODE, "owner: attention-officer", "owner: [5]"),
    "a date of a version": (MELDCODE, "    effective: ", "    effective: ooit "),
    "a day of a review": (MELDCODE, "\n---\n#", "\nreviews: [{year: 2026-2027, on: ooit}]\n---\n#"),
    "an interval": ("handbook.yml", "every: P1Y", "every: jaarlijks"),
    "a window": ("handbook.yml", "review:", "review: {window: {from: 2, to: x}}\nold:"),
    "the day of an action": ("schools/de-veerpont/improvement.yml", "due: 2026-07-31", "due: ooit"),
    "the month of a monitor": ("schools/de-veerpont/monitoring.yml", "period: 2025-11", "period: x"),
    "a clause": ("obligations.yml", "applies_from: 2015-08-01", "applies_from: ooit"),
}  # fmt: skip
ROUNDS = {
    "the start": "year: 2026-2027\nstarted: ooit\nitems: []\n",
    "a word": "hallo\n",
    "an item": "year: 2026-2027\nstarted: 2026-09-01\nitems: [{document: weg, owner: director, due: x}, 5]\n",
    "an unknown document": "year: 2026-2027\nstarted: 2026-09-01\nitems: "
    "[{document: weg, owner: director, due: 2027-01-01}]\n",
}
KEPT = {"meldcode", "antipest", "klachtenregeling", "informatiefolder", "onderwijsvisie",
        "schoolregels-de-veerpont"}  # fmt: skip
UNREAD = ("ZW101", "ZW102")
COMMANDS = (("agenda", "--format", "json"), ("report", "--to", "json"), ("report", "--to", "html"),
            ("status",), ("calendar",))  # fmt: skip


@pytest.fixture
def example(example: Path) -> Path:
    """The example with six of its documents: fourteen times five commands read it."""
    for path in (example / "handbook").rglob("*.md"):
        if not KEPT & {path.stem, path.parent.name}:
            path.unlink()
    return example


def told(zww, root: Path) -> None:
    for args in COMMANDS:
        answer = zww("review", *args, "--as-of", "2026-11-23", "--handbook", root)
        assert answer.code == 0
        if "json" in args:
            found = json.loads(answer.out)
            assert len(found.get("items", found.get("undecided"))) >= 4


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_record_leaves_the_rest(zww, example: Path, name: str) -> None:
    path, old, new = BROKEN[name]
    text = (example / "handbook" / path).read_text(encoding="utf-8")
    assert old in text
    (example / "handbook" / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    told(zww, example)
    answer = zww("check", "--as-of", "2026-11-23", "--format", "json", "--handbook", example)
    refused = {f["path"] for f in json.loads(answer.out)["findings"] if f["code"] in UNREAD}
    assert refused == {f"handbook/{path}"}


@pytest.mark.parametrize("name", ROUNDS)
def test_a_broken_round_leaves_the_rest(zww, example: Path, name: str) -> None:
    path = example / "handbook" / ROUND
    path.parent.mkdir(exist_ok=True)
    path.write_text(ROUNDS[name], encoding="utf-8")
    told(zww, example)


def test_a_form_of_a_document_without_owner_has_a_name(zww, example: Path, tmp_path: Path) -> None:
    edit(example / "handbook" / MELDCODE, "owner: attention-officer\n", "")
    zww("review", "sheets", "--to", "csv", "-o", tmp_path / "uit", "--as-of", "2026-11-23",
        "--handbook", example)  # fmt: skip
    assert (tmp_path / "uit" / "evaluatie-2026-2027-zonder-eigenaar.csv").is_file()
