"""A teacher with a phone: two taps to the first step, nothing in the way (domain.md, J1)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from zowerkenwij.site import finding

pytestmark = pytest.mark.slow
FIRST = "#doe-nu + ol > li, #kort + ol > li, #kort + ul > li"


@pytest.mark.parametrize("served", ["staff", "restricted", "draft"], indirect=True)
def test_one_tap_from_home_the_first_steps_are_on_the_first_screen(
    served: str, phone: Page
) -> None:
    phone.goto(served)
    words = phone.locator(".hot-text").all_text_contents()
    assert len(words) == 8
    for text in words:
        phone.goto(served)
        phone.get_by_role("link", name=text).click()
        for step in phone.locator(FIRST).all()[:3]:
            box = step.bounding_box()
            assert box
            assert box["y"] + box["height"] <= 640, text
        strip = phone.locator(".strip").bounding_box()
        assert strip
        assert strip["y"] > 640


def test_no_page_scrolls_sideways_on_a_phone(served: str, phone: Page) -> None:
    phone.goto(served + "a-z/")
    addresses = ["", "a-z/", "register/", "scholen/", "begrippen/", "wijzigingen/", "zoeken/", "404.html",
                 "toegankelijkheid/", "scholen/sluiswachter-college/"]  # fmt: skip
    addresses += sorted({link.split("#")[0] for link in phone.eval_on_selector_all(
        "main a[href*='/d/']", "links => links.map(link => new URL(link.href).pathname.slice(1))")})  # fmt: skip
    for address in addresses:
        phone.goto(served + address)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360, address


def test_search_finds_a_keyword_and_a_word_with_a_typing_error(served: str, phone: Page) -> None:
    phone.goto(served)
    phone.locator("input[type=search]").fill("buitensluiten")
    phone.locator("input[type=search]").press("Enter")
    expect(phone.locator(".results li a").first).to_have_text("Antipestprotocol")
    phone.locator("input[type=search]").fill("meldkode")
    expect(phone.locator(".results li a").first).to_contain_text("Meldcode")
    phone.locator("input[type=search]").fill("xyzzyq")
    expect(phone.get_by_role("status")).to_contain_text("Niets gevonden")
    phone.get_by_role("link", name="de pagina A–Z").last.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("A–Z")


def test_the_keyboard_gets_past_the_header_and_focus_can_be_seen(served: str, phone: Page) -> None:
    phone.goto(served + "d/meldcode/")
    phone.keyboard.press("Tab")
    skip = phone.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    phone.keyboard.press("Enter")
    expect(phone.locator("main")).to_be_focused()
    phone.keyboard.press("Shift+Tab")
    assert phone.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("served", ["public"], indirect=True)
def test_a_parent_finds_the_school_and_whom_to_talk_to(served: str, phone: Page) -> None:
    phone.goto(served)
    phone.get_by_role("link", name="Ik wil met iemand praten").click()
    phone.get_by_role("link", name="Sluiswachter College").click()
    expect(phone.get_by_text("Tess Testpersoon").first).to_be_visible()


def test_without_javascript_everything_can_be_read_and_found(served: str, phone: Page) -> None:
    context = phone.context.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served)
    page.get_by_role("searchbox").fill("pesten")
    page.get_by_role("searchbox").press("Enter")
    assert "?q=pesten" in page.url
    page.locator("noscript a").click()
    page.get_by_role("link", name="gepest").first.click()
    assert page.url.endswith("/d/antipest/")
    context.close()


def test_paper_shows_the_text_with_its_version_and_no_navigation(served: str, phone: Page) -> None:
    phone.goto(served + "d/meldcode/")
    phone.emulate_media(media="print")
    expect(phone.locator(".print-note")).to_be_visible()
    expect(phone.locator(".print-note")).to_contain_text("versie 2.1, geldig sinds 20 maart 2026")
    expect(phone.locator(".strip")).to_be_visible()
    for hidden in (".top", ".bottom", ".toc-wide"):
        expect(phone.locator(hidden)).to_be_hidden()


RANKED = """async (asked) => { const find = window.zowerkenwijZoek, index = await find.load("index.json");
  return asked.map((query) => find.ranked(index, query).map((item) => item.u)); }"""


def test_the_browser_ranks_as_the_query_tests_do(served: str, phone: Page, sites: Path) -> None:
    index = finding.Index(json.loads((sites / "staff/zoeken/index.json").read_text()))
    written = (Path(__file__).parents[1] / "site").glob("*.txt")
    asked = [line.split("=")[0] for path in written for line in path.read_text().splitlines()]
    asked += ["", "de", "ze lachen hem uit", "kindermishandelling", "çrïsis"]
    phone.goto(served + "zoeken/")
    assert phone.evaluate(RANKED, asked) == [index.best(query) for query in asked]


def test_results_are_links_in_order_of_rank(served: str, phone: Page, sites: Path) -> None:
    index = json.loads((sites / "staff/zoeken/index.json").read_text())
    for query in ("kind wordt buitengesloten", "schorsing", "ik heb een klacht"):
        phone.goto(served)
        phone.locator("input[type=search]").fill(query)
        phone.locator("input[type=search]").press("Enter")
        phone.locator(".results li").first.wait_for()
        links = phone.eval_on_selector_all(
            ".results li > a:first-child", "all => all.map(link => link.href)"
        )
        assert [link.removeprefix(served) for link in links] == finding.best(index, query)[:20]


def test_a_hard_word_explains_itself_by_tap_and_by_key(served: str, phone: Page) -> None:
    phone.goto(served + "d/meldcode/")
    word = phone.locator("a.term").first
    word.click()
    expect(phone.locator(".explain")).to_be_visible()
    word.press("Escape")
    expect(phone.locator(".explain")).to_have_count(0)
    word.press("Enter")
    expect(phone.locator(".explain")).to_be_visible()


def test_search_looks_in_whole_texts_too(served: str, phone: Page) -> None:
    phone.goto(f"{served}zoeken/?q=sollicitatiegesprek")
    found = phone.locator(".text-results li").first
    expect(found).to_contain_text("Sociaal veiligheidsplan Sluiswachter College")
    expect(found.locator("mark").first).to_contain_text("sollicitatiegesprek")


def test_a_playbook_has_tasks_by_time_and_whom_to_call(served: str, phone: Page) -> None:
    phone.goto(served + "d/ongeval-ziekte-overlijden/")
    names = phone.locator(".phase legend").all_text_contents()
    assert names == ["Eerste minuten", "Eerste uur", "Eerste dag", "Daarna"]
    phone.get_by_label("Geeft eerste hulp").check()
    expect(phone.locator(".calls")).to_contain_text("Dirk Denkbeeldig")


def test_everything_comes_from_the_site_itself_and_is_light(served: str, phone: Page) -> None:
    heard: list[str] = []
    sizes: dict[str, int] = {}
    phone.on("request", lambda r: heard.append(r.url))
    phone.on("response", lambda r: sizes.update({r.url: len(r.body())}))
    for address in ("", "d/meldcode/", "zoeken/?q=pesten"):
        sizes.clear()
        phone.goto(served + address, wait_until="networkidle")
        kept = {u: n for u, n in sizes.items() if "pagefind" not in u and "zoeken" not in u}
        assert address.startswith("zoeken") or sum(kept.values()) <= 200_000
    assert all(url.startswith(served) for url in heard)
