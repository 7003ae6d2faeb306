"""What a link in a text means, and how it is shown to an audience (domain.md 4.2)."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from zowerkenwij.rules.resolve import Resolver
from zowerkenwij.site import wording
from zowerkenwij.site.people import markdown_text
from zowerkenwij.site.view import Text, View, rank

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.model.outline import Link

SCHOOLS = "scholen/"
_BRACKETS = re.compile(r"\\.|[\[\]]", re.DOTALL)
_NEVER_ASSETS = (".md", ".markdown", ".yml", ".yaml", ".html", ".htm", ".js", ".json")


@dataclass(frozen=True, slots=True)
class Target:
    """What a link points at: one of a document, a file of the handbook, or something outside."""

    document: Document | None = None
    anchor: str = ""
    asset: str = ""
    outside: str = ""


def document_address(id_: str) -> str:
    """The lasting address of a document's page."""
    return f"d/{id_}/"


def asset_address(prefix: str, path: str) -> str:
    """Where a file of the handbook stands on the site: under ``assets/``, name kept."""
    inner = path.removeprefix(f"{prefix}/") if prefix else path
    return inner if inner.startswith("assets/") else f"assets/{inner}"


class Finder:
    """Finds what the links of shown texts point at, exactly as the rules do."""

    def __init__(self, handbook: Handbook) -> None:
        self.handbook = handbook
        self._resolver = Resolver(handbook, frozenset())
        self._site = f"{handbook.settings.record.site_url.rstrip('/')}/d/"

    def find(self, text: Text, link: Link) -> Target:
        """The target of a link; an empty ``Target`` when there is none."""
        path, _, anchor = link.target.partition("#")
        if path in text.links:
            return Target(self.handbook.find(text.links[path]), unquote(anchor))
        if path.startswith(self._site):  # the site's own address, written out
            id_ = path[len(self._site) :].partition("/")[0]
            return Target(self.handbook.find(id_), unquote(anchor))
        found = self._resolver.resolve(replace(text.document, path=text.path), link)
        if found.kind in ("web", "contact"):
            return Target(outside=link.target)
        if found.kind == "file":
            return Target(asset=found.path) if _may_be_asset(found.path) else Target()
        document = self.handbook.by_id.get(found.document.id) if found.document else None
        return Target(document, found.anchor)


def _may_be_asset(path: str) -> bool:
    hidden = any(part.startswith(".") for part in path.split("/"))
    return not hidden and not path.lower().endswith(_NEVER_ASSETS)


# -- rendering ---------------------------------------------------------------------------


def label_of(link: Link, body: str) -> str:
    """The Markdown between the brackets of a link."""
    markup = body[link.start : link.end].removeprefix("!")
    if not markup.startswith("["):
        return markdown_text(link.text)
    depth = 0
    for part in _BRACKETS.finditer(markup):
        depth += {"[": 1, "]": -1}.get(part[0], 0)
        if depth == 0:
            return markup[1 : part.start()]
    return markdown_text(link.text)


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders the links of one page. ``anchors`` holds, per shown document, its anchors as the
    page has them: what is not there was cut for this audience. ``told`` are the documents of
    which the page already said where to ask for them."""

    view: View
    text: Text
    here: str  # address of the page
    anchors: Mapping[str, Mapping[str, str]]
    told: set[str] = field(default_factory=set)

    def render(self, link: Link, target: Target, label: str) -> str | None:
        """The Markdown for a link; None leaves it as it was written."""
        if target.outside:
            return None
        if target.asset:
            return self._asset(link, target.asset, label)
        if target.document is None:
            return label
        return self._document(target.document, target.anchor, label)

    def _asset(self, link: Link, path: str, label: str) -> str:
        address = asset_address(self.view.handbook.prefix, path)
        return f"{'!' if link.image else ''}[{label}]({self._relative(address)})"

    def _document(self, document: Document, anchor: str, label: str) -> str:
        standing = self.view.standings.get(document.id, "hidden")
        if standing == "template":
            return f"[{label}]({self._relative(SCHOOLS)})"
        if standing in ("shown", "notice"):
            return self._link(document, anchor, label)
        return self._narrower(document, label)

    def _link(self, document: Document, anchor: str, label: str) -> str:
        known = self.anchors.get(document.id, {}).get(anchor, "") if anchor else ""
        if document is self.text.document:
            return f"[{label}](#{known})" if known else label
        suffix = f"#{quote(known)}" if known else ""
        return f"[{label}]({self._relative(document_address(document.id))}{suffix})"

    def _relative(self, address: str) -> str:
        there = f"{address}index.md" if address.endswith("/") else address
        return quote(posixpath.relpath(there, self.here.rstrip("/") or "."))

    def _narrower(self, document: Document, label: str) -> str:
        """A reference to a document that this edition does not hold."""
        audience = self.view.audience_of(document)
        if self.view.sees(audience):  # never adopted: no page, and nothing to ask for
            return label
        title = markdown_text(self._title(document))
        if audience == "restricted":
            return wording.NEUTRAL if self.view.is_open else f"{title} {self._only_for(document)}"
        if audience == "on-request" and rank(self.view.limit) == 0 and document.id not in self.told:
            self.told.add(document.id)
            contact = markdown_text(request_contact(self.view, self.text.document))
            return f"{title} {_aside(wording.ASK.format(contact=contact))}"
        return title

    def _title(self, document: Document) -> str:
        version = self.view.version_of(document)
        return version.record.title if version else document.title

    def _only_for(self, document: Document) -> str:
        role = self.view.handbook.roles.get(document.record.owner)
        label = markdown_text(role.label if role else "directeur")
        return _aside(wording.ONLY_FOR.format(role=label))


def _aside(text: str) -> str:
    return f'<span class="ask">({text})</span>'


def request_contact(view: View, document: Document | None) -> str:
    """Where people ask for a document: the school's own place, else the school office."""
    entry = view.handbook.school_by_id.get((document.record.school or "") if document else "")
    value = entry.record.values.get("document-request-contact") if entry else None
    if isinstance(value, str) and value.strip():
        return value.strip()
    role = view.handbook.roles.get("school-secretary")
    return f"de {role.label}" if role else wording.SECRETARY
