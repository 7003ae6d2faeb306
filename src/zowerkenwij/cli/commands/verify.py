"""``verify``: proof that adopted texts were never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zowerkenwij.cli import context
from zowerkenwij.cli.dutch import DutchCommand
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from zowerkenwij.store.verify import Verdict

_EXAMPLES = """
zowerkenwij verify
zowerkenwij verify --format json
"""


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Bewijs dat elke vastgestelde tekst nog is zoals hij is vastgesteld: alle kenmerken "
    "opnieuw berekend, en de hele geschiedenis nagelopen.",
)  # fmt: skip
@context.format_option("text", "json", default="text")
@context.handbook_option
def command(format_: str, folder: Path | None) -> int:
    """Verify, print, and answer with 1 when something does not match, 3 without history."""
    verdict = _verdict(folder)
    if format_ == "json":
        context.echo_json(
            {
                "checked": verdict.checked,
                "matching": verdict.matching,
                "problems": [p._asdict() for p in verdict.problems],
            }
        )
    else:
        click.echo(_text(verdict))
    if verdict.unseen:
        raise Refusal(verdict.unseen, 1 if verdict.problems else 3)
    return 1 if verdict.problems else 0


def _verdict(folder: Path | None) -> Verdict:
    from zowerkenwij import store
    from zowerkenwij.store.verify import verify

    try:
        with context.no_collecting():
            return verify(context.locate(folder))
    except store.StoreError as error:
        raise Refusal(error.message, 3) from error


def _text(verdict: Verdict) -> str:
    lines = []
    for problem in verdict.problems:
        version = f" {problem.version}" if problem.version else ""
        lines.append(f"{problem.document}{version}\n  {problem.problem}")
    if not verdict.problems:
        return f"Alle {verdict.checked} vastgestelde teksten kloppen."
    count = len(verdict.problems)
    found = "1 afwijking" if count == 1 else f"{count} afwijkingen"
    lines.append(
        f"{found}. {verdict.matching} van de {verdict.checked} vastgestelde teksten kloppen."
    )
    return "\n\n".join(lines)
