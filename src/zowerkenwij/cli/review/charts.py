"""Small charts as inline SVG. The table beside a chart holds the same numbers in words, so a
screen reader passes the chart by."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from zowerkenwij.cli.review.parts import STANDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zowerkenwij.cli.review.parts import Bar

WIDTH = 340  # fits a telephone, so that its letters stay readable there
_FILL = {"in_time": "#0B5563", "late": "#8A6100", "open": "#D3DEE0", "overdue": "#A8321A"}
_INK = {"in_time": "#fff", "late": "#fff", "open": "#17262B", "overdue": "#fff"}
_ROW, _THICK, _LEAST = 46, 20, 16  # height of a row and of its bar; least width that holds a number


def legend() -> str:
    """What the colours mean, as a list."""
    marks = "".join(
        f'<li><span class="mark" style="background:{_FILL[key]}"></span>{escape(name)}</li>'
        for key, name in STANDINGS.items()
    )
    return f'<ul class="legend" aria-hidden="true">{marks}</ul>'


def bars(rows: Sequence[Bar]) -> str:
    """A bar per row, as long as its number of documents and divided by standing."""
    most = max(sum(bar.counts.values()) for bar in rows)
    inner = "".join(_bar(bar, n * _ROW, most) for n, bar in enumerate(rows))
    return legend() + _svg(inner, len(rows) * _ROW)


def _bar(bar: Bar, top: int, most: int) -> str:
    parts = [f'<text x="0" y="{top + 14}">{escape(bar.name)}</text>']
    at = 0.0
    for key, n in bar.counts.items():
        if not n:
            continue
        wide = n * WIDTH / most
        parts.append(
            f'<rect x="{at:.1f}" y="{top + 20}" width="{wide:.1f}" height="{_THICK}" '
            f'fill="{_FILL[key]}" stroke="#fff"/>'
        )
        if wide >= _LEAST:
            parts.append(
                f'<text x="{at + wide / 2:.1f}" y="{top + 35}" text-anchor="middle" '
                f'fill="{_INK[key]}">{n}</text>'
            )
        at += wide
    return "".join(parts)


def columns(rows: Sequence[tuple[str, int, int]]) -> str:
    """Two columns a month: what had to be reviewed, and what was decided."""
    most = max((max(due, done) for _, due, done in rows), default=0) or 1
    inner = "".join(_months(rows, most))
    marks = (("to do", "#D3DEE0", "te evalueren"), ("done", "#0B5563", "besloten"))
    key = "".join(
        f'<li><span class="mark" style="background:{fill}"></span>{name}</li>'
        for _, fill, name in marks
    )
    return f'<ul class="legend" aria-hidden="true">{key}</ul>' + _svg(inner, 150)


def _months(rows: Sequence[tuple[str, int, int]], most: int) -> Iterator[str]:
    step = WIDTH / len(rows)
    for n, (name, due, done) in enumerate(rows):
        for at, value, fill in ((0.12, due, "#D3DEE0"), (0.5, done, "#0B5563")):
            tall = value * 105 / most
            yield (
                f'<rect x="{(n + at) * step:.1f}" y="{125 - tall:.1f}" width="{step * 0.38:.1f}" '
                f'height="{tall:.1f}" fill="{fill}"/>'
            )
            if value:
                x, y = (n + at + 0.19) * step, 121 - tall
                yield f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" class="small">{value}</text>'
        yield f'<text x="{(n + 0.5) * step:.1f}" y="143" text-anchor="middle" class="small">{name}</text>'
    yield f'<line x1="0" y1="125" x2="{WIDTH}" y2="125" stroke="#4A5D63"/>'


def _svg(inner: str, height: int) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" aria-hidden="true" focusable="false" '
        f'xmlns="http://www.w3.org/2000/svg">{inner}</svg>'
    )
