"""What changed elsewhere since somebody last judged a document: sources it is based on, sections
it links to, obligations it answers, and the roles and terms that it uses.

Two kinds of evidence: the ledger and the version files for texts, and the registers as they were
read, which a round keeps. Editorial changes count for nothing.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from zowerkenwij.control.review.dates import last_judged
from zowerkenwij.control.review.index import index
from zowerkenwij.control.review.registers import clause, differs
from zowerkenwij.model.handbook import state
from zowerkenwij.text.compare import compare
from zowerkenwij.text.outlines import outline
from zowerkenwij.text.prose import section_text, sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from zowerkenwij.control.review.index import ChangedWords
    from zowerkenwij.model.document import LedgerEntry
    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.model.registers import Obligation, ReadRegisters, ReviewItem

IN_FORCE = ("in-force", "adopted", "house-rule")
_EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed. ``reason`` is suspect, obligation, role, term or finding;
    ``source`` the id of the document, obligation, role or term; ``section`` an anchor: of the
    source for suspect, of the document itself for the others."""

    reason: str
    source: str
    section: str | None
    before: str | None
    after: str | None


def is_suspect(handbook: Handbook, document: Document, day: date) -> bool:
    """Whether anything a document rests on changed in substance after it was last judged."""
    return next(changes(handbook, document, day), None) is not None


def changes(handbook: Handbook, document: Document, day: date) -> Iterator[Change]:
    """Everything that changed for a document since it was last judged; nothing for a document
    that is not in force."""
    looked = last_judged(document.record, day)
    if looked is None or state(document.record, day) != "in-force":
        return
    item = last_item(handbook, document, looked)
    yield from source_changes(handbook, document, day, looked, item)
    yield from _linked_changes(handbook, document, day, looked, item)
    read = _read(handbook, item, looked)
    yield from obligation_changes(handbook, document, day, looked, read)
    if read is not None:
        yield from _word_changes(handbook, document, read)


def last_item(handbook: Handbook, document: Document, looked: date) -> ReviewItem | None:
    """The decision in a round that was the last look."""
    return index(handbook).items.get((document.id, looked))


def _read(handbook: Handbook, item: ReviewItem | None, looked: date) -> ReadRegisters | None:
    """The registers as they were read; without a decision that says so, the oldest that were
    kept on or after that day, since what changed after them changed after the look. Without those
    the newest of before it: rather one question too many than a change that nobody hears of."""
    known = index(handbook)
    if item and item.registers:
        return known.by_digest.get(item.registers)
    at = bisect_left(known.registers, looked, key=lambda r: r.on)
    return known.registers[min(at, len(known.registers) - 1)] if known.registers else None


# -- texts -----------------------------------------------------------------------------------


def source_changes(
    handbook: Handbook, document: Document, day: date, looked: date,
    item: ReviewItem | None = None,
) -> Iterator[Change]:  # fmt: skip
    """The sections that changed in documents it is based on; the end of one is a change too."""
    for id_ in document.record.based_on:
        source = handbook.find(id_)
        if source is None:
            continue
        for before, after in _steps(source, day, looked, item):
            yield from _whole(handbook, source, before, after)
        yield from _ended(source, None, day, looked)


def _ended(source: Document, section: str | None, day: date, looked: date) -> Iterator[Change]:
    gone = source.record.withdrawn
    if gone and looked < gone.on <= day:
        yield Change("suspect", source.id, section, source.title, f"Ingetrokken: {gone.reason}")


def _whole(
    handbook: Handbook, source: Document, before: LedgerEntry | None, after: LedgerEntry
) -> Iterator[Change]:
    old = handbook.version_files.get((source.id, before.version)) if before else None
    new = handbook.version_files.get((source.id, after.version))
    found = compare(old.body, new.body) if old and new else ()
    for one in found:
        yield Change("suspect", source.id, one.anchor or None, one.before, one.after)
    if not found:
        yield Change("suspect", source.id, None, before.note if before else None, after.note)


def _steps(
    source: Document, day: date, looked: date, item: ReviewItem | None
) -> Iterator[tuple[LedgerEntry | None, LedgerEntry]]:
    """Each version of substance that took effect after what was known at the last look, with
    the one before it."""
    versions = source.record.versions
    known = read_version(source, item)
    numbers = [v.version for v in versions]
    at = numbers.index(known) if known in numbers else None
    if at is None:
        at = sum(1 for v in versions if v.adopted.on <= looked) - 1
    for n in range(at + 1, len(versions)):
        entry = versions[n]
        if entry.adopted.on <= day and entry.effective <= day and entry.change != "editorial":
            yield (versions[n - 1] if n else None), entry


def read_version(source: Document, item: ReviewItem | None) -> str | None:
    """The version of a source that was read with a decision, also under a former id."""
    names = (source.id, *source.record.former_ids)
    return next((item.read[n] for n in names if n in item.read), None) if item else None


def linked_sections(handbook: Handbook, document: Document) -> tuple[tuple[Document, str], ...]:
    """The sections of other documents that a text links to by anchor."""
    found: dict[tuple[str, str], Document] = {}
    for mark in document.outline.marks:
        path, _, anchor = mark.target.partition("#")
        target = _target(handbook, document, path) if anchor and path else None
        if target is not None and target is not document:
            found[target.id, unquote(anchor)] = target
    return tuple((target, anchor) for (_, anchor), target in found.items())


def _target(handbook: Handbook, document: Document, path: str) -> Document | None:
    """The document of a link by path, by name when it moved, or by its short link."""
    base = handbook.settings.record.short_link_base
    number = path.removeprefix(base).rstrip("/") if base and path.startswith(base) else ""
    if number.isdecimal():
        return handbook.by_short_link.get(int(number))
    if _EXTERNAL.match(path):
        return None
    there = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), unquote(path)))
    stem = posixpath.splitext(posixpath.basename(there))[0]
    return handbook.by_path.get(there) or handbook.find(stem)


def _linked_changes(
    handbook: Handbook, document: Document, day: date, looked: date, item: ReviewItem | None
) -> Iterator[Change]:
    based_on = {d.id for d in map(handbook.find, document.record.based_on) if d}
    for target, anchor in linked_sections(handbook, document):
        if target.id in based_on:
            continue
        for before, after in _steps(target, day, looked, item):
            if _print(handbook, target, before, anchor) == _print(handbook, target, after, anchor):
                continue
            old = _section(handbook, target, before, anchor)
            new = _section(handbook, target, after, anchor)
            if old is not None and differs(old, new):
                yield Change("suspect", target.id, anchor, old, new)
        yield from _ended(target, anchor, day, looked)


def _print(
    handbook: Handbook, target: Document, entry: LedgerEntry | None, anchor: str
) -> int | None:
    """A hash of a section: many documents link to one, and mostly it is the same in both versions.
    None when there is no such section."""
    if entry is None:
        return None
    memory, key = index(handbook).prints, (target.id, entry.version)
    if key not in memory:
        file = handbook.version_files.get(key)
        body = file.body if file else ""
        found = sections(body, outline(body)) if body else ()
        memory[key] = {s.heading.anchor: hash(text) for s, text in reversed(found)}
    return memory[key].get(anchor)


def _section(
    handbook: Handbook, target: Document, entry: LedgerEntry | None, anchor: str
) -> str | None:
    file = handbook.version_files.get((target.id, entry.version)) if entry else None
    return section_text(file.body, outline(file.body), anchor) if file else None


# -- obligations -----------------------------------------------------------------------------


def mapped_obligations(handbook: Handbook, document: Document) -> tuple[Obligation, ...]:
    """The obligations that a document says it answers, or that point at it."""
    known = index(handbook)
    own = [known.position[id_] for id_ in document.record.obligations if id_ in known.position]
    places = sorted({*own, *known.pointing.get(document.id, ())})
    return tuple(handbook.obligations[n].record for n in places)


def obligation_changes(
    handbook: Handbook, document: Document, day: date, looked: date, read: ReadRegisters | None
) -> Iterator[Change]:
    """Clauses that changed, or that came to apply, after the last look."""
    for record in mapped_obligations(handbook, document):
        start = record.applies_from
        if start and looked < start <= day and record.status in IN_FORCE:
            for section in _sections(record, document.id, "applies_from"):
                yield Change("obligation", record.id, section, None, f"Geldt vanaf {start}.")
        if read is None:
            continue
        old, new = read.obligations.get(record.id, {}), clause(record)
        for part in dict.fromkeys((*old, *new)):
            if differs(old.get(part), new.get(part)):
                for section in _sections(record, document.id, part):
                    yield Change("obligation", record.id, section, old.get(part), new.get(part))


def _sections(record: Obligation, id_: str, part: str) -> tuple[str | None, ...]:
    """Where in a document a part of a clause is answered."""
    places = [(d.id, x.anchor) for d in record.demands for x in d.evidence if x.document == id_]
    own = [anchor for demand, anchor in places if part == f"demand {demand}"]
    return tuple(dict.fromkeys(own or [anchor for _, anchor in places])) or (None,)


# -- roles and terms -------------------------------------------------------------------------


def _word_changes(
    handbook: Handbook, document: Document, read: ReadRegisters
) -> Iterator[Change]:  # fmt: skip
    roles, terms = _changed_words(handbook, read)
    for id_, old, new in roles:
        role = handbook.roles.get(id_)
        words = [w for w in (old, new, f"role.{id_}") if w]
        places = list(_used(document, [*words, *(role.aliases if role else ())]))
        if document.record.owner == id_ and not places:
            places = [None]
        for place in places:
            yield Change("role", id_, place, old, new)
    for term, old, new in terms:
        for place in _used(document, [term, *index(handbook).variants.get(term, ())]):
            yield Change("term", term, place, old, new)


def _changed_words(handbook: Handbook, read: ReadRegisters) -> tuple[ChangedWords, ChangedWords]:
    """The roles and terms that changed since they were read; worked out once for a state."""
    memory = index(handbook).words
    if read.digest not in memory:
        labels = {role_id: role.label for role_id, role in handbook.roles.items()}
        meanings = {e.record.term: e.record.meaning for e in handbook.terms}
        memory[read.digest] = (
            tuple(_changed(read.roles, labels)), tuple(_changed(read.terms, meanings)),
        )  # fmt: skip
    return memory[read.digest]


def _changed(
    old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[tuple[str, str, str | None]]:
    for key, value in old.items():
        if differs(value, new.get(key)):
            yield key, value, new.get(key)


def _used(document: Document, words: list[str]) -> Iterator[str | None]:
    """The sections in which one of these words stands, also in the plural."""
    plain = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{plain})(?:en|n|'?s)?(?!\w)", re.IGNORECASE)
    seen: set[str | None] = set()
    for number, line in enumerate(document.body.split("\n"), 1):
        if pattern.search(line):
            above = [h.anchor for h in document.outline.headings if h.line <= number]
            place = above[-1] if above else None
            if place not in seen:
                seen.add(place)
                yield place


def read_at(handbook: Handbook, document: Document, looked: date) -> ReadRegisters | None:
    """The registers as they were read at the last look, when a round kept them."""
    return _read(handbook, last_item(handbook, document, looked), looked)
