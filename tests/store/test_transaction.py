"""One commit or nothing: foreign work stays, a refusal or a kill leaves no half."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from zowerkenwij.store import GitError, Location, StoreError, WriteError, is_interrupted, recover
from zowerkenwij.store.errors import Busy, Changed
from zowerkenwij.store.lock import held
from zowerkenwij.store.transaction import transaction

KILLS = int(os.environ.get("ZWW_KILLS", "30"))
NEW = {
    "handbook/a.md": b"nieuw\n",
    "handbook/versions/a/1.0.md": b"versie\n",
    "handbook/b.md": None,
}


def git(root: Path, *args: str) -> str:
    done = subprocess.run(["git", *args], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def place(tmp_path: Path) -> Location:
    """A repository with two files."""
    (tmp_path / "handbook").mkdir()
    (tmp_path / "handbook" / "handbook.yml").write_text("format: 1\n")
    for name in "abc":
        (tmp_path / "handbook" / f"{name}.md").write_text(f"oud {name}\n")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "Begin")
    return Location(tmp_path, "handbook")


def standing(root: Path) -> dict[str, bytes]:
    """The work tree without git's data."""
    return {
        str(p.relative_to(root)): p.read_bytes()
        for p in sorted(root.rglob("*"))
        if p.is_file() and ".git" not in p.relative_to(root).parts
    }


def test_exactly_the_named_files_become_one_commit(place: Location) -> None:
    made = transaction(place, NEW, "Iets vastgesteld")
    assert made == git(place.root, "rev-parse", "--short", "HEAD").strip()
    assert git(place.root, "log", "-1", "--format=%s", "--name-status").split() == [
        "Iets", "vastgesteld", "M", "handbook/a.md", "D", "handbook/b.md",
        "A", "handbook/versions/a/1.0.md",
    ]  # fmt: skip
    assert git(place.root, "status", "--porcelain") == ""
    assert not is_interrupted(place)


def test_what_others_changed_or_staged_stays_as_it_was(place: Location) -> None:
    (place.root / "handbook" / "c.md").write_text("staged\n")
    (place.root / "x").write_text("nieuw en staged\n")
    git(place.root, "add", "-A")
    (place.root / "handbook" / "c.md").write_text("en verder\n")
    before = git(place.root, "status", "--porcelain"), git(place.root, "diff", "--cached")
    transaction(place, NEW, "Iets")
    assert (git(place.root, "status", "--porcelain"), git(place.root, "diff", "--cached")) == before
    assert git(place.root, "show", "--format=", "--name-only").split() == sorted(NEW)


def test_the_first_commit_of_a_repository_may_be_ours(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    assert transaction(Location(tmp_path, "handbook"), {"handbook/a.md": b"x"}, "Eerste")
    assert git(tmp_path, "ls-files").split() == ["handbook/a.md"]


def _hook(root: Path) -> None:
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'dit mag niet' >&2\nexit 1\n")
    hook.chmod(0o755)


TROUBLE = {
    "a hook that refuses": (_hook, "dit mag niet"),
    "detached": (lambda r: git(r, "checkout", "-q", "--detach"), "tak"),
    "a merge": (lambda r: (r / ".git" / "MERGE_HEAD").write_text("x"), "merge"),
    "a rebase": (lambda r: (r / ".git" / "rebase-merge").mkdir(), "rebase"),
    "bare": (lambda r: git(r, "config", "core.bare", "true"), "bare"),
    "git is busy": (lambda r: (r / ".git" / "index.lock").write_text(""), "index.lock"),
    "no signing key": (
        lambda r: (git(r, "config", "commit.gpgsign", "true"),
                   git(r, "config", "gpg.program", "false")), "ondertekenen",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TROUBLE)
def test_in_trouble_nothing_changes_and_the_reason_is_told(place: Location, name: str) -> None:
    cause, word = TROUBLE[name]
    cause(place.root)
    before, index = standing(place.root), (place.root / ".git" / "index").read_bytes()
    with pytest.raises(GitError) as refused:
        transaction(place, NEW, "Iets")
    assert word in refused.value.message
    assert "niets gewijzigd" in refused.value.message
    assert standing(place.root) == before
    assert (place.root / ".git" / "index").read_bytes() == index
    assert not is_interrupted(place)


def test_without_a_name_git_is_told_who_commits(
    place: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{who}_NAME")
        monkeypatch.delenv(f"GIT_{who}_EMAIL")
    before = standing(place.root)
    with pytest.raises(GitError, match="commit_as"):
        transaction(place, NEW, "Iets")
    assert standing(place.root) == before


def test_a_file_that_changed_since_it_was_read_is_not_overwritten(place: Location) -> None:
    with pytest.raises(Changed):
        transaction(place, NEW, "Iets", read={"handbook/a.md": b"iets anders"})
    assert (place.root / "handbook" / "a.md").read_text() == "oud a\n"


def test_a_second_writer_is_refused_after_a_while(place: Location) -> None:
    with held(place.root / ".git" / "zowerkenwij" / "lock"), pytest.raises(Busy):
        transaction(place, NEW, "Iets", wait=0.1)
    assert transaction(place, NEW, "Iets")


def test_nothing_is_written_outside_the_handbook_or_through_a_link(place: Location) -> None:
    (place.root / "handbook" / "link.md").symlink_to("/tmp/elders")
    for path in ("../x", "/x", "handbook/link.md"):
        with pytest.raises(WriteError):
            transaction(place, {path: b"x"}, "Iets")
    assert not is_interrupted(place)


_CHILD = """
import sys
from pathlib import Path
from zowerkenwij.store import Location
from zowerkenwij.store.transaction import transaction
print("go", flush=True)
transaction(Location(Path(sys.argv[1]), "handbook"),
    {"handbook/a.md": b"nieuw\\n", "handbook/versions/a/1.0.md": b"versie\\n", "handbook/b.md": None}, "Iets")
"""


@pytest.mark.slow
def test_a_kill_at_any_instant_leaves_before_or_after(place: Location) -> None:
    before = standing(place.root)
    after = {**before, "handbook/a.md": b"nieuw\n", "handbook/versions/a/1.0.md": b"versie\n"}
    del after["handbook/b.md"]
    rng = random.Random(3)
    first = git(place.root, "rev-parse", "HEAD").strip()
    seen = set()
    for n in range(KILLS):
        child = subprocess.Popen([sys.executable, "-c", _CHILD, str(place.root)],
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                 start_new_session=True)  # fmt: skip
        assert child.stdout
        child.stdout.readline()
        time.sleep(rng.uniform(0, 0.12))
        (os.killpg if n % 2 else os.kill)(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
        recover(place)
        seen.add(standing(place.root) == after)
        assert standing(place.root) in (before, after)
        assert git(place.root, "status", "--porcelain") == ""
        git(place.root, "fsck", "--strict")
        git(place.root, "reset", "-q", "--hard", first)
        assert transaction(place, {"handbook/c.md": b"verder\n"}, "Verder")
        git(place.root, "reset", "-q", "--hard", first)
    assert seen == {True, False} or KILLS < 20


def test_an_interruption_is_told_and_what_somebody_changed_meanwhile_is_kept(
    place: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zowerkenwij.store import transaction as module

    def dies(*_: object, **__: object) -> None:
        raise SystemExit

    monkeypatch.setattr(module, "_stage", dies)
    monkeypatch.setattr(module, "_settle", lambda _room: None)
    with pytest.raises(SystemExit):
        transaction(place, NEW, "Iets")
    monkeypatch.undo()
    assert is_interrupted(place)
    (place.root / "handbook" / "a.md").write_text("van mij\n")
    said = recover(place)
    assert said
    assert "teruggedraaid" in said
    assert "handbook/a.md" in said
    assert (place.root / "handbook" / "a.md").read_text() == "van mij\n"
    assert (place.root / "handbook" / "b.md").read_text() == "oud b\n"
    assert not (place.root / "handbook" / "versions").exists()
    with pytest.raises(StoreError):
        transaction(Location(place.root.parent / "nergens", ""), {"x": b""}, "Geen git")


def _linked(root: Path) -> Path:
    """A second work tree of the same repository."""
    git(root, "worktree", "add", "-q", "-b", "werk", str(root.parent / "tweede"))
    return root.parent / "tweede"


def _submodule(root: Path) -> Path:
    """The repository as a part of another one."""
    outer = root.parent / "buiten"
    outer.mkdir()
    git(outer, "init", "-q", "-b", "main")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(root), "deel")
    return outer / "deel"


@pytest.mark.parametrize("elsewhere", [_linked, _submodule])
def test_a_linked_work_tree_and_a_submodule_commit_on_their_own_branch(
    tmp_path: Path, elsewhere: Callable[[Path], Path]
) -> None:
    root = tmp_path / "archief"
    (root / "handbook").mkdir(parents=True)
    for name in "abc":
        (root / "handbook" / f"{name}.md").write_text(f"oud {name}\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Begin")
    first, tree = standing(root), elsewhere(root)
    (root / ".git" / "MERGE_HEAD").write_text("x")  # what happens there is not of this place
    assert transaction(Location(tree, "handbook"), NEW, "Iets")
    assert git(tree, "status", "--porcelain") == ""
    assert git(tree, "show", "--format=", "--name-only").split() == sorted(NEW)
    assert standing(root) == first
    assert git(tree, "fsck", "--strict") == ""


def test_a_text_with_two_versions_of_git_in_it_is_not_committed(place: Location) -> None:
    both = b"a\n<<<<<<< HEAD\neen\n=======\ntwee\n>>>>>>> tak\n"
    before = standing(place.root)
    with pytest.raises(GitError, match="samenvoegconflict"):
        transaction(place, {"handbook/a.md": both}, "Iets")
    assert standing(place.root) == before
    assert not is_interrupted(place)


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="prlimit is not there")
@pytest.mark.parametrize("limit", [0, 3, 6, 7, 100])
def test_when_the_disk_fills_up_nothing_is_half_done(place: Location, limit: int) -> None:
    """No file may grow beyond so many bytes; git and we are refused at different moments."""
    before, index = standing(place.root), git(place.root, "status", "--porcelain")
    done = subprocess.run(["prlimit", f"--fsize={limit}", sys.executable, "-B", "-c", _CHILD,
                           str(place.root)], capture_output=True, text=True, check=False)  # fmt: skip
    assert "WriteError" in done.stderr or "GitError" in done.stderr
    assert standing(place.root) == before
    assert git(place.root, "status", "--porcelain") == index
    assert not is_interrupted(place)
    assert transaction(place, NEW, "Nu wel")
