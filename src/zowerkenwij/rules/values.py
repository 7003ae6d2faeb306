"""ZW104: every id in every record exists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from zowerkenwij.rules.catalogue import rule
from zowerkenwij.rules.finding import Hit

if TYPE_CHECKING:
    from zowerkenwij.model.document import DocumentRecord
    from zowerkenwij.model.handbook import Document, Entry
    from zowerkenwij.model.settings import Settings
    from zowerkenwij.rules.context import Context

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Ids that may stand somewhere. ``name`` is how people call one, with its article; ``home``
    is where they are defined. ``unsure`` means that the definitions could not be read whole."""

    name: str
    home: str
    ids: frozenset[str]
    unsure: bool = False


Use = tuple[Keys, str | None, Vocabulary]


class _Vocabularies:
    def __init__(self, context: Context) -> None:
        book = context.handbook
        unsure = context.unsure_settings
        settings = book.settings.record
        self.role = Vocabulary(
            "de rol", "roles in handbook.yml", frozenset(book.roles), "roles" in unsure
        )
        bodies = frozenset(book.bodies)
        self.body = Vocabulary("het orgaan", "bodies in handbook.yml", bodies, "bodies" in unsure)
        self.decider = Vocabulary(
            "het orgaan", "bodies in handbook.yml", bodies | frozenset(book.roles) | {"owner"},
            not unsure.isdisjoint({"bodies", "roles"}),
        )  # fmt: skip
        self.adopter = Vocabulary(
            "het orgaan", "bodies in handbook.yml", bodies | {"owner"}, "bodies" in unsure
        )
        self.type = Vocabulary(
            "de soort", "types in handbook.yml", frozenset(book.types), "types" in unsure
        )
        self.audience = Vocabulary(
            "de doelgroep", "audiences in handbook.yml", frozenset(settings.audiences or ()),
            "audiences" in unsure,
        )  # fmt: skip
        self.kind = Vocabulary(
            "de schoolsoort", "kinds in handbook.yml", frozenset(book.kinds), "kinds" in unsure
        )
        self.slot = Vocabulary(
            "het veld", "slots in handbook.yml", frozenset(book.slots), "slots" in unsure
        )
        self.document = Vocabulary("het document", "het handboek", context.document_ids)
        folders = {p.split("/")[-2] for p in book.broken_paths if p.lower().endswith("/school.yml")}
        self.school = Vocabulary("de school", "schools/", frozenset({*book.school_by_id, *folders}))
        self.obligation = Vocabulary(
            "de verplichting", "obligations.yml", frozenset(e.record.id for e in book.obligations),
            context.is_unsure("obligations.yml"),
        )  # fmt: skip


@rule(
    "ZW104",
    "unknown-reference-value",
    "error",
    title="Een gegeven noemt iets dat niet bestaat",
    why="Een rol, orgaan, soort, school, verplichting of document dat niet bestaat, breekt het "
    "register: niemand is eigenaar, of een eis lijkt gedekt terwijl dat niet zo is.",
    repair="Gebruik een bestaand id, of voeg het toe waar de melding zegt.",
    good="owner: attention-officer",
    bad="owner: atention-officer",
)
def unknown_reference_value(context: Context) -> Iterator[Hit]:
    """Roles, bodies, types, audiences, schools, kinds, obligations, documents and slots."""
    known = _Vocabularies(context)
    right: set[object] = set()  # what many documents say alike, and is known
    for document in context.documents:
        record = document.record
        alike = (record.type, record.owner, record.audience, record.school, record.applies_to,
                 record.obligations)  # fmt: skip
        if alike not in right or _says_more(record):
            found = list(
                _judge(context, document, _document(context, document, known), document.id)
            )
            if not found:
                right.add(alike)
            yield from found
        if document.id in (document.record.based_on or ()):
            yield _on_itself(document)
        if not context.is_broken(document, "level", "school"):
            yield from _level(document)
    yield from _judge(
        context, context.handbook.settings, _settings(context.handbook.settings.record, known)
    )
    for entries, uses in _registers(context, known):
        for entry in entries:
            yield from _judge(context, entry, uses(entry.record))
    for entry in context.handbook.monitors:
        actions = [a.record.id for a in context.handbook.actions if a.scope == entry.scope]
        yield from _judge(context, entry, _monitor_actions(context, entry, frozenset(actions)))


def _judge(
    context: Context, entry: Entry[Any], uses: Iterator[Use], document: str | None = None
) -> Iterator[Hit]:
    for keys, value, vocabulary in uses:
        if value is None or value in vocabulary.ids or vocabulary.unsure:
            continue
        yield Hit(
            entry.at(*keys),
            f"{vocabulary.name[0].upper()}{vocabulary.name[1:]} '{value}' bestaat niet."
            f"{context.near(value, vocabulary.ids)} Kies een bestaand id of voeg het toe: zie {vocabulary.home}.",
            document,
        )


def _says_more(record: DocumentRecord) -> bool:
    """Whether a record names anything beside what many say alike."""
    return bool(
        record.based_on or record.template or record.withdrawn or record.versions
        or record.proposal or record.reviews
    )  # fmt: skip


def _each(key: str, values: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[Use]:
    for index, value in enumerate(values or ()):
        yield (key, index), value, vocabulary


def _document(context: Context, document: Document, known: _Vocabularies) -> Iterator[Use]:
    record = document.record
    yield ("type",), record.type, known.type
    yield ("owner",), record.owner, known.role
    yield ("audience",), record.audience, known.audience
    yield ("school",), record.school, known.school
    yield from _each("applies_to", record.applies_to, known.kind)
    yield from _each("obligations", record.obligations, known.obligation)
    yield from _each("based_on", record.based_on, known.document)
    if record.template:
        name = record.template.document
        yield ("template", "document"), name, known.document
        yield ("template", "version"), record.template.version, _versions(context, name)
    if record.withdrawn:
        yield ("withdrawn", "by"), record.withdrawn.by, known.decider
        yield ("withdrawn", "successor"), record.withdrawn.successor, known.document
    if record.versions or record.proposal:
        yield from _ledger(document, known)
    for n, review in enumerate(record.reviews):
        yield ("reviews", n, "by"), review.by, known.role
        yield ("reviews", n, "into"), review.into, known.document


def _on_itself(document: Document) -> Hit:
    index = document.record.based_on.index(document.id)
    return Hit(
        document.at("based_on", index),
        f"'{document.title}' is op zichzelf gebaseerd. Haal '{document.id}' weg uit based_on, of noem "
        "het document waar dit op volgt.",
        document.id,
    )


def _ledger(document: Document, known: _Vocabularies) -> Iterator[Use]:
    record = document.record
    for n, entry in enumerate(record.versions):
        if entry.adopted:
            yield ("versions", n, "adopted", "by"), entry.adopted.by, known.adopter
        for m, one in enumerate(entry.consulted):
            yield ("versions", n, "consulted", m, "body"), one.body, known.body
    for m, one in enumerate(record.proposal.consulted if record.proposal else ()):
        yield ("proposal", "consulted", m, "body"), one.body, known.body


def _level(document: Document) -> Iterator[Hit]:
    """A document of a school names its school, and no other document does."""
    record = document.record
    if record.level == "school" and not record.school:
        yield Hit(
            document.at("level"),
            f"'{document.title}' is een document van een school, maar zegt niet van welke. "
            "Voeg 'school: <id>' toe, of zet level op foundation.",
            document.id,
        )
    elif record.level == "foundation" and record.school:
        yield Hit(
            document.at("school"),
            f"'{document.title}' is een document van de stichting, maar noemt school '{record.school}'. "
            "Zet level op school, of haal 'school' weg.",
            document.id,
        )


def _settings(settings: Settings, known: _Vocabularies) -> Iterator[Use]:
    for n, type_ in enumerate(settings.types):
        for change, deciders in (type_.adopted_by or {}).items():
            for m, decider in enumerate(deciders):
                yield ("types", n, "adopted_by", change, m), decider, known.adopter
        for change, consulted in (type_.consult or {}).items():
            for m, one in enumerate(consulted):
                yield ("types", n, "consult", change, m, "body"), one.body, known.body
    for n, hot in enumerate(settings.hotlist):
        yield ("hotlist", n, "document"), hot.document, known.document
    if "appendix" in settings.model_fields_set and settings.appendix:
        for n, type_id in enumerate(settings.appendix.types):
            yield ("appendix", "types", n), type_id, known.type


Uses = Callable[[Any], Iterator[Use]]


def _registers(
    context: Context, known: _Vocabularies
) -> Iterator[tuple[tuple[Entry[Any], ...], Uses]]:
    book = context.handbook
    yield book.obligations, partial(_obligation, known=known)
    yield book.schools, partial(_school, context=context, known=known)
    yield book.people, partial(_person, known=known)
    yield book.actions, partial(_action, known=known)
    yield book.monitors, partial(_monitor, known=known)
    yield book.reviews, partial(_round, known=known)
    yield book.search_tests, lambda record: iter([(("expect",), record.expect, known.document)])


def _obligation(record: Any, known: _Vocabularies) -> Iterator[Use]:
    yield from _each("applies_to", record.applies_to, known.kind)
    for n, demand in enumerate(record.demands):
        for m, evidence in enumerate(demand.evidence):
            yield ("demands", n, "evidence", m, "document"), evidence.document, known.document
    if record.verified:
        yield ("verified", "by"), record.verified.by, known.role


def _school(record: Any, context: Context, known: _Vocabularies) -> Iterator[Use]:
    yield ("kind",), record.kind, known.kind
    for pinned, version in (record.pins or {}).items():
        yield ("pins", pinned), pinned, known.document
        yield ("pins", pinned), version, _versions(context, pinned)
    for id_, value in (record.values or {}).items():
        slot = context.handbook.slots.get(id_)
        if slot is None or not isinstance(value, str) or not value:
            continue
        if slot.kind == "document":
            yield ("values", id_), value, known.document
        elif slot.kind == "choice" and "/" not in value:  # A/B is a choice not made: ZW503
            choices = Vocabulary(
                "de keuze", f"choices van '{id_}' in handbook.yml", frozenset(slot.choices)
            )
            yield ("values", id_), value, choices


def _versions(context: Context, id_: str) -> Vocabulary:
    """The versions of a document that exists and could be read."""
    document = context.handbook.find(id_)
    is_known = document is not None and not context.is_broken(document, "versions")
    numbers = frozenset(v.version for v in document.record.versions) if document else frozenset()
    return Vocabulary("de versie", f"versions van '{id_}'", numbers, unsure=not is_known)


def _person(record: Any, known: _Vocabularies) -> Iterator[Use]:
    for n, holding in enumerate(record.holds):
        yield ("holds", n, "role"), holding.role, known.role
        yield ("holds", n, "school"), holding.school, known.school


def _action(record: Any, known: _Vocabularies) -> Iterator[Use]:
    yield ("owner",), record.owner, known.role
    yield from _each("documents", record.documents, known.document)


def _monitor(record: Any, known: _Vocabularies) -> Iterator[Use]:
    if record.discussed:
        for n, role in enumerate(record.discussed.by):
            yield ("discussed", "by", n), role, known.role


def _monitor_actions(context: Context, entry: Entry[Any], ids: frozenset[str]) -> Iterator[Use]:
    unsure = (
        entry.path.replace("monitoring.yml", "improvement.yml") in context.handbook.broken_paths
    )
    actions = Vocabulary("de actie", "improvement.yml van deze school", ids, unsure)
    yield from _each("actions", entry.record.actions, actions)


def _round(record: Any, known: _Vocabularies) -> Iterator[Use]:
    for n, item in enumerate(record.items):
        yield ("items", n, "document"), item.document, known.document
        yield ("items", n, "owner"), item.owner, known.role
        yield ("items", n, "by"), item.by, known.role
