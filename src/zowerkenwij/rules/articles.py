"""Dutch articles: what must change before a noun when another noun takes its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from zowerkenwij.rules.context import Context

Gender = Literal["de", "het"]

_PAIRS = (("de", "het"), ("deze", "dit"), ("onze", "ons"), ("elke", "elk"), ("iedere", "ieder"),
          ("welke", "welk"))  # fmt: skip
_FORMS: dict[str, dict[Gender, str]] = {w: {"de": a, "het": b} for a, b in _PAIRS for w in (a, b)}
_DEFINITE = re.compile(
    rf"(?<![\w'’-])(?P<word>{'|'.join(_FORMS)})(?:\s+[^\W\d]+e)*\s+[*_]*$", re.IGNORECASE
)
_INDEFINITE = re.compile(
    r"(?<![\w'’-])(?:een|geen|mijn|jouw|zijn|haar|hun|uw|jullie)\s+(?P<adjective>[^\W\d]+)\s+[*_]*$",
    re.IGNORECASE,
)
_DOUBTFUL = re.compile(r"(?<!\w)(?:dat|die|['’]t)\s+[*_]*$", re.IGNORECASE)
_RELATIVE = re.compile(r"[*_]*,?\s+(?P<word>dat|die)\b")
_NEAR = 80  # characters of the sentence that are looked at

# Endings of which every noun has the same article.
_DE = (
    "ing",
    "heid",
    "teit",
    "tie",
    "sie",
    "raad",
    "persoon",
    "aris",
    "eur",
    "ator",
    "leider",
    "cyclus",
)
_HET = (
    "isme",
    "systeem",
    "programma",
    "protocol",
    "gesprek",
    "kader",
    "beleid",
    "formulier",
    "boek",
)
_NOT_DE = re.compile(r"(?:^|ge|on)ding$")
_ENOUGH, _TIMES = 2, 9  # so often, and so many times as often as the other article
_SAME_END = 5


class Agreement(NamedTuple):
    """Whether a noun may be replaced, and the word before it that changes too: its place from
    the end of what stands before the noun, and what it becomes."""

    is_certain: bool
    back: int = 0
    old: str = ""
    new: str = ""


def agreement(
    before: str, after: str, old: str, new: str, gender: Callable[[], Gender | None]
) -> Agreement:
    """What happens around a noun ``old`` when ``new`` takes its place between these texts."""
    if _has_same_end(old, new):
        return Agreement(True)
    before = before[-_NEAR:]
    relative = _RELATIVE.match(after)
    definite, other = _DEFINITE.search(before), _INDEFINITE.search(before)
    if not (relative or definite or other or _DOUBTFUL.search(before)):
        return Agreement(True)
    one = gender()
    if one is None or _DOUBTFUL.search(before):
        return Agreement(False)
    if relative and (relative["word"] == "die") != (one == "de"):
        return Agreement(False)
    if definite:
        return _with_article(before, definite, one)
    is_de = other["adjective"][-1] in "eE" if other else one == "de"
    return Agreement(is_de == (one == "de"))


def _with_article(before: str, definite: re.Match[str], one: Gender) -> Agreement:
    word = definite["word"]
    new = _FORMS[word.lower()][one]
    if new == word.lower():
        return Agreement(True)
    new = new.upper() if word.isupper() else new.capitalize() if word[0].isupper() else new
    return Agreement(True, len(before) - definite.start("word"), word, new)


def _has_same_end(old: str, new: str) -> bool:
    """Whether two nouns are one word in two spellings, or end in the same one."""
    one, other = old.casefold(), new.casefold()
    return one.count(" ") == other.count(" ") and one[-_SAME_END:] == other[-_SAME_END:]


class Genders:
    """The article of nouns, as the texts of the handbook and the end of a word tell it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[str, Gender | None] = {}

    def of(self, noun: str) -> Gender | None:
        """The article of a noun; None when that is not certain."""
        low = noun.lower()
        if low not in self._known:
            self._known[low] = self._counted(low) or _by_ending(low)
        return self._known[low]

    def _counted(self, noun: str) -> Gender | None:
        pattern = re.compile(rf"\b(?:(de|deze|onze)|het|dit|ons) (?:\w+e )?{re.escape(noun)}\b")
        de = het = 0
        for document in self._context.documents:
            text = document.body.lower()
            if noun in text:
                found = [bool(m[1]) for m in pattern.finditer(text)]
                de += sum(found)
                het += len(found) - sum(found)
        if max(de, het) < _ENOUGH or max(de, het) < _TIMES * min(de, het):
            return None
        return "de" if de > het else "het"


def _by_ending(noun: str) -> Gender | None:
    if noun.endswith(_DE) and not _NOT_DE.search(noun):
        return "de"
    return "het" if noun.endswith(_HET) else None
