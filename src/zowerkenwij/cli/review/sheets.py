"""Forms for owners: what they must decide about, as one CSV or Word file each, and back again."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zowerkenwij.cli.refusal import Refusal
from zowerkenwij.cli.review.cells import as_written, harmless
from zowerkenwij.control.review.agenda import REASON_LABELS
from zowerkenwij.control.review.decisions import OUTCOME_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from zowerkenwij.control.review.agenda import Item
    from zowerkenwij.model.handbook import Handbook
    from zowerkenwij.text.blocks import Block, Blocks

ID, TITLE, DUE, WHY, CHANGED = "Document", "Titel", "Vóór", "Waarom", "Wat is er veranderd"
OUTCOME, ON, BY, BASIS = "Uitkomst", "Datum", "Door", "Waarop gebaseerd"
UNTIL, INTO, DIGEST = "Uitstellen tot", "Opgaan in", "Tekstkenmerk"
QUESTION, ANSWER = "Vraag", "Antwoord"
_GIVEN = (ID, TITLE, DUE, WHY, CHANGED)
_ASKED = (OUTCOME, ON, BY, BASIS, UNTIL, INTO)
_MOST = 12  # changes that a form writes out
_HOW = (
    "Lees de tekst. Vul daarna per document de uitkomst in, de datum, en waarop het besluit steunt. "
    "Beantwoord ook de vragen. Weet je het nog niet? Laat de uitkomst dan leeg."
)


@dataclass(frozen=True, slots=True)
class Answers:
    """What a form says about one document. ``place`` is where it stands, for messages; ``values``
    are by label; ``answers`` by the text of the question."""

    place: str
    values: dict[str, str]
    answers: dict[str, str] = field(default_factory=dict)


def values(handbook: Handbook, item: Item, day: date) -> dict[str, str]:
    """What the form of a document holds before anybody fills it in, by label."""
    from zowerkenwij.cli.review.agenda import as_details, label, told

    entry = handbook.in_force(item.document, day)
    changed = list(told(as_details(item)))
    changed = [*changed[:_MOST], "…"] if len(changed) > _MOST else changed
    found = {
        ID: item.document.id, TITLE: item.document.title, DUE: item.due.isoformat(),
        WHY: ", ".join(REASON_LABELS.get(r, r) for r in item.reasons), CHANGED: "\n".join(changed),
        OUTCOME: "", ON: "", BY: label(handbook, item.owner), BASIS: "", UNTIL: "", INTO: "",
        DIGEST: entry.digest if entry else "",
    }  # fmt: skip
    for question in item.questions:
        found |= {f"{QUESTION} {question.n}": question.text, f"{ANSWER} {question.n}": ""}
    return found


# -- CSV -------------------------------------------------------------------------------------


def as_csv(rows: Sequence[dict[str, str]]) -> bytes:
    """The form as a file that a Dutch spreadsheet opens at once: semicolons, UTF-8 with a mark, and
    a line of the file for every document."""
    asked = {name: None for row in rows for name in row if name.startswith((QUESTION, ANSWER))}
    numbered = sorted(asked, key=lambda name: (int(name.split()[1]), name.startswith(ANSWER)))
    names = [*_GIVEN, *numbered, *_ASKED, DIGEST]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([harmless(_one_line(row.get(name, ""))) for name in names] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _one_line(words: str) -> str:
    return words.replace("\n", "; ")


def from_csv(data: bytes, name: str) -> tuple[Answers, ...]:
    """What a CSV form says, row by row; refuses (1) what is no form."""
    text = _decoded(data)
    first, _, rest = text.partition("\n")
    above = first.strip().lower().startswith("sep=")  # what Excel wants to be told
    text, first = (rest, rest.partition("\n")[0]) if above else (text, first)
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found = []
    try:
        head = [as_written(cell) for cell in next(reader, [])]
        if ID not in head or OUTCOME not in head:
            raise Refusal(
                f"'{name}' is geen formulier: de kolommen '{ID}' en '{OUTCOME}' ontbreken. Maak "
                "formulieren met 'zowerkenwij review sheets'."
            )
        for number, cells in enumerate(reader, 3 if above else 2):  # as a spreadsheet counts
            row = dict(zip(head, map(as_written, cells), strict=False))
            if any(row.values()):
                found.append(_answers(f"{name}, regel {number}", row))
    except csv.Error as error:
        raise Refusal(f"'{name}' is niet te lezen bij regel {reader.line_num}: {error}.") from error
    return tuple(found)


def _decoded(data: bytes) -> str:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):  # "Unicode text" of a spreadsheet
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")  # what older spreadsheets write


def _answers(place: str, row: dict[str, str]) -> Answers:
    answers = {
        text: row.get(f"{ANSWER} {name.split()[1]}", "")
        for name, text in row.items()
        if name.startswith(f"{QUESTION} ") and text
    }
    return Answers(place, row, answers)


# -- Word ------------------------------------------------------------------------------------


def as_word(handbook: Handbook, year: str, owner: str, rows: Sequence[dict[str, str]]) -> bytes:
    """The form as a Word file: a table per document."""
    from zowerkenwij.cli.review.telling import heading, paragraph
    from zowerkenwij.word.export import Export
    from zowerkenwij.word.writer import write

    title = f"Evaluatie {year}: {owner}"
    lines: list[Block] = [heading(title, 1), paragraph(_HOW)]
    lines.append(paragraph(f"Kies als uitkomst: {', '.join(OUTCOME_LABELS.values())}."))
    for row in rows:
        lines += [heading(row[TITLE], 2), *_form(row)]
    return write(
        Export(
            id=f"evaluatie-{year}", title=title, type_label="Formulier",
            foundation=handbook.settings.record.foundation.name, standing="formulier",
            blocks=tuple(lines), facts=(("Schooljaar", year), ("Documenten", str(len(rows)))),
        )
    )  # fmt: skip


def _form(row: dict[str, str]) -> Blocks:
    from zowerkenwij.cli.review.telling import table

    asked = [name for name in row if name.startswith((QUESTION, ANSWER))]
    names = [DUE, WHY, *([CHANGED] if row[CHANGED] else []), *asked, *_ASKED, DIGEST]
    rows = tuple((name, _one_line(row[name])) for name in names)
    return (table((ID, row[ID]), rows),)


def from_word(data: bytes, name: str) -> tuple[Answers, ...]:
    """What a Word form says, table by table; refuses (1, or 3) a file that cannot be read."""
    from zowerkenwij.word.child import read_limited
    from zowerkenwij.word.refused import ENVIRONMENT, RefusedFile

    try:
        document = read_limited(data)
    except RefusedFile as error:
        code = 3 if error.kind in ENVIRONMENT else 1
        raise Refusal(f"'{name}': {error.message}", code) from error
    found = tuple(_tables(document.blocks, name))
    if not found:
        raise Refusal(
            f"'{name}' is geen formulier: er staat geen tabel in die met '{ID}' begint. Maak "
            "formulieren met 'zowerkenwij review sheets'."
        )
    return found


def _tables(blocks: Blocks, name: str) -> Iterator[Answers]:
    from zowerkenwij.text.blocks import blocks_of, nodes, words

    for block in blocks_of(blocks):
        if isinstance(block, nodes.Table):
            pairs = [
                tuple("\n".join(words(b) for b in cell.blocks) for cell in row.cells[:2])
                for row in (*block.head, *block.body)
            ]
            row = {as_written(p[0]): as_written(p[1]) for p in pairs if len(p) == 2}
            if ID in row:
                yield _answers(f"{name}, document '{row[ID]}'", row)
