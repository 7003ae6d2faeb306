"""The fields that a handbook adds to its own document types, judged by its own JSON Schemas."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from zowerkenwij.model.problem import Place, Unreadable
from zowerkenwij.store.report import BadSchema
from zowerkenwij.store.yaml_events import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from zowerkenwij.model.handbook import Document, Entry
    from zowerkenwij.model.settings import Settings
    from zowerkenwij.store.files import Source
    from zowerkenwij.store.report import Finder, Report, Violation


class OwnFields:
    """The schemas that ``handbook.yml`` names, each read once and only when it is needed."""

    def __init__(
        self, settings: Entry[Settings], source: Source, files: frozenset[str], report: Report
    ) -> None:
        self._source = source
        self._report = report
        self._paths: dict[str, str] = {}
        for index, type_ in enumerate(settings.record.types):
            if type_.schema_ is None:
                continue
            path = posixpath.normpath(posixpath.join(source.prefix, type_.schema_))
            if path in files:
                self._paths[type_.id] = path
            else:
                place = settings.at("types", index, "schema")
                message = f"Het schema `{type_.schema_}` bestaat niet in de map van het handboek."
                report.problems(place.path, [Problem(place.line, place.column, message)], "ZW102")

    def judged(self, documents: Iterable[Document], hurt: Collection[str]) -> tuple[Document, ...]:
        """The documents; fields that break their schema are reported and left out. Of a file in
        ``hurt`` parts were lost to something that is reported already."""
        documents = tuple(documents)
        by_schema: dict[str, list[Document]] = {}
        for document in documents:
            if path := self._paths.get(document.record.type):
                by_schema.setdefault(path, []).append(document)
        mended: dict[str, Document] = {}
        for path, own in by_schema.items():
            for document, found in zip(own, self._violations(path, own), strict=False):
                if found:
                    mended[document.path] = self._reported(document, found, hurt)
        return tuple(mended.get(d.path, d) for d in documents) if mended else documents

    def _violations(self, path: str, documents: list[Document]) -> list[tuple[Violation, ...]]:
        """What is wrong in the fields of each document; nothing when the schema is not right."""
        from zowerkenwij.store.judging import judged

        for _, data in self._source.read([path]):
            if isinstance(data, Unreadable):
                self._report.add(data)
                return []
            try:
                return judged(data, [d.record.fields for d in documents])
            except BadSchema as error:
                self._report.add(Unreadable(Place(path), "ZW102", error.message))
        return []

    def _reported(
        self, document: Document, found: Iterable[Violation], hurt: Collection[str]
    ) -> Document:
        said = [_below_fields(v) for v in found]
        lost = document.path in hurt
        locate = cast("Finder", document.locate)
        self._report.violations(document.path, said, locate, lost=lost, document=document.id)
        return _without(document, said)


def _below_fields(violation: Violation) -> Violation:
    """The same violation, seen from the record."""
    message = violation.message
    if violation.is_missing and len(violation.path) == 1:
        message = message.replace("Hier ontbreekt", "Onder `fields:` ontbreekt", 1)
    return violation._replace(path=("fields", *violation.path), message=message)


def _without(document: Document, found: list[Violation]) -> Document:
    wrong = {v.path[1] for v in found if len(v.path) > 1}
    fields = {key: value for key, value in document.record.fields.items() if key not in wrong}
    return replace(document, record=document.record.model_copy(update={"fields": fields}))
