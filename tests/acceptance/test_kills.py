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
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
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


def _stages(root: Path) -> tuple[Callable[[], bool], ...]:
    """The moments of a write, in order: begun, journal whole, index made, index claimed, commit
    made, index installed."""
    git_folder = root / ".git"
    folder = git_folder / "zowerkenwij" / "transaction"
    tip, index = git_folder / "refs/heads/main", git_folder / "index"
    commit, inode = tip.read_bytes(), index.stat().st_ino
    return (
        lambda: folder.is_dir() and any(folder.iterdir()),
        (folder / "journal.json").exists,
        (folder / "index.commit").exists,
        (git_folder / "index.lock").exists,
        lambda: tip.read_bytes() != commit,
        lambda: index.stat().st_ino != inode,
    )


def _await(child: subprocess.Popen[bytes], reached: Callable[[], bool]) -> None:
    while child.poll() is None:
        with suppress(OSError):  # the file is being replaced
            if reached():
                return
        time.sleep(0.0003)


def _length(root: Path, words: tuple[object, ...]) -> float:
    """How long the whole command takes, in seconds."""
    started = time.monotonic()
    assert _start(root, words).wait() == 0
    return time.monotonic() - started


def _killed(root: Path, words: tuple[object, ...], rng: random.Random, n: int, span: float) -> str:
    """Start the command and kill it: one in seven at any instant of its life, the others just
    after a stage of its write. The stage; empty when it was over."""
    stages = _stages(root)
    child, stage = _start(root, words), n % (len(stages) + 1)
    if stage < len(stages):
        _await(child, stages[stage])
        time.sleep(rng.choice((0, rng.uniform(0, 0.02))))
    else:
        time.sleep(rng.uniform(0, span))
    alive = child.poll() is None
    if alive:
        (os.killpg if rng.random() < 0.5 else os.kill)(child.pid, signal.SIGKILL)
    child.wait()
    return f"stage {stage}" if alive else ""


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
    span = _length(done, words)
    after = Standing.of(done)
    assert after != before
    seen: Counter[str] = Counter()
    for n in range(KILLS):
        root = shutil.copytree(place, tmp_path / f"kill-{n}")
        seen[_killed(root, words, rng, n, span)] += 1
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
    print(name, dict(seen), span)
    assert seen[""] < KILLS
    assert seen["before"]
    assert seen["after"] or KILLS < 30
