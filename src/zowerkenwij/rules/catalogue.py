"""The catalogue: every rule is one decorated function, and everything else is derived from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.rules.finding import Hit, Severity

if TYPE_CHECKING:
    from zowerkenwij.rules.context import Context

Run = Callable[["Context"], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as people read it, with the function that finds what breaks it.

    ``good`` and ``bad`` are short snippets of a record or a text. A rule that is not ``default``
    runs only when somebody selects its code; one that is ``late`` runs after all others and sees
    what they found.
    """

    code: str
    slug: str
    severity: Severity
    title: str
    why: str
    repair: str
    good: str
    bad: str
    run: Run
    default: bool = True
    late: bool = False


RULES: dict[str, Rule] = {}


def rule(  # noqa: PLR0913 - a rule is exactly these facts, always given by name
    code: str, slug: str, severity: Severity, *, title: str, why: str, repair: str, good: str,
    bad: str, default: bool = True, late: bool = False,
) -> Callable[[Run], Run]:  # fmt: skip
    """Register a function as the rule with this code. Codes are stable and never used again."""

    def register(run: Run) -> Run:
        if code in RULES:
            raise ValueError(f"two rules with code {code}")
        RULES[code] = Rule(code, slug, severity, title, why, repair, good, bad, run, default, late)
        return run

    return register
