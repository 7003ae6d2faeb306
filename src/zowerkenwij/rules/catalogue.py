"""The catalogue: every rule is one decorated function, and everything else is derived from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar, cast

from zowerkenwij.rules.finding import Hit, Severity

if TYPE_CHECKING:
    from zowerkenwij.model.handbook import Document
    from zowerkenwij.rules.context import Context

Run = Callable[["Context"], Iterable[Hit]]
Look = Callable[["Context", "Document"], Iterable[Hit]]
Words = Callable[["Context"], Iterable[str]]
F = TypeVar("F", bound=Callable[..., Iterable[Hit]])


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as people read it, with the function that finds what breaks it.

    ``good`` and ``bad`` are short snippets of a record or a text. A rule that is not ``default``
    runs only when somebody selects its code; one that is ``late`` runs after all others and sees
    what they found. ``run`` takes the handbook at once; ``look`` takes one document, so that the
    engine can leave what it worked out about a text behind before it goes on to the next. With
    ``adopted`` it looks at documents with a ledger only.
    """

    code: str
    slug: str
    severity: Severity
    title: str
    why: str
    repair: str
    good: str
    bad: str
    run: Run | None
    default: bool = True
    late: bool = False
    look: Look | None = None
    adopted: bool = False


RULES: dict[str, Rule] = {}
WATCHED: list[Words] = []
"""Each gives words or names that a rule asks ``Text.seen`` for; capitals make no difference."""
WATCHED_BELOW: list[Words] = []
"""The same for ``Text.seen_below``."""


def rule(
    code: str, slug: str, severity: Severity, *, title: str, why: str, repair: str, good: str,
    bad: str, default: bool = True, late: bool = False, per_document: bool = False,
    adopted: bool = False,
) -> Callable[[F], F]:  # fmt: skip
    """Register a function as the rule with this code. Codes are stable and never used again."""

    def register(function: F) -> F:
        if code in RULES:
            raise ValueError(f"two rules with code {code}")
        run, look = (None, function) if per_document or adopted else (function, None)
        RULES[code] = Rule(
            code, slug, severity, title, why, repair, good, bad, cast("Run | None", run), default,
            late, cast("Look | None", look), adopted,
        )  # fmt: skip
        return function

    return register


def watched(words: Words) -> Words:
    """Register words that a rule wants to be told of when they stand in a text."""
    WATCHED.append(words)
    return words


def watched_below(words: Words) -> Words:
    """The same for words outside links below the title."""
    WATCHED_BELOW.append(words)
    return words


def in_registers(code: str) -> Callable[[Run], Run]:
    """Register the other half of a rule: it looks at what lies beside the documents."""

    def register(run: Run) -> Run:
        RULES[code] = replace(RULES[code], run=run)
        return run

    return register
