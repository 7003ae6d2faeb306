"""Anchors as toc names them, without toc."""

from __future__ import annotations

import sys
from subprocess import run

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.extensions import toc

from zowerkenwij.text import SITE_EXTENSION_CONFIGS, SITE_EXTENSIONS, render, slugify
from zowerkenwij.text.extensions import Anchors


@given(st.text(max_size=30))
@settings(max_examples=100)
def test_the_slug_is_that_of_toc(text: str) -> None:
    assert slugify(text) == toc.slugify(text, "-")


@given(
    st.lists(
        st.sampled_from(["a", "a_1", "a_2", "a_1_1", "", "_1", "b", "a_9", "a_01"]), max_size=20
    )
)
@settings(max_examples=100)
def test_doubles_are_numbered_as_toc_does(slugs: list[str]) -> None:
    taken, anchors = {"a_2", "b"}, Anchors({"a_2", "b"})
    assert [anchors.claim(slug) for slug in slugs] == [toc.unique(slug, taken) for slug in slugs]


def test_the_site_has_these_extensions() -> None:
    assert SITE_EXTENSIONS == (
        "toc", "tables", "fenced_code", "attr_list", "footnotes", "def_list", "admonition", "sane_lists", "md_in_html",
    )  # fmt: skip
    assert SITE_EXTENSION_CONFIGS["toc"]["permalink"] is False
    assert render("# Kop\n\n[TOC]\n") == '<h1 id="kop">Kop</h1>\n<p>[TOC]</p>'


def test_an_ordinary_text_needs_no_python_markdown() -> None:
    code = "import sys; from zowerkenwij.text import outline; outline('# Kop {#k}\\n\\n- [a](b.md)\\n'); print('markdown' in sys.modules)"
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
