"""``diff``: what changed between two versions of a document, by section and word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zowerkenwij.cli import context
from zowerkenwij.cli.dutch import DutchCommand
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from datetime import date

    from zowerkenwij.cli.difference import Difference

_EXAMPLES = """
zowerkenwij diff meldcode
zowerkenwij diff meldcode --from 1.0 --to 2.0
zowerkenwij diff meldcode --format html -o verschil.html
zowerkenwij diff meldcode --from 1.0 --to 2.0 --format docx -o verschil.docx
"""


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Toon wat er veranderde: per onderdeel, tot op het woord. Zonder --from en --to: van de "
    "nieuwste vastgestelde versie naar de tekst waaraan gewerkt wordt.",
)  # fmt: skip
@click.argument("id_", metavar="ID")
@click.option("--from", "from_", metavar="VERSIE", help="De oude versie, bijvoorbeeld 1.0.")
@click.option("--to", default="draft", metavar="VERSIE", help="De nieuwe versie, of draft.")
@context.format_option("text", "json", "html", "docx", default="text")
@click.option(
    "-o", "output", type=click.Path(path_type=Path), metavar="PAD", help="Schrijf naar dit bestand."
)
@click.option("--template", type=click.Path(path_type=Path), metavar="BESTAND.docx",
              help="De huisstijl van een Word-bestand, zoals bij export.")  # fmt: skip
@context.as_of_option
@context.handbook_option
def command(
    id_: str, from_: str | None, to: str, format_: str, output: Path | None,
    template: Path | None, as_of: date, folder: Path | None,
) -> None:  # fmt: skip
    """Print the difference, or write it to a file."""
    from zowerkenwij.cli import difference

    if format_ == "docx":
        _redline(folder, id_, (from_, to), as_of, output, template)
        return
    if template is not None:
        raise Refusal(
            "--template hoort bij --format docx. Geef dat erbij, of laat de huisstijl weg.", 2
        )
    found = _difference(folder, id_, from_, to)
    coloured = format_ == "text" and output is None and difference.may_colour()
    result = difference.FORMATS[format_](found, coloured)
    if output is None:
        click.echo(result)
        return
    _write(output, f"{result}\n".encode())


def _redline(
    folder: Path | None, id_: str, versions: tuple[str | None, str], day: date,
    output: Path | None, template: Path | None,
) -> None:  # fmt: skip
    from zowerkenwij.cli import export_files, house_template
    from zowerkenwij.cli.redlining import redline

    if output is None:
        raise Refusal("Een Word-bestand past niet op het scherm. Geef met -o een bestand op.", 2)
    location = context.locate(folder)
    handbook = context.read(location)
    document = context.document(handbook, id_)
    old, to = versions[0] or _newest(document), versions[1]
    before, after = _body(handbook, document, old), _body(handbook, document, to)
    export_files.judge_place(output, "docx")
    own = house_template.template(template) if template else None
    texts = (old, before), (to, after)
    made = redline(handbook, location.root, document, texts, day, own)
    export_files.save({output: made})


def _write(output: Path, data: bytes) -> None:
    try:
        output.write_bytes(data)
    except OSError as error:
        raise Refusal(f"'{output}' is niet te schrijven. Kies een andere plaats.", 3) from error


def _difference(folder: Path | None, id_: str, from_: str | None, to: str) -> Difference:
    from zowerkenwij.cli.difference import Difference
    from zowerkenwij.store.single import load_one
    from zowerkenwij.text.compare import compare

    location = context.locate(folder)
    handbook = load_one(location, id_) or context.read(location)
    found = context.document(handbook, id_)
    if found.id != id_:
        click.echo(f"'{id_}' heet nu '{found.id}'.", err=True)
    if from_ is None:
        from_ = _newest(found)
    before, after = _body(handbook, found, from_), _body(handbook, found, to)
    return Difference(found.id, found.title, from_, to, compare(before, after))


def _newest(document: Any) -> str:
    if not document.record.versions:
        raise Refusal(
            f"'{document.id}' heeft nog geen vastgestelde versie om mee te vergelijken. "
            "Met 'zowerkenwij show --draft' zie je het concept."
        )
    return str(document.record.versions[-1].version)


def _body(handbook: Any, document: Any, version: str) -> str:
    if version == "draft":
        return str(document.body)
    file = handbook.version_files.get((document.id, version))
    if file is None:
        file = next(
            (f for f in handbook.versions
             if f.record.version == version and f.record.id in document.record.former_ids), None,
        )  # fmt: skip
    if file is None:
        known = ", ".join(v.version for v in document.record.versions) or "nog geen"
        raise Refusal(f"Versie {version} van '{document.id}' bestaat niet. Er is: {known}.")
    return str(file.body)
