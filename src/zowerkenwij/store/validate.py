"""From a value to a record. A value that breaks its model is reported and salvaged: what is
wrong is left out, so that one mistake gives one message and nothing after it."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
)

from pydantic import ValidationError, create_model

from zowerkenwij.model.record import DURATION_PATTERN, Record
from zowerkenwij.store.explain import nearest, unknown_key, violation
from zowerkenwij.store.report import Violation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pydantic.fields import FieldInfo

R = TypeVar("R", bound=Record)
Path = tuple[str | int, ...]
MAX_VIOLATIONS = 50
_TOO_MANY = 1000
_HOPELESS = f"Hier kloppen meer dan {_TOO_MANY} waarden niet. Kijk of dit het goede bestand is."


class _Hopeless(Exception):
    """A part that cannot be made whole: its parent leaves it out."""


def validate(
    model: type[R], value: dict[str, Any], guess: Callable[[], Mapping[str, Any]] = dict
) -> tuple[R, tuple[Violation, ...]]:
    """The record, and each violation. What is missing or wrong is left out; where that cannot
    be, ``guess()`` stands in for it, and else None."""
    try:
        return _sharing(model.model_validate(value)), ()
    except ValidationError as error:
        if error.error_count() > _TOO_MANY:
            return _construct(model, {}, guess(), top=True), (Violation((), _HOPELESS),)
        errors = error.errors(include_url=False)
        meant = _meant(model, value, errors)
        found = tuple(islice(_violations(model, errors, set(meant.values())), MAX_VIOLATIONS))
        for path, intended in sorted(meant.items(), key=str):
            value = _renamed(value, path, intended[-1])
        return _construct(model, value, guess(), top=True), found


_ALIKE = ("applies_to", "obligations")  # strings the reader shares already
_SHARED: dict[Any, Any] = {}
_KEY_SETS: dict[frozenset[str], set[str]] = {}


def _sharing(record: R) -> R:
    """The record, with values that many records have alike shared among them: ten thousand
    equal intervals and sets of given keys would fill megabytes."""
    values, given = record.__dict__, record.__pydantic_fields_set__
    for key in _ALIKE:
        if value := values.get(key):
            values[key] = _SHARED.setdefault(value, value)
    if isinstance(rule := values.get("review"), Record):
        alike = (type(rule), *rule.__dict__.values(), *rule.__pydantic_fields_set__)
        values["review"] = _SHARED.setdefault(alike, rule)
    shared = _KEY_SETS.setdefault(frozenset(given), given)
    object.__setattr__(record, "__pydantic_fields_set__", shared)
    return record


# -- saying ------------------------------------------------------------------------------


def _violations(model: type[Record], errors: list[Any], misspelt: set[Path]) -> Iterator[Violation]:
    for one in errors:
        path = tuple(part for part in one["loc"] if part != "[key]")
        is_missing = one["type"] == "missing"
        if is_missing and path in misspelt:
            continue
        owner, field = _field_at(model, path)
        if one["type"] == "extra_forbidden":
            message = unknown_key(str(path[-1]), _keys(owner), _titles(owner))
            yield Violation(path, message, on_key=True)
        else:
            message = violation(one, field.title if field else None)
            yield Violation(path, message, on_key="[key]" in one["loc"], is_missing=is_missing)


def _meant(model: type[Record], value: dict[str, Any], errors: list[Any]) -> dict[Path, Path]:
    """Paths of unknown keys, and the paths that their writers probably meant."""
    found: dict[Path, Path] = {}
    for one in errors:
        path = one["loc"]
        if one["type"] != "extra_forbidden" or not isinstance(path[-1], str):
            continue
        owner, _ = _field_at(model, path)
        near = nearest(path[-1], _keys(owner), _titles(owner))
        if near and near not in _at(value, path[:-1]):
            found[path] = (*path[:-1], near)
    return found


def _at(value: Any, path: Path) -> Any:
    for part in path:
        value = value[part]
    return value


def _renamed(value: Any, path: Path, name: Any) -> Any:
    """A copy in which the last key of a path has another name."""
    first, rest = path[0], path[1:]
    if isinstance(value, list):
        return [_renamed(x, rest, name) if n == first else x for n, x in enumerate(value)]
    if not rest:
        return {name if key == first else key: item for key, item in value.items()}
    return {k: _renamed(x, rest, name) if k == first else x for k, x in value.items()}


def _keys(model: type[Record] | None) -> list[str]:
    return [f.alias or name for name, f in model.model_fields.items()] if model else []


def _titles(model: type[Record] | None) -> dict[str, str]:
    """Keys by their Dutch title in lower case: what somebody writes who thinks in Dutch."""
    fields = model.model_fields.items() if model else ()
    return {f.title.lower(): f.alias or name for name, f in fields if f.title}


def _field_at(model: type[Record], path: Path) -> tuple[type[Record] | None, FieldInfo | None]:
    """The record class that owns the last key of a path, and that key's field."""
    owner: type[Record] | None = model
    field: FieldInfo | None = None
    for index, part in enumerate(path):
        if owner is None or not isinstance(part, str):
            continue
        field = next((f for n, f in owner.model_fields.items() if (f.alias or n) == part), None)
        if field is None:
            return owner, None
        if index < len(path) - 1:
            owner = _record_in(field.annotation)
    return owner, field


def _record_in(annotation: Any) -> type[Record] | None:
    """The record class inside a type such as ``tuple[Role, ...]`` or ``Window | None``."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((r for a in get_args(annotation) if (r := _record_in(a))), None)


# -- salvaging ---------------------------------------------------------------------------


def _construct(model: type[R], value: Any, guesses: Mapping[str, Any], *, top: bool = False) -> R:
    if not isinstance(value, dict):
        raise _Hopeless
    kept: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        try:
            if key in value:
                kept[name] = _part(field.annotation, value[key], tuple(field.metadata))
                continue
        except _Hopeless:
            pass
        kept[name] = _instead(name, field, value, guesses, top=top)
    return cast("R", model.model_construct(**kept))


def _instead(
    name: str, field: FieldInfo, value: dict[str, Any], guesses: Mapping[str, Any], *, top: bool
) -> Any:
    if name in guesses:
        return guesses[name]
    if not field.is_required():
        return field.get_default(call_default_factory=True)
    if nested := _record_in(field.annotation):
        try:
            return _construct(nested, {}, {})
        except _Hopeless:
            pass
    elif not top:
        return _guess(field, value)
    if top:
        return None
    raise _Hopeless


def _guess(field: FieldInfo, value: dict[str, Any]) -> Any:
    """A value that does no harm for a required field inside a record."""
    if get_origin(field.annotation) is Literal:
        return get_args(field.annotation)[0]
    if any(getattr(item, "pattern", None) == DURATION_PATTERN for item in field.metadata):
        raise _Hopeless  # no interval is harmless
    if field.annotation is str:
        own = value.get("id", "")
        return own if isinstance(own, str) else ""
    raise _Hopeless


def _part(annotation: Any, value: Any, metadata: tuple[Any, ...] = ()) -> Any:
    """The value if it satisfies its type, else what of it does; raises ``_Hopeless``."""
    try:
        return _holder(annotation, metadata).model_validate({"value": value}).value  # type: ignore[attr-defined]
    except ValidationError:
        pass
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated and _record_in(annotation):
        return _part(arguments[0], value, arguments[1:])
    if origin in (Union, UnionType):
        return _part(next(a for a in arguments if a is not NoneType), value)
    if origin is tuple and isinstance(value, list):
        return tuple(_parts(arguments[0], value))
    if origin is dict and isinstance(value, dict):
        return dict(_pairs(arguments, value))
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return _construct(annotation, value, {})
    raise _Hopeless


def _parts(annotation: Any, values: list[Any]) -> Iterator[Any]:
    for value in values:
        try:
            yield _part(annotation, value)
        except _Hopeless:
            continue


def _pairs(arguments: tuple[Any, ...], values: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    for key, value in values.items():
        try:
            yield _part(arguments[0], key), _part(arguments[1], value)
        except _Hopeless:
            continue


@lru_cache(maxsize=512)
def _holder_of(annotation: Any, metadata: tuple[Any, ...]) -> type[Record]:
    """A record with one field of this type, so that it is judged as in any record."""
    typed = annotation
    for item in metadata:
        typed = Annotated[typed, item]
    return create_model("Holder", __base__=Record, value=(typed, ...))


def _holder(annotation: Any, metadata: tuple[Any, ...]) -> type[Record]:
    try:
        return _holder_of(annotation, metadata)
    except TypeError:  # metadata that has no hash
        return _holder_of.__wrapped__(annotation, metadata)
