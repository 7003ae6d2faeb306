"""The handbook with one record that holds everything, and that record as a Word file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.word import trip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of the handbook; who changes it puts it back."""
    return trip.handbook(tmp_path_factory.mktemp("boek") / "boek")


@pytest.fixture(scope="module")
def data(root: Path) -> bytes:
    """The draft as it is exported."""
    return trip.exported(root, "hitte", draft=True)
