"""What somebody edits in Word changes, and not one byte beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.word import trip
from tests.word.edits import CASES

PATH = "handbook/protocols/hitte.md"


@pytest.fixture(scope="module")
def edited(data: bytes) -> dict[str, bytes]:
    made = {}
    for name, case in CASES.items():
        docx = trip.Docx(data)
        case.edit(docx)
        made[name] = docx.bytes()
    return made


def judge(root: Path, name: str, data: bytes) -> None:
    case = CASES[name]
    outcome = trip.imported(root, data)
    after = outcome.files.get(PATH, (trip.HEAD + trip.BODY).encode()).decode()
    gone, come = trip.lines(trip.HEAD + trip.BODY, after)
    if name.startswith("a moved"):
        assert sorted(filter(None, gone)) == sorted(filter(None, come)) != []
    else:
        assert [len(gone), len(come)] == [len(case.gone), len(case.come)], (gone, come)
        for lines, wanted in ((gone, case.gone), (come, case.come)):
            shown = [x for x in lines if x], [x for x in wanted if x]
            assert all(x.startswith(y) for x, y in zip(*shown, strict=True)), lines
    assert outcome.changed == case.changed
    assert after.startswith(trip.HEAD)
    assert outcome.conflicts == ()


@pytest.mark.parametrize("name", CASES)
def test_an_edit_changes_its_own_lines_and_nothing_else(name: str, root: Path, edited) -> None:
    judge(root, name, edited[name])


@pytest.fixture(scope="module")
def saved(edited, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    numbered = {str(n): data for n, data in enumerate(edited.values())}
    made = trip.saved_again(numbered, tmp_path_factory.mktemp("lo"))
    return dict(zip(edited, made.values(), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_an_edit_comes_back_the_same_from_libreoffice(name: str, root: Path, saved) -> None:
    judge(root, name, saved[name])
