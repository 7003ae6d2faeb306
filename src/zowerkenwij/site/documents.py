"""Pages of documents: text with status strip, versions, notice of withdrawal, and of schools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zowerkenwij.site import dashboard, downloads, overview, versions
from zowerkenwij.site.cards import card_address, carded
from zowerkenwij.site.listings import SchoolCard, school_cards
from zowerkenwij.site.old_texts import OldTexts
from zowerkenwij.site.parts import Page
from zowerkenwij.site.people import Reachable, reachable
from zowerkenwij.site.references import document_address
from zowerkenwij.site.render import frame, render
from zowerkenwij.site.tasks import call_lists, phases, tasks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zowerkenwij.model.handbook import Document
    from zowerkenwij.site.facts import Facts
    from zowerkenwij.site.texts import Texts
    from zowerkenwij.site.view import View

_STEPS = ("doe nu", "kort")
_OWN_LIST = "hoort bij"
PLAYBOOK = "playbook"


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that refers or is referred to."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A role of a school with who holds it."""

    label: str
    people: tuple[Reachable, ...]


def document_pages(texts: Texts, facts: Mapping[str, Facts]) -> Iterator[Page]:
    """The page of every shown document, its versions, and what changed between them."""
    old = OldTexts(texts.view)
    for id_, one in facts.items():
        yield _document_page(texts, one, facts)
        yield from versions.pages(texts.view, old, texts.view.handbook.by_id[id_], one.title)


def _document_page(texts: Texts, one: Facts, facts: Mapping[str, Facts]) -> Page:
    cut = texts.cuts[one.id]
    headings = [h for h in cut.outline.headings if h.level == 2]
    words = [h.text.casefold() for h in headings]
    entry = cut.text.entry
    before, after = frame(
        "document.html", one.address, facts=one, headings=headings, day=texts.view.day,
        in_force=entry.version if entry else "",
        starts_with_steps=bool(words) and words[0] in _STEPS, has_own_list=_OWN_LIST in words,
        **_playbook(texts, one), feedback=_feedback(texts.view, one),
        card=card_address(one.id) if one.id in carded(texts.view) else "",
        copies=_copies(texts, one, len(facts)),
        references_out=_references(texts.references_out(one.id), facts),
        references_in=_references(texts.references_in.get(one.id, ()), facts),
    )  # fmt: skip
    return Page(
        one.address, one.title, "document", texts.markdown(one.id, one.address), before, after,
        one.id, one.version, one.summary,
    )  # fmt: skip


def _copies(texts: Texts, one: Facts, documents: int) -> list[tuple[str, str]]:
    """Label and address of the copies to take along."""
    if not downloads.has_copies(one):
        return []
    wanted = downloads.forms(texts.view, documents)
    return [(downloads.LABELS[form], downloads.address(one, form)) for form in wanted]


def _feedback(view: View, one: Facts) -> str:
    """The mail address of who owns a document, as far as this audience may know it."""
    owner = view.handbook.by_id[one.id].record.owner
    people = reachable(view, owner, one.school)
    return next((person.email for person in people if person.email), "")


def _playbook(texts: Texts, one: Facts) -> dict[str, Any]:
    """What a playbook shows beside its text: tasks by time, and whom to call."""
    found = tasks_of(texts.cuts[one.id].body) if one.type == PLAYBOOK else ()
    return {"phases": phases(found), "calls": call_lists(texts.view, found) if found else ()}


def _references(documents: tuple[Document, ...], facts: Mapping[str, Facts]) -> list[Reference]:
    return [
        Reference(facts[d.id].title if d.id in facts else d.title, document_address(d.id))
        for d in documents
    ]


def notice_pages(view: View, facts: Mapping[str, Facts]) -> Iterator[Page]:
    """A notice for every document that is withdrawn or expired, and its versions."""
    old = OldTexts(view)
    for document in view.notices:
        address = document_address(document.id)
        gone = document.record.withdrawn
        gone = gone if gone and gone.on <= view.day else None
        heir = view.handbook.find(gone.successor) if gone and gone.successor else None
        successor = (
            Reference(facts[heir.id].title, facts[heir.id].address)
            if heir and heir.id in facts
            else None
        )
        entry = view.entry_of(document)
        html = render(
            "notice.html", address, title=document.title, address=address, withdrawn=gone,
            expires=entry.expires if entry else None, successor=successor,
        )  # fmt: skip
        yield Page(address, document.title, "notice", before=html, document=document.id)
        yield from versions.pages(view, old, document, document.title)


# -- schools -----------------------------------------------------------------------------


def school_pages(texts: Texts, facts: Mapping[str, Facts]) -> Iterator[Page]:
    """Every school: who to turn to, its documents, and its plan as it is in force."""
    for card in school_cards(texts.view):
        yield _school_page(texts, card, facts)


def _school_page(texts: Texts, card: SchoolCard, facts: Mapping[str, Facts]) -> Page:
    own = [f for f in facts.values() if f.school == card.id]
    plan = next((f for f in own if _is_plan(texts.view, f.id, card.id)), None)
    actions = overview.steps(texts.view, card.id)
    measurements = overview.measurements(texts.view, card.id)
    before, after = frame(
        "school.html", card.address, school=card, plan=plan, documents=own, day=texts.view.day,
        contacts=list(_contacts(texts.view, card.id)), actions=actions, measurements=measurements,
        stages=dashboard.school_wheel(actions, len(measurements)),
    )  # fmt: skip
    if plan is None:
        return Page(
            card.address, card.name, "school", before=before, after=after, summary=card.kind
        )
    return Page(
        card.address, card.name, "school", texts.markdown(plan.id, card.address), before, after,
        plan.id, plan.version, plan.summary,
    )  # fmt: skip


def _is_plan(view: View, id_: str, school: str) -> bool:
    record = view.handbook.by_id[id_].record
    return record.template is not None or id_ == f"plan-{school}"


def _contacts(view: View, school: str) -> Iterator[Contact]:
    """Roles that people of the school turn to, the school's own first, as far as this audience
    may know the persons."""
    roles = [r for r in view.handbook.settings.record.roles if r.required]
    for role in sorted(roles, key=lambda r: (r.level != "school", not r.single)):
        if people := reachable(view, role.id, school):
            yield Contact(role.label, people)
