# ruff: noqa: N999 - the command has this name
"""``import``: a Word file as a new draft, or as a revision of the record it came from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zowerkenwij.cli import context
from zowerkenwij.cli.dutch import DutchCommand
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from datetime import date

    from zowerkenwij.cli.importing import Outcome, Wish

_WAYS = ("ask", "accept", "reject", "list")
_EXAMPLES = """
zowerkenwij import meldcode.docx
zowerkenwij import meldcode.docx --changes list
zowerkenwij import oud-protocol.docx --type protocol --owner director
"""


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Lees een Word-bestand in: als nieuw concept, of als wijziging van het document waar het "
    "bestand van gemaakt is. Alleen wat echt anders is, verandert.",
)  # fmt: skip
@click.argument("file", type=click.Path(path_type=Path), metavar="BESTAND.docx")
@click.option("--id", "id_", metavar="ID", help="Het document waar dit bestand bij hoort.")
@click.option("--type", "type_", metavar="SOORT", help="Maak een nieuw document van deze soort.")
@click.option("--owner", metavar="ROL", help="De rol die een nieuw document bijhoudt.")
@click.option("--changes", type=click.Choice(_WAYS), default="ask", metavar="KEUZE",
              help="Bijgehouden wijzigingen: ask (stop als ze er zijn), accept, reject of list.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Toon alleen wat er zou veranderen.")
@context.format_option("text", "json", default="text")
@context.as_of_option
@context.handbook_option
def command(
    file: Path, id_: str | None, type_: str | None, owner: str | None, changes: str, format_: str,
    as_of: date, folder: Path | None, *, dry_run: bool,
) -> int:  # fmt: skip
    """Read, replay, write the work tree, and tell."""
    from zowerkenwij.cli.importing import Wish

    return _import(
        file, Wish(id_, type_, owner, changes, as_of, file.stem), folder, format_, dry_run=dry_run
    )


def _import(file: Path, wish: Wish, folder: Path | None, format_: str, *, dry_run: bool) -> int:
    from zowerkenwij import store
    from zowerkenwij.cli import importing

    location = context.locate(folder)
    handbook = context.load(folder)
    doc = importing.read_file(file)
    outcome = importing.imported(handbook, location.root, doc, wish)
    asks = wish.changes == "ask" and bool(doc.changes)
    writes = not (dry_run or asks or wish.changes == "list")
    if writes and outcome.files:
        try:
            store.write(location.root, outcome.files)
        except store.StoreError as error:
            raise Refusal(error.message, 3) from error
    if format_ == "json":
        context.echo_json(_json(outcome, written=writes))
    else:
        _tell(outcome, written=writes, asks=asks)
    return 1 if asks else 0


def _json(outcome: Outcome, *, written: bool) -> dict[str, Any]:
    doc = outcome.document
    keys = ("n", "kind", "author", "on", "section", "before", "after")
    said = ("author", "on", "text", "quote", "parent", "resolved")
    return {
        "id": outcome.id,
        "is_new": outcome.is_new,
        "blocks": outcome.blocks,
        "changed_blocks": outcome.changed,
        "changes": [{k: getattr(c, k) for k in keys} for c in doc.changes],
        "comments": [{k: getattr(c, k) for k in said} for c in doc.comments],
        "losses": [{"kind": x.kind, "where": x.where, "text": x.text} for x in doc.losses],
        "written": written and bool(outcome.files),
    }


_KINDS = {
    "insert": "toegevoegd", "delete": "verwijderd", "move": "verplaatst", "format": "opmaak",
    "paragraph-insert": "alinea gesplitst", "paragraph-delete": "alinea's samengevoegd",
    "row-insert": "rij toegevoegd", "row-delete": "rij verwijderd", "numbering": "nummering",
    "cell-insert": "cel toegevoegd", "cell-delete": "cel verwijderd",
}  # fmt: skip


def _tell(outcome: Outcome, *, written: bool, asks: bool) -> None:
    doc = outcome.document
    for change in doc.changes:
        words = " → ".join(repr(x) for x in (change.before, change.after) if x)
        where = f" onder '{change.section}'" if change.section else ""
        click.echo(f"Wijziging {change.n}: {_KINDS[change.kind]} door {change.author or 'onbekend'}"
                   f" ({change.on[:10] or 'geen datum'}){where}: {words}")  # fmt: skip
    for comment in doc.comments:
        state = " (opgelost)" if comment.resolved else ""
        click.echo(
            f"Opmerking van {comment.author or 'onbekend'}{state} bij '{comment.quote}': {comment.text}"
        )
    for loss in doc.losses:
        where = f" onder '{loss.where}'" if loss.where else ""
        click.echo(f"Niet overgenomen ({loss.kind}){where}: {loss.text}")
    for note in outcome.notes:
        click.echo(note)
    if asks:
        click.echo("Er zijn bijgehouden wijzigingen. Er is niets geschreven. Kies --changes accept of "
                   "--changes reject, of verwerk ze eerst in Word.", err=True)  # fmt: skip
    elif not outcome.changed:
        click.echo(f"'{outcome.id}': er is niets veranderd.")
    else:
        done = "geschreven" if written else "niet geschreven"
        what = "nieuw concept" if outcome.is_new else f"{outcome.changed} blok(ken) anders"
        click.echo(f"'{outcome.id}': {what}, {done}. Kijk het na met 'zowerkenwij check'.")
