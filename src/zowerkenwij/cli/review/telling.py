"""The report for a reader: which parts, in which order, and as Markdown, Word or HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.cli.review import follow_up, parts
from zowerkenwij.text.blocks import dump, nodes
from zowerkenwij.text.fill import dutch_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zowerkenwij.cli.review.parts import Part
    from zowerkenwij.control.review.report import Report
    from zowerkenwij.model.handbook import Handbook
    from zowerkenwij.text.blocks import Block, Blocks

_INTRO = {
    None: "Dit verslag laat zien welke documenten dit schooljaar opnieuw zijn bekeken, wat er is "
    "besloten en wat er nog moet gebeuren.",
    "mt": "Dit verslag is voor het managementteam. Het laat zien wat klaar is, wat te laat is en wat "
    "er verandert.",
    "mr": "Dit verslag is voor de medezeggenschap. Het laat zien wat er verandert, wat er is besloten "
    "en wat van de raad wordt gevraagd.",
    "board": "Dit verslag is voor het bestuur. Het laat zien hoe de scholen ervoor staan en waar nog "
    "iets ontbreekt.",
    "inspectorate": "Dit verslag is voor de inspectie. Het laat zien welk beleid van kracht was, wat "
    "is gemeten en wat de scholen daarmee deden.",
}  # fmt: skip
READERS = {"mt": "managementteam", "mr": "medezeggenschap", "board": "bestuur",
           "inspectorate": "inspectie"}  # fmt: skip
_ORDER: dict[str | None, tuple[str, ...]] = {  # the same parts for all, first what a reader asks
    None: ("short", "figures", "owners", "schools", "standing", "decisions", "undecided", "to_do",
           "changes", "gaps", "actions", "monitors", "year"),
    "mt": ("short", "figures", "owners", "schools", "undecided", "to_do", "changes", "decisions", "gaps",
           "actions", "monitors", "year"),
    "mr": ("short", "asked", "changes", "figures", "owners", "schools", "decisions", "undecided", "to_do",
           "gaps", "monitors", "actions"),
    "board": ("short", "figures", "schools", "standing", "owners", "gaps", "decisions", "undecided",
              "to_do", "changes", "actions", "monitors"),
    "inspectorate": ("short", "figures", "owners", "schools", "law", "gaps", "monitors", "actions",
                     "decisions", "undecided", "to_do", "changes"),
}  # fmt: skip
_SIGNED: dict[str | None, tuple[str, ...]] = {
    None: ("Directeur", "Namens het bestuur"), "mt": ("Namens het managementteam",), "mr": (),
    "board": ("Namens het bestuur",), "inspectorate": (),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands above the parts."""

    title: str
    foundation: str
    intro: str
    facts: tuple[tuple[str, str], ...]
    signed_by: tuple[str, ...]
    day: str


def cover(handbook: Handbook, found: Report, reader: str | None) -> Cover:
    """The heading of the report."""
    facts = [("Stand op", dutch_day(found.day))]
    if reader:
        facts.append(("Voor", READERS[reader]))
    if found.round is None:
        facts.append(("Ronde", "nog niet begonnen"))
    else:
        facts.append(("Ronde begonnen", dutch_day(found.round.started)))
        if found.round.closed:
            facts.append(("Ronde afgesloten", dutch_day(found.round.closed)))
    return Cover(
        f"Verslag van de evaluatie {found.year}", handbook.settings.record.foundation.name,
        _INTRO[reader], tuple(facts), _SIGNED[reader], found.day.isoformat(),
    )  # fmt: skip


def told(handbook: Handbook, found: Report, reader: str | None) -> tuple[Part, ...]:
    """The parts for a reader."""
    known: dict[str, Callable[[], Part]] = {
        "short": lambda: parts.short(found, follow_up.lagging(handbook, found)),
        "figures": lambda: parts.all_figures(found),
        "owners": lambda: parts.owners(handbook, found),
        "schools": lambda: parts.schools(handbook, found),
        "decisions": lambda: parts.decisions(handbook, found),
        "undecided": lambda: parts.undecided(handbook, found),
        "to_do": lambda: parts.to_do(handbook, found),
        "changes": lambda: follow_up.changes(handbook, found),
        "asked": lambda: follow_up.asked(handbook, found),
        "gaps": lambda: follow_up.gaps(found),
        "law": lambda: follow_up.law(found),
        "actions": lambda: follow_up.actions(handbook, found),
        "monitors": lambda: follow_up.monitors(handbook, found),
        "standing": lambda: follow_up.standing(handbook, found),
        "year": lambda: follow_up.year(found),
    }
    return tuple(known[name]() for name in _ORDER[reader])


def as_markdown(above: Cover, found: tuple[Part, ...]) -> str:
    """The report as Markdown."""
    facts = ". ".join(f"{k}: {v}" for k, v in above.facts)
    lead = (heading(above.title, 1), paragraph(above.intro), paragraph(f"{facts}."))
    return dump((*lead, *_blocks(found), *_signature(above)))


def as_word(above: Cover, found: tuple[Part, ...]) -> bytes:
    """The report as a Word file."""
    from zowerkenwij.word.export import Export
    from zowerkenwij.word.writer import write

    return write(
        Export(
            id="evaluatie", title=above.title, type_label="Jaarlijkse evaluatie",
            foundation=above.foundation, standing=f"stand op {above.facts[0][1]}",
            summary=above.intro, date=above.day, facts=above.facts,
            blocks=(heading(above.title, 1), *_blocks(found), *_signature(above, room=True)),
        )
    )  # fmt: skip


def _blocks(found: tuple[Part, ...]) -> Iterator[Block]:
    for part in found:
        yield heading(part.title, 2)
        yield from (paragraph(words) for words in part.text)
        if part.points:
            items = tuple(nodes.Item((paragraph(words),)) for words in part.points)
            yield nodes.List(ordered=False, items=items)
        if part.rows:
            yield table(part.head, part.rows)


def _signature(above: Cover, *, room: bool = False) -> Blocks:
    """Where people sign; with ``room`` rows are high enough for a pen."""
    if not above.signed_by:
        return ()
    rows = tuple((who, "", "") for who in above.signed_by)
    signs = table(("Wie", "Datum", "Handtekening"), rows)
    if room:
        space = nodes.Cell((nodes.Paragraph((nodes.LineBreak(), nodes.LineBreak())),))
        high = tuple(nodes.Row((row.cells[0], space, space)) for row in signs.body)
        signs = nodes.Table(signs.head, high, signs.alignment)
    return (heading("Besproken en akkoord", 2), signs)


def heading(words: str, level: int) -> nodes.Heading:
    """A heading as a block."""
    return nodes.Heading(level, (nodes.Text(words),))


def paragraph(words: str) -> nodes.Paragraph:
    """A paragraph as a block."""
    return nodes.Paragraph((nodes.Text(" ".join(words.split())),))


def table(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> nodes.Table:
    """A table as a block."""
    top = nodes.Row(tuple(nodes.Cell((paragraph(words),), header=True) for words in head))
    body = tuple(
        nodes.Row(tuple(nodes.Cell((paragraph(w),) if w.strip() else ()) for w in row))
        for row in rows
    )
    return nodes.Table((top,), body, ("",) * len(head))
