"""Several texts as one book: its name, its parts, and the register of what is in it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from zowerkenwij.model.settings import AUDIENCE_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zowerkenwij.cli.exporting import Ask, Prepared
    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.word.export import Book, Export

NOT_A_RECORD = "--all"
"""Stands for the record of a book: no document can have this id."""


def book_of(handbook: Handbook, texts: Sequence[Prepared], ask: Ask, *, everything: bool) -> Book:
    """The book of texts that may be given out, in their order."""
    from zowerkenwij.text.fill import dutch_day
    from zowerkenwij.word.export import Book

    settings, day = handbook.settings.record, dutch_day(ask.day)
    exports = tuple(
        replace(one.export, part=_part(handbook, one.document), carriers=False)
        for one in texts if one.export is not None
    )  # fmt: skip
    facts = [("Stand op", day), ("Documenten", str(len(exports)))]
    if ask.audience:
        facts.append(("Bestemd voor", AUDIENCE_LABELS[ask.audience]))
    digests = "\n".join(one.properties["zww.digest"] for one in exports)
    name = settings.name if everything else "Documenten uit het handboek"
    return Book(
        title=name, fields={"zww.record": name},
        type_label="Kwaliteitshandboek", foundation=settings.foundation.name,
        standing=f"stand op {day}", texts=exports, register=tuple(map(_row, exports)),
        date=ask.day.isoformat(), facts=tuple(facts),
        properties={
            "zww.record": NOT_A_RECORD, "zww.version": ask.day.isoformat(),
            "zww.digest": f"sha256:{hashlib.sha256(digests.encode()).hexdigest()}",
        },
    )  # fmt: skip


def _part(handbook: Handbook, document: Document) -> str:
    record = document.record
    if record.school:
        school = handbook.school_by_id.get(record.school)
        return school.record.name if school else record.school
    type_ = handbook.types.get(record.type)
    label = type_.plural if type_ else record.type
    return label[:1].upper() + label[1:]


def _row(export: Export) -> tuple[str, ...]:
    known = {**dict(export.facts), **export.fields}
    return (
        export.title, known.get("Versie", ""), known.get("Van kracht", ""), known.get("Eigenaar", "")
    )  # fmt: skip
