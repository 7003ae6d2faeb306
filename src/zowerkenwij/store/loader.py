"""From files to the frozen ``Handbook``. Loading never fails: what cannot be read becomes an
entry in ``Handbook.unreadable``, and the rest is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from zowerkenwij.model.document import DocumentRecord, VersionRecord
from zowerkenwij.model.handbook import Document, Entry, Handbook, Locator, VersionFile
from zowerkenwij.model.outline import Outline
from zowerkenwij.model.problem import Place, Unreadable
from zowerkenwij.model.settings import Settings
from zowerkenwij.store import source_text
from zowerkenwij.store.files import Source, unreadable
from zowerkenwij.store.kinds import KINDS, Kind, kind_of, meant
from zowerkenwij.store.validate import Violation, validate
from zowerkenwij.store.yaml import Locator as YamlLocator
from zowerkenwij.store.yaml import read
from zowerkenwij.store.yaml_events import Problem

_HEADING = re.compile(r"^#\s+(.*?)(?:\s*\{[^}\n]*\})?\s*#*\s*$", re.MULTILINE)
_LISTS = {
    "obligations": "obligations",
    "glossary": "terms",
    "people": "people",
    "improvement": "actions",
    "monitoring": "monitors",
    "search-tests": "search_tests",
    "school": "schools",
    "review": "reviews",
}


def load(source: Source) -> Handbook:
    """The handbook that lies in ``source``, whatever its state."""
    return _Loader(source).load()


class _Loader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.top = source.prefix + "/" if source.prefix else ""
        self.unreadable: list[Unreadable] = []
        self.documents: list[Document] = []
        self.versions: list[VersionFile] = []
        self.settings: Entry[Settings] | None = None
        self.registers: dict[str, list[Entry[Any]]] = {name: [] for name in _LISTS.values()}

    def load(self) -> Handbook:
        listing = self.source.listing()
        self.unreadable += listing.unreadable
        kinds = {path: kind for path in listing.paths if (kind := self._kind(path))}
        people = self.top + "people.yml"
        examples = people not in kinds
        if not examples:
            kinds.pop(self.top + "people.example.yml", None)
        for path, data in self.source.read(kinds):
            if isinstance(data, Unreadable):
                self.unreadable.append(data)
            else:
                self._take(path, KINDS[kinds[path]], data)
        return Handbook(
            settings=self.settings or self._no_settings(),
            documents=tuple(self.documents),
            versions=tuple(self.versions),
            **{name: tuple(entries) for name, entries in self.registers.items()},
            unreadable=tuple(sorted(set(self.unreadable), key=lambda u: (u.place, u.message))),
            files=frozenset(listing.paths),
            prefix=self.source.prefix,
            people_are_examples=examples,
        )

    def _kind(self, path: str) -> str | None:
        inner = path[len(self.top) :]
        kind = kind_of(inner)
        if kind is None and (near := meant(inner)):
            message = f"Dit bestand wordt niet gelezen. Heet het misschien `{near}`? Geef het dan die naam."
            self.unreadable.append(unreadable(path, message))
        return kind

    def _no_settings(self) -> Entry[Settings]:
        path = self.top + "handbook.yml"
        if not any(u.place.path == path for u in self.unreadable):
            message = "Hier ontbreekt `handbook.yml`. Maak het, of begin met `zowerkenwij init`."
            self.unreadable.append(unreadable(path, message))
        record, _ = validate(Settings, {}, {"name": "Handboek"})
        return Entry(record, path)

    # -- one file ------------------------------------------------------------------------

    def _take(self, path: str, kind: Kind, data: bytes) -> None:
        data, problem = source_text.decode(data)
        if problem:
            self._report(path, problem)
        if kind.name == "document":
            self.documents.append(self._document(path, data, silent=problem is not None))
        elif kind.name == "version":
            self.versions.append(self._version(path, data, silent=problem is not None))
        else:
            self._register(path, kind, data.decode("utf-8"), silent=problem is not None)

    def _front(self, path: str, parts: source_text.Parts, *, silent: bool) -> tuple[dict[str, Any], bool]:
        """The front matter as a mapping, and whether messages about it must wait."""
        if parts.problem:
            if not silent:
                self._report(path, parts.problem)
            silent = True
        reading = read(parts.front or "", 2)
        if not silent:
            self._report(path, *reading.problems)
        silent = silent or reading.lost
        if isinstance(reading.value, dict):
            return reading.value, silent
        if not silent:
            self._report(path, Problem(2, 1, "De kop met gegevens is leeg of geen `sleutel: waarde`. Vul hem in."))
        return {}, True

    def _document(self, path: str, data: bytes, *, silent: bool) -> Document:
        from zowerkenwij.text import digest, outline  # noqa: PLC0415

        parts = source_text.split(data)
        value, silent = self._front(path, parts, silent=silent)
        body = parts.body.decode("utf-8")
        locate = YamlLocator(parts.front or "", 2)
        stem = path.rpartition("/")[2].removesuffix(".md")
        record, violations = validate(DocumentRecord, value)
        if violations:
            guesses = {"id": stem, "title": _title(body) or stem, "format": 1}
            record, _ = validate(DocumentRecord, value, guesses)
            self._violations(path, violations, locate, silent=silent, document=record.id)
        sum_ = digest(record.title, record.type, record.audience, record.applies_to, body)
        found: Outline = outline(body)
        return Document(record, path, locate, None, parts.body, parts.body_line, sum_, outline=found)

    def _version(self, path: str, data: bytes, *, silent: bool) -> VersionFile:
        from zowerkenwij.text import digest  # noqa: PLC0415

        parts = source_text.split(data)
        value, silent = self._front(path, parts, silent=silent)
        body = parts.body.decode("utf-8")
        locate = YamlLocator(parts.front or "", 2)
        folder, _, name = path.rpartition("/")
        record, violations = validate(VersionRecord, value)
        if violations:
            id_ = folder.rpartition("/")[2]
            guesses = {"id": id_, "version": name.removesuffix(".md"), "title": _title(body) or id_, "format": 1}
            record, _ = validate(VersionRecord, value, guesses)
            self._violations(path, violations, locate, silent=silent, document=record.id)
        sum_ = digest(record.title, record.type, record.audience, record.applies_to, body)
        return VersionFile(record, path, locate, None, parts.body, parts.body_line, sum_)

    def _register(self, path: str, kind: Kind, text: str, *, silent: bool) -> None:
        reading = read(text)
        if not silent:
            self._report(path, *reading.problems)
        silent = silent or reading.lost
        locate = YamlLocator(text)
        if kind.many:
            self._entries(path, kind, reading.value, locate, silent=silent)
            return
        value = reading.value
        if not isinstance(value, dict):
            if not silent:
                self._report(path, Problem(1, 1, "Dit bestand is leeg of heeft geen `sleutel: waarde`. Vul het in."))
            value, silent = {}, True
        record, violations = validate(kind.model, value, _guesses(path, kind))
        self._violations(path, violations, locate, silent=silent)
        self._keep(kind, Entry(record, path, locate, _scope(path, self.top)))

    def _entries(self, path: str, kind: Kind, value: Any, locate: YamlLocator, *, silent: bool) -> None:
        if value is None:
            return
        if not isinstance(value, list):
            if not silent:
                self._report(path, Problem(1, 1, "Dit bestand moet een lijst zijn: elk deel begint met een streepje."), code="ZW102")
            return
        for index, item in enumerate(value):
            if not isinstance(item, dict):
                message = "Dit deel moet uit `sleutel: waarde` bestaan."
                if not silent:
                    self._report(path, Problem(*locate((index,)), message), code="ZW102")
                continue
            record, violations = validate(kind.model, item)
            found = [((index, *where), message, on_key) for where, message, on_key in violations]
            self._violations(path, found, locate, silent=silent)
            if not violations or _is_whole(record):
                self._keep(kind, Entry(record, path, _within(locate, index), _scope(path, self.top)))

    def _keep(self, kind: Kind, entry: Entry[Any]) -> None:
        if kind.name == "handbook":
            self.settings = entry
        else:
            self.registers[_LISTS[kind.name]].append(entry)

    # -- problems ------------------------------------------------------------------------

    def _report(self, path: str, *problems: Problem, code: Any = "ZW101") -> None:
        for line, column, message in problems:
            self.unreadable.append(Unreadable(Place(path, line, column), code, message))

    def _violations(
        self, path: str, violations: Iterable[Violation], locate: YamlLocator,
        *, silent: bool, document: str | None = None,
    ) -> None:  # fmt: skip
        if silent:  # a broken part was reported already: what it took along is no news
            return
        for where, message, on_key in violations:
            line, column = locate.key(where) if on_key else locate(where)
            self.unreadable.append(Unreadable(Place(path, line, column), "ZW102", message, document))


def _guesses(path: str, kind: Kind) -> dict[str, Any]:
    folder, _, name = path.rpartition("/")
    if kind.name == "school":
        own = folder.rpartition("/")[2]
        return {"id": own, "name": own}
    if kind.name == "review":
        return {"year": name.removesuffix(".yml")}
    return {"format": 1, "name": "Handboek"}


def _is_whole(record: Any) -> bool:
    """Whether a salvaged record has everything that it must have."""
    fields = type(record).model_fields.items()
    return all(getattr(record, name) is not None for name, field in fields if field.is_required())


def _scope(path: str, top: str) -> str | None:
    """The school that a register under ``schools/<id>/`` belongs to."""
    parts = path[len(top) :].split("/")
    return parts[1] if parts[0] == "schools" and len(parts) > 2 else None  # noqa: PLR2004


def _within(locate: YamlLocator, index: int) -> Locator:
    return lambda keys: locate((index, *keys))


def _title(body: str) -> str | None:
    match = _HEADING.search(body)
    return (match[1].strip() or None) if match else None
