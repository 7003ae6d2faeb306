"""The canonical form of a text and its digest (records.md, "Digest")."""

from __future__ import annotations

import unicodedata
from hashlib import sha256
from json import JSONEncoder
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ENCODE = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def normalise(body: str) -> str:
    """The body as it is digested: no byte-order mark, line ends LF, no spaces or tabs at line
    ends, no blank lines at both ends, one final newline, NFC. An empty body is one newline."""
    text = body
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if " \n" in text or ("\t" in text and "\t\n" in text) or text.endswith((" ", "\t")):
        text = "\n".join([line.rstrip(" \t") for line in text.split("\n")])
    text = text.lstrip("\ufeff\n").rstrip("\n") + "\n"
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def digest(
    title: str, type_: str, audience: str | None, applies_to: Iterable[str], body: str
) -> str:
    """``sha256:`` and 64 hex digits over title, type, audience, kinds and canonical body."""
    text = normalise(body).encode(errors="surrogatepass")
    return "sha256:" + sha256(head(title, type_, audience, applies_to) + text).hexdigest()


def head(title: str, type_: str, audience: str | None, applies_to: Iterable[str]) -> bytes:
    """What a digest covers beside the body: a line of JSON, in UTF-8."""
    line = _ENCODE([title, type_, audience, sorted(applies_to)])
    return unicodedata.normalize("NFC", line).encode(errors="surrogatepass") + b"\n"
