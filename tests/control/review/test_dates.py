"""Review dates: the calendar, month ends, the window, and an even spread."""

from __future__ import annotations

import calendar
import random
from collections import Counter
from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.control.test_status import SETTINGS, document, version
from zowerkenwij.control.review.dates import add_duration, review_due, review_state
from zowerkenwij.model.handbook import Entry, Handbook

DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))


def book(*documents, window=None, spread=False):
    review = SETTINGS.review.model_copy(update={"window": window, "spread": spread})
    return Handbook(Entry(SETTINGS.model_copy(update={"review": review}), "h.yml"), documents)


def reference(reviewed: date, months: int, day: date) -> bool:
    """Overdue, read in the plainest way: count months, and stop at the end of a short one."""
    year, month = reviewed.year, reviewed.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    last = calendar.monthrange(year, month)[1]
    return day > date(year, month, min(reviewed.day, last))


ENDS = [
    date(2020, 2, 29),
    date(2024, 2, 29),
    date(2023, 1, 31),
    date(2023, 8, 31),
    date(2024, 12, 31),
]
SPANS = st.one_of(
    st.integers(1, 36).map(lambda n: (f"P{n}M", n)),
    st.integers(1, 3).map(lambda n: (f"P{n}Y", 12 * n)),
)


@settings(max_examples=100)
@given(st.lists(DAYS | st.sampled_from(ENDS), min_size=1, max_size=5), SPANS, DAYS)
@example([date(2024, 2, 29)], ("P1Y", 12), date(2025, 2, 28))
@example([date(2024, 2, 29)], ("P1Y", 12), date(2025, 3, 1))
@example([date(2023, 1, 31)], ("P1M", 1), date(2023, 3, 1))
@example([date(2022, 8, 31)], ("P18M", 18), date(2024, 3, 1))
def test_overdue_is_what_a_plain_reading_says(
    looks: list[date], span: tuple[str, int], day: date
) -> None:
    past = [d for d in looks if d <= day]
    reviews = [
        {"year": "2019-2020", "on": str(d), "by": "director", "outcome": "unchanged", "basis": "B"}
        for d in looks
    ]
    found = document(
        versions=[version("1.0", "2018-01-01", "2018-01-01")],
        review={"every": span[0]}, reviews=reviews,
    )  # fmt: skip
    due = review_due(book(found), found, day)
    expected = reference(max(past) if past else date(2018, 1, 1), span[1], day)
    assert (review_state(book(found), due, day) == "overdue") is expected


def test_the_overdue_set_of_every_month_is_that_of_the_plain_reading() -> None:
    """Ten documents with a history of reviews, on the first and last day of 96 months."""
    rng = random.Random(7)
    spans = [("P1M", 1), ("P6M", 6), ("P1Y", 12), ("P18M", 18), ("P3Y", 36)]
    histories = [
        sorted(rng.choice(ENDS) if rng.random() < 0.3 else date(2019, 1, 1) + timedelta(rng.randrange(2500))
               for _ in range(6))
        for _ in range(10)
    ]  # fmt: skip
    found = [
        document(
            f"d{n}", versions=[version("1.0", "2018-01-31", "2018-02-01")],
            review={"every": spans[n % 5][0]},
            reviews=[{"year": "2019-2020", "on": str(d), "by": "director", "outcome": "unchanged",
                      "basis": "B"} for d in looks],
        )
        for n, looks in enumerate(histories)
    ]  # fmt: skip
    handbook = book(*found)
    for year, month in ((y, m) for y in range(2019, 2027) for m in range(1, 13)):
        for day in (date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])):
            late = {
                d.id
                for d in found
                if review_state(handbook, review_due(handbook, d, day), day) == "overdue"
            }
            plain = {
                d.id for n, d in enumerate(found)
                if reference(max((x for x in histories[n] if x <= day), default=date(2018, 1, 31)),
                             spans[n % 5][1], day)
            }  # fmt: skip
            assert late == plain, day


def test_dates_in_a_window_are_spread_so_that_no_day_holds_more_than_twice_the_mean() -> None:
    one = version("1.0", "2025-06-09", "2025-08-01")
    many = [document(f"d{n}", versions=[one], owner=("a", "b", "c")[n % 3]) for n in range(400)]
    handbook = book(*many, window=SETTINGS.review.window, spread=True)
    dues = [review_due(handbook, d, date(2026, 1, 1)) for d in many]
    assert all(due and date(2026, 2, 1) <= due <= date(2026, 6, 15) for due in dues)
    held = Counter(dues)
    assert max(held.values()) <= 2 * len(many) / 135
    own = Counter(due for due, d in zip(dues, many, strict=True) if d.record.owner == "a")
    assert max(own.values()) <= 2


def _season(day: date, **changed) -> dict[str, date | None]:
    """The dates of forty documents; ``changed`` holds other values of the eleventh."""
    first = version("1.0", "2025-06-09", "2025-08-01")
    many = [document(f"d{n}", versions=[first], owner="abc"[n % 3]) for n in range(40)]
    many[10] = document(**({"id_": "d10", "versions": [first], "owner": "b"} | changed))
    handbook = book(*many, window=SETTINGS.review.window, spread=True)
    return {d.id: review_due(handbook, d, day) for d in many if d is not many[10]}


def test_what_happens_to_one_document_moves_no_review_date_of_another() -> None:
    day = date(2026, 4, 1)
    before = _season(day)
    review = {"year": "2025-2026", "on": "2026-03-20", "by": "director", "outcome": "unchanged",
              "basis": "Gelezen."}  # fmt: skip
    later = review | {"outcome": "postpone", "until": "2026-06-01"}
    first = version("1.0", "2025-06-09", "2025-08-01")
    second = version("2.0", "2026-03-10", "2026-03-20")
    gone = {"on": "2026-03-20", "by": "board", "reason": "Opgegaan."}
    assert _season(day, reviews=[review]) == before
    assert _season(day, reviews=[later]) == before
    assert _season(day, versions=[first, second]) == before
    assert _season(day, withdrawn=gone) == before
    assert _season(day, id_="nieuw", former_ids=["d10"]) == before


@settings(max_examples=150)
@given(
    DAYS | st.sampled_from(ENDS), st.sampled_from(["P1Y", "P18M", "P2Y", "P3Y", "P1Y6M", "P400D"])
)
def test_the_window_moves_a_date_no_further_than_it_says(base: date, every: str) -> None:
    """At the latest the end of the window that the interval ends in, else the interval itself; at
    the earliest a quarter of the interval after the last look."""
    found = document(versions=[version("1.0", str(base), str(base))], review={"every": every})
    handbook = book(found, window=SETTINGS.review.window, spread=True)
    due, promised = review_due(handbook, found, base), add_duration(base, every)
    assert due is not None
    window = (date(promised.year, 2, 1), date(promised.year, 6, 15))
    inside = window[0] <= promised <= window[1]
    assert due <= (window[1] if inside else promised)
    assert due >= base + (promised - base) / 4
    assert date(due.year, 2, 1) <= due <= date(due.year, 6, 15)
