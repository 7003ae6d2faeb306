"""A wrong word is replaced only when the sentence stays right around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.examples import base_file, findings, vision
from zowerkenwij.rules.finding import apply

TERMS = """\
- {term: instelling, meaning: Waar een school in staat., variants: [instellingen], forbidden: [tehuis, tehuizen]}
- {term: dagprogramma, meaning: Wat je doet., variants: [dagprogramma's], forbidden: [dagprogrammas, dagrooster]}
- {term: klachtencommissie, meaning: Groep., forbidden: [klachtcommissie]}
- {term: jas, meaning: Kleding., forbidden: [vest, vesten]}
"""


def fixed(folder: Path, text: str) -> tuple[str, tuple[str, ...]]:
    """The sentence after all fixes, and the messages of what has none."""
    files = {**vision(text), "glossary.yml": TERMS}
    found = findings(folder, files=files, select=["ZW506"])
    assert found
    body = (folder / "handbook/policies/proef.md").read_text(encoding="utf-8")
    left = tuple(f.message for f in found if f.fix is None)
    return apply(body, [f.fix for f in found if f.fix]).split("{#doen}\n\n")[1].strip(), left


@pytest.mark.parametrize(("text", "good"), [
    ("Wij gaan naar het tehuis.", "Wij gaan naar de instelling."),
    ("Het tehuis is dicht.", "De instelling is dicht."),
    ("HET TEHUIS IS DICHT.", "DE INSTELLING IS DICHT."),
    ("Dit oude tehuis is dicht.", "Deze oude instelling is dicht."),
    ("Wij gaan naar ons\ntehuis.", "Wij gaan naar onze\ninstelling."),
    ("Wij gaan naar het **tehuis**.", "Wij gaan naar de **instelling**."),
    ("Wij kennen een tehuis.", "Wij kennen een instelling."),
    ("Wij kennen een tehuis, dat dicht is. Het tehuis helpt.", "Wij kennen een tehuis, dat dicht is. De instelling helpt."),
    ("Wij gaan naar de tehuis.", "Wij gaan naar de instelling."),
    ("Wij kennen veel tehuizen.", "Wij kennen veel instellingen."),
    ("Wij kennen de tehuizen.", "Wij kennen de instellingen."),
    ("Wij maken dagprogrammas.", "Wij maken dagprogramma's."),
    ("Lees het dagrooster.", "Lees het dagprogramma."),
    ("Lees de dagrooster.", "Lees het dagprogramma."),
    ("Bel de klachtcommissie.", "Bel de klachtencommissie."),
    ("Bel een aardige klachtcommissie, die helpt.", "Bel een aardige klachtencommissie, die helpt."),
    ("Trek de jas aan. Hang de jas op. Trek het vest uit.", "Trek de jas aan. Hang de jas op. Trek de jas uit."),
    ("Elk jaar vest kopen.", "Elk jaar jas kopen."),
])  # fmt: skip
def test_a_fix_takes_the_article_along(tmp_path: Path, text: str, good: str) -> None:
    assert fixed(tmp_path, text)[0] == good


@pytest.mark.parametrize("text", [
    "Een oud tehuis is dicht.", "Het tehuis dat helpt.", "Wij weten dat tehuis.", "In 't tehuis is het stil.",
    "Trek het vest uit.", "Koop twee vesten.",
])  # fmt: skip
def test_a_word_whose_sentence_must_change_is_left_and_says_so(tmp_path: Path, text: str) -> None:
    after, (message,) = fixed(tmp_path, text)
    assert after == text
    assert "Pas de zin zelf aan" in message


def test_the_article_of_a_term_follows_from_what_other_texts_say(tmp_path: Path) -> None:
    files = {
        **vision("Trek het vest uit."), "glossary.yml": TERMS,
        "protocols/antipest.md": base_file("protocols/antipest.md") + "\nPak de jas. Hang onze jas op.\n",
    }  # fmt: skip
    (found,) = findings(tmp_path, files=files, select=["ZW506"])
    assert found.fix is not None
    assert [e.replacement for e in found.fix.edits] == ["jas", "de"]
    assert found.fix.description == "Schrijf 'de jas'."
