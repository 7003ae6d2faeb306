"""Files for a spreadsheet carry words, never formulas."""

from __future__ import annotations

import csv
import io

import pytest

from zowerkenwij.site import overview
from zowerkenwij.site.listings import SchoolCard
from zowerkenwij.site.overview import Cell, Row


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_looks_like_a_formula_becomes_text(start: str) -> None:
    name = f"{start}HYPERLINK(1)"
    row = Row(SchoolCard("x", name, "so", "scholen/x/"), (Cell("good", "op tijd", ""),))
    text = overview.table((row,)).text
    shown = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert shown[1][0].endswith("HYPERLINK(1)")
    assert not shown[1][0].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert shown[1][1] == "op tijd"
