"""Two versions of a text, section by section."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from zowerkenwij.text.compare import SectionChange, compare

ALARM = "## Alarm {#alarm}\n\nBel meteen de achterwacht en blijf bij de leerling staan."
NAZORG = "## Nazorg {#nazorg}\n\nPlan binnen een week een gesprek met de ouders en de mentor."
MELDEN = (
    "## Melden {#melden}\n\nSchrijf op wat je zag, zonder oordeel, en geef het aan de directeur."
)
INTRO = "# Agressie\n\nDit protocol is voor iedereen die op school werkt."


def body(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


def told(*changes: SectionChange) -> list[tuple[str, str]]:
    return [(c.kind, c.anchor) for c in changes]


BEFORE = body(INTRO, ALARM, NAZORG, MELDEN)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (BEFORE, []),
        (BEFORE.replace("\n", "\r\n") + "\n \n", []),
        (body(INTRO, ALARM, NAZORG), [("removed", "melden")]),
        (body(INTRO, NAZORG, MELDEN), [("removed", "alarm")]),
        (body(INTRO, ALARM, "## Wie\n\nIedereen.", NAZORG, MELDEN), [("added", "wie")]),
        (BEFORE.replace("een week", "twee dagen"), [("changed", "nazorg")]),
        (body(INTRO, MELDEN, ALARM, NAZORG), [("moved", "melden")]),
        (body(INTRO, MELDEN.replace("directeur", "mentor"), ALARM, NAZORG), [("moved", "melden")]),
        (BEFORE.replace("## Nazorg {#nazorg}", "## Daarna {#daarna}"), [("changed", "daarna")]),
        (BEFORE.replace("## Nazorg", "### Nazorg"), [("changed", "nazorg")]),
        (body("Vooraf.", INTRO, ALARM, NAZORG, MELDEN), [("added", "")]),
        ("\n", [("removed", a) for a in ("agressie", "alarm", "nazorg", "melden")]),
    ],
)
def test_each_change_has_its_kind(after: str, expected: list[tuple[str, str]]) -> None:
    assert told(*compare(BEFORE, after)) == expected


def test_a_renamed_and_edited_heading_is_one_changed_section() -> None:
    after = BEFORE.replace("## Nazorg {#nazorg}", "## Daarna").replace("een week", "twee dagen")
    (change,) = compare(BEFORE, after)
    assert (change.kind, change.heading, change.former_heading) == ("changed", "Daarna", "Nazorg")
    assert (change.anchor, change.former_anchor) == ("daarna", "nazorg")
    assert change.edited


def test_a_moved_section_tells_whether_its_words_changed_too() -> None:
    (plain,) = compare(BEFORE, body(INTRO, MELDEN, ALARM, NAZORG))
    assert plain.before == plain.after == MELDEN
    assert not plain.edited
    (edited,) = compare(BEFORE, body(INTRO, MELDEN.replace("oordeel", "mening"), ALARM, NAZORG))
    assert edited.edited


def test_a_step_put_in_front_does_not_make_all_later_steps_new() -> None:
    steps = ["Kijk goed wat er gebeurt.", "Overleg met een collega erbij.", "Bel Veilig Thuis op."]

    def numbered(texts: list[str]) -> str:
        return body(*(f"## Stap {n} {{#stap-{n}}}\n\n{t}" for n, t in enumerate(texts, 1)))

    changes = compare(numbered(steps), numbered(["Blijf zelf rustig ademen.", *steps]))
    assert [c.kind for c in changes] == ["added", "changed", "changed", "changed"]
    assert changes[1].former_anchor == "stap-1"


def test_what_stands_below_a_moved_heading_moved_along() -> None:
    nested = ALARM + "\n\n### Binnen {#binnen}\n\nDruk op de knop.\n\n### Buiten {#buiten}\n\nRoep."
    before = body(INTRO, nested, NAZORG, MELDEN, "## Wie {#wie}\n\nIedereen.", "## Slot\n\nKlaar.")
    after = body(INTRO, NAZORG, MELDEN, "## Wie {#wie}\n\nIedereen.", "## Slot\n\nKlaar.", nested)
    assert told(*compare(before, after)) == [("moved", "alarm")]


def test_a_heading_in_code_is_no_section() -> None:
    code = body(INTRO, "```\n## geen kop\n```")
    assert [c.anchor for c in compare(code, code + "\nNog een zin.\n")] == ["agressie"]


def test_a_removed_section_stands_where_it_stood() -> None:
    after = body(INTRO, ALARM.replace("meteen", "direct"), MELDEN.replace("oordeel", "mening"))
    assert told(*compare(BEFORE, after)) == [
        ("changed", "alarm"), ("removed", "nazorg"), ("changed", "melden"),
    ]  # fmt: skip


SECTIONS = st.lists(
    st.sampled_from([INTRO, ALARM, NAZORG, MELDEN, "## Wie\n\nIedereen.", "### Leeg", "Los."]),
    max_size=8,
)


@given(SECTIONS, SECTIONS)
@hypothesis_settings(max_examples=100, deadline=None)
def test_the_changes_account_for_every_section(olds: list[str], news: list[str]) -> None:
    changes = compare(body(*olds), body(*news))
    added = sum(c.kind == "added" for c in changes)
    removed = sum(c.kind == "removed" for c in changes)
    starts = [sum(p.startswith("#") for p in ps) for ps in (olds, news)]
    leads = [bool(ps) and not ps[0].startswith("#") for ps in (olds, news)]
    assert added - removed == starts[1] + leads[1] - starts[0] - leads[0]
    for change in changes:
        assert (change.before is None) == (change.kind == "added")
        assert (change.after is None) == (change.kind == "removed")
        assert change.kind != "changed" or change.before != change.after


@given(st.permutations([INTRO, ALARM, NAZORG, MELDEN, "## Wie\n\nIedereen."]))
@hypothesis_settings(max_examples=50, deadline=None)
def test_another_order_is_told_as_moves_only(order: list[str]) -> None:
    before = body(INTRO, ALARM, NAZORG, MELDEN, "## Wie\n\nIedereen.")
    assert {c.kind for c in compare(before, body(*order))} <= {"moved"}


def test_very_many_sections_are_compared_in_little_time() -> None:
    parts = [f"## Kop {n}\n\nTekst van deel {n} met wat woorden erbij." for n in range(2_000)]
    mixed = parts[:]
    random.Random(1).shuffle(mixed)
    assert {c.kind for c in compare(body(*parts), body(*mixed))} == {"moved"}
