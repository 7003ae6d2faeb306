"""``review``: the yearly round."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zowerkenwij.cli import context
from zowerkenwij.cli.dutch import DutchCommand, DutchGroup
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from datetime import date

_EXAMPLES = """
zowerkenwij review agenda --owner director
zowerkenwij review start 2026-2027
zowerkenwij review decide meldcode --outcome unchanged --by attention-officer --on 2027-03-10 --basis "monitor: geen signalen" --answer 1="Past nog."
"""
_FORMS = ("html", "docx", "md", "json")
_READERS = ("mt", "mr", "board", "inspectorate")
BASES = ("monitor", "incident-trend", "complaint", "inspection", "law-change", "staff-feedback",
         "broken-reference", "partner-change", "annual-cycle")  # fmt: skip
_OUTCOMES = ("unchanged", "editorial", "minor", "major", "merge", "withdraw", "postpone")


class _Year(click.ParamType[str]):
    name = "year"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        match = re.fullmatch(r"((?:19|2[0-9])[0-9]{2})-([0-9]{4})", value)
        if match is None or int(match[2]) != int(match[1]) + 1:
            self.fail(f"'{value}' is geen schooljaar. Schrijf bijvoorbeeld 2026-2027.", param, ctx)
        return str(value)


@click.command(cls=DutchGroup, epilog=_EXAMPLES, help="De jaarlijkse evaluatie van de documenten.")
def command() -> None:
    """Everything is in the subcommands."""


@command.command(
    "agenda",
    cls=DutchCommand,
    epilog="zowerkenwij review agenda --owner director",
    help="Toon wat aan de beurt is, en waarom.",
)
@click.argument("year", metavar="[JAAR]", required=False, type=_Year())
@click.option("--owner", metavar="ROL", help="Alleen wat deze rol moet beslissen.")
@context.format_option("text", "json", default="text")
@context.as_of_option
@context.handbook_option
def show_agenda(
    year: str | None, owner: str | None, format_: str, as_of: date, folder: Path | None
) -> None:
    """Print the agenda."""
    from zowerkenwij.cli.review.agenda import agenda, as_text

    value = agenda(context.locate(folder), year, as_of)
    if owner:
        value["items"] = [i for i in value["items"] if i["owner"] == owner]
    if format_ == "json":
        context.echo_json(value)
    else:
        click.echo(as_text(value))


@command.command(
    "status",
    cls=DutchCommand,
    epilog="zowerkenwij review status 2026-2027",
    help="Toon per eigenaar hoe ver de ronde is.",
)
@click.argument("year", metavar="[JAAR]", required=False, type=_Year())
@context.format_option("table", "json", default="table")
@context.as_of_option
@context.handbook_option
def show_status(year: str | None, format_: str, as_of: date, folder: Path | None) -> None:
    """Print the progress."""
    from zowerkenwij.cli import tables
    from zowerkenwij.cli.review.agenda import agenda

    value = agenda(context.locate(folder), year, as_of)
    rows = []
    for owner in dict.fromkeys(i["owner"] for i in value["items"]):
        mine = [i for i in value["items"] if i["owner"] == owner]
        done = sum(1 for i in mine if i["decision"])
        late = sum(1 for i in mine if not i["decision"] and i["due"] < value["as_of"])
        rows.append(
            {
                "owner": owner,
                "label": value["owners"][owner],
                "items": len(mine),
                "decided": done,
                "undecided": len(mine) - done,
                "overdue": late,
            }
        )
    if format_ == "json":
        answer = {k: value[k] for k in ("year", "as_of", "summary")}
        context.echo_json({**answer, "owners": rows})
    else:
        header = ("Eigenaar", "Documenten", "Besloten", "Open", "Te laat")
        click.echo(tables.table(header, [[str(v) for v in list(row.values())[1:]] for row in rows]))


@command.command(
    "start",
    cls=DutchCommand,
    epilog="zowerkenwij review start 2026-2027",
    help="Begin de ronde van een schooljaar, of vul haar aan.",
)
@click.argument("year", metavar="JAAR", type=_Year())
@context.format_option("text", "json", default="text")
@context.as_of_option
@context.handbook_option
def start(year: str, format_: str, as_of: date, folder: Path | None) -> None:
    """Fix who decides what."""
    from zowerkenwij.cli.review import decided
    from zowerkenwij.cli.review.saving import save
    from zowerkenwij.control.review.agenda import round_of
    from zowerkenwij.control.review.decisions import started

    location, handbook = context.locate(folder), context.load(folder)
    one = started(handbook, year, as_of)
    saved = save(location, handbook, [one], f"Evaluatie {year}: begonnen of aangevuld")
    if format_ == "json":
        context.echo_json(decided.started(round_of(handbook, year), one))
    elif saved:
        click.echo(f"De ronde {year} staat klaar met {len(one.items)} documenten.")
    else:
        click.echo(f"De ronde {year} was al bij: {len(one.items)} documenten.")


@command.command(
    "close",
    cls=DutchCommand,
    epilog="zowerkenwij review close 2026-2027",
    help="Sluit de ronde en toon wat niet is besloten.",
)
@click.argument("year", metavar="JAAR", type=_Year())
@context.format_option("text", "json", default="text")
@context.as_of_option
@context.handbook_option
def close(year: str, format_: str, as_of: date, folder: Path | None) -> None:
    """Close a round; late documents stay in force."""
    from zowerkenwij.cli.review import decided
    from zowerkenwij.cli.review.saving import save
    from zowerkenwij.control.review.decisions import NotPossible, closed
    from zowerkenwij.control.review.report import not_carried_out

    location, handbook = context.locate(folder), context.load(folder)
    try:
        one, undecided = closed(handbook, year, as_of)
    except NotPossible as reason:
        raise Refusal(str(reason)) from None
    save(location, handbook, [one], f"Evaluatie {year}: afgesloten")
    value = decided.closed(one, undecided, not_carried_out(handbook, year, as_of))
    if format_ == "json":
        context.echo_json(value)
    else:
        click.echo(decided.closed_text(value))


@command.command(
    "decide",
    cls=DutchCommand,
    epilog="zowerkenwij review decide meldcode --outcome unchanged --by director --on 2027-03-10 "
    '--basis "Besproken in het team." --answer 1="Ja, de stappen kloppen nog."',
    help="Leg een besluit over een document vast.",
)
@click.argument("id_", metavar="ID")
@click.option("--outcome", type=click.Choice(_OUTCOMES), required=True, metavar="UITKOMST",
              help=f"Wat is besloten: {', '.join(_OUTCOMES)}.")  # fmt: skip
@click.option("--by", required=True, metavar="ROL", help="De rol die besliste.")
@click.option(
    "--on", "on", type=context.DayType(), required=True, metavar="JJJJ-MM-DD", help="De dag."
)
@click.option("--basis", required=True, metavar="TEKST",
              help="Waarop het besluit steunt: een aanleiding en wat je zag, bijvoorbeeld "
              "'monitor: minder signalen'. Aanleidingen: "
              f"{', '.join(BASES)}.")  # fmt: skip
@click.option("--answer", "answers", multiple=True, metavar="N=TEKST", help="Antwoord op vraag N.")
@click.option(
    "--until", type=context.DayType(), metavar="JJJJ-MM-DD", help="Uitstellen tot deze dag."
)
@click.option("--into", metavar="ID", help="Samenvoegen met dit document.")
@context.format_option("text", "json", default="text")
@context.handbook_option
def decide(
    id_: str, answers: tuple[str, ...], format_: str, folder: Path | None, **given: Any
) -> None:
    """Bind a decision to the text that was read, in one commit."""
    from pydantic import ValidationError

    from zowerkenwij.cli.review import decided
    from zowerkenwij.cli.review.agenda import findings
    from zowerkenwij.cli.review.saving import refuse_persons, save
    from zowerkenwij.control.review.decisions import Decision, NotPossible, Unanswered, recorded

    location, handbook = context.locate(folder), context.load(folder)
    document, decision = (
        context.document(handbook, id_),
        Decision(answers=_answers(answers), **given),
    )
    said = findings(handbook, decision.on, document.id).get(document.id, [])
    try:
        refuse_persons(handbook, decision)
        made = recorded(handbook, document, decision, said)
    except ValidationError:
        raise Refusal("De onderbouwing of een antwoord is te lang. Maak het korter.") from None
    except NotPossible as reason:
        hint = " Geef het antwoord met --answer, bijvoorbeeld --answer 1='…'."
        raise Refusal(f"{reason}{hint if isinstance(reason, Unanswered) else ''}") from None
    if made.review:
        message = f"Evaluatie {made.review.year}: {document.id} ({made.review.outcome})"
        save(location, handbook, [made.round], message, {document.id: made.review})
    if format_ == "json":
        context.echo_json(decided.decision(document, made))
    else:
        click.echo(decided.decision_text(handbook, document, made, decision.outcome))


def _answers(given: tuple[str, ...]) -> dict[int, str]:
    found = {}
    for one in given:
        number, sign, text = one.partition("=")
        if not sign or not number.strip().isdecimal():
            raise Refusal(
                f"'{one}' begrijp ik niet. Schrijf bijvoorbeeld --answer 1='Past nog.'.", 2
            )
        found[int(number)] = text
    return found


@command.command(
    "calendar",
    cls=DutchCommand,
    epilog="zowerkenwij review calendar -o evaluatie.ics",
    help="Schrijf de evaluatiedata als agendabestand.",
)
@click.option(
    "-o", "output", type=click.Path(path_type=Path), metavar="BESTAND.ics", help="Waarheen."
)
@context.as_of_option
@context.handbook_option
def write_calendar(output: Path | None, as_of: date, folder: Path | None) -> None:
    """Print or write an iCalendar file."""
    from zowerkenwij.cli.review.ics import calendar

    data = calendar(context.load(folder), as_of)
    if output is None:
        click.echo(data.decode("utf-8"), nl=False)
    else:
        context.write(output, data)
        click.echo(f"{output} is geschreven.")


@command.command(
    "report",
    cls=DutchCommand,
    epilog="zowerkenwij review report 2026-2027 --to docx --for mt -o verslag.docx",
    help="Maak het verslag van een ronde: cijfers, besluiten, wat verandert en wat ontbreekt.",
)
@click.argument("year", metavar="[JAAR]", required=False, type=_Year())
@click.option("--to", "form", type=click.Choice(_FORMS), default="md", metavar="VORM",
              help=f"Vorm van het verslag: {', '.join(_FORMS)}.")  # fmt: skip
@click.option("--for", "reader", type=click.Choice(_READERS), metavar="LEZER",
              help=f"Voor wie: {', '.join(_READERS)}. Anders: alles.")  # fmt: skip
@click.option(
    "-o", "output", type=click.Path(path_type=Path), metavar="BESTAND", help="Waarheen."
)  # fmt: skip
@context.as_of_option
@context.handbook_option
def write_report(
    year: str | None, form: str, reader: str | None, output: Path | None, as_of: date,
    folder: Path | None,
) -> None:  # fmt: skip
    """Print or write the report."""
    from zowerkenwij.cli.review.report import made, rendered

    if form == "docx" and output is None:
        raise Refusal(
            "Zeg met -o in welk bestand het verslag komt, bijvoorbeeld -o verslag.docx.", 2
        )
    handbook = context.load(folder)
    data = rendered(handbook, made(handbook, year, as_of), form, reader)
    if output is None:
        click.echo(data.decode("utf-8"), nl=False)
    else:
        context.write(output, data)
        click.echo(f"{output} is geschreven.")


@command.command(
    "sheets",
    cls=DutchCommand,
    epilog="zowerkenwij review sheets 2026-2027 --to docx -o formulieren",
    help="Maak per eigenaar één formulier met wat nog besloten moet worden.",
)
@click.argument("year", metavar="[JAAR]", required=False, type=_Year())
@click.option("--to", "form", type=click.Choice(("docx", "csv")), required=True, metavar="VORM",
              help="Word (docx) of een rekenblad (csv).")  # fmt: skip
@click.option("-o", "output", type=click.Path(path_type=Path), required=True, metavar="MAP",
              help="De map waarin de formulieren komen.")  # fmt: skip
@context.as_of_option
@context.handbook_option
def write_sheets(
    year: str | None, form: str, output: Path, as_of: date, folder: Path | None
) -> None:
    """Write a form per owner; a form that somebody filled in is never overwritten."""
    from zowerkenwij.cli.review.forms import forms

    made = {output / name: data for name, data in forms(context.load(folder), year, as_of, form)}
    filled = [p for p, data in made.items() if p.exists() and p.read_bytes() != data]
    if filled:
        raise Refusal(
            f"'{filled[0]}' bestaat al en is anders, misschien al ingevuld. Kies een andere map."
        )
    for path, data in made.items():
        context.write(path, data)
        click.echo(f"{path} is geschreven.")
    if not made:
        click.echo("Er is niets meer te besluiten: er zijn geen formulieren nodig.")


@command.command(
    "collect",
    cls=DutchCommand,
    epilog="zowerkenwij review collect formulieren/*.docx",
    help="Lees ingevulde formulieren in en leg de besluiten vast.",
)
@click.argument("files", metavar="BESTAND…", nargs=-1, required=True,
                type=click.Path(path_type=Path))  # fmt: skip
@context.format_option("text", "json", default="text")
@context.handbook_option
def collect(files: tuple[Path, ...], format_: str, folder: Path | None) -> int:
    """Record what owners answered: one commit; each row that cannot be recorded is named."""
    from zowerkenwij.cli.review.collecting import collected
    from zowerkenwij.cli.review.forms import read_forms
    from zowerkenwij.cli.review.saving import save

    rows = read_forms(files)
    location, handbook = context.locate(folder), context.load(folder)
    made = collected(handbook, rows)
    if made.reviews:
        years = ", ".join(made.rounds)
        message = f"Evaluatie {years}: besluiten uit formulieren ({len(made.reviews)})"
        save(location, handbook, made.rounds.values(), message, made.reviews)
    if format_ == "json":
        context.echo_json({
            "recorded": list(made.reviews), "known": made.known, "empty": made.empty,
            "refused": made.refused,
        })  # fmt: skip
    else:
        click.echo(
            f"Vastgelegd: {len(made.reviews)}. Al bekend: {made.known}. Nog leeg: {made.empty}. "
            f"Geweigerd: {len(made.refused)}."
        )
    for sentence in made.refused:
        click.echo(f"  {sentence}", err=True)
    return 1 if made.refused else 0
