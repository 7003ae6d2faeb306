"""What an owner may write in a form: cells that no spreadsheet takes for a formula, outcomes and
days in the ways that people write them."""

from __future__ import annotations

import re
from datetime import date

from zowerkenwij.control.review.decisions import OUTCOME_LABELS
from zowerkenwij.text.fill import MONTHS

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_OUTCOMES = {
    **{id_: id_ for id_ in OUTCOME_LABELS},
    **{label: id_ for id_, label in OUTCOME_LABELS.items()},
    "ongewijzigd": "unchanged", "redactioneel": "editorial", "klein": "minor",
    "kleine wijziging": "minor", "ingrijpend": "major", "groot": "major",
    "grote wijziging": "major", "ingrijpende wijziging": "major", "uitgesteld": "postpone",
}  # fmt: skip


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows as text: one that begins as a formula gets a quote."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def as_written(cell: str) -> str:
    """The cell before ``harmless``; control characters and blanks around it are gone."""
    plain = cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell
    return _CONTROL.sub(" ", plain.replace("\r\n", "\n").replace("\r", "\n")).strip()


def outcome(words: str) -> str | None:
    """The id of an outcome; None when the words are none."""
    return _OUTCOMES.get(" ".join(words.casefold().split()).rstrip("."))


def day(words: str) -> date | None:
    """A day as ``2027-03-10``, ``10-3-2027``, ``10/3/2027``, ``10 maart 2027`` or, as a Dutch
    spreadsheet writes it back, ``10-03-27``; None when it is none of these."""
    numbers = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words)
    turned = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", words)
    short = re.fullmatch(r"(\d{1,2})[-.](\d{1,2})[-.](\d{2})", words)
    named = re.fullmatch(r"(\d{1,2}) ([a-z]+) (\d{4})", words.casefold())
    try:
        if numbers:
            return date(*(int(n) for n in numbers.groups()))
        if turned:
            return date(int(turned[3]), int(turned[2]), int(turned[1]))
        if short:
            return date(2000 + int(short[3]), int(short[2]), int(short[1]))
        if named and named[2] in MONTHS:
            return date(int(named[3]), MONTHS.index(named[2]) + 1, int(named[1]))
    except ValueError:
        pass
    return None
