"""Every part that we write has its elements in the order that Word asks for."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from lxml import etree

from tests.conftest import EXAMPLE
from tests.word.template import house_file
from tests.word.writer.order import faults
from tests.word.writer.random_edits import edited
from tests.word.writer.test_export import made, parts
from tests.word.writer.test_redline import line
from tests.word.writer.test_redline_laws import bodies, neighbours
from zowerkenwij.cli import booking, context, exporting
from zowerkenwij.word.template import load
from zowerkenwij.word.writer import bind, write

SPACE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
DAY = date(2026, 11, 23)


def assert_sound(data: bytes) -> None:
    found = parts(data)
    for name, xml in found.items():
        if name.startswith("word/") and name.endswith(".xml") and "theme" not in name:
            assert not list(faults(xml)), name
    for name, xml in found.items():
        if name.endswith(".rels"):
            folder = name.replace("_rels/", "").rpartition("/")[0]
            for one in etree.fromstring(xml).iter(f"{SPACE}Relationship"):
                target = one.get("Target", "")
                path = target[3:] if target.startswith("../") else f"{folder}/{target}".lstrip("/")
                assert one.get("TargetMode") == "External" or path in found, (name, target)


def texts(form: str = "docx") -> list[exporting.Prepared]:
    book = context.load(EXAMPLE.parent)
    ask = exporting.Ask(form, None, DAY, None, None)
    own = [d for d in book.documents if d.record.type != "external"]
    return [exporting.prepared(book, d, ask) for d in own]


def test_exports_of_all_texts() -> None:
    for one in texts():
        assert one.export is not None
        assert_sound(write(one.export))


def test_a_book_of_all_texts_and_an_export_in_a_house_template() -> None:
    book = context.load(EXAMPLE.parent)
    ask = exporting.Ask("docx", None, DAY, None, None)
    whole = booking.book_of(book, texts(), ask, everything=True)
    assert_sound(bind(whole))
    assert_sound(bind(whole, load(house_file())))
    assert_sound(write(made(), load(house_file())))


@pytest.mark.parametrize("seed", range(6))
def test_redlines(seed: int) -> None:
    assert_sound(line(bodies()[seed], edited(bodies()[seed], Random(seed), 6)))
    assert_sound(line(*neighbours()[seed]))


def test_a_fault_is_seen() -> None:
    data = parts(write(made()))["word/document.xml"].decode()
    wrong = data.replace("<w:ind ", "<w:keepNext/><w:ind ").replace(
        '<w:pStyle w:val="Kop1"/>', '<w:jc w:val="left"/><w:pStyle w:val="Kop1"/>'
    )
    assert list(faults(wrong.encode()))
