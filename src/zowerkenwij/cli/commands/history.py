"""``history``: everything that was decided about a document, and the commits behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from zowerkenwij.cli import context
from zowerkenwij.cli.dutch import DutchCommand
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_EXAMPLES = """
zowerkenwij history meldcode
zowerkenwij history meldcode --format json
"""
_SHALLOW = (
    "Dit is een ondiepe kopie: oudere wijzigingen van '{}' ontbreken hier. "
    "Haal ze op met `git fetch --unshallow`."
)


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Toon versies, raadplegingen, vaststellingen en evaluaties van een document, en de "
    "wijzigingen erachter.",
)  # fmt: skip
@click.argument("id_", metavar="ID")
@context.format_option("text", "json", default="text")
@context.handbook_option
def command(id_: str, format_: str, folder: Path | None) -> int:
    """Print the history; 3 when git has only a part of it."""
    handbook, answer, shallow = _answer(folder, id_)
    if format_ == "json":
        context.echo_json(answer)
    else:
        click.echo(_text(answer, handbook))
    if shallow:
        raise Refusal(_SHALLOW.format(answer["id"]), 3)
    return 0


def _answer(folder: Path | None, id_: str) -> tuple[Any, dict[str, Any], bool]:
    from zowerkenwij import store
    from zowerkenwij.store import history, log
    from zowerkenwij.store.single import load_one

    location = context.locate(folder)
    handbook = load_one(location, id_) or context.read(location)
    found = context.document(handbook, id_)
    if found.id != id_:
        click.echo(f"'{id_}' heet nu '{found.id}'.", err=True)
    try:
        repository = history.need(log.repository(location))
        behind = history.commits(repository, handbook, found)
    except store.StoreError as error:
        raise Refusal(error.message, 3) from error
    answer: dict[str, Any] = {
        "id": found.id,
        "versions": [v.model_dump(mode="json", exclude_none=True) for v in found.record.versions],
        "reviews": [r.model_dump(mode="json", exclude_none=True) for r in found.record.reviews],
        "commits": [c._asdict() for c in behind],
    }
    if found.record.withdrawn:
        answer["withdrawn"] = found.record.withdrawn.model_dump(mode="json", exclude_none=True)
    return handbook, answer, repository.shallow


def _text(answer: dict[str, Any], handbook: Any) -> str:
    lines = [f"Versies van {answer['id']}"]
    if ended := answer.get("withdrawn"):
        lines.append(_withdrawal(ended, handbook))
    for entry in reversed(answer["versions"]):
        lines += _version(entry, handbook)
    if not answer["versions"]:
        lines.append("  nog geen: dit is een concept")
    lines += ["", "Evaluaties"]
    lines += [_review(r, handbook) for r in reversed(answer["reviews"])] or ["  nog geen"]
    lines += ["", "Wijzigingen in git, nieuwste eerst"]
    lines += [f"  {c['on']}  {c['commit'][:10]}  {c['path']}{'' if c['digest'] else '  (weg)'}"
              for c in answer["commits"]] or ["  nog geen"]  # fmt: skip
    return "\n".join(lines)


def _version(entry: dict[str, Any], handbook: Any) -> Iterator[str]:
    from zowerkenwij.control.adoption import CHANGES, OUTCOMES, label

    adopted = entry["adopted"]
    until = f" tot en met {entry['expires']}" if entry.get("expires") else ""
    yield (
        f"  {entry['version']}  vastgesteld {adopted['on']} door {label(handbook, adopted['by'])}, "
        f"van kracht {entry['effective']}{until}"
    )
    yield f"       {CHANGES[entry['change']]}: {entry['note']}"
    for said in entry.get("consulted", ()):
        body, outcome = label(handbook, said["body"]), OUTCOMES[said["outcome"]]
        yield f"       geraadpleegd: {body} op {said['on']}, {outcome}"


def _withdrawal(ended: dict[str, Any], handbook: Any) -> str:
    from zowerkenwij.control.adoption import label

    instead = f" Opvolger: {ended['successor']}." if "successor" in ended else ""
    where = f" Vindplaats: {ended['reference']}." if "reference" in ended else ""
    reason = ended["reason"].rstrip(".")
    by = label(handbook, ended["by"])
    return f"  ingetrokken per {ended['on']} door {by}: {reason}.{instead}{where}"


def _review(review: dict[str, Any], handbook: Any) -> str:
    from zowerkenwij.control.adoption import label
    from zowerkenwij.control.review.decisions import OUTCOME_LABELS

    outcome = OUTCOME_LABELS.get(review["outcome"], review["outcome"])
    by = label(handbook, review["by"])
    return f"  {review['year']}  {review['on']} door {by}: {outcome}. {review['basis']}"
