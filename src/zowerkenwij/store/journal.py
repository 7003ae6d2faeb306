"""Replacing files so that it can be undone at any instant: what stood there is kept aside and
noted in a journal on disk before the first file changes."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zowerkenwij.store import writing

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "journal.json"


@dataclass(frozen=True, slots=True)
class Step:
    """A file (POSIX path from the root) with the SHA-256 of its bytes before and after; None:
    there is no such file."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Journal:
    """The steps of one transaction, kept in ``folder``. ``root`` is where their paths start,
    ``floor`` the folder that stays when it becomes empty, ``action`` what was being done."""

    folder: Path
    root: Path
    floor: str
    action: str
    steps: tuple[Step, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file that is written or removed."""
        return tuple(step.path for step in self.steps)

    def place(self) -> None:
        """Put every new file in its place and take away what goes. Raises ``OSError``."""
        for number, step in enumerate(self.steps):
            target = self.root / step.path
            if step.before == step.after:
                continue
            if step.after is None:
                target.unlink()
                self._tidy(target.parent)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                _move(self.folder / f"{number}.new", target)
        for folder in {(self.root / step.path).parent for step in self.steps}:
            _sync_folder(folder)

    def undo(self) -> tuple[str, ...]:
        """Put back what stood there. Gives the files that somebody changed in the meantime:
        those are left as they are. Raises ``OSError``."""
        foreign = []
        for number, step in enumerate(self.steps):
            target, old = self.root / step.path, self.folder / f"{number}.old"
            now = sha(target)
            if step.before in (step.after, now):
                continue
            if now != step.after:
                foreign.append(step.path)
            elif step.before is None:
                target.unlink()
                self._tidy(target.parent)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                _move(old, target)
        return tuple(foreign)

    def finish(self) -> None:
        """The transaction is over: forget the journal, then what it kept. Raises ``OSError``
        when the journal cannot be removed."""
        (self.folder / NAME).unlink(missing_ok=True)
        _sync_folder(self.folder)
        clear(self.folder)

    def _tidy(self, folder: Path) -> None:
        """Remove folders that became empty, below the handbook's own."""
        floor = self.root / self.floor
        while folder != floor and floor in folder.parents:
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent


def prepare(
    folder: Path, root: Path, floor: str, action: str, files: Mapping[str, bytes | None]
) -> Journal:
    """Write everything aside and then the journal; no file of the handbook changes yet. Raises
    ``OSError`` and ``WriteError``."""
    folder.mkdir(parents=True, exist_ok=True)
    clear(folder)
    steps = tuple(
        _step(folder, n, root, path, data) for n, (path, data) in enumerate(files.items())
    )
    journal = Journal(folder, root, floor, action, steps)
    value = {"format": 1, "root": os.path.relpath(root, folder), "floor": floor, "action": action,
             "steps": [asdict(step) for step in steps]}  # fmt: skip
    _write(folder / f"{NAME}.new", json.dumps(value).encode())
    (folder / f"{NAME}.new").replace(folder / NAME)
    _sync_folder(folder)
    return journal


def read(folder: Path) -> Journal | None:
    """The journal of a transaction that did not end; None when there is none, or one that was
    never whole (then no file had changed)."""
    try:
        value: dict[str, Any] = json.loads((folder / NAME).read_bytes())
        steps = tuple(Step(**step) for step in value["steps"])
        root = Path(os.path.normpath(folder / value["root"]))
        return Journal(folder, root, value["floor"], value["action"], steps)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def clear(folder: Path) -> None:
    """Remove what a finished or never begun transaction left aside."""
    for path in folder.iterdir():
        with suppress(OSError):
            path.unlink()


def sha(path: Path) -> str | None:
    """SHA-256 of a file's bytes; None when there is no such file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None


def _step(folder: Path, number: int, root: Path, path: str, data: bytes | None) -> Step:
    target = writing.target(root, path)
    before = sha(target)
    after = None if data is None else hashlib.sha256(data).hexdigest()
    if before == after:
        return Step(path, before, after)
    if data is not None:
        _write(folder / f"{number}.new", data)
        (folder / f"{number}.new").chmod(writing.mode(target))
    if before is not None:
        _keep(target, folder / f"{number}.old")
    return Step(path, before, after)


def _keep(target: Path, kept: Path) -> None:
    """A second name for the file: needs no room on the disk, and no copying back."""
    try:
        os.link(target, kept)
    except OSError:
        shutil.copy2(target, kept)
        with kept.open("rb") as stream:
            os.fsync(stream.fileno())


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _move(source: Path, target: Path) -> None:
    """Replace in one go, also from another disk."""
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        aside = target.with_name(f".zww-{source.name}")
        shutil.copy2(source, aside)
        with aside.open("rb") as stream:
            os.fsync(stream.fileno())
        aside.replace(target)


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # not every system can
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
