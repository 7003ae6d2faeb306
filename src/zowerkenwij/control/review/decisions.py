"""Opening a round, deciding about a document and closing the round: what the records become.

Nothing is written here: each function gives new records, or says why it cannot be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.control.references import referring
from zowerkenwij.control.review.agenda import agenda, item_of, owner_of, round_of, year_of
from zowerkenwij.control.review.dates import last_review
from zowerkenwij.control.review.graph import linked_sections
from zowerkenwij.control.review.registers import read_registers
from zowerkenwij.model.document import DocumentReview
from zowerkenwij.model.handbook import state
from zowerkenwij.model.registers import ReadRegisters, ReviewItem, ReviewRound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from zowerkenwij.control.review.agenda import Item
    from zowerkenwij.model.document import ReviewOutcome
    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.model.problem import Place

OUTCOME_LABELS = {
    "unchanged": "ongewijzigd handhaven", "editorial": "redactioneel wijzigen",
    "minor": "klein wijzigen", "major": "ingrijpend wijzigen", "merge": "samenvoegen",
    "withdraw": "intrekken", "postpone": "uitstellen",
}  # fmt: skip

BASIS_LABELS = {
    "monitor": "monitor", "incident-trend": "overzicht van incidenten", "complaint": "klachten",
    "inspection": "inspectie of controle", "law-change": "verandering van de wet",
    "staff-feedback": "signalen van medewerkers", "broken-reference": "verwijzing die niet klopte",
    "partner-change": "verandering bij een partner", "annual-cycle": "jaarlijkse evaluatie",
}  # fmt: skip


def told_basis(basis: str) -> str:
    """A basis as people read it: ``complaint: te lang`` → ``klachten: te lang``."""
    kind, sign, words = basis.partition(":")
    return f"{BASIS_LABELS.get(kind, kind)}{sign}{words}"


class NotPossible(Exception):
    """A decision that cannot be recorded; the text is a Dutch sentence with what to do."""


class Unanswered(NotPossible):
    """The outcome "unchanged" without an answer to every question."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an owner decides. ``answers`` are by number of the agenda's question."""

    outcome: ReviewOutcome
    by: str
    on: date
    basis: str
    answers: Mapping[int, str]
    until: date | None = None
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The new evidence and the round that holds it. ``review`` is None when exactly this was
    recorded before; ``referring`` are the places that must be repaired after a merge or
    withdrawal."""

    review: DocumentReview | None
    round: ReviewRound
    referring: tuple[Place, ...]


def started(handbook: Handbook, year: str, day: date) -> ReviewRound:
    """The round with everything that is on the agenda; what it already holds stays as it is. A
    closed round that gets something new is open again."""
    before = round_of(handbook, year)
    known = {i.document for i in before.items} if before else set()
    new = tuple(
        ReviewItem(document=i.document.id, owner=i.owner, due=i.due, reasons=i.reasons)
        for i in agenda(handbook, year, day)
        if i.document.id not in known
    )
    if before is None:
        return ReviewRound(
            year=year, started=day, items=new, registers=(read_registers(handbook, day),)
        )
    if not new:
        return before
    return before.model_copy(update={"items": (*before.items, *new), "closed": None})


def closed(handbook: Handbook, year: str, day: date) -> tuple[ReviewRound, tuple[str, ...]]:
    """The closed round and the documents that nobody decided about."""
    one = round_of(handbook, year)
    if one is None:
        raise NotPossible(
            f"De ronde {year} is nog niet begonnen. Begin met 'zowerkenwij review start {year}'."
        )
    undecided = tuple(i.document for i in one.items if _is_open(handbook, i, day))
    return (one if one.closed else one.model_copy(update={"closed": day})), undecided


def _is_open(handbook: Handbook, item: ReviewItem, day: date) -> bool:
    """Whether a document of a round waits for a decision: one that ended meanwhile does not."""
    document = handbook.find(item.document)
    gone = document is not None and state(document.record, day) in ("withdrawn", "expired")
    return item.outcome in (None, "postpone") and not gone


def recorded(
    handbook: Handbook, document: Document, decision: Decision, findings: Sequence[str] = (),
    one: ReviewRound | None = None,
) -> Recorded:  # fmt: skip
    """What the records become; raises NotPossible with the reason. ``findings`` are the messages
    of rules about the document, as on the agenda; ``one`` is the round so far when more decisions
    are recorded together."""
    version = handbook.in_force(document, decision.on)
    if version is None:
        raise NotPossible(
            f"Van '{document.id}' is op {decision.on} geen versie van kracht. Alleen een tekst die "
            "geldt, kun je evalueren."
        )
    year = year_of(handbook, decision.on)
    referring = _referring(handbook, document) if decision.outcome in ("merge", "withdraw") else ()
    one = one or round_of(handbook, year) or ReviewRound(year=year, started=decision.on)
    if any(_same(r, year, decision) for r in document.record.reviews):
        return Recorded(None, one, referring)
    item = item_of(handbook, document, year, decision.on, findings)
    answers = _answers(item, document, decision)
    _check(handbook, document, decision)
    review = DocumentReview(
        year=year, on=decision.on, by=decision.by, outcome=decision.outcome,
        basis=decision.basis.strip(), digest=version.digest, until=decision.until,
        into=decision.into, answers=answers,
    )  # fmt: skip
    return Recorded(review, _with_item(handbook, one, document, review, item), referring)


def _same(review: DocumentReview, year: str, decision: Decision) -> bool:
    return (
        review.year, review.on, review.by, review.outcome, review.basis, review.until, review.into,
    ) == (
        year, decision.on, decision.by, decision.outcome, decision.basis.strip(), decision.until,
        decision.into,
    )  # fmt: skip


def _answers(item: Item | None, document: Document, decision: Decision) -> dict[str, str]:
    """Answers by the text of their question; "unchanged" needs one to each."""
    questions = item.questions if item else ()
    given = {n: text.strip() for n, text in decision.answers.items() if text.strip()}
    unknown = sorted(set(given) - {q.n for q in questions})
    if unknown:
        raise NotPossible(f"Vraag {unknown[0]} bestaat niet bij '{document.id}'.")
    missing = [q for q in questions if q.n not in given]
    if missing and decision.outcome == "unchanged":
        asked = " ".join(f"({q.n}) {q.text}" for q in missing)
        raise Unanswered(
            f"'{document.id}' kan pas ongewijzigd blijven als deze vragen een antwoord hebben: "
            f"{asked}"
        )
    return {q.text: given[q.n] for q in questions if q.n in given}


def _check(handbook: Handbook, document: Document, decision: Decision) -> None:
    if decision.by not in handbook.roles:
        raise NotPossible(f"De rol '{decision.by}' bestaat niet. Zie roles in handbook.yml.")
    if not decision.basis.strip():
        raise NotPossible("Schrijf op waarop het besluit steunt ('Waarop gebaseerd', --basis).")
    if decision.outcome == "merge":
        target = handbook.find(decision.into or "")
        if target is None or target is document:
            raise NotPossible(
                "Zeg in welk ander document dit document opgaat ('Opgaan in', --into)."
            )
    if decision.outcome == "postpone":
        _check_postponement(document, decision)


def _check_postponement(document: Document, decision: Decision) -> None:
    if decision.until is None or decision.until <= decision.on:
        raise NotPossible(
            "Uitstellen kan alleen met een nieuwe, latere datum: geef die op bij 'Uitstellen tot' "
            "(--until)."
        )
    done = last_review(document.record, decision.on)
    earlier = [
        r for r in document.record.reviews
        if r.outcome == "postpone" and (done is None or r.on >= done.on)
    ]  # fmt: skip
    if earlier:
        raise NotPossible(
            f"'{document.id}' is al uitgesteld tot {earlier[-1].until}. Uitstellen kan één keer: "
            "neem nu een besluit."
        )


def _referring(handbook: Handbook, document: Document) -> tuple[Place, ...]:
    """Where texts and registers refer to a document; what a round says about it stays."""
    rounds = {entry.path for entry in handbook.reviews}
    return tuple(place for place in referring(handbook, document) if place.path not in rounds)


def _with_item(
    handbook: Handbook, one: ReviewRound, document: Document, review: DocumentReview,
    on_agenda: Item | None,
) -> ReviewRound:  # fmt: skip
    """The round with the decision in it, bound to everything that was read with it."""
    seen = read_registers(handbook, review.on)
    old = next((i for i in one.items if i.document == document.id), None)
    item = (old or _new_item(document, review, on_agenda)).model_copy(
        update={
            "outcome": review.outcome, "on": review.on, "by": review.by, "basis": review.basis,
            "digest": review.digest, "read": _versions(handbook, document, review.on),
            "registers": seen.digest,
        }
    )  # fmt: skip
    items = tuple(item if i is old else i for i in one.items) if old else (*one.items, item)
    return one.model_copy(update={"items": items, "registers": _kept(one.registers, seen)})


def _new_item(document: Document, review: DocumentReview, item: Item | None) -> ReviewItem:
    """A document that is decided about without having been in the round: with the date that it
    had, so that lateness shows."""
    if item is None:
        return ReviewItem(document=document.id, owner=owner_of(document), due=review.on)
    return ReviewItem(document=document.id, owner=item.owner, due=item.due, reasons=item.reasons)


def _kept(kept: tuple[ReadRegisters, ...], seen: ReadRegisters) -> tuple[ReadRegisters, ...]:
    return kept if any(r.digest == seen.digest for r in kept) else (*kept, seen)


def _versions(handbook: Handbook, document: Document, day: date) -> dict[str, str]:
    """The newest adopted version of every document that this one rests on."""
    sources = [handbook.find(id_) for id_ in document.record.based_on]
    sources += [target for target, _ in linked_sections(handbook, document)]
    found: dict[str, str] = {}
    for source in sources:
        adopted = (
            [v.version for v in source.record.versions if v.adopted.on <= day] if source else []
        )
        if source and adopted:
            found[source.id] = adopted[-1]
    return dict(sorted(found.items()))
