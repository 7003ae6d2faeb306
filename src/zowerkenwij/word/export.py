"""What a .docx is made of: one text with its facts, ready for the writer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zowerkenwij.text.blocks import Blocks


def _no_label(kind: str, argument: str) -> str:
    return f"Passage: {kind} {argument}"


@dataclass(frozen=True)
class Revision:
    """What a redline adds: the text as it was, the moment (ISO date-time) that tracked changes
    carry, and comments for the title."""

    former: Export
    moment: str
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Export:
    """A text to write. ``links`` leads from targets as written to addresses, ``slots`` from names
    to shown values, ``pictures`` from targets to bytes; ``facts`` are label and value on the cover;
    ``versions`` the rows of the table at the end; ``properties`` travel in the file, ``fields``
    are more that a template may show. ``carriers``: for editing, with what the way back needs
    (``source``: the Markdown of the blocks); a clean copy has none. ``date`` (ISO) dates the file. In a book: ``part`` of it, and ``address``
    to which links of other texts lead."""

    id: str
    title: str
    type_label: str
    foundation: str
    standing: str
    blocks: Blocks
    summary: str = ""
    date: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    versions: tuple[tuple[str, ...], ...] = ()
    address: str = ""
    part: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    carriers: bool = False
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    revision: Revision | None = None

    def label(self, kind: str, argument: str) -> str:
        """What stands above a passage."""
        return self.labels.get((kind, argument)) or _no_label(kind, argument)


@dataclass(frozen=True)
class Book:
    """Several texts as one file, in order; ``register`` holds a row for each: title, version,
    effective, owner. The rest is as for a text."""

    title: str
    type_label: str
    foundation: str
    standing: str
    texts: tuple[Export, ...]
    register: tuple[tuple[str, ...], ...]
    summary: str = ""
    date: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
