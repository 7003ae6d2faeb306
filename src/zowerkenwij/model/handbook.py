"""The frozen snapshot of a whole handbook, and the questions that can be asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

from zowerkenwij.model.document import DocumentRecord, LedgerEntry, VersionRecord
from zowerkenwij.model.outline import Outline
from zowerkenwij.model.problem import Place, Unreadable
from zowerkenwij.model.record import Record
from zowerkenwij.model.registers import (
    Action,
    Monitor,
    Obligation,
    Person,
    ReviewRound,
    School,
    SearchTest,
    Term,
)
from zowerkenwij.model.settings import AUDIENCES, Body, DocumentType, Role, Settings, Slot

R = TypeVar("R", bound=Record)
Key = str | int
Locator = Callable[[tuple[Key, ...]], tuple[int, int]]


def _no_digests(_: Iterable[str]) -> Mapping[str, str]:
    return {}


def _top(_: tuple[Key, ...]) -> tuple[int, int]:
    return (1, 1)


@dataclass(frozen=True)
class Entry(Generic[R]):
    """A record with the file it came from. ``locate`` finds the line and column of a value by
    its path of keys; of the nearest parent when the value is absent."""

    record: R
    path: str
    locate: Locator = field(default=_top, repr=False, compare=False)
    scope: str | None = None  # the school a register under schools/<id>/ belongs to

    def at(self, *keys: Key) -> Place:
        """The place of a value, for instance ``entry.at("aliases", 0)``."""
        line, column = self.locate(keys)
        return Place(self.path, line, column)


@dataclass(frozen=True)
class Document(Entry[DocumentRecord]):
    """A document: its record, its working text and what the text holds."""

    stored: Callable[[], bytes] = field(default=bytes, repr=False, compare=False)
    body_line: int = 1  # line in the file of the body's first line
    digested: Callable[[], str] = field(default=str, repr=False, compare=False)
    outline: Outline = field(kw_only=True)

    @cached_property
    def digest(self) -> str:
        """The digest of the working text, worked out when somebody asks."""
        return self.digested()

    @property
    def raw_body(self) -> bytes:
        """The working text as UTF-8, line ends as LF; it may be read from where it was put."""
        return self.stored()

    @property
    def id(self) -> str:
        """The identity, for life."""
        return self.record.id

    @property
    def title(self) -> str:
        """The canonical title."""
        return self.record.title

    @property
    def body(self) -> str:
        """The working text, line ends as LF."""
        return self.raw_body.decode("utf-8")

    def place(self, line: int, column: int = 1) -> Place:
        """The place in the file of a line of the body."""
        return Place(self.path, self.body_line + line - 1, column)

    @property
    def names(self) -> tuple[str, ...]:
        """Title and aliases."""
        return (self.record.title, *self.record.aliases)


@dataclass(frozen=True)
class VersionFile(Entry[VersionRecord]):
    """An adopted text as a file that never changes."""

    stored: Callable[[], bytes] = field(default=bytes, repr=False, compare=False)
    body_line: int = 1
    digest: str = ""

    @property
    def raw_body(self) -> bytes:
        """The adopted text as UTF-8, line ends as LF; it may be read from where it was put."""
        return self.stored()

    @property
    def body(self) -> str:
        """The adopted text."""
        return self.raw_body.decode("utf-8")


@dataclass(frozen=True)
class Holder:
    """A person who holds a role on a day."""

    person: Person
    role: str
    school: str | None


@dataclass(frozen=True)
class Handbook:
    """Everything that lies in a handbook repository, read once, never changed."""

    settings: Entry[Settings]
    documents: tuple[Document, ...] = ()
    versions: tuple[VersionFile, ...] = ()
    schools: tuple[Entry[School], ...] = ()
    obligations: tuple[Entry[Obligation], ...] = ()
    terms: tuple[Entry[Term], ...] = ()
    people: tuple[Entry[Person], ...] = ()
    actions: tuple[Entry[Action], ...] = ()
    monitors: tuple[Entry[Monitor], ...] = ()
    reviews: tuple[Entry[ReviewRound], ...] = ()
    search_tests: tuple[Entry[SearchTest], ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    files: frozenset[str] = frozenset()  # every file under the handbook's folder, as paths
    prefix: str = "handbook"  # name of the handbook's folder, from the repository's root
    people_are_examples: bool = False
    # "sha256:…" of the bytes of files by path, without those that are not there or too large
    file_digests: Callable[[Iterable[str]], Mapping[str, str]] = field(
        default=_no_digests, repr=False, compare=False
    )

    # -- documents -----------------------------------------------------------------------

    @cached_property
    def by_id(self) -> Mapping[str, Document]:
        """Documents by id; the first one wins where two claim the same."""
        return {d.id: d for d in reversed(self.documents)}

    @cached_property
    def by_path(self) -> Mapping[str, Document]:
        """Documents by path from the repository's root."""
        return {d.path: d for d in self.documents}

    @cached_property
    def by_former_id(self) -> Mapping[str, Document]:
        """Documents by the ids they had before a rename."""
        return {old: d for d in self.documents for old in d.record.former_ids}

    @cached_property
    def by_short_link(self) -> Mapping[int, Document]:
        """Documents by short-link number."""
        return {n: d for d in reversed(self.documents) for n in d.record.short_links}

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Document, ...]]:
        """Documents by title or alias, exactly as written."""
        found: dict[str, list[Document]] = {}
        for document in self.documents:
            for name in dict.fromkeys(document.names):
                found.setdefault(name, []).append(document)
        return {name: tuple(ds) for name, ds in found.items()}

    def find(self, id_: str) -> Document | None:
        """The document with this id or former id."""
        return self.by_id.get(id_) or self.by_former_id.get(id_)

    def select(
        self, *, type_: str | None = None, owner: str | None = None,
        audience: str | None = None, school: str | None = None,
    ) -> tuple[Document, ...]:  # fmt: skip
        """Documents that match every question that is asked."""
        return tuple(
            d
            for d in self.documents
            if type_ in (None, d.record.type)
            and owner in (None, d.record.owner)
            and audience in (None, self.audience_of(d))
            and school in (None, d.record.school)
        )

    def audience_of(self, document: Document) -> str:
        """The audience of a document: its own, else its type's, else staff."""
        type_ = self.type_of(document)
        return document.record.audience or (type_.audience if type_ else "staff")

    def type_of(self, document: Document) -> DocumentType | None:
        """The definition of the document's type; None when handbook.yml lacks it."""
        return self.types.get(document.record.type)

    # -- vocabulary ----------------------------------------------------------------------

    @cached_property
    def types(self) -> Mapping[str, DocumentType]:
        """Document types by id."""
        return {t.id: t for t in self.settings.record.types}

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """Roles by id."""
        return {r.id: r for r in self.settings.record.roles}

    @cached_property
    def bodies(self) -> Mapping[str, Body]:
        """Bodies by id."""
        return {b.id: b for b in self.settings.record.bodies}

    @cached_property
    def slots(self) -> Mapping[str, Slot]:
        """Declared template slots by id."""
        return {s.id: s for s in self.settings.record.slots}

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """Labels of school kinds by id."""
        return {k.id: k.label for k in self.settings.record.kinds}

    @cached_property
    def school_by_id(self) -> Mapping[str, Entry[School]]:
        """Schools by id."""
        return {s.record.id: s for s in self.schools}

    # -- on a day ------------------------------------------------------------------------

    @cached_property
    def version_files(self) -> Mapping[tuple[str, str], VersionFile]:
        """Adopted texts by document id and version number, as their places say: a renamed
        document's older texts keep the id they had."""
        return {(v.path.rsplit("/", 2)[-2], v.record.version): v for v in self.versions}

    @cached_property
    def versions_by_name(self) -> Mapping[str, list[VersionFile]]:
        """Adopted texts by the id in them and by the id of their place; both after a rename."""
        found: dict[str, list[VersionFile]] = {}
        for one in self.versions:
            for name in {one.record.id, one.path.rsplit("/", 2)[-2]}:
                found.setdefault(name, []).append(one)
        return found

    def in_force(self, document: Document, day: date) -> LedgerEntry | None:
        """The version in force on a day, or None (never adopted, not yet, expired, withdrawn)."""
        if state(document.record, day) != "in-force":
            return None
        return newest_effective(document.record, day)

    def text_in_force(self, document: Document, day: date) -> VersionFile | None:
        """The adopted text in force on a day."""
        entry = self.in_force(document, day)
        return self.version_files.get((document.id, entry.version)) if entry else None

    def holders(self, role: str, school: str | None, day: date) -> tuple[Holder, ...]:
        """Who holds a role on a day: at this school, or for the whole foundation."""
        return tuple(
            Holder(entry.record, role, holding.school)
            for entry in self.people
            for holding in entry.record.holds
            if holding.role == role
            and holding.school in (None, school)
            and holding.from_ <= day
            and (holding.to is None or day <= holding.to)
        )

    # -- the rest ------------------------------------------------------------------------

    @cached_property
    def broken_paths(self) -> frozenset[str]:
        """Files of which something could not be read."""
        return frozenset(u.place.path for u in self.unreadable)


STATE_LABELS = {
    "draft": "concept",
    "adopted": "vastgesteld",
    "in-force": "van kracht",
    "expired": "vervallen",
    "withdrawn": "ingetrokken",
}


def newest_effective(record: DocumentRecord, day: date) -> LedgerEntry | None:
    """The newest version adopted on or before the day whose effective date has come."""
    come = [v for v in record.versions if v.adopted.on <= day and v.effective <= day]
    return come[-1] if come else None


def state(record: DocumentRecord, day: date) -> str:
    """The state on a day: a key of ``STATE_LABELS`` (records.md, "State, derived")."""
    if record.withdrawn and record.withdrawn.on <= day:
        return "withdrawn"
    if not any(v.adopted.on <= day for v in record.versions):
        return "draft"
    newest = newest_effective(record, day)
    if newest is None:
        return "adopted"
    return "expired" if newest.expires and newest.expires < day else "in-force"


def is_narrower(audience: str, than: str) -> bool:
    """Whether an audience is stricter: public < on-request < staff < restricted."""
    return AUDIENCES.index(audience) > AUDIENCES.index(than)
