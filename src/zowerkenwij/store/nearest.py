"""The nearest handbook at or above a folder, in plain strings: a warm command imports no pathlib,
which takes longer than all that it has to do."""

from __future__ import annotations

import os
import stat

from zowerkenwij.store.errors import NotAHandbook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Place = tuple[str | os.PathLike[str], str]  # a ``Location``, or one that is still a string


def nearest(start: str) -> tuple[str, str]:
    """The root of a repository and the folder in it that holds ``handbook.yml``, "" for the root
    itself; raises ``NotAHandbook``."""
    here = os.path.abspath(start)
    for folder in upward(here):
        inside = _is_file(os.path.join(folder, "handbook", "handbook.yml"))
        if not inside and _is_file(os.path.join(folder, "handbook.yml")):
            above, name = os.path.split(folder)
            if not name or os.path.exists(os.path.join(folder, ".git")):
                return folder, ""
            return above, name
        if inside:
            return folder, "handbook"
    raise NotAHandbook(
        f"In `{here}` en de mappen erboven staat geen handboek: er is geen handbook/handbook.yml. "
        "Ga naar de map van het handboek, of geef die map op met --handbook."
    )


def upward(folder: str) -> Iterator[str]:
    """An absolute folder and all folders above it."""
    yield folder
    while (above := os.path.dirname(folder)) != folder:
        folder = above
        yield folder


def _is_file(path: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False
