"""One document with its versions, found and read without reading the rest of the handbook."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.model.problem import Unreadable
from zowerkenwij.store.files import Listing, WorkTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from zowerkenwij.model.handbook import Handbook
    from zowerkenwij.store.location import Location

_NO_TEXTS = frozenset({"versions", "static", "assets"})


@dataclass(frozen=True)
class Part:
    """Only these files of a work tree."""

    root: Path
    prefix: str
    paths: tuple[str, ...]

    def listing(self) -> Listing:
        return Listing(self.paths)

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | Unreadable]]:
        return WorkTree(self.root, self.prefix).read(paths)


def load_one(location: Location, id_: str) -> Handbook | None:
    """A handbook of one document: the settings, the record with this id or former id, and its
    version files. None when no record has the id: ``load`` all then, to see what is near."""
    from zowerkenwij.store.loader import load

    path = _path_of(location, _top(location), id_)
    return None if path is None else load(some(location, [path]))


def some(location: Location, records: Sequence[str]) -> Part:
    """The settings, the records at these paths, and their version files."""
    from zowerkenwij.store.evidence import record_facts

    top = _top(location)
    versions: list[str] = []
    for path in records:
        folder = f"{top}versions/{record_facts(_bytes(location, path), path).id}/"
        try:
            names = os.listdir(location.root / folder)  # noqa: PTH208 - names only
        except OSError:
            continue
        versions += (folder + name for name in names if name.endswith(".md") and name[0] != ".")
    paths = (f"{top}handbook.yml", *records, *sorted(versions))
    return Part(location.root, location.prefix, paths)


def _top(location: Location) -> str:
    return location.prefix + "/" if location.prefix else ""


def _path_of(location: Location, top: str, id_: str) -> str | None:
    """The record's path: its file name is its id; else every record is looked at."""
    from zowerkenwij.store.evidence import record_facts

    paths = list(record_paths(location, top))
    for path in paths:
        if path.endswith(f"/{id_}.md") and record_facts(_bytes(location, path), path).id == id_:
            return path
    former = None
    for path in paths:
        facts = record_facts(_bytes(location, path), path)
        if facts.id == id_:
            return path
        if id_ in facts.former_ids:
            former = path
    return former


def record_paths(location: Location, top: str) -> Iterator[str]:
    """The paths of all records below ``top``: the handbook's folder with a slash, or empty."""
    pending = [top]
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(os.scandir(location.root / folder), key=lambda e: e.name)
        except OSError:
            continue
        for entry in entries:
            if entry.name[0] == "." or entry.is_symlink():
                continue
            if entry.is_dir():
                if folder != top or entry.name not in _NO_TEXTS:
                    pending.append(f"{folder}{entry.name}/")
            elif entry.name.endswith(".md") and entry.name.lower() != "readme.md":
                yield folder + entry.name


def _bytes(location: Location, path: str) -> bytes:
    ((_, data),) = WorkTree(location.root, location.prefix).read([path])
    return b"" if isinstance(data, Unreadable) else data
