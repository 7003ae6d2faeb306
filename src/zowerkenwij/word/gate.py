"""The gate: what a file from outside must pass before any parser sees it (word.md §11).

Everything is judged on bytes: sizes are counted while inflating, never taken from the header.
Nothing is unpacked to disk, and nothing is fetched.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Literal

from zowerkenwij.word.refused import RefusedFile

MAX_FILE = 50_000_000
MAX_PARTS = 2_000
MAX_INFLATED = 300_000_000
MAX_RATIO = 200
MAX_NODES = 2_000_000
MAX_DEPTH = 200
MAX_PICTURE = 25_000_000
MAX_PIXELS = 50_000_000
_FREE = 1_000_000
_STEP = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_TAG = re.compile(rb"<(?:(?P<end>/)|(?P<start>[^\s<>/!?](?:[^<>\"']|\"[^\"]*\"|'[^']*')*))")
_QUICK = re.compile(rb"<(?:(/)|[^!?])[^>]*?(/)?>")
_MAIN = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml"
    rb"|ms-word)\.(?:document|template)(?:\.macroEnabled(?:Template)?)?\.main\+xml"
)
_MACROS = re.compile(
    rb"ms-word\.(?:document|template)\.macroEnabled|vbaProject|vbaData", re.IGNORECASE
)
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|bmp|tiff?|svg|emf|wmf)$", re.IGNORECASE)
_SIZES: dict[str, tuple[int, int, Literal["big", "little"], int]] = {
    "png": (16, 4, "big", 0), "gif": (6, 2, "little", 0), "bmp": (18, 4, "little", 0),
    "webp VP8 ": (26, 2, "little", 0), "webp VP8L": (21, 4, "little", 0),
    "webp VP8X": (24, 3, "little", 1),
}  # fmt: skip
"""Where a header says its size: offset, bytes a side, byte order, what is added."""


@dataclass(frozen=True)
class Parts:
    """The parts of a package by name, checked."""

    data: dict[str, bytes]

    def get(self, name: str) -> bytes | None:
        """A part by name, whatever its capitals; None when it is not there."""
        found = self.data.get(name)
        if found is not None:
            return found
        low = name.lower()
        return next((data for n, data in self.data.items() if n.lower() == low), None)


def passed(data: bytes) -> Parts:
    """The parts of a Word file. Raises ``RefusedFile``."""
    _outside(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _inflated(archive)
    except RefusedFile:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError,
            RuntimeError, OSError, UnicodeDecodeError, IndexError) as error:  # fmt: skip
        kind = "encrypted" if "encrypted" in str(error) else "damaged"
        raise RefusedFile(kind) from error
    _kind(parts)
    nodes = 0
    for name, part in parts.items():
        if is_xml(name, part):
            nodes += judge_xml(name, part)
            if nodes > MAX_NODES:
                raise RefusedFile("too-large-xml", name)
        elif _PICTURE.search(name):
            judge_picture(name, part)
    return Parts(parts)


def _outside(data: bytes) -> None:
    if not data:
        raise RefusedFile("empty")
    if len(data) > MAX_FILE:
        raise RefusedFile("too-big")
    if data.startswith(_OLE):
        raise RefusedFile(_kind_of_container(data))
    if not data.startswith(b"PK"):
        raise RefusedFile("not-word")


def _kind_of_container(data: bytes) -> str:
    """What an OLE file is, by the names of the streams in it."""
    for name, kind in (("EncryptedPackage", "encrypted"), ("WordDocument", "old")):
        if name.encode("utf-16-le") in data:
            return kind
    return "not-word"


def _inflated(archive: zipfile.ZipFile) -> dict[str, bytes]:
    infos = archive.infolist()
    if len(infos) > MAX_PARTS:
        raise RefusedFile("too-many-parts")
    seen: set[str] = set()
    parts: dict[str, bytes] = {}
    left = MAX_INFLATED
    for info in infos:
        name = info.filename
        _judge_name(info.orig_filename, seen)
        if info.is_dir():
            continue
        if info.flag_bits & 1:
            raise RefusedFile("encrypted")
        parts[name] = _part(archive, info, left)
        left -= len(parts[name])
    return parts


def _judge_name(name: str, seen: set[str]) -> None:
    pieces = name.split("/")
    if (
        not name or name.startswith("/") or "\\" in name or ".." in pieces or "\0" in name
        or re.match(r"[A-Za-z]:", name)
    ):  # fmt: skip
        raise RefusedFile("bad-name", name[:60].replace("\0", "?"))
    if name.lower() in seen:
        raise RefusedFile("duplicate-part", name[:60])
    seen.add(name.lower())


def _part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    found = bytearray()
    with archive.open(info) as stream:
        while piece := stream.read(_STEP):
            found += piece
            if len(found) > left:
                raise RefusedFile("inflates", info.filename[:60])
            if len(found) > _FREE and len(found) > MAX_RATIO * max(info.compress_size, 1):
                raise RefusedFile("inflates", info.filename[:60])
    return bytes(found)


def _kind(parts: dict[str, bytes]) -> None:
    types = next((p for n, p in parts.items() if n.lower() == "[content_types].xml"), None)
    if types is None:
        raise RefusedFile("not-word")
    plain = as_ascii(types)
    names = (name.lower() for name in parts)
    if _MACROS.search(plain) or any(n.rsplit("/", 1)[-1] == "vbaproject.bin" for n in names):
        raise RefusedFile("macros")
    if _DTD.search(plain):
        raise RefusedFile("doctype", "[Content_Types].xml")
    if not _MAIN.search(plain):
        raise RefusedFile("not-word")


def is_xml(name: str, part: bytes) -> bool:
    """Whether a part is XML, by its name or by how it begins."""
    return name.lower().endswith((".xml", ".rels", ".vml")) or as_ascii(
        part[:64]
    ).lstrip().startswith(b"<?xml")


def as_ascii(part: bytes) -> bytes:
    """The part so that its markup can be searched, in whatever encoding it stands."""
    if part.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in part[:8]:
        return part.replace(b"\0", b"").replace(b"\xff\xfe", b"").replace(b"\xfe\xff", b"")
    head = part[:200].lower()
    if b"utf-7" in head or b"ebcdic" in head or part[:4] == b"\x4c\x6f\xa7\x94":
        raise RefusedFile("damaged")
    return part.removeprefix(codecs.BOM_UTF8)


def judge_xml(name: str, part: bytes) -> int:
    """How many elements stand in a part. Raises ``RefusedFile`` for a DTD, an entity, too much
    depth or too many elements."""
    plain = as_ascii(part)
    if b"<!" in plain and _DTD.search(plain):
        raise RefusedFile("doctype", name)
    count = plain.count(b"<")
    if count > 3 * MAX_NODES:
        raise RefusedFile("too-large-xml", name)
    if count > MAX_DEPTH and _may_be_deep(plain):
        _judge_depth(name, plain)
    return count - plain.count(b"</")


def _may_be_deep(plain: bytes) -> bool:
    """A quick count that may say too much (a ``>`` in an attribute), never too little."""
    depth = 0
    for end, empty in _QUICK.findall(plain):
        if end:
            depth -= 1
        elif not empty:
            depth += 1
            if depth > MAX_DEPTH:
                return True
    return False


def _judge_depth(name: str, plain: bytes) -> None:
    depth = 0
    for match in _TAG.finditer(plain):
        if match["end"]:
            depth -= 1
        elif match["start"] and not match["start"].endswith(b"/"):
            depth += 1
            if depth > MAX_DEPTH:
                raise RefusedFile("too-deep", name)


def judge_picture(name: str, part: bytes) -> None:
    """Raises ``RefusedFile`` for a picture with too many bytes or pixels (read from its header)."""
    if len(part) > MAX_PICTURE:
        raise RefusedFile("picture", name)
    size = pixels(part)
    if size and size[0] * size[1] > MAX_PIXELS:
        raise RefusedFile("picture", name)


def kind_of_picture(part: bytes) -> str:
    """png, jpeg, gif, webp, svg, emf, wmf, bmp or tiff by content; empty when it is no picture."""
    signs = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"),
             (b"\xd7\xcd\xc6\x9a", "wmf"), (b"BM", "bmp"), (b"II*\0", "tiff"),
             (b"MM\0*", "tiff"))  # fmt: skip
    for sign, kind in signs:
        if part.startswith(sign):
            return kind
    if part[:4] == b"RIFF" and part[8:12] == b"WEBP":
        return "webp"
    if part[40:44] == b" EMF":
        return "emf"
    return "svg" if b"<svg" in as_ascii(part[:2000]) else ""


def pixels(part: bytes) -> tuple[int, int] | None:
    """Width and height of a png, gif, bmp, webp or jpeg; None when the header does not say."""
    kind = kind_of_picture(part)
    if kind == "jpeg":
        return _jpeg_size(part)
    place = _SIZES.get(kind if kind != "webp" else f"webp {part[12:16].decode('latin-1')}")
    if place is None:
        return None
    start, length, order, more = place
    first, second = part[start : start + length], part[start + length : start + 2 * length]
    if len(second) < length:
        return None
    if kind == "webp" and length == 4:  # lossless: 14 bits each, in a row
        bits = int.from_bytes(first, "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    size = (int.from_bytes(side, order) + more for side in (first, second))
    width, height = size
    return width, height


def _jpeg_size(part: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(part) and part[at] == 0xFF:
        mark = part[at + 1]
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            return (
                int.from_bytes(part[at + 7 : at + 9], "big"),
                int.from_bytes(part[at + 5 : at + 7], "big"),
            )
        at += 2 + int.from_bytes(part[at + 2 : at + 4], "big")
    return None
