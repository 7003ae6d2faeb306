"""``export``: texts as Word, Markdown, HTML or PDF files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zowerkenwij.cli import context
from zowerkenwij.cli.dutch import DutchCommand
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from datetime import date

    from zowerkenwij.cli.exporting import Ask

FORMS = ("docx", "md", "html", "pdf")
AUDIENCES = ("public", "on-request", "staff", "restricted")
_EXAMPLES = """
zowerkenwij export meldcode
zowerkenwij export meldcode --audience on-request --to pdf -o meldcode.pdf
zowerkenwij export --all -o handboek-in-word
zowerkenwij export --all --audience public -o handboek.pdf
zowerkenwij export meldcode --template huisstijl.docx
zowerkenwij export --check-template huisstijl.docx
"""


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Maak bestanden van teksten: in Word om te bewerken, of met --clean om uit te delen.",
)  # fmt: skip
@click.argument("ids", nargs=-1, metavar="ID…")
@click.option("--all", "everything", is_flag=True,
              help="Alle documenten: in een map elk een bestand, of samen één bestand.")  # fmt: skip
@click.option("--to", "form", type=click.Choice(FORMS), metavar="VORM",
              help=f"Vorm: {', '.join(FORMS)}. Anders: wat -o zegt, of docx. Html en pdf zijn "
              "altijd om uit te delen.")  # fmt: skip
@click.option("-o", "output", type=click.Path(path_type=Path), default=Path(), metavar="PAD",
              help="Een bestand (met een punt in de naam) of een map. Anders: deze map. Meer "
              "documenten in één bestand worden samen één handboek.")  # fmt: skip
@click.option("--version", "version", metavar="NUMMER", help="Deze vastgestelde versie.")
@click.option("--draft", is_flag=True, help="De tekst waaraan gewerkt wordt.")
@click.option("--school", metavar="SCHOOL", help="Zoals deze school de tekst heeft.")
@click.option("--audience", type=click.Choice(AUDIENCES), metavar="DOELGROEP",
              help="Voor wie. Anders: de doelgroep van het document.")  # fmt: skip
@click.option("--clean", is_flag=True, help="Om uit te delen: zonder gegevens voor bewerken.")
@click.option("--template", type=click.Path(path_type=Path), metavar="BESTAND.docx",
              help="Huisstijl: alleen stijlen, bladspiegel, kop- en voettekst, lijsten en thema "
              "worden gebruikt.")  # fmt: skip
@click.option("--check-template", "judged", type=click.Path(path_type=Path), metavar="BESTAND.docx",
              help="Zeg welke stijlen een huisstijl mist; met -o een kopie die ze heeft.")  # fmt: skip
@context.as_of_option
@context.handbook_option
def command(
    ids: tuple[str, ...], form: str | None, output: Path, version: str | None, school: str | None,
    audience: str | None, as_of: date, folder: Path | None, template: Path | None,
    judged: Path | None, *, everything: bool, draft: bool, clean: bool,
) -> int:  # fmt: skip
    """Write the files and name them, or judge a template."""
    from zowerkenwij.cli.export_files import form_of
    from zowerkenwij.cli.exporting import Ask

    if judged is not None:
        if ids or everything:
            raise Refusal("Geef bij --check-template geen ids en geen --all.", 2)
        return _judge(judged, output)
    ask = Ask(form_of(form, output), version, as_of, school, audience, draft=draft, clean=clean)
    return _export(folder, ids, ask, output, template, everything=everything)


def _export(
    folder: Path | None, ids: tuple[str, ...], ask: Ask, output: Path, template: Path | None,
    *, everything: bool,
) -> int:  # fmt: skip
    from dataclasses import replace

    from zowerkenwij.cli import export_files, house_template

    if ask.draft and ask.version:
        raise Refusal("Kies --draft of --version, niet allebei.", 2)
    if template and ask.form != "docx":
        raise Refusal(f"--template is voor Word. Met --to {ask.form} kan dat niet.", 2)
    location = context.locate(folder)
    own = house_template.template(template) if template else None
    ask = replace(ask, root=location.root, template=own)
    if export_files.is_of_day(ask, output, everything=everything and not ids):
        with context.no_collecting():
            written = export_files.export_day(location, ask, output)
    else:
        handbook = context.read(location)
        written = export_files.export(handbook, ids, ask, output, everything=everything)
    click.echo("\n".join(map(str, written.paths)))
    return 0 if written.is_whole else 1


def _judge(path: Path, output: Path) -> int:
    from zowerkenwij.cli import export_files, house_template

    found = house_template.template(path)
    completes = bool(output.suffix) and not output.is_dir()
    for line in house_template.report(found, path.name, completes=completes):
        click.echo(line)
    if not completes:
        return 1 if found.notes else 0
    if output.resolve() == path.resolve():
        raise Refusal("Geef met -o een andere naam dan die van het sjabloon zelf.", 2)
    export_files.save({output: house_template.completed(path)})
    click.echo(str(output))
    return 0
