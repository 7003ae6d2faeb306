"""``handbook.yml``: who publishes the handbook, and which words and routes it knows."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zowerkenwij.model.document import Change, ReviewRule
from zowerkenwij.model.record import Duration, Flag, Format, Id, Line, MonthDay, Record, Url

Audience = Literal["public", "on-request", "staff", "restricted"]
AUDIENCE_LABELS: dict[str, str] = {
    "public": "openbaar",
    "on-request": "op verzoek",
    "staff": "medewerkers",
    "restricted": "beperkt",
}
AUDIENCES: tuple[Audience, ...] = ("public", "on-request", "staff", "restricted")
Level = Literal["foundation", "school"]
_COLOUR = r"^#[0-9a-f]{6}$"


class Foundation(Record):
    """The foundation that publishes the handbook."""

    name: Line = Field(title="Naam", description="Naam van de stichting.")
    site: Url = Field(title="Website", description="Adres van de website van de stichting.")


class Kind(Record):
    """A kind of school."""

    id: Id = Field(title="Id", description="Blijvende naam.")
    label: Line = Field(title="Naam", description="Nederlandse naam.")


class Role(Record):
    """A role that people hold; texts name roles, never persons."""

    id: Id = Field(title="Id", description="Blijvende naam.")
    label: Line = Field(title="Naam", description="Nederlandse naam.")
    aliases: tuple[Line, ...] = Field(
        (), title="Andere namen", description="Namen die hetzelfde betekenen."
    )
    level: Level = Field(
        "foundation", title="Niveau", description="Vervuld per stichting of per school."
    )
    required: Flag = Field(False, title="Verplicht", description="Er moet elke dag iemand zijn.")
    single: Flag = Field(False, title="Eén tegelijk", description="Hoogstens één persoon tegelijk.")


class Body(Record):
    """A body that is consulted or adopts."""

    id: Id = Field(title="Id", description="Blijvende naam.")
    label: Line = Field(title="Naam", description="Nederlandse naam.")
    kind: Literal["board", "management", "council"] = Field(
        title="Aard", description="Bestuur, leiding of raad."
    )
    level: Level = Field(
        "foundation", title="Niveau", description="Van de stichting of van een school."
    )


class Consulting(Record):
    """A body to consult, with the right it has (WMS 10-14)."""

    body: Id = Field(title="Orgaan", description="Id van het orgaan.")
    right: Literal["consent", "advice", "informed"] = Field(
        title="Recht", description="Instemming, advies of informatie."
    )


class DocumentType(Record):
    """A type of document with its rules."""

    id: Id = Field(title="Id", description="Blijvende naam.")
    label: Line = Field(title="Naam", description="Nederlandse naam.")
    plural: Line = Field(title="Meervoud", description="Nederlands meervoud.")
    audience: Audience = Field(
        "staff", title="Doelgroep", description="Als het document er geen noemt."
    )
    review: ReviewRule | None = Field(
        None, title="Evaluatie", description="Als het document er geen noemt."
    )
    sections: tuple[Line, ...] = Field(
        (), title="Verplichte koppen", description="Koppen die er moeten staan."
    )
    adopted_by: dict[Change, tuple[Id, ...]] = Field(
        default_factory=dict,
        title="Wie stelt vast",
        description="Organen of `owner`, per soort wijziging.",
    )
    consult: dict[Change, tuple[Consulting, ...]] = Field(
        default_factory=dict, title="Wie wordt geraadpleegd", description="Per soort wijziging."
    )
    schema_: Line | None = Field(
        None, alias="schema", title="Schema", description="JSON Schema voor de eigen velden."
    )


class Slot(Record):
    """A field of the template that a school fills: ``{{ school.<id> }}``."""

    id: Id = Field(title="Id", description="Naam in de tekst: school.<id>.")
    label: Line = Field(title="Naam", description="Wat hier wordt ingevuld.")
    kind: Literal["text", "integer", "date", "url", "list", "document", "choice", "partner"] = (
        Field("text", title="Aard", description="Wat voor waarde het is.")
    )
    required: Flag = Field(True, title="Verplicht", description="Nodig vóór publicatie.")
    choices: tuple[Line, ...] = Field(
        (), title="Keuzes", description="Bij een keuze: de mogelijkheden."
    )


class Window(Record):
    """The part of the year in which reviews fall."""

    from_: MonthDay = Field(alias="from", title="Van", description="MM-DD.")
    to: MonthDay = Field(title="Tot en met", description="MM-DD.")


class ReviewSettings(Record):
    """When reviews are planned and when they are late."""

    window: Window | None = Field(None, title="Periode", description="Leeg: geen vaste periode.")
    spread: Flag = Field(False, title="Spreiden", description="Data over de periode verdelen.")
    soon: Duration = Field("P8W", title="Binnenkort", description="Zo lang vooraf een melding.")
    escalate: Duration = Field("P3M", title="Te laat", description="Zo lang erna een fout.")


class Hot(Record):
    """An entry of the crisis block."""

    document: Id = Field(title="Document", description="Id van het document.")
    text: Line = Field(title="Tekst", description="In gewone woorden.")


class Committer(Record):
    """A neutral identity for commits."""

    name: Line = Field(title="Naam", description="Naam van de vastlegger.")
    email: Line = Field(title="E-mail", description="Adres van de vastlegger.")


class Retention(Record):
    """How long things are kept."""

    drafts: Duration = Field("P2Y", title="Concepten", description="Bewaartermijn van concepten.")
    handouts: Duration = Field(
        "P1Y", title="Uitgiften", description="Bewaartermijn van de uitgiftelijst."
    )


class Appendix(Record):
    """Which documents the appendix of the plan lists."""

    types: tuple[Id, ...] = Field(
        ("protocol", "guideline", "playbook"), title="Soorten", description="Soorten in de bijlage."
    )


class Style(Record):
    """The look of the foundation on the site; contrast is checked when the site is made."""

    logo: Line | None = Field(None, title="Logo", description="Bestand in static/.")
    colour: str | None = Field(
        None, pattern=_COLOUR, title="Kleur", description="Van links en knoppen, als #rrggbb."
    )
    alarm: str | None = Field(
        None, pattern=_COLOUR, title="Alarmkleur", description="Van het crisisblok, als #rrggbb."
    )


KINDS = (
    Kind(id="sbo", label="speciaal basisonderwijs"),
    Kind(id="so", label="speciaal onderwijs"),
    Kind(id="vso", label="voortgezet speciaal onderwijs"),
    Kind(id="custodial", label="onderwijs in een justitiële jeugdinrichting"),
    Kind(id="residential", label="onderwijs in gesloten jeugdhulp"),
    Kind(id="vo", label="voortgezet onderwijs"),
)


class Settings(Record):
    """The whole of ``handbook.yml``."""

    format: Format = Field(title="Formaat", description="Nummer van het recordformaat: 1.")
    name: Line = Field(title="Naam", description="Naam van het handboek.")
    foundation: Foundation = Field(title="Stichting", description="Wie het handboek uitgeeft.")
    language: Literal["nl"] = Field("nl", title="Taal", description="nl.")
    site_url: Url = Field(title="Adres", description="Adres van de gepubliceerde site.")
    short_link_base: Url | None = Field(
        None, title="Korte links", description="Adres vóór het nummer."
    )
    school_year_start: MonthDay = Field("08-01", title="Begin schooljaar", description="MM-DD.")
    audiences: tuple[Audience, ...] = Field(
        AUDIENCES, title="Doelgroepen", description="Van open naar beperkt."
    )
    kinds: tuple[Kind, ...] = Field(KINDS, title="Schoolsoorten", description="Soorten scholen.")
    roles: tuple[Role, ...] = Field(
        (), title="Rollen", description="Rollen in teksten en register."
    )
    bodies: tuple[Body, ...] = Field((), title="Organen", description="Wie vaststelt of meepraat.")
    types: tuple[DocumentType, ...] = Field((), title="Soorten", description="Soorten documenten.")
    slots: tuple[Slot, ...] = Field((), title="Velden", description="Velden die een school invult.")
    appendix: Appendix = Field(
        Appendix(), title="Bijlage", description="Wat de bijlage van het plan opsomt."
    )
    review: ReviewSettings = Field(
        ReviewSettings(), title="Evaluatie", description="Wanneer geëvalueerd wordt."
    )
    hotlist: tuple[Hot, ...] = Field(
        (), max_length=8, title="Snel hulp", description="Hoogstens acht ingangen bij een incident."
    )
    style: Style = Field(Style(), title="Huisstijl", description="Logo en kleuren van de site.")
    downloads: tuple[Literal["docx", "pdf"], ...] | None = Field(
        None, title="Downloads",
        description="Kopieën op de site: docx en pdf. Leeg: docx, tot 250 documenten.",
    )  # fmt: skip
    commit_as: Committer | None = Field(
        None, title="Vastlegger", description="Neutrale naam voor het vastleggen."
    )
    retention: Retention = Field(Retention(), title="Bewaren", description="Bewaartermijnen.")
