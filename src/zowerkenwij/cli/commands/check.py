"""``check``: all rules, a complete list."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zowerkenwij.cli import context, deciding, output
from zowerkenwij.cli.dutch import DutchCommand
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from zowerkenwij.store import Location

_EXAMPLES = """
zowerkenwij check
zowerkenwij check handbook/protocols --fail-on warning
zowerkenwij check --select ZW2 --format json
zowerkenwij check --fix
"""


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Controleer het hele handboek. Er wordt niets gewijzigd, behalve met --fix. "
    "Met een PAD zie je alleen de meldingen in die bestanden of mappen.",
)  # fmt: skip
@click.argument("paths", metavar="[PAD]…", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--select", multiple=True, metavar="CODE", help="Alleen deze regel of familie (ZW2). Mag vaker."
)
@click.option(
    "--ignore", multiple=True, metavar="CODE", help="Deze regel of familie niet. Mag vaker."
)
@click.option(
    "--fail-on", type=click.Choice(output.SEVERITIES), default="error", metavar="ERNST",
    help="Vanaf welke ernst de uitkomst 1 is: error, warning of note.",
)  # fmt: skip
@context.format_option(*output.FORMATS, default="text")
@click.option("--rev", metavar="VERSIE", help="Controleer het handboek zoals het in git was.")
@click.option(
    "--fix", is_flag=True, help="Herstel wat zeker goed gaat, en toon wat er is hersteld."
)
@deciding.commit_option
@context.as_of_option
@context.handbook_option
def command(
    paths: tuple[Path, ...], select: tuple[str, ...], ignore: tuple[str, ...], fail_on: str,
    format_: str, rev: str | None, fix: bool, as_of: date, folder: Path | None,  # noqa: FBT001
    *, commits: bool,
) -> int:  # fmt: skip
    """Check, print, and answer with 1 when something reaches the threshold."""
    if fix and rev:
        raise Refusal("--fix en --rev gaan niet samen: een oude tekst wordt nooit gewijzigd.", 2)
    if commits and not fix:
        raise Refusal("--commit hoort bij --fix: zonder --fix wordt er niets gewijzigd.", 2)
    location = context.locate(folder)
    wanted = _scopes(location, paths)
    if fix:
        repair(folder, as_of, select, ignore, wanted, commits=commits)
    report = run(location, as_of, select, ignore, rev, wanted)
    click.echo(output.FORMATS[format_](report))
    reached = output.SEVERITIES[: output.SEVERITIES.index(fail_on) + 1]
    return 1 if any(report.count(severity) for severity in reached) else 0


def run(
    location: Location, as_of: date, select: tuple[str, ...], ignore: tuple[str, ...],
    rev: str | None, wanted: tuple[str, ...],
) -> output.Report:  # fmt: skip
    """All findings in the wanted files. A check of an unchanged handbook is remembered."""
    latest = max(as_of, date.today())  # noqa: DTZ011
    key = ["check", as_of.isoformat(), latest.isoformat(), sorted(select), sorted(ignore)]
    memo = None if rev else context.memo(location, key)
    value = memo.value if memo else None
    if value is None:
        value = _checked(location, as_of, select, ignore, rev)
        if memo:
            memo.store(value)
    found = [f for f in value["findings"] if _inside(f["path"], wanted)]
    return output.Report(as_of.isoformat(), value["documents"], found)


def _checked(
    location: Location,
    as_of: date,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    rev: str | None,
) -> dict[str, Any]:
    from zowerkenwij import rules

    _known_codes((*select, *ignore))
    handbook = context.read(location, rev)
    with context.no_collecting():
        findings = rules.check(handbook, as_of, select, ignore, date.today())  # noqa: DTZ011
    return {"documents": len(handbook.documents), "findings": [output.as_dict(f) for f in findings]}


def _known_codes(codes: tuple[str, ...]) -> None:
    from zowerkenwij.rules import RULES

    for code in codes:
        if not any(known.startswith(code.upper()) for known in RULES):
            raise Refusal(
                f"De regel {code} bestaat niet. Zie 'zowerkenwij rules' voor alle regels.", 2
            )


def _scopes(location: Location, paths: tuple[Path, ...]) -> tuple[str, ...]:
    """Paths as given, from the repository's root; refuses (2) what is not in the handbook."""
    scopes = []
    for path in paths:
        here = path if path.is_absolute() else Path.cwd() / path
        try:
            inside = here.resolve().relative_to(location.root.resolve())
        except (ValueError, OSError, RuntimeError):
            raise Refusal(f"'{path}' ligt niet in dit handboek ({location.root}).", 2) from None
        if not here.exists():
            raise Refusal(f"'{path}' bestaat niet. Kijk of de naam klopt.", 2)
        scopes.append(inside.as_posix())
    return tuple(scopes)


def _inside(path: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or any(w in (".", path) or path.startswith(f"{w}/") for w in wanted)


def repair(
    folder: Path | None, as_of: date, select: tuple[str, ...], ignore: tuple[str, ...],
    wanted: tuple[str, ...], *, commits: bool = False,
) -> None:  # fmt: skip
    """Carry out every safe fix in the wanted files, and say what was done."""
    from zowerkenwij import rules
    from zowerkenwij.cli.reforming import reformed

    location = context.locate(folder)
    handbook = context.load(folder)
    fixes = [
        (f, f.fix)
        for f in rules.check(handbook, as_of, select, ignore, date.today())  # noqa: DTZ011
        if f.fix and _inside(f.path, wanted)
    ]
    writes: dict[str, bytes] = {}
    for path in dict.fromkeys(f.path for f, _ in fixes):
        old = (location.root / path).read_bytes().decode("utf-8")
        writes[path] = rules.apply(old, [fix for f, fix in fixes if f.path == path]).encode("utf-8")
    forms = {} if select else reformed(handbook, location.root, writes, wanted)
    writes |= {path: data for path, data in forms.items() if data}
    if writes:
        message = "Hersteld door de controle" if commits else None
        deciding.put(location, handbook, writes, message)
    for finding, fix in fixes:
        click.echo(
            f"hersteld {finding.path}:{finding.line}  {finding.code}  {fix.description}", err=True
        )
    for path, data in forms.items():
        why = "" if data else ", want dan zou de pagina er anders uitzien"
        click.echo(f"{'' if data else 'niet '}in de vaste vorm gezet: {path}{why}", err=True)
