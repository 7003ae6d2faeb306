"""ZW506: one word for one thing, as the glossary says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zowerkenwij.rules.articles import Genders, agreement
from zowerkenwij.rules.catalogue import in_registers, rule, watched
from zowerkenwij.rules.finding import Edit, Fix, Hit
from zowerkenwij.rules.lexicon import Lexicon, has_in_a_row, in_a_row, is_whole, small, words_of
from zowerkenwij.rules.strings import register_strings, words_written
from zowerkenwij.rules.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zowerkenwij.model.handbook import Document
    from zowerkenwij.model.registers import Term
    from zowerkenwij.rules.context import Context


Number = Literal["same", "plural", "unsure"]
_SPELLING = 0.85  # likeness of two spellings of one word


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A form that the glossary forbids. ``exact`` means that capitals make the difference;
    ``inside`` are good words that hold the form."""

    form: str
    term: Term
    exact: bool
    inside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """A wrong form in a text, with what should stand there."""

    start: int
    end: int
    found: str
    term: str
    number: Number = "same"


class _Terms:
    def __init__(self, context: Context) -> None:
        terms = [entry.record for entry in context.handbook.terms]
        forms = {form.lower(): _letters(form) for term in terms for form in term.forbidden}
        letters = frozenset(forms.values())
        inside: dict[str, list[str]] = {form: [] for form in forms}
        spelled: set[str] = set()
        words = list(_good_words(context))
        together = "\n".join(words)
        held = [part for part in letters | forms.keys() if part in together]
        for good in words if held else ():
            if not any(part in good for part in held):
                continue
            spelled |= {_letters(good)} & letters
            for form in forms:
                if form in good and form != good:
                    inside[form].append(good)
        self.by_form: dict[str, Forbidden] = {}
        for term in terms:
            for form in term.forbidden:
                low = form.lower()
                exact = forms[low] in spelled
                one = Forbidden(form, term, exact, tuple(dict.fromkeys(inside[low])))
                self.by_form.setdefault(low, one)
        self.lexicon = Lexicon(self.by_form)
        name = context.handbook.settings.record.name or ""
        self.product = name
        self.stem = name.rstrip("!?. ")
        self.product_words = frozenset(words_of(self.stem))
        self.telling_words = self.lexicon.keys | {max(self.product_words, key=len, default="-")}
        self.words = self.product_words.union(self.telling_words, *map(words_of, self.by_form))

    def drifts(
        self, words: frozenset[str], raw: str, low: str, flat: Callable[[], str] | None = None
    ) -> list[Drift]:
        """Every wrong form in a text with these words; ``raw`` is the text with its markup, ``low``
        that in ``small`` letters, ``flat`` gives it without."""
        if self.telling_words.isdisjoint(words):
            return []  # only these tell a wrong form from others
        forms = [form for form in self.lexicon.candidates(words) if _may_stand(form, low)]
        may_name = self._may_name(words) and _may_stand(self.stem.lower(), low)
        text = (flat() if flat else raw) if forms or may_name else ""
        found: dict[int, Drift] = {}
        for form in forms:
            for drift in self._forbidden(text, low, self.by_form[form]):
                found.setdefault(drift.start, drift)
        for drift in self._product(text, low, raw) if may_name else ():
            found.setdefault(drift.start, drift)
        return sorted(found.values(), key=lambda d: d.start)

    def _may_name(self, words: frozenset[str]) -> bool:
        return len(self.product_words) > 1 and self.product_words <= words

    def _forbidden(self, text: str, low: str, one: Forbidden) -> Iterator[Drift]:
        for start, end in _whole(text, low, one.form.lower()):
            found = text[start:end]
            if one.exact and found != one.form:
                continue
            if any(_covers(text, good, start, end) for good in one.inside):
                continue
            good, number = _good_form(one.form, one.term)
            yield Drift(start, end, found, good, number)

    def _product(self, text: str, low: str, raw: str) -> Iterator[Drift]:
        """The handbook's name in other capitals, or set apart without its exclamation mark. In
        small letters it is an ordinary sentence: zo werken wij hier."""
        mark = self.product[len(self.stem) :]
        for start, end in _whole(text, low, self.stem.lower()):
            found = text[start:end]
            if found == found.lower():
                continue
            apart = raw[start - 1 : start] in tuple("*_\"'“‘") and raw[end : end + 1] in tuple(
                "*_\"'”’"
            )
            wrong = found != self.stem or (bool(mark) and apart and not text.startswith(mark, end))
            if wrong:
                yield Drift(start, end, found, self.product)


def _good_words(context: Context) -> Iterator[str]:
    """Every term and name as it should be, in lower case."""
    for entry in context.handbook.terms:
        for word in (entry.record.term, *entry.record.variants, *entry.record.synonyms):
            if word:
                yield word.lower()
    for document in context.documents:
        for name in document.names:
            if name:
                yield name.lower()


def _good_form(form: str, term: Term) -> tuple[str, Number]:
    """The word to use for a wrong form, and whether it is surely as singular or plural: another
    spelling of a good form gives that one, a plural of another word a plural."""
    from difflib import get_close_matches

    good = (term.term, *term.variants)
    low = {one.lower(): one for one in reversed(good)}
    if close := get_close_matches(form.lower(), low, 1, _SPELLING):
        return low[close[0]], "same"
    others = {f"{one.lower()}{end}" for one in term.forbidden for end in ("s", "'s", "en", "n")}
    if not (form.endswith("en") or form.lower() in others) or term.term.endswith("en"):
        return term.term, "same"
    plural = [one for one in term.variants if one.endswith(("en", "s"))]
    return (plural[0], "plural") if plural else (term.term, "unsure")


def _letters(form: str) -> str:
    """A form without capitals and without signs around it: what an ordinary sentence may hold."""
    return re.sub(r"^\W+|\W+$", "", form.lower())


def _may_stand(form: str, low: str) -> bool:
    """Whether a form in lower case stands in a text, or would without its markup."""
    return not form.isascii() or has_in_a_row(low, form)


def _whole(text: str, low: str, form: str) -> Iterator[tuple[int, int]]:
    """Where a form in lower case stands in a text as whole words, in any case; ``low`` is the text
    in ``small`` letters, maybe with its markup."""
    for start in in_a_row(low if form.isascii() else text.lower(), form):
        end = start + len(form)
        if text[start:end].lower() == form and is_whole(text, start, end):
            yield start, end


def _covers(text: str, good: str, start: int, end: int) -> bool:
    """Whether a good word in lower case holds a stretch of a text."""
    first = max(0, start - len(good))
    lowered = text[first : end + len(good)].lower()
    at = lowered.find(good)
    while 0 <= at <= start - first:
        whole = first + at, first + at + len(good)
        if whole[1] >= end and is_whole(text, *whole):
            return True
        at = lowered.find(good, at + 1)
    return False


@rule(
    "ZW506",
    "term-drift",
    "warning",
    title="Een woord dat wij anders noemen",
    why="Eén ding met twee namen lijkt twee dingen. Wie zoekt op het goede woord, vindt de tekst niet.",
    repair="Gebruik het woord uit de begrippenlijst. 'check --fix' doet dit.",
    good="De medewerkers van de instelling.",
    bad="De medewerkers van het tehuis.   # de begrippenlijst zegt: instelling",
    per_document=True,
)
def term_drift(context: Context, document: Document) -> Iterator[Hit]:
    """A forbidden form of a term or role, or another spelling of the handbook's name."""
    text = context.text(document)
    terms = context.once(_Terms)
    for drift in terms.drifts(text.seen, text.body, text.small, lambda: text.flat):
        yield _hit(context, document, drift)


@watched
def _words(context: Context) -> frozenset[str]:
    return context.once(_Terms).words


@in_registers("ZW506")
def term_drift_in_registers(context: Context) -> Iterator[Hit]:
    """The same in titles, summaries and registers: one finding per value."""
    terms = context.once(_Terms)
    if not Watch(terms.telling_words).seen(words_written(context)):
        return
    for entry, keys, value, document_id in register_strings(context):
        words = frozenset(words_of(value))
        for drift in terms.drifts(words, value, small(value)):
            yield Hit(entry.at(*keys), _message(drift), document_id)
            break


def _message(drift: Drift) -> str:
    return f"Wij schrijven niet '{drift.found}', maar '{drift.term}'. Zie de begrippenlijst."


def _hit(context: Context, document: Document, drift: Drift) -> Hit:
    text = context.text(document)
    place = document.place(*text.position(drift.start))
    fix = _fix(context, document, drift)
    todo = "" if fix else " Pas de zin zelf aan: 'check --fix' doet dit hier niet."
    return Hit(place, _message(drift) + todo, document.id, fix=fix)


def _fix(context: Context, document: Document, drift: Drift) -> Fix | None:
    """The right word, with the article that goes with it; None where the sentence must change."""
    body, flat = context.text(document).body, context.text(document).flat
    good = _written(drift, body[drift.end : drift.end + 1])
    if body[drift.start : drift.end] != drift.found or drift.number == "unsure":
        return None
    around = agreement(
        flat[: drift.start], flat[drift.end :], drift.found, drift.term,
        lambda: "de" if drift.number == "plural" else context.once(Genders).of(drift.term),
    )  # fmt: skip
    at = drift.start - around.back
    if not around.is_certain or not body.startswith(around.old, at):
        return None
    edits = [_edit(context, document, drift.start, drift.found, good)]
    if around.new:
        edits.append(_edit(context, document, at, around.old, around.new))
        good = f"{around.new} {good}"
    return Fix(f"Schrijf '{good}'.", document.path, tuple(edits))


def _written(drift: Drift, after: str) -> str:
    """The right word with the capitals of the wrong one."""
    good = drift.term
    if drift.found[0].isupper() and good[0].islower():
        is_loud = len(drift.found) > 1 and drift.found.isupper()
        good = good.upper() if is_loud else good[0].upper() + good[1:]
    return good[:-1] if after and good.endswith(after) and after in "!?." else good


def _edit(context: Context, document: Document, at: int, old: str, new: str) -> Edit:
    line, column = context.text(document).position(at)
    place = document.place(line, column)
    return Edit(place.line, column, place.line, column + len(old), new)
