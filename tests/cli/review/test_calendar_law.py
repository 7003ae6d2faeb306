"""The law of the calendar through the command line: histories as public handbooks keep them (a day
of the last review and an interval), and for every month the overdue set of a plain reading."""

from __future__ import annotations

import calendar
import json
import os
import random
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import edit

MONTHS = int(os.environ.get("ZWW_MONTHS", "30"))
SPANS = ("P1Y", "P6M", "P18M", "P2W", "P90D", "P1Y6M", "P3M", "P9M", "P7D", "P1M", "P1Y1M1W1D")
BEGIN = date(2019, 8, 31)
ENDS = (date(2019, 8, 31), date(2019, 8, 29), date(2020, 2, 29), date(2020, 8, 31),
        date(2020, 12, 31), date(2021, 1, 31), date(2021, 2, 28), date(2021, 5, 31))  # fmt: skip


def is_overdue(reviewed: date, span: str, day: date) -> bool:
    """The plain reading: months are counted and stop at the end of a short one, then days."""
    parts = {unit: int(n) for n, unit in re.findall(r"(\d+)([YMWD])", span)}
    year, month = reviewed.year, reviewed.month
    for _ in range(12 * parts.get("Y", 0) + parts.get("M", 0)):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    due = date(year, month, min(reviewed.day, calendar.monthrange(year, month)[1]))
    return day > due + timedelta(days=7 * parts.get("W", 0) + parts.get("D", 0))


def histories(rng: random.Random) -> dict[str, tuple[str, list[date]]]:
    """Interval and days of review by document; the first day is that of its adoption."""
    found = {}
    for n in range(33):
        days = [BEGIN if n % 3 else BEGIN + timedelta(rng.randrange(300))]
        for _ in range(rng.randrange(6)):
            later = (
                rng.choice(ENDS) if rng.random() < 0.5 else days[0] + timedelta(rng.randrange(900))
            )
            days.append(max(later, days[0]))
        found[f"d{n}"] = (SPANS[n % len(SPANS)], days)
    return found


def record(id_: str, span: str, days: list[date], *, reviews: bool) -> str:
    """A record that keeps the days as reviews, or each as the adoption of a whole new text."""
    digest, first = "sha256:" + "0" * 64, days[0]
    lines = [(f"format: 1\nid: {id_}\ntype: protocol\ntitle: Document {id_}\nowner: director\n"
              f"review: {{every: {span}}}\nversions:")]  # fmt: skip
    adopted = [first] if reviews else sorted(set(days))
    for n, on in enumerate(adopted, 1):
        lines.append(f"  - {{version: '{n}.0', change: major, note: Nieuw., digest: '{digest}', "
                     f"adopted: {{by: board, on: {on}}}, effective: {on}}}")  # fmt: skip
    if reviews and len(days) > 1:
        lines.append("reviews:")
        lines += [
            f"  - {{year: 2019-2020, on: {on}, by: director, outcome: unchanged, basis: 'Gelezen {on}'}}"
            for on in days[1:]
        ]
    return "---\n{}\n---\n# Document {}\n\n## Doe nu\n\nBlijf rustig.\n".format(
        "\n".join(lines), id_
    )


@pytest.mark.parametrize("reviews", [True, False], ids=["reviews", "adoptions"])
def test_every_month_the_overdue_set_is_that_of_the_plain_reading(
    zww, starter: Path, reviews: bool
) -> None:
    found = histories(random.Random(20260229 + reviews))
    edit(starter / "handbook/handbook.yml", 'window: {from: "02-01", to: "06-15"}', "window: null")
    edit(starter / "handbook/handbook.yml", "spread: true", "spread: false")
    for id_, (span, days) in found.items():
        text = record(id_, span, days, reviews=reviews)
        (starter / f"handbook/protocols/{id_}.md").write_text(text, encoding="utf-8")

    def answer(*args: str) -> dict[str, list[dict[str, object]]]:
        return dict(json.loads(zww(*args, "--format", "json", "--handbook", starter).out))

    sizes = set()
    for n in range(MONTHS):
        year, month = 2019 + (9 + n) // 12, (9 + n) % 12 + 1
        last = calendar.monthrange(year, month)[1]
        day = date(year, month, (1, last, rnd_day(n, last))[n % 3])
        known = {id_: span_days for id_, span_days in found.items() if span_days[1][0] <= day}
        plain = {
            id_ for id_, (span, days) in known.items()
            if is_overdue(max(d for d in days if d <= day), span, day)
        }  # fmt: skip
        rows = answer("list", "--review-state", "overdue", "--as-of", str(day))["documents"]
        assert {row["id"] for row in rows} == plain, day
        sizes.add(len(plain))
        if n % 3 == 0:
            late = answer("check", "--select", "ZW301", "--as-of", str(day))["findings"]
            assert {one["document"] for one in late} == plain, day
            items = answer("review", "agenda", "--as-of", str(day))["items"]
            assert {i["id"] for i in items if str(i["due"]) < str(day)} == plain, day
    assert len(sizes) > 5


def rnd_day(n: int, last: int) -> int:
    """Some day of a month."""
    return random.Random(n).randrange(1, last + 1)


@pytest.mark.parametrize(
    ("reviewed", "span", "due"),
    [
        ("2023-08-31", "P6M", "2024-02-29"), ("2024-08-31", "P6M", "2025-02-28"),
        ("2024-02-29", "P1Y", "2025-02-28"), ("2024-02-29", "P4Y", "2028-02-29"),
        ("2025-01-31", "P1M", "2025-02-28"), ("2022-08-31", "P1Y6M", "2024-02-29"),
        ("2025-03-31", "P90D", "2025-06-29"), ("2024-12-24", "P2W", "2025-01-07"),
        ("2025-01-31", "P1M1D", "2025-03-01"), ("2024-08-30", "P18M", "2026-02-28"),
    ],
)  # fmt: skip
def test_an_interval_ends_where_a_person_would_say(
    zww, starter: Path, reviewed: str, span: str, due: str
) -> None:
    edit(starter / "handbook/handbook.yml", 'window: {from: "02-01", to: "06-15"}', "window: null")
    text = record("d", span, [date(2020, 1, 1), date.fromisoformat(reviewed)], reviews=True)
    (starter / "handbook/protocols/d.md").write_text(text, encoding="utf-8")
    after = str(date.fromisoformat(due) + timedelta(days=1))
    for day, state in ((due, False), (after, True)):
        out = zww("list", "--as-of", day, "--format", "json", "--handbook", starter).out
        row = next(r for r in json.loads(out)["documents"] if r["id"] == "d")
        assert row["review_due"] == due
        assert (row["review_state"] == "overdue") is state


@pytest.mark.parametrize("span", ["P", "P0M", "P1H", "PT1D", "P1M1Y", "6 months", "P1.5Y", "p1y"])
def test_what_is_no_interval_is_said_with_its_line(zww, starter: Path, span: str) -> None:
    text = record("d", f"'{span}'", [date(2020, 1, 1)], reviews=True)
    (starter / "handbook/protocols/d.md").write_text(text, encoding="utf-8")
    out = zww("check", "--select", "ZW102", "--format", "json", "--handbook", starter).out
    (found,) = json.loads(out)["findings"]
    assert (found["path"], found["line"]) == ("handbook/protocols/d.md", 7)
    assert "P6M" in found["message"]


def test_the_end_of_the_calendar_is_no_error(zww, starter: Path) -> None:
    for day in ("1900-01-01", "2999-12-31"):
        for args in (("list",), ("review", "agenda"), ("check",), ("obligations",)):
            answer = zww(*args, "--as-of", day, "--format", "json", "--handbook", starter)
            assert answer.code in (0, 1), answer.err
    for day in ("0001-01-01", "9999-12-31", "2026-02-30"):
        assert zww("list", "--as-of", day, "--handbook", starter).code == 2
