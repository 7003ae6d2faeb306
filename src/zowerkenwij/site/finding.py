"""The search page's own reckoning, once more in Python: query tests are run before publishing.

The same rules stand in ``theme/js/find.js``; a browser test holds the two together. The everyday
words that both use are those of ``theme/js/words.json``.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zowerkenwij.site.listings import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zowerkenwij.model.registers import SearchTest

TOP = 3
_WORD = re.compile(r"[a-z0-9]+")
_ENDINGS = ("ingen", "erd", "atie", "ing", "eren", "en", "ig", "e", "s", "t", "d")
_STEM = 4
_KNOWN = json.loads((Path(__file__).parent / "theme/js/words.json").read_text("utf-8"))
_COMMON = frozenset(_KNOWN["common"].split())
_PARTICLES = frozenset(_KNOWN["particles"].split())
_FORMS = {form: word for word, forms in _KNOWN["forms"].items() for form in forms.split()}
_SOUNDS = (
    ("ij", "y"), ("ei", "y"), ("au", "ou"), ("sch", "sg"), ("ch", "g"), ("ck", "k"), ("c", "k"),
    ("ph", "f"), ("qu", "kw"), ("th", "t"), ("x", "ks"), ("z", "s"), ("v", "f"), ("dt", "t"),
    ("ie", "i"),
)  # fmt: skip
_FIELDS = (("t", 6), ("a", 5), ("k", 4), ("g", 3), ("h", 2), ("s", 2), ("w", 1.5), ("y", 1))
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|\]\([^)\n]*\)|\]\[[^\]\n]*\]|<[^>\n]*>|\{[^{}\n]*\}|^\[[^\]\n]+\]:.*$",
    re.DOTALL | re.MULTILINE,
)
_LONG = re.compile(r"[a-zà-ÿ]{5,}")
_TELLING = 60  # words of one text


def words(text: str) -> list[str]:
    """The words of a text, lower case and without accents."""
    return _WORD.findall(plain(text))


@cache
def stem(word: str) -> str:
    """A word without a common Dutch ending and without ``ge-``: pesten and gepest are pest."""
    word = re.sub(r"(.)\1", r"\1", _FORMS.get(word, word))
    start = word[2:] if word.startswith("ge") and len(word) >= 6 else word
    for ending in _ENDINGS:
        if start.endswith(ending) and len(start) - len(ending) >= _STEM:
            return start[: -len(ending)]
    return start if len(start) >= _STEM else word


@cache
def sound(word: str) -> str:
    """How a word sounds, roughly: what is often written in two ways is written in one."""
    for letters, one in _SOUNDS:
        word = word.replace(letters, one)
    word = re.sub(r"(.)\1+", r"\1", word)
    return word[:-1] + "t" if word.endswith("d") else word


@cache
def _related() -> dict[str, dict[str, None]]:
    """By stem, the stems of words for nearly the same; in order, without doubles."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for group in _KNOWN["groups"]:
        stems = dict.fromkeys(stem(word) for word in words(group))
        for one in stems:
            found[one] |= stems
    return found


def _apart(a: str, b: str, most: int) -> bool:
    """Whether two words differ in more than ``most`` letters changed, added, left out or
    swapped."""
    if abs(len(a) - len(b)) > most:
        return True
    at = 0
    while at < min(len(a), len(b)) and a[at] == b[at]:
        at += 1
    x, y = a[at:], b[at:]
    if not x or not y:
        return len(x) + len(y) > most
    if most == 0:
        return True
    swapped = len(x) > 1 and len(y) > 1 and x[0] == y[1] and x[1] == y[0]
    return (
        _apart(x[1:], y[1:], most - 1) and _apart(x[1:], y, most - 1) and _apart(x, y[1:], most - 1)
        and not (swapped and not _apart(x[2:], y[2:], most - 1))
    )  # fmt: skip


def match(asked: str, found: str) -> float:
    """How well a word that is asked for fits a word that stands somewhere, 0 to 1."""
    if asked == found:
        return 1
    if found.startswith(asked):
        return 0.8
    root, other = stem(asked), stem(found)
    if len(root) >= 3 and root == other:
        return 0.75
    if other in _related().get(root, ()):
        return 0.6
    if len(found) >= 4 and len(other) >= 4 and asked.startswith(other):
        return 0.55
    if len(asked) >= 4 and asked in found:
        return 0.5
    if len(root) >= _STEM and found.startswith(root):
        return 0.45
    if len(found) >= 5 and asked.endswith(found):
        return 0.45
    return 0


def alike(asked: str, found: str) -> float:
    """How well a word fits one that it was perhaps meant to be, for words that nothing fits."""
    a, b = sound(asked), sound(found)
    if a == b:
        return 0.7
    if len(a) < 4:
        return 0
    most = 2 if len(a) >= 8 else 1
    near = not _apart(a, b, most) or (len(b) > len(a) >= 5 and not _apart(a, b[: len(a)], 1))
    return 0.5 if near else 0


class Index:
    """What a question is held against: by word, the entries that have it and how telling the
    place is."""

    def __init__(self, items: Sequence[dict[str, Any]]) -> None:
        self.items = items
        self.spots: dict[str, dict[int, float]] = {}
        self.texts: list[list[tuple[float, str]]] = []
        for n, item in enumerate(items):
            self._add(n, [(weight, text) for key, weight in _FIELDS for text in _texts(item, key)])
        count = Counter[str]()
        for one in {(stem(word), n) for word, spots in self.spots.items() for n in spots}:
            count[one[0]] += 1
        most = math.log(1 + len(items)) or 1
        self.rare = {
            word: math.log(1 + len(items) / count[stem(word)]) / most for word in self.spots
        }

    def _add(self, n: int, fields: list[tuple[float, str]]) -> None:
        self.texts.append([(weight, f" {plain(text)}") for weight, text in fields])
        for weight, text in fields:
            for word in words(text):
                spots = self.spots.setdefault(word, {})
                spots[n] = max(weight, spots.get(n, 0))

    def _fits(self, asked: str) -> dict[str, float]:
        """The words that answer a word. What stands there as it is asked was not broken off."""
        fits = {word: fit for word in self.spots if (fit := match(asked, word))}
        if asked in self.spots:
            return {word: 0.5 if fit == 0.8 else fit for word, fit in fits.items()}
        if max(fits.values(), default=0) < 0.6 and len(asked) >= 4:
            for word in self.spots:
                if (fit := alike(asked, word)) > fits.get(word, 0):
                    fits[word] = fit
        return fits

    def _hits(self, fits: Mapping[str, float]) -> dict[int, float]:
        """By entry, how well the words that fit one of a question answer it."""
        hits: dict[int, float] = {}
        for word, fit in fits.items():
            for n, weight in self.spots[word].items():
                hits[n] = max(hits.get(n, 0), fit * weight * self.rare[word])
        return hits

    def _split_verbs(self, asked: Sequence[str]) -> Iterator[dict[str, float]]:
        """What answers a verb that was asked for in two parts: ze lachen hem uit."""
        for particle in _PARTICLES.intersection(asked):
            for word in sorted({word for word in asked if word not in _COMMON}):
                fits = {w: match(particle + word, w) for w in self.spots}
                yield {w: fit for w, fit in fits.items() if fit in {1, 0.75, 0.6}}

    def best(self, query: str) -> list[str]:
        """The addresses that answer a query, best first."""
        asked, phrase = words(query), plain(query).strip()
        telling = [word for word in asked if word not in _COMMON]
        total: dict[int, float] = {}
        for fits in [*map(self._fits, dict.fromkeys(telling)), *self._split_verbs(asked)]:
            for n, value in self._hits(fits).items():
                total[n] = total.get(n, 0) + value
        known = frozenset(total)
        for word in dict.fromkeys(asked):
            for n, value in self._hits(self._fits(word)).items() if word in _COMMON else ():
                if n in known or not known:
                    total[n] = total.get(n, 0) + value / 10
        for n in total:
            total[n] += sum(3 * weight for weight, text in self.texts[n] if f" {phrase}" in text)
        order = sorted(total.items(), key=lambda p: (-round(p[1], 6), plain(self.items[p[0]]["t"])))
        return [self.items[n]["u"] for n, _ in order]


def _texts(item: dict[str, Any], key: str) -> list[str]:
    value = item[key]
    if key == "h":
        return [heading[0] for heading in value]
    return [value] if isinstance(value, str) else value


def best(index: Sequence[dict[str, Any]], query: str) -> list[str]:
    """The addresses that answer a query, best first."""
    return Index(index).best(query)


def telling_words(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Per text the words that set it apart from the others: often here, seldom elsewhere."""
    counts = {
        id_: Counter(_LONG.findall(_UNSEEN.sub(" ", text).lower())) for id_, text in texts.items()
    }
    spread = Counter(word for found in counts.values() for word in found)
    rare = {word: math.log((1 + len(texts)) / n) for word, n in spread.items()}
    return {
        id_: [
            word
            for word, _ in sorted(found.items(), key=lambda w: (-w[1] * rare[w[0]], w[0]))[:_TELLING]
        ]
        for id_, found in counts.items()
    }  # fmt: skip


def failures(
    items: Sequence[dict[str, Any]], tests: Iterable[SearchTest]
) -> Iterator[tuple[SearchTest, list[str]]]:
    """The query tests whose document is in this edition but not among the first three."""
    index = Index(items)
    there = {item["u"] for item in items}
    for test in tests:
        address = f"d/{test.expect}/"
        if address in there and address not in (found := index.best(test.query)[:TOP]):
            yield test, found
