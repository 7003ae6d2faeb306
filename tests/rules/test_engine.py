"""Selecting, ignoring, suppressing and sorting."""

from __future__ import annotations

from pathlib import Path

from tests.rules.examples import DAY, base_file, findings, handbook, lines, vision
from zowerkenwij.rules import check

TEXT = "Volg het Antipestprotocol.\n\nLees het [hier](../protocols/weg.md)."


def ignoring(*codes: str) -> dict[str, str]:
    """The vision with these suppressions and three findings in its text."""
    rules = "".join(f"\n  - {{rule: {code}, reason: Zo is het hier bedoeld.}}" for code in codes)
    head = base_file("policies/proef.md", ("owner: director", f"owner: director\nignore:{rules}"))
    return {"policies/proef.md": head.replace("Wij praten met elkaar.", TEXT)}


def test_findings_are_sorted_by_path_line_column_and_code(tmp_path: Path) -> None:
    found = findings(tmp_path, files=vision(TEXT))
    assert [f.code for f in found] == ["ZW205", "ZW201", "ZW208"]
    assert [f.order for f in found] == sorted(f.order for f in found)


def test_a_code_or_its_beginning_selects(tmp_path: Path) -> None:
    book = handbook(tmp_path, files=vision(TEXT))
    assert [f.code for f in check(book, DAY, select=["ZW201"])] == ["ZW201"]
    assert {f.code for f in check(book, DAY, select=["ZW2"])} == {"ZW201", "ZW205", "ZW208"}
    assert check(book, DAY, select=["ZW6"]) == ()
    assert {f.code for f in check(book, DAY, ignore=["ZW20"])} == set()
    assert {f.code for f in check(book, DAY, select=["ZW2"], ignore=["ZW208"])} == {
        "ZW201",
        "ZW205",
    }


def test_a_rule_that_is_off_runs_only_by_its_full_code(tmp_path: Path) -> None:
    book = handbook(tmp_path, files=vision("Bel de mentor " + "en vertel wat je zag " * 6 + "nu."))
    assert check(book, DAY) == ()
    assert check(book, DAY, select=["ZW5"]) == ()
    assert [f.code for f in check(book, DAY, select=["ZW508"])] == ["ZW508"]


def test_a_suppression_holds_back_findings_of_its_document_only(tmp_path: Path) -> None:
    files = ignoring("ZW205", "ZW208", "ZW201")
    assert findings(tmp_path, files=files) == ()
    elsewhere = base_file(
        "protocols/antipest.md", ("1. Stop het pesten.", "1. Lees het [hier](meldcode.md).")
    )
    found = findings(tmp_path, files={**files, "protocols/antipest.md": elsewhere})
    assert [f.code for f in found] == ["ZW208"]


def test_an_unused_suppression_is_a_finding_at_its_own_line(tmp_path: Path) -> None:
    found = findings(tmp_path, files=ignoring("ZW205", "ZW201", "ZW208", "ZW503"))
    assert lines(found) == ["ZW106 handbook/policies/proef.md:12"]


def test_a_suppression_of_a_rule_that_did_not_run_is_left_alone(tmp_path: Path) -> None:
    found = findings(tmp_path, files=ignoring("ZW503"), select=["ZW1"])
    assert found == ()


def test_checking_twice_gives_the_same(tmp_path: Path) -> None:
    book = handbook(tmp_path, files=vision(TEXT))
    assert check(book, DAY) == check(book, DAY)
