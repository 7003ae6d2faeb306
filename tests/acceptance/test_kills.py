"""The real commands, killed at any instant: all or nothing, and the next command works.

``ZWW_KILLS`` is the number of kills of each command.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tests.acceptance.life_steps import Step
from tests.acceptance.life_world import World, command, git

KILLS = int(os.environ.get("ZWW_KILLS", "12"))
SEED = int(os.environ.get("ZWW_SEED", "3"))
DAY = date(2024, 5, 1)
COMMANDS = {
    "adopt": ("adopt", "stuk-0", "--by", "board", "--on", DAY, "--as-of", DAY, "--change", "major",
              "--note", "Nieuwe werkwijze."),
    "rename": ("rename", "stuk-0", "werkwijze"),
    "withdraw": ("withdraw", "stuk-0", "--by", "board", "--on", DAY, "--reason", "Opgegaan."),
}  # fmt: skip
BODY = "# Stuk {n}\n\n## Doe nu {{#doe-nu}}\n\nLuister rustig. {said}\n"


@dataclass(frozen=True)
class Standing:
    """What a person sees: the newest commit, the files, and what is staged or changed."""

    head: str
    files: dict[str, bytes]
    status: str

    @classmethod
    def of(cls, root: Path) -> Standing:
        files = (p for p in sorted(root.rglob("*")) if p.is_file())
        kept = {p.relative_to(root): p for p in files}
        return cls(
            git(root, "rev-parse", "HEAD^{tree}"),
            {str(r): p.read_bytes() for r, p in kept.items() if ".git" not in r.parts},
            git(root, "status", "--porcelain", "--untracked-files=all"),
        )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Forty leaflets that rest on one with five versions, a new text of it, and another
    person's work beside it: some staged, some changed since, some not in git."""
    world = World(tmp_path)
    for n in range(41):
        id_, type_ = f"stuk-{n}", "leaflet"
        world.take(Step(DAY, "new", "stuk-0" if n else "stuk-1", id_, type=type_, folder="protocols",
                        title=f"Stuk {n}", body=BODY.format(n=n, said="Bel daarna.")))  # fmt: skip
    world.begin()
    for n in range(5):
        _edit(world.main, f"Schrijf {n} regels.")
        day = date(2023, 8, 1 + n)
        adopted = command(world.main, "adopt", "stuk-0", "--by", "board", "--on", day, "--as-of",
                          day, "--change", "major", "--note", "Beter.")  # fmt: skip
        assert adopted.code == 0, adopted
    _edit(world.main, "Schrijf alles op.")
    other = world.main / "handbook/protocols/stuk-40.md"
    other.write_text(other.read_text(encoding="utf-8") + "\nKlaargezet.\n", encoding="utf-8")
    git(world.main, "add", str(other))
    other.write_text(other.read_text(encoding="utf-8") + "\nEn verder.\n", encoding="utf-8")
    (world.main / "aantekening.txt").write_text("van mij\n", encoding="utf-8")
    return world.main


def _edit(root: Path, said: str) -> None:
    path = root / "handbook/protocols/stuk-0.md"
    front = path.read_text(encoding="utf-8").split("\n---\n", 1)[0]
    path.write_text(f"{front}\n---\n{BODY.format(n=0, said=said)}", encoding="utf-8")


def _line(root: Path, words: tuple[object, ...]) -> list[str]:
    return [sys.executable, "-m", "zowerkenwij", *map(str, words), "--handbook", str(root)]


def _start(root: Path, words: tuple[object, ...]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(_line(root, words), stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL, start_new_session=True)  # fmt: skip


def _await_writing(root: Path, child: subprocess.Popen[bytes]) -> None:
    folder = root / ".git" / "zowerkenwij" / "transaction"
    while child.poll() is None and not (folder.is_dir() and any(folder.iterdir())):
        time.sleep(0.0005)


def _lengths(root: Path, words: tuple[object, ...]) -> tuple[float, float]:
    """How long the whole command takes, and how long from its first write on, in seconds."""
    started = time.monotonic()
    child = _start(root, words)
    _await_writing(root, child)
    writing = time.monotonic()
    assert child.wait() == 0
    ended = time.monotonic()
    return ended - started, ended - writing


def _killed(
    root: Path, words: tuple[object, ...], rng: random.Random, n: int, spans: tuple[float, float]
) -> bool:
    """Start the command and kill it: one in three at any instant of its life, the others at any
    instant after its first write. Whether it was still alive."""
    child = _start(root, words)
    if n % 3:
        _await_writing(root, child)
        time.sleep(rng.uniform(0, spans[1]))
    else:
        time.sleep(rng.uniform(0, spans[0]))
    alive = child.poll() is None
    if alive:
        (os.killpg if n % 4 < 2 else os.kill)(child.pid, signal.SIGKILL)
    child.wait()
    return alive


def _fsck(root: Path) -> None:
    done = subprocess.run(["git", "fsck", "--strict", "--no-dangling"], cwd=root, text=True,
                          capture_output=True, check=False)  # fmt: skip
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_is_killed_leaves_before_or_after_and_the_next_one_works(
    place: Path, name: str, tmp_path: Path
) -> None:
    words, rng = COMMANDS[name], random.Random(f"{SEED} {name}")
    before, first = Standing.of(place), int(git(place, "rev-list", "--count", "HEAD"))
    done = shutil.copytree(place, tmp_path / "done")
    spans = _lengths(done, words)
    after = Standing.of(done)
    assert after != before
    seen = {"before": 0, "after": 0, "killed": 0}
    for n in range(KILLS):
        root = shutil.copytree(place, tmp_path / f"kill-{n}")
        seen["killed"] += _killed(root, words, rng, n, spans)
        _fsck(root)
        following = command(root, "list", "--as-of", DAY, "--format", "json")
        assert following.code == 0, following
        found = Standing.of(root)
        assert found in (before, after)
        seen["before" if found == before else "after"] += 1
        again = command(root, *words)
        assert again.code == 0, again
        assert Standing.of(root) == after
        assert int(git(root, "rev-list", "--count", "HEAD")) == first + 1
        _fsck(root)
        shutil.rmtree(root)
    print(name, seen, spans)
    assert seen["killed"]
    assert seen["before"]
    assert seen["after"] or KILLS < 30
