"""A handbook's own fields per document type, judged by its own JSON Schema."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.store.conftest import HANDBOOK, SCHEMA, said
from zowerkenwij.store import judging

DOC = "handbook/external/gids.md"


def external(fields: str) -> str:
    return f"---\nformat: 1\nid: gids\ntype: external\ntitle: Gids\nowner: director\n{fields}---\n# Gids\n"


def test_fields_that_fit_the_schema_are_kept(loaded: Any) -> None:
    handbook = loaded({DOC: external("fields: {issuer: De gemeente, checked_on: 2026-01-01}\n")})
    assert handbook.unreadable == ()
    assert handbook.by_id["gids"].record.fields["issuer"] == "De gemeente"


@pytest.mark.parametrize(
    ("fields", "line", "words", "kept"),
    [
        ("", 2, "Onder `fields:` ontbreekt Uitgever (`issuer`)", {}),
        ("fields:\n  checked_on: 2026-01-01\n", 7, "Uitgever (`issuer`)", {"checked_on": "2026-01-01"}),
        ("fields:\n  issuer: x\n  checked_on: 2026-02-30\n", 9, "bestaande dag", {"issuer": "x"}),
        ("fields:\n  issuer: 12\n", 8, "tekst", {}),
        ("fields:\n  issuer: ''\n", 8, "1 of meer tekens", {}),
        ("fields:\n  issuer: x\n  isuer: y\n", 9, "Bedoel je `issuer`", {"issuer": "x"}),
        ("fields:\n  isuer: x\n", 8, "Bedoel je `issuer`", {}),
        ("fields:\n  issuer: x\n  kleur: y\n", 9, "bestaat hier niet", {"issuer": "x"}),
    ],
)  # fmt: skip
def test_each_violation_is_named_at_its_line(
    loaded: Any, fields: str, line: int, words: str, kept: dict[str, str]
) -> None:
    handbook = loaded({DOC: external(fields)})
    assert said(handbook) == [f"external/gids.md:{line} ZW102"], handbook.unreadable
    assert words in handbook.unreadable[0].message
    assert handbook.by_id["gids"].record.fields == kept


def test_a_lost_part_gives_no_second_finding(loaded: Any) -> None:
    assert said(loaded({DOC: external("fields: {issuer: x\n")})) == ["external/gids.md:7 ZW101"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "JSON"), ("[]", "blok"), ('{"type": "rare"}', "JSON Schema"), ('{"$ref": "#/$defs/x"}', "verwijst"),
     ('{"$ref": "https://voorbeeld.example/x.json"}', "verwijst"), ('{"$ref": "#"}', "zichzelf"), ('{"pattern": "("}', "JSON Schema"),
     ('{"type": ' * 3000, "JSON"), (b"\xff\xfe", "JSON"), ("", "JSON")],
)  # fmt: skip
def test_a_schema_that_is_wrong_is_one_finding_at_the_schema(
    loaded: Any, text: Any, words: str
) -> None:
    handbook = loaded(
        {
            "handbook/schemas/external.json": text,
            DOC: external("fields: {issuer: x}\n"),
            "handbook/external/b.md": external("").replace("gids", "b"),
        }
    )
    assert [s.split(":")[0] for s in said(handbook)] == ["schemas/external.json"], (
        handbook.unreadable
    )
    assert words in handbook.unreadable[0].message


@pytest.mark.parametrize(
    "path", ["schemas/geen.json", "../geheim.json", "/etc/passwd", "schemas", "."]
)
def test_a_schema_that_is_not_in_the_handbook_is_named_where_it_is_asked(
    loaded: Any, path: str
) -> None:
    handbook = loaded(
        {
            "handbook/handbook.yml": HANDBOOK.replace("schemas/external.json", path),
            "geheim.json": SCHEMA,
            DOC: external(""),
        }
    )
    assert said(handbook) == ["handbook.yml:11 ZW102"]


@pytest.mark.parametrize("key", ["it's", 'a"b', "a b", "ß"])
def test_a_required_field_may_have_any_name(loaded: Any, key: str) -> None:
    handbook = loaded(
        {"handbook/schemas/external.json": json.dumps({"required": [key]}), DOC: external("")}
    )
    assert key in handbook.unreadable[0].message


def test_jsonschema_is_imported_only_when_there_is_something_to_judge(make: Any) -> None:
    code = "import sys; from zowerkenwij.store import load, WorkTree; load(WorkTree(__import__('pathlib').Path('.'))); print('jsonschema' in sys.modules)"
    root = make()
    assert (
        subprocess.run(
            [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
        ).stdout.strip()
        == "False"
    )


SLOW = '{"properties": {"issuer": {"pattern": "^(a|a)*$"}}}'


def test_a_schema_that_takes_for_ever_is_one_finding_at_the_schema(
    loaded: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "SECONDS", 1.0)
    fields = "fields: {issuer: " + "a" * 60 + "b}\n"
    handbook = loaded({"handbook/schemas/external.json": SLOW, DOC: external(fields)})
    assert said(handbook) == ["schemas/external.json:1 ZW102"]
    assert "duurt te lang" in handbook.unreadable[0].message


def test_a_pattern_with_repetition_judges_as_any_other(loaded: Any) -> None:
    schema = '{"properties": {"issuer": {"pattern": "^[A-Z](a|b)+$"}}}'
    files = {"handbook/schemas/external.json": schema}
    assert said(loaded(files | {DOC: external("fields: {issuer: Zaab}\n")})) == []
    handbook = loaded(files | {DOC: external("fields:\n  issuer: zaab\n")})
    assert said(handbook) == ["external/gids.md:8 ZW102"]
    assert "vorm" in handbook.unreadable[0].message


@pytest.mark.parametrize(
    ("pattern", "tame"),
    [("^https://", True), (r"^\\d{4}$", True), ("^[A-Z]$", True), ("a+", False), ("(ab)", False), ("a{1,9}", False),
     ("a?a?", False), ("a|b", False), (r"(.)\\1", False)],
)  # fmt: skip
def test_only_patterns_that_cannot_repeat_judge_in_this_process(pattern: str, tame: bool) -> None:
    assert (
        judging.is_tame(f'{{"properties": {{"a": {{"pattern": "{pattern}"}}}}}}'.encode()) is tame
    )
