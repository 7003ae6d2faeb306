"""Names of documents: as link text, without a link, and with a link that says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.examples import base_file, findings, vision

MELDCODE = "(../protocols/meldcode.md)"


def codes(tmp_path: Path, body: str) -> list[str]:
    return [f.code for f in findings(tmp_path, files=vision(body))]


@pytest.mark.parametrize("text", [
    "Meldcode kindermishandeling en huiselijk geweld", "Meldcode", "de Meldcode", "Meldcode huiselijk leed en kindermishandeling",
    "Meldcode huiselijk geweld", "Protocol Meldcode huiselijk geweld en kindermishandeling", "Antipestprotocol",
    "Protocol Kindermishandeling & Geweld",
])  # fmt: skip
def test_a_title_gone_wrong_is_found(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, f"Volg [{text}]{MELDCODE}.") == ["ZW204"]


@pytest.mark.parametrize("text", [
    "Meldcode huiselijk geweld en kindermishandeling", "de Meldcode huiselijk geweld en kindermishandeling",
    "het protocol", "de stappen bij zorgen thuis", "de vijf stappen", "wat je doet bij geweld thuis",
    "*Meldcode huiselijk geweld en kindermishandeling*", "zorgen over kindermishandeling",
])  # fmt: skip
def test_the_title_and_ordinary_words_are_fine(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, f"Volg [{text}]{MELDCODE}.") == []


def test_the_heading_that_a_link_goes_to_is_a_good_text(tmp_path: Path) -> None:
    heading = base_file(
        "protocols/meldcode.md", ("## Doe nu {", "## Meldcode {"), ("# Nazorg", "# Nazorg")
    )
    files = {
        "protocols/meldcode.md": heading,
        **vision("Lees [Meldcode](../protocols/meldcode.md#doe-nu)."),
    }
    assert "ZW204" not in {f.code for f in findings(tmp_path, files=files)}


def test_a_former_title_from_an_adopted_version_is_outdated(tmp_path: Path) -> None:
    version = base_file(
        "versions/plan/1.0.md",
        ("id: plan", "id: antipest"),
        ("title: Opzet veiligheidsplan", "title: Afspraken over treiteren"),
    )
    files = {
        "versions/antipest/0.9.md": version,
        **vision("Volg [Afspraken over treiteren](../protocols/antipest.md)."),
    }
    found = findings(tmp_path, files=files, select=["ZW2"])
    assert [f.code for f in found] == ["ZW204"]


def test_this_years_plan_may_be_linked_without_its_year(tmp_path: Path) -> None:
    assert (
        codes(tmp_path, "Lees het [Veiligheidsplan De Brug](../schools/de-brug/plan-de-brug.md).")
        == []
    )


@pytest.mark.parametrize(("text", "line"), [
    ("Zie ons antipestprotocol.", 23), ("Zie het Antipestprotocol.", 23), ("Gebruik de Meldcode.", 23),
    ("Zie het Protocol tegen pesten.", 23), ("Zie het protocol tegen pesten.", 23),
    ("Volg het Antipestprotocol. Zie [dat protocol van ons](../protocols/antipest.md).", 23),
    ("::: audience staff\n\n[Antipestprotocol](../protocols/antipest.md).\n\n:::\n\nVolg het Antipestprotocol.", 29),
    ("| Wat | Wie |\n|---|---|\n| Antipestprotocol | Mentor |", 25),
])  # fmt: skip
def test_a_name_without_a_link_is_found_once(tmp_path: Path, text: str, line: int) -> None:
    found = findings(tmp_path, files=vision(text))
    assert [(f.code, f.line) for f in found] == [("ZW205", line)]


@pytest.mark.parametrize("text", [
    "Volg het [Antipestprotocol](../protocols/antipest.md). Het Antipestprotocol geldt.", "Een meldcode helpt.",
    "`Antipestprotocol` in code.", "### Antipestprotocol en meer {#x}\n\nTekst.", "Antipestprotocollen zijn er veel.",
    "De Meldcode-training is in mei.", "De Huisregels van de partner zijn van de partner.", "Onze visie staat hier.",
])  # fmt: skip
def test_a_name_that_needs_no_link_is_left_alone(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text) == []


def test_a_staff_text_does_link_a_restricted_document(tmp_path: Path) -> None:
    text = "::: audience staff\n\nVraag naar de Huisregels van de partner.\n\n:::"
    assert codes(tmp_path, text) == ["ZW205"]


@pytest.mark.parametrize("text", [
    "hier", "klik hier", "Lees meer", "dit document", "deze folder", "dit protocol", "deze link", "*hier*", "meer informatie", "via deze link", "onderstaande link",
    "de website", "205669", "https://www.rijksoverheid.nl/", "www.rijksoverheid.nl",
])  # fmt: skip
def test_a_link_text_without_meaning_is_found(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, f"Kijk [{text}](https://www.rijksoverheid.nl/veilig).") == ["ZW208"]


@pytest.mark.parametrize("text", [
    "de website van onze school", "dit sociaal veiligheidsplan", "Stichting De Waterkant", "de cijfers van 2025", "het protocol voor leerlingen",
])  # fmt: skip
def test_a_link_text_with_meaning_is_fine(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, f"Kijk bij [{text}](https://www.rijksoverheid.nl/veilig).") == []


@pytest.mark.parametrize(("text", "found"), [
    ("Zie ons antipestprotocol.", ["ZW205"]), ("Elke school heeft een antipestprotocol.", []), ("Welk antipestprotocol geldt?", []),
])  # fmt: skip
def test_a_thing_of_a_kind_is_no_document(tmp_path: Path, text: str, found: list[str]) -> None:
    assert codes(tmp_path, text) == found
