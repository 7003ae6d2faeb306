"""Incident cards: the first steps of a hotlist document on one sheet, with a QR code to the page."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from zowerkenwij.site.parts import Page
from zowerkenwij.site.references import document_address
from zowerkenwij.site.render import frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zowerkenwij.site.facts import Facts
    from zowerkenwij.site.texts import Texts
    from zowerkenwij.site.view import View

_SECTION = re.compile(r"^##[ \t]+.*$", re.MULTILINE)
_FIRST = re.compile(r"^##[ \t]+(?:Doe nu|Kort)\b", re.IGNORECASE)
KIND = "card"


def card_address(id_: str) -> str:
    """Where the card of a document stands."""
    return f"{document_address(id_)}kaart/"


def carded(view: View) -> tuple[str, ...]:
    """The documents of the hotlist that this edition shows, in the order of the hotlist."""
    found = (view.handbook.find(hot.document) for hot in view.handbook.settings.record.hotlist)
    return tuple(dict.fromkeys(d.id for d in found if d and d.id in view.shown))


def pages(texts: Texts, facts: Mapping[str, Facts]) -> Iterator[Page]:
    """The card of every hotlist document."""
    site = texts.view.handbook.settings.record.site_url
    words = {h.document: h.text for h in texts.view.handbook.settings.record.hotlist}
    for id_ in carded(texts.view):
        one, here = facts[id_], card_address(id_)
        link = page_link(site, id_)
        before, after = frame(
            "card.html", here, facts=one, when=words.get(id_, ""), link=link,
            qr=Markup(qr_code(link)), day=texts.view.day,  # noqa: S704 - made here
        )  # fmt: skip
        yield Page(
            here, f"Kaart: {one.title}", KIND, first_steps(texts.markdown(id_, here)),
            before, after, id_, one.version,
        )  # fmt: skip


def first_steps(markdown: str) -> str:
    """The section that says what to do at once; of a text without one, what precedes its second
    heading."""
    starts = [match.start() for match in _SECTION.finditer(markdown)]
    for start, end in pairwise([*starts, len(markdown)]):
        if _FIRST.match(markdown[start:end]):
            return markdown[start:end]
    return re.sub(r"\A# .*\n", "", markdown[: starts[0] if starts else len(markdown)])


def page_link(site: str, id_: str) -> str:
    """The whole address of a document's page."""
    return f"{site.rstrip('/')}/{document_address(id_)}"


@cache
def qr_code(link: str) -> str:
    """A QR code as SVG without a size or style of its own."""
    import segno

    code = segno.make(link, error="m", micro=False)
    return code.svg_inline(svgclass="qr", lineclass=None, omitsize=True, border=3)
