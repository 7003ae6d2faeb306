"""Pages per role: the documents that ask something of it, and what they ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.site.listings import PARENTS, hotlist, plain, school_cards
from zowerkenwij.site.parts import Page
from zowerkenwij.site.references import request_contact
from zowerkenwij.site.render import render
from zowerkenwij.site.tasks import Task, is_for, tasks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zowerkenwij.model.settings import Role
    from zowerkenwij.site.facts import Facts
    from zowerkenwij.site.texts import Texts

ROLES = "rollen/"
_ON_HOME = 7


@dataclass(frozen=True, slots=True)
class RoleDocument:
    """A document that asks something of a role."""

    facts: Facts
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class RoleCard:
    """A role with what it has to do."""

    label: str
    address: str
    documents: tuple[RoleDocument, ...]
    owned: tuple[Facts, ...]


def role_cards(texts: Texts, facts: Mapping[str, Facts]) -> tuple[RoleCard, ...]:
    """Every role that a shown text gives a task, the busiest first."""
    tasks = {id_: tasks_of(texts.cuts[id_].body) for id_ in facts}
    cards = [_card(role, tasks, facts) for role in texts.view.handbook.settings.record.roles]
    busy = [card for card in cards if card.documents]
    return tuple(sorted(busy, key=lambda c: (-len(c.documents), plain(c.label))))


def _card(
    role: Role, tasks: Mapping[str, tuple[Task, ...]], facts: Mapping[str, Facts]
) -> RoleCard:
    documents = []
    for id_, one in facts.items():
        if own := tuple(task for task in tasks[id_] if is_for(task, role)):
            documents.append(RoleDocument(one, own))
    owned = tuple(f for f in facts.values() if f.owner == role.label)
    return RoleCard(role.label, f"{ROLES}{role.id}/", tuple(documents), owned)


def home_cards(cards: tuple[RoleCard, ...]) -> tuple[RoleCard, ...]:
    """The roles on the home page."""
    return cards[:_ON_HOME]


def pages(texts: Texts, facts: Mapping[str, Facts], cards: tuple[RoleCard, ...]) -> Iterator[Page]:
    """The list of roles, a page for each, and one for parents."""
    html = render("roles.html", ROLES, cards=cards)
    yield Page(ROLES, "Wat doe jij?", "roles", before=html)
    for card in cards:
        html = render("role.html", card.address, card=card, open=texts.view.is_open)
        yield Page(card.address, card.label[:1].upper() + card.label[1:], "role", before=html)
    yield _parents(texts, facts)


def _parents(texts: Texts, facts: Mapping[str, Facts]) -> Page:
    view = texts.view
    read = [f for f in facts.values() if f.audience == "public" and not f.school]
    asked = [hot for hot in hotlist(view) if not hot.address]
    html = render(
        "parents.html", PARENTS, read=read, asked=asked, schools=school_cards(view),
        contact=request_contact(view, None),
    )  # fmt: skip
    return Page(PARENTS, "Voor ouders", "role", before=html)
