"""Findings for people and machines. A new output format is one function here."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SEVERITIES = ("error", "warning", "note")
LABELS = {"error": "fout", "warning": "waarschuwing", "note": "opmerking"}
PLURALS = {"error": "fouten", "warning": "waarschuwingen", "note": "opmerkingen"}
_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_COMMANDS = re.compile("[\x7f-\x9f]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. ``findings`` are the contract's objects (cli.md), sorted by place;
    ``catalogue`` the metadata of every rule by code (SARIF)."""

    as_of: str
    documents: int
    findings: Sequence[dict[str, Any]]

    def count(self, severity: str) -> int:
        """How many findings have a severity."""
        return Counter(f["severity"] for f in self.findings)[severity]


def as_dict(finding: Any) -> dict[str, Any]:
    """A finding in the contract's keys and order."""
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "document": finding.document,
        "related": [
            {"path": r.path, "line": r.line, "message": r.message} for r in finding.related
        ],
        "fix": finding.fix.description if finding.fix else None,
    }


def text(report: Report) -> str:
    """For a person at a terminal: where, what, and a count at the end."""
    blocks = []
    for f in report.findings:
        head = click.style(
            f"{LABELS[f['severity']]} {f['code']}", fg=_COLOURS[f["severity"]], bold=True
        )
        blocks.append(
            "\n".join(
                [
                    f"{_clean(f['path'])}:{f['line']}:{f['column']}  {head}",
                    f"  {_clean(f['message'])}",
                ]
                + [
                    f"  zie ook {_clean(r['path'])}:{r['line']}  {_clean(r['message'])}"
                    for r in f["related"]
                ]
                + ([f"  --fix kan dit doen: {_clean(f['fix'])}"] if f["fix"] else [])
            )
        )
    return "\n\n".join([*blocks, _summary(report)])


def _clean(value: str) -> str:
    return _UNPRINTABLE.sub("�", value).replace("\n", " ")


def _summary(report: Report) -> str:
    documents = "1 document" if report.documents == 1 else f"{report.documents} documenten"
    if not report.findings:
        return click.style(f"Alles in orde: {documents} gecontroleerd, geen meldingen.", fg="green")
    parts = [
        f"{n} {LABELS[s] if n == 1 else PLURALS[s]}" for s in SEVERITIES if (n := report.count(s))
    ]
    return f"{documents} gecontroleerd: {', '.join(parts)}."


def as_json(report: Report) -> str:
    """The contract of cli.md."""
    summary = {"documents": report.documents, **{s: report.count(s) for s in SEVERITIES}}
    value = {
        "format": 1,
        "as_of": report.as_of,
        "summary": summary,
        "findings": list(report.findings),
    }
    return dumped(value)


def dumped(value: dict[str, Any]) -> str:
    """JSON a person can read too, without the signs that could command a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    return _COMMANDS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def sarif(report: Report) -> str:
    """SARIF 2.1.0 (OASIS), for code review on a git server."""
    from zowerkenwij import __version__
    from zowerkenwij.rules import RULES

    catalogue = sorted(RULES.values(), key=lambda rule: rule.code)
    order = {rule.code: n for n, rule in enumerate(catalogue)}
    rules = [
        {
            "id": rule.code,
            "name": rule.slug,
            "shortDescription": {"text": rule.title},
            "fullDescription": {"text": rule.why},
            "help": {"text": rule.repair},
            "defaultConfiguration": {"level": rule.severity},
        }
        for rule in catalogue
    ]
    driver = {"name": "zowerkenwij", "version": __version__, "language": "nl", "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(f, order) for f in report.findings],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return dumped({"$schema": schema, "version": "2.1.0", "runs": [run]})


def _sarif_result(f: dict[str, Any], order: dict[str, int]) -> dict[str, Any]:
    result = {
        "ruleId": f["code"],
        "ruleIndex": order.get(f["code"], -1),
        "level": f["severity"],
        "message": {"text": f["message"]},
        "locations": [{"physicalLocation": _sarif_place(f["path"], f["line"], f["column"])}],
    }
    if f["related"]:
        result["relatedLocations"] = [
            {
                "physicalLocation": _sarif_place(r["path"], r["line"], 1),
                "message": {"text": r["message"]},
            }
            for r in f["related"]
        ]
    return result


def _sarif_place(path: str, line: int, column: int) -> dict[str, Any]:
    region = {"startLine": max(line, 1), "startColumn": max(column, 1)}
    return {
        "artifactLocation": {"uri": quote(path.encode("utf-8", "surrogatepass"))},
        "region": region,
    }


def github(report: Report) -> str:
    """Workflow commands that show as annotations in a pull request."""
    words = {"error": "error", "warning": "warning", "note": "notice"}
    return "\n".join(
        f"::{words[f['severity']]} file={_github(f['path'], ':,')},line={f['line']},col={f['column']},"
        f"title={_github(f['code'] + ' ' + f['rule'], ':,')}::{_github(f['message'])}"
        for f in report.findings
    )


def _github(value: str, more: str = "") -> str:
    value = _UNPRINTABLE.sub("\ufffd", value)
    for sign in "%\r\n" + more:
        value = value.replace(sign, f"%{ord(sign):02X}")
    return value


def junit(report: Report) -> str:
    """JUnit XML: a test case per finding; notes and warnings are not failures."""
    cases = [_junit_case(f) for f in report.findings] or ['  <testcase name="alles in orde"/>']
    failures = report.count("error")
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuite name="zowerkenwij check" tests="{len(cases)}" failures="{failures}">',
            *cases,
            "</testsuite>",
        ]
    )


def _junit_case(f: dict[str, Any]) -> str:
    from xml.sax.saxutils import escape, quoteattr  # which imports half of the web

    place = f"{f['path']}:{f['line']}:{f['column']}"
    name, group = (quoteattr(_clean(x)) for x in (f"{f['code']} {place}", f["rule"]))
    message = _clean(f["message"])
    tag = "failure" if f["severity"] == "error" else "system-out"
    attribute = f" message={quoteattr(message)}" if tag == "failure" else ""
    return (
        f"  <testcase name={name} classname={group}>"
        f"<{tag}{attribute}>{escape(_clean(place) + ' ' + message)}</{tag}></testcase>"
    )


FORMATS: dict[str, Callable[[Report], str]] = {
    "text": text, "json": as_json, "sarif": sarif, "github": github, "junit": junit,
}  # fmt: skip
