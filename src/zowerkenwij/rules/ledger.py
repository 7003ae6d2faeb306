"""What the rules on adoption share: ledger entries laid beside their version files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zowerkenwij.rules.context import stem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zowerkenwij.model.document import LedgerEntry
    from zowerkenwij.model.handbook import Document, VersionFile
    from zowerkenwij.rules.context import Context

_NEEDED = ("version", "change", "note", "digest", "adopted", "effective")
_KEYS = ("versions", "level", "type", "id")


class Pair(NamedTuple):
    """A ledger entry, its number in ``versions``, and the version file at its place if any.
    ``is_same``: the file is of this document, says the same and has the text that it says.
    ``is_edited``: the entry is no longer what was adopted."""

    nth: int
    entry: LedgerEntry
    file: VersionFile | None
    is_same: bool
    is_edited: bool


class Ledger(NamedTuple):
    """A document's versions, oldest first. ``sound`` are those that say what was adopted: about an
    edited one only ZW402 speaks. ``valid`` are the sound ones that count today or later, the one in
    force and what follows: what handbook.yml asks now was perhaps not asked of older ones."""

    pairs: tuple[Pair, ...]
    sound: tuple[Pair, ...]
    valid: tuple[Pair, ...]


_NONE = Ledger((), (), ())


@dataclass(frozen=True, slots=True)
class Ledgers:
    """The version files by folder and file name, and the ledgers that were looked at."""

    files: Mapping[tuple[str, str], VersionFile]
    known: dict[str, Ledger]


def _make(context: Context) -> Ledgers:
    return Ledgers({place(file): file for file in context.handbook.versions}, {})


def ledgers(context: Context) -> Ledgers:
    """All version files of the handbook by folder and file name."""
    return context.once(_make)


def place(file: VersionFile) -> tuple[str, str]:
    """The document and the version that a version file belongs to, as its path says."""
    return file.path.rsplit("/", 2)[-2], stem(file.path)


def ledger(context: Context, document: Document) -> Ledger:
    """The ledger of a document; nothing where the record could not be read or the id belongs to
    another document."""
    if not document.record.versions:
        return _NONE
    known = context.once(_make).known
    found = known.get(document.path)
    if found is None:
        found = known[document.path] = _ledger(context, document)
    return found


def _ledger(context: Context, document: Document) -> Ledger:
    entries = document.record.versions
    if document.path in context.duplicates or context.is_broken(document, *_KEYS):
        return _NONE
    if context.is_broken(document) and not all(is_whole(entry) for entry in entries):
        return _NONE
    files = ledgers(context).files
    pairs = []
    for nth, entry in enumerate(entries):
        file = files.get((document.id, entry.version))
        same = file is not None and _is_same(document, entry, file)
        edited = file is not None and not same and _is_edited(context, entry, file)
        pairs.append(Pair(nth, entry, file, same, edited))
    sound = tuple(p for p in pairs if not p.is_edited)
    return Ledger(tuple(pairs), sound, _valid(context, document, pairs))


def _valid(context: Context, document: Document, pairs: list[Pair]) -> tuple[Pair, ...]:
    if document.record.withdrawn:
        return ()
    today = context.as_of
    first = next((p.nth for p in reversed(pairs) if p.entry.effective <= today), 0)
    return tuple(p for p in pairs[first:] if not p.is_edited)


def is_whole(entry: LedgerEntry) -> bool:
    """Whether a ledger entry has all that it must have: one that was salvaged may not."""
    if any(getattr(entry, name, None) is None for name in _NEEDED):
        return False
    consulted = [(one.body, one.on, one.outcome) for one in entry.consulted or ()]
    return None not in (entry.adopted.by, entry.adopted.on, *(v for c in consulted for v in c))


def is_readable(context: Context, file: VersionFile) -> bool:
    """Whether a version file could be read whole."""
    return file.path not in context.handbook.broken_paths


def is_at_home(context: Context, file: VersionFile) -> bool:
    """Whether a version file stands at the place that it names itself. The folder of a document
    that was renamed has its new id, the files in it keep the old one."""
    folder, number = place(file)
    owner = context.handbook.find(file.record.id)
    return file.record.version == number and folder in (file.record.id, owner.id if owner else "")


def _is_same(document: Document, entry: LedgerEntry, file: VersionFile) -> bool:
    record = file.record
    return (
        file.digest == entry.digest
        and record.id == document.id
        and record.version == entry.version
        and record.entry == entry
    )


def _is_edited(context: Context, entry: LedgerEntry, file: VersionFile) -> bool:
    """Whether a ledger entry is no longer what was adopted: the version file says otherwise,
    and the text in it is no witness for the ledger."""
    if file.record.entry == entry:
        return False
    if not is_readable(context, file) or not is_at_home(context, file):
        return False
    return file.record.entry.digest == entry.digest or file.digest != entry.digest
