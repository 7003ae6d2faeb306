"""Where the handbook is. Imports nothing heavy, such as dataclasses: every command begins here."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from zowerkenwij.store.errors import NotAHandbook


class Location(NamedTuple):
    """The root of a repository and the folder in it that holds ``handbook.yml``."""

    root: Path
    prefix: str


def find_handbook(start: Path) -> Location:
    """The nearest handbook at or above ``start``; raises ``NotAHandbook``."""
    here = Path(os.path.abspath(start))  # noqa: PTH100 - resolve() follows links
    for folder in (here, *here.parents):
        if _is_file(folder / "handbook.yml") and not _is_file(folder / "handbook" / "handbook.yml"):
            if (folder / ".git").exists() or folder.parent == folder:
                return Location(folder, "")
            return Location(folder.parent, folder.name)
        if _is_file(folder / "handbook" / "handbook.yml"):
            return Location(folder, "handbook")
    raise NotAHandbook(
        f"In `{here}` en de mappen erboven staat geen handboek: er is geen handbook/handbook.yml. "
        "Ga naar de map van het handboek, of geef die map op met --handbook."
    )


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False
