"""The agenda of a round as the contract's object, and as text for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zowerkenwij.cli import context

if TYPE_CHECKING:
    from datetime import date

    from zowerkenwij.store import Location

_OWN_RULES = ("ZW209", "ZW3", "ZW704")
_REASONS = {
    "interval": "de termijn is om", "suspect": "een bron veranderde",
    "obligation": "een verplichting veranderde", "role": "een rol veranderde",
    "term": "een begrip veranderde", "finding": "er zijn meldingen",
}  # fmt: skip


def agenda(location: Location, year: str | None, day: date) -> dict[str, Any]:
    """The agenda in the contract's keys. That of an unchanged handbook is remembered."""
    memo = context.memo(location, ["agenda", year, day.isoformat()])
    if memo and memo.value is not None:
        value: dict[str, Any] = memo.value
        return value
    value = _worked_out(location, year, day)
    if memo:
        memo.store(value)
    return value


def _worked_out(location: Location, year: str | None, day: date) -> dict[str, Any]:
    from zowerkenwij import rules
    from zowerkenwij.control.review import agenda as control

    handbook = context.read(location)
    year = year or control.year_of(handbook, day)
    findings: dict[str, list[str]] = {}
    with context.no_collecting():
        for one in rules.check(handbook, day, ignore=_OWN_RULES):
            if one.document and one.severity != "note":
                findings.setdefault(one.document, []).append(f"{one.code}: {one.message}")
    items = control.agenda(handbook, year, day, findings)
    return {
        "year": year,
        "as_of": day.isoformat(),
        "items": [_as_dict(item) for item in items],
        "summary": control.summary(items, day),
    }


def _as_dict(item: Any) -> dict[str, Any]:
    decision = item.decision
    return {
        "id": item.document.id,
        "title": item.document.title,
        "owner": item.owner,
        "due": item.due.isoformat(),
        "reasons": list(item.reasons),
        "details": [
            {
                "reason": d.reason,
                "source": d.source,
                "section": d.section,
                "before": d.before,
                "after": d.after,
            }
            for d in item.details
        ],
        "questions": [{"n": q.n, "text": q.text} for q in item.questions],
        "decision": decision.model_dump(mode="json", exclude_none=True) if decision else None,
    }


def as_text(value: dict[str, Any]) -> str:
    """The agenda per owner, with what changed and what is asked."""
    if not value["items"]:
        return f"Er staat niets op de agenda van {value['year']}."
    parts = []
    for owner in dict.fromkeys(i["owner"] for i in value["items"]):
        parts.append(f"{owner}\n{'─' * len(owner)}")
        parts += [_item_text(i) for i in value["items"] if i["owner"] == owner]
    counts = value["summary"]
    parts.append(
        f"{counts['items']} documenten: {counts['decided']} besloten, {counts['undecided']} open, "
        f"{counts['overdue']} te laat."
    )
    return "\n\n".join(parts)


def _item_text(item: dict[str, Any]) -> str:
    why = ", ".join(_REASONS.get(r, r) for r in item["reasons"])
    lines = [f"{item['title']} ({item['id']}), vóór {item['due']}: {why}."]
    if item["decision"]:
        lines.append(f"  besloten: {item['decision']['outcome']} op {item['decision']['on']}")
    places = dict.fromkeys((d["source"], d["section"]) for d in item["details"])
    lines += [f"  veranderd: {source}{f' #{at}' if at else ''}" for source, at in places]
    lines += [f"  vraag {q['n']}: {q['text']}" for q in item["questions"]]
    return "\n".join(lines)
