"""Handbooks and built sites that the tests of the site share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import DAY, EXAMPLE
from tests.site.tiny import Tiny
from zowerkenwij import store
from zowerkenwij.site import build


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    """A handbook with a school and two persons, and no documents yet."""
    return Tiny.create(tmp_path / "klein")


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example handbook, published for every audience."""
    root = tmp_path_factory.mktemp("example")
    shutil.copytree(EXAMPLE, root / "handbook")
    out = root / "sites"
    build.publish(store.find_handbook(root), "all", DAY, out)
    return out
