"""``list``: the register of documents."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from zowerkenwij.cli import context
from zowerkenwij.cli.dutch import DutchCommand

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """
zowerkenwij list
zowerkenwij list --type protocol --state in-force
zowerkenwij list --as-of 2026-08-01 --format csv
"""
_FILTERS = {"type": "type", "state": "state", "review_state": "review_state", "owner": "owner",
            "audience": "audience", "school": "school"}  # fmt: skip


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Toon het register: elk document met soort, versie, toestand, eigenaar en doelgroep.",
)  # fmt: skip
@click.option("--type", "type", metavar="SOORT", help="Alleen deze soort, bijvoorbeeld protocol.")
@click.option(
    "--state", type=click.Choice(["draft", "adopted", "in-force", "expired", "withdrawn"]),
    metavar="TOESTAND", help="draft, adopted, in-force, expired of withdrawn.",
)  # fmt: skip
@click.option(
    "--review-state", type=click.Choice(["current", "due-soon", "overdue"]),
    metavar="STAND", help="Stand van de evaluatie: current, due-soon of overdue.",
)  # fmt: skip
@click.option("--owner", metavar="ROL", help="Alleen documenten van deze rol.")
@click.option("--audience", metavar="DOELGROEP", help="public, on-request, staff of restricted.")
@click.option("--school", metavar="SCHOOL", help="Alleen documenten van deze school.")
@context.format_option("table", "json", "csv", default="table")
@context.as_of_option
@context.handbook_option
def command(folder: Path | None, as_of: date, format_: str, **filters: str | None) -> None:
    """Print the register."""
    rows = [
        row
        for row in _remembered(folder, as_of)
        if all(wanted is None or row[_FILTERS[name]] == wanted for name, wanted in filters.items())
    ]
    if format_ == "json":
        context.echo_json({"as_of": as_of.isoformat(), "documents": rows})
    else:
        click.echo(_render(rows, format_))


def _remembered(folder: Path | None, as_of: date) -> list[dict[str, Any]]:
    """The register; of files that did not change, as it was worked out before."""
    location = context.locate(folder)
    past = as_of < date.today()  # noqa: DTZ011
    memo = context.memo(location, ["list", as_of.isoformat(), past])
    if memo and isinstance(memo.value, list):
        return list(memo.value)
    rows = register(context.read(location), as_of)
    if memo:
        memo.store(rows)
    return rows


def register(handbook: Any, as_of: date) -> list[dict[str, Any]]:
    """Every document with its standing on a day, in the contract's keys. Asked for a past day,
    documents that had no adopted version by then are left out."""
    past = as_of < date.today()  # noqa: DTZ011
    rows = [_row(handbook, document, as_of) for document in handbook.documents]
    return [row for row in rows if not (past and row["state"] == "draft")]


def _row(handbook: Any, document: Any, day: date) -> dict[str, Any]:
    from zowerkenwij.control.status import status

    standing = status(handbook, document, day)
    record, version = document.record, standing.version
    return {
        "id": record.id,
        "type": record.type,
        "title": record.title,
        "state": standing.state,
        "version": version.version if version else None,
        "effective": version.effective.isoformat() if version else None,
        "adopted": version.adopted.on.isoformat() if version else None,
        "owner": record.owner,
        "audience": handbook.audience_of(document),
        "level": record.level,
        "school": record.school,
        "review_due": standing.review_due.isoformat() if standing.review_due else None,
        "review_state": standing.review_state,
        "under_revision": standing.under_revision,
        "upcoming": standing.upcoming,
        "suspect": standing.suspect,
        "digest": version.digest if version else document.digest,
        "path": document.path,
    }


def _render(rows: list[dict[str, Any]], format_: str) -> str:
    from zowerkenwij.cli import tables
    from zowerkenwij.control.status import REVIEW_LABELS
    from zowerkenwij.model.handbook import STATE_LABELS
    from zowerkenwij.model.settings import AUDIENCE_LABELS

    if format_ == "csv":
        keys = list(rows[0]) if rows else ["id"]
        return tables.as_csv(keys, [[_cell(row[k]) for k in keys] for row in rows])
    if not rows:
        return "Geen documenten gevonden."
    header = ("Id", "Titel", "Versie", "Toestand", "Doelgroep", "Evalueren vóór", "Evaluatie")
    return tables.table(
        header,
        [
            (
                row["id"], row["title"], row["version"] or "–",
                STATE_LABELS[row["state"]] + (" *" if row["under_revision"] else ""),
                AUDIENCE_LABELS.get(row["audience"], row["audience"]),
                row["review_due"] or "–", REVIEW_LABELS[row["review_state"]],
            )
            for row in rows
        ],
    ) + (
        "\n\n* in herziening: er staat een nieuwere tekst klaar"
        if any(row["under_revision"] for row in rows) else ""
    )  # fmt: skip


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return "" if value is None else str(value)
