"""What rules share: facts about the handbook that are worked out once and only when asked for."""

from __future__ import annotations

import posixpath
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from zowerkenwij.model.document import DocumentRecord
from zowerkenwij.model.handbook import Document, Entry, Handbook, state
from zowerkenwij.model.settings import AUDIENCES, Settings
from zowerkenwij.rules.catalogue import WATCHED, WATCHED_BELOW
from zowerkenwij.rules.links import Links
from zowerkenwij.rules.prose import Text
from zowerkenwij.rules.resolve import Reference, Resolver
from zowerkenwij.rules.watch import Watch, Watches

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date

    from zowerkenwij.rules.finding import Finding

T = TypeVar("T")
_NOT_YET = object()
MAX_LOOKS = 200_000  # names that hints of one check are chosen from

_SETTINGS_KEYS = tuple(f.alias or name for name, f in Settings.model_fields.items())
_DOCUMENT_KEYS = tuple(f.alias or name for name, f in DocumentRecord.model_fields.items())


class Context:
    """A handbook on a day, as the rules see it. ``found`` holds what earlier rules found, for the
    few rules that stay silent where another already spoke. What lies after ``latest`` is in the
    future for who asks, whatever day the question is about."""

    def __init__(self, handbook: Handbook, as_of: date, today: date | None = None) -> None:
        self.handbook = handbook
        self.as_of = as_of
        self.latest = max(as_of, today or as_of)
        self.found: tuple[Finding, ...] = ()
        self._texts: dict[str, Text] = {}
        self._references: dict[str, tuple[Reference, ...]] = {}
        self._states: dict[str, str] = {}
        self._audiences: dict[str, str] = {}
        self._made: dict[object, object] = {}
        self._looks = MAX_LOOKS

    def once(self, make: Callable[[Context], T]) -> T:
        """What ``make`` gives for this context; made at the first call and then kept."""
        made: Any = self._made.get(make, _NOT_YET)
        if made is _NOT_YET:
            made = self._made[make] = make(self)
        return made  # type: ignore[no-any-return]

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents."""
        return self.handbook.documents

    def text(self, document: Document) -> Text:
        """The working text of a document, ready for searching."""
        text = self._texts.get(document.path)
        if text is None:
            others = self.once(Links).others.get(document.path, ())
            text = Text(document.body, document.outline, self.watches, others)
            self._texts[document.path] = text
        return text

    @cached_property
    def watches(self) -> Watches:
        """What finds the words that some rule asks for."""
        words = {word for words in WATCHED for word in words(self)}
        below = {word for words in WATCHED_BELOW for word in words(self)}
        return Watches(Watch(words), Watch(words | below))

    def forget(self, document: Document) -> None:
        """Let go of a text: ten thousand of them taken apart do not fit in memory."""
        self._texts.pop(document.path, None)

    def references(self, document: Document) -> tuple[Reference, ...]:
        """The links of a document with what each points at."""
        found = self._references.get(document.path)
        if found is None:
            found = self._references[document.path] = self.resolver.references(document)
        return found

    @cached_property
    def resolver(self) -> Resolver:
        """Finds what a link points at."""
        return Resolver(self.handbook, self.duplicates)

    def state(self, document: Document) -> str:
        """The state of a document on the day; a draft when its ledger cannot be read."""
        known = self._states.get(document.path)
        if known is None:
            try:
                known = state(document.record, self.as_of)
            except (AttributeError, TypeError):  # a salvaged ledger lacks dates
                known = "draft"
            self._states[document.path] = known
        return known

    # -- audience --------------------------------------------------------------------------

    def audience(self, document: Document) -> str:
        """The audience of a document as a whole; staff when the record names none that exists."""
        known = self._audiences.get(document.path)
        if known is None:
            known = self.handbook.audience_of(document)
            known = self._audiences[document.path] = known if known in AUDIENCES else "staff"
        return known

    def knows_audience(self, document: Document) -> bool:
        """Whether the record, or else its type, names an audience that could be read."""
        if self.is_broken(document, "audience", "type"):
            return False
        own = document.record.audience
        return own in AUDIENCES if own else self.handbook.type_of(document) is not None

    def audience_at(self, document: Document, line: int) -> str:
        """The audience of a line of the body: that of its passage when it is narrower."""
        audience = self.audience(document)
        passage = document.outline.passage_at(line)
        if passage is None or passage.kind != "audience" or passage.problem:
            return audience
        inner = passage.argument
        if inner not in AUDIENCES:
            return audience
        return max(audience, inner, key=AUDIENCES.index)

    def is_doubtful(self, document: Document, line: int) -> bool:
        """Whether the passage of a line cannot be told because a marker is missing: below an
        opening that is never closed, above a closing that was never opened, or in one that names
        no audience that exists."""
        end = 0
        for passage in document.outline.passages:
            if passage.problem and not passage.kind and end < line <= passage.line:
                return True
            if passage.problem and passage.kind and passage.last_line >= document.outline.lines:
                return line >= passage.line
            is_inside = passage.line <= line <= passage.last_line
            if is_inside and passage.kind == "audience" and passage.argument not in AUDIENCES:
                return True
            end = passage.last_line
        return False

    # -- hints -------------------------------------------------------------------------------

    def nearest(self, word: str, known: Collection[str], cutoff: float = 0.6) -> str | None:
        """The known word that was probably meant. A handbook with thousands of mistakes gets hints
        for the first of them: each is a search through all that is known."""
        from difflib import get_close_matches

        if len(known) > self._looks:
            return None
        self._looks -= len(known)
        found = get_close_matches(word, known, 1, cutoff)
        return found[0] if found else None

    def near(self, word: str, known: Collection[str]) -> str:
        """`` Bedoel je 'x'?`` for the nearest known word, or nothing."""
        found = self.nearest(word, known)
        return f" Bedoel je '{found}'?" if found else ""

    # -- what is known, and what cannot be known ---------------------------------------------

    def is_broken(self, document: Document, *keys: str) -> bool:
        """Whether the record could not be read whole, so that its facts are guesses. With keys:
        whether one of those is among what could not be read."""
        if document.path not in self.handbook.broken_paths:
            return False
        unsure = self._unsure(document)
        return not keys or not unsure.isdisjoint(keys)

    def is_lost(self, document: Document) -> bool:
        """Whether nothing of a document could be read, so that its title and parts are unknown."""
        return document.path in self.lost_paths

    @cached_property
    def lost_paths(self) -> frozenset[str]:
        """Paths of documents of which nothing could be read."""
        broken = self.handbook.broken_paths
        return frozenset(
            d.path for d in self.documents if d.path in broken and not d.raw_body.strip()
        )

    def _unsure(self, document: Document) -> frozenset[str]:
        """Keys of a record that hold something unreadable."""
        return self._unsure_keys(document, _DOCUMENT_KEYS)

    def _unsure_keys(self, entry: Entry[Any], keys: tuple[str, ...]) -> frozenset[str]:
        problems = [u for u in self.handbook.unreadable if u.place.path == entry.path]
        found: set[str] = set()
        if any(u.code == "ZW101" for u in problems):  # what is not there may be lost
            names = {f.alias or name: name for name, f in type(entry.record).model_fields.items()}
            found.update(k for k in keys if not getattr(entry.record, names[k], None))
        top = entry.at().line
        lines = sorted((entry.at(key).line, key) for key in keys)
        for problem in problems:
            before = [line for line, _ in lines if line <= problem.place.line]
            nearest = before[-1] if before else top
            found.update(key for line, key in lines if line == nearest)
        return frozenset(found)

    @cached_property
    def duplicates(self) -> frozenset[str]:
        """Paths of documents whose id belongs to another document. The one whose file name is the
        id keeps it, else the first."""
        by_id: dict[str, list[Document]] = {}
        for document in self.documents:
            by_id.setdefault(document.id, []).append(document)
        lost: set[str] = set()
        for id_, claimants in by_id.items():
            if len(claimants) > 1:
                owner = next((d for d in claimants if stem(d.path) == id_), claimants[0])
                lost.update(d.path for d in claimants if d is not owner)
        return frozenset(lost)

    @cached_property
    def unique_documents(self) -> Mapping[str, Document]:
        """Documents by id, without those that carry an id of another."""
        return {d.id: d for d in self.documents if d.path not in self.duplicates}

    @cached_property
    def document_ids(self) -> frozenset[str]:
        """Every id that a document has or had. A document that lost its id by a mistake which
        another rule reports is still known by its file name."""
        hidden = {stem(path) for path in self.handbook.broken_paths if path.endswith(".md")}
        hidden |= {stem(path) for path in self.duplicates}
        return frozenset({*self.handbook.by_id, *self.handbook.by_former_id, *hidden})

    def is_unsure(self, register: str) -> bool:
        """Whether a register could not be read whole, so that an unknown id proves nothing."""
        return posixpath.join(self.handbook.prefix, register) in self.handbook.broken_paths

    @cached_property
    def unsure_settings(self) -> frozenset[str]:
        """Keys of handbook.yml that hold something unreadable."""
        settings = self.handbook.settings
        if settings.path not in self.handbook.broken_paths:
            return frozenset()
        return self._unsure_keys(settings, _SETTINGS_KEYS)


def stem(path: str) -> str:
    """The file name without folder and ending."""
    return posixpath.splitext(posixpath.basename(path))[0]
