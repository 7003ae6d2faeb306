"""Answers that need no parsing: the help page, and what was already said about these very files.

Half of a short command's time goes to importing the machinery of the command line. So the help
page is a file that a test holds against the real one, and the printed answer of a command that
only reads is remembered for exactly this state of the handbook (``store.remember``). Nothing is
remembered for a terminal: there, width and colours may change.
"""

from __future__ import annotations

import io
import os
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable

    from zowerkenwij.store.remember import Memo

HELP = Path(__file__).with_name("help.txt")
_READERS = frozenset({"check", "list", "show", "obligations", "review"})
_OF_REVIEW = frozenset({"agenda", "status", "report", "calendar"})  # the others write
_NOT_THESE = ("--fix", "--rev", "-o", "--output", "--help")  # that write, or ask more of git


def answered(argv: list[str], run: Callable[[], int]) -> int:
    """The exit code of a command, whose answer is printed: from memory when it is there."""
    if sys.stdout is None or sys.stderr is None:
        return run()
    if argv == ["--help"]:
        sys.stdout.write(HELP.read_text(encoding="utf-8"))
        return 0
    memo = _memo(argv)
    if memo is None:
        return run()
    if isinstance(memo.value, dict):
        sys.stderr.write(memo.value["err"])
        sys.stdout.write(memo.value["out"])
        return int(memo.value["code"])
    return _remembered(memo, run)


def _memo(argv: list[str]) -> Memo | None:
    """Where the answer of a command that only reads is remembered; None for all others."""
    if not argv or argv[0] not in _READERS or sys.stdout.isatty():
        return None
    if argv[0] == "review" and not _OF_REVIEW.intersection(argv[1:2]):
        return None
    if any(word.startswith(_NOT_THESE) for word in argv):
        return None

    from zowerkenwij.store.errors import StoreError
    from zowerkenwij.store.interrupted import is_interrupted
    from zowerkenwij.store.location import find_handbook
    from zowerkenwij.store.remember import memo

    try:
        location = find_handbook(Path(_folder(argv) or Path.cwd()))
        if is_interrupted(location):
            return None
    except (StoreError, OSError, ValueError):
        return None
    return memo(location, ["answer", argv, str(Path.cwd()), time.strftime("%Y-%m-%d"), _look()])


def _folder(argv: list[str]) -> str | None:
    for at, word in enumerate(argv):
        if word == "--handbook":
            return argv[at + 1] if at + 1 < len(argv) else None
        if word.startswith("--handbook="):
            return word.partition("=")[2]
    return None


def _look() -> list[Any]:
    """What else the printed answer depends on."""
    names = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM")
    return [sys.stderr.isatty(), *(os.environ.get(name) for name in names)]


class _Tee(io.StringIO):
    """Keeps what is said and says it at once."""

    def __init__(self, real: TextIO) -> None:
        super().__init__()
        self._real = real

    def write(self, text: str) -> int:
        self._real.write(text)
        return super().write(text)

    def isatty(self) -> bool:
        return self._real.isatty()


def _remembered(memo: Memo, run: Callable[[], int]) -> int:
    out, err = io.StringIO(), _Tee(sys.stderr)
    with redirect_stdout(out), redirect_stderr(err):
        code = run()
    sys.stdout.write(out.getvalue())
    if code in (0, 1):
        memo.store({"out": out.getvalue(), "err": err.getvalue(), "code": code})
    return code


def write_help() -> None:
    """Write the help page on file anew (a test compares it with the program)."""
    from zowerkenwij.cli.program import program

    with redirect_stdout(io.StringIO()) as page:
        program.main(["--help"], "zowerkenwij", standalone_mode=False, terminal_width=80)
    HELP.write_text(page.getvalue(), encoding="utf-8")
