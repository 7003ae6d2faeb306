"""Texts as a page that stands alone: HTML with its own style, and a PDF of it."""

from __future__ import annotations

import base64
import html
import re
from importlib import resources
from typing import TYPE_CHECKING, Protocol

from zowerkenwij.site.finish import finish
from zowerkenwij.site.whole import moved
from zowerkenwij.text import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_LEAST = 4  # sections from which a text has a table of contents
_VERSIONS = ("Versie", "Vastgesteld", "Van kracht", "Door", "Wat is er veranderd")
_REGISTER = ("Document", "Versie", "Van kracht", "Eigenaar")


class About(Protocol):
    """What stands on the cover of a text or of a book."""

    @property
    def title(self) -> str: ...
    @property
    def foundation(self) -> str: ...
    @property
    def standing(self) -> str: ...
    @property
    def type_label(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def facts(self) -> Iterable[tuple[str, str]]: ...
    @property
    def properties(self) -> Mapping[str, str]: ...


class Facts(About, Protocol):
    """What a hand-out says about its text."""

    @property
    def id(self) -> str: ...
    @property
    def part(self) -> str: ...
    @property
    def versions(self) -> Iterable[tuple[str, ...]]: ...
    @property
    def pictures(self) -> Mapping[str, bytes]: ...


class Many(About, Protocol):
    """What a book says about itself."""

    @property
    def register(self) -> Iterable[tuple[str, ...]]: ...


def page(facts: Facts, body: str, kinds: Mapping[str, str]) -> str:
    """The whole HTML page of a text that readers may have (kept passages fenced, see
    ``finish``); nothing is loaded from elsewhere."""
    content = _content(facts, body, kinds)
    title, rest = _titled(facts, content)
    toc = _contents(re.findall(r'<h2 id="([^"]+)"[^>]*>(.*?)</h2>', rest, re.DOTALL))
    cover = _cover(facts, title, f"{facts.id} · {facts.standing}")
    return _whole(facts, f"{cover}{toc}<main>\n{rest}\n</main>\n{_versions(facts)}")


def book(facts: Many, texts: Sequence[tuple[Facts, str]], kinds: Mapping[str, str]) -> str:
    """Several texts on one page, each beginning on a new sheet of paper."""
    parts, entries, part = [], [], ""
    for one, body in texts:
        title, rest = _titled(one, _content(one, body, kinds))
        above = f'<p class="part">{html.escape(one.part)}</p>\n' if one.part != part else ""
        if above:
            entries.append(("", html.escape(one.part)))
        part = one.part
        entries.append((one.id, html.escape(one.title)))
        cover = _cover(one, title, f"{one.id} · {one.standing}")
        inner = moved(f"{cover}{rest}\n{_versions(one)}", one.id, frozenset())
        parts.append(f'<article id="{one.id}">\n{above}{inner}</article>\n')
    register = _table("Documenten in dit bestand", _REGISTER, facts.register)
    cover = _cover(facts, f"<h1>{html.escape(facts.title)}</h1>", facts.standing)
    return _whole(
        facts, f"{cover}{_contents(entries, whole=True)}{register}<main>\n{''.join(parts)}</main>\n"
    )


def _content(facts: Facts, body: str, kinds: Mapping[str, str]) -> str:
    return _with_pictures(finish(render(body), kinds), facts.pictures)


_TITLE = re.compile(r"\A\s*(<h1\b.*?</h1>)", re.DOTALL)


def _titled(facts: About, content: str) -> tuple[str, str]:
    """The title and what stands below it."""
    found = _TITLE.match(content)
    if found:
        return found[1], content[found.end() :]
    return f"<h1>{html.escape(facts.title)}</h1>", content


def _cover(facts: About, title: str, foot: str) -> str:
    """The top of a text; ``foot`` is what stands at the foot of each page on paper."""
    rows = "".join(
        f"<div><dt>{html.escape(label)}</dt><dd>{html.escape(shown)}</dd></div>\n"
        for label, shown in facts.facts
    )
    summary = f'<p class="summary">{html.escape(facts.summary)}</p>\n' if facts.summary else ""
    return (
        f'<header class="cover" data-foot="{html.escape(foot)}">\n<p class="house">{html.escape(facts.foundation)}</p>\n'
        f'<p class="kind">{html.escape(facts.type_label)}</p>\n'
        f"{title}\n{summary}"
        f'<dl class="facts">\n{rows}</dl>\n</header>\n'
    )


def _contents(entries: Sequence[tuple[str, str]], *, whole: bool = False) -> str:
    if len(entries) < _LEAST and not whole:
        return ""
    shown = "".join(
        f'<li><a href="#{name}">{_bare(words)}</a></li>\n' if name
        else f'<li class="part-name">{words}</li>\n'
        for name, words in entries
    )  # fmt: skip
    return (
        f'<nav class="contents" aria-label="Inhoud">\n<h2>Inhoud</h2>\n<ul>\n{shown}</ul>\n</nav>\n'
    )


def _bare(words: str) -> str:
    return re.sub(r"<a\b[^>]*>|</a>|<sup\b.*?</sup>", "", words, flags=re.DOTALL)


def _versions(facts: Facts) -> str:
    return _table("Versies van dit document", _VERSIONS, facts.versions)


def _table(title: str, heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    shown = "".join(
        f"<tr>{''.join(f'<td>{html.escape(word)}</td>' for word in row)}</tr>\n" for row in rows
    )
    if not shown:
        return ""
    head = "".join(f'<th scope="col">{w}</th>' for w in heads)
    return (
        f'<section class="versions">\n<h2>{title}</h2>\n<div class="table" tabindex="0"><table>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{shown}</tbody>\n</table></div>\n</section>\n"
    )


def _whole(facts: About, content: str) -> str:
    title = html.escape(facts.title)
    style = resources.files("zowerkenwij.site").joinpath("handout.css").read_text("utf-8")
    return (
        f'<!DOCTYPE html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="generator" content="zowerkenwij">\n'
        f'<meta name="author" content="{html.escape(facts.foundation)}">\n{_meta(facts.properties)}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n{content}</body>\n</html>\n"
    )


def _meta(properties: Mapping[str, str]) -> str:
    """What the page says about itself to programs: record, version and digest."""
    said = ", ".join(f"{name.removeprefix('zww.')} {v}" for name, v in properties.items())
    told = f'<meta name="description" content="{html.escape(said)}">\n' if said else ""
    return told + "".join(
        f'<meta name="{html.escape(name)}" content="{html.escape(value)}">\n'
        for name, value in properties.items()
    )


_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_VALUE = r'\b{name}="([^"]*)"'
_SIGNS = {
    b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF87a": "gif", b"GIF89a": "gif",
}  # fmt: skip


def _with_pictures(content: str, pictures: Mapping[str, bytes]) -> str:
    """The page with its pictures inside; of one that is not stored the words stay."""

    def shown(match: re.Match[str]) -> str:
        source = re.search(_VALUE.format(name="src"), match[0])
        found = re.search(_VALUE.format(name="alt"), match[0])
        alt = found[1] if found else ""
        data = pictures.get(html.unescape(source[1]), b"") if source else b""
        kind = next((k for sign, k in _SIGNS.items() if data.startswith(sign)), "")
        if not kind:
            return f"[afbeelding: {alt}]" if alt else ""
        inside = base64.b64encode(data).decode()
        return f'<img alt="{alt}" src="data:image/{kind};base64,{inside}">'

    return _IMAGE.sub(shown, content)


def pdf(page_: str) -> bytes:
    """The page as a tagged PDF (PDF/UA-1); raises ``ImportError`` without WeasyPrint. Nothing is
    fetched: what does not stand in the page is left out."""
    from importlib import import_module

    weasyprint, urls = import_module("weasyprint"), import_module("weasyprint.urls")
    fetcher = urls.URLFetcher(allowed_protocols=("data",))
    made: bytes = weasyprint.HTML(string=page_, url_fetcher=fetcher).write_pdf(
        pdf_variant="pdf/ua-1", pdf_identifier=b"zowerkenwij"
    )
    return made
