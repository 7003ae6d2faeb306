"""Values judged by a JSON Schema (2020-12): older formats, and a handbook's own fields.

``jsonschema`` is slow to import and to prepare, so this module is imported only when there is
something to judge, and a validator is made once. No schema is ever fetched from elsewhere.
"""

from __future__ import annotations

import json
from ast import literal_eval
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError, ValidationError
from referencing import Registry
from referencing.exceptions import Unresolvable

from zowerkenwij.store.explain import FORMS, nearest, shown, unknown_key
from zowerkenwij.store.report import BadSchema, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPES = {
    "string": "tekst", "integer": "een heel getal", "number": "een getal", "boolean": "true of false",
    "array": "een lijst", "object": "een blok met `sleutel: waarde`", "null": "leeg",
}  # fmt: skip
_FORMATS = {
    "date": "een bestaande dag in de vorm JJJJ-MM-DD",
    "uri": "een webadres",
    "email": "een e-mailadres",
}


class Judge:
    """A schema that is ready to judge values."""

    def __init__(self, schema: Any) -> None:
        """Raises ``BadSchema``."""
        if not isinstance(schema, dict):
            raise BadSchema("Dit schema is geen blok tussen `{` en `}`.")
        checker = FormatChecker()
        try:
            Draft202012Validator.check_schema(schema, format_checker=checker)
        except (SchemaError, RecursionError) as error:
            where = "/".join(map(str, getattr(error, "absolute_path", ()))) or "het begin"
            raise BadSchema(f"Dit schema is geen goed JSON Schema (bij {where}).") from error
        self._validator = Draft202012Validator(schema, format_checker=checker, registry=Registry())

    @classmethod
    def parse(cls, data: bytes) -> Judge:
        """A judge from the bytes of a schema file; raises ``BadSchema``."""
        try:
            schema = json.loads(data)
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 1)
            raise BadSchema(f"Dit schema is geen geldige JSON (regel {line}).") from error
        return cls(schema)

    def violations(self, value: Any) -> tuple[Violation, ...]:
        """Where and how the value breaks the schema; raises ``BadSchema``."""
        try:
            found = [v for e in self._validator.iter_errors(value) for v in _said(e)]
        except Unresolvable as error:
            message = (
                "Dit schema verwijst naar iets dat er niet in staat. Zet alles in één bestand."
            )
            raise BadSchema(message) from error
        except RecursionError as error:
            raise BadSchema("Dit schema verwijst zonder einde naar zichzelf.") from error
        meant = {(*v.path[:-1], nearest(str(v.path[-1]), known)) for v, known in found if v.on_key}
        kept = [v for v, _ in found if not (v.is_missing and v.path in meant)]  # one misspelling
        return tuple(sorted(kept, key=lambda v: [str(part) for part in v.path]))


def _said(error: ValidationError) -> Iterator[tuple[Violation, list[str]]]:
    """Each violation, with the keys that its place knows."""
    path = tuple(error.absolute_path)
    rule, limit = str(error.validator), error.validator_value
    if rule == "required":
        name = str(literal_eval(error.message.removesuffix(" is a required property")))
        message = f"Hier ontbreekt {_title(error, name)}. Vul `{name}:` in."
        yield Violation((*path, name), message, is_missing=True), []
    elif rule == "additionalProperties" and limit is False:
        known = list(error.schema.get("properties", {})) if isinstance(error.schema, dict) else []
        given: Any = error.instance
        for extra in given:
            if extra not in known:
                message = unknown_key(str(extra), known)
                yield Violation((*path, extra), message, on_key=True), known
    else:
        key = next((part for part in reversed(path) if isinstance(part, str)), None)
        subject = f"`{key}`" if key else "Dit deel"
        there = f" Hier staat {shown(error.instance) or 'niets'}."
        yield Violation(path, f"{subject} {_demand(rule, limit)}.{there}"), []


def _title(error: ValidationError, name: str) -> str:
    properties = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    about = properties.get(name)
    title = about.get("title") if isinstance(about, dict) else None
    return f"{title} (`{name}`)" if title else f"`{name}`"


def _demand(rule: str, limit: Any) -> str:
    if rule == "type":
        kinds = limit if isinstance(limit, list) else [limit]
        return "moet " + " of ".join(_TYPES.get(kind, str(kind)) for kind in kinds) + " zijn"
    if rule in {"enum", "const"}:
        options = limit if rule == "enum" else [limit]
        return "moet een van deze zijn: " + ", ".join(map(str, options))
    if rule == "format":
        return f"moet {_FORMATS.get(str(limit), f'iets van de vorm {limit}')} zijn"
    if rule == "pattern":
        return FORMS.get(str(limit)) or f"heeft niet de vorm `{limit}` die het schema vraagt"
    return _size(rule, limit)


def _size(rule: str, limit: Any) -> str:
    sizes = {
        "minLength": "moet {} of meer tekens hebben", "maxLength": "mag hoogstens {} tekens hebben",
        "minItems": "moet {} of meer delen hebben", "maxItems": "mag hoogstens {} delen hebben",
        "minimum": "moet {} of meer zijn", "maximum": "moet {} of minder zijn",
        "uniqueItems": "mag niets dubbel hebben",
    }  # fmt: skip
    return sizes.get(rule, f"voldoet niet aan het schema ({rule})").format(limit)
