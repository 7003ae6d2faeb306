"""Rows of words that are looked for in other rows of words, in time linear in the latter."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import filterfalse, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

RUN = 8  # so many words in a row belong to one text
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that may not leave: whose it is and what it is, in Dutch."""

    owner: str
    what: str


def run_hashes(found: Sequence[str]) -> Iterable[int]:
    """The hash of every run of ``RUN`` words; numbers do not count (a list shows its own)."""
    plain = list(filterfalse(str.isdigit, found))
    return map(hash, zip(*(plain[i:] for i in range(RUN)), strict=False))


@dataclass(slots=True)
class Phrases:
    """Phrases of one or more words, each with its secret, found by two neighbouring words that
    the fewest other phrases have."""

    _singles: dict[str, Secret] = field(default_factory=dict)
    _pairs: dict[int, dict[Phrase, Secret]] = field(default_factory=dict)
    _keys: dict[Phrase, int] = field(default_factory=dict)

    def add(self, phrase: Sequence[str], secret: Secret) -> None:
        """Look for a phrase from now on; the first secret of a phrase stays."""
        if len(phrase) == 1:
            self._singles.setdefault(phrase[0], secret)
        elif phrase and tuple(phrase) not in self._keys:
            key = min(map(hash, pairwise(phrase)), key=lambda pair: len(self._pairs.get(pair, ())))
            self._keys[tuple(phrase)] = key
            self._pairs.setdefault(key, {})[tuple(phrase)] = secret

    def forget(self, found: Sequence[str]) -> None:
        """Look no longer for what stands in a row of words."""
        for phrase in [p for p, _ in self.found_in(found)]:
            if len(phrase) == 1:
                del self._singles[phrase[0]]
            else:
                del self._pairs[self._keys.pop(phrase)][phrase]

    def __bool__(self) -> bool:
        return bool(self._singles or self._keys)

    def found_in(self, found: Sequence[str]) -> Iterator[tuple[Phrase, Secret]]:
        """The phrases that stand in a row of words."""
        for word in self._singles.keys() & set(found):
            yield (word,), self._singles[word]
        hits = self._pairs.keys() & set(map(hash, pairwise(found)))
        joined = f" {' '.join(found)} " if hits else ""
        for hit in hits:
            for phrase, secret in self._pairs[hit].items():
                if f" {' '.join(phrase)} " in joined:
                    yield phrase, secret

    def split(self, found: Sequence[str]) -> list[list[str]]:
        """A row of words, broken wherever one of the phrases stands in it."""
        phrases = [p for p, _ in self.found_in(found)]
        joined = f" {' '.join(found)} "
        for phrase in sorted(phrases, key=len, reverse=True):
            joined = joined.replace(f" {' '.join(phrase)} ", " \n ")
        return [part.split() for part in joined.split("\n")]
