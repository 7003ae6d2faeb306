"""Words of published bytes: whatever a file is, everything in it that could be read."""

from __future__ import annotations

import gzip
import html
import io
import json
import re
import unicodedata
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from zowerkenwij.site import gate_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = re.compile(r"[^\W_]+")
MAX_BYTES = 200_000_000  # of one file, unpacked
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_WORD_PARAGRAPH = re.compile(r"</w:p>|<w:(?:tab|br|cr)\b[^>]*>")
_MARKUP = (".html", ".htm", ".xml", ".svg", ".xhtml", ".rels")
_FRAGMENT = b"pagefind_dcd"  # what precedes the JSON of a page in the search index
_DEPTH = 4


class UnreadableOutput(Exception):
    """A file of the output that cannot be read, so that nobody knows what is in it."""


def words(text: str) -> list[str]:
    """The words of a text, so that two spellings of the same word are the same."""
    if text.isascii():
        return WORD.findall(text.lower())
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def readings(name: str, data: bytes, depth: int = 0, seen: set[str] | None = None) -> Iterator[str]:
    """All texts in a file, by its name and bytes; raises ``UnreadableOutput``. Tags that are in
    ``seen`` are not given again: every page has those of header and footer."""
    if len(data) > MAX_BYTES or depth > _DEPTH:
        raise UnreadableOutput(name)
    ending = PurePosixPath(name).suffix.lower()
    if data.startswith(b"\x1f\x8b"):
        yield from readings(name.removesuffix(".gz"), _gunzip(name, data), depth + 1)
    elif data.startswith(b"PK\x03\x04"):
        yield from _unzip(name, data, depth)
    elif data.startswith(b"%PDF"):
        yield from gate_pdf.texts(data, MAX_BYTES)
    elif data.startswith(_FRAGMENT):
        yield from _json(data[len(_FRAGMENT) :])
    elif ending == ".json":
        yield from _json(data)
    elif ending in _MARKUP:
        text = _decode(data)
        if "<w:t" in text:  # a word may be cut in pieces of their own look
            yield html.unescape(_TAG.sub("", _WORD_PARAGRAPH.sub(" ", text)))
        yield from _markup(text, set() if seen is None else seen)
    else:
        yield _decode(data)


def _decode(data: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    return data.decode("utf-8", "replace")


def _markup(text: str, seen: set[str]) -> Iterator[str]:
    """What a reader sees, and apart from it all that stands inside tags."""
    yield html.unescape(_TAG.sub(" ", text))
    tags = [tag for tag in dict.fromkeys(_TAG.findall(text)) if tag not in seen]
    seen.update(tags)
    inside = html.unescape(" ".join(tags))
    yield inside
    if "%" in inside:
        yield unquote(inside)


def _json(data: bytes) -> Iterator[str]:
    try:
        yield "\n".join(_strings(json.loads(data)))
    except (ValueError, RecursionError):
        yield _decode(data)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    else:
        yield str(value)


def _gunzip(name: str, data: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableOutput(name) from error


def _unzip(name: str, data: bytes, depth: int) -> Iterator[str]:
    """The members of a zip: also .docx, .xlsx, .odt."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_BYTES:
                raise UnreadableOutput(name)
            for member in archive.infolist():
                yield member.filename
                yield from readings(member.filename, archive.read(member), depth + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, zlib.error) as error:
        raise UnreadableOutput(name) from error
