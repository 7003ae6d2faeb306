"""Files beside the pages: redirects, the search index and the feed, for this edition only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from zowerkenwij.site.finding import telling_words
from zowerkenwij.site.listings import PARENTS, changes, hotlist, plain, school_cards
from zowerkenwij.site.parts import GeneratedFile
from zowerkenwij.site.references import document_address
from zowerkenwij.site.render import render
from zowerkenwij.text import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zowerkenwij.model.outline import Heading
    from zowerkenwij.model.registers import Term
    from zowerkenwij.site.facts import Facts
    from zowerkenwij.site.texts import Texts
    from zowerkenwij.site.view import View

_FEED = 50


def redirects(view: View, facts: Mapping[str, Facts]) -> Iterator[GeneratedFile]:
    """Short links, former ids and names lead to the page of their document. An address that is
    a page already, or that two documents claim, leads nowhere."""
    titles = {d.id: d.title for d in view.notices} | {id_: f.title for id_, f in facts.items()}
    claims: dict[str, list[str]] = {}
    for id_ in titles:
        for address in dict.fromkeys(_old_addresses(view, id_)):
            claims.setdefault(address, []).append(id_)
    taken = {document_address(id_) for id_ in view.handbook.by_id}
    for address, ids in sorted(claims.items()):
        if address not in taken and len(ids) == 1:
            html = render(
                "redirect.html", address, address=document_address(ids[0]), title=titles[ids[0]]
            )
            yield GeneratedFile(f"{address}index.html", html)


def _old_addresses(view: View, id_: str) -> Iterator[str]:
    record = view.handbook.by_id[id_].record
    yield from (f"{number}/" for number in record.short_links)
    yield from (document_address(old) for old in record.former_ids)
    names = (record.title, *record.aliases)
    yield from (document_address(slug) for name in names if (slug := slugify(name)))


def search_index(texts: Texts, facts: Mapping[str, Facts]) -> GeneratedFile:
    """What the search page looks through: names, keywords, summaries and headings."""
    terms = [_forms(entry.record) for entry in texts.view.handbook.terms]
    telling = telling_words({id_: texts.markdown(id_, one.address) for id_, one in facts.items()})
    items = [
        {
            "t": one.title, "u": one.address, "y": one.type_label, "a": list(one.aliases),
            "k": list(one.keywords), "g": list(_generated(texts.view, terms, one)), "s": one.summary,
            "w": telling[one.id],
            "h": [[h.text, h.anchor] for h in _parts(texts, one.id)],
        }
        for one in facts.values()
    ]  # fmt: skip
    schools = school_cards(texts.view)
    items += [_entry(card.name, card.address, "school", card.kind) for card in schools]
    items += [
        _entry(
            hot.title,
            f"{PARENTS}#opvragen",
            "op te vragen",
            f"Op te vragen bij {hot.contact}.",
            hot.text,
        )
        for hot in hotlist(texts.view)
        if not hot.address
    ]
    text = json.dumps(items, ensure_ascii=False, separators=(",", ":"))
    return GeneratedFile("zoeken/index.json", text + "\n")


def _entry(title: str, address: str, kind: str, summary: str, *words: str) -> dict[str, Any]:
    """What is found by its name, and by some words more."""
    return {
        "t": title, "u": address, "y": kind, "a": [], "k": [], "g": list(words), "s": summary,
        "w": [], "h": [],
    }  # fmt: skip


def _forms(term: Term) -> dict[str, str]:
    """The forms of a term as they are written, by how they are compared."""
    return {plain(form): form for form in (term.term, *term.variants, *term.synonyms)}


def _generated(view: View, terms: list[dict[str, str]], one: Facts) -> Iterator[str]:
    """Search terms that nobody typed: the crisis block's words, and for each glossary term that
    the document is known by, its other forms and synonyms."""
    hot = view.handbook.settings.record.hotlist
    yield from (entry.text for entry in hot if entry.document == one.id)
    known = {plain(name) for name in (one.title, *one.aliases, *one.keywords)}
    for forms in terms:
        if not known.isdisjoint(forms):
            yield from (form for compared, form in forms.items() if compared not in known)


def _parts(texts: Texts, id_: str) -> list[Heading]:
    return [h for h in texts.cuts[id_].outline.headings if h.level in (2, 3)]


def feed(view: View) -> GeneratedFile:
    """The changes as an Atom feed (RFC 4287)."""
    settings = view.handbook.settings.record
    found = [c for c in changes(view) if c.day <= view.day][:_FEED]
    text = render(
        "feed.xml", "", name=settings.name, foundation=settings.foundation.name, changes=found,
        site=f"{settings.site_url.rstrip('/')}/", updated=found[0].day if found else view.day,
    )  # fmt: skip
    return GeneratedFile("feed.xml", text + "\n")
