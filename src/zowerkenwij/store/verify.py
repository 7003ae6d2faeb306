"""Proof that no adopted text and no ledger entry was ever changed: the files as they lie here
recomputed, and one walk through the history of git beside it."""

from __future__ import annotations

import hashlib
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from zowerkenwij.model.problem import Unreadable
from zowerkenwij.store.errors import GitError
from zowerkenwij.store.evidence import (
    RecordFacts,
    VersionFacts,
    entry_value,
    record_facts,
    same_entry,
    version_facts,
)
from zowerkenwij.store.files import WorkTree
from zowerkenwij.store.log import Repository, repository

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zowerkenwij.store.location import Location

_FIELDS = {
    "change": "soort wijziging", "note": "wat er is veranderd", "reason": "reden",
    "digest": "tekstkenmerk", "consulted": "raadpleging", "adopted": "vaststelling",
    "effective": "ingangsdatum", "expires": "einddatum",
}  # fmt: skip


class Mismatch(NamedTuple):
    """Something that does not match; ``version`` is None when it concerns the whole document."""

    document: str
    version: str | None
    problem: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What ``verify`` found: adopted versions ``checked`` and ``matching``, the problems, and
    ``unseen``: a Dutch sentence on what could not be looked at, if anything."""

    checked: int
    matching: int
    problems: tuple[Mismatch, ...]
    unseen: str | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """The handbook as it lies here. Records by id; version files by folder and file name, with
    the SHA-1 (or SHA-256) that git gives their bytes; ``blobs`` of records by path."""

    records: Mapping[str, RecordFacts]
    versions: Mapping[tuple[str, str], VersionFacts]
    ids: Mapping[tuple[str, str], str]
    blobs: Mapping[str, str]
    names: Mapping[str, str]  # former ids and ids → the id of today

    def name(self, id_: str) -> str:
        """The id that a document has today."""
        return self.names.get(id_, id_)


def verify(location: Location) -> Verdict:
    """Recompute everything and walk the history once."""
    from zowerkenwij.store import verify_history

    found: Repository | None = None
    unseen: str | None
    try:
        found = repository(location)
        unseen = _unseen(found)
    except GitError as error:
        unseen = error.message
    present = _present(location, sha256=found is not None and len(found.head) == 64)
    problems = list(_problems_here(location, present))
    if found is not None:
        problems += verify_history.problems(location, found, present)
    unique = tuple(sorted(set(problems), key=lambda p: (p.document, p.version or "", p.problem)))
    versions = {(id_, v) for id_, r in present.records.items() for v in r.entries}
    versions |= {(present.name(folder), number) for folder, number in present.versions}
    wrong = {(p.document, p.version) for p in unique}
    return Verdict(len(versions), len(versions - wrong), unique, unseen)


def _unseen(found: Repository | None) -> str | None:
    if found is None:
        return (
            "Hier is geen git-archief, dus de geschiedenis is niet nagekeken. Alleen de bestanden "
            "zelf zijn gecontroleerd. Haal het handboek op met `git clone` en probeer het daar."
        )
    if found.shallow:
        return (
            "Dit is een ondiepe kopie: oudere wijzigingen ontbreken en zijn niet nagekeken. "
            "Haal ze op met `git fetch --unshallow` en probeer het opnieuw."
        )
    return None


def _present(location: Location, *, sha256: bool) -> Present:
    source = WorkTree(location.root, location.prefix)
    top = location.prefix + "/" if location.prefix else ""
    paths = [
        p for p in source.listing().paths
        if p.endswith(".md") and not p.startswith((f"{top}static/", f"{top}assets/"))
    ]  # fmt: skip
    made = hashlib.sha256 if sha256 else hashlib.sha1
    records: dict[str, RecordFacts] = {}
    versions: dict[tuple[str, str], VersionFacts] = {}
    ids: dict[tuple[str, str], str] = {}
    blobs: dict[str, str] = {}
    for path, data in source.read(paths):
        if isinstance(data, Unreadable):
            continue
        blob = made(b"blob %d\0%s" % (len(data), data)).hexdigest()
        if not path.startswith(f"{top}versions/"):
            facts = record_facts(data, path)
            records.setdefault(facts.id, facts)
            blobs[path] = blob
        elif path.count("/") == top.count("/") + 2:
            folder, name = path.removesuffix(".md").rsplit("/", 2)[1:]
            versions[folder, name] = version_facts(data)
            ids[folder, name] = blob
            if b"\r" in data:  # git may have given this file other line ends
                clean = data.replace(b"\r\n", b"\n")
                ids[folder, name] = made(b"blob %d\0%s" % (len(clean), clean)).hexdigest()
    names = {old: r.id for r in records.values() for old in r.former_ids}
    return Present(records, versions, ids, blobs, names | {id_: id_ for id_ in records})


def _problems_here(location: Location, present: Present) -> list[Mismatch]:
    problems: list[Mismatch] = []
    assets: dict[str, str] = {}
    for id_, record in present.records.items():
        problems += [
            Mismatch(
                id_, version,
                f"De vastgestelde tekst ontbreekt: versions/{id_}/{version}.md. "
                "Zet dit bestand terug.",
            )
            for version in record.entries
            if (id_, version) not in present.versions
        ]  # fmt: skip
    for (folder, number), facts in present.versions.items():
        wrong = _wrong_file(folder, number, facts, present)
        problems += [Mismatch(folder, number, sentence) for sentence in wrong]
        if facts.assets:
            sentences = _wrong_assets(location, facts, assets)
            problems += [Mismatch(folder, number, sentence) for sentence in sentences]
    return problems


def _wrong_file(folder: str, number: str, facts: VersionFacts, present: Present) -> list[str]:
    wrong = []
    if present.name(facts.id) != folder or facts.version != number:
        wrong.append(
            f"Het versiebestand zegt zelf dat het versie {facts.version} van '{facts.id}' is. "
            "Zet elk bestand terug op zijn eigen plaats."
        )
    own = entry_value(facts.entry) if "\ndigest: " + facts.digest not in facts.entry else None
    if own is not None and own.get("digest") != facts.digest:
        wrong.append(
            "De tekst is na de vaststelling gewijzigd: het kenmerk klopt niet. "
            "Zet het oorspronkelijke versiebestand terug."
        )
    record = present.records.get(folder)
    entry = record.entries.get(number) if record else None
    if entry is None:
        wrong.append(
            "Deze versie staat niet in het register van het document. Zet de regel onder "
            "`versions` terug."
        )
    elif not same_entry(entry, facts.entry):
        wrong.append(_difference(entry, facts.entry))
    return wrong


def _difference(ledger: str, file: str) -> str:
    here, there = entry_value(ledger), entry_value(file)
    keys = [k for k in {**here, **there} if here.get(k) != there.get(k)]
    what = ", ".join(_FIELDS.get(k, k) for k in keys)
    return (
        f"Het register in het document en het versiebestand zeggen iets anders over: {what}. "
        "Een van beide is gewijzigd. Zet terug wat er bij de vaststelling stond."
    )


def _wrong_assets(location: Location, facts: VersionFacts, known: dict[str, str]) -> list[str]:
    wrong = []
    folder = posixpath.dirname(facts.path)
    for target, wanted in facts.assets.items():
        inner = posixpath.normpath(posixpath.join(folder, unquote(target)))
        path = f"{location.prefix}/{inner}" if location.prefix else inner
        if path not in known:
            known[path] = _digest_of(location, path)
        if known[path] != wanted:
            what = "is gewijzigd" if known[path] else "ontbreekt"
            wrong.append(f"De bijlage {path} {what}. Zet het oorspronkelijke bestand terug.")
    return wrong


def _digest_of(location: Location, path: str) -> str:
    if path.startswith("../"):
        return ""
    ((_, data),) = WorkTree(location.root, location.prefix).read([path])
    return "" if isinstance(data, Unreadable) else "sha256:" + hashlib.sha256(data).hexdigest()
