"""ZW402, ZW408 and ZW409: the ledger, the adopted texts and what they use still agree."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import unquote

from zowerkenwij.rules.catalogue import in_registers, rule
from zowerkenwij.rules.finding import Hit, related
from zowerkenwij.rules.ledger import Pair, is_at_home, is_readable, ledger, ledgers, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.model.document import LedgerEntry
    from zowerkenwij.model.handbook import Document, VersionFile
    from zowerkenwij.rules.context import Context

_LABELS = {
    "version": "het nummer", "change": "de soort wijziging", "note": "wat er is veranderd",
    "reason": "de reden", "digest": "het tekstkenmerk", "consulted": "de raadpleging",
    "adopted": "de vaststelling", "effective": "de ingangsdatum", "expires": "de einddatum",
}  # fmt: skip


@rule(
    "ZW402", "text-changed-after-adoption", "note",
    title="De tekst is anders dan de vastgestelde versie",
    why="Lezers zien de vastgestelde tekst tot een nieuwe versie is vastgesteld. Het register zelf "
    "verandert na een vaststelling nooit meer.",
    repair="Stel de nieuwe tekst vast met 'zowerkenwij adopt'. Is het register gewijzigd, zet dan "
    "terug wat er bij de vaststelling stond. 'zowerkenwij verify' zegt wat er is veranderd.",
    good="digest: sha256:9f2c…   # de tekst hieronder heeft kenmerk 9f2c…",
    bad="digest: sha256:9f2c…   # de tekst hieronder is daarna veranderd",
    adopted=True,
)  # fmt: skip
def text_changed(context: Context, document: Document) -> Iterator[Hit]:
    """A note for a text under revision; an error where the ledger is not what was adopted."""
    pairs, sound, _ = ledger(context, document)
    if len(sound) < len(pairs):
        for pair in pairs:
            if pair.is_edited and pair.file and not _names_a_stranger(context, pair.entry):
                yield _edited(document, pair, pair.file)
    if not pairs or pairs[-1].is_edited or document.record.withdrawn:
        return
    newest = pairs[-1].entry
    if newest.digest != document.digest and _is_revision(pairs[-1]):
        yield Hit(
            document.at("versions", pairs[-1].nth, "digest"),
            f"De tekst is veranderd na versie {newest.version}. Lezers zien die versie tot de nieuwe "
            f"tekst is vastgesteld: zowerkenwij adopt {document.id}.",
            document.id,
        )


def _is_revision(pair: Pair) -> bool:
    """Not so when the digest in the version file was adopted, and only its text was changed."""
    return pair.file is None or pair.file.digest == pair.entry.digest


def _names_a_stranger(context: Context, entry: LedgerEntry) -> bool:
    """Whether the entry names a body that does not exist: ZW104 says so."""
    named = {entry.adopted.by, *(one.body for one in entry.consulted)} - {"owner"}
    return not named.issubset(context.handbook.bodies)


def _edited(document: Document, pair: Pair, file: VersionFile) -> Hit:
    keys = _different(pair.entry, file.record.entry)
    what = " en ".join(_LABELS[key] for key in keys)
    return Hit(
        document.at("versions", pair.nth, keys[0]),
        f"Het register zegt bij versie {pair.entry.version} iets anders dan het versiebestand over "
        f"{what}. Zet terug wat er bij de vaststelling stond.",
        document.id, (related(file.at("entry", keys[0]), "Dit is vastgesteld."),),
        severity="error",
    )  # fmt: skip


def _different(one: LedgerEntry, other: LedgerEntry) -> list[str]:
    return [key for key in _LABELS if getattr(one, key) != getattr(other, key)]


# -- files that are not where they belong ------------------------------------------------------


@rule(
    "ZW408", "version-file-missing", "error",
    title="Een vastgestelde tekst ontbreekt of hoort nergens bij",
    why="Het versiebestand is het bewijs van wat er gold. Zonder dat bestand is een oude tekst niet "
    "meer te tonen.",
    repair="Haal het bestand of de regel in het register terug uit git. 'zowerkenwij verify' wijst de "
    "commit aan.",
    good='versions: [{version: "1.0", …}]   # en versions/meldcode/1.0.md is er',
    bad='versions: [{version: "1.0", …}]   # versions/meldcode/1.0.md is er niet',
    adopted=True,
)  # fmt: skip
def version_file_missing(context: Context, document: Document) -> Iterator[Hit]:
    """Ledger entries without their version file, unless it lies astray elsewhere."""
    for pair in ledger(context, document).pairs:
        if pair.file is not None or _is_hidden(context, document, pair.entry.version):
            continue
        if pair.entry.digest in context.once(_astray):
            continue
        path = posixpath.join(
            context.handbook.prefix, "versions", document.id, f"{pair.entry.version}.md"
        )
        yield Hit(
            document.at("versions", pair.nth, "version"),
            f"De vastgestelde tekst van versie {pair.entry.version} ontbreekt: {path}. Zet dit "
            "bestand terug uit git.",
            document.id,
        )


def _is_hidden(context: Context, document: Document, version: str) -> bool:
    """Whether the file is there but could not be read."""
    path = posixpath.join(context.handbook.prefix, "versions", document.id, f"{version}.md")
    return path in context.handbook.broken_paths


def _strays(context: Context) -> dict[str, list[VersionFile]]:
    """Readable version files without a ledger entry, by folder."""
    strays: dict[str, list[VersionFile]] = defaultdict(list)
    entries = {(d.id, v.version) for d in context.documents for v in d.record.versions or ()}
    files = ledgers(context).files
    for folder, number in sorted(files.keys() - entries):
        file = files[folder, number]
        if is_readable(context, file):
            strays[folder].append(file)
    return strays


def _astray(context: Context) -> frozenset[str]:
    strays = context.once(_strays)
    return frozenset(file.record.entry.digest for files in strays.values() for file in files)


@in_registers("ZW408")
def stray_version_file(context: Context) -> Iterator[Hit]:
    """Version files without ledger entry or record: one finding for each folder."""
    for folder, files in context.once(_strays).items():
        owner = context.unique_documents.get(folder)
        if owner is None and folder in context.document_ids - set(context.handbook.by_former_id):
            continue  # its record could not be read, and another rule says so
        if owner is not None and context.is_broken(owner, "versions", "id"):
            continue
        yield Hit(files[0].at("id"), _stray(context, folder, files), owner.id if owner else None)


def _stray(context: Context, folder: str, files: list[VersionFile]) -> str:
    record = files[0].record
    if _is_missing(context, record.id, record.version):
        return (
            f"Dit bestand zegt zelf dat het versie {record.version} van '{record.id}' is, en daar "
            f"ontbreekt het. Zet het terug als versions/{record.id}/{record.version}.md."
        )
    numbers = ", ".join(place(file)[1] for file in files)
    if folder in context.unique_documents:
        what = f"Versie {numbers} staat niet in het register van '{folder}'."
        return f"{what} Zet de regel onder `versions` terug, of haal het bestand terug uit git."
    moved = context.handbook.by_former_id.get(folder)
    if moved is not None:
        return (
            f"'{folder}' heet nu '{moved.id}', maar de vastgestelde teksten ({numbers}) staan nog in "
            f"de oude map. Geef de map de naam {moved.id}."
        )
    return (
        f"Er is geen document '{folder}', maar wel een vastgestelde tekst ({numbers}). Zet het "
        "document terug uit git; wie een document niet meer wil, trekt het in."
    )


def _is_missing(context: Context, id_: str, version: str) -> bool:
    """Whether a document has such a version in its ledger, and no file at its place."""
    owner = context.unique_documents.get(id_)
    entries = owner.record.versions if owner else ()
    return any(e.version == version for e in entries) and (
        (id_, version) not in ledgers(context).files
    )


# -- files that are not what they were ---------------------------------------------------------


@rule(
    "ZW409", "version-file-changed", "error",
    title="Een vastgestelde tekst of een bijlage daarvan is veranderd",
    why="Wat is vastgesteld, verandert nooit meer. Anders is niet te bewijzen wat er gold.",
    repair="Zet het oorspronkelijke bestand terug uit git. 'zowerkenwij verify' wijst de commit aan. "
    "Geef een nieuwe bijlage een nieuwe naam.",
    good="digest: sha256:9f2c…   # de tekst in versions/meldcode/1.0.md heeft kenmerk 9f2c…",
    bad="digest: sha256:9f2c…   # in versions/meldcode/1.0.md is daarna een woord veranderd",
    adopted=True,
)  # fmt: skip
def version_file_changed(context: Context, document: Document) -> Iterator[Hit]:
    """Version files that are no longer what was adopted."""
    for pair in ledger(context, document).pairs:
        if pair.file is None or pair.is_same or not is_readable(context, pair.file):
            continue
        keys, message = _changed(context, pair, pair.file)
        if message:
            seen = (related(document.at("versions", pair.nth), "Hier staat de versie."),)
            yield Hit(pair.file.at(*keys), message, document.id, seen)


def _changed(context: Context, pair: Pair, file: VersionFile) -> tuple[tuple[str, ...], str]:
    record = file.record
    if not is_at_home(context, file):
        return ("version",), (
            f"Dit bestand zegt zelf dat het versie {record.version} van '{record.id}' is. Zet elk "
            "versiebestand terug op zijn eigen plaats."
        )
    if file.digest not in (record.entry.digest, pair.entry.digest):
        return ("entry", "digest"), (
            f"De tekst van versie {record.version} is na de vaststelling veranderd: het kenmerk "
            "klopt niet meer. Zet het oorspronkelijke bestand terug uit git."
        )
    if record.entry != pair.entry and not pair.is_edited:
        return ("entry", "digest"), (
            f"In dit bestand is het tekstkenmerk van versie {record.version} veranderd. Zet het "
            "oorspronkelijke bestand terug uit git."
        )
    return (), ""


@in_registers("ZW409")
def asset_changed(context: Context) -> Iterator[Hit]:
    """Attachments of adopted texts that are no longer what they were: one finding for each."""
    used = list(_used(context))
    found = context.handbook.file_digests({path for _, _, path in used}) if used else {}
    told: set[str] = set()
    for file, target, path in used:
        now = found.get(path)
        if path in told or now == file.record.assets[target]:
            continue
        if now is None and (path in context.handbook.files or _is_told(context, file, target)):
            continue
        told.add(path)
        what = "is veranderd" if now else "ontbreekt"
        yield Hit(
            file.at("assets", target),
            f"De bijlage {path} hoort bij een vastgestelde tekst en {what}. Zet het "
            "oorspronkelijke bestand terug en geef een nieuwe bijlage een nieuwe naam.",
            file.record.id,
        )


def _used(context: Context) -> Iterator[tuple[VersionFile, str, str]]:
    """The attachments of adopted texts: version file, target as written, and path."""
    for file in context.handbook.versions:
        if file.record.assets and is_readable(context, file):
            for target in file.record.assets:
                yield file, target, _path(context, file, target)


def _path(context: Context, file: VersionFile, target: str) -> str:
    folder = posixpath.join(context.handbook.prefix, posixpath.dirname(file.record.path))
    return posixpath.normpath(posixpath.join(folder, unquote(target)))


def _is_told(context: Context, file: VersionFile, target: str) -> bool:
    """Whether the working text uses an absent attachment too: ZW212 says so."""
    owner = context.handbook.find(file.record.id)
    return owner is not None and any(
        mark.target.partition("#")[0] == target for mark in owner.outline.marks
    )
