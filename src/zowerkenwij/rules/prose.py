"""A text made ready for searching: words, lines, and blocks without their markup."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from zowerkenwij.rules.lexicon import in_a_row, small, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zowerkenwij.model.outline import Heading, Link, Outline
    from zowerkenwij.rules.watch import Watches

T = TypeVar("T")
LINK = "\0"
_MARKUP = str.maketrans("[]()!<>", "       ")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_SKIP = re.compile(r"\s*(?:\[[^\]]+\]:|!!!|\?\?\?|<!--)")
_ATTRIBUTES = re.compile(r"\{:?\s*[#.][^}\n]*\}\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text between blank lines, without list or quote marks. ``kind`` is heading,
    paragraph, item or table; ``lines`` holds (line number, offset in the body, text)."""

    kind: str
    line: int
    lines: tuple[tuple[int, int, str], ...]
    indent: int = 0

    @property
    def text(self) -> str:
        """The lines as one."""
        return " ".join(line for _, _, line in self.lines)


class _kept(Generic[T]):  # noqa: N801 - used as a decorator
    """``functools.cached_property`` without its lock, as it is from Python 3.12 on: the lock costs
    as much as most of what is kept here."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, text: Any, _owner: type | None = None) -> T:
        value = text.__dict__[self._name] = self._make(text)
        return value


class Text:
    """The body of a document with everything that rules search in; ``watches`` find the words that
    some rule asks for. The words of links are those of the ``others``: of all links but the right
    ones, in which no rule finds anything (see ``Links``)."""

    def __init__(
        self, body: str, outline: Outline, watches: Watches, others: Sequence[Link]
    ) -> None:
        self.body = body
        self.outline = outline
        self._watches = watches
        self._others = others

    @_kept
    def prose(self) -> str:
        """The body with everything blanked that no reader sees as words; same length."""
        from zowerkenwij.text import prose

        return prose(self.body, self.outline)

    @_kept
    def plain(self) -> str:
        """The prose without the brackets of links; same length."""
        return self._with_links(lambda markup: markup.translate(_MARKUP))

    @_kept
    def unlinked(self) -> str:
        """The prose without links, line ends as spaces; same length."""
        return self._with_links(lambda markup: " " * len(markup)).replace("\n", " ")

    def _with_links(self, change: Callable[[str], str]) -> str:
        prose = self.prose
        parts: list[str] = []
        at = 0
        for link in self._links:
            if link.start >= at:
                parts += (prose[at : link.start], change(prose[link.start : link.end]))
                at = link.end
        return "".join((*parts, prose[at:]))

    @_kept
    def flat(self) -> str:
        """The plain text with line ends as spaces, so that words over two lines are found."""
        return self.plain.replace("\n", " ")

    @_kept
    def skeleton(self) -> str:
        """The prose with ``LINK`` for the whole of each link, for a quick look; its lines are not
        as long as they were."""
        from zowerkenwij.text import without_links

        return without_links(self.body, self.outline, LINK, is_plain=not self.hides_words)

    @_kept
    def hides_words(self) -> bool:
        """Whether anything but links and braces may be in the body that no reader sees."""
        from zowerkenwij.text import hides_words

        return not self.outline.is_plain and hides_words(self.body)

    @_kept
    def skeleton_lines(self) -> list[str]:
        """The skeleton line by line."""
        return self.skeleton.split("\n")

    @_kept
    def lines(self) -> list[str]:
        """The body line by line."""
        return self.body.split("\n")

    @property
    def is_aligned(self) -> bool:
        """Whether the lines of the skeleton are those of the body: no link runs over two."""
        lines = len(self.skeleton_lines) - (self.skeleton[-1:] == "\n")
        return lines == self.outline.lines

    @_kept
    def link_texts(self) -> str:
        """The words of links."""
        return " ".join([link.text for link in self._others])

    @_kept
    def targets(self) -> str:
        """Where links go, a line each."""
        return "\n".join([link.target for link in self._others])

    @_kept
    def words(self) -> frozenset[str]:
        """Every word of the text in lower case, right links included."""
        linked = " ".join([mark.text for mark in self.outline.marks])
        return frozenset(words_of(f"{self.skeleton} {linked}"))

    @_kept
    def seen(self) -> frozenset[str]:
        """The watched words of the text, as they were given."""
        return self.seen_below | self._watches.beside.seen(self.beside)

    @_kept
    def seen_below(self) -> frozenset[str]:
        """The watched words and names outside links below the title, as they were given."""
        return self._watches.below.seen(self.below)

    @_kept
    def below(self) -> str:
        """The skeleton below the title."""
        return self.skeleton[len(self.title_line) :]

    @property
    def beside(self) -> str:
        """The title and the words of links."""
        return f"{self.title_line} {self.link_texts}"

    @_kept
    def title_line(self) -> str:
        """The heading on the first line, when a blank line follows it."""
        end = self.skeleton.find("\n")
        is_alone = end >= 0 and self.skeleton.startswith("\n\n", end)
        is_heading = self.outline.headings[:1] and self.outline.headings[0].line == 1
        return self.skeleton[:end] if is_heading and is_alone else ""

    @_kept
    def small(self) -> str:
        """The body in small letters, sign for sign: see ``lexicon.small``."""
        return small(self.body)

    def around(self, words: str) -> Iterator[tuple[int, int]]:
        """Where words in lower case stand in a row: offsets of their lines with the nearest one
        above and below that is not blank, so that a slow pattern need not walk through all of a
        text."""
        start = end = -1  # the stretch so far
        line_end = 0
        for at in in_a_row(self.small, words):
            if at < line_end:
                continue
            line_end = line_at(self.body, at)[1]
            first, last = _with_neighbours(self.body, at)
            if start >= 0 and first > end:
                yield start, end
                start = -1
            start, end = first if start < 0 else start, last
        if start >= 0:
            yield start, end

    @_kept
    def starts(self) -> list[int]:
        """The offset at which each line begins."""
        starts = [0]
        find = self.body.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column (1-based) of an offset in the body."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def heading_before(self, offset: int) -> int:
        """The index of the nearest heading above an offset; -1 when there is none."""
        return bisect_right(self._heading_offsets, offset) - 1

    @_kept
    def _heading_offsets(self) -> list[int]:
        starts = self.starts
        return [starts[min(h.line, len(starts)) - 1] for h in self.outline.headings]

    def in_heading(self, offset: int) -> bool:
        """Whether an offset lies on the line of a heading."""
        return bisect_right(self.starts, offset) in self._heading_lines

    @_kept
    def _heading_lines(self) -> frozenset[int]:
        return frozenset(h.line for h in self.outline.headings)

    def link_at(self, offset: int) -> Link | None:
        """The link whose markup holds an offset."""
        index = bisect_right(self._link_starts, offset) - 1
        if index < 0:
            return None
        link = self._links[index]
        return link if link.start <= offset < link.end else None

    @_kept
    def _links(self) -> list[Link]:
        return sorted(self.outline.links, key=lambda k: k.start)

    @_kept
    def _link_starts(self) -> list[int]:
        return [link.start for link in self._links]

    @_kept
    def heading_at(self) -> dict[int, Heading]:
        """Headings by line."""
        return {h.line: h for h in self.outline.headings}

    @_kept
    def blocks(self) -> tuple[Block, ...]:
        """The text in pieces, in order."""
        return tuple(_Blocks(self).read())


def line_at(text: str, at: int, between: str = "\n") -> tuple[int, int]:
    """Where the line of an offset begins and ends, or what else stands between these signs."""
    end = text.find(between, at)
    return text.rfind(between, 0, at) + 1, end if end >= 0 else len(text)


def _with_neighbours(text: str, at: int) -> tuple[int, int]:
    """Where the line of an offset and the nearest ones that are not blank begin and end."""
    above, below = line_at(text, at)
    while above:
        end = above - 1
        above = line_at(text, end)[0]
        if text[above:end].strip():
            break
    while below < len(text):
        start = below + 1
        below = line_at(text, start)[1]
        if text[start:below].strip():
            break
    return above, below


class _Blocks:
    """Cuts a text into blocks, line by line."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.done: list[Block] = []
        self.open: list[tuple[int, int, str]] = []
        self.kind = "paragraph"
        self.indent = 0

    def read(self) -> list[Block]:
        offset = 0
        headings = self.text.heading_at
        for number, raw in enumerate(self.text.plain.split("\n"), 1):
            if number in headings:
                self.close()
                self.start("heading", 0)
                self.add(number, offset, _ATTRIBUTES.sub("", raw).lstrip("# "))
                self.close()
            elif not raw:
                self.close()
            elif raw.isspace():
                self.blank(number)
            else:
                self.line(number, offset, raw)
            offset += len(raw) + 1
        self.close()
        return self.done

    def blank(self, number: int) -> None:
        """A blank line ends a block, unless only blanked markup stood on it."""
        start = self.text.starts[number - 1]
        end = self.text.body.find("\n", start)
        if not self.text.body[start : end if end >= 0 else None].strip():
            self.close()
        elif self.open:
            self.add(number, start, "")

    def line(self, number: int, offset: int, raw: str) -> None:
        content = raw.lstrip()
        if content[0] == ">":
            content = content.lstrip("> ")
            if not content:
                self.close()
                return
        if content[0] == "|":
            self.table(number, offset, raw)
            return
        if _SKIP.match(content):
            self.close()
            return
        indent = len(raw) - len(content)
        if match := _ITEM.match(content):
            self.close()
            self.start("item", indent)
            self.add(number, offset + indent + match.end(), content[match.end() :])
            return
        if self.kind == "table" or not self.open:
            self.close()
            self.start("paragraph", indent)
        self.add(number, offset + indent, content)

    def table(self, number: int, offset: int, raw: str) -> None:
        if self.kind != "table" or not self.open:
            self.close()
            self.start("table", 0)
        self.add(number, offset, raw)

    def start(self, kind: str, indent: int) -> None:
        self.kind, self.indent = kind, indent

    def add(self, number: int, offset: int, content: str) -> None:
        self.open.append((number, offset, content.rstrip()))

    def close(self) -> None:
        if self.open:
            self.done.append(Block(self.kind, self.open[0][0], tuple(self.open), self.indent))
            self.open = []
        self.kind = "paragraph"
