"""``verify``, ``history``, and ``show`` and ``list`` on a day: shapes and exit codes (cli.md)."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Answer, edit

RECORD = "handbook/protocols/antipest.md"
REVIEW = """\
reviews:
  - {year: 2026, on: 2026-10-01, by: director, outcome: unchanged, basis: Nog goed.}
"""


def git(root: Path, *args: str) -> str:
    return subprocess.run(
        ["git", *args], cwd=root, check=True, capture_output=True, text=True
    ).stdout


def value(answer: Answer, code: int = 0) -> Any:
    assert answer.code == code, answer.out + answer.err
    return json.loads(answer.out)


@pytest.fixture
def book(example_in_git: Path) -> tuple[str, Path]:
    return ("--handbook", example_in_git)


@pytest.fixture
def shallow(example_in_git: Path, tmp_path: Path) -> Path:
    """A copy that has only the newest of two commits."""
    (example_in_git / "brief.txt").write_text("x", encoding="utf-8")
    git(example_in_git, "add", "-A")
    git(example_in_git, "commit", "-qm", "Brief")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{example_in_git}", "ondiep")
    return tmp_path / "ondiep"


# -- verify ------------------------------------------------------------------------------------


def test_verify_counts_what_matches(zww, book: tuple[str, Path]) -> None:
    count = len(list(book[1].glob("handbook/versions/*/*.md")))
    assert value(zww("verify", "--format", "json", *book)) == {
        "format": 1, "checked": count, "matching": count, "problems": [],
    }  # fmt: skip
    assert zww("verify", *book).out == f"Alle {count} vastgestelde teksten kloppen.\n"


def test_verify_names_document_version_and_problem(zww, book: tuple[str, Path]) -> None:
    (book[1] / "handbook/versions/antipest/1.0.md").unlink()
    found = value(zww("verify", "--format", "json", *book), 1)
    assert list(found) == ["format", "checked", "matching", "problems"]
    assert found["matching"] == found["checked"] - 1
    assert {(p["document"], p["version"]) for p in found["problems"]} == {("antipest", "1.0")}
    assert all(list(p) == ["document", "version", "problem"] for p in found["problems"])
    assert "antipest 1.0\n  De vastgestelde tekst ontbreekt" in zww("verify", *book).out


def test_verify_of_a_part_of_the_history_is_no_proof(zww, shallow: Path) -> None:
    answer = zww("verify", "--format", "json", "--handbook", shallow)
    assert value(answer, 3)["problems"] == []
    assert "git fetch --unshallow" in answer.err


def test_verify_without_git_looks_at_the_files_only(zww, example: Path) -> None:
    answer = zww("verify", "--format", "json", "--handbook", example)
    assert value(answer, 3)["problems"] == []
    assert "geen git-archief" in answer.err


# -- history -----------------------------------------------------------------------------------


def test_history_has_versions_reviews_and_commits(zww, book: tuple[str, Path]) -> None:
    edit(book[1] / RECORD, "reviews:\n", REVIEW)
    git(book[1], "commit", "-qam", "Evaluatie")
    found = value(zww("history", "antipest", "--format", "json", *book))
    assert list(found) == ["format", "id", "versions", "reviews", "commits"]
    first, version = found["versions"]
    assert (first["version"], first["adopted"]["on"]) == ("1.0", "2024-06-11")
    assert (version["version"], version["adopted"]["on"]) == ("2.0", "2025-06-10")
    assert version["consulted"][0]["body"] == "gmr"
    assert ("2026-10-01", "unchanged") in [(r["on"], r["outcome"]) for r in found["reviews"]]
    assert len(found["reviews"]) == 3
    assert len(found["commits"]) == 2
    newest = found["commits"][0]
    assert list(newest) == ["commit", "on", "path", "digest"]
    assert newest["commit"] == git(book[1], "rev-parse", "HEAD").strip()
    assert newest["path"] == RECORD
    assert newest["digest"] == version["digest"]


def test_history_says_that_a_document_was_withdrawn(zww, book: tuple[str, Path]) -> None:
    assert "ingetrokken" not in zww("history", "antipest", *book).out
    ended = "withdrawn: {on: 2026-11-20, by: board, reason: Opgegaan., successor: meldcode}\n"
    edit(book[1] / RECORD, "reviews:\n", f"{ended}reviews:\n")
    line = "  ingetrokken per 2026-11-20 door college van bestuur: Opgegaan. Opvolger: meldcode.\n"
    assert line in zww("history", "antipest", *book).out
    found = value(zww("history", "antipest", "--format", "json", *book))
    assert found["withdrawn"] == {
        "on": "2026-11-20", "by": "board", "reason": "Opgegaan.", "successor": "meldcode",
    }  # fmt: skip


def test_history_by_a_former_id_says_so(zww, book: tuple[str, Path]) -> None:
    assert zww("rename", "antipest", "pesten", *book).code == 0
    answer = zww("history", "antipest", "--format", "json", *book)
    found = value(answer)
    assert found["id"] == "pesten"
    assert [c["path"] for c in found["commits"]] == ["handbook/protocols/pesten.md", RECORD]
    assert "'antipest' heet nu 'pesten'." in answer.err


def test_history_of_a_shallow_copy_shows_what_there_is(zww, shallow: Path) -> None:
    answer = zww("history", "antipest", "--format", "json", "--handbook", shallow)
    assert value(answer, 3)["versions"]
    assert "git fetch --unshallow" in answer.err


def test_history_needs_git_and_a_known_id(zww, example: Path, book: tuple[str, Path]) -> None:
    unknown = zww("history", "antipst", *book)
    assert (unknown.code, "Bedoel je 'antipest'?" in unknown.out + unknown.err) == (1, True)
    shutil.rmtree(example / ".git")
    answer = zww("history", "antipest", "--handbook", example)
    assert (answer.code, "geen git-archief" in answer.err) == (3, True)


# -- show --------------------------------------------------------------------------------------

SHOWN = ["format", "id", "title", "type", "version", "state", "adopted", "effective", "digest",
         "path", "text"]  # fmt: skip


def test_show_gives_the_text_of_the_day(zww, book: tuple[str, Path]) -> None:
    command = ("show", "antipest", "--format", "json", *book)
    found = value(zww(*command, "--as-of", "2025-08-01"))
    assert list(found) == SHOWN
    assert {k: found[k] for k in SHOWN[3:8]} == {
        "type": "protocol", "version": "2.0", "state": "in-force", "adopted": "2025-06-10",
        "effective": "2025-08-01",
    }  # fmt: skip
    assert found["path"] == "handbook/versions/antipest/2.0.md"
    assert found == value(zww(*command, "--version", "2.0", "--as-of", "2025-08-01"))


@pytest.mark.parametrize(("day", "state"), [("2024-07-31", "adopted"), ("2024-06-10", "draft")])
def test_show_before_the_text_was_in_force_has_no_text(
    zww, book: tuple[str, Path], day: str, state: str
) -> None:
    answer = zww("show", "antipest", "--as-of", day, "--format", "json", *book)
    found = value(answer, 1)
    assert list(found) == SHOWN
    assert (found["state"], found["version"], found["text"]) == (state, None, None)
    assert f"op {day} geen versie van kracht" in answer.err
    plain = zww("show", "antipest", "--as-of", day, *book)
    assert (plain.code, plain.out) == (1, "")


def test_show_gives_the_working_text_and_the_adopted_one(zww, book: tuple[str, Path]) -> None:
    command = ("show", "antipest", "--format", "json", "--as-of", "2026-11-23", *book)
    adopted = value(zww(*command))
    edit(book[1] / RECORD, "Vertel het vandaag", "Vertel het morgen")
    draft = value(zww(*command, "--draft"))
    assert list(draft) == SHOWN
    assert (draft["state"], draft["version"], draft["path"]) == ("draft", None, RECORD)
    assert "Vertel het morgen" in draft["text"]
    assert draft["digest"] != adopted["digest"]
    assert value(zww(*command)) == adopted


def test_show_of_an_unknown_version_names_the_known_ones(zww, book: tuple[str, Path]) -> None:
    answer = zww("show", "antipest", "--version", "7.0", *book)
    assert answer.code == 1
    assert "Versie 7.0 van 'antipest' bestaat niet. Er is: 1.0, 2.0." in answer.out + answer.err


def test_show_by_a_former_id_says_so(zww, book: tuple[str, Path]) -> None:
    command = ("--format", "json", "--as-of", "2026-11-23", *book)
    before = value(zww("show", "antipest", *command))
    assert zww("rename", "antipest", "pesten", *book).code == 0
    answer = zww("show", "antipest", *command)
    found = value(answer)
    assert (found["id"], found["text"]) == ("pesten", before["text"])
    assert "'antipest' heet nu 'pesten'." in answer.err


def test_show_without_the_adopted_file_is_no_guess(zww, book: tuple[str, Path]) -> None:
    (book[1] / "handbook/versions/antipest/2.0.md").unlink()
    answer = zww("show", "antipest", "--as-of", "2026-11-23", *book)
    assert (answer.code, answer.out) == (3, "")
    assert "handbook/versions/antipest/2.0.md" in answer.err


# -- list --------------------------------------------------------------------------------------


def rows(answer: Answer) -> dict[str, Any]:
    return {row["id"]: row for row in value(answer)["documents"]}


def test_list_on_a_past_day_leaves_out_what_was_not_adopted(zww, book: tuple[str, Path]) -> None:
    command = ("list", "--format", "json", *book)
    assert "antipest" not in rows(zww(*command, "--as-of", "2024-06-10"))
    adopted = rows(zww(*command, "--as-of", "2024-07-31"))["antipest"]
    assert (adopted["state"], adopted["version"], adopted["upcoming"]) == ("adopted", "1.0", "1.0")
    assert rows(zww(*command, "--as-of", "2024-08-01"))["antipest"]["state"] == "in-force"


def test_list_on_a_day_knows_no_later_review(zww, book: tuple[str, Path]) -> None:
    command = ("list", "--format", "json", *book)
    before = rows(zww(*command, "--as-of", "2026-09-30"))["antipest"]
    later = REVIEW.replace("unchanged,", "postpone, until: 2026-12-01,")
    edit(book[1] / RECORD, "reviews:\n", later)
    assert rows(zww(*command, "--as-of", "2026-09-30"))["antipest"] == before
    after = rows(zww(*command, "--as-of", "2026-10-01"))["antipest"]
    assert (after["review_due"], before["review_due"] > "2027") == ("2026-12-01", True)


def test_history_for_people_has_labels_and_no_ids(zww, book: tuple[str, Path]) -> None:
    said = zww("history", "meldcode", *book).out
    for words in ("door de eigenaar", "door college van bestuur", "redactioneel: Het is nu",
                  "gemeenschappelijke medezeggenschapsraad op 2024-05-28, instemming",
                  "door aandachtsfunctionaris: ongewijzigd handhaven"):  # fmt: skip
        assert words in said
    assert not {"board", "gmr", "consent", "attention-officer"}.intersection(said.split())
