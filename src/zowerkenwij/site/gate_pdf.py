"""Words of a PDF: its strings, its streams, and the text that stands there as glyph numbers."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_OBJECT = re.compile(rb"\b(\d+) 0 obj\b(.*?)\bendobj\b", re.DOTALL)
_INSIDE = re.compile(rb"/Type\s*/ObjStm")
_FIRST, _COUNT = re.compile(rb"/First\s+(\d+)"), re.compile(rb"/N\s+(\d+)")
_FONT = re.compile(rb"/([A-Za-z0-9_.+-]+)\s+(\d+) 0 R")
_MAP = re.compile(rb"/ToUnicode\s+(\d+) 0 R")
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SHOWN = re.compile(
    rb"/([A-Za-z0-9_.+-]+)\s+[-\d.]+\s+Tf|(\[(?:[^\[\]()]|\((?:[^()\\]|\\.)*\))*\])\s*TJ"
    rb"|(<[0-9A-Fa-f\s]*>|\((?:[^()\\]|\\.)*\))\s*(?:Tj|'|\")",
    re.DOTALL,
)
_PIECE = re.compile(rb"<([0-9A-Fa-f\s]*)>|\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_STRING = re.compile(r"\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_HEX = re.compile(r"<(FEFF[0-9A-F]*)>", re.IGNORECASE)
_LEGIBLE = re.compile(r"[\t\n\r -~\xa0-\xff]{12,}")
_BINARY = 0.7  # of the bytes of a stream are legible, or it is a font or a picture


def texts(data: bytes, most: int) -> Iterator[str]:
    """All that can be read in a PDF; a stream is unpacked up to ``most`` bytes. Chance letters in
    fonts and pictures are no words: of those only long legible rows are given."""
    outside = _STREAM.sub(b" ", data).decode("latin-1")
    yield outside
    streams = [_unpacked(match[1], most) for match in _STREAM.finditer(data)]
    for stream in streams:
        yield from _legible(stream)
    objects = dict(_objects(data, most))
    for text in (outside, *(o.decode("latin-1") for o in objects.values())):
        yield " ".join(_strings(text))
    maps = _fonts(objects, most)
    for stream in streams:
        if b"Tj" in stream or b"TJ" in stream:
            yield _spoken(stream, maps)


def _unpacked(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, most)
    except zlib.error:
        return data


def _legible(stream: bytes) -> Iterator[str]:
    text = stream.decode("latin-1")
    good = sum(32 <= byte < 127 or byte in (9, 10, 13) for byte in stream)
    if good >= _BINARY * len(stream):
        yield text
        yield "".join(_STRING.findall(text))
    else:
        yield "\n".join(_LEGIBLE.findall(text))


def _strings(text: str) -> Iterator[str]:
    """Titles, bookmarks and other values, as letters or as UTF-16 in hexadecimal."""
    for found in _STRING.findall(text):
        raw = found.encode("latin-1", "replace")
        yield raw.decode("utf-16", "replace") if raw.startswith(b"\xfe\xff") else found
    for found in _HEX.findall(text):
        yield bytes.fromhex(found[: len(found) // 2 * 2]).decode("utf-16", "replace")


def _objects(data: bytes, most: int) -> Iterator[tuple[int, bytes]]:
    """Every object by its number, also those that are packed together in a stream."""
    for match in _OBJECT.finditer(data):
        yield int(match[1]), match[2]
        stream = _STREAM.search(match[2])
        first, count = _FIRST.search(match[2]), _COUNT.search(match[2])
        if stream and first and count and _INSIDE.search(match[2]):
            yield from _packed(_unpacked(stream[1], most), int(first[1]), int(count[1]))


def _packed(content: bytes, first: int, count: int) -> Iterator[tuple[int, bytes]]:
    head = [int(n) for n in re.findall(rb"\d+", content[:first])][: 2 * count]
    starts = [*head[1::2], len(content) - first]
    for number, start, end in zip(head[::2], starts, starts[1:], strict=False):
        yield number, content[first + start : first + end]


def _fonts(objects: Mapping[int, bytes], most: int) -> dict[bytes, dict[bytes, str]]:
    """Per name of a font in pages: glyph number (hexadecimal) → letters."""
    found: dict[bytes, dict[bytes, str]] = {}
    for body in objects.values():
        for name, number in _FONT.findall(body):
            map_ = _MAP.search(objects.get(int(number), b""))
            stream = _STREAM.search(objects.get(int(map_[1]), b"")) if map_ else None
            if stream:
                letters = _letters(_unpacked(stream[1], most))
                found.setdefault(name, {}).update(letters)
    return found


def _letters(table: bytes) -> dict[bytes, str]:
    found: dict[bytes, str] = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for glyph, letters in _PAIR.findall(part):
            found[glyph.lower()] = _utf16(letters)
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for low, high, letters in _RANGE.findall(part):
            start, width = int(low, 16), len(low)
            for at in range(start, min(int(high, 16), start + 0xFFFF) + 1):
                glyph = f"{at:0{width}x}".encode()
                found[glyph] = chr(min(int(letters, 16) + at - start, 0x10FFFF))
    return found


def _utf16(letters: bytes) -> str:
    return bytes.fromhex(letters.decode()).decode("utf-16-be", "replace")


def _spoken(stream: bytes, maps: Mapping[bytes, Mapping[bytes, str]]) -> str:
    """What a page shows, in the order in which it is drawn."""
    font: Mapping[bytes, str] = {}
    parts = []
    for match in _SHOWN.finditer(stream):
        if match[1] is not None:
            font = maps.get(match[1], {})
            continue
        pieces = _PIECE.findall(match[2] or match[3])
        parts.append("".join(_glyphs(piece, font) for piece in pieces))
    return " ".join(parts)


def _glyphs(piece: tuple[bytes, bytes], font: Mapping[bytes, str]) -> str:
    hexed, plain = piece
    if plain:
        return plain.decode("latin-1")
    digits = b"".join(hexed.split()).lower()
    width = len(next(iter(font), b"0000"))
    return "".join(font.get(digits[at : at + width], "") for at in range(0, len(digits), width))
