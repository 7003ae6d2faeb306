"""Parts of the report about what comes after deciding: new texts, law, actions and measurements."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from zowerkenwij.cli.review.parts import FOUNDATION, Part, label
from zowerkenwij.cli.schools import values
from zowerkenwij.control.adoption import CHANGES, OUTCOMES, needed, proposed_change
from zowerkenwij.control.obligations import LAW_LABELS
from zowerkenwij.control.review.agenda import last_day
from zowerkenwij.control.review.decisions import BASIS_LABELS
from zowerkenwij.control.review.report import is_carried_over, is_overdue
from zowerkenwij.control.schools import GROUPS
from zowerkenwij.model.handbook import state
from zowerkenwij.model.settings import AUDIENCE_LABELS
from zowerkenwij.text.fill import MONTHS, STATUS_LABELS, dutch_day, dutch_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from zowerkenwij.control.obligations import Place, Row
    from zowerkenwij.control.review.report import NewText, Report
    from zowerkenwij.model.document import Consultation
    from zowerkenwij.model.handbook import Entry, Handbook
    from zowerkenwij.model.registers import Action, Monitor


def changes(handbook: Handbook, found: Report) -> Part:
    """What changes, from when and for whom; what comes first, then what already changed."""
    ordered = sorted(found.changes, key=lambda c: (c.effective <= found.day, c.effective))
    rows = tuple(_change(handbook, c) for c in ordered)
    title = "Wat er verandert, en voor wie"
    if not rows:
        return Part("wijzigingen", title, ("Er zijn geen nieuwe teksten vastgesteld.",))
    start = dutch_day(_first_day_after(handbook, found.year))
    soon = [c for c in found.changes if c.effective > found.day]
    text = f"Op {start} begint het nieuwe schooljaar. "
    text += (
        "Wat tot en met die dag ingaat, staat bovenaan."
        if soon
        else "Voor die dag is nog niets nieuws vastgesteld."
    )
    head = ("Document", "Wat is er nieuw", "Vanaf", "Voor wie")
    return Part("wijzigingen", title, (text,), head=head, rows=rows)


def _first_day_after(handbook: Handbook, year: str) -> date:
    return last_day(handbook, year) + timedelta(days=1)


def _change(handbook: Handbook, one: NewText) -> tuple[str, ...]:
    gone = one.document.record.withdrawn
    if one.entry is None:
        what = f"Ingetrokken: {gone.reason}" if gone else "Ingetrokken."
    else:
        kind = CHANGES[one.entry.change]
        what = f"Versie {one.entry.version} ({kind}): {one.entry.note}"
    readers = AUDIENCE_LABELS[handbook.audience_of(one.document)]
    where = ", ".join(one.schools) or "alle scholen"
    return (one.document.title, what, dutch_day(one.effective), f"{where}; {readers}")


def asked(handbook: Handbook, found: Report) -> Part:
    """Texts under revision that need the consent or advice of a council."""
    rows = tuple(
        (one["title"], one["why"], _rights(handbook, one), f"{one['digest'][:15]}…")
        for one in proposals(handbook, found)
    )
    title = "Wat van de raad wordt gevraagd"
    if not rows:
        return Part("gevraagd", title, ("Er ligt nu geen tekst voor.",))
    text = "Deze teksten worden gewijzigd. De raad krijgt bij elk document de nieuwe tekst, met "
    text += "daarin wat er verandert ('zowerkenwij diff ID --format docx'). Aan het kenmerk zie je of de "
    text += "tekst nog dezelfde is."
    head = ("Document", "Waarom", "Gevraagd", "Kenmerk van de tekst")
    return Part("gevraagd", title, (text,), head=head, rows=rows)


def _rights(handbook: Handbook, one: dict[str, Any]) -> str:
    words = {"consent": "instemming", "advice": "advies"}
    return " en ".join(
        f"{words[x['right']]} van {handbook.bodies[x['body']].label}" for x in one["asked"]
    )


def proposals(handbook: Handbook, found: Report) -> Iterator[dict[str, Any]]:
    """The working texts that differ from what was adopted last and need a council: the right of
    each council, why, and the digest of the very text."""
    for document in sorted(handbook.documents, key=lambda d: d.title):
        versions = document.record.versions
        if versions and versions[-1].digest == document.digest:
            continue
        if state(document.record, found.day) == "withdrawn":
            continue
        proposed = proposed_change(handbook, document)
        wanted = [
            {"body": body, "right": right}
            for right in ("consent", "advice")
            for body in needed(handbook, document, proposed.change, right)
            if body in handbook.bodies
        ]
        if wanted:
            yield {
                "id": document.id, "title": document.title, "change": proposed.change,
                "why": proposed.reasons[0], "asked": wanted, "digest": document.digest,
            }  # fmt: skip


def gaps(found: Report) -> Part:
    """Obligations that lack something, and law that is coming."""
    rows = tuple((r.record.name, _source(r), _standing(r), r.gap or "") for r in found.gaps)
    coming = [r.record.name for r in found.rows if r.status in ("bill", "adopted", "unknown")]
    about = "Hier staat waar nog iets ontbreekt. Of een school zich aan de wet houdt, beoordeelt "
    text = [f"{about}dit overzicht niet."]
    if coming:
        text.append(f"Nog niet van kracht, of onzeker: {'; '.join(coming)}.")
    if not rows:
        text[0] = "Bij elke verplichting die geldt, staat een document dat van kracht is."
    head = ("Verplichting", "Bron", "Stand", "Wat ontbreekt") if rows else ()
    return Part("verplichtingen", "Wat in de wet nog open staat", tuple(text), head=head, rows=rows)


def _source(row: Row) -> str:
    return "; ".join(row.record.articles) or row.record.source or "eigen afspraak"


def _standing(row: Row) -> str:
    return LAW_LABELS.get(row.status, row.status)


def law(found: Report) -> Part:
    """Which text answered which obligation on the day, with adoption and consent."""
    rows = tuple(
        (row.record.name, _source(row), f"{p.title}, versie {p.entry.version}",
         dutch_day(p.entry.adopted.on), _consent(p.entry.consulted))
        for row in found.rows for p in _once(row) if p.entry
    )  # fmt: skip
    text = (f"De teksten die op {dutch_day(found.day)} van kracht waren.",)
    head = ("Verplichting", "Bron", "Document", "Vastgesteld", "Medezeggenschap")
    return Part("beleid", "Beleid per verplichting", text, head=head, rows=rows)


def _once(row: Row) -> Iterable[Place]:
    return {p.document: p for p in row.places}.values()


def _consent(consulted: Iterable[Consultation]) -> str:
    said = [f"{OUTCOMES[c.outcome]} op {dutch_day(c.on)}" for c in consulted]
    return "; ".join(said) or "niet nodig of niet vastgelegd"


def actions(handbook: Handbook, found: Report) -> Part:
    """The improvement actions of the schools."""
    rows = tuple(_action(handbook, found, e) for e in found.actions)
    if not rows:
        return Part("acties", "Verbeteracties", ("Er zijn geen verbeteracties vastgelegd.",))
    late = sum(1 for e in found.actions if is_overdue(e.record, found.day))
    done = sum(1 for e in found.actions if e.record.status == "done")
    over = sum(1 for e in found.actions if is_carried_over(e.record, found.year))
    text = f"Acties: {len(rows)}. Klaar: {done}. Over tijd: {late}. Begonnen in een eerder "
    text += f"schooljaar: {over}."
    head = ("School", "Actie", "Wie, en wanneer klaar", "Stand", "Aanleiding en resultaat")
    return Part("acties", "Verbeteracties", (text,), head=head, rows=rows)


def _action(handbook: Handbook, found: Report, entry: Entry[Action]) -> tuple[str, ...]:
    action = entry.record
    marks = [STATUS_LABELS[action.status]]
    marks += ["over tijd"] if is_overdue(action, found.day) else []
    marks += ["uit een eerder jaar"] if is_carried_over(action, found.year) else []
    source = (
        BASIS_LABELS.get(action.source.kind, action.source.kind)
        if action.source
        else "geen aanleiding"
    )
    why = f"{source}. {action.evidence}" if action.evidence else f"{source}."
    return (
        _school(handbook, entry.scope), action.title or action.goal or action.theme,
        f"{label(handbook, action.owner)}, {dutch_day(action.due) if action.due else 'geen datum'}",
        ", ".join(marks), why[:1].upper() + why[1:],
    )  # fmt: skip


def _school(handbook: Handbook, id_: str | None) -> str:
    school = handbook.school_by_id.get(id_ or "")
    return school.record.name if school else FOUNDATION


def standing(handbook: Handbook, found: Report) -> Part:
    """How each school stands on the day."""
    rows = tuple(_of_school(row) for row in values(handbook, found.day))
    title = "Hoe elke school ervoor staat"
    if not rows:
        return Part("stand", title, ("Er zijn geen scholen.",))
    head = ("School", "Plan", "Lege velden", "Te laat", "Coördinator", "Meting", "Acties")
    return Part("stand", title, head=head, rows=rows)


def _of_school(row: dict[str, Any]) -> tuple[str, ...]:
    actions = str(row["open_actions"])
    if row["actions_without_owner"]:
        actions += f", waarvan {len(row['actions_without_owner'])} zonder eigenaar"
    unmeasured = " en ".join(GROUPS[g] for g in row["unmeasured"])
    return (
        row["name"], "vastgesteld" if row["plan_adopted"] else f"nog niet voor {row['year']}",
        str(len(row["missing"])), str(len(row["overdue"])), "ja" if row["coordinator"] else "nee",
        f"nog niet bij {unmeasured}" if unmeasured else "gedaan", actions,
    )  # fmt: skip


def lagging(handbook: Handbook, found: Report) -> list[str]:
    """What schools lack, a sentence each."""
    rows = values(handbook, found.day)
    wants = (
        ("geen vastgesteld plan voor dit schooljaar", [r for r in rows if not r["plan_adopted"]]),
        ("geen coördinator sociale veiligheid", [r for r in rows if not r["coordinator"]]),
        ("acties zonder eigenaar", [r for r in rows if r["actions_without_owner"]]),
    )
    return [
        f"{dutch_list(r['name'] for r in lack)} {'heeft' if len(lack) == 1 else 'hebben'} {what}."
        for what, lack in wants if lack
    ]  # fmt: skip


def monitors(handbook: Handbook, found: Report) -> Part:
    """The measurements of the year: totals only."""
    rows = tuple(_monitor(handbook, e) for e in found.monitors)
    if not rows:
        return Part("metingen", "Metingen", ("Er is dit schooljaar nog niet gemeten.",))
    head = ("School", "Meting", "Wanneer", "Respons", "Uitkomst", "Besproken")
    return Part("metingen", "Metingen", head=head, rows=rows)


def _monitor(handbook: Handbook, entry: Entry[Monitor]) -> tuple[str, ...]:
    one = entry.record
    year, month = one.period.split("-")
    return (
        _school(handbook, entry.scope), f"{one.instrument}, {GROUPS.get(one.group, one.group)}",
        f"{MONTHS[int(month) - 1]} {year}", "–" if one.response is None else f"{one.response}%",
        one.summary or "nog niet bekend", dutch_day(one.discussed.on) if one.discussed else "nog niet",
    )  # fmt: skip


def year(found: Report) -> Part:
    """The school year month by month."""
    rows = tuple(
        (_month(m.month), str(m.due), str(m.decided), str(m.monitors), str(m.actions))
        for m in found.months
    )
    head = ("Maand", "Te evalueren", "Besloten", "Metingen", "Acties af te ronden")
    columns = tuple((_month(m.month)[:3], m.due, m.decided) for m in found.months)
    return Part("jaar", "Het schooljaar per maand", head=head, rows=rows, columns=columns)


def _month(month: str) -> str:
    return MONTHS[int(month[5:]) - 1]
