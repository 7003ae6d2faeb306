"""Whether an earlier command was interrupted while it wrote: one look at a file."""

from __future__ import annotations

import os

from zowerkenwij.store.git import git_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from zowerkenwij.store.nearest import Place


def is_interrupted(place: Place) -> bool:
    """Whether a journal is left, so that ``recover`` has something to do."""
    git = git_folder(place[0])
    journal = os.path.join("zowerkenwij", "transaction", "journal.json")
    return git is not None and os.path.exists(os.path.join(git, journal))
