"""Older record formats: judged by the schema they were written for, then upgraded on load.

The models know only the newest format. A published schema never changes; the checksums of the
frozen ones stand here, because a handbook may be copied without its history.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zowerkenwij.store.judge import Judge
    from zowerkenwij.store.report import Violation


@dataclass(frozen=True)
class Older:
    """An older format of a record kind. ``names`` tells for new keys what they were called."""

    schema: str
    checksum: str
    upgrade: Callable[[dict[str, Any]], dict[str, Any]]
    names: Mapping[str, str]


@dataclass(frozen=True)
class Upgraded:
    """A record in its newest form, what broke its own format, and how its keys were called."""

    value: dict[str, Any]
    violations: tuple[Violation, ...]
    names: Mapping[str, str]


def _school_0(value: dict[str, Any]) -> dict[str, Any]:
    """Format 0 called ``values`` ``slots`` and ``kind`` ``type``."""
    new = {"slots": "values", "type": "kind"}
    return {new.get(key, key): item for key, item in value.items()} | {"format": 1}


OLDER: Mapping[tuple[str, int], Older] = MappingProxyType({
    ("school", 0): Older(
        "school-0.json",
        "39d8a9def82a7f908fbcc2b3a94666db15e44adee91fd22db2e52baea0d55293",
        _school_0,
        MappingProxyType({"values": "slots", "kind": "type"}),
    ),
})  # fmt: skip


def folder() -> Path:
    """Where the schemas are: beside this file in an installed package, else in the repository."""
    shipped = Path(__file__).with_name("schemas")
    return shipped if shipped.is_dir() else Path(__file__).parents[3] / "schemas"


def upgraded(kind: str, value: dict[str, Any]) -> Upgraded | None:
    """The newest form of a record; None when it already is (or no format we ever had)."""
    number = value.get("format")
    if type(number) is not int or (kind, number) not in OLDER:
        return None
    older = OLDER[kind, number]
    violations = _judge(older.schema).violations(value)
    return Upgraded(older.upgrade(value), violations, older.names)


@cache
def _judge(name: str) -> Judge:
    from zowerkenwij.store.judge import Judge

    return Judge.parse((folder() / name).read_bytes())


def altered(where: Path) -> list[str]:
    """Frozen schemas in a folder that are absent or no longer what was published, in Dutch."""
    said = []
    for older in OLDER.values():
        path = where / older.schema
        if not path.is_file():
            said.append(f"{older.schema} ontbreekt.")
        elif sha256(path.read_bytes()).hexdigest() != older.checksum:
            said.append(f"{older.schema} is bevroren en mag niet veranderen.")
    return said
