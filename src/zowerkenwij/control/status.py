"""What follows from ledger, text and date: nobody types a status (records.md, "State, derived")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.control.review.dates import REVIEW_LABELS, add_duration, review_due, review_state
from zowerkenwij.control.review.graph import is_suspect
from zowerkenwij.model.handbook import Document, Handbook, state

if TYPE_CHECKING:
    from datetime import date

    from zowerkenwij.model.document import LedgerEntry

__all__ = ["REVIEW_LABELS", "Status", "add_duration", "review_due", "status"]


@dataclass(frozen=True, slots=True)
class Status:
    """The standing of a document on a day. ``version`` is the one in force, else the newest
    adopted; ``upcoming`` the number of a version that is adopted and takes effect later."""

    state: str
    version: LedgerEntry | None
    under_revision: bool
    upcoming: str | None
    review_due: date | None
    review_state: str
    suspect: bool


def status(handbook: Handbook, document: Document, day: date) -> Status:
    """The standing of a document on a day."""
    record = document.record
    adopted = [v for v in record.versions if v.adopted.on <= day]
    current = handbook.in_force(document, day)
    later = [v.version for v in adopted if v.effective > day]
    due = review_due(handbook, document, day)
    return Status(
        state=state(record, day),
        version=current or (adopted[-1] if adopted else None),
        under_revision=bool(record.versions) and document.digest != record.versions[-1].digest,
        upcoming=later[-1] if later else None,
        review_due=due,
        review_state=review_state(handbook, due, day),
        suspect=is_suspect(handbook, document, day),
    )
