"""``serve``: look at the site on this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zowerkenwij.cli import context
from zowerkenwij.cli.dutch import DutchCommand
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_EXAMPLES = """
zowerkenwij serve
zowerkenwij serve --audience staff --port 8001
"""


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Bekijk de website in je browser. Na een wijziging in het handboek ververst de pagina. "
    "Stop met Ctrl-C.",
)  # fmt: skip
@click.option(
    "--audience", type=click.Choice(("public", "on-request", "staff", "restricted", "draft")),
    default="draft", metavar="DOELGROEP", help="Voor wie. Anders: draft, de concepten.",
)  # fmt: skip
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    metavar="GETAL",
    help="Poort. Anders: 8000.",
)
@context.as_of_option
@context.handbook_option
def command(folder: Path | None, as_of: date, audience: str, port: int) -> None:
    """Serve until Ctrl-C."""
    from zowerkenwij.site import build

    location = context.locate(folder)
    click.echo(f"De site komt op http://127.0.0.1:{port}/ (stoppen: Ctrl-C).")
    try:
        build.serve(location, audience, as_of, port)
    except build.PublishError as error:
        raise Refusal(error.message, error.exit_code) from error
