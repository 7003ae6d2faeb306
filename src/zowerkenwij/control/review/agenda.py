"""What is on the agenda of a review round: what is due by the calendar, or stale by what changed
elsewhere, with the questions that a decision must answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from zowerkenwij.control.copies import school_year
from zowerkenwij.control.review.dates import in_year, last_look, review_dates
from zowerkenwij.control.review.graph import Change, changes
from zowerkenwij.control.review.index import index
from zowerkenwij.model.handbook import state

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from zowerkenwij.model.document import DocumentReview
    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.model.registers import ReviewItem, ReviewRound

FINDINGS = "Er zijn meldingen over dit document. Wat doe je daarmee?"
REASON_LABELS = {
    "interval": "de termijn is om", "suspect": "een bron veranderde",
    "obligation": "een verplichting veranderde", "role": "een rol veranderde",
    "term": "een begrip veranderde", "finding": "er zijn meldingen",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What must be answered before a text stays unchanged; numbered from 1."""

    n: int
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A document on the agenda. ``decision`` is the finished review of this round, if any;
    ``looked`` the day of the latest finished review, else of the adoption."""

    document: Document
    owner: str
    due: date
    reasons: tuple[str, ...]
    details: tuple[Change, ...]
    questions: tuple[Question, ...]
    decision: DocumentReview | None
    looked: date | None


def year_of(handbook: Handbook, day: date) -> str:
    """The school year of a day."""
    return school_year(day, handbook.settings.record.school_year_start)


def last_day(handbook: Handbook, year: str) -> date:
    """The last day of a school year."""
    start = handbook.settings.record.school_year_start
    return in_year(int(year.partition("-")[2]), start) - timedelta(days=1)


def round_of(handbook: Handbook, year: str) -> ReviewRound | None:
    """The round of a school year, when it was started; a round that could not be read is none."""
    rounds = (e.record for e in handbook.reviews if e.record.started)
    return next((one for one in rounds if one.year == year), None)


def owner_of(document: Document) -> str:
    """The owner; empty when the record could not be read so far."""
    return document.record.owner or ""


def agenda(
    handbook: Handbook, year: str, day: date, findings: Mapping[str, Sequence[str]] | None = None
) -> tuple[Item, ...]:
    """The agenda of a school year as it is on a day: everything in force that is due before the
    year ends, or stale, and what the round already holds. ``findings`` are messages of rules by
    document id. Sorted by owner and due date."""
    one = round_of(handbook, year)
    kept = {i.document: i for i in one.items} if one and one.started <= day else {}
    looks = (
        _look(handbook, d, kept.get(d.id), (year, day), (findings or {}).get(d.id, ()))
        for d in handbook.documents
    )
    return tuple(sorted(filter(None, looks), key=lambda i: (i.owner, i.due, i.document.id)))


def item_of(
    handbook: Handbook, document: Document, year: str, day: date, findings: Sequence[str] = ()
) -> Item | None:
    """One document as it is on the agenda; None when it is not on it."""
    one = round_of(handbook, year)
    items = one.items if one and one.started <= day else ()
    planned = next((i for i in items if i.document == document.id), None)
    return _look(handbook, document, planned, (year, day), findings)


def _look(
    handbook: Handbook, document: Document, planned: ReviewItem | None, when: tuple[str, date],
    findings: Sequence[str],
) -> Item | None:  # fmt: skip
    year, day = when
    due = review_dates(handbook, day).get(document.path)
    decision = decision_of(document, year, day) if planned else None
    if decision is None and state(document.record, day) != "in-force":
        return None
    details = tuple(changes(handbook, document, day))
    if details and decision is not None:  # stale again since that decision
        decision, planned = None, None
    is_due = due is not None and due <= last_day(handbook, year)
    if not (planned or details or is_due):
        return None
    said = findings if decision is None else ()
    details += tuple(Change("finding", document.id, None, None, text) for text in said)
    if planned:
        due = max(planned.due, postponed_to(document, year, day) or planned.due)
    return _item(handbook, document, planned, due or day, details, decision, is_due=is_due,
                 looked=last_look(document.record, day))  # fmt: skip


def decision_of(document: Document, year: str, day: date) -> DocumentReview | None:
    """The latest decision of a school year on or before a day; a postponement decides nothing."""
    done = [
        r for r in document.record.reviews
        if r.year == year and r.on <= day and r.outcome != "postpone"
    ]  # fmt: skip
    return max(reversed(done), key=lambda r: r.on) if done else None


def postponed_to(document: Document, year: str, day: date) -> date | None:
    """The day to which a decision of a school year was put off."""
    found = [r.until for r in document.record.reviews if r.year == year and r.on <= day and r.until]
    return max(found) if found else None


def _item(
    handbook: Handbook, document: Document, planned: ReviewItem | None, due: date,
    details: tuple[Change, ...], decision: DocumentReview | None, *, is_due: bool,
    looked: date | None,
) -> Item:  # fmt: skip
    reasons = [*planned.reasons] if planned else []
    reasons += ["interval"] if is_due else []
    reasons += [d.reason for d in details]
    return Item(
        document, planned.owner if planned else owner_of(document), due,
        tuple(dict.fromkeys(reasons)), details, _questions(handbook, details), decision, looked,
    )  # fmt: skip


def _questions(handbook: Handbook, details: tuple[Change, ...]) -> tuple[Question, ...]:
    """One question about each thing that changed, and one about all findings."""
    texts = dict.fromkeys(_question(handbook, d) for d in details)
    return tuple(Question(n, text) for n, text in enumerate(texts, 1))


def _question(handbook: Handbook, change: Change) -> str:
    if change.reason == "finding":
        return FINDINGS
    if change.reason == "suspect":
        source = handbook.find(change.source)
        title = source.title if source else change.source
        return f"'{title}' is veranderd. Wat betekent dat voor dit document?"
    if change.reason == "obligation":
        at = index(handbook).position.get(change.source)
        name = change.source if at is None else handbook.obligations[at].record.name
        return f"De verplichting '{name}' is veranderd. Staat hier nog wat zij vraagt?"
    if change.reason == "role":
        role = handbook.roles.get(change.source)
        name = role.label if role else change.source
        return f"De rol '{name}' is veranderd. Kloppen de naam en de taken hier nog?"
    return f"Het begrip '{change.source}' betekent nu iets anders. Klopt deze tekst nog?"


def summary(items: Sequence[Item], day: date) -> dict[str, int]:
    """Counts over an agenda."""
    open_ = [i for i in items if i.decision is None]
    return {
        "items": len(items),
        "decided": len(items) - len(open_),
        "undecided": len(open_),
        "overdue": sum(1 for i in open_ if i.due < day),
        **{reason: sum(1 for i in items if reason in i.reasons) for reason in REASON_LABELS},
    }


def owners(items: Sequence[Item]) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """The items of each owner."""
    for owner in dict.fromkeys(i.owner for i in items):
        yield owner, tuple(i for i in items if i.owner == owner)
