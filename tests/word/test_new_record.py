"""A Word file of somebody's own becomes a draft; and what ``import`` says and answers."""

from __future__ import annotations

import io
import json
from hashlib import sha256
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn

from tests.word import trip

NEW = "handbook/protocols/ziekte-en-verzuim.md"


@pytest.fixture(autouse=True)
def _clean(root: Path):
    before = {p: p.read_bytes() for p in root.rglob("*.*") if p.is_file() and ".git" not in p.parts}
    yield
    for path in root.rglob("*.*"):
        if path.is_file() and ".git" not in path.parts and path not in before:
            path.unlink()
    for path, data in before.items():
        path.write_bytes(data)


@pytest.fixture
def run(root: Path, zww):
    return lambda *arguments: zww(*arguments, "--handbook", root)


def old_file(path: Path) -> Path:
    """A cover table, a title, two headings of level 1 with equal words, lists and pictures."""
    doc = docx.Document()
    table = doc.add_table(3, 2)
    facts = (("Versie", "3.2"), ("Vastgesteld", "12 mei 2023"), ("Eigenaar", "directeur"))
    for row, (label, value) in zip(table.rows, facts, strict=True):
        row.cells[0].text, row.cells[1].text = label, value
    doc.add_heading("Ziekte en verzuim", 0)
    doc.add_heading("Doe nu", 1)
    doc.add_paragraph("Bel de ouders.")
    doc.add_paragraph("Meld het.", style="List Number")
    doc.add_heading("Doe nu", 1)
    for data in (trip.PNG, trip.PNG, trip.OTHER_PNG):
        shape = doc.add_picture(io.BytesIO(data))
        shape._inline.docPr.set("descr", "Een schema")
    doc.save(path)
    return path


def files(root: Path) -> set[str]:
    return {p.relative_to(root).as_posix() for p in root.rglob("*.*") if ".git" not in p.parts}


def test_an_old_document_becomes_a_valid_draft(run, root: Path, tmp_path: Path) -> None:
    arguments = ("--type", "protocol", "--owner", "director", "--format", "json")
    result = run("import", str(old_file(tmp_path / "oud.docx")), *arguments)
    answer = json.loads(result.out)
    assert (result.code, answer["id"], answer["path"]) == (0, "ziekte-en-verzuim", NEW)
    assert answer["is_new"] is answer["written"] is True
    assert answer["blocks"] == answer["changed_blocks"] == 11
    assert answer["proposals"] == {"version": "3.2", "adopted": "12 mei 2023", "owner": "directeur"}
    text = (root / NEW).read_text(encoding="utf-8")
    assert "type: protocol\n" in text
    assert "version" not in text.split("---\n")[1]
    assert text.count("\n# ") == 1
    assert "\n## Doe nu\n" in text
    assert "\n## Doe nu {#doe-nu-2}\n" in text
    for data in (trip.PNG, trip.OTHER_PNG):
        name = f"assets/{sha256(data).hexdigest()}.png"
        assert f"![Een schema](../{name})" in text
        assert (root / "handbook" / name).read_bytes() == data
    found = json.loads(run("check", str(root / NEW), "--format", "json").out)["findings"]
    errors = {f["code"] for f in found if f["severity"] == "error"}
    assert errors == {"ZW504"}  # the type asks for sections that it does not have yet


def test_a_dry_run_writes_nothing(run, root: Path, tmp_path: Path) -> None:
    before = files(root)
    result = run("import", str(old_file(tmp_path / "o.docx")), "--type", "protocol", "--dry-run")
    assert (result.code, files(root)) == (0, before), result.err
    assert "nieuw concept, niet geschreven" in result.out


def test_a_file_without_a_title_gets_that_of_the_file(run, root: Path, tmp_path: Path) -> None:
    doc = docx.Document()
    doc.add_paragraph("Drink water.")
    doc.core_properties.title = ""
    doc.save(tmp_path / "Omgaan_met vorst.docx")
    result = run("import", str(tmp_path / "Omgaan_met vorst.docx"), "--type", "protocol")
    assert result.code == 0, result.err
    text = (root / "handbook/protocols/omgaan-met-vorst.md").read_text(encoding="utf-8")
    assert text.endswith("# Omgaan met vorst\n\nDrink water.\n")


@pytest.mark.parametrize(("arguments", "code", "words"), [
    ((), 2, "--type"),
    (("--type", "roman"), 2, "soort 'roman' bestaat niet"),
    (("--type", "protocol", "--owner", "koning"), 2, "rol 'koning' bestaat niet"),
    (("--id", "bestaat-niet"), 1, "geen document met id"),
    (("--type", "protocol", "--id", "pestprotocol"), 1, "al een document"),
])  # fmt: skip
def test_what_cannot_be_is_refused_with_a_reason(
    run, root: Path, tmp_path: Path, arguments, code: int, words: str
) -> None:
    before = files(root)
    result = run("import", str(old_file(tmp_path / "oud.docx")), *arguments)
    assert (result.code, files(root)) == (code, before)
    assert words in result.err


# -- a returned file -------------------------------------------------------------------------


def sent(root: Path, path: Path, *pairs: tuple[str, str], inserted: str = "") -> Path:
    document = trip.Docx(trip.exported(root, "hitte", draft=True))
    for pair in pairs:
        document.change(*pair)
    data = document.bytes()
    if inserted:
        xml = document.parts["word/document.xml"].decode()
        who = 'w:id="9" w:author="Vera Voorbeeld" w:date="2026-03-01T10:00:00Z"'
        at = xml.index("</w:p>", xml.index("De leerlingen gaan"))
        run_ = f"<w:ins {who}><w:r><w:t>{inserted}</w:t></w:r></w:ins>"
        document.parts["word/document.xml"] = (xml[:at] + run_ + xml[at:]).encode()
        out = io.BytesIO()
        import zipfile

        with zipfile.ZipFile(out, "w") as package:
            for name, part in document.parts.items():
                package.writestr(name, part)
        data = out.getvalue()
    path.write_bytes(data)
    return path


def test_one_sentence_edited_in_a_renamed_file_is_shown_and_written(
    run, root: Path, tmp_path: Path
) -> None:
    path = sent(root, tmp_path / "van Fatima (2).docx", ("eerder naar huis", "vroeger naar huis"))
    before = {p: p.read_bytes() for p in root.rglob("*.*") if p.is_file() and ".git" not in p.parts}
    result = run("import", str(path))
    assert result.code == 0
    assert "Anders onder 'Waarom zo':\n  - De leerlingen gaan eerder" in result.out
    assert "'hitte': 1 blok veranderd, geschreven in handbook/protocols/hitte.md." in result.out
    changed = {p for p, data in before.items() if p.read_bytes() != data}
    assert changed == {root / "handbook/protocols/hitte.md"}
    assert "er is niets veranderd" in run("import", str(path)).out


def test_an_untouched_file_changes_nothing(run, root: Path, tmp_path: Path) -> None:
    result = run("import", str(sent(root, tmp_path / "a.docx")), "--format", "json")
    answer = json.loads(result.out)
    assert (result.code, answer["changed_blocks"], answer["written"]) == (0, 0, False)
    assert answer["losses"] == answer["edits"] == answer["conflicts"] == []


@pytest.mark.parametrize(("way", "code", "written"),
                         [("ask", 1, False), ("list", 0, False), ("accept", 0, True), ("reject", 0, False)])  # fmt: skip
def test_tracked_changes_are_never_taken_unasked(
    run, root: Path, tmp_path: Path, way: str, code: int, written: bool
) -> None:
    path = sent(root, tmp_path / "a.docx", inserted=" Ook op vrijdag.")
    result = run("import", str(path), "--changes", way, "--format", "json")
    answer = json.loads(result.out)
    assert (result.code, answer["written"]) == (code, written)
    (change,) = answer["changes"]
    assert (change["kind"], change["author"], change["after"]) == (
        "insert", "Vera Voorbeeld", "Ook op vrijdag.")  # fmt: skip
    text = (root / "handbook/protocols/hitte.md").read_text(encoding="utf-8")
    assert ("Ook op vrijdag" in text) is written
    assert "Vera" not in text


def test_a_conflict_stops_and_is_shown_side_by_side(run, root: Path, tmp_path: Path) -> None:
    path = sent(root, tmp_path / "a.docx", ("eerder naar huis", "vroeger naar huis"))
    record = root / "handbook/protocols/hitte.md"
    record.write_text(record.read_text(encoding="utf-8").replace("als het te warm", "bij te warm"),
                      encoding="utf-8")  # fmt: skip
    before = record.read_bytes()
    result = run("import", str(path))
    assert (result.code, record.read_bytes()) == (1, before)
    assert "In Word en in het handboek gewijzigd onder 'Waarom zo'" in result.out
    assert "--conflicts handbook of --conflicts word" in result.err
    answer = json.loads(run("import", str(path), "--format", "json").out)
    assert [set(c) for c in answer["conflicts"]] == [{"section", "base", "handbook", "word"}]
    assert answer["written"] is False
    assert run("import", str(path), "--conflicts", "word").code == 0
    assert "vroeger naar huis als het te warm" in record.read_text(encoding="utf-8")


def dutch_file(path: Path) -> Path:
    """As schools have them: a cover, a table of versions, a typed table of contents, styles with
    Dutch names, and numbers and signs that somebody typed."""
    doc = docx.Document()
    for style, name in (
        ("Title", "Titel"),
        ("Heading 1", "Kop 1"),
        ("List Paragraph", "Lijstalinea"),
    ):
        found = doc.styles[style].element
        found.find(qn("w:name")).set(qn("w:val"), name)
        found.set(qn("w:styleId"), name.replace(" ", ""))
    doc.styles.add_style("Inhopg 1", WD_STYLE_TYPE.PARAGRAPH)
    table = (("Versie", "Datum", "Wijziging"), ("0.9", "1 mei 2018", "Concept"),
             ("1.0", "20 augustus 2019", "Vastgesteld"))  # fmt: skip
    told = [("Gymzaal", "Titel"), ("Basisschool De Vlieger", ""), (None, ""),
            ("1.1 Doel\t3", "Inhopg1"), ("1 Inleiding", "Kop1"), ("1.1 Doel", ""),
            ("Ieder kind gymt veilig.", ""), ("1. Sluit de deur.", ""), ("2. Tel de kinderen.", ""),
            ("- een bal", "Lijstalinea"), ("2 Toezicht", "Kop1"), ("3 zalen waren er in 2019.", "")]  # fmt: skip
    for words, style in told:
        if words is None:
            for cells, texts in zip(doc.add_table(3, 3).rows, table, strict=True):
                for cell, text in zip(cells.cells, texts, strict=True):
                    cell.text = text
            continue
        paragraph = doc.add_paragraph(words)
        if style:
            paragraph._p.get_or_add_pPr().get_or_add_pStyle().set(qn("w:val"), style)
    doc.save(path)
    return path


def test_an_old_dutch_document_becomes_a_sensible_draft_with_its_doubts(
    run, root: Path, tmp_path: Path
) -> None:
    file = str(dutch_file(tmp_path / "oud.docx"))
    answer = json.loads(
        run("import", file, "--type", "protocol", "--owner", "director", "--format", "json").out
    )
    assert answer["proposals"] == {"version": "1.0", "date": "20 augustus 2019"}
    assert [(x["kind"], x["text"]) for x in answer["losses"]] == [
        ("table-of-contents", "1.1 Doel 3")
    ]
    (note,) = answer["notes"]
    for words in ("'1 Inleiding'", "'1.1 Doel'", "'1. Sluit de deur.'", "'- een bal'", "en nog 1"):
        assert words in note
    assert "2019" not in note
    _, _, body = (root / answer["path"]).read_text(encoding="utf-8").partition("\n# ")
    assert [x for x in body.split("\n") if x and not x.startswith("|")] == [
        "Gymzaal", "Basisschool De Vlieger", "## 1 Inleiding", "1.1 Doel", "Ieder kind gymt veilig.",
        "1\\. Sluit de deur.", "2\\. Tel de kinderen.", "\\- een bal", "## 2 Toezicht",
        "3 zalen waren er in 2019.",
    ]  # fmt: skip
