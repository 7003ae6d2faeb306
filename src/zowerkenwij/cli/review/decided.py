"""What the commands that write say afterwards: for a person, and as the contract's object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zowerkenwij.control.adoption import CHANGES, needed
from zowerkenwij.control.review.decisions import OUTCOME_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zowerkenwij.control.review.decisions import Recorded
    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.model.registers import ReviewRound


def decision(document: Document, made: Recorded) -> dict[str, Any]:
    """A decision with the places that must be repaired."""
    review = made.review.model_dump(mode="json", exclude_none=True) if made.review else None
    return {
        "id": document.id,
        "year": made.round.year,
        "already": made.review is None,
        "decision": review,
        "references": [{"path": p.path, "line": p.line} for p in made.referring],
    }


def decision_text(handbook: Handbook, document: Document, made: Recorded, wish: str) -> str:
    """The same for a person, with what comes next."""
    said = f"Het besluit over '{document.id}' is vastgelegd: {OUTCOME_LABELS[wish]}."
    lines = [said if made.review else f"Dit besluit over '{document.id}' was al vastgelegd."]
    if wish in CHANGES:
        lines += _draft(handbook, document, wish)
    if made.referring:
        lines.append("Hier wordt naar dit document verwezen; pas dat aan:")
        lines += [f"  {place.path}:{place.line}" for place in made.referring]
    if wish in ("merge", "withdraw"):
        lines.append(f"Voer het daarna uit met 'zowerkenwij withdraw {document.id}'.")
    return "\n".join(lines)


def _draft(handbook: Handbook, document: Document, change: str) -> Iterator[str]:
    """The way from the open draft to the next version."""
    yield f"Het concept is open. Wijzig de tekst in {document.path},"
    yield f"of in Word: 'zowerkenwij export {document.id} --draft' en daarna 'zowerkenwij import'."
    for right, words in (("consent", "instemming"), ("advice", "advies")):
        for body in needed(handbook, document, change, right):
            label = handbook.bodies[body].label if body in handbook.bodies else body
            yield f"Vraag {words} aan: {label}."
    yield f"Stel vast met 'zowerkenwij adopt {document.id} --change {change}'."


def started(before: ReviewRound | None, one: ReviewRound) -> dict[str, Any]:
    """A round that was begun or added to."""
    known = {i.document for i in before.items} if before else set()
    return {
        "year": one.year,
        "started": one.started.isoformat(),
        "added": [i.document for i in one.items if i.document not in known],
        "items": [
            {
                "id": i.document,
                "owner": i.owner,
                "due": i.due.isoformat(),
                "reasons": list(i.reasons),
            }
            for i in one.items
        ],
    }


def closed(one: ReviewRound, undecided: Sequence[str], open_: Sequence[Document]) -> dict[str, Any]:
    """A closed round with what is undecided, and what was decided but not carried out."""
    return {
        "year": one.year,
        "closed": one.closed.isoformat() if one.closed else None,
        "items": len(one.items),
        "undecided": list(undecided),
        "not_carried_out": [d.id for d in open_],
    }


def closed_text(value: dict[str, Any]) -> str:
    """The same for a person."""
    lines = [f"De ronde {value['year']} is afgesloten op {value['closed']}."]
    lines += [f"  niet besloten: {id_}" for id_ in value["undecided"]]
    lines += [f"  besloten, nog niet uitgevoerd: {id_}" for id_ in value["not_carried_out"]]
    if value["undecided"]:
        lines.append("Wat niet is besloten, blijft gelden en komt in de volgende ronde terug.")
    return "\n".join(lines)
