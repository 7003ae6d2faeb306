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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TextIO

    from zowerkenwij.store.remember import Memo

HELP = os.path.join(os.path.dirname(__file__), "help.txt")
_READERS = frozenset({"check", "list", "show", "obligations", "review"})
_OF_REVIEW = frozenset({"agenda", "status", "report", "calendar"})  # the others write
_PLACE = "--handbook"
_NOT_THESE = ("--fix", "--rev", "-o", "--output", "--help")  # that write, or ask more of git


def answered(argv: list[str], run: Callable[[], int]) -> int:
    """The exit code of a command, whose answer is printed: from memory when it is there."""
    if sys.stdout is None or sys.stderr is None:
        return run()
    if argv == ["--help"]:
        with open(HELP, encoding="utf-8") as page:
            sys.stdout.write(page.read())
        return 0
    memo = _memo(argv)
    if memo is None:
        return run()
    return _remembered(memo, run) if memo.kept is None else _told(memo.kept)


def _memo(argv: list[str]) -> Memo | None:
    """Where the answer of a command that only reads is remembered; None for all others."""
    if not argv or argv[0] not in _READERS or sys.stdout.isatty():
        return None
    if argv[0] == "review" and not _OF_REVIEW.intersection(argv[1:2]):
        return None
    if any(word == "--" or word.startswith(_NOT_THESE) for word in argv):
        return None
    if sum(word.startswith(_PLACE) for word in argv) > 1:
        return None

    from zowerkenwij.store.errors import StoreError
    from zowerkenwij.store.interrupted import is_interrupted
    from zowerkenwij.store.nearest import nearest
    from zowerkenwij.store.remember import memo

    try:
        here = os.getcwd()
        place = nearest(_folder(argv) or here)
        if is_interrupted(place):
            return None
    except (StoreError, OSError, ValueError):
        return None
    return memo(place, ["answer", argv, here, time.strftime("%Y-%m-%d"), _look()])


def _folder(argv: list[str]) -> str:
    """What ``--handbook`` says; empty when it is not there."""
    for at, word in enumerate(argv):
        if word == _PLACE:
            return "".join(argv[at + 1 : at + 2])
        if word.startswith(f"{_PLACE}="):
            return word.partition("=")[2]
    return ""


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
    from contextlib import redirect_stderr, redirect_stdout

    out, err = io.StringIO(), _Tee(sys.stderr)
    with redirect_stdout(out), redirect_stderr(err):
        code = run()
    sys.stdout.write(out.getvalue())
    if code in (0, 1):
        _keep(memo, code, err.getvalue(), out.getvalue())
    return code


def _keep(memo: Memo, code: int, err: str, out: str) -> None:
    """No JSON: importing it takes longer than reading all of the answer."""
    try:
        said, text = err.encode(), out.encode()
    except UnicodeEncodeError:
        return
    memo.keep(b"%d %d\n%s%s" % (code, len(said), said, text))


def _told(kept: bytes) -> int:
    """Say what was kept. A list of a megabyte goes out as it came, without a detour by text."""
    start = kept.index(b"\n") + 1
    code, said = map(int, kept[:start].split())
    sys.stderr.write(kept[start : start + said].decode())
    text = memoryview(kept)[start + said :]
    if os.linesep == "\n" and hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(text)
    else:
        sys.stdout.write(str(text, "utf-8"))
    return code


def write_help() -> None:
    """Write the help page on file anew (a test compares it with the program)."""
    from contextlib import redirect_stdout
    from pathlib import Path

    from zowerkenwij.cli.program import program

    with redirect_stdout(io.StringIO()) as page:
        program.main(["--help"], "zowerkenwij", standalone_mode=False, terminal_width=80)
    Path(HELP).write_text(page.getvalue(), encoding="utf-8")
