"""Seeing that a decision was stamped rather than made: the same words again and again."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zowerkenwij.model.document import DocumentRecord, DocumentReview

_EVERYWHERE = 3  # documents with one and the same basis from which it is about none of them


def plain(basis: str | None) -> str:
    """What a basis says, without punctuation and capitals."""
    return re.sub(r"[\W_]+", " ", basis or "").strip().casefold()


def finished(record: DocumentRecord, review: DocumentReview) -> tuple[DocumentReview, ...]:
    """The finished reviews of a document up to this one, oldest first."""
    done = (r for r in record.reviews if r.outcome != "postpone" and r.on <= review.on)
    return tuple(sorted(done, key=lambda r: r.on))


def common(decisions: Iterable[DocumentReview]) -> frozenset[str]:
    """The bases that a round uses for several documents."""
    counts = Counter(plain(r.basis) for r in decisions if r.outcome == "unchanged")
    return frozenset(basis for basis, n in counts.items() if n >= _EVERYWHERE)


def is_stamped(record: DocumentRecord, review: DocumentReview, usual: frozenset[str]) -> bool:
    """Whether "unchanged" has no basis of its own: none at all, the words of the round before, or
    words that the round uses for several documents."""
    if review.outcome != "unchanged":
        return False
    words = plain(review.basis)
    before = [r for r in finished(record, review) if r.year != review.year][-1:]
    return not words or words in usual or any(plain(r.basis) == words for r in before)
