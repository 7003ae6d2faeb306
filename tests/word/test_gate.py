"""Hostile files are refused in time, with a reason, before and without anything else."""

from __future__ import annotations

import shutil
import socket
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.word.hostile import FILES, RELS, SPACE, TYPES, document, packed, paragraph, word
from tests.word.trip import new_protocol
from zowerkenwij.cli.program import program
from zowerkenwij.cli.refusal import Refusal
from zowerkenwij.word.child import read_limited
from zowerkenwij.word.gate import passed
from zowerkenwij.word.reader import read
from zowerkenwij.word.refused import SENTENCES, RefusedFile
from zowerkenwij.word.vector import harmless


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_in_time_with_its_own_reason(name: str, monkeypatch) -> None:
    def no_network(*args: object, **kwargs: object) -> None:
        raise AssertionError("network")

    make, kind = FILES[name]
    data = make()
    monkeypatch.setattr(socket, "socket", no_network)
    start = time.process_time()
    with pytest.raises(RefusedFile) as refused:
        read(data)
    assert refused.value.kind == kind
    assert refused.value.message.startswith(SENTENCES[kind])
    assert time.process_time() - start < 5


def test_a_good_file_passes_with_all_its_parts() -> None:
    assert set(passed(word()).data) == {"[Content_Types].xml", "_rels/.rels", "word/document.xml"}


def test_the_child_gives_what_reading_here_gives() -> None:
    data = word(paragraph("Een") + paragraph("Twee"))
    assert read_limited(data) == read(data)


def test_the_child_passes_a_refusal_on() -> None:
    with pytest.raises(RefusedFile) as refused:
        read_limited(FILES["diep"][0]())
    assert refused.value.kind == "too-deep"


def test_an_external_target_is_a_loss_and_never_fetched() -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r9" TargetMode="External" Target="file:///etc/passwd" Type="http://'
        'schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/></Relationships>'
    )
    body = '<w:p><w:hyperlink r:id="r9"><w:r><w:t>lees</w:t></w:r></w:hyperlink></w:p>'
    doc = read(word(body, word___rels__document_DOT_xml_DOT_rels=rels))
    assert [(x.kind, x.text) for x in doc.losses] == [("link", "file:///etc/passwd")]


def test_a_dangerous_field_is_shown_as_text_and_listed() -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO cmd calc'
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>tekst</w:t>'
        '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    doc = read(word(body))
    assert [(x.kind, x.text) for x in doc.losses] == [("field", "DDEAUTO cmd calc")]
    assert "tekst" in str(doc.blocks)


def test_a_byte_order_mark_is_no_reason_to_refuse() -> None:
    data = packed({"[Content_Types].xml": TYPES, "_rels/.rels": RELS,
                   "word/document.xml": "\ufeff" + document(paragraph("Hallo"))})  # fmt: skip
    assert len(read(data).blocks) == 1


RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def rels(*items: str) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(items)}</Relationships>'


def relation(id_: str, kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{id_}" Type="{RELATION}{kind}" Target="{target}"{mode}/>'


def drawing(blip: str) -> str:
    return (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing"><wp:docPr id="1" name="a" descr="Plattegrond"/><a:blip '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" {blip}/></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )


def losses(body: str, links: str, **more: str | bytes) -> list[tuple[str, str]]:
    doc = read(word(body, word___rels__document_DOT_xml_DOT_rels=links, **more))
    return [(x.kind, x.text) for x in doc.losses]


def test_a_linked_picture_becomes_a_placeholder_and_a_loss() -> None:
    links = rels(relation("r5", "image", "https://elders.example/a.png", external=True))
    doc = read(word(drawing('r:link="r5"'), word___rels__document_DOT_xml_DOT_rels=links))
    assert [(x.kind, x.text) for x in doc.losses] == [("linked-picture", "Plattegrond")]
    assert "[afbeelding: Plattegrond]" in str(doc.blocks)
    assert doc.media == {}


def test_embedded_objects_and_foreign_chunks_are_stripped_and_listed() -> None:
    links = rels(
        relation("r1", "oleObject", "embeddings/a.bin"), relation("r2", "aFChunk", "kwaad.html"),
        relation("r3", "control", "activeX/a.xml"),
    )  # fmt: skip
    body = '<w:altChunk r:id="r2"/>' + paragraph("Blijft")
    found = losses(body, links, word__kwaad_DOT_html="<script>x</script>")
    assert {kind for kind, _ in found} == {"altChunk", "embedded-object"}
    assert [text for kind, text in found if kind == "embedded-object"] == [
        "oleObject", "aFChunk", "control",
    ]  # fmt: skip


def test_an_attached_template_is_not_followed_but_listed() -> None:
    settings = f'<w:settings xmlns:w="{SPACE}" xmlns:r="{RELATION[:-1]}"><w:attachedTemplate r:id="x"/></w:settings>'
    links = rels(relation("r1", "settings", "settings.xml"))
    assert losses(paragraph("a"), links, word__settings_DOT_xml=settings) == [
        ("attached-template", "")
    ]


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="a()">'
    '<script>b()</script><style>@import "https://x.example"</style><a href="https://x.example">'
    '<rect width="1"/></a><use href="#r"/><image xlink:href="https://x.example/a.png"/>'
    '<rect id="r" fill="url(https://x.example)" width="3"/><foreignObject><p/></foreignObject></svg>'
)


def test_a_vector_picture_keeps_its_shapes_and_nothing_that_runs_or_leads_elsewhere() -> None:
    clean = harmless(SVG.encode()).decode()
    assert '<use href="#r"/>' in clean
    assert '<rect id="r" width="3"/>' in clean
    for word_ in ("script", "onload", "x.example", "foreignObject", "style"):
        assert word_ not in clean
    assert harmless(b"<html/>") == b""


def test_a_vector_picture_of_a_word_file_is_stored_clean() -> None:
    links = rels(relation("r5", "image", "media/a.svg"))
    doc = read(word(drawing('r:embed="r5"'), word__media__a_DOT_svg=SVG,
                    word___rels__document_DOT_xml_DOT_rels=links))  # fmt: skip
    ((kind, data),) = doc.media.values()
    assert (kind, b"script" in data) == ("svg", False)


@pytest.mark.parametrize("name", ["wachtwoord", "oud-doc", "macro", "kapotte-xml", "zipbom"])
def test_import_says_what_and_what_to_do_and_writes_nothing(name: str, tmp_path: Path) -> None:
    book = tmp_path / "boek"
    shutil.copytree(Path(__file__).parents[2] / "handbook", book / "handbook")
    before = {p: p.read_bytes() for p in book.rglob("*") if p.is_file()}
    path = tmp_path / "Bestand van Vera.docx"
    path.write_bytes(FILES[name][0]())
    arguments = new_protocol(path, book)
    result = CliRunner().invoke(program, arguments)
    assert isinstance(result.exception, Refusal)
    assert result.exception.exit_code == 1
    assert "'Bestand van Vera.docx' is niet ingelezen. " in str(result.exception)
    assert {p: p.read_bytes() for p in book.rglob("*") if p.is_file()} == before
