"""Replacing a set of files: everything is computed and written aside first, then put in place;
when that fails half-way, what was put in place is put back."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from zowerkenwij.store.errors import WriteError, reason

if TYPE_CHECKING:
    from collections.abc import Mapping


def write(root: Path, files: Mapping[str, bytes]) -> None:
    """Write each file (POSIX path under ``root`` → bytes), all or none; makes folders that are
    absent. Raises ``WriteError``; nothing is written through a symbolic link."""
    targets = [(target(root, path), data) for path, data in files.items()]
    made: list[Path] = []
    aside: list[tuple[Path, Path]] = []
    try:
        for place, data in targets:
            _make_folders(place.parent, made)
            aside.append((_write_aside(place, data), place))
        _put_in_place(aside)
    except OSError as error:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        why = reason(error)
        name = getattr(error, "filename2", None) or error.filename or root
        message = f"Schrijven lukt niet bij '{name}' ({why}). Er is niets gewijzigd."
        raise WriteError(message) from error
    finally:
        for temporary, _ in aside:
            with suppress(OSError):
                temporary.unlink()


def target(root: Path, path: str) -> Path:
    """Where a file under ``root`` is written; raises ``WriteError`` when that is outside, a
    symbolic link or no ordinary file."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts:
        raise WriteError(f"'{path}' ligt buiten het handboek. Er is niets gewijzigd.")
    here = root
    for part in parts:
        here = here / part
        if here.is_symlink():
            raise WriteError(
                f"'{here}' is een snelkoppeling. Daar wordt niet doorheen geschreven; "
                "er is niets gewijzigd."
            )
    if here.exists() and not here.is_file():
        raise WriteError(f"'{here}' is geen gewoon bestand. Er is niets gewijzigd.")
    return here


def _make_folders(folder: Path, made: list[Path]) -> None:
    absent = []
    while not folder.exists():
        absent.append(folder)
        folder = folder.parent
    for one in reversed(absent):
        one.mkdir()
        made.append(one)


def _write_aside(target: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=".zww-", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(mode(target))
    except OSError:
        temporary.unlink()
        raise
    return temporary


def mode(target: Path) -> int:
    """The permission bits of a file; of a new one those that the system gives."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _put_in_place(aside: list[tuple[Path, Path]]) -> None:
    before: list[tuple[Path, bytes | None, int]] = []
    try:
        for temporary, target in aside:
            old = target.read_bytes() if target.exists() else None
            bits = mode(target)
            temporary.replace(target)
            before.append((target, old, bits))
    except OSError:
        for target, old, bits in reversed(before):
            _restore(target, old, bits)
        raise


def _restore(target: Path, old: bytes | None, bits: int) -> None:
    if old is None:
        target.unlink()
        return
    temporary = _write_aside(target, old)
    temporary.chmod(bits)
    temporary.replace(target)
