"""``init``: a new handbook with one school, ready to check and publish."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from zowerkenwij.cli.dutch import DutchCommand
from zowerkenwij.cli.refusal import Refusal

_EXAMPLES = """
zowerkenwij init mijn-handboek
"""


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Maak in een lege MAP een klein handboek met één school. Het is meteen te controleren en te bekijken.",
)  # fmt: skip
@click.argument("folder", metavar="MAP", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Write the starter handbook and put it under version control."""
    from zowerkenwij import store
    from zowerkenwij.store import starter
    from zowerkenwij.store.errors import reason

    try:
        if not starter.is_empty(folder):
            raise Refusal(f"'{folder}' is niet leeg of geen map. Kies een nieuwe of lege map.")
        kept = starter.create(folder, date.today())  # noqa: DTZ011
    except store.StoreError as error:
        raise Refusal(error.message, 3) from error
    except OSError as error:
        raise Refusal(f"Schrijven in '{folder}' lukt niet: {reason(error)}.", 3) from error
    if not kept:
        click.echo(
            "Let op: git is niet gevonden. Het handboek werkt, maar wijzigingen worden niet bewaard.",
            err=True,
        )
    click.echo(_ready(folder))


def _ready(folder: Path) -> str:
    is_here = folder.resolve() == Path.cwd()
    there = f'"{folder}"' if " " in str(folder) else str(folder)
    go = "" if is_here else f"  cd {there}\n"
    return (
        f"Het handboek staat klaar in {'deze map' if is_here else folder}.\n\n{go}"
        "  zowerkenwij check     controleer het\n"
        "  zowerkenwij serve     bekijk het in je browser\n"
    )
