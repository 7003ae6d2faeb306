"""ZW509: a school's plan follows its template outside the sections that are its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from zowerkenwij.rules.catalogue import rule
from zowerkenwij.rules.finding import Hit, related
from zowerkenwij.rules.links import Links
from zowerkenwij.text import outline as outline_of
from zowerkenwij.text.fill import Target, Template, fill, resolved
from zowerkenwij.text.refill import Text, is_plain_fill, segments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.model.handbook import Document
    from zowerkenwij.model.outline import Outline
    from zowerkenwij.rules.context import Context

# Slots of persons stay in a copy as they are; a value within a line is no sentence of its own.
_VALUE = re.compile(r"\{\{(?!\s*role\.)[^{}\n]*\}\}")
_DOCUMENT = re.compile(r"\[[^\]]*\]\([^()\s]*\.md(?:#[^()\s]*)?\)")
_INLINE = r"(?:(?![.!?] [A-Z]).)*"


@dataclass(frozen=True, slots=True)
class Basis:
    """The template of a copy, resolved for its school with the slots still open."""

    document: Document
    text: Text
    fresh: Text | None
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
    if school.record.kind not in context.handbook.kinds:  # which passages are for it is unknown
        return None
    version = context.handbook.version_files.get((template.id, reference.version))
    if version is not None:
        title, body, outline = version.record.title, version.body, outline_of(version.body)
    elif template.digest == reference.digest:
        title, body, outline = template.title, template.body, template.outline
    else:
        return None
    target = Target(school, document.record.school_year or "", document.path)
    source = Template(title, body, outline, template.path)
    text = resolved(source, target)
    fresh = _fresh(context, source, target)
    open_ = frozenset(template.record.open or ())
    return Basis(template, Text(text, outline_of(text)), fresh, open_)


def _fresh(context: Context, source: Template, target: Target) -> Text | None:
    """What a fill gives today; None when a value cannot be filled in."""
    try:
        filled = fill(context.handbook, source, target)
    except (AttributeError, KeyError, TypeError, ValueError):  # a value of the wrong kind: ZW501
        return None
    return None if filled.missing else Text(filled.body, outline_of(filled.body))


def template_headings(context: Context, document: Document) -> tuple[tuple[str, str], ...]:
    """Words and anchors of the headings below the title that a copy must have."""
    one = basis(context, document)
    if one is None:
        return ()
    return tuple((h.text, h.anchor) for h in one.text.outline.headings if h.level > 1)


def moved_headings(context: Context, document: Document) -> dict[tuple[str, str], int]:
    """Headings of the template that have only another anchor in a copy, while a link still goes
    to the old one, with their lines: a rule about links tells of those."""
    missing = context.once(_missing_anchors).get(document.path)
    if not missing:
        return {}
    lines = {h.text: h.line for h in document.outline.headings}
    wanted = template_headings(context, document)
    return {h: lines[h[0]] for h in wanted if h[1] in missing and h[0] in lines}


def _missing_anchors(context: Context) -> dict[str, set[str]]:
    """Anchors to which links go in vain, by path of the document that lacks them."""
    found: dict[str, set[str]] = {}
    for _, reference in context.once(Links).unanchored:
        if reference.target is not None:
            found.setdefault(reference.target.path, set()).add(reference.anchor)
    return found


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
        yield from _other_digest(context, document)
        yield from _newer(context, document)


def _other_digest(context: Context, document: Document) -> Iterator[Hit]:
    """The copy names a version of the template, with the digest of another text."""
    reference = document.record.template
    template = context.handbook.find(reference.document) if reference else None
    if reference is None or template is None or context.is_broken(template, "versions"):
        return
    file = context.handbook.version_files.get((template.id, reference.version))
    digests = {v.digest for v in template.record.versions if v.version == reference.version}
    is_sound = file is not None and digests == {file.digest}  # else another rule says so
    if is_sound and reference.digest not in digests:
        yield Hit(
            document.at("template", "digest"),
            f"Versie {reference.version} van '{template.title}' heeft een andere digest dan hier "
            "staat. Vul het plan opnieuw met 'zowerkenwij school fill'.",
            document.id,
            (related(template.at("versions"), "Hier staan de versies van het sjabloon."),),
        )


def _differences(context: Context, document: Document, one: Basis) -> Iterator[Hit]:
    known = {h.anchor for h in one.text.outline.headings}
    expected = segments(one.text, known)
    fresh = segments(one.fresh, known) if one.fresh else {}
    own = segments(Text(context.text(document).body, document.outline), known)
    spoken = {f.line for f in context.found if f.path == document.path and f.severity != "note"}
    spoken |= {document.place(line).line for line in moved_headings(context, document).values()}
    for anchor, mine in own.items():
        if anchor in one.open or mine == fresh.get(anchor):
            continue
        start, end = _span(document.outline, anchor, known)
        if any(document.place(start).line <= line <= document.place(end).line for line in spoken):
            continue  # another rule already says what is wrong here
        template = expected.get(anchor, "")
        different = _first_difference(template, mine)
        if different is None and _has_list(template) and not is_plain_fill(template, mine):
            different = _first_stray(template, mine, fresh.get(anchor, ""))
        if different is not None:
            yield _own_text(document, one, start + different)
        elif _has_old_value(fresh.get(anchor), mine) and _is_settled(context, document, template):
            yield _old_value(document, start + _first_unlike(fresh[anchor], mine))


def _own_text(document: Document, one: Basis, line: int) -> Hit:
    return Hit(
        document.place(line),
        f"Dit onderdeel wijkt hier af van het sjabloon '{one.document.title}'. Zet de tekst "
        "van het sjabloon terug, of vul het plan opnieuw met 'zowerkenwij school fill'.",
        document.id,
        (related(document.at("template"), "Uit deze versie van het sjabloon komt het plan."),),
    )


def _old_value(document: Document, line: int) -> Hit:
    return Hit(
        document.place(line),
        "Hier staat iets anders dan de waarden in school.yml geven. Pas school.yml aan en vul het "
        "plan opnieuw met 'zowerkenwij school fill', of zet de tekst terug.",
        document.id,
        (related(document.at("school"), "De waarden van deze school staan in school.yml."),),
        severity="warning",
    )


_MOVING = frozenset({"school.achieved-and-running", "school.next-year-attention", "appendix"})


def _is_settled(context: Context, document: Document, template: str) -> bool:
    """Whether the values of a part should be the same as at its adoption. Improvement actions
    and the appendix go on during the year; a value that has a finding of its own is not judged
    again."""
    names = {m[0].strip("{} ") for m in _VALUE.finditer(template)}
    if not names or names & _MOVING:
        return False
    folder = document.path.rpartition("/")[0]
    sources = {f"{folder}/school.yml", context.handbook.settings.path}
    broken = context.handbook.broken_paths & sources
    return not broken and not any(f.path in sources for f in context.found)


def _has_old_value(fresh: str | None, mine: str) -> bool:
    """Whether values differ, the names and places of linked documents apart: those have rules of
    their own."""
    return fresh is not None and _DOCUMENT.sub("[]", fresh) != _DOCUMENT.sub("[]", mine)


def _first_unlike(fresh: str, mine: str) -> int:
    lines = (_DOCUMENT.sub("[]", text).split("\n") for text in (fresh, mine))
    pairs = zip_longest(*lines)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), 0)


def _first_stray(template: str, mine: str, fresh: str) -> int:
    """The first line that comes neither from the template nor from a value."""
    known = set(fresh.split("\n"))
    wanted = [one for one in _template_lines(template) if not one.is_value]
    lines = mine.split("\n")
    for number, line in enumerate(lines):
        if not line.strip() or line in known or line.startswith(("# ", "- ", "**")):
            continue
        if not any(one.fits(line) for one in wanted):
            return number
    return len(lines) - 1


def _span(outline: Outline, anchor: str, known: set[str]) -> tuple[int, int]:
    """First and last line of the part of a copy that belongs to an anchor."""
    cuts = [h.line for h in outline.headings if h.level > 1 and h.anchor in known]
    start = next((h.line for h in outline.headings if h.anchor == anchor and h.level > 1), 1)
    return start, min((c for c in cuts if c > start), default=outline.lines + 1) - 1


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the template: what it may look like in a copy, whether it is a value alone, and
    whether it may be absent because its paragraph hangs on a value."""

    text: str
    is_value: bool
    is_optional: bool

    def fits(self, line: str) -> bool:
        """Whether a line of a copy can have come from this one."""
        if self.is_value or line == self.text:
            return True
        if "{{" not in self.text:
            return False
        parts = (re.escape(part) for part in _VALUE.split(self.text))
        return re.fullmatch(_INLINE.join(parts), line) is not None


def _has_list(template: str) -> bool:
    """Whether a value stands alone on a line, so that lines of the school may follow."""
    return any(_VALUE.fullmatch(line.strip()) for line in template.split("\n"))


def _first_difference(template: str, mine: str) -> int | None:
    """How many lines below its start a part first says something else than its template; None
    when it does not. Where the template has a value alone on a line, any lines may stand up to
    the next line of the template."""
    wanted = _template_lines(template)
    at, in_value = 0, False
    lines = mine.split("\n")
    for number, line in enumerate(lines):
        if not line.strip() or line.startswith("# "):
            continue
        found = next((i for i in range(at, len(wanted)) if wanted[i].fits(line)), None)
        fixed = found is not None and not wanted[found].is_value
        if found is None or (in_value and not fixed):
            if not in_value:
                return number
            continue
        if not all(one.is_optional for one in wanted[at:found]):
            return number
        at, in_value = found + 1, wanted[found].is_value
    return None if all(one.is_optional for one in wanted[at:]) else len(lines) - 1


def _template_lines(template: str) -> list[_Line]:
    found: list[_Line] = []
    for paragraph in re.split(r"\n{2,}", template):
        lines = [x for x in paragraph.split("\n") if x.strip() and not x.startswith("# ")]
        optional = any(_VALUE.search(x) for x in lines)
        for line in lines:
            is_value = _VALUE.fullmatch(line.strip()) is not None
            found.append(_Line(line, is_value, optional or is_value))
    return found


def _newer(context: Context, document: Document) -> Iterator[Hit]:
    """A note when the template has a later version in force than the one the copy came from."""
    reference = document.record.template
    template = context.handbook.find(reference.document) if reference else None
    if (
        reference is None
        or template is None
        or context.is_broken(template, "versions", "withdrawn")
    ):
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
        (
            related(
                template.at("versions"),
                f"Versie {now.version} geldt sinds {now.effective:%d-%m-%Y}.",
            ),
        ),
        severity="note",
    )


def _number(version: str) -> tuple[int, int]:
    first, _, second = version.partition(".")
    return int(first), int(second)
