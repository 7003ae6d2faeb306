"""What a link in a text means, and how it is shown to an audience (domain.md 4.2)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from zowerkenwij.model.handbook import Document
from zowerkenwij.model.outline import Link
from zowerkenwij.site import wording
from zowerkenwij.site.people import markdown_text
from zowerkenwij.site.view import Text, View, rank

SCHOOLS = "scholen/"
_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_SAFE = re.compile(r"^(?:https?:|mailto:|tel:)", re.IGNORECASE)
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


def find_target(view: View, text: Text, written: str) -> Target:
    """The target of a link as written in a text; an empty ``Target`` when there is none."""
    path, _, anchor = written.partition("#")
    if not path:
        return Target(text.document, unquote(anchor)) if anchor else Target()
    if _SCHEME.match(written):
        return _find_outside(view, written, unquote(anchor))
    if path in text.links:
        return Target(view.handbook.find(text.links[path]), unquote(anchor))
    return _find_inside(view, text, unquote(path), unquote(anchor))


def _find_outside(view: View, written: str, anchor: str) -> Target:
    settings = view.handbook.settings.record
    address = written.partition("#")[0]
    base = settings.short_link_base
    if base and address.startswith(base) and (number := address[len(base) :].strip("/")).isdecimal():
        return Target(view.handbook.by_short_link.get(int(number)), anchor)
    site = f"{settings.site_url.rstrip('/')}/d/"
    if address.startswith(site):
        return Target(view.handbook.find(address[len(site) :].partition("/")[0]), anchor)
    return Target(outside=written) if _SAFE.match(written) else Target()


def _find_inside(view: View, text: Text, path: str, anchor: str) -> Target:
    handbook = view.handbook
    here = posixpath.normpath(posixpath.join(posixpath.dirname(text.path), path))
    if here in handbook.by_path:
        return Target(handbook.by_path[here], anchor)
    if path.endswith(".md"):
        return Target(handbook.find(posixpath.basename(path)[:-3]), anchor)
    if here in handbook.files and _may_be_asset(here):
        return Target(asset=here)
    return Target()


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
    for i, c in enumerate(markup):
        depth += (c == "[") - (c == "]")
        if depth == 0:
            return markup[1:i]
    return markdown_text(link.text)


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders the links of one page. ``anchors`` holds, per shown document, its anchors as the
    page has them: what is not there was cut for this audience."""

    view: View
    text: Text
    here: str  # address of the page
    anchors: Mapping[str, Mapping[str, str]]

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
        if audience == "on-request" and rank(self.view.limit) == 0:
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
