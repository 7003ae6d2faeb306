"""What a check costs in processes, imports and opened files, counted exactly."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.hostile import document
from tests.conftest import DAY, Answer, edit

# What a short command does without, because each costs more than git's own answer.
SLOW = {"argparse", "contextlib", "functools", "json", "logging", "pathlib", "re", "subprocess", "tempfile", "threading", "typing"}  # fmt: skip
HEAVY = {"pydantic", "yaml", "markdown", "mkdocs", "jsonschema", "jinja2", "git", "rich", "docx"}


def _git(folder: Path, *args: str) -> None:
    subprocess.run(["git", *args], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def counting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Puts a program named git before the real one that notes every start; gives the notes."""
    folder, notes = tmp_path / "eerst", tmp_path / "gestart"
    folder.mkdir()
    real = shutil.which("git")
    wrapper = folder / "git"
    wrapper.write_text(f'#!/bin/sh\necho "$*" >> "{notes}"\nexec "{real}" "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return notes


def _grow(book: Path, number: int) -> None:
    for n in range(number):
        path = book / "handbook" / "policies" / f"beleid-{n}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(
            document(f"# Beleid {n}\n\nTekst.\n", id=f"beleid-{n}", title=f"Beleid {n}")
        )
    _git(book, "add", "-A")
    _git(book, "commit", "-qm", "Meer", "--allow-empty")


def _python(book: Path, code: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=book, capture_output=True, text=True, check=True
    )
    return done.stderr.split("\n")


_RUN = "from zowerkenwij.cli import main\ntry:\n    main({args!r})\nexcept SystemExit:\n    pass\n"


@pytest.mark.parametrize("number", [0, 150])
def test_a_check_starts_at_most_six_git_processes(
    starter: Path, counting: Path, number: int
) -> None:
    _grow(starter, number)
    for _ in ("cold", "warm"):
        counting.unlink(missing_ok=True)
        subprocess.run(
            [sys.executable, "-m", "zowerkenwij", "check"],
            cwd=starter,
            capture_output=True,
            check=False,
        )
        assert len(counting.read_text().splitlines()) <= 6


_ID = "informatiefolder"
_DECIDED = ("--by", "board", "--on", str(DAY), "--change", "minor", "--note", "Korter.", "--as-of",
            str(DAY))  # fmt: skip
_READING = (
    ("list",), ("list", "--as-of", "2026-11-24"), ("show", "plan"), ("school", "list"),
    ("history", _ID), ("diff", _ID, "--to", "draft"), ("verify",), ("review", "agenda"),
    ("obligations",), ("export", _ID), ("export", "--all", "--to", "md"), ("check", "--rev", "HEAD"),
)  # fmt: skip
_WRITING = (
    ("consult", _ID, "--body", "gmr", "--on", str(DAY), "--outcome", "informed", "--as-of", str(DAY)),
    ("adopt", _ID, *_DECIDED), ("rename", _ID, "folder"),
    ("withdraw", "folder", "--by", "board", "--on", str(DAY), "--reason", "Opgegaan."),
)  # fmt: skip


@pytest.mark.parametrize("number", [0, 150])
def test_no_command_starts_more_than_six_git_processes(
    zww: Callable[..., Answer], starter: Path, counting: Path, tmp_path: Path, number: int
) -> None:
    _grow(starter, number)
    edit(starter / f"handbook/leaflets/{_ID}.md", "\n## ", "\nLees dit rustig.\n\n## ")
    for words in (*_READING, *_WRITING):
        counting.unlink(missing_ok=True)
        more = ("-o", tmp_path / "uit") if words[0] == "export" else ()
        answer = zww(*words, *more, "--handbook", starter)
        assert answer.code == 0 or words[0] == "check", (words, answer)
        count = len(counting.read_text().splitlines()) if counting.exists() else 0
        assert count <= 6, words
        assert count or words[0] not in ("adopt", "consult", "rename", "verify", "withdraw"), words


def test_publishing_a_day_starts_at_most_six_git_processes(
    zww: Callable[..., Answer], starter: Path, counting: Path, tmp_path: Path
) -> None:
    for day in ("2026-11-24", "2026-12-01"):
        answer = zww("publish", "--as-of", day, "-o", tmp_path / "site", "--handbook", starter)
        assert answer.code == 0, answer
    assert not counting.exists() or len(counting.read_text().splitlines()) <= 6


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["check"]], ids=" ".join)
def test_help_and_a_warm_check_import_nothing_heavy(starter: Path, args: list[str]) -> None:
    _python(starter, _RUN.format(args=["check"]))  # the same way of starting: the same memory
    code = f"import sys\n{_RUN.format(args=args)}print(*sorted(sys.modules), sep='\\n', file=sys.stderr)"
    loaded = {line.partition(".")[0] for line in _python(starter, code)}
    assert "zowerkenwij" in loaded
    assert not HEAVY & loaded


@pytest.mark.parametrize(
    "args", [["--help"], ["check"], ["list", "--as-of", str(DAY)]], ids=" ".join
)
def test_help_and_a_warm_answer_import_nothing_slow(starter: Path, args: list[str]) -> None:
    code = f"import sys\nbefore = set(sys.modules)\n{_RUN.format(args=args)}print(*sorted(set(sys.modules) - before), sep='\\n', file=sys.stderr)"
    _python(starter, code)  # the same way of starting: the same memory
    loaded = {line.partition(".")[0] for line in _python(starter, code)}
    assert "zowerkenwij" in loaded
    assert not SLOW & loaded


def test_a_warm_answer_asks_git_once(starter: Path, counting: Path) -> None:
    for args in (["check"], ["list", "--as-of", str(DAY)], ["show", "plan"]):
        _python(starter, _RUN.format(args=args))
        counting.unlink()
        _python(starter, _RUN.format(args=args))
        assert len(counting.read_text().splitlines()) == 1, args


def _opened(book: Path) -> int:
    """How many files of the handbook one check opens."""
    hook = (
        "import sys\nseen = []\n"
        "def hook(event, args):\n"
        f"    if event == 'open' and str(args[0]).startswith({str(book)!r}): seen.append(args[0])\n"
        "sys.addaudithook(hook)\n"
    )
    return int(
        _python(book, f"{hook}{_RUN.format(args=['check'])}print(len(seen), file=sys.stderr)")[-2]
    )


def test_a_warm_check_opens_as_many_files_for_many_documents_as_for_few(starter: Path) -> None:
    counts = []
    for number in (0, 100):
        _grow(starter, number)
        cold = _opened(starter)
        counts.append(_opened(starter))
        assert cold > number
    assert counts[0] == counts[1]
    assert counts[1] <= 5
