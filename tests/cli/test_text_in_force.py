"""The adopted text of a day stays the same to the byte, whatever happened to the files since."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import edit

RECORD = "handbook/protocols/antipest.md"
DAY = ("--as-of", "2026-11-23")
Event = Callable[[Path], Path]


def git(root: Path, *args: str) -> str:
    return subprocess.run(
        ["git", *args], cwd=root, check=True, capture_output=True, text=True
    ).stdout


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Wijziging")


def redraft(root: Path, word: str = "morgen") -> None:
    edit(root / RECORD, "Vertel het vandaag", f"Vertel het {word}")
    edit(root / RECORD, "title: Antipestprotocol", "title: Nieuwe titel")


def moved(root: Path) -> Path:
    (root / "handbook/nieuw/diep").mkdir(parents=True)
    git(root, "mv", RECORD, "handbook/nieuw/diep/antipest.md")
    commit(root)
    return root


def renamed(root: Path) -> Path:
    git(root, "mv", RECORD, "handbook/protocols/pesten.md")
    git(root, "mv", "handbook/versions/antipest", "handbook/versions/pesten")
    edit(root / "handbook/protocols/pesten.md", "id: antipest\n",
         "id: pesten\nformer_ids: [antipest]\n")  # fmt: skip
    commit(root)
    return root


def squashed(root: Path) -> Path:
    git(root, "checkout", "-qb", "tak")
    for word in ("morgen", "later"):
        (root / "brief.txt").write_text(word, encoding="utf-8")
        edit(root / RECORD, "Vertel het ", f"Vertel het {word} ")
        commit(root)
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--squash", "tak")
    commit(root)
    return root


def rebased(root: Path) -> Path:
    git(root, "checkout", "-qb", "tak")
    redraft(root)
    commit(root)
    git(root, "checkout", "-q", "main")
    (root / "brief.txt").write_text("x", encoding="utf-8")
    commit(root)
    git(root, "checkout", "-q", "tak")
    git(root, "rebase", "-q", "main")
    return root


def edited_on_a_branch(root: Path) -> Path:
    git(root, "checkout", "-qb", "tak")
    redraft(root)
    commit(root)
    return root


def merged(root: Path) -> Path:
    edited_on_a_branch(root)
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "Samen", "tak")
    return root


def redrafted(root: Path) -> Path:
    redraft(root)
    return root


def cloned_shallow(root: Path) -> Path:
    redraft(root)
    commit(root)
    git(root.parent, "clone", "-q", "--depth=1", f"file://{root}", f"{root.name}-ondiep")
    return root.parent / f"{root.name}-ondiep"


def downloaded(root: Path) -> Path:
    redraft(root)
    target = root.parent / f"{root.name}-gedownload"
    shutil.copytree(root / "handbook", target / "handbook")
    return target


EVENTS: list[Event] = [
    moved, renamed, squashed, rebased, edited_on_a_branch, merged, redrafted, cloned_shallow,
    downloaded,
]  # fmt: skip
FACTS = ("title", "type", "version", "state", "adopted", "effective", "digest", "text")


@pytest.mark.parametrize("event", EVENTS, ids=lambda f: f.__name__)
def test_the_adopted_text_stays_what_it_was(zww, example_in_git: Path, event: Event) -> None:
    def shown(root: Path) -> dict[str, str]:
        answer = zww("show", "antipest", "--format", "json", *DAY, "--handbook", root)
        assert answer.code == 0, answer.err
        value = json.loads(answer.out)
        return {key: value[key] for key in FACTS}

    def exported(root: Path) -> bytes:
        target = root / "uit.md"
        answer = zww("export", "antipest", "--to", "md", "-o", target, *DAY, "--audience", "staff",
                     "--handbook", root)  # fmt: skip
        assert answer.code == 0, answer.err
        data = target.read_bytes()
        target.unlink()
        return data

    file = example_in_git / "handbook/versions/antipest/2.0.md"
    before, sent = shown(example_in_git), exported(example_in_git)
    assert file.read_text(encoding="utf-8").endswith("---\n" + before["text"])
    assert "Vertel het vandaag" in sent.decode()
    after = event(example_in_git)
    assert shown(after) == before
    assert exported(after) == sent
