"""The program: its commands are imported only when they are called, so that help is instant."""

from __future__ import annotations

import importlib
import re

import click

from zowerkenwij import __version__
from zowerkenwij.cli import dutch
from zowerkenwij.cli.refusal import Refusal

COMMANDS: dict[str, str] = {
    "init": "Maak een nieuw handboek met één school.",
    "check": "Controleer het handboek met alle regels.",
    "rules": "Toon de regels, of leg één regel uit.",
    "list": "Toon het register van documenten.",
    "show": "Toon de tekst van een document.",
    "import": "Lees een Word-bestand in: een nieuw concept of een wijziging.",
    "export": "Maak bestanden van teksten: Word, Markdown, HTML of PDF.",
    "history": "Toon de geschiedenis van een document.",
    "diff": "Toon wat er verschilt tussen twee versies.",
    "new": "Begin een nieuw document.",
    "consult": "Leg vast wat een orgaan zei over een tekst.",
    "adopt": "Stel een tekst vast als nieuwe versie.",
    "withdraw": "Trek een document in.",
    "rename": "Geef een document een ander id.",
    "school": "Toon de scholen, of vul het plan van een school in.",
    "review": "De jaarlijkse evaluatie: agenda, besluiten en data.",
    "obligations": "Toon waar elke verplichting is uitgewerkt.",
    "verify": "Bewijs dat geen vastgestelde tekst is veranderd.",
    "publish": "Maak de website voor een doelgroep.",
    "serve": "Bekijk de website op deze computer.",
    "schema": "Toon, schrijf of vergelijk de JSON Schema's.",
}


_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class LazyGroup(dutch.DutchGroup):
    """Finds a command ``name`` as ``command`` in ``zowerkenwij.cli.commands.<name>``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"zowerkenwij.cli.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def short_help_of(self, ctx: click.Context, name: str) -> str:
        return COMMANDS[name]


@click.command(
    cls=LazyGroup,
    help="Zo werken wij! Het kwaliteitshandboek van een schoolstichting: "
    "maken, controleren en publiceren.",
    epilog="zowerkenwij init mijn-handboek\nzowerkenwij check\n"
    "zowerkenwij publish --audience all -o site",
)
@click.version_option(__version__, message="zowerkenwij %(version)s", help="Toon het versienummer.")
def program() -> None:
    """Everything is in the commands."""


def run(argv: list[str]) -> int:
    """Carry out a command; its exit code."""
    try:
        result = program.main(argv, prog_name="zowerkenwij", standalone_mode=False)
    except Refusal as refusal:
        return _say(str(refusal), refusal.exit_code)
    except click.Abort:
        return _say("Gestopt. Er is niets gewijzigd.", 1)
    except click.ClickException as error:
        return _say(dutch.message(error), error.exit_code)
    return result if isinstance(result, int) else 0


def _say(text: str, code: int) -> int:
    click.echo(_UNPRINTABLE.sub("�", text), err=True)
    return code
