"""The keyboard alone: Tab reaches all that a mouse can, in order, and shows where it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import PAGES

pytestmark = pytest.mark.slow
MOST = 1_000
STOPS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !(e.closest('details:not([open])') && e.tagName !== 'SUMMARY'))
  .map((e, n) => { e.dataset.stop = n; return n; })"""
WATCH = """() => { window.visits = []; document.addEventListener('focusin', event => {
  const e = event.target, s = getComputedStyle(e), r = e.getBoundingClientRect();
  window.visits.push([e.dataset.stop === undefined ? -1 : Number(e.dataset.stop), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
    r.width > 0 && r.height > 0, e.outerHTML.slice(0, 120)]); }); }"""


@pytest.mark.parametrize("address", [*PAGES, "alles/"])
def test_tab_reaches_everything_in_order_and_shows_where_it_is(
    served: str, phone: Page, address: str
) -> None:
    phone.goto(served + address)
    if "?q=" in address:  # the last results are those from whole texts
        phone.locator(".text-results li").first.wait_for()
    stops = phone.evaluate(STOPS)[:MOST]
    phone.evaluate(WATCH)
    for _ in stops:
        phone.keyboard.press("Tab")
    visits = phone.evaluate("visits")
    assert [number for number, *_ in visits] == stops
    for _, outlined, sized, what in visits:
        assert outlined, what
        assert sized, what


def test_a_menu_opens_and_closes_with_the_keyboard(served: str, phone: Page) -> None:
    phone.goto(served + "scholen/sluiswachter-college/")
    phone.goto(served + "d/onderwijsvisie/")
    summary = phone.locator("details.toc > summary")
    details = phone.locator("details.toc")
    if summary.count():
        summary.focus()
        summary.press("Enter")
        expect(details).to_have_attribute("open", "")
        summary.press("Enter")
        expect(details).not_to_have_attribute("open", "")
    menu = phone.get_by_role("link", name="Menu", exact=True)
    menu.focus()
    menu.press("Enter")
    assert phone.url.endswith("#menu")
    phone.keyboard.press("Tab")
    assert phone.evaluate("!!document.activeElement.closest('#menu')")
