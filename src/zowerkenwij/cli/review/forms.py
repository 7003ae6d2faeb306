"""The forms of a round as files: one per owner, and reading them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.cli.refusal import Refusal
from zowerkenwij.cli.review import sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from zowerkenwij.cli.review.sheets import Answers
    from zowerkenwij.model.handbook import Handbook

_MAX_SIZE = 50_000_000


def forms(
    handbook: Handbook, year: str | None, day: date, form: str
) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of a form for every owner who still has something to decide."""
    from zowerkenwij.cli.review.agenda import findings, label
    from zowerkenwij.control.review.agenda import agenda, owners, year_of

    year = year or year_of(handbook, day)
    items = agenda(handbook, year, day, findings(handbook, day))
    for owner, mine in owners([i for i in items if i.decision is None]):
        rows = [sheets.values(handbook, item, day) for item in mine]
        if form == "csv":
            data = sheets.as_csv(rows)
        else:
            data = sheets.as_word(handbook, year, label(handbook, owner), rows)
        yield f"evaluatie-{year}-{owner or 'zonder-eigenaar'}.{form}", data


def read_forms(files: Iterable[Path]) -> tuple[Answers, ...]:
    """What all forms say; refuses (1) a file that is no form, (3) one that cannot be read."""
    found: list[Answers] = []
    for path in files:
        try:
            if path.stat().st_size > _MAX_SIZE:
                raise Refusal(f"'{path}' is groter dan 50 MB. Dat is geen formulier.")
            data = path.read_bytes()
        except OSError as error:
            from zowerkenwij.store.errors import reason

            raise Refusal(f"'{path}' is niet te lezen: {reason(error)}.", 3) from error
        read = sheets.from_word if data[:2] == b"PK" else sheets.from_csv
        found += read(data, path.name)
    return tuple(found)
