"""Typing in the header: what fits comes up, and the keyboard alone is enough."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.judging import LOOKS, Judge, Look, put

pytestmark = pytest.mark.slow


def typed(page: Page, address: str, words: str) -> None:
    page.goto(address)
    page.get_by_role("combobox").press_sequentially(words)
    page.get_by_role("option").first.wait_for()


def test_arrows_choose_enter_goes_and_escape_closes(served: str, phone: Page) -> None:
    typed(phone, served + "d/meldcode/", "gepest")
    field, options = phone.get_by_role("combobox"), phone.get_by_role("option")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(options.first).to_contain_text("Antipestprotocol")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    field.press("ArrowUp")
    expect(phone.locator("[aria-selected=true]")).to_have_count(0)
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(phone.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("gepest")
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Enter")
    phone.wait_for_url("**/d/antipest/")


def test_enter_without_a_choice_searches_and_a_tap_goes_there(served: str, phone: Page) -> None:
    typed(phone, served, "schorsen")
    phone.get_by_role("combobox").press("Enter")
    phone.wait_for_url("**/zoeken/?q=schorsen")
    typed(phone, served, "schorsen")
    phone.get_by_role("option").first.click()
    phone.wait_for_url("**/d/time-out-schorsen-verwijderen/")


def test_nothing_is_fetched_before_somebody_types_and_the_list_leaves_with_focus(
    served: str, phone: Page
) -> None:
    heard: list[str] = []
    phone.on("request", lambda r: heard.append(r.url))
    phone.goto(served, wait_until="networkidle")
    assert not [url for url in heard if "zoeken" in url]
    typed(phone, served, "klacht")
    phone.get_by_role("combobox").press("Tab")
    expect(phone.get_by_role("listbox")).to_be_hidden()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_open_list_is_accessible_and_fits(
    served: str, window: Page, judge: Judge, look: Look
) -> None:
    put(window, *look)
    typed(window, served, "geslagen")
    window.get_by_role("combobox").press("ArrowDown")
    assert not judge(window, look)
    box, wide = window.get_by_role("listbox").bounding_box(), window.evaluate("innerWidth")
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= wide
    assert window.evaluate("document.documentElement.scrollWidth") <= wide
