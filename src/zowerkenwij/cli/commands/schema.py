"""``schema``: the JSON Schemas of the records."""

from __future__ import annotations

from pathlib import Path

import click

from zowerkenwij.cli.dutch import DutchCommand
from zowerkenwij.cli.refusal import Refusal

_EXAMPLES = """
zowerkenwij schema
zowerkenwij schema --check
zowerkenwij schema --write -o schemas
"""


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="De JSON Schema's van alle records, voor editors en andere programma's. "
    "Zonder optie: de lijst. --write schrijft ze, --check vergelijkt ze met het model.",
)  # fmt: skip
@click.option("--write", "write", is_flag=True, help="Schrijf de schema's.")
@click.option("--check", "check", is_flag=True, help="Vergelijk de schema's met het model.")
@click.option(
    "-o", "output", type=click.Path(path_type=Path), default=Path("schemas"), metavar="MAP",
    help="Map van de schema's. Anders: schemas.",
)  # fmt: skip
def command(output: Path, *, write: bool, check: bool) -> int:
    """List, write or compare the schemas."""
    from zowerkenwij.store import schema
    from zowerkenwij.store.errors import WriteError, reason

    if write and check:
        raise Refusal("Kies --write of --check, niet allebei.", 2)
    if check:
        drifts = schema.check(output)
        for drift in drifts:
            click.echo(drift)
        click.echo(f"{len(drifts)} verschillen." if drifts else "De schema's zijn bij.")
        return 1 if drifts else 0
    if write:
        try:
            for path in schema.write(output):
                click.echo(path)
        except WriteError as error:
            raise Refusal(error.message, 3) from error
        except OSError as error:
            raise Refusal(f"Schrijven in '{output}' lukt niet: {reason(error)}.", 3) from error
        return 0
    for name in sorted(schema.schemas()):
        click.echo(name)
    return 0
