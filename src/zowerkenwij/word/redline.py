"""A redline: two versions of a text as one Word file with tracked changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zowerkenwij.word.export import Revision
from zowerkenwij.word.writer import write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from zowerkenwij.word.export import Export
    from zowerkenwij.word.writer.template import Template


def redline(
    before: Export, after: Export, day: date, notes: Sequence[str], template: Template | None = None
) -> bytes:
    """The .docx: accepting all changes gives the text of ``after``, rejecting all that of
    ``before``. Changes carry the foundation's name and ``day``; ``notes`` (what changed, a
    sentence per version) are comments at the title. ``template`` is another one than that of the
    house. Equal input gives equal bytes."""
    former = replace(before, carriers=False)
    revision = Revision(former, f"{day.isoformat()}T00:00:00Z", tuple(notes))
    return write(replace(after, revision=revision, versions=(), carriers=False), template)
