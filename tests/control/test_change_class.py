"""The class of a change follows from its words."""

from __future__ import annotations

import pytest

from zowerkenwij.control.change_class import Face, propose

TEXT = "# Pesten\n\nPraat met de leerling. Bel de mentor op 0612 345 678.\n\n1. Stop het.\n2. Meld het binnen 2 dagen.\n"
CASES = [
    ("Praat met de leerling.", "Praat met de leerlimg.", "editorial"),
    ("0612 345 678", "0698 765 432", "editorial"),
    ("Praat met de leerling.", "Luister rustig naar de leerling.", "minor"),
    ("Praat met", "Praat niet met", "major"),
    ("binnen 2 dagen", "binnen 3 dagen", "major"),
    ("1. Stop het.\n2. Meld", "1. Meld", "major"),
    ("Bel de mentor", "Bel de directeur", "major"),
]


@pytest.mark.parametrize(("old", "new", "change"), CASES)
def test_the_class_of_a_change(old: str, new: str, change: str) -> None:
    assert old in TEXT
    found = propose(TEXT, TEXT.replace(old, new), roles=("mentor", "directeur"))
    assert found.change == change
    assert found.reasons


def test_other_readers_are_a_major_change() -> None:
    faces = Face("A", "public", ()), Face("A", "staff", ())
    assert propose(TEXT, TEXT, faces=faces).change == "major"
