"""The commits behind one document, however its file was moved or renamed: at most six git
processes, whatever the number of commits."""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING, NamedTuple

from zowerkenwij.store.errors import GitError
from zowerkenwij.store.evidence import record_facts, text_digest
from zowerkenwij.store.git import run
from zowerkenwij.store.log import Change, blobs, changes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.store.log import Repository


class Behind(NamedTuple):
    """A commit that changed a document: the day it was made, the file, and the digest of the
    text in it (None when the file went)."""

    commit: str
    on: str
    path: str
    digest: str | None


def commits(found: Repository, handbook: Handbook, document: Document) -> tuple[Behind, ...]:
    """The commits behind a document, newest first. Raises ``GitError``."""
    names = (document.id, *document.record.former_ids)
    top = f"{handbook.prefix}/" if handbook.prefix else ""
    paths = {document.path, *(f"{posixpath.dirname(document.path)}/{n}.md" for n in names)}
    paths |= {f"{top}{v.record.path}" for v in handbook.versions if v.record.id in names}
    folders = {f"{top}versions/{name}" for name in names}
    rows = _rows(found, (*_literal(found, paths | folders),))
    sources = _sources(found, rows, {f"{found.inside}{f}" for f in folders})
    known = {f"{found.inside}{p}" for p in paths}
    if not sources <= known:
        globs = (f":(top,glob){found.inside}{top}**/{name}.md" for name in names)
        literal = (f":(top,literal){path}" for path in sources)
        rows = _rows(found, (*_literal(found, paths | folders), *literal, *globs))
    return _told(found, rows, frozenset(names), f"{found.inside}{top}versions/")


def _literal(found: Repository, paths: Iterable[str]) -> list[str]:
    return [f":(top,literal){found.inside}{path}" for path in sorted(paths)]


def _rows(found: Repository, where: tuple[str, ...]) -> list[Change]:
    arguments = ("-c", "--full-history", found.head, "--", *where)
    return [change for commit in changes(found.root, *arguments) for change in commit]


def _sources(found: Repository, rows: list[Change], folders: set[str]) -> set[str]:
    """Where a record's file stood before the commit that made it at its present place."""
    added = {
        (row.commit, os.fsdecode(row.path))
        for row in rows
        if not row.old and not any(os.fsdecode(row.path).startswith(f"{f}/") for f in folders)
    }
    if not added:
        return set()
    feed = b"".join(commit + b"\n" for commit in {commit for commit, _ in added})
    output = run(
        found.root, "diff-tree", "--stdin", "-r", "-M", "-z", "--no-relative", "--no-commit-id",
        "--name-status", "--diff-filter=R", feed=feed,
    )  # fmt: skip
    words = os.fsdecode(output).split("\0")
    places = {path for _, path in added}
    renamed = zip(words[0::3], words[1::3], words[2::3], strict=False)
    return {old for _, old, new in renamed if new in places}


def _told(
    found: Repository, rows: list[Change], names: frozenset[str], versions: str
) -> tuple[Behind, ...]:
    """One row a commit: the record when it was touched, else the version file."""
    ids = list(dict.fromkeys(row.new for row in rows if row.new))
    texts = dict(zip(ids, blobs(found.root, ids), strict=True))
    told: dict[bytes, Behind] = {}
    own: set[bytes] = set()
    for row in rows:
        path, data = os.fsdecode(row.path), texts.get(row.new)
        is_record = not path.startswith(versions)
        if data is not None and is_record and record_facts(data, path).id not in names:
            continue
        if row.commit in own and (told[row.commit].digest or data is None):
            continue
        if row.commit in told and not is_record:
            continue
        if is_record:
            own.add(row.commit)
        digest = text_digest(data) if data is not None else None
        commit, on = os.fsdecode(row.commit), os.fsdecode(row.on)
        told[row.commit] = Behind(commit, on, path.removeprefix(found.inside), digest)
    return tuple(told.values())


def need(found: Repository | None) -> Repository:
    """The repository; raises ``GitError`` when there is none."""
    if found is None:
        raise GitError(
            "Hier is geen git-archief, dus er is geen geschiedenis. Wat is vastgesteld zie je "
            "wel met `zowerkenwij list` en `zowerkenwij show`."
        )
    return found
