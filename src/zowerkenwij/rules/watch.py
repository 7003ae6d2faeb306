"""The words that give rules reason to look at a text, all sought in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from zowerkenwij.rules.lexicon import framed

if TYPE_CHECKING:
    from collections.abc import Iterable

_MANY = 20_000  # words; for more the automaton's fastest form takes too much memory


class Watch:
    """Finds which of many words stand in a text, in a fraction of the time that taking the text
    apart would cost. ``31*`` stands for every word that begins so."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = list(dict.fromkeys(words))
        kind = Implementation.DFA if len(self._words) < _MANY else None
        self._automaton = BytesAhoCorasick(
            [f" {word} ".removesuffix("* ").encode() for word in self._words],
            implementation=kind,
        )

    def seen(self, text: str) -> frozenset[str]:
        """The watched words that stand in a text, in lower case."""
        found = self._automaton.find_matches_as_indexes(framed(text), overlapping=True)
        words = self._words
        return frozenset([words[index] for index, _, _ in found]) if found else _NONE


_NONE: frozenset[str] = frozenset()


class Watches(NamedTuple):
    """What is sought in the title and the links of a text, and what below its title."""

    beside: Watch
    below: Watch
