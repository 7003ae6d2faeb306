"""``publish``: the site for an audience."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zowerkenwij.cli import context
from zowerkenwij.cli.dutch import DutchCommand
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from datetime import date

AUDIENCES = ("public", "on-request", "staff", "restricted", "draft", "all")
_EXAMPLES = """
zowerkenwij publish --audience public -o site
zowerkenwij publish --audience all -o sites --strict
"""


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Maak de website voor één doelgroep, of met 'all' een map per doelgroep. "
    "Bij een fout in het handboek of een lek stopt het en blijft de oude site staan.",
)  # fmt: skip
@click.option(
    "--audience", type=click.Choice(AUDIENCES), default="public", metavar="DOELGROEP",
    help=f"Voor wie: {', '.join(AUDIENCES)}.",
)  # fmt: skip
@click.option(
    "-o", "output", type=click.Path(path_type=Path), default=Path("site"), metavar="MAP",
    help="Waar de site komt. Anders: site.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Stop ook bij een waarschuwing.")
@context.as_of_option
@context.handbook_option
def command(folder: Path | None, as_of: date, audience: str, output: Path, *, strict: bool) -> None:
    """Build, pass the gate, and put the site in its place."""
    from zowerkenwij.site import build

    gc.set_threshold(50_000, 20, 50)  # many small lasting values: look for garbage less often
    location = context.locate(folder)
    try:
        sites = build.publish(location, audience, as_of, output, strict=strict)
    except build.PublishError as error:
        raise Refusal(error.message, error.exit_code) from error
    for site in sites:
        click.echo(f"Klaar: {site}")
