"""The door to git: few processes, no locks taken, nothing of a repository's own hooks run."""

from __future__ import annotations

import os

from zowerkenwij.store.errors import GitError
from zowerkenwij.store.nearest import upward

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_SAFE = ("--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false")
_ABSENT = "Het programma git is niet te starten. Installeer git."


def git_folder(root: str | os.PathLike[str]) -> str | None:
    """The folder in which git keeps this work tree's data; None when there is no repository."""
    for folder in upward(os.fspath(root)):
        found = os.path.join(folder, ".git")
        if os.path.isdir(found):
            return found
        if os.path.isfile(found):  # a linked work tree or submodule
            with open(found, "rb") as stream:
                target = stream.read().removeprefix(b"gitdir:").strip()
            path = os.path.join(folder, os.fsdecode(target))
            return path if os.path.isdir(path) else None
    return None


def ask(root: str, *arguments: str) -> bytes:
    """The output of a git command that is fed nothing and whose complaint nobody needs; raises
    ``GitError`` or ``OSError``. For a warm command: ``subprocess`` takes longer to import than
    git to answer, and a pipe wakes us for every few lines, where a file in memory waits."""
    try:
        handle = os.memfd_create("git")
    except (AttributeError, OSError):  # not on this system
        return run(root, *arguments)
    with open(handle, "rb") as answer:
        actions = [  # first what may have the number of a stream that was closed
            (os.POSIX_SPAWN_DUP2, handle, 1),
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ]
        words = ["git", *_SAFE, "-C", root, *arguments]
        try:
            child = os.posix_spawnp("git", words, _environment(), file_actions=actions)
        except OSError as error:
            raise GitError(_ABSENT) from error
        _, status = os.waitpid(child, 0)
        if status:
            raise GitError(in_dutch(b""))
        answer.seek(0)
        return answer.read()


def run(root: str | Path, *arguments: str, feed: bytes = b"", index: Path | None = None) -> bytes:
    """The output of one git command in ``root``; raises ``GitError``."""
    process = start(root, *arguments, index=index)
    output, complaint = process.communicate(feed)
    if process.returncode:
        raise GitError(in_dutch(complaint))
    return output


def start(
    root: str | Path, *arguments: str, index: Path | None = None,
    extra: Mapping[str, str] | None = None, keep: Sequence[int] = (),
) -> subprocess.Popen[bytes]:  # fmt: skip
    """A git command under way; raises ``GitError`` when there is no git. ``index`` is used
    instead of the repository's own; files ``keep`` stay open in git and what it starts."""
    import subprocess

    environment = {**_environment(), **(extra or {})}
    if index is not None:
        environment["GIT_INDEX_FILE"] = os.path.abspath(index)
    try:
        return subprocess.Popen(
            ["git", *_SAFE, *arguments], cwd=root, env=environment, pass_fds=tuple(keep),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
    except OSError as error:
        raise GitError(_ABSENT) from error


def _environment() -> dict[str, str]:
    environment = {**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"):
        environment.pop(name, None)  # set while a hook runs; they would win from the folder
    return environment


# What git says in English, by a part of it, and what that means for the reader.
_MEANINGS = {
    "No space left": "De schijf is vol. Maak ruimte. Er is niets gewijzigd.",
    "Disk quota exceeded": "Je ruimte op de schijf is op. Maak ruimte. Er is niets gewijzigd.",
    "Read-only file system": "De schijf is alleen te lezen. Kies een plek waar je mag schrijven.",
    "not a git repository": "De map .git is beschadigd of hoort nergens bij. Zet een reservekopie terug, of "
    "maak een nieuwe kopie met git clone.",
    "dubious ownership": "De map is van een andere gebruiker, en dan doet git niets. Vraag de beheerder om de "
    "map op jouw naam te zetten.",
    "index file": "De index van git is beschadigd. Haal het bestand .git/index weg en geef de opdracht git reset.",
    "bad signature": "De index van git is beschadigd. Haal het bestand .git/index weg en geef de opdracht git reset.",
    "index.lock": "Een ander programma gebruikt git nu, of is gestopt. Werkt er niemand? Haal dan .git/index.lock weg.",
    "object": "In het archief van git ontbreekt iets of is iets beschadigd. Zet een reservekopie terug, of maak "
    "een nieuwe kopie met git clone.",
    "Permission denied": "Je mag een bestand van git niet lezen of schrijven. Vraag de beheerder om rechten.",
}


def in_dutch(complaint: bytes) -> str:
    """A complaint of git as a sentence that helps; one that is not known is quoted."""
    text = complaint.decode("utf-8", "replace").strip()
    for part, meaning in _MEANINGS.items():
        if part in text:
            return meaning
    last = text.splitlines()[-1] if text else "zonder uitleg"
    return f"Git kan dit niet doen. Git zegt: '{last.removeprefix('fatal: ').removeprefix('error: ')}'."
