"""What lists and status strips say about a document, in words of this audience."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from zowerkenwij.control.status import REVIEW_LABELS, review_due, status
from zowerkenwij.model.handbook import STATE_LABELS, Document
from zowerkenwij.site import wording
from zowerkenwij.site.parts import EDITION_LABELS
from zowerkenwij.site.references import document_address

if TYPE_CHECKING:
    from zowerkenwij.model.document import LedgerEntry
    from zowerkenwij.site.view import Text, View

CONCEPT = "concept"


@dataclass(frozen=True, slots=True)
class Facts:
    """One document. ``version`` is the number of the text that is shown, or ``concept``;
    ``since`` the first day on which that version is in force. ``upcoming`` is a later version that
    is adopted already, ``under_revision`` says that people work on one: for insiders only."""

    id: str
    title: str
    address: str
    type: str
    type_label: str
    version: str
    since: date | None
    expires: date | None
    adopted_by: str
    adopted_on: date | None
    owner: str
    audience: str
    audience_label: str
    due: date | None
    review_state: str
    review_label: str
    state: str
    state_label: str
    summary: str
    aliases: tuple[str, ...]
    keywords: tuple[str, ...]
    school: str | None
    fields: tuple[tuple[str, str], ...]
    upcoming: str
    upcoming_on: date | None
    under_revision: bool

    @property
    def is_coming(self) -> bool:
        """Adopted, but not in force yet."""
        return self.state == "adopted"


def facts_of(view: View, text: Text) -> Facts:
    """The facts of a shown text."""
    document, entry, record = text.document, text.entry, text.document.record
    standing = status(view.handbook, document, view.day)
    type_ = view.handbook.types.get(text.type)
    role = view.handbook.roles.get(record.owner)
    audience = view.audience_of(document)
    later = _later(view, document, entry)
    return Facts(
        id=document.id, title=text.title, address=document_address(document.id), type=text.type,
        type_label=type_.label if type_ else text.type,
        version=_version(view, document, entry), since=entry.effective if entry else None,
        expires=entry.expires if entry else None,
        adopted_by=body_label(view, document, entry.adopted.by) if entry else "",
        adopted_on=entry.adopted.on if entry else None,
        owner=role.label if role else record.owner,
        audience=audience, audience_label=EDITION_LABELS[audience],
        due=review_due(view.handbook, document, view.day),
        review_state=standing.review_state, review_label=REVIEW_LABELS[standing.review_state],
        state=standing.state, state_label=STATE_LABELS[standing.state],
        summary=record.summary or "", aliases=record.aliases, keywords=record.keywords,
        school=record.school, fields=tuple(_fields(record.fields)),
        upcoming=later.version if later else "", upcoming_on=later.effective if later else None,
        under_revision=not view.is_open and _is_under_revision(view, document, entry),
    )  # fmt: skip


def _later(view: View, document: Document, shown: LedgerEntry | None) -> LedgerEntry | None:
    """The next version that is adopted and takes effect after the day."""
    coming = [v for v in view.entries(document) if v.effective > view.day and v != shown]
    return coming[0] if coming and not view.is_open else None


def _is_under_revision(view: View, document: Document, shown: LedgerEntry | None) -> bool:
    """Whether the working text moved on from the newest version, which is the one shown: a past
    day knows nothing of later work."""
    newest = document.record.versions[-1] if document.record.versions else None
    known = bool(newest and newest.adopted.on <= view.day)
    return known and newest == shown and document.digest != (newest.digest if newest else "")


def _version(view: View, document: Document, entry: LedgerEntry | None) -> str:
    if entry is None or (view.is_draft and document.digest != entry.digest):
        return CONCEPT
    return entry.version


def body_label(view: View, document: Document, by: str) -> str:
    """Who adopted, in words: a body, or the owner's role."""
    if by == "owner":
        role = view.handbook.roles.get(document.record.owner)
        return role.label if role else "de eigenaar"
    body = view.handbook.bodies.get(by)
    return body.label if body else by


def _fields(fields: dict[str, Any]) -> list[tuple[str, str]]:
    """The own fields of a type, such as the issuer of an external document."""
    return [
        (wording.FIELD_LABELS.get(k, k.replace("_", " ").replace("-", " ").capitalize()), str(v))
        for k, v in fields.items()
        if isinstance(v, str | int | date) and not isinstance(v, bool)
    ]
