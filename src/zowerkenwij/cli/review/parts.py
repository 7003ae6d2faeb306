"""The report as parts in plain Dutch: a heading, a few sentences, a table and perhaps a chart.

Every form of the report (HTML, Word, Markdown) is made from these parts, so they say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.control.review.agenda import REASON_LABELS
from zowerkenwij.control.review.decisions import OUTCOME_LABELS, told_basis
from zowerkenwij.control.review.report import by_owner, by_school, figures
from zowerkenwij.text.fill import dutch_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zowerkenwij.control.review.report import Figures, Line, Report
    from zowerkenwij.model.handbook import Handbook

STANDINGS = {"in_time": "op tijd", "late": "te laat besloten", "open": "nog open",
             "overdue": "open en te laat"}  # fmt: skip
FOUNDATION = "Stichting"


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: its name, and how many documents per key of ``STANDINGS``."""

    name: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report. ``points`` is a list; ``bars`` a chart of standings, ``columns`` one
    of months: (month, to do, done)."""

    id: str
    title: str
    text: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    bars: tuple[Bar, ...] = ()
    columns: tuple[tuple[str, int, int], ...] = ()


def label(handbook: Handbook, role: str | None) -> str:
    """What people call a role, with a capital."""
    known = handbook.roles.get(role or "")
    name = known.label if known else role or "niemand"
    return name[:1].upper() + name[1:]


def count(n: int, one: str, more: str) -> str:
    """A number with its word."""
    return f"{n} {one if n == 1 else more}"


def short(found: Report, lagging: Sequence[str] = ()) -> Part:
    """The most important things, a sentence each; ``lagging`` is what schools lack."""
    sums, points = figures(found.lines), []
    if not sums.items:
        points.append("Er was dit schooljaar niets aan de beurt.")
    elif sums.decided:
        points.append(
            f"Over {sums.decided} van de {count(sums.items, 'document', 'documenten')} is een "
            f"besluit genomen: {sums.in_time} op tijd en {sums.late} te laat."
        )
    if sums.undecided:
        late = f" Bij {sums.overdue} is de datum voorbij." if sums.overdue else ""
        points.append(
            f"Over {count(sums.undecided, 'document', 'documenten')} is nog niets besloten.{late} "
            "De teksten blijven intussen gelden."
        )
    points += _worries(sums)
    starts = [c for c in found.changes if c.effective > found.day]
    if starts:
        verb = "gaat" if len(starts) == 1 else "gaan"
        points.append(f"Binnenkort {verb} {count(len(starts), 'wijziging', 'wijzigingen')} in.")
    points.append(
        f"Bij {count(len(found.gaps), 'verplichting', 'verplichtingen')} ontbreekt iets."
        if found.gaps
        else "Bij elke verplichting die geldt, staat waar zij is uitgewerkt."
    )
    return Part("kort", "In het kort", points=(*points, *lagging))


def _worries(sums: Figures) -> list[str]:
    found = []
    if sums.rubber_stamped:
        what = count(sums.rubber_stamped, "besluit", "besluiten")
        found.append(
            f"Bij {what} om niets te veranderen staat geen eigen onderbouwing. Vraag de eigenaar "
            "wat er is gelezen."
        )
    if sums.not_carried_out:
        verb = "is" if sums.not_carried_out == 1 else "zijn"
        what = count(sums.not_carried_out, "besluit", "besluiten")
        found.append(f"{what} {verb} nog niet uitgevoerd.")
    return found


def all_figures(found: Report) -> Part:
    """The figures of the whole round."""
    sums = figures(found.lines)
    rows = (
        ("Documenten in deze ronde", sums.items), ("Op tijd besloten", sums.in_time),
        ("Te laat besloten", sums.late), ("Nog open, datum niet voorbij", sums.open),
        ("Nog open, datum voorbij", sums.overdue), ("Uitgesteld", sums.postponed),
        ("Ongewijzigd zonder eigen onderbouwing", sums.rubber_stamped),
        ("Besloten, nog niet uitgevoerd", sums.not_carried_out),
    )  # fmt: skip
    return Part(
        "cijfers", "Cijfers", head=("Wat", "Aantal"),
        rows=tuple((what, str(n)) for what, n in rows),
        bars=(_bar("Alle documenten", sums),) if sums.items else (),
    )  # fmt: skip


def owners(handbook: Handbook, found: Report) -> Part:
    """The figures of each owner."""
    rows = sorted(
        ((label(handbook, o), sums) for o, sums in by_owner(found.lines)), key=lambda r: r[0]
    )
    return _compared("eigenaren", "Per eigenaar", "Eigenaar", rows)


def schools(handbook: Handbook, found: Report) -> Part:
    """The figures of the foundation and of each school."""
    names = {s.record.id: s.record.name for s in handbook.schools}
    rows = [
        (names[id_] if id_ else FOUNDATION, sums) for id_, sums in by_school(handbook, found.lines)
    ]
    return _compared("scholen", "Per school", "School", rows)


def _compared(id_: str, title: str, first: str, rows: list[tuple[str, Figures]]) -> Part:
    head = (first, "Aantal", "Op tijd", "Te laat besloten", "Nog open", "Open en te laat",
            "Zonder basis")  # fmt: skip
    cells = tuple(
        (name, *map(str, (f.items, f.in_time, f.late, f.open, f.overdue, f.rubber_stamped)))
        for name, f in rows
    )
    bars = tuple(_bar(name, f) for name, f in rows if f.items)
    return Part(id_, title, head=head, rows=cells, bars=bars)


def _bar(name: str, sums: Figures) -> Bar:
    return Bar(name, {key: getattr(sums, key) for key in STANDINGS})


def decisions(handbook: Handbook, found: Report) -> Part:
    """What was decided, by whom and on which basis."""
    rows = tuple(
        (x.document.title, label(handbook, x.decision.by),
         f"{outcome(x)} ({'; '.join(marks)})" if (marks := _marks(x)) else outcome(x),
         dutch_day(x.decision.on), told_basis(x.decision.basis))
        for x in found.lines if x.decision
    )  # fmt: skip
    text = () if rows else ("Er is nog geen besluit genomen.",)
    head = ("Document", "Door", "Besluit", "Op", "Waarop gebaseerd")
    return Part("besluiten", "Besluiten", text, head=head if rows else (), rows=rows)


def outcome(line: Line) -> str:
    """What was decided, in words."""
    words = OUTCOME_LABELS[line.decision.outcome] if line.decision else ""
    return words[:1].upper() + words[1:]


def _marks(line: Line) -> list[str]:
    marks = ["te laat"] if line.is_late else []
    marks += ["geen eigen onderbouwing"] if line.stamped else []
    return marks + (["nog niet uitgevoerd"] if line.carried_out is False else [])


def undecided(handbook: Handbook, found: Report) -> Part:
    """What nobody decided about."""
    rows = tuple(
        (x.document.title, label(handbook, x.owner), dutch_day(x.due), _open(x), _why(x.reasons))
        for x in found.lines if not x.decision
    )  # fmt: skip
    if not rows:
        return Part("open", "Nog niet besloten", ("Over alle documenten is een besluit genomen.",))
    text = ("Te laat is niet ongeldig: deze documenten gelden gewoon door.",)
    head = ("Document", "Eigenaar", "Vóór", "Stand", "Waarom aan de beurt")
    return Part("open", "Nog niet besloten", text, head=head, rows=rows)


def _open(line: Line) -> str:
    if line.postponed:
        return f"uitgesteld tot {dutch_day(line.postponed)}"
    return "te laat" if line.is_late else "op tijd"


def _why(reasons: Iterable[str]) -> str:
    return ", ".join(REASON_LABELS.get(r, r) for r in reasons)


def to_do(handbook: Handbook, found: Report) -> Part:
    """Decisions that ask for something that has not been done."""
    rows = tuple(
        (x.document.title, label(handbook, x.owner), outcome(x), dutch_day(x.decision.on))
        for x in found.lines if x.decision and x.carried_out is False
    )  # fmt: skip
    if not rows:
        return Part("uitvoeren", "Nog uit te voeren", ("Alle besluiten zijn uitgevoerd.",))
    head = ("Document", "Eigenaar", "Besluit", "Op")
    return Part("uitvoeren", "Nog uit te voeren", head=head, rows=rows)
