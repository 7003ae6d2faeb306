"""``export``: texts as Word, Markdown, HTML or PDF files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zowerkenwij.cli import context
from zowerkenwij.cli.dutch import DutchCommand

if TYPE_CHECKING:
    from datetime import date

FORMS = ("docx", "md", "html", "pdf")
AUDIENCES = ("public", "on-request", "staff", "restricted")
_EXAMPLES = """
zowerkenwij export meldcode
zowerkenwij export meldcode --audience on-request --to pdf -o meldcode.pdf
zowerkenwij export --all -o handboek-in-word
"""


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Maak bestanden van teksten: in Word om te bewerken, of met --clean om uit te delen.",
)  # fmt: skip
@click.argument("ids", nargs=-1, metavar="ID…")
@click.option(
    "--all", "everything", is_flag=True, help="Alle documenten, elk in een eigen bestand."
)
@click.option("--to", "form", type=click.Choice(FORMS), default="docx", metavar="VORM",
              help=f"Vorm: {', '.join(FORMS)}. Html en pdf zijn altijd om uit te delen.")  # fmt: skip
@click.option("-o", "output", type=click.Path(path_type=Path), default=Path(), metavar="PAD",
              help="Een bestand (met een punt in de naam) of een map. Anders: deze map.")  # fmt: skip
@click.option("--version", "version", metavar="NUMMER", help="Deze vastgestelde versie.")
@click.option("--draft", is_flag=True, help="De tekst waaraan gewerkt wordt.")
@click.option("--school", metavar="SCHOOL", help="Zoals deze school de tekst heeft.")
@click.option("--audience", type=click.Choice(AUDIENCES), metavar="DOELGROEP",
              help="Voor wie. Anders: de doelgroep van het document.")  # fmt: skip
@click.option("--clean", is_flag=True, help="Om uit te delen: zonder gegevens voor bewerken.")
@context.as_of_option
@context.handbook_option
def command(
    ids: tuple[str, ...], form: str, output: Path, version: str | None, school: str | None,
    audience: str | None, as_of: date, folder: Path | None,
    *, everything: bool, draft: bool, clean: bool,
) -> None:  # fmt: skip
    """Write the files and name them."""
    from zowerkenwij.cli import exporting

    location = context.locate(folder)
    ask = exporting.Ask(
        form, version, as_of, school, audience, draft=draft, clean=clean, root=location.root
    )
    handbook = context.read(location)
    for path in exporting.export(handbook, ids, ask, output, everything=everything):
        click.echo(str(path))
