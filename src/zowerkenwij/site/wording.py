"""Fixed phrases that the program itself puts into pages. The gate knows them as nobody's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.text.fill import MONTHS

if TYPE_CHECKING:
    from collections.abc import Mapping

NEUTRAL = "een document dat alleen voor bevoegde medewerkers is"
ASK = "op te vragen bij {contact}"
ONLY_FOR = "alleen voor bevoegde medewerkers, vraag het de {role}"
WHEN = "Alleen op scholen voor {kind}"
PASSAGES = {
    "staff": "Alleen voor medewerkers",
    "restricted": "Alleen voor bevoegde medewerkers",
    "on-request": "Alleen op verzoek",
}


def labels(kinds: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """What stands above a passage, by kind of passage and argument."""
    passages = {("audience", name): label for name, label in PASSAGES.items()}
    return passages | {("when", kind): WHEN.format(kind=label) for kind, label in kinds.items()}


TO_FILL = "in te vullen: {label}"
SLOT_LABELS = {
    "school.name": "naam van de school",
    "school.kind": "soort school",
    "school.achieved-and-running": "acties die klaar zijn of lopen",
    "school.next-year-attention": "acties voor het komende schooljaar",
    "plan.school-year": "schooljaar",
    "foundation.name": "naam van de stichting",
    "foundation.site": "website van de stichting",
    "appendix": "overzicht van regels en afspraken",
}
SECRETARY = "de schooladministratie"
FIELD_LABELS = {
    "issuer": "Uitgever",
    "edition": "Uitgave",
    "checked_on": "Gecontroleerd op",
    "url": "Adres",
}
CHANGE_LABELS = {"editorial": "redactioneel", "minor": "klein", "major": "groot"}
OUTCOME_LABELS = {
    "consent": "stemt in",
    "advice": "geeft advies",
    "withheld": "stemt niet in",
    "conditional": "stemt in onder voorwaarden",
    "informed": "is geïnformeerd",
}
DIFFERENCE_LABELS = {
    "added": "nieuw",
    "removed": "weggehaald",
    "changed": "veranderd",
    "moved": "verplaatst",
}
ALL: tuple[str, ...] = (
    *MONTHS, NEUTRAL, ASK, ONLY_FOR, WHEN, *PASSAGES.values(), TO_FILL, SECRETARY,
    *FIELD_LABELS.values(), *SLOT_LABELS.values(), *CHANGE_LABELS.values(),
    *OUTCOME_LABELS.values(), *DIFFERENCE_LABELS.values(),
)  # fmt: skip
