"""``withdraw``: the end of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from zowerkenwij.cli import context, deciding
from zowerkenwij.cli.dutch import DutchCommand
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_EXAMPLES = """
zowerkenwij withdraw oude-regels --by board --on 2026-08-01 --reason "Opgegaan in de schoolregels." --successor schoolregels
zowerkenwij withdraw oude-regels --by board --on 2026-08-01 --reason "Niet meer nodig." --dry-run
"""


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Trek een document in. De opdracht noemt de verwijzingen die je daarna herstelt.",
)  # fmt: skip
@click.argument("id_", metavar="ID")
@click.option("--by", required=True, metavar="ORGAAN", help="Wie intrekt: een orgaan of owner.")
@deciding.on_option("Eerste dag waarop het document niet meer geldt.")
@click.option("--reason", required=True, metavar="TEKST", help="Waarom, in één zin.")
@click.option("--successor", metavar="ID", help="Het document dat ervoor in de plaats komt.")
@click.option("--reference", metavar="TEKST", help="Verslag en punt.")
@click.option("--dry-run", is_flag=True, help="Toon alleen wat er zou gebeuren.")
@context.format_option("text", "json", default="text")
@context.as_of_option
@context.handbook_option
def command(id_: str, format_: str, folder: Path | None, *, dry_run: bool, **wish: Any) -> None:
    """Write the withdrawal in the record and commit it."""
    from zowerkenwij.control import adoption
    from zowerkenwij.control.references import referring
    from zowerkenwij.model.document import Withdrawal

    as_of = wish.pop("as_of")
    location, handbook, document = deciding.found(folder, id_)
    deciding.known_body(handbook, wish["by"], owner=True)
    for name in ("reason", "reference"):
        wish[name] = deciding.one_line(wish[name], f"--{name}")
    done, missing = adoption.withdraw(handbook, document, Withdrawal(**wish))
    is_over = done or missing or dry_run
    commit = None if is_over else _write(location, handbook, document, wish)
    places = referring(handbook, document)
    if format_ == "json":
        context.echo_json({
            "id": document.id, "dry_run": dry_run, "already": done, "commit": commit,
            "missing": deciding.as_dicts(missing),
            "references": [{"path": p.path, "line": p.line} for p in places],
        })  # fmt: skip
    else:
        _tell(document, missing, places, _said(wish["on"], as_of, done=done, dry_run=dry_run))
    if missing:
        raise Refusal("Er is niets ingetrokken. Zie de lijst hierboven.")


def _write(location: Any, handbook: Any, document: Any, wish: dict[str, Any]) -> str | None:
    from zowerkenwij.model.document import Withdrawal
    from zowerkenwij.store import ledger

    data = deciding.raw(location, document.path)
    value = Withdrawal(**wish).model_dump(mode="json", exclude_none=True)
    text = ledger.record_with(deciding.seen_text(data, document), "withdrawn", value)
    message = f"{document.title}: ingetrokken\n\n{wish['reason']}\n"
    files = {document.path: text.encode()}
    return deciding.commit(location, handbook, files, message, {document.path: data})


def _said(on: date, as_of: date, *, done: bool, dry_run: bool) -> str:
    if done or dry_run:
        verb = "was al" if done else "zou worden"
    else:
        verb = "wordt" if as_of < on else "is"
    return f"{verb} ingetrokken per {on}"


def _tell(document: Any, missing: Any, places: Any, said: str) -> None:
    if missing:
        click.echo(deciding.tell_missing(missing))
        return
    click.echo(f"{document.id} {said}.")
    if places:
        click.echo("Hier wordt nog naar dit document verwezen; pas dat aan:")
    for place in places:
        click.echo(f"  {place.path}:{place.line}")
