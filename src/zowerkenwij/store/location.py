"""Where the handbook is. Imports nothing heavy, such as dataclasses: every command begins here."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from zowerkenwij.store.nearest import nearest


class Location(NamedTuple):
    """The root of a repository and the folder in it that holds ``handbook.yml``."""

    root: Path
    prefix: str


def find_handbook(start: Path) -> Location:
    """The nearest handbook at or above ``start``; raises ``NotAHandbook``."""
    root, prefix = nearest(str(start))
    return Location(Path(root), prefix)
