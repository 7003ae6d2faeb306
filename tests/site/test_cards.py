"""Cards on paper, their QR codes, and what the service worker keeps."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.site.tiny import DAY, Tiny
from zowerkenwij.site import build, gate
from zowerkenwij.site.cards import first_steps, page_link, qr_code

STEPS = "## Doe nu\n\n1. Blijf rustig.\n\n## Nazorg\n\nPraat na.\n"


@pytest.fixture
def hot(tmp_path: Path) -> Tiny:
    """A handbook with an open and a staff document on the hotlist."""
    tiny = Tiny.create(
        tmp_path / "klein",
        hotlist="[{document: brand, text: Er is brand}, {document: team, text: Alleen team}]",
    )
    tiny.add("brand", STEPS)
    tiny.add("team", STEPS.replace("Blijf rustig", "Sluit de blauwe deur"), "staff")
    return tiny


def test_a_card_holds_the_first_steps_and_the_code_of_its_page(hot: Tiny) -> None:
    card = hot.edition("public").by_address["d/brand/kaart/"]
    assert "Blijf rustig" in card.markdown
    assert "Praat na" not in card.markdown
    assert "Er is brand" in card.before
    assert qr_code("https://handboek.klein.example/d/brand/") in card.before
    assert "d/team/kaart/" not in hot.edition("public").by_address
    assert "d/team/kaart/" in hot.edition("staff").by_address


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("# T\n\nIntro.\n\n## Kort\n\n- Een.\n\n## Meer\n\nX.", "## Kort\n\n- Een.\n\n"),
        ("# T\n\nIntro.\n\n## Meer\n\nX.", "\nIntro.\n\n"),
        ("# T\n\nAlleen dit.", "\nAlleen dit."),
    ],
)
def test_the_first_steps_of_any_text(text: str, steps: str) -> None:
    assert first_steps(text) == steps


@pytest.mark.slow
def test_a_code_that_leads_elsewhere_stops_the_publication(
    hot: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = qr_code(page_link("https://handboek.klein.example", "team"))
    assert gate.qr_code is qr_code  # the gate has the true one before the cards get another
    monkeypatch.setattr("zowerkenwij.site.cards.qr_code", lambda _: wrong)
    with pytest.raises(build.PublishError, match="QR-code"):
        build.publish(hot.location, "public", DAY, tmp_path / "site")


@pytest.mark.slow
def test_the_service_worker_keeps_what_exists_and_nothing_narrower(
    hot: Tiny, tmp_path: Path
) -> None:
    site = build.publish(hot.location, "public", DAY, tmp_path / "site")[0]
    script = (site / "sw.js").read_text()
    kept = json.loads(re.findall(r"const KEPT = (\[.*\]);", script)[0])
    assert {"", "a-z/", "d/brand/", "d/brand/kaart/"} <= set(kept)
    assert "team" not in script
    for address in kept:
        assert (site / address / "index.html").is_file() or (site / address).is_file()
