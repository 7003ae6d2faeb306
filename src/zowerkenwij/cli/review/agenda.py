"""The agenda of a round as the contract's object, and as text for a person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from zowerkenwij.cli import context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.model.handbook import Handbook
    from zowerkenwij.store import Location

_OWN_RULES = ("ZW209", "ZW3", "ZW704")
_SHOWN = 70  # characters of a text before and after
_AHEAD = 3  # words before the first difference
_MOST = 3  # findings that are written out


def agenda(location: Location, year: str | None, day: date) -> dict[str, Any]:
    """The agenda in the contract's keys. That of an unchanged handbook is remembered."""
    today = date.today().isoformat()  # noqa: DTZ011
    memo = context.memo(location, ["agenda", year, day.isoformat(), today])
    if memo and memo.value is not None:
        value: dict[str, Any] = memo.value
        return value
    value = _worked_out(location, year, day)
    if memo:
        memo.store(value)
    return value


def _worked_out(location: Location, year: str | None, day: date) -> dict[str, Any]:
    from zowerkenwij.control.review import agenda as control

    handbook = context.read(location)
    year = year or control.year_of(handbook, day)
    items = control.agenda(handbook, year, day, findings(handbook, day))
    running = _running(handbook, year, day)
    return {
        "year": year,
        "as_of": day.isoformat(),
        "items": [_as_dict(handbook, item, running.get(item.document.id, [])) for item in items],
        "summary": control.summary(items, day),
        "owners": {owner: label(handbook, owner) for owner, _ in control.owners(items)},
    }


def findings(handbook: Handbook, day: date, only: str | None = None) -> dict[str, list[str]]:
    """What the rules say that an owner must answer for: errors and warnings by document id,
    without those that the agenda itself is about."""
    from zowerkenwij import rules

    found: dict[str, list[str]] = {}
    today = date.today()  # noqa: DTZ011
    with context.no_collecting():
        for one in rules.check(handbook, day, ignore=_OWN_RULES, today=today):
            if one.document and one.severity != "note" and only in (None, one.document):
                found.setdefault(one.document, []).append(f"{one.code}: {one.message}")
    return found


def label(handbook: Handbook, role: str) -> str:
    """What people call a role."""
    return handbook.roles[role].label if role in handbook.roles else role or "zonder eigenaar"


def _running(handbook: Handbook, year: str, day: date) -> dict[str, list[dict[str, Any]]]:
    """The open improvement actions about each document, by its id."""
    from zowerkenwij.control.review.report import is_overdue, runs_in

    found: dict[str, list[dict[str, Any]]] = {}
    for entry in handbook.actions:
        action = entry.record
        if action.status not in ("planned", "running") or not runs_in(action, year):
            continue
        told = {
            "school": entry.scope, "id": action.id, "title": action.title or action.goal or action.theme,
            "owner": action.owner, "due": action.due.isoformat() if action.due else None,
            "status": action.status, "overdue": is_overdue(action, day),
        }  # fmt: skip
        for id_ in action.documents:
            found.setdefault(id_, []).append(told)
    return found


def _as_dict(handbook: Handbook, item: Any, actions: list[dict[str, Any]]) -> dict[str, Any]:
    from zowerkenwij.control.obligations import serves

    decision = item.decision
    return {
        "id": item.document.id,
        "title": item.document.title,
        "owner": item.owner,
        "due": item.due.isoformat(),
        "reasons": list(item.reasons),
        "details": as_details(item),
        "questions": [{"n": q.n, "text": q.text} for q in item.questions],
        "schools": [s.record.id for s in handbook.schools if serves(item.document, s.record)],
        "actions": actions,
        "reviewed": item.looked.isoformat() if item.looked else None,
        "decision": decision.model_dump(mode="json", exclude_none=True) if decision else None,
    }


def as_details(item: Any) -> list[dict[str, Any]]:
    """What changed for a document, in the contract's keys."""
    return [
        {"reason": d.reason, "source": d.source, "section": d.section,
         "before": d.before and d.before.strip("\n"), "after": d.after and d.after.strip("\n")}
        for d in item.details
    ]  # fmt: skip


def as_text(value: dict[str, Any]) -> str:
    """The agenda per owner, with what changed and what is asked."""
    if not value["items"]:
        return f"Er staat niets op de agenda van {value['year']}."
    parts = []
    for owner in dict.fromkeys(i["owner"] for i in value["items"]):
        name = value["owners"].get(owner, owner)
        parts.append(f"{name}\n{'─' * len(name)}")
        parts += [_item_text(i) for i in value["items"] if i["owner"] == owner]
    counts = value["summary"]
    parts.append(
        f"{counts['items']} documenten: {counts['decided']} besloten, {counts['undecided']} open, "
        f"{counts['overdue']} te laat."
    )
    return "\n\n".join(parts)


def _item_text(item: dict[str, Any]) -> str:
    from zowerkenwij.control.review.agenda import REASON_LABELS
    from zowerkenwij.control.review.decisions import OUTCOME_LABELS

    why = ", ".join(REASON_LABELS.get(r, r) for r in item["reasons"])
    lines = [f"{item['title']} ({item['id']}), vóór {item['due']}: {why}."]
    if item["reviewed"]:
        lines.append(f"  laatst bekeken: {item['reviewed']}")
    if item["decision"]:
        decision = item["decision"]
        lines.append(f"  besloten: {OUTCOME_LABELS[decision['outcome']]} op {decision['on']}")
    lines += [f"  {words}" for words in told(item["details"])]
    lines += [f"  actie: {a['title']} ({a['school']})" for a in item["actions"]]
    lines += [f"  vraag {q['n']}: {q['text']}" for q in item["questions"]]
    return "\n".join(lines)


def told(details: list[dict[str, Any]]) -> Iterator[str]:
    """What changed, a line each: where, and what it was and became; then the findings."""
    for d in details:
        if d["reason"] != "finding":
            at = f" #{d['section']}" if d["section"] else ""
            change = f": {' → '.join(differing(d['before'], d['after']))}" if d["after"] else ""
            yield f"veranderd: {d['source']}{at}{change}"
    said = [d["after"] for d in details if d["reason"] == "finding"]
    yield from (f"melding: {text}" for text in said[:_MOST])
    if len(said) > _MOST:
        yield f"en nog {len(said) - _MOST} meldingen: zie 'zowerkenwij check'"


def differing(before: str | None, after: str | None) -> tuple[str, str]:
    """The first words that differ in two texts, with a few in front, as people quote them."""
    old, new = (before or "").split(), (after or "").split()
    pairs = enumerate(zip(old, new, strict=False))
    same = next((n for n, (a, b) in pairs if a != b), min(len(old), len(new)))
    start = max(0, same - _AHEAD)
    return _quoted(old, start), _quoted(new, start)


def _quoted(words: list[str], start: int) -> str:
    said = " ".join(words[start:])
    if not said:
        return "niets"
    said = f"{said[:_SHOWN].rsplit(' ', 1)[0]} …" if len(said) > _SHOWN else said
    return f"'… {said}'" if start else f"'{said}'"
