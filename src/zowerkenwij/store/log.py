"""What git remembers, read as streams: which commit changed which file, and the texts of blobs.

Never a process per file: one ``git log`` for any number of commits and one ``git cat-file`` for
any number of blobs.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import IO, TYPE_CHECKING, NamedTuple

from zowerkenwij.store.errors import GitError
from zowerkenwij.store.git import git_folder, in_dutch, start

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from zowerkenwij.store.location import Location

_LOG = (
    "--no-replace-objects", "-c", "log.showRoot=true", "-c", "log.showSignature=false",
    "-c", "log.follow=false", "-c", "advice.graftFileDeprecated=false", "log", "--raw", "-z", "--no-abbrev", "--no-renames",
    "--no-relative", "--no-notes", "--no-decorate", "--no-color", "--ignore-submodules=all",
    "-O/dev/null", "--format=%H %cs %P",
)  # fmt: skip
_CHUNK = 1 << 20
_NOTHING = b"0"  # an id of noughts stands for "no file"


@dataclass(frozen=True, slots=True)
class Repository:
    """Where a handbook lies in git: ``inside`` is the path of its root from the top of the work
    tree (empty, or with a slash at its end), ``head`` the id of the newest commit; ``shallow``
    when older commits were left out of this copy."""

    root: Path
    inside: str
    head: str
    shallow: bool


class Change(NamedTuple):
    """One file in one commit. ``old`` is empty for a new file, ``new`` for one that is gone;
    ``is_merge``: the commit has more parents."""

    commit: bytes
    on: bytes
    old: bytes
    new: bytes
    path: bytes
    is_merge: bool


def repository(location: Location) -> Repository | None:
    """The repository around a handbook; None when there is none, or no commit yet. Raises
    ``GitError`` when git refuses."""
    if git_folder(location.root) is None:
        return None
    process = start(
        location.root, "rev-parse", "--is-shallow-repository", "--show-prefix", "--verify", "-q",
        "HEAD^{commit}",
    )  # fmt: skip
    said, complaint = process.communicate()
    lines = os.fsdecode(said).split("\n")
    if process.returncode or len(lines) < 3:
        if complaint:
            raise GitError(in_dutch(complaint))
        return None
    shallow, inside, head = lines[0], lines[1], lines[2]
    return Repository(location.root, inside, head, shallow == "true")


def changes(root: Path, *arguments: str) -> Iterator[list[Change]]:
    """The files that each commit changed, newest commit first; commits without any are left
    out. A merge comes once for each parent that it differs from (with the argument ``-c`` once,
    with the files that differ from all of them). ``arguments`` go to ``git log``: a revision,
    ``--``, paths. Raises ``GitError``."""
    with _running(root, (*_LOG, *arguments)) as process:
        commit = on = b""
        is_merge = False
        found: list[Change] = []
        tokens = _tokens(process.stdout)
        for token in tokens:
            if not token:
                continue
            if token[0] == 58 or token[:2] == b"\n:":
                path = next(tokens, b"")
                if token[-2] != 32:  # two letters: a merge
                    found += _merged(token, path, commit, on)
                    continue
                _, _, old, new, how = token.split(b" ")
                if how == b"A":
                    old = b""
                elif how == b"D":
                    new = b""
                found.append(Change(commit, on, old, new, path, is_merge))
            else:
                if found:
                    yield found
                    found = []
                commit, on, parents = token.split(b" ", 2)
                is_merge = b" " in parents
        if found:
            yield found


def _merged(token: bytes, path: bytes, commit: bytes, on: bytes) -> Iterator[Change]:
    """``::mode… mode blob… blob MM``: the result against every parent."""
    colons = len(token.lstrip(b"\n")) - len(token.lstrip(b"\n:"))
    parts = token.split(b" ")
    ids = [b"" if not id_.strip(_NOTHING) else id_ for id_ in parts[colons + 1 : -1]]
    for old in ids[:-1]:
        yield Change(commit, on, old, ids[-1], path, is_merge=True)


def _tokens(stream: IO[bytes] | None) -> Iterator[bytes]:
    rest = b""
    while stream and (chunk := stream.read(_CHUNK)):
        parts = (rest + chunk).split(b"\0")
        rest = parts.pop()
        yield from parts
    if rest.strip():
        yield rest


def blobs(root: Path, ids: Sequence[bytes]) -> Iterator[bytes | None]:
    """The contents of blobs in the order asked, through one process; None for one that git
    does not have. Blobs of one file stand best together: git makes them from each other."""
    if not ids:
        return
    arguments = ("--no-replace-objects", "cat-file", "--batch", "--buffer")
    with _running(root, arguments, feed=ids) as process:
        for _ in ids:
            yield _next_blob(process.stdout)


def _next_blob(stream: IO[bytes] | None) -> bytes | None:
    header = stream.readline().split() if stream else []
    if stream is None or not header:
        raise GitError("Git gaf niet alle oude teksten. Kijk het archief na met `git fsck`.")
    if len(header) != 3:
        return None
    data = stream.read(int(header[2]) + 1)[:-1]
    return data if header[1] == b"blob" else None


@contextmanager
def _running(
    root: Path, arguments: Iterable[str], feed: Sequence[bytes] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """A git command whose output is read while it runs; raises ``GitError`` when it fails."""
    process = start(root, *arguments, extra={"GIT_GRAFT_FILE": os.devnull})  # one hides commits
    feeder = Thread(target=_feed, args=(process.stdin, feed), daemon=True)
    complaints: list[bytes] = []
    listener = Thread(target=_listen, args=(process.stderr, complaints), daemon=True)
    feeder.start()
    listener.start()
    whole = False
    try:
        yield process
        whole = True
    finally:
        if not whole:
            process.kill()
        if process.stdout:
            process.stdout.close()
        feeder.join()
        listener.join()
        process.wait()
    if process.returncode:
        raise GitError(
            f"De geschiedenis is niet te lezen. {in_dutch(b''.join(complaints))} Kijk het archief na "
            "met `git fsck`."
        )


def _feed(stream: IO[bytes] | None, lines: Sequence[bytes]) -> None:
    if stream is None:
        return
    try:
        for at in range(0, len(lines), 1000):
            stream.write(b"\n".join((*lines[at : at + 1000], b"")))
        stream.close()
    except OSError:
        return  # the reader stopped early


def _listen(stream: IO[bytes] | None, into: list[bytes]) -> None:
    if stream:
        into.append(stream.read(100_000))
        stream.close()
