"""The memory of a check: the same state gives the same answer, any change forgets it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.store.conftest import DOCUMENT, HANDBOOK
from tests.store.test_revision import commit, run
from zowerkenwij.store import Location, memo
from zowerkenwij.store import remember as remember_

KEY = ["check", "2026-11-23"]


@pytest.fixture
def repository(make: Any) -> Path:
    root = make(
        {
            "handbook/people.yml": "[]\n",
            "handbook/plaat.png": b"x",
            ".gitignore": "people.yml\nbuiten/\n",
        }
    )
    run(root, "init", "-q")
    commit(root)
    return root


def recalled(root: Path, key: list[Any] = KEY) -> Any:
    found = memo(Location(root, "handbook"), key)
    assert found is not None
    return found.value


def remember(root: Path, value: Any = None) -> None:
    found = memo(Location(root, "handbook"), KEY)
    assert found is not None
    found.store(value or {"findings": ["één"]})


def test_an_unchanged_handbook_is_remembered(repository: Path) -> None:
    assert recalled(repository) is None
    remember(repository)
    assert recalled(repository) == {"findings": ["één"]}
    assert recalled(repository, ["check", "2026-11-24"]) is None


def put(path: str, text: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)

    return change


def hidden_from_git(root: Path) -> None:
    run(root, "update-index", "--assume-unchanged", "handbook/protocols/antipest.md")
    (root / "handbook/protocols/antipest.md").write_text("anders")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a changed record": put("handbook/protocols/antipest.md", DOCUMENT + "meer"),
    "a new record": put("handbook/nieuw.md", DOCUMENT),
    "the people, which git ignores": put("handbook/people.yml", "- {id: a, name: A}\n"),
    "a file in an ignored folder": put("handbook/buiten/x.md", "x"),
    "a staged record": lambda root: (
        put("handbook/handbook.yml", HANDBOOK + "# x")(root),
        run(root, "add", "-A"),
    ),
    "a removed record": lambda root: (root / "handbook/protocols/antipest.md").unlink(),
    "a renamed record": lambda root: (root / "handbook/protocols/antipest.md").rename(
        root / "handbook/b.md"
    ),
    "a record that git was told not to watch": hidden_from_git,
    "a link": lambda root: (root / "handbook/l.md").symlink_to("x"),
    "a changed picture": put("handbook/plaat.png", "y"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_change_is_noticed(repository: Path, change: Callable[[Path], object]) -> None:
    remember(repository)
    change(repository)
    assert recalled(repository) is None
    remember(repository, {"a": 1})
    assert recalled(repository) == {"a": 1}


@pytest.mark.parametrize(
    "path",
    [
        "handbook/nieuw.md",
        "handbook/people.yml",
        "handbook/buiten/x.md",
        "handbook/protocols/antipest.md",
    ],
)
def test_a_second_change_of_a_changed_file_is_noticed(repository: Path, path: str) -> None:
    put(path, "aap")(repository)
    remember(repository)
    put(path, "noot")(repository)
    assert recalled(repository) is None
    put(path, "aap")(repository)
    assert recalled(repository) is not None


def test_a_new_link_that_is_led_elsewhere_is_noticed(repository: Path) -> None:
    link = repository / "handbook" / "l.md"
    link.symlink_to("x")
    remember(repository)
    link.unlink()
    link.symlink_to("y")
    assert recalled(repository) is None


def test_a_change_while_the_answer_was_made_is_not_remembered(repository: Path) -> None:
    found = memo(Location(repository, "handbook"), KEY)
    assert found
    put("handbook/nieuw.md", DOCUMENT)(repository)
    found.store({"findings": []})
    (repository / "handbook/nieuw.md").unlink()
    assert recalled(repository) is None


def test_a_change_in_a_conflicted_file_is_noticed(repository: Path) -> None:
    for branch in ("een", "twee"):
        run(repository, "switch", "-qc", branch, "HEAD" if branch == "een" else "HEAD~")
        put("handbook/protocols/antipest.md", branch)(repository)
        commit(repository)
    subprocess.run(["git", "merge", "een"], cwd=repository, check=False, capture_output=True)
    remember(repository)
    put("handbook/protocols/antipest.md", "drie")(repository)
    assert recalled(repository) is None


def test_a_change_in_a_repository_inside_is_noticed(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    put("a.md", "aap")(other)
    run(other, "init", "-q")
    commit(other)
    allow = ("-c", "protocol.file.allow=always")
    run(repository, *allow, "submodule", "add", "-q", str(other), "handbook/deel")
    commit(repository)
    remember(repository)
    put("handbook/deel/a.md", "noot")(repository)
    assert recalled(repository) is None
    remember(repository)
    put("handbook/deel/b.md", "mies")(repository)
    assert recalled(repository) is None


def test_a_handbook_below_the_top_of_the_work_tree_is_watched(repository: Path) -> None:
    (repository / "stichting").mkdir()
    (repository / "handbook").rename(repository / "stichting" / "handbook")
    commit(repository)
    root = repository / "stichting"
    for change in (
        put("handbook/protocols/antipest.md", "anders"), put("handbook/people.yml", "- x\n"),
        put("handbook/buiten/x.md", "x"), put("handbook/buiten/x.md", "y"), hidden_from_git,
    ):  # fmt: skip
        remember(root)
        change(root)
        assert recalled(root) is None


def test_a_change_of_the_program_forgets_everything(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "pakket"
    put("kamer/a.py", "x = 1")(package)
    (package / ".#a.py").symlink_to("een-open-bestand")  # as an editor leaves while it is open
    told = [remember_.installed(str(package))]
    put("kamer/__pycache__/a.pyc", "x")(package)
    assert remember_.installed(str(package)) == told[0]
    for path, text in (("kamer/a.py", "x = 12"), ("kamer/b.md", ""), ("leeg/c.py", "")):
        put(path, text)(package)
        told.append(remember_.installed(str(package)))
    monkeypatch.syspath_prepend(str(tmp_path))
    told.append(remember_.installed(str(package)))
    assert len(set(told)) == 5


def test_a_very_long_list_of_files_is_read_whole(repository: Path) -> None:
    for number in range(1500):
        put(f"handbook/{'lang' * 20}-{number}.txt", "x")(repository)
    remember(repository)
    assert recalled(repository)
    put(f"handbook/{'lang' * 20}-1499.txt", "y")(repository)
    assert recalled(repository) is None


def test_without_the_program_git_there_is_no_memory(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(repository)
    with monkeypatch.context() as without:
        without.setenv("PATH", str(repository))
        assert memo(Location(repository, "handbook"), KEY) is None
    assert recalled(repository)


@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-", "0<&- 2>&-", "0<&- 1>&- 2>&-"])
def test_closed_streams_hide_no_change(repository: Path, closed: str) -> None:
    code = (
        "import os, sys; from zowerkenwij.store import memo\n"
        f"found = memo((os.getcwd(), 'handbook'), {KEY!r}); known = found.value\n"
        "found.store('eerder'); sys.exit(7 if known else 8)"
    )

    def once() -> int:
        words = ["sh", "-c", f'exec "$0" -c "$1" {closed}', sys.executable, code]
        return subprocess.run(words, check=False, cwd=repository).returncode

    assert [once(), once()] == [8, 7]
    put("handbook/protocols/antipest.md", "anders")(repository)
    assert [once(), once()] == [8, 7]


def test_when_git_refuses_there_is_no_memory(repository: Path) -> None:
    remember(repository)
    (repository / ".git/index").write_bytes(b"geen index")
    assert memo(Location(repository, "handbook"), KEY) is None


def test_the_environment_of_a_hook_does_not_lead_elsewhere(
    repository: Path, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(repository)
    monkeypatch.setenv("GIT_DIR", str(repository / "nergens"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository / "nergens" / "index"))
    assert recalled(repository)


def test_what_lies_outside_the_handbook_does_not_matter(repository: Path) -> None:
    remember(repository)
    put("README.md", "x")(repository)
    assert recalled(repository) is not None


def test_a_damaged_memory_is_no_memory(repository: Path) -> None:
    remember(repository)
    for path in (repository / ".git/zowerkenwij/memo").iterdir():
        path.write_bytes(b'{"a": \xff')
    assert recalled(repository) is None


def test_a_memory_that_cannot_be_written_is_no_failure(repository: Path) -> None:
    (repository / ".git/zowerkenwij").write_text("in de weg")
    remember(repository)
    assert recalled(repository) is None


def test_old_memories_are_thrown_away(repository: Path) -> None:
    for number in range(30):
        found = memo(Location(repository, "handbook"), [number])
        assert found
        found.store(number)
    assert len(list((repository / ".git/zowerkenwij/memo").iterdir())) <= 20


def test_without_git_there_is_no_memory(make: Any) -> None:
    assert memo(Location(make(), "handbook"), KEY) is None


def test_a_linked_work_tree_has_a_memory_of_its_own(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other") / "tree"
    run(repository, "worktree", "add", "-q", str(other))
    (other / "handbook/people.yml").write_text("[]\n")
    remember(repository)
    assert recalled(other) is None
    remember(other)
    assert recalled(other) is not None


def test_nothing_in_the_work_tree_or_index_is_touched(repository: Path) -> None:
    os.utime(repository / "handbook/handbook.yml", (1, 1))
    index = (repository / ".git/index").read_bytes()
    remember(repository)
    assert recalled(repository)
    assert (repository / ".git/index").read_bytes() == index


def test_recalling_imports_no_model_and_no_yaml(repository: Path) -> None:
    remember(repository)
    code = (
        "import sys; from pathlib import Path; from zowerkenwij.store import memo, find_handbook\n"
        f"assert memo(find_handbook(Path({str(repository)!r})), {KEY!r}).value\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('pydantic', 'yaml', 'markdown', 'jsonschema', 'sqlite3')])"
    )
    # another process has another sys.path, so another memory: make it remember first
    store = code.replace(".value\n", ".store(1) is None\n")
    subprocess.run([sys.executable, "-c", store], check=True, cwd=repository)
    out = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=repository
    ).stdout
    assert out.strip() == "[]"
