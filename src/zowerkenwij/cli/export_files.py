"""Files of texts: which documents, one file or many, and where they may be written."""

from __future__ import annotations

import re
import sys
import tempfile
import zipfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zowerkenwij.cli import context, exporting
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.cli.exporting import Ask, Prepared
    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.store import Location

FORMS = ("docx", "md", "html", "pdf")
_MANY = 20  # documents from which progress is shown
_NOTHING = "Geen enkel document kan zo worden gemaakt. De redenen staan hierboven."
_OWN = {
    "docx": b"<Application>zowerkenwij</Application>",
    "html": b'<meta name="generator" content="zowerkenwij">',
    "pdf": b"zowerkenwij",
}


def form_of(form: str | None, output: Path) -> str:
    """The form that was asked for, else what the name of the file says, else Word."""
    named = output.suffix.removeprefix(".").lower() if not output.is_dir() else ""
    if form and named in FORMS and named != form:
        raise Refusal(
            f"'{output}' eindigt op .{named}, maar --to vraagt om {form}. Kies één van de twee.", 2
        )
    return form or (named if named in FORMS else "docx")


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were made, and whether every text that may be given out is among them: of
    all documents those with a mistake of their own are named and left out."""

    paths: list[Path]
    is_whole: bool


def export(
    handbook: Handbook, ids: tuple[str, ...], ask: Ask, output: Path, *, everything: bool
) -> Written:
    """Write the files; everything is made before anything is written."""
    if everything == bool(ids):
        raise Refusal("Geef één of meer ids, of --all voor alle documenten.", 2)
    documents = _chosen(handbook, ids)
    is_file = bool(output.suffix) and not output.is_dir()
    if is_file and ask.form == "md" and len(documents) > 1:
        raise Refusal(
            "Meer documenten in één Markdown-bestand kan niet: noten en koppen zouden door elkaar "
            "lopen. Geef met -o een map op, of kies --to docx, html of pdf.", 2,
        )  # fmt: skip
    texts, is_whole = _prepared(handbook, documents, ask, skips=everything)
    if not texts:
        raise Refusal(_NOTHING)
    with _told(handbook, documents):
        if is_file and len(documents) > 1:
            made = {output: _book(handbook, texts, ask, everything=everything)}
        elif is_file:
            made = {output: exporting.file_of(handbook, texts[0], ask)}
        else:
            made = {
                output / f"{one.document.id}.{ask.form}": exporting.file_of(handbook, one, ask)
                for one in texts
            }
    return _written(made, ask, is_whole=is_whole)


def _written(made: dict[Path, bytes], ask: Ask, *, is_whole: bool) -> Written:
    for path in made:
        judge_place(path, ask.form)
    save(made)
    return Written(list(made), is_whole)


def is_of_day(ask: Ask, output: Path, *, everything: bool) -> bool:
    """Whether the texts of a day are asked as they were adopted: that needs no whole handbook."""
    as_written = ask.form == "md" and not (ask.is_clean or ask.draft or output.suffix)
    return everything and as_written and not (ask.version or ask.school or ask.audience)


def export_day(location: Location, ask: Ask, output: Path) -> Written:
    """Write every text in force on the day, as ``export`` of all documents does. Only the records
    of which a text is not simply what the version file says are read."""
    from zowerkenwij.store.in_force import texts_in_force
    from zowerkenwij.store.single import record_paths, some

    made, done, is_whole = {}, set(), True
    for one in texts_in_force(location, ask.day):
        if one.text is not None and ":::" not in one.text and one.type not in ("", "external"):
            made[output / f"{one.document}.md"] = one.text.encode()
            done.add(one.record)
    top = f"{location.prefix}/" if location.prefix else ""
    rest = sorted(set(record_paths(location, top)) - done)
    is_whole = True
    if rest:
        handbook = context.read(location, source=some(location, rest))
        documents = _chosen(handbook, ())
        texts, is_whole = _prepared(handbook, documents, ask, skips=True)
        with _told(handbook, documents):
            for text in texts:
                name = output / f"{text.document.id}.md"
                made[name] = exporting.file_of(handbook, text, ask)
    if not made:
        raise Refusal(_NOTHING)
    return _written(made, ask, is_whole=is_whole)


@contextmanager
def _told(handbook: Handbook, documents: list[Document]) -> Iterator[None]:
    """Refuses when a fact that the files show could not be read in this handbook."""
    try:
        yield
    except (AttributeError, TypeError) as error:  # a fact that is None, as in no whole record
        needed = {handbook.settings.path, *(d.path for d in documents)}
        broken = sorted(needed & handbook.broken_paths)
        if not broken:
            raise
        raise Refusal(
            f"Dit is niet te maken: er zit een fout in {' en '.join(broken[:3])}. {_REPAIR}"
        ) from error


_REPAIR = "Herstel die eerst; 'zowerkenwij check' zegt wat er mis is."


def _chosen(handbook: Handbook, ids: tuple[str, ...]) -> list[Document]:
    if ids:
        found = {d.id: d for d in (context.document(handbook, id_) for id_ in ids)}
        return list(found.values())
    order = {type_.id: at for at, type_ in enumerate(handbook.settings.record.types)}

    def place(one: Document) -> tuple[str, int, str]:
        record = one.record
        return record.school or "", order.get(record.type, len(order)), record.title.casefold()

    return sorted(handbook.documents, key=place)


def _prepared(
    handbook: Handbook, documents: list[Document], ask: Ask, *, skips: bool
) -> tuple[list[Prepared], bool]:
    """The texts, and whether none was left out for a mistake. Of all documents (``skips``) those
    that may not be given out or have a mistake are named and left out."""
    texts: list[Prepared] = []
    is_whole = True
    for document in _shown(documents):
        try:
            if skips:
                _refuse_broken(handbook, document)
            with _told(handbook, [document]):
                texts.append(exporting.prepared(handbook, document, ask))
        except Refusal as refusal:
            if not skips:
                raise
            click.echo(f"Overgeslagen: {refusal}", err=True)
            is_broken = document.path in handbook.broken_paths or refusal.exit_code != 1
            is_whole = is_whole and not is_broken
    return texts, is_whole


def _refuse_broken(handbook: Handbook, document: Document) -> None:
    """Of a ledger that was read in part, an old version would seem to be in force."""
    if document.path in handbook.broken_paths:
        raise Refusal(f"er zit een fout in {document.path}. {_REPAIR}")


def _shown(documents: list[Document]) -> Iterator[Document]:
    """The documents; on a terminal with the progress of a long row."""
    if len(documents) <= _MANY or not (sys.stderr and sys.stderr.isatty()):
        yield from documents
        return
    with click.progressbar(documents, label="Teksten", file=sys.stderr) as bar:
        yield from bar


# -- the bytes ---------------------------------------------------------------------------


def _book(handbook: Handbook, texts: list[Prepared], ask: Ask, *, everything: bool) -> bytes:
    from zowerkenwij.cli.booking import book_of

    book = book_of(handbook, texts, ask, everything=everything)
    if ask.form == "docx":
        from zowerkenwij.word.writer import bind

        return bind(book, ask.template)
    from zowerkenwij.site import handout

    bodies = [(one, text.body) for one, text in zip(book.texts, texts, strict=True)]
    return exporting.page_of(handout.book(book, bodies, handbook.kinds), ask.form)


# -- on disk -----------------------------------------------------------------------------


def save(made: dict[Path, bytes]) -> None:
    """Write files, each as a whole or not at all; refuses (3) when that cannot be done."""
    for path, data in made.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, data)
        except OSError as error:
            from zowerkenwij.store.errors import reason

            raise Refusal(
                f"'{path}' is niet te schrijven: {reason(error)}. Kies met -o een andere plaats.",
                3,
            ) from error


def _replace(path: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    new = Path(file.name)
    try:
        new.chmod(0o644)
        new.replace(path)
    except OSError:
        with suppress(OSError):
            new.unlink()
        raise


def judge_place(path: Path, form: str) -> None:
    """Only a file that this program made, and in which nobody worked since, is written over."""
    if path.is_dir():
        raise Refusal(f"'{path}' is een map. Geef met -o een andere naam op.", 3)
    try:
        old = path.read_bytes() if path.is_file() else b""
    except OSError as error:
        from zowerkenwij.store.errors import reason

        raise Refusal(
            f"'{path}' is niet te lezen: {reason(error)}. Kies met -o een andere plaats.", 3
        ) from error
    if old and not _is_own(old, form):
        raise Refusal(
            f"'{path}' bestaat al en is in een ander programma gemaakt of bewerkt. Dat werk zou "
            "verloren gaan. Lees het eerst in met 'zowerkenwij import', of kies een andere naam."
        )


def _is_own(data: bytes, form: str) -> bool:
    if form == "docx":
        with (
            suppress(zipfile.BadZipFile, KeyError, OSError, EOFError),
            tempfile.SpooledTemporaryFile() as file,
        ):
            file.write(data)
            with zipfile.ZipFile(file) as archive, archive.open("docProps/app.xml") as stream:
                return _OWN[form] in stream.read(10_000)
        return False
    if form == "md":
        return re.match(rb"\s*---\s*\n", data) is None  # a record begins so, an export never
    return _OWN[form] in data
