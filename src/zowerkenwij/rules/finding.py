"""What a rule finds: one place a person can open, a sentence in plain Dutch, and perhaps a fix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zowerkenwij.model.problem import Place

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
SEVERITY_LABELS: dict[str, str] = {"error": "fout", "warning": "waarschuwing", "note": "opmerking"}


@dataclass(frozen=True, slots=True)
class Related:
    """A place that explains a finding, with what stands there."""

    path: str
    line: int
    message: str


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace the text between two positions. Lines and columns are 1-based and count
    characters; the end is exclusive."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int
    replacement: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair that is certain enough to carry out by program."""

    description: str
    path: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold. ``rule`` is the slug; ``document`` the id of the document it
    is about, if any."""

    code: str
    rule: str
    severity: Severity
    message: str
    path: str
    line: int
    column: int
    document: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sorts findings by path, line, column and code."""
        return (self.path, self.line, self.column, self.code, self.message)


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule yields; the engine adds code, slug and severity. ``severity`` is only given
    where it differs from the rule's own."""

    place: Place
    message: str
    document: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    severity: Severity | None = None


def related(place: Place, message: str) -> Related:
    """A related place with its explanation."""
    return Related(place.path, place.line, message)


def apply(text: str, fixes: Iterable[Fix]) -> str:
    """The text of one file after its fixes. A fix that overlaps an earlier one is left out, so
    that the result never mixes two repairs; run the check again to find what remains."""
    starts = _line_starts(text)
    spans: list[tuple[int, int, str]] = []
    for fix in fixes:
        wanted = [_span(starts, edit) for edit in fix.edits]
        if not any(_overlap(a, b) for a in wanted for b in spans):
            spans += wanted
    for start, end, replacement in sorted(spans, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _span(starts: list[int], edit: Edit) -> tuple[int, int, str]:
    return (
        starts[edit.start_line - 1] + edit.start_column - 1,
        starts[edit.end_line - 1] + edit.end_column - 1,
        edit.replacement,
    )


def _overlap(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
