"""Handbooks in memory for the tests of reviews: texts with versions, registers and rounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from zowerkenwij.model.document import DocumentRecord, VersionRecord
from zowerkenwij.model.handbook import Document, Entry, Handbook, VersionFile
from zowerkenwij.model.registers import Obligation, ReviewRound, Term
from zowerkenwij.model.settings import Settings
from zowerkenwij.text.outlines import outline

DIGEST = "sha256:" + "0" * 64
ADOPTED = date(2025, 6, 10)
SETTINGS: dict[str, Any] = {
    "format": 1,
    "name": "H",
    "foundation": {"name": "Stichting S", "site": "https://s.example"},
    "site_url": "https://h.example/",
    "roles": [
        {"id": "director", "label": "directeur"},
        {"id": "mentor", "label": "mentor"},
        {"id": "confidant", "label": "vertrouwenspersoon"},
    ],
    "bodies": [{"id": "board", "label": "bestuur", "kind": "board"}],
    "types": [
        {"id": "protocol", "label": "protocol", "plural": "protocollen", "review": {"every": "P1Y"}}
    ],
    "review": {"window": {"from": "02-01", "to": "06-15"}, "spread": True},
}


def text(title: str, sections: dict[str, str]) -> str:
    """A body with a section per anchor."""
    parts = [f"# {title}"]
    parts += [
        f"## Onderdeel {anchor} {{#{anchor}}}\n\n{words}" for anchor, words in sections.items()
    ]
    return "\n\n".join(parts) + "\n"


def entry(number: str, on: date, change: str = "major") -> dict[str, object]:
    """A ledger entry that takes effect on the day of its adoption."""
    return {
        "version": number, "change": change, "note": "Nieuw.", "digest": DIGEST,
        "adopted": {"by": "board", "on": on}, "effective": on,
    }  # fmt: skip


def document(id_: str, body: str, *, on: date = ADOPTED, **more: object) -> Document:
    """A document in force since a day."""
    values = {
        "format": 1, "id": id_, "type": "protocol", "title": f"Document {id_}",
        "owner": "director", "versions": [entry("1.0", on)], **more,
    }  # fmt: skip
    return Document(
        DocumentRecord.model_validate(values), f"handbook/{id_}.md", outline=outline(body),
        stored=body.encode, digested=lambda: DIGEST,
    )  # fmt: skip


def version(found: Document, number: str, body: str) -> VersionFile:
    """The file of an adopted version."""
    one = next(v for v in found.record.versions if v.version == number)
    record = VersionRecord.model_validate(
        {
            "format": 1, "id": found.id, "title": found.title, "type": "protocol",
            "path": f"{found.id}.md", "entry": one.model_dump(), "version": number,
        }
    )  # fmt: skip
    path = f"handbook/versions/{found.id}/{number}.md"
    return VersionFile(record, path, stored=body.encode, digest=DIGEST)


def book(*documents: Document, **more: Any) -> Handbook:
    """A handbook in which every document has its first version on file."""
    settings = Settings.model_validate({**SETTINGS, **more.pop("settings", {})})
    files = tuple(version(d, "1.0", d.body) for d in documents if d.record.versions)
    return Handbook(
        Entry(settings, "handbook/handbook.yml"), documents,
        versions=files + tuple(more.pop("versions", ())), **more,
    )  # fmt: skip


def renewed(
    handbook: Handbook, id_: str, body: str, on: date, change: str = "minor", number: str = "1.1"
) -> Handbook:
    """The handbook after a new version of a document."""
    old = handbook.by_id[id_]
    entries = [v.model_dump() for v in old.record.versions] + [entry(number, on, change)]
    record = DocumentRecord.model_validate({**old.record.model_dump(), "versions": entries})
    new = replace(old, record=record, outline=outline(body), stored=body.encode)
    documents = tuple(new if d is old else d for d in handbook.documents)
    files = (*handbook.versions, version(new, number, body))
    return replace(handbook, documents=documents, versions=files)


def reviewed(handbook: Handbook, made: Any) -> Handbook:
    """The handbook after a decision: its evidence in the record, and the round."""
    documents = handbook.documents
    if made.review is not None:
        id_ = next(i.document for i in made.round.items if i.on == made.review.on
                   and i.digest == made.review.digest and i.basis == made.review.basis
                   and made.review not in handbook.by_id[i.document].record.reviews)  # fmt: skip
        old = handbook.by_id[id_]
        record = old.record.model_copy(update={"reviews": (*old.record.reviews, made.review)})
        documents = tuple(replace(d, record=record) if d is old else d for d in documents)
    return replace(handbook, documents=documents, reviews=_rounds(handbook, made.round))


def with_round(handbook: Handbook, one: ReviewRound) -> Handbook:
    """The handbook with this round on file."""
    return replace(handbook, reviews=_rounds(handbook, one))


def _rounds(handbook: Handbook, one: ReviewRound) -> tuple[Entry[ReviewRound], ...]:
    others = tuple(e for e in handbook.reviews if e.record.year != one.year)
    return (*others, Entry(one, f"handbook/reviews/{one.year}.yml"))


def obligation(id_: str, words: str, document_id: str, anchor: str | None) -> Entry[Obligation]:
    """An obligation with one demand, answered in one place."""
    record = {
        "id": id_, "name": f"Plicht {id_}", "articles": [f"WEC {id_}"], "status": "in-force",
        "applies_from": "2015-08-01",
        "demands": [{"id": "eis", "text": words,
                     "evidence": [{"document": document_id, "anchor": anchor}]}],
    }  # fmt: skip
    return Entry(Obligation.model_validate(record), "handbook/obligations.yml")


def term(word: str, meaning: str) -> Entry[Term]:
    """A term of the glossary."""
    return Entry(Term.model_validate({"term": word, "meaning": meaning}), "handbook/glossary.yml")
