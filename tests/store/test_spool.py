"""Texts put aside come back as they were, from memory and from a temporary file."""

from __future__ import annotations

import os
import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zowerkenwij.store.spool import Spool


@given(st.lists(st.binary(max_size=200), max_size=20), st.integers(0, 500))
def test_what_is_put_aside_comes_back(texts: list[bytes], room: int) -> None:
    spool = Spool(room)
    kept = [spool.keep(text) for text in texts]
    assert [one() for one in kept] == texts
    assert [one.part(1, 3)() for one in kept if len(one()) > 3] == [
        text[1:3] for text in texts if len(text) > 3
    ]


def test_the_temporary_file_has_no_name_and_is_closed(
    tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = len(os.listdir("/proc/self/fd"))
    spool = Spool(0)
    kept = spool.keep(b"tekst")
    assert kept() == b"tekst"
    assert not list(tmp_path.iterdir())
    del spool, kept
    assert len(os.listdir("/proc/self/fd")) == before


def test_without_a_place_for_temporary_files_texts_stay_in_memory(
    tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    spool = Spool(0)
    kept = [spool.keep(bytes([n])) for n in range(3)]
    assert [one() for one in kept] == [b"\0", b"\1", b"\2"]


def test_a_file_that_was_cut_short_is_an_error_and_no_wrong_text() -> None:
    spool = Spool(0)
    kept = spool.keep(b"een hele zin")
    fill(spool)
    assert kept() == b"een hele zin"
    os.ftruncate(spool._file._handle, 3)
    with pytest.raises(OSError, match="ingekort"):
        kept()


def fill(spool: Spool) -> None:
    """Put so much aside that what waited is written."""
    for _ in range(2):
        spool.keep(b"x" * 300_000)


def test_texts_that_cannot_be_written_wait_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    spool = Spool(0)
    kept = [spool.keep(b"een"), spool.keep(b"twee")]
    monkeypatch.setattr(os, "pwrite", full)
    fill(spool)
    kept.append(spool.keep(b"drie"))
    assert [one() for one in kept] == [b"een", b"twee", b"drie"]
