"""ZW205 and ZW208: a document that is named is linked, and a link says where it goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from zowerkenwij.rules.catalogue import in_registers, rule, watched_below
from zowerkenwij.rules.finding import Hit
from zowerkenwij.rules.lexicon import has_in_a_row, occurrences
from zowerkenwij.rules.links import Links, may_be_unclear
from zowerkenwij.rules.records import TypeWords, type_words
from zowerkenwij.rules.references import link_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zowerkenwij.model.handbook import Document
    from zowerkenwij.model.outline import Link
    from zowerkenwij.rules.context import Context

_MIN_NAME = 4
_ANY = re.compile(r"\b(?:een|geen|elke?|iedere?|welke?)\s+$", re.IGNORECASE)  # not this one


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of a document that stands in a text outside links and headings."""

    start: int
    end: int
    name: str
    documents: tuple[Document, ...]


class Names:
    """Every name by which a document can be mentioned, as it may stand in a sentence."""

    def __init__(self, context: Context) -> None:
        self._types = type_words(context.handbook)
        self.by_name: dict[str, list[tuple[int, Document]]] = {}  # with their positions
        lost = context.duplicates
        for number, document in enumerate(context.documents):
            for name in dict.fromkeys(document.names) if document.path not in lost else ():
                if len(name) >= _MIN_NAME:
                    self.by_name.setdefault(name, []).append((number, document))

    def called(self, form: str) -> tuple[Document, ...]:
        """The documents that are called so, in order."""
        names = {form, form[:1].lower() + form[1:], form[:1].upper() + form[1:]}
        found = [
            one
            for name in names
            for one in self.by_name.get(name, ())
            if form in _forms(name, self._types)
        ]
        return tuple([document for _, document in sorted(found, key=itemgetter(0))])

    def mentions(self, context: Context, document: Document) -> tuple[Mention, ...]:
        """Names in the text of a document, in order; the longest wins where they overlap."""
        text = context.text(document)
        names = text.seen_below & self.by_name.keys()
        forms = {form for name in names for form in _forms(name, self._types)}
        found = [
            Mention(at, at + len(form), form, documents)
            for form in forms
            if has_in_a_row(text.below, form)
            for documents in (self.called(form),)
            for at in occurrences(text.unlinked, form)
        ]
        found.sort(key=lambda m: (m.start, m.start - m.end))
        kept: list[Mention] = []
        end = -1
        for mention in found:
            if mention.start < end:
                continue
            end = mention.end
            is_own = any(d is document for d in mention.documents)
            if mention.name[0].islower() and _ANY.search(text.unlinked[: mention.start][-9:]):
                continue
            if not is_own and not text.in_heading(mention.start):
                kept.append(mention)
        return tuple(kept)


@watched_below
def _names(context: Context) -> Iterable[str]:
    return context.once(Names).by_name


def _forms(name: str, types: TypeWords) -> tuple[str, ...]:
    """A name as it is, and with another first letter where that cannot be an ordinary phrase:
    ``antipestprotocol`` is surely the document, ``aangifte doen`` is what people do."""
    first, rest = name[0], name[1:]
    if first.islower():
        return (name, first.upper() + rest)
    if rest != rest.casefold():
        return (name,)
    is_surely = any(map(types.is_named_at_the_end_of, name.casefold().split()))
    return (name, first.lower() + rest) if is_surely else (name,)


@rule(
    "ZW205",
    "named-not-linked",
    "warning",
    title="Een document wordt genoemd zonder link",
    why="Wie een naam leest, wil er meteen heen kunnen. Zonder link ziet ook niemand dat twee teksten "
    "van elkaar afhangen.",
    repair="Maak van de naam een link, bij de eerste keer in elk onderdeel.",
    good="Volg het [Antipestprotocol](antipest.md).",
    bad="Volg het Antipestprotocol.",
    per_document=True,
)
def named_not_linked(context: Context, document: Document) -> Iterator[Hit]:
    """A title or alias stands without a link at its first mention in a section."""
    known = context.once(Names)
    mentions = known.mentions(context, document)
    if mentions:
        yield from _unlinked(context, document, mentions)


Where = tuple[int, str]  # section, and the passage for some readers only ("" for all)


def _where(context: Context, document: Document, offset: int) -> Where:
    text = context.text(document)
    passage = document.outline.passage_at(text.position(offset)[0])
    return text.heading_before(offset), f"{passage.line}" if passage else ""


def _unlinked(context: Context, document: Document, mentions: tuple[Mention, ...]) -> Iterator[Hit]:
    linked: dict[str, list[tuple[int, Where]]] = {}
    for reference in context.references(document):
        if reference.target is not None:
            at = reference.link.start
            linked.setdefault(reference.target.path, []).append((at, _where(context, document, at)))
    reported: set[tuple[int, str]] = set()
    for mention in mentions:
        where = _where(context, document, mention.start)
        target = next(iter(mention.documents))
        if (where[0], target.path) in reported or not _linkable(context, document, mention, target):
            continue
        before = [
            w for d in mention.documents for at, w in linked.get(d.path, ()) if at < mention.start
        ]
        if any(section == where[0] and passage in ("", where[1]) for section, passage in before):
            continue
        reported.add((where[0], target.path))
        yield _mention_hit(context, document, mention, target)


def _linkable(context: Context, document: Document, mention: Mention, target: Document) -> bool:
    """A withdrawn document is better not linked, and a restricted one may not be linked from a
    text that the public or parents get."""
    if context.state(target) in ("withdrawn", "expired"):
        return False
    line = context.text(document).position(mention.start)[0]
    wide = context.audience_at(document, line) in ("public", "on-request")
    return not (wide and context.audience(target) == "restricted")


def _mention_hit(context: Context, document: Document, mention: Mention, target: Document) -> Hit:
    import posixpath

    line, column = context.text(document).position(mention.start)
    path = posixpath.relpath(target.path, posixpath.dirname(document.path))
    return Hit(
        document.place(line, column),
        f"'{mention.name}' wordt hier genoemd zonder link. Maak er een link van: [{target.title}]({path}).",
        document.id,
    )


# -- ZW208 ---------------------------------------------------------------------------------

_VAGUE = re.compile(
    r"(?:(?:klik|lees|kijk|zie|ga|druk) )?(?:hier|daar|hierop|hieronder)(?: (?:verder|meer|naartoe|heen))?"
    r"|(?:via |op |in |onder )?(?:dit|deze|die|dat|onderstaande|bovenstaande)(?: \w+)? (?:document|bestand|stuk|pagina|link|tekst|site|website|formulier|bijlage)"
    r"|(?:het|de) (?:document|bestand|stuk|pagina|link|site|website)"
    r"|(?:dit|deze|die|dat) (?:folder|protocol|richtlijn|draaiboek|plan|regeling|gids|beleid|beleidsstuk|handreiking|reglement)"
    r"|(?:lees|klik|meer)(?: (?:meer|verder|info|informatie|lezen|hierover))?|meer weten|link|document|bijlage|bestand|pagina"
    r"|website|site|url|deze|dit",
)
_ADDRESS = re.compile(r"(?:https?:|file:)?//\S+|www\.\S+", re.IGNORECASE)
_NUMBER = re.compile(r"[\d\s.]+")
_RAW = re.compile(r"\b(?:https?://|www\.(?=\w))[^\s)>\]]+", re.IGNORECASE)
_BRACKETS = re.compile(
    r"\[((?:klik |lees )?hier|dit document|deze folder|deze link)\](?![(\[:])", re.IGNORECASE
)


@rule(
    "ZW208",
    "vague-link-text",
    "warning",
    title="Een linktekst zegt niet waar hij heen gaat",
    why="Wie met een schermlezer of op papier leest, ziet alleen 'hier' of een adres en weet niet wat "
    "dat is.",
    repair="Gebruik de titel van het document of zeg in woorden wat de lezer vindt.",
    good="Lees de [Klachtenregeling](../regulations/klachtenregeling.md).",
    bad="Lees het [hier](../regulations/klachtenregeling.md).",
    per_document=True,
    late=True,
)
def vague_link_text(context: Context, document: Document) -> Iterator[Hit]:
    """Link text such as *dit document* or *klik hier*, a bare number or a bare address."""
    for link in context.once(Links).others.get(document.path, ()):
        if link.image or not (link.bare or may_be_unclear(link.text)):
            continue
        if link.target.startswith("mailto:") and "@" in link.text:
            continue  # personal data, which has a rule of its own
        if message := _vague(link.text, bare=link.bare):
            hit = Hit(link_place(document, link), message, document.id)
            if _is_address(link):
                context.once(_bare).append(hit)
            else:
                yield hit
    skeleton = context.text(document).skeleton
    if "[" in skeleton or "www." in skeleton or (":" in skeleton and "://" in skeleton):
        yield from _raw(context, document)


@in_registers("ZW208")
def bare_address(context: Context) -> Iterator[Hit]:
    """Bare addresses, but for those that lead nowhere: a rule that ran before says so."""
    spoken = {(f.path, f.line, f.column) for f in context.found if f.code in ("ZW201", "ZW210")}
    for hit in context.once(_bare):
        if (hit.place.path, hit.place.line, hit.place.column) not in spoken:
            yield hit


def _bare(_context: Context) -> list[Hit]:
    return []


def _is_address(link: Link) -> bool:
    return link.bare or _ADDRESS.fullmatch(link.text.strip()) is not None


@lru_cache(maxsize=1024)
def _vague(text: str, *, bare: bool) -> str | None:
    words = re.sub(r"[\s*_`]+", " ", text).strip(" .,:;!?>»→").casefold()
    if bare or _ADDRESS.fullmatch(words):
        return (
            f"De link toont alleen het adres '{text}'. Schrijf in woorden wat de lezer daar vindt."
        )
    if not words:
        return (
            None
            if text
            else "De link heeft geen tekst. Schrijf in woorden wat de lezer daar vindt."
        )
    if _NUMBER.fullmatch(words):
        return f"De linktekst is alleen een nummer ('{text}'). Gebruik de titel van het document."
    if _VAGUE.fullmatch(words):
        return f"De linktekst '{text}' zegt niet waar de link heen gaat. Gebruik de titel van het document."
    return None


def _raw(context: Context, document: Document) -> Iterator[Hit]:
    """Addresses and brackets that were meant as a link but are none."""
    text = context.text(document)
    for pattern in (_RAW, _BRACKETS):
        for match in pattern.finditer(text.unlinked):
            line, column = text.position(match.start())
            message = (
                f"Hier staat een kaal adres: '{match[0]}'. Maak er een link van met woorden die zeggen wat de lezer vindt."
                if pattern is _RAW
                else f"'{match[0]}' is geen link en zegt niet waarheen. Maak een link van de titel van het document."
            )
            yield Hit(document.place(line, column), message, document.id)
