"""The text in force, what changed between versions, and what of the past may be read."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.site.tiny import DAY, Tiny, markdown, tree
from zowerkenwij.site import build
from zowerkenwij.site.old_texts import plain_lines
from zowerkenwij.site.parts import Edition

FIRST = "## Doe nu\n\n1. Blijf rustig.\n2. Bel de directeur.\n\n## Nazorg\n\nPraat de volgende dag na.\n"
SECOND = FIRST.replace("Bel de directeur", "Bel meteen de directeur of de conciërge")
SECRET = "De sleutel van de kast ligt altijd achter de rode brandblusser."


def html(built: Edition, address: str) -> str:
    page = built.by_address[address]
    return f"{page.before}{page.after}"


@pytest.fixture
def revised(tiny: Tiny) -> Tiny:
    """A document with 1.0 from August and 2.0 from the first of October."""
    tiny.add("pest", FIRST, versions_after=[("2.0", "2026-09-15", "2026-10-01", SECOND)])
    return tiny


@pytest.mark.parametrize(
    ("day", "version", "words"),
    [
        (date(2026, 8, 1), "1.0", "2. Bel de directeur."),
        (date(2026, 9, 30), "1.0", "2. Bel de directeur."),
        (date(2026, 10, 1), "2.0", "Bel meteen de directeur"),
        (DAY, "2.0", "Bel meteen de directeur"),
    ],
)
def test_a_day_shows_the_version_of_that_day(
    revised: Tiny, day: date, version: str, words: str
) -> None:
    built = revised.edition("public", day)
    assert built.by_address["d/pest/"].version == version
    assert words in markdown(built, "pest")


def test_a_draft_in_the_work_tree_is_not_shown_and_staff_hears_of_it(tiny: Tiny) -> None:
    tiny.add("pest", FIRST, working=f"# Pest\n\n{SECOND}")
    for audience in ("public", "on-request", "staff", "restricted"):
        built = tiny.edition(audience)
        assert "meteen" not in markdown(built, "pest")
        told = "Er komt een nieuwe versie" in html(built, "d/pest/")
        assert told == (audience in ("staff", "restricted"))
    assert "meteen" in markdown(tiny.edition("draft"), "pest")
    assert "Concept." in html(tiny.edition("draft"), "d/pest/")


def test_a_version_that_is_adopted_but_not_in_force_is_announced_to_staff_only(
    revised: Tiny,
) -> None:
    day = date(2026, 9, 20)
    assert "Versie 2.0 geldt vanaf" in html(revised.edition("staff", day), "d/pest/")
    assert "2.0" not in html(revised.edition("public", day), "d/pest/")


def test_a_past_day_knows_nothing_of_work_that_came_later(tiny: Tiny) -> None:
    tiny.add("pest", FIRST, versions_after=[("2.0", "2026-09-15", "2026-10-01", SECOND)],
             working="# Pest\n\nNog nieuwer.\n")  # fmt: skip
    assert "nieuwe versie" not in html(tiny.edition("staff", date(2026, 9, 1)), "d/pest/")
    assert "Er komt een nieuwe versie" in html(tiny.edition("staff"), "d/pest/")


def test_the_versions_page_tells_what_changed_and_leads_to_every_word(revised: Tiny) -> None:
    built = revised.edition("public")
    versions = html(built, "d/pest/versies/")
    assert versions.index("Versie 2.0") < versions.index("Versie 1.0")
    assert "Nieuw in 2.0." in versions
    assert 'href="../verschil/1.0/2.0/"' in versions
    difference = html(built, "d/pest/verschil/1.0/2.0/")
    assert "<ins>meteen </ins>" in difference
    assert re.search(r"<ins>[^<]*conciërge[^<]*</ins>", difference)
    assert "Nazorg" not in difference  # unchanged


def test_the_concept_is_compared_only_for_editors(tiny: Tiny) -> None:
    tiny.add("pest", FIRST, working=f"# Pest\n\n{SECOND}")
    assert "d/pest/verschil/1.0/concept/" in tiny.edition("draft").by_address
    assert not [a for a in tiny.edition("restricted").by_address if "verschil" in a]


def passage(words: str, audience: str = "staff") -> str:
    return f"{FIRST}\n::: audience {audience}\n\n{words}\n\n:::\n"


def test_narrower_passages_are_cut_from_old_versions_and_differences(
    tiny: Tiny, tmp_path: Path
) -> None:
    tiny.add("pest", passage(SECRET),
             versions_after=[("2.0", "2026-09-15", "2026-10-01", passage(SECRET.replace("rode", "gele")))])  # fmt: skip
    for audience, seen in (("public", False), ("staff", True)):
        page = html(tiny.edition(audience), "d/pest/verschil/1.0/2.0/")
        assert ("brandblusser" in page) == seen
        assert ("geen woord veranderd" in page) != seen
    build.publish(tiny.location, "public", DAY, tmp_path / "site")


@pytest.mark.parametrize("closed_in", ["2.0", "working"])
def test_words_that_were_made_narrower_later_are_gone_from_the_past(
    tiny: Tiny, tmp_path: Path, closed_in: str
) -> None:
    opened, closed = f"{FIRST}\n{SECRET}\n", passage(SECRET)
    second = closed if closed_in == "2.0" else f"{SECOND}\n{SECRET}\n"
    tiny.add("pest", opened, versions_after=[("2.0", "2026-09-15", "2026-10-01", second)],
             working=f"# Pest\n\n{closed}")  # fmt: skip
    page = html(tiny.edition("public"), "d/pest/verschil/1.0/2.0/")
    assert "brandblusser" not in page
    if closed_in == "2.0":
        build.publish(tiny.location, "public", DAY, tmp_path / "site")


def test_the_gate_finds_what_a_difference_forgets_to_cut(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.add("pest", f"{FIRST}\n{SECRET}\n",
             versions_after=[("2.0", "2026-09-15", "2026-10-01", passage(SECRET))])  # fmt: skip
    monkeypatch.setattr("zowerkenwij.site.old_texts.OldTexts._narrow_of", lambda *_: None)
    with pytest.raises(build.PublishError, match=r"verschil/1\.0/2\.0/index\.html"):
        build.publish(tiny.location, "public", DAY, tmp_path / "site")


def test_a_version_for_a_narrower_audience_is_no_part_of_the_public_past(tiny: Tiny) -> None:
    tiny.add("pest", FIRST, "staff",
             versions_after=[("2.0", "2026-09-15", "2026-10-01", SECOND, "public")])  # fmt: skip
    built = tiny.edition("public")
    assert "Versie 1.0" not in html(built, "d/pest/versies/")
    assert not [a for a in built.by_address if "verschil" in a]


def test_old_texts_name_roles_and_no_persons_and_no_narrower_titles(tiny: Tiny) -> None:
    tiny.add("geheim", "Tekst.", "restricted", title="Zilveren zeepaardje")
    old = "Vraag {{ role.director }}. Zie [Zilveren zeepaardje](geheim.md).\n"
    tiny.add("pest", old, versions_after=[("2.0", "2026-09-15", "2026-10-01", f"Eerst: {old}")])
    page = html(tiny.edition("public"), "d/pest/verschil/1.0/2.0/")
    assert "[directeur]" in page
    assert "Olga" not in page
    assert "zeepaardje" not in page


def test_a_title_that_changed_is_told(tiny: Tiny) -> None:
    tiny.add("pest", FIRST, title="Pesten", versions_after=[("2.0", "2026-09-15", "2026-10-01", SECOND)],
             old_title="Omgaan met pesten")  # fmt: skip
    page = html(tiny.edition("public"), "d/pest/verschil/1.0/2.0/")
    assert "<del>Omgaan met pesten</del>" in page
    assert "<ins>Pesten</ins>" in page


def test_a_text_that_is_lost_is_not_replaced_by_a_draft(tiny: Tiny) -> None:
    tiny.add("pest", FIRST, working="# Pest\n\nNog niet vastgesteld.\n")
    (tiny.root / "handbook/versions/pest/1.0.md").unlink()
    assert "d/pest/" not in tiny.edition("staff").by_address
    assert "d/pest/" in tiny.edition("draft").by_address


@pytest.mark.slow
@pytest.mark.parametrize("day", [date(2026, 7, 31), date(2026, 9, 30), DAY])
def test_the_site_of_a_day_has_the_same_bytes_every_time(
    revised: Tiny, tmp_path: Path, day: date
) -> None:
    sites = [
        build.publish(revised.location, "staff", day, tmp_path / name)[0] for name in ("a", "b")
    ]
    assert tree(sites[0]) == tree(sites[1])


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("## Doe nu {#doe-nu}", "Doe nu"),
        ("- Bel **nu** [de school](x.md).", "• Bel nu de school."),
        ("| Wie | Wat |", "Wie | Wat"),
        ("|---|:-:|", ""),
        ("> Een *mooie* brief", "Een mooie brief"),
        ("3 * 4 is 12 en snake_case blijft", "3 * 4 is 12 en snake_case blijft"),
        ("Een \\[haakje\\] en <span class='x'>iets</span>", "Een [haakje] en iets"),
        ("![Plattegrond](a.png)", "Plattegrond"),
    ],
)
def test_marks_of_markdown_are_no_words(line: str, seen: str) -> None:
    assert plain_lines(line) == ([seen] if seen else [])
