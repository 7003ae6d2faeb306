"""ZW502 and ZW503: no instructions for the writer left in, no choices left open."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from zowerkenwij.rules.catalogue import in_registers, rule, watched
from zowerkenwij.rules.finding import Hit
from zowerkenwij.rules.lexicon import words_of
from zowerkenwij.rules.prose import line_at
from zowerkenwij.rules.strings import register_strings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.model.handbook import Document
    from zowerkenwij.model.problem import Place
    from zowerkenwij.rules.context import Context
    from zowerkenwij.rules.prose import Text

_START = r"(?:^|(?<=[.:;!?(\[>*_-] )|(?<=[(\[>*_\n|]))\s*"
_END = r"(?=\s*(?:[.:;!)\]|*_\n]|$))"

# Words that begin a blank in a form: [naam school], <datum>.
_BLANK_WORDS = (
    "naam",
    "schoolnaam",
    "datum",
    "adres",
    "telefoonnummer",
    "functie",
    "plaatsnaam",
    "invullen",
)
_ANGLED = re.compile(rf"<(?:{'|'.join(_BLANK_WORDS)}|vul)\b[^<>=\n]{{0,40}}>", re.IGNORECASE)

_PARTS = r"(?:link|tekst|verwijzing|naam|zin|alinea|onderdeel|stuk|kop)"

# Each phrase with the words in a row (of which the longest is watched for), or how they begin,
# that must be in the text before it is looked for.
_PHRASES: tuple[tuple[str, str], ...] = (
    ("vervang", r"\bvervang (?:deze|dit|de|het) (?:tekst|naam|zin|alinea|link|regel|stuk(?:je)?|onderdeel|kop|voorbeeld\w*)\b"),
    ("vervang", rf"{_START}vervang (?:dit|deze) door\b"),
    ("vul", r"\bvult? (?:u )?(?:hier|hieronder|optioneel|eventueel)\b"),
    ("vul d", rf"{_START}vul (?:deze|dit) (?:regel|veld|tekst|zin|alinea|plek|stuk(?:je)?|onderdeel)\b[^.!?\n]{{0,40}}\bin\b"),
    ("vul", rf"{_START}vul (?:de|het) [^.!?\n]{{1,30}} van (?:de|je|jouw|jullie|uw) (?:eigen )?school[^.!?\n]{{0,20}} in{_END}"),
    ("vul aan", rf"{_START}vul aan{_END}"),
    ("vul dit in", rf"{_START}vul dit in\b"),
    ("vul in", rf"{_START}vul in\b(?! (?:het|een|je|jouw|uw|drukletters|blokletters)\b)"),
    ("vul in", r"[(\[]\s*vul in\b"),
    ("invullen", r"\b(?:hier|nog|zelf|naam|datum|school|zelf te) (?:nog )?(?:in te vullen|invullen)\b"),
    ("in te vullen", r"\b(?:nog|nader|hier|zelf) in te vullen\b"),
    ("invullen", r"[(\[]\s*invullen\b"),
    ("in te vullen", r"[(\[]\s*(?:nog )?in te vullen\b"),
    ("pas aan", rf"{_START}pas aan{_END}"),
    ("pas d", rf"\bpas (?:deze|dit) {_PARTS}\w* (?:\w+ )?aan\b"),
    ("pas de link", rf"{_START}pas de link (?:\w+ )?aan\b"),
    ("pas aan", rf"{_START}pas aan (?:waar|indien|als dat|zo) nodig\b"),
    ("pas aan", r"\bpas aan (?:naar|voor) (?:je|jouw|jullie|uw|de) (?:eigen )?(?:school|situatie)\b"),
    ("lorem", r"\blorem ipsum\b"),
    ("ipsum", r"\bipsum dolor\b"),
    ("todo", r"(?-i:\bTODO\b)"),
    ("todo", rf"(?:{_START})todo\s*:"),
    ("fixme", r"\bfixme\b"),
    ("tbd", r"(?-i:\bTBD\b)"),
    ("ntb", r"\bntb\b"),
    ("aanpassen", rf"\b(?:deze|dit) {_PARTS}\w* (?:nog )?aanpassen\b"),
    ("nader te bepalen", r"\bnader te bepalen\b"),
    *((f"nog {what}", rf"\bnog {what}\b") for what in ("aan te vullen", "toe te voegen", "uit te werken", "te schrijven", "te bepalen")),
    ("nog aangevuld", r"\bwordt nog aangevuld\b"),
    ("nog ingevuld", r"\bwordt nog ingevuld\b"),
    ("nog toegevoegd", r"\bwordt nog toegevoegd\b"),
    *((f"{what} volgt", rf"\b{what} volgt(?: (?:nog|later))?{_END}") for what in ("tekst", "inhoud", "informatie")),
    ("verwijder", r"\bverwijder (?:deze|dit) (?:tekst|zin|alinea|regel|instructie|toelichting|onderdeel|stuk)\b"),
    ("schrap wat", r"\bschrap wat niet\b"),
    ("doorhalen wat", r"\bdoorhalen wat niet\b"),
    *((f"{do} {how}", rf"\b{do} {how} (?:of streep \w+ )?wat niet (?:van toepassing|geldt|klopt)\b") for do in ("haal", "streep") for how in ("weg", "door")),
    ("een keuze", r"\bmaak (?:hier )?een keuze\s*:"),
    ("kies", r"[(\[]\s*kies\b"),
    ("voorbeeldtekst", r"\bvoorbeeldtekst\b"),
    ("plaatshouder", r"\bplaatshouder\b"),
    ("placeholder", r"\bplaceholder\b"),
    ("sjabloontekst", r"\bsjabloontekst\b"),
    ("hier komt", r"\bhier komt (?:nog )?(?:de |een )?(?:tekst|uitleg|toelichting)\b"),
    *((f"[{word}", rf"\[{word}\b[^\[\]\n]{{0,40}}\](?![(\[:])") for word in _BLANK_WORDS),
    ("jjjj", r"\bdd-mm-jjjj\b"),
)  # fmt: skip
_AT_ONCE = 100  # values of registers, in most of which there is nothing
_TELLING = {row: max(words_of(row), key=len) for row, _ in _PHRASES}
_ROWS = {word: [r for r, w in _TELLING.items() if w == word] for word in _TELLING.values()}
_CROSSES = frozenset("x" * count for count in range(2, 100))
_WORDS = frozenset(_TELLING.values()) | _CROSSES | {"t", "b"}
_OUTLINED = "opzet"
_XXX = re.compile(r"\b(?:X{3,}|x{3,})\b|\bXX\b")
_DOTS = re.compile(r"(?<![\w.…])(?:…|\.\.\.)(?!\.?[\w…]|\.\.)")
_LATER = re.compile(r"\bn\.(?:n\.)?t\.b\.", re.IGNORECASE)
_FORM_LINE = re.compile(r"[.…_]{4,}|…{2,}")
_OPZET = re.compile(r"\bOpzet\b|\b(?:[Dd]it is een|[Dd]eze|[Dd]e) opzet\b(?! van\b)")
# In other texts the word has an ordinary meaning too: met opzet, de opzet van de les.
_OUTLINE = re.compile(
    r"^Opzet (?!van\b|en\b)\w+(?=\n|\Z)|\b[Dd]it is (?:nog |maar |slechts )*(?:een|de) opzet\b(?! van\b| voor\b| d\w+\b| waar)"
    r"|[(\[]opzet[)\]]",
    re.MULTILINE,
)
_OUTLINE_HINT = re.compile(r"(?:een|de).opzet|[(\[]opzet[)\]]|^opzet", re.MULTILINE | re.DOTALL)


@rule(
    "ZW502",
    "template-phrase",
    "error",
    title="Een aanwijzing voor de schrijver is blijven staan",
    why="Wie 'vul hier de naam in' leest, weet nog steeds niet wie hij moet bellen.",
    repair="Vervang de aanwijzing door de tekst die er hoort te staan, of haal haar weg.",
    good="De coördinator sociale veiligheid is {{ role.social-safety-coordinator }}.",
    bad="De coördinator sociale veiligheid is … (vul hier de naam in).",
    per_document=True,
)
def template_phrase(context: Context, document: Document) -> Iterator[Hit]:
    """Instructions of the template, filler text, dots and reminders that were left in."""
    yield from _in_text(context, document)
    yield from _opzet(context, document)


@in_registers("ZW502")
def template_phrase_in_registers(context: Context) -> Iterator[Hit]:
    """The same in titles, summaries and registers."""
    strings = register_strings(context)
    for at in range(0, len(strings), _AT_ONCE):
        some = strings[at : at + _AT_ONCE]
        together = "\n".join([value for _, _, value, _ in some]).casefold()
        patterns = [
            (_TELLING[row], _compiled(phrase))
            for row, phrase in _PHRASES
            if _TELLING[row] in together
        ]
        loose = any(sign in together for sign in ("…", "...", "xx", "t.b."))
        for entry, keys, value, document_id in some if patterns or loose else ():
            if phrase := _phrase(value, patterns):
                yield _leftover(entry.at(*keys), phrase, document_id)


def _in_text(context: Context, document: Document) -> Iterator[Hit]:
    text = context.text(document)
    at: dict[int, tuple[int, str]] = {}
    asked = text.seen & _WORDS
    rows = [row for word in asked for row in _ROWS.get(word, ())]
    near = {row: places for row in rows if (places := [*text.around(row)])}
    for row, phrase in _PHRASES if near else ():
        for first, last in near.get(row, ()):
            for match in _compiled(phrase).finditer(text.plain, first, last):
                start = match.end() - len(match[0].lstrip())
                at.setdefault(text.position(start)[0], (start, match[0].strip()))
    for pattern in _loose(text.body, asked):
        for match in pattern.finditer(text.plain):
            if not _is_form(text.body, match.start()):
                at.setdefault(text.position(match.start())[0], (match.start(), match[0]))
    if "<" in text.body:
        for match in _ANGLED.finditer(text.body):
            at.setdefault(text.position(match.start())[0], (match.start(), match[0]))
    for start, phrase in at.values():
        yield _leftover(document.place(*text.position(start)), phrase, document.id)


@cache
def _compiled(phrase: str) -> re.Pattern[str]:
    """Compiled when a text has the word: most are never needed."""
    return re.compile(phrase, re.IGNORECASE | re.MULTILINE)


@watched
def _telling_words(_context: Context) -> frozenset[str]:
    return _WORDS | {_OUTLINED}


def _loose(body: str, asked: frozenset[str]) -> Iterator[re.Pattern[str]]:
    """What is worth looking for; a sign in the body may be one that no reader sees."""
    if "…" in body or "..." in body:
        yield _DOTS
    if not asked:
        return
    if asked & _CROSSES:
        yield _XXX
    if "t" in asked and "b" in asked and ".t.b." in body.lower():
        yield _LATER


def _is_form(body: str, at: int) -> bool:
    """A line of dots to write on is part of a form."""
    return _FORM_LINE.search(body, *line_at(body, at)) is not None


def _phrase(value: str, patterns: list[tuple[str, re.Pattern[str]]]) -> str | None:
    lowered = value.casefold()
    for word, pattern in patterns:
        if word in lowered and (match := pattern.search(value)):
            return match[0].strip()
    has_dots = "…" in value or "..." in value
    match = _DOTS.search(value) if has_dots and not _FORM_LINE.search(value) else None
    if match is None and "xx" in lowered:
        match = _XXX.search(value)
    if match is None and ".t.b." in lowered:
        match = _LATER.search(value)
    return match[0] if match else None


def _opzet(context: Context, document: Document) -> Iterator[Hit]:
    """A text that is used is no outline any more; the title of the template may say that it is."""
    record = document.record
    is_filled = bool(record.school or record.template)
    if record.type == "plan" and not is_filled:
        return
    pattern = _OPZET if record.type == "plan" else _OUTLINE
    title = document.title
    if "pzet" in title and pattern.search(title):
        yield _leftover(document.at("title"), "Opzet", document.id)
        return  # the heading repeats the title
    text = context.text(document)
    if _OUTLINED not in text.seen:
        return
    for first, last in text.around(_OUTLINED):
        if pattern is _OUTLINE and not _OUTLINE_HINT.search(text.small, first, last):
            continue
        for match in pattern.finditer(text.plain, first, last):
            if not text.link_at(match.start()):
                place = document.place(*text.position(match.start()))
                yield _leftover(place, match[0], document.id)


def is_leftover(sentence: str) -> bool:
    """Whether a sentence begins with an instruction or a choice that another rule reports."""
    if _SLASH.match(sentence) or _LATER.match(sentence) or _XXX.match(sentence):
        return True
    return any(_compiled(phrase).match(sentence) for _, phrase in _PHRASES)


def _leftover(place: Place, phrase: str, document: str | None) -> Hit:
    return Hit(
        place,
        f"Hier staat nog een aanwijzing voor de schrijver: '{phrase}'. Schrijf wat er hoort te staan, of haal haar weg.",
        document,
    )


# -- ZW503 ---------------------------------------------------------------------------------

_ALTERNATIVE = r"[^\W\d_](?:[\w'’-]|\(\w+\))*"
_SLASH = re.compile(
    rf"(?<![\w/.:@#&~\\-]){_ALTERNATIVE} ?/ ?{_ALTERNATIVE}(?: ?/ ?{_ALTERNATIVE})*(?![\w/@])"
)
_PAIRS = frozenset(
    "en/of hij/zij zij/hij hem/haar haar/hem zijn/haar haar/zijn m/v v/m m/v/x km/u km/h m/s "
    "l/min a/b/c c/o n/a p/m w/o i/o tcp/ip n.v.t/nvt zij/hen z/w".split()
)
_DAYS = frozenset(
    "ma di wo do vr za zo maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split()
)
_SCHOOLS = frozenset(
    "po vo so vso sbo mbo hbo wo vmbo mavo havo vwo gymnasium praktijkonderwijs pro".split()
)
_UNITS = frozenset("u uur dag week maand jaar km min leerling persoon".split())
_PERSON = re.compile(
    r"(?:er|or|eur|euse|ist|aris|coach|mentor|kundige|persoon|kracht|ouder|aar|ant|ent|arts|hoofd|iater|oog|raad|team)$"
)
_ROW = re.compile(
    r"\b(?:[Dd]e|[Hh]et|[Ee]en) ([\w-]+(?: [\w-]+){0,2}), (?:de|het|een) ([\w-]+(?: [\w-]+){0,2}), "
    r"(?:de|het|een) ([\w-]+(?: [\w-]+){0,2}?) ([a-zë]+[td]|gaat|doet|is|heeft|kan|mag|zal|belt)\b"
)
_GAP = r"[\s\[\]()!<>]"  # one sign that ``flat`` makes a blank
_ROW_HINT = re.compile(
    rf",{_GAP}(?:de|het|een){_GAP}[\w-]+(?:{_GAP}[\w-]+){{0,2}},{_GAP}(?:de|het|een){_GAP}"
)
_NO_VERB = frozenset("het niet met uit tot dat wat goed tijd beleid met kind".split())


@rule(
    "ZW503",
    "unresolved-choice",
    "warning",
    title="Er staat een keuze die nog gemaakt moet worden",
    why="Bij 'mentor/coördinator' weet niemand wie het doet, en doet het soms niemand.",
    repair="Kies één van de twee. Geldt allebei, schrijf dan 'en' of 'of' met wanneer.",
    good="De mentor belt de ouders.",
    bad="De mentor/coördinator belt de ouders.",
    per_document=True,
)
def unresolved_choice(context: Context, document: Document) -> Iterator[Hit]:
    """Alternatives of which one must be chosen: *A/B*, or a row without *en* or *of*."""
    names = context.once(_names_with_slash)
    text = context.text(document)
    if "/" in text.skeleton or "/" in text.link_texts:
        for match in _in_lines(_SLASH, "/", text.plain):
            if _is_choice(text.plain, match, names):
                yield _choice(document.place(*text.position(match.start())), match[0], document.id)
    for match in _rows(text):
        if _is_row(match):
            yield _choice(document.place(*text.position(match.start())), match[0], document.id)


def _rows(text: Text) -> Iterator[re.Match[str]]:
    """Words in a row with commas: *, de mentor, de …*; none runs on below a blank line."""
    end = 0
    for hint in _ROW_HINT.finditer(text.body) if "," in text.body else ():
        if hint.start() >= end:
            start, end = line_at(text.body, hint.start(), "\n\n")
            yield from _ROW.finditer(text.flat, start, end)


def _in_lines(pattern: re.Pattern[str], sign: str, text: str) -> Iterator[re.Match[str]]:
    """What a pattern that fits in one line finds in the lines that have a sign."""
    at = text.find(sign)
    while at >= 0:
        start, end = line_at(text, at)
        yield from pattern.finditer(text, start, end)
        at = text.find(sign, end)


@in_registers("ZW503")
def unresolved_choice_in_registers(context: Context) -> Iterator[Hit]:
    """The same in titles, summaries and registers: one finding per value."""
    names = context.once(_names_with_slash)
    for entry, keys, value, document_id in register_strings(context):
        if "/" in value:
            for match in _SLASH.finditer(value):
                if _is_choice(value, match, names):
                    yield _choice(entry.at(*keys), match[0], document_id)
                    break


def _names_with_slash(context: Context) -> frozenset[str]:
    """Names that are written with a slash: glossary terms, titles and the choices of slots."""
    names: set[str] = set()
    for entry in context.handbook.terms:
        names.update((entry.record.term, *entry.record.variants, *entry.record.synonyms))
    for document in context.documents:
        names.update(document.names)
    names.update(c for slot in context.handbook.settings.record.slots for c in slot.choices)
    return frozenset(name.casefold() for name in names if name and "/" in name)


def _is_choice(text: str, match: re.Match[str], names: frozenset[str]) -> bool:
    found = re.sub(r"\s*/\s*", "/", match[0]).casefold().rstrip(".")
    words = re.sub(r"[()]", "", found).split("/")
    if found in _PAIRS or any(found in name for name in names):
        return False
    if all(w in _DAYS for w in words) or all(w.partition("-")[0] in _SCHOOLS for w in words):
        return False
    if words[-1] in _UNITS:
        return False
    before = text[max(0, match.start() - 60) : match.start()].rpartition(" ")[2]
    return "://" not in before and "www." not in before


def _is_row(match: re.Match[str]) -> bool:
    heads = [match[n].split()[-1] for n in (1, 2, 3)]
    if match[4] in _NO_VERB or " en " in match[0] or " of " in match[0]:
        return False
    return sum(1 for head in heads if _PERSON.search(head)) > 1


def _choice(place: Place, phrase: str, document: str | None) -> Hit:
    return Hit(
        place,
        f"Hier staat nog een keuze: '{phrase}'. Kies één van de mogelijkheden, of schrijf wanneer welke geldt.",
        document,
    )
