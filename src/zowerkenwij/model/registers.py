"""The registers beside the documents: law, terms, schools, improvement, people, reviews."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from zowerkenwij.model.document import ReviewOutcome
from zowerkenwij.model.record import (
    Day,
    Digest,
    Duration,
    Flag,
    Format,
    Id,
    Line,
    Percentage,
    Period,
    Record,
    SchoolYear,
    Text,
    Version,
)
from zowerkenwij.model.settings import Audience

Basis = Literal[
    "monitor", "incident-trend", "complaint", "inspection", "law-change", "staff-feedback",
    "broken-reference", "partner-change", "annual-cycle",
]  # fmt: skip


class Evidence(Record):
    """The place in a document that answers a demand."""

    document: Id = Field(title="Document", description="Id van het document.")
    anchor: Line | None = Field(None, title="Anker", description="Anker van het onderdeel.")


class Demand(Record):
    """One thing that a law or standard asks."""

    id: Id = Field(title="Id", description="Blijvende naam.")
    text: Line = Field(title="Eis", description="Wat er gevraagd wordt.")
    evidence: tuple[Evidence, ...] = Field(
        (), title="Vindplaatsen", description="Waar het antwoord staat."
    )


class Verification(Record):
    """When somebody last checked the clause at its source."""

    on: Day = Field(title="Datum", description="Dag van de controle.")
    by: Id = Field(title="Door", description="De rol die controleerde.")


class Obligation(Record):
    """A clause of law or a standard and what it asks of whom."""

    id: Id = Field(title="Id", description="Blijvende naam.")
    name: Line = Field(title="Naam", description="Nederlandse naam.")
    articles: tuple[Line, ...] = Field((), title="Artikelen", description="Wet en artikel.")
    to_verify: tuple[Line, ...] = Field(
        (), title="Na te gaan", description="Wat nog niet zeker is."
    )
    status: Literal["bill", "adopted", "in-force", "repealed", "unknown", "house-rule"] = Field(
        title="Status", description="Stand van de wet."
    )
    applies_from: Day | None = Field(None, title="Geldt vanaf", description="Eerste dag.")
    repealed: Day | None = Field(
        None, title="Vervallen op", description="Eerste dag waarop de eis niet meer geldt."
    )
    applies_to: tuple[Id, ...] = Field(
        (), title="Geldt voor", description="Schoolsoorten; leeg is alle."
    )
    audience: Audience | None = Field(
        None, title="Doelgroep", description="Voor wie de wet het document open wil hebben."
    )
    review: Duration | None = Field(
        None, title="Evaluatie", description="Termijn die de wet noemt."
    )
    demands: tuple[Demand, ...] = Field((), title="Eisen", description="Wat er gevraagd wordt.")
    verified: Verification | None = Field(
        None, title="Gecontroleerd", description="Laatste controle bij de bron."
    )
    source: Line | None = Field(None, title="Bron", description="Waar de tekst te vinden is.")


class Term(Record):
    """A word of the handbook with its one meaning."""

    term: Line = Field(title="Begrip", description="Het woord dat wij gebruiken.")
    meaning: Line = Field(title="Betekenis", description="In één zin.")
    variants: tuple[Line, ...] = Field((), title="Vormen", description="Vormen die ook goed zijn.")
    synonyms: tuple[Line, ...] = Field(
        (), title="Zelfde betekenis", description="Woorden waarop lezers zoeken."
    )
    forbidden: tuple[Line, ...] = Field(
        (), title="Niet gebruiken", description="Vormen die wij niet gebruiken."
    )


class School(Record):
    """A school with the values that fill the template."""

    format: Format = Field(1, title="Formaat", description="Nummer van het recordformaat: 1.")
    id: Id = Field(title="Id", description="Gelijk aan de mapnaam.")
    name: Line = Field(title="Naam", description="Naam van de school.")
    kind: Id = Field(title="Schoolsoort", description="Een soort uit handbook.yml.")
    pins: dict[Id, Version] = Field(
        default_factory=dict,
        title="Vastgezet",
        description="Versie van een sjabloon die deze school volgt.",
    )
    values: dict[str, Any] = Field(
        default_factory=dict,
        title="Waarden",
        description="Waarden voor de velden van het sjabloon.",
    )


class Source(Record):
    """Why an action was started."""

    kind: Basis = Field(title="Soort", description="Wat de aanleiding was.")
    reference: Line | None = Field(
        None, title="Vindplaats", description="Meting, klacht of besluit."
    )


class Action(Record):
    """An improvement action of a school year (PDCA: plan, do, check, act)."""

    id: Id = Field(title="Id", description="Blijvende naam.")
    theme: Line = Field(title="Thema", description="Waar de actie bij hoort.")
    title: Line | None = Field(None, title="Actie", description="In één korte zin.")
    goal: Line | None = Field(None, title="Doel", description="Wat beter moet gaan.")
    measure: Line | None = Field(
        None, title="Maatstaf", description="Hoe je ziet dat het gelukt is."
    )
    owner: Id | None = Field(None, title="Eigenaar", description="De rol die ervoor zorgt.")
    due: Day | None = Field(None, title="Klaar op", description="Uiterste dag.")
    status: Literal["planned", "running", "done", "stopped"] = Field(
        "planned", title="Stand", description="Gepland, loopt, klaar of gestopt."
    )
    source: Source | None = Field(None, title="Aanleiding", description="Waarom deze actie er is.")
    evidence: Line | None = Field(None, title="Bewijs", description="Waaruit het resultaat blijkt.")
    documents: tuple[Id, ...] = Field(
        (), title="Documenten", description="Documenten die erbij horen."
    )
    years: tuple[SchoolYear, ...] = Field(
        (), title="Schooljaren", description="Schooljaren waarin de actie loopt."
    )


class Discussion(Record):
    """When results were discussed, and by which roles."""

    on: Day = Field(title="Datum", description="Dag van het gesprek.")
    by: tuple[Id, ...] = Field((), title="Door", description="Rollen.")


class Monitor(Record):
    """A monitor round: totals and a summary, never a person (WEC 5a)."""

    id: Id = Field(title="Id", description="Blijvende naam.")
    instrument: Line = Field(title="Instrument", description="Naam van de vragenlijst.")
    group: Id = Field(title="Groep", description="Wie is bevraagd: pupils of staff.")
    period: Period = Field(title="Periode", description="JJJJ-MM.")
    response: Percentage | None = Field(None, title="Respons", description="In hele procenten.")
    summary: Line | None = Field(None, title="Samenvatting", description="Zonder personen.")
    discussed: Discussion | None = Field(
        None, title="Besproken", description="Wanneer en door wie."
    )
    sent: Day | None = Field(
        None, title="Verstuurd", description="Dag van versturen aan de inspectie."
    )
    actions: tuple[Id, ...] = Field((), title="Acties", description="Acties die eruit volgen.")


class Contact(Record):
    """How a person is reached, per audience."""

    public: Line | None = Field(None, title="Openbaar", description="Mag iedereen zien.")
    staff: Line | None = Field(None, title="Medewerkers", description="Alleen voor medewerkers.")


class Holding(Record):
    """A role held by a person over a period."""

    role: Id = Field(title="Rol", description="Id van de rol.")
    school: Id | None = Field(None, title="School", description="Leeg: voor de hele stichting.")
    from_: Day = Field(alias="from", title="Vanaf", description="Eerste dag.")
    to: Day | None = Field(None, title="Tot en met", description="Laatste dag.")


class Person(Record):
    """A person of the register; kept outside git (GDPR 5, 17)."""

    id: Id = Field(title="Id", description="Blijvende naam.")
    name: Line = Field(title="Naam", description="Volledige naam.")
    public: Flag = Field(False, title="Openbaar", description="Mag de naam op de openbare site.")
    contact: Contact | None = Field(None, title="Bereikbaar", description="Per doelgroep.")
    holds: tuple[Holding, ...] = Field(
        (), title="Rollen", description="Welke rollen, van wanneer tot wanneer."
    )


class ReviewItem(Record):
    """One document in a review round."""

    document: Id = Field(title="Document", description="Id van het document.")
    owner: Id = Field(title="Eigenaar", description="De rol die beslist.")
    due: Day = Field(title="Vóór", description="Uiterste dag.")
    reasons: tuple[Id, ...] = Field(
        (), title="Redenen", description="Waarom het document aan de beurt is."
    )
    outcome: ReviewOutcome | None = Field(None, title="Uitkomst", description="Wat is besloten.")
    on: Day | None = Field(None, title="Datum", description="Dag van het besluit.")
    by: Id | None = Field(None, title="Door", description="De rol die besliste.")
    basis: Text | None = Field(
        None, title="Waarop gebaseerd", description="Waarop het besluit steunt."
    )
    digest: Digest | None = Field(None, title="Tekstkenmerk", description="De bekeken tekst.")
    read: dict[Id, Version] = Field(
        default_factory=dict,
        title="Gelezen",
        description="Versie van de documenten waarop dit document steunt.",
    )
    registers: Digest | None = Field(
        None, title="Registers", description="Kenmerk van de registers die erbij zijn gelezen."
    )


class ReadRegisters(Record):
    """Obligations, roles and terms as they were when decisions were made: what a later change is
    compared with. Kept once per state, however many decisions refer to it."""

    digest: Digest = Field(title="Kenmerk", description="SHA-256 van wat hieronder staat.")
    on: Day = Field(title="Datum", description="De dag waarop dit is gelezen.")
    obligations: dict[Id, dict[Line, Text]] = Field(
        default_factory=dict,
        title="Verplichtingen",
        description="Per verplichting wat er gevraagd werd.",
    )
    roles: dict[Id, Line] = Field(
        default_factory=dict, title="Rollen", description="Naam van elke rol."
    )
    terms: dict[Line, Text] = Field(
        default_factory=dict, title="Begrippen", description="Betekenis van elk begrip."
    )


class ReviewRound(Record):
    """The yearly round of reviews."""

    year: SchoolYear = Field(title="Schooljaar", description="Bijvoorbeeld 2025-2026.")
    started: Day = Field(title="Begonnen", description="Eerste dag van de ronde.")
    closed: Day | None = Field(None, title="Afgesloten", description="Leeg: loopt nog.")
    items: tuple[ReviewItem, ...] = Field(
        (), title="Documenten", description="Wat aan de beurt is."
    )
    registers: tuple[ReadRegisters, ...] = Field(
        (), title="Registers", description="Wat er bij de besluiten is gelezen."
    )


class SearchTest(Record):
    """A question of a reader and the document it must find in the top three."""

    query: Line = Field(title="Zoekvraag", description="Wat een lezer intypt.")
    expect: Id = Field(title="Document", description="Id dat bij de eerste drie moet staan.")
