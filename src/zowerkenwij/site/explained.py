"""Hard words: at its first mention on a page a word of the glossary leads to its meaning."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from zowerkenwij.site.render import relative
from zowerkenwij.text import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zowerkenwij.model.registers import Term

GLOSSARY = "begrippen/"
_TAG = re.compile(r"(<[^<>]+>)")
_NAME = re.compile(r"<(/?)([a-z0-9]+)", re.IGNORECASE)
_NOT_IN = frozenset("a h1 h2 h3 h4 h5 h6 code pre button th label summary dt del ins".split())


def anchor(term: str) -> str:
    """The anchor of a term on the glossary page."""
    return f"begrip-{slugify(term)}"


@dataclass(frozen=True)
class Words:
    """The terms of a glossary with all their forms."""

    terms: tuple[Term, ...]

    @cached_property
    def by_form(self) -> Mapping[str, Term]:
        """Terms by each of their forms, lower case."""
        return {
            form.casefold(): term
            for term in reversed(self.terms)
            for form in (*term.synonyms, *term.variants, term.term)
        }

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        forms = sorted(map(re.escape, self.by_form), key=len, reverse=True)
        return (
            re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])", re.IGNORECASE)
            if forms
            else None
        )

    def explain(self, content: str, here: str) -> str:
        """The HTML of a page at address ``here`` with its first mentions linked."""
        if self._pattern is None:
            return content
        parts, inside, told = _TAG.split(content), 0, set[str]()
        for n, part in enumerate(parts):
            if part.startswith("<"):
                inside += _step(part)
            elif not inside and part.strip():
                parts[n] = self._pattern.sub(lambda m: self._link(m[0], here, told), part)
        return "".join(parts)

    def _link(self, word: str, here: str, told: set[str]) -> str:
        term = self.by_form.get(word.casefold())
        if term is None or term.term in told:
            return word
        told.add(term.term)
        address = relative(here, f"{GLOSSARY}#{anchor(term.term)}")
        meaning = html.escape(term.meaning)
        return f'<a class="term" href="{address}" data-uitleg="{meaning}">{word}</a>'


def words_of(terms: Iterable[Term]) -> Words:
    """The words of a glossary; a term without a meaning explains nothing."""
    return Words(tuple(term for term in terms if term.meaning))


def _step(tag: str) -> int:
    """How a tag changes the depth inside elements that stay as they are."""
    found = _NAME.match(tag)
    if found is None or found[2].lower() not in _NOT_IN or tag.endswith("/>"):
        return 0
    return -1 if found[1] else 1
