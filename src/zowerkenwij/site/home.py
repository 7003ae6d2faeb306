"""The home page: where a reader begins."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from zowerkenwij.site.listings import Entry, changes, hotlist, plain, school_cards
from zowerkenwij.site.parts import Page
from zowerkenwij.site.render import render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zowerkenwij.site.facts import Facts
    from zowerkenwij.site.listings import TypeCard
    from zowerkenwij.site.roles import RoleCard
    from zowerkenwij.site.view import View

_RECENT = 5
_REVIEWS = 8
_SUBJECTS = 36
_WORDS = 3  # of one document


def home(
    view: View, facts: Mapping[str, Facts], types: tuple[TypeCard, ...], roles: Sequence[RoleCard]
) -> Page:
    """The home page: crisis block first."""
    settings = view.handbook.settings.record
    recent = [c for c in changes(view) if c.day <= view.day][:_RECENT]
    reviews = [] if view.is_open else [f for f in facts.values() if f.review_state != "current"]
    reviews.sort(key=lambda f: (f.due or date.max, plain(f.title)))
    schools = school_cards(view)
    html = render(
        "home.html", "", hot=hotlist(view), schools=schools, types=types, changes=recent,
        reviews=reviews[:_REVIEWS], roles=roles, subjects=_subjects(facts), talk=view.is_open and bool(schools),
    )  # fmt: skip
    summary = f"Het handboek van {settings.foundation.name}."
    return Page("", settings.name, "home", before=html, summary=summary)


def _subjects(facts: Mapping[str, Facts]) -> list[Entry]:
    """A few everyday words for each document of the foundation, by letter."""
    words = [
        Entry(word[:1].upper() + word[1:], one.address, one.title)
        for one in facts.values()
        if not one.school
        for word in one.keywords[:_WORDS]
    ]
    return sorted(words, key=lambda e: (plain(e.label), e.address))[:_SUBJECTS]
