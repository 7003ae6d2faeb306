"""ZW209 and ZW3xx: texts are looked at in time, on evidence, and again when a source changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.control.review.dates import (
    add_duration,
    last_judged,
    last_review,
    review_due,
    review_rule,
    review_state,
)
from zowerkenwij.control.review.graph import last_item, read_version, source_changes
from zowerkenwij.control.review.stamping import plain
from zowerkenwij.rules.catalogue import rule
from zowerkenwij.rules.finding import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.model.handbook import Document
    from zowerkenwij.rules.context import Context

_KEYS = ("versions", "reviews", "review", "type", "withdrawn", "based_on")
_IN_A_ROW = 3


def _is_clear(context: Context, document: Document) -> bool:
    """In force, and with a record that could be read."""
    return context.state(document) == "in-force" and not context.is_broken(document, *_KEYS)


@rule(
    "ZW209", "suspect-reference", "warning",
    title="Een bron is veranderd sinds de laatste evaluatie",
    why="Wie op een ander document bouwt, kan iets vertellen dat daar niet meer staat.",
    repair="Lees de genoemde onderdelen van de bron en leg met 'zowerkenwij review decide' vast "
    "wat dat betekent.",
    good="based_on: [antipest]   # antipest is niet veranderd sinds de laatste evaluatie",
    bad="based_on: [antipest]   # antipest kreeg daarna versie 2.0",
    adopted=True,
)  # fmt: skip
def suspect_reference(context: Context, document: Document) -> Iterator[Hit]:
    """Documents in ``based_on`` with a newer version of substance."""
    if not document.record.based_on or not _is_clear(context, document):
        return
    looked = last_judged(document.record, context.as_of)
    if looked is None:
        return
    places: dict[str, list[str]] = {}
    item = last_item(context.handbook, document, looked)
    for change in source_changes(context.handbook, document, context.as_of, looked, item):
        places.setdefault(change.source, []).append(change.section or "")
    for n, id_ in enumerate(document.record.based_on):
        source = context.handbook.find(id_)
        if source is not None and source.id in places:
            anchors = ", ".join(f"#{a}" for a in dict.fromkeys(places[source.id]) if a)
            where = f" Kijk naar {anchors}." if anchors else ""
            read = read_version(source, item)
            gone = source.record.withdrawn
            said = (
                f"'{source.title}' is ingetrokken op {gone.on}. Dit document is op {looked} voor het "
                "laatst bekeken."
                if gone and gone.on > looked
                else f"Op {looked} is bij dit document van '{source.title}' versie {read} gelezen. "
                "Daarna is er een nieuwere versie."
                if read
                else f"'{source.title}' kreeg een nieuwe versie nadat dit document op {looked} voor "
                "het laatst is bekeken."
            )
            yield Hit(
                document.at("based_on", n), f"{said}{where} Leg vast of deze tekst nog klopt.",
                document.id,
            )  # fmt: skip


@rule(
    "ZW301", "review-overdue", "warning",
    title="De evaluatie is te laat",
    why="Een tekst die niemand meer leest, klopt ongemerkt niet meer. De tekst blijft wel gelden.",
    repair="Evalueer het document en leg het besluit vast met 'zowerkenwij review decide'.",
    good="review: {every: P1Y}   # laatste evaluatie: korter dan een jaar geleden",
    bad="review: {every: P1Y}   # laatste evaluatie: twee jaar geleden",
    adopted=True,
)  # fmt: skip
def review_overdue(context: Context, document: Document) -> Iterator[Hit]:
    """Documents in force whose review date has passed; an error when that is long ago."""
    if not _is_clear(context, document):
        return
    due = review_due(context.handbook, document, context.as_of)
    if due is None or due >= context.as_of:
        return
    limit = add_duration(due, context.handbook.settings.record.review.escalate)
    yield Hit(
        document.at("review"),
        f"De evaluatie moest klaar zijn op {due}. Evalueer dit document nu; tot die tijd blijft "
        "het gelden.",
        document.id, severity="error" if context.as_of >= limit else None,
    )  # fmt: skip


@rule(
    "ZW302", "review-due-soon", "note",
    title="De evaluatie komt eraan",
    why="Wie op tijd begint, heeft tijd om te lezen en te overleggen.",
    repair="Plan de evaluatie vóór de genoemde datum.",
    good="review: {every: P2Y}   # nog een half jaar",
    bad="review: {every: P2Y}   # nog drie weken",
    adopted=True,
)  # fmt: skip
def review_due_soon(context: Context, document: Document) -> Iterator[Hit]:
    """Documents in force that are due inside the coming weeks."""
    if not _is_clear(context, document):
        return
    due = review_due(context.handbook, document, context.as_of)
    if due and review_state(context.handbook, due, context.as_of) == "due-soon":
        yield Hit(
            document.at("review"),
            f"Dit document moet vóór {due} zijn geëvalueerd. Plan dat nu.",
            document.id,
        )


@rule(
    "ZW303", "rubber-stamp", "warning",
    title="Drie keer ongewijzigd zonder eigen onderbouwing",
    why="Wie elk jaar hetzelfde opschrijft, heeft misschien niet gelezen.",
    repair="Lees de tekst opnieuw en schrijf op waar het oordeel deze keer op steunt.",
    good='basis: "Monitor 2026: geen nieuwe signalen."',
    bad='basis: "Akkoord."   # voor de derde keer',
    adopted=True,
)  # fmt: skip
def rubber_stamp(context: Context, document: Document) -> Iterator[Hit]:
    """Three finished reviews in a row "unchanged" with the same basis, or none."""
    if not _is_clear(context, document):
        return
    done = sorted(
        (r for r in document.record.reviews if r.outcome != "postpone" and r.on <= context.as_of),
        key=lambda r: r.on,
    )[-_IN_A_ROW:]
    bases = {plain(r.basis) for r in done}
    if len(done) == _IN_A_ROW and len(bases) == 1 and {r.outcome for r in done} == {"unchanged"}:
        at = document.record.reviews.index(done[-1])
        yield Hit(
            document.at("reviews", at, "basis"),
            "Dit is de derde keer op rij ongewijzigd met dezelfde onderbouwing. Lees de tekst "
            "opnieuw en schrijf op waar het oordeel op steunt.",
            document.id,
        )


@rule(
    "ZW304", "review-digest", "warning",
    title="De bekeken tekst is niet de tekst die gold",
    why="Een besluit telt voor de tekst die gelezen is, niet voor een andere.",
    repair="Lees de tekst die van kracht is en leg het besluit opnieuw vast.",
    good='digest: "sha256:…"   # die van de versie die op die dag gold',
    bad='digest: "sha256:…"   # die van een concept',
    adopted=True,
)  # fmt: skip
def review_digest(context: Context, document: Document) -> Iterator[Hit]:
    """The latest finished review is bound to another text than the one in force that day."""
    if not _is_clear(context, document):
        return
    review = last_review(document.record, context.as_of)
    if review is None or review.digest is None:
        return
    adopted = [v for v in document.record.versions if v.adopted.on <= review.on]
    good = {v.digest for v in [v for v in adopted if v.effective <= review.on][-1:] + adopted[-1:]}
    if review.digest not in good:
        at = document.record.reviews.index(review)
        yield Hit(
            document.at("reviews", at, "digest"),
            f"Op {review.on} is een andere tekst bekeken dan de tekst die toen gold. Evalueer de "
            "tekst die van kracht is.",
            document.id,
        )


@rule(
    "ZW305", "no-review-rule", "error",
    title="Er is geen evaluatietermijn",
    why="Zonder termijn komt een document nooit meer op de agenda.",
    repair="Zet 'review: {every: P1Y}' in het document of bij zijn soort in handbook.yml.",
    good="review: {every: P1Y}",
    bad="review: null   # en de soort heeft ook geen termijn",
    adopted=True,
)  # fmt: skip
def no_review_rule(context: Context, document: Document) -> Iterator[Hit]:
    """Documents in force without an interval of their own or of their type."""
    if not _is_clear(context, document) or context.handbook.type_of(document) is None:
        return
    if "types" not in context.unsure_settings and review_rule(context.handbook, document) is None:
        yield Hit(
            document.at("type"),
            "Dit document is van kracht, maar heeft geen evaluatietermijn. Zet 'review: "
            "{every: P1Y}' in het document of bij de soort in handbook.yml.",
            document.id,
        )
