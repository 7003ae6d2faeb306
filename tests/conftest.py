"""What all tests share: a calm environment and handbooks to play with."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "handbook"
DAY = date(2026, 11, 23)  # the example handbook's day; it never rots
SITES = (
    "tests/acceptance/test_example_history.py", "tests/browser/", "tests/site/test_leaks.py",
    "tests/site/test_links.py", "tests/site/test_sites.py", "tests/site/test_whole.py",
)  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    """``pytest --golden`` writes the files in tests/golden anew."""
    parser.addoption("--golden", action="store_true", help="schrijf tests/golden opnieuw")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """One worker runs a whole file, so that what its tests share is made once, and one worker all
    files that look at the built sites. In the order of collection: the longest come first.

    The groups of ``--dist loadgroup`` do not hold with pytest 9.2 (pytest-xdist issue 1386).
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path = nodeid.partition("::")[0]
            return "sites" if path.startswith(SITES) else path

    config.option.loadscopereorder = False
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What looks at the built sites is named in ``SITES``."""
    for item in items:
        if "sites" in item.fixturenames:  # type: ignore[attr-defined]
            assert item.nodeid.startswith(SITES), f"{item.nodeid} belongs in SITES"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare an output with its file in tests/golden: ``golden("name.md", text)``."""

    def same(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--golden"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return same


@pytest.fixture(autouse=True)
def _calm_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No user's git settings, no colour, no cache of earlier runs."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Test")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "test@voorbeeld.example")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str


@pytest.fixture
def zww(capsys: pytest.CaptureFixture[str]) -> Iterator[object]:
    """Run a command in this process: ``zww("check", "--format", "json")``."""
    from zowerkenwij.cli import main

    def run(*args: object) -> Answer:
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(arg) for arg in args])
        captured = capsys.readouterr()
        return Answer(int(stop.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example handbook without git; gives the repository's root."""
    shutil.copytree(EXAMPLE, tmp_path / "handbook")
    return tmp_path


@pytest.fixture
def example_in_git(example: Path) -> Path:
    """A copy of the example handbook in a git repository of its own."""
    for args in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "Begin"]):
        subprocess.run(["git", *args], cwd=example, check=True, capture_output=True)
    return example


@pytest.fixture(scope="session")
def _starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from zowerkenwij.store.starter import create

    folder = tmp_path_factory.mktemp("starter") / "handboek"
    create(folder, DAY)
    return folder


@pytest.fixture
def starter(_starter: Path, tmp_path: Path) -> Path:
    """A fresh handbook as ``init`` makes it, of one's own; gives the repository's root."""
    return Path(shutil.copytree(_starter, tmp_path / "handboek"))


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example handbook, published for every audience."""
    from zowerkenwij import store
    from zowerkenwij.site import build

    root = tmp_path_factory.mktemp("example")
    shutil.copytree(EXAMPLE, root / "handbook")
    out = root / "sites"
    build.publish(store.find_handbook(root), "all", DAY, out)
    return out


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} not in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
