"""The words that people wrote in records: titles, summaries, values and register texts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zowerkenwij.model.handbook import Entry
    from zowerkenwij.rules.context import Context

Keys = tuple[str | int, ...]

# What a reader or a program meets as an id, an address, a code or a search word, not as text.
_NO_PROSE = frozenset(
    {
        "id",
        "digest",
        "keywords",
        "synonyms",
        "forbidden",
        "short_links",
        "aliases",
        "variants",
        "fields",
        "ignore",
    }
)


@cache
def _fields(model: type[BaseModel], skip: frozenset[str]) -> tuple[tuple[str, str], ...]:
    fields = model.model_fields.items()
    return tuple((name, field.alias or name) for name, field in fields if name not in skip)


def strings(
    value: Any, keys: Keys = (), skip: frozenset[str] = frozenset()
) -> Iterator[tuple[Keys, str]]:
    """Every text in a record with the path of keys that leads to it."""
    for key, inner in _parts(value, skip):
        if isinstance(inner, str):
            yield (*keys, key), inner
        elif inner:
            yield from strings(inner, (*keys, key), skip)


def texts(value: Any, skip: frozenset[str]) -> list[str]:
    """Every text in a record, without where it stands."""
    found: list[str] = []
    inners: Iterable[Any]
    if isinstance(value, BaseModel):  # what was not given has no text
        given = value.__dict__
        inners = [given.get(name) for name in value.__pydantic_fields_set__ - skip]
    else:
        inners = [inner for _, inner in _parts(value, skip)]
    for inner in inners:
        if isinstance(inner, str):
            found.append(inner)
        elif inner.__class__ is tuple and inner and inner[0].__class__ is str:
            found += inner
        elif inner:
            found += texts(inner, skip)
    return found


def _parts(value: Any, skip: frozenset[str]) -> Iterator[tuple[str | int, Any]]:
    """The parts of a record, map or list by their keys; nothing for a plain value."""
    if isinstance(value, BaseModel):
        given = value.__dict__
        for name, key in _fields(type(value), skip):
            if inner := given.get(name):
                yield key, inner
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in skip:
                yield key, inner
    elif isinstance(value, list | tuple):
        yield from enumerate(value)


def register_strings(context: Context) -> tuple[tuple[Entry[Any], Keys, str, str | None], ...]:
    """Texts of records that readers see: summaries of documents, the crisis block, values of
    schools, meanings of terms, obligations, actions and monitor rounds. What was decided (ledgers,
    reviews) stays as it is. Gathered once."""
    return context.once(_gather)


def words_written(context: Context) -> str:
    """All texts of ``register_strings`` together, for a quick look."""
    return context.once(_joined)


def _joined(context: Context) -> str:
    return "\n".join([value for _, _, value, _ in register_strings(context)])


def _gather(context: Context) -> tuple[tuple[Entry[Any], Keys, str, str | None], ...]:
    book = context.handbook
    found: list[tuple[Entry[Any], Keys, str, str | None]] = [
        (d, ("summary",), d.record.summary, d.id) for d in book.documents if d.record.summary
    ]
    settings = book.settings
    found += [
        (settings, ("hotlist", n, "text"), one.text, None)
        for n, one in enumerate(settings.record.hotlist or ())
        if one.text
    ]
    found += [(t, ("meaning",), t.record.meaning, None) for t in book.terms if t.record.meaning]
    for school in book.schools:
        slots = book.slots
        found += [
            (school, ("values", *keys), value, None)
            for keys, value in strings(school.record.values or {})
            if not (
                keys and str(keys[0]) in slots and slots[str(keys[0])].kind in ("url", "document")
            )
        ]
    for entries in (book.obligations, book.actions, book.monitors):
        for entry in entries:
            found += [
                (entry, keys, v, None)
                for keys, v in strings(entry.record, (), _NO_PROSE)
                if _is_prose(v)
            ]
    return tuple(found)


def _is_prose(value: str) -> bool:
    """More than an id, a date or a number: words, a choice, or what stands for words (TODO, …)."""
    return " " in value or "/" in value or (value.upper() == value and not value[:1].isdigit())
