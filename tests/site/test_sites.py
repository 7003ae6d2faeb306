"""The example handbook as it is published: every link leads somewhere, every page is whole."""

from __future__ import annotations

from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

pytestmark = pytest.mark.slow
AUDIENCES = ("public", "on-request", "staff", "restricted", "draft")


class Parsed(HTMLParser):
    """Ids, links and elements of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.html = path.read_text(encoding="utf-8")
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags[tag] += 1
        self.attributes |= set(values)
        if values.get("id"):
            self.ids[values["id"] or ""] += 1
        for name in ("href", "src", "action", "data-index", "data-root"):
            if values.get(name):
                self.links.append(values[name] or "")


@cache
def parsed(path: Path) -> Parsed:
    return Parsed(path)


def pages(site: Path) -> list[Path]:
    return [p for p in sorted(site.rglob("*.html")) if 'http-equiv="refresh"' not in p.read_text()]


def target(site: Path, page: Path, link: str) -> Path | None:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    there = site / path.lstrip("/") if path.startswith("/") else page.parent / path
    return there / "index.html" if path.endswith("/") or there.is_dir() else there


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_link_leads_to_a_page_and_an_anchor_that_exist(sites: Path, audience: str) -> None:
    site = sites / audience
    for page in sorted(site.rglob("*.html")):
        for link in parsed(page).links:
            there = page if link.startswith("#") else target(site, page, link)
            if there is None:
                assert urlsplit(link).scheme in ("https", "mailto"), (page, link)
                continue
            assert there.is_file(), (page.relative_to(site), link)
            if anchor := unquote(urlsplit(link).fragment):
                assert anchor in parsed(there).ids, (page.relative_to(site), link)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_page_is_whole(sites: Path, audience: str) -> None:
    for page in pages(sites / audience):
        found = parsed(page)
        assert found.tags["main"] == found.tags["h1"] == found.tags["title"] == 1, page
        assert [i for i, n in found.ids.items() if n > 1] == [], page
        assert 'lang="nl"' in found.html
        assert '<form role="search"' in found.html
        assert "Content-Security-Policy" in found.html
        assert not {a for a in found.attributes if a.startswith("on") or a == "style"}, page
        assert "{{" not in found.html
        assert "{%" not in found.html
        assert "<!--" not in found.html
        assert not {"\ue000", "\ue001", "\ue002"} & set(found.html)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_page_carries_no_navigation_of_the_whole_site(sites: Path, audience: str) -> None:
    chrome = [len(parsed(p).html) for p in (sites / audience / "d").glob("*/versies/index.html")]
    assert max(chrome) < 8_000


def test_home_and_documents_are_light(sites: Path) -> None:
    site = sites / "staff"
    common = sum(p.stat().st_size for p in [*site.glob("css/*"), *site.glob("js/*")])
    heaviest = max(
        p.stat().st_size for p in [site / "index.html", *(site / "d").glob("*/index.html")]
    )
    assert common + heaviest < 200_000


def test_both_schools_show_their_plan_with_names_and_values(sites: Path) -> None:
    sluis = (sites / "public/scholen/sluiswachter-college/index.html").read_text()
    veer = (sites / "public/scholen/de-veerpont/index.html").read_text()
    assert "Tess Testpersoon" in sluis
    assert "Jeugdinrichting De Zandplaat" in sluis
    assert "Sam Sjabloon" in veer
    assert "Zandplaat" not in veer
    assert "Opzet" not in sluis


def test_short_links_of_the_plan_lead_to_their_documents(sites: Path) -> None:
    for number, id_ in [(205669, "meldcode"), (205679, "antipest"), (205597, "informatiefolder")]:
        assert f"url=../d/{id_}/" in (sites / f"staff/{number}/index.html").read_text()
    assert (sites / "public/205597/index.html").is_file()
    assert not (sites / "public/205669").exists()


def test_the_schools_plan_names_what_parents_may_ask_for(sites: Path) -> None:
    plan = (sites / "public/d/plan-de-veerpont/index.html").read_text()
    assert (
        'Antipestprotocol <span class="ask">(op te vragen bij de schooladministratie van De Veerpont)</span>'
        in plan
    )
    assert "d/antipest" not in plan
    assert "../antipest/" in (sites / "staff/d/plan-de-veerpont/index.html").read_text()


def test_only_the_public_site_may_be_found_by_search_engines(sites: Path) -> None:
    for audience in AUDIENCES:
        home = (sites / audience / "index.html").read_text()
        assert ('content="noindex, nofollow"' not in home) == (audience == "public")
        assert (sites / audience / "sitemap.xml").exists() == (audience == "public")
