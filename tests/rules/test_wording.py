"""Words of texts: what the rules on wording see, and what they leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.examples import base_file, findings, vision


def codes(tmp_path: Path, body: str) -> list[str]:
    return [f.code for f in findings(tmp_path, files=vision(body))]


@pytest.mark.parametrize("text", [
    "Vervang deze tekst.", "Vul hier de naam in.", "Pas aan.", "Pas aan waar nodig.", "Pas deze link aan.",
    "De naam is (vul in).", "Vul in optioneel.", "TODO", "Dit is nog in te vullen.", "Lorem ipsum dolor.",
    "XXX belt de ouders.", "Bel … voor hulp.", "…", "...", "Naam: …", "De datum is (…).", "Tekst volgt.",
    "Verwijder deze zin.", "Kies er een (kies zelf).", "De datum is nader te bepalen.", "FIXME: nakijken.",
    "Vul hieronder de namen in.", "Vul deze regel in voor jouw school.", "Vul de naam van de school in.", "Pas de link aan.",
    "<vul in>", "Vul aan.", "Vul dit in per school.", "Vervang dit door de naam.", "De datum is N.T.B.", "Dit is een opzet.",
    "vul hier de naam in", "todo: nog regelen", "(vul in)", "n.t.b.", "xxx", "- Bel de mentor.\n- vul in",
    "Dit deel wordt nog toegevoegd.", "Dit wordt nog ingevuld.", "Streep door wat niet geldt.", "(  Kies het goede)",
    "Haal weg of streep door wat niet klopt.", "Een van beide [\u00a0kies].",
    "- TODO", "> Vul hier de datum in.", "| Wie | Wat |\n|---|---|\n| Vul in. | Ja. |",
])  # fmt: skip
def test_an_instruction_for_the_writer_is_found(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, f"Wij praten.\n\n{text}") == ["ZW502"]


@pytest.mark.parametrize("text", [
    "Vul samen het formulier in.", "Pas na een week praat je weer.", "Je doet dat pas aan het einde.",
    "Pas de afspraak aan als dat nodig is.", "Dat doet niemand met opzet.", "Naam: ..................",
    "Vervang de kapotte lamp.", "Wij vullen de lijst in.", "Dat duurt tot 10 uur.", "`TODO` is code.",
    "Vul in het systeem de datum in.", "De opzet van de les is gelijk.", "Dit is een opzet die werkt.", "Vul de lijst van de groep aan.",
    "Vul dit formulier samen in.", "Vul de koelkast van de school bij.", "Vervang dit boek als het stuk is.", "Het XXL-shirt is op.", "Dat kost € 12,50. Meer niet.",
])  # fmt: skip
def test_ordinary_sentences_are_no_instruction(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text) == []


def test_the_word_opzet_must_be_gone_from_a_filled_plan(tmp_path: Path) -> None:
    plan = base_file(
        "schools/de-brug/plan-de-brug.md",
        ("Wij praten elke ochtend", "Deze opzet geldt. Wij praten elke ochtend"),
    )
    found = findings(tmp_path, files={"schools/de-brug/plan-de-brug.md": plan})
    assert [(f.code, f.line) for f in found] == [("ZW502", 29)]


@pytest.mark.parametrize("text", [
    "De mentor/coördinator belt.", "Wij gebruiken systeem Alfa/Beta.", "Dat doet de directeur / teamleider.",
    "De mentor, de teamleider, de coach bespreekt dit.", "Bel de ouder(s)/verzorger(s).",
    "De directeur, de intern begeleider, de mentor belt.", "ja/nee",
])  # fmt: skip
def test_a_choice_that_is_still_open_is_found(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text) == ["ZW503"]


@pytest.mark.parametrize("text", [
    "Jongens en/of meisjes.", "Hooguit 30 km/u.", "Open op ma/di.", "Wij zijn er 24/7.", "Kinderen (m/v) van 9.",
    "Op 01/09/2026 begint het.", "Voor havo/vwo en so/vso.", "Lees [de wet](https://wet.example/a/b).",
    "De leerling, de ouders, de mentor en de directeur praten.", "`a/b` is code.", "Zie https: geen adres.",
    "De ene dag, de andere dag, de hele week is er rust.", "Twee keer per week of 2/3 van de tijd.",
])  # fmt: skip
def test_a_slash_that_is_no_choice_is_left_alone(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text) == []


@pytest.mark.parametrize(("text", "line"), [
    ("orthopedagogen en een arts.", 23), ("Extra hulp (samen met de", 23), ("Wij praten,", 23),
    ("- Bel de mentor.\n- zeg wat je zag.", 24), ("- Bel de mentor,\n- Zeg wat je zag.", 23),
    ('Zeg: "wij helpen.', 23), ("Zeg: “wij helpen.", 23), ("Dit is klaar).", 23), ("Dit is [half.", 23),
    ("Wij praten.\nen bellen de mentor.", 24), ("Wij werken samen met", 23), ("1. Bel.\n2. stop.\n3. Wacht.", 24),
    ("| Wie | Wat |\n|---|---|\n| Mentor | Belt (de. |", 25), ("Lees [de nazorg(../protocols/antipest.md).", 23),
])  # fmt: skip
def test_a_broken_sentence_is_found_at_its_line(tmp_path: Path, text: str, line: int) -> None:
    found = findings(tmp_path, files=vision(text))
    assert [(f.code, f.line) for f in found] == [("ZW505", line)]


@pytest.mark.parametrize("text", [
    "Neem mee:\n\n- brood,\n- water en\n- een jas.", "- een jas\n- een boek", "> Beste ouders,\n>\n> Dag.",
    "Met vriendelijke groet,", "Dag.\n\nGroet,\n\nje mentor", "Wij werken samen met\n\n- De gemeente.", "a) Dit is stap een.", "1) Bel.\n2) Stop.",
    "De regel\ngaat over twee regels, met\neen komma.", "mbo Westerdiep helpt.", "Bel bijv.\nde mentor.",
    "'s Ochtends praten wij.", '"Minder dan 5" schrijven wij.', "{{ role.coordinator }} belt.", "Lid 2) telt niet (lid 3, lid 2).",
    "[wat wij doen](#doen) staat hier.", "*Let op*: dit geldt (ook nu).", "Term\n: een uitleg",
])  # fmt: skip
def test_good_sentences_and_lists_are_not_broken(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text) == []


@pytest.mark.parametrize(("text", "good"), [
    ("Het tehuis helpt.", "instelling"), ("Tehuis is oud.", "Instelling"), ("In Zo Werken Wij staat dat.", "Zo werken wij!"),
    ("Lees *Zo werken wij* eens.", "Zo werken wij!"), ("ZO WERKEN WIJ staat er.", "Zo werken wij!"),
])  # fmt: skip
def test_a_forbidden_form_is_found_with_the_word_to_use(
    tmp_path: Path, text: str, good: str
) -> None:
    (found,) = findings(tmp_path, files=vision(text))
    assert found.code == "ZW506"
    assert found.fix is not None
    assert found.fix.edits[0].replacement == good


@pytest.mark.parametrize("text", [
    "Tehuizen zijn iets anders.", "Zo werken wij aan rust.", "Dat is hoe zo werken wij samen klinkt.",
    "Lees *Zo werken wij!* eens.", "Het kindertehuis is dicht.", "`tehuis` is code.",
])  # fmt: skip
def test_good_words_are_left_alone(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text) == []


def test_a_good_word_that_holds_a_forbidden_one_is_left_alone(tmp_path: Path) -> None:
    glossary = base_file(
        "glossary.yml", ("forbidden: [tehuis]", "synonyms: [open tehuis], forbidden: [tehuis]")
    )
    files = {**vision("Een open tehuis. Een tehuis."), "glossary.yml": glossary}
    assert [(f.code, f.column) for f in findings(tmp_path, files=files)] == [("ZW506", 22)]


@pytest.mark.parametrize(("text", "good"), [
    ("Kijk in LEERLING-VOLGSYSTEEM.", "LEERLINGVOLGSYSTEEM"), ("Leerling-volgsysteem is nieuw.", "Leerlingvolgsysteem"),
    ("Het Leerling-Volgsysteem is nieuw.", "Leerlingvolgsysteem"), ("HET TEHUIS HELPT.", "INSTELLING"),
])  # fmt: skip
def test_capitals_hide_no_form_that_differs_by_a_hyphen(
    tmp_path: Path, text: str, good: str
) -> None:
    entry = "- {term: leerlingvolgsysteem, meaning: Lijst., forbidden: [leerling-volgsysteem]}\n"
    files = {**vision(text), "glossary.yml": base_file("glossary.yml") + entry}
    (found,) = findings(tmp_path, files=files)
    assert found.code == "ZW506"
    assert found.fix is not None
    assert found.fix.edits[0].replacement == good
