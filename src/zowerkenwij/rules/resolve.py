"""What a link points at: a document, a file, an address outside, or nothing."""

from __future__ import annotations

import posixpath
import re
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from zowerkenwij.model.outline import levels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.model.outline import Link

Kind = Literal[
    "document", "moved", "file", "missing", "outside", "missing-file", "short", "unknown-short",
    "web", "contact", "bad",
]  # fmt: skip

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_HOST_ONLY = re.compile(
    r"(?:www\.[\w-]|[\w-]+(?:\.[\w-]+)*\.(?:nl|com|org|eu|net|be|info|example)(?:[/?#:]|$))",
    re.IGNORECASE,
)
_NO_COLON = re.compile(r"https?[;.,]?//", re.IGNORECASE)  # https//school.example
_TEXT_ENDINGS = frozenset({"", ".md", ".markdown"})


class Reference(NamedTuple):
    """A link with what it points at. ``path`` is the file from the repository's root, ``anchor``
    the part after ``#``, ``number`` the short link."""

    link: Link
    kind: Kind
    document: Document | None = None
    path: str = ""
    anchor: str = ""
    number: int | None = None

    @property
    def target(self) -> Document | None:
        """The document, also when it was found only by its name."""
        return self.document


class Resolver:
    """Resolves the links of a handbook (records.md: by path, else by file name or former id)."""

    def __init__(self, handbook: Handbook, duplicates: frozenset[str]) -> None:
        self.handbook = handbook
        self._top = handbook.prefix + "/" if handbook.prefix else ""
        self._duplicates = duplicates
        self._by_path = handbook.by_path
        self._folders: dict[str, tuple[str, ...]] = {}
        base = handbook.settings.record.short_link_base
        self._short = re.compile(
            rf"{_any_scheme(base)}(\d+)/?(?:#(.*))?$", re.IGNORECASE
        ) if base else None  # fmt: skip

    @cached_property
    def _by_name(self) -> Mapping[str, Document | None]:
        """Documents by file name; None where two share it."""
        found: dict[str, Document | None] = {}
        for document in self.handbook.documents:
            name = posixpath.basename(document.path)
            found[name] = None if name in found else document
        return found

    @cached_property
    def folded_paths(self) -> Mapping[str, str]:
        """Every path as it is, by its lower-case form."""
        return {path.lower(): path for path in sorted(self.handbook.files)}

    def references(self, document: Document) -> tuple[Reference, ...]:
        """What the links in the body of a document point at."""
        above = self.above(document)
        return tuple([self._reference(document, link, above) for link in document.outline.links])

    def resolve(self, document: Document, link: Link) -> Reference:
        """What a link in the body of a document points at."""
        return self._reference(document, link, self.above(document))

    def above(self, document: Document) -> tuple[str, ...]:
        """The folder of a document and those above it, as the beginnings of paths."""
        return self._above(document.path.rpartition("/")[0])

    def _above(self, folder: str) -> tuple[str, ...]:
        found = self._folders.get(folder)
        if found is None:
            higher = self._above(folder.rpartition("/")[0]) if folder else ()
            found = self._folders[folder] = (folder and folder + "/", *higher)
        return found

    def plain(self, above: tuple[str, ...], target: str) -> Document | None:
        """The document that a target names by its plain path, seen from the folders ``above`` of
        another. Nearly every link does; for any other ``resolve`` knows what it means."""
        written = target.partition("#")[0]
        up = levels(target)
        if up >= len(above):
            return None
        found = self._by_path.get(above[up] + written[3 * up :])
        if found is None or "%" in target or "?" in written or ":" in written:
            return None
        return found if written == written.strip() else None

    def _reference(self, document: Document, link: Link, above: tuple[str, ...]) -> Reference:
        found = self.plain(above, link.target)
        if found is None:
            return self._any(document, link)
        anchor = sys.intern(link.target.partition("#")[2])
        return Reference(link, "document", found, found.path, anchor)

    def _any(self, document: Document, link: Link) -> Reference:
        target = link.target
        if target[0:3] == "../" and "?" not in target:
            return self._file(document, link, target)
        target = target.strip()
        if target.startswith("#"):
            return Reference(link, "document", document, document.path, unquote(target[1:]))
        if _SCHEME.match(target):
            return self._address(link, target)
        if (
            target.startswith(("//", "\\\\"))
            or _NO_COLON.match(target)
            or (_HOST_ONLY.match(target) and not self._is_file(document, target))
        ):
            return Reference(link, "bad")
        return self._file(document, link, target)

    def _address(self, link: Link, target: str) -> Reference:
        scheme = target.partition(":")[0].lower()
        if scheme in ("mailto", "tel"):
            return Reference(link, "contact" if target.partition(":")[2].strip() else "bad")
        if scheme not in ("http", "https") or malformed(target):
            return Reference(link, "bad")
        match = self._short.fullmatch(target) if self._short else None
        if match is None:
            return Reference(link, "web")
        number = int(match[1])
        document = self.handbook.by_short_link.get(number)
        kind: Kind = "short" if document else "unknown-short"
        return Reference(
            link, kind, document, document.path if document else "", match[2] or "", number
        )

    def _is_file(self, document: Document, target: str) -> bool:
        return self._path(document, target.partition("#")[0]) in self.handbook.files

    def _path(self, document: Document, written: str) -> str:
        path = unquote(written.partition("?")[0])
        return posixpath.normpath(posixpath.join(posixpath.dirname(document.path), path))

    def _file(self, document: Document, link: Link, target: str) -> Reference:
        written, _, anchor = target.partition("#")
        path = self._path(document, written)
        anchor = sys.intern(
            unquote(anchor) if "%" in anchor else anchor
        )  # one text for the same anchor of many documents
        if found := self.handbook.by_path.get(path):
            return Reference(link, "document", found, found.path, anchor)
        if path in self.handbook.files and not written.endswith("/"):
            return Reference(link, "file", None, path, anchor)
        is_text = not link.image and posixpath.splitext(path)[1].lower() in _TEXT_ENDINGS
        if not is_text:
            return Reference(link, "missing-file", None, path)
        if moved := self._moved(path):
            return Reference(link, "moved", moved, moved.path, anchor)
        outside = (
            written.startswith("/") or not path.startswith(self._top) or path.startswith("../")
        )
        return Reference(link, "outside" if outside else "missing", None, path, anchor)

    def _moved(self, path: str) -> Document | None:
        """The document that has this file name, id or former id. Only an exact name counts: one
        in other capitals is a mistake, not a move."""
        name = posixpath.basename(path)
        if found := self._by_name.get(name):
            return found if found.path.lower() != path.lower() else None
        id_, ending = posixpath.splitext(name)
        if ending not in _TEXT_ENDINGS:
            return None
        found = self.handbook.find(id_)
        return found if found and found.path not in self._duplicates else None


def malformed(address: str) -> bool:
    """Whether an http(s) address cannot be one: doubled scheme, no host, blanks or backslashes."""
    if re.search(r"[\s\\<>\"]", address) or not re.match(r"https?://[^/]", address, re.IGNORECASE):
        return True
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return True
    doubled = re.match(r"https?://+(?:https?|file|ftp)[:/]", address, re.IGNORECASE)
    return (
        bool(doubled)
        or "." not in host
        or ".." in host
        or host.startswith(".")
        or host.endswith("-")
    )


def _any_scheme(base: str) -> str:
    rest = base[base.find(":") :]
    return "https?" + re.escape(rest if rest.endswith("/") else rest + "/")
