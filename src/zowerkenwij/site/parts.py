"""What a site for one audience consists of: plain values that the plugin and the gate read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zowerkenwij.model.settings import AUDIENCE_LABELS, AUDIENCES
from zowerkenwij.site.explained import Words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

DRAFT = "draft"
EDITIONS: tuple[str, ...] = (*AUDIENCES, DRAFT)
EDITION_LABELS: dict[str, str] = {**AUDIENCE_LABELS, DRAFT: "concepten"}


@dataclass(frozen=True, slots=True)
class Page:
    """A page for readers.

    ``address`` is relative to the site's root and ends in ``/`` (empty: the home page). A page
    of a document carries ``markdown``, whose links point at other pages' ``source``; every
    other page is ready-made HTML in ``before``. ``before`` and ``after`` stand around the text.
    """

    address: str
    title: str
    kind: str
    markdown: str = ""
    before: str = ""
    after: str = ""
    document: str | None = None
    version: str | None = None
    summary: str = ""

    @property
    def source(self) -> str:
        """The path of the page as MkDocs knows it."""
        return f"{self.address}index.md"


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """A file that is no page: a redirect, the search index, the feed."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Asset:
    """An image or attachment that a shown text uses. ``path`` is from the repository's root."""

    path: str
    address: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A clean copy of a document: ``form`` is docx or pdf."""

    document: str
    form: str
    address: str


@dataclass(frozen=True)
class Edition:
    """Everything that the site for one audience holds on a day; nothing else may reach it."""

    audience: str
    as_of: date
    name: str
    pages: tuple[Page, ...]
    files: tuple[GeneratedFile, ...] = ()
    assets: tuple[Asset, ...] = ()
    copies: tuple[Copy, ...] = ()
    texts: tuple[str, ...] = ()  # ids of documents, in the order of the whole handbook
    nav: tuple[tuple[str, str], ...] = ()  # label and address
    theme: Mapping[str, Any] = field(default_factory=dict)  # what every template may use
    words: Words = field(default_factory=lambda: Words(()))  # hard words with their meaning

    @cached_property
    def by_address(self) -> Mapping[str, Page]:
        """Pages by address."""
        return {p.address: p for p in self.pages}

    @cached_property
    def by_source(self) -> Mapping[str, Page]:
        """Pages by the path that MkDocs knows."""
        return {p.source: p for p in self.pages}
