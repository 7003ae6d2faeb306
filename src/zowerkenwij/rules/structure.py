"""ZW504, ZW507 and ZW508: the parts that a document must have, in an order that can be read."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter, sub
from typing import TYPE_CHECKING

from zowerkenwij.rules.catalogue import rule
from zowerkenwij.rules.copies import moved_headings, template_headings
from zowerkenwij.rules.finding import Hit, related
from zowerkenwij.rules.records import TypeWords, contradiction, type_words

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from zowerkenwij.model.handbook import Document
    from zowerkenwij.model.outline import Heading, Section
    from zowerkenwij.rules.context import Context
    from zowerkenwij.rules.prose import Block, Text

_FIRST = itemgetter(0)
_TEXT, _LINE = itemgetter(1), itemgetter(3)  # of a heading
_APART = 3  # lines from a heading to the next, when words stand between them
Wanted = tuple[str, str | None]  # the words of a heading, and its anchor where that is fixed


def _type_words(context: Context) -> TypeWords:
    return type_words(context.handbook)


@rule(
    "ZW504",
    "required-section",
    "error",
    title="Een verplicht onderdeel ontbreekt of is leeg",
    why="Medewerkers zoeken in elk protocol op dezelfde plaats. Ontbreekt 'Doe nu' of 'Nazorg', dan weet "
    "niemand wat er moet gebeuren.",
    repair="Zet de kop terug met de woorden die de soort vraagt, en schrijf eronder wat er hoort te staan.",
    good="## Nazorg {#nazorg}\n\nDe mentor belt na 2 weken.",
    bad="## Nazorg {#nazorg}\n\n## Waarom zo {#waarom-zo}",
    per_document=True,
)
def required_section(context: Context, document: Document) -> Iterator[Hit]:
    """A section that the type, or the template of a plan, asks for is absent or empty."""
    type_ = context.handbook.type_of(document)
    if type_ is None or document.outline.too_deep:
        return
    if type_.sections:
        found = list(_empty(context, document, _matching(document, type_.sections)))
        if not set(map(_TEXT, document.outline.headings)).issuperset(type_.sections):
            wanted: list[Wanted] = [(name, None) for name in type_.sections]
            found = [*_absent(document, wanted, f"Een {type_.label} heeft"), *found]
        if found and not contradiction(document, context.once(_type_words)):
            yield from found
    if document.record.template:
        moved = moved_headings(context, document)
        wanted = [h for h in template_headings(context, document) if h not in moved]
        yield from _absent(document, wanted, "Het sjabloon heeft")
    if type_.id == "plan":
        yield from _empty(context, document, document.outline.headings, _OR_AWAY)


def _fits(heading: Heading, wanted: Wanted) -> bool:
    name, anchor = wanted
    return heading.anchor == anchor if anchor is not None else _has_name(heading.text, name)


@lru_cache(maxsize=1024)
def _has_name(text: str, name: str) -> bool:
    text, name = text.strip().casefold(), name.casefold()
    return text == name or (text.startswith(name) and not text[len(name)].isalnum())


@lru_cache(maxsize=1024)
def _has_one_of(text: str, names: tuple[str, ...]) -> bool:
    if not text.strip().casefold().startswith(_folded(names)):
        return False  # as nearly every title
    return any(_has_name(text, name) for name in names)


@lru_cache(maxsize=64)
def _folded(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.casefold() for name in names)


def _matching(document: Document, names: tuple[str, ...]) -> list[Heading]:
    headings = document.outline.headings
    return [h for h in headings if h.text in names or _has_one_of(h.text, names)]


def _absent(document: Document, wanted: Sequence[Wanted], who: str) -> Iterator[Hit]:
    headings = document.outline.headings
    texts: set[Wanted] = {(h.text, None) for h in headings}
    if texts.issuperset(wanted):
        return
    places = [next((i for i, h in enumerate(headings) if _fits(h, w)), None) for w in wanted]
    for index, (want, place) in enumerate(zip(wanted, places, strict=True)):
        if place is not None:
            continue
        before = max((p for p in places[:index] if p is not None), default=None)
        after = min((p for p in places[index + 1 :] if p is not None), default=None)
        line, is_renamed = _should_be(document, before, after, {p for p in places if p is not None})
        if is_renamed is None:
            continue  # an empty heading stands there: another rule says so
        hint = (
            f" Misschien is het de kop op regel {document.place(line).line}." if is_renamed else ""
        )
        yield Hit(
            document.place(line),
            f"{who} het onderdeel '{want[0]}', maar dat ontbreekt in '{document.title}'.{hint} "
            "Zet de kop hier terug met wat eronder hoort.",
            document.id,
            (related(document.at("title"), "Dit document mist het onderdeel."),),
        )


def _should_be(
    document: Document, before: int | None, after: int | None, known: set[int]
) -> tuple[int, bool | None]:
    """The line where a missing section belongs: at a heading between its neighbours that nobody
    asked for and that stands at their level (a section renamed), else at the neighbour below."""
    headings = document.outline.headings
    start = 0 if before is None else before + 1
    end = len(headings) if after is None else after
    neighbour = after if after is not None else before
    level = headings[neighbour].level if neighbour is not None else 2
    if start < end:
        between = [h for i, h in enumerate(headings[start:end], start) if i not in known]
        if any(not _has_words(h) for h in between):
            return 1, None
        renamed = [h for h in between if h.level == level]
        if renamed:
            return renamed[0].line, True
    if after is not None and after >= start:
        return headings[after].line, False
    if before is None:
        return headings[0].line if headings else 1, False
    last = next(s for s in document.outline.sections() if s.heading is headings[before])
    return max(last.line, min(last.last_line, document.outline.lines)), False


_OR_AWAY = ", of haal de kop weg als het sjabloon en de soort hem niet vragen"


def _empty(
    context: Context, document: Document, headings: Sequence[Heading], advice: str = ""
) -> Iterator[Hit]:
    """Sections without anything beneath; a heading inside with text of its own is content."""
    text = context.text(document)
    quick = text.skeleton_lines if text.is_aligned else text.lines
    known = text.heading_at
    lines = list(map(_LINE, document.outline.headings))
    below = [*quick[1:], "", ""]
    if min(map(sub, lines[1:], lines), default=_APART) >= _APART:  # so that words are no heading
        unsure = [h for h in headings if not below[h.line][:1].isalpha()]
    else:
        unsure = list(headings)
    wanted = {h.line for h in unsure if not _begins(quick, h, known) and _has_words(h)}
    if not wanted:
        return
    body = text.lines
    for section in document.outline.sections():
        if section.line in wanted and not _has_content(body, section, known):
            yield Hit(
                document.place(section.line),
                f"Onder de kop '{section.heading.text}' staat niets. Schrijf wat er hoort te staan{advice}.",
                document.id,
            )


def _begins(body: list[str], heading: Heading, headings: Mapping[int, Heading]) -> bool:
    """Whether words stand below the blank line under a heading, or under one within it: nearly
    always."""
    line = heading.line + 1
    if inner := headings.get(line + 1):
        return inner.level > heading.level and _begins(body, inner, headings)
    if line >= len(body) or line in headings:
        return False
    first = body[line][:1]
    return body[line].startswith("- ") or not (first in _MAY_BEGIN_NOTHING or first.isspace())


def _has_content(body: list[str], section: Section, headings: Container[int]) -> bool:
    for number in range(section.line, section.last_line):
        line = body[number] if number < len(body) else ""
        if line and number + 1 not in headings:
            line = line.strip()
            if line and _NO_CONTENT.fullmatch(line) is None:
                return True
    return False


_MAY_BEGIN_NOTHING = frozenset(["", *":&<=-{"])
_NO_CONTENT = re.compile(r":::.*|(?:&nbsp;|&#160;|<br ?/?>|\s)+|<!--.*-->|[=-]{3,}|\{:?[^}]*\}")


# -- ZW507 ---------------------------------------------------------------------------------

_SEPARATOR = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_TABLE = re.compile(r"\n[^\S\n]*+\|[^\n]*+(?:\n[^\S\n]*+\|[^\n]*+)*+")
_BARS = 3
_ANCHOR_ONLY = re.compile(r"\{:?[^}]*\}")
_IMG = re.compile(r"<img\b(?![^>]*\balt\s*=\s*(?:\"[^\"]*\S|'[^']*\S))[^>]*>", re.IGNORECASE)


@rule(
    "ZW507",
    "heading-order",
    "warning",
    title="Koppen, tabellen of afbeeldingen zijn zo niet goed te lezen",
    why="Een schermlezer springt van kop naar kop en leest bij een tabel de kopregel voor. Mist er een, dan "
    "raakt de lezer de weg kwijt. Een afbeelding zonder beschrijving is voor hem leeg.",
    repair="Sla geen kopniveau over, geef elke kop woorden, elke tabel een kopregel en elke afbeelding een "
    "beschrijving.",
    good="## Stap voor stap\n### Stap 1\n![Plattegrond](../assets/plattegrond.png)",
    bad="## Stap voor stap\n#### Stap 1\n![](../assets/plattegrond.png)",
    per_document=True,
)
def heading_order(context: Context, document: Document) -> Iterator[Hit]:
    """Skipped level, second title, empty heading, image without description, table without header."""
    yield from _headings(document)
    for link in document.outline.images:
        if not link.text.strip():
            yield Hit(
                document.place(link.line, link.column),
                f"De afbeelding '{link.target}' heeft geen beschrijving. Schrijf tussen de haken wat erop staat.",
                document.id,
            )
    body = context.text(document).body
    if "<" in body and "<img" in body.lower():
        yield from _raw_images(context, document)
    if "|" in body and ("\n|" in body or body.startswith("|")):
        yield from _tables(context, document)


def _headings(document: Document) -> Iterator[Hit]:
    headings = document.outline.headings
    if document.outline.too_deep or not headings:
        return
    levels, texts, *_ = zip(*headings, strict=True)
    if _is_regular(levels) and "" not in texts and all(map(str.isalpha, map(_FIRST, texts))):
        return  # as nearly always
    level = 0
    for heading in headings:
        if not _has_words(heading):
            yield Hit(
                document.place(heading.line),
                "Deze kop heeft geen woorden. Schrijf een kop, of haal de regel weg.",
                document.id,
            )
        elif heading.level > level + 1 and heading.level > 2:
            should = "#" * (level + 1)
            yield Hit(
                document.place(heading.line),
                f"De kop '{heading.text}' slaat een niveau over. Gebruik hier '{should}' in plaats van "
                f"'{'#' * heading.level}'.",
                document.id,
            )
        elif heading.level == 1 and level:
            yield Hit(
                document.place(heading.line),
                f"De kop '{heading.text}' is een tweede hoofdkop. Alleen de titel heeft één '#'. Gebruik "
                "hier '##'.",
                document.id,
            )
        level = heading.level


@lru_cache(maxsize=4096)
def _is_regular(levels: tuple[int, ...]) -> bool:
    """Whether headings of these levels, one after the other, skip none and have one title."""
    pairs = zip((0, *levels), levels, strict=False)
    return all((now <= before + 1 or now == 2) and (now > 1 or not before) for before, now in pairs)


def _has_words(heading: Heading) -> bool:
    """A heading of nothing but an anchor has no words: ``## {#nazorg}``."""
    text = heading.text
    return text[:1].isalpha() or bool((_ANCHOR_ONLY.sub("", text) if "{" in text else text).strip())


def _raw_images(context: Context, document: Document) -> Iterator[Hit]:
    text = context.text(document)
    known = {link.line for link in document.outline.images}
    for match in _IMG.finditer(text.body):
        line, column = text.position(match.start())
        if line not in known:
            yield Hit(
                document.place(line, column),
                "Deze afbeelding heeft geen beschrijving. Zet achter alt= wat erop staat.",
                document.id,
            )


def _tables(context: Context, document: Document) -> Iterator[Hit]:
    prose = f"\n{context.text(document).prose}"
    reported = 0  # the line below a table
    for found in _TABLE.finditer(prose):
        rows = found[0].split("\n")[1:]
        if message := _table(rows):
            line = prose.count("\n", 0, found.start()) + 1
            if line - 1 != reported:  # after a blank line: a piece of the table above it
                yield Hit(document.place(line), message, document.id)
            reported = line + len(rows)


def _table(rows: list[str]) -> str | None:
    is_headed = len(rows) > 1 and not _is_separator(rows[0]) and _is_separator(rows[1])
    if len(rows) == 1 and not _is_separator(rows[0]) and rows[0].count("|") < _BARS:
        return None  # one bar in a line is no table
    if not is_headed:
        return (
            "Deze tabel heeft geen kopregel. Zet bovenaan een rij met de namen van de kolommen en "
            "daaronder een rij met streepjes: |---|---|."
        )
    if not re.sub(r"[\s|]", "", rows[0]):
        return "De kopregel van deze tabel is leeg. Schrijf boven elke kolom wat erin staat."
    return None


def _is_separator(row: str) -> bool:
    return "-" in row and _SEPARATOR.fullmatch(row) is not None


# -- ZW508 ---------------------------------------------------------------------------------

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_MAX_WORDS = 25
_MAX_PARAGRAPH = 120


@rule(
    "ZW508",
    "readability",
    "note",
    default=False,
    title="Een zin of alinea is lang",
    why="Wie net iets heftigs meemaakte, leest geen lange zinnen. B1 vraagt gemiddeld twaalf woorden per zin.",
    repair="Knip de zin in tweeën. Zet een opsomming in een lijst.",
    good="Bel de mentor. Vertel wat je zag.",
    bad="Als een leerling boos wordt en niet meer luistert, dan is het belangrijk dat de medewerker rustig blijft, "
    "afstand houdt, de andere leerlingen naar buiten laat gaan en een collega om hulp vraagt.",
)
def readability(context: Context) -> Iterator[Hit]:
    """A sentence over 25 words, a paragraph over 120 words."""
    for document in context.documents:
        for block in context.text(document).blocks:
            if block.kind in ("paragraph", "item"):
                yield from _long(context.text(document), document, block)


def _long(text: Text, document: Document, block: Block) -> Iterator[Hit]:
    words = len(block.text.split())
    if words > _MAX_PARAGRAPH:
        yield Hit(
            document.place(block.line),
            f"Deze alinea heeft {words} woorden. Maak er twee alinea's of een lijst van.",
            document.id,
        )
    for number, offset, line in block.lines:
        for sentence in _SENTENCE.split(line):
            count = len(sentence.split())
            if count > _MAX_WORDS:
                column = text.position(offset + max(line.find(sentence), 0))[1]
                yield Hit(
                    document.place(number, column),
                    f"Deze zin heeft {count} woorden. Knip hem in tweeën.",
                    document.id,
                )
