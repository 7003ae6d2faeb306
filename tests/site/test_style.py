"""The foundation's colours: readable in both looks, or refused with a better one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.site.tiny import DAY, Tiny
from zowerkenwij.model.settings import Style
from zowerkenwij.site import build
from zowerkenwij.site.style import contrast, readable, stylesheet


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 0xFFFFFF), st.sampled_from(["#ffffff", "#f4f7f7", "#1d3137"]))
def test_every_colour_becomes_readable(number: int, ground: str) -> None:
    towards = "#ffffff" if ground == "#1d3137" else "#000000"
    assert contrast(readable(f"#{number:06x}", ground, towards), ground) >= 4.5


def test_no_colours_give_no_stylesheet() -> None:
    assert stylesheet(Style()) is None


@pytest.mark.slow
def test_own_colours_are_used_and_a_pale_one_is_refused(tiny: Tiny, tmp_path: Path) -> None:
    path = tiny.root / "handbook/handbook.yml"
    before = path.read_text()
    path.write_text(f"{before}style: {{colour: '#7a1f5c', logo: merk.svg}}\n")
    tiny.write("static/merk.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site = build.publish(tiny.location, "public", DAY, tmp_path / "site")[0]
    assert "--link: #7a1f5c;" in (site / "css/huisstijl.css").read_text()
    home = (site / "index.html").read_text()
    assert "css/huisstijl.css" in home
    assert "merk.svg" in home
    path.write_text(f"{before}style: {{colour: '#ffcc00'}}\n")
    with pytest.raises(build.PublishError, match=r"te licht.*Kies bijvoorbeeld #[0-9a-f]{6}"):
        build.publish(tiny.location, "public", DAY, tmp_path / "site")
