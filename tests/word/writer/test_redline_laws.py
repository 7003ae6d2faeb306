"""The laws of a redline on real texts: accepting gives the new one, rejecting the old one."""

from __future__ import annotations

import os
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from tests.conftest import EXAMPLE
from tests.word.office import resolved
from tests.word.writer.random_edits import edited
from tests.word.writer.test_export import made
from tests.word.writer.test_redline import line
from zowerkenwij.cli import context
from zowerkenwij.text.blocks import dump
from zowerkenwij.word.reader import accept, read, reject
from zowerkenwij.word.writer import write

SEEDS = int(os.environ.get("ZWW_REDLINES", "24"))


@cache
def bodies() -> list[str]:
    """The working texts of the example, in order of their ids."""
    own = (d for d in context.load(EXAMPLE.parent).documents if d.record.type != "external")
    return [d.body for d in sorted(own, key=lambda d: d.id)]


@cache
def neighbours() -> list[tuple[str, str]]:
    """Each adopted version of the example with the next one, the last with the working text."""
    book = context.load(EXAMPLE.parent)
    found = []
    for document in book.documents:
        files = [book.version_files.get((document.id, v.version)) for v in document.record.versions]
        texts = [*(f.body for f in files if f), document.body]
        found += [(a, b) for a, b in pairwise(texts) if a != b]
    return found


def plain(body: str) -> str:
    return dump(read(write(made(body, carriers=False))).blocks)


def assert_law(before: str, after: str) -> list[str]:
    found = read(line(before, after))
    assert dump(accept(found).blocks) == plain(after)
    assert dump(reject(found).blocks) == plain(before)
    return [change.kind for change in found.changes]


def test_neighbouring_versions_come_back_whole() -> None:
    assert len(neighbours()) >= 10
    for before, after in neighbours():
        assert assert_law(before, after)


def test_random_edits_come_back_whole_and_moved_sections_are_moves() -> None:
    kinds: list[str] = []
    for seed in range(SEEDS):
        kinds += assert_law(*random_case(seed, 1 + seed % 6))
    assert {"move", "insert", "delete", "row-insert", "row-delete"} <= set(kinds)


MOVED = "# T\n\n## Een\n\nEerste alinea staat hier.\n\n- punt een\n\n## Twee\n\nTweede is anders.\n"
LONG = " ".join(f"Dit is zin {n} van een lange alinea." for n in range(1, 15))
CASES = {
    "section": (MOVED, "# T\n\n## Twee\n\nTweede is anders.\n\n## Een\n\nEerste alinea staat hier.\n\n- punt een\n"),
    "level": ("# T\n\nEen.\n\n### Kop van drie\n\nSlot.\n", "# T\n\nEen.\n\n## Kop van drie\n\nSlot.\n"),
    "split": ("# T\n\nEen zin blijft hier. De andere gaat op een eigen regel.\n\n## Kop\n\nSlot.\n",
              "# T\n\nEen zin blijft hier.\n\nDe andere gaat op een eigen regel.\n\n## Kop\n\nSlot.\n"),
    "list": ("# T\n\n1. een plan staat hier\n2. twee plan komt daar\n\nSlot.\n",
             "# T\n\n- een plan staat hier\n- twee plan komt daar\n- drie is nieuw\n\nSlot.\n"),
    "words": (f"# T\n\n{LONG}\n\nDat doen we nooit:\n\n- een punt hier\n",
              f"# T\n\n{LONG} Dat doen we nooit:\n\n- een punt hier\n"),
    "side by side": ("# T\n\nEerste alinea staat hier.\n\n## Kop hier\n\nSlot.\n",
                     "# T\n\nEerste alinea staat hier.[^n]\n\n## Nieuw: Kop hier\n\nSlot.\n\n[^n]: Noot.\n"),
    "end": ("# T\n\nEen.\n\n- een plan staat hier\n", "# T\n\nEen.\n\n- een plan staat hier\n- twee is nieuw\n"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("case", "kinds"),
    [
        ("section", {"move"}), ("level", {"move"}), ("split", {"delete", "paragraph-insert"}),
        ("words", {"insert", "delete", "paragraph-delete"}),
        ("side by side", {"insert"}),
        ("list", {"move", "insert", "paragraph-insert"}), ("end", {"insert", "paragraph-insert"}),
    ],
)  # fmt: skip
def test_a_change_is_told_as_what_it_is(case: str, kinds: set[str]) -> None:
    assert set(assert_law(*CASES[case])) == kinds


@pytest.mark.slow
def test_libreoffice_makes_exactly_the_two_texts_of_it(tmp_path: Path) -> None:
    cases = [*CASES.values(), *neighbours()[:3]]
    cases += [random_case(*one) for one in ((0, 4), (1, 2), (3, 4), (38, 9), (181, 6), (278, 13))]
    files = [tmp_path / f"{n}.docx" for n in range(len(cases))]
    for file, (before, after) in zip(files, cases, strict=True):
        file.write_bytes(line(before, after))
    for change, side in (("accept", 1), ("reject", 0)):
        for file, case in zip(resolved(files, tmp_path, change), cases, strict=True):
            found = read(file.read_bytes())
            assert not found.changes
            assert dump(found.blocks) == plain(case[side])


def random_case(seed: int, count: int) -> tuple[str, str]:
    before = bodies()[seed % len(bodies())]
    return before, edited(before, Random(seed), count)
