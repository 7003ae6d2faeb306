"""The zip around a .docx: parts in and parts out, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from zowerkenwij.word.writer.xml import DECLARATION, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_MIDNIGHT = (1980, 1, 1, 0, 0, 0)
_FIRST = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml."
DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}
TYPES = {
    "word/document.xml": f"{_WML}document.main+xml",
    "word/styles.xml": f"{_WML}styles+xml",
    "word/settings.xml": f"{_WML}settings+xml",
    "word/numbering.xml": f"{_WML}numbering+xml",
    "word/fontTable.xml": f"{_WML}fontTable+xml",
    "word/footnotes.xml": f"{_WML}footnotes+xml",
    "word/comments.xml": f"{_WML}comments+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "customXml/itemProps1.xml": (
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    ),
}
"""Content types of the parts that this program writes, by name."""


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The parts as one zip file: fixed order, dates and rights, so equal parts give equal bytes."""
    buffer = io.BytesIO()
    rest = sorted(set(parts) - set(_FIRST))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in (*(n for n in _FIRST if n in parts), *rest):
            info = zipfile.ZipInfo(name, _MIDNIGHT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            info.external_attr = 0
            archive.writestr(info, parts[name])
    return buffer.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The parts of a package whose bytes passed the gate. Raises ``zipfile.BadZipFile``."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {i.filename: archive.read(i) for i in archive.infolist() if not i.is_dir()}


def packed(parts: dict[str, bytes], kinds: Mapping[str, str], types: Mapping[str, str]) -> bytes:
    """The parts as a Word file. ``kinds`` names headers and footers, ``types`` holds the content
    types of parts that this program does not know."""
    root = Relations()
    root.add("officeDocument", "word/document.xml")
    root.add(f"{_PACKAGE}relationships/metadata/core-properties", "docProps/core.xml")
    root.add("extended-properties", "docProps/app.xml")
    root.add("custom-properties", "docProps/custom.xml")
    parts["_rels/.rels"] = root.xml()
    known = {**types, **TYPES, **{name: f"{_WML}{kind}+xml" for name, kind in kinds.items()}}
    parts["[Content_Types].xml"] = content_types(parts, known)
    return zipped(parts)


def content_types(parts: Iterable[str], types: Mapping[str, str]) -> bytes:
    """``[Content_Types].xml`` for the parts. ``types`` holds part name → content type; other
    parts must have an ending of ``DEFAULTS``."""
    names = sorted(parts)
    endings = sorted(
        {n.rpartition(".")[2].lower() for n in names} & set(DEFAULTS) | {"rels", "xml"}
    )
    defaults = "".join(
        f'<Default Extension="{e}" ContentType="{quoted(DEFAULTS[e])}"/>' for e in endings
    )
    overrides = "".join(
        f'<Override PartName="/{quoted(n)}" ContentType="{quoted(types[n])}"/>'
        for n in names
        if n in types
    )
    body = f'<Types xmlns="{_PACKAGE}content-types">{defaults}{overrides}</Types>'
    return f"{DECLARATION}{body}".encode()


class Relations:
    """The relationships of one part, numbered in the order in which they are asked for."""

    def __init__(self, prefix: str = "rId") -> None:
        self._prefix = prefix
        self._ids: dict[tuple[str, str, bool], str] = {}

    def add(self, kind: str, target: str, *, external: bool = False) -> str:
        """The id of the relationship to a target; the same target has one id. ``kind`` is the
        last part of the type's address, or a whole address."""
        key = (kind, target, external)
        if key not in self._ids:
            self._ids[key] = f"{self._prefix}{len(self._ids) + 1}"
        return self._ids[key]

    def xml(self) -> bytes:
        """The ``.rels`` part."""
        items = "".join(_relationship(*key, id_) for key, id_ in self._ids.items())
        body = f'<Relationships xmlns="{_PACKAGE}relationships">{items}</Relationships>'
        return f"{DECLARATION}{body}".encode()


def _relationship(kind: str, target: str, external: bool, id_: str) -> str:  # noqa: FBT001 - a key
    address = kind if ":" in kind else OFFICE + kind
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{id_}" Type="{quoted(address)}" Target="{quoted(target)}"{mode}/>'
