"""What the commands that record a decision share: the document, what stands in the way, and the
one commit."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, TypeVar

import click

from zowerkenwij.cli import context
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from zowerkenwij.store import Location

F = TypeVar("F", bound="Callable[..., Any]")


def on_option(help_: str) -> Callable[[Any], Any]:
    """``--on``: the day of the decision."""
    return click.option(
        "--on", "on", type=context.DayType(), required=True, metavar="JJJJ-MM-DD", help=help_
    )


def known_body(handbook: Any, body: str, *, owner: bool = False) -> None:
    """Refuses (2) a body that handbook.yml does not know."""
    known = [*handbook.bodies, *(["owner"] if owner else [])]
    if body not in known:
        raise Refusal(f"Het orgaan '{body}' bestaat niet. Kies uit: {', '.join(known)}.", 2)


def one_line(text: str | None, option: str) -> str | None:
    """A text for the register: one line; refuses (2) what is empty or too long."""
    if text is None:
        return None
    line = " ".join(text.split())
    if not line or len(line) > 400:
        raise Refusal(f"Schrijf bij {option} één zin van hoogstens 400 tekens.", 2)
    return line


def raw(location: Location, path: str) -> bytes:
    """The bytes of a record; refuses (3) when it cannot be read."""
    try:
        return (location.root / path).read_bytes()
    except OSError as error:
        raise Refusal(f"'{path}' is niet te lezen. Kijk of het bestand er staat.", 3) from error


def seen_text(data: bytes, document: Any) -> str:
    """The record as text; refuses (1) one that was changed since it was loaded, or that is not
    written as records are."""
    from zowerkenwij.store.source_text import decode, split

    clean, problem = decode(data)
    parts = split(clean)
    if problem or parts.problem:
        raise Refusal(f"'{document.path}' is niet goed leesbaar. 'zowerkenwij check' zegt waar.")
    if hashlib.sha256(parts.body).digest() != hashlib.sha256(document.body.encode()).digest():
        raise Refusal(f"'{document.path}' is intussen veranderd. Probeer het opnieuw.", 3)
    return clean.decode("utf-8")


def commit(
    location: Location, handbook: Any, files: Mapping[str, bytes | None], message: str,
    read: Mapping[str, bytes | None],
) -> str | None:  # fmt: skip
    """Write and commit exactly these files; refuses (3) when that cannot be done."""
    from zowerkenwij import store
    from zowerkenwij.store.transaction import transaction

    try:
        return transaction(
            location, files, message, read=read, committer=handbook.settings.record.commit_as
        )
    except store.StoreError as error:
        raise Refusal(error.message, 3) from error


def commit_option(function: F) -> F:
    """``--commit``: of a command that otherwise leaves its work in the work tree only."""
    return click.option(
        "--commit", "commits", is_flag=True, help="Leg deze bestanden ook meteen vast in git."
    )(function)


def put(location: Location, handbook: Any, files: Mapping[str, bytes], message: str | None) -> None:
    """Write files in the work tree; with a message also commit exactly these. Refuses (3)."""
    from zowerkenwij import store

    if message:
        commit(location, handbook, files, message, {})
        return
    try:
        store.write(location.root, files)
    except store.StoreError as error:
        raise Refusal(error.message, 3) from error


def tell_missing(missing: Sequence[Any]) -> str:
    """What is missing, each with why and what to do."""
    lines = []
    for one in missing:
        mark = "✗" if one.blocks else "·"
        lines.append(f"{mark} {one.what}\n  Waarom: {one.why}\n  Doe: {one.todo}")
    return "\n".join(lines)


def as_dicts(missing: Sequence[Any]) -> list[dict[str, Any]]:
    """What is missing, for programs."""
    return [
        {"kind": m.kind, "what": m.what, "why": m.why, "todo": m.todo, "blocks": m.blocks}
        for m in missing
    ]


def found(folder: Path | None, id_: str) -> tuple[Location, Any, Any]:
    """Where the handbook is, the handbook, and the document with this id."""
    location = context.locate(folder)
    handbook = context.read(location)
    document = context.document(handbook, id_)
    if document.id != id_:
        click.echo(f"'{id_}' heet nu '{document.id}'.", err=True)
    return location, handbook, document
