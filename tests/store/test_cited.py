"""Only what obligations point at is read, and the matrix is the same with or without the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.conftest import edit
from zowerkenwij.control.obligations import is_settled, matrix
from zowerkenwij.store import CitedTexts, WorkTree, files, load


def test_the_matrix_is_the_same_on_any_day(example: Path) -> None:
    whole = load(WorkTree(example))
    some = load(CitedTexts(example))
    assert len(some.versions) < len(whole.versions)
    assert len(some.documents) < len(whole.documents)
    assert not some.people
    for day in (date(2024, 3, 12), date(2026, 7, 31), date(2026, 8, 1), date(2027, 9, 1)):
        rows = matrix(some, day)
        assert is_settled(some, rows)
        assert rows == matrix(whole, day)
        for school in whole.schools:
            assert matrix(some, day, school.record) == matrix(whole, day, school.record)


def test_a_former_name_asks_for_more(example: Path) -> None:
    obligations = example / "handbook/obligations.yml"
    edit(obligations, "{document: antipest,", "{document: anders-vroeger,")
    some = load(CitedTexts(example))
    assert not is_settled(some, matrix(some, date(2026, 9, 1)))


def test_a_register_that_is_gone_leaves_no_rows(example: Path) -> None:
    (example / "handbook/obligations.yml").unlink()
    some = load(CitedTexts(example))
    assert (some.documents, matrix(some, date(2026, 9, 1))) == ((), ())


def test_what_is_opened_does_not_grow_with_the_handbook(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    real = files._read_file

    def counted(full: str, path: str) -> object:
        opened.append(path)
        return real(full, path)

    monkeypatch.setattr(files, "_read_file", counted)
    load(CitedTexts(example))
    before, text = len(opened), (example / "handbook/protocols/antipest.md").read_text("utf-8")
    for n in range(40):
        path = example / f"handbook/protocols/extra-{n}.md"
        path.write_text(text.replace("id: antipest", f"id: extra-{n}"), encoding="utf-8")
        folder = example / f"handbook/versions/extra-{n}"
        folder.mkdir()
        (folder / "1.0.md").write_text(text, encoding="utf-8")
    opened.clear()
    assert matrix(load(CitedTexts(example)), date(2026, 9, 1))
    assert len(opened) == before
    assert not any("extra" in path for path in opened)
