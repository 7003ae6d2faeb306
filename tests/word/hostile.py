"""Hostile files, each made from a good one: name → bytes and the kind of refusal."""

from __future__ import annotations

import io
import zipfile

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(body: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    """The main part around some paragraphs."""
    spaces = (
        f'xmlns:w="{SPACE}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    )
    return f"{head}<w:document {spaces}><w:body>{body}</w:body></w:document>"


def paragraph(words: str, style: str = "") -> str:
    """A paragraph of plain words."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t xml:space='preserve'>{words}</w:t></w:r></w:p>"


def packed(parts: dict[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=compression)
    return stream.getvalue()


def word(body: str = paragraph("Hallo"), **more: str | bytes) -> bytes:
    """A small Word file; ``more`` are parts, ``__`` in a name is a slash."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": document(body)
    }  # fmt: skip
    return packed(parts | {k.replace("__", "/").replace("_DOT_", "."): v for k, v in more.items()})


def _with(name: str, data: str | bytes) -> bytes:
    return packed({"[Content_Types].xml": TYPES, "_rels/.rels": RELS,
                   "word/document.xml": document(paragraph("x")), name: data})  # fmt: skip


def _main(text: str | bytes, types: str = TYPES) -> bytes:
    return packed({"[Content_Types].xml": types, "_rels/.rels": RELS, "word/document.xml": text})


def _twice() -> bytes:
    import warnings

    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(stream, "w") as archive:
            for name, data in (("[Content_Types].xml", TYPES), ("_rels/.rels", RELS),
                               ("word/document.xml", document("")), ("word/document.xml", "x")):  # fmt: skip
                archive.writestr(name, data)
    return stream.getvalue()


def _encrypted() -> bytes:
    data = bytearray(word())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


def _png(width: int, height: int) -> bytes:
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + size + b"\x08\x02\0\0\0"


def _ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le")


def _spread() -> bytes:
    """A bomb of many parts, none of which is suspicious alone."""
    part = b"<a>" + b"x" * 990_000 + b"</a>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for n in range(304):
            archive.writestr(f"word/d{n}.xml", part)
    return stream.getvalue()


_DTD = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
_DEEP = "<w:tbl><w:tr><w:tc>" * 5000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 5000
FILES = {
    "leeg": (lambda: b"", "empty"),
    "te-groot": (lambda: b"PK" + b"\0" * 50_000_001, "too-big"),
    "oud-doc": (lambda: _ole("WordDocument"), "old"),
    "wachtwoord": (lambda: _ole("EncryptedPackage"), "encrypted"),
    "oud-excel": (lambda: _ole("Workbook"), "not-word"),
    "rtf": (lambda: b"{\\rtf1 Hallo}", "not-word"),
    "geen-zip": (lambda: b"%PDF-1.7", "not-word"),
    "afgebroken": (lambda: word()[:200], "damaged"),
    "versleuteld": (_encrypted, "encrypted"),
    "zipbom": (lambda: _with("word/bom.xml", b"<a>" + b" " * 40_000_000 + b"</a>"), "inflates"),
    "zipbom-verspreid": (_spread, "inflates"),
    "veel-delen": (lambda: packed({f"d{n}": "" for n in range(2001)}), "too-many-parts"),
    "pad-omhoog": (lambda: _with("../../kwaad.xml", "<a/>"), "bad-name"),
    "pad-vast": (lambda: _with("/kwaad.xml", "<a/>"), "bad-name"),
    "pad-schijf": (lambda: _with("C:kwaad.xml", "<a/>"), "bad-name"),
    "pad-backslash": (lambda: _with("word\\kwaad.xml", "<a/>"), "bad-name"),
    "dubbel": (_twice, "duplicate-part"),
    "geen-word": (lambda: packed({"a.txt": "x"}), "not-word"),
    "spreadsheet": (
        lambda: _main("<a/>", TYPES.replace("wordprocessingml.document", "spreadsheetml.sheet")),
        "not-word",
    ),
    "macro": (lambda: _with("word/vbaProject.bin", b"x"), "macros"),
    "macrosoort": (
        lambda: _main(document(""), TYPES.replace(
            "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            "vnd.ms-word.document.macroEnabled.main")), "macros"),
    "entiteiten": (lambda: _main(document(paragraph("&b;"), _DTD)), "doctype"),
    "entiteiten-utf16": (
        lambda: _main(document(paragraph("x"), _DTD.replace("?>", ' encoding="UTF-16"?>', 1)).encode("utf-16")),
        "doctype",
    ),
    "externe-entiteit": (
        lambda: _with("word/styles.xml", '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'), "doctype"),
    "diep": (lambda: _main(document(_DEEP)), "too-deep"),
    "kapotte-xml": (lambda: _main("<w:document"), "damaged"),
    "geen-hoofddeel": (lambda: packed({"[Content_Types].xml": TYPES, "_rels/.rels": RELS}), "damaged"),
    "plaatje-pixels": (lambda: _with("word/media/a.png", _png(30_000, 30_000)), "picture"),
    "plaatje-webp": (
        lambda: _with("word/media/a.webp", b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + b"\xff\xff\0" * 2),
        "picture"),
    "plaatje-bytes": (lambda: packed(
        {"[Content_Types].xml": TYPES, "word/media/a.png": bytes(range(256)) * 100_000},
        compression=zipfile.ZIP_STORED), "picture"),
}  # fmt: skip
