"""One file of a handbook as records: a document, an adopted version, a register."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from zowerkenwij.model.document import DocumentRecord, VersionRecord
from zowerkenwij.model.handbook import Document, Entry, VersionFile
from zowerkenwij.model.record import Record
from zowerkenwij.store import formats, source_text
from zowerkenwij.store.validate import validate
from zowerkenwij.store.yaml import Locator, read
from zowerkenwij.store.yaml_events import Key, Problem
from zowerkenwij.text import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zowerkenwij.store.cache import Outlines
    from zowerkenwij.store.kinds import Kind
    from zowerkenwij.store.report import Finder, Report
    from zowerkenwij.store.spool import Spool, Stored

R = TypeVar("R", bound=Record)
_NEAR = 5_000  # characters in which the first heading is looked for
_TOO_DEEP = (
    "Deze tekst is te ingewikkeld voor een webpagina: te lang, te diep genest, of met haken die niet "
    "sluiten. Kijk de lijsten, haken en HTML na, of splits de tekst."
)
_LARGE = 20_000  # characters of front matter that are worth a closer look
_HEAP = 1_000  # items that no list or block in front matter has
_HEADING = re.compile(r"^#[ \t]+(.*?)(?:[ \t]*\{[^}\n]*\})?[ \t#]*$", re.MULTILINE)


class _Front(NamedTuple):
    """A Markdown record before its text is looked at."""

    value: dict[str, Any]
    locate: Locator
    body: str
    stored: Stored
    body_line: int
    lost: bool


class _FrontLocator(Locator):
    """Finds places in the front matter of a file that was put aside."""

    __slots__ = ()

    def _text(self) -> str:
        return source_text.split(self._source()).front or ""


def read_documents(
    files: Sequence[tuple[str, bytes]], report: Report, outlines: Outlines, spool: Spool
) -> list[Document]:
    """Documents; whatever is wrong with them goes into the report. Each step is taken for all of
    them before the next: for a handful that is faster, as a processor has all of a step at hand."""
    fronts = [(path, _front(path, data, report, spool)) for path, data in files]
    records = [_record(DocumentRecord, path, front, report) for path, front in fronts]
    found = [outlines.of(front.body, front.stored) for _, front in fronts]
    for (path, front), outline in zip(fronts, found, strict=True):
        if outline.too_deep:
            report.problems(path, [Problem(front.body_line, 1, _TOO_DEEP)])
    return [
        Document(
            record, path, front.locate, None, front.stored, front.body_line,
            partial(_digest_of, record, front.stored), outline=outline,
        )
        for (path, front), record, outline in zip(fronts, records, found, strict=True)
    ]  # fmt: skip


def read_version(path: str, data: bytes, report: Report, spool: Spool) -> VersionFile:
    """An adopted text under ``versions/<id>/<version>.md``."""
    front = _front(path, data, report, spool)
    record = _record(VersionRecord, path, front, report)
    digest_ = _digest(record, front.body)
    return VersionFile(record, path, front.locate, None, front.stored, front.body_line, digest_)


def _digest_of(record: DocumentRecord, stored: Stored) -> str:
    return _digest(record, stored().decode("utf-8"))


def _digest(record: DocumentRecord | VersionRecord, body: str) -> str:
    return digest(record.title, record.type, record.audience, record.applies_to, body)


def _front(path: str, data: bytes, report: Report, spool: Spool) -> _Front:
    data, wrong = source_text.decode(data)
    parts = source_text.split(data)
    text = parts.front or ""
    reading = read(text, parts.first_line)
    value, lost = reading.value, reading.lost or parts.problem is not None
    if wrong or parts.problem or reading.problems:
        report.problems(path, [p for p in (wrong, None if wrong else parts.problem) if p])
        report.problems(path, reading.problems)
    if not isinstance(value, dict):
        if not lost:
            message = "De kop met gegevens is leeg of heeft geen `sleutel: waarde`. Vul hem in."
            report.problems(path, [Problem(2, 1, message)])
        value, lost = {}, True
    stored = spool.keep(data)
    start = len(data) - len(parts.body)
    locate = _FrontLocator(stored, parts.first_line)
    if len(text) > _LARGE:
        value = _without_heaps(path, value, locate, report)
    body = parts.body.decode("utf-8")
    return _Front(value, locate, body, stored.part(start, len(data)), parts.body_line, lost)


def _without_heaps(
    path: str, value: dict[str, Any], locate: Finder, report: Report
) -> dict[str, Any]:
    """The front matter without lists or blocks that are too long for anything real."""
    if len(value) > _HEAP:
        message = (
            f"De kop met gegevens heeft meer dan {_HEAP} sleutels. Haal weg wat er niet hoort."
        )
        report.problems(path, [Problem(2, 1, message)])
        return {key: item for key, item in value.items() if key in DocumentRecord.model_fields}
    heaps = [k for k, v in value.items() if isinstance(v, list | dict) and len(v) > _HEAP]
    for key in heaps:
        message = f"Onder `{key}` staan meer dan {_HEAP} delen. Haal weg wat er niet hoort."
        report.problems(path, [Problem(*locate((key,)), message)])
    return {key: item for key, item in value.items() if key not in heaps}


def _record(model: type[R], path: str, front: _Front, report: Report) -> R:
    record, violations = validate(model, front.value, lambda: _text_guesses(path, front.body))
    if violations:
        id_ = getattr(record, "id", None)
        report.violations(path, violations, front.locate, lost=front.lost, document=id_)
    return record


def _text_guesses(path: str, body: str) -> dict[str, Any]:
    folder, _, name = path.rpartition("/")
    stem = name[:-3]
    match = _HEADING.search(body[:_NEAR])
    title = match[1].strip() if match else ""
    owner = folder.rpartition("/")[2]
    in_versions = "/versions/" in f"/{path}"
    return {
        "format": 1, "id": owner if in_versions else stem, "version": stem,
        "title": title or stem, "path": path,
    }  # fmt: skip


# -- registers ---------------------------------------------------------------------------


def read_register(
    path: str, kind: Kind, data: bytes, scope: str | None, report: Report
) -> Iterator[Entry[Any]]:
    """The records of a YAML file: one, or a list. ``scope`` is the school it belongs to."""
    data, wrong = source_text.decode(data)
    text = data.decode("utf-8")
    reading = read(text)
    report.problems(path, [wrong] if wrong else [])
    report.problems(path, reading.problems)
    locate = Locator(data.__bytes__)
    if kind.many:
        yield from _list(path, kind, reading.value, locate, scope, report, lost=reading.lost)
    else:
        yield _single(
            path, kind, reading.value, locate, scope, report, lost=reading.lost or bool(wrong)
        )


def _single(
    path: str,
    kind: Kind,
    value: Any,
    locate: Finder,
    scope: str | None,
    report: Report,
    *,
    lost: bool,
) -> Entry[Any]:
    if not isinstance(value, dict):
        if not lost:
            message = "Dit bestand is leeg of heeft geen `sleutel: waarde`. Vul het in."
            report.problems(path, [Problem(1, 1, message)])
        value, lost = {}, True
    if older := formats.upgraded(kind.name, value):
        report.violations(path, older.violations, locate, lost=lost)
        locate = _Renamed(locate, older.names)
        record, _ = validate(kind.model, older.value, lambda: _guesses(path, kind))
    else:
        record, violations = validate(kind.model, value, lambda: _guesses(path, kind))
        report.violations(path, violations, locate, lost=lost)
    return Entry(record, path, locate, scope)


def _list(
    path: str,
    kind: Kind,
    value: Any,
    locate: Finder,
    scope: str | None,
    report: Report,
    *,
    lost: bool,
) -> Iterator[Entry[Any]]:
    if value is not None and not isinstance(value, list):
        message = "Dit bestand moet een lijst zijn: elk deel begint met een streepje."
        if not lost:
            report.problems(path, [Problem(1, 1, message)], "ZW102")
        return
    for index, item in enumerate(value or ()):
        if report.is_full(path):
            return
        within = _Within(locate, index)
        if not isinstance(item, dict):
            message = "Dit deel moet uit `sleutel: waarde` bestaan."
            report.problems(path, [Problem(*within(()), message)], "ZW102")
            continue
        record, violations = validate(kind.model, item)
        report.violations(path, violations, within, lost=lost)
        if not violations or _is_whole(record):
            yield Entry(record, path, within, scope)


def _guesses(path: str, kind: Kind) -> dict[str, Any]:
    folder, _, name = path.rpartition("/")
    own = folder.rpartition("/")[2]
    guesses: dict[str, dict[str, Any]] = {
        "school": {"id": own, "name": own},
        "review": {"year": name.removesuffix(".yml")},
        "handbook": {"format": 1, "name": "Handboek"},
    }
    return guesses.get(kind.name, {})


def _is_whole(record: Record) -> bool:
    """Whether a salvaged record has everything that it must have."""
    fields = type(record).model_fields.items()
    return all(getattr(record, name) is not None for name, field in fields if field.is_required())


class _Within:
    """Finds places inside one item of a list."""

    __slots__ = ("_index", "_locate")

    def __init__(self, locate: Finder, index: int) -> None:
        self._locate = locate
        self._index = index

    def __call__(self, keys: tuple[Key, ...]) -> tuple[int, int]:
        return self._locate((self._index, *keys))

    def key(self, keys: tuple[Key, ...]) -> tuple[int, int]:
        return self._locate.key((self._index, *keys)) if keys else self._locate((self._index,))


class _Renamed:
    """Finds places in a file whose top-level keys still have their older names."""

    __slots__ = ("_locate", "_names")

    def __init__(self, locate: Finder, names: Mapping[str, str]) -> None:
        self._locate = locate
        self._names = names

    def __call__(self, keys: tuple[Key, ...]) -> tuple[int, int]:
        return self._locate(self._older(keys))

    def key(self, keys: tuple[Key, ...]) -> tuple[int, int]:
        return self._locate.key(self._older(keys))

    def _older(self, keys: tuple[Key, ...]) -> tuple[Key, ...]:
        first = keys[0] if keys else None
        return (self._names.get(first, first), *keys[1:]) if isinstance(first, str) else keys
