"""Forms per owner: out as CSV or Word, filled in by people, back in once, each mistake one row."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import edit
from zowerkenwij.cli.review import cells, sheets
from zowerkenwij.cli.review.agenda import differing

ON = "2027-03-10"
FILLED = {"Uitkomst": "Ongewijzigd", "Datum": "10-3-2027", "Waarop gebaseerd": "=Monitor; -gelezen"}


def commits(root: Path) -> int:
    out = subprocess.run(
        ["git", "rev-list", "--count", "HEAD"], cwd=root, check=True, capture_output=True
    )
    return int(out.stdout)


def made(zww, root: Path, form: str, folder: Path) -> dict[str, Path]:
    answer = zww("review", "sheets", "2026-2027", "--to", form, "-o", folder, "--as-of",
                 "2027-03-01", "--handbook", root)  # fmt: skip
    assert answer.code == 0, answer.err
    return {p.stem.removeprefix("evaluatie-2026-2027-"): p for p in sorted(folder.iterdir())}


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))


def fill(path: Path, answers: dict[str, dict[str, str]], delimiter: str = ";") -> None:
    """Fill in rows by document, as a person does in a spreadsheet."""
    head, *rows = rows_of(path)
    for row in rows:
        for name, value in answers.get(row[0], {}).items():
            row[head.index(name)] = value
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([head, *rows])
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def fill_word(path: Path, id_: str, answers: dict[str, str]) -> None:
    opened = docx.Document(str(path))
    for found in opened.tables:
        if found.rows[0].cells[-1].text == id_:
            for row in found.rows:
                if row.cells[0].text in answers:
                    row.cells[1].text = answers[row.cells[0].text]
    opened.save(str(path))


def decision(zww, root: Path, id_: str) -> dict[str, object] | None:
    out = zww("review", "agenda", "2026-2027", "--as-of", "2027-03-20", "--format", "json",
              "--handbook", root).out  # fmt: skip
    return next(i["decision"] for i in json.loads(out)["items"] if i["id"] == id_)


def test_a_form_comes_back_once_and_is_one_commit(
    zww, example_in_git: Path, tmp_path: Path
) -> None:
    root, before = example_in_git, commits(example_in_git)
    files = made(zww, root, "csv", tmp_path / "uit")
    fill(files["attention-officer"], {"meldcode": FILLED})
    fill(files["director"], {"plan-de-veerpont": {**FILLED, "Datum": "10 maart 2027"}}, ",")
    first = zww("review", "collect", *files.values(), "--handbook", root)
    assert (first.code, first.err.count("regel")) == (0, 0)
    assert "Vastgelegd: 2. Al bekend: 0." in first.out
    again = zww("review", "collect", *files.values(), "--handbook", root)
    assert "Vastgelegd: 0. Al bekend: 2." in again.out
    assert commits(root) == before + 1
    found = decision(zww, root, "meldcode")
    assert found is not None
    assert (found["on"], found["by"], found["outcome"]) == (ON, "attention-officer", "unchanged")
    assert found["basis"] == "=Monitor; -gelezen"
    assert zww("check", "--as-of", "2027-03-20", "--handbook", root).code == 0


RESAVED = {
    "a mark and semicolons": lambda text: text.encode("utf-8-sig"),
    "Windows": lambda text: text.replace("\n", "\r\n").encode("cp1252", "replace"),
    "Unicode text": lambda text: text.replace(";", "\t").encode("utf-16"),
    "a first line for Excel": lambda text: f"sep=;\r\n{text}".encode("utf-8-sig"),
    "quotes everywhere": lambda text: requoted(text),
}


def requoted(text: str) -> bytes:
    out = io.StringIO()
    rows = csv.reader(io.StringIO(text), delimiter=";")
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows([*row, "", ""] for row in rows)
    return out.getvalue().encode("utf-8")


@pytest.mark.parametrize("how", RESAVED)
def test_a_form_that_a_spreadsheet_saved_again_is_read(
    zww, starter: Path, tmp_path: Path, how: str
) -> None:
    files = made(zww, starter, "csv", tmp_path / "uit")
    rows = rows_of(files["policy-officer"])
    assert files["policy-officer"].read_bytes().count(b"\n") == len(rows)  # a line a document
    fill(
        files["policy-officer"],
        {rows[1][0]: {**FILLED, "Datum": "10-03-27"}, rows[2][0]: {"Uitkomst": "x"}},
    )
    files["policy-officer"].write_bytes(RESAVED[how](files["policy-officer"].read_text("utf-8")))
    answer = zww(
        "review", "collect", files["policy-officer"], "--format", "json", "--handbook", starter
    )
    found = json.loads(answer.out)
    assert (answer.code, found["recorded"]) == (1, [rows[1][0]])
    assert f"regel {4 if 'Excel' in how else 3}:" in found["refused"][0]
    again = zww(
        "review", "collect", files["policy-officer"], "--format", "json", "--handbook", starter
    )
    assert (json.loads(again.out)["recorded"], json.loads(again.out)["known"]) == ([], 1)


def test_a_word_form_comes_back_once(zww, example_in_git: Path, tmp_path: Path) -> None:
    root = example_in_git
    files = made(zww, root, "docx", tmp_path / "uit")
    fill_word(files["attention-officer"], "meldcode", {**FILLED, "Datum": ON})
    for expected in ("Vastgelegd: 1.", "Vastgelegd: 0. Al bekend: 1."):
        answer = zww("review", "collect", *files.values(), "--handbook", root)
        assert (answer.code, expected in answer.out) == (0, True), answer.err
    found = decision(zww, root, "meldcode")
    assert found is not None
    assert found["basis"] == "=Monitor; -gelezen"


@pytest.mark.slow
def test_a_word_form_that_libreoffice_saved_again_is_read(
    zww, starter: Path, tmp_path: Path
) -> None:
    files = made(zww, starter, "docx", tmp_path / "uit")
    fill_word(files["social-safety-coordinator"], "pestprotocol", {**FILLED, "Datum": ON})
    words = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
             "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "weer"),
             str(files["social-safety-coordinator"])]  # fmt: skip
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    for expected in ("Vastgelegd: 1.", "Vastgelegd: 0. Al bekend: 1."):
        answer = zww("review", "collect", *(tmp_path / "weer").iterdir(), "--handbook", starter)
        assert (answer.code, expected in answer.out) == (0, True), answer.err


def test_each_mistake_costs_its_own_row(zww, example_in_git: Path, tmp_path: Path) -> None:
    root, files = example_in_git, made(zww, example_in_git, "csv", tmp_path / "uit")
    fill(files["director"], {
        "plan-de-veerpont": FILLED,
        "schoolgids-de-veerpont": {**FILLED, "Uitkomst": "prima"},
        "schoolregels-de-veerpont": {**FILLED, "Datum": "ooit"},
        "schoolgids-sluiswachter-college": {**FILLED, "Waarop gebaseerd": ""},
        "schoolregels-sluiswachter-college": {**FILLED, "Tekstkenmerk": "sha256:" + "1" * 64},
        "plan-sluiswachter-college": {**FILLED, "Uitkomst": "uitstellen"},
    })  # fmt: skip
    answer = zww("review", "collect", files["director"], "--handbook", root)
    assert answer.code == 1
    assert "Vastgelegd: 1." in answer.out
    assert "Geweigerd: 5." in answer.out
    lines = [row[0] for row in rows_of(files["director"])]
    told = [line for line in answer.err.splitlines() if "regel" in line]
    for id_, word in (
        ("schoolgids-de-veerpont", "'prima'"), ("schoolregels-de-veerpont", "'ooit'"),
        ("schoolgids-sluiswachter-college", "steunt"),
        ("schoolregels-sluiswachter-college", "veranderd nadat"),
        ("plan-sluiswachter-college", "Uitstellen kan alleen"),
    ):  # fmt: skip
        (line,) = [x for x in told if word in x]
        assert f"regel {lines.index(id_) + 1}:" in line


@pytest.mark.parametrize("form", ["csv", "docx"])
def test_questions_are_asked_and_answered_in_the_form(
    zww, example_in_git: Path, tmp_path: Path, form: str
) -> None:
    root = example_in_git
    zww("review", "start", "2026-2027", "--as-of", "2027-02-01", "--handbook", root)
    edit(root / "handbook/handbook.yml", "label: aandachtsfunctionaris", "label: meldcodewacht")
    path = made(zww, root, form, tmp_path / "uit")["attention-officer"]
    answers = {**FILLED, "Datum": ON, "Door": "attention-officer"}

    def collect(answers: dict[str, str]):
        if form == "csv":
            fill(path, {"meldcode": answers})
        else:
            fill_word(path, "meldcode", answers)
        return zww("review", "collect", path, "--handbook", root)

    refused = collect(answers)
    assert refused.code == 1
    assert "De rol 'meldcodewacht' is veranderd" in refused.err
    assert "--answer" not in refused.err
    assert collect({**answers, "Antwoord 1": "Ja, de naam staat goed."}).code == 0
    found = decision(zww, root, "meldcode")
    assert found is not None
    assert list(found["answers"].values()) == ["Ja, de naam staat goed."]


def test_what_was_filled_in_is_never_overwritten(zww, example_in_git: Path, tmp_path: Path) -> None:
    root, files = example_in_git, made(zww, example_in_git, "csv", tmp_path / "uit")
    assert made(zww, root, "csv", tmp_path / "uit") == files
    fill(files["attention-officer"], {"meldcode": FILLED})
    text = files["attention-officer"].read_bytes()
    answer = zww("review", "sheets", "2026-2027", "--to", "csv", "-o", tmp_path / "uit", "--as-of",
                 "2027-03-01", "--handbook", root)  # fmt: skip
    assert answer.code == 1
    assert files["attention-officer"].read_bytes() == text


def test_another_answer_about_what_was_decided_is_refused(
    zww, example_in_git: Path, tmp_path: Path
) -> None:
    root, files = example_in_git, made(zww, example_in_git, "csv", tmp_path / "uit")
    fill(files["attention-officer"], {"meldcode": FILLED})
    copy = tmp_path / "kopie.csv"
    copy.write_bytes(files["attention-officer"].read_bytes())
    fill(copy, {"meldcode": {"Uitkomst": "klein wijzigen"}})
    both = zww("review", "collect", files["attention-officer"], copy, "--handbook", root)
    assert "Vastgelegd: 1." in both.out
    assert "kopie.csv, regel 2" in both.err
    later = zww("review", "collect", copy, "--handbook", root)
    assert "al besloten" in later.err


@pytest.mark.parametrize("data", [b"", b"a;b\n1;2\n", b"PK\x03\x04 geen Word", b"\xff\xfe\x00"])
def test_a_file_that_is_no_form_is_refused(zww, example: Path, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "raar.csv"
    path.write_bytes(data)
    answer = zww("review", "collect", path, "--handbook", example)
    assert answer.code == 1
    assert "raar.csv" in answer.err


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_a_cell_is_safe_on_the_way_out_and_itself_on_the_way_back(words: str) -> None:
    for text in (words.strip(), *(f"{sign}{words}".strip() for sign in "=+-@'")):
        safe = cells.harmless(text)
        assert not safe.startswith(("=", "+", "-", "@"))
        assert cells.as_written(safe) == text
        row = dict.fromkeys((sheets.ID, sheets.TITLE, sheets.DUE, sheets.WHY, sheets.CHANGED), "x")
        (back,) = sheets.from_csv(sheets.as_csv([{**row, sheets.BASIS: text}]), "f.csv")
        assert back.values[sheets.BASIS] == text


@pytest.mark.parametrize(
    "words", ["2027-03-10", "10-3-2027", "10/03/2027", "10.3.2027", "10 Maart 2027", "10-03-27"]
)
def test_a_day_may_be_written_as_people_do(words: str) -> None:
    found = cells.day(words)
    assert found is not None
    assert found.isoformat() == ON


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("directeur", "schoolleider", ("'directeur'", "'schoolleider'")),
        (None, "Geldt vanaf nu.", ("niets", "'Geldt vanaf nu.'")),
        ("a b c d e f", "a b c d x f", ("'… b c d e f'", "'… b c d x f'")),
        ("a b", "a b c", ("'a b'", "'a b c'")),
        ("w " * 90 + "oud", "w " * 90 + "nieuw " + "v" * 9, ("'… w w w oud'", "'… w w w nieuw vvvvvvvvv'")),
    ],
)  # fmt: skip
def test_a_change_is_shown_where_it_is(
    before: str | None, after: str, shown: tuple[str, str]
) -> None:
    assert differing(before, after) == shown


@pytest.mark.parametrize(
    "words", ["", "morgen", "31-2-2027", "31-2-27", "3/10/27", "3 brumaire 2027"]
)
def test_what_is_no_day_is_none(words: str) -> None:
    assert cells.day(words) is None
