"""The outline agrees with python-markdown on any input: real-life shapes and generated ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.conftest import EXAMPLE
from tests.text.differential import documents, read, tame_documents
from zowerkenwij.text import outline, render, without_markers
from zowerkenwij.text.scan import scan
from zowerkenwij.text.scan_links import Doubt
from zowerkenwij.text.truth import facts

SHAPES = sorted((Path(__file__).parent / "documents").glob("*.md"))
HANDBOOK = sorted(EXAMPLE.rglob("*.md"))


def body_of(path: Path) -> str:
    """The text of a document without its front matter."""
    text = path.read_bytes().decode("utf-8")
    return text.split("\n---\n", 1)[1] if text.startswith("---\n") else text


def assert_agrees(body: str) -> None:
    """The outline has the site's addresses, images and ids, in its order."""
    page, found = read(body), outline(body)
    assert not found.too_deep
    assert [("img" if link.image else "a", link.target) for link in found.links] == page.links
    assert list(found.anchors) == page.anchors
    for link in found.links:
        assert link.start == offset(body, link.line, link.column)
        assert link.start < link.end <= len(body)
    assert all(1 <= heading.line <= max(found.lines, 1) for heading in found.headings)


def offset(body: str, line: int, column: int) -> int:
    """The offset of a line and column."""
    return sum(len(row) + 1 for row in body.split("\n")[: line - 1]) + column - 1


@pytest.mark.parametrize("path", SHAPES, ids=lambda p: p.stem)
def test_the_outline_agrees_with_the_site_on_real_life_shapes(path: Path) -> None:
    assert_agrees(body_of(path))


@pytest.mark.parametrize("path", SHAPES, ids=lambda p: p.stem)
def test_the_outline_agrees_with_windows_line_ends(path: Path) -> None:
    assert_agrees(body_of(path).replace("\n", "\r\n"))


@pytest.mark.parametrize("path", SHAPES, ids=lambda p: p.stem)
def test_every_link_of_a_real_life_shape_spans_markup(path: Path) -> None:
    body = body_of(path)
    for link in outline(body).links:
        markup = body[link.start : link.end]
        assert markup.startswith("![" if link.image and markup[0] != "<" else ("[", "<"))
        assert markup.endswith((")", "]", ">"))
        assert markup.count("[") == markup.count("]") or "\\" in markup or "`" in markup


@given(documents())
@settings(max_examples=100, deadline=None)
def test_the_outline_agrees_with_the_site_on_nasty_markdown(body: str) -> None:
    try:
        render(without_markers(body))
    except (RecursionError, AttributeError, IndexError, KeyError):
        outline(body)  # python-markdown fails on it; the outline never does
    else:
        assert_agrees(body)


def test_items_may_be_numbered_in_any_script() -> None:
    for body in ("\u0666. # Kop\n", "Tekst\n\n- \u0666. # Kop\n", "Zie \u0666. Dat is é\u00e9n.\n"):
        assert_agrees(body)


@given(tame_documents())
@settings(max_examples=100, deadline=None)
def test_where_the_scanner_is_certain_it_is_right(body: str) -> None:
    text = without_markers(body)
    try:
        quick = scan(text)
    except Doubt:
        return
    slow = facts(text)
    assert tuple(quick.headings) == slow.headings
    assert tuple(quick.links) == slow.links
    assert tuple(heading.anchor for heading in quick.headings) == slow.anchors


@pytest.mark.parametrize("path", HANDBOOK, ids=lambda p: p.relative_to(EXAMPLE).as_posix())
def test_a_text_of_the_handbook_takes_the_fast_way_and_it_is_right(path: Path) -> None:
    text = without_markers(body_of(path))
    quick, slow = scan(text), facts(text)
    assert tuple(quick.headings) == slow.headings
    assert tuple(quick.links) == slow.links


ORDINARY = [p for p in SHAPES if p.stem in ("ordinary-protocol", "empty", "only-front-line")]


@pytest.mark.parametrize("path", ORDINARY, ids=lambda p: p.stem)
def test_an_ordinary_shape_takes_the_fast_way(path: Path) -> None:
    scan(body_of(path))
