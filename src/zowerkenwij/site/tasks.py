"""Who does what: the task tables of texts, gathered for role pages, playbooks and checklists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.site.old_texts import plain_lines
from zowerkenwij.site.people import Reachable, reachable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.model.settings import Role
    from zowerkenwij.site.view import View

_RULE = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*\|?\s*$")
_CELLS = re.compile(r"(?<!\\)\|")
_WHO, _WHAT = ("wie", "rol", "wie doet het"), ("doet wat", "wat", "taak")
PHASES = (
    ("Eerste minuten", re.compile(r"\b(meteen|direct|start|nu)\b", re.IGNORECASE)),
    ("Eerste uur", re.compile(r"\buur\b", re.IGNORECASE)),
    ("Eerste dag", re.compile(r"\b(dezelfde (werk|school)?dag|eerste dag|vandaag|binnen 1 (werk|school)?dag)\b", re.IGNORECASE)),
)  # fmt: skip
LATER = "Daarna"


@dataclass(frozen=True, slots=True)
class Task:
    """A row of a task table: who does what, when, and when it is done; all but the first two may
    be empty."""

    who: str
    what: str
    when: str
    done: str


@dataclass(frozen=True, slots=True)
class Phase:
    """The tasks of a stretch of time."""

    name: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A role on a phone list, with who holds it."""

    label: str
    people: tuple[Reachable, ...]


@dataclass(frozen=True, slots=True)
class CallList:
    """Whom to call at a school; the foundation's own list has no school."""

    school: str
    calls: tuple[Call, ...]


def tasks_of(markdown: str) -> tuple[Task, ...]:
    """The rows of all task tables of a text, in order."""
    return tuple(_tasks(markdown.split("\n"))) if "|" in markdown else ()


def _tasks(lines: list[str]) -> Iterator[Task]:
    columns: dict[str, int] = {}
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if not line.lstrip().startswith("|"):
            columns = {}
        elif _RULE.match(following):
            columns = _columns(_cells(line))
        elif columns and not _RULE.match(line):
            cells = [*_cells(line), "", "", "", "", ""]
            named = {name: cells[at] for name, at in columns.items()}
            yield Task(named["who"], named["what"], named.get("when", ""), named.get("done", ""))


def _cells(line: str) -> list[str]:
    row = line.strip().removeprefix("|").removesuffix("|")
    return [" ".join(plain_lines(cell)) for cell in _CELLS.split(row)]


def _columns(header: list[str]) -> dict[str, int]:
    """Which column says what; empty for a table that is no task table."""
    found: dict[str, int] = {}
    for at, name in enumerate(cell.casefold() for cell in header):
        if name in _WHO and "who" not in found:
            found["who"] = at
        elif name in _WHAT and "what" not in found:
            found["what"] = at
        elif name.startswith("wanneer"):
            found["when"] = at
        elif name.startswith("klaar"):
            found["done"] = at
    return found if {"who", "what"} <= set(found) else {}


def phases(tasks: tuple[Task, ...]) -> tuple[Phase, ...]:
    """Tasks by time: first minutes, first hour, first day, and after that."""
    grouped: dict[str, list[Task]] = {name: [] for name in (*(n for n, _ in PHASES), LATER)}
    for task in tasks:
        name = next((n for n, words in PHASES if words.search(task.when)), LATER)
        grouped[name].append(task)
    return tuple(Phase(name, tuple(found)) for name, found in grouped.items() if found)


def is_for(task: Task, role: Role) -> bool:
    """Whether a task names a role, by its label or another name."""
    return _names(task.who, role)


def _names(text: str, role: Role) -> bool:
    names = "|".join(re.escape(name) for name in (role.label, *role.aliases))
    return re.search(rf"(?<!\w)(?:{names})(?!\w)", text, re.IGNORECASE) is not None


def call_lists(view: View, tasks: tuple[Task, ...]) -> tuple[CallList, ...]:
    """Whom to call for the roles of tasks: the foundation's and each school's, for insiders."""
    if view.is_open:
        return ()
    roles = [
        role for role in view.handbook.settings.record.roles if any(is_for(t, role) for t in tasks)
    ]
    central = [r for r in roles if r.level == "foundation"]
    own = [r for r in roles if r.level != "foundation"]
    lists = [CallList("", tuple(_calls(view, central, None)))]
    lists += [
        CallList(school.record.name, tuple(_calls(view, own, school.record.id)))
        for school in view.handbook.schools
    ]
    return tuple(one for one in lists if one.calls)


def _calls(view: View, roles: list[Role], school: str | None) -> Iterator[Call]:
    for role in roles:
        if people := reachable(view, role.id, school):
            yield Call(role.label, people)
