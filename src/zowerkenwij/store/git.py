"""The door to git: few processes, no locks taken, nothing of a repository's own hooks run."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from zowerkenwij.store.errors import GitError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_SAFE = ("--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false")


def git_folder(root: Path) -> Path | None:
    """The folder in which git keeps this work tree's data; None when there is no repository."""
    for folder in (root, *root.parents):
        found = folder / ".git"
        if found.is_dir():
            return found
        if found.is_file():  # a linked work tree or submodule
            target = found.read_bytes().removeprefix(b"gitdir:").strip()
            path = folder / os.fsdecode(target)
            return path if path.is_dir() else None
    return None


def run(root: Path, *arguments: str, feed: bytes = b"", index: Path | None = None) -> bytes:
    """The output of one git command in ``root``; raises ``GitError``."""
    process = start(root, *arguments, index=index)
    output, complaint = process.communicate(feed)
    if process.returncode:
        raise GitError(_said(complaint))
    return output


def start(
    root: Path, *arguments: str, index: Path | None = None,
    extra: Mapping[str, str] | None = None, keep: Sequence[int] = (),
) -> subprocess.Popen[bytes]:  # fmt: skip
    """A git command under way; raises ``GitError`` when there is no git. ``index`` is used
    instead of the repository's own; files ``keep`` stay open in git and what it starts."""
    environment = {**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"):
        environment.pop(name, None)  # set while a hook runs; they would win from the folder
    environment |= extra or {}
    if index is not None:
        environment["GIT_INDEX_FILE"] = os.path.abspath(index)  # noqa: PTH100 - resolve() follows
    try:
        return subprocess.Popen(
            ["git", *_SAFE, *arguments], cwd=root, env=environment, pass_fds=tuple(keep),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
    except OSError as error:
        message = "Het programma git is niet te starten. Installeer git."
        raise GitError(message) from error


def _said(complaint: bytes) -> str:
    text = complaint.decode("utf-8", "replace").strip().splitlines()
    return f"Git kan dit niet doen: {text[-1] if text else 'zonder uitleg'}."
