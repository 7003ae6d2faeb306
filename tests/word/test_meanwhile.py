"""The record moved on, the file lost what it knew, or it is another file altogether."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.word import trip
from zowerkenwij.cli.refusal import Refusal

PATH = "handbook/protocols/hitte.md"
START = (trip.HEAD + trip.BODY).encode()


@pytest.fixture
def book(root: Path):
    """The handbook, put back afterwards."""
    yield root
    (root / PATH).write_bytes(START)


def edited(data: bytes, *pairs: tuple[str, str]) -> bytes:
    docx = trip.Docx(data)
    for pair in pairs:
        docx.change(*pair)
    return docx.bytes()


def moved_on(book: Path, *pairs: tuple[str, str]) -> None:
    text = START.decode()
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    (book / PATH).write_text(text, encoding="utf-8")


WORD = ("eerder naar huis", "vroeger naar huis")


def test_other_changes_in_the_handbook_and_in_word_are_both_kept(book: Path, data: bytes) -> None:
    moved_on(
        book, ("Zonwering gemaakt", "Zonwering betaald"), ("## Nazorg\n", "## Nazorg\n\nNieuw.\n")
    )
    outcome = trip.imported(book, edited(data, WORD))
    text = outcome.files[PATH].decode()
    assert "vroeger naar huis" in text
    assert "Zonwering betaald" in text
    assert "\n\nNieuw.\n" in text
    assert outcome.changed == 1
    assert not outcome.conflicts
    assert any("sinds dit bestand werd gemaakt" in note for note in outcome.notes)


def test_one_paragraph_changed_on_both_sides_is_a_conflict_and_nothing_is_lost(
    book: Path, data: bytes
) -> None:
    moved_on(book, ("als het te warm wordt", "bij code oranje"))
    word = edited(data, WORD)
    (clash,) = trip.imported(book, word).conflicts
    assert clash.section == "Waarom zo"
    assert clash.base.strip() == "De leerlingen gaan eerder naar huis als het te warm wordt."
    assert clash.ours.strip() == "De leerlingen gaan eerder naar huis bij code oranje."
    assert clash.theirs.strip() == "De leerlingen gaan vroeger naar huis als het te warm wordt."
    kept = trip.imported(book, word, conflicts="handbook")
    assert kept.files == {} or b"bij code oranje" in kept.files[PATH]
    taken = trip.imported(book, word, conflicts="word").files[PATH].decode()
    assert "vroeger naar huis als het te warm wordt" in taken
    assert "oranje" not in taken


def test_the_same_change_on_both_sides_is_no_conflict(book: Path, data: bytes) -> None:
    moved_on(book, WORD)
    outcome = trip.imported(book, edited(data, WORD))
    assert (outcome.conflicts, outcome.files, outcome.changed) == ((), {}, 0)


def test_what_the_handbook_removed_and_word_changed_is_a_conflict(book: Path, data: bytes) -> None:
    moved_on(book, ("De leerlingen gaan eerder naar huis als het te warm wordt.\n\n", ""))
    (clash,) = trip.imported(book, edited(data, WORD)).conflicts
    assert clash.ours.strip() == ""
    assert "vroeger" in clash.theirs


def test_items_and_rows_that_are_neighbours_do_not_clash(book: Path, data: bytes) -> None:
    moved_on(book, ("| Bovenbouw | Gaat naar buiten | 4 |", "| Bovenbouw | Gaat naar het bos | 4 |"),
             ("1. Zet het raam open.", "1. Zet alle ramen open."))  # fmt: skip
    docx = trip.Docx(data)
    docx.change("Let op elkaar", "Let goed op elkaar")
    docx.copy_after("Zet het raam open.", "Doe de lampen uit.")
    outcome = trip.imported(book, docx.bytes())
    text = outcome.files[PATH].decode()
    assert "| Bovenbouw | Gaat naar het bos | 4 |\n| Team | Let goed op elkaar | 8 |" in text
    assert "1. Zet alle ramen open.\n2. Doe de lampen uit.\n3. Geef water[^water].\n" in text
    assert not outcome.conflicts


# -- carriers --------------------------------------------------------------------------------


def without(data: bytes, *kinds: str) -> bytes:
    docx = trip.Docx(data)
    if "bookmarks" in kinds:
        for mark in list(docx.root.iter(f"{trip.W}bookmarkStart", f"{trip.W}bookmarkEnd")):
            mark.getparent().remove(mark)
    for kind, part in (("properties", "docProps/custom.xml"), ("part", "customXml/item1.xml")):
        if kind in kinds:
            del docx.parts[part]
            for name, xml in docx.parts.items():
                if name.endswith((".rels", "[Content_Types].xml")):
                    short = part.rpartition("/")[2].encode()
                    docx.parts[name] = re.sub(
                        rb"<[^<>]*" + re.escape(short) + rb"[^<>]*/>", b"", xml
                    )
    return docx.bytes()


LOST = [(), ("bookmarks",), ("properties",), ("part",), ("bookmarks", "properties"),
        ("bookmarks", "part"), ("properties", "part"), ("bookmarks", "properties", "part")]  # fmt: skip


@pytest.mark.parametrize("kinds", LOST, ids=lambda k: "+".join(k) or "none")
@pytest.mark.parametrize("edits", [(), (WORD, ("Doe nu", "Doe dit nu"))])
def test_a_lost_carrier_changes_nothing_in_the_result(
    book: Path, data: bytes, kinds, edits
) -> None:
    whole = trip.imported(book, edited(data, *edits))
    more = {"id": "hitte"} if {"properties", "part"} <= set(kinds) else {}
    outcome = trip.imported(book, without(edited(data, *edits), *kinds), **more)
    assert (outcome.files, outcome.changed) == (whole.files, whole.changed)
    assert outcome.changed == len(edits)


def test_without_carriers_and_without_id_it_asks_which_document(book: Path, data: bytes) -> None:
    with pytest.raises(Refusal, match="Geef --id"):
        trip.imported(book, without(data, *LOST[-1]))


def test_the_file_of_another_record_without_carriers_is_not_misfiled(book: Path) -> None:
    other = without(trip.exported(book, "pestprotocol"), *LOST[-1])
    with pytest.raises(Refusal, match="lijkt niet op 'hitte', maar op 'pestprotocol'"):
        trip.imported(book, other, id="hitte")


def test_two_records_pasted_together_are_refused_by_name(book: Path, data: bytes) -> None:
    docx, other = trip.Docx(data), trip.Docx(trip.exported(book, "pestprotocol"))
    last = docx.body[-1]
    for item in list(other.body)[4:-1]:
        last.addprevious(item)
    with pytest.raises(Refusal, match="tekst van 'pestprotocol'"):
        trip.imported(book, docx.bytes())


def test_a_block_that_was_copied_is_told(book: Path, data: bytes) -> None:
    docx = trip.Docx(data)
    from copy import deepcopy

    docx.par("De ouders krijgen").addnext(deepcopy(docx.par("De ouders krijgen")))
    outcome = trip.imported(book, docx.bytes())
    assert outcome.changed == 1
    assert any("twee keer" in note for note in outcome.notes)


def test_a_draft_that_was_never_kept_comes_back_by_what_the_file_carries(book: Path) -> None:
    moved_on(book, ("Zet het raam open", "Zet de deur open"))
    data = trip.exported(book, "hitte", draft=True)
    moved_on(book, ("Zonwering gemaakt", "Zonwering betaald"))
    text = trip.imported(book, edited(data, WORD)).files[PATH].decode()
    assert "Zet het raam open" in text
    assert "vroeger naar huis" in text
    assert "Zonwering betaald" in text


# -- facts -----------------------------------------------------------------------------------


def test_another_title_is_proposed_and_not_written(book: Path, data: bytes) -> None:
    outcome = trip.imported(book, edited(data, ("Omgaan met hitte", "Hitteprotocol")))
    assert (outcome.changed, outcome.files) == (0, {})
    assert outcome.proposals["title"] == "Hitteprotocol"


def test_other_words_in_the_table_of_versions_are_proposed(book: Path) -> None:
    data = trip.exported(book, "pestprotocol")
    outcome = trip.imported(book, edited(data, ("Eerste vaststelling.", "Tweede vaststelling.")))
    assert (outcome.changed, outcome.files) == (0, {})
    assert "Tweede vaststelling." in outcome.proposals["cover"]


def test_line_ends_of_the_record_stay(book: Path, data: bytes) -> None:
    (book / PATH).write_bytes(START.replace(b"\n", b"\r\n"))
    assert trip.imported(book, data).files == {}
    made = trip.imported(book, edited(data, WORD)).files[PATH]
    assert made.replace(b"\r\n", b"\n").count(b"\n") == made.count(b"\r\n")
