"""The report as one HTML page without anything from outside, to read, print and sign."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from zowerkenwij.cli.review import charts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zowerkenwij.cli.review.parts import Part
    from zowerkenwij.cli.review.telling import Cover

_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { color: #17262B; background: #fff; font: 1rem/1.55 system-ui, "Segoe UI", Arial, sans-serif;
  margin: 0 auto; max-width: 64rem; padding: 1.5rem 1rem 3rem; overflow-wrap: break-word; hyphens: auto; }
header { border-bottom: 3px solid #0B5563; margin-bottom: 1.5rem; padding-bottom: 1rem; }
header p { margin: 0; }
.house { color: #0B5563; font-weight: 700; }
h1 { color: #0B5563; font-size: 2rem; line-height: 1.2; margin: .25rem 0 .5rem; }
h2 { color: #0B5563; font-size: 1.35rem; line-height: 1.3; margin: 2.25rem 0 .5rem; }
.soft { color: #4A5D63; }
.short { background: #E6F1F2; border-left: 5px solid #0B5563; padding: .25rem 1rem .5rem; }
.short h2 { margin-top: .75rem; }
.short li { margin: .35rem 0; }
.beside { display: grid; gap: 1rem 2rem; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: .25rem 0 .75rem; padding: 0; font-size: .875rem; }
.mark { border: 1px solid #4A5D63; display: inline-block; height: .8rem; margin-right: .4rem; width: .8rem; }
svg { display: block; height: auto; max-width: 26rem; width: 100%; }
svg text { fill: #17262B; font: 14px system-ui, Arial, sans-serif; }
svg text[fill] { fill: revert-layer; }
svg .small { font-size: 11px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #D3DEE0; padding: .4rem .6rem .4rem 0; text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid #0B5563; color: #0B5563; font-size: .875rem; hyphens: manual; vertical-align: bottom; }
h1 { text-wrap: balance; }
tbody th { font-weight: 600; }
td.n { font-variant-numeric: tabular-nums; }
.sign td { height: 4.5rem; vertical-align: bottom; }
@media (min-width: 52rem) { .beside { grid-template-columns: 22rem 1fr; align-items: start; } .beside > :only-child { grid-column: 1 / -1; } }
@media (max-width: 40rem) {
  .list thead { position: absolute; clip-path: inset(50%); height: 1px; overflow: hidden; width: 1px; }
  .list tr { border-bottom: 2px solid #D3DEE0; display: block; padding: .5rem 0; }
  .list th, .list td { border: 0; display: block; padding: .1rem 0; }
  .list td::before { color: #4A5D63; content: attr(data-label) ": "; }
  .list td.n { display: inline-block; margin-right: 1rem; }
}
@media print { body { font-size: 10pt; max-width: none; padding: 0; } h2 { break-after: avoid; } tr, svg { break-inside: avoid; } .scroll { overflow: visible; } @page { margin: 18mm; } }
"""
_NARROW = 2  # columns that fit a telephone as a table


def page(cover: Cover, parts: Sequence[Part]) -> str:
    """The whole page."""
    body = "\n".join(_part(part) for part in parts)
    return f"""<!DOCTYPE html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(cover.title)} – {escape(cover.foundation)}</title>
<style>{_STYLE}</style>
</head>
<body>
<header>
<p class="house">{escape(cover.foundation)}</p>
<h1>{escape(cover.title)}</h1>
<p>{escape(cover.intro)}</p>
<p class="soft">{escape(" · ".join(f"{k}: {v}" for k, v in cover.facts))}</p>
</header>
<main>
{body}
{_signature(cover)}
</main>
</body>
</html>
"""


def _part(part: Part) -> str:
    kind = ' class="short"' if part.points else ""
    text = "".join(f"<p>{escape(words)}</p>\n" for words in part.text)
    points = "".join(f"<li>{escape(words)}</li>" for words in part.points)
    listed = f"<ul>{points}</ul>\n" if points else ""
    chart = charts.bars(part.bars) if part.bars else ""
    chart = charts.columns(part.columns) if part.columns else chart
    chart = f"<div>{chart}</div>\n" if chart else ""
    table = _table(part) if part.rows else ""
    both = f'<div class="beside">\n{chart}{table}</div>\n' if chart else table
    return (
        f'<section{kind} aria-labelledby="{part.id}">\n<h2 id="{part.id}">{escape(part.title)}</h2>\n'
        f"{text}{listed}{both}</section>"
    )


def _table(part: Part) -> str:
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in part.head)
    rows = "\n".join(_row(part, row) for row in part.rows)
    kind = "list" if len(part.head) > _NARROW else "pairs"
    return (
        f'<div class="scroll" role="region" aria-labelledby="{part.id}" tabindex="0">\n'
        f'<table class="{kind}">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n'
        "</table>\n</div>\n"
    )


def _row(part: Part, row: tuple[str, ...]) -> str:
    first, *rest = row
    cells = "".join(
        f'<td data-label="{escape(name)}"{" class=" + chr(34) + "n" + chr(34) if words.isdecimal() else ""}>'
        f"{escape(words)}</td>"
        for name, words in zip(part.head[1:], rest, strict=True)
    )
    return f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'


def _signature(cover: Cover) -> str:
    if not cover.signed_by:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{escape(who)}</th><td></td><td></td></tr>' for who in cover.signed_by
    )
    return (
        '<section class="sign" aria-labelledby="akkoord">\n<h2 id="akkoord">Besproken en akkoord</h2>\n'
        '<table><thead><tr><th scope="col">Wie</th><th scope="col">Datum</th>'
        f'<th scope="col">Handtekening</th></tr></thead><tbody>{rows}</tbody></table>\n</section>'
    )
