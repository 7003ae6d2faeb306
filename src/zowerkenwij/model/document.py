"""The front matter of a document: identity, audience, ledger and reviews (records.md)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from zowerkenwij.model.record import (
    Day,
    Digest,
    Duration,
    Format,
    Id,
    Line,
    Number,
    Record,
    SchoolYear,
    Text,
    Version,
)

Change = Literal["editorial", "minor", "major"]
Outcome = Literal["consent", "advice", "withheld", "conditional", "informed"]
ReviewOutcome = Literal["unchanged", "editorial", "minor", "major", "merge", "withdraw", "postpone"]


class Consultation(Record):
    """What a body said about one exact text (WMS 10-11: consent or advice beforehand)."""

    body: Id = Field(title="Orgaan", description="Het orgaan dat is geraadpleegd.")
    on: Day = Field(title="Datum", description="Dag van de vergadering, JJJJ-MM-DD.")
    outcome: Outcome = Field(title="Uitkomst", description="Wat het orgaan heeft gezegd.")
    reference: Line | None = Field(None, title="Vindplaats", description="Verslag en punt.")
    digest: Digest | None = Field(
        None, title="Tekstkenmerk", description="SHA-256 van de tekst waarover is gesproken."
    )


class Adoption(Record):
    """Who adopted a version, and when."""

    by: Id = Field(title="Door", description="Het orgaan, of `owner` voor de eigenaar.")
    on: Day = Field(title="Datum", description="Dag van het besluit, JJJJ-MM-DD.")
    reference: Line | None = Field(None, title="Vindplaats", description="Verslag en punt.")


class LedgerEntry(Record):
    """One adopted version: never changed after it was written (ISO 15489: fixity)."""

    version: Version = Field(title="Versie", description='Bijvoorbeeld "2.1".')
    change: Change = Field(title="Soort wijziging", description="Redactioneel, klein of groot.")
    note: Line = Field(title="Wat is er veranderd", description="Eén zin voor lezers.")
    reason: Line | None = Field(
        None,
        title="Reden",
        description="Waarom deze soort wijziging, als de tekst meer doet vermoeden.",
    )
    digest: Digest = Field(title="Tekstkenmerk", description="SHA-256 van de vastgestelde tekst.")
    consulted: tuple[Consultation, ...] = Field(
        (), title="Geraadpleegd", description="Wie vooraf is geraadpleegd."
    )
    adopted: Adoption = Field(title="Vastgesteld", description="Wie de versie heeft vastgesteld.")
    effective: Day = Field(title="Van kracht op", description="Eerste dag waarop de versie geldt.")
    expires: Day | None = Field(
        None, title="Geldig tot en met", description="Laatste dag waarop de versie geldt (zelden)."
    )


class Proposal(Record):
    """Consultations on a working text that is not adopted yet."""

    consulted: tuple[Consultation, ...] = Field(
        (), title="Geraadpleegd", description="Wie over dit concept is geraadpleegd."
    )


class DocumentReview(Record):
    """Evidence of one finished review (ISO 9001 7.5.2: review and approval)."""

    year: SchoolYear = Field(title="Schooljaar", description="Bijvoorbeeld 2025-2026.")
    on: Day = Field(title="Datum", description="Dag van de evaluatie.")
    by: Id = Field(title="Door", description="De rol die besliste.")
    outcome: ReviewOutcome = Field(title="Uitkomst", description="Wat is besloten.")
    basis: Text = Field(title="Waarop gebaseerd", description="Waarop het besluit steunt.")
    digest: Digest | None = Field(None, title="Tekstkenmerk", description="De bekeken tekst.")
    until: Day | None = Field(None, title="Uitgesteld tot", description="Alleen bij uitstel.")
    into: Id | None = Field(None, title="Opgegaan in", description="Alleen bij samenvoegen.")
    answers: dict[str, Text] = Field(
        default_factory=dict, title="Antwoorden", description="Antwoord per vraag."
    )


class Withdrawal(Record):
    """The end of a document."""

    on: Day = Field(title="Datum", description="Eerste dag waarop het document niet meer geldt.")
    by: Id = Field(title="Door", description="Het orgaan dat introk.")
    reason: Line = Field(title="Reden", description="Waarom het document is ingetrokken.")
    successor: Id | None = Field(
        None, title="Opvolger", description="Document dat ervoor in de plaats komt."
    )
    reference: Line | None = Field(None, title="Vindplaats", description="Verslag en punt.")


class TemplateReference(Record):
    """The template version from which a school's copy was filled."""

    document: Id = Field(title="Sjabloon", description="Id van het sjabloon.")
    version: Version = Field(title="Versie", description="Versie van het sjabloon.")
    digest: Digest = Field(title="Tekstkenmerk", description="SHA-256 van die versie.")


class ReviewRule(Record):
    """How often a document is reviewed."""

    every: Duration = Field(
        title="Elke", description="ISO 8601-duur: P1Y, P6M, P8W, P90D of P1Y6M."
    )


class Suppression(Record):
    """A finding that somebody accepts, with the reason why."""

    rule: str = Field(
        pattern=r"^ZW[0-9]{3}(?!\n)$", title="Regel", description="Code, bijvoorbeeld ZW204."
    )
    reason: Line = Field(title="Reden", description="Waarom deze melding hier mag blijven.")


class DocumentRecord(Record):
    """Front matter of one document; its text follows the closing ``---``."""

    format: Format = Field(title="Formaat", description="Nummer van het recordformaat: 1.")
    id: Id = Field(title="Id", description="Blijvende naam; gelijk aan de bestandsnaam.")
    type: Id = Field(title="Soort", description="Een soort uit handbook.yml.")
    title: Line = Field(title="Titel", description="De officiële titel.")
    aliases: tuple[Line, ...] = Field(
        (), title="Andere namen", description="Eerdere of andere titels."
    )
    short_links: tuple[Number, ...] = Field(
        (), title="Korte links", description="Nummers die hierheen verwijzen."
    )
    summary: Line | None = Field(None, title="Samenvatting", description="Eén zin voor lezers.")
    owner: Id = Field(title="Eigenaar", description="Een rol, nooit een persoon.")
    audience: Id | None = Field(
        None, title="Doelgroep", description="Leeg: de doelgroep van de soort."
    )
    level: Literal["foundation", "school"] = Field(
        "foundation", title="Niveau", description="Stichting of school."
    )
    school: Id | None = Field(
        None, title="School", description="Alleen bij een document van één school."
    )
    applies_to: tuple[Id, ...] = Field(
        (), title="Geldt voor", description="Schoolsoorten; leeg is alle."
    )
    keywords: tuple[Line, ...] = Field(
        (), title="Zoekwoorden", description="Woorden die lezers gebruiken."
    )
    obligations: tuple[Id, ...] = Field(
        (), title="Verplichtingen", description="Ids uit obligations.yml."
    )
    based_on: tuple[Id, ...] = Field(
        (),
        title="Gebaseerd op",
        description="Documenten waarvan een wijziging hier een nieuwe blik vraagt.",
    )
    review: ReviewRule | None = Field(
        None, title="Evaluatie", description="Leeg: de termijn van de soort."
    )
    open: tuple[Id, ...] = Field(
        (),
        title="Open onderdelen",
        description="Ankers waarin een school eigen tekst mag schrijven (sjabloon).",
    )
    template: TemplateReference | None = Field(
        None, title="Sjabloon", description="Waaruit deze tekst is ingevuld."
    )
    school_year: SchoolYear | None = Field(
        None, title="Schooljaar", description="Bijvoorbeeld 2026-2027."
    )
    fields: dict[str, Any] = Field(
        default_factory=dict,
        title="Eigen velden",
        description="Velden van deze soort (schema in handbook.yml).",
    )
    ignore: tuple[Suppression, ...] = Field(
        (), title="Genegeerde meldingen", description="Met reden."
    )
    former_ids: tuple[Id, ...] = Field(
        (), title="Eerdere ids", description="Ids van vóór een hernoeming."
    )
    proposal: Proposal | None = Field(
        None, title="Voorstel", description="Raadplegingen over het concept."
    )
    versions: tuple[LedgerEntry, ...] = Field(
        (), title="Versies", description="Het register van vastgestelde versies, oudste eerst."
    )
    reviews: tuple[DocumentReview, ...] = Field(
        (), title="Evaluaties", description="Afgeronde evaluaties."
    )
    withdrawn: Withdrawal | None = Field(
        None, title="Ingetrokken", description="Einde van het document."
    )


class VersionRecord(Record):
    """Front matter of ``versions/<id>/<version>.md``: one adopted text, never changed."""

    format: Format = Field(title="Formaat", description="Nummer van het recordformaat: 1.")
    id: Id = Field(title="Id", description="Id van het document.")
    version: Version = Field(title="Versie", description="Versienummer.")
    title: Line = Field(title="Titel", description="De titel van deze versie.")
    type: Id = Field(title="Soort", description="De soort van deze versie.")
    audience: Id | None = Field(
        None, title="Doelgroep", description="De doelgroep van deze versie."
    )
    applies_to: tuple[Id, ...] = Field(
        (), title="Geldt voor", description="Schoolsoorten; leeg is alle."
    )
    path: Line = Field(title="Pad", description="Plaats van het record toen, vanaf handbook/.")
    links: dict[str, Id] = Field(
        default_factory=dict,
        title="Verwijzingen",
        description="Doel zoals geschreven → document-id.",
    )
    assets: dict[str, Digest] = Field(
        default_factory=dict, title="Bijlagen", description="Doel zoals geschreven → SHA-256."
    )
    entry: LedgerEntry = Field(title="Registratie", description="De hele regel uit het register.")
