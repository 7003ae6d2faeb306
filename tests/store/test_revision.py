"""A handbook as it was in git: the same loader, two processes."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.store.conftest import DOCUMENT, said
from tests.store.test_files import NAMES
from zowerkenwij.store import GitError, Revision, WorkTree, load


def run(root: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=root, check=True, capture_output=True, text=True
    ).stdout.strip()


def commit(root: Path) -> str:
    run(root, "add", "-A")
    run(root, "commit", "-qm", "x")
    return run(root, "rev-parse", "HEAD")


@pytest.fixture
def repository(make: Any) -> Path:
    root = make()
    run(root, "init", "-q", "-b", "main")
    commit(root)
    return root


def test_a_revision_is_what_it_was_whatever_the_work_tree_says(repository: Path) -> None:
    path = repository / "handbook/protocols/antipest.md"
    old = run(repository, "rev-parse", "HEAD")
    path.write_text(DOCUMENT.replace("Tekst.", "Nieuw."))
    new = commit(repository)
    path.write_text("kapot")
    assert "Tekst." in load(Revision(repository, "handbook", old)).by_id["antipest"].body
    assert "Nieuw." in load(Revision(repository, "handbook", new)).by_id["antipest"].body
    assert load(WorkTree(repository)).unreadable


def test_a_clean_work_tree_and_its_revision_are_the_same_handbook(example_in_git: Path) -> None:
    here, there = load(WorkTree(example_in_git)), load(Revision(example_in_git, "handbook", "HEAD"))
    assert here.files == there.files
    assert here.documents == there.documents
    assert here.versions == there.versions
    assert here.people == there.people


def test_any_file_name_can_be_read_from_git(repository: Path) -> None:
    for number, name in enumerate(NAMES):
        (repository / "handbook" / name).write_text(DOCUMENT.replace("antipest", f"d-{number}"))
    commit(repository)
    handbook = load(Revision(repository, "handbook", "HEAD"))
    assert handbook.unreadable == ()
    assert {d.path for d in handbook.documents} >= {f"handbook/{name}" for name in NAMES}


def test_links_and_modules_in_git_are_reported(repository: Path) -> None:
    (repository / "handbook" / "link.md").symlink_to("/etc/hostname")
    commit(repository)
    run(repository, "update-index", "--add", "--cacheinfo", f"160000,{'a' * 40},handbook/module")
    run(repository, "commit", "-qm", "module")
    assert said(load(Revision(repository, "handbook", "HEAD"))) == [
        "link.md:1 ZW101",
        "module:1 ZW101",
    ]


def test_a_file_too_big_in_git_is_one_finding(repository: Path) -> None:
    (repository / "handbook/a.md").write_bytes(b"x" * 5_000_001)
    (repository / "handbook/b.md").write_text(DOCUMENT.replace("antipest", "b"))
    commit(repository)
    handbook = load(Revision(repository, "handbook", "HEAD"))
    assert said(handbook) == ["a.md:1 ZW101"]
    assert "b" in handbook.by_id


@pytest.mark.parametrize(
    "rev", ["bestaat-niet", "-x", "--output=/tmp/x", "", "a\0b", "HEAD:handbook", "'"]
)
def test_a_revision_that_does_not_exist_is_refused_in_dutch(repository: Path, rev: str) -> None:
    if rev == "HEAD:handbook":
        rev = "HEAD~99"
    with pytest.raises(GitError) as refusal:
        load(Revision(repository, "handbook", rev))
    assert "bestaat niet" in refusal.value.message


def test_without_git_there_is_no_revision(make: Any) -> None:
    with pytest.raises(GitError) as refusal:
        load(Revision(make(), "handbook", "HEAD"))
    assert "--rev" in refusal.value.message


def test_a_handbook_lower_in_a_repository_keeps_its_own_paths(make: Any, tmp_path: Path) -> None:
    root = make()
    inner = tmp_path / "dieper"
    inner.mkdir()
    (root / "handbook").rename(inner / "handbook")
    run(root, "init", "-q")
    commit(root)
    handbook = load(Revision(inner, "handbook", "HEAD"))
    assert handbook.by_id["antipest"].path == "handbook/protocols/antipest.md"


def test_loading_a_revision_starts_two_processes_for_any_number_of_files(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(50):
        (repository / f"handbook/d-{number}.md").write_text(
            DOCUMENT.replace("antipest", f"d-{number}")
        )
    commit(repository)
    started: list[Any] = []
    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: started.append(a) or popen(*a, **k))
    assert len(load(Revision(repository, "handbook", "HEAD")).documents) == 51
    assert len(started) == 2
    load(WorkTree(repository))
    assert len(started) == 2
