"""The canonical form and the digest (records.md)."""

from __future__ import annotations

import hashlib
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from zowerkenwij.text import digest, normalise

TEXTS = st.text(st.sampled_from("a\u0301é e\t\n\r\ufeffß1 \u00a0"), max_size=40)


def test_the_digest_is_as_the_design_says() -> None:
    body = "\ufeff\r\n\r\nRegel een  \r\nRegel\u00a0twee e\u0301\t\r\r\n\n"
    written = '["Titel é","protocol",null,["so","vso"]]\nRegel een\nRegel\u00a0twee é\n'
    expected = "sha256:" + hashlib.sha256(written.encode()).hexdigest()
    assert digest("Titel e\u0301", "protocol", None, ("vso", "so"), body) == expected


def test_an_empty_body_is_one_newline() -> None:
    assert [normalise(body) for body in ("", "\n", " \t\n\n", "\ufeff", "\r\n")] == ["\n"] * 5


def test_the_audience_is_part_of_the_digest() -> None:
    assert digest("T", "p", "public", (), "x") != digest("T", "p", None, (), "x")
    assert digest("T", "p", None, ("so",), "x") != digest("T", "p", None, (), "x")


@given(TEXTS)
@settings(max_examples=100)
def test_normalising_twice_changes_nothing(body: str) -> None:
    assert normalise(normalise(body)) == normalise(body)


@given(TEXTS)
@settings(max_examples=100)
def test_the_canonical_form_keeps_its_promises(body: str) -> None:
    text = normalise(body)
    assert "\r" not in text
    assert not text.startswith("\ufeff")
    assert text.endswith("\n")
    assert text == "\n" or (not text.startswith("\n") and not text.endswith("\n\n"))
    assert not any(line.endswith((" ", "\t")) for line in text.split("\n"))
    assert unicodedata.is_normalized("NFC", text)


@given(TEXTS)
@settings(max_examples=100)
def test_how_a_file_was_saved_does_not_matter(body: str) -> None:
    lines = body.replace("\r", "").lstrip("\ufeff")
    saved = [
        lines,
        "\ufeff" + lines,
        lines.replace("\n", "\r\n"),
        lines.replace("\n", " \t\n"),
        "\n" + lines + "\n \n",
    ]
    assert (
        len({digest("t", "p", None, (), unicodedata.normalize("NFD", text)) for text in saved}) == 1
    )
