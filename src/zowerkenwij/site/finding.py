"""The search page's own reckoning, once more in Python: query tests are run before publishing.

The same rules stand in ``theme/js/search.js``; a browser test holds the two together.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from zowerkenwij.site.listings import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zowerkenwij.model.registers import SearchTest

TOP = 3
_WORD = re.compile(r"[a-z0-9]+")
_ENDINGS = ("ingen", "erd", "atie", "ing", "eren", "en", "ig", "e", "s", "t", "d")
_COMMON = frozenset(
    "de het een en of in op te van voor met is er wordt worden hoe wat wie wil kan "
    "mag moet mijn ik wij je heeft hebben iemand leerling kind zoon dochter school klas "
    "zich bij naar over als dan niet ander houd groep".split()
)
_SAME = {
    "bijten": "bijt gebeten",
    "boos": "driftbui kwaad woede woedeaanval",
    "buitensluiten": "buitengesloten buitensluit",
    "diefstal": "gejat gestolen stal steelt stelen",
    "dreigen": "bedreigd bedreigt",
    "dreiging": "bommelding dreigtelefoontje",
    "flauwgevallen": "flauw flauwvallen",
    "gooien": "gegooid gooit",
    "politie": "agent agenten",
    "schelden": "gescholden uitgescholden uitschelden uitscheldt",
    "schoppen": "geschopt",
    "slaan": "geslagen slaat slag slagen sloeg",
    "uitlachen": "uitgelachen",
    "vallen": "gevallen valt viel",
    "vechten": "gevochten vocht",
    "verwaarlozing": "verwaarloosd",
    "weglopen": "kwijt ontsnappen ontsnapping ontsnapt vermist weggelopen wegloopt zoek",
    "zelfdoding": "zelfmoord",
}  # everyday and irregular words by the word that texts use
_FORMS = {form: word for word, forms in _SAME.items() for form in forms.split()}
_STEM = 4
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|\]\([^)\n]*\)|\]\[[^\]\n]*\]|<[^>\n]*>|\{[^{}\n]*\}|^\[[^\]\n]+\]:.*$",
    re.DOTALL | re.MULTILINE,
)
_LONG = re.compile(r"[a-zà-ÿ]{5,}")
_TELLING = 60  # words of one text


def words(text: str) -> list[str]:
    """The words of a text, lower case and without accents."""
    return _WORD.findall(plain(text))


def stem(word: str) -> str:
    """A word without a common Dutch ending and without ``ge-``: pesten and gepest are pest."""
    word = re.sub(r"(.)\1", r"\1", _FORMS.get(word, word))
    start = word[2:] if word.startswith("ge") and len(word) >= 6 else word
    for ending in _ENDINGS:
        if start.endswith(ending) and len(start) - len(ending) >= _STEM:
            return start[: -len(ending)]
    return start if len(start) >= _STEM else word


def _near(a: str, b: str) -> bool:
    """At most one letter different, more, fewer, or two swapped."""
    if abs(len(a) - len(b)) > 1:
        return False
    at = 0
    while at < min(len(a), len(b)) and a[at] == b[at]:
        at += 1
    x, y = a[at:], b[at:]
    swapped = len(x) > 1 and len(y) > 1 and x[0] == y[1] and x[1] == y[0] and x[2:] == y[2:]
    return x[1:] == y[1:] or x[1:] == y or x == y[1:] or swapped


def match(asked: str, found: str) -> float:
    """How well a word that is asked for fits a word that stands somewhere, 0 to 1."""
    if asked == found:
        return 1
    if found.startswith(asked):
        return 0.8
    root = stem(asked)
    if len(root) >= 3 and root == stem(found):
        return 0.75
    if len(asked) >= 5 and asked.startswith(found) and len(found) >= 4:
        return 0.6
    if len(asked) >= 4 and asked in found:
        return 0.5
    if len(root) >= _STEM and found.startswith(root):
        return 0.45
    if len(asked) >= 5 and (_near(asked, found) or _near(asked, found[: len(asked)])):
        return 0.4
    return 0


def _fields(item: dict[str, Any]) -> list[tuple[float, list[str]]]:
    return [
        (6, [item["t"]]), (5, item["a"]), (4, item["k"]), (3, item["g"]),
        (2, [h[0] for h in item["h"]]), (2, [item["s"]]),
        (1.5, item["w"]), (1, [item["y"]]),
    ]  # fmt: skip


def score(item: dict[str, Any], query: str) -> float:
    """How well an entry of the index answers a query; 0 or less is not at all."""
    asked, phrase, total = words(query), plain(query).strip(), 0.0
    fields = [(weight, [words(t) for t in texts], texts) for weight, texts in _fields(item)]
    for word in asked:
        most = max(
            weight * max((match(word, w) for tokens in rows for w in tokens), default=0)
            for weight, rows, _ in fields
        )
        if word in _COMMON:
            total += most / 5
        else:
            total += most if most or len(word) <= 3 else -1
    for weight, _, texts in fields:
        total += 4 * weight if any(f" {phrase}" in f" {plain(text)}" for text in texts) else 0
    return total


def best(index: Sequence[dict[str, Any]], query: str) -> list[str]:
    """The addresses that answer a query, best first."""
    found = [(score(item, query), item) for item in index]
    hits = [pair for pair in found if pair[0] > 0]
    return [i["u"] for _, i in sorted(hits, key=lambda p: (-p[0], plain(p[1]["t"])))]


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
    index: Sequence[dict[str, Any]], tests: Iterable[SearchTest]
) -> Iterator[tuple[SearchTest, list[str]]]:
    """The query tests whose document is in this edition but not among the first three."""
    there = {item["u"] for item in index}
    for test in tests:
        address = f"d/{test.expect}/"
        if address in there and address not in (found := best(index, test.query)[:TOP]):
            yield test, found
