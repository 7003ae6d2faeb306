"""Pages that list: home, types, A–Z, register, glossary, changes, accessibility, search."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zowerkenwij.model.handbook import state
from zowerkenwij.site.explained import anchor
from zowerkenwij.site.fulltext import available
from zowerkenwij.site.parts import Page
from zowerkenwij.site.references import document_address, request_contact
from zowerkenwij.site.render import render
from zowerkenwij.site.view import View, rank
from zowerkenwij.text import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from zowerkenwij.site.facts import Facts

PARENTS = "rollen/ouders/"
_CHANGES = 200


@dataclass(frozen=True, slots=True)
class HotLink:
    """An entry of the crisis block. Without ``address`` people ask ``contact`` for the text."""

    text: str
    title: str
    address: str
    contact: str


@dataclass(frozen=True, slots=True)
class Change:
    """A version that took or takes effect, or a withdrawal (no version)."""

    day: date
    title: str
    address: str
    version: str
    note: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the A–Z page; ``title`` is empty when the label is the title itself."""

    label: str
    address: str
    title: str


@dataclass(frozen=True, slots=True)
class SchoolCard:
    """A school as lists show it."""

    id: str
    name: str
    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class TypeCard:
    """A type of document with its number of documents."""

    id: str
    plural: str
    address: str
    count: int


def plain(text: str) -> str:
    """Lower case without accents: the order of a Dutch list, and what search compares."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c))


def hotlist(view: View) -> tuple[HotLink, ...]:
    """The crisis block: links to what this edition holds, names of what people may ask for."""
    found = []
    for hot in view.handbook.settings.record.hotlist:
        document = view.handbook.find(hot.document)
        if document is None:
            continue
        if document.id in view.shown:
            title, address, contact = (
                view.shown[document.id].title,
                document_address(document.id),
                "",
            )
        elif _may_ask(view, document.id):
            version = view.version_of(document)
            title = version.record.title if version else document.title
            address, contact = "", request_contact(view, document)
        else:
            continue
        found.append(HotLink(hot.text, title, address, contact))
    return tuple(found)


def _may_ask(view: View, id_: str) -> bool:
    document = view.handbook.by_id[id_]
    in_use = state(document.record, view.day) in ("in-force", "adopted")
    return in_use and rank(view.limit) == 0 and view.audience_of(document) == "on-request"


def school_cards(view: View) -> tuple[SchoolCard, ...]:
    """The schools, by name."""
    cards = (
        SchoolCard(s.id, s.name, view.handbook.kinds.get(s.kind, s.kind), f"scholen/{s.id}/")
        for s in (entry.record for entry in view.handbook.schools)
    )
    return tuple(sorted(cards, key=lambda c: plain(c.name)))


def changes(view: View) -> tuple[Change, ...]:
    """All versions and withdrawals that readers may know of, newest first."""
    return tuple(sorted(_changes(view), key=lambda c: (-c.day.toordinal(), plain(c.title))))


def _changes(view: View) -> Iterator[Change]:
    shown = [(t.document, t.title) for t in view.shown.values()]
    for document, title in [*shown, *((d, d.title) for d in view.notices)]:
        address = document_address(document.id)
        for entry in view.entries(document):
            yield Change(entry.effective, title, address, entry.version, entry.note)
        gone = document.record.withdrawn
        if gone and gone.on <= view.day:
            yield Change(gone.on, title, address, "", f"Ingetrokken. {gone.reason}")


# -- pages -------------------------------------------------------------------------------


def type_cards(view: View, facts: Mapping[str, Facts]) -> tuple[TypeCard, ...]:
    """The types of which this edition holds a document, in the order of handbook.yml."""
    counts: dict[str, int] = {}
    for one in facts.values():
        counts[one.type] = counts.get(one.type, 0) + 1
    labels = {t.id: t.plural for t in view.handbook.settings.record.types}
    order = [*labels, *sorted(set(counts) - set(labels))]

    def address(id_: str) -> str:
        return f"soorten/{slugify(labels.get(id_, id_))}/"

    return tuple(
        TypeCard(id_, labels.get(id_, id_), address(id_), counts[id_])
        for id_ in order
        if id_ in counts
    )


def type_page(card: TypeCard, facts: Mapping[str, Facts]) -> Page:
    """All documents of one type."""
    items = [f for f in facts.values() if f.type == card.id]
    html = render("type.html", card.address, plural=card.plural, items=items)
    return Page(card.address, card.plural.capitalize(), "type", before=html)


def a_z(facts: Mapping[str, Facts]) -> Page:
    """Titles, aliases and keywords by letter."""
    groups: dict[str, list[Entry]] = {}
    for entry in sorted(_entries(facts.values()), key=lambda e: (plain(e.label), e.address)):
        first = plain(entry.label)[:1].upper()
        letter = first if first.isascii() and first.isalpha() else "0-9"
        groups.setdefault(letter, []).append(entry)
    html = render("a_z.html", "a-z/", groups=sorted(groups.items()))
    return Page("a-z/", "A–Z", "a-z", before=html)


def _entries(facts: Iterable[Facts]) -> Iterator[Entry]:
    for one in facts:
        yield Entry(one.title, one.address, "")
        for word in dict.fromkeys((*one.aliases, *one.keywords)):
            if word != one.title:
                yield Entry(word, one.address, one.title)


def register(view: View, facts: Mapping[str, Facts]) -> Page:
    """All documents with their version, owner and review date."""
    html = render("register.html", "register/", items=list(facts.values()), day=view.day)
    return Page("register/", "Register", "register", before=html)


def glossary(view: View) -> Page:
    """The words of the handbook."""
    terms = sorted((t.record for t in view.handbook.terms), key=lambda t: plain(t.term))
    html = render("glossary.html", "begrippen/", terms=terms, anchor=anchor)
    return Page("begrippen/", "Begrippen", "glossary", before=html)


def changes_page(view: View) -> Page:
    """What changed, and what is coming."""
    found = changes(view)
    html = render(
        "changes.html", "wijzigingen/", coming=[c for c in found if c.day > view.day][::-1],
        changes=[c for c in found if c.day <= view.day][:_CHANGES], feed=True,
    )  # fmt: skip
    return Page("wijzigingen/", "Wijzigingen", "changes", before=html)


def accessibility(view: View) -> Page:
    """The accessibility statement."""
    html = render("accessibility.html", "toegankelijkheid/", contact=request_contact(view, None))
    return Page("toegankelijkheid/", "Toegankelijkheid", "accessibility", before=html)


def search() -> Page:
    """Where the search form of every page leads."""
    return Page(
        "zoeken/", "Zoeken", "search", before=render("search.html", "zoeken/", texts=available())
    )


def schools_page(view: View, rows: Sequence[Any], heads: Sequence[str]) -> Page:
    """All schools, and for insiders where each of them stands."""
    html = render("schools.html", "scholen/", schools=school_cards(view), rows=rows, heads=heads)
    return Page("scholen/", "Scholen", "schools", before=html)
