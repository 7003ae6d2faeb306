"""``adopt``: a body adopts the working text; it becomes a version that never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from zowerkenwij.cli import context, deciding
from zowerkenwij.cli.dutch import DutchCommand
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from datetime import date

_EXAMPLES = """
zowerkenwij adopt meldcode --by board --on 2026-06-09 --effective 2026-08-01 --change major --note "Eerste vaststelling." --dry-run
zowerkenwij adopt meldcode --by owner --on 2026-10-02 --change editorial --note "Typefout verbeterd."
"""
_KEEPS_OUT = ("ZW3", "ZW401", "ZW403", "ZW404", "ZW405", "ZW406", "ZW407", "ZW7")


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Stel de tekst vast zoals die er nu staat. Er komt een versie van die nooit meer verandert.",
)  # fmt: skip
@click.argument("id_", metavar="ID")
@click.option("--by", required=True, metavar="ORGAAN", help="Wie vaststelt: een orgaan of owner.")
@deciding.on_option("Dag van het besluit.")
@click.option(
    "--effective", type=context.DayType(), metavar="JJJJ-MM-DD",
    help="Eerste dag waarop de versie geldt. Anders: de dag van het besluit.",
)  # fmt: skip
@click.option(
    "--expires", type=context.DayType(), metavar="JJJJ-MM-DD", help="Laatste dag (zelden nodig)."
)
@click.option(
    "--change", required=True, type=click.Choice(["editorial", "minor", "major"]), metavar="SOORT",
    help="editorial (redactioneel), minor (klein) of major (groot).",
)  # fmt: skip
@click.option("--note", required=True, metavar="TEKST", help="Wat er veranderde, in één zin.")
@click.option("--reason", metavar="TEKST", help="Waarom minder dan de tekst doet vermoeden.")
@click.option("--reference", metavar="TEKST", help="Verslag en punt.")
@click.option("--dry-run", is_flag=True, help="Toon alleen wat er nog ontbreekt.")
@context.format_option("text", "json", default="text")
@context.as_of_option
@context.handbook_option
def command(id_: str, format_: str, as_of: date, **wish: Any) -> None:
    """Bind the text, write the version file and commit."""
    from zowerkenwij.control import adoption

    location, handbook, document = deciding.found(wish.pop("folder"), id_)
    dry_run = wish.pop("dry_run")
    deciding.known_body(handbook, wish["by"], owner=True)
    for name in ("note", "reason", "reference"):
        wish[name] = deciding.one_line(wish[name], f"--{name}")
    request = adoption.Request(**wish)
    decision = adoption.adopt(handbook, document, request, as_of)
    if not decision.is_done:
        faults = _faults(handbook, document, request.on)
        decision = adoption.adopt(handbook, document, request, as_of, faults)
    commit = None
    if not (decision.is_done or decision.is_blocked or dry_run):
        commit = _write(location, handbook, document, decision)
    _tell(document, decision, commit, format_, dry_run=dry_run)
    if decision.is_blocked:
        raise Refusal("Er is niets vastgesteld: er ontbreekt nog iets. Zie de lijst hierboven.")


def _faults(handbook: Any, document: Any, day: date) -> tuple[Any, ...]:
    """Errors of the check in this document; those about days and older versions left out."""
    from zowerkenwij.control.adoption import Missing
    from zowerkenwij.rules import check

    return tuple(
        Missing(
            "slot" if f.code == "ZW501" else "finding", f"{f.path}:{f.line}: {f.message}",
            f"Een fout ({f.code}) hoort niet in een vastgestelde tekst.",
            f"Herstel dit. Meer uitleg: zowerkenwij rules {f.code}.",
        )
        for f in check(handbook, day)
        if f.severity == "error" and f.path == document.path and not f.code.startswith(_KEEPS_OUT)
    )  # fmt: skip


def _write(location: Any, handbook: Any, document: Any, decision: Any) -> str | None:
    from zowerkenwij.store import ledger

    data = deciding.raw(location, document.path)
    _, used = ledger.references(handbook, document)
    assets = {path: deciding.raw(location, path) for path in used.values()}
    text = deciding.seen_text(data, document)
    if document.record.proposal:
        text = ledger.record_with(text, "proposal", None)
    text = ledger.record_with_entry(text, decision.entry)
    path, version = ledger.version_file(handbook, document, decision.entry, assets)
    files = {document.path: text.encode(), path: version.encode(), **assets}
    message = f"{document.title}: versie {decision.entry.version} vastgesteld"
    read = {document.path: data, path: None, **assets}
    return deciding.commit(location, handbook, files, f"{message}\n\n{decision.entry.note}\n", read)


def _tell(document: Any, decision: Any, commit: str | None, format_: str, *, dry_run: bool) -> None:
    entry = decision.entry
    if format_ == "json":
        context.echo_json(
            {
                "id": document.id, "version": entry.version, "change": entry.change,
                "proposed_change": decision.proposed.change,
                "reasons": list(decision.proposed.reasons), "digest": entry.digest,
                "effective": entry.effective.isoformat(), "dry_run": dry_run,
                "already": decision.is_done, "missing": deciding.as_dicts(decision.missing),
                "commit": commit,
            }
        )  # fmt: skip
        return
    if decision.missing:
        click.echo(deciding.tell_missing(decision.missing))
    if decision.is_done:
        click.echo(f"{document.id}: versie {entry.version} stond al vast.")
    elif decision.is_blocked:
        return
    elif dry_run:
        click.echo(f"{document.id}: versie {entry.version} kan zo worden vastgesteld.")
    else:
        click.echo(
            f"{document.id}: versie {entry.version} is vastgesteld en geldt vanaf {entry.effective}."
        )
