"""ZW401 and ZW403–ZW407: what a ledger says about adopting is in order and was allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.control.adoption import CHANGES, OUTCOMES, adopters, needed, role_names
from zowerkenwij.control.change_class import RANK, Face, propose
from zowerkenwij.rules.catalogue import rule
from zowerkenwij.rules.finding import Hit, related
from zowerkenwij.rules.ledger import Pair, is_readable, ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.model.document import Consultation, LedgerEntry
    from zowerkenwij.model.handbook import Document, VersionFile
    from zowerkenwij.model.settings import DocumentType
    from zowerkenwij.rules.context import Context
    from zowerkenwij.rules.finding import Severity

Wrong = tuple[tuple[str | int, ...], str]  # keys inside the entry, and the Dutch sentence


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


@rule(
    "ZW401", "ledger-order", "error",
    title="Nummers of data van versies kloppen niet",
    why="Een versie wordt eerst besproken, dan vastgesteld en daarna van kracht. Klopt die volgorde "
    "niet, dan is niet te bewijzen welke tekst wanneer gold.",
    repair="Zoek de datum en het nummer op in het verslag en verbeter het register en het "
    "versiebestand.",
    good="adopted: {by: board, on: 2025-06-18}\neffective: 2025-08-01",
    bad="adopted: {by: board, on: 2025-06-18}\neffective: 2025-06-01   # vóór de vaststelling",
    adopted=True,
)  # fmt: skip
def ledger_order(context: Context, document: Document) -> Iterator[Hit]:
    """Numbers and dates of the ledger out of order; one finding for each entry."""
    before: LedgerEntry | None = None
    for pair in ledger(context, document).sound:
        wrong = _out_of_order(context, pair.entry, before)
        if wrong is None:
            before = pair.entry
            continue
        keys, message = wrong
        yield Hit(document.at("versions", pair.nth, *keys), message, document.id)


def _out_of_order(context: Context, entry: LedgerEntry, before: LedgerEntry | None) -> Wrong | None:
    if before and _number(entry.version) <= _number(before.version):
        return ("version",), (
            f"Versie {entry.version} staat na versie {before.version}. Zet de oudste versie "
            "bovenaan en geef elke versie een hoger nummer."
        )
    return _said_late(entry) or _adopted_on(context, entry, before) or _in_force(entry)


def _said_late(entry: LedgerEntry) -> Wrong | None:
    adopted = entry.adopted.on
    for n, one in enumerate(entry.consulted):
        if one.on > adopted and one.outcome != "informed":
            return ("consulted", n, "on"), (
                f"Deze raadpleging van {one.on} is na de vaststelling op {adopted}. Wie meepraat, "
                "doet dat vooraf. Kijk de datums na in de verslagen."
            )
    return None


def _adopted_on(context: Context, entry: LedgerEntry, before: LedgerEntry | None) -> Wrong | None:
    adopted = entry.adopted.on
    if adopted > context.latest:
        return ("adopted", "on"), (
            f"De vaststelling op {adopted} ligt na vandaag ({context.latest}). Leg een besluit vast "
            "als het genomen is."
        )
    if before and adopted < before.adopted.on:
        return ("adopted", "on"), (
            f"Versie {entry.version} is vastgesteld op {adopted}, vóór versie {before.version} "
            f"({before.adopted.on}). Kijk de datums na in de verslagen."
        )
    return None


def _in_force(entry: LedgerEntry) -> Wrong | None:
    if entry.effective < entry.adopted.on:
        return ("effective",), (
            f"Versie {entry.version} geldt vanaf {entry.effective}, maar is pas op "
            f"{entry.adopted.on} vastgesteld. Een tekst geldt niet met terugwerkende kracht: "
            "verbeter de datum."
        )
    if entry.expires and entry.expires < entry.effective:
        return ("expires",), (
            f"Versie {entry.version} is geldig tot en met {entry.expires}, maar begint pas op "
            f"{entry.effective}. Verbeter een van beide datums."
        )
    return None


# -- who had to agree, and who may adopt ----------------------------------------------------


def _last_word(entry: LedgerEntry, body: str) -> tuple[int, Consultation] | None:
    said = [(n, c) for n, c in enumerate(entry.consulted) if c.body == body]
    return max(said, key=lambda one: (one[1].on, one[0])) if said else None


def _asked(context: Context, document: Document, entry: LedgerEntry) -> Iterator[str]:
    """The bodies that had to consent. Of one that does not exist another rule speaks."""
    if context.unsure_settings.isdisjoint(("types", "bodies")):
        bodies = needed(context.handbook, document, entry.change, "consent")
        yield from (body for body in bodies if body in context.handbook.bodies)


@rule(
    "ZW403", "missing-consent", "error",
    title="Instemming ontbreekt",
    why="Zonder voorafgaande instemming van wie daar recht op heeft, geldt het besluit niet "
    "(WMS 10-11).",
    repair="Vraag de instemming alsnog en stel de tekst opnieuw vast, of zoek het verslag op en "
    "laat het register herstellen.",
    good="consulted: [{body: gmr, on: 2025-05-20, outcome: consent}]",
    bad="consulted: []   # bij een grote wijziging moet de GMR instemmen",
    adopted=True,
)  # fmt: skip
def missing_consent(context: Context, document: Document) -> Iterator[Hit]:
    """A body that must consent to this class of change did not."""
    for pair in ledger(context, document).valid:
        for body in _asked(context, document, pair.entry):
            word = _last_word(pair.entry, body)
            if word and word[1].outcome == "consent":
                continue
            label = context.handbook.bodies[body].label
            yield _no_consent(document, pair, label, word)


def _no_consent(
    document: Document, pair: Pair, label: str, word: tuple[int, Consultation] | None
) -> Hit:
    keys: tuple[str | int, ...] = ("consulted",) if word is None else ("consulted", word[0])
    what = (
        f"Bij versie {pair.entry.version} ontbreekt de instemming van de {label}"
        if word is None
        else f"Bij versie {pair.entry.version} zei de {label} op {word[1].on}: "
        f"{OUTCOMES[word[1].outcome]}"
    )
    return Hit(
        document.at("versions", pair.nth, *keys),
        f"{what}. Een {_class(pair.entry)} wijziging geldt pas na instemming: vraag die, en stel "
        "de tekst dan opnieuw vast.",
        document.id,
    )


def _class(entry: LedgerEntry) -> str:
    return {"editorial": "redactionele", "minor": "kleine", "major": "grote"}[entry.change]


@rule(
    "ZW404", "stale-consent", "error",
    title="De instemming hoort bij een andere tekst",
    why="Instemming geldt voor de tekst die is besproken. Wie daarna de tekst verandert, heeft "
    "geen instemming op het resultaat.",
    repair="Leg de vastgestelde tekst opnieuw voor en stel hem dan opnieuw vast.",
    good='digest: "sha256:9f2c…"\nconsulted: [{body: gmr, outcome: consent, digest: "sha256:9f2c…"}]',
    bad='digest: "sha256:9f2c…"\nconsulted: [{body: gmr, outcome: consent, digest: "sha256:1b07…"}]',
    adopted=True,
)  # fmt: skip
def stale_consent(context: Context, document: Document) -> Iterator[Hit]:
    """Consent that had to be given was given on another text than the adopted one."""
    for pair in ledger(context, document).valid:
        for body in _asked(context, document, pair.entry):
            word = _last_word(pair.entry, body)
            if word is None or word[1].outcome != "consent":
                continue
            if word[1].digest not in (None, pair.entry.digest):
                label = context.handbook.bodies[body].label
                yield Hit(
                    document.at("versions", pair.nth, "consulted", word[0], "digest"),
                    f"De {label} stemde op {word[1].on} in met een andere tekst dan versie "
                    f"{pair.entry.version}. Leg de vastgestelde tekst opnieuw voor.",
                    document.id,
                )


@rule(
    "ZW405", "adopter", "error",
    title="Vastgesteld door wie dat niet mag",
    why="Een besluit van iemand die daar niet over gaat, bindt niemand.",
    repair="Laat de tekst vaststellen door wie bij de soort onder adopted_by staat, of zet daar "
    "wie het mag.",
    good="adopted: {by: board, on: 2025-06-18}   # adopted_by: {major: [board]}",
    bad="adopted: {by: owner, on: 2025-06-18}   # adopted_by: {major: [board]}",
    adopted=True,
)  # fmt: skip
def adopter(context: Context, document: Document) -> Iterator[Hit]:
    """Adopted by a body, or the owner, that the type does not list for this class."""
    type_ = context.handbook.type_of(document)
    if type_ is None or not context.unsure_settings.isdisjoint(("types", "bodies")):
        return
    for pair in ledger(context, document).valid:
        by, change = pair.entry.adopted.by, pair.entry.change
        listed = type_.adopted_by.get(change, ())
        if any(not _exists(context, body) for body in (by, *listed)):
            continue  # ZW104 speaks of it
        allowed = adopters(context.handbook, document, change)
        if by not in allowed:
            yield Hit(
                document.at("versions", pair.nth, "adopted", "by"),
                f"{_who(context, by)} mag een {_class(pair.entry)} wijziging van dit document niet "
                f"vaststellen. {_who_may(document, type_, allowed)}",
                document.id,
            )


def _exists(context: Context, body: str) -> bool:
    return body == "owner" or body in context.handbook.bodies


def _who(context: Context, body: str) -> str:
    return "De eigenaar" if body == "owner" else f"De groep '{context.handbook.bodies[body].label}'"


def _who_may(document: Document, type_: DocumentType, allowed: tuple[str, ...]) -> str:
    if allowed:
        return f"Laat vaststellen door: {', '.join(allowed)}."
    level = "de school" if document.record.level == "school" else "de stichting"
    return (
        f"Zet in handbook.yml bij de soort '{type_.id}' onder adopted_by wie van {level} dit mag."
    )


# -- one version at a time --------------------------------------------------------------------


@rule(
    "ZW406", "two-in-force", "error",
    title="Twee versies gelden tegelijk",
    why="Op elke dag geldt precies één versie. Zeggen twee versies dat zij gelden, dan weet een lezer "
    "niet welke.",
    repair="Zoek in het verslag op vanaf welke dag elke versie geldt, en verbeter de datum.",
    good='- {version: "1.0", effective: 2025-08-01}\n- {version: "2.0", effective: 2026-08-01}',
    bad='- {version: "1.0", effective: 2026-08-01}\n- {version: "2.0", effective: 2026-03-01}',
    adopted=True,
)  # fmt: skip
def two_in_force(context: Context, document: Document) -> Iterator[Hit]:
    """A later version that takes effect before an earlier one, or before that one expires."""
    before: Pair | None = None
    for pair in ledger(context, document).sound:
        if before is not None and (hit := _overlap(document, before, pair)):
            yield hit
            continue
        before = pair


def _overlap(document: Document, before: Pair, pair: Pair) -> Hit | None:
    old, new = before.entry, pair.entry
    if new.effective < new.adopted.on or old.effective < old.adopted.on:
        return None  # ZW401 says that this date is wrong
    if new.effective < old.effective:
        return _both(
            document, before, pair,
            f"Versie {new.version} geldt vanaf {new.effective}, maar versie {old.version} begint "
            f"daarna nog, op {old.effective}. Laat elke versie beginnen na de vorige.",
            None,
        )  # fmt: skip
    if old.expires and old.effective <= old.expires and new.effective <= old.expires:
        return _both(
            document, before, pair,
            f"Versie {old.version} zegt dat zij geldt tot en met {old.expires}, maar versie "
            f"{new.version} geldt al vanaf {new.effective}. Kijk na welke datum klopt.",
            "warning",
        )  # fmt: skip
    return None


def _both(document: Document, old: Pair, new: Pair, message: str, severity: Severity | None) -> Hit:
    seen = (related(document.at("versions", old.nth), f"Versie {old.entry.version}"),)
    at = document.at("versions", new.nth, "effective")
    return Hit(at, message, document.id, seen, severity=severity)


# -- the class of a change ---------------------------------------------------------------------


@rule(
    "ZW407", "change-class", "warning",
    title="De wijziging lijkt groter dan zij heet",
    why="Van de soort wijziging hangt af wie meepraat en wat lezers opnieuw moeten lezen. Een stap, "
    "een termijn of 'moet' verandert meer dan de spelling.",
    repair="Kies bij de volgende vaststelling de soort die past, of leg met --reason uit waarom het "
    "minder is.",
    good="change: major   # de termijn ging van vijf naar tien dagen",
    bad="change: editorial   # de termijn ging van vijf naar tien dagen",
    adopted=True,
)  # fmt: skip
def change_class(context: Context, document: Document) -> Iterator[Hit]:
    """The newest version changed more than its class says, and no reason was given."""
    if not document.record.versions:
        return
    newest = document.record.versions[-1]
    if newest.reason or newest.change not in ("editorial", "minor") or document.record.withdrawn:
        return
    pairs = ledger(context, document).pairs[-2:]
    known = [p for p in pairs if p.file and is_readable(context, p.file)]
    if len(known) < 2 or known[1].is_edited:
        return
    if any(p.file and p.file.digest != p.entry.digest for p in known):
        return
    old, new = (p.file for p in known if p.file)
    proposed = propose(
        old.body, new.body, roles=context.once(_roles), faces=(_face(old), _face(new))
    )
    if RANK[proposed.change] > RANK[newest.change]:
        yield Hit(
            document.at("versions", known[1].nth, "change"),
            f"Versie {newest.version} heet {CHANGES[newest.change]}, maar lijkt "
            f"{CHANGES[proposed.change]}. {' '.join(proposed.reasons[:2])} Kies de soort die past, "
            "of geef een reden.",
            document.id,
        )


def _roles(context: Context) -> tuple[str, ...]:
    return role_names(context.handbook)


def _face(file: VersionFile) -> Face:
    return Face(file.record.title, file.record.audience, file.record.applies_to)
