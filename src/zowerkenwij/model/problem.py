"""Places in files, and what loading could not read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A file (POSIX path from the repository's root), a line and a column, both 1-based."""

    path: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that loading could not take in. ``code`` is the rule that reports it: ZW101 for
    what cannot be read, ZW102 for what breaks its schema. ``message`` is plain Dutch."""

    place: Place
    code: Literal["ZW101", "ZW102"]
    message: str
    document: str | None = None
