"""``consult``: record what a body said about the working text."""

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
zowerkenwij consult meldcode --body gmr --on 2026-05-19 --outcome consent --reference "GMR 2026-05 punt 4"
zowerkenwij consult plan-de-veerpont --body mr --on 2026-06-02 --outcome informed
"""
_OUTCOMES = ["consent", "advice", "withheld", "conditional", "informed"]


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Leg vast wat een orgaan zei over de tekst zoals die er nu staat.",
)  # fmt: skip
@click.argument("id_", metavar="ID")
@click.option("--body", required=True, metavar="ORGAAN", help="Het orgaan, bijvoorbeeld gmr.")
@deciding.on_option("Dag van de vergadering.")
@click.option(
    "--outcome", required=True, type=click.Choice(_OUTCOMES), metavar="UITKOMST",
    help="consent (instemming), advice (advies), withheld (geen instemming), conditional (onder "
    "voorwaarden) of informed (geïnformeerd).",
)  # fmt: skip
@click.option("--reference", metavar="TEKST", help="Verslag en punt.")
@context.format_option("text", "json", default="text")
@context.as_of_option
@context.handbook_option
def command(
    id_: str, body: str, on: date, outcome: str, reference: str | None, format_: str, as_of: date,
    folder: Path | None,
) -> None:  # fmt: skip
    """Write the proposal in the record and commit it."""
    from zowerkenwij.control import adoption
    from zowerkenwij.model.document import Consultation

    location, handbook, document = deciding.found(folder, id_)
    _allowed(handbook, document, body, on, as_of)
    new = Consultation.model_validate({
        "body": body, "on": on, "outcome": outcome, "digest": document.digest,
        "reference": deciding.one_line(reference, "--reference"),
    })  # fmt: skip
    all_ = adoption.with_consultation(document, new)
    commit = None if all_ is None else _write(location, handbook, document, all_)
    _tell(handbook, document, new, commit, format_, already=all_ is None)


def _allowed(handbook: Any, document: Any, body: str, on: date, today: date) -> None:
    deciding.known_body(handbook, body)
    if on > today:
        raise Refusal(f"{on} ligt in de toekomst. Leg de uitkomst vast na de vergadering.")
    if document.record.withdrawn:
        raise Refusal(f"'{document.id}' is ingetrokken. Daarover valt niets meer te raadplegen.")


def _write(location: Any, handbook: Any, document: Any, all_: Any) -> str | None:
    from zowerkenwij.control.adoption import OUTCOMES
    from zowerkenwij.store import ledger

    data = deciding.raw(location, document.path)
    value = {"consulted": [ledger.plain_consultation(c) for c in all_]}
    text = ledger.record_with(deciding.seen_text(data, document), "proposal", value)
    new = all_[-1]
    message = f"{document.title}: {new.body} geraadpleegd ({OUTCOMES[new.outcome]})"
    files = {document.path: text.encode()}
    return deciding.commit(location, handbook, files, message, {document.path: data})


def _tell(
    handbook: Any, document: Any, new: Any, commit: str | None, format_: str, *, already: bool
) -> None:
    from zowerkenwij.control.adoption import OUTCOMES, label
    from zowerkenwij.store import ledger

    if format_ == "json":
        said = ledger.plain_consultation(new)
        context.echo_json(
            {"id": document.id, "consulted": said, "already": already, "commit": commit}
        )
        return
    done = "stond al vast" if already else "is vastgelegd"
    click.echo(
        f"{document.id}: {OUTCOMES[new.outcome]} van {label(handbook, new.body)} op {new.on} {done}."
    )
