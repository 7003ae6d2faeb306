"""The commits behind a document, found again after moves, renames and merges."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import edit
from tests.store.test_verify import RECORD, commit, git
from zowerkenwij.store import Location, history, log
from zowerkenwij.store.errors import GitError
from zowerkenwij.store.history import Behind
from zowerkenwij.store.single import load_one


def behind(root: Path, id_: str) -> tuple[Behind, ...]:
    location = Location(root, "handbook")
    handbook = load_one(location, id_)
    assert handbook is not None
    document = handbook.find(id_)
    assert document is not None
    return history.commits(history.need(log.repository(location)), handbook, document)


def test_every_change_of_the_text_is_a_row_with_its_digest(starter: Path) -> None:
    path = starter / RECORD
    first = behind(starter, "informatiefolder")
    path.write_bytes(path.read_bytes() + b"\nEen nieuwe zin.\n")
    commit(starter)
    rows = behind(starter, "informatiefolder")
    assert rows[1:] == first
    assert rows[0].commit == git(starter, "rev-parse", "HEAD").strip()
    assert rows[0].path == RECORD
    assert rows[0].digest not in (None, first[0].digest)


def test_moves_and_a_rename_are_followed(starter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = behind(starter, "informatiefolder")
    for folder in ("een", "twee"):
        (starter / "handbook" / folder).mkdir()
    git(starter, "mv", RECORD, "handbook/een/informatiefolder.md")
    commit(starter)
    git(starter, "mv", "handbook/een/informatiefolder.md", "handbook/twee/informatiefolder.md")
    commit(starter)
    git(starter, "mv", "handbook/twee/informatiefolder.md", "handbook/twee/folder.md")
    git(starter, "mv", "handbook/versions/informatiefolder", "handbook/versions/folder")
    edit(
        starter / "handbook/twee/folder.md",
        "id: informatiefolder\n", "id: folder\nformer_ids: [informatiefolder]\n",
    )  # fmt: skip
    commit(starter)
    rows = behind(starter, "folder")
    assert [r.path for r in rows[:3]] == [
        "handbook/twee/folder.md", "handbook/twee/informatiefolder.md",
        "handbook/een/informatiefolder.md",
    ]  # fmt: skip
    assert rows[3:] == before
    assert behind(starter, "informatiefolder") == rows


def test_no_more_than_six_git_processes(starter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    original = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: started.append(a) or original(*a, **k))
    behind(starter, "informatiefolder")
    assert 1 <= len(started) <= 6


def test_a_linked_work_tree_has_the_same_history(starter: Path, tmp_path: Path) -> None:
    git(starter, "worktree", "add", "-q", str(tmp_path / "naast"))
    assert behind(tmp_path / "naast", "informatiefolder") == behind(starter, "informatiefolder")


def test_a_broken_archive_is_told_in_dutch(starter: Path) -> None:
    (starter / ".git/HEAD").unlink()
    with pytest.raises(GitError, match=r"^De map \.git is beschadigd.*git clone\.$"):
        log.repository(Location(starter, "handbook"))
