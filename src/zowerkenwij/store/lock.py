"""One writer at a time. The lock is the system's own (``flock``) on a file beside git's data: it
ends with the last process that has it, also when that is killed, so it never goes stale. Git
gets it along, so that a git that outlives us still counts as busy."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from zowerkenwij.store.errors import Busy, WriteError, reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT = 10.0  # seconds
_PAUSE = 0.05


@contextmanager
def held(path: Path, wait: float = WAIT) -> Iterator[int]:
    """Hold the lock on a file; gives its descriptor. Raises ``Busy`` when another process still
    has it after ``wait`` seconds, ``WriteError`` when the file cannot be made."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        message = f"Schrijven lukt niet bij '{path}' ({reason(error)}). Er is niets gewijzigd."
        raise WriteError(message) from error
    try:
        _wait(handle, time.monotonic() + wait)
        with suppress(OSError):  # only to tell others who is busy
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield handle
    finally:
        os.close(handle)


def _wait(handle: int, until: float) -> None:
    while not _take(handle):
        if time.monotonic() > until:
            holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
            raise Busy(
                "Een ander venster of programma legt net iets vast in dit handboek"
                f"{f' (proces {holder})' if holder else ''}. Wacht tot dat klaar is en probeer "
                "het opnieuw. Er is niets gewijzigd."
            )
        time.sleep(_PAUSE)


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # a place past the process number, which others may read

    def _take(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
