"""ZW210: addresses of websites that can be right."""

from __future__ import annotations

import re
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from zowerkenwij.rules.catalogue import in_registers, rule
from zowerkenwij.rules.finding import Hit, related
from zowerkenwij.rules.links import Links
from zowerkenwij.rules.references import link_place
from zowerkenwij.rules.resolve import malformed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zowerkenwij.model.handbook import Document, Entry
    from zowerkenwij.model.outline import Link
    from zowerkenwij.model.problem import Place
    from zowerkenwij.model.registers import School
    from zowerkenwij.rules.context import Context
    from zowerkenwij.rules.resolve import Reference

_HTTPS = re.compile(r"https://([\w.-]+)", re.IGNORECASE | re.ASCII)


@rule(
    "ZW210",
    "bad-url",
    "warning",
    title="Een adres klopt niet of is nog niet ingevuld",
    why="Een adres met een fout werkt niet, en een adres zonder https kan onderweg veranderd worden. "
    "Staat hetzelfde kale adres onder verschillende teksten, dan is het vaak vergeten in te vullen.",
    repair="Schrijf het hele adres met https:// en verwijs naar de pagina zelf, niet naar de voorpagina.",
    good="[De schoolgids](https://school.example/schoolgids)",
    bad="[De schoolgids](file:https://school.example/schoolgids)",
    per_document=True,
)
def bad_url(context: Context, document: Document) -> tuple[Hit, ...]:
    """Gathers the hosts of which some text says that they have https."""
    body = context.text(document).body
    if ":" in body and "https://" in body:
        context.once(_mentioned).update(host.lower() for host in _HTTPS.findall(body))
    return ()


def _mentioned(_context: Context) -> set[str]:
    return set()


@in_registers("ZW210")
def bad_url_anywhere(context: Context) -> Iterator[Hit]:
    """Malformed, ``file:``, http where https is known, one bare home page under several texts."""
    secure = context.once(secure_hosts)
    odd = context.once(Links).odd
    for document, reference in odd:
        link = reference.link
        if reference.kind == "bad":
            yield Hit(link_place(document, link), _malformed(link.target), document.id)
        elif reference.kind in ("web", "short") and _insecure(link.target, secure):
            yield Hit(link_place(document, link), _http(link.target), document.id)
    for _, found in groupby(odd, lambda one: one[0].path):
        yield from _placeholders(list(found))
    yield from _records(context, secure)


def _malformed(address: str) -> str:
    scheme = address.strip().partition(":")[0].lower()
    if scheme == "file":
        return (
            f"Het adres '{address}' wijst naar een computer (file:) en werkt voor niemand anders. "
            "Schrijf een adres dat met https:// begint."
        )
    return f"Het adres '{address}' is geen goed adres. Schrijf het als https://naam.nl/pagina."


def _http(address: str) -> str:
    return f"Het adres '{address}' is niet beveiligd, maar deze site heeft https. Schrijf https in plaats van http."


def _insecure(address: str, secure: frozenset[str]) -> bool:
    if address[:7].lower() != "http://":
        return False
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    return any(host == known or host.endswith("." + known) for known in secure)


def secure_hosts(context: Context) -> frozenset[str]:
    """Hosts that are known to have https: the foundation's own, and those that some text or
    record mentions with https."""
    settings = context.handbook.settings.record
    own = [
        settings.foundation.site if settings.foundation else None,
        settings.site_url,
        settings.short_link_base,
    ]
    hosts = {urlsplit(address).hostname or "" for address in own if address}
    hosts |= context.once(_mentioned)
    for school in context.handbook.schools:
        values = (school.record.values or {}).values()
        hosts.update(urlsplit(v).hostname or "" for v in values if _is_https(v))
    return frozenset(host.strip(".").removeprefix("www.") for host in hosts if host)


def _is_https(value: object) -> bool:
    return isinstance(value, str) and value.startswith("https://") and not malformed(value)


def _home(address: str) -> str | None:
    """The host of a bare home page, else None."""
    parts = urlsplit(address)
    is_home = parts.path in ("", "/") and not parts.query and not parts.fragment
    return (parts.hostname or "").removeprefix("www.") if is_home else None


def _placeholders(links: list[tuple[Document, Reference]]) -> Iterator[Hit]:
    """One finding per home page, at the second text under which a document has it."""
    first: dict[str, Link] = {}
    done: set[str] = set()
    for document, reference in links:
        if reference.kind != "web" or reference.link.image:
            continue
        link = reference.link
        home = _home(link.target)
        if home is None or home in done:
            continue
        earlier = first.setdefault(home, link)
        if earlier.text.strip().casefold() != link.text.strip().casefold():
            done.add(home)
            yield Hit(
                link_place(document, link),
                f"'{link.text}' en '{earlier.text}' gaan allebei naar de voorpagina '{link.target}'. "
                "Zet bij elk het adres van de goede pagina.",
                document.id,
                (related(link_place(document, earlier), "Hier staat hetzelfde adres."),),
            )


def _records(context: Context, secure: frozenset[str]) -> Iterator[Hit]:
    settings = context.handbook.settings
    for key, address in (
        ("site_url", settings.record.site_url), ("short_link_base", settings.record.short_link_base),
    ):  # fmt: skip
        if address:
            yield from _judge(partial(settings.at, key), address, secure)
    if settings.record.foundation and settings.record.foundation.site:
        place = partial(settings.at, "foundation", "site")
        yield from _judge(place, settings.record.foundation.site, secure)
    for document in context.documents:
        for key, value in (document.record.fields or {}).items():
            if isinstance(value, str) and (key == "url" or re.match(r"(?:https?|file):", value)):
                yield from _judge(partial(document.at, "fields", key), value, secure, document.id)
    for obligation in context.handbook.obligations:
        source = obligation.record.source
        if source and re.match(r"(?:https?|file):", source):
            yield from _judge(partial(obligation.at, "source"), source, secure)
    for school in context.handbook.schools:
        yield from _school(context, school, secure)


def _judge(
    place: Callable[[], Place], address: str, secure: frozenset[str], document: str | None = None
) -> Iterator[Hit]:
    """``place`` is asked only when something is wrong: finding it takes time."""
    if not address.lower().startswith(("http://", "https://")) or malformed(address):
        yield Hit(place(), _malformed(address), document)
    elif _insecure(address, secure):
        yield Hit(place(), _http(address), document)


def _school(context: Context, school: Entry[School], secure: frozenset[str]) -> Iterator[Hit]:
    """The addresses that a school fills in: each its own, and not the foundation's home page."""
    foundation = context.handbook.settings.record.foundation
    home = _home(foundation.site) if foundation and foundation.site else None
    first: dict[str, str] = {}
    for id_, value in (school.record.values or {}).items():
        slot = context.handbook.slots.get(id_)
        if slot is None or slot.kind != "url" or not isinstance(value, str) or not value:
            continue
        place = partial(school.at, "values", id_)
        wrong = list(_judge(place, value, secure))
        yield from wrong
        if wrong:
            continue
        if home and _home(value) == home:
            yield Hit(
                place(),
                f"Bij '{slot.label}' staat de voorpagina van de stichting ({value}). "
                "Zet hier het adres van de goede pagina.",
            )
        elif (other := first.setdefault(value.rstrip("/"), id_)) != id_:
            yield Hit(
                place(),
                f"Bij '{slot.label}' staat hetzelfde adres als bij '{context.handbook.slots[other].label}' "
                f"({value}). Zet hier het adres van de goede pagina.",
                related=(related(school.at("values", other), "Hier staat hetzelfde adres."),),
            )
