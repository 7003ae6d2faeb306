"""What the body of a document holds, as the published site would show it.

Lines and columns are 1-based and count from the first line of the body; offsets (``start``,
``end``) are 0-based positions in the body as ``str``, ``end`` exclusive.
"""

from __future__ import annotations

from typing import NamedTuple


class Heading(NamedTuple):
    """A heading with the anchor that the site gives it."""

    level: int
    text: str
    anchor: str
    line: int


class Link(NamedTuple):
    """A link or image. ``start``–``end`` spans its whole markup; ``target`` is the address as
    written (reference links: that of the definition), ``bare`` an address shown as itself."""

    target: str
    text: str
    line: int
    column: int
    start: int
    end: int
    image: bool = False
    bare: bool = False


class SlotUse(NamedTuple):
    """``{{ school.name }}``: a dotted name, nothing else."""

    name: str
    line: int
    column: int
    start: int
    end: int


class Passage(NamedTuple):
    """A ``::: audience …`` or ``::: when …`` container. Its lines run from the opening to the
    closing marker, both included. ``problem`` is a Dutch sentence when it is not right
    (unknown directive, no closing marker, a closing marker without opening, nested)."""

    kind: str
    argument: str
    line: int
    last_line: int
    problem: str | None = None


class Section(NamedTuple):
    """A heading with what stands below it, up to the next heading of its level or higher."""

    heading: Heading
    line: int
    last_line: int


class Outline(NamedTuple):
    """All facts of one body. ``anchors`` are all ids a link can point at, in order of
    appearance, doubles included (headings and raw HTML ids)."""

    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    anchors: tuple[str, ...]
    slots: tuple[SlotUse, ...]
    passages: tuple[Passage, ...]
    lines: int
    too_deep: bool = False

    def sections(self) -> tuple[Section, ...]:
        """Every heading with its last line, nested ones included."""
        open_: list[Heading] = []
        closed: dict[int, int] = {}
        for heading in self.headings:
            while open_ and open_[-1].level >= heading.level:
                closed[open_.pop().line] = heading.line - 1
            open_.append(heading)
        return tuple(Section(h, h.line, closed.get(h.line, self.lines)) for h in self.headings)

    def passage_at(self, line: int) -> Passage | None:
        """The passage that holds a line, if any."""
        return next((p for p in self.passages if p.line <= line <= p.last_line), None)
