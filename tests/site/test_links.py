"""Every address of every edition leads somewhere, and every page leads back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.conftest import DAY, ROOT
from zowerkenwij import store
from zowerkenwij.site import edition
from zowerkenwij.site.parts import EDITIONS
from zowerkenwij.text import slugify

pytestmark = pytest.mark.slow
SITE = "http://site/"
_MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)


class Addresses(HTMLParser):
    """The addresses and ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.to: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "action", "data-index", "data-engine") and value is not None:
                self.to.append(value)
            if name in ("id", "name") and value and tag != "meta":
                self.ids.add(value)
            if (tag, name) == ("meta", "content") and value and value.startswith("0; url="):
                self.to.append(value.removeprefix("0; url="))


@cache
def parsed(path: Path) -> Addresses:
    return Addresses(path.read_text("utf-8"))


def address_of(folder: Path, page: Path) -> str:
    return page.relative_to(folder).as_posix().removesuffix("index.html")


def broken(folder: Path) -> Iterator[tuple[str, str]]:
    """Pages with an address in them that leads nowhere on the site."""
    for page in sorted(folder.rglob("*.html")):
        here = address_of(folder, page)
        for to in parsed(page).to:
            parts = urlsplit(urljoin(SITE + here, to))
            if parts.netloc != "site":
                continue
            path = folder / unquote(parts.path).lstrip("/")
            target = path / "index.html" if path.is_dir() else path
            if (
                not target.is_file()
                or (parts.path.endswith("/") != (path.is_dir()))
                or (parts.fragment and unquote(parts.fragment) not in parsed(target).ids)
            ):
                yield here, to


@pytest.mark.parametrize("audience", EDITIONS)
def test_every_address_of_every_page_leads_somewhere(sites: Path, audience: str) -> None:
    assert list(broken(sites / audience)) == []


@pytest.mark.parametrize("audience", EDITIONS)
def test_files_beside_the_pages_name_only_what_is_there(sites: Path, audience: str) -> None:
    folder = sites / audience
    listed = json.loads((folder / "zoeken/index.json").read_text())
    named = [item["u"] for item in listed]
    named += [f"{i['u']}#{anchor}" for i in listed for _, anchor in i["h"]]
    kept = re.search(r"KEPT = (\[.*?\]);", (folder / "sw.js").read_text())
    assert kept
    named += json.loads(kept[1])
    site = _site_url()
    for written in ("feed.xml", *(["sitemap.xml"] if audience == "public" else [])):
        text = (folder / written).read_text()
        found = re.findall(rf"(?:href=\"|<loc>){re.escape(site)}([^<\"]*)", text)
        assert found or written == "feed.xml"
        named += found
    for name in named:
        path, _, anchor = name.partition("#")
        target = folder / path / "index.html" if path.endswith("/") or not path else folder / path
        assert target.is_file(), name
        assert not anchor or anchor in parsed(target).ids, name


@pytest.mark.parametrize("audience", EDITIONS)
def test_every_page_is_reached_from_home_and_leads_back(sites: Path, audience: str) -> None:
    folder = sites / audience
    links = {
        address_of(folder, page): {
            urlsplit(urljoin(SITE + address_of(folder, page), to)).path.lstrip("/")
            for to in parsed(page).to
            if urlsplit(urljoin(SITE, to)).netloc == "site"
        }
        for page in folder.rglob("*.html")
    }
    seen, todo = set[str](), [""]
    while todo:
        here = todo.pop()
        if here not in seen and here in links:
            seen.add(here)
            todo += links[here]
    old = {here for here in links if len(links[here]) == 1}  # pages that only send you on
    assert set(links) - seen - old == {"404.html"}
    assert [here for here in links if here and here not in old and "" not in links[here]] == []


@pytest.mark.parametrize("audience", EDITIONS)
def test_old_names_numbers_and_withdrawn_documents_lead_to_their_page(
    sites: Path, audience: str
) -> None:
    location = store.find_handbook(ROOT)
    handbook = store.load(store.WorkTree(location.root, location.prefix))
    built = edition.build(handbook, audience, DAY)
    there = {page.document for page in built.pages if page.kind in ("document", "notice")}
    for id_ in filter(None, there):
        record = handbook.by_id[id_].record
        names = (*record.former_ids, *map(slugify, record.aliases))
        for old in {*(f"d/{name}" for name in names), *map(str, record.short_links)} - {f"d/{id_}"}:
            page = sites / audience / old / "index.html"
            assert page.is_file(), old
            led = [urljoin(f"{SITE}{old}/", to) for to in parsed(page).to]
            assert f"{SITE}d/{id_}/" in led, old
    gone = [d.id for d in handbook.documents if d.record.withdrawn and d.record.withdrawn.on <= DAY]
    for id_ in set(gone) & {p.document for p in built.pages}:
        page = sites / audience / "d" / id_ / "index.html"
        assert "ingetrokken" in _MAIN.findall(page.read_text())[0].lower()


@cache
def _site_url() -> str:
    location = store.find_handbook(ROOT)
    handbook = store.load(store.WorkTree(location.root, location.prefix))
    return f"{handbook.settings.record.site_url.rstrip('/')}/"
