"""ZW204: the text of a link is the title of what it goes to, as it is now."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from zowerkenwij.rules.catalogue import rule
from zowerkenwij.rules.finding import Edit, Fix, Hit, Related
from zowerkenwij.rules.links import Links
from zowerkenwij.rules.naming import Names
from zowerkenwij.rules.records import type_words
from zowerkenwij.rules.references import link_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zowerkenwij.model.handbook import Document
    from zowerkenwij.model.outline import Link
    from zowerkenwij.rules.context import Context
    from zowerkenwij.rules.resolve import Reference

_WORD = re.compile(r"\w+(?:[-‑]\w+)*")
_EMPHASIS = re.compile(r"[*_`]")
_SMALL = frozenset(
    [
        "de",
        "het",
        "een",
        "ons",
        "onze",
        "dit",
        "deze",
        "die",
        "dat",
        "hun",
        "jouw",
        "uw",
        "mijn",
        "van",
        "voor",
        "bij",
        "in",
        "op",
        "over",
        "en",
        "of",
        "&",
        "aan",
    ]
)
_ARTICLES = frozenset(["de", "het", "een", "ons", "onze", "dit", "deze", "die", "dat"])
_CLOSE = 0.66  # share of words that a title and a drifted title have in common
_ALIKE = 0.6  # likeness of two words that stand for each other
_VERY_ALIKE = 0.85
_LONG = 3  # words from which a title with one other word is still recognised
_STEM = 5


@rule(
    "ZW204",
    "title-drift",
    "warning",
    title="Een linktekst is niet de titel van het document",
    why="Eén document met twee namen lijkt twee documenten. Lezers zoeken dan naar iets dat niet bestaat.",
    repair="Gebruik de titel zoals hij nu is. 'check --fix' doet dit.",
    good="[Meldcode huiselijk geweld en kindermishandeling](meldcode.md)",
    bad="[Meldcode kindermishandeling en huiselijk geweld](meldcode.md)",
)
def title_drift(context: Context) -> Iterator[Hit]:
    """An outdated, reordered, half or other title as link text; one short link with two titles."""
    judge = _Judge(context)
    for document, reference in context.once(Links).retitled:
        target, link = reference.target, reference.link
        if target is None or context.is_lost(target) or link.image or link.bare or not link.text:
            continue
        if message := judge.verdict(document, reference, target):
            yield Hit(
                link_place(document, link),
                f"{message} Schrijf '{target.title}'." if judge.is_certain else message,
                document.id,
                (Related(target.path, target.at("title").line, "Hier staat de titel."),),
                _fix(context, document, link, target) if judge.is_certain else None,
            )
    yield from _two_titles(context, judge)


class _Judge:
    """Tells whether a link text is a title gone wrong. ``is_certain`` says after a verdict
    whether the title of the target is surely what was meant."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.types = frozenset(type_words(context.handbook))
        self.names = context.once(Names)
        self.former = _former_titles(context)
        self._anchored: dict[str, set[tuple[str, str]]] = {}
        self.is_certain = True

    def verdict(self, document: Document, reference: Reference, target: Document) -> str | None:
        """What is wrong with the text of a link, or None."""
        self.is_certain = True
        text = " ".join(_EMPHASIS.sub("", reference.link.text).split()).strip(" .,:;")
        if not text or self._is_right(text, reference, target):
            return None
        bare = _without_article(text)
        if any(
            _same(bare, old) for old in (*target.record.aliases, *self.former.get(target.id, ()))
        ):
            return f"De linktekst '{text}' is een andere of oude naam van dit document."
        if target is document:
            return None
        if message := self._other(bare, target):
            self.is_certain = False
            return message
        if self._is_near(bare, target.title):
            return f"De linktekst '{text}' lijkt op de titel, maar is het niet."
        return None

    def _is_right(self, text: str, reference: Reference, target: Document) -> bool:
        bare = _without_article(text)
        titles = [target.title, *(h.text for h in target.outline.headings[:1])]
        if year := target.record.school_year:  # a link to this year's plan is right next year too
            titles.append(target.title.removesuffix(year).rstrip())
        if any(_same(bare, title) for title in titles):
            return True
        anchor = reference.anchor
        return bool(anchor) and (anchor, _plain(text)) in self._headings(target)

    def _headings(self, target: Document) -> set[tuple[str, str]]:
        """Anchors and words of the headings of a document."""
        found = self._anchored.get(target.path)
        if found is None:
            found = {(h.anchor, _plain(h.text)) for h in target.outline.headings}
            self._anchored[target.path] = found
        return found

    def _other(self, text: str, target: Document) -> str | None:
        """The text is letter for letter the name of another document."""
        others = self.names.called(text)
        if not others or any(d is target for d in others):
            return None
        return (
            f"De linktekst is '{text}', maar de link gaat naar '{target.title}'. "
            f"Verwijs naar {others[0].path} of schrijf de titel van het document waar de link heen gaat."
        )

    def _is_near(self, text: str, title: str) -> bool:
        mine, wanted = _words(text), _words(title)
        if Counter(mine) == Counter(wanted) and len(mine) > 1:
            return True
        if "".join(mine).replace("-", "") == "".join(wanted).replace("-", ""):
            return True  # other hyphens and spaces only
        if not text[:1].isupper() and not self._names_type(text):
            return False
        if min(len(mine), len(wanted)) == 1 or len(wanted) < _LONG:
            return len(mine) == len(wanted) and _one_word_off(mine, wanted)
        if SequenceMatcher(None, mine, wanted, autojunk=False).ratio() >= _CLOSE:
            return True
        return self._is_loose(mine, wanted)

    def _names_type(self, text: str) -> bool:
        """``Protocol`` with a capital letter inside a sentence announces a title."""
        return any(w[0].isupper() and w.casefold() in self.types for w in _WORD.findall(text))

    def _is_loose(self, mine: list[str], wanted: list[str]) -> bool:
        """Two or more words, all of them of the title, though in another form or order:
        *Protocol Schorsing & Time-out* for *Time-out, schorsen en verwijderen*."""
        own = [w for w in mine if w not in _SMALL and w not in self.types]
        theirs = [w for w in wanted if w not in _SMALL]
        return len(own) > 1 and all(any(_related(a, b) for b in theirs) for a in own)


def _without_article(text: str) -> str:
    """``de Klachtenregeling`` → ``Klachtenregeling``: an article may stand inside the link."""
    first, _, rest = text.partition(" ")
    return rest if rest and first.casefold() in _ARTICLES else text


def _same(text: str, name: str) -> bool:
    """Equal but for the first letter, which follows the place in the sentence."""
    text, name = " ".join(text.split()), " ".join(_EMPHASIS.sub("", name).split())
    return text[1:] == name[1:] and text[:1].casefold() == name[:1].casefold()


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _words(text: str) -> list[str]:
    return [w.casefold() for w in _WORD.findall(text)]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(
        None, one.replace("-", ""), other.replace("-", ""), autojunk=False
    ).ratio()


def _one_word_off(mine: list[str], wanted: list[str]) -> bool:
    different = [(a, b) for a, b in zip(mine, wanted, strict=True) if a != b]
    enough = _ALIKE if len(wanted) > 1 else _VERY_ALIKE
    return len(different) == 1 and _likeness(*different[0]) >= enough


def _related(one: str, other: str) -> bool:
    return one == other or (one[:_STEM] == other[:_STEM] and min(len(one), len(other)) >= _STEM)


def _former_titles(context: Context) -> Mapping[str, tuple[str, ...]]:
    """Titles of earlier versions that are not the title any more."""
    found: dict[str, list[str]] = defaultdict(list)
    for version in context.handbook.versions:
        document = context.handbook.by_id.get(version.record.id)
        if document and version.record.title and version.record.title != document.title:
            found[document.id].append(version.record.title)
    return {id_: tuple(dict.fromkeys(titles)) for id_, titles in found.items()}


def _fix(context: Context, document: Document, link: Link, target: Document) -> Fix | None:
    """Replace the words between the brackets, when they stand there as they are read."""
    body = context.text(document).body
    start = link.start + 1
    end = start + len(link.text)
    if (
        body[link.start : start] != "["
        or body[start:end] != link.text
        or body[end : end + 1] != "]"
    ):
        return None
    if "\n" in link.text:
        return None
    line, column = context.text(document).position(start)
    place = document.place(line, column)
    edit = Edit(place.line, column, place.line, column + len(link.text), target.title)
    return Fix(f"Gebruik de titel '{target.title}'.", document.path, (edit,))


def _two_titles(context: Context, judge: _Judge) -> Iterator[Hit]:
    """One short link under several names, none of which an earlier finding is about."""
    seen: dict[int, tuple[str, Related]] = {}
    for document, reference in context.once(Links).odd:
        if reference.kind != "short" or reference.number is None or reference.target is None:
            continue
        text = _without_article(reference.link.text.strip())
        if not text[:1].isupper() or judge.verdict(document, reference, reference.target):
            continue
        place = link_place(document, reference.link)
        first = seen.setdefault(
            reference.number,
            (text, Related(place.path, place.line, f"Hier heet hij '{text}'.")),
        )
        if _plain(first[0]) != _plain(text):
            yield Hit(
                place,
                f"De korte link {reference.number} heet hier '{text}' en elders '{first[0]}'. "
                f"Gebruik op beide plaatsen '{reference.target.title}'.",
                document.id,
                (first[1],),
            )
