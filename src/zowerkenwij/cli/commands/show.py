"""``show``: the text of a document."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import click

from zowerkenwij.cli import context
from zowerkenwij.cli.dutch import DutchCommand
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_EXAMPLES = """
zowerkenwij show meldcode
zowerkenwij show meldcode --draft
zowerkenwij show meldcode --as-of 2025-03-12 --format json
"""


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Toon de tekst van een document: de versie die vandaag van kracht is, of een andere.",
)  # fmt: skip
@click.argument("id_", metavar="ID")
@click.option("--version", "version", metavar="NUMMER", help="Deze vastgestelde versie.")
@click.option("--draft", is_flag=True, help="De tekst waaraan gewerkt wordt.")
@click.option("--school", metavar="SCHOOL", help="Een sjabloon: ingevuld voor deze school.")
@click.option(
    "--audience", metavar="DOELGROEP", type=click.Choice(["public", "on-request", "staff", "restricted"]),
    help="Wat deze doelgroep mag lezen, met wie op die dag een rol had: public, on-request, staff "
    "of restricted.",
)  # fmt: skip
@context.format_option("md", "json", default="md")
@context.as_of_option
@context.handbook_option
def command(
    id_: str, version: str | None, draft: bool, school: str | None, audience: str | None,  # noqa: FBT001
    format_: str, as_of: date, folder: Path | None,
) -> None:  # fmt: skip
    """Print one text."""
    handbook = _handbook(folder, id_, whole=bool(school or audience))
    found = context.document(handbook, id_)
    if found.id != id_:
        click.echo(f"'{id_}' heet nu '{found.id}'.", err=True)
    answer = _chosen(handbook, found, as_of, version=version, draft=draft)
    if answer["text"] is not None and school:
        school_ = context.school(handbook, school)
        answer["text"] = _for_school(handbook, found, answer["text"], school_)
    if answer["text"] is not None and audience:
        view = _view(handbook, found, audience, as_of)
        answer["text"] = _for_readers(view, found, answer["text"], school)
    if format_ == "json":
        context.echo_json(answer)
    elif answer["text"] is not None:
        click.echo(_harmless(answer["text"]), nl=False)
    if answer["text"] is None:
        raise Refusal(
            f"Van '{found.id}' is op {as_of.isoformat()} geen versie van kracht. "
            "Met --draft zie je de tekst waaraan gewerkt wordt."
        )


def _handbook(folder: Path | None, id_: str, *, whole: bool) -> Any:
    """The one document that is asked; the whole handbook where its text needs that."""
    from zowerkenwij.store.single import load_one

    location = context.locate(folder)
    one = None if whole else load_one(location, id_)
    return one or context.read(location)


def _harmless(body: str) -> str:
    """The text as it is; on a terminal without the signs that could command it."""
    return (
        re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", body)
        if sys.stdout and sys.stdout.isatty()
        else body
    )


def _chosen(
    handbook: Any, document: Any, day: date, *, version: str | None, draft: bool
) -> dict[str, Any]:
    """The asked text with the facts of its version, in the contract's keys."""
    from zowerkenwij.model.handbook import state

    if draft:
        return _answer(document.id, document, None, "draft")
    if version is not None:
        file = _version_file(handbook, document, version)
        if file is None:
            known = ", ".join(v.version for v in document.record.versions) or "nog geen"
            raise Refusal(f"Versie {version} van '{document.id}' bestaat niet. Er is: {known}.")
        return _answer(document.id, file, file.record.entry, state(document.record, day))
    entry = handbook.in_force(document, day)
    file = _version_file(handbook, document, entry.version) if entry else None
    if entry is not None and file is None:
        raise Refusal(
            f"De vastgestelde tekst ontbreekt: {handbook.prefix}/versions/{document.id}/"
            f"{entry.version}.md. Zet dit bestand terug.", 3,
        )  # fmt: skip
    return _answer(document.id, file, entry, state(document.record, day), title=document.title)


def _version_file(handbook: Any, document: Any, version: str) -> Any:
    """The adopted text; after a rename its own front matter still has the former id."""
    names = (document.id, *document.record.former_ids)
    found = (handbook.version_files.get((name, version)) for name in names)
    return next((file for file in found if file), None)


def _answer(id_: str, file: Any, entry: Any, state: str, title: str = "") -> dict[str, Any]:
    return {
        "id": id_,
        "title": file.record.title if file else title,
        "type": file.record.type if file else None,
        "version": entry.version if entry else None,
        "state": state,
        "adopted": entry.adopted.on.isoformat() if entry else None,
        "effective": entry.effective.isoformat() if entry else None,
        "digest": file.digest if file else None,
        "path": file.path if file else None,
        "text": file.body if file else None,
    }


def _view(handbook: Any, document: Any, audience: str, day: date) -> Any:
    """The handbook as an audience may see it; refuses (1) when the document is not for it."""
    from zowerkenwij.site.view import View

    view = View(handbook, audience, day)
    if not view.sees(view.audience_of(document)):
        raise Refusal(f"'{document.id}' is niet voor deze doelgroep bestemd.")
    return view


def _for_readers(view: Any, document: Any, body: str, school: str | None) -> str:
    """The text as an audience reads it on the day: without passages that are too narrow, and with
    names for roles. In a template the roles stay: whose they are depends on the school."""
    from zowerkenwij import text
    from zowerkenwij.site.people import role_text

    own = school or document.record.school
    body = text.resolve(body, lambda p: view.keeps(p, own))
    slots = () if own is None and document.id in view.templates else text.outline(body).slots
    for slot in sorted(slots, key=lambda s: s.start, reverse=True):
        space, _, role = slot.name.partition(".")
        if space == "role":
            body = body[: slot.start] + role_text(view, role, own) + body[slot.end :]
    return body


def _for_school(handbook: Any, document: Any, body: str, school: Any) -> str:
    from zowerkenwij import text
    from zowerkenwij.text.fill import Target, Template, fill

    template = Template(document.title, body, text.outline(body), document.path)
    year = next(
        (d.record.school_year for d in handbook.documents
         if d.record.school == school.record.id and d.record.school_year), "",
    )  # fmt: skip
    return fill(handbook, template, Target(school, year, document.path)).body
