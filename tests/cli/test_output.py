"""Findings for people and machines: every format says the same, safely."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from zowerkenwij.cli import output

GOLDEN = Path(__file__).parent.parent / "golden"
SARIF = json.loads((GOLDEN / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))


def finding(**changes: object) -> dict[str, object]:
    return {
        "code": "ZW201", "rule": "reference-target", "severity": "error",
        "message": "Het document 'pestprotocl.md' bestaat niet.", "path": "handbook/plan.md",
        "line": 12, "column": 8, "document": "plan",
        "related": [{"path": "handbook/protocols/antipest.md", "line": 1, "message": "lijkt erop"}],
        "fix": None, **changes,
    }  # fmt: skip


def report(*findings: dict[str, object]) -> output.Report:
    return output.Report("2026-11-23", 17, findings)  # type: ignore[arg-type]


nasty = st.text(st.characters(), max_size=40)
findings = st.builds(
    lambda message, path, severity, n, fix: finding(
        message=message, path=path, severity=severity, line=n, column=n, fix=fix
    ),
    nasty, nasty, st.sampled_from(output.SEVERITIES), st.integers(1, 10**6), st.none() | nasty,
)  # fmt: skip
reports = st.lists(findings, max_size=4).map(lambda fs: report(*fs))


def test_text_says_where_what_and_how_many() -> None:
    text = output.text(
        report(finding(), finding(severity="note", related=[], fix="wordt Antipestprotocol"))
    )
    assert "handbook/plan.md:12:8" in text
    assert "fout ZW201" in text
    assert "zie ook handbook/protocols/antipest.md:1" in text
    assert "--fix kan dit doen: wordt Antipestprotocol" in text
    assert text.endswith("17 documenten gecontroleerd: 1 fout, 1 opmerking.")


def test_a_clean_handbook_is_told_kindly() -> None:
    assert output.text(report()).endswith(
        "Alles in orde: 17 documenten gecontroleerd, geen meldingen.\x1b[0m"
    )


def test_json_is_the_contract() -> None:
    value = json.loads(output.as_json(report(finding())))
    assert list(value) == ["format", "as_of", "summary", "findings"]
    assert value["summary"] == {"documents": 17, "error": 1, "warning": 0, "note": 0}
    assert list(value["findings"][0]) == [
        "code", "rule", "severity", "message", "path", "line", "column", "document", "related", "fix",
    ]  # fmt: skip


@given(reports)
@settings(max_examples=50, deadline=None)
def test_sarif_always_satisfies_its_schema(value: output.Report) -> None:
    Draft7Validator(SARIF).validate(json.loads(output.sarif(value).encode("utf-8", "replace")))


@given(reports)
@settings(max_examples=100, deadline=None)
def test_junit_is_always_well_formed_and_counts_errors(value: output.Report) -> None:
    root = ET.fromstring(output.junit(value))
    assert len(root.findall("testcase/failure")) == value.count("error")


@given(reports)
@settings(max_examples=100, deadline=None)
def test_a_github_annotation_is_one_line_per_finding(value: output.Report) -> None:
    text = output.github(value)
    assert text.count("\n") == max(len(value.findings) - 1, 0)
    assert all(line.startswith("::") for line in text.split("\n") if value.findings)


@pytest.mark.parametrize("name", output.FORMATS)
def test_every_format_takes_an_empty_report(name: str) -> None:
    assert isinstance(output.FORMATS[name](report()), str)
