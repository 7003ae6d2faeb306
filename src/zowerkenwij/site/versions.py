"""Versions of a document: what changed in each, and word-level differences between neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from zowerkenwij.site import wording
from zowerkenwij.site.facts import body_label
from zowerkenwij.site.old_texts import OldTexts, plain_lines
from zowerkenwij.site.parts import Page
from zowerkenwij.site.references import document_address
from zowerkenwij.site.render import render
from zowerkenwij.text.compare import compare, words
from zowerkenwij.text.fill import dutch_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from zowerkenwij.model.document import LedgerEntry
    from zowerkenwij.model.handbook import Document, VersionFile
    from zowerkenwij.site.view import View
    from zowerkenwij.text.compare import Piece, SectionChange

CONCEPT = "concept"


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version as readers see it. ``difference`` is the address of what changed in it."""

    version: str
    note: str
    change: str
    reason: str
    by: str
    reference: str
    consulted: tuple[str, ...]
    adopted: date
    effective: date
    expires: date | None
    current: bool
    coming: bool
    difference: str
    before: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line: the same in both versions, new, or gone."""

    kind: Literal["equal", "insert", "delete"]
    text: str


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """What happened to a section, line by line. ``kind`` is Dutch."""

    heading: str
    former: str
    kind: str
    lines: tuple[tuple[Part, ...], ...]


def pages(view: View, old: OldTexts, document: Document, title: str) -> Iterator[Page]:
    """The versions page of a document and the differences between neighbouring versions."""
    steps = list(_steps(view, document))
    yield _versions_page(view, document, title, steps)
    for before, after in steps:
        yield _difference_page(old, document, title, before, after)


def _steps(view: View, document: Document) -> Iterator[tuple[VersionFile, VersionFile | None]]:
    """Neighbouring versions of which this audience may read both; None is the working text."""
    files = view.handbook.version_files
    known = [(document.id, v.version) for v in view.entries(document)]
    texts = [files[key] for key in known if key in files]
    yield from pairwise(texts)
    if view.is_draft and texts and document.digest != texts[-1].record.entry.digest:
        yield texts[-1], None


def difference_address(id_: str, before: str, after: str) -> str:
    """Where the difference between two versions stands."""
    return f"{document_address(id_)}verschil/{before}/{after}/"


def _versions_page(
    view: View,
    document: Document,
    title: str,
    steps: list[tuple[VersionFile, VersionFile | None]],
) -> Page:
    address = document_address(document.id)
    here = f"{address}versies/"
    before = {a.record.version if a else CONCEPT: b.record.version for b, a in steps}
    lines = [_line(view, document, v, before) for v in reversed(view.entries(document))]
    concept = difference_address(document.id, before[CONCEPT], CONCEPT) if CONCEPT in before else ""
    html = render(
        "versions.html", here, title=title, address=address, entries=lines, concept=concept,
        internal=not view.is_open,
    )  # fmt: skip
    return Page(here, f"Versies van {title}", "versions", before=html, document=document.id)


def _line(
    view: View, document: Document, entry: LedgerEntry, before: dict[str, str]
) -> VersionLine:
    previous = before.get(entry.version, "")
    return VersionLine(
        entry.version, entry.note, wording.CHANGE_LABELS[entry.change], entry.reason or "",
        body_label(view, document, entry.adopted.by), entry.adopted.reference or "",
        tuple(_consulted(view, entry)), entry.adopted.on, entry.effective, entry.expires,
        entry == view.handbook.in_force(document, view.day), entry.effective > view.day,
        difference_address(document.id, previous, entry.version) if previous else "", previous,
    )  # fmt: skip


def _consulted(view: View, entry: LedgerEntry) -> Iterator[str]:
    for one in entry.consulted:
        body = view.handbook.bodies.get(one.body)
        what = wording.OUTCOME_LABELS[one.outcome]
        yield f"{body.label if body else one.body}, {dutch_day(one.on)}: {what}"


# -- differences ---------------------------------------------------------------------------


def _difference_page(
    old: OldTexts, document: Document, title: str, before: VersionFile, after: VersionFile | None
) -> Page:
    former, new = before.record.version, after.record.version if after else CONCEPT
    here = difference_address(document.id, former, new)
    if after:
        text, title_after = old.readable(after, document), after.record.title
    else:
        text, title_after = old.of(old.view.text_of(document)), document.title
    sections = _sections(old.readable(before, document), text)
    html = render(
        "difference.html", here, title=title, address=document_address(document.id),
        before=before.record.entry, after=after.record.entry if after else None,
        sections=sections, renamed=(before.record.title, title_after),
    )  # fmt: skip
    name = f"Wat is er veranderd in {title}, van {former} naar {new}"
    return Page(here, name, "difference", before=html, document=document.id)


@lru_cache(maxsize=256)
def _sections(before: str, after: str) -> tuple[SectionDifference, ...]:
    return tuple(_told(compare(before, after)))


def _told(changes: tuple[SectionChange, ...]) -> Iterator[SectionDifference]:
    for change in changes:
        pieces = words(_spoken(change.before), _spoken(change.after))
        lines = tuple(_lines(pieces))
        if not lines or (change.kind == "changed" and not _differs(lines)):
            continue
        yield SectionDifference(
            plain_lines(change.heading)[0] if change.heading else "",
            change.former_heading or "", wording.DIFFERENCE_LABELS[change.kind], lines,
        )  # fmt: skip


def _spoken(markdown: str | None) -> str:
    """The words of a section, its heading left out: that stands above it already."""
    lines = plain_lines(markdown or "")
    headed = (markdown or "").lstrip().startswith("#")
    return "\n".join(lines[1:] if headed else lines)


def _differs(lines: tuple[tuple[Part, ...], ...]) -> bool:
    return any(part.kind != "equal" for line in lines for part in line)


def _lines(pieces: tuple[Piece, ...]) -> Iterator[tuple[Part, ...]]:
    """The pieces of a difference, cut at line ends."""
    line: list[Part] = []
    for piece in pieces:
        for n, text in enumerate(piece.text.split("\n")):
            if n and line:
                yield tuple(line)
                line = []
            if text:
                line.append(Part(piece.kind, text))
    if line:
        yield tuple(line)
