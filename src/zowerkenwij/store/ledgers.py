"""What the ledger of each record says over time, remembered in the cache for as long as the file
is the same to the file system: size, place, and times of change.

Git judges that a file is clean in the same way, but looks at all files for it, which costs more
than reading the texts of a day. As git does, a file that changed a moment ago is not trusted: a
second change in the same tick would not show.
"""

from __future__ import annotations

import os
import re
import sys
import time
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from zowerkenwij import __version__
from zowerkenwij.store.database import MAX_ROWS, discard, opened

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

_TABLE = "ledgers (path TEXT PRIMARY KEY, state TEXT NOT NULL, spans TEXT NOT NULL)"
_ALL = "SELECT path, state, spans FROM ledgers WHERE typeof(spans) = 'text'"
_SPANS = re.compile(r"[^\n]+(?:\n\d{4}-\d\d-\d\d [^\n]*)*")
_SETTLED = 2_000_000_000  # nanoseconds: the coarsest clock of a file system in use (FAT)


class Ledgers:
    """Ledgers by path; to be used in a ``with``, which keeps what was learned."""

    def __init__(self, root: Path) -> None:
        self._root = os.path.join(root, "")  # noqa: PTH118 - hot
        self._salt = _reader()
        self._file: sqlite3.Connection | None = opened(root, _TABLE)
        self._states: dict[str, str] = {}
        self._new: list[tuple[str, str, str]] = []
        self._known: dict[str, tuple[str, str]] = {}
        if self._file:
            try:
                rows = self._file.execute(_ALL).fetchall()
                self._known = {path: (state, spans) for path, state, spans in rows}
            except Exception as error:  # noqa: BLE001 - damaged or locked: this run does without
                self._file.close()
                self._file = None
                discard(root, error)

    def __enter__(self) -> Self:
        return self

    def recalled(self, path: str) -> list[str] | None:
        """What was learned of this very file; None when it has to be read."""
        full = self._root + path
        try:
            status = os.lstat(full)
        except OSError:
            return None
        changed = max(status.st_mtime_ns, status.st_ctime_ns)
        state = (
            f"{self._salt} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_size} "
            f"{status.st_ino} {status.st_dev}"
        )
        known = self._known.get(full)
        if known and known[0] == state and _SPANS.fullmatch(known[1]):
            return known[1].split("\n")
        if changed + _SETTLED < time.time_ns():
            self._states[path] = state
        return None

    def learn(self, path: str, spans: list[str]) -> None:
        """Keep what a file said that ``recalled`` did not know."""
        full, text, state = self._root + path, "\n".join(spans), self._states.get(path)
        if state and full.isprintable() and _SPANS.fullmatch(text):
            self._new.append((full, state, text))

    def __exit__(self, *_: object) -> None:
        if not self._file:
            return
        with suppress(Exception):  # a full disk, a lock, a damaged file: all the same to us
            if self._new:
                with self._file:
                    if len(self._known) > MAX_ROWS:
                        self._file.execute("DELETE FROM ledgers")
                    self._file.executemany("REPLACE INTO ledgers VALUES (?, ?, ?)", self._new)
        self._file.close()


def _reader() -> str:
    """A digest of the code that reads ledgers: other code, nothing known."""
    with os.scandir(os.path.dirname(__file__)) as entries:  # noqa: PTH120 - hot
        files = sorted(
            (e.name, e.stat().st_size, e.stat().st_mtime_ns)
            for e in entries if e.name.endswith(".py")
        )  # fmt: skip
    return sha256(f"{__version__} {sys.version} {files}".encode()).hexdigest()[:16]
