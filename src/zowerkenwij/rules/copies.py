"""ZW509: a school's plan follows its template outside the sections that are its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zowerkenwij.model.handbook import Document
from zowerkenwij.model.outline import Outline
from zowerkenwij.rules.catalogue import rule
from zowerkenwij.rules.context import Context
from zowerkenwij.rules.finding import Hit, related
from zowerkenwij.text import outline as outline_of
from zowerkenwij.text.fill import Target, Template, resolved
from zowerkenwij.text.refill import Text, is_plain_fill, segments

_SLOT = re.compile(r"\{\{[^{}\n]*\}\}")


@dataclass(frozen=True, slots=True)
class Basis:
    """The template of a copy, resolved for its school with the slots still open."""

    document: Document
    text: Text
    open: frozenset[str]


def basis(context: Context, document: Document) -> Basis | None:
    """What a copy is compared with; None when template, school or version file is not there."""
    return context.once(_bases).get(document.path)


def _bases(context: Context) -> dict[str, Basis]:
    found = {d.path: _basis(context, d) for d in context.documents if d.record.template}
    return {path: one for path, one in found.items() if one is not None}


def _basis(context: Context, document: Document) -> Basis | None:
    reference = document.record.template
    template = context.handbook.find(reference.document) if reference else None
    school = context.handbook.school_by_id.get(document.record.school or "")
    if reference is None or template is None or school is None:
        return None
    version = context.handbook.version_files.get((template.id, reference.version))
    if version is not None:
        title, body, outline = version.record.title, version.body, outline_of(version.body)
    elif template.digest == reference.digest:
        title, body, outline = template.title, template.body, template.outline
    else:
        return None
    target = Target(school, document.record.school_year or "", document.path)
    text = resolved(Template(title, body, outline, template.path), target)
    return Basis(template, Text(text, outline_of(text)), frozenset(template.record.open))


def template_headings(context: Context, document: Document) -> tuple[tuple[str, str], ...]:
    """Words and anchors of the headings below the title that a copy must have."""
    one = basis(context, document)
    if one is None:
        return ()
    return tuple((h.text, h.anchor) for h in one.text.outline.headings if h.level > 1)


@rule(
    "ZW509",
    "template-out-of-step",
    "error",
    late=True,
    title="Het plan van een school wijkt af van het sjabloon",
    why="De stichting belooft ouders en inspectie dat elk plan dezelfde afspraken bevat. Een school schrijft "
    "alleen in de onderdelen die open zijn.",
    repair="Zet de tekst van het sjabloon terug, of vul het plan opnieuw met 'zowerkenwij school fill'. Hoort "
    "de eigen tekst erin, vraag dan om het onderdeel open te zetten.",
    good="### Niemand buitengesloten   # letterlijk als in het sjabloon",
    bad="### Niemand buitengesloten   # met een zin erbij die alleen deze school heeft",
)
def template_out_of_step(context: Context) -> Iterator[Hit]:
    """A copy differs from its template outside the open sections, or a newer one is in force."""
    for document in context.documents:
        one = basis(context, document)
        if one is not None and not document.outline.too_deep:
            yield from _differences(context, document, one)
        yield from _newer(context, document)


def _differences(context: Context, document: Document, one: Basis) -> Iterator[Hit]:
    known = {h.anchor for h in one.text.outline.headings}
    expected = segments(one.text, known)
    own_text = context.text(document).body
    own = segments(Text(own_text, document.outline), known)
    spoken = {f.line for f in context.found if f.path == document.path and f.severity != "note"}
    for anchor, mine in own.items():
        if anchor in one.open or is_plain_fill(expected.get(anchor, ""), mine):
            continue
        start, end = _span(document.outline, anchor, known)
        if any(document.place(start).line <= line <= document.place(end).line for line in spoken):
            continue  # another rule already says what is wrong here
        line = start + _first_difference(expected.get(anchor, ""), mine)
        yield Hit(
            document.place(line),
            f"Dit onderdeel wijkt hier af van het sjabloon '{one.document.title}'. Zet de tekst van het sjabloon terug, "
            "of vul het plan opnieuw met 'zowerkenwij school fill'.",
            document.id,
            (related(document.at("template"), "Uit deze versie van het sjabloon komt het plan."),),
        )


def _span(outline: Outline, anchor: str, known: set[str]) -> tuple[int, int]:
    """First and last line of the part of a copy that belongs to an anchor."""
    cuts = [h.line for h in outline.headings if h.level > 1 and h.anchor in known]
    start = next((h.line for h in outline.headings if h.anchor == anchor and h.level > 1), 1)
    return start, min((c for c in cuts if c > start), default=outline.lines + 1) - 1


def _first_difference(expected: str, mine: str) -> int:
    """How many lines below its start a part first says something else than its template. Lines
    that come from a value are passed over as long as the text after them is found again."""
    patterns = [_pattern(x) for x in expected.split("\n") if x.strip() and not x.startswith("# ")]
    lines = mine.split("\n")
    at = 0
    in_value = False
    for number, line in enumerate(lines):
        if not line.strip() or line.startswith("# "):
            continue
        ahead = next((i for i in range(at, len(patterns)) if patterns[i][0].fullmatch(line)), None)
        if ahead is None and not in_value:
            return number
        if ahead is not None:
            skipped = patterns[at:ahead]
            if any(not is_slot for _, is_slot in skipped):
                return number
            at, in_value = ahead + 1, patterns[ahead][1]
    return max(len(lines) - 1, 0)


def _pattern(line: str) -> tuple[re.Pattern[str], bool]:
    """What a line of the template may look like in a copy, and whether it holds a slot."""
    parts = [re.escape(part) for part in _SLOT.split(line)]
    return re.compile(r".*".join(parts)), len(parts) > 1


def _newer(context: Context, document: Document) -> Iterator[Hit]:
    """A note when the template has a later version in force than the one the copy came from."""
    reference = document.record.template
    template = context.handbook.find(reference.document) if reference else None
    if reference is None or template is None or context.is_broken(template):
        return
    now = context.handbook.in_force(template, context.as_of)
    if now is None or _number(now.version) <= _number(reference.version):
        return
    school = context.handbook.school_by_id.get(document.record.school or "")
    if school is not None and reference.document in (school.record.pins or {}):
        return
    yield Hit(
        document.at("template", "version"),
        f"Het plan komt uit versie {reference.version} van '{template.title}', maar versie {now.version} is van kracht. "
        "Vul het plan opnieuw met 'zowerkenwij school fill'.",
        document.id,
        (related(template.at("versions"), f"Versie {now.version} geldt sinds {now.effective:%d-%m-%Y}."),),
        severity="note",
    )


def _number(version: str) -> tuple[int, int]:
    first, _, second = version.partition(".")
    return int(first), int(second)
