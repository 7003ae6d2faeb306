"""``obligations``: law, document, section, and the version in force on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zowerkenwij.cli import context
from zowerkenwij.cli.dutch import DutchCommand

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_EXAMPLES = """
zowerkenwij obligations
zowerkenwij obligations "WEC 5a" --as-of 2024-03-12 --format json
zowerkenwij obligations --school de-veerpont --format csv
"""


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
    """Print the matrix."""
    from zowerkenwij.cli import law, tables

    found = law.value(context.locate(folder), as_of, school, words)
    lines = [line for row in found["obligations"] for line in law.rows(row)]
    if format_ == "json":
        context.echo_json(found)
    elif format_ == "html":
        click.echo(law.page(found))
    elif format_ == "csv":
        click.echo(tables.as_csv((*law.HEADER, *law.MORE), lines))
    else:
        short = [line[: len(law.HEADER)] for line in lines]
        click.echo(tables.table(law.HEADER, short) if short else "Geen verplichtingen gevonden.")
