"""Builds a value from libyaml's events, with a stack of its own: no recursion, no surprises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from yaml._yaml import CParser

from zowerkenwij.store.yaml_scalar import scalar
from zowerkenwij.store.yaml_words import explain

if TYPE_CHECKING:
    from collections.abc import Callable

Key = str | int
Place = tuple[int, int, int, int]  # line and column of the value, line and column of its key
MAX_DEPTH = 100
MAX_VALUES = 500_000
MAX_PROBLEMS = 50
MAX_PLACES = 300_000  # beyond this a value is located by its nearest parent

_DROP: Any = object()  # a key whose value is read but not kept
_NO_KEY: Any = object()  # a mapping that waits for its next key


class Problem(NamedTuple):
    """Something that is not right, at a 1-based line and column; ``message`` is plain Dutch."""

    line: int
    column: int
    message: str


class SyntaxProblem(Exception):
    """The text is not YAML from here on. ``opening`` is where the broken part begins, if known."""

    def __init__(self, problem: Problem, opening: tuple[int, int] | None = None) -> None:
        super().__init__(problem.message)
        self.problem = problem
        self.opening = opening


class TooMuch(Exception):
    """The text holds more values or more mistakes than any record has; it is given up."""


def build(
    text: str,
    problems: list[Problem],
    line: int = 1,
    column: int = 1,
    *,
    path: tuple[Key, ...] = (),
    places: dict[tuple[Key, ...], Place] | None = None,
) -> Any:
    """The value of a text that begins at ``line`` and ``column``; raises ``SyntaxProblem``, and
    ``TooMuch`` with a last entry in ``problems``."""
    builder = _Builder(problems, line, column, path, places)
    try:
        parser = CParser(text)
        for _ in range(MAX_VALUES):
            event = parser.get_event()
            if event is None:
                break
            builder.feed[type(event)](event)
        else:
            builder.give_up()
    except yaml.reader.ReaderError as error:
        raise SyntaxProblem(_unreadable_character(text, error, line)) from None
    except yaml.MarkedYAMLError as error:
        raise builder.syntax_problem(error) from None
    return builder.value


class _Frame:
    """A list or mapping under construction."""

    __slots__ = ("container", "key", "key_spot", "lines", "mapping", "path")

    def __init__(self, container: Any, path: tuple[Key, ...]) -> None:
        self.container = container
        self.mapping = isinstance(container, dict)
        self.key: Any = _NO_KEY
        self.key_spot = (0, 0)
        self.lines: dict[str, int] = {}
        self.path = path


class _Builder:
    def __init__(
        self,
        problems: list[Problem],
        line: int,
        column: int,
        path: tuple[Key, ...],
        places: dict[tuple[Key, ...], Place] | None,
    ) -> None:
        self.problems = problems
        self.line = line
        self.column = column
        self.places = places
        self.value: Any = None
        self.documents = 0
        self.anchors: set[str] = set()
        self.stack: list[_Frame] = []
        self.path = path
        self.feed: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
            yaml.DocumentEndEvent: _ignore,
            yaml.StreamStartEvent: _ignore,
            yaml.StreamEndEvent: _ignore,
        }

    # -- events --------------------------------------------------------------------------

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents == 2:
            self._report(event, "Hier begint een tweede deel met `---`. Zet alles in één deel.")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.tag is not None or event.anchor is not None:
            self._refuse_tag_and_anchor(event)
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.mapping and frame.key is _NO_KEY:
            self._key(frame, event)
        else:
            self._add(scalar(event.value) if event.implicit[0] else event.value, event)

    def _key(self, frame: _Frame, event: yaml.ScalarEvent) -> None:
        frame.key_spot = spot = self._spot(event)
        key = event.value
        if key in frame.lines:
            first = frame.lines[key]
            message = (
                f"De sleutel `{key}` staat hier dubbel; eerder op regel {first}. Laat er één staan."
            )
            self._report(event, message)
            key = _DROP
        else:
            frame.lines[key] = spot[0]
        frame.key = key

    def _alias(self, event: yaml.AliasEvent) -> None:
        if event.anchor not in self.anchors:  # else the anchor was reported: one mistake
            self._report(
                event,
                (
                    f"Een verwijzing met `*` kan hier niet (`*{event.anchor}`). Schrijf "
                    "de waarde voluit."
                ),
            )
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.mapping:
            frame.key = _DROP if frame.key is _NO_KEY else _NO_KEY

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if event.tag is not None or event.anchor is not None:
            self._refuse_tag_and_anchor(event)
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.mapping and frame.key is _NO_KEY:
            self._report(
                event,
                (
                    "Een lijst of blok kan geen sleutel zijn. Gebruik gewone tekst vóór "
                    "de dubbele punt."
                ),
            )
            frame.key = _NO_KEY
            path: tuple[Key, ...] = (None,)  # type: ignore[assignment]
        else:
            path = self._path_of_next(frame)
        if len(self.stack) + len(self.path) >= MAX_DEPTH:
            line, column = self._spot(event)
            raise SyntaxProblem(
                Problem(
                    line, column, f"Dit is dieper genest dan {MAX_DEPTH} lagen. Maak het vlakker."
                )
            )
        container: Any = {} if type(event) is yaml.MappingStartEvent else []
        self.stack.append(_Frame(container, path))
        if self.places is not None:
            under_key = frame is not None and frame.mapping and frame.key is not _NO_KEY
            block = under_key and not event.flow_style
            self._note(path, frame.key_spot if block and frame else self._spot(event), frame)

    def _close(self, _: yaml.Event) -> None:
        frame = self.stack.pop()
        parent = self.stack[-1] if self.stack else None
        if parent is not None and parent.mapping and parent.key is _NO_KEY:
            parent.key = _DROP  # what closed was a complex key: its value goes too
        else:
            self._add(frame.container, None)

    # -- building ------------------------------------------------------------------------

    def _path_of_next(self, frame: _Frame | None) -> tuple[Key, ...]:
        if self.places is None or frame is None:
            return self.path
        return (*frame.path, frame.key if frame.mapping else len(frame.container))

    def _add(self, value: Any, event: yaml.ScalarEvent | None) -> None:
        frame = self.stack[-1] if self.stack else None
        if event is not None and self.places is not None:
            self._note(self._path_of_next(frame), self._spot(event), frame)
        if frame is None:
            if self.documents <= 1:
                self.value = value
        elif not frame.mapping:
            frame.container.append(value)
        else:
            if frame.key is not _DROP:
                frame.container[frame.key] = value
            frame.key = _NO_KEY

    def _note(self, path: tuple[Key, ...], spot: tuple[int, int], frame: _Frame | None) -> None:
        if self.places is not None and self.documents <= 1 and len(self.places) < MAX_PLACES:
            key = frame.key_spot if frame is not None and frame.mapping else spot
            self.places.setdefault(path, (*spot, *key))

    def _spot(self, event: yaml.Event) -> tuple[int, int]:
        return self._absolute(event.start_mark)

    def _absolute(self, mark: Any) -> tuple[int, int]:
        return mark.line + self.line, mark.column + self.column

    # -- problems ------------------------------------------------------------------------

    def _report(self, event: yaml.Event, message: str) -> None:
        self.problems.append(Problem(*self._spot(event), message))
        if len(self.problems) >= MAX_PROBLEMS:
            raise TooMuch

    def give_up(self) -> None:
        """Report that there is too much, and raise ``TooMuch``."""
        self.problems.append(
            Problem(
                self.line,
                self.column,
                "Hier staan meer waarden dan het programma kan lezen. Splits het bestand.",
            )
        )
        raise TooMuch

    def _refuse_tag_and_anchor(self, event: Any) -> None:
        if event.tag is not None:
            self._report(
                event,
                (
                    "Een label met `!` kan hier niet. Haal het weg, of zet de tekst "
                    "tussen aanhalingstekens."
                ),
            )
        if event.anchor is not None:
            self.anchors.add(event.anchor)
            self._report(
                event,
                (
                    f"Een anker met `&` kan hier niet (`&{event.anchor}`). Haal het weg, "
                    "of zet de tekst tussen aanhalingstekens."
                ),
            )

    def syntax_problem(self, error: yaml.MarkedYAMLError) -> SyntaxProblem:
        """Libyaml's complaint, in Dutch and at its place in the file."""
        mark = error.problem_mark or error.context_mark
        line, column = self._absolute(mark) if mark else (self.line, self.column)
        opening = self._absolute(error.context_mark) if error.context_mark else None
        return SyntaxProblem(Problem(line, column, explain(error)), opening)


def _ignore(_: yaml.Event) -> None:
    """Events that carry nothing."""


def _unreadable_character(text: str, error: yaml.reader.ReaderError, line: int) -> Problem:
    before = text.encode("utf-8", "replace")[: error.position].decode("utf-8", "ignore")
    column = len(before) - before.rfind("\n")
    return Problem(
        line + before.count("\n"), column, "Hier staat een teken dat niet mag. Haal het weg."
    )
