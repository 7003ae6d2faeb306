"""The matrix of obligations: the contract's object, the rows of a table, and a page."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from zowerkenwij.cli import context
from zowerkenwij.control.adoption import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.control.obligations import Place, Row
    from zowerkenwij.model.handbook import Handbook
    from zowerkenwij.store import Location

HEADER = ("Id", "Verplichting", "Artikelen", "Stand", "Document", "Onderdeel", "Versie", "Gat")
MORE = ("Eis", "Van kracht sinds", "Vastgesteld door", "Vastgesteld op", "Medezeggenschap",
        "Tekstkenmerk", "Nagekeken op", "Nagekeken door")  # fmt: skip


def value(location: Location, day: date, school: str | None, words: str) -> dict[str, Any]:
    """The matrix on a day, of obligations with these words. Records that no obligation names are read only when they matter."""
    from zowerkenwij import store
    from zowerkenwij.control.obligations import is_settled, matrix

    place = (location.root, location.prefix)
    for source in (store.CitedTexts(*place), store.WorkTree(*place)):
        handbook = context.read(location, source=source)
        only = context.school(handbook, school).record if school else None
        rows = matrix(handbook, day, only, words)
        if is_settled(handbook, rows):
            break
    return {
        "as_of": day.isoformat(),
        "school": school,
        "obligations": [_row(row) for row in rows],
        "monitors": _monitors(handbook, day, school),
        "labels": _labels(handbook),
    }


def _row(row: Row) -> dict[str, Any]:
    record = row.record
    checked = record.verified
    return {
        "id": record.id,
        "title": record.name,
        "source": "; ".join(record.articles) or record.source,
        "status": row.status,
        "applies_from": record.applies_from.isoformat() if record.applies_from else None,
        "repealed": record.repealed.isoformat() if record.repealed else None,
        "applies_to": list(record.applies_to),
        "verified": checked.model_dump(mode="json") if checked and checked.on else None,
        "to_verify": list(record.to_verify),
        "demands": [{"id": d.id, "text": d.text} for d in record.demands],
        "evidence": [_evidence(row, place) for place in row.places],
        "gap": row.gap,
    }


def _evidence(row: Row, place: Place) -> dict[str, Any]:
    entry = place.entry
    here = (place.document, place.anchor)
    return {
        "document": place.document,
        "anchor": place.anchor,
        "version": entry.version if entry else None,
        "digest": entry.digest if entry else None,
        "title": place.title,
        "heading": place.heading,
        "text": place.text.strip("\n") if place.text is not None else None,
        "effective": entry.effective.isoformat() if entry else None,
        "adopted": entry.adopted.model_dump(mode="json") if entry else None,
        "consulted": [c.model_dump(mode="json") for c in entry.consulted] if entry else [],
        "demands": [
            d.id for d in row.record.demands if here in [(x.document, x.anchor) for x in d.evidence]
        ],
    }


def _labels(handbook: Handbook) -> dict[str, str]:
    """What people call bodies, roles and schools."""
    settings = handbook.settings.record
    return {
        "owner": "de eigenaar",
        **{body.id: body.label for body in settings.bodies},
        **{role.id: role.label for role in settings.roles},
        **{entry.record.id: entry.record.name for entry in handbook.schools},
    }


def _monitors(handbook: Handbook, day: date, school: str | None) -> list[dict[str, Any]]:
    """What was measured by that day in its school year: totals, never a person."""
    from zowerkenwij.control.review.agenda import year_of
    from zowerkenwij.control.review.report import held_in

    year = year_of(handbook, day)
    return [
        {"school": e.scope, **e.record.model_dump(mode="json", exclude_none=True)}
        for e in handbook.monitors
        if school in (None, e.scope)
        and held_in(handbook, e.record, year)
        and e.record.period <= day.isoformat()[:7]
    ]


def rows(row: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """A line for every place of an obligation: the columns of ``HEADER`` and then ``MORE``."""
    checked = row["verified"] or {"on": "", "by": ""}
    texts = {d["id"]: d["text"] for d in row["demands"]}
    for p in row["evidence"] or [{}]:
        adopted = p.get("adopted") or {"by": "", "on": ""}
        yield (
            row["id"], row["title"], row["source"] or "–", standing(row),
            p.get("document") or "–", p.get("anchor") or "–", p.get("version") or "–",
            row["gap"] or "",
            " ".join(texts[id_] for id_ in p.get("demands", texts)), p.get("effective") or "",
            adopted["by"], adopted["on"], consent(p), p.get("digest") or "",
            checked["on"], checked["by"],
        )  # fmt: skip


def standing(row: dict[str, Any]) -> str:
    """The standing of a law in words."""
    from zowerkenwij.control.obligations import LAW_LABELS

    return LAW_LABELS[row["status"]]


def consent(place: dict[str, Any]) -> str:
    """Who was consulted about a version, and what they said."""
    return "; ".join(
        f"{c['body']}: {OUTCOMES.get(c['outcome'], c['outcome'])} op {c['on']}"
        for c in place.get("consulted", ())
    )


# -- the page --------------------------------------------------------------------------------

_STYLE = """
* { box-sizing: border-box; }
body { color: #17262B; font: 1rem/1.55 system-ui, "Segoe UI", Arial, sans-serif; margin: 0 auto;
  max-width: 62rem; overflow-wrap: break-word; padding: 1.5rem 1rem 3rem; }
h1, h2 { color: #0B5563; line-height: 1.25; }
h2 { border-top: 1px solid #D3DEE0; margin-top: 2rem; padding-top: 1.25rem; }
dl { display: grid; gap: .15rem 1rem; grid-template-columns: max-content 1fr; margin: .5rem 0; }
dt { color: #4A5D63; } dd { margin: 0; min-width: 0; }
article { background: #F3F7F7; border-left: 4px solid #0B5563; margin: .75rem 0; padding: .5rem 1rem; }
h3 { margin: .25rem 0; }
.gap { background: #FBEDE9; border-left: 4px solid #A8321A; padding: .5rem 1rem; }
.none { border-left-color: #A8321A; }
pre { font: inherit; white-space: pre-wrap; }
summary { cursor: pointer; }
@media (max-width: 34rem) { dl { display: block; } dd { margin-bottom: .4rem; } }
@media print { body { max-width: none; padding: 0; } article { break-inside: avoid; } }
"""


def page(found: dict[str, Any]) -> str:
    """A page that can be read, printed and kept: every text that answered the law that day."""
    day = _day(found["as_of"])
    names = found["labels"]
    body = "\n".join(_section(row, names) for row in found["obligations"])
    return f"""<!DOCTYPE html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Verplichtingen op {escape(day)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>Verplichtingen op {escape(day)}</h1>
<p>Per verplichting staat hier waar zij is uitgewerkt, en welke tekst op {escape(day)} van kracht was.
Of een school zich aan de wet houdt, beoordeelt dit overzicht niet.</p>
{body or "<p>Geen verplichtingen gevonden.</p>"}
{_measured(found["monitors"], names)}
</main>
</body>
</html>"""


def _section(row: dict[str, Any], names: dict[str, str]) -> str:
    checked = row["verified"]
    facts = [("Bron", row["source"] or "eigen afspraak"), ("Stand", standing(row))]
    if row["applies_from"]:
        facts.append(("Geldt vanaf", _day(row["applies_from"])))
    by = f"{_day(checked['on'])} door {_name(names, checked['by'])}" if checked else "nog niet"
    facts.append(("Nagekeken bij de bron", by))
    facts += [(f"Eis {n}", d["text"]) for n, d in enumerate(row["demands"], 1)]
    gap = f'<p class="gap">{escape(row["gap"])}</p>\n' if row["gap"] else ""
    places = "\n".join(_place(p, row["demands"], names) for p in row["evidence"])
    return (
        f'<section aria-labelledby="{escape(row["id"])}">\n<h2 id="{escape(row["id"])}">'
        f"{escape(row['title'])}</h2>\n{_list(facts)}\n{gap}{places}\n</section>"
    )


def _place(p: dict[str, Any], demands: list[dict[str, str]], names: dict[str, str]) -> str:
    parts = (p["title"] or p["document"], p["heading"])
    head = f"<h3>{escape(': '.join(filter(None, parts)))}</h3>"
    if not p["version"]:
        return f'<article class="none">{head}<p>Die dag niet van kracht.</p></article>'
    adopted = p["adopted"]
    where = f" ({adopted['reference']})" if adopted.get("reference") else ""
    said = (
        f"{OUTCOMES[c['outcome']]} van {_name(names, c['body'])} op {_day(c['on'])}"
        for c in p["consulted"]
    )
    facts = [
        ("Bij eis", ", ".join(str(n) for n, d in enumerate(demands, 1) if d["id"] in p["demands"])),
        ("Versie", f"{p['version']}, van kracht sinds {_day(p['effective'])}"),
        ("Vastgesteld", f"op {_day(adopted['on'])} door {_name(names, adopted['by'])}{where}"),
        ("Medezeggenschap", "; ".join(said) or "niet nodig of niet vastgelegd"),
        ("Tekstkenmerk", p["digest"]),
    ]  # fmt: skip
    text = p["text"]
    shown = (
        f"<details><summary>Lees de tekst</summary><pre>{escape(text)}</pre></details>"
        if text is not None
        else f"<p>Het onderdeel #{escape(p['anchor'])} staat niet in deze versie.</p>"
    )
    return f"<article>{head}\n{_list([f for f in facts if f[1]])}\n{shown}</article>"


def _name(names: dict[str, str], id_: str) -> str:
    return names.get(id_, id_)


def _measured(found: list[dict[str, Any]], names: dict[str, str]) -> str:
    if not found:
        return ""
    items = "".join(
        f"<li>{escape(_name(names, m['school'] or ''))}: {escape(m['instrument'])}, {escape(m['period'])}. "
        f"{escape(m.get('summary', 'De uitkomst is nog niet bekend.'))}</li>"
        for m in found
    )
    return f"<section><h2>Metingen in dat schooljaar</h2><ul>{items}</ul></section>"


def _list(facts: list[tuple[str, str]]) -> str:
    return f"<dl>{''.join(f'<dt>{escape(k)}</dt><dd>{escape(v)}</dd>' for k, v in facts)}</dl>"


def _day(iso: str) -> str:
    from zowerkenwij.text.fill import dutch_day

    return dutch_day(date.fromisoformat(iso))
