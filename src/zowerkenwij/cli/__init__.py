"""The command line: parse, call, print, exit (the contract is in docs/cli.md)."""

from __future__ import annotations

import errno
import os
import sys

_NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


def main(argv: list[str] | None = None) -> None:
    """Run the program and leave with its exit code (0 done, 1 refused or findings, 2 wrong
    usage, 3 the environment)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if argv is not None:
        raise SystemExit(_run(argv))
    _leave(_run(sys.argv[1:]))


def _leave(code: int) -> None:
    """End the process without freeing every record first, which takes longer than a short command."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):  # there is none, or nobody reads it
            continue
    os._exit(code)


def _run(argv: list[str]) -> int:
    from zowerkenwij.cli.instant import answered

    try:
        code = answered(argv, lambda: _command(argv))
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _silence()
        return 0
    except OSError as error:
        if error.filename is not None or error.errno not in _NO_ROOM:
            raise
        _silence()
        sys.stderr.write(
            "De uitvoer is niet te schrijven: de schijf is vol. Maak ruimte of kies een andere plaats.\n"
        )
        return 3
    except KeyboardInterrupt:
        sys.stderr.write("Gestopt.\n")
        return 130
    return code


def _command(argv: list[str]) -> int:
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them takes time
    from zowerkenwij.cli.program import run

    return run(argv)


def _silence() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
