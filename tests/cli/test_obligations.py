"""The law on a day through the command line: text, version, consent and adoption, in every form."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path

from tests.conftest import edit

FORMULA = "=HYPERLINK(1)"


def found(zww, root: Path, *args: str) -> dict[str, object]:
    return dict(json.loads(zww("obligations", *args, "--format", "json", "--handbook", root).out))


def test_wec_5a_on_a_day_gives_text_version_digest_consent_and_adoption(zww, example: Path) -> None:
    (row, *_) = found(zww, example, "WEC 5a", "--as-of", "2026-03-12")["obligations"]
    for place in row["evidence"]:
        shown = json.loads(zww("show", place["document"], "--as-of", "2026-03-12", "--format", "json",
                               "--handbook", example).out)  # fmt: skip
        for key in ("version", "digest", "effective", "title"):
            assert place[key] == shown[key]
        assert place["text"] in shown["text"]
        assert place["adopted"]["by"]
        assert place["heading"] in shown["text"]
        assert set(place["demands"]) <= {d["id"] for d in row["demands"]}
    assert any(c["outcome"] == "consent" for p in row["evidence"] for c in p["consulted"])
    assert row["verified"]["by"] == "policy-officer"
    assert row["applies_from"] == "2015-08-01"


def test_a_title_is_the_one_of_that_day(zww, example: Path) -> None:
    rows = found(zww, example, "--as-of", "2025-03-12")["obligations"]
    titles = {p["title"] for r in rows for p in r["evidence"] if p["document"] == "antipest"}
    assert titles == {"Anti-pest-protocol"}


def test_a_law_stands_as_it_stood_on_the_day(zww, example: Path) -> None:
    path = example / "handbook/obligations.yml"
    path.write_text(
        "- {id: oud, name: Oude plicht, status: repealed, applies_from: 2015-08-01, repealed: 2026-08-01}\n"
        "- {id: nieuw, name: Nieuwe plicht, status: adopted, applies_from: 2026-08-01}\n"
        "- {id: wens, name: Wetsvoorstel, status: bill}\n"
        "- {id: weg, name: Verdwenen, status: repealed}\n", encoding="utf-8",
    )  # fmt: skip
    for day, standing in (
        ("2015-07-31", ["adopted", "adopted", "bill", "repealed"]),
        ("2026-07-31", ["in-force", "adopted", "bill", "repealed"]),
        ("2026-08-01", ["repealed", "in-force", "bill", "repealed"]),
    ):
        rows = found(zww, example, "--as-of", day)["obligations"]
        assert [r["status"] for r in rows] == standing


def test_a_school_sees_what_is_for_its_kind(zww, example: Path) -> None:
    for school, sees in (("sluiswachter-college", True), ("de-veerpont", False)):
        rows = found(zww, example, "--school", school)["obligations"]
        assert ("institution-rules" in {r["id"] for r in rows}) is sees
        others = {"sluiswachter-college", "de-veerpont"} - {school}
        named = {p["document"] for r in rows for p in r["evidence"]}
        assert not any(name.endswith(other) for name in named for other in others)


def test_a_document_that_says_that_it_answers_is_shown(zww, example: Path) -> None:
    path = example / "handbook/obligations.yml"
    path.write_text("- {id: meldcode, name: Meldcode, articles: [WEC 5], status: in-force}\n"
                    "- {id: niets, name: Niets, status: in-force}\n", encoding="utf-8")  # fmt: skip
    declared, nowhere = found(zww, example, "--as-of", "2026-03-12")["obligations"]
    assert {(p["document"], p["anchor"]) for p in declared["evidence"]} >= {("meldcode", None)}
    assert declared["gap"] is None
    assert all(p["text"] for p in declared["evidence"] if p["version"])
    assert (nowhere["evidence"], bool(nowhere["gap"])) == ([], True)


def test_the_year_of_the_day_brings_its_measurements(zww, example: Path) -> None:
    now = found(zww, example, "--as-of", "2026-03-12")["monitors"]
    assert {m["school"] for m in now} == {"sluiswachter-college", "de-veerpont"}
    assert all("2025-08" <= m["period"] <= "2026-03" for m in now)
    assert found(zww, example, "--as-of", "2015-03-12")["monitors"] == []


def test_cells_that_a_spreadsheet_would_run_are_text(zww, example: Path) -> None:
    path = example / "handbook/obligations.yml"
    edit(path, "name: Zorgplicht veiligheid op school", f'name: "{FORMULA}"')
    edit(path, "articles: [WEC 5a,", 'articles: ["@SUM(A1)",')
    out = zww("obligations", "--format", "csv", "--as-of", "2026-03-12", "--handbook", example).out
    head, *rows = csv.reader(io.StringIO(out))
    assert {len(row) for row in rows} == {len(head)}
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")]
    assert any(row[1] == f"'{FORMULA}" for row in rows)
    assert {"Tekstkenmerk", "Vastgesteld op", "Medezeggenschap", "Nagekeken op"} <= set(head)


class Tags(HTMLParser):
    """Whether every element that is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_shows_the_text_and_never_says_compliant(zww, example: Path) -> None:
    path = example / "handbook/obligations.yml"
    edit(path, "name: Zorgplicht veiligheid op school", "name: Zorg <b>voor</b> iedereen")
    page = zww(
        "obligations", "--format", "html", "--as-of", "2026-03-12", "--handbook", example
    ).out
    reader = Tags()
    reader.feed(page)
    assert reader.open == []
    assert "Zorg &lt;b&gt;voor&lt;/b&gt; iedereen" in page
    assert "12 maart 2026" in page
    assert "voldoet aan de wet" not in page
    assert "sha256:" in page
    assert "<details><summary>Lees de tekst</summary>" in page
