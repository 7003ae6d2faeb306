"""Answers from memory: the same as the first time, and only for the same handbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import edit
from zowerkenwij.cli.instant import HELP
from zowerkenwij.cli.program import program

DAY = ("--as-of", "2026-11-23")


@pytest.fixture
def committed(example_in_git: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(example_in_git)
    return example_in_git


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(argv: list[str]) -> int:
        raise AssertionError(f"{argv} was carried out again")

    monkeypatch.setattr("zowerkenwij.cli.program.run", refuse)


def test_the_help_page_on_file_is_that_of_the_program() -> None:
    """Renew it: python -c "import zowerkenwij.cli.instant as i; i.write_help()"."""
    shown = CliRunner().invoke(program, ["--help"], prog_name="zowerkenwij", terminal_width=80)
    assert Path(HELP).read_text(encoding="utf-8") == shown.output


@pytest.mark.parametrize(
    "args", [("check",), ("check", "--format", "json"), ("list",), ("show", "meldcode"),
             ("review", "agenda"), ("review", "status"), ("review", "report", "--to", "html")]
)  # fmt: skip
def test_a_second_answer_is_the_first_one(
    zww, committed: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    first = zww(*args, *DAY)
    forbid_reading(monkeypatch)
    assert zww(*args, *DAY) == first


def test_a_change_anywhere_gives_a_new_answer(zww, committed: Path) -> None:
    before = zww("show", "plan", "--draft", *DAY)
    edit(
        committed / "handbook" / "plan.md",
        "een grap die niemand pijn doet",
        "een grap waar iedereen om lacht",
    )
    after = zww("show", "plan", "--draft", *DAY)
    assert "grap waar iedereen om lacht" in after.out
    assert "grap waar iedereen om lacht" not in before.out


def test_another_day_another_folder_or_another_width_is_asked_anew(
    zww, committed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zww("check", *DAY)
    forbid_reading(monkeypatch)
    with pytest.raises(AssertionError, match="carried out again"):
        zww("check", "--as-of", "2026-11-24")
    monkeypatch.setenv("COLUMNS", "40")
    with pytest.raises(AssertionError, match="carried out again"):
        zww("check", *DAY)


def test_a_review_command_that_writes_is_carried_out_each_time(
    zww, committed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zww("review", "start", "2026-2027", *DAY)
    forbid_reading(monkeypatch)
    for args in (("start", "2026-2027"), ("report", "-o", "verslag.md"), ("sheets", "--to", "csv")):
        with pytest.raises(AssertionError, match="carried out again"):
            zww("review", *args, *DAY)


def test_wrong_usage_is_not_remembered(zww, committed: Path) -> None:
    assert [zww("check", "--formaat", *DAY).code for _ in range(2)] == [2, 2]
    assert not list((committed / ".git" / "zowerkenwij" / "memo").glob("*"))


@pytest.mark.parametrize(
    "args", [("--", "meldcode"), ("--handbook", ".", "meldcode")], ids=" ".join
)
def test_a_place_that_can_be_read_in_two_ways_is_not_remembered(
    zww, committed: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    words = ("show", "--handbook", committed, *args)
    zww(*words)
    forbid_reading(monkeypatch)
    with pytest.raises(AssertionError, match="carried out again"):
        zww(*words)


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "half": lambda kept: kept[: len(kept) // 2],
    "longer": lambda kept: kept + b"meer",
    "nothing": lambda kept: b"",
    "a letter that is none": lambda kept: kept[:-2] + b"\xff\n",
    "another code": lambda kept: kept[:32] + b"7" + kept[33:],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_answer_is_worked_out_again(
    zww, committed: Path, damage: Callable[[bytes], bytes]
) -> None:
    first = zww("check", *DAY)
    for path in (committed / ".git" / "zowerkenwij" / "memo").iterdir():
        path.write_bytes(damage(path.read_bytes()))
    assert zww("check", *DAY) == first


def test_a_repair_is_never_remembered(zww, committed: Path, monkeypatch) -> None:
    zww("check", "--fix", *DAY)
    forbid_reading(monkeypatch)
    with pytest.raises(AssertionError, match="carried out again"):
        zww("check", "--fix", *DAY)
