"""A memory of answers about exactly this state of the handbook's files, kept beside git's data.

The state is what git knows without reading files: the blob of every clean file, and the contents
of whatever is changed, untracked or ignored. Losing this memory is always safe; a damaged one is
thrown away; when it cannot be written nothing happens. Never imports a model.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zowerkenwij import __version__
from zowerkenwij.store.errors import GitError
from zowerkenwij.store.git import git_folder, start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.store.location import Location

_KEEP = 20
_MAX_HASHED = 5_000_001
_LOOSE_FLAGS = b"hsmrckS"  # `ls-files -v`: assume-unchanged, skip-worktree and the like


class Memo(NamedTuple):
    """A remembered answer: ``value`` is None when there is none; ``store`` keeps one."""

    path: Path
    value: Any

    def store(self, value: Any) -> None:
        """Remember a JSON value for this state; says nothing when that fails."""
        import tempfile  # which a warm run does without

        with suppress(OSError, TypeError, ValueError):
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _forget_oldest(self.path.parent)
            handle, name = tempfile.mkstemp(dir=self.path.parent, suffix=".tmp")
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text)
            Path(name).replace(self.path)


def memo(location: Location, key: list[Any]) -> Memo | None:
    """What is remembered under ``key`` for the files as they are now; None without git."""
    try:
        folder = git_folder(location.root)
        state = _state(location) if folder else None
    except (GitError, OSError):
        return None
    if folder is None or state is None:
        return None
    name = hashlib.sha256(json.dumps([program(), str(location.root), state, key]).encode())
    path = folder / "zowerkenwij" / "memo" / f"{name.hexdigest()}.json"
    try:
        return Memo(path, json.loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError):
        return Memo(path, None)


@cache  # the program of this process does not change any more
def program() -> str:
    """A digest of this program as it is installed: another program, another memory."""
    digest = hashlib.sha256(f"{__version__} {sys.version} {sys.path}".encode())
    package = Path(__file__).parents[1]
    for folder, folders, names in os.walk(package):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            status = os.stat(os.path.join(folder, name))  # noqa: PTH116, PTH118 - hot
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    for entry in sys.path:  # a folder changes when a package in it is added or renewed
        with suppress(OSError):
            digest.update(str(Path(entry or ".").stat().st_mtime_ns).encode())
    return digest.hexdigest()


def _state(location: Location) -> str | None:
    where = ("--", f":(literal){location.prefix}") if location.prefix else ()
    listing = start(location.root, "ls-files", "-s", "-v", "-z", *where)
    status = start(
        location.root, "status", "--porcelain", "-z", "--untracked-files=all",
        "--ignored=traditional", "--no-renames", *where,
    )  # fmt: skip
    listed, _ = listing.communicate()
    changed, _ = status.communicate()
    if listing.returncode or status.returncode:
        return None
    digest = hashlib.sha256(b"%d %s%d %s" % (len(listed), listed, len(changed), changed))
    for path in _loose(location.root, listed, changed):
        digest.update(_contents(path))
    return digest.hexdigest()


def _loose(root: Path, listed: bytes, changed: bytes) -> Iterator[Path]:
    """The files whose contents git has not said."""
    top = _top(root)
    for line in changed.split(b"\0"):
        if line:
            yield from _inside(top / os.fsdecode(line[3:]))
    for line in listed.split(b"\0"):
        if line[:1] in _LOOSE_FLAGS and line:
            yield root / os.fsdecode(line.partition(b"\t")[2])


def _top(root: Path) -> Path:
    """`git status --porcelain` names paths from the top of the work tree, wherever it runs."""
    return next((f for f in (root, *root.parents) if (f / ".git").exists()), root)


def _inside(path: Path) -> Iterator[Path]:
    if path.is_dir() and not path.is_symlink():
        for entry in sorted(path.iterdir()):
            yield from _inside(entry)
    else:
        yield path


def _contents(path: Path) -> bytes:
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return f"{path} {stat.S_IFMT(status.st_mode)}\n".encode("utf-8", "surrogateescape")
        with path.open("rb") as stream:
            data = stream.read(_MAX_HASHED)
        return b"%s %d %s\n" % (os.fsencode(path), status.st_mode, hashlib.sha256(data).digest())
    except OSError as error:
        return b"%s %d\n" % (os.fsencode(path), error.errno or 0)


def _forget_oldest(folder: Path) -> None:
    kept = sorted(folder.glob("*.json"), key=lambda p: p.stat().st_mtime_ns)
    for path in kept[: max(0, len(kept) - _KEEP + 1)]:
        with suppress(OSError):
            path.unlink()
