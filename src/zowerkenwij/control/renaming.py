"""Giving a document another id: which files change, to the character, and what stands in the way.

Only ids in front matter and registers change, and the file's name. Links in texts keep leading to
the document through its former id (ZW213), so no adopted text is touched.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.control.adoption import Missing
from zowerkenwij.control.references import ids
from zowerkenwij.model.record import ID_PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.model.problem import Place

_MAX_ID = 80


@dataclass(frozen=True, slots=True)
class Renaming:
    """One document that gets another id. ``moves`` are paths before and after."""

    document: Document
    new: str
    places: tuple[Place, ...]
    moves: Mapping[str, str]


def renamings(handbook: Handbook, document: Document, new: str) -> tuple[Renaming, ...]:
    """The document, and the copies that schools made of it: they carry its id in theirs."""
    pairs = [(document, new)]
    for school in handbook.schools:
        copy = handbook.by_id.get(f"{document.id}-{school.record.id}")
        if copy and copy.record.template and copy.record.template.document == document.id:
            pairs.append((copy, f"{new}-{school.record.id}"))
    return tuple(_renaming(handbook, one, id_) for one, id_ in pairs)


def _renaming(handbook: Handbook, document: Document, new: str) -> Renaming:
    folder = f"{handbook.prefix}/versions/{document.id}/".lstrip("/")
    moves = {
        path: f"{handbook.prefix}/versions/{new}/{path.removeprefix(folder)}".lstrip("/")
        for path in sorted(handbook.files)
        if path.startswith(folder)
    }
    moves[document.path] = posixpath.join(posixpath.dirname(document.path), f"{new}.md")
    return Renaming(document, new, tuple(ids(handbook, document.id)), moves)


def unrenamable(handbook: Handbook, one: Renaming) -> Iterator[Missing]:
    """Why a document cannot get this id."""
    id_, why = one.new, "Elk document heeft één eigen naam, voor altijd."
    if not re.search(ID_PATTERN, id_) or len(id_) > _MAX_ID:
        yield Missing("id", f"'{id_}' kan geen id zijn.", why,
                      "Gebruik kleine letters, cijfers en streepjes, hoogstens 80.")  # fmt: skip
        return
    owner = handbook.find(id_)
    if owner is not None and owner is not one.document:
        yield Missing("taken", f"'{id_}' is of was al het id van {owner.path}.", why,
                      "Kies een ander id.")  # fmt: skip
        return
    taken = [new for new in one.moves.values() if new in handbook.files]
    taken += [p for p in handbook.files if posixpath.basename(p) == f"{id_}.md"]
    if taken and owner is not one.document:
        yield Missing("taken", f"Er staat al een bestand '{taken[0]}'.", why,
                      "Geef dat eerst een andere naam.")  # fmt: skip


def with_id(text: str, place: Place, old: str, new: str) -> str:
    """A file's text with the id at a place replaced, quotes kept. Raises ``ValueError`` when
    something else stands there."""
    lines = text.split("\n")
    line = lines[place.line - 1]
    match = re.compile(rf"(['\"]?){re.escape(old)}\1(?![\w-])").match(line, place.column - 1)
    if match is None:
        raise ValueError(f"{place.path}:{place.line}")
    quote = match[1]
    lines[place.line - 1] = f"{line[: match.start()]}{quote}{new}{quote}{line[match.end() :]}"
    return "\n".join(lines)
