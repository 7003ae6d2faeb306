"""How a reference is shown per audience (domain.md 4.2), and where a link may lead."""

from __future__ import annotations

import pytest

from tests.site.tiny import Tiny, markdown

NEUTRAL = "een document dat alleen voor bevoegde medewerkers is"


def paragraph(tiny: Tiny, audience: str, id_: str = "bron") -> str:
    return markdown(tiny.edition(audience), id_).split("\n\n", 1)[1].strip()


@pytest.mark.parametrize(
    ("target", "audience", "expected"),
    [
        ("public", "public", "[naam](../doel/index.md)"),
        ("on-request", "public", 'Het doel <span class="ask">(op te vragen bij de schooladministratie)</span>'),
        ("staff", "public", "Het doel"),
        ("restricted", "public", NEUTRAL),
        ("on-request", "on-request", "[naam](../doel/index.md)"),
        ("staff", "on-request", "Het doel"),
        ("restricted", "on-request", NEUTRAL),
        ("staff", "staff", "[naam](../doel/index.md)"),
        ("restricted", "staff", 'Het doel <span class="ask">(alleen voor bevoegde medewerkers, vraag het de directeur)</span>'),
        ("restricted", "restricted", "[naam](../doel/index.md)"),
        ("restricted", "draft", "[naam](../doel/index.md)"),
    ],
)  # fmt: skip
def test_a_reference_is_shown_as_the_audience_may_see_it(
    tiny: Tiny, target: str, audience: str, expected: str
) -> None:
    tiny.add("doel", "Tekst.", target, title="Het doel")
    tiny.add("bron", "[naam](doel.md)")
    assert paragraph(tiny, audience) == expected


def test_where_to_ask_is_said_once_a_page_and_is_the_schools_own_place(tiny: Tiny) -> None:
    tiny.add("doel", "Tekst.", "on-request", title="Het doel")
    link = "[naam](../../protocols/doel.md)"
    tiny.add(
        "bron", f"{link} en {link}", folder="schools/het-schip", level="school", school="het-schip"
    )
    assert paragraph(tiny, "public") == (
        'Het doel <span class="ask">(op te vragen bij het loket van Het Schip)</span> en Het doel'
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[naam](doel.md#kop)", "[naam](../doel/index.md#kop)"),
        ("[naam](doel.md#nergens)", "[naam](../doel/index.md)"),
        ("[naam](../protocols/doel.md)", "[naam](../doel/index.md)"),
        ("[naam](https://klein.example/205679)", "[naam](../doel/index.md)"),
        ("[naam](https://handboek.klein.example/d/doel/#kop)", "[naam](../doel/index.md#kop)"),
        ("[naam](vroeger.md)", "[naam](../doel/index.md)"),
        ("[**vet** en \\] meer](doel.md)", "[**vet** en \\] meer](../doel/index.md)"),
        ("[naam](https://klein.example/999)", "naam"),
        ("[naam](bestaat-niet.md)", "naam"),
        ("[naam](../handbook.yml)", "naam"),
        ("[naam](../people.yml)", "naam"),
        ("[naam](javascript:alert(1))", "naam"),
        ("[naam](https://elders.example/x)", "[naam](https://elders.example/x)"),
        ("[bel](mailto:a@elders.example)", "[bel](mailto:a@elders.example)"),
        ("`[naam](doel.md)`", "`[naam](doel.md)`"),
    ],
)
def test_a_link_leads_to_a_page_of_the_site_or_stays_text(
    tiny: Tiny, written: str, expected: str
) -> None:
    tiny.add("doel", "## Kop {#kop}\n\nTekst.", short_links=[205679], former_ids=["vroeger"])
    tiny.add("bron", written)
    assert paragraph(tiny, "public") == expected


def test_reference_links_are_turned_as_well(tiny: Tiny) -> None:
    tiny.add("doel", "Tekst.", "staff", title="Het doel")
    tiny.add("bron", "Zie [naam][1].\n\n[1]: doel.md")
    assert paragraph(tiny, "staff").startswith("Zie [naam](../doel/index.md).")
    assert paragraph(tiny, "public").startswith("Zie Het doel.")


def test_an_anchor_in_a_passage_that_was_cut_leads_to_the_page(tiny: Tiny) -> None:
    tiny.add("doel", "## Open\n\n::: audience staff\n\n## Dicht {#dicht}\n\n:::\n")
    tiny.add(
        "bron",
        "[naam](doel.md#dicht) [zelf](#dicht)\n\n::: audience staff\n\n## Dicht {#dicht}\n\n:::\n",
    )
    assert paragraph(tiny, "public") == "[naam](../doel/index.md) zelf"
    assert paragraph(tiny, "staff").startswith("[naam](../doel/index.md#dicht) [zelf](#dicht)")


def test_anchors_that_shift_when_a_heading_is_cut_still_match(tiny: Tiny) -> None:
    tiny.add("doel", "::: audience staff\n\n## Nazorg\n\n:::\n\n## Nazorg\n")
    tiny.add("bron", "[naam](doel.md#nazorg_1) [eerst](doel.md#nazorg)")
    assert paragraph(tiny, "public") == "[naam](../doel/index.md#nazorg) [eerst](../doel/index.md)"
    assert (
        paragraph(tiny, "staff")
        == "[naam](../doel/index.md#nazorg_1) [eerst](../doel/index.md#nazorg)"
    )


def test_links_of_an_adopted_text_resolve_as_they_did_then(tiny: Tiny) -> None:
    tiny.add("doel", "Tekst.", folder="elders")
    tiny.add("bron", "[naam](oud-pad.md)", working="# Bron\n\nAnders.\n")
    path = tiny.root / "handbook/versions/bron/1.0.md"
    path.write_text(path.read_text().replace('path: "', 'links: {"oud-pad.md": "doel"}\npath: "'))
    assert paragraph(tiny, "public") == "[naam](../doel/index.md)"


def test_only_files_that_a_shown_text_uses_are_copied(tiny: Tiny) -> None:
    for name in (
        "assets/plattegrond.png",
        "assets/geheim.png",
        "assets/los.png",
        "protocols/form één.pdf",
    ):
        tiny.write(name, b"x")
    tiny.add("bron", "![Kaart](../assets/plattegrond.png) [Formulier](<form één.pdf>)\n\n"
             "::: audience restricted\n\n![Kluis](../assets/geheim.png)\n\n:::\n")  # fmt: skip
    assets = {a.path: a.address for a in tiny.edition("public").assets}
    assert assets == {
        "handbook/assets/plattegrond.png": "assets/plattegrond.png",
        "handbook/protocols/form één.pdf": "assets/protocols/form één.pdf",
    }
    assert "](../../assets/plattegrond.png)" in paragraph(tiny, "public")
    assert "](../../assets/protocols/form%20%C3%A9%C3%A9n.pdf)" in paragraph(tiny, "public")
    assert len(tiny.edition("restricted").assets) == 3
