"""One mistake gives one finding: what follows from it is not reported again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.examples import base_file, findings, lines, vision

ANTIPEST, MELDCODE, PLAN = "protocols/antipest.md", "protocols/meldcode.md", "plan.md"
COPY, SCHOOL = "schools/de-brug/plan-de-brug.md", "schools/de-brug/school.yml"


@pytest.mark.parametrize(("path", "old", "new", "expected"), [
    (ANTIPEST, "owner: coordinator", "owner: De Coordinator", ["ZW102 handbook/protocols/antipest.md:9"]),
    (ANTIPEST, "type: protocol", "type: [protocol", ["ZW101 handbook/protocols/antipest.md:4"]),
    (ANTIPEST, "id: antipest", "id: meldcode", ["ZW103 handbook/protocols/antipest.md:3"]),
    (ANTIPEST, "title: Antipestprotocol", "title: Ons antipestprotocol", ["ZW105 handbook/protocols/antipest.md:19"]),
    (ANTIPEST, "type: protocol", "type: guideline", ["ZW105 handbook/protocols/antipest.md:5"]),
    (ANTIPEST, "type: protocol", "type: protocool", ["ZW104 handbook/protocols/antipest.md:4"]),
    (ANTIPEST, "[Meldcode huiselijk geweld en kindermishandeling](meldcode.md#doe-nu)", "[Meldcode huiselijk geweld en kindermishandeling](meldcod.md#doe-nu)", ["ZW201 handbook/protocols/antipest.md:30"]),
    ("external/huisregels.md", "audience: restricted", "audience: geheim", ["ZW104 handbook/external/huisregels.md:7"]),
    (MELDCODE, "::: audience restricted", "::: audience beperkt", ["ZW501 handbook/protocols/meldcode.md:27"]),
    (PLAN, "[Meldcode huiselijk geweld en kindermishandeling](protocols/meldcode.md)", "Meldcode huiselijk geweld en kindermishandeling", ["ZW205 handbook/plan.md:38"]),
    (PLAN, "[Antipestprotocol](protocols/antipest.md)", "[Antipestprotocol](protocols/antipesten.md)", ["ZW201 handbook/plan.md:38"]),
    (COPY, "Dit plan is van De Brug.", "TODO. Dit plan is van De Brug.", ["ZW502 handbook/schools/de-brug/plan-de-brug.md:16"]),
    (COPY, "## Onze regels {#regels}\n\n- We laten elkaar uitpraten.\n- We komen op tijd.\n\n", "", ["ZW504 handbook/schools/de-brug/plan-de-brug.md:22"]),
    (COPY, "Wij praten elke ochtend", "Bij ons praten wij elke ochtend", []),
    (SCHOOL, "  address: Kade 1, Oeverstad\n", "", ["ZW501 handbook/schools/de-brug/school.yml:4"]),
    (SCHOOL, "address: Kade 1, Oeverstad", "address: Kade 1, bel 06-12345678", ["ZW602 handbook/schools/de-brug/school.yml:5"]),
    (SCHOOL, "  address: Kade", "  adress: Kade", ["ZW501 handbook/schools/de-brug/school.yml:4"]),
    (SCHOOL, "kind: so", "kind: vso", ["ZW104 handbook/schools/de-brug/school.yml:3"]),
    ("handbook.yml", "id: coordinator, label", "id: Coördinator, label", ["ZW102 handbook/handbook.yml:11"]),
    ("obligations.yml", "status: in-force", "status: geldig", ["ZW102 handbook/obligations.yml:3"]),
])  # fmt: skip
def test_one_mistake_is_one_finding(
    tmp_path: Path, path: str, old: str, new: str, expected: list[str]
) -> None:
    files = {path: base_file(path, (old, new))}
    assert [
        x for x in lines(findings(tmp_path, files=files)) if not x.startswith("ZW206")
    ] == expected


def test_a_marker_left_out_is_one_finding_whatever_stands_below(tmp_path: Path) -> None:
    text = base_file(MELDCODE)
    without_end = text.replace("\n:::\n\n## Nazorg", "\n## Nazorg")
    assert without_end != text
    assert lines(findings(tmp_path / "a", files={MELDCODE: without_end})) == [
        "ZW501 handbook/protocols/meldcode.md:27"
    ]
    without_start = text.replace("::: audience restricted\n", "")
    assert lines(findings(tmp_path / "b", files={MELDCODE: without_start})) == [
        "ZW501 handbook/protocols/meldcode.md:32"
    ]


def test_a_wrong_passage_elsewhere_hides_no_restricted_link(tmp_path: Path) -> None:
    body = "::: geheim\n\nTekst.\n\n:::\n\nLees de [Huisregels van de partner](../external/huisregels.md)."
    assert [f.code for f in findings(tmp_path, files=vision(body))] == ["ZW501", "ZW601"]


def test_a_broken_record_keeps_findings_about_what_was_read(tmp_path: Path) -> None:
    text = vision(
        "Lees [dit stuk tekst](../protocols/weg.md) en de [Huisregels van de partner](../external/huisregels.md)."
    )
    text = {p: t.replace("summary:", "samenvating:") for p, t in text.items()}
    assert {"ZW102", "ZW201", "ZW601"} <= {f.code for f in findings(tmp_path / "b", files=text)}
