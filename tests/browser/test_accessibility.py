"""axe-core in a real browser: WCAG 2.0–2.2 A and AA, on every kind of page, also small and dark."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = "tags => axe.run(document, {runOnly: tags}).then(r => r.violations)"
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
LOOKS = [(1280, "light"), (360, "light"), (1280, "dark"), (360, "dark")]


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, as a Python package brings it."""
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


@pytest.fixture
def looking(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of a width and a colour scheme. Its policy is set aside: axe is put into the page."""
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True,
        service_workers="block", locale="nl-NL",
    )  # fmt: skip
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("looking", LOOKS, indirect=True, ids=lambda v: f"{v[0]}-{v[1]}")
def test_no_page_has_a_violation(served: str, looking: Page, axe: str) -> None:
    differences = sorted(
        a for a in addresses(looking, served, "d/meldcode/versies/") if "/verschil/" in a
    )
    for address in [*PAGES, *differences[:1]]:
        looking.goto(served + address)
        if "?q=" in address:
            looking.locator(".results li").first.wait_for()
            looking.locator(".text-results li").first.wait_for()
        for term in looking.locator("a.term").all()[:1]:  # the explanation open
            term.click()
        looking.evaluate(OPEN)
        looking.evaluate(axe)
        found = looking.evaluate(RUN, RULES)
        told = [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found]
        assert not told, (address, told)


OPEN_PAGES = ["", "register/", "404.html", "scholen/de-veerpont/", "d/onderwijsvisie/", "d/plan-de-veerpont/",
              "d/onderwijsvisie/versies/"]  # fmt: skip


@pytest.mark.parametrize("looking", [(360, "light")], indirect=True, ids=["360"])
@pytest.mark.parametrize("served", ["public", "on-request", "draft"], indirect=True)
def test_no_page_of_another_edition_has_a_violation_on_screen_or_paper(
    served: str, looking: Page, axe: str
) -> None:
    for medium in ("screen", "print"):
        looking.emulate_media(media=medium)
        for address in OPEN_PAGES:
            looking.goto(served + address)
            looking.evaluate(OPEN)
            looking.evaluate(axe)
            told = [(v["id"], v["nodes"][0]["html"][:120]) for v in looking.evaluate(RUN, RULES)]
            assert not told, (medium, address, told)


def addresses(page: Page, served: str, where: str) -> list[str]:
    """Where the links of a page lead, from the root of the site."""
    page.goto(served + where)
    links = page.eval_on_selector_all("main a[href]", "links => links.map(link => link.href)")
    return [link.removeprefix(served) for link in links if link.startswith(served)]


@pytest.mark.parametrize("looking", [(320, "light")], indirect=True, ids=["320"])
def test_at_320_wide_and_at_double_text_nothing_scrolls_sideways(
    served: str, looking: Page
) -> None:
    for width, size in ((320, "100%"), (360, "200%"), (1280, "200%")):
        looking.set_viewport_size({"width": width, "height": 800})
        for address in PAGES:
            looking.goto(served + address)
            looking.evaluate("size => { document.documentElement.style.fontSize = size }", size)
            wide = looking.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, (address, width, size)


@pytest.mark.parametrize("looking", [(1280, "light")], indirect=True, ids=["1280"])
def test_headings_follow_in_order(served: str, looking: Page) -> None:
    for address in PAGES:
        looking.goto(served + address)
        levels = looking.eval_on_selector_all(
            "main :is(h1, h2, h3, h4, h5, h6)", "all => all.map(h => Number(h.tagName[1]))"
        )
        steps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
        assert levels[0] == 1, address
        assert not steps, (address, levels)


def test_a_card_is_one_sheet_of_paper(served: str, phone: Page, tmp_path: Path) -> None:
    phone.goto(served + "a-z/")
    for id_ in ("meldcode", "incident-of-crisis", "time-out-schorsen-verwijderen"):
        phone.goto(f"{served}d/{id_}/kaart/")
        pdf = phone.pdf(format="A4", prefer_css_page_size=True)
        assert pdf.count(b"/Type /Page\n") == 1, id_
