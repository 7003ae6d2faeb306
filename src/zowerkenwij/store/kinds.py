"""The kinds of record files: where they lie and which model they have."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from posixpath import splitext
from types import MappingProxyType
from typing import TYPE_CHECKING

from zowerkenwij.model.document import DocumentRecord, VersionRecord
from zowerkenwij.model.registers import (
    Action,
    Monitor,
    Obligation,
    Person,
    ReviewRound,
    School,
    SearchTest,
    Term,
)
from zowerkenwij.model.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zowerkenwij.model.record import Record


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record file. ``many`` means that the file is a list of records; ``title`` and
    ``description`` are Dutch, for editors."""

    name: str
    model: type[Record]
    many: bool
    title: str
    description: str
    format: int = 1


_DESCRIBED = (
    Kind("handbook", Settings, False, "Handboek",
         "handbook.yml: wie het handboek uitgeeft en welke woorden en routes het kent."),
    Kind("document", DocumentRecord, False, "Document",
         "De kop met gegevens boven een document."),
    Kind("version", VersionRecord, False, "Vastgestelde versie",
         "De kop van een bestand onder versions/: één vastgestelde tekst, die nooit verandert."),
    Kind("school", School, False, "School",
         "school.yml: een school met de waarden voor het sjabloon."),
    Kind("obligations", Obligation, True, "Verplichtingen",
         "obligations.yml: wat wet en eigen afspraken vragen, en waar dat staat."),
    Kind("glossary", Term, True, "Begrippen",
         "glossary.yml: elk begrip met zijn ene betekenis."),
    Kind("people", Person, True, "Personen",
         "people.yml: wie welke rol heeft. Dit bestand staat niet in git."),
    Kind("improvement", Action, True, "Verbeteracties",
         "improvement.yml: de verbeteracties van een school."),
    Kind("monitoring", Monitor, True, "Metingen",
         "monitoring.yml: metingen van een school, nooit van een persoon."),
    Kind("review", ReviewRound, False, "Evaluatieronde",
         "Een bestand onder reviews/: de evaluatieronde van een schooljaar."),
    Kind("search-tests", SearchTest, True, "Zoekproeven",
         "search-tests.yml: zoekvragen en het document dat lezers moeten vinden."),
)  # fmt: skip
KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _DESCRIBED})

_TOP = {
    "handbook.yml": "handbook",
    "obligations.yml": "obligations",
    "glossary.yml": "glossary",
    "people.yml": "people",
    "people.example.yml": "people",
    "search-tests.yml": "search-tests",
}
_SCHOOL = {"school.yml": "school", "improvement.yml": "improvement", "monitoring.yml": "monitoring"}
_DOUBLED = (".md.txt", ".yml.txt", ".yaml.txt")  # what Windows makes of a name it does not show
_NO_RECORDS = frozenset({"static", "assets"})
_SCHOOL_DEPTH = 3


def kind_of(path: str) -> str | None:
    """The kind of the file at a path from the handbook's folder; None when it is no record."""
    folder, _, rest = path.partition("/")
    if path.endswith(".md"):
        if folder in _NO_RECORDS or path.rpartition("/")[2].lower() == "readme.md":
            return None
        return "version" if folder == "versions" and rest else "document"
    if not path.endswith(".yml"):
        return None
    if not rest:
        return _TOP.get(path)
    if folder == "schools" and path.count("/") == _SCHOOL_DEPTH - 1:
        return _SCHOOL.get(rest.rpartition("/")[2])
    return "review" if folder == "reviews" and "/" not in rest else None


def meant(path: str) -> str | None:
    """For a file that is no record: the name that was probably meant."""
    if path.lower().endswith(_DOUBLED) and kind_of(named := splitext(path)[0]):
        return named.rpartition("/")[2]
    stem, ending = splitext(path)
    folder, _, name = stem.rpartition("/")
    top = path.split("/", maxsplit=1)[0]
    if (
        ending.lower() not in {".yml", ".yaml"}
        or top in _NO_RECORDS
        or (folder and top != "schools")
    ):
        return None
    known = [splitext(x)[0] for x in (_SCHOOL if folder else _TOP)]
    near = get_close_matches(name.lower(), known, 1, 0.8)
    return near[0] + ".yml" if near else None
