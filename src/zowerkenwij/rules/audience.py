"""ZW601 and ZW604: nobody gets more than is meant for them, and nobody less than the law asks."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from zowerkenwij.model.handbook import Document, is_narrower
from zowerkenwij.model.settings import AUDIENCE_LABELS
from zowerkenwij.rules.catalogue import rule
from zowerkenwij.rules.finding import Hit, Related, related
from zowerkenwij.rules.links import Links
from zowerkenwij.rules.references import link_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.rules.context import Context
    from zowerkenwij.rules.resolve import Reference

_WIDE = ("public", "on-request")


@rule(
    "ZW601",
    "audience-reference",
    "error",
    title="Een open tekst verwijst naar iets dat niet voor iedereen is",
    why="Een link of afbeelding uit een beperkt document verraadt wat erin staat, en een ouder kan hem niet "
    "openen.",
    repair="Haal de link weg, of zet de zin in een passage '::: audience restricted'. Mag iedereen het zien, "
    "maak dan een eigen afbeelding voor de open tekst.",
    good="Vraag de directeur naar de regels van de instelling.",
    bad="Lees de [Veiligheidsregels van de instelling](../external/regels-instelling.md).   # beperkt document",
)
def audience_reference(context: Context) -> Iterator[Hit]:
    """A public or on-request text links to something restricted, or embeds something narrower."""
    for document, reference in context.once(Links).guarded:
        if context.knows_audience(document):
            yield from _restricted(context, document, reference)
    yield from _assets(context)


def _restricted(context: Context, document: Document, reference: Reference) -> Iterator[Hit]:
    target = reference.target
    if target is None or not context.knows_audience(target):
        return
    own = context.audience_at(document, reference.link.line)
    if own not in _WIDE or context.is_doubtful(document, reference.link.line):
        return
    if context.audience(target) == "restricted":
        what, place = f"'{target.title}', een beperkt document", target.at("audience")
    else:
        if not reference.anchor:
            return
        heading = next((h for h in target.outline.headings if h.anchor == reference.anchor), None)
        if heading is None or context.is_doubtful(target, heading.line):
            return
        if context.audience_at(target, heading.line) != "restricted":
            return
        what = f"het onderdeel '{heading.text}' van '{target.title}', een beperkte passage"
        place = target.place(heading.line)
    yield Hit(
        link_place(document, reference.link),
        f"Deze tekst heeft doelgroep '{AUDIENCE_LABELS[own]}', maar verwijst naar {what}. Haal de link weg of zet de zin in een "
        "passage '::: audience restricted'.",
        document.id,
        (related(place, "Dit is alleen voor wie het mag zien."),),
    )


def _assets(context: Context) -> Iterator[Hit]:
    """A file that a staff or restricted text uses belongs to that text."""
    uses: dict[str, list[tuple[str, Document, Reference]]] = defaultdict(list)
    for document, reference in context.once(Links).odd:
        if reference.kind == "file" and context.knows_audience(document):
            audience = context.audience_at(document, reference.link.line)
            uses[reference.path].append((audience, document, reference))
    for users in uses.values():
        narrow = next((u for u in users if u[0] == "restricted"), None)
        narrow = narrow or next((u for u in users if u[0] == "staff"), None)
        for audience, document, reference in users if narrow else ():
            if narrow is None or not is_narrower(narrow[0], audience):
                continue
            where = link_place(narrow[1], narrow[2].link)
            yield Hit(
                link_place(document, reference.link),
                f"Deze tekst heeft doelgroep '{AUDIENCE_LABELS[audience]}', maar gebruikt "
                f"'{reference.link.target}' uit een tekst met doelgroep '{AUDIENCE_LABELS[narrow[0]]}' "
                f"('{narrow[1].title}'). Gebruik hier een eigen bestand.",
                document.id,
                (Related(where.path, where.line, "Hier hoort het bestand bij."),),
            )


@rule(
    "ZW604",
    "audience-narrower-than-law",
    "warning",
    title="De wet wil dit document opener dan het is",
    why="Als de wet zegt dat iedereen iets mag lezen, dan is een document alleen voor medewerkers niet genoeg.",
    repair="Zet 'audience' ruimer, of koppel de eis aan een document dat wel open is.",
    good="audience: public\nobligations: [school-guide]",
    bad="audience: staff\nobligations: [school-guide]   # de verplichting zegt: public",
)
def audience_narrower_than_law(context: Context) -> Iterator[Hit]:
    """An obligation asks for a wider audience than a document that answers it has."""
    done: set[str] = set()
    for entry in context.handbook.obligations:
        law = entry.record
        if law.audience is None or law.status != "in-force":
            continue
        if law.applies_from and law.applies_from > context.as_of:
            continue
        answers = {e.document for demand in law.demands for e in demand.evidence}
        for document in context.documents:
            if document.id not in answers and law.id not in (document.record.obligations or ()):
                continue
            if document.path in done or not context.knows_audience(document):
                continue
            own = context.audience(document)
            if own != law.audience and is_narrower(own, law.audience):
                done.add(document.path)
                yield Hit(
                    document.at("audience"),
                    f"'{document.title}' heeft doelgroep '{AUDIENCE_LABELS[own]}', maar '{law.name}' vraagt "
                    f"doelgroep '{AUDIENCE_LABELS[law.audience]}'. Zet audience ruimer of koppel de eis "
                    "aan een ander document.",
                    document.id,
                    (related(entry.at("audience"), "Hier staat wat de verplichting vraagt."),),
                )
