"""Exports of the example handbook and of a small one: what is in the file, and what is not."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pypandoc
import pytest
from lxml import etree

from tests.conftest import EXAMPLE
from zowerkenwij.cli import main
from zowerkenwij.text.blocks import parse
from zowerkenwij.word.export import Export
from zowerkenwij.word.writer import write

TEXT = """# Titel

Een alinea met een noot.[^bron]

1. Eerste
2. Tweede

    - onder twee

Tussentekst.

1. Opnieuw een
2. Opnieuw twee

| Wie | Wat |
| --- | --- |
| a | b |

!!! warning "Pas op"
    Heet.

[^bron]: De tekst van de noot.
"""


def made(body: str = TEXT, *, carriers: bool = True) -> Export:
    return Export(
        "proef", "Titel", "protocol", "Stichting Klein", "versie 1.0", parse(body),
        properties={"zww.record": "proef"}, carriers=carriers,
    )  # fmt: skip


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main([*words, "--handbook", str(EXAMPLE.parent), "--as-of", "2026-11-23"])
    return int(left.value.code or 0)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_same_text_gives_the_same_bytes() -> None:
    assert write(made()) == write(made())


def test_every_part_is_well_formed_and_python_docx_opens_it() -> None:
    data = write(made())
    for name, xml in parts(data).items():
        assert etree.fromstring(xml) is not None, name
    opened = docx.Document(io.BytesIO(data))
    assert "Titel" in [p.text for p in opened.paragraphs if p.style.name == "Heading 1"]


def test_pandoc_reads_lists_with_restarts_tables_and_notes_back(tmp_path: Path) -> None:
    file = tmp_path / "proef.docx"
    file.write_bytes(write(made()))
    text = pypandoc.convert_file(str(file), "gfm", extra_args=["--wrap=none"])
    assert "1.  Eerste\n2.  Tweede\n    - onder twee" in text.replace("\n\n", "\n")
    assert "1.  Opnieuw een\n2.  Opnieuw twee" in text.replace("\n\n", "\n")
    assert "De tekst van de noot." in text
    assert "| Wie" in text


def test_an_export_for_editing_carries_what_the_way_back_needs() -> None:
    found = parts(write(made()))
    assert b"_zww_" in found["word/document.xml"]
    assert b"urn:zowerkenwij:word:1" in found["customXml/item1.xml"]


def test_a_clean_copy_carries_nothing_of_the_house() -> None:
    found = parts(write(made(carriers=False)))
    assert "customXml/item1.xml" not in found
    assert b"_zww_" not in found["word/document.xml"]


def test_a_hand_out_holds_no_narrower_passage_link_or_property(tmp_path: Path) -> None:
    file = tmp_path / "m.docx"
    assert run("export", "meldcode", "--audience", "on-request", "-o", str(file)) == 0
    found = parts(file.read_bytes())
    everything = b"".join(found.values()).decode()
    assert "Stap 1" in everything
    assert "groepsapp" not in everything
    assert "relationships/hyperlink" not in found["word/_rels/document.xml.rels"].decode()
    names = etree.fromstring(found["docProps/custom.xml"]).xpath("//@name")
    assert names == ["zww.record", "zww.version", "zww.digest"]


@pytest.mark.parametrize("form", ["html", "md"])
def test_hand_outs_in_other_forms_hold_no_narrower_passage(tmp_path: Path, form: str) -> None:
    file = tmp_path / f"m.{form}"
    words = ("--to", form, "--audience", "on-request", "-o", str(file))
    assert run("export", "meldcode", *words) == 0
    text = file.read_text(encoding="utf-8")
    assert "Stap 1" in text
    assert "groepsapp" not in text
    assert ".md" not in text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("meldcode", "--audience", "public"), 1),
        (("regels-instelling",), 1),
        (("meldcode", "--version", "9.0"), 1),
        ((), 2),
    ],
)
def test_what_may_not_be_exported_is_refused(
    tmp_path: Path, words: tuple[str, ...], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", *words, "-o", str(tmp_path / "x.docx")) == code
    assert not list(tmp_path.iterdir())
    assert capsys.readouterr().err.strip()


def test_all_gives_one_file_per_document_and_names_what_it_leaves_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", "--all", "-o", str(tmp_path / "uit")) == 0
    assert len(list((tmp_path / "uit").glob("*.docx"))) == 20
    assert "regels-instelling" in capsys.readouterr().err
