"""Answers of owners become decisions: each row by itself, so that one mistake costs one row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import ValidationError

from zowerkenwij.cli.review import cells, sheets
from zowerkenwij.cli.review.saving import refuse_persons
from zowerkenwij.control.review.agenda import FINDINGS, item_of, round_of, year_of
from zowerkenwij.control.review.decisions import OUTCOME_LABELS, Decision, NotPossible, recorded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from zowerkenwij.cli.review.sheets import Answers
    from zowerkenwij.control.review.agenda import Item
    from zowerkenwij.model.document import DocumentReview
    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.model.registers import ReviewRound


@dataclass(slots=True)
class Collected:
    """What the forms came to: rounds by school year and new evidence by document id, ready to
    save; how many rows were empty or known already; and a sentence for each row that is refused."""

    rounds: dict[str, ReviewRound] = field(default_factory=dict)
    reviews: dict[str, DocumentReview] = field(default_factory=dict)
    empty: int = 0
    known: int = 0
    refused: list[str] = field(default_factory=list)


def collected(handbook: Handbook, rows: Iterable[Answers]) -> Collected:
    """All rows, one after the other; what is refused stands in the answer with its reason."""
    made = Collected()
    for row in rows:
        if not row.values.get(sheets.OUTCOME):
            made.empty += 1
            continue
        try:
            _add(handbook, row, made)
        except NotPossible as reason:
            made.refused.append(f"{row.place}: {reason}")
        except ValidationError:
            made.refused.append(f"{row.place}: een van de antwoorden is te lang. Maak het korter.")
    return made


def _add(handbook: Handbook, row: Answers, made: Collected) -> None:
    id_ = row.values.get(sheets.ID, "")
    document = handbook.find(id_)
    if document is None:
        raise NotPossible(f"Er is geen document met id '{id_}'.")
    on = _day(row, sheets.ON)
    if on is None:
        raise NotPossible(f"Vul bij '{sheets.ON}' de dag van het besluit in.")
    year = year_of(handbook, on)
    said = ("",) if FINDINGS in row.answers else ()
    item = item_of(handbook, document, year, on, said)
    decision = _decision(handbook, row, on, item)
    _check_text(handbook, document, row, on)
    refuse_persons(handbook, decision)
    one = made.rounds.get(year) or round_of(handbook, year)
    new = recorded(handbook, document, decision, said, one)
    if new.review is None or new.review == made.reviews.get(document.id):
        made.known += 1
        return
    _check_new(document, item, made)
    made.rounds[year] = new.round
    made.reviews[document.id] = new.review


def _check_new(document: Document, item: Item | None, made: Collected) -> None:
    if document.id in made.reviews:
        raise NotPossible(f"Over '{document.id}' staat in deze formulieren al een ander besluit.")
    if item and item.decision:
        raise NotPossible(
            f"Over '{document.id}' is al besloten: {OUTCOME_LABELS[item.decision.outcome]} op "
            f"{item.decision.on}. Moet dat anders? Gebruik 'zowerkenwij review decide'."
        )


def _check_text(handbook: Handbook, document: Document, row: Answers, on: date) -> None:
    entry, read = handbook.in_force(document, on), row.values.get(sheets.DIGEST)
    if entry and read and read != entry.digest:
        raise NotPossible(
            f"De tekst van '{document.id}' is veranderd nadat dit formulier is gemaakt. Lees de "
            "nieuwe tekst en maak een nieuw formulier."
        )


def _decision(handbook: Handbook, row: Answers, on: date, item: Item | None) -> Decision:
    words = row.values[sheets.OUTCOME]
    outcome = cells.outcome(words)
    if outcome is None:
        raise NotPossible(
            f"De uitkomst '{words}' begrijp ik niet. Kies uit: {', '.join(OUTCOME_LABELS.values())}."
        )
    numbers = {q.text: q.n for q in item.questions} if item else {}
    answers = {numbers[text]: said for text, said in row.answers.items() if text in numbers}
    into = row.values.get(sheets.INTO) or None
    return Decision(
        outcome, _role(handbook, row.values.get(sheets.BY, "")), on,  # type: ignore[arg-type]
        row.values.get(sheets.BASIS, ""), answers, until=_day(row, sheets.UNTIL), into=into,
    )  # fmt: skip


def _day(row: Answers, name: str) -> date | None:
    words = row.values.get(name, "")
    found = cells.day(words)
    if words and found is None:
        raise NotPossible(f"'{words}' bij '{name}' is geen datum. Schrijf bijvoorbeeld 10-3-2027.")
    return found


def _role(handbook: Handbook, words: str) -> str:
    """The id of a role that is named by id, label or other name."""
    plain = words.casefold()
    for role in handbook.roles.values():
        if plain in (role.id, role.label.casefold(), *(a.casefold() for a in role.aliases)):
            return role.id
    return words
