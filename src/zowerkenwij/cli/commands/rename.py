"""``rename``: another id for a document, everywhere at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from zowerkenwij.cli import context, deciding
from zowerkenwij.cli.dutch import DutchCommand
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """
zowerkenwij rename pestprotocol antipest --dry-run
zowerkenwij rename pestprotocol antipest --title "Antipestprotocol"
"""


@click.command(
    cls=DutchCommand, epilog=_EXAMPLES,
    help="Geef een document een ander id. Bestand, versies en registers gaan mee; oude links blijven werken.",
)  # fmt: skip
@click.argument("id_", metavar="ID")
@click.argument("new", metavar="NIEUW_ID")
@click.option("--title", metavar="TEKST", help="Ook een andere titel; de oude blijft als alias.")
@click.option("--dry-run", is_flag=True, help="Toon alleen wat naar het document verwijst.")
@context.format_option("text", "json", default="text")
@context.handbook_option
def command(
    id_: str, new: str, title: str | None, format_: str, folder: Path | None, *, dry_run: bool
) -> None:
    """Rename in one commit."""
    from zowerkenwij.control import references, renaming

    location = context.locate(folder)
    handbook = context.read(location)
    document = context.document(handbook, id_)
    title = deciding.one_line(title, "--title")
    already = document.id == new and title in (None, document.title)
    all_ = () if already else renaming.renamings(handbook, document, new)
    missing = [m for one in all_ for m in renaming.unrenamable(handbook, one)]
    commit = None
    if not (already or missing or dry_run):
        commit = _write(location, handbook, all_, title)
    places = references.referring(handbook, document)
    if format_ == "json":
        facts = {"id": document.id, "new": new, "dry_run": dry_run, "already": already}
        _tell_json({**facts, "commit": commit}, missing, all_, places)
    else:
        _tell(id_, new, missing, places, already=already, dry_run=dry_run)
    if missing:
        raise Refusal("Er is niets hernoemd. Zie de lijst hierboven.")


def _tell_json(facts: dict[str, Any], missing: Any, all_: Any, places: Any) -> None:
    context.echo_json({
        **facts, "missing": deciding.as_dicts(missing),
        "moves": {old: now for one in all_ for old, now in one.moves.items()},
        "references": [{"path": p.path, "line": p.line} for p in places],
    })  # fmt: skip


def _tell(id_: str, new: str, missing: Any, places: Any, *, already: bool, dry_run: bool) -> None:
    if missing:
        click.echo(deciding.tell_missing(missing))
        return
    said = "heette al" if already else "zou heten" if dry_run else "heet nu"
    click.echo(f"{id_} {said} {new}.")
    if dry_run and places:
        click.echo("Dit verwijst ernaar (ids gaan mee, links blijven werken):")
        for place in places:
            click.echo(f"  {place.path}:{place.line}")


def _write(location: Any, handbook: Any, all_: Any, title: str | None) -> str | None:
    """The texts with every id replaced, at their new places."""
    texts: dict[str, bytes] = {}
    for one in all_:
        for path in one.moves:
            texts.setdefault(path, deciding.raw(location, path))
        for place in one.places:
            texts.setdefault(place.path, deciding.raw(location, place.path))
    read: dict[str, bytes | None] = dict(texts)
    for one in all_:
        _replace_ids(texts, one)
        _new_front(texts, one, title if one is all_[0] else None)
    moved = {old: now for one in all_ for old, now in one.moves.items()}
    files: dict[str, bytes | None] = dict.fromkeys(old for old, now in moved.items() if old != now)
    files |= {moved.get(path, path): data for path, data in texts.items()}
    message = f"{all_[0].document.title}: {all_[0].document.id} heet nu {all_[0].new}"
    return deciding.commit(location, handbook, files, message, read)


def _replace_ids(texts: dict[str, bytes], one: Any) -> None:
    from zowerkenwij.control.renaming import with_id

    for place in sorted(one.places, key=lambda p: (p.path, -p.line, -p.column)):
        try:
            text = with_id(texts[place.path].decode("utf-8"), place, one.document.id, one.new)
        except ValueError as error:
            raise Refusal(
                f"{place.path}:{place.line}: hier is het id niet veilig te vervangen. Schrijf het "
                "op één regel zonder tekens eromheen. Er is niets gewijzigd."
            ) from error
        texts[place.path] = text.encode()


def _new_front(texts: dict[str, bytes], one: Any, title: str | None) -> None:
    from zowerkenwij.store.ledger import record_with
    from zowerkenwij.store.source_text import decode

    record = one.document.record
    text = decode(texts[one.document.path])[0].decode("utf-8")
    try:
        text = record_with(text, "id", one.new)
    except ValueError as error:
        raise Refusal(
            f"'{one.document.path}' is niet goed leesbaar. 'zowerkenwij check' zegt waar. Er is niets "
            "gewijzigd."
        ) from error
    former = [f for f in record.former_ids if f != one.new]
    if record.id != one.new:
        text = record_with(text, "former_ids", [*former, record.id])
    if title and title != record.title:
        names = [a for a in record.aliases if a != title]
        text = record_with(text, "title", title)
        text = record_with(text, "aliases", [*names, record.title])
    texts[one.document.path] = text.encode()
