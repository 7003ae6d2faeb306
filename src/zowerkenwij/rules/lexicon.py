"""Names found in a text without trying each of them: every name waits under its telling word."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, groupby
from string import ascii_uppercase
from sys import intern
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Everything between words: ASCII signs and spaces, Latin-1 signs, and punctuation and symbols.
_BETWEEN = {
    code: " "
    for code in (*range(128), *range(0xA0, 0xC0), 0xD7, 0xF7, *range(0x2000, 0x2C00))
    if not chr(code).isalnum()
}


def _ranges(codes: Iterable[int]) -> str:
    """Rising codes as a class of characters, which is compiled twenty times as fast as a list."""
    runs = groupby(enumerate(codes), lambda pair: pair[1] - pair[0])
    rows = [[code for _, code in run] for _, run in runs]
    return "".join([f"{chr(row[0])}-{chr(row[-1])}" for row in rows])


_FEW = 16  # names with one word
_COMMON = frozenset("aan bij de een en het in is met of om op te tot van voor zo".split())
_JOINERS = "-\u2011'’"
_ASCII = _BETWEEN | {ord(letter): letter.lower() for letter in ascii_uppercase}
_LATIN = bytes(ord(_BETWEEN.get(code, chr(code))) for code in range(256))
_OTHER_SIGNS = re.compile(f"[{_ranges(code for code in _BETWEEN if code > 255)}]")


def words_of(text: str) -> list[str]:
    """The words of a text in lower case; a hyphen or apostrophe parts them."""
    if text.isascii():
        return text.translate(_ASCII).split()
    low = _OTHER_SIGNS.sub(" ", text.lower())
    try:  # four times as quick, and most letters are Latin ones
        return low.encode("latin-1").translate(_LATIN).decode("latin-1").split()
    except UnicodeEncodeError:
        return low.translate(_BETWEEN).split()


def small(text: str) -> str:
    """A text with its letters of ASCII, and what Python takes for one, in lower case, and a question
    mark for each sign that Latin-1 lacks: as long as it was, and quick to make and to search."""
    alike = text.replace("\u0130", "i").replace("\u212a", "k")
    return alike.encode("latin-1", "replace").lower().decode("latin-1")


class Lexicon:
    """Names by the word that tells them best from others: the longest of those that few names
    have. ``candidates`` gives those that a text may hold."""

    def __init__(self, names: Iterable[str]) -> None:
        forms: dict[str, list[str]] = {}  # names that differ in capitals only have the same words
        for name in dict.fromkeys(names):
            forms.setdefault(name.lower(), []).append(name)
        words = {low: tuple(set(map(intern, words_of(low)))) for low in forms}
        counts = Counter(chain.from_iterable(words.values()))
        self._by_word: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for low, own in words.items():
            if own:
                telling = min([(w in _COMMON, counts[w] // _FEW, -len(w), w) for w in own])[3]
                at = self._by_word.setdefault(telling, [])
                at += [(own, name) for name in forms[low]]
        self.keys = frozenset(self._by_word)

    def candidates(self, words: frozenset[str]) -> Iterator[str]:
        """The names of which all words are among these words (lower case)."""
        for word in self.keys & words:
            for own, name in self._by_word[word]:
                if words.issuperset(own):
                    yield name


def occurrences(text: str, name: str) -> Iterator[int]:
    """Offsets at which a name stands as whole words, letter for letter."""
    at = text.find(name)
    while at >= 0:
        if is_whole(text, at, at + len(name)):
            yield at
        at = text.find(name, at + 1)


def in_a_row(text: str, words: str) -> Iterator[int]:
    """Offsets at which words stand in a row, letter for letter, with any one sign between two."""
    parts = words.split(" ")
    longest = max(parts, key=len)
    before = words.index(longest)
    at = text.find(longest)
    while at >= 0:
        start = place = at - before
        for part in parts if start >= 0 else ():
            if not text.startswith(part, place):
                break
            place += len(part) + 1
        else:
            if start >= 0:
                yield start
        at = text.find(longest, at + 1)


def has_in_a_row(text: str, words: str) -> bool:
    """Whether words stand in a row."""
    return next(in_a_row(text, words), None) is not None


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins and ends at the border of a word; a hyphen that ties it to
    another word makes it part of that word."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if before.isalnum() or before == "_" or (before in _JOINERS and _tied(text, start - 2)):
        return False
    return not (after.isalnum() or after == "_" or (after in "-\u2011" and _tied(text, end + 1)))


def _tied(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isalnum()
