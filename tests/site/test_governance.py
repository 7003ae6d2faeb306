"""Law and reviews: for insiders, and without what is narrower than they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.tiny import DAY, Tiny
from zowerkenwij.site import build


@pytest.fixture
def bound(tiny: Tiny) -> Tiny:
    """An obligation that an open, a staff and a restricted document answer."""
    tiny.write("obligations.yml", """
- id: plicht
  name: Zorg voor veiligheid
  articles: [Wet 5a]
  status: in-force
  applies_from: 2015-08-01
  demands: [{id: een, text: Er is beleid., evidence: [{document: open}, {document: team}, {document: kluis}]}]
  verified: {on: 2026-09-01, by: director}
""")  # fmt: skip
    for id_, audience in (("open", "public"), ("team", "staff"), ("kluis", "restricted")):
        tiny.add(id_, "Tekst.", audience, title=f"Document {id_}")
    return tiny


def test_only_insiders_see_obligations_and_reviews(bound: Tiny) -> None:
    for audience, there in (("public", False), ("on-request", False), ("staff", True)):
        pages = bound.edition(audience).by_address
        assert ("verplichtingen/" in pages) == there
        assert ("evaluatie/" in pages) == there


def test_the_matrix_names_what_this_audience_may_read(bound: Tiny, tmp_path: Path) -> None:
    staff = bound.edition("staff").by_address["verplichtingen/"].before
    assert "Zorg voor veiligheid" in staff
    assert 'href="../d/open/"' in staff
    assert 'href="../d/team/"' in staff
    assert "kluis" not in staff
    assert "kluis" in bound.edition("restricted").by_address["verplichtingen/"].before


def test_the_round_lists_what_is_due_with_its_owner(bound: Tiny) -> None:
    page = bound.edition("staff").by_address["evaluatie/"].before
    assert "Evaluatie 2026-2027" in page
    assert "Directeur" in page
    assert "nog te beslissen" in page


def test_the_owner_can_be_told_what_is_wrong(bound: Tiny) -> None:
    page = bound.edition("public").by_address["d/open/"].after
    assert "Zeg het tegen de directeur. Noem open, versie 1.0." in page
    assert "voldoet aan de wet" not in page


@pytest.mark.slow
def test_the_staff_site_with_both_passes_the_gate(bound: Tiny, tmp_path: Path) -> None:
    site = build.publish(bound.location, "staff", DAY, tmp_path / "site")[0]
    assert (site / "verplichtingen/index.html").is_file()
    assert not (site / "d/kluis").exists()
