"""Persons: what is found in texts and records, and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.examples import base_file, findings, vision
from zowerkenwij.rules.privacy import is_bsn


@pytest.mark.parametrize("text", [
    "Bel Dirk Denkbeeldig.", "Vraag dirk denkbeeldig.", "Mail D. Denkbeeldig.", "Vraag meneer Denkbeeldig.", "Bel Vera.".replace("Bel", "Bel nu"),
    "Bel 06-12345678.", "Bel 0612345678.", "Bel 06 12 34 56 78.", "Bel +31 6 12345678.", "Bel +31612345678.", "Bel 0031 6 12345678.",
    "Bel (0113) 21 22 23.", "Bel 0113-212223.", "Bel 000-000 00 01.", "Bel 020 123 45 67.", "Mail jan@school.example.",
    "Mail [de mentor](mailto:mentor@school.example).", "Het nummer is 123456782.", "Het nummer is 1234.56.782.", "Kijk bij <!-- 06-12345678 --> hem.", "Bel [de mentor](tel:+31612345678).", "`Pim Papier`",
])  # fmt: skip
def test_a_personal_fact_is_found(tmp_path: Path, text: str) -> None:
    found = findings(tmp_path, files=vision(text))
    assert [(f.code, f.line) for f in found] == [("ZW602", 23)]


@pytest.mark.parametrize("text", [
    "Bel 112.", "Kijk op 01-09-2026.", "Van 01-09-2026 12:30 tot 13:00.", "Het getal 123456789 is geen nummer.", "Papier is geduldig.",
    "Bel 0800-1234567.", "Wet van 2026-09-01.", "De postcode is 0000 AA.", "Artikel 3.40 en 5.2.6.", "Vera-Lynn zong.", "Vera Groen zong.",
    "Het gaat om 1.234.567 leerlingen.", "Een voorbeeld is goed papier.", "IBAN NL91ABNA0417164300.",
])  # fmt: skip
def test_numbers_and_words_that_only_look_like_it_are_left_alone(tmp_path: Path, text: str) -> None:
    assert [f.code for f in findings(tmp_path, files=vision(text))] == []


@pytest.mark.parametrize("text", [
    "Vera belt de ouders.", "- Vera belt.", "1. Vera: belt.", "**Vera** belt.", "> Vera belt.", "Ga weg. Vera, kom!", "Wie? Vera.",
    "| Wie | Wat |\n|---|---|\n| Vera | belt |", "Vera's fiets.", "“Vera helpt,” zei hij.",
])  # fmt: skip
def test_a_first_name_that_is_no_word_is_found_at_the_start_too(tmp_path: Path, text: str) -> None:
    assert [f.code for f in findings(tmp_path, files=vision(text))] == ["ZW602"]


def test_a_first_name_that_is_a_word_too_counts_inside_a_sentence_only(tmp_path: Path) -> None:
    people = base_file("people.example.yml") + "- {id: p-9, name: Roos Rood, holds: []}\n"
    for folder, text, code in (
        ("a", "Roos is een kleur.", []),
        ("b", "Vraag het Roos.", ["ZW602"]),
    ):
        files = {**vision(text), "people.example.yml": people}
        assert [f.code for f in findings(tmp_path / folder, files=files)] == code


def test_one_line_gives_one_finding_that_names_everything(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, files=vision("Bel Vera Voorbeeld op 06-12345678."))
    assert "Vera Voorbeeld" in found.message
    assert "06-12345678" in found.message


@pytest.mark.parametrize(("path", "old", "new", "line"), [
    ("policies/proef.md", "summary: Wat wij belangrijk vinden.", "summary: Bel Pim Papier.", 6),
    ("schools/de-brug/school.yml", "Kade 1, Oeverstad", "Kade 1, bel 06-12345678", 5),
    ("schools/de-brug/improvement.yml", "Rust op de gang", "Rust bij Vera Voorbeeld", 1),
    ("obligations.yml", "De school doet iets", "Dirk Denkbeeldig doet iets", 7),
    ("glossary.yml", "Waar een school in staat.", "Vraag dirk@school.example.", 1),
    ("handbook.yml", "Een leerling wordt gepest", "Bel Vera Voorbeeld", 32),
])  # fmt: skip
def test_records_hold_no_persons_either(
    tmp_path: Path, path: str, old: str, new: str, line: int
) -> None:
    found = findings(tmp_path, files={path: base_file(path, (old, new))})
    assert [(f.code, f.path, f.line) for f in found] == [("ZW602", f"handbook/{path}", line)]


def test_an_old_version_file_is_looked_at_too(tmp_path: Path) -> None:
    old = base_file(
        "versions/plan/1.0.md",
        ("Ons adres is", "Bel Pim Papier. Ons adres is"),
        ("version: '1.0'", "version: '0.9'"),
    )
    found = findings(tmp_path, files={"versions/plan/0.9.md": old}, select=["ZW602"])
    line = next(n for n, text in enumerate(old.split("\n"), 1) if "Pim Papier" in text)
    assert [(f.path, f.line) for f in found] == [("handbook/versions/plan/0.9.md", line)]


def test_the_eleven_test() -> None:
    assert is_bsn("123456782")
    assert is_bsn("111222333")
    assert not is_bsn("123456789")
    assert not is_bsn("000000000")


def test_a_number_in_code_is_found_however_the_code_is_marked(tmp_path: Path) -> None:
    for code in ("`06-12345678`", "    bel 06-12345678", "```\nbel 06-12345678\n```"):
        found = findings(tmp_path, files=vision(f"Zo belt hij:\n\n{code}\n\nEn dan komt er hulp."))
        assert [f.code for f in found] == ["ZW602"], code
