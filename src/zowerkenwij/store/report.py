"""What loading could not take in, gathered while files are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from zowerkenwij.model.problem import Place, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zowerkenwij.store.yaml_events import Key, Problem

MAX_PER_FILE = 100
_MORE = "Er staan nog meer fouten in dit bestand; herstel deze eerst."


class Violation(NamedTuple):
    """A place in a value that breaks its schema. ``on_key``: it is about the key, not about
    what stands under it; ``is_missing``: something that must be there is not."""

    path: tuple[Key, ...]
    message: str
    on_key: bool = False
    is_missing: bool = False


class BadSchema(Exception):
    """The schema itself is not right; ``message`` is plain Dutch."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Finder(Protocol):
    """What finds a value's line and column, such as ``yaml.Locator``."""

    def __call__(self, keys: tuple[Key, ...], /) -> tuple[int, int]:
        """Line and column of a value."""
        ...

    def key(self, keys: tuple[Key, ...], /) -> tuple[int, int]:
        """Line and column of the key above a value."""
        ...


class Report:
    """The list of everything that was wrong, at most ``MAX_PER_FILE`` a file."""

    def __init__(self) -> None:
        self.found: list[Unreadable] = []
        self._counts: dict[str, int] = {}

    def add(self, one: Unreadable) -> bool:
        """Take up one; False when the file has had enough."""
        path = one.place.path
        count = self._counts[path] = self._counts.get(path, 0) + 1
        if count == MAX_PER_FILE:
            one = Unreadable(one.place, one.code, f"{one.message} {_MORE}", one.document)
        if count <= MAX_PER_FILE:
            self.found.append(one)
        return count < MAX_PER_FILE

    def is_full(self, path: str) -> bool:
        """Whether a file has had enough."""
        return self._counts.get(path, 0) >= MAX_PER_FILE

    def problems(
        self, path: str, problems: Iterable[Problem], code: Literal["ZW101", "ZW102"] = "ZW101"
    ) -> None:
        """Parts of a file that cannot be read."""
        for line, column, message in problems:
            self.add(Unreadable(Place(path, line, column), code, message))

    def violations(
        self, path: str, violations: Iterable[Violation], locate: Finder,
        *, lost: bool = False, document: str | None = None,
    ) -> None:  # fmt: skip
        """Values that break their schema. When parts of the file were ``lost`` to something that
        is reported already, what is missing is no news."""
        for one in violations:
            if lost and one.is_missing:
                continue
            line, column = locate.key(one.path) if one.on_key else locate(one.path)
            if not self.add(Unreadable(Place(path, line, column), "ZW102", one.message, document)):
                return

    def sorted(self) -> tuple[Unreadable, ...]:
        """Everything once, by place."""
        return tuple(sorted(set(self.found), key=lambda u: (u.place, u.message)))
