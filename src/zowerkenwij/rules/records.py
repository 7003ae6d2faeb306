"""ZW101–ZW103 and ZW105: whether a record can be read, is whole and is who it says it is."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import SequenceMatcher
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from zowerkenwij.model.handbook import Document, Entry, Handbook, VersionFile
from zowerkenwij.model.problem import Place
from zowerkenwij.rules.catalogue import rule
from zowerkenwij.rules.context import Context, stem
from zowerkenwij.rules.finding import Hit, related
from zowerkenwij.text import is_too_complex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from zowerkenwij.model.document import DocumentRecord


@rule(
    "ZW101",
    "unreadable-record",
    "error",
    title="Een bestand kan niet worden gelezen",
    why="Wat niet gelezen kan worden, staat niet in het handboek en wordt niet gecontroleerd.",
    repair="Herstel de regel die genoemd wordt. Sla het bestand op als UTF-8 en schrijf elke sleutel één keer.",
    good="id: meldcode\ntitle: Meldcode",
    bad="id: meldcode\ntitle: [Meldcode   # het haakje wordt niet gesloten",
)
def unreadable_record(context: Context) -> Iterator[Hit]:
    """What loading could not read, and what no page can be made of."""
    yield from _unreadable(context.handbook, "ZW101")
    for document in context.documents:
        file = _other_text_in_force(context, document)
        if file is not None and is_too_complex(file.body):
            message = (
                f"Versie {file.record.version} is van kracht, maar te ingewikkeld voor een webpagina: te "
                "lang, te diep genest, of met haken die niet sluiten. Stel een eenvoudiger tekst vast."
            )
            yield Hit(Place(file.path, file.body_line), message, document.id)


@rule(
    "ZW102",
    "schema",
    "error",
    title="Een gegeven past niet bij het schema",
    why="Een ontbrekend, onbekend of verkeerd geschreven gegeven maakt het document onbruikbaar voor "
    "zoeken, controleren en publiceren.",
    repair="Schrijf het gegeven zoals de melding zegt. 'zowerkenwij schema' toont wat er mag staan.",
    good="format: 1\nowner: director",
    bad="format: 1\nowner: De Directeur   # een id heeft kleine letters en streepjes",
)
def schema(context: Context) -> Iterator[Hit]:
    """What breaks the schema that its ``format`` names; a line that could not be read is no
    second mistake."""
    broken = {
        (u.place.path, u.place.line) for u in context.handbook.unreadable if u.code == "ZW101"
    }
    for hit in _unreadable(context.handbook, "ZW102"):
        if (hit.place.path, hit.place.line) not in broken:
            yield hit


def _other_text_in_force(context: Context, document: Document) -> VersionFile | None:
    """The adopted text in force where it is not the working text, which is judged when read."""
    if not document.record.versions or context.is_broken(document, "versions", "withdrawn"):
        return None
    file = context.handbook.text_in_force(document, context.as_of)
    return file if file is not None and file.digest != document.digest else None


def _unreadable(handbook: Handbook, code: str) -> Iterator[Hit]:
    for problem in handbook.unreadable:
        if problem.code == code:
            yield Hit(problem.place, problem.message, problem.document)


@rule(
    "ZW103",
    "duplicate-id",
    "error",
    title="Een id, titel of korte link hoort al bij iets anders",
    why="Verwijzingen, korte links en het register gaan uit van één eigenaar per naam. Bij twee "
    "eigenaren weet niemand welk document bedoeld is.",
    repair="Geef het nieuwe document een eigen id, titel, andere naam of korte link.",
    good="id: antipest\nshort_links: [205679]",
    bad="id: meldcode\nshort_links: [205669]   # allebei al van protocols/meldcode.md",
)
def duplicate_id(context: Context) -> Iterator[Hit]:
    """Two records with one id, or a name or short link of one that belongs to another."""
    yield from _documents_with_one_id(context)
    yield from _claims(context)
    for what, entries in _registers(context.handbook):
        yield from _same_ids(what, [(e.record.id, partial(e.at, "id"), e.scope) for e in entries])
    settings = context.handbook.settings
    for key, what in _LISTS.items():
        items = getattr(settings.record, key)
        yield from _same_ids(
            what,
            [(item.id, partial(settings.at, key, n, "id"), None) for n, item in enumerate(items)],
        )
    terms = context.handbook.terms
    yield from _same_ids(
        "het begrip", [(e.record.term, partial(e.at, "term"), None) for e in terms]
    )
    rounds = context.handbook.reviews
    yield from _same_ids(
        "de evaluatieronde", [(e.record.year, partial(e.at, "year"), None) for e in rounds]
    )


_LISTS = {
    "roles": "de rol", "bodies": "het orgaan", "types": "de soort", "kinds": "de schoolsoort",
    "slots": "het veld",
}  # fmt: skip


def _registers(handbook: Handbook) -> Iterator[tuple[str, Iterable[Entry[Any]]]]:
    yield "de verplichting", handbook.obligations
    yield "de school", handbook.schools
    yield "de persoon", handbook.people
    yield "de actie", handbook.actions
    yield "de meting", handbook.monitors


def _documents_with_one_id(context: Context) -> Iterator[Hit]:
    for document in context.documents:
        if document.path not in context.duplicates:
            continue
        owner = context.unique_documents[document.id]
        yield Hit(
            document.at("id"),
            f"Het id '{document.id}' is al van '{owner.title}' ({owner.path}). "
            f"Geef dit document een eigen id, bijvoorbeeld '{stem(document.path)}'."
            if stem(document.path) != document.id
            else f"Het id '{document.id}' is al van '{owner.title}' ({owner.path}). "
            "Geef dit document een eigen id en noem het bestand ook zo.",
            document.id,
            (related(owner.at("id"), "Hier staat het id voor het eerst."),),
        )


def _same_ids(
    what: str, items: list[tuple[str | None, Callable[[], Place], str | None]]
) -> Iterator[Hit]:
    """The place of an item is asked only when it is needed: it costs reading the file again."""
    first: dict[tuple[str, str | None], Callable[[], Place]] = {}
    for id_, place, scope in items:
        if not id_:
            continue
        if (id_, scope) not in first:
            first[id_, scope] = place
            continue
        yield Hit(
            place(),
            f"Twee keer '{id_}': {what} bestaat al. Geef één van de twee een andere naam of "
            "voeg ze samen.",
            related=(related(first[id_, scope](), "Hier staat de eerste."),),
        )


Claim = tuple[Document, tuple[str | int, ...], str, str]


def _claims(context: Context) -> Iterator[Hit]:
    """Titles, aliases, former ids and short links that two documents claim. A title is stronger
    than an alias, and a title belongs to a school's document together with its school."""
    documents = [d for d in context.documents if d.path not in context.duplicates]
    seen: set[str] = set()
    twice: set[str] = set()
    for document in documents:
        for key in _keys(document.record):
            (twice if key in seen else seen).add(key)
    owners: dict[str, list[Claim]] = defaultdict(list)
    for document in documents if twice else ():
        if not twice.isdisjoint(_keys(document.record)):
            for claim in _claims_of(document):
                owners[claim[3]].append(claim)
    for claims in owners.values():
        if len(claims) > 1:
            yield from _conflicts(claims)


def _keys(record: DocumentRecord) -> list[str]:
    """What a document claims, as in ``_claims_of`` and without the words around it."""
    keys = [f"i{record.id}", f"n{str(record.title).casefold()}"]
    keys += [f"n{alias.casefold()}" for alias in record.aliases]
    keys += [f"s{number}" for number in record.short_links]
    return keys + [f"i{old}" for old in record.former_ids] if record.former_ids else keys


def _claims_of(document: Document) -> Iterator[Claim]:
    record = document.record
    yield document, ("id",), f"Het id '{record.id}'", f"i{record.id}"
    yield document, ("title",), f"De titel '{record.title}'", f"n{str(record.title).casefold()}"
    for index, alias in enumerate(record.aliases):
        yield document, ("aliases", index), f"De andere naam '{alias}'", f"n{alias.casefold()}"
    for index, number in enumerate(record.short_links):
        yield document, ("short_links", index), f"De korte link {number}", f"s{number}"
    for index, old in enumerate(record.former_ids):
        yield document, ("former_ids", index), f"Het eerdere id '{old}'", f"i{old}"


_STRENGTH = {"id": 0, "title": 0, "aliases": 1, "former_ids": 1, "short_links": 1}


def _right(claim: Claim) -> tuple[int, float, int]:
    """How good a claim is, the best one lowest: an id or title before another name, a name that
    looks like the title before one that does not, the first of a list before a later one."""
    document, keys, _, key = claim
    likeness = SequenceMatcher(None, key[1:], str(document.title).casefold()).ratio()
    index = keys[1] if len(keys) > 1 else 0
    return _STRENGTH[str(keys[0])], -likeness if keys[0] == "aliases" else 0.0, int(index)


def _conflicts(claims: list[Claim]) -> Iterator[Hit]:
    owner = min(claims, key=_right)
    for document, keys, what, _ in claims:
        if document is owner[0]:
            continue
        if keys == owner[1] == ("title",) and document.record.school != owner[0].record.school:
            continue
        yield Hit(
            document.at(*keys),
            f"{what} is al van '{owner[0].title}' ({owner[0].path}). Haal hem hier weg of kies een andere.",
            document.id,
            (related(owner[0].at(*owner[1]), "Hier hoort hij al bij."),),
        )


# -- ZW105 ---------------------------------------------------------------------------------


@rule(
    "ZW105",
    "title-heading",
    "warning",
    title="De eerste kop of de soort past niet bij de titel",
    why="Lezers zien de kop, het register toont de titel. Verschillen die, dan lijken het twee "
    "documenten. Een woord als 'protocol' in de titel belooft ook hoe streng de tekst is.",
    repair="Maak de eerste kop gelijk aan 'title'. Noemt de titel een andere soort dan 'type', pas dan "
    "een van beide aan.",
    good="title: Antipestprotocol\ntype: protocol\n---\n# Antipestprotocol",
    bad="title: Antipestprotocol\ntype: guideline\n---\n# Protocol tegen pesten",
)
def title_heading(context: Context) -> Iterator[Hit]:
    """First heading differs from the title; a type word in the title contradicts the type."""
    words = type_words(context.handbook)
    for document in context.documents:
        if context.is_broken(document, "title", "type"):
            continue
        headings = document.outline.headings
        if not headings or headings[0].text != document.title:
            yield from _first_heading(document, _adopted_title(context, document))
        if (found := contradiction(document, words)) is not None:
            word, meant = found
            labels = {t.id: t.label for t in context.handbook.settings.record.types}
            own = labels.get(document.record.type, document.record.type)
            yield Hit(
                document.at("title"),
                f"De titel '{document.title}' noemt het document een {word}, maar de soort is {own}. "
                f"Zet type op '{meant}' of kies een andere titel.",
                document.id,
                (related(document.at("type"), "Hier staat de soort."),),
            )


def _adopted_title(context: Context, document: Document) -> str | None:
    """The title of the newest adopted version: it tells which of two was changed."""
    versions = document.record.versions
    file = (
        context.handbook.version_files.get((document.id, versions[-1].version))
        if versions
        else None
    )
    return file.record.title if file else None


def _first_heading(document: Document, adopted: str | None) -> Iterator[Hit]:
    if document.outline.too_deep:
        return
    first = document.outline.headings[0] if document.outline.headings else None
    if first is None:
        yield Hit(
            document.place(1),
            f"De tekst heeft geen kop. Begin met '# {document.title}'.",
            document.id,
            (related(document.at("title"), "Hier staat de titel."),),
        )
    elif first.text.strip(" {}") and _same(first.text) != _same(document.title):
        heading, title = document.place(first.line), document.at("title")
        is_new_title = _same(first.text) == _same(adopted or "")
        yield Hit(
            title if is_new_title else heading,
            f"De eerste kop is '{first.text}', maar de titel is '{document.title}'. Maak ze gelijk.",
            document.id,
            (related(heading, "Hier staat de eerste kop.") if is_new_title
             else related(title, "Hier staat de titel."),),
        )  # fmt: skip


def _same(text: str) -> str:
    return " ".join(re.sub(r"[*_`]", "", text).split())


# Words that tell the type of a document in a title, beside the labels of handbook.yml.
_EXTRA_WORDS = {"handreiking": "guideline", "reglement": "regulation", "brochure": "leaflet"}
_VAGUE_TYPES = frozenset({"external"})


class TypeWords(dict[str, str]):
    """Words that tell a type, in lower case, with the type's id."""

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__(words)
        self._endings: dict[str, str | None] = {}
        self._named: dict[str, bool] = {}

    def ending(self, part: str) -> str | None:
        """The longest word that a word of a title is or ends in."""
        if part not in self._endings:
            self._endings[part] = max((w for w in self if _ends_in(part, w)), key=len, default=None)
        return self._endings[part]

    def is_named_at_the_end_of(self, word: str) -> bool:
        """Whether a word ends in one of these, whatever stands before it."""
        if word not in self._named:
            self._named[word] = word.endswith(tuple(self))
        return self._named[word]


@lru_cache(maxsize=8)
def _type_words(
    types: tuple[tuple[str, str, str], ...], terms: tuple[tuple[str, str], ...]
) -> TypeWords:
    words = {
        w.casefold(): id_
        for id_, label, plural in types
        if id_ not in _VAGUE_TYPES
        for w in (label, plural)
    }
    known = {id_ for id_, _, _ in types}
    words |= {word: words[term] for word, term in terms if term in words and word not in words}
    extra = {w: t for w, t in _EXTRA_WORDS.items() if t in known and w not in words}
    return TypeWords(words | extra)


def type_words(handbook: Handbook) -> TypeWords:
    """Words that tell a type in a title, with the type's id: labels of handbook.yml and what the
    glossary gives as their synonyms (``handreiking`` is a guideline)."""
    types = tuple((t.id, t.label or "", t.plural or "") for t in handbook.settings.record.types)
    terms = tuple(
        (word.casefold(), e.record.term.casefold())
        for e in handbook.terms
        for word in (*e.record.synonyms, *e.record.variants)
    )
    return _type_words(types, terms)


_LETTERS = re.compile(r"[^\W\d_]+")
_MIN_COMPOUND = 3


def contradiction(document: Document, words: TypeWords) -> tuple[str, str] | None:
    """The type word in the title, and its type, when the document has another type and the title
    does not name that type as well. Compounds count: an antipestprotocol is a protocol."""
    type_ = document.record.type
    if type_ in _VAGUE_TYPES or type_ not in words.values():
        return None
    parts = _LETTERS.findall(document.title.casefold())
    endings = [words.ending(part) for part in parts]
    found = [(ending, words[ending]) for ending in endings if ending]
    if not found:
        return None
    leads = words.get(parts[0], type_) != type_
    named = [words[part] for part in parts if part in words] if leads else [m for _, m in found]
    if type_ in named:
        return None
    return found[0]


def _ends_in(part: str, word: str) -> bool:
    if part == word:
        return True
    return part.endswith(word) and len(part) - len(word) >= _MIN_COMPOUND
