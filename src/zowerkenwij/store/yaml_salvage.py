"""What can still be read of a YAML text that is broken somewhere: part by part."""

from __future__ import annotations

import re
from typing import Any

from zowerkenwij.store.yaml_events import (
    MAX_PROBLEMS,
    Key,
    Place,
    Problem,
    SyntaxProblem,
    TooMuch,
    build,
)

_MAX_DESCENT = 6
_HEAD = re.compile(r"[^\s#]")
_OPENING = re.compile(r"(?P<quote>['\"]?)(?P<key>[^\s:'\"#][^:'\"#]*)(?P=quote):[ ]*(#.*)?\n")
_ID = re.compile(r"- +\{? *id: *([a-z0-9-]+)")
_LOST: Any = object()
_NO_COLON = "Hier ontbreekt een dubbele punt. Schrijf `sleutel: waarde`."
_NO_DASH = "Deze regel hoort niet bij de lijst. Begin met een streepje, of spring in."


def salvage(
    text: str,
    error: SyntaxProblem,
    problems: list[Problem],
    line: int = 1,
    *,
    places: dict[tuple[Key, ...], Place] | None = None,
) -> Any:
    """Read every top-level key or list item alone; report each part that fails. ``error`` is
    what the whole text gave, reported when no part fails by itself."""
    rescue = _Rescue(problems, places)
    value = rescue.parts(text, line, 1, (), 0)
    if rescue.reported == 0:
        problems.append(error.problem)
    return None if value is _LOST else value


class _Rescue:
    def __init__(
        self, problems: list[Problem], places: dict[tuple[Key, ...], Place] | None
    ) -> None:
        self.problems = problems
        self.places = places
        self.reported = 0

    def parts(self, text: str, line: int, column: int, path: tuple[Key, ...], depth: int) -> Any:
        """The mapping or list of all parts that can be read; ``_LOST`` when none can."""
        chunks = _chunks(text)
        if not chunks:
            return _LOST
        if chunks[0][1].startswith(("- ", "-\n")):
            return self._items(chunks, line, column, path, depth)
        return self._keys(chunks, line, column, path, depth)

    def _keys(
        self,
        chunks: list[tuple[int, str]],
        line: int,
        column: int,
        path: tuple[Key, ...],
        depth: int,
    ) -> Any:
        found: dict[str, Any] = {}
        for offset, chunk in chunks:
            value = self._alone(chunk, line + offset, column, path, depth)
            if isinstance(value, dict):
                for key in value.keys() & found.keys():
                    self._report(
                        Problem(
                            line + offset,
                            column,
                            f"De sleutel `{key}` staat hier dubbel. Laat er één staan.",
                        )
                    )
                found = value | found
            elif value is not _LOST:
                self._report(Problem(line + offset, column, _NO_COLON))
        return found or _LOST

    def _items(
        self,
        chunks: list[tuple[int, str]],
        line: int,
        column: int,
        path: tuple[Key, ...],
        depth: int,
    ) -> Any:
        found: list[Any] = []
        for offset, chunk in chunks:
            inner = (*path, len(found))
            value = self._alone(chunk, line + offset, column, inner, depth)
            if value is _LOST and (named := _ID.match(chunk)):
                value = [{"id": named[1]}]  # so that what names it still finds it
            if isinstance(value, list):
                found += value[:1]
            elif value is not _LOST:
                self._report(Problem(line + offset, column, _NO_DASH))
        return found or _LOST

    def _alone(self, chunk: str, line: int, column: int, path: tuple[Key, ...], depth: int) -> Any:
        is_item = chunk.startswith(("- ", "-\n"))
        problems: list[Problem] = []
        places: dict[tuple[Key, ...], Place] = {}
        base = path[:-1] if is_item else path
        try:
            value = build(chunk, problems, line, column, path=base, places=places)
        except SyntaxProblem as error:
            return self._deeper(chunk, error, line, column, path, depth)
        self.problems += problems
        self.reported += len(problems)
        self._keep(places, base, path, is_item=is_item)
        return value

    def _keep(
        self,
        places: dict[tuple[Key, ...], Place],
        base: tuple[Key, ...],
        path: tuple[Key, ...],
        *,
        is_item: bool,
    ) -> None:
        if self.places is None:
            return
        for found, spot in places.items():
            if is_item and len(found) > len(base):
                self.places.setdefault((*path, *found[len(path) :]), spot)
            else:
                self.places.setdefault(found, spot)

    def _deeper(
        self,
        chunk: str,
        error: SyntaxProblem,
        line: int,
        column: int,
        path: tuple[Key, ...],
        depth: int,
    ) -> Any:
        before = self.reported
        value: Any = _LOST
        if depth < _MAX_DESCENT:
            value = self._inside(chunk, line, column, path, depth + 1)
        if self.reported == before:
            self._report(_settle(error, chunk, line, column))
        return value

    def _inside(self, chunk: str, line: int, column: int, path: tuple[Key, ...], depth: int) -> Any:
        if chunk.startswith("- "):
            text, indent = _dedent(" " + chunk[1:])
            value = self.parts(text, line, column + indent, path, depth)
            return _LOST if value is _LOST else [value]
        if not (opening := _OPENING.match(chunk)):
            return _LOST
        key = opening["key"].strip()
        text, indent = _dedent(chunk[opening.end() :])
        if self.places is not None:
            self.places.setdefault((*path, key), (line, column, line, column))
        value = self.parts(text, line + 1, column + indent, (*path, key), depth)
        return _LOST if value is _LOST else {key: value}

    def _report(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.reported += 1
        if len(self.problems) >= MAX_PROBLEMS:
            raise TooMuch


def _chunks(text: str) -> list[tuple[int, str]]:
    """The parts of a text, each with the number of lines before it: a part starts at a line
    that is not indented; in a mapping a ``- `` line belongs to the key above it."""
    starts: list[tuple[int, int]] = []
    position, mapping = 0, False
    for number, line in enumerate(text.splitlines(keepends=True)):
        if _HEAD.match(line) and not line.startswith(("---", "...", "%")):
            is_item = line.startswith(("- ", "-\n"))
            if not starts:
                mapping = not is_item
            if mapping != is_item or not starts:
                starts.append((number, position))
        position += len(line)
    ends = [position for _, position in starts[1:]] + [len(text)]
    return [(n, text[start:end]) for (n, start), end in zip(starts, ends, strict=False)]


def _dedent(text: str) -> tuple[str, int]:
    """The text without its common indentation, and how much that was."""
    lines = text.splitlines(keepends=True)
    indents = [
        len(x) - len(x.lstrip(" ")) for x in lines if x.strip(" \n") and x.lstrip(" ")[0] != "#"
    ]
    indent = min(indents, default=0)
    return "".join(x[indent:] if x.strip(" \n") else "\n" for x in lines), indent


def _settle(error: SyntaxProblem, chunk: str, line: int, column: int) -> Problem:
    """Where to point: at the complaint if it lies in this part, else where the broken part
    opened, else at the end of the part."""
    lines = chunk.rstrip().split("\n")
    last = line + len(lines) - 1
    problem = error.problem
    if problem.line <= last:
        return problem
    spot = error.opening
    if spot is None or spot[0] > last:
        spot = (last, column + max(len(lines[-1]) - 1, 0))
    return problem._replace(line=spot[0], column=spot[1])
