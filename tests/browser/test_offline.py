"""Visited once, the crisis pages are there when the server is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import serve, stop

pytestmark = pytest.mark.slow


def test_the_crisis_pages_are_read_when_the_server_is_gone(browser: Browser, sites: Path) -> None:
    server = serve(sites / "staff")
    address = f"http://127.0.0.1:{server.server_port}/"
    context = browser.new_context(locale="nl-NL")
    page = context.new_page()
    page.goto(address + "d/klachtenregeling/")  # the first page is there before the worker is
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.goto(address + "zoeken/?q=pesten", wait_until="networkidle")
    stop(server)
    kept = ("", "a-z/", "d/meldcode/", "d/antipest/kaart/", "d/klachtenregeling/")
    for path in kept:
        page.goto(address + path)
        expect(page.locator("h1")).to_be_visible()
    page.goto(address)
    page.get_by_role("link", name="Een leerling wordt gepest").click()
    expect(page.locator("#doe-nu + ol > li").first).to_be_visible()
    page.goto(address + "zoeken/?q=buitensluiten")
    expect(page.locator(".results li a").first).to_have_text("Antipestprotocol")
    page.goto(address + "d/onderwijsvisie/")  # not kept: back to the beginning
    expect(page.locator("h1")).to_have_text("Wat is er aan de hand?")
    context.close()


def test_a_text_says_itself_that_it_is_no_longer_valid(browser: Browser, served: str) -> None:
    page = browser.new_page(locale="nl-NL")
    page.clock.set_fixed_time("2030-01-01T12:00:00")
    page.goto(f"{served}d/meldcode/")
    expect(page.locator(".banner.today")).to_contain_text("De evaluatie had klaar moeten zijn")
    page.clock.set_fixed_time("2026-11-23T12:00:00")
    page.reload()
    expect(page.locator(".banner.today")).to_have_count(0)
    page.close()
