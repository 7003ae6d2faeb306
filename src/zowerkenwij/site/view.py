"""What readers of one audience may know on a day: default-deny, decided in this file alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from zowerkenwij.model.handbook import Document, Handbook, VersionFile, state
from zowerkenwij.model.settings import AUDIENCES
from zowerkenwij.site.kept import outline
from zowerkenwij.site.parts import DRAFT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from zowerkenwij.model.document import LedgerEntry
    from zowerkenwij.model.outline import Outline, Passage

Standing = Literal["shown", "notice", "template", "hidden"]
_TEMPLATE_SLOTS = ("school.", "plan.", "appendix")


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a document as it stands on the day, narrower passages still in it.

    ``path`` is where its links start; ``links`` names the document behind a target as written,
    for an adopted text whose targets may have moved since.
    """

    document: Document
    title: str
    type: str
    body: str
    outline: Outline
    path: str
    entry: LedgerEntry | None
    links: Mapping[str, str]

    @property
    def id(self) -> str:
        """The id of the document."""
        return self.document.id


def rank(audience: str | None) -> int:
    """How narrow an audience is: 0 is public; a word that means nothing is the narrowest."""
    return AUDIENCES.index(audience) if audience in AUDIENCES else len(AUDIENCES) - 1


def narrowest(*audiences: str) -> str:
    """The strictest of several audiences."""
    return AUDIENCES[max(rank(a) for a in audiences)]


@dataclass(frozen=True)
class View:
    """A handbook as one audience may see it on a day; ``draft`` sees all working texts."""

    handbook: Handbook
    audience: str
    day: date

    @property
    def is_draft(self) -> bool:
        """Whether this is the edition of working texts."""
        return self.audience == DRAFT

    @property
    def limit(self) -> str:
        """The narrowest audience whose texts may be shown."""
        return "restricted" if self.is_draft else self.audience

    @property
    def is_open(self) -> bool:
        """Whether people outside the foundation read this edition."""
        return rank(self.limit) < rank("staff")

    def sees(self, audience: str | None) -> bool:
        """Whether something for this audience may be shown."""
        return rank(audience) <= rank(self.limit)

    def keeps(self, passage: Passage, school: str | None) -> bool:
        """Whether a passage stays: right audience, right kind of school, nothing wrong with it."""
        if passage.kind == "when" and not passage.problem:
            entry = self.handbook.school_by_id.get(school or "")
            return entry is None or entry.record.kind == passage.argument
        if passage.kind == "audience" and not passage.problem:
            return self.sees(passage.argument)
        return self.sees("restricted")

    # -- documents -----------------------------------------------------------------------

    def audience_of(self, document: Document) -> str:
        """The strictest audience of the record and of the adopted text in force: a change of
        audience that is not adopted yet never opens a document."""
        own = self.handbook.audience_of(document)
        version = None if self.is_draft else self.version_of(document)
        if version is None:
            return own
        type_ = self.handbook.types.get(version.record.type)
        return narrowest(own, version.record.audience or (type_.audience if type_ else "staff"))

    def version_of(self, document: Document) -> VersionFile | None:
        """The adopted text of the day as a file: in force, else adopted and coming."""
        entry = self.entry_of(document)
        return self.handbook.version_files.get((document.id, entry.version)) if entry else None

    def entry_of(self, document: Document) -> LedgerEntry | None:
        """The ledger entry that counts on the day: in force, else the newest adopted."""
        current = self.handbook.in_force(document, self.day)
        adopted = [v for v in document.record.versions if v.adopted.on <= self.day]
        return current or (adopted[-1] if adopted else None)

    def standing(self, document: Document) -> Standing:
        """What readers get of a document."""
        if not self.sees(self.audience_of(document)):
            return "hidden"
        if self.is_draft:
            return "shown"
        now = state(document.record, self.day)
        if now == "draft":
            return "hidden"
        if now in ("withdrawn", "expired"):
            return "notice"
        if self._text_is_missing(document):
            return "hidden"
        return "template" if document.id in self.templates else "shown"

    def _text_is_missing(self, document: Document) -> bool:
        """Whether the adopted text is neither a file nor the working text: nothing to show."""
        entry = self.entry_of(document)
        missing = entry is not None and self.version_of(document) is None
        return missing and entry is not None and entry.digest != document.digest

    @cached_property
    def templates(self) -> frozenset[str]:
        """Documents with slots that a school fills: forms, not texts for readers."""
        return frozenset(
            d.id
            for d in self.handbook.by_id.values()
            if any(s.name.startswith(_TEMPLATE_SLOTS) for s in d.outline.slots)
        )

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """The standing of every document, by id."""
        return {id_: self.standing(d) for id_, d in self.handbook.by_id.items()}

    @cached_property
    def shown(self) -> Mapping[str, Text]:
        """The texts that readers get, by id, sorted by title."""
        texts = [
            self.text_of(d) for d in self.handbook.by_id.values() if self.standings[d.id] == "shown"
        ]
        return {t.id: t for t in sorted(texts, key=lambda t: (t.title.casefold(), t.id))}

    @cached_property
    def notices(self) -> tuple[Document, ...]:
        """Documents that are withdrawn or expired: readers get a notice without the text."""
        found = (d for d in self.handbook.by_id.values() if self.standings[d.id] == "notice")
        return tuple(sorted(found, key=lambda d: d.id))

    def text_of(self, document: Document) -> Text:
        """The text of the day: the adopted one when the working text has moved on."""
        entry, version = self.entry_of(document), self.version_of(document)
        if self.is_draft or version is None or not _differs(version, document):
            record = document.record
            return Text(
                document, record.title, record.type, document.body, document.outline,
                document.path, entry, {},
            )  # fmt: skip
        adopted = version.record
        top = f"{self.handbook.prefix}/" if self.handbook.prefix else ""
        return Text(
            document, adopted.title, adopted.type, version.body, outline(version.body),
            f"{top}{adopted.path}", entry, adopted.links,
        )  # fmt: skip

    def entries(self, document: Document) -> tuple[LedgerEntry, ...]:
        """The versions that readers may know of, oldest first."""
        return tuple(v for v in document.record.versions if self._knows(document, v))

    def _knows(self, document: Document, entry: LedgerEntry) -> bool:
        if entry.adopted.on > self.day:
            return False
        version = self.handbook.version_files.get((document.id, entry.version))
        return version is None or self.sees(version.record.audience or self.audience_of(document))


def _differs(version: VersionFile, document: Document) -> bool:
    if version.digest and document.digest:
        return version.digest != document.digest
    return version.raw_body != document.raw_body or version.record.title != document.title
