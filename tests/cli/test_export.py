"""``export``: files where they were asked for, clean copies that give nothing away, books."""

from __future__ import annotations

import contextlib
import html
import io
import re
import subprocess
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from lxml import etree

from tests.conftest import EXAMPLE, edit
from zowerkenwij.cli import context, main
from zowerkenwij.model.settings import AUDIENCES

DAY = "2026-11-23"
PROPERTIES = {"zww.record", "zww.version", "zww.digest"}


def run(*words: str, book: Path = EXAMPLE.parent) -> int:
    with pytest.raises(SystemExit) as left:
        main(["export", *words, "--handbook", str(book), "--as-of", DAY])
    return int(left.value.code or 0)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def narrower(audience: str) -> list[tuple[str, str]]:
    """Lines of passages that the audience may not read, in every text of the example, by id."""
    found = []
    rank = AUDIENCES.index(audience)  # type: ignore[arg-type]
    for document in context.load(EXAMPLE.parent).documents:
        for passage in document.outline.passages:
            if passage.kind == "audience" and AUDIENCES.index(passage.argument) > rank:  # type: ignore[arg-type]
                lines = document.body.split("\n")[passage.line : passage.last_line - 1]
                long = (re.sub(r"\W+", " ", line).strip() for line in lines)
                found += [(document.id, line) for line in long if len(line) > 30]
    return found


@pytest.mark.parametrize("audience", ["public", "on-request", "staff"])
@pytest.mark.parametrize("form", ["docx", "html"])
def test_a_clean_copy_gives_nothing_away(audience: str, form: str, tmp_path: Path) -> None:
    assert run("--all", "--clean", "--to", form, "--audience", audience, "-o", str(tmp_path)) == 0
    files, kept = sorted(tmp_path.iterdir()), narrower(audience)
    assert files
    for file in files:
        found = parts(file) if form == "docx" else {"page": file.read_bytes()}
        whole = b"\n".join(found.values()).decode("utf-8")
        assert "handboek.dewaterkant.example" not in whole
        assert ".md" not in whole
        words = re.sub(r"\W+", " ", html.unescape(re.sub(r"<[^>]*>", "", whole)))
        for id_, line in kept:
            assert id_ != file.stem or line not in words
        if form == "docx":
            assert_bare(found)
        else:
            assert set(re.findall(r'<meta name="(zww[^"]*)"', whole)) == PROPERTIES
            assert not re.findall(r'(?:src|href)="(?!#|https?://|mailto:|tel:|data:)[^"]*"', whole)


def assert_bare(found: dict[str, bytes]) -> None:
    custom = etree.fromstring(found["docProps/custom.xml"])
    assert set(custom.xpath("//@name")) == PROPERTIES
    assert not [name for name in found if "comments" in name or "customXml" in name]
    body = found["word/document.xml"]
    assert not re.search(rb"<w:(?:ins|del|moveFrom|moveTo|commentReference)\b|w:rsid|_zww_", body)
    core = etree.fromstring(found["docProps/core.xml"])
    people = [x.text for x in core if etree.QName(x).localname in ("creator", "lastModifiedBy")]
    assert set(people) == {"Stichting De Waterkant"}


def test_labels_of_passages_stay_in_every_form(tmp_path: Path) -> None:
    label = "Alleen op scholen voor onderwijs in een justitiële jeugdinrichting"
    for form in ("docx", "html", "md"):
        file = tmp_path / f"m.{form}"
        assert run("meldcode", "--clean", "-o", str(file)) == 0
        text = (
            parts(file)["word/document.xml"].decode() if form == "docx" else file.read_text("utf-8")
        )
        assert label in text
        assert "\ue000" not in text


def test_the_name_of_the_file_says_the_form(tmp_path: Path) -> None:
    assert run("meldcode", "-o", str(tmp_path / "nieuw" / "m.html")) == 0
    assert (tmp_path / "nieuw/m.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert run("meldcode", "--to", "docx", "-o", str(tmp_path / "m.html")) == 2
    assert run("meldcode", "--to", "md", "-o", str(tmp_path)) == 0
    assert (tmp_path / "meldcode.md").is_file()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("meldcode", "--audience", "public"), 1, "openbaar"),
        (("regels-instelling",), 1, "uitgever"),
        (("meldcode", "--version", "9.0"), 1, "2.1"),
        (("meldcod",), 1, "meldcode"),
        (("meldcode", "--as-of", "2001-01-01"), 1, "--draft"),
        (("meldcode", "--school", "nergens"), 1, "nergens"),
        (("meldcode", "--draft", "--version", "2.1"), 2, "niet allebei"),
        (("meldcode", "--all"), 2, "--all"),
        (("--all", "--to", "md", "-o", "x.md"), 2, "map"),
    ],
)
def test_a_refusal_says_why_and_writes_nothing(
    words: tuple[str, ...], code: int, told: str, tmp_path: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    day = () if "--as-of" in words else ("--as-of", DAY)
    with pytest.raises(SystemExit) as left:
        main(["export", *words, *day, "--handbook", str(EXAMPLE.parent)])
    assert left.value.code == code
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_work_of_others_is_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "m.docx"
    assert run("meldcode", "-o", str(file)) == 0
    assert run("antipest", "-o", str(file)) == 0, "an export that nobody touched may go"
    edited = docx.Document(str(file))
    edited.paragraphs[3].add_run(" Mijn opmerking.")
    edited.core_properties.author = "x"
    edited.save(str(file))
    again = zipfile.ZipFile(io.BytesIO(file.read_bytes()))
    assert again.testzip() is None
    data = rewritten(file.read_bytes(), "Microsoft Office Word")
    file.write_bytes(data)
    assert run("meldcode", "-o", str(file)) == 1
    assert file.read_bytes() == data
    assert "import" in capsys.readouterr().err
    record = tmp_path / "plan.md"
    record.write_text("---\nformat: 1\n---\n\n# Plan\n", encoding="utf-8")
    assert run("plan", "--to", "md", "-o", str(record)) == 1
    (tmp_path / "m.pdf").mkdir()
    assert run("meldcode", "--to", "md", "-o", str(tmp_path / "m.pdf")) == 0
    (tmp_path / "vol").write_text("x")
    assert run("meldcode", "-o", str(tmp_path / "vol")) == 3


def rewritten(data: bytes, program: str) -> bytes:
    """The file as another program saves it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/app.xml":
                content = content.replace(b">zowerkenwij<", f">{program}<".encode())
            new.writestr(name, content)
    return out.getvalue()


def test_a_book_is_one_file_with_one_table_of_contents(tmp_path: Path) -> None:
    file = tmp_path / "boek.docx"
    assert run("--all", "-o", str(file)) == 0
    found = parts(file)
    body = found["word/document.xml"].decode()
    assert body.count(" TOC ") == 1
    assert "Meldcode huiselijk geweld" in body
    assert "Antipestprotocol" in body
    names = re.findall(r'w:bookmarkStart w:id="\d+" w:name="([^"]+)"', body)
    assert len(names) == len(set(names))
    anchors = set(re.findall(r'w:hyperlink w:anchor="([^"]+)"', body))
    assert anchors <= set(names), "every link leads somewhere"
    assert any(re.match(r"d\d+-doe-nu", a) for a in anchors), "links between texts stay inside"
    feet = [x.decode() for n, x in found.items() if n.startswith("word/footer")]
    assert any("meldcode" in foot for foot in feet)
    assert any("antipest" in foot for foot in feet)
    notes = re.findall(r'<w:footnote w:id="(\d+)"', found["word/footnotes.xml"].decode())
    assert len(notes) == len(set(notes))
    first = file.read_bytes()
    assert run("--all", "-o", str(file)) == 0
    assert file.read_bytes() == first


def test_a_book_of_some_texts_as_a_page(tmp_path: Path) -> None:
    file = tmp_path / "b.html"
    assert run("meldcode", "antipest", "-o", str(file)) == 0
    page = file.read_text("utf-8")
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert page.count("<h1") == 1
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert 'lang="nl"' in page


def test_a_pdf_is_tagged_dutch_and_has_its_title(tmp_path: Path) -> None:
    pytest.importorskip("weasyprint")
    file = tmp_path / "m.pdf"
    assert run("meldcode", "-o", str(file)) == 0
    data = file.read_bytes()
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    whole = data + b"".join(inflated(stream) for stream in streams)
    for sign in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang (nl", b"pdfuaid", b"DisplayDocTitle"):
        assert sign in whole
    told = subprocess.run(["pdftotext", str(file), "-"], check=True, capture_output=True).stdout
    text = re.sub(r"\W+", " ", told.decode())
    assert "Stap 1" in text
    for id_, line in narrower("on-request"):
        assert id_ != "meldcode" or line not in text
    assert run("antipest", "-o", str(file)) == 0, "an own file may be written over"


def inflated(stream: bytes) -> bytes:
    with contextlib.suppress(zlib.error):
        return zlib.decompress(stream)
    return b""


def test_a_pdf_without_weasyprint_is_refused_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    assert run("meldcode", "-o", str(tmp_path / "m.pdf")) == 3
    assert "zowerkenwij[pdf]" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("day", ["2024-09-01", DAY])
def test_all_texts_of_a_day_are_those_of_each_document_on_that_day(
    day: str, example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def export(*words: str) -> int:
        with pytest.raises(SystemExit) as left:
            main(["export", *words, "--to", "md", "--as-of", day, "--handbook", str(example)])
        return int(left.value.code or 0)

    edit(example / "handbook/protocols/meldcode.md", "## Doe nu", "Een concept.\n\n## Doe nu")
    assert export("--all", "-o", str(tmp_path / "all")) == 0
    skipped = re.findall(r"^Overgeslagen: .*'([a-z-]+)'", capsys.readouterr().err, re.MULTILINE)
    ids = [d.id for d in context.load(example).documents]
    given = [id_ for id_ in ids if export(id_, "-o", str(tmp_path / "each")) == 0]
    texts = {path.name: path.read_bytes() for path in (tmp_path / "all").iterdir()}
    assert texts == {path.name: path.read_bytes() for path in (tmp_path / "each").iterdir()}
    assert sorted(given) == sorted(name.removesuffix(".md") for name in texts)
    assert sorted(skipped) == sorted(set(ids) - set(given))
    assert skipped


def test_all_texts_of_a_day_before_any_adoption_is_refused(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["export", "--all", "--to", "md", "--as-of", "2001-01-01", "-o", str(tmp_path / "uit"),
              "--handbook", str(example)])  # fmt: skip
    assert left.value.code == 1
    assert "Geen enkel document kan zo worden gemaakt" in capsys.readouterr().err
    assert not (tmp_path / "uit").exists()
