"""``obligations``: law, document, section, and the version in force on a day."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import click

from zowerkenwij.cli import context
from zowerkenwij.cli.dutch import DutchCommand

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from zowerkenwij.store import Location

_EXAMPLES = """
zowerkenwij obligations
zowerkenwij obligations "WEC 5a" --as-of 2024-03-12 --format json
zowerkenwij obligations --school de-veerpont --format csv
"""
_HEADER = ("Id", "Verplichting", "Artikelen", "Stand", "Document", "Onderdeel", "Versie", "Gat")
_PAGE = """<!DOCTYPE html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Verplichtingen op {day}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 1rem auto; max-width: 75rem; padding: 0 1rem; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border: 1px solid #767676; padding: .35rem .5rem; text-align: left; vertical-align: top; }}
th {{ background: #eee; }}
</style>
</head>
<body>
<main>
<h1>Verplichtingen op {day}</h1>
<p>Per verplichting staat hier waar zij is uitgewerkt en welke versie die dag van kracht was.</p>
<div class="scroll" role="region" aria-label="Verplichtingen" tabindex="0">
<table>
<thead><tr>{head}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</div>
</main>
</body>
</html>"""


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Toon waar elke verplichting is uitgewerkt en welke versie op een dag van kracht is. "
    "Met WOORDEN alleen verplichtingen met die woorden in id, naam of artikel.",
)  # fmt: skip
@click.argument("words", metavar="[WOORDEN]", default="")
@click.option("--school", metavar="SCHOOL", help="Alleen wat voor deze school geldt.")
@context.format_option("table", "json", "html", "csv", default="table")
@context.as_of_option
@context.handbook_option
def command(words: str, school: str | None, format_: str, as_of: date, folder: Path | None) -> None:
    """Print the matrix; a matrix of an unchanged handbook is remembered."""
    location = context.locate(folder)
    memo = context.memo(location, ["obligations", as_of.isoformat(), school])
    found = memo.value if memo else None
    if found is None:
        found = _matrix(location, as_of, school)
        if memo:
            memo.store(found)
    found = [row for row in found if _matches(row, words)]
    if format_ == "json":
        context.echo_json({"as_of": as_of.isoformat(), "obligations": found})
    else:
        click.echo(_rendered(found, format_, as_of))


def _matrix(location: Location, day: date, school: str | None) -> list[dict[str, Any]]:
    from zowerkenwij.control.obligations import matrix

    handbook = context.read(location, cited=True)
    only = context.school(handbook, school).record if school else None
    return [_as_dict(row) for row in matrix(handbook, day, only)]


def _as_dict(row: Any) -> dict[str, Any]:
    return {
        "id": row.record.id,
        "title": row.record.name,
        "source": "; ".join(row.record.articles) or row.record.source,
        "status": row.status,
        "evidence": [_evidence(place) for place in row.places],
        "gap": row.gap,
    }


def _evidence(place: Any) -> dict[str, Any]:
    entry = place.entry
    return {
        "document": place.document,
        "anchor": place.anchor,
        "version": entry.version if entry else None,
        "digest": entry.digest if entry else None,
        "title": place.title,
        "text": place.text,
        "effective": entry.effective.isoformat() if entry else None,
        "adopted": entry.adopted.model_dump(mode="json") if entry else None,
        "consulted": [c.model_dump(mode="json") for c in entry.consulted] if entry else [],
    }


def _matches(row: dict[str, Any], words: str) -> bool:
    text = f"{row['id']} {row['title']} {row['source'] or ''}".casefold()
    return words.casefold() in text


def _rendered(found: list[dict[str, Any]], format_: str, day: date) -> str:
    from zowerkenwij.cli import tables

    rows = [line for row in found for line in _lines(row)]
    if format_ == "html":
        return _PAGE.format(
            day=day.isoformat(), head=_cells(_HEADER, 'th scope="col"'),
            rows="\n".join(f"<tr>{_cells(line, 'td')}</tr>" for line in rows),
        )  # fmt: skip
    if not rows:
        return "Geen verplichtingen gevonden."
    return (tables.table if format_ == "table" else tables.as_csv)(_HEADER, rows)


def _cells(values: Iterable[str], tag: str) -> str:
    return "".join(f"<{tag}>{escape(v)}</{tag.split(maxsplit=1)[0]}>" for v in values)


def _lines(row: dict[str, Any]) -> list[tuple[str, ...]]:
    from zowerkenwij.control.obligations import LAW_LABELS

    head = (row["id"], row["title"], row["source"] or "–", LAW_LABELS.get(row["status"], ""))
    places = row["evidence"] or [{"document": None, "anchor": None, "version": None}]
    return [
        (*head, p["document"] or "–", p["anchor"] or "–", p["version"] or "–", row["gap"] or "")
        for p in places
    ]
