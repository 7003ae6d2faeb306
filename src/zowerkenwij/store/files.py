"""Where the bytes of a handbook come from: the work tree, or a revision in git.

Paths are POSIX, from the root of the repository. No symbolic link is ever followed: a link, an
unreadable file or something that is no file becomes an ``Unreadable``, and the rest is read.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from zowerkenwij.model.problem import Place, Unreadable
from zowerkenwij.store.errors import reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MAX_FILE = 5_000_000
_MAX_FOLDERS = 200


@dataclass(frozen=True)
class Listing:
    """Every file under the handbook's folder, sorted, and what could not be listed."""

    paths: tuple[str, ...]
    unreadable: tuple[Unreadable, ...] = ()


class Source(Protocol):
    """A place where a handbook lies."""

    @property
    def root(self) -> Path:
        """The folder in which ``prefix`` lies."""
        ...

    @property
    def prefix(self) -> str:
        """The handbook's folder, from the root of the repository; empty: the root itself."""
        ...

    def listing(self) -> Listing:
        """All files; hidden files and folders are left out."""
        ...

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | Unreadable]]:
        """The bytes of each file, or why they could not be had."""
        ...


def unreadable(path: str, message: str) -> Unreadable:
    """A file that cannot be read at all."""
    return Unreadable(Place(path), "ZW101", message)


def too_big(path: str) -> Unreadable:
    """A file that is larger than ``MAX_FILE``."""
    limit = MAX_FILE // 1_000_000
    message = (
        f"Dit bestand is groter dan {limit} MB en is niet gelezen. Splits het, "
        "of haal plaatjes eruit."
    )
    return unreadable(path, message)


def show_name(name: str) -> str:
    """A file name that can be printed: bytes that are not UTF-8 become escapes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


@dataclass(frozen=True)
class WorkTree:
    """The files as they lie on disk under ``root / prefix``."""

    root: Path
    prefix: str = "handbook"

    def listing(self) -> Listing:
        """All files; symbolic links and odd things are reported, never opened."""
        paths: list[str] = []
        problems: list[Unreadable] = []
        top = self.prefix + "/" if self.prefix else ""
        pending = [top]
        if self.prefix and (self.root / self.prefix).is_symlink():
            return Listing((), (unreadable(self.prefix, LINK),))
        while pending:
            self._scan(pending.pop(), pending, paths, problems)
        return Listing(tuple(sorted(paths)), tuple(problems))

    def _scan(
        self, folder: str, pending: list[str], paths: list[str], problems: list[Unreadable]
    ) -> None:
        if folder.count("/") > _MAX_FOLDERS:
            problems.append(unreadable(folder, "Deze map ligt te diep. Maak de mappen vlakker."))
            return
        try:
            with os.scandir(os.path.join(self.root, folder)) as entries:  # noqa: PTH118 - hot
                for entry in entries:
                    name = entry.name
                    if name[0] == ".":
                        continue
                    if not name.isascii() and (shown := show_name(name)) != name:
                        problems.append(unreadable(show_name(folder) + shown, NAME))
                    elif entry.is_symlink():
                        problems.append(unreadable(folder + name, LINK))
                    elif entry.is_dir(follow_symlinks=False):
                        pending.append(f"{folder}{name}/")
                    elif entry.is_file(follow_symlinks=False):
                        paths.append(folder + name)
                    else:
                        problems.append(unreadable(folder + name, ODD))
        except OSError as error:
            problems.append(unreadable(folder.rstrip("/"), _why(error)))

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | Unreadable]]:
        """The bytes of each file, in the order asked."""
        root = os.path.join(self.root, "")  # noqa: PTH118 - hot
        for path in paths:
            yield path, _read_file(root + path, path)


LINK = (
    "Dit is een snelkoppeling (symbolische link). Die wordt niet gevolgd: zet het "
    "bestand zelf hier neer."
)
ODD = "Dit is geen gewoon bestand en wordt niet gelezen. Haal het weg uit het handboek."
NAME = "De naam van dit bestand is niet leesbaar (geen UTF-8). Geef het een andere naam."
_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
)  # fmt: skip


def _read_file(full: str, path: str) -> bytes | Unreadable:
    try:
        handle = os.open(full, _FLAGS)
    except (OSError, ValueError) as error:
        return unreadable(path, _why(error))
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return unreadable(path, ODD)
        if status.st_size > MAX_FILE:
            return too_big(path)
        return _read_all(handle, status.st_size, path)
    except OSError as error:
        return unreadable(path, _why(error))
    finally:
        os.close(handle)


def _read_all(handle: int, size: int, path: str) -> bytes | Unreadable:
    data = os.read(handle, size + 1)
    if len(data) == size:
        return data
    parts = [data]  # a short read, or a file that grew meanwhile
    while parts[-1] and sum(map(len, parts)) <= MAX_FILE:
        parts.append(os.read(handle, MAX_FILE))
    whole = b"".join(parts)
    return whole if len(whole) <= MAX_FILE else too_big(path)


def _why(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "Je hebt geen recht om dit te lezen. Pas de rechten aan."
    if isinstance(error, FileNotFoundError):
        return "Dit bestand verdween tijdens het lezen. Probeer het opnieuw."
    if getattr(error, "errno", None) in (40, 62):  # ELOOP: a link took the file's place
        return LINK
    why = reason(error) if isinstance(error, OSError) else "de naam kan niet"
    return f"Dit is niet te lezen: {why}."
