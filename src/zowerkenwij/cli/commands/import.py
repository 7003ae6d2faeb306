# ruff: noqa: N999 - the command has this name
"""``import``: a Word file as a new draft, or as a revision of the record it came from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zowerkenwij.cli import context, deciding
from zowerkenwij.cli.dutch import DutchCommand

if TYPE_CHECKING:
    from datetime import date

    from zowerkenwij.cli.importing import Outcome, Wish

_WAYS = ("ask", "accept", "reject", "list")
_SIDES = ("ask", "handbook", "word")
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
@click.option("--conflicts", type=click.Choice(_SIDES), default="ask", metavar="KEUZE",
              help="Stukken die in Word én in het handboek zijn gewijzigd: ask (stop en toon ze "
              "naast elkaar), handbook of word (van wie de tekst blijft staan).")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Toon alleen wat er zou veranderen.")
@deciding.commit_option
@context.format_option("text", "json", default="text")
@context.as_of_option
@context.handbook_option
def command(
    file: Path, id_: str | None, type_: str | None, owner: str | None, changes: str,
    conflicts: str, format_: str, as_of: date, folder: Path | None, *, dry_run: bool,
    commits: bool,
) -> int:  # fmt: skip
    """Read, replay, write the work tree, and tell."""
    from zowerkenwij.cli.importing import Wish

    wish = Wish(id_, type_, owner, changes, as_of, conflicts, file.stem)
    return _import(file, wish, folder, format_, dry_run=dry_run, commits=commits)


def _import(
    file: Path, wish: Wish, folder: Path | None, format_: str, *, dry_run: bool, commits: bool
) -> int:
    from concurrent.futures import ThreadPoolExecutor

    from zowerkenwij.cli import importing

    location = context.locate(folder)
    with ThreadPoolExecutor(1) as pool:  # the file is read by a process of its own meanwhile
        reading = pool.submit(importing.read_file, file)
        handbook = context.load(folder)
        doc = reading.result()
    outcome = importing.imported(handbook, location.root, doc, wish)
    asks = wish.changes == "ask" and bool(doc.changes)
    clash = wish.conflicts == "ask" and bool(outcome.conflicts) and wish.changes != "list"
    writes = not (dry_run or asks or clash or wish.changes == "list")
    if writes and outcome.files:
        message = f"{outcome.id}: ingelezen uit Word" if commits else None
        deciding.put(location, handbook, outcome.files, message)
    if format_ == "json":
        context.echo_json(_json(outcome, written=writes))
    else:
        _tell(outcome, written=writes)
    if asks:
        click.echo("Er zijn bijgehouden wijzigingen. Er is niets geschreven. Kies --changes accept of "
                   "--changes reject, of verwerk ze eerst in Word.", err=True)  # fmt: skip
    elif clash:
        click.echo("Dezelfde plaats is in Word en in het handboek gewijzigd. Er is niets geschreven. "
                   "Kies --conflicts handbook of --conflicts word, of pas het in Word aan.", err=True)  # fmt: skip
    return 1 if asks or clash else 0


def _json(outcome: Outcome, *, written: bool) -> dict[str, Any]:
    doc = outcome.document
    keys = ("n", "kind", "author", "on", "section", "before", "after")
    said = ("author", "on", "text", "quote", "parent", "resolved")
    return {
        "id": outcome.id,
        "path": outcome.path,
        "is_new": outcome.is_new,
        "blocks": outcome.blocks,
        "changed_blocks": outcome.changed,
        "changes": [{k: getattr(c, k) for k in keys} for c in doc.changes],
        "comments": [{k: getattr(c, k) for k in said} for c in doc.comments],
        "losses": [{"kind": x.kind, "where": x.where, "text": x.text} for x in doc.losses],
        "edits": [
            {"section": e.section, "before": e.before, "after": e.after} for e in outcome.edits
        ],
        "conflicts": [
            {"section": c.section, "base": c.base, "handbook": c.ours, "word": c.theirs}
            for c in outcome.conflicts
        ],
        "proposals": outcome.proposals,
        "slots": [{"name": s.name, "shown": s.shown, "word": s.now} for s in outcome.slots],
        "notes": outcome.notes,
        "written": written and bool(outcome.files),
    }


_KINDS = {
    "insert": "toegevoegd", "delete": "verwijderd", "move": "verplaatst", "format": "opmaak",
    "paragraph-insert": "alinea gesplitst", "paragraph-delete": "alinea's samengevoegd",
    "row-insert": "rij toegevoegd", "row-delete": "rij verwijderd", "numbering": "nummering",
    "cell-insert": "cel toegevoegd", "cell-delete": "cel verwijderd",
}  # fmt: skip


_LABELS = {
    "version": "versie", "adopted": "vastgesteld", "owner": "eigenaar", "status": "status",
    "date": "datum", "title": "titel", "author": "auteur", "effective": "van kracht",
    "cover": "omslag of versietabel",
}  # fmt: skip


def _tell(outcome: Outcome, *, written: bool) -> None:
    doc = outcome.document
    for change in doc.changes:
        words = " → ".join(f"'{x}'" for x in (change.before, change.after) if x)
        click.echo(f"Wijziging {change.n}: {_KINDS[change.kind]} door {change.author or 'onbekend'}"
                   f" ({change.on[:10] or 'geen datum'}){_under(change.section)}: {words}")  # fmt: skip
    for edit in outcome.edits:
        lines = [f"  - {x}" for x in edit.before.split("\n") if x]
        lines += [f"  + {x}" for x in edit.after.split("\n") if x]
        click.echo("\n".join((f"Anders{_under(edit.section)}:", *lines)))
    for comment in doc.comments:
        state = " (opgelost)" if comment.resolved else ""
        who = comment.author or "onbekend"
        click.echo(f"Opmerking van {who}{state} bij '{comment.quote}': {comment.text}")
    for loss in doc.losses:
        click.echo(f"Niet overgenomen ({loss.kind}){_under(loss.where)}: {loss.text}")
    for slot in outcome.slots:
        now = f"staat nu '{slot.now}'" if slot.now else "is de tekst weg"
        where = "people.yml of handbook.yml" if slot.name.startswith("role.") else "school.yml"
        click.echo(f"Invulveld {slot.name}: in Word {now} (was '{slot.shown}'). Wat hier staat, komt uit "
                   f"{where}. Het is niet overgenomen; pas het daar aan.")  # fmt: skip
    for key, value in outcome.proposals.items():
        click.echo(
            f"Voorstel uit het bestand: {_LABELS[key]} is '{value}'. Dit is niet overgenomen."
        )
    for note in outcome.notes:
        click.echo(note)
    for conflict in outcome.conflicts:
        click.echo(f"\nIn Word en in het handboek gewijzigd{_under(conflict.section)}:\n"
                   f"  bij de export: {_shown(conflict.base)}\n  handboek:      {_shown(conflict.ours)}\n"
                   f"  Word:          {_shown(conflict.theirs)}")  # fmt: skip
    _result(outcome, written=written)


def _under(section: str) -> str:
    return f" onder '{section}'" if section else ""


def _shown(text: str) -> str:
    """A piece of text on lines of its own, or that nothing stands there."""
    return text.strip().replace("\n", "\n                 ") or "(niets)"


def _result(outcome: Outcome, *, written: bool) -> None:
    if not outcome.changed:
        click.echo(f"'{outcome.id}': er is niets veranderd.")
        return
    count = outcome.changed
    what = f"{count} blok veranderd" if count == 1 else f"{count} blokken veranderd"
    what = "nieuw concept" if outcome.is_new else what
    if written:
        click.echo(f"'{outcome.id}': {what}, geschreven in {outcome.path}. "
                   "Kijk het na met 'zowerkenwij check'.")  # fmt: skip
    else:
        click.echo(f"'{outcome.id}': {what}, niet geschreven.")
