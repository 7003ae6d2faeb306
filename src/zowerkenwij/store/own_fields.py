"""The fields that a handbook adds to its own document types, judged by its own JSON Schemas."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from zowerkenwij.model.problem import Place, Unreadable
from zowerkenwij.store.yaml_events import Problem

if TYPE_CHECKING:
    from zowerkenwij.model.handbook import Document, Entry
    from zowerkenwij.model.settings import Settings
    from zowerkenwij.store.files import Source
    from zowerkenwij.store.judge import Judge
    from zowerkenwij.store.report import Finder, Report, Violation


class OwnFields:
    """The schemas that ``handbook.yml`` names, each read once and only when it is needed."""

    def __init__(
        self, settings: Entry[Settings], source: Source, files: frozenset[str], report: Report
    ) -> None:
        self._source = source
        self._report = report
        self._judges: dict[str, Judge | None] = {}
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

    def judged(self, document: Document, *, lost: bool) -> Document:
        """The document; fields that break their schema are reported and left out."""
        path = self._paths.get(document.record.type)
        judge = self._judge(path) if path else None
        if judge is None or path is None:
            return document
        from zowerkenwij.store.judge import BadSchema

        fields = document.record.fields
        try:
            found = [v._replace(path=("fields", *v.path)) for v in judge.violations(fields)]
        except BadSchema as error:
            self._refuse(path, error.message)
            return document
        locate = cast("Finder", document.locate)
        self._report.violations(document.path, found, locate, lost=lost, document=document.id)
        return _without(document, found) if found else document

    def _judge(self, path: str) -> Judge | None:
        if path not in self._judges:
            self._judges[path] = self._made(path)
        return self._judges[path]

    def _made(self, path: str) -> Judge | None:
        from zowerkenwij.store.judge import BadSchema, Judge

        for _, data in self._source.read([path]):
            if isinstance(data, Unreadable):
                self._report.add(data)
                return None
            try:
                return Judge.parse(data)
            except BadSchema as error:
                self._refuse(path, error.message)
        return None

    def _refuse(self, path: str, message: str) -> None:
        self._judges[path] = None
        self._report.add(Unreadable(Place(path), "ZW102", message))


def _without(document: Document, found: list[Violation]) -> Document:
    wrong = {v.path[1] for v in found if len(v.path) > 1}
    fields = {key: value for key, value in document.record.fields.items() if key not in wrong}
    return replace(document, record=document.record.model_copy(update={"fields": fields}))
