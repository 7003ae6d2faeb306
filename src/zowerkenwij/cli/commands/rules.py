"""``rules``: the catalogue, and one rule explained."""

from __future__ import annotations

from typing import Any

import click

from zowerkenwij.cli import context
from zowerkenwij.cli.dutch import DutchCommand
from zowerkenwij.cli.refusal import Refusal

_EXAMPLES = """
zowerkenwij rules
zowerkenwij rules ZW204
zowerkenwij rules --format json
"""


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Toon alle regels, of leg één regel uit: wat, waarom, hoe je het herstelt, en een voorbeeld.",
)  # fmt: skip
@click.argument("code", metavar="[CODE]", required=False)
@context.format_option("text", "json", default="text")
def command(code: str | None, format_: str) -> None:
    """Print the catalogue or one rule."""
    from zowerkenwij.rules import RULES

    chosen = [
        r
        for r in sorted(RULES.values(), key=lambda r: r.code)
        if code is None or code.upper() == r.code or code == r.slug
    ]
    if not chosen:
        raise Refusal(f"De regel {code} bestaat niet. Zie 'zowerkenwij rules' voor alle regels.", 2)
    if format_ == "json":
        context.echo_json({"rules": [as_dict(rule) for rule in chosen]})
    elif code is None:
        click.echo(_catalogue(chosen))
    else:
        click.echo(explained(chosen[0]))


def as_dict(rule: Any) -> dict[str, Any]:
    """One rule as plain values."""
    keys = ("code", "slug", "severity", "title", "why", "repair", "good", "bad")
    return {key: getattr(rule, key) for key in keys}


def _catalogue(rules: list[Any]) -> str:
    from zowerkenwij.cli import output, tables

    rows = [(r.code, r.slug, output.LABELS[r.severity], r.title) for r in rules]
    return tables.table(("Code", "Naam", "Ernst", "Wat"), rows)


def explained(rule: Any) -> str:
    """One rule in full."""
    from zowerkenwij.cli import output

    def block(text: str) -> str:
        return "\n".join(f"    {line}" for line in text.strip("\n").splitlines())

    return "\n\n".join(
        [
            click.style(f"{rule.code} {rule.slug} ({output.LABELS[rule.severity]})", bold=True),
            rule.title,
            f"Waarom: {rule.why}",
            f"Wat doe je: {rule.repair}",
            f"Niet goed:\n{block(rule.bad)}",
            f"Goed:\n{block(rule.good)}",
        ]
    )
