"""A template that went out for one school, or for a narrow audience: only what is shared comes in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.word import trip

PLAN = "handbook/plan.md"
SCHOOLS = ("de-veerpont", "sluiswachter-college")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trip.example(tmp_path_factory.mktemp("boek"))


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, bytes]:
    return {school: trip.exported(root, "plan", school=school) for school in SCHOOLS}


def returned(root: Path, data: bytes, *pairs: tuple[str, str]):
    docx = trip.Docx(data)
    for pair in pairs:
        docx.change(*pair)
    return trip.imported(root, docx.bytes())


def changed(root: Path, outcome) -> tuple[list[str], list[str]]:
    before = (root / PLAN).read_text(encoding="utf-8")
    return trip.lines(before, outcome.files[PLAN].decode())


@pytest.mark.parametrize("school", SCHOOLS)
def test_no_edit_changes_nothing(root: Path, files, school: str) -> None:
    outcome = returned(root, files[school])
    assert (outcome.changed, outcome.files, outcome.slots, outcome.conflicts) == (0, {}, [], ())
    assert not outcome.document.losses


def test_words_beside_values_change_and_the_slots_stay(root: Path, files) -> None:
    outcome = returned(root, files["sluiswachter-college"], ("ten hoogste", "hoogstens"))
    gone, come = changed(root, outcome)
    assert "ten hoogste {{ school.max-young-people }} jongeren" in gone[0]
    assert come == [gone[0].replace("ten hoogste", "hoogstens")]
    assert len(gone) == outcome.changed == 1


@pytest.mark.parametrize("pair", [
    ("110 leerlingen", "120 leerlingen"),
    ("schooladministratie van De Veerpont", "conciërge van De Veerpont"),
    ("We luisteren als", "We luisteren goed als"),
])  # fmt: skip
def test_a_value_is_told_as_a_change_for_the_school_and_not_written(
    root: Path, files, pair
) -> None:
    outcome = returned(root, files["de-veerpont"], pair)
    assert (outcome.changed, outcome.files, outcome.conflicts) == (0, {}, ())
    (slot,) = outcome.slots
    assert pair[0] in slot.shown
    assert pair[1] in slot.now


def test_an_item_behind_a_list_of_values_belongs_to_the_school(root: Path, files) -> None:
    docx = trip.Docx(files["de-veerpont"])
    docx.copy_after("Hoor je stop?", "We ruimen samen op.")
    docx.copy_after("Zie je dat iemand verdrietig is?", "We groeten elkaar.")
    outcome = trip.imported(root, docx.bytes())
    assert (outcome.files, outcome.conflicts) == ({}, ())
    assert "We groeten elkaar." in outcome.slots[0].now


def test_a_value_and_the_words_around_it_are_told_apart(root: Path, files) -> None:
    outcome = returned(root, files["de-veerpont"], ("kunnen een document opvragen", "vragen een stuk op"),
                       ("schooladministratie van De Veerpont", "conciërge van De Veerpont"))  # fmt: skip
    _, come = changed(root, outcome)
    assert come[0].startswith(
        "Ouders vragen een stuk op bij {{ school.document-request-contact }}. "
    )
    assert [s.name for s in outcome.slots] == ["school.document-request-contact"]


def test_a_new_paragraph_goes_into_the_template(root: Path, files) -> None:
    docx = trip.Docx(files["de-veerpont"])
    docx.copy_after("Iedereen met een vraag of een zorg is welkom", "Loop gerust binnen.")
    outcome = trip.imported(root, docx.bytes())
    assert changed(root, outcome) == ([], ["Loop gerust binnen.", ""])
    assert outcome.changed == 1


AUDIENCES = [("meldcode", None), ("meldcode", "staff"), ("meldcode", "restricted"),
             ("time-out-schorsen-verwijderen", "restricted"), ("incident-of-crisis", "staff")]  # fmt: skip


@pytest.mark.parametrize(("id_", "audience"), AUDIENCES)
def test_a_file_for_an_audience_leaves_the_other_passages_alone(root: Path, id_, audience) -> None:
    from zowerkenwij.cli import context, exporting

    book = context.load(root)
    document = context.document(book, id_)
    ask = exporting.Ask("docx", None, trip.DAY, None, audience, root=root)
    data = exporting.file_of(book, exporting.prepared(book, document, ask), ask)
    assert trip.imported(root, data).files == {}
    docx = trip.Docx(data)
    paragraph = next(p for p in docx.body.iter(f"{trip.W}p") if len(trip.text(p)) > 90)
    old = next(t for t in paragraph.iter(f"{trip.W}t") if len(t.text or "") > 40)
    word = next(w for w in old.text.split() if len(w) > 5 and w.isalpha())
    old.text = old.text.replace(word, f"{word}xx", 1)
    outcome = trip.imported(root, docx.bytes())
    before = (root / document.path).read_text(encoding="utf-8")
    gone, come = trip.lines(before, outcome.files[document.path].decode())
    assert [x.replace(f"{word}xx", word) for x in come] == gone
    assert len(gone) == outcome.changed == 1
