"""From files to the frozen ``Handbook``. Loading never fails: what cannot be read becomes an
entry in ``Handbook.unreadable``, and the rest is there."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from zowerkenwij.model.handbook import Document, Entry, Handbook, VersionFile
from zowerkenwij.model.problem import Unreadable
from zowerkenwij.model.settings import Settings
from zowerkenwij.store.cache import Outlines
from zowerkenwij.store.files import Listing, Source, unreadable
from zowerkenwij.store.kinds import KINDS, kind_of, meant
from zowerkenwij.store.own_fields import OwnFields
from zowerkenwij.store.records import read_documents, read_register, read_version
from zowerkenwij.store.report import Report
from zowerkenwij.store.spool import Spool
from zowerkenwij.store.validate import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_AT_ONCE = 8
_FIELDS = {
    "school": "schools",
    "obligations": "obligations",
    "glossary": "terms",
    "people": "people",
    "improvement": "actions",
    "monitoring": "monitors",
    "review": "reviews",
    "search-tests": "search_tests",
}


def load(source: Source) -> Handbook:
    """The handbook that lies in ``source`` (``WorkTree``, ``Revision``), whatever its state.
    Raises ``GitError`` only for a revision that does not exist."""
    return _Loader(source).load()


class _Loader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.top = source.prefix + "/" if source.prefix else ""
        self.report = Report()
        self.outlines = Outlines(source.root)
        self.spool = Spool()
        self.documents: list[Document] = []
        self.waiting: list[tuple[str, bytes]] = []  # documents that are read together
        self.versions: list[VersionFile] = []
        self.settings: Entry[Settings] | None = None
        self.registers: dict[str, list[Entry[Any]]] = {name: [] for name in _FIELDS.values()}

    def load(self) -> Handbook:
        listing = self.source.listing()
        self.report.found += listing.unreadable
        kinds = self._kinds(listing)
        examples = self.top + "people.yml" not in kinds
        if not examples:
            kinds.pop(self.top + "people.example.yml", None)
        for path, data in self.source.read(kinds):
            if not isinstance(data, Unreadable):
                self._take(path, kinds[path], data)
                continue
            self.report.add(data)
            if kinds[path] == "document":
                self._lose(path)
        self._read_waiting()
        for problem in listing.unreadable:
            if kind_of(problem.place.path[len(self.top) :]) == "document":
                self._lose(problem.place.path)
        self.outlines.close()
        files = frozenset(listing.paths)
        settings = self.settings or self._no_settings()
        documents = self._with_own_fields(settings, files)
        return Handbook(
            settings=settings, documents=documents, versions=tuple(self.versions),
            **{name: tuple(entries) for name, entries in self.registers.items()},
            unreadable=self.report.sorted(), files=files, prefix=self.source.prefix,
            people_are_examples=examples, file_digests=_digests(self.source, files),
        )  # fmt: skip

    def _kinds(self, listing: Listing) -> dict[str, str]:
        found: dict[str, str] = {}
        start = len(self.top)
        for path in listing.paths:
            inner = path[start:]
            if kind := kind_of(inner):
                found[path] = kind
            elif near := meant(inner):
                message = (
                    "Dit bestand wordt niet gelezen. Heet het misschien "
                    f"`{near}`? Geef het dan die naam."
                )
                self.report.add(unreadable(path, message))
        return found

    def _take(self, path: str, kind: str, data: bytes) -> None:
        if kind == "document":
            self.waiting.append((path, data))
            if len(self.waiting) == _AT_ONCE:
                self._read_waiting()
        elif kind == "version":
            self.versions.append(read_version(path, data, self.report, self.spool))
        else:
            entries = read_register(path, KINDS[kind], data, self._scope(path), self.report)
            if kind == "handbook":
                self.settings = next(entries)
            else:
                self.registers[_FIELDS[kind]] += entries

    def _lose(self, path: str) -> None:
        """A document that cannot be read: links to it are right all the same."""
        self._read_waiting()
        self.documents += read_documents([(path, b"")], Report(), self.outlines, self.spool)

    def _read_waiting(self) -> None:
        self.documents += read_documents(self.waiting, self.report, self.outlines, self.spool)
        self.waiting.clear()

    def _scope(self, path: str) -> str | None:
        """The school that a register under ``schools/<id>/`` belongs to."""
        parts = path[len(self.top) :].split("/")
        return parts[1] if parts[0] == "schools" else None

    def _no_settings(self) -> Entry[Settings]:
        path = self.top + "handbook.yml"
        if not any(u.place.path == path for u in self.report.found):
            message = "Hier ontbreekt `handbook.yml`. Maak het, of begin met `zowerkenwij init`."
            self.report.add(unreadable(path, message))
        record, _ = validate(Settings, {}, lambda: {"format": 1, "name": "Handboek"})
        return Entry(record, path)

    def _with_own_fields(
        self, settings: Entry[Settings], files: frozenset[str]
    ) -> tuple[Document, ...]:
        if all(type_.schema_ is None for type_ in settings.record.types):
            return tuple(self.documents)
        own = OwnFields(settings, self.source, files, self.report)
        hurt = {u.place.path for u in self.report.found if u.code == "ZW101"}
        return own.judged(self.documents, hurt)


def _digests(source: Source, files: frozenset[str]) -> Callable[[Iterable[str]], Mapping[str, str]]:
    """Reads files of the handbook when their digests are asked for."""

    def digests_of(paths: Iterable[str]) -> Mapping[str, str]:
        found = source.read(sorted(files.intersection(paths)))
        return {
            path: "sha256:" + sha256(data).hexdigest()
            for path, data in found
            if not isinstance(data, Unreadable)
        }

    return digests_of
