"""What somebody edits in Word changes, and not one byte beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.word import office, office_edits, trip
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


def judge(root: Path, name: str, data: bytes, changes: str = "ask") -> None:
    case = CASES[name]
    outcome = trip.imported(root, data, changes=changes)
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


@pytest.fixture(scope="module")
def typed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what LibreOffice made of the file, in one session."""
    folder = tmp_path_factory.mktemp("typen")
    (folder / "bron.docx").write_bytes(trip.exported(root, "hitte", draft=True))
    (folder / "parasol.png").write_bytes(trip.OTHER_PNG)
    (folder / "uit").mkdir()
    given = (str(folder / name) for name in ("bron.docx", "uit", "parasol.png"))
    office.run(folder, office_edits.macro(), "EditAll", *given)
    return folder / "uit"


@pytest.mark.slow
@pytest.mark.parametrize("name", office_edits.EDITS)
def test_an_edit_made_in_libreoffice_changes_its_own_lines_only(
    name: str, root: Path, typed: Path
) -> None:
    number = list(office_edits.EDITS).index(name)
    judge(root, name, (typed / f"{number}.docx").read_bytes())


@pytest.mark.slow
def test_edits_made_in_libreoffice_together_change_as_many_blocks(root: Path, typed: Path) -> None:
    outcome = trip.imported(root, (typed / "together.docx").read_bytes())
    assert outcome.changed == sum(CASES[name].changed for name in office_edits.TOGETHER)
    assert outcome.conflicts == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", office_edits.TRACKED)
def test_an_edit_that_libreoffice_recorded_can_be_accepted_or_rejected(
    name: str, root: Path, typed: Path
) -> None:
    data = (typed / f"t{office_edits.TRACKED.index(name)}.docx").read_bytes()
    judge(root, name, data, "accept")
    judge(root, "nothing", data, "reject")
    assert trip.imported(root, data, changes="list").document.changes
