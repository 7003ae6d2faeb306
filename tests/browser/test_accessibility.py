"""axe-core in a real browser: WCAG 2.0–2.2 A and AA, on every kind of page, also small and dark.

No script of the site asks for the width or the colour scheme, so a page is opened once and then
seen in every look.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.judging import LOOKS, Judge, put

pytestmark = pytest.mark.slow
OPEN = "document.querySelectorAll('details').forEach(one => { one.open = true })"
PAGES = [
    "", "a-z/", "register/", "scholen/", "begrippen/", "wijzigingen/", "zoeken/", "404.html",
    "toegankelijkheid/", "soorten/protocollen/", "scholen/sluiswachter-college/", "d/meldcode/",
    "d/incidentmanagement/", "d/meldcode/versies/", "d/meldcode/kaart/", "zoeken/?q=pesten",
    "d/antipest/versies/", "d/meldcode/verschil/1.0/2.0/",
    "d/plan-sluiswachter-college/verschil/2.0/3.0/", "rollen/", "rollen/director/", "rollen/ouders/", "evaluatie/", "verplichtingen/",
    "d/ongeval-ziekte-overlijden/", "d/plan-sluiswachter-college/", "d/onderwijsvisie/", "scholen/de-veerpont/",
    "d/ongeval-ziekte-overlijden/kaart/",
]  # fmt: skip


@pytest.fixture(scope="module", params=PAGES)
def opened(request: pytest.FixtureRequest, serving: Callable[[str], str], window: Page) -> Page:
    """Each of the pages in turn, opened once for all tests of it."""
    put(window, *LOOKS[0])
    window.goto(serving("staff") + request.param)
    if "?q=" in request.param:
        window.locator(".results li").first.wait_for()
        window.locator(".text-results li").first.wait_for()
    return window


def test_headings_follow_in_order(opened: Page) -> None:
    levels = opened.eval_on_selector_all(
        "main :is(h1, h2, h3, h4, h5, h6)", "all => all.map(h => Number(h.tagName[1]))"
    )
    assert levels[0] == 1
    assert not [(a, b) for a, b in pairwise(levels) if b > a + 1]


def test_at_320_wide_and_at_double_text_nothing_scrolls_sideways(opened: Page) -> None:
    for width, size in ((320, "100%"), (360, "200%"), (1280, "200%"), (1280, "")):
        put(opened, width)
        opened.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        wide = opened.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, (width, size)


def test_no_page_has_a_violation(opened: Page, judge: Judge) -> None:
    for term in opened.locator("a.term").all()[:1]:  # the explanation open
        term.click()
    opened.evaluate(OPEN)
    for look in LOOKS:
        assert not judge(opened, look), look


@pytest.mark.parametrize("served", ["public", "on-request", "draft"], indirect=True)
def test_no_page_of_another_edition_has_a_violation_on_screen_or_paper(
    served: str, window: Page, judge: Judge
) -> None:
    for address in (
        "",
        "register/",
        "404.html",
        "scholen/de-veerpont/",
        "d/onderwijsvisie/versies/",
        "d/plan-de-veerpont/",
    ):
        window.goto(served + address)
        for medium in ("screen", "print"):
            window.emulate_media(media=medium)  # type: ignore[arg-type]
            assert not judge(window, LOOKS[1]), (address, medium)
        window.emulate_media(media="screen")


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("harm", ["opacity: .35", "background: #777"])
def test_one_word_that_is_hard_to_read_is_seen(
    served: str, window: Page, judge: Judge, look: tuple[int, str], harm: str
) -> None:
    window.goto(served + "d/meldcode/")
    assert not judge(window, look)
    assert not judge(window, look)
    word = window.locator("main p:visible").first
    word.evaluate("(e, harm) => { e.style.cssText = harm }", harm)
    assert [code for code, _ in judge(window, look)] == ["color-contrast"]


def test_a_card_is_one_sheet_of_paper(served: str, phone: Page, tmp_path: Path) -> None:
    phone.goto(served + "a-z/")
    for id_ in ("meldcode", "incident-of-crisis", "time-out-schorsen-verwijderen"):
        phone.goto(f"{served}d/{id_}/kaart/")
        pdf = phone.pdf(format="A4", prefer_css_page_size=True)
        assert pdf.count(b"/Type /Page\n") == 1, id_
