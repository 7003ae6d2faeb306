"""What a file says about itself: its properties, and the map that the way back needs."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from zowerkenwij.text.blocks import ids, sig
from zowerkenwij.word.writer.xml import DECLARATION, quoted, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zowerkenwij.word.export import Export

_MAP = "urn:zowerkenwij:word:1"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
APP = (
    f'{DECLARATION}<Properties xmlns="{_OFFICE}extended-properties">'
    "<Application>zowerkenwij</Application></Properties>"
).encode()


def core(title: str, foundation: str, date: str) -> bytes:
    """Title, foundation (never a person) and the day (ISO, may be empty)."""
    made = f"{date}T00:00:00Z"
    days = (
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{made}</dcterms:modified>'
        if date else ""
    )  # fmt: skip
    who = text(foundation)
    return (
        f"{DECLARATION}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{text(title)}</dc:title><dc:creator>{who}</dc:creator>"
        f"<cp:lastModifiedBy>{who}</cp:lastModifiedBy>{days}<dc:language>nl-NL</dc:language>"
        "</cp:coreProperties>"
    ).encode()


def custom(properties: Mapping[str, str]) -> bytes:
    """The properties of the record."""
    items = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{at}" '
        f'name="{quoted(k)}"><vt:lpwstr>{text(v)}</vt:lpwstr></property>'
        for at, (k, v) in enumerate(properties.items(), 2)
    )
    return (
        f'{DECLARATION}<Properties xmlns="{_OFFICE}custom-properties" '
        f'xmlns:vt="{_OFFICE}docPropsVTypes">{items}</Properties>'
    ).encode()


def map_of(export: Export) -> bytes:
    """Blocks, links and slots as they were when the file was made."""
    blocks = "".join(
        f'<block id="{i}" sig="{sig(b)}" kind="{type(b).__name__.lower()}"/>'
        for b, i in zip(export.blocks, ids(export.blocks), strict=True)
    )
    links = "".join(
        f'<link shown="{quoted(s)}" target="{quoted(t)}"/>' for t, s in export.links.items()
    )
    slots = "".join(
        f'<slot name="{quoted(k)}" value="{quoted(v)}"/>' for k, v in export.slots.items()
    )
    facts = "".join(
        f'<property name="{quoted(k)}" value="{quoted(v)}"/>' for k, v in export.properties.items()
    )
    source = base64.b64encode(export.source.encode()).decode()
    inner = f"{blocks}{links}{slots}{facts}<source>{source}</source>"
    return f'{DECLARATION}<map xmlns="{_MAP}">{inner}</map>'.encode()
