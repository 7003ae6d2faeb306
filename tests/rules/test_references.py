"""What links point at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.examples import base_file, findings, vision

EXTERNAL = "https://www.rijksoverheid.nl/veilig"


def codes(tmp_path: Path, body: str) -> list[str]:
    return [f.code for f in findings(tmp_path, files=vision(body))]


@pytest.mark.parametrize(("target", "code"), [
    ("../protocols/antipesten.md", "ZW201"), ("../protocols/ANTIPEST.md", "ZW201"), ("../Protocols/antipest.md", "ZW201"),
    ("/protocols/antipest.md", "ZW213"), ("/protocols/weg.md", "ZW201"), ("../../README.md", "ZW201"), ("", "ZW201"), ("../protocols/", "ZW201"),
    ("https://dewaterkant.example/999", "ZW201"), ("http://dewaterkant.example/999", "ZW201"), ("antipest.md", "ZW213"), ("antipest.md#weg", "ZW202"),
    ("#weg", "ZW202"), ("../protocols/antipest.md#Doe-nu", "ZW202"), ("https://dewaterkant.example/205679#weg", "ZW202"),
    ("file:///c:/map/x.docx", "ZW210"), ("https:/school.example", "ZW210"), ("https://https://school.example", "ZW210"), ("www.school.nl", "ZW210"),
    ("school.nl/folder", "ZW210"), ("//school.nl/folder", "ZW210"), ("javascript:alert(1)", "ZW210"), ("https://school", "ZW210"),
    ("http://dewaterkant.example/gids", "ZW210"), ("http://www.dewaterkant.example/gids", "ZW210"), ("../assets/weg.pdf", "ZW212"), ("../../weg.pdf", "ZW212"),
])  # fmt: skip
def test_a_link_that_leads_nowhere_has_one_finding(tmp_path: Path, target: str, code: str) -> None:
    found = codes(tmp_path, f"Lees [wat je dan doet]({target}).")
    assert code in found
    assert set(found) <= {code, "ZW213"}


@pytest.mark.parametrize("target", [
    "../protocols/antipest.md", "../protocols/antipest.md#nazorg", "../protocols/./antipest.md", "../protocols/antipest%2Emd", "#doen", "#onze-visie", "proef.md#doen",
    "https://dewaterkant.example/205679", "https://dewaterkant.example/205679#doe-nu", "https://dewaterkant.example/over-ons", EXTERNAL,
    "http://andere-site.example/x", "../assets/plattegrond.png",
])  # fmt: skip
def test_a_link_that_arrives_gives_nothing(tmp_path: Path, target: str) -> None:
    assert codes(tmp_path, f"Lees [wat je dan doet]({target}).") == []


def test_the_nearest_target_is_named(tmp_path: Path) -> None:
    found = findings(
        tmp_path,
        files=vision(
            "Lees [a b](../protocols/antipset.md#doe-nu), [c d](../protocols/ANTIPEST.md) en [e f](#doenn)."
        ),
    )
    assert "'../protocols/antipest.md#doe-nu'" in found[0].message
    assert "hoofdletters" in found[1].message
    assert "'doen'" in found[2].message


def test_a_former_id_still_leads_to_the_document(tmp_path: Path) -> None:
    renamed = base_file(
        "protocols/antipest.md", ("owner: coordinator", "owner: coordinator\nformer_ids: [pesten]")
    )
    files = {
        **vision("Lees [wat je dan doet](../protocols/pesten.md#doe-nu)."),
        "protocols/antipest.md": renamed,
    }
    assert [f.code for f in findings(tmp_path, files=files)] == ["ZW213"]


@pytest.mark.parametrize(("change", "code"), [
    (("effective: 2025-08-01", "effective: 2025-08-01\n    expires: 2026-01-01"), ["ZW203"]),
    (("owner: director", "owner: director\nwithdrawn: {on: 2026-01-01, by: board, reason: Op.}"), ["ZW203"]),
    (("owner: director", "owner: director\nwithdrawn: {on: 2027-01-01, by: board, reason: Op.}"), []),
    (("effective: 2025-08-01", "effective: 2027-08-01"), []),
])  # fmt: skip
def test_a_text_in_force_links_only_to_what_holds(
    tmp_path: Path, change: tuple[str, str], code: list[str]
) -> None:
    files = {"protocols/meldcode.md": base_file("protocols/meldcode.md", change)}
    found = [
        f for f in findings(tmp_path, files=files) if f.path == "handbook/protocols/antipest.md"
    ]
    assert [f.code for f in found] == code


def test_a_draft_may_link_to_a_draft(tmp_path: Path) -> None:
    files = {}
    for path in ("protocols/meldcode.md", "protocols/antipest.md"):
        ledger = "versions:\n" + base_file(path).split("versions:\n")[1].split("---\n")[0]
        files[path] = base_file(path, (ledger, ""))
    found = findings(tmp_path, files=files, select=["ZW203"])
    assert {f.path for f in found} == {
        "handbook/plan.md",
        "handbook/schools/de-brug/plan-de-brug.md",
    }


def test_doubled_anchors_in_html_count_too(tmp_path: Path) -> None:
    found = findings(tmp_path, files=vision('Wij praten.\n\n<a id="doen"></a>\n\nTekst.'))
    assert [(f.code, f.line) for f in found] == [("ZW211", 25)]
