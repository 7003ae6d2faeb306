"""A memory of answers about exactly this state of the handbook's files, kept beside git's data.

The state is what git knows without reading files: the blob of every clean file, and the contents
of whatever is changed, untracked or ignored. Losing this memory is always safe; a damaged one is
thrown away; when it cannot be written nothing happens. Never imports a model, and at the start
only what a warm answer needs.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys

from zowerkenwij import __version__
from zowerkenwij.store.errors import GitError
from zowerkenwij.store.git import ask, git_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from zowerkenwij.store.nearest import Place

_KEEP = 20
_MAX_HASHED = 5_000_001
# What `ls-files -v -s` says of a file and a link that are there as in the index. Another letter is
# changed, new, in conflict or not watched; mode 160000 is a repository inside this one.
_CLEAN = (b"H 100", b"H 120")
_NEW = b"? "
_DIGEST = 32  # bytes of SHA-256
_PROGRAM: list[str] = []


class Memo:
    """A remembered answer: ``kept`` is None when there is none; ``keep`` keeps one."""

    def __init__(self, place: Place, key: list[Any]) -> None:
        self._place, self._key = place, key
        self._path = _path(place, key)
        self.kept = _read(self._path)

    @property
    def value(self) -> Any:
        """The JSON value that was stored; None when there is none."""
        import json  # which the answers of ``keep`` do without

        return None if self.kept is None else json.loads(self.kept)

    def store(self, value: Any) -> None:
        """Remember a JSON value for this state; says nothing when that fails."""
        import json

        try:
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        except (TypeError, ValueError):
            return
        self.keep(text)

    def keep(self, data: bytes) -> None:
        """Remember these bytes, unless a file changed while they were made; says nothing when
        that fails."""
        import tempfile

        try:
            if _path(self._place, self._key) != self._path:
                return
            folder = os.path.dirname(self._path)
            os.makedirs(folder, exist_ok=True)
            _forget_oldest(folder)
            handle, name = tempfile.mkstemp(dir=folder, suffix=".tmp")
            with os.fdopen(handle, "wb") as stream:
                stream.write(hashlib.sha256(data).digest())
                stream.write(data)
            os.replace(name, self._path)
        except (GitError, OSError):
            return


def memo(place: Place, key: list[Any]) -> Memo | None:
    """What is remembered under ``key`` (of texts, numbers, None and lists of them) for the files
    as they are now; None without git."""
    try:
        return Memo(place, key)
    except (GitError, OSError):
        return None


def program() -> str:
    """A digest of this program as it is installed: another program, another memory."""
    if not _PROGRAM:  # the program of this process does not change any more
        _PROGRAM.append(installed(os.path.dirname(os.path.dirname(__file__))))
    return _PROGRAM[0]


def installed(package: str) -> str:
    """A digest of the files of a package and of where Python looks for others."""
    found = sorted(_sizes(package))
    for entry in sys.path:  # a folder changes when a package in it is added or renewed
        try:
            found.append(str(os.stat(entry or ".").st_mtime_ns))
        except OSError:
            continue
    told = "\0".join((__version__, sys.version, *sys.path, *found))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _sizes(package: str) -> Iterator[str]:
    folders = [package]
    for folder in folders:  # those inside are added on the way
        for entry in _entries(folder):
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
                continue
            try:
                status = entry.stat()
            except OSError:  # a link to nothing
                continue
            yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if entry.name != "__pycache__"]
    except OSError:
        return []


def _path(place: Place, key: list[Any]) -> str:
    """Where the answer for the files as they are now is kept; raises ``GitError`` or ``OSError``."""
    root = os.fspath(place[0])
    folder = git_folder(root)
    if folder is None:
        raise GitError("Hier is geen git-archief.")
    whole = ascii([program(), root, _state(root, place[1]), key])
    name = hashlib.sha256(whole.encode()).hexdigest()
    return os.path.join(folder, "zowerkenwij", "memo", name)


def _read(path: str) -> bytes | None:
    """What was kept in a file; None when it is absent or damaged."""
    try:
        with open(path, "rb") as stream:
            digest, data = stream.read(_DIGEST), stream.read()
    except OSError:
        return None
    return data if hashlib.sha256(data).digest() == digest else None


def _state(root: str, prefix: str) -> str:
    where = ("--", f":(literal){prefix}") if prefix else ()
    listed = ask(root, "ls-files", "-v", "-s", "-z", "--cached", "--modified", "--others", *where)
    digest = hashlib.sha256(b"%d %s" % (len(listed), listed))
    for path in _loose(root, listed):
        digest.update(_contents(path))
    return digest.hexdigest()


def _loose(root: str, listed: bytes) -> Iterator[str]:
    """The files whose contents git has not said."""
    for line in listed.split(b"\0"):
        if line and not line.startswith(_CLEAN):
            name = line[2:] if line.startswith(_NEW) else line.partition(b"\t")[2]
            yield from _inside(os.path.join(root, os.fsdecode(name)))


def _inside(path: str) -> Iterator[str]:
    if os.path.isdir(path) and not os.path.islink(path):
        for name in sorted(os.listdir(path)):
            yield from _inside(os.path.join(path, name))
    else:
        yield path


def _contents(path: str) -> bytes:
    name = os.fsencode(path)
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            return b"%s -> %s\n" % (name, os.fsencode(os.readlink(path)))
        if not stat.S_ISREG(status.st_mode):
            return b"%s %d\n" % (name, stat.S_IFMT(status.st_mode))
        with open(path, "rb") as stream:
            data = stream.read(_MAX_HASHED)
        return b"%s %d %s\n" % (name, status.st_mode, hashlib.sha256(data).digest())
    except OSError as error:
        return b"%s %d\n" % (name, error.errno or 0)


def _forget_oldest(folder: str) -> None:
    kept = sorted((entry.stat().st_mtime_ns, entry.path) for entry in os.scandir(folder))
    for _, path in kept[: max(0, len(kept) - _KEEP + 1)]:
        try:
            os.unlink(path)
        except OSError:  # another process was first
            continue
