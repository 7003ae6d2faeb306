"""The texts in force on a day, beside what the whole handbook says."""

from __future__ import annotations

import os
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import edit
from zowerkenwij.store import Location, WorkTree, in_force, ledgers, load
from zowerkenwij.store.in_force import InForce, texts_in_force

RECORD = "handbook/protocols/antipest.md"
DAYS = [date(2023, 6, 1) + timedelta(days=n * 52) for n in range(24)]  # adopted, then in force
SECOND = """\
  - version: '2.1'
    change: minor
    note: {note}
    digest: sha256:{digest}
    adopted:
      by: board
      on: 2026-09-01
    effective: 2026-10-01
{more}reviews:
"""


def both(root: Path, day: date) -> tuple[list[InForce], list[InForce]]:
    """What the quick reading gives, and what the whole handbook gives."""
    handbook = load(WorkTree(root))
    entries = [(d, handbook.in_force(d, day)) for d in handbook.by_id.values()]
    whole = [
        InForce(d.id, e.version, f"handbook/versions/{d.id}/{e.version}.md",
                file.body if (file := handbook.text_in_force(d, day)) else None, d.path,
                "")
        for d, e in entries if e
    ]  # fmt: skip
    quick = [one._replace(type="") for one in texts_in_force(Location(root, "handbook"), day)]
    return sorted(quick), sorted(whole)


def test_every_day_has_the_texts_that_held_then(example: Path) -> None:
    counts = set()
    for day in DAYS:
        quick, whole = both(example, day)
        assert quick == whole
        counts.add(len(quick))
    assert (min(counts), max(counts)) == (0, len(list(example.glob("handbook/versions/*/1.0.md"))))


def test_a_record_as_the_commands_write_it_needs_no_handbook(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(in_force, "_thorough")
    keep = example / RECORD
    for path in (example / "handbook").rglob("*.md"):
        if path != keep and "versions" not in path.parts:
            path.unlink()
    (found,) = texts_in_force(Location(example, "handbook"), date(2026, 11, 23))
    assert (found.document, found.version, found.type) == ("antipest", "2.0", "protocol")


def test_line_ends_and_spaces_of_an_editor_change_no_text(example: Path) -> None:
    path = example / "handbook/versions/antipest/2.0.md"
    data = path.read_bytes()
    for other in (data.replace(b"\n", b"\r\n"), data.replace(b"\n---\n", b"\n--- \n"),
                  b"\xef\xbb\xbf" + data, data + b"\xe9\n"):  # fmt: skip
        path.write_bytes(other)
        quick, whole = both(example, date(2026, 11, 23))
        assert quick == whole


def _second(root: Path, note: str = "Nieuw.", more: str = "", made: str = "1" * 64) -> None:
    edit(root / RECORD, "reviews:\n",
         SECOND.format(note=note, digest=made, more=more))  # fmt: skip
    first = (root / "handbook/versions/antipest/2.0.md").read_text(encoding="utf-8")
    second = first.replace("version: '2.0'", "version: '2.1'") + "\nErbij.\n"
    (root / "handbook/versions/antipest/2.1.md").write_text(second, encoding="utf-8")


@pytest.mark.parametrize(
    "ledger",
    [
        {}, {"note": "'effective: 2001-01-01'"}, {"note": "\"a\\n    effective: 2001-01-01\""},
        {"note": ">\n      effective: 2001-01-01"}, {"more": "    expires: 2026-10-15\n"},
        {"more": "withdrawn: {on: 2026-10-10, by: board, reason: Klaar.}\n"},
        {"more": "# versions\n"}, {"note": "Nieuw. # reden"},
    ],
)  # fmt: skip
def test_the_second_version_takes_over_on_its_day(example: Path, ledger: dict[str, str]) -> None:
    _second(example, **ledger)
    found = {}
    for day in (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 20)):
        quick, whole = both(example, day)
        assert quick == whole
        found[day] = next((t.version for t in quick if t.document == "antipest"), None)
    assert [*found.values()][:2] == ["2.0", "2.1"]
    ends = "expires" in ledger.get("more", "") or "withdrawn" in ledger.get("more", "")
    assert found[date(2026, 10, 20)] == (None if ends else "2.1")


def test_a_ledger_in_another_form_says_the_same(example: Path) -> None:
    edit(example / RECORD, "    adopted:\n      by: board\n      on: 2025-06-10\n"
         "      reference: CvB 2025-06 punt 2\n", "    adopted: {by: board, on: 2025-06-10}\n")  # fmt: skip
    edit(example / RECORD, "    effective: 2025-08-01\n", "")
    edit(
        example / RECORD, "  - version: '2.0'\n", "  - version: '2.0'\n    effective: 2025-08-02\n"
    )
    for day in (date(2025, 8, 1), date(2025, 8, 2)):
        quick, whole = both(example, day)
        assert quick == whole
    assert "antipest" in {text.document for text in quick}


def test_a_missing_text_is_named_and_nothing_else_is_given(example: Path) -> None:
    (example / "handbook/versions/antipest/2.0.md").unlink()
    quick, whole = both(example, date(2026, 11, 23))
    assert quick == whole
    assert [text.document for text in quick if text.text is None] == ["antipest"]


def test_a_renamed_document_gives_its_old_text(example: Path) -> None:
    book = example / "handbook"
    (book / "versions/antipest").rename(book / "versions/pesten")
    (book / "protocols/antipest.md").rename(book / "protocols/pesten.md")
    edit(book / "protocols/pesten.md", "id: antipest\n", "id: pesten\nformer_ids: [antipest]\n")
    quick, whole = both(example, date(2026, 11, 23))
    assert quick == whole
    assert "pesten" in {text.document for text in quick}


# -- what is known of a ledger -------------------------------------------------------------


TODAY = date(2026, 11, 23)


def texts(root: Path, day: date = TODAY) -> list[InForce]:
    return list(texts_in_force(Location(root, "handbook"), day))


@pytest.fixture
def known(example_in_git: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An example of which all ledgers are known, as if it was made long ago."""
    monkeypatch.setattr(ledgers, "_SETTLED", -1_000_000_000_000)
    texts(example_in_git)
    return example_in_git


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The records of which a ledger is read, from here on."""
    found: list[str] = []

    def learn(self: ledgers.Ledgers, path: str, spans: list[str]) -> None:
        found.append(path)

    monkeypatch.setattr(ledgers.Ledgers, "learn", learn)
    return found


def test_a_known_ledger_is_not_read_again_for_any_day(known: Path, read: list[str]) -> None:
    for day in DAYS:
        quick, whole = both(known, day)
        assert quick == whole
    assert read == []


def test_a_ledger_that_ends_is_known_for_every_day(known: Path, read: list[str]) -> None:
    _second(known, more="    expires: 2026-10-15\n")
    days = [date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 15), date(2026, 10, 16)]
    assert [both(known, day)[0] for day in days] == [both(known, day)[1] for day in days]
    first = [texts(known, day) for day in days]
    assert set(read) == {RECORD}
    assert first == [texts(known, day) for day in days]


def test_a_changed_record_is_read_though_size_and_time_are_the_same(
    known: Path, read: list[str]
) -> None:
    path = known / RECORD
    before, status = texts(known), path.stat()
    edit(path, "effective: 2025-08-01", "effective: 2027-08-01")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size
    after = texts(known)
    assert [t.document for t in before if t not in after] == ["antipest"]
    assert read == [RECORD]


def test_a_record_with_a_conflict_is_read(known: Path, read: list[str]) -> None:
    edit(known / RECORD, "versions:\n", "<<<<<<< HEAD\nversions:\n=======\n>>>>>>> other\n")
    quick, whole = both(known, TODAY)
    assert (quick, read) == (whole, [RECORD])


def test_a_record_of_a_moment_ago_is_not_trusted(example_in_git: Path, read: list[str]) -> None:
    texts(example_in_git)
    first = len(read)
    texts(example_in_git)
    assert len(read) == 2 * first > 0


@pytest.mark.parametrize("statement", [
    "UPDATE ledgers SET spans = ''", "UPDATE ledgers SET spans = x'00ff'",
    "UPDATE ledgers SET spans = 'a' || char(10) || 'b'", "UPDATE ledgers SET state = ''",
    "DROP TABLE ledgers", "ALTER TABLE ledgers RENAME COLUMN spans TO other",
])  # fmt: skip
def test_a_row_that_makes_no_sense_is_not_used(known: Path, statement: str) -> None:
    before = texts(known)
    file = sqlite3.connect(known / ".git/zowerkenwij/cache.sqlite")
    with file:
        file.execute(statement)
    file.close()
    assert texts(known) == before


@pytest.mark.parametrize("keep", [0, 100, 5000])
def test_a_damaged_cache_is_made_anew(known: Path, keep: int, read: list[str]) -> None:
    before, path = texts(known), known / ".git/zowerkenwij/cache.sqlite"
    path.write_bytes(path.read_bytes()[:keep] + b"nonsense" * bool(keep))
    assert texts(known) == before
    assert read
    assert texts(known) == before
