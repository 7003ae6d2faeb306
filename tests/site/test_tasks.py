"""Tasks from tables: for role pages, playbooks and phone lists."""

from __future__ import annotations

import pytest

from tests.site.tiny import Tiny
from zowerkenwij.site.explained import Words, anchor, words_of
from zowerkenwij.site.tasks import LATER, Task, phases, tasks_of

TABLE = """
## Wie doet wat

| Wie | Doet wat | Wanneer | Klaar als |
|---|---|---|---|
| Directeur | **Belt** de [ouders](x.md). | Meteen. | Zij weten het. |
| Mentor | Praat na. | Binnen 1 uur. | |
| Mentor | Kijkt terug. | Binnen 4 weken. | |

| Fase | Duur |
|---|---|
| Eerst | Kort |
"""


def test_the_rows_of_task_tables_are_tasks_and_other_tables_are_not() -> None:
    assert tasks_of(TABLE) == (
        Task("Directeur", "Belt de ouders.", "Meteen.", "Zij weten het."),
        Task("Mentor", "Praat na.", "Binnen 1 uur.", ""),
        Task("Mentor", "Kijkt terug.", "Binnen 4 weken.", ""),
    )
    assert tasks_of("Geen tabel | hier.") == ()


@pytest.mark.parametrize(
    ("when", "name"),
    [
        ("Meteen.", "Eerste minuten"), ("Binnen 1 uur.", "Eerste uur"),
        ("Dezelfde werkdag.", "Eerste dag"), ("Vanaf de eerste dag.", "Eerste dag"),
        ("Binnen 4 weken.", LATER), ("", LATER),
    ],
)  # fmt: skip
def test_a_task_falls_in_a_stretch_of_time(when: str, name: str) -> None:
    assert [p.name for p in phases((Task("Wie", "Wat", when, ""),))] == [name]


def test_a_role_has_a_page_with_its_tasks_and_narrower_ones_are_not_in_it(tiny: Tiny) -> None:
    hidden = "\n::: audience staff\n\n| Wie | Wat |\n|---|---|\n| Directeur | Pakt de reservesleutel. |\n\n:::\n"
    tiny.add("brand", TABLE + hidden)
    public = tiny.edition("public").by_address["rollen/director/"].before
    assert "Belt de ouders." in public
    assert "reservesleutel" not in public
    assert "reservesleutel" in tiny.edition("staff").by_address["rollen/director/"].before
    assert 'href="rollen/director/"' in tiny.edition("public").by_address[""].before


def test_only_insiders_see_where_schools_stand(tiny: Tiny) -> None:
    assert "Waar staan de scholen" in tiny.edition("staff").by_address["scholen/"].before
    assert "Waar staan de scholen" not in tiny.edition("public").by_address["scholen/"].before
    files = {f.address: f.text for f in tiny.edition("staff").files}
    assert files["scholen/overzicht.csv"].splitlines()[1].startswith("Het Schip;ontbreekt;")
    assert "scholen/overzicht.csv" not in {f.address for f in tiny.edition("public").files}


def test_the_first_mention_of_a_hard_word_leads_to_its_meaning(tiny: Tiny) -> None:
    tiny.write("glossary.yml", "- {term: BHV, meaning: 'Helpt bij brand & meer.', variants: [], "
               "synonyms: [bedrijfshulpverlening], forbidden: []}\n")  # fmt: skip
    words: Words = words_of(e.record for e in tiny.load().terms)
    html = words.explain("<h2>BHV</h2><p>Bel de bhv. De BHV komt.</p>", "d/brand/")
    assert html == (
        '<h2>BHV</h2><p>Bel de <a class="term" href="../../begrippen/#begrip-bhv" '
        'data-uitleg="Helpt bij brand &amp; meer.">bhv</a>. De BHV komt.</p>'
    )
    assert words.explain('<a href="x">Bedrijfshulpverlening</a>', "") == (
        '<a href="x">Bedrijfshulpverlening</a>'
    )
    assert f'id="{anchor("BHV")}"' in tiny.edition("public").by_address["begrippen/"].before
