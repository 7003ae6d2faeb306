"""Which sections are still a plain fill, and what stays when a template changes."""

from __future__ import annotations

import pytest

from zowerkenwij.text import outline
from zowerkenwij.text.refill import Text, is_plain_fill, refill

SECTION = "## Kop {#k}\n\nWij zijn {{ school.name }} in {{ school.address }}.\n\n{{ school.rules }}\n\nEinde."


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Wij zijn A in B.\n\n- een\n- twee\n\nEinde.", True),
        ("Wij zijn A in B.\n\n**T**\n\n- een\n\n**U**\n\n- twee\n\nEinde.", True),
        ("Wij zijn A in B.\n\nEinde.", True),
        ("Wij zijn A in B.\n\n- een\n\nEinde. Eigen zin.", False),
        ("Wij zijn A in B.\n\n- een\n\nEigen alinea.\n\nEinde.", False),
        ("Wij waren A in B.\n\n- een\n\nEinde.", False),
    ],
)
def test_a_plain_fill_has_values_only_where_the_slots_were(text: str, plain: bool) -> None:
    assert is_plain_fill(SECTION, f"## Kop {{#k}}\n\n{text}") is plain


def as_text(body: str) -> Text:
    return Text(body, outline(body))


OLD = "# T\n\n## A {#a}\n\nOud {{ school.x }}.\n\n## B {#b}\n\nVast.\n"
NEW = "# T\n\n## A {#a}\n\nNieuw {{ school.x }}.\n\n## B {#b}\n\nVast.\n\n## C {#c}\n\nErbij.\n"
FILL = NEW.replace("{{ school.x }}", "waarde")


def test_the_template_s_change_comes_in_where_the_school_wrote_nothing() -> None:
    mine = OLD.replace("{{ school.x }}", "oude waarde")
    merged = refill(as_text(OLD), as_text(NEW), as_text(FILL), as_text(mine))
    assert merged.body == FILL
    assert merged.kept == ()


def test_own_text_stays_and_a_double_change_is_a_conflict() -> None:
    mine = (
        OLD.replace("{{ school.x }}", "waarde").replace("Vast.", "Van ons.").replace("Oud", "Eigen")
    )
    merged = refill(as_text(OLD), as_text(NEW), as_text(FILL), as_text(mine))
    assert "Eigen waarde." in merged.body
    assert "Van ons." in merged.body
    assert "## C {#c}" in merged.body
    assert merged.kept == ("a", "b")
    assert merged.conflicts == ("a",)


def test_a_heading_that_the_school_added_stays_where_it_was() -> None:
    mine = FILL.replace("Vast.\n", "Vast.\n\n### Van ons {#eigen}\n\nEigen tekst.\n")
    merged = refill(as_text(NEW), as_text(NEW), as_text(FILL), as_text(mine))
    assert merged.body == mine


def test_a_section_that_left_the_template_stays_when_the_school_wrote_in_it() -> None:
    mine = FILL.replace("Erbij.", "Erbij, en onze eigen zin.")
    merged = refill(
        as_text(NEW), as_text(OLD), as_text(OLD.replace("{{ school.x }}", "w")), as_text(mine)
    )
    assert "onze eigen zin" in merged.body
    assert merged.conflicts == ("c",)
