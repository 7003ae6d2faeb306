"""The canonical form of a text and its digest (records.md, "Digest")."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    head = json.dumps(
        [title, type_, audience, sorted(applies_to)], ensure_ascii=False, separators=(",", ":")
    )
    text = unicodedata.normalize("NFC", head) + "\n" + normalise(body)
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
