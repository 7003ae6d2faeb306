"""A handbook as it was in a revision of git: two processes, however many files there are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from threading import Thread
from typing import IO, TYPE_CHECKING, NamedTuple

from zowerkenwij.store.errors import GitError
from zowerkenwij.store.files import (
    LINK,
    MAX_FILE,
    NAME,
    ODD,
    Listing,
    show_name,
    too_big,
    unreadable,
)
from zowerkenwij.store.git import git_folder, run, start

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from zowerkenwij.model.problem import Unreadable


class _Blob(NamedTuple):
    mode: bytes
    id: bytes


@dataclass(frozen=True)
class Revision:
    """The files under ``root / prefix`` as they were in a revision (branch, tag or commit)."""

    root: Path
    prefix: str = "handbook"
    rev: str = "HEAD"

    def listing(self) -> Listing:
        """All files of that revision; raises ``GitError`` when it does not exist."""
        named = {p: b for p, b in self._blobs.items() if show_name(p) == p}
        problems = [unreadable(show_name(p), NAME) for p in self._blobs if p not in named]
        problems += [_odd(p, b) for p, b in named.items() if not b.mode.startswith(b"100")]
        paths = sorted(p for p, b in named.items() if b.mode.startswith(b"100"))
        return Listing(tuple(paths), tuple(problems))

    @cached_property
    def _blobs(self) -> dict[str, _Blob]:
        if not self.rev or self.rev.startswith("-") or "\0" in self.rev:
            raise GitError(_no_revision(self.rev))
        if git_folder(self.root) is None:
            raise GitError(
                "Hier is geen git-archief, dus er zijn geen oudere teksten. Laat --rev weg."
            )
        where = ("--", f":(literal){self.prefix}") if self.prefix else ()
        try:
            output = run(self.root, "ls-tree", "-r", "-z", f"{self.rev}^{{tree}}", *where)
        except GitError as error:
            if "niet te starten" in error.message:
                raise
            raise GitError(_no_revision(self.rev)) from error
        return dict(_entries(output))

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | Unreadable]]:
        """The bytes of each file, in the order asked, through one git process."""
        wanted = list(paths)
        if not wanted:
            return
        process = start(self.root, "cat-file", "--batch", "--buffer")
        ids = b"".join(self._blobs[path].id + b"\n" for path in wanted)
        feeder = Thread(target=_feed, args=(process.stdin, ids), daemon=True)
        feeder.start()
        try:
            for path in wanted:
                yield path, _next_blob(process.stdout, path)
        finally:
            process.kill()
            feeder.join()
            for stream in (process.stdout, process.stderr):
                if stream:
                    stream.close()
            process.wait()


def _entries(output: bytes) -> Iterator[tuple[str, _Blob]]:
    for line in output.split(b"\0"):
        about, _, name = line.partition(b"\t")
        if not about or b"/." in name or name.startswith(b"."):
            continue
        mode, _, id_ = about.split()
        yield os.fsdecode(name), _Blob(mode, id_)


def _odd(path: str, blob: _Blob) -> Unreadable:
    return unreadable(path, LINK if blob.mode == b"120000" else ODD)


def _no_revision(rev: str) -> str:
    return (
        f"De versie '{rev}' bestaat niet in git. Kies een tak, een label of een "
        "nummer uit `git log`."
    )


def _feed(stream: IO[bytes] | None, ids: bytes) -> None:
    if stream is None:
        return
    try:
        stream.write(ids)
        stream.close()
    except OSError:
        return  # the reader stopped early


def _next_blob(stream: IO[bytes] | None, path: str) -> bytes | Unreadable:
    header = stream.readline().split() if stream else []
    if stream is None or len(header) != 3 or header[1] != b"blob":
        return unreadable(path, "Git kan dit bestand niet geven. Probeer `git fsck`.")
    size = int(header[2])
    if size <= MAX_FILE:
        data = stream.read(size)
        stream.read(1)
        return data
    left = size + 1
    while left > 0 and (part := stream.read(min(left, MAX_FILE))):
        left -= len(part)
    return too_big(path)
