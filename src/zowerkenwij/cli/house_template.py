"""``--template`` and ``--check-template``: a foundation's own Word file, and what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zowerkenwij.word.writer.template import Template

_NOTES = {
    "field": "Het veld {detail} in kop- of voettekst haalt iets van buiten en is weggelaten.",
    "image": "Een gekoppelde of onbekende afbeelding in kop- of voettekst is weggelaten: {detail}. "
    "Plaats haar in het bestand zelf, als png of jpg.",
    "object": "Een ingesloten object in kop- of voettekst is weggelaten.",
    "page": "De bladspiegel is niet bruikbaar (geen formaat, of te smal). Er is A4 gebruikt.",
    "footer": "Kop- en voettekst noemen niet overal {detail}. De export zet dat in een regel onderaan.",
}  # fmt: skip
_OTHER = "Iets in kop- of voettekst is weggelaten: {detail}."
_FIELDS = (
    "Zelf plaatsen kan ook: voeg in Word een veld DocProperty in, met de naam zww.record, "
    "zww.standing, zww.version, zww.owner, zww.adopted of zww.effective."
)


def template(path: Path) -> Template:
    """The template in a file; refuses (1: the file, 3: the computer) with the reason."""
    from zowerkenwij.word.child import template_limited
    from zowerkenwij.word.refused import ENVIRONMENT, RefusedFile

    try:
        return template_limited(_bytes(path))
    except RefusedFile as refused:
        code = 3 if refused.kind in ENVIRONMENT else 1
        raise Refusal(
            f"'{path.name}' is niet te gebruiken als sjabloon. {refused.message}", code
        ) from refused


def _bytes(path: Path) -> bytes:
    from zowerkenwij.word.gate import MAX_FILE

    try:
        with path.open("rb") as stream:
            return stream.read(MAX_FILE + 1)
    except OSError as error:
        from zowerkenwij.store.errors import reason

        raise Refusal(
            f"'{path}' is niet te lezen: {reason(error)}. Controleer de naam van het sjabloon.", 3
        ) from error


def completed(path: Path) -> bytes:
    """The template with default styles for those that it lacks (``template`` judged it)."""
    from zowerkenwij.word.template import completed as with_styles

    return with_styles(_bytes(path))


def report(found: Template, name: str, *, completes: bool) -> Iterator[str]:
    """What a template lacks and what was left out, in lines; ``completes`` when a copy with all
    styles is made."""
    missing = [detail for kind, detail in found.notes if kind == "style"]
    if missing:
        yield f"{name} mist {len(missing)} stijlen. De export gebruikt daarvoor een standaardstijl:"
        yield from (f"  {style}" for style in missing)
    others = [(kind, detail) for kind, detail in found.notes if kind != "style"]
    for kind, detail in others:
        yield _NOTES.get(kind, _OTHER).format(detail=detail)
    if any(kind == "footer" for kind, _ in others):
        yield _FIELDS
    if not found.notes:
        yield f"{name} heeft alles wat een export nodig heeft."
    elif missing and not completes:
        yield "Met -o NIEUW.docx krijg je een kopie waarin de ontbrekende stijlen staan."
