"""What the rules on adopting say, and where they leave the word to another rule."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.rules.examples import DAY, HERE, base_file, findings, handbook, lines
from zowerkenwij.rules import Finding, check
from zowerkenwij.store import WorkTree, load

ANTIPEST, MELDCODE = "protocols/antipest.md", "protocols/meldcode.md"
VERSION = "versions/antipest/1.0.md"


def found(tmp_path: Path, *changed: tuple[str, str, str]) -> tuple[Finding, ...]:
    """What is found when these texts are replaced in files as they stand; nothing is adopted."""
    files: dict[str, str] = {VERSION: base_file(VERSION)}
    for path, old, new in changed:
        text = files.get(path) or base_file(path)
        assert old in text, (path, old)
        files[path] = text.replace(old, new)
    return findings(tmp_path, files=files)


def test_a_text_under_revision_is_a_note_and_no_more(tmp_path: Path) -> None:
    (one,) = found(tmp_path, (ANTIPEST, "Stop het pesten.", "Stop elk pesten."))
    assert (one.code, one.severity) == ("ZW402", "note")
    assert "zowerkenwij adopt antipest" in one.message


@pytest.mark.parametrize(("old", "new"), [
    ("summary: Wat", "keywords: [ruzie]\nsummary: Wat"), ("1. Stop het pesten.", "1. Stop het pesten.  "),
    ("owner: coordinator", "owner: director"), ("\n## Nazorg", "\r\n## Nazorg"),
    ("short_links: [205679]", "short_links: [205679]\nreview: {every: P1Y}"),
])  # fmt: skip
def test_what_is_no_part_of_the_text_may_change(tmp_path: Path, old: str, new: str) -> None:
    assert [f for f in found(tmp_path, (ANTIPEST, old, new)) if f.code[:3] == "ZW4"] == []


@pytest.mark.parametrize(("old", "new", "word"), [
    ("effective: 2025-08-01", "effective: 2025-09-01", "de ingangsdatum"),
    ("on: 2025-06-10}", "on: 2025-06-11}", "de vaststelling"),
    ("note: Eerste", "note: Laatste", "wat er is veranderd"),
    ("change: major", "change: minor", "de soort wijziging"),
    ("digest: sha256:", "reason: Daarom.\n    digest: sha256:", "de reden"),
    ("effective: 2025-08-01", "effective: 2025-08-01\n    expires: 2027-08-01", "de einddatum"),
])  # fmt: skip
def test_a_ledger_that_was_edited_is_one_error_that_names_the_part(
    tmp_path: Path, old: str, new: str, word: str
) -> None:
    (one,) = found(tmp_path, (ANTIPEST, old, new))
    assert (one.code, one.severity, one.path) == ("ZW402", "error", f"handbook/{ANTIPEST}")
    assert word in one.message
    assert one.related[0].path == f"handbook/{VERSION}"


def test_a_digest_that_was_edited_in_the_ledger_is_one_error(tmp_path: Path) -> None:
    (one,) = found(tmp_path, (ANTIPEST, "digest: sha256:", f"digest: sha256:{'1b' * 32} #"))
    assert (one.code, one.severity) == ("ZW402", "error")


@pytest.mark.parametrize("both", [False, True])
def test_a_version_file_that_was_edited_is_one_error(tmp_path: Path, both: bool) -> None:
    edits = [(path, "Stop het pesten.", "Stop elk pesten.") for path in (VERSION, ANTIPEST)]
    (one,) = found(tmp_path, *(edits if both else edits[:1]))
    assert (one.code, one.severity, one.path) == ("ZW409", "error", f"handbook/{VERSION}")


def test_a_body_that_does_not_exist_is_said_once(tmp_path: Path) -> None:
    assert [f.code for f in found(tmp_path, (ANTIPEST, "by: board", "by: bord"))] == ["ZW104"]


def test_a_record_that_cannot_be_read_makes_no_version_file_astray(tmp_path: Path) -> None:
    assert [f.code for f in found(tmp_path, (ANTIPEST, "owner:", "owner: ["))] == ["ZW101"]
    assert [f.code for f in found(tmp_path / "b", (VERSION, "type: protocol", "type: ["))] == [
        "ZW101"
    ]


def test_a_folder_of_a_document_that_was_renamed_is_named(tmp_path: Path) -> None:
    text = base_file(ANTIPEST, ("id: antipest", "id: pesten\nformer_ids: [antipest]"))
    handbook(tmp_path)
    (tmp_path / "handbook" / ANTIPEST).unlink()
    (tmp_path / "handbook/protocols/pesten.md").write_text(text, encoding="utf-8")
    before = check(load(WorkTree(tmp_path, "handbook")), DAY, select=["ZW4"])
    assert [(f.code, f.path) for f in before] == [("ZW408", f"handbook/{VERSION}")]
    assert "heet nu 'pesten'" in before[0].message
    versions = tmp_path / "handbook" / "versions"
    (versions / "antipest").rename(versions / "pesten")
    assert check(load(WorkTree(tmp_path, "handbook")), DAY, select=["ZW4"]) == ()


def test_a_decision_after_a_day_in_the_past_is_not_in_the_future(tmp_path: Path) -> None:
    book = handbook(tmp_path)
    past = date(2025, 1, 1)
    assert "ZW401" not in {f.code for f in check(book, past, today=DAY)}
    assert "ZW401" in {f.code for f in check(book, past)}
    assert "ZW401" in {f.code for f in check(book, past, today=date(2025, 2, 1))}
    assert "ZW401" not in {f.code for f in check(book, DAY, today=past)}


def test_what_is_asked_now_was_not_asked_of_versions_that_no_longer_hold(tmp_path: Path) -> None:
    folder = HERE / "ZW401" / "good"
    settings = base_file(
        "handbook.yml",
        ("editorial: [board]}}\n  - {id: guideline",
         "editorial: [board]}, consult: {major: [{body: bod, right: consent}]}}\n  - {id: guideline"),
        ("bodies:\n", "bodies:\n  - {id: bod, label: raad, kind: council}\n"),
    )  # fmt: skip
    versions = {VERSION: base_file(VERSION)}
    got = findings(tmp_path, folder, files={"handbook.yml": settings, **versions}, select=["ZW403"])
    assert lines(got) == [
        "ZW403 handbook/protocols/antipest.md:22", "ZW403 handbook/protocols/meldcode.md:21"
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["antipest/1.1.md", "antipesten/1.0.md"])
def test_a_version_file_that_was_moved_is_one_error_that_says_where_it_belongs(
    tmp_path: Path, path: str
) -> None:
    handbook(tmp_path)
    versions = tmp_path / "handbook" / "versions"
    (versions / path).parent.mkdir(exist_ok=True)
    (versions / "antipest/1.0.md").rename(versions / path)
    (one,) = check(load(WorkTree(tmp_path, "handbook")), DAY)
    assert (one.code, one.path) == ("ZW408", f"handbook/versions/{path}")
    assert "versions/antipest/1.0.md" in one.message


@pytest.mark.parametrize("size", [10, 6_000_000])
def test_an_attachment_that_is_too_large_to_read_is_left_to_verify(
    tmp_path: Path, size: int
) -> None:
    folder = HERE / "ZW409" / "good"
    handbook(tmp_path, folder)
    (tmp_path / "handbook/assets/plattegrond.png").write_bytes(b"0" * size)
    codes = [f.code for f in check(load(WorkTree(tmp_path, "handbook")), DAY, select=["ZW4"])]
    assert codes == (["ZW409"] if size < 5_000_000 else [])


def test_an_attachment_that_is_gone_is_said_once(tmp_path: Path) -> None:
    handbook(tmp_path, HERE / "ZW409" / "good")
    (tmp_path / "handbook/assets/plattegrond.png").unlink()
    assert [f.code for f in check(load(WorkTree(tmp_path, "handbook")), DAY)] == ["ZW212"]


@pytest.mark.parametrize("end", ["", "withdrawn: {on: 2026-09-01, by: board, reason: Oud.}\n"])
def test_who_adopted_a_withdrawn_document_no_longer_matters(tmp_path: Path, end: str) -> None:
    changes = [
        (ANTIPEST, "versions:\n", f"{end}versions:\n"),
        (ANTIPEST, "by: board, on: 2025", "by: mr, on: 2025"),
        (VERSION, "by: board\n    on: 2025", "by: mr\n    on: 2025"),
    ]
    got = [f.code for f in found(tmp_path, *changes) if f.code[:3] == "ZW4"]
    assert got == ([] if end else ["ZW405"])
