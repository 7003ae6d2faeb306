"""The report: the figures add up, the words are plain, and every form says the same."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from datetime import date
from html.parser import HTMLParser

import pytest

from tests.control.review.books import (
    book,
    document,
    obligation,
    reviewed,
    text,
    with_round,
)
from zowerkenwij.cli.review.report import as_value, rendered
from zowerkenwij.control.review.decisions import Decision, closed, recorded, started
from zowerkenwij.control.review.report import figures, report
from zowerkenwij.model.handbook import Entry, Handbook
from zowerkenwij.model.registers import Action, Monitor, School

YEAR, START, DAY = "2025-2026", date(2026, 2, 1), date(2026, 6, 20)
BODY = text("Tekst", {"doe-nu": "De mentor luistert."})


def school(id_: str, name: str, kind: str) -> Entry[School]:
    return Entry(School(id=id_, name=name, kind=kind), f"handbook/schools/{id_}/school.yml")


def action(**more: object) -> Entry[Action]:
    values = {"id": "rust", "theme": "Rust", "title": "De gang is rustiger.", "owner": "director",
              "measure": "Hoogstens 5.", "due": "2026-03-01", "status": "running",
              "years": ["2024-2025", "2025-2026"], **more}  # fmt: skip
    return Entry(
        Action.model_validate(values), "handbook/schools/brug/improvement.yml", scope="brug"
    )


@pytest.fixture(scope="module")
def year_book() -> Handbook:
    """A round: one decided in time, one late, three with the same words, one open and one kept."""
    owners = {"b": "mentor", "c": "mentor", "d": "mentor", "g": "confidant"}
    ids = ("a", "b", "c", "d", "e", "f", "g")
    found = [
        document(i, BODY, owner=owners.get(i, "director"), school="brug" if i == "e" else None,
                 level="school" if i == "e" else "foundation")
        for i in ids
    ]  # fmt: skip
    monitor = Monitor.model_validate(
        {"id": "m", "instrument": "Klimaat|meter", "group": "pupils", "period": "2025-11",
         "response": 80, "summary": "Leerlingen zijn graag op school."}
    )  # fmt: skip
    handbook = book(
        *found,
        schools=(school("brug", "De <Brug>", "so"), school("sluis", "De Sluis", "custodial")),
        obligations=(obligation("5a", "Er is beleid.", "a", "doe-nu"),
                     obligation("5b", "Er is een monitor.", "weg", None)),
        actions=(action(), action(id="later", title=None, years=["2026-2027"])),
        monitors=(Entry(monitor, "handbook/schools/brug/monitoring.yml", scope="brug"),),
    )  # fmt: skip
    handbook = with_round(handbook, started(handbook, YEAR, START))
    for id_, outcome, day, basis in (
        ("a", "minor", date(2026, 2, 3), "De wet is veranderd."),
        ("b", "unchanged", date(2026, 2, 4), "Akkoord."),
        ("c", "unchanged", date(2026, 2, 4), "akkoord"),
        ("d", "unchanged", date(2026, 2, 4), " AKKOORD!"),
        ("e", "unchanged", date(2026, 6, 16), "Monitor: geen signalen."),
    ):
        decision = Decision(outcome, "director", day, basis, {})  # type: ignore[arg-type]
        handbook = reviewed(handbook, recorded(handbook, handbook.by_id[id_], decision))
    late = Decision("postpone", "director", date(2026, 5, 1), "Ziek.", {}, until=date(2026, 7, 1))
    return reviewed(handbook, recorded(handbook, handbook.by_id["f"], late))


def test_the_figures_count_every_document_once(year_book: Handbook) -> None:
    found = report(year_book, YEAR, DAY)
    sums = figures(found.lines)
    assert (sums.items, sums.decided, sums.undecided) == (7, 5, 2)
    assert sums.in_time + sums.late == sums.decided
    assert (sums.late, sums.open, sums.overdue, sums.postponed) == (1, 1, 1, 1)
    assert (sums.rubber_stamped, sums.not_carried_out) == (3, 1)
    value = as_value(year_book, found)["figures"]
    for groups in (value["owners"], value["schools"]):
        for key in ("items", "decided", "undecided", "late", "rubber_stamped"):
            assert sum(g[key] for g in groups) == value[key]


def test_a_year_that_is_over_is_told_as_it_ended(year_book: Handbook) -> None:
    assert report(year_book, YEAR, date(2029, 1, 1)) == report(year_book, YEAR, date(2026, 7, 31))


def test_closing_changes_no_figure_and_no_state(year_book: Handbook) -> None:
    one, undecided = closed(year_book, YEAR, DAY)
    assert set(undecided) == {"f", "g"}
    after = with_round(year_book, one)
    assert figures(report(after, YEAR, DAY).lines) == figures(report(year_book, YEAR, DAY).lines)


def test_the_report_as_markdown_and_json(year_book: Handbook, golden) -> None:
    found = report(year_book, YEAR, DAY)
    for form in ("md", "json"):
        golden(f"review-report.{form}", rendered(year_book, found, form, None).decode())


@pytest.mark.parametrize("reader", [None, "mt", "mr", "board", "inspectorate"])
def test_every_reader_gets_plain_words_and_no_verdict(year_book: Handbook, reader) -> None:
    found = report(year_book, YEAR, DAY)
    words = rendered(year_book, found, "md", reader).decode()
    page = rendered(year_book, found, "html", reader).decode()
    for said in (words, page):
        assert "voldoet" not in said
        assert "None" not in said
        assert "unchanged" not in said
    assert "De <Brug>" not in page
    if reader in (None, "board", "mt"):
        assert "Besproken en akkoord" in words
    if reader in (None, "board"):
        assert "De &lt;Brug&gt;" in page


class Reader(HTMLParser):
    """Counts what is opened and closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.ids += [v for k, v in attrs if k == "id"]
        if tag not in ("meta", "rect", "line"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs) -> None:
        pass

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_its_charts_stand_beside_tables(year_book: Handbook) -> None:
    page = rendered(year_book, report(year_book, YEAR, DAY), "html", None).decode()
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    charts = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(charts) == 4
    for chart in charts:
        ET.fromstring(chart)
    for section in re.findall(r"<section.*?</section>", page, re.DOTALL):
        assert ("<svg" in section) <= ("<table" in section)
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in page


def test_the_word_file_opens_and_holds_every_table(year_book: Handbook) -> None:
    import docx

    found = report(year_book, YEAR, DAY)
    data = rendered(year_book, found, "docx", None)
    assert data == rendered(year_book, found, "docx", None)
    opened = docx.Document(io.BytesIO(data))
    heads = [p.text for p in opened.paragraphs if p.style.name == "Heading 2"]
    assert heads[0] == "In het kort"
    assert heads[-1] == "Besproken en akkoord"
    cells = [c.text for t in opened.tables for r in t.rows for c in r.cells]
    assert "Klimaat|meter, leerlingen" in cells
    assert "Monitor: geen signalen." in cells


def test_an_empty_handbook_has_a_report_too() -> None:
    handbook = book()
    for form in ("md", "html", "json"):
        assert rendered(handbook, report(handbook, YEAR, DAY), form, None)
    value = json.loads(rendered(handbook, report(handbook, YEAR, DAY), "json", None))
    assert value["figures"]["items"] == 0
