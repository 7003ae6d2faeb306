"""Run the rules over a handbook and settle what counts: selection, suppression and order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.rules.catalogue import RULES, Rule, rule
from zowerkenwij.rules.context import Context
from zowerkenwij.rules.finding import Finding, Hit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from zowerkenwij.model.handbook import Document, Handbook

_UNUSED = "ZW106"
_AT_ONCE = 8


def check(
    handbook: Handbook, as_of: date, select: Sequence[str] = (), ignore: Sequence[str] = (),
    today: date | None = None,
) -> tuple[Finding, ...]:  # fmt: skip
    """Everything that does not hold on a day, sorted by path, line, column and code.

    ``select`` and ``ignore`` hold codes or their beginnings: ``ZW2`` is the whole family. A rule
    that is off by default runs only when ``select`` names its full code. ``today`` is the day on
    which the question is asked: a decision after a day in the past is not in the future.
    """
    context = Context(handbook, as_of, today)
    chosen = tuple(r for r in RULES.values() if _wanted(r, select, ignore))
    found: list[Finding] = []
    looks = [(r, r.look) for r in chosen if r.look]
    for start in range(0, len(handbook.documents), _AT_ONCE):
        some = handbook.documents[start : start + _AT_ONCE]
        adopted = [d for d in some if d.record.versions]
        for one, look in looks:
            for document in adopted if one.adopted else some:
                for hit in look(context, document):
                    found.append(_finding(one, hit))  # noqa: PERF401 - most find nothing
        for document in some:
            context.forget(document)
    for one in sorted(chosen, key=lambda r: (r.late, r.code)):
        if one.run:
            context.found = tuple(found)
            found += [_finding(one, hit) for hit in one.run(context)]
    kept = _without_suppressed(handbook, found)
    if _wanted(RULES[_UNUSED], select, ignore):
        ran = frozenset(r.code for r in chosen)
        kept += [_finding(RULES[_UNUSED], hit) for hit in _unused(handbook, found, ran)]
    return tuple(sorted(dict.fromkeys(kept), key=lambda f: f.order))


def _wanted(one: Rule, select: Sequence[str], ignore: Sequence[str]) -> bool:
    if any(one.code.startswith(prefix) for prefix in ignore if prefix):
        return False
    if not one.default:
        return one.code in select
    return not select or any(one.code.startswith(prefix) for prefix in select if prefix)


def _finding(one: Rule, hit: Hit) -> Finding:
    return Finding(
        one.code, one.slug, hit.severity or one.severity, hit.message, hit.place.path,
        hit.place.line, hit.place.column, hit.document, hit.related, hit.fix,
    )  # fmt: skip


def _without_suppressed(handbook: Handbook, found: list[Finding]) -> list[Finding]:
    accepted = {(d.path, s.rule) for d in handbook.documents for s in d.record.ignore}
    return [f for f in found if (f.path, f.code) not in accepted]


def _unused(handbook: Handbook, found: list[Finding], ran: frozenset[str]) -> Iterator[Hit]:
    """Suppressions that hit nothing. One of a rule that did not run now is left alone; one of a
    rule that does not exist is unused for ever."""
    hit = {(f.path, f.code) for f in found}
    broken = {(u.place.path, u.place.line) for u in handbook.unreadable}
    for document in handbook.documents:
        for index, suppression in enumerate(document.record.ignore):
            known = suppression.rule in RULES
            if (document.path, suppression.rule) in hit or (known and suppression.rule not in ran):
                continue
            if (document.path, document.at("ignore", index).line) not in broken:
                yield _unused_hit(document, index, suppression.rule, known=known)


def _unused_hit(document: Document, index: int, code: str, *, known: bool) -> Hit:
    reason = (
        f"De uitzondering voor {code} houdt hier niets meer tegen."
        if known
        else f"Er is een uitzondering voor {code}, maar die regel bestaat niet."
    )
    return Hit(
        document.at("ignore", index, "rule"),
        f"{reason} Haal de uitzondering weg uit 'ignore', anders verbergt zij later een echte fout.",
        document.id,
    )


@rule(
    _UNUSED,
    "unused-suppression",
    "warning",
    title="Een uitzondering die niets tegenhoudt",
    why="Wie een melding accepteert, schrijft de reden op. Is de melding weg, dan verbergt de "
    "uitzondering later ongemerkt een nieuwe fout.",
    repair="Haal de regel weg uit 'ignore' in de gegevens van het document.",
    good="ignore:\n  - {rule: ZW204, reason: In deze zin past de korte naam beter.}",
    bad="ignore:\n  - {rule: ZW204, reason: Stond er vroeger.}   # er is geen melding ZW204 meer",
)
def unused_suppression(_context: Context) -> tuple[Hit, ...]:
    """Found by the engine itself, after all other rules have run."""
    return ()
