"""Each rule has a folder: what is under ``bad`` gives exactly what ``expected.txt`` says, what is
under ``good`` gives nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import DAY, EXAMPLE
from tests.rules.examples import HERE, findings, lines
from zowerkenwij.rules import RULES, check
from zowerkenwij.store import WorkTree, load

FOLDERS = sorted(p for p in HERE.glob("ZW*") if p.is_dir())
BAD = [p / "bad" for p in FOLDERS]
GOOD = [p / "good" for p in FOLDERS]


def code_of(path: Path) -> str:
    return path.parent.name


def selection(path: Path) -> list[str]:
    """A rule that is off by default runs only when it is named."""
    return [] if RULES[code_of(path)].default else [code_of(path)]


def test_every_rule_has_a_good_and_a_bad_example() -> None:
    assert {p.name for p in FOLDERS} == set(RULES)
    for folder in FOLDERS:
        assert (folder / "bad" / "expected.txt").is_file(), folder
        assert (folder / "good").is_dir(), folder


@pytest.mark.parametrize("folder", BAD, ids=code_of)
def test_a_bad_example_gives_exactly_what_is_expected(folder: Path, tmp_path: Path) -> None:
    found = findings(tmp_path, folder, select=selection(folder))
    expected = (folder / "expected.txt").read_text(encoding="utf-8").split("\n")
    assert lines(found) == [line for line in expected if line]
    assert code_of(folder) in {f.code for f in found}


@pytest.mark.parametrize("folder", GOOD, ids=code_of)
def test_a_good_example_gives_nothing(folder: Path, tmp_path: Path) -> None:
    assert lines(findings(tmp_path, folder, select=selection(folder))) == []


def test_the_base_handbook_is_clean(tmp_path: Path) -> None:
    assert findings(tmp_path) == ()


def test_the_example_handbook_has_no_errors_and_no_warnings() -> None:
    found = check(load(WorkTree(EXAMPLE.parent, EXAMPLE.name)), DAY)
    assert [f for f in found if f.severity != "note"] == []


@pytest.mark.parametrize("folder", BAD, ids=code_of)
def test_a_message_is_a_sentence_that_says_what_to_do(folder: Path, tmp_path: Path) -> None:
    for finding in findings(tmp_path, folder, select=selection(folder)):
        assert finding.message[0].isupper() or finding.message[0] in "'`"
        assert finding.message.endswith((".", "?")), finding.message
        assert finding.line >= 1
        assert finding.column >= 1
