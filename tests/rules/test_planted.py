"""Defects that the harness of tests/acceptance planted and the rules once missed, or took twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.rules.examples import base_file, findings, vision

VISION = "policies/proef.md"
SCHOOL = "schools/de-brug/school.yml"


def codes(tmp_path: Path, body: str) -> list[str]:
    return [f.code for f in findings(tmp_path, files=vision(body))]


@pytest.mark.parametrize(("text", "code"), [
    ("De naam van de groep is ….", "ZW502"), ("Deze tekst aanpassen aan de school.", "ZW502"), ("De naam is n.n.t.b.", "ZW502"),
    ("De mentor zegt: ‘Kom maar binnen.", "ZW505"), ("Lees het [Anti-pest protocol](../protocols/antipest.md).", "ZW204"),
    ("Lees [de folder](https//school.example/folder).", "ZW210"), ("Lees [de folder](http:school.example/folder).", "ZW210"),
    ("Mail naar <mentor@voorbeeld.example>.", "ZW602"), ("Mail [de mentor](mailto:).", "ZW210"),
    ("Kijk op www.voorbeeld.example voor meer.", "ZW208"), ("Lees [de folder](\\\\\\\\server\\\\map).", "ZW210"),
])  # fmt: skip
def test_a_planted_sentence_is_one_finding(tmp_path: Path, text: str, code: str) -> None:
    assert codes(tmp_path, f"Wij praten.\n\n{text}") == [code]


@pytest.mark.parametrize("text", [
    "Een sterretje \\* of een haakje \\[ mag.", "Een haakje \\) mag ook.", "Wij noemen dat ‘samen kijken’ en doen het.", "‘s Ochtends is het rustig.",
    "De foto’s en video’s blijven hier.", "Soms zegt iemand: ‘Dat is ’t.’ Dat mag.",
])  # fmt: skip
def test_signs_that_only_look_unpaired_are_left_alone(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text) == []


@pytest.mark.parametrize(
    "name", ["Vera Voorbeelds collega", "Vera Voorbeeld's collega", "Vera Voorbeeld’s collega"]
)
def test_a_name_in_the_possessive_is_a_name(tmp_path: Path, name: str) -> None:
    people = (
        base_file("people.example.yml")
        + "\n- {id: p-99, name: Vera Voorbeeld, public: false, holds: []}\n"
    )
    found = findings(
        tmp_path, files={**vision(f"Vraag het aan {name}."), "people.example.yml": people}
    )
    assert [f.code for f in found] == ["ZW602"]


def test_a_passage_that_is_wider_than_its_document_is_found(tmp_path: Path) -> None:
    text = (
        base_file(VISION, ("audience: public", "audience: staff"))
        + "\n::: audience on-request\n\nDit mag meer mensen weten.\n\n:::\n"
    )
    found = [f for f in findings(tmp_path, files={VISION: text}) if f.code == "ZW501"]
    assert [f.line for f in found] == [text.split("\n").index("::: audience on-request") + 1]
    assert "medewerkers" in found[0].message


def test_a_suppression_without_reason_is_one_finding(tmp_path: Path) -> None:
    text = base_file(VISION, ("owner:", "ignore:\n  - {rule: ZW204}\nowner:"))
    assert [f.code for f in findings(tmp_path, files={VISION: text})] == ["ZW102"]


def test_a_required_section_with_only_an_invisible_sign_is_empty(tmp_path: Path) -> None:
    lines = base_file("protocols/antipest.md").split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith("## "))
    end = next(i for i in range(start + 1, len(lines)) if lines[i].startswith("## "))
    lines[start + 1 : end] = ["", "&nbsp;", ""]
    found = findings(tmp_path, files={"protocols/antipest.md": "\n".join(lines)}, select=["ZW504"])
    assert [(f.code, f.line) for f in found] == [("ZW504", start + 1)]


SLOTS = {
    "number": ("integer", "zestig"),
    "small number": ("integer", "0"),
    "flag": ("integer", "true"),
    "date": ("date", "binnenkort"),
    "no such day": ("date", "2026-02-30"),
}


@pytest.mark.parametrize("case", SLOTS.values(), ids=SLOTS)
def test_a_value_of_the_wrong_kind_is_found(tmp_path: Path, case: tuple[str, str]) -> None:
    kind, value = case
    settings = base_file(
        "handbook.yml",
        ("slots:\n", f"slots:\n  - {{id: proefwaarde, label: proef, kind: {kind}}}\n"),
    )
    school = base_file(SCHOOL, ("values:\n", f"values:\n  proefwaarde: {value}\n"))
    found = findings(tmp_path, files={"handbook.yml": settings, SCHOOL: school}, select=["ZW501"])
    assert [f.line for f in found] == [school.split("\n").index(f"  proefwaarde: {value}") + 1]


def test_a_level_that_cannot_be_read_is_one_finding(tmp_path: Path) -> None:
    path = "schools/de-brug/plan-de-brug.md"
    text = base_file(path, ("level: school", "level: afdeling"))
    assert [f.code for f in findings(tmp_path, files={path: text})] == ["ZW102"]


def test_an_empty_heading_in_a_plan_is_one_finding(tmp_path: Path) -> None:
    path = "schools/de-brug/plan-de-brug.md"
    text = base_file(path).rstrip() + "\n\n### {#leeg}\n"
    found = [
        f.code for f in findings(tmp_path, files={path: text}) if f.line > text.count("\n") - 2
    ]
    assert [code for code in found if code != "ZW509"] == ["ZW507"]


def test_an_unknown_part_of_a_value_does_not_make_the_value_missing(tmp_path: Path) -> None:
    settings = base_file(
        "handbook.yml",
        (
            "slots:\n",
            "slots:\n  - {id: proefpartner, label: proef, kind: partner, required: true}\n",
        ),
    )
    school = base_file(
        SCHOOL, ("values:\n", "values:\n  proefpartner: {name: De Proef, short: de proef}\n")
    )
    plan = base_file("plan.md") + "\nBel {{ school.proefpartner.straat }} op.\n"
    found = findings(
        tmp_path,
        files={"handbook.yml": settings, SCHOOL: school, "plan.md": plan},
        select=["ZW501"],
    )
    assert [f.path for f in found] == ["handbook/plan.md"]


def test_a_tag_is_one_finding_whatever_value_it_stands_before(tmp_path: Path) -> None:
    text = base_file(
        VISION, ("owner:", "summary: !!python/object/apply:os.system ['true']\nowner:")
    )
    lines = [line for line in text.split("\n") if not line.startswith("summary: ") or "!!" in line]
    assert [f.code for f in findings(tmp_path, files={VISION: "\n".join(lines)})] == ["ZW101"]


def test_a_heading_below_a_title_that_is_gone_skips_no_level(tmp_path: Path) -> None:
    path = "protocols/antipest.md"
    lines = [line for line in base_file(path).split("\n") if not line.startswith("# ")]
    assert [f.code for f in findings(tmp_path, files={path: "\n".join(lines)})] == ["ZW105"]


def test_a_document_that_cannot_be_read_leaves_no_law_without_an_answer(tmp_path: Path) -> None:
    path = "protocols/antipest.md"
    body = base_file(path).split("\n---\n", 1)[1]
    assert [f.code for f in findings(tmp_path, files={path: body})] == ["ZW101"]


def test_a_second_document_with_an_id_changes_no_place_of_a_law(tmp_path: Path) -> None:
    text = base_file(VISION, ("id: proef", "id: antipest"))
    found = findings(tmp_path, files={VISION: text})
    assert {f.code for f in found} == {"ZW103"}


@pytest.mark.parametrize(("change", "code"), [
    (("applies_from: 2026-08-01", "applies_from: ooit"), "ZW102"), (("[so, custodial]", "[so, maan]"), "ZW104"),
    (("verified: {on: 2026-09-01, by: policy-officer}", "verified: ja"), "ZW102"),
    (("by: policy-officer", "by: tovenaar"), "ZW104"),
])  # fmt: skip
def test_a_mistake_in_an_obligation_is_no_change_of_the_law(
    tmp_path: Path, change: tuple[str, str], code: str
) -> None:
    law = base_file("obligations.yml", ("in-force\n", "in-force\n  applies_from: 2026-08-01\n"))
    assert [f.code for f in findings(tmp_path / "a", files={"obligations.yml": law})] == ["ZW704"]
    found = findings(tmp_path / "b", files={"obligations.yml": law.replace(*change)})
    assert [f.code for f in found] == [code]


@pytest.mark.parametrize("number", ["178", "-1"])
def test_a_percentage_lies_between_nothing_and_all(tmp_path: Path, number: str) -> None:
    path = "schools/de-brug/monitoring.yml"
    text = base_file(path, ("period: 2026-11", f"period: 2026-11, response: {number}"))
    assert [f.code for f in findings(tmp_path, files={path: text})] == ["ZW102"]


def test_the_first_word_of_a_title_says_its_type(tmp_path: Path) -> None:
    path = "protocols/antipest.md"
    name = base_file(path).split("title: ")[1].split("\n")[0]
    text = base_file(path).replace(f"title: {name}", f"title: Richtlijn {name.lower()}")
    text = text.replace(f"# {name}", f"# Richtlijn {name.lower()}")
    found = findings(tmp_path, files={path: text}, select=["ZW105"])
    assert [(f.code, f.line) for f in found] == [("ZW105", 5)]


REGISTERS = {
    "theme of an action": ("schools/de-brug/improvement.yml", "theme: "), "meaning of a term": ("glossary.yml", "meaning: "),
    "name of an obligation": ("obligations.yml", "name: "),
}  # fmt: skip


@pytest.mark.parametrize("place", REGISTERS.values(), ids=REGISTERS)
@pytest.mark.parametrize(
    ("text", "code"),
    [("TODO", "ZW502"), ("…", "ZW502"), ("Alfa/Beta", "ZW503"), ("Vul hier de naam in.", "ZW502")],
)
def test_a_register_is_read_as_a_text_is(
    tmp_path: Path, place: tuple[str, str], text: str, code: str
) -> None:
    path, key = place
    before, _, after = base_file(path).partition(key)
    end = min(at for sign in (",", "\n") if (at := after.find(sign)) >= 0)
    found = findings(tmp_path, files={path: f"{before}{key}{text}{after[end:]}"})
    assert [(f.code, f.line) for f in found] == [(code, before.count("\n") + 1)]


def test_the_crisis_block_is_read_as_a_text_is(tmp_path: Path) -> None:
    settings = re.sub(r"text: [^}]+", "text: TODO", base_file("handbook.yml"), count=1)
    line = settings.partition("text: TODO")[0].count("\n") + 1
    found = findings(tmp_path, files={"handbook.yml": settings})
    assert [(f.code, f.line) for f in found] == [("ZW502", line)]
