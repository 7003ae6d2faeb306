"""Fixes change exactly what they say."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.examples import findings, vision
from zowerkenwij.rules import Edit, Fix, apply


def fix(*edits: Edit) -> Fix:
    return Fix("Herstel.", "x.md", edits)


def test_an_edit_replaces_between_its_positions() -> None:
    assert apply("één\ntwee drie\n", [fix(Edit(2, 1, 2, 5, "2"))]) == "één\n2 drie\n"


def test_edits_on_one_line_do_not_disturb_each_other() -> None:
    edits = [fix(Edit(1, 1, 1, 2, "AAA")), fix(Edit(1, 3, 1, 4, ""))]
    assert apply("a b c", edits) == "AAA  c"


def test_a_fix_that_overlaps_an_earlier_one_is_left_out_whole() -> None:
    second = fix(Edit(1, 2, 1, 4, "Y"), Edit(1, 5, 1, 6, "Z"))
    assert apply("abcdef", [fix(Edit(1, 1, 1, 3, "X")), second]) == "Xcdef"


def test_an_edit_may_span_lines() -> None:
    assert apply("a\nb\nc", [fix(Edit(1, 2, 3, 1, "-"))]) == "a-c"


@settings(max_examples=60)
@given(st.text(alphabet="ab\né", max_size=30))
def test_no_fixes_leave_a_text_as_it_is(text: str) -> None:
    assert apply(text, []) == text


DRIFT = (
    "Volg de [Meldcode kindermishandeling en huiselijk geweld](../protocols/meldcode.md) en het "
    "[Protocol tegen pesten](../protocols/antipest.md). Het tehuis staat in Zo Werken Wij!\n\n"
    "Tehuis is een oud woord."
)


def test_title_and_term_drift_are_gone_after_their_fixes(tmp_path: Path) -> None:
    found = findings(tmp_path, files=vision(DRIFT))
    assert [f.code for f in found] == ["ZW204", "ZW204", "ZW506", "ZW506", "ZW506"]
    assert all(f.fix for f in found)
    path = tmp_path / "handbook/policies/proef.md"
    fixed = apply(path.read_text(encoding="utf-8"), [f.fix for f in found if f.fix])
    assert "[Meldcode huiselijk geweld en kindermishandeling](../protocols/meldcode.md)" in fixed
    assert "[Antipestprotocol](../protocols/antipest.md)" in fixed
    assert "De instelling staat in Zo werken wij!\n\nInstelling is een oud woord." in fixed
    path.write_text(fixed, encoding="utf-8")
    again = findings(tmp_path / "again", files={"policies/proef.md": fixed})
    assert again == ()


def test_a_moved_link_is_fixed_in_a_draft_only(tmp_path: Path) -> None:
    files = vision("Volg het [Antipestprotocol](antipest.md#doe-nu).")
    (found,) = findings(tmp_path / "a", files=files)
    assert (found.code, found.fix) == ("ZW213", None)
    head, body = files["policies/proef.md"].split("versions:")
    draft = head + "---\n" + body.split("---\n", 1)[1]
    found = next(
        f for f in findings(tmp_path / "b", files={"policies/proef.md": draft}) if f.code == "ZW213"
    )
    assert found.fix is not None
    assert "](../protocols/antipest.md#doe-nu)" in apply(draft, [found.fix])
