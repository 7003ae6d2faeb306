"""ZW505: sentences that were cut off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zowerkenwij.rules.catalogue import rule
from zowerkenwij.rules.finding import Hit
from zowerkenwij.rules.suspects import HANGING, suspects
from zowerkenwij.rules.wording import is_leftover

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zowerkenwij.model.handbook import Document
    from zowerkenwij.rules.context import Context
    from zowerkenwij.rules.prose import Block, Text


_MARK = re.compile(r"[\s>]*(?:(?:[-*+]|\d+[.)])\s+)?")
_NUMBERED = re.compile(r"[\s>]*[a-zA-Z][.)]\s")
_NUMBERING = re.compile(r"(?:^|[\s(])(?:[a-zA-Z]|\d{1,2})\)|[:;]-?\)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:bijv|nr|art|blz|dhr|mw|mevr|incl|excl|max|min|tel|ca|vgl|resp)|\b\w\.\w|\b[a-z])\.$"
)
_GREETING = re.compile(
    r"(?:beste|geachte|lieve|dag|hallo|hoi|met (?:vriendelijke|hartelijke) groet|(?:hartelijke )?groet(?:en|jes)?\b)",
    re.IGNORECASE,
)
_LABEL_WORDS = 4  # a longer one announces a list, and a heading in between is another mistake
_BROKEN = re.compile(r"[^\W\d_]{2,}-$")
_REST = re.compile(r"[a-zß-öø-ÿ]+")
_TWO_WORDS = frozenset(["en", "of", "tot", "als", "maar", "noch", "dan", "resp"])  # in- en uitgang
_LOWER_NAMES = frozenset(
    ["mbo", "hbo", "wo", "vmbo", "vso", "so", "sbo", "po", "vo", "havo", "vwo", "mavo"]
)
_GREETING_WORDS = 8
_BEGINNING = 200  # signs of a sentence in which an instruction shows itself


@rule(
    "ZW505",
    "truncated",
    "warning",
    title="Een zin lijkt afgebroken",
    why="Bij knippen en plakken valt er tekst weg. De lezer mist dan juist wie het doet of wanneer.",
    repair="Maak de zin af. Sluit elk haakje en aanhalingsteken, begin met een hoofdletter en eindig met een punt.",
    good="De leerling krijgt hulp van een orthopedagoog en een arts.",
    bad="De leerling krijgt extra begeleiding (samen met de",
    per_document=True,
)
def truncated(context: Context, document: Document) -> Iterator[Hit]:
    """Unbalanced bracket or quote, a start in lower case after a break, an end in a comma."""
    text = context.text(document)
    for offset, message in _cut_off(text, suspects(text)):
        yield Hit(document.place(*text.position(offset)), message, document.id)


def _cut_off(text: Text, numbers: set[int] | None) -> Iterator[tuple[int, str]]:
    """The first mistake of each block that has one of these lines; None for all lines."""
    blocks = text.blocks if numbers is None or numbers else ()
    for index, block in enumerate(blocks):
        if numbers is not None and numbers.isdisjoint(range(block.line, block.lines[-1][0] + 1)):
            continue
        found = next(_problems(text, blocks, index), None)
        if found is None and block.kind == "paragraph":
            found = next(_inside(text, block), None)
        if found is not None:
            yield found


def _problems(text: Text, blocks: Sequence[Block], index: int) -> Iterator[tuple[int, str]]:
    block = blocks[index]
    if block.kind == "table":
        for line in block.lines:
            yield from _pairs((line,))
        return
    yield from _pairs(block.lines)
    if block.kind == "heading":
        return
    yield from _broken_words(block)
    if (start := _lower_start(text, blocks, index)) is not None:
        yield start
    if (end := _loose_end(text, blocks, index)) is not None:
        yield end


# -- brackets and quotes -------------------------------------------------------------------

_CLOSING = {")": "(", "]": "["}
_APOSTROPHE = re.compile(r"‘(?:[stnrmk]|em|ns)\b", re.IGNORECASE)  # ‘s ochtends, as Word writes it


def _closes(line: str, at: int) -> bool:
    """Whether ’ ends a quotation: within a word (foto’s) or before one (’t) it is an apostrophe."""
    return not line[at + 1 : at + 2].isalnum()


def _pairs(lines: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, str]]:
    """The first bracket or quote that has no partner in these lines."""
    signs = _Signs()
    for _, offset, line in lines:
        found = [(m.start(), m[0]) for m in _SIGN.finditer(line)]
        if not found:
            continue
        enumerators = {m.end() - 1 for m in _NUMBERING.finditer(line) if "(" not in m[0]}
        for at, char in found:
            if at and line[at - 1] == "\\":
                continue  # escaped
            if char in _BRACKETS:
                if not signs.bracket(char, offset + at, may_number=at in enumerators):
                    yield (
                        offset + at,
                        (
                            f"Hier sluit een haakje '{char}' dat niet is geopend. Zet het andere haakje "
                            "erbij of haal dit weg."
                        ),
                    )
                    return
            else:
                signs.quote(line, at, offset + at)
    yield from signs.left()


_BRACKETS = frozenset("()[]")
_SIGN = re.compile(r'[()\[\]"‘’“„”]')


class _Signs:
    """Brackets and quotes that still wait for their partner, by offset."""

    def __init__(self) -> None:
        self.opened: list[tuple[str, int]] = []
        self.straight: list[int] = []
        self.single: list[int] = []
        self.curly: list[tuple[str, int]] = []

    def bracket(self, char: str, offset: int, *, may_number: bool) -> bool:
        """Take a bracket; False when it closes what was not opened and does not number: ``a)``."""
        if char in "([":
            self.opened.append((char, offset))
        elif self.opened and self.opened[-1][0] == _CLOSING[char]:
            self.opened.pop()
        else:
            return may_number and not self.opened
        return True

    def quote(self, line: str, at: int, offset: int) -> None:
        """Take a quotation mark; an apostrophe is none."""
        char = line[at]
        if char == '"':
            self.straight.append(offset)
        elif char == "‘":
            if not _APOSTROPHE.match(line, at):
                self.single.append(offset)
        elif char == "’":
            if self.single and _closes(line, at):
                self.single.pop()
        elif char == "”" and self.curly:
            self.curly.pop()
        else:
            self.curly.append((char, offset))

    def left(self) -> Iterator[tuple[int, str]]:
        """The last sign that found no partner."""
        if self.opened:
            char, offset = self.opened[-1]
            yield (
                offset,
                (f"Het haakje '{char}' wordt niet gesloten. Maak de zin af en sluit het haakje."),
            )
        elif len(self.straight) % 2:
            yield (
                self.straight[-1],
                (
                    "Hier mist een aanhalingsteken: er is er één geopend en niet gesloten. Zet het "
                    "andere erbij."
                ),
            )
        elif self.single or self.curly:
            char, offset = self.curly[-1] if not self.single else ("‘", self.single[-1])
            yield offset, f"Het aanhalingsteken '{char}' heeft geen partner. Zet het andere erbij."


# -- starts and ends -----------------------------------------------------------------------


def _raw_line(text: Text, number: int) -> str:
    start = text.starts[number - 1]
    end = text.body.find("\n", start)
    return text.body[start : end if end >= 0 else None]


def _starts_lower(text: Text, number: int) -> str | None:
    """The first word of a line when it begins in lower case and is no name, slot or code."""
    raw = _raw_line(text, number)
    if _NUMBERED.match(raw):
        return None
    raw = raw[_MARK.match(raw).end() :].lstrip('*_"“„( ')  # type: ignore[union-attr]
    if not (raw[:1].isalpha() and raw[0].islower()):  # a link at the start has rules of its own
        return None
    word = re.match(r"[\w'’-]+", raw)
    first = word[0] if word else raw[0]
    return None if first in _LOWER_NAMES or first != first.lower() else first


def _siblings(blocks: Sequence[Block], index: int) -> list[Block]:
    """The other items of the list that an item stands in."""
    indent = blocks[index].indent
    found: list[Block] = []
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(blocks) and blocks[at].kind == "item" and blocks[at].indent >= indent:
            if blocks[at].indent == indent:
                found.append(blocks[at])
            at += step
    return found


def _lower_start(text: Text, blocks: Sequence[Block], index: int) -> tuple[int, str] | None:
    block = blocks[index]
    word = _starts_lower(text, block.line)
    if word is None:
        return None
    if block.kind == "item":
        others = _siblings(blocks, index)
        capital = sum(1 for other in others if _starts_lower(text, other.line) is None)
        if others and capital * 2 < len(others):
            return None  # the whole list is written so
        if not others and index and blocks[index - 1].text.endswith(":"):
            return None
    if index and _GREETING.match(blocks[index - 1].text) and blocks[index - 1].text.endswith(","):
        return None  # who greets: de directeur
    if is_leftover(block.lines[0][2][:_BEGINNING].lstrip("*_([<>- ")):
        return None
    return block.lines[0][1], _begins(word)


def _begins(word: str) -> str:
    return f"Deze zin begint met een kleine letter ('{word}'). Misschien is het begin weggevallen. Maak de zin heel."


def _inside(text: Text, block: Block) -> Iterator[tuple[int, str]]:
    """A new line within a paragraph that begins in lower case after a sentence that was done."""
    for (_, _, before), (number, offset, _) in zip(block.lines, block.lines[1:], strict=False):
        if not before.endswith((".", "!", "?")) or _ABBREVIATION.search(before):
            continue
        if (word := _starts_lower(text, number)) is not None:
            yield offset, _begins(word)


def _broken_words(block: Block) -> Iterator[tuple[int, str]]:
    """A word that was broken off at the end of a line on paper: *veilig-* and *heid* below it."""
    for (_, offset, line), (_, _, below) in zip(block.lines, block.lines[1:], strict=False):
        word = _BROKEN.search(line)
        rest = _REST.match(below)
        if word and rest and rest[0] not in _TWO_WORDS:
            yield (
                offset + word.start(),
                f"Dit woord is afgebroken: '{word[0]}' en '{rest[0]}'. Schrijf het aan elkaar.",
            )


def _end_of(text: Text, block: Block) -> str:
    number = next((n for n, _, line in reversed(block.lines) if line), block.line)
    return _raw_line(text, number).rstrip().rstrip("\\*_").rstrip()


def _loose_end(text: Text, blocks: Sequence[Block], index: int) -> tuple[int, str] | None:
    block = blocks[index]
    end = _end_of(text, block)
    if end.endswith(":") and block.kind == "paragraph" and block.text.count(" ") < _LABEL_WORDS:
        return _empty_label(text, block)
    comma = end.endswith(",")
    hanging = None if comma else HANGING.search(end)
    if not comma and hanging is None:
        return None
    number, offset, line = next((x for x in reversed(block.lines) if x[2]), block.lines[-1])
    if block.kind == "item" and _is_one_sentence(text, blocks, index, comma=comma):
        return None
    if (comma and _is_greeting(block)) or (hanging and _goes_on(text, blocks, index, number)):
        return None
    at = offset + max(len(line) - 1, 0)
    if comma:
        return (
            at,
            "Deze tekst eindigt met een komma. Misschien is het slot weggevallen. Maak de zin af.",
        )
    word = hanging[1] if hanging else ""
    return at, f"Deze tekst stopt midden in een zin, na '{word}'. Maak de zin af."


def _empty_label(text: Text, block: Block) -> tuple[int, str] | None:
    """A colon with nothing below it up to the next heading."""
    number, offset, line = next((x for x in reversed(block.lines) if x[2]), block.lines[-1])
    below = next((x.strip() for x in text.body.split("\n")[number:] if x.strip()), "")
    if below and not (below.startswith("#") and _is_heading_below(text, number)):
        return None
    return (
        offset + max(len(line) - 1, 0),
        "Na deze dubbele punt staat niets. Schrijf wat er hoort te staan, of haal de zin weg.",
    )


def _is_heading_below(text: Text, number: int) -> bool:
    """Whether the first words below a line are a heading."""
    lines = text.body.split("\n")
    return next(n for n in range(number, len(lines)) if lines[n].strip()) + 1 in text.heading_at


def _is_greeting(block: Block) -> bool:
    return (
        block.kind == "paragraph"
        and _GREETING.match(block.text) is not None
        and len(block.text.split()) <= _GREETING_WORDS
    )


def _is_one_sentence(text: Text, blocks: Sequence[Block], index: int, *, comma: bool) -> bool:
    """Whether a list runs on as one sentence: the others end so too, or the next begins small."""
    others = _siblings(blocks, index)
    alike = sum(1 for other in others if _end_of(text, other).endswith((",", ";")))
    if comma and others and alike * 2 >= len(others):
        return True
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    return after is not None and after in others and bool(_starts_lower(text, after.line))


def _goes_on(text: Text, blocks: Sequence[Block], index: int, number: int) -> bool:
    """Whether a list or a slot on the next lines finishes the sentence."""
    following = text.body.split("\n")[number:]
    after = next((x.strip() for x in following if x.strip()), "")
    if after.startswith("{{"):
        return True
    return (
        index + 1 < len(blocks)
        and blocks[index + 1].kind == "item"
        and blocks[index].kind == "paragraph"
    )
