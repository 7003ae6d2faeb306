"""The files that a review writes: a record with new evidence, and the round of a school year.

Both are computed as bytes and nothing is written here. The record's other lines stay as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from zowerkenwij.store.ledger import dump

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zowerkenwij.model.document import DocumentReview
    from zowerkenwij.model.handbook import Handbook
    from zowerkenwij.model.record import Record
    from zowerkenwij.model.registers import ReviewRound

_FRONT = re.compile(r"---\n(.*?)^---(?=\n|$)", re.DOTALL | re.MULTILINE)


def record_with_reviews(text: str, reviews: Sequence[DocumentReview]) -> str:
    """The record's text with this evidence under ``reviews:``; raises ValueError without front
    matter."""
    match = _FRONT.match(text)
    if match is None:
        raise ValueError("geen front matter")
    lines = match[1].splitlines(keepends=True)
    block = dump({"reviews": [_plain(r) for r in reviews]})
    at = next((n for n, line in enumerate(lines) if line.startswith("reviews:")), len(lines))
    end = next(
        (n for n in range(at + 1, len(lines)) if not re.match(r"\s|-|#", lines[n])), len(lines)
    )
    return f"---\n{''.join(lines[:at])}{block}{''.join(lines[end:])}---{text[match.end() :]}"


def round_file(handbook: Handbook, one: ReviewRound) -> tuple[str, bytes]:
    """Path and bytes of a round."""
    path = f"{handbook.prefix}/reviews/{one.year}.yml".removeprefix("/")
    values = {"year": one.year, "started": one.started.isoformat(), "closed": None, **_plain(one)}
    return path, dump(values).encode("utf-8")


def _plain(record: Record) -> dict[str, Any]:
    return record.model_dump(mode="json", exclude_none=True, exclude_defaults=True, by_alias=True)
