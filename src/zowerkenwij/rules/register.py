"""ZW206 and ZW207: every document is reachable, and the plan and its appendix agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.rules.catalogue import rule
from zowerkenwij.rules.finding import Hit, related
from zowerkenwij.rules.links import Links
from zowerkenwij.rules.naming import Names
from zowerkenwij.rules.references import link_place
from zowerkenwij.text.fill import appendix_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.model.handbook import Document
    from zowerkenwij.model.outline import Section
    from zowerkenwij.rules.context import Context

_APPENDIX = "appendix"


@rule(
    "ZW206",
    "orphan",
    "note",
    title="Geen enkele tekst verwijst naar dit document",
    why="Een document dat nergens genoemd wordt, vindt bijna niemand. Misschien is het niet meer nodig.",
    repair="Verwijs ernaar waar lezers het nodig hebben, of trek het in.",
    good="- [Klachtenregeling](../regulations/klachtenregeling.md): voor wie niet tevreden is.",
    bad="# Een document waar geen link, eis of actie naar wijst",
)
def orphan(context: Context) -> Iterator[Hit]:
    """A document that no text, register or school value refers to."""
    used = context.once(_used)
    if context.lost_paths:
        return  # what those refer to is unknown
    for document in context.documents:
        if (
            document.id in used
            or document.path in context.duplicates
            or context.is_broken(document)
        ):
            continue
        if document.record.template or context.state(document) in ("withdrawn", "expired"):
            continue
        yield Hit(
            document.at("id"),
            f"Nergens in het handboek wordt naar '{document.title}' verwezen. "
            "Verwijs ernaar waar lezers het nodig hebben, of trek het in.",
            document.id,
        )


def _used(context: Context) -> frozenset[str]:
    """Ids of documents to which anything else refers."""
    book = context.handbook
    used = set(context.once(Links).pointed_at)
    for document in book.documents:
        record = document.record
        used.update(record.based_on or ())
        if record.template:
            used.add(record.template.document)
        if record.withdrawn and record.withdrawn.successor:
            used.add(record.withdrawn.successor)
    used.update(hot.document for hot in book.settings.record.hotlist)
    for obligation in book.obligations:
        used.update(e.document for demand in obligation.record.demands for e in demand.evidence)
    for action in book.actions:
        used.update(action.record.documents)
    for school in book.schools:
        used.update(v for v in (school.record.values or {}).values() if isinstance(v, str))
    return frozenset(used)


@rule(
    "ZW207",
    "register-mismatch",
    "warning",
    title="Het plan en de bijlage noemen niet dezelfde documenten",
    why="De bijlage is de lijst van afspraken waar ouders en inspectie naar kijken. Wat in het plan staat "
    "en niet in de lijst, of andersom, roept vragen op.",
    repair="Verwijs in het plan naar elk document van de bijlage, en zet elk protocol, elke richtlijn en "
    "elk draaiboek van het plan in de bijlage.",
    good="Bij pesten geldt het [Antipestprotocol](protocols/antipest.md). … {{ appendix }}",
    bad="Bij pesten doen wij iets. … {{ appendix }}   # het Antipestprotocol staat alleen in de bijlage",
)
def register_mismatch(context: Context) -> Iterator[Hit]:
    """A plan refers to what its appendix lacks, or the appendix lists what the text never uses."""
    for document in context.documents:
        if document.record.type != "plan" or context.is_broken(document, "template"):
            continue
        slot = next((s for s in document.outline.slots if s.name == "appendix"), None)
        section = next(
            (s for s in document.outline.sections() if s.heading.anchor == _APPENDIX), None
        )
        if slot is not None:
            listed = {
                d.path for d in appendix_documents(context.handbook, None)
            } - context.duplicates
            place = dict.fromkeys(listed, slot.line)
            yield from _compare(context, document, place, (slot.line, slot.line), slot.line)
        elif section is not None and document.record.template:
            yield from _compare(context, document, *_written(context, document, section))


def _written(
    context: Context, document: Document, section: Section
) -> tuple[dict[str, int], tuple[int, int], int]:
    """The documents that an appendix in words links to, with their lines."""
    span = (section.line, section.last_line)
    place: dict[str, int] = {}
    for reference in context.references(document):
        target = reference.target
        if (
            target is not None
            and span[0] <= reference.link.line <= span[1]
            and _is_listed(context, target)
        ):
            place.setdefault(target.path, reference.link.line)
    return place, span, section.line


def _is_listed(context: Context, target: Document) -> bool:
    """Whether a document is of a type that belongs in the appendix."""
    types = context.handbook.settings.record.appendix.types
    return target.record.type in types and target.record.level == "foundation"


def _compare(
    context: Context, document: Document, listed: dict[str, int], span: tuple[int, int], line: int
) -> Iterator[Hit]:
    used: dict[str, int] = {}
    for reference in context.references(document):
        target = reference.target
        if (
            target is None
            or span[0] <= reference.link.line <= span[1]
            or not _is_listed(context, target)
        ):
            continue
        if target.path in used or target.path in context.duplicates:
            continue
        used[target.path] = reference.link.line
        if target.path not in listed and _belongs(context, document, target):
            yield Hit(
                link_place(document, reference.link),
                f"Het plan verwijst naar '{target.title}', maar dat document staat niet in de bijlage. "
                "Zet het in de bijlage.",
                document.id,
                (related(document.place(line), "Hier staat de bijlage."),),
            )
    left = listed.keys() - used.keys() - context.duplicates
    left -= _named(context, document, span) if left else frozenset()
    for path, at in listed.items():
        target = context.handbook.by_path[path]
        if path in left and target.id in context.once(_used):
            yield Hit(
                document.place(at),
                f"De bijlage noemt '{target.title}', maar de tekst van het plan verwijst er nergens naar. "
                "Zet een link in het onderdeel waar het over gaat.",
                document.id,
            )


def _belongs(context: Context, document: Document, target: Document) -> bool:
    """A document that is not adopted, or withdrawn, is for other rules; one for other kinds of
    school is rightly absent from a school's own copy."""
    if (
        not target.record.versions
        or target.record.withdrawn
        or context.is_broken(target, "type", "level", "versions")
    ):
        return False
    school = context.handbook.school_by_id.get(document.record.school or "")
    kinds = target.record.applies_to
    return school is None or not kinds or school.record.kind in kinds


def _named(context: Context, document: Document, span: tuple[int, int]) -> frozenset[str]:
    """Paths of documents that stand in the text by name: in words, or in the text of a link
    that goes wrong. A missing link there is the finding of another rule."""
    names = context.once(Names)
    inside = {
        d.path
        for mention in names.mentions(context, document)
        if not span[0] <= context.text(document).position(mention.start)[0] <= span[1]
        for d in mention.documents
    }
    for link in document.outline.links:
        if not span[0] <= link.line <= span[1]:
            inside.update(d.path for d in names.called(link.text.strip()))
    return frozenset(inside)
