"""Many values judged by one JSON Schema, with a limit on the time that takes.

A pattern such as ``(a+)+$`` and parts that refer to each other can take for ever, and a search in
progress cannot be stopped from within. So a schema that holds any of those judges in a process of
its own.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zowerkenwij.store.report import BadSchema, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SECONDS = 5.0
_SECONDS_EACH = 0.002
_WILD = frozenset({"$ref", "$dynamicRef", "$recursiveRef", "patternProperties"})
_TAME_PATTERN = re.compile(r"(?:[^\\*+?{(|]|\\[^\W_0-9]|\\[^\w]|\{\d{1,3}\})*")
_TOO_SLOW = (
    "Beoordelen met dit schema duurt te lang en is gestopt; de eigen gegevens zijn niet nagekeken. "
    "Meestal komt dat door een `pattern` met een herhaling in een herhaling, zoals `(a+)+`. Schrijf "
    "het eenvoudiger."
)
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from zowerkenwij.store.judging import work; work()"
_FAILED = "Beoordelen met dit schema lukt niet. Maak het schema kleiner of eenvoudiger."


def judged(schema: bytes, values: Sequence[Any]) -> list[tuple[Violation, ...]]:
    """For each value where and how it breaks the schema; raises ``BadSchema``."""
    return _here(schema, values) if is_tame(schema) else _apart(schema, values)


def _here(schema: bytes, values: Sequence[Any]) -> list[tuple[Violation, ...]]:
    from zowerkenwij.store.judge import Judge

    judge = Judge.parse(schema)
    return [judge.violations(value) for value in values]


def _apart(schema: bytes, values: Sequence[Any]) -> list[tuple[Violation, ...]]:
    job = json.dumps([schema.decode("latin-1"), list(values)]).encode()
    limit = SECONDS + _SECONDS_EACH * len(values)
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _PROGRAM, str(Path(__file__).parents[2])],
            input=job, capture_output=True, timeout=limit, check=True,
        )  # fmt: skip
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise BadSchema(_TOO_SLOW) from error
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise BadSchema(_FAILED) from error
    if isinstance(answer, str):
        raise BadSchema(answer)
    return [tuple(Violation(tuple(v[0]), *v[1:]) for v in found) for found in answer]


def is_tame(schema: bytes) -> bool:
    """Whether nothing in a schema can take long: no references, no repeating patterns."""
    try:
        parsed = json.loads(schema)
    except (ValueError, RecursionError):
        return True  # to be refused at once
    return not any(
        key in _WILD
        or (key == "pattern" and not (isinstance(value, str) and _TAME_PATTERN.fullmatch(value)))
        for key, value in _pairs(parsed)
    )


def _pairs(value: Any) -> Iterator[tuple[str, Any]]:
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield from part.items()
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def work() -> None:
    """What that process does: a schema and values in, what is wrong with each out."""
    schema, values = json.load(sys.stdin)
    answer: Any
    try:
        answer = _here(schema.encode("latin-1"), values)
    except Exception as error:  # noqa: BLE001 - handed over to the process that asked
        answer = getattr(error, "message", None) or _FAILED
    sys.stdout.write(json.dumps(answer))
