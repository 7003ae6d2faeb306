"""The handbook as it lies here, for ``verify``: what every record and version file states, and
under which name git knows its bytes."""

from __future__ import annotations

import hashlib
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from zowerkenwij.model.problem import Unreadable
from zowerkenwij.store.evidence import (
    RecordFacts,
    Sealed,
    VersionFacts,
    record_facts,
    sealed,
    version_facts,
)
from zowerkenwij.store.files import WorkTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from zowerkenwij.store.location import Location

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Present:
    """Records by id (``doubles``: more with an id that is taken), and their blobs by path. The blobs of version files by folder and file name;
    ``doubtful`` are those in which something is not simply as it was written, ``right``
    the others that have attachments. ``foreseen`` are the
    blobs that a record was if nothing but its text and ledger grew: the document, and how many
    entries it had then. A blob is the name that git gives to bytes."""

    records: Mapping[str, RecordFacts]
    blobs: Mapping[str, str]
    versions: Mapping[Key, str]
    doubtful: Mapping[Key, VersionFacts]
    right: Mapping[Key, Sealed]
    names: Mapping[str, str]  # former ids and ids → the id of today
    foreseen: Mapping[str, tuple[str, int]]
    doubles: tuple[RecordFacts, ...] = ()

    def name(self, id_: str) -> str:
        """The id that a document has today."""
        return self.names.get(id_, id_)

    def attached(self) -> Iterator[tuple[Key, str, Mapping[str, str]]]:
        """The attachments of every version file: the path of its record, and digests by target."""
        yield from ((key, f.path, f.assets) for key, f in self.doubtful.items())
        for key, found in self.right.items():
            lines = (line[2:].rpartition(": ") for line in found.assets.decode().splitlines())
            yield key, found.path.decode(), {target: made for target, _, made in lines}


def present(location: Location, *, sha256: bool) -> Present:
    """Read every record and version file once. ``sha256``: git names blobs with SHA-256."""
    source = WorkTree(location.root, location.prefix)
    top = location.prefix + "/" if location.prefix else ""
    paths = [
        p for p in source.listing().paths
        if p.endswith(".md") and not p.startswith((f"{top}static/", f"{top}assets/"))
    ]  # fmt: skip
    seen = _Seen(hashlib.sha256 if sha256 else hashlib.sha1)
    for path, data in source.read(p for p in paths if not p.startswith(f"{top}versions/")):
        if not isinstance(data, Unreadable):
            seen.record(path, data)
    depth = top.count("/") + 2
    for path, data in source.read(p for p in paths if p.startswith(f"{top}versions/")):
        if not isinstance(data, Unreadable) and path.count("/") == depth:
            seen.version(path, data)
    return seen.all()


def attachment(record: str, target: str) -> str:
    """The path, from the handbook's folder, of what a text points at; ``record`` is the path of
    its record when it was adopted."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(record), unquote(target)))


class _Seen:
    """Collects while the files pass by; the texts themselves are not kept."""

    def __init__(self, made: Callable[[bytes], Any]) -> None:
        self.made = made
        self.records: dict[str, RecordFacts] = {}
        self.doubles: list[RecordFacts] = []
        self.blobs: dict[str, str] = {}
        self.versions: dict[Key, str] = {}
        self.doubtful: dict[Key, VersionFacts] = {}
        self.right: dict[Key, Sealed] = {}
        self.known: dict[str, _Known] = {}
        self.foreseen: dict[str, tuple[str, int]] = {}

    def blob(self, *parts: bytes) -> str:
        """The name that git gives these bytes."""
        made = self.made(b"blob %d\0" % sum(map(len, parts)))
        for part in parts:
            made.update(part)
        digest: str = made.hexdigest()
        return digest

    def record(self, path: str, data: bytes) -> None:
        facts = record_facts(data, path)
        self.blobs[path] = self.blob(data)
        if facts.id not in self.records:
            self.records[facts.id] = facts
            self.known[facts.id] = _known(data, facts)
        else:
            self.doubles.append(facts)

    def version(self, path: str, data: bytes) -> None:
        _, folder, number = path[:-3].rsplit("/", 2)
        # git may have given this file other line ends
        data = data.replace(b"\r\n", b"\n") if b"\r" in data else data
        self.versions[folder, number] = self.blob(data)
        known = self.known.get(folder)
        entry = known.entries.get(number) if known else None
        found = sealed(data, known.ids, number.encode(), entry) if known and entry else None
        if not known or not found:
            self.doubtful[folder, number] = version_facts(data)
            return
        if found.assets:
            self.right[folder, number] = found
        if number in known.ends:
            count, end = known.ends[number]
            blob = self.blob(known.head[:end], known.tail, data[found.start :])
            self.foreseen[blob] = folder, count

    def all(self) -> Present:
        names = {old: r.id for r in self.records.values() for old in r.former_ids}
        names |= {id_: id_ for id_ in self.records}
        return Present(
            self.records, self.blobs, self.versions, self.doubtful, self.right, names,
            self.foreseen, tuple(self.doubles),
        )  # fmt: skip


class _Known(NamedTuple):
    """A record for the sake of its versions: the front matter in two, around the end of its
    ledger (``ends``: by version number how many entries there were when it was the newest, and
    where its entry ends in ``head``); empty when it is not written as the commands write it."""

    ids: frozenset[bytes]
    entries: Mapping[str, bytes]
    head: bytes = b""
    tail: bytes = b""
    ends: Mapping[str, tuple[int, int]] = {}


def _known(data: bytes, facts: RecordFacts) -> _Known:
    ids = frozenset(id_.encode() for id_ in (facts.id, *facts.former_ids))
    if not facts.stop:
        return _Known(ids, facts.entries)
    ends, at = {}, facts.start
    for count, (number, entry) in enumerate(facts.entries.items(), 1):
        at += len(entry) + 2 * entry.count(b"\n")
        ends[number] = count, at
    end = data.index(b"\n---\n", 3) + 5
    head, tail = data[: facts.stop], data[facts.stop : end]
    return _Known(ids, facts.entries, head, tail, ends)
