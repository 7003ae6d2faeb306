"""Persons at publication: texts name roles, the register says who, the audience decides what.

Outside the foundation only persons who are marked public are named, with their public contact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.model.registers import Contact
from zowerkenwij.text.fill import dutch_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.model.handbook import Holder
    from zowerkenwij.site.view import View

_EMAIL = re.compile(r"[^@\s<>()]+@[^@\s<>()]+\.[^@\s<>()]+")
_MARKUP = re.compile(r"([\\`*_{}\[\]])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "#": "&#35;"}


@dataclass(frozen=True, slots=True)
class Reachable:
    """A person as this audience may know them; ``contact`` may be empty."""

    name: str
    contact: str
    school: str | None

    @property
    def email(self) -> str:
        """The contact when it is an e-mail address, else empty."""
        return self.contact if _EMAIL.fullmatch(self.contact) else ""


def markdown_text(text: str) -> str:
    """Plain text as Markdown that shows exactly that text."""
    escaped = "".join(_ENTITIES.get(c, c) for c in text)
    return _MARKUP.sub(r"\\\1", escaped)


def reachable(view: View, role: str, school: str | None) -> tuple[Reachable, ...]:
    """Who holds a role on the day, as far as this audience may know."""
    holders = view.handbook.holders(role, school, view.day)
    return tuple(_reachable(view, h) for h in holders if h.person.public or not view.is_open)


def _reachable(view: View, holder: Holder) -> Reachable:
    contact = holder.person.contact or Contact()
    inside = None if view.is_open else contact.staff
    return Reachable(holder.person.name, inside or contact.public or "", holder.school)


def role_text(view: View, role: str, school: str | None) -> str:
    """The Markdown that fills ``{{ role.<id> }}``: names with contact, else the role itself."""
    known = view.handbook.roles.get(role)
    label = f"de {known.label}" if known else "de verantwoordelijke medewerker"
    people = list(_people(view, role, school))
    return dutch_list(people) if people else markdown_text(label)


def _people(view: View, role: str, school: str | None) -> Iterator[str]:
    if school is not None or _is_foundation(view, role):
        yield from (_person(p) for p in reachable(view, role, school))
        return
    for entry in view.handbook.schools:
        for person in reachable(view, role, entry.record.id):
            yield f"{_person(person)} van {markdown_text(entry.record.name)}"


def _is_foundation(view: View, role: str) -> bool:
    known = view.handbook.roles.get(role)
    return known is None or known.level == "foundation"


def _person(person: Reachable) -> str:
    name = markdown_text(person.name)
    if not person.contact:
        return name
    if person.email:
        return f'{name} (<a href="mailto:{person.email}">{markdown_text(person.email)}</a>)'
    return f"{name} ({markdown_text(person.contact)})"
