"""click in plain Dutch: help pages, and messages about wrong usage."""

from __future__ import annotations

import difflib
from typing import Any

import click

_TYPES = {
    "INTEGER": "GETAL",
    "TEXT": "TEKST",
    "PATH": "PAD",
    "DIRECTORY": "MAP",
    "FILE": "BESTAND",
    "DATE": "JJJJ-MM-DD",
}


class DutchFormatter(click.HelpFormatter):
    """Writes ``Gebruik:`` instead of ``Usage:``."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Gebruik: ")


class DutchContext(click.Context):
    """A context whose help pages are Dutch and 96 columns wide at most."""

    formatter_class = DutchFormatter


class DutchCommand(click.Command):
    """A command with Dutch help and examples (``epilog``)."""

    context_class = DutchContext

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Toon deze uitleg."
        return option

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        pieces = super().collect_usage_pieces(ctx)
        return ["[OPTIES]" if piece == "[OPTIONS]" else piece for piece in pieces]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [row for p in self.get_params(ctx) if (row := p.get_help_record(ctx)) is not None]
        if rows:
            with formatter.section("Opties"):
                formatter.write_dl([(_dutch_types(name), _dutch(text)) for name, text in rows])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.epilog:
            with formatter.section("Voorbeelden"):
                for line in self.epilog.strip().splitlines():
                    formatter.write(f"  {line.strip()}\n")


class DutchGroup(DutchCommand, click.Group):
    """A group of commands with Dutch help."""

    command_class = DutchCommand

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [
            p.replace("COMMAND [ARGS]...", "OPDRACHT …") for p in super().collect_usage_pieces(ctx)
        ]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        DutchCommand.format_options(self, ctx, formatter)
        rows = [(name, self.short_help_of(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Opdrachten"):
            formatter.write_dl(rows)

    def short_help_of(self, ctx: click.Context, name: str) -> str:
        """One line about a command."""
        command = self.get_command(ctx, name)
        return command.get_short_help_str(90) if command else ""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            near = difflib.get_close_matches(args[0], self.list_commands(ctx), 1)
            tip = f" Bedoel je '{near[0]}'?" if near else ""
            message = f"De opdracht '{args[0]}' bestaat niet.{tip} Zie --help voor alle opdrachten."
            raise click.UsageError(message, ctx)
        return super().resolve_command(ctx, args)


def _dutch(text: str) -> str:
    return text.removesuffix("  [required]") + " Verplicht." if "[required]" in text else text


def _dutch_types(text: str) -> str:
    for english, dutch in _TYPES.items():
        text = text.replace(english, dutch)
    return text


def message(error: click.ClickException) -> str:
    """What went wrong in the usage, in Dutch."""
    if isinstance(error, click.NoSuchOption):
        near = f" Bedoel je {error.possibilities[0]}?" if error.possibilities else ""
        return f"De optie {error.option_name} bestaat niet.{near} Zie --help voor alle opties."
    if isinstance(error, click.MissingParameter):
        return f"Er ontbreekt iets: {_name(error.param)}. Zie --help voor een voorbeeld."
    if isinstance(error, click.BadOptionUsage):
        return f"De optie {error.option_name} is niet goed gebruikt. Zie --help voor een voorbeeld."
    if isinstance(error, click.BadParameter):
        return _bad_parameter(error)
    text = error.format_message()
    if text.startswith("Got unexpected extra argument"):
        extra = text.partition("(")[2].rstrip(")")
        return f"Dit woord begrijp ik niet op deze plaats: {extra}. Zie --help voor een voorbeeld."
    return text


def _bad_parameter(error: click.BadParameter) -> str:
    name = _name(error.param)
    kind: Any = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"De waarde bij {name} kan niet. Kies uit: {', '.join(kind.choices)}."
    if isinstance(kind, click.Path) or kind is None:
        return f"De waarde bij {name} kan niet: bestaat dit pad en mag je het lezen?"
    return f"De waarde bij {name} kan niet: {error.message}"


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return "een waarde"
    if isinstance(param, click.Option):
        return param.opts[0]
    return param.make_metavar(
        click.get_current_context(silent=True) or click.Context(click.Command(""))
    )
