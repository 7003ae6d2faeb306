"""``new``: begin a document."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import click

from zowerkenwij.cli import context, deciding
from zowerkenwij.cli.dutch import DutchCommand
from zowerkenwij.cli.refusal import Refusal

_MAX_TITLE = 400
_MAX_ID = 100
_EXAMPLES = """
zowerkenwij new protocol "Omgaan met medicijnen" --owner director
zowerkenwij new rules "Schoolregels onderbouw" --school de-veerpont
"""


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Begin een nieuw document van een SOORT, met een TITEL en de koppen die erbij horen. "
    "Het is een concept: lezers zien het pas als het is vastgesteld.",
)  # fmt: skip
@click.argument("type_", metavar="SOORT")
@click.argument("title", metavar="TITEL")
@click.option("--id", "id_", metavar="ID", help="De blijvende naam. Anders: afgeleid van de titel.")
@click.option("--owner", metavar="ROL", help="De rol die het document bijhoudt.")
@click.option("--school", metavar="SCHOOL", help="Alleen voor deze school.")
@deciding.commit_option
@context.handbook_option
def command(
    type_: str,
    title: str,
    id_: str | None,
    owner: str | None,
    school: str | None,
    folder: Path | None,
    *,
    commits: bool,
) -> None:
    """Write the draft in the work tree."""
    location = context.locate(folder)
    handbook = context.load(folder)
    path, text = _prepared(handbook, type_, " ".join(title.split()), id_, owner, school)
    message = f"{title}: nieuw concept" if commits else None
    deciding.put(location, handbook, {path: text.encode()}, message)
    click.echo(
        f"{path} staat klaar. Schrijf de tekst onder de koppen; "
        "'zowerkenwij check' zegt wat nog leeg is."
    )


def _prepared(
    handbook: Any, type_: str, title: str, id_: str | None, owner: str | None, school: str | None
) -> tuple[str, str]:
    """Path and text of the draft; refuses what the handbook does not know or already has."""
    document_type = _known(type_, handbook.types, "soort")
    owner = owner or _usual_owner(handbook, type_)
    _known(owner, handbook.roles, "rol")
    if school:
        context.school(handbook, school)
    id_ = id_ or slug(title)
    _free(handbook, id_, title)
    path = f"{handbook.prefix}/{_folder(handbook, type_, school)}/{id_}.md".lstrip("/")
    return path, draft(document_type, id_, title, owner, school)


def _known(id_: str, known: Any, what: str) -> Any:
    if id_ not in known:
        raise Refusal(f"De {what} '{id_}' bestaat niet. Kies uit: {', '.join(known)}.", 2)
    return known[id_]


def _usual_owner(handbook: Any, type_: str) -> str:
    """The role that keeps most documents of this type, else the first role."""
    owners = Counter(d.record.owner for d in handbook.select(type_=type_)) or Counter(
        list(handbook.roles)
    )
    return owners.most_common(1)[0][0] if owners else ""


def slug(title: str) -> str:
    """A title as an id: ``Time-out, schorsen`` → ``time-out-schorsen``."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80].strip("-")


def _free(handbook: Any, id_: str, title: str) -> None:
    from zowerkenwij.model.record import ID_PATTERN

    if len(title) > _MAX_TITLE or len(id_) > _MAX_ID:
        raise Refusal(
            f"Dit is te lang. Een titel heeft hoogstens {_MAX_TITLE} tekens, een id {_MAX_ID}.", 2
        )
    if not re.search(ID_PATTERN, id_) or not title:
        raise Refusal(
            "Deze titel geeft geen goed id. Kies zelf een id van kleine letters, cijfers en streepjes met --id.",
            2,
        )
    if handbook.find(id_):
        raise Refusal(
            f"Er is al een document met id '{id_}': {handbook.find(id_).path}. Kies een ander id met --id."
        )
    taken = handbook.by_name.get(title)
    if taken:
        raise Refusal(f"De titel '{title}' hoort al bij '{taken[0].id}'. Kies een andere titel.")


def _folder(handbook: Any, type_: str, school: str | None) -> str:
    if school:
        return f"schools/{school}"
    parents = Counter(
        str(Path(d.path).parent.relative_to(handbook.prefix))
        for d in handbook.select(type_=type_)
        if d.record.level == "foundation"
    )
    return parents.most_common(1)[0][0] if parents else _plural(type_)


def _plural(type_: str) -> str:
    """An English folder name: ``policies``, ``rules``, ``protocols``."""
    if type_.endswith("s"):
        return type_
    return f"{type_[:-1]}ies" if type_.endswith("y") else f"{type_}s"


def draft(document_type: Any, id_: str, title: str, owner: str, school: str | None) -> str:
    """The record and the headings of a new document."""
    values: dict[str, object] = {
        "format": 1, "id": id_, "type": document_type.id, "title": title, "aliases": [],
        "owner": owner, "audience": document_type.audience,
        "level": "school" if school else "foundation",
    }  # fmt: skip
    if school:
        values["school"] = school
    lines = [f"{key}: {_scalar(value)}" for key, value in values.items()]
    headings = "".join(f"\n## {name} {{#{slug(name)}}}\n" for name in document_type.sections)
    return "\n".join(["---", *lines, "---", f"# {title}", headings])


def _scalar(value: object) -> str:
    if (
        isinstance(value, str)
        and re.fullmatch(r"[a-z][a-z0-9-]*", value)
        and value not in ("null", "true", "false")
    ):
        return value
    return json.dumps(value, ensure_ascii=False)
