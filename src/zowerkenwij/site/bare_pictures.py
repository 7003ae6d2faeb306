"""Pictures without what cameras and programs write beside the picture: place, name, day, remarks.

Nothing is decoded or compressed again, so the picture is the same to the last point and the same
bytes come out each time. What stays is what it needs to look right: colours, size, animation, and
which side is up. After JPEG (ITU T.81), Exif 2.32, PNG (third edition), GIF89a and WebP.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs acTL fcTL fdAT".split()
)
_WEBP_KEPT = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_GIF_KEPT = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SVG = re.compile(
    rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<metadata\b.*?</metadata\s*>|<metadata\b[^>]*/>|<[A-Za-z][^>]*>",
    re.DOTALL,
)
_OF_EDITOR = re.compile(rb"\s(?:inkscape|sodipodi):[\w-]+\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_UPRIGHT = 1
_TURNED = range(2, 9)
_ORIENTATION = 0x0112


def strip(folder: Path) -> None:
    """Make every picture below a folder bare."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in ENDINGS and path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            if (made := bare(data)) != data:
                path.write_bytes(made)


def bare(data: bytes) -> bytes:
    """The same picture with nothing beside it. What is no picture of a known kind, or one that is
    cut off, stays as it is."""
    try:
        if data.startswith(_PNG):
            return _png(data)
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
        if data.startswith((b"GIF87a", b"GIF89a")):
            return _gif(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
    except (IndexError, struct.error):
        return data
    return _SVG.sub(_svg_part, data) if b"<svg" in data[:2000] else data


def _svg_part(match: re.Match[bytes]) -> bytes:
    part = match[0]
    if part.startswith((b"<!--", b"<metadata")):
        return b""
    return part if part.startswith(b"<![") else _OF_EDITOR.sub(b"", part)


# -- which side is up ----------------------------------------------------------------------


def _orientation(tiff: bytes) -> int:
    """How the picture is turned, from the first directory of Exif data; 1 is upright."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return _UPRIGHT
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for n in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * n)
            if tag == _ORIENTATION:
                return value if value in _TURNED else _UPRIGHT
    except struct.error:
        return _UPRIGHT
    return _UPRIGHT


def _turned(tiff: bytes) -> bytes:
    """Exif data that says nothing but how the picture is turned; empty when it is upright."""
    value = _orientation(tiff)
    if value == _UPRIGHT:
        return b""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, value, 0, 0)


# -- the kinds -----------------------------------------------------------------------------


def _png(data: bytes) -> bytes:
    made, at = [_PNG], len(_PNG)
    while at < len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + size
        if end > len(data):
            return data
        if name in _PNG_KEPT:
            made.append(data[at:end])
        elif name == b"eXIf" and (turned := _turned(data[at + 8 : end - 4])):
            made.append(struct.pack(">I", len(turned)) + name + turned)
            made.append(struct.pack(">I", crc32(name + turned)))
        if name == b"IEND":
            return b"".join(made)
        at = end
    return data


def _jpeg(data: bytes) -> bytes:
    made, at = [b"\xff\xd8"], 2
    while True:
        found = _MARKER.search(data, at)
        if found is None:
            return data
        if found.start() > at and data[at : found.start()].strip(b"\xff"):
            made.append(data[at : found.start()])  # the points of a scan
        at, mark = found.start(), data[found.start() + 1]
        if mark == 0xD9:
            return b"".join((*made, b"\xff\xd9"))
        (size,) = struct.unpack_from(">H", data, at + 2)
        part, at = data[at : at + 2 + size], at + 2 + size
        if at > len(data):
            return data
        made.append(_segment(mark, part))


def _segment(mark: int, part: bytes) -> bytes:
    """A segment of a JPEG as it may stay, perhaps empty."""
    inside = part[4:]
    if mark == 0xE1 and inside.startswith(b"Exif\0\0"):
        turned = _turned(inside[6:])
        return struct.pack(">HH", 0xFFE1, len(turned) + 8) + inside[:6] + turned if turned else b""
    if mark == 0xE0 and inside.startswith(b"JFIF\0"):  # without its little picture
        return struct.pack(">HH", 0xFFE0, 16) + inside[:12] + b"\0\0"
    is_colour = (mark == 0xE2 and inside.startswith(b"ICC_PROFILE\0")) or mark == 0xEE
    return part if is_colour or not (0xE0 <= mark <= 0xEF or mark == 0xFE) else b""


def _webp(data: bytes) -> bytes:
    made, at = [], 12
    whole = data[: 8 + struct.unpack_from("<I", data, 4)[0]]
    while at + 8 <= len(whole):
        name, size = struct.unpack_from("<4sI", whole, at)
        inside, at = whole[at + 8 : at + 8 + size], at + 8 + size + size % 2
        if len(inside) < size:
            return data  # cut off
        if name == b"EXIF":
            inside = _turned(inside.removeprefix(b"Exif\0\0"))
        if name in _WEBP_KEPT or (name == b"EXIF" and inside):
            made.append((name, inside))
    flags = 0x08 if any(name == b"EXIF" for name, _ in made) else 0
    parts = [
        _chunk(n, bytes([x[0] & ~0x0C | flags]) + x[1:] if n == b"VP8X" else x) for n, x in made
    ]
    return _chunk(b"RIFF", b"WEBP" + b"".join(parts))


def _chunk(name: bytes, inside: bytes) -> bytes:
    return struct.pack("<4sI", name, len(inside)) + inside + b"\0" * (len(inside) % 2)


def _gif(data: bytes) -> bytes:
    start = 13 + _table(data[10])
    made = [data[:start]]
    for begin, end in _gif_blocks(data, start):
        block = data[begin:end]
        is_remark = block[:2] == b"!\xfe" or (
            block[:2] == b"!\xff" and block[3:14] not in _GIF_KEPT
        )
        if not is_remark:
            made.append(block)
    return b"".join((*made, b";"))


def _table(flags: int) -> int:
    """The bytes of a table of colours, if there is one."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _gif_blocks(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    while data[at] != 0x3B:
        begin = at
        at += 2 if data[at] == 0x21 else 10 + _table(data[at + 9]) + 1
        while data[at]:
            at += 1 + data[at]
        at += 1
        yield begin, at
