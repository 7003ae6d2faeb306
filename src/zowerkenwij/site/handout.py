"""One text as a page that stands alone: HTML with its own style, and a PDF of it."""

from __future__ import annotations

import base64
import html
import re
from typing import TYPE_CHECKING, Protocol

from zowerkenwij.site.finish import finish
from zowerkenwij.text import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Facts(Protocol):
    """What a hand-out says about its text."""

    @property
    def title(self) -> str: ...
    @property
    def foundation(self) -> str: ...
    @property
    def standing(self) -> str: ...
    @property
    def type_label(self) -> str: ...
    @property
    def facts(self) -> Iterable[tuple[str, str]]: ...
    @property
    def versions(self) -> Iterable[tuple[str, ...]]: ...
    @property
    def pictures(self) -> Mapping[str, bytes]: ...
    @property
    def properties(self) -> Mapping[str, str]: ...


_STYLE = """
@page { size: A4; margin: 24mm 20mm 22mm;
  @bottom-left { content: string(standing); font: 8pt sans-serif; color: #4a5d63; }
  @bottom-right { content: "Pagina " counter(page) " van " counter(pages); font: 8pt sans-serif; color: #4a5d63; } }
body { font: 10.5pt/1.5 "Segoe UI", Arial, "Liberation Sans", sans-serif; color: #17262b; max-width: 44em; margin: 2em auto; padding: 0 1em; }
@media print { body { max-width: none; margin: 0; padding: 0; } }
h1, h2, h3, h4 { color: #0b5563; line-height: 1.25; break-after: avoid; }
h1 { font-size: 2em; margin: .2em 0 .5em; } h2 { margin-top: 1.6em; }
.house { color: #0b5563; font-weight: bold; border-bottom: 2px solid #0b5563; padding-bottom: .4em; }
.kind { text-transform: uppercase; letter-spacing: .1em; font-size: .85em; color: #4a5d63; margin: 2em 0 0; }
.standing { string-set: standing content(); color: #4a5d63; }
table { border-collapse: collapse; width: 100%; margin: 1em 0; font-size: .95em; }
th, td { border: 1px solid #d3dee0; padding: .4em .6em; text-align: left; vertical-align: top; }
th { background: #e6f1f2; color: #0b5563; } tr { break-inside: avoid; }
blockquote { border-left: 4px solid #d3dee0; margin: 1em 0; padding-left: 1em; color: #4a5d63; }
.admonition { border-left: 4px solid #8a6100; background: #fff6dc; padding: .6em 1em; margin: 1em 0; }
img { max-width: 100%; height: auto; }
.admonition-title { font-weight: bold; margin: 0; }
"""


def page(facts: Facts, body: str) -> str:
    """The whole HTML page of a text that readers may have; nothing is loaded from elsewhere."""
    title, said = html.escape(facts.title), html.escape(facts.standing)
    content = _with_pictures(finish(render(body), {}), facts.pictures)
    top = f'<p class="house">{html.escape(facts.foundation)}</p>\n'
    kind = f'<p class="kind">{html.escape(facts.type_label)}</p>\n'
    heading = "" if "<h1" in content else f"<h1>{title}</h1>\n"
    return (
        f'<!DOCTYPE html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"{_meta(facts.properties)}"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<style>{_STYLE}</style>\n</head>\n<body>\n{top}{kind}<p class="standing">{said}</p>\n'
        f"<main>\n{heading}{content}\n</main>\n{_versions(facts.versions)}</body>\n</html>\n"
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


def _versions(rows: Iterable[tuple[str, ...]]) -> str:
    shown = "".join(
        f"<tr>{''.join(f'<td>{html.escape(word)}</td>' for word in row)}</tr>\n" for row in rows
    )
    if not shown:
        return ""
    words = ("Versie", "Vastgesteld", "Van kracht", "Door", "Wat is er veranderd")
    head = "".join(f'<th scope="col">{w}</th>' for w in words)
    return f"<h2>Versies van dit document</h2>\n<table>\n<tr>{head}</tr>\n{shown}</table>\n"


def _meta(properties: Mapping[str, str]) -> str:
    """What the page says about itself to programs: record, version and digest."""
    return "".join(
        f'<meta name="{html.escape(name)}" content="{html.escape(value)}">\n'
        for name, value in properties.items()
    )


def pdf(page_: str) -> bytes:
    """The page as a tagged PDF (PDF/UA-1); raises ``ImportError`` without WeasyPrint."""
    from importlib import import_module

    weasyprint = import_module("weasyprint")
    made: bytes = weasyprint.HTML(string=page_).write_pdf(
        pdf_variant="pdf/ua-1", pdf_identifier=b"zowerkenwij"
    )
    return made
