"""The whole handbook on one page: every text of the edition, every link leading somewhere."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from zowerkenwij.site import whole

THERE = frozenset({"een", "twee"})


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("#kop", "#een--kop"), ("../twee/", "#twee"), ("../twee/#x", "#twee--x"),
        ("../drie/", "../d/drie/"), ("../../scholen/", "../scholen/"), ("./", "#een"),
        ("../../assets/a.png", "../assets/a.png"), ("../../begrippen/#woord", "../begrippen/#woord"),
        ("https://elders.example/", "https://elders.example/"), ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)  # fmt: skip
def test_a_link_leads_to_the_same_place_from_the_one_page(written: str, expected: str) -> None:
    moved = whole.moved(f'<p><a href="{written}">x</a></p>', "een", THERE)
    assert moved == f'<p><a href="{expected}">x</a></p>'


def test_headings_go_down_and_anchors_get_their_document() -> None:
    moved = whole.moved('<h1 id="a">T</h1><h2 class="x" id="b">U</h2>', "een", THERE)
    assert moved == '<h2 id="een--a">T</h2><h3 class="x" id="een--b">U</h3>'


@pytest.mark.slow
@pytest.mark.parametrize("audience", ["public", "on-request", "staff", "restricted", "draft"])
def test_every_text_stands_on_the_page_once_and_every_link_arrives(
    sites: Path, audience: str
) -> None:
    page = (sites / audience / "alles/index.html").read_text()
    ids = Counter(re.findall(r'\bid="([^"]+)"', page))
    assert not [name for name, count in ids.items() if count > 1]
    documents = {
        p.parent.name for p in (sites / audience).glob("d/*/index.html")
        if 'class="page-document"' in p.read_text()
    }  # fmt: skip
    parts = re.findall(r'<article class="text part" id="([^"]+)"', page)
    assert set(parts) == documents
    assert len(parts) == len(documents)
    assert all(name in ids for name in re.findall(r'href="#([^"]+)"', page))
    for target in re.findall(r'(?:href|src)="(\.[^"#]*)', page):
        path = (sites / audience / "alles" / target).resolve()
        assert path.is_file() or (path / "index.html").is_file(), target
