"""``diff --format docx``: two versions as one Word file with tracked changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.cli import exporting

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from zowerkenwij.model.document import LedgerEntry
    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.word.export import Export
    from zowerkenwij.word.writer.template import Template

Named = tuple[str, str]


def redline(
    handbook: Handbook, root: Path, document: Document, texts: tuple[Named, Named], day: date,
    template: Template | None = None,
) -> bytes:  # fmt: skip
    """The redline of two texts, each with its version number or ``draft``. Changes are dated by
    the adoption of the new version, those of a draft by ``day``. It is for those who work on the
    text: all passages are in it."""
    from dataclasses import replace

    from zowerkenwij.word import redline as word

    (from_, _), (to, _) = texts
    before, after = (_export(handbook, root, document, text, day) for text in texts)
    entry = _entry(document, to)
    standing = f"verschil tussen {_named(from_)} en {_named(to)}"
    facts = (("Van", _named(from_)), ("Naar", _named(to)))
    after = replace(after, standing=standing, facts=facts, properties={"zww.record": document.id})
    notes = _notes(document, from_, to)
    return word.redline(before, after, entry.adopted.on if entry else day, notes, template)


def _export(handbook: Handbook, root: Path, document: Document, named: Named, day: date) -> Export:
    version, body = named
    file = handbook.version_files.get((document.id, version))
    ask = exporting.Ask("docx", None, day, None, None, root=root)
    text = exporting._text(handbook, document, file, _entry(document, version), ask)  # noqa: SLF001
    return exporting._made(handbook, text, body, ask, "restricted")  # noqa: SLF001


def _entry(document: Document, version: str) -> LedgerEntry | None:
    return next((v for v in document.record.versions if v.version == version), None)


def _named(version: str) -> str:
    return "concept" if version == "draft" else f"versie {version}"


def _notes(document: Document, from_: str, to: str) -> list[str]:
    """What the ledger says of the versions after the first one, up to the second one."""
    entries = document.record.versions
    names = [v.version for v in entries]
    first = names.index(from_) + 1 if from_ in names else 0
    last = names.index(to) + 1 if to in names else len(names)
    return [f"Versie {v.version}: {v.note}" for v in entries[first:last] if v.note]
