"""What the rules on adoption share: ledger entries laid beside their version files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zowerkenwij.rules.context import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zowerkenwij.model.document import LedgerEntry
    from zowerkenwij.model.handbook import Document, VersionFile
    from zowerkenwij.rules.context import Context

_NEEDED = ("version", "change", "note", "digest", "adopted", "effective")
_KEYS = ("versions", "level", "type", "id")


class Pair(NamedTuple):
    """A ledger entry, its number in ``versions``, and the version file at its place if any."""

    nth: int
    entry: LedgerEntry
    file: VersionFile | None


@dataclass(frozen=True, slots=True)
class Ledgers:
    """The version files by folder and file name, and the ledgers that were looked at."""

    files: Mapping[tuple[str, str], VersionFile]
    known: dict[str, tuple[Pair, ...]]


def _make(context: Context) -> Ledgers:
    return Ledgers({place(file): file for file in context.handbook.versions}, {})


def ledgers(context: Context) -> Ledgers:
    """All version files of the handbook by folder and file name."""
    return context.once(_make)


def place(file: VersionFile) -> tuple[str, str]:
    """The document and the version that a version file belongs to, as its path says."""
    return file.path.rsplit("/", 2)[-2], stem(file.path)


def pairs(context: Context, document: Document) -> tuple[Pair, ...]:
    """The ledger of a document, oldest first; nothing where the record could not be read or the
    id belongs to another document."""
    if not document.record.versions:
        return ()
    known = ledgers(context).known
    if document.path not in known:
        known[document.path] = tuple(_pairs(context, document))
    return known[document.path]


def _pairs(context: Context, document: Document) -> Iterator[Pair]:
    if document.path in context.duplicates or context.is_broken(document, *_KEYS):
        return
    if any(not is_whole(entry) for entry in document.record.versions):
        return
    files = ledgers(context).files
    for index, entry in enumerate(document.record.versions):
        yield Pair(index, entry, files.get((document.id, entry.version)))


def is_whole(entry: LedgerEntry) -> bool:
    """Whether a ledger entry has all that it must have: one that was salvaged may not."""
    if any(getattr(entry, name, None) is None for name in _NEEDED):
        return False
    consulted = [(one.body, one.on, one.outcome) for one in entry.consulted or ()]
    return None not in (entry.adopted.by, entry.adopted.on, *(v for c in consulted for v in c))


def is_readable(context: Context, file: VersionFile) -> bool:
    """Whether a version file could be read whole."""
    return file.path not in context.handbook.broken_paths and is_whole(file.record.entry)


def is_at_home(context: Context, file: VersionFile) -> bool:
    """Whether a version file stands at the place that it names itself. The folder of a document
    that was renamed has its new id, the files in it keep the old one."""
    folder, number = place(file)
    owner = context.handbook.find(file.record.id)
    return file.record.version == number and folder in (file.record.id, owner.id if owner else "")


def is_edited(context: Context, pair: Pair) -> bool:
    """Whether the ledger entry is no longer what was adopted: the version file says otherwise,
    and the text in it is no witness for the ledger."""
    file = pair.file
    if file is None or not is_readable(context, file) or not is_at_home(context, file):
        return False
    theirs = file.record.entry
    if theirs == pair.entry:
        return False
    return theirs.digest == pair.entry.digest or file.digest != pair.entry.digest


def sound(context: Context, document: Document) -> Iterator[Pair]:
    """The entries that say what was adopted; about an edited one only ZW402 speaks."""
    for pair in pairs(context, document):
        if not is_edited(context, pair):
            yield pair


def valid_from_here(context: Context, document: Document) -> Iterator[Pair]:
    """The sound entries that count today or later: the version in force and what follows. What
    handbook.yml asks now was perhaps not asked of older ones."""
    entries = pairs(context, document)
    come = [p.nth for p in entries if p.entry.effective <= context.as_of]
    first = come[-1] if come else 0
    if not document.record.withdrawn:
        yield from (p for p in sound(context, document) if p.nth >= first)
