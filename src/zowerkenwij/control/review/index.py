"""What is looked up for every document, gathered once for a handbook: decisions of rounds, kept
registers, and which obligations and documents belong together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.model.registers import ReadRegisters, ReviewItem

ChangedWords = tuple[tuple[str, str, "str | None"], ...]
_MEMORY = "_review_index"


@dataclass(frozen=True, slots=True)
class Index:
    """``items``: finished decisions by document id and day. ``registers`` by day, oldest first.
    ``position`` of an obligation in the register; ``pointing``: positions of the obligations that
    point at a document; ``answering``: documents by the obligation that they answer;
    ``variants``: other right forms of a term. ``words``: roles and terms that changed since a state
    of the registers; ``prints``: a hash of every section of a version, by document and version.
    Both are filled while reading."""

    items: Mapping[tuple[str, date], ReviewItem]
    registers: tuple[ReadRegisters, ...]
    by_digest: Mapping[str, ReadRegisters]
    position: Mapping[str, int]
    pointing: Mapping[str, tuple[int, ...]]
    answering: Mapping[str, tuple[Document, ...]]
    variants: Mapping[str, tuple[str, ...]]
    words: dict[str, tuple[ChangedWords, ChangedWords]] = field(default_factory=dict)
    prints: dict[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)


def index(handbook: Handbook) -> Index:
    """The index of a handbook; made at the first question."""
    memory: dict[str, object] = handbook.__dict__
    found = memory.get(_MEMORY)
    if not isinstance(found, Index):
        memory[_MEMORY] = found = _made(handbook)
    return found


def _made(handbook: Handbook) -> Index:
    registers = [r for entry in handbook.reviews for r in entry.record.registers]
    position: dict[str, int] = {}
    for n, entry in enumerate(handbook.obligations):
        position.setdefault(entry.record.id, n)
    pointing = _pointing(handbook)
    return Index(
        items=_items(handbook),
        registers=tuple(sorted(registers, key=lambda r: r.on)),
        by_digest={r.digest: r for r in reversed(registers)},
        position=position,
        pointing=pointing,
        answering=_answering(handbook, pointing),
        variants={e.record.term: e.record.variants for e in handbook.terms},
    )


def _items(handbook: Handbook) -> dict[tuple[str, date], ReviewItem]:
    found: dict[tuple[str, date], ReviewItem] = {}
    for entry in handbook.reviews:
        for item in entry.record.items:
            if item.on is not None and item.outcome != "postpone":
                found.setdefault((item.document, item.on), item)
    return found


def _pointing(handbook: Handbook) -> dict[str, tuple[int, ...]]:
    found: dict[str, dict[int, None]] = {}
    for n, entry in enumerate(handbook.obligations):
        for demand in entry.record.demands:
            for evidence in demand.evidence:
                found.setdefault(evidence.document, {})[n] = None
    return {id_: tuple(numbers) for id_, numbers in found.items()}


def _answering(
    handbook: Handbook, pointing: Mapping[str, tuple[int, ...]]
) -> dict[str, tuple[Document, ...]]:
    found: dict[str, dict[str, Document]] = {}
    for document in handbook.documents:
        ids = [handbook.obligations[n].record.id for n in pointing.get(document.id, ())]
        for id_ in (*document.record.obligations, *ids):
            found.setdefault(id_, {})[document.path] = document
    return {id_: tuple(documents.values()) for id_, documents in found.items()}
