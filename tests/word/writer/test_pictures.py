"""Stored pictures in every form of an export, and on the way back."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pytest

from zowerkenwij.cli import main

TEXT = '\n## Kaart\n\n![Kaart van "het" gebouw](../assets/kaart.png)\n\nZie ![pijl](../assets/weg.png).\n\n## '


def png(wide: int, high: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    rows = zlib.compress((b"\0" + b"\x0b\x55\x63" * wide) * high)
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


PICTURE = png(1200, 300)


@pytest.fixture
def book(starter: Path) -> Path:
    record = starter / "handbook/leaflets/informatiefolder.md"
    body = record.read_text(encoding="utf-8")
    record.write_text(body.replace("\n## ", TEXT, 1), encoding="utf-8", newline="\n")
    (starter / "handbook/assets").mkdir(exist_ok=True)
    (starter / "handbook/assets/kaart.png").write_bytes(PICTURE)
    return starter


def run(book: Path, *words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main([*words, "--handbook", str(book)])
    return int(left.value.code or 0)


def test_word_gets_the_picture_with_its_words_and_it_fits_the_page(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "i.docx"
    assert run(book, "export", "informatiefolder", "--draft", "-o", str(file)) == 0
    assert "weg.png" in capsys.readouterr().err
    opened = docx.Document(io.BytesIO(file.read_bytes()))
    (shape,) = opened.inline_shapes
    assert shape.width.cm == pytest.approx(17, abs=0.1)
    assert shape.width / shape.height == pytest.approx(4, abs=0.01)
    assert shape._inline.docPr.get("descr") == 'Kaart van "het" gebouw'
    assert "Zie [afbeelding: pijl]." in [p.text for p in opened.paragraphs]
    with zipfile.ZipFile(file) as archive:
        media = [n for n in archive.namelist() if n.startswith("word/media/")]
        assert [archive.read(n) for n in media] == [PICTURE]


def test_a_page_holds_the_picture_itself_and_asks_nothing_of_others(
    book: Path, tmp_path: Path
) -> None:
    file = tmp_path / "i.html"
    assert run(book, "export", "informatiefolder", "--draft", "--to", "html", "-o", str(file)) == 0
    page = file.read_text(encoding="utf-8")
    assert base64.b64encode(PICTURE).decode() in page
    assert "Zie pijl." in page
    assert page.count("<img") == 1
    assert 'name="zww.digest" content="sha256:' in page


def test_a_pdf_holds_the_picture(book: Path, tmp_path: Path) -> None:
    file = tmp_path / "i.pdf"
    assert run(book, "export", "informatiefolder", "--draft", "--to", "pdf", "-o", str(file)) == 0
    assert b"/Subtype /Image" in file.read_bytes()


def test_an_untouched_file_with_pictures_comes_back_without_a_change(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "i.docx"
    record = book / "handbook/leaflets/informatiefolder.md"
    before = record.read_bytes()
    assert run(book, "export", "informatiefolder", "--draft", "-o", str(file)) == 0
    assert run(book, "import", str(file)) == 0, capsys.readouterr().err
    assert record.read_bytes() == before
    assert [p.name for p in (book / "handbook/assets").iterdir()] == ["kaart.png"]
