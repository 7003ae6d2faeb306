"""``--commit``: commands that otherwise write the work tree only (records.md)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import edit

DAY = ("--as-of", "2026-11-23")
NEW = ("new", "protocol", "Omgaan met medicijnen", "--owner", "director")
TEXT = "handbook/protocols/antipest.md"


def git(root: Path, *args: str) -> str:
    done = subprocess.run(["git", *args], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout


def committed(root: Path) -> list[str]:
    return git(root, "show", "--format=", "--name-only", "HEAD").split()


@pytest.fixture
def busy(example_in_git: Path) -> Path:
    """The example with another person's work beside it."""
    (example_in_git / "aantekening.txt").write_text("van mij\n", encoding="utf-8")
    edit(example_in_git / "handbook/plan.md", "# ", "# Eigen ")
    git(example_in_git, "add", "aantekening.txt")
    return example_in_git


def test_a_new_draft_is_committed_on_request_only(zww, busy: Path) -> None:
    before = git(busy, "status", "--porcelain")
    assert zww(*NEW, "--handbook", busy, "--commit").code == 0
    assert committed(busy) == ["handbook/protocols/omgaan-met-medicijnen.md"]
    assert git(busy, "status", "--porcelain") == before
    assert zww(*NEW[:2], "Nog een", "--owner", "director", "--handbook", busy).code == 0
    assert git(busy, "rev-list", "--count", "HEAD").strip() == "2"


def test_a_filled_plan_is_committed_also_when_it_was_written_before(zww, busy: Path) -> None:
    fill = ("school", "fill", "de-veerpont", "--school-year", "2027-2028", *DAY, "--handbook", busy)
    assert zww(*fill).code == 0
    assert git(busy, "rev-list", "--count", "HEAD").strip() == "1"
    for _ in range(2):
        assert zww(*fill, "--commit").code == 0
        assert committed(busy) == ["handbook/schools/de-veerpont/plan-de-veerpont.md"]
        assert git(busy, "rev-list", "--count", "HEAD").strip() == "2"


def test_repairs_are_committed_and_only_with_fix(zww, busy: Path) -> None:
    edit(busy / TEXT, "## Doe nu", "Zie [Onze meldcode](meldcode.md).\n\n## Doe nu")
    edit(busy / "handbook/protocols/meldcode.md", "\naliases: [", "\naliases: [Onze meldcode, ")
    git(busy, "commit", "-qam", "Begin")
    assert zww("check", "--commit", *DAY, "--handbook", busy).code == 2
    zww("check", "--fix", "--select", "ZW204", "--commit", *DAY, "--handbook", busy)
    assert committed(busy) == [TEXT]


def test_without_git_a_commit_is_refused_and_nothing_is_written(zww, example: Path) -> None:
    answer = zww(*NEW, "--handbook", example, "--commit")
    assert answer.code == 3
    assert "git" in answer.err
    assert not (example / "handbook/protocols/omgaan-met-medicijnen.md").exists()
