"""A handbook that the tests of the site share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.tiny import Tiny


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    """A handbook with a school and two persons, and no documents yet."""
    return Tiny.create(tmp_path / "klein")
