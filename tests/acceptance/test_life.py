"""Three school years of thirty documents: on any day, the program says what the steps say."""

from __future__ import annotations

import io
import json
import os
import random
import tarfile
import unicodedata
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.acceptance.life_model import Doc, Life
from tests.acceptance.life_steps import FIRST, LAST, Script
from tests.acceptance.life_world import World, command, git

SEED = int(os.environ.get("ZWW_SEED", "3"))
UNTIL = LAST + timedelta(days=90)  # decisions take effect later


def _tidy(text: str) -> str:
    lines = unicodedata.normalize("NFC", text).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def _register(root: Path, day: date) -> dict[str, tuple[str, str | None]]:
    answer = command(root, "list", "--as-of", day, "--format", "json")
    assert answer.code == 0, answer.err
    return {d["id"]: (d["state"], d["version"]) for d in json.loads(answer.out)["documents"]}


def _texts(root: Path, day: date) -> dict[str, tuple[str, str]]:
    from zowerkenwij.store import Location
    from zowerkenwij.store.in_force import texts_in_force

    found = texts_in_force(Location(root, "handbook"), day)
    return {f.document: (f.version, _tidy(f.text or "")) for f in found}


def _expected(life: Life, day: date) -> tuple[object, object]:
    docs = [(d, d.state(day), d.version(day)) for d in life.main.values()]
    register = {d.id: (state, v.number) for d, state, v in docs if v}
    register |= {d.id: (state, None) for d, state, v in docs if not v and state != "draft"}
    texts = {d.id: (v.number, v.text[1]) for d, state, v in docs if v and state == "in-force"}
    return register, texts


def _compare(root: Path, life: Life, days: list[date]) -> None:
    for day in days:
        register, texts = _expected(life, day)
        assert _register(root, day) == register, day
        assert _texts(root, day) == texts, day


def _compare_shown(root: Path, doc: Doc, name: str, day: date) -> bool:
    """``show`` by a present or former name; whether a text was in force."""
    answer = command(root, "show", name, "--as-of", day, "--format", "json")
    shown, version = json.loads(answer.out), doc.version(day)
    assert (shown["id"], shown["state"]) == (doc.id, doc.state(day))
    if doc.state(day) != "in-force":
        assert (answer.code, shown["version"], shown["text"]) == (1, None, None)
        return False
    assert version
    said = shown["version"], shown["title"], _tidy(shown["text"]), shown["effective"]
    assert (answer.code, said) == (0, (version.number, *version.text, str(version.effective)))
    return True


def _play(world: World, life: Life, rng: random.Random) -> Counter[tuple[str, bool]]:
    """The whole life; now and then a look back at days so far."""
    seen: Counter[tuple[str, bool]] = Counter()
    steps = list(Script(SEED).steps())
    for n, step in enumerate(steps):
        answer, allowed = world.take(step), life.take(step)
        if answer:
            assert answer.code == (0 if allowed else 1), f"{step}\n{answer.out}{answer.err}"
        seen[step.how or step.change or step.kind, allowed] += 1
        if step.kind == "new" and steps[n + 1].kind != "new":
            world.begin()
        if n % 60 == 59:
            _compare(world.main, life, _days(rng, 3, step.day))
    return seen


def _days(rng: random.Random, count: int, last: date) -> list[date]:
    return [FIRST + timedelta(days=rng.randint(0, (last - FIRST).days)) for _ in range(count)]


@pytest.mark.slow
def test_on_any_day_of_three_years_text_version_and_state_are_those_of_the_steps(
    tmp_path: Path,
) -> None:
    rng, world, life = random.Random(SEED), World(tmp_path), Life()
    seen = _play(world, life, rng)
    for what in ("editorial", "minor", "major", "withdraw", "rename", "move", "squash", "rebase"):
        assert seen[what, True], what
    assert seen["major", False]
    days = _days(rng, 200, UNTIL)
    _compare(world.main, life, days)
    shown = Counter(
        _compare_shown(world.main, doc, rng.choice(sorted(doc.names)), day)
        for day in days
        for doc in rng.sample(list(life.main.values()), 3)
    )
    assert min(shown[True], shown[False]) > 50
    world.save(world.main)
    verified = json.loads(command(world.main, "verify", "--format", "json").out)
    assert verified["problems"] == []
    assert verified["matching"] == sum(len(d.versions) for d in life.main.values())
    for copy in (_shallow(world.main, tmp_path), _download(world.main, tmp_path)):
        _compare(copy, life, days[:5])


def _shallow(root: Path, folder: Path) -> Path:
    git(root, "clone", "-q", "--depth", "1", f"file://{root}", str(folder / "shallow"))
    return folder / "shallow"


def _download(root: Path, folder: Path) -> Path:
    """As a site of git repositories offers it: files without history."""
    git(root, "archive", "-o", str(folder / "all.tar"), "HEAD")
    with tarfile.open(fileobj=io.BytesIO((folder / "all.tar").read_bytes())) as pack:
        pack.extractall(folder / "download", filter="data")
    return folder / "download"
