"""A strict YAML reader over libyaml: text stays text, doubles and cleverness are problems.

Plain scalars become whole numbers (``-?(0|[1-9][0-9]*)``, at most 18 digits), ``true``/``false``,
null (``null``, ``~``, nothing) or else text; so ``no``, ``12:30``, ``1.10`` and dates stay text.
Quoted scalars are always text; keys are always text. Duplicate keys, aliases, anchors, tags,
complex keys and a second document are problems. Reading never raises: what can be read is kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from zowerkenwij.store.yaml_events import (
    MAX_PROBLEMS,
    Key,
    Place,
    Problem,
    SyntaxProblem,
    TooMuch,
    build,
)
from zowerkenwij.store.yaml_plain import UNUSUAL, place_of, read_plain
from zowerkenwij.store.yaml_salvage import salvage

if TYPE_CHECKING:
    from collections.abc import Callable

_BREAKS = re.compile("[\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")


class Reading(NamedTuple):
    """What a text holds: its ``value``, what was wrong, and whether parts were lost by that."""

    value: Any
    problems: tuple[Problem, ...] = ()
    lost: bool = False


def read(text: str, first_line: int = 1) -> Reading:
    """Read one YAML document; ``text`` has LF line ends, its first line is ``first_line``."""
    value = read_plain(text)
    if value is not UNUSUAL:
        return Reading(value)
    return read_thoroughly(text, first_line)


def read_thoroughly(
    text: str, first_line: int = 1, places: dict[tuple[Key, ...], Place] | None = None
) -> Reading:
    """As ``read``, always through libyaml; ``places`` receives the place of every value."""
    text, problems = _clean(text, first_line)
    try:
        value = build(text, problems, first_line, places=places)
        lost = bool(problems)
    except SyntaxProblem as error:
        value, lost = _salvaged(text, error, problems, first_line, places), True
    except TooMuch:
        value, lost = None, True
    return Reading(value, tuple(sorted(set(problems))[:MAX_PROBLEMS]), lost)


def _salvaged(
    text: str, error: SyntaxProblem, problems: list[Problem], first_line: int,
    places: dict[tuple[Key, ...], Place] | None,
) -> Any:  # fmt: skip
    try:
        return salvage(text, error, problems, first_line, places=places)
    except TooMuch:
        return None


def _clean(text: str, first_line: int) -> tuple[str, list[Problem]]:
    """Replace characters that YAML refuses or takes for line ends; report the first of each."""
    problems: list[Problem] = []
    for pattern, what in (
        (_CONTROL, "een onzichtbaar stuurteken"),
        (_BREAKS, "een vreemd regeleinde"),
    ):
        if match := pattern.search(text):
            line = first_line + text.count("\n", 0, match.start())
            column = match.start() - text.rfind("\n", 0, match.start())
            message = f"Hier staat {what} (U+{ord(match.group()):04X}). Haal het weg."
            problems.append(Problem(line, column, message))
            text = pattern.sub(" ", text)
    return text, problems


class Locator:
    """Finds the line and column of a value by its path of keys; parses on its first use only.
    ``source`` gives the bytes of the YAML text."""

    __slots__ = ("_first_line", "_places", "_source")

    def __init__(self, source: Callable[[], bytes], first_line: int = 1) -> None:
        self._source = source
        self._first_line = first_line
        self._places: dict[tuple[Key, ...], Place] | None = None

    def __call__(self, keys: tuple[Key, ...]) -> tuple[int, int]:
        """Line and column of the value; of its nearest parent when it is absent."""
        spot = self._nearest(keys)
        return spot[0], spot[1]

    def key(self, keys: tuple[Key, ...]) -> tuple[int, int]:
        """Line and column of the key under which the value stands."""
        spot = self._nearest(keys)
        return spot[2], spot[3]

    def _text(self) -> str:
        return self._source().decode("utf-8")

    def _nearest(self, keys: tuple[Key, ...]) -> Place:
        if self._places is None:
            text = self._text()
            if len(keys) == 1 and isinstance(keys[0], str) and (quick := place_of(text, keys[0])):
                line = self._first_line + quick[0]
                return (line, quick[1], line, 1)
            self._places = {}
            read_thoroughly(text, self._first_line, self._places)
        for length in range(len(keys), -1, -1):
            if spot := self._places.get(keys[:length]):
                return spot
        return (self._first_line, 1, self._first_line, 1)
