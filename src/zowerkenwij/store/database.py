"""The one SQLite file in which what may be lost is kept; a damaged one is made anew."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from zowerkenwij.store.git import git_folder

if TYPE_CHECKING:
    import sqlite3

MAX_ROWS = 100_000


def cache_folder(root: Path) -> Path:
    """Where what may be lost is kept: in git's folder, else in the user's cache folder."""
    if folder := git_folder(root):
        return Path(folder) / "zowerkenwij"
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "zowerkenwij"


def opened(root: Path, table: str) -> sqlite3.Connection | None:
    """The cache with a table of this definition; None when it must be done without."""
    import sqlite3

    path = cache_folder(root) / "cache.sqlite"
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = sqlite3.connect(path, timeout=0.5)
            file.execute("PRAGMA synchronous = OFF")
            file.execute(f"CREATE TABLE IF NOT EXISTS {table}")
        except sqlite3.DatabaseError as error:
            if not discard(root, error):
                return None
        except OSError:
            return None
        else:
            return file
    return None


def discard(root: Path, error: Exception) -> bool:
    """Throw the cache away when an error says that it is damaged; False when it may be good: it
    is locked, or may not be written."""
    import sqlite3

    if isinstance(error, sqlite3.OperationalError) or not isinstance(error, sqlite3.DatabaseError):
        return False
    with suppress(OSError):
        (cache_folder(root) / "cache.sqlite").unlink()
    return True
