"""ZW501: every slot and directive means something, and every school has the values it needs."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from zowerkenwij.model.handbook import Document, Entry, is_narrower
from zowerkenwij.model.settings import AUDIENCE_LABELS
from zowerkenwij.rules.catalogue import in_registers, rule
from zowerkenwij.rules.finding import Hit, related
from zowerkenwij.text.fill import known_slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.model.outline import Passage, SlotUse
    from zowerkenwij.model.registers import School
    from zowerkenwij.rules.context import Context

_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{ ?(?:school|role)\.[\w.-]+ ?\}")
_HOLE = re.compile(
    r"\b(?:de|het|een|bij|aan|naar|van|met|door|voor|op|tot|is|heet|heten|gebruiken wij) +([.,;])(?!\.)",
    re.IGNORECASE,
)
_COMPUTED = frozenset({"name", "kind", "achieved-and-running", "next-year-attention"})
_PARTNER_KEYS = ("name", "short")


@rule(
    "ZW501",
    "unfilled-slot",
    "error",
    title="Een veld is niet ingevuld of bestaat niet",
    why="Een leeg of onbekend veld geeft een zin met een gat. Een passage die niet goed begint of sluit, "
    "komt bij de verkeerde lezers terecht.",
    repair="Vul de waarde in bij 'values' in school.yml, gebruik een veld uit handbook.yml, of sluit de "
    "passage af met een regel ':::'.",
    good="values:\n  brin: 00WK",
    bad="values:\n  brin:        # verplicht, maar leeg",
    per_document=True,
)
def unfilled_slot(context: Context, document: Document) -> Iterator[Hit]:
    """Unknown slots and directives; passages left open; sentences with a gap."""
    if document.outline.passages:
        yield from _passages(context, document)
    text = context.text(document)
    if document.outline.slots or _has_braces(text.skeleton) or _has_braces(text.link_texts):
        yield from _unknown_slots(context, document)
    if document.record.school:
        yield from _left_open(context, document)
    if document.record.template or " ." in text.body:
        yield from _holes(context, document)


@in_registers("ZW501")
def unfilled_value(context: Context) -> Iterator[Hit]:
    """The same in the values of schools."""
    missing: set[tuple[str, str]] = set()
    for document in context.documents:
        if _is_template(document):
            yield from _missing(context, document, missing)
    for school in context.handbook.schools:
        yield from _unknown_values(context, school, missing)


# -- in texts ------------------------------------------------------------------------------


def _passages(context: Context, document: Document) -> Iterator[Hit]:
    """Problems of directives. Below an opening that is never closed, the next ones seem to stand
    inside it: that is the same mistake, so they are not reported."""
    settings = context.handbook.settings.record
    known = {"audience": tuple(settings.audiences or ()), "when": tuple(context.handbook.kinds)}
    open_from = document.outline.lines + 1
    for passage in sorted(document.outline.passages, key=lambda p: p.line):
        fits = passage.argument in known.get(passage.kind, ())
        if passage.problem:
            if passage.line <= open_from or not fits:
                yield Hit(document.place(passage.line), passage.problem, document.id)
            if passage.kind and passage.last_line >= document.outline.lines:
                open_from = min(open_from, passage.line)
        elif not fits and (passage.kind != "when" or "kinds" not in context.unsure_settings):
            what = "doelgroep" if passage.kind == "audience" else "schoolsoort"
            yield _argument(context, document, passage, what, known.get(passage.kind, ()))
        elif passage.kind == "audience" and _is_wider(context, document, passage):
            yield _too_wide(context, document, passage)


def _is_wider(context: Context, document: Document, passage: Passage) -> bool:
    own = context.audience(document)
    return context.knows_audience(document) and is_narrower(own, passage.argument)


def _too_wide(context: Context, document: Document, passage: Passage) -> Hit:
    """A passage may be for fewer readers than its document, never for more."""
    own, inner = AUDIENCE_LABELS[context.audience(document)], AUDIENCE_LABELS[passage.argument]
    return Hit(
        document.place(passage.line),
        f"Deze passage heeft doelgroep '{inner}', maar het hele document heeft doelgroep '{own}'. Een passage kan "
        "alleen voor minder lezers zijn. Haal de regels met ':::' weg of zet de tekst in een opener document.",
        document.id,
    )


def _argument(
    context: Context, document: Document, passage: Passage, what: str, known: tuple[str, ...]
) -> Hit:
    value = passage.argument
    said = f"De {what} '{value}' bestaat niet." if value else f"Deze passage noemt geen {what}."
    return Hit(
        document.place(passage.line),
        f"{said}{context.near(value, known)} Schrijf '::: {passage.kind} {known[0] if known else what}' of een andere {what} "
        "uit handbook.yml.",
        document.id,
    )


def _has_braces(words: str) -> bool:
    return "{" in words or "}" in words


def _unknown_slots(context: Context, document: Document) -> Iterator[Hit]:
    unsure = context.unsure_settings
    reported: set[int] = set()
    for slot in document.outline.slots:
        if known_slot(context.handbook, slot.name):
            continue
        space = slot.name.partition(".")[0]
        if (space == "role" and "roles" in unsure) or (space == "school" and "slots" in unsure):
            continue
        reported.add(slot.line)
        yield Hit(
            document.place(slot.line, slot.column),
            f"Het veld '{{{{ {slot.name} }}}}' bestaat niet.{context.near(slot.name, _slot_names(context))} "
            "Gebruik een veld uit handbook.yml of voeg het daar toe onder slots.",
            document.id,
        )
    text = context.text(document)
    for match in _BRACES.finditer(text.prose):
        line, column = text.position(match.start())
        if line not in reported:
            reported.add(line)
            yield Hit(
                document.place(line, column),
                "Hier staan accolades die geen veld vormen. Schrijf een veld als '{{ school.name }}': "
                "een naam met punten en verder niets, en sluit het af met '}}'.",
                document.id,
            )


def _slot_names(context: Context) -> list[str]:
    return [
        "appendix", "foundation.name", "foundation.site", "plan.school-year",
        *(f"role.{id_}" for id_ in context.handbook.roles),
        *(f"school.{id_}" for id_ in (*sorted(_COMPUTED), *context.handbook.slots)),
    ]  # fmt: skip


def _left_open(context: Context, document: Document) -> Iterator[Hit]:
    """In the text of a school only slots of persons may still be open."""
    seen: set[str] = set()
    for slot in document.outline.slots:
        if (
            slot.name in seen
            or slot.name.startswith("role.")
            or not known_slot(context.handbook, slot.name)
        ):
            continue
        seen.add(slot.name)
        yield Hit(
            document.place(slot.line, slot.column),
            f"Het veld '{{{{ {slot.name} }}}}' is niet ingevuld in deze tekst van een school. "
            "Schrijf de waarde in de tekst, of vul het plan opnieuw met 'zowerkenwij school fill'.",
            document.id,
        )


def _holes(context: Context, document: Document) -> Iterator[Hit]:
    """A sentence with nothing where a value or name should stand, as in *Vraag het op bij de .* of a form."""
    text = context.text(document)
    advice = (
        "Vul die in bij school.yml en vul het plan opnieuw."
        if document.record.template
        else "Schrijf haar in de tekst."
    )
    for match in _HOLE.finditer(text.body):
        if text.prose[match.start()].isspace():
            continue  # in code
        line, column = text.position(match.start(1))
        yield Hit(
            document.place(line, column),
            f"In deze zin zit een gat: '{match[0]}'. Hier hoort een waarde te staan. {advice}",
            document.id,
        )


# -- in the values of schools --------------------------------------------------------------


def _is_template(document: Document) -> bool:
    """Whether schools fill this text in: it is of the foundation and asks for their values."""
    if not document.outline.slots or document.record.school or document.record.template:
        return False
    return any(s.name.startswith("school.") for s in document.outline.slots)


def _missing(context: Context, document: Document, missing: set[tuple[str, str]]) -> Iterator[Hit]:
    for school in context.handbook.schools:
        kind = school.record.kind
        applies = document.record.applies_to
        if school.path in context.handbook.broken_paths or (applies and kind not in applies):
            continue
        for slot in document.outline.slots:
            if context.is_doubtful(document, slot.line) or not _is_for(document, slot, kind):
                continue
            id_, _, key = slot.name.removeprefix("school.").partition(".")
            declared = context.handbook.slots.get(id_) if slot.name.startswith("school.") else None
            if not known_slot(context.handbook, slot.name):
                continue  # an unknown slot is a finding of its own
            if declared is None or not declared.required or (school.record.id, id_) in missing:
                continue
            if _is_empty((school.record.values or {}).get(id_), key):
                missing.add((school.record.id, id_))
                yield Hit(
                    school.at("values", id_),
                    f"Het verplichte veld '{id_}' ({declared.label}) heeft geen waarde voor {school.record.name}. "
                    f"Vul het in bij 'values' in school.yml.",
                    related=(
                        related(document.place(slot.line), "Hier staat het veld in het sjabloon."),
                    ),
                )


def _is_for(document: Document, slot: SlotUse, kind: str) -> bool:
    """Whether a slot is in the text that this kind of school gets."""
    passage = document.outline.passage_at(slot.line)
    return (
        passage is None
        or passage.kind != "when"
        or bool(passage.problem)
        or passage.argument == kind
    )


def _is_empty(value: Any, key: str) -> bool:
    if isinstance(value, dict):
        value = value.get(key or _PARTNER_KEYS[0])
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, list | tuple):
        return not any(str(item or "").strip() for item in value)
    return value is None


def _unknown_values(
    context: Context, school: Entry[School], missing: set[tuple[str, str]]
) -> Iterator[Hit]:
    """Values that no slot asks for. A misspelt one whose slot is now empty was already reported
    as a missing value: the two are one mistake, and one finding names it."""
    if "slots" in context.unsure_settings or school.path in context.handbook.broken_paths:
        return
    yield from _misfits(context, school)
    for id_ in school.record.values or {}:
        if id_ in context.handbook.slots:
            continue
        hint = context.near(id_, context.handbook.slots)
        lost = {slot for owner, slot in missing if owner == school.record.id}
        if any(f"'{slot}'" in hint for slot in lost):
            continue
        yield Hit(
            school.at("values", id_),
            f"Het veld '{id_}' bestaat niet.{hint} Gebruik een veld uit handbook.yml of haal de waarde weg.",
        )


_KINDS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "text": ((str, int), "een tekst"),
    "integer": (int, "een heel getal boven 0"),
    "date": (str, "een datum, zoals 2026-09-01"),
    "list": (list, "een lijst: elk deel op een eigen regel met een streepje"),
    "partner": (dict, "een naam en een korte naam: {name: …, short: …}"),
    "choice": (str, "één van de keuzes"),
    "document": (str, "het id van een document"),
    "url": (str, "een adres dat met https:// begint"),
}


def _misfits(context: Context, school: Entry[School]) -> Iterator[Hit]:
    """Values of another kind than their slot asks for."""
    for id_, value in (school.record.values or {}).items():
        slot = context.handbook.slots.get(id_)
        if slot is None or _is_empty(value, ""):
            continue
        type_, said = _KINDS[slot.kind]
        fits = isinstance(value, type_) and not isinstance(value, bool)
        if (
            not fits
            or (slot.kind == "date" and not _is_day(value))
            or (slot.kind == "integer" and value < 1)
        ):
            yield Hit(
                school.at("values", id_),
                f"Bij het veld '{id_}' ({slot.label}) hoort {said}. Verbeter de waarde in school.yml.",
            )


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == len("2026-09-01")
