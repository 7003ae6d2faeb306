"""Consulting on a text, adopting it and withdrawing a document: what the next state is, and what
still stands in the way. Pure: the values go in, the decision comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.control.change_class import RANK, Face, Proposed, propose
from zowerkenwij.model.document import Adoption, Consultation, LedgerEntry, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from zowerkenwij.model.document import Change
    from zowerkenwij.model.handbook import Document, Handbook

OUTCOMES = {
    "consent": "instemming", "advice": "advies", "withheld": "geen instemming",
    "conditional": "instemming onder voorwaarden", "informed": "geïnformeerd",
}  # fmt: skip
CHANGES = {"editorial": "redactioneel", "minor": "klein", "major": "groot"}


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that must be done first. ``kind`` is a word for programs, the rest is Dutch: what
    is missing, why that matters and what to do. One that does not block is a remark."""

    kind: str
    what: str
    why: str
    todo: str
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """A decision of a body to adopt the working text."""

    by: str
    on: date
    change: Change
    note: str
    effective: date | None = None
    expires: date | None = None
    reason: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The ledger entry that would be written, the class that the text suggests, and what is
    missing. ``is_done``: the newest entry already says exactly this."""

    entry: LedgerEntry
    proposed: Proposed
    missing: tuple[Missing, ...]
    is_done: bool = False

    @property
    def is_blocked(self) -> bool:
        """Whether something must be done first."""
        return any(one.blocks for one in self.missing)


def next_version(document: Document, change: str) -> str:
    """1.0 first; then major raises the first number, minor and editorial the second."""
    if not document.record.versions:
        return "1.0"
    first, second = (int(n) for n in document.record.versions[-1].version.split("."))
    return f"{first + 1}.0" if change == "major" else f"{first}.{second + 1}"


def proposed_change(handbook: Handbook, document: Document) -> Proposed:
    """The class that the working text suggests, against the newest adopted version."""
    record = document.record
    if not record.versions:
        return Proposed("major", ("Dit is de eerste vaststelling.",))
    file = handbook.version_files.get((document.id, record.versions[-1].version))
    if file is None:
        return Proposed("major", ("De vorige versie ontbreekt, dus er valt niets te vergelijken.",))
    faces = (
        Face(file.record.title, file.record.audience, file.record.applies_to),
        Face(record.title, record.audience, record.applies_to),
    )
    return propose(file.body, document.body, roles=role_names(handbook), faces=faces)


def role_names(handbook: Handbook) -> tuple[str, ...]:
    """What texts call the roles and bodies."""
    roles = [name for role in handbook.roles.values() for name in (role.label, *role.aliases)]
    return (*roles, *(body.label for body in handbook.bodies.values()))


def adopters(handbook: Handbook, document: Document, change: str) -> tuple[str, ...]:
    """Who may adopt: bodies of the document's level that its type lists, or `owner`."""
    type_ = handbook.type_of(document)
    listed = type_.adopted_by.get(change, ()) if type_ else ()  # type: ignore[call-overload]
    return tuple(
        id_
        for id_ in listed
        if id_ == "owner"
        or (id_ in handbook.bodies and handbook.bodies[id_].level == document.record.level)
    )


def needed(handbook: Handbook, document: Document, change: str, right: str) -> tuple[str, ...]:
    """The bodies of the document's level with a right (consent, advice, informed)."""
    type_ = handbook.type_of(document)
    listed = type_.consult.get(change, ()) if type_ else ()  # type: ignore[call-overload]
    return tuple(
        c.body
        for c in listed
        if c.right == right
        and (
            c.body not in handbook.bodies or handbook.bodies[c.body].level == document.record.level
        )
    )


def consulted(document: Document) -> tuple[Consultation, ...]:
    """What bodies said about the proposal so far."""
    return document.record.proposal.consulted if document.record.proposal else ()


def with_consultation(document: Document, new: Consultation) -> tuple[Consultation, ...] | None:
    """The consultations with a new one; None when it is there already."""
    known = consulted(document)
    last = next((v for v in document.record.versions[-1:] if new in v.consulted), None)
    return None if new in known or last else (*known, new)


def adopt(
    handbook: Handbook, document: Document, request: Request, today: date,
    faults: tuple[Missing, ...] = (),
) -> Decision:  # fmt: skip
    """What adopting the working text would write, and everything that is missing for it.
    ``faults`` is what else was found in the document (errors of the check)."""
    newest = document.record.versions[-1] if document.record.versions else None
    entry = LedgerEntry(
        version=next_version(document, request.change), change=request.change, note=request.note,
        reason=request.reason, digest=document.digest, consulted=consulted(document),
        adopted=Adoption(by=request.by, on=request.on, reference=request.reference),
        effective=request.effective or request.on, expires=request.expires,
    )  # fmt: skip
    if newest and _same(newest, entry):
        return Decision(newest, Proposed(newest.change, ()), (), is_done=True)
    proposed = proposed_change(handbook, document)
    missing = (
        *_state(document), *_class(request, proposed), *_adopter(handbook, document, request),
        *_dates(document, entry, today), *_consents(handbook, document, request), *faults,
    )  # fmt: skip
    return Decision(entry, proposed, missing)


def _same(one: LedgerEntry, other: LedgerEntry) -> bool:
    blank = {"version": "0.0", "consulted": ()}
    return one.model_copy(update=blank) == other.model_copy(update=blank)


def _state(document: Document) -> Iterator[Missing]:
    record = document.record
    if record.withdrawn:
        yield Missing(
            "withdrawn", f"'{document.id}' is ingetrokken.",
            "Een ingetrokken document krijgt geen nieuwe versie.",
            "Begin met 'zowerkenwij new' een nieuw document.",
        )  # fmt: skip
    elif record.versions and record.versions[-1].digest == document.digest:
        yield Missing(
            "unchanged", f"De tekst is gelijk aan versie {record.versions[-1].version}.",
            "Een nieuwe versie zonder verandering zegt lezers niets.",
            "Pas eerst de tekst aan, of laat het document zoals het is.",
        )  # fmt: skip


def _class(request: Request, proposed: Proposed) -> Iterator[Missing]:
    if RANK[request.change] < RANK[proposed.change] and not request.reason:
        yield Missing(
            "change-class",
            f"De tekst lijkt een {_adjective(proposed.change)} wijziging, niet een "
            f"{_adjective(request.change)}. {' '.join(proposed.reasons)}",
            "Van de soort hangt af wie erover moet meepraten.",
            f"Kies --change {proposed.change}, of zeg met --reason waarom het minder is.",
        )


def _adjective(change: str) -> str:
    return {"editorial": "redactionele", "minor": "kleine", "major": "grote"}[change]


def _adopter(handbook: Handbook, document: Document, request: Request) -> Iterator[Missing]:
    allowed = adopters(handbook, document, request.change)
    if request.by in allowed:
        return
    todo = (
        f"Laat vaststellen door: {', '.join(allowed)}."
        if allowed
        else f"Zet bij de soort '{document.record.type}' in handbook.yml onder adopted_by wie dit mag."
    )
    yield Missing(
        "adopter",
        f"'{request.by}' mag een {_adjective(request.change)} wijziging van '{document.id}' niet "
        "vaststellen.",
        "Wie mag vaststellen staat per soort document vast.", todo,
    )  # fmt: skip


def _dates(document: Document, entry: LedgerEntry, today: date) -> Iterator[Missing]:
    on, effective = entry.adopted.on, entry.effective
    why = "De data van een versie volgen op elkaar: raadplegen, vaststellen, van kracht."
    if on > today:
        yield Missing("date", f"De vaststelling op {on} ligt in de toekomst.", why,
                      "Leg het besluit vast als het genomen is.")  # fmt: skip
    if effective < on:
        yield Missing("date", f"Van kracht op {effective} is vóór de vaststelling op {on}.", why,
                      "Kies --effective op of na de dag van vaststelling.")  # fmt: skip
    if entry.expires and entry.expires < effective:
        yield Missing("date", f"Geldig tot {entry.expires} is vóór {effective}.", why,
                      "Kies --expires op of na de eerste dag.")  # fmt: skip
    for last in document.record.versions[-1:]:
        if on < last.adopted.on or effective < last.effective:
            yield Missing(
                "date", f"Versie {last.version} is vastgesteld op {last.adopted.on} en geldt vanaf "
                f"{last.effective}; deze zou daarvoor komen.", why,
                "Kies --on en --effective op of na die dagen.",
            )  # fmt: skip


def _consents(handbook: Handbook, document: Document, request: Request) -> Iterator[Missing]:
    for body in needed(handbook, document, request.change, "consent"):
        yield from _consent(handbook, document, body, request)
    for right in ("advice", "informed"):
        for body in needed(handbook, document, request.change, right):
            if not any(c.body == body and c.on <= request.on for c in consulted(document)):
                yield Missing(
                    "consultation", f"{label(handbook, body)}: {OUTCOMES[right]} staat er niet bij.",
                    "Dat hoeft niet eerst, maar hoort wel in het register.",
                    f"zowerkenwij consult {document.id} --body {body} --outcome {right} --on …",
                    blocks=False,
                )  # fmt: skip
    asked = needed(handbook, document, request.change, "consent")
    for one in consulted(document):
        if one.digest != document.digest and one.body not in asked:
            yield Missing(
                "stale", f"{label(handbook, one.body)} besprak op {one.on} een andere tekst.",
                "Het register vermeldt dat.", "Bespreek de nieuwe tekst als dat nodig is.",
                blocks=False,
            )  # fmt: skip


def _consent(
    handbook: Handbook, document: Document, body: str, request: Request
) -> Iterator[Missing]:
    said = sorted((c for c in consulted(document) if c.body == body and c.on <= request.on),
                  key=lambda c: c.on)  # fmt: skip
    why = "Zonder voorafgaande instemming op precies deze tekst geldt het besluit niet (WMS 10-11)."
    todo = (
        f"Vraag instemming op deze tekst en leg die vast: zowerkenwij consult {document.id} "
        f"--body {body} --on JJJJ-MM-DD --outcome consent"
    )
    name = label(handbook, body)
    if not said:
        yield Missing("consent", f"De instemming van {name} ontbreekt.", why, todo)
        return
    last = said[-1]
    if last.outcome != "consent":
        what = f"{name} gaf op {last.on}: {OUTCOMES[last.outcome]}."
        yield Missing("consent", what[0].upper() + what[1:], why, todo)
    elif last.digest != document.digest:
        yield Missing(
            "stale-consent",
            f"De instemming van {name} van {last.on} hoort bij een andere tekst.", why,
            f"De tekst is daarna veranderd. {todo}",
        )  # fmt: skip


def label(handbook: Handbook, id_: str) -> str:
    """What people call a body or role; ``owner`` is whoever keeps the document."""
    found = handbook.bodies.get(id_) or handbook.roles.get(id_)
    return found.label if found else "de eigenaar" if id_ == "owner" else id_


def withdraw(
    handbook: Handbook, document: Document, wish: Withdrawal
) -> tuple[bool, tuple[Missing, ...]]:
    """Whether the document is withdrawn in these words already, and what is missing for it."""
    if document.record.withdrawn == wish:
        return True, ()
    return False, tuple(_unwithdrawable(handbook, document, wish))


def _unwithdrawable(handbook: Handbook, document: Document, wish: Withdrawal) -> Iterator[Missing]:
    record = document.record
    if record.withdrawn:
        yield Missing(
            "withdrawn", f"'{document.id}' is al ingetrokken op {record.withdrawn.on}.",
            "Een besluit dat vastligt verandert niet meer.", "Er is niets te doen.",
        )  # fmt: skip
    if not record.versions:
        yield Missing(
            "draft", f"'{document.id}' is nog nooit vastgesteld.",
            "Intrekken kan alleen wat ooit gold.", "Verwijder het bestand als het niet nodig is.",
        )  # fmt: skip
    elif wish.on < record.versions[-1].adopted.on:
        yield Missing("date", f"Versie {record.versions[-1].version} is later vastgesteld.",
                      "Intrekken kan niet met terugwerkende kracht.",
                      f"Kies --on na {record.versions[-1].adopted.on}.")  # fmt: skip
    allowed = adopters(handbook, document, "major")
    if wish.by not in allowed:
        yield Missing("adopter", f"'{wish.by}' mag '{document.id}' niet intrekken.",
                      "Wie een grote wijziging vaststelt, trekt ook in.",
                      f"Laat intrekken door: {', '.join(allowed) or 'niemand'}.")  # fmt: skip
    if wish.successor is not None:
        yield from _successor(handbook, document, wish.successor)


def _successor(handbook: Handbook, document: Document, id_: str) -> Iterator[Missing]:
    found = handbook.find(id_)
    if found is None or found is document or found.record.withdrawn:
        yield Missing("successor", f"De opvolger '{id_}' is geen ander, geldend document.",
                      "Lezers worden naar de opvolger gestuurd.",
                      "Kies bij --successor het id van een bestaand document.")  # fmt: skip
