"""A foundation's own template: what is used, what is not, and what it lacks."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree

from tests.word.hostile import FILES
from tests.word.template import LOGO, changed, house_file, in_dutch
from tests.word.writer.test_export import made, parts
from zowerkenwij.cli import main
from zowerkenwij.text.blocks import dump
from zowerkenwij.word.child import template_limited
from zowerkenwij.word.reader import read
from zowerkenwij.word.refused import RefusedFile
from zowerkenwij.word.template import completed, load
from zowerkenwij.word.writer import write

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def styles_of(data: bytes) -> dict[str, str]:
    root = etree.fromstring(parts(data)["word/styles.xml"])
    return {
        str(x.get(f"{W}styleId")): str(x.find(f"{W}name").get(f"{W}val"))  # type: ignore[union-attr]
        for x in root.iter(f"{W}style")
    }


def test_styles_page_header_and_footer_are_used_and_the_text_is_not() -> None:
    found = parts(write(made(), load(house_file())))
    body = found["word/document.xml"].decode()
    assert "Deze tekst hoort niet" not in body
    assert 'w:pStyle w:val="Heading1"' in body
    assert 'w:left="1701"' in body
    assert LOGO in found.values()
    stories = "".join(x.decode() for n, x in found.items() if "/header" in n or "/footer" in n)
    assert "Huisstijl" in stories
    assert ">proef</w:t>" in stories
    assert ">oud<" not in stories
    assert "Pagina " in stories, "what its footer does not say is added"
    assert b'w:val="7A1F5C"' in found["word/styles.xml"]


def test_what_a_template_lacks_gets_a_default_in_its_colours() -> None:
    template = load(house_file())
    missing = {detail for kind, detail in template.notes if kind == "style"}
    assert {"ZWW Let op", "ZWW Tabel", "toc 2", "footnote text"} <= missing
    assert "heading 1" not in missing
    assert b"0B5563" not in template.styles
    again = load(completed(house_file()))
    assert not [detail for kind, detail in again.notes if kind == "style"]


@pytest.mark.parametrize("kind", ["word", "dutch", "office"])
def test_a_text_comes_back_the_same_whatever_the_template(kind: str, tmp_path: Path) -> None:
    data = in_dutch(house_file()) if kind == "dutch" else house_file()
    if kind == "office":
        (tmp_path / "h.docx").write_bytes(data)
        words = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/lo"]
        words += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "uit")]
        subprocess.run(
            [*words, str(tmp_path / "h.docx")], check=True, capture_output=True, timeout=120
        )
        data = (tmp_path / "uit/h.docx").read_bytes()
    export = write(made(), load(data))
    assert dump(read(export).blocks) == dump(read(write(made())).blocks)
    names = styles_of(export)
    assert sum(name.casefold() == "heading 1" for name in names.values()) == 1
    if kind == "dutch":
        assert {"Kop1", "Lijstopsomteken", "Lijstnummering", "Koptekst"} <= set(names)
        assert not {"Heading1", "ListBullet", "Kop1ZWW", "LijstopsomtekenZWW"} & set(names)


def test_lists_look_as_those_of_the_template() -> None:
    data = house_file()
    template = load(data)
    house = etree.fromstring(parts(data)["word/numbering.xml"])
    bullets = {
        x.find(f"{W}lvlText").get(f"{W}val")
        for x in house.iter(f"{W}lvl")  # type: ignore[union-attr]
        if x.find(f"{W}numFmt").get(f"{W}val") == "bullet"
    }  # type: ignore[union-attr]
    first = template.listing.levels["bullet"][0]
    assert any(f'w:val="{bullet}"' in first for bullet in bullets)
    assert '"%1."' in template.listing.levels["decimal"][0]


def test_the_same_template_gives_the_same_bytes() -> None:
    assert write(made(), load(house_file())) == write(made(), load(house_file()))


def test_what_reaches_outside_does_not_come_along() -> None:
    def foreign(xml: str) -> str:
        field = ("<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> INCLUDETEXT "
                 "\"c:/geheim.txt\" </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/>"
                 "</w:r><w:r><w:t>geheim</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
                 "<w:ins w:id=\"5\" w:author=\"Jan Jansen\"><w:r><w:t>x</w:t></w:r></w:ins></w:p></w:hdr>")  # fmt: skip
        return xml.replace("</w:hdr>", field)

    def linked(xml: str) -> str:
        return xml.replace(
            'Target="media/image1.png"', 'Target="http://ver.example/a.png" TargetMode="External"'
        )

    data = changed(house_file(), "word/header1.xml", foreign)
    data = changed(data, "word/_rels/header1.xml.rels", linked)
    template = load(data)
    everything = b"".join(parts(write(made(), template)).values())
    for word in (b"INCLUDETEXT", b"geheim", b"ver.example", b"Jan Jansen"):
        assert word not in everything
    assert {kind for kind, _ in template.notes} >= {"field", "image"}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_template_is_refused(name: str) -> None:
    make, kind = FILES[name]
    with pytest.raises(RefusedFile) as refused:
        load(make())
    assert refused.value.kind == kind


def test_the_limited_child_gives_the_same_template() -> None:
    assert template_limited(house_file()) == load(house_file())


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main([*words])
    return int(left.value.code or 0)


def test_the_command_says_what_is_missing_and_completes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "huis.docx").write_bytes(house_file())
    assert run("export", "--check-template", str(tmp_path / "huis.docx")) == 1
    told = capsys.readouterr().out
    assert "ZWW Let op" in told
    assert "de versie" in told
    whole = tmp_path / "heel.docx"
    assert run("export", "--check-template", str(tmp_path / "huis.docx"), "-o", str(whole)) == 0
    docx.Document(str(whole))
    assert run("export", "--check-template", str(tmp_path / "geen.docx")) == 3
    (tmp_path / "oud.docx").write_bytes(FILES["oud-doc"][0]())
    assert run("export", "--check-template", str(tmp_path / "oud.docx")) == 1
    assert "oud Word-bestand" in capsys.readouterr().err


def test_export_uses_it_and_says_which(starter: Path, tmp_path: Path) -> None:
    (tmp_path / "huis.docx").write_bytes(house_file())
    out = tmp_path / "i.docx"
    words = ("--handbook", str(starter), "--template", str(tmp_path / "huis.docx"), "-o", str(out))
    assert run("export", "informatiefolder", *words) == 0
    with zipfile.ZipFile(out) as archive:
        properties = archive.read("docProps/custom.xml").decode()
        heads = [
            archive.read(n).decode() for n in archive.namelist() if n.startswith("word/header")
        ]
    assert any("Huisstijl" in head for head in heads)
    assert 'name="zww.template"><vt:lpwstr>sha256:' in properties
    assert run("export", "informatiefolder", *words, "--to", "html") == 2
