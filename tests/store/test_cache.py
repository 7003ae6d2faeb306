"""Outlines that python-markdown had to make are made once; losing the memory is safe."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.store.conftest import DOCUMENT
from tests.store.test_revision import run
from zowerkenwij.store import WorkTree, cache, load
from zowerkenwij.text import outline, quick_outline

SLOW = 'Titel\n=====\n\n## Twee {: #twee .klas }\n\n[a]: ander.md#x\n\n::: audience staff\nZie [a] en <b id="c">d</b>. {{ school.name }}\n:::\n'
DOC = "handbook/protocols/antipest.md"


@pytest.fixture
def repository(make: Any) -> Path:
    root = make({DOC: DOCUMENT.partition("# ")[0] + SLOW})
    run(root, "init", "-q")
    return root


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were worked out the slow way."""
    texts: list[str] = []
    monkeypatch.setattr(cache, "outline", lambda body: texts.append(body) or outline(body))
    return texts


def test_a_slow_outline_is_made_once_and_is_the_same_afterwards(
    repository: Path, worked: list[str]
) -> None:
    assert quick_outline(SLOW) is None
    first = load(WorkTree(repository))
    again = load(WorkTree(repository))
    assert worked == [SLOW]
    assert again.documents[0].outline == first.documents[0].outline == outline(SLOW)
    assert (repository / ".git/zowerkenwij/cache.sqlite").is_file()


def test_texts_that_the_scanner_settles_open_no_file(make: Any) -> None:
    root = make()
    run(root, "init", "-q")
    load(WorkTree(root))
    assert not (root / ".git/zowerkenwij").exists()


def test_another_text_or_program_is_another_outline(
    repository: Path, worked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(WorkTree(repository))
    (repository / DOC).write_text((repository / DOC).read_text() + "\nMeer.\n")
    load(WorkTree(repository))
    monkeypatch.setattr("zowerkenwij.store.remember.program", lambda: "een ander programma")
    load(WorkTree(repository))
    assert len(worked) == 3


def no_folder(root: Path) -> None:
    folder = root / ".git/zowerkenwij"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_text("in de weg")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "nonsense": lambda root: (root / ".git/zowerkenwij/cache.sqlite").write_bytes(
        b"geen database" * 99
    ),
    "empty": lambda root: (root / ".git/zowerkenwij/cache.sqlite").write_bytes(b""),
    "half": lambda root: (root / ".git/zowerkenwij/cache.sqlite").write_bytes(
        (root / ".git/zowerkenwij/cache.sqlite").read_bytes()[:5000]
    ),
    "no folder": no_folder,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_memory_is_made_anew_or_done_without(
    repository: Path, worked: list[str], damage: Callable[[Path], object]
) -> None:
    load(WorkTree(repository))
    damage(repository)
    for _ in range(2):
        handbook = load(WorkTree(repository))
        assert handbook.documents[0].outline == outline(SLOW)
        assert handbook.unreadable == ()
    assert len(worked) >= 2


@pytest.mark.parametrize("value", ["[]", "{", "null", "[[[1]],[],[],[],[],1,false]"])
def test_a_row_that_makes_no_sense_is_worked_out_again(
    repository: Path, worked: list[str], value: str
) -> None:
    import sqlite3

    load(WorkTree(repository))
    file = sqlite3.connect(repository / ".git/zowerkenwij/cache.sqlite")
    with file:
        file.execute("UPDATE outlines SET value = ?", (value,))
    file.close()
    assert load(WorkTree(repository)).documents[0].outline == outline(SLOW)
    assert len(worked) == 2


def test_without_git_the_user_s_cache_folder_is_used(
    make: Any,
    worked: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("xdg")))
    root = make({DOC: DOCUMENT.partition("# ")[0] + SLOW})
    before = sorted(root.rglob("*"))
    load(WorkTree(root))
    load(WorkTree(root))
    assert len(worked) == 1
    assert sorted(root.rglob("*")) == before


def test_a_locked_memory_does_not_hold_up_a_check(repository: Path) -> None:
    code = "import sqlite3, sys, time; f = sqlite3.connect(sys.argv[1], isolation_level=None); f.execute('BEGIN EXCLUSIVE'); print('vast', flush=True); time.sleep(30)"
    load(WorkTree(repository))
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(repository / ".git/zowerkenwij/cache.sqlite")],
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout
        holder.stdout.readline()
        assert load(WorkTree(repository)).documents[0].outline == outline(SLOW)
    finally:
        holder.kill()
        holder.communicate()
