"""JSON Schemas: generated, up to date, in Dutch, and of one mind with the models."""

from __future__ import annotations

import copy
import errno
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import TypeAdapter, ValidationError
from referencing import Registry

from tests.conftest import ROOT
from zowerkenwij.store import formats, schema
from zowerkenwij.store.errors import WriteError
from zowerkenwij.store.kinds import KINDS

CURRENT = [f"{kind.name}-{kind.format}.json" for kind in KINDS.values()]
JUNK = st.sampled_from(
    [None, True, False, 0, 1, -1, 12, 10**9, 10**9 + 1, 2**70, "", " ", "a", "12", "a\n", "a\nb", "A B", "\u00a0", "a" * 81,
     "x" * 401, "x" * 2001, "x" * 20_001, "2026-02-30", "2026-02-03\n", "20260203", "2026-W01-1", "２０２６-01-01", "\u0662.1", "1.0", "1.0\n",
     "01.0", "P1Y", "P0Y", "2026-13", "13-01", "https://x", "https://a b", "http://", "owner", "public", "Public", "sha256:" + "a" * 64,
     "sha256:" + "A" * 64, "2026-2027", "ZW204", "ZW2041", [], {}, ["a"], [None], ["a", 1], {"a": 1}, {"A b": "1.0"}, {"": ""}, {"major": ["board"]},
     {"huge": []}, [[]], [{}]]
)  # fmt: skip


@cache
def judge(name: str) -> Draft202012Validator:
    return Draft202012Validator(
        schema.schemas()[name], format_checker=FormatChecker(), registry=Registry()
    )


@cache
def model(name: str) -> TypeAdapter[Any]:
    kind = next(k for k in KINDS.values() if name == f"{k.name}-{k.format}.json")
    return TypeAdapter(tuple[kind.model, ...] if kind.many else kind.model)  # type: ignore[name-defined]


def model_accepts(name: str, value: Any) -> bool:
    try:
        model(name).validate_python(value)
    except ValidationError:
        return False
    return True


def values(part: dict[str, Any], root: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that satisfy a part of a schema, nearly always."""
    if "$ref" in part:
        return values(root["$defs"][part["$ref"].removeprefix("#/$defs/")], root)
    if "anyOf" in part:
        return st.one_of([values(one, root) for one in part["anyOf"]])
    if "const" in part:
        return st.just(part["const"])
    if "enum" in part:
        return st.sampled_from(part["enum"])
    kind = part.get("type")
    if kind == "array":
        return st.lists(values(part["items"], root), max_size=2)
    if kind == "object":
        return objects(part, root)
    if kind == "integer":
        return st.integers(part.get("minimum", 0), part.get("maximum", 100))
    if kind == "string":
        return strings(part)
    return {"null": st.none(), "boolean": st.booleans()}.get(
        str(kind), st.sampled_from(["vrij", 3, True])
    )


def strings(part: dict[str, Any]) -> st.SearchStrategy[str]:
    if part.get("format") == "date":
        return st.dates().map(str)
    if "pattern" in part:
        return st.from_regex(part["pattern"].replace(r"(?!\n)$", r"\Z")).filter(
            lambda x: len(x) <= part.get("maxLength", 99)
        )
    return st.text(min_size=part.get("minLength", 0), max_size=20)


def objects(part: dict[str, Any], root: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "properties" not in part:
        keys = values({"type": "string", **part.get("propertyNames", {})}, root)
        free = part.get("additionalProperties", True)
        return st.dictionaries(
            keys, values(free if isinstance(free, dict) else {}, root), max_size=2
        )
    own = {key: values(one, root) for key, one in part["properties"].items()}
    needed = {key: own[key] for key in part.get("required", [])}
    return st.fixed_dictionaries(needed, optional={k: v for k, v in own.items() if k not in needed})


@cache
def records(name: str) -> st.SearchStrategy[Any]:
    root = schema.schemas()[name]
    return values(root, root)


def spoil(draw: st.DrawFn, value: Any) -> Any:
    """Change one thing somewhere inside."""
    if isinstance(value, dict) and value and draw(st.integers(0, 3)):
        key = draw(st.sampled_from(sorted(value)))
        how = draw(st.integers(0, 4))
        if how == 0:
            del value[key]
        elif how == 1:
            value[key + draw(st.sampled_from(["x", " ", "\n", "_"]))] = value[key]
        else:
            value[key] = spoil(draw, value[key])
        return value
    if isinstance(value, list) and value and draw(st.integers(0, 3)):
        at = draw(st.integers(0, len(value) - 1))
        value[at] = spoil(draw, value[at])
        return value
    return copy.deepcopy(draw(JUNK))


@pytest.mark.parametrize("name", CURRENT)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_schema_and_model_give_the_same_verdict(name: str, data: st.DataObject) -> None:
    value = data.draw(records(name))
    accepted = model_accepts(name, value)
    assert accepted or "date" in json.dumps(schema.schemas()[name])  # most are right records
    assert judge(name).is_valid(value) == accepted
    for _ in range(4):
        spoilt = spoil(data.draw, copy.deepcopy(value))
        assert judge(name).is_valid(spoilt) == model_accepts(name, spoilt), spoilt


def test_the_schemas_in_the_repository_are_up_to_date() -> None:
    assert schema.check(ROOT / "schemas") == []


def test_writing_gives_exactly_what_checking_wants(tmp_path: Path) -> None:
    written = schema.write(tmp_path / "nieuw")
    assert {p.name for p in written} == set(schema.schemas())
    assert schema.check(tmp_path / "nieuw") == []
    assert schema.write(tmp_path / "nieuw") == []


def test_every_drift_is_named(tmp_path: Path) -> None:
    schema.write(tmp_path)
    (tmp_path / "school-1.json").write_text("{}")
    (tmp_path / "school-0.json").write_text("{}")
    (tmp_path / "people-1.json").unlink()
    (tmp_path / "vreemd-1.json").write_text("{}")
    said = "\n".join(schema.check(tmp_path))
    for words in (
        "school-1.json is niet bij",
        "school-0.json is bevroren",
        "people-1.json ontbreekt",
        "vreemd-1.json hoort",
    ):
        assert words in said
    assert len(schema.check(tmp_path)) == 4
    assert schema.check(tmp_path / "absent")


@pytest.mark.parametrize("name", sorted(schema.schemas()))
def test_a_schema_is_valid_closed_and_dutch(name: str) -> None:
    whole = schema.schemas()[name]
    Draft202012Validator.check_schema(whole)
    assert whole["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert whole["title"].endswith(f"(formaat {name[-6]})")
    for part in parts(whole):
        if "properties" in part:
            assert part["additionalProperties"] is False
            for key, one in part["properties"].items():
                assert one.get("title"), key
                assert one.get("description", "").endswith("."), key


def parts(value: Any) -> Any:
    if isinstance(value, dict):
        if value.get("type") == "object":
            yield value
        for one in value.values():
            yield from parts(one)
    elif isinstance(value, list):
        for one in value:
            yield from parts(one)


def test_frozen_schemas_are_guarded_by_their_checksum() -> None:
    assert formats.altered(formats.folder()) == []


def test_a_disk_that_fills_up_leaves_the_schemas_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema.write(tmp_path)
    for name in ("document-1.json", "school-1.json"):
        (tmp_path / name).write_text("oud", "utf-8")
    written: list[int] = []

    def full(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "vol")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match="de schijf is vol"):
        schema.write(tmp_path)
    for name in ("document-1.json", "school-1.json"):
        assert (tmp_path / name).read_text("utf-8") == "oud"
    assert len(list(tmp_path.iterdir())) == len(schema.schemas())
