"""Proof that no adopted text and no ledger entry was ever changed: the files as they lie here
recomputed, and one walk through the history of git beside it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from zowerkenwij.model.problem import Unreadable
from zowerkenwij.store.errors import GitError
from zowerkenwij.store.evidence import VersionFacts, entry_value, same_entry
from zowerkenwij.store.files import WorkTree
from zowerkenwij.store.log import Repository, repository
from zowerkenwij.store.present import Present, attachment, present

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    here = present(location, sha256=found is not None and len(found.head) == 64)
    problems = list(_problems_here(location, here))
    if found is not None:
        problems += verify_history.problems(location, found, here)
    unique = tuple(sorted(set(problems), key=lambda p: (p.document, p.version or "", p.problem)))
    versions = {(id_, v) for id_, r in here.records.items() for v in r.entries}
    versions |= {(here.name(folder), number) for folder, number in here.versions}
    wrong = {(p.document, p.version) for p in unique if p.version}
    versions |= wrong  # also what is not here any more
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


def _problems_here(location: Location, here: Present) -> list[Mismatch]:
    problems: list[Mismatch] = []
    assets: dict[str, str] = {}
    for id_, record in here.records.items():
        problems += [
            Mismatch(
                id_, version,
                f"De vastgestelde tekst ontbreekt: versions/{id_}/{version}.md. "
                "Zet dit bestand terug.",
            )
            for version in record.entries
            if (id_, version) not in here.versions
        ]  # fmt: skip
    problems += _doubles(here)
    problems += _out_of_order(here)
    for key, facts in here.doubtful.items():
        problems += [Mismatch(*key, sentence) for sentence in _wrong_file(*key, facts, here)]
    for key, path, attached in here.attached():
        sentences = _wrong_assets(location, path, attached, assets)
        problems += [Mismatch(*key, sentence) for sentence in sentences]
    return problems


def _doubles(here: Present) -> Iterator[Mismatch]:
    """Entries of a second record with one id that the first does not have like that."""
    for facts in here.doubles:
        first = here.records[facts.id]
        ended = same_entry(first.withdrawn, facts.withdrawn)
        for version, entry in facts.entries.items():
            if not ended or not same_entry(first.entries.get(version, b""), entry):
                yield Mismatch(
                    facts.id, version, f"Twee documenten heten '{facts.id}' en hun registers zeggen "
                    "iets anders. Houd het document over waarvan het register klopt.",
                )  # fmt: skip


def _out_of_order(here: Present) -> Iterator[Mismatch]:
    """Entries that stand after one with the same or a higher number."""
    for id_, record in here.records.items():
        for before, number in _falls(record.numbers):
            yield Mismatch(
                id_, number, f"In het register staat versie {number} na {before}. De oudste hoort "
                "bovenaan, en elke versie staat er één keer. Zet terug wat er stond.",
            )  # fmt: skip


@lru_cache(1000)
def _falls(numbers: tuple[str, ...]) -> list[tuple[str, str]]:
    """The neighbours of which the second is not higher; most ledgers have the same numbers."""
    return [(one, other) for one, other in pairwise(numbers) if _rank(other) <= _rank(one)]


def _rank(number: str) -> list[int]:
    return [int(n) if n.isdecimal() else -1 for n in number.split(".")]


def _wrong_file(folder: str, number: str, facts: VersionFacts, here: Present) -> list[str]:
    wrong = []
    if here.name(facts.id) != folder or facts.version != number:
        wrong.append(
            f"Het versiebestand zegt zelf dat het versie {facts.version} van '{facts.id}' is. "
            "Zet elk bestand terug op zijn eigen plaats."
        )
    if entry_value(facts.entry).get("digest") != facts.digest:
        wrong.append(
            "De tekst is na de vaststelling gewijzigd: het kenmerk klopt niet. "
            "Zet het oorspronkelijke versiebestand terug."
        )
    record = here.records.get(folder)
    entry = record.entries.get(number) if record else None
    if entry is None:
        wrong.append(
            "Deze versie staat niet in het register van het document. Zet de regel onder "
            "`versions` terug."
        )
    elif not same_entry(entry, facts.entry):
        wrong.append(_difference(entry, facts.entry))
    return wrong


def _difference(ledger: bytes, file: bytes) -> str:
    here, there = entry_value(ledger), entry_value(file)
    keys = [k for k in {**here, **there} if here.get(k) != there.get(k)]
    what = ", ".join(_FIELDS.get(k, k) for k in keys)
    return (
        f"Het register in het document en het versiebestand zeggen iets anders over: {what}. "
        "Een van beide is gewijzigd. Zet terug wat er bij de vaststelling stond."
    )


def _wrong_assets(
    location: Location, record: str, attached: Mapping[str, str], known: dict[str, str]
) -> list[str]:
    wrong = []
    for target, wanted in attached.items():
        inner = attachment(record, target)
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
