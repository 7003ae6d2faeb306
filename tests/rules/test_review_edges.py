"""The edges of the rules about reviews, law and improvement: the day before, the day itself, and
more than one school; one defect gives one finding."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.control.review.books import DIGEST, book, document, entry, obligation, renewed, text
from zowerkenwij.model.handbook import Entry, Handbook
from zowerkenwij.model.registers import Action, Monitor, Obligation, School
from zowerkenwij.rules import check

BODY = text("Tekst", {"doe-nu": "De leerling is rustig."})
NO_WINDOW = {"review": {"window": None, "soon": "P8W", "escalate": "P3M"}}
FAMILIES = ("ZW209", "ZW3", "ZW7", "ZW8")


def codes(
    handbook: Handbook, day: date, select: tuple[str, ...] = FAMILIES
) -> list[tuple[str, str]]:
    return sorted((f.code, f.severity) for f in check(handbook, day, select=select))


def review(on: date, basis: str = "Gelezen.", **more: object) -> dict[str, object]:
    return {"year": "2025-2026", "on": on, "by": "director", "outcome": "unchanged", "basis": basis,
            "digest": DIGEST, **more}  # fmt: skip


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-06-04", [("ZW302", "note")]), ("2026-06-10", [("ZW302", "note")]),
        ("2026-04-14", []), ("2026-04-15", [("ZW302", "note")]),
        ("2026-06-11", [("ZW301", "warning")]), ("2026-09-09", [("ZW301", "warning")]),
        ("2026-09-10", [("ZW301", "error")]), ("2030-01-01", [("ZW301", "error")]),
    ],
)  # fmt: skip
def test_late_begins_the_day_after_and_grows_after_three_months(
    day: str, expected: list[tuple[str, str]]
) -> None:
    handbook = book(document("a", BODY), settings=NO_WINDOW)  # adopted on 2025-06-10
    assert codes(handbook, date.fromisoformat(day)) == expected


def test_three_times_the_same_words_is_one_finding_and_other_words_none() -> None:
    days = [date(2025, 7, 1) + timedelta(90 * n) for n in range(4)]
    for bases, expected in (
        (["Akkoord."] * 3, ["ZW303"]), (["Akkoord.", "akkoord", "AKKOORD!"], ["ZW303"]),
        (["Akkoord."] * 4, ["ZW303"]), (["Akkoord."] * 2, []), (["Akkoord.", "Akkoord.", "Gelezen."], []),
        (["Monitor 2024.", "Monitor 2025.", "Monitor 2026."], []), (["-", ".", "!"], ["ZW303"]),
        (["Gelezen.", "Akkoord.", "Akkoord.", "Akkoord."], ["ZW303"]),
    ):  # fmt: skip
        reviews = [review(on, basis) for on, basis in zip(days, bases, strict=False)]
        handbook = book(document("a", BODY, reviews=reviews), settings=NO_WINDOW)
        assert [c for c, _ in codes(handbook, days[-1], ("ZW303",))] == expected


def test_a_review_of_another_text_is_told_once() -> None:
    for digest, expected in ((DIGEST, []), ("sha256:" + "1" * 64, ["ZW304"]), (None, [])):
        reviews = [review(date(2026, 3, 1), digest=digest)]
        handbook = book(document("a", BODY, reviews=reviews), settings=NO_WINDOW)
        assert [c for c, _ in codes(handbook, date(2026, 4, 1))] == expected


def test_no_interval_is_an_error_only_for_what_is_in_force() -> None:
    types = {"types": [{"id": "protocol", "label": "protocol", "plural": "protocollen"}]}
    for versions, expected in (([entry("1.0", date(2025, 6, 10))], ["ZW305"]), ([], [])):
        handbook = book(document("a", BODY, versions=versions), settings=types)
        assert [c for c, _ in codes(handbook, date(2026, 1, 1))] == expected


def test_a_source_is_suspect_from_the_day_of_its_change_until_the_next_look() -> None:
    handbook = book(
        document("bron", BODY), document("a", BODY, based_on=["bron"]), settings=NO_WINDOW
    )
    new = BODY.replace("rustig", "altijd veilig")
    for change, expected in (("minor", ["ZW209"]), ("editorial", [])):
        after = renewed(handbook, "bron", new, date(2025, 9, 1), change)
        found = check(after, date(2025, 9, 1), select=("ZW209",))
        assert [f.code for f in found] == expected
        assert all("#doe-nu" in f.message for f in found)
        assert codes(after, date(2025, 8, 31), ("ZW209",)) == []


def test_the_end_of_a_source_is_told_as_an_end() -> None:
    gone = {"on": "2025-09-01", "by": "board", "reason": "Dubbel."}
    handbook = book(document("bron", BODY, withdrawn=gone), document("a", BODY, based_on=["bron"]),
                    settings=NO_WINDOW)  # fmt: skip
    (found,) = check(handbook, date(2025, 9, 1), select=("ZW209",))
    assert "ingetrokken" in found.message
    assert check(handbook, date(2025, 8, 31), select=("ZW209",)) == ()


def school(id_: str, kind: str) -> Entry[School]:
    path = f"handbook/schools/{id_}/school.yml"
    return Entry(School(id=id_, name=id_.title(), kind=kind), path, scope=id_)


def law(**more: object) -> Entry[Obligation]:
    one = obligation("wet", "Er is beleid.", "a", "doe-nu").record
    checked = {"verified": {"on": "2026-01-01", "by": "director"}, "applies_from": "2015-08-01"}
    values = {**one.model_dump(), **checked, **more}
    return Entry(Obligation.model_validate(values), "handbook/obligations.yml")


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({}, []), ({"demands": []}, ["ZW701"]), ({"status": "bill", "demands": []}, []),
        ({"demands": [], "repealed": "2026-02-01"}, []), ({"demands": [], "repealed": "2026-02-02"}, ["ZW701"]),
        ({"demands": [], "applies_from": "2026-02-02"}, []),
        ({"demands": [], "applies_to": ["vo"]}, []), ({"demands": [], "applies_to": ["so"]}, ["ZW701"]),
        ({"demands": [{"id": "x", "text": "X.", "evidence": [{"document": "a", "anchor": "weg"}]}]}, ["ZW702"]),
        ({"verified": None}, ["ZW703"]), ({"verified": {"on": "2025-02-01", "by": "director"}}, []),
        ({"verified": {"on": "2025-01-31", "by": "director"}}, ["ZW703"]),
        ({"verified": None, "status": "bill"}, ["ZW703"]), ({"verified": None, "status": "unknown"}, []),
        ({"applies_from": "2026-02-01"}, ["ZW704"]), ({"applies_from": "2026-02-02"}, []),
        ({"applies_from": "2025-06-10"}, []),
    ],
)  # fmt: skip
def test_each_defect_of_the_law_is_told_once(
    record: dict[str, object], expected: list[str]
) -> None:
    handbook = book(document("a", BODY), schools=(school("brug", "so"), school("sluis", "so")),
                    obligations=(law(**record),), settings=NO_WINDOW)  # fmt: skip
    assert [c for c, _ in codes(handbook, date(2026, 2, 1), ("ZW7",))] == expected


def test_a_document_of_one_school_does_not_cover_another() -> None:
    own = document("a", BODY, school="brug", level="school")
    for schools, expected in (
        ((school("brug", "so"),), []),
        ((school("brug", "so"), school("sluis", "so"), school("haven", "so")), ["Sluis, Haven"]),
        ((school("brug", "so"), school("sluis", "vo")), []),
    ):
        handbook = book(
            own, schools=schools, obligations=(law(applies_to=["so"]),), settings=NO_WINDOW
        )
        found = check(handbook, date(2026, 2, 1), select=("ZW701",))
        assert len(found) == len(expected)
        assert all(names in f.message for names, f in zip(expected, found, strict=True))


def action(id_: str, scope: str = "brug", **more: object) -> Entry[Action]:
    values = {"id": id_, "theme": "Rust", "title": f"Actie {id_}", "owner": "director",
              "measure": "Hoogstens 5.", "due": "2026-03-01", "status": "running", "years": ["2025-2026"],
              "source": {"kind": "complaint"}, **more}  # fmt: skip
    path = f"handbook/schools/{scope}/improvement.yml"
    return Entry(Action.model_validate(values), path, scope=scope)


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ([action("a")], []), ([action("a", owner=None)], ["ZW801"]),
        ([action("a", owner=None, measure=None, due=None)], ["ZW801"]),
        ([action("a", status="done")], ["ZW801"]), ([action("a", status="done", evidence="Ja.")], []),
        ([action("a", status="stopped", owner=None)], []), ([action("a", source=None)], ["ZW802"]),
        ([action("a", source={"kind": "monitor", "reference": "weg"})], ["ZW802"]),
        ([action("a", source={"kind": "monitor", "reference": "m1"})], []),
        ([action("a", title="Zelfde"), action("b", title="zelfde.", theme="Groei")], ["ZW804"]),
        ([action("a", title="Zelfde"), action("b", title="Zelfde")], []),
        ([action("a", title="Zelfde"), action("b", "sluis", title="Zelfde", theme="Groei")], []),
    ],
)  # fmt: skip
def test_each_defect_of_an_action_is_told_once(
    actions: list[Entry[Action]], expected: list[str]
) -> None:
    handbook = book(actions=tuple(actions), monitors=(monitor("m1", "brug", "pupils", "2025-11"),))
    assert [c for c, _ in codes(handbook, date(2026, 2, 1), ("ZW8",))] == expected


def monitor(id_: str, scope: str, group: str, period: str) -> Entry[Monitor]:
    values = {"id": id_, "instrument": "Meter", "group": group, "period": period}
    return Entry(
        Monitor.model_validate(values), f"handbook/schools/{scope}/monitoring.yml", scope=scope
    )


def test_each_school_and_group_must_be_measured_in_this_school_year() -> None:
    schools = (school("brug", "so"), school("sluis", "so"))
    rounds = [
        monitor(f"{s}{g}", s, g, "2025-08") for s in ("brug", "sluis") for g in ("pupils", "staff")
    ]

    def missing(day: date, held: list[Entry[Monitor]]) -> int:
        handbook = book(schools=schools, monitors=tuple(held), settings=NO_WINDOW)
        return len(check(handbook, day, select=("ZW803",)))

    assert missing(date(2026, 7, 31), rounds) == 0
    assert missing(date(2026, 8, 1), rounds) == 4
    assert missing(date(2026, 7, 31), rounds[1:]) == 1
    july = [monitor("x", "brug", "pupils", "2026-07"), *rounds[1:]]
    assert missing(date(2026, 8, 1), july) == 4
    assert missing(date(2026, 7, 31), july) == 0
    assert missing(date(2026, 7, 31), [monitor("x", "brug", "ouders", "2025-09"), *rounds[1:]]) == 1
