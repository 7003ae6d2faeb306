"""``school``: the schools and their copies of the templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from zowerkenwij.cli import context, deciding
from zowerkenwij.cli.dutch import DutchCommand, DutchGroup
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_LIST = """
zowerkenwij school list
zowerkenwij school list --format json
"""
_FILL = """
zowerkenwij school fill de-veerpont --dry-run
zowerkenwij school fill de-veerpont
zowerkenwij school fill de-veerpont --school-year 2027-2028
"""


@click.command(
    cls=DutchGroup, epilog="zowerkenwij school list\nzowerkenwij school fill de-veerpont --dry-run",
    help="De scholen en hun ingevulde plannen.",
)  # fmt: skip
def command() -> None:
    """Everything is in the subcommands."""


@command.command(
    "list", cls=DutchCommand, epilog=_LIST,
    help="Toon per school het plan, lege velden, late documenten, de coördinator, metingen en acties.",
)  # fmt: skip
@context.format_option("table", "json", "csv", default="table")
@context.as_of_option
@context.handbook_option
def list_schools(folder: Path | None, as_of: date, format_: str) -> None:
    """Print the schools."""
    from zowerkenwij.cli import schools, tables

    rows = schools.values(context.load(folder), as_of)
    if format_ == "json":
        context.echo_json({"as_of": as_of.isoformat(), "schools": rows})
        return
    render = tables.table if format_ == "table" else tables.as_csv
    click.echo(render(schools.HEADER, [schools.cells(row) for row in rows]))


@command.command(
    "fill", cls=DutchCommand, epilog=_FILL,
    help="Vul het sjabloon in voor een school, als concept. Wat de school zelf schreef blijft staan.",
)  # fmt: skip
@click.argument("id_", metavar="SCHOOL")
@click.option(
    "--document", "template", default="plan", metavar="ID", help="Het sjabloon. Anders: plan."
)
@click.option(
    "--school-year", metavar="JJJJ-JJJJ", help="Het schooljaar. Anders: het lopende schooljaar."
)
@click.option("--dry-run", is_flag=True, help="Toon alleen wat er zou veranderen.")
@deciding.commit_option
@context.as_of_option
@context.handbook_option
def fill_school(
    id_: str,
    template: str,
    school_year: str | None,
    folder: Path | None,
    as_of: date,
    *,
    dry_run: bool,
    commits: bool,
) -> None:
    """Write the copy in the work tree."""
    from zowerkenwij.control.copies import NotFillable, filled_copy

    location = context.locate(folder)
    handbook = context.load(folder)
    school, source = context.school(handbook, id_), context.document(handbook, template)
    try:
        copy = filled_copy(handbook, school, source, as_of, _checked_year(school_year))
    except NotFillable as reason:
        raise Refusal(str(reason)) from None
    old, new = _texts(location.root / copy.path, copy)
    _tell(copy, changed=old != new, dry_run=dry_run)
    if not dry_run and (old != new or commits):
        message = f"{copy.path}: ingevuld voor {id_}" if commits else None
        deciding.put(location, handbook, {copy.path: new}, message)


def _checked_year(year: str | None) -> str | None:
    if year is None:
        return None
    first, _, second = year.partition("-")
    if not (first.isdecimal() and second.isdecimal() and int(second) == int(first) + 1):
        raise Refusal(f"'{year}' is geen schooljaar. Schrijf bijvoorbeeld 2026-2027.", 2)
    return year


def _texts(path: Path, copy: Any) -> tuple[bytes, bytes]:
    """The file as it is and as it becomes."""
    from zowerkenwij.control.copies import refreshed_front_matter

    if copy.is_new:
        return b"", copy.text.encode()
    old = path.read_bytes()
    head, _, _ = old.decode("utf-8").partition("---\n")[2].partition("\n---\n")
    front = refreshed_front_matter(f"{head}\n", copy.heading)
    return old, f"---\n{front}---\n{copy.text}".encode()


def _tell(copy: Any, *, changed: bool, dry_run: bool) -> None:
    verb = "zou veranderen" if dry_run else "is geschreven"
    click.echo(f"{copy.path} {verb}." if changed else f"{copy.path} is al bij.")
    for slot in copy.missing:
        click.echo(f"  nog leeg: {slot.name} (vul het in bij values in school.yml)")
    for anchor in copy.kept:
        note = (
            "; het sjabloon is hier ook veranderd, vergelijk de twee"
            if anchor in copy.conflicts
            else ""
        )
        click.echo(f"  eigen tekst blijft staan: #{anchor}{note}")
