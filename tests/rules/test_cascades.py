"""One mistake gives one finding: what follows from it is not reported again."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from tests.rules.examples import DAY, base_file, findings, lines, vision
from zowerkenwij.rules import check
from zowerkenwij.store import WorkTree, load

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
    (ANTIPEST, "owner: coordinator", "owner: coordinator\napplies_to: [maan]", ["ZW104 handbook/protocols/antipest.md:10"]),
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
    (SCHOOL, "kind: so", 'kind: so\npins: {plan: "9.0"}', ["ZW104 handbook/schools/de-brug/school.yml:4"]),
    (SCHOOL, "kind: so", 'kind: so\npins: {plann: "1.0"}', ["ZW104 handbook/schools/de-brug/school.yml:4"]),
    (COPY, 'document: plan, version: "1.0"', 'document: plan, version: "9.0"', ["ZW104 handbook/schools/de-brug/plan-de-brug.md:9"]),
    (COPY, "sha256:a01e97dde503", "sha256:b01e97dde503", ["ZW509 handbook/schools/de-brug/plan-de-brug.md:9"]),
    (SCHOOL, "kind: so", "kind: Basisschool", ["ZW102 handbook/schools/de-brug/school.yml:3"]),
    ("glossary.yml", "meaning:", "betekenis:", ["ZW102 handbook/glossary.yml:1"]),
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


@pytest.mark.parametrize(("body", "expected"), [
    ("Zie <https://dewaterkant.example/299999>.", "ZW201"),
    ("Zie <http://dewaterkant.example/pagina>.", "ZW210"),
    ("Zie [https://school](https://school).", "ZW210"),
    ("Zie <https://dewaterkant.example/pagina>.", "ZW208"),
])  # fmt: skip
def test_a_bare_address_that_leads_nowhere_is_one_finding(
    tmp_path: Path, body: str, expected: str
) -> None:
    assert [f.code for f in findings(tmp_path, files=vision(body))] == [expected]


def test_an_anchor_of_a_copy_that_is_renamed_is_found_where_it_is_linked(tmp_path: Path) -> None:
    link = "Lees [onze regels](../schools/de-brug/plan-de-brug.md#regels)."
    copy = {COPY: base_file(COPY, ("{#regels}", "{#afspraken}"))}
    assert lines(findings(tmp_path / "a", files={**copy, **vision(link)})) == [
        "ZW202 handbook/policies/proef.md:23"
    ]
    assert [f.code for f in findings(tmp_path / "b", files=copy)] == ["ZW504"]


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


@pytest.mark.parametrize(
    "data", [b"", b"\0\xff" * 300, b"x" * 5_000_001], ids=["empty", "no text", "huge"]
)
def test_links_to_a_document_that_cannot_be_read_are_right(tmp_path: Path, data: bytes) -> None:
    files = {MELDCODE: base_file(MELDCODE)}
    findings(tmp_path, files=files)
    (tmp_path / "handbook" / MELDCODE).write_bytes(data)
    handbook = load(WorkTree(tmp_path))
    assert {f"{f.code} {f.path}" for f in check(handbook, DAY)} == {f"ZW101 handbook/{MELDCODE}"}


def test_links_to_what_lies_behind_a_symbolic_link_are_right(tmp_path: Path) -> None:
    findings(tmp_path, files={})
    folder = tmp_path / "handbook" / "protocols"
    folder.rename(tmp_path / "elders")
    folder.symlink_to(tmp_path / "elders")
    found = check(load(WorkTree(tmp_path)), DAY)
    assert [f.path for f in found if f.code == "ZW101"] == ["handbook/protocols"]
    assert not [f for f in found if f.code == "ZW201"]


def test_thousands_of_dead_links_do_not_each_search_the_whole_handbook(tmp_path: Path) -> None:
    body = "".join(f"- [Iets {n}](bestaat-niet-{n}.md)\n" for n in range(3000))
    files = vision(body) | {
        f"protocols/p-{n}.md": base_file(ANTIPEST, ("id: antipest", f"id: p-{n}"))
        for n in range(300)
    }
    start = process_time()
    found = findings(tmp_path, files=files, select=["ZW201"])
    assert len(found) >= 3000
    assert process_time() - start < 10


def test_a_version_in_force_that_no_page_can_be_made_of_is_found(tmp_path: Path) -> None:
    path = "versions/plan/1.0.md"
    text = base_file(path) + "\n" + "> " * 60 + "diep\n"
    found = findings(tmp_path, files={path: text}, select=["ZW101"])
    assert lines(found) == [f"ZW101 handbook/{path}:{_first_line(text)}"]
    assert "te ingewikkeld" in found[0].message


def _first_line(text: str) -> int:
    """The line of the body's first line."""
    return text.split("\n").index("---", 1) + 2
