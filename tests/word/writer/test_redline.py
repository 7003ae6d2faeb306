"""Redlines: accepting gives the new text, rejecting the old one, for pandoc and ourselves."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pypandoc
import pytest
from lxml import etree

from tests.word.writer.test_export import made
from zowerkenwij.text.blocks import dump
from zowerkenwij.word.reader import WordDocument, accept, read, reject
from zowerkenwij.word.redline import redline
from zowerkenwij.word.writer import write

DAY = date(2026, 5, 1)
BASE = """# Titel

Een alinea met [een adres](https://voorbeeld.nl/a), **vet** en een noot.[^bron] Dit blijft staan.

## Tweede kop

1. Eerste stap van het plan
2. Tweede stap van het plan
3. Derde stap van het plan

| Wie | Wat |
| --- | --- |
| mentor | belt de ouders |
| directeur | beslist |

Slot van de tekst.

[^bron]: De tekst van de noot.
"""
EDITS = {
    "a word": ("een noot", "één goede noot"),
    "a new paragraph": ("## Tweede kop\n", "Een geheel nieuwe alinea.\n\n## Tweede kop\n"),
    "a removed paragraph": ("\nSlot van de tekst.\n", ""),
    "a heading": ("## Tweede kop", "## De tweede kop"),
    "a heading of another level": ("## Tweede kop", "### Tweede kop"),
    "the title": ("# Titel", "# Nieuwe titel"),
    "an item in the middle": ("2. Tweede stap", "2. Tussenstap hier\n3. Tweede stap"),
    "a removed first item": ("1. Eerste stap van het plan\n", ""),
    "a list that becomes bullets": ("1. Eerste stap van het plan\n2. Tweede", "- Eerste stap van het plan\n- Tweede"),
    "a new row": ("| directeur |", "| bestuur | leest mee |\n| directeur |"),
    "a removed row": ("| mentor | belt de ouders |\n", ""),
    "a word in a cell": ("belt de ouders", "belt beide ouders"),
    "a new column": ("| Wie | Wat |\n| --- | --- |", "| Wie | Wat | Wanneer |\n| --- | --- | --- |"),
    "bold": ("Dit blijft staan", "Dit **blijft** staan"),
    "another address": ("voorbeeld.nl/a", "voorbeeld.nl/b"),
    "words in a link": ("[een adres]", "[het nieuwe adres]"),
    "a changed note": ("De tekst van de noot", "De nieuwe tekst van de noot"),
    "a removed note": ("[^bron] Dit", " Dit"),
    "a table that goes": ("| Wie | Wat |\n| --- | --- |\n| mentor | belt de ouders |\n| directeur | beslist |\n\n", ""),
}  # fmt: skip


def line(old: str, new: str, *notes: str) -> bytes:
    return redline(made(old), made(new), DAY, notes)


def by_pandoc(data: bytes, folder: Path, changes: str) -> str:
    file = folder / "r.docx"
    file.write_bytes(data)
    args = ["--wrap=none", f"--track-changes={changes}"]
    found = pypandoc.convert_file(str(file), "html", extra_args=args)
    without = re.sub(r"<(p|li|h\d)[^>]*></\1>|<tr[^>]*>\s*(<td[^>]*></td>\s*)+</tr>", "", found)
    without = re.sub(r"<(ul|ol)[^>]*>\s*</\1>", "", without)  # it leaves what became empty
    without = re.sub(r'<col[^>]*>|</?colgroup>| (?:class|id|style)="[^"]*"', "", without)
    return re.sub(r"\s+", " ", without)


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("turned", [False, True])
def test_accept_and_reject_give_exactly_the_two_texts(
    name: str, turned: bool, tmp_path: Path
) -> None:
    before, after = BASE, BASE.replace(*EDITS[name])
    assert before != after
    if turned:
        before, after = after, before
    data = line(before, after)
    plain = {t: read(write(made(t, carriers=False))) for t in (before, after)}
    found = read(data)
    assert dump(accept(found).blocks) == dump(plain[after].blocks)
    assert dump(reject(found).blocks) == dump(plain[before].blocks)
    if "table" in name or "row" in name or "column" in name:
        return  # pandoc does not follow tracked rows
    for text, changes in ((after, "accept"), (before, "reject")):
        want = by_pandoc(redline(made(text), made(text), DAY, ()), tmp_path, "accept")
        assert by_pandoc(data, tmp_path, changes) == want


def test_changes_carry_the_foundation_and_the_day_and_notes_are_comments() -> None:
    data = line(BASE, BASE.replace("belt de", "mailt de"), "Versie 2.0: mailen & bellen.")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
        comments = archive.read("word/comments.xml").decode()
    space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    marks = body.xpath("//w:ins | //w:del", namespaces=space)
    assert len(marks) == 2
    for mark in marks:
        assert mark.xpath("@w:author", namespaces=space) == ["Stichting Klein"]
        assert mark.xpath("@w:date", namespaces=space) == ["2026-05-01T00:00:00Z"]
    assert "Versie 2.0: mailen &amp; bellen." in comments
    assert body.xpath("count(//w:commentReference)", namespaces=space) == 1


def test_equal_texts_give_no_change_and_equal_bytes() -> None:
    assert b"<w:ins" not in line(BASE, BASE)
    assert line(BASE, BASE.replace("Slot", "Einde")) == line(BASE, BASE.replace("Slot", "Einde"))


@pytest.mark.slow
def test_libreoffice_keeps_every_change_of_all_edits_together(tmp_path: Path) -> None:
    after = BASE
    for name in ("a word", "a new paragraph", "a heading", "a new row", "a word in a cell", "bold"):
        after = after.replace(*EDITS[name])
    (tmp_path / "r.docx").write_bytes(line(BASE, after))
    words = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    words += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "out")]
    subprocess.run([*words, str(tmp_path / "r.docx")], check=True, capture_output=True, timeout=120)
    found = read((tmp_path / "out/r.docx").read_bytes())
    for text, side in ((after, accept(found)), (BASE, reject(found))):
        want = read(write(made(text, carriers=False)))
        assert seen(side) == seen(want)


def seen(document: WordDocument) -> str:
    """The words of a text, whatever the program made of notes and marks of Markdown."""
    return " ".join(re.findall(r"\w+", dump(document.blocks)))


def test_two_lists_that_become_one_count_right_on_both_sides() -> None:
    two = "# T\n\n1. Ga naar binnen\n2. Sluit de ramen\n\n### Kaart\n\n1. Volg de hulpdiensten\n"
    one = "# T\n\n1. Ga naar binnen\n2. Sluit de ramen\n3. Volg de hulpdiensten\n"
    for before, after in ((two, one), (one, two)):
        found = read(line(before, after))
        assert dump(accept(found).blocks) == dump(read(line(after, after)).blocks)
        assert dump(reject(found).blocks) == dump(read(line(before, before)).blocks)
