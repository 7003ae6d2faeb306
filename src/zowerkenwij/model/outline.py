"""What the body of a document holds, as the published site would show it.

Lines and columns are 1-based and count from the first line of the body; offsets (``start``,
``end``) are 0-based positions in the body as ``str``, ``end`` exclusive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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


Mark = tuple[str, str, bool, bool]
"""What a link is wherever it stands: target, text, whether it is an image, whether it is bare."""


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
            target, words, image, bare = mark
            first = start - image
            found.append(Link(target, words, line, first - above, first, end, image, bare))
    return tuple(found)


class Unplaced(Sequence[Link]):
    """Links of the form ``[text](target)``, whose lines and columns are worked out when one is
    asked for: of most texts nobody asks. ``sizes`` are the lengths of what stands before each, of
    its text as written and of its target, in turn; ``body`` gives the text they stand in."""

    __slots__ = ("_body", "_links", "_sizes", "targets", "texts")

    def __init__(
        self, targets: list[str], texts: list[str], sizes: array[int], body: Callable[[], bytes]
    ) -> None:
        self.targets, self.texts = targets, texts
        self._sizes, self._body = sizes, body
        self._links: tuple[Link, ...] = ()

    @property
    def marks(self) -> list[Mark]:
        """What each link is."""
        return [
            (target, text, False, text == target != "")
            for target, text in zip(self.targets, self.texts, strict=True)
        ]

    def spans(self) -> list[tuple[int, int]]:
        """Where each link begins and ends."""
        found: list[tuple[int, int]] = []
        end = 0
        sizes = iter(self._sizes)
        for before, text, target in zip(sizes, sizes, sizes, strict=False):
            start = end + before
            end = start + text + target + 4  # with its brackets
            found.append((start, end))
        return found

    def _placed(self) -> tuple[Link, ...]:
        if not self._links:
            ends = [offset for span in self.spans() for offset in span]
            self._links = placed(self.marks, ends, self._body().decode("utf-8"))
        return self._links

    def __len__(self) -> int:
        return len(self.texts)

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
        return isinstance(self.links, Unplaced)

    @property
    def targets(self) -> list[str]:
        """The target of each link."""
        links = self.links
        return links.targets if isinstance(links, Unplaced) else [k.target for k in links]

    @property
    def link_texts(self) -> list[str]:
        """The text of each link."""
        links = self.links
        return links.texts if isinstance(links, Unplaced) else [k.text for k in links]

    @property
    def images(self) -> Sequence[Link]:
        """The links that are images."""
        return () if self.is_plain else [k for k in self.links if k.image]

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
