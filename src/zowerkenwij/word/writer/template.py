"""What an export takes from a house template: styles, page, header and footer, lists and theme."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zowerkenwij.word.writer.xml import quoted, text

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIELD = re.compile(r'<w:zwwField w:name="([^"]*)"(?:/>|>(.*?)</w:zwwField>)', re.DOTALL)
OWN_CODES = ("TITLE", "AUTHOR", "PAGE", "NUMPAGES")
"""Fields that are no property of the document: title, foundation and pages."""
SHOWN = ("zww.record", "zww.standing")
"""The properties that the footer of the house shows."""


@dataclass(frozen=True)
class Story:
    """A header or footer. ``when`` is default, first or even; in ``xml`` fields are places (see
    ``place``); ``rels`` is its relationships part, may be empty."""

    kind: str
    when: str
    xml: str
    rels: bytes = b""


@dataclass(frozen=True)
class Listing:
    """The lists of a template. ``levels`` holds the nine levels per kind as XML, ``abstracts``
    and ``numbers`` what the styles refer to; ours come after ``last``."""

    levels: Mapping[str, tuple[str, ...]]
    abstracts: str = ""
    numbers: str = ""
    last: int = 0


@dataclass(frozen=True)
class Template:
    """A house template. ``ids`` leads from names of styles (lower case) to their ids; ``page`` is
    the section without its references; ``width`` that of the text in twips; ``settings`` elements
    for the settings part by name; ``parts`` and ``types`` are taken over as they are, with
    ``relations`` of the main part (kind, target). ``notes``: what is not as it should be
    (kind, detail)."""

    styles: bytes
    ids: Mapping[str, str]
    stories: tuple[Story, ...]
    page: str
    width: int
    listing: Listing
    digest: str
    tint: str
    settings: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, bytes] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    relations: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


def place(name: str, looks: str = "") -> str:
    """A place for a field: of a property of the document, or one of ``OWN_CODES``. ``looks`` are
    properties of its run as XML."""
    return f'<w:zwwField w:name="{quoted(name)}">{looks}</w:zwwField>'


def filled(xml: str, words: Mapping[str, str], properties: Mapping[str, str] | None) -> str:
    """A story with its fields: right on paper without updating fields. ``words`` are shown by
    name. What ``properties`` of the file do not say stands there as plain words; without
    properties all but the pages does."""

    def shown(match: re.Match[str]) -> str:
        name, looks = match[1], match[2] or ""
        if name in ("PAGE", "NUMPAGES"):
            return field_of(name, "1", looks)
        told = text(words.get(name, ""))
        if properties is None or not (name in properties or name in OWN_CODES):
            return run_of(told, looks)
        return field_of(name if name in OWN_CODES else f'DOCPROPERTY "{name}"', told, looks)

    return _FIELD.sub(shown, xml)


def field_of(code: str, shown: str, looks: str = "") -> str:
    """A field with its cached text, both as XML."""
    return (
        f'<w:r>{looks}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{looks}<w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r>{looks}<w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r>{looks}<w:t xml:space="preserve">{shown}</w:t></w:r>'
        f'<w:r>{looks}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def run_of(words: str, looks: str = "") -> str:
    """A run of words, as XML."""
    return f'<w:r>{looks}<w:t xml:space="preserve">{words}</w:t></w:r>' if words else ""
