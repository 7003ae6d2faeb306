"""Whether an earlier command was interrupted while it wrote: one look at a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.store.git import git_folder

if TYPE_CHECKING:
    from zowerkenwij.store.location import Location


def is_interrupted(location: Location) -> bool:
    """Whether a journal is left, so that ``recover`` has something to do."""
    git = git_folder(location.root)
    return git is not None and (git / "zowerkenwij" / "transaction" / "journal.json").exists()
