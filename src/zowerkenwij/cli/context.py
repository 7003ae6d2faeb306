"""What every command shares: where the handbook is, which day it is, and how it is read."""

from __future__ import annotations

import gc
import posixpath
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from zowerkenwij.model.handbook import Document, Entry, Handbook
    from zowerkenwij.model.registers import School
    from zowerkenwij.store import Location
    from zowerkenwij.store.files import Source

F = TypeVar("F", bound=Callable[..., Any])


_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)  # days on which a handbook can be asked


class DayType(click.ParamType[date]):
    """``YYYY-MM-DD``, from 1900 to 2999."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        if len(value) == 10 and value.isascii():
            try:
                day = date.fromisoformat(value)
            except ValueError:
                pass
            else:
                if _FIRST <= day <= _LAST:
                    return day
                self.fail(
                    f"{value} ligt te ver weg. Kies een dag van 1900 tot en met 2999.", param, ctx
                )
        self.fail(f"'{value}' is geen datum. Schrijf bijvoorbeeld 2026-11-23.", param, ctx)
        return None


def handbook_option(function: F) -> F:
    """``--handbook DIR``: default the nearest folder upward that holds a handbook."""
    return click.option(
        "--handbook", "folder", type=click.Path(path_type=Path), metavar="MAP",
        help="Map van het handboek. Anders: deze map of de dichtstbijzijnde map erboven.",
    )(function)  # fmt: skip


def as_of_option(function: F) -> F:
    """``--as-of YYYY-MM-DD``: default today."""
    return click.option(
        "--as-of", "as_of", type=DayType(), default=date.today,
        metavar="JJJJ-MM-DD", help="De dag waarvoor het antwoord geldt. Anders: vandaag.",
    )(function)  # fmt: skip


def format_option(*choices: str, default: str) -> Callable[[F], F]:
    """``--format``: the first word is what a person reads."""
    return click.option(
        "--format", "format_", type=click.Choice(choices), default=default,
        metavar="VORM", help=f"Vorm van de uitvoer: {', '.join(choices)}.",
    )  # fmt: skip


def locate(folder: Path | None) -> Location:
    """Find the handbook; refuses (3) when there is none."""
    from zowerkenwij import store

    try:
        location = store.find_handbook(folder or Path.cwd())
        if store.is_interrupted(location) and (said := store.recover(location)):
            click.echo(said, err=True)
    except store.StoreError as error:
        raise Refusal(error.message, 3) from error
    return location


@contextmanager
def no_collecting() -> Iterator[None]:
    """Bulk work makes no garbage; collecting in between costs four times the work."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def load(folder: Path | None, rev: str | None = None) -> Handbook:
    """Read the handbook from the work tree, or as it was in a git revision."""
    return read(locate(folder), rev)


def read(location: Location, rev: str | None = None, source: Source | None = None) -> Handbook:
    """Read the handbook that was found at a place: the work tree, a git revision, or a part of it
    that ``source`` chooses."""
    from zowerkenwij import store

    part = source is not None
    try:
        if source is None:
            place = (location.root, location.prefix)
            source = store.Revision(*place, rev) if rev else store.WorkTree(*place)
        with no_collecting():
            handbook = store.load(source)
    except store.StoreError as error:
        raise Refusal(error.message, 3) from error
    if handbook.people_are_examples and not (rev or part):
        click.echo(
            f"Let op: {posixpath.join(handbook.prefix, 'people.yml')} ontbreekt. "
            "De namen komen uit people.example.yml.", err=True,
        )  # fmt: skip
    return handbook


def document(handbook: Handbook, id_: str) -> Document:
    """The document with this id or former id, with a warning when its record could not be read
    whole; refuses (1) with the nearest id, or (3) when it may stand where nothing can be read."""
    found = handbook.find(id_)
    if found is not None:
        if found.path in handbook.broken_paths:
            click.echo(
                f"Let op: er zit een fout in {found.path}. Een deel van de gegevens is niet gelezen, "
                "dus de uitkomst kan anders zijn. 'zowerkenwij check' zegt wat er mis is.", err=True,
            )  # fmt: skip
        return found
    for path in sorted(handbook.broken_paths):
        name, ending = posixpath.splitext(posixpath.basename(path))
        if name == id_ or not ending:
            raise Refusal(
                f"Er is geen document met id '{id_}' te lezen. Misschien staat het in '{path}': daar is "
                "iets mis. 'zowerkenwij check' zegt wat.", 3,
            )  # fmt: skip
    raise Refusal(
        f"Er is geen document met id '{id_}'.{_near(id_, handbook.by_id)} "
        "Zie 'zowerkenwij list' voor alle ids."
    )


def school(handbook: Handbook, id_: str) -> Entry[School]:
    """The school with this id; refuses (1) with the nearest id."""
    found = handbook.school_by_id.get(id_)
    if found is None:
        raise Refusal(
            f"Er is geen school met id '{id_}'.{_near(id_, handbook.school_by_id)} "
            "Zie 'zowerkenwij school list' voor alle scholen."
        )
    return found


def _near(word: str, known: Any) -> str:
    import difflib

    near = difflib.get_close_matches(word, list(known), 1)
    return f" Bedoel je '{near[0]}'?" if near else ""


def echo_json(value: dict[str, Any]) -> None:
    """A versioned JSON object on standard output (``"format": 1`` comes first)."""
    from zowerkenwij.cli.output import dumped

    click.echo(dumped({"format": 1, **value}))


def write(path: Path, data: bytes) -> None:
    """Write a file that was asked for, with its folder; refuses (3) when that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        from zowerkenwij.store.errors import reason

        raise Refusal(f"'{path}' is niet te schrijven: {reason(error)}.", 3) from error


def width() -> int:
    """The width of the terminal; 100 columns when there is none."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns


def memo(location: Location, key: list[Any]) -> Any:
    """What an earlier command remembered about exactly this state of the files; None when there
    is no place to remember (no git)."""
    from zowerkenwij import store

    return store.memo(location, key)
