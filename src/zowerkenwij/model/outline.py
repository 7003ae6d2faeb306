"""What the body of a document holds, as the published site would show it.

Lines and columns are 1-based and count from the first line of the body; offsets (``start``,
``end``) are 0-based positions in the body as ``str``, ``end`` exclusive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, overload

if TYPE_CHECKING:
    from array import array


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


class Mark:
    """What a link is, wherever it stands: links that are written alike share one. ``up`` is the
    number of folders that its target begins with going up."""

    __slots__ = ("bare", "image", "target", "text", "up")

    def __init__(self, target: str, text: str, *, image: bool, bare: bool) -> None:
        self.target, self.text, self.image, self.bare = target, text, image, bare
        self.up = levels(target)


def levels(target: str) -> int:
    """How many folders up a target begins."""
    up = 0
    while target.startswith("../", up):
        up += 3
    return up // 3


def placed(marks: Sequence[Mark | None], ends: Sequence[int], text: str) -> tuple[Link, ...]:
    """Links at their places in a text. ``ends`` are the offsets where each begins and ends, in
    order, without the ``!`` of an image; what has no mark is no link after all."""
    found: list[Link] = []
    line, at, above = 1, 0, -1  # above: the line end before
    for mark, start, end in zip(marks, ends[::2], ends[1::2], strict=False):
        if lines := text.count("\n", at, start):
            line += lines
            above = text.rindex("\n", at, start)
        at = start
        if mark is not None:
            first = start - mark.image
            found.append(
                Link(mark.target, mark.text, line, first - above, first, end, mark.image, mark.bare)
            )
    return tuple(found)


class Unplaced(Sequence[Link]):
    """Links whose lines and columns are worked out when one is asked for: of most texts only the
    ``marks`` are. ``body`` gives the text they stand in, ``ends`` are as for ``placed``, and
    ``is_plain`` tells that the text surely holds no code, HTML, emphasis, tables or images."""

    __slots__ = ("_body", "_ends", "_links", "is_plain", "marks")

    def __init__(
        self,
        marks: tuple[Mark, ...],
        ends: array[int],
        body: Callable[[], bytes],
        *,
        is_plain: bool,
    ) -> None:
        self.marks, self.is_plain = marks, is_plain
        self._ends, self._body = ends, body
        self._links: tuple[Link, ...] = ()

    def spans(self) -> list[tuple[int, int]]:
        """Where each link begins and ends."""
        ends = self._ends
        if self.is_plain:
            return list(zip(ends[::2], ends[1::2], strict=False))
        return [(link.start, link.end) for link in self]

    def cut_from(self, text: str, mark: str) -> str:
        """The plain text that they stand in, with a mark for each."""
        ends = self._ends
        between = zip((0, *ends[1::2]), ends[::2], strict=True)
        return mark.join([text[start:end] for start, end in between])

    def _placed(self) -> tuple[Link, ...]:
        if not self._links and self.marks:
            self._links = placed(self.marks, self._ends, self._body().decode("utf-8"))
        return self._links

    def __len__(self) -> int:
        return len(self.marks)

    @overload
    def __getitem__(self, index: int) -> Link: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Link, ...]: ...
    def __getitem__(self, index: int | slice) -> Link | tuple[Link, ...]:
        return self._placed()[index]

    def __iter__(self) -> Iterator[Link]:
        return iter(self._placed())

    def __eq__(self, other: object) -> bool:
        return self._placed() == (other._placed() if isinstance(other, Unplaced) else other)

    def __hash__(self) -> int:
        return hash(self._placed())

    def __repr__(self) -> str:
        return repr(self._placed())


_mark = lru_cache(maxsize=1 << 14)(Mark)


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
    links: tuple[Link, ...] | Unplaced
    anchors: tuple[str, ...]
    slots: tuple[SlotUse, ...]
    passages: tuple[Passage, ...]
    lines: int
    too_deep: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether the body surely holds no code, HTML, emphasis, tables, images or passages."""
        return isinstance(self.links, Unplaced) and self.links.is_plain

    @property
    def marks(self) -> Sequence[Mark]:
        """What each link is, in the order of ``links``."""
        links = self.links
        if isinstance(links, Unplaced):
            return links.marks
        return [_mark(k.target, k.text, image=k.image, bare=k.bare) for k in links]

    @property
    def images(self) -> tuple[Link, ...]:
        """The links that are images."""
        return () if self.is_plain else tuple([k for k in self.links if k.image])

    def spans(self) -> list[tuple[int, int]]:
        """Where links begin and end, in order."""
        if isinstance(self.links, Unplaced):
            return self.links.spans()
        return sorted([(link.start, link.end) for link in self.links])

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
