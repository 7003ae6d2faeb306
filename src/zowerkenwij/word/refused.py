"""Why a Word file is refused: one kind per reason, each with a sentence for the user."""

from __future__ import annotations

from dataclasses import dataclass

_SAVE_AGAIN = (
    "Open het in Word of LibreOffice en bewaar het opnieuw als gewoon Word-document (.docx)."
)
_ODD = "Vertrouw je de afzender niet? Open het bestand dan niet."
SENTENCES = {
    "empty": f"Het bestand is leeg. {_SAVE_AGAIN}",
    "too-big": "Het bestand is groter dan 50 MB. Maak de plaatjes kleiner, of splits het document.",
    "old": "Dit is een oud Word-bestand (.doc), dat niet veilig te lezen is. Open het in Word of "
    "LibreOffice en bewaar het als .docx.",
    "encrypted": "Het bestand heeft een wachtwoord. Open het in Word, haal het wachtwoord eraf "
    "(Bestand, Info, Document beveiligen) en bewaar het als .docx.",
    "not-word": f"Dit is geen Word-document (.docx). {_SAVE_AGAIN}",
    "damaged": f"Het bestand is beschadigd. {_SAVE_AGAIN}",
    "too-many-parts": f"Het bestand heeft meer dan 2000 onderdelen. {_SAVE_AGAIN}",
    "inflates": "Het bestand is klein, maar wordt bij het openen enorm groot. Dat doet een gewoon "
    f"document niet, daarom is het niet gelezen. {_ODD}",
    "bad-name": f"In het bestand staat een onderdeel met een naam die niet mag. {_ODD}",
    "duplicate-part": f"In het bestand staat een onderdeel twee keer. {_SAVE_AGAIN}",
    "macros": "Het bestand bevat macro's. Bewaar het als gewoon document zonder macro's (.docx).",
    "doctype": f"In het bestand staat een DTD of entiteit. Die hoort niet in Word. {_ODD}",
    "too-deep": "De tekst zit te diep in elkaar genest (meer dan 200 lagen). Haal tabellen uit "
    "tabellen en bewaar het opnieuw.",
    "too-large-xml": "Het document heeft te veel onderdelen om veilig te lezen. Splits het in delen.",
    "picture": "Een plaatje is groter dan 25 MB of 50 megapixel. Maak het kleiner.",
    "time": "Het lezen duurde te lang of vroeg te veel geheugen. Splits het document, of bewaar het "
    "opnieuw als .docx.",
}
"""The sentence by kind."""
ENVIRONMENT = frozenset({"time"})
"""Kinds that are about this computer and not about the file (exit code 3)."""


@dataclass
class RefusedFile(Exception):
    """A file that is not read. ``kind`` is one of ``SENTENCES``; ``where`` a part of the file."""

    kind: str
    where: str = ""

    @property
    def message(self) -> str:
        """What is wrong and what to do."""
        place = f" (onderdeel '{self.where}')" if self.where else ""
        return SENTENCES[self.kind] + place

    def __str__(self) -> str:
        return self.message
