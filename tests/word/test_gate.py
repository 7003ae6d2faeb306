"""Hostile files are refused in time, with a reason, before and without anything else."""

from __future__ import annotations

import socket
import time

import pytest

from tests.word.hostile import FILES, RELS, TYPES, document, packed, paragraph, word
from zowerkenwij.word.child import read_limited
from zowerkenwij.word.gate import passed
from zowerkenwij.word.reader import read
from zowerkenwij.word.refused import SENTENCES, RefusedFile


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
