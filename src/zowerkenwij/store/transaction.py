"""Writing files and making one commit of them: all or nothing, also when killed at any instant.

Only the named files go into the commit. What others have changed in the work tree or staged in
the index stays exactly as it was.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zowerkenwij.store import journal as journals
from zowerkenwij.store import lock
from zowerkenwij.store.committing import commit, ready
from zowerkenwij.store.errors import Changed, GitError, WriteError, reason
from zowerkenwij.store.git import git_folder, run, start

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zowerkenwij.model.settings import Committer
    from zowerkenwij.store.journal import Journal
    from zowerkenwij.store.location import Location

_NO_GIT = (
    "Dit handboek staat niet in git, dus er kan niets worden vastgelegd. Maak er een archief van: "
    "`git init`, `git add -A`, `git commit -m Begin`. Er is niets gewijzigd."
)
_CONFLICT = re.compile(rb"^<<<<<<< .*^=======\r?$.*^>>>>>>> ", re.DOTALL | re.MULTILINE)
_PATIENCE = 2.0  # seconds after which a lock of a git that was killed is not of a living one


@dataclass(frozen=True)
class _Room:
    """Where a transaction keeps its things."""

    root: Path
    git: Path

    @property
    def folder(self) -> Path:
        return self.git / "zowerkenwij" / "transaction"

    @property
    def lock(self) -> Path:
        return self.git / "zowerkenwij" / "lock"

    @property
    def copy(self) -> Path:
        return self.folder / "index.new"

    @property
    def own(self) -> Path:
        return self.folder / "index.commit"

    @property
    def claim(self) -> Path:
        return self.git / "index.lock"


def transaction(
    location: Location, files: Mapping[str, bytes | None], message: str, *,
    read: Mapping[str, bytes | None] | None = None, committer: Committer | None = None,
    wait: float = lock.WAIT,
) -> str | None:  # fmt: skip
    """Write each file (POSIX path under the location's root → bytes; None: remove it) and commit
    exactly these. Gives the commit's short id; None when all of it was there already.

    ``read`` holds what the caller saw of files that it depends on: ``Changed`` is raised when they
    are different now. ``committer`` signs instead of git's own user. Raises ``StoreError``
    (``Busy``, ``Changed``, ``GitError``, ``WriteError``); then everything is as it was."""
    git = git_folder(location.root)
    if git is None:
        raise GitError(_NO_GIT)
    room = _Room(location.root, Path(git))
    with lock.held(room.lock, wait) as handle:
        _settle(room)
        born = ready(room.root, room.git)
        _compare(room.root, read or {})
        _whole(files)
        try:
            journal = journals.prepare(
                room.folder, room.root, location.prefix, message.partition("\n")[0], files
            )
        except OSError as error:
            with suppress(OSError):
                journals.clear(room.folder)
            raise _refused(error) from error
        return _carry_out(room, journal, message, committer, handle, born=born)


def recover(location: Location) -> str | None:
    """Complete or undo what an interrupted command left, and say so in Dutch. None when there was
    nothing (any more). Raises ``StoreError``."""
    git = git_folder(location.root)
    if git is None:
        return None
    room = _Room(location.root, Path(git))
    with lock.held(room.lock):
        return _settle(room)


def _carry_out(
    room: _Room, journal: Journal, message: str, committer: Committer | None, handle: int, *,
    born: bool,
) -> str | None:  # fmt: skip
    try:
        journal.place()
        _stage(room, journal, born=born)
        made = commit(room.root, room.own, message, committer, handle)
        _install(room)
        journal.finish()
    except BaseException as error:
        said = _settle(room)
        if isinstance(error, OSError):
            raise _refused(error) from error
        if isinstance(error, GitError) and said and "teruggedraaid" not in said:
            raise GitError(f"{error.message} {said}") from error
        raise
    return made


def _refused(error: OSError) -> WriteError:
    name = getattr(error, "filename2", None) or error.filename or "het handboek"
    return WriteError(f"Schrijven lukt niet bij '{name}' ({reason(error)}). Er is niets gewijzigd.")


def _compare(root: Path, read: Mapping[str, bytes | None]) -> None:
    for path, data in read.items():
        try:
            now: bytes | None = (root / path).read_bytes()
        except OSError:
            now = None
        if now != data:
            raise Changed(
                f"'{path}' is intussen veranderd. Bekijk de tekst en probeer het opnieuw. "
                "Er is niets gewijzigd."
            )


def _whole(files: Mapping[str, bytes | None]) -> None:
    """Refuse texts in which git left two versions of something."""
    for path, data in files.items():
        if data and b"<<<<<<< " in data and _CONFLICT.search(data):
            raise GitError(
                f"In '{path}' staan twee versies door elkaar (een samenvoegconflict van git). Kies "
                "wat er moet staan, haal de regels met `<<<<<<<`, `=======` en `>>>>>>>` weg en "
                "probeer het opnieuw. Er is niets gewijzigd."
            )


def _stage(room: _Room, journal: Journal, *, born: bool) -> None:
    """Make the commit's own index, and a copy of the real one with these files renewed; claim the
    real one as git does, so that no other program changes it meanwhile."""
    real = room.git / "index"
    before = _stamp(real)
    for target in (room.own, room.copy):
        if before is not None:
            shutil.copyfile(real, target)
    feed = b"".join(os.fsencode(path) + b"\0" for path in journal.paths)
    if born:
        run(room.root, "read-tree", "--reset", "HEAD", index=room.own)
    else:
        room.own.unlink(missing_ok=True)
    for target in (room.own, room.copy):
        run(
            room.root, "update-index", "--add", "--remove", "-z", "--stdin", feed=feed, index=target
        )
    _claim(room)
    if _stamp(real) != before:
        raise Changed(
            "Een ander programma heeft net iets klaargezet in git. Probeer het opnieuw. "
            "Er is niets gewijzigd."
        )


def _claim(room: _Room) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            os.link(room.copy, room.claim)
        except FileExistsError:
            if time.monotonic() > until:
                raise GitError(
                    f"Git is bezig in dit handboek: '{room.claim}' bestaat. Sluit het andere "
                    "programma. Is er geen, verwijder dan dit bestand. Er is niets gewijzigd."
                ) from None
            time.sleep(0.05)
        else:
            return


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _install(room: _Room) -> None:
    """The renewed copy becomes the real index."""
    if _is_same(room.claim, room.copy):
        room.claim.replace(room.git / "index")


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


# -- after an interruption ---------------------------------------------------------------------


def _settle(room: _Room) -> str | None:
    journal = journals.read(room.folder)
    if journal is None:
        return None
    _wait_for_killed_git(room)
    if _is_committed(room, journal):
        _install(room)
        journal.finish()
        return f"De onderbroken opdracht '{journal.action}' was al vastgelegd en is nu voltooid."
    try:
        foreign = journal.undo()
        if _is_same(room.claim, room.copy):
            room.claim.unlink()
        journal.finish()
    except OSError as error:
        raise WriteError(
            f"De onderbroken opdracht '{journal.action}' is nog niet teruggedraaid: "
            f"{reason(error)}. Los dat op en geef de opdracht opnieuw."
        ) from error
    kept = f" Intussen gewijzigd en zo gelaten: {', '.join(foreign)}." if foreign else ""
    return (
        f"De onderbroken opdracht '{journal.action}' is teruggedraaid; er is niets gewijzigd.{kept}"
    )


def _is_committed(room: _Room, journal: Journal) -> bool:
    """Whether the newest commit holds these files as they were to be committed."""
    if not (_is_same(room.claim, room.copy) or _is_same(room.git / "index", room.copy)):
        return False  # the commit begins after the claim
    process = start(
        room.root, "diff-index", "--cached", "--name-only", "--relative", "-z", "HEAD", "--",
        index=room.own,
    )  # fmt: skip
    output, _ = process.communicate()
    different = {os.fsdecode(path) for path in output.split(b"\0")}
    return not process.returncode and different.isdisjoint(journal.paths)


def _wait_for_killed_git(room: _Room) -> None:
    """Locks on the branch that a killed git left. Ours is dead (we hold the lock that it
    inherited), and a living one keeps them for an instant only."""
    common = room.git
    with suppress(OSError):
        common = room.git / (room.git / "commondir").read_text(encoding="utf-8").strip()
    head = ""
    with suppress(OSError):
        head = (room.git / "HEAD").read_text(encoding="utf-8").strip().removeprefix("ref: ")
    locks = [room.git / "HEAD.lock", *([common / f"{head}.lock"] if "/" in head else [])]
    until = time.monotonic() + _PATIENCE
    while any(path.exists() for path in locks) and time.monotonic() < until:
        time.sleep(0.05)
    for path in locks:
        path.unlink(missing_ok=True)
