"""The whole site for one audience on a day, as plain values (site.md, "Editions").

Default-deny: a page, file or asset exists only because this module put it in the edition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zowerkenwij.site import (
    cards,
    documents,
    downloads,
    extras,
    governance,
    home,
    listings,
    overview,
    roles,
    whole,
)  # fmt: skip
from zowerkenwij.site.explained import words_of
from zowerkenwij.site.facts import Facts, facts_of
from zowerkenwij.site.parts import EDITION_LABELS, EDITIONS, Asset, Edition, Page
from zowerkenwij.site.style import stylesheet
from zowerkenwij.site.texts import Texts
from zowerkenwij.site.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from zowerkenwij.model.handbook import Handbook

_INSIDE = (("Verplichtingen", governance.OBLIGATIONS), ("Evaluatie", governance.REVIEW))
LOGOS = ("logo.svg", "logo.png")
_NAV = (
    ("Home", ""),
    ("A–Z", "a-z/"),
    ("Scholen", "scholen/"),
    ("Register", "register/"),
    ("Begrippen", "begrippen/"),
    ("Wijzigingen", "wijzigingen/"),
)


def build(handbook: Handbook, audience: str, as_of: date) -> Edition:
    """Everything that the site for an audience holds on a day.

    ``audience`` is one of ``EDITIONS``; raises ``ValueError`` for another word.
    """
    if audience not in EDITIONS:
        raise ValueError(f"unknown audience {audience!r}")
    view = View(handbook, audience, as_of)
    texts = Texts(view)
    facts = {id_: facts_of(view, text) for id_, text in view.shown.items()}
    standing = overview.rows(view, facts)
    look = stylesheet(handbook.settings.record.style)
    files = (
        *((look,) if look else ()),
        *((overview.table(standing),) if standing else ()),
        *extras.redirects(view, facts),
        extras.search_index(texts, facts),
        extras.feed(view),
    )
    return Edition(
        audience=audience, as_of=as_of, name=handbook.settings.record.name,
        pages=tuple(_pages(texts, facts)), files=files,
        texts=tuple(f.id for f in whole.in_order(facts.values())),
        copies=downloads.copies(texts, facts),
        assets=tuple(Asset(path, address) for path, address in texts.assets.items()),
        nav=_NAV, theme=_theme(view), words=words_of(e.record for e in handbook.terms),
    )  # fmt: skip


def _pages(texts: Texts, facts: Mapping[str, Facts]) -> Iterator[Page]:
    view = texts.view
    types = listings.type_cards(view, facts)
    duties = roles.role_cards(texts, facts)
    yield home.home(view, facts, types, roles.home_cards(duties))
    yield from roles.pages(texts, facts, duties)
    yield listings.search()
    yield listings.a_z(facts)
    yield listings.register(view, facts)
    yield listings.schools_page(view, overview.rows(view, facts), overview.HEADS)
    yield listings.glossary(view)
    yield listings.changes_page(view)
    yield listings.accessibility(view)
    yield from governance.pages(view, facts)
    yield from (listings.type_page(card, facts) for card in types)
    yield from documents.document_pages(texts, facts)
    yield from cards.pages(texts, facts)
    yield from documents.notice_pages(view, facts)
    yield from documents.school_pages(texts, facts)
    yield from whole.pages(view, facts)  # last: it is made of the others


def _theme(view: View) -> dict[str, Any]:
    """What every template of the theme may use."""
    settings = view.handbook.settings.record
    return {
        "name": settings.name,
        "foundation": settings.foundation.name,
        "foundation_site": settings.foundation.site,
        "audience": view.audience,
        "audience_label": EDITION_LABELS[view.audience],
        "is_public": view.audience == "public",
        "hot": listings.hotlist(view),
        "kinds": dict(view.handbook.kinds),
        "as_of": view.day,
        "nav": _NAV,
        "inside": () if view.is_open else _INSIDE,
        "whole": whole.ADDRESS if whole.fits(view) else "",
        "style": bool(settings.style.colour or settings.style.alarm),
        "logo_names": (settings.style.logo,) if settings.style.logo else LOGOS,
    }
