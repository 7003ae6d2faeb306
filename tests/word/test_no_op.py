"""Nobody edited anything: nothing changes, whatever saved the file and for whom it was made."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.word import trip

SCHOOLS = ("de-veerpont", "sluiswachter-college")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trip.example(tmp_path_factory.mktemp("boek"))


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, bytes]:
    """Every document: the text in force, the draft, for each audience, templates for each school."""
    from zowerkenwij.cli import context, exporting
    from zowerkenwij.cli.refusal import Refusal

    book = context.load(root)
    made = {}
    for document in book.documents:
        if document.record.type == "external":
            continue
        schools = SCHOOLS if document.id == "plan" else ()
        wishes = [(None, None, False), *((s, None, False) for s in schools)]
        if "::: audience" in document.body:
            wishes += [(None, "staff", False), (None, "restricted", True)]
        if not document.record.versions or document.id < "b":
            wishes.append((None, None, True))
        for school, audience, draft in wishes:
            ask = exporting.Ask("docx", None, trip.DAY, school, audience, draft=draft, root=root)
            try:
                data = exporting.file_of(book, exporting.prepared(book, document, ask), ask)
            except Refusal:
                continue  # no version in force, or an audience that may not have it
            if data not in made.values():
                made[f"{document.id}-{school}-{audience}-{draft}"] = data
    assert len(made) > 25
    return made


def wrong(root: Path, files: dict[str, bytes]) -> dict[str, object]:
    from zowerkenwij.cli import context

    found, book = {}, context.load(root)
    for name, data in files.items():
        outcome = trip.imported(root, data, book)
        told = (outcome.changed, outcome.files, outcome.conflicts, outcome.slots,
                outcome.proposals, outcome.notes, outcome.document.losses)  # fmt: skip
        if any(told):
            found[name] = told
    return found


def test_no_file_that_comes_back_unread_changes_anything(root: Path, files) -> None:
    assert wrong(root, files) == {}


@pytest.mark.slow
def test_no_file_that_libreoffice_saved_once_or_twice_changes_anything(
    root: Path, files, tmp_path: Path
) -> None:
    once = trip.saved_again(files, tmp_path / "een")
    assert wrong(root, once) == {}
    twice = trip.saved_again(dict(list(once.items())[::4]), tmp_path / "twee")
    assert wrong(root, twice) == {}
