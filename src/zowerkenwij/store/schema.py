"""JSON Schemas (2020-12) of every record kind, generated from the models: the archive contract.

``schemas/<kind>-<format>.json``; frozen ones of older formats lie beside them (see ``formats``).
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from zowerkenwij.store.formats import OLDER, altered, folder
from zowerkenwij.store.kinds import KINDS, Kind
from zowerkenwij.store.writing import write as replace_all

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["check", "schemas", "write"]


@cache
def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by file name, the frozen ones included."""
    found = {f"{kind.name}-{kind.format}.json": _schema(kind) for kind in KINDS.values()}
    for older in OLDER.values():
        found[older.schema] = json.loads((folder() / older.schema).read_bytes())
    return found


def write(where: Path) -> list[Path]:
    """Write every schema that differs into a folder, all or none; the paths written. Raises
    ``WriteError``, ``OSError`` for what cannot be read."""
    written = []
    texts = _texts()
    for name, text in texts.items():
        path = where / name
        if not path.is_file() or path.read_text("utf-8") != text:
            written.append(path)
    replace_all(where, {path.name: texts[path.name].encode() for path in written})
    return written


def check(where: Path) -> list[str]:
    """What in a folder differs from the models or from what was frozen, in Dutch."""
    said = []
    for name, text in _generated().items():
        path = where / name
        if not path.is_file():
            said.append(f"{name} ontbreekt. Voer `zowerkenwij schema --write` uit.")
        elif path.read_text("utf-8") != text:
            said.append(f"{name} is niet bij. Voer `zowerkenwij schema --write` uit.")
    extra = (
        {path.name for path in where.glob("*.json")} - set(schemas()) if where.is_dir() else set()
    )
    said += [f"{name} hoort bij geen enkele soort record." for name in sorted(extra)]
    return said + altered(where)


def _generated() -> dict[str, str]:
    frozen = {older.schema for older in OLDER.values()}
    return {n: _text(s) for n, s in schemas().items() if n not in frozen}


def _texts() -> dict[str, str]:
    frozen = {
        older.schema: (folder() / older.schema).read_text("utf-8") for older in OLDER.values()
    }
    return {**_generated(), **frozen}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _schema(kind: Kind) -> dict[str, Any]:
    model: Any = tuple[kind.model, ...] if kind.many else kind.model  # type: ignore[name-defined]
    made = TypeAdapter(model).json_schema(schema_generator=_Generator, mode="validation")
    for name in ("title", "description"):
        made.pop(name, None)
    head = {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": f"{kind.title} (formaat {kind.format})",
        "description": kind.description,
    }
    return head | made


class _Generator(GenerateJsonSchema):
    """Leaves out class names and docstrings, which are for programmers; the fields carry the
    Dutch titles and descriptions."""

    def model_schema(self, schema: Any) -> dict[str, Any]:
        made = super().model_schema(schema)
        made.pop("title", None)
        made.pop("description", None)
        return made

    def dict_schema(self, schema: Any) -> dict[str, Any]:
        """Keys that do not have the form are refused, as the models do."""
        made = super().dict_schema(schema)
        for pattern, item in made.pop("patternProperties", {}).items():
            made["propertyNames"] = {"pattern": pattern} | made.get("propertyNames", {})
            made["additionalProperties"] = item
        return made
