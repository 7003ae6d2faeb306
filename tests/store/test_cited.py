"""Only the texts that obligations point at are read, and the matrix is the same with or without."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.conftest import edit
from zowerkenwij.control.obligations import matrix
from zowerkenwij.store import CitedTexts, WorkTree, load


def ids(root: Path) -> set[str]:
    return {v.record.id for v in load(CitedTexts(root)).versions}


def test_the_matrix_is_the_same_on_any_day(example: Path) -> None:
    whole, some = load(WorkTree(example)), load(CitedTexts(example))
    assert len(some.versions) < len(whole.versions)
    assert some.documents == whole.documents
    for day in (date(2024, 3, 12), date(2026, 7, 31), date(2026, 8, 1), date(2027, 9, 1)):
        assert matrix(some, day) == matrix(whole, day)
        for school in whole.schools:
            assert matrix(some, day, school.record) == matrix(whole, day, school.record)


def test_a_name_without_texts_makes_that_all_are_read(example: Path) -> None:
    assert "antipest" in ids(example)
    edit(example / "handbook/obligations.yml", "{document: antipest,", "{document: anders-vroeger,")
    assert len(load(CitedTexts(example)).versions) == len(load(WorkTree(example)).versions)


def test_a_register_that_is_gone_makes_that_all_are_read(example: Path) -> None:
    (example / "handbook/obligations.yml").unlink()
    assert len(load(CitedTexts(example)).versions) == len(load(WorkTree(example)).versions)
