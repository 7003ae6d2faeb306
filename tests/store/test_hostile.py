"""Hostile input: a sentence for a person, within 10 seconds and 500 MB, and no file changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.store.conftest import DOCUMENT

M = 1_000_000
DOC = "handbook/protocols/antipest.md"
TERMS = "handbook/glossary.yml"
CODE = """
import json, sys, time
from pathlib import Path
from zowerkenwij.store import WorkTree, load
start = time.process_time()
handbook = load(WorkTree(Path(sys.argv[1])))
found = [[u.place.path, u.place.line, u.message] for u in handbook.unreadable]
status = Path("/proc/self/status").read_text()  # ru_maxrss would count the test runner too
peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
print(json.dumps([time.process_time() - start, peak, found]))
"""


def front(lines: str) -> str:
    return DOCUMENT.replace("owner:", f"{lines}\nowner:")


CASES: dict[str, dict[str, str | bytes]] = {
    "front matter of 10 MB": {DOC: front("summary: " + "x" * 10 * M)},
    "a line of almost 1 MB": {DOC: front("summary: " + "x" * 900_000)},
    "spaces without end": {DOC: front("summary: x" + " " * 900_000 + "\t")},
    "many lines in one value": {DOC: front('summary: "' + "x y\\n" * 150_000 + '"')},
    "90,000 keys": {DOC: front("".join(f"k{n}: 1\n" for n in range(90_000)))},
    "440,000 wrong items": {DOC: front("aliases: [" + "1," * 440_000 + "]")},
    "brackets without end": {DOC: front("aliases: " + "[" * 900_000)},
    "150,000 broken items": {DOC: front("aliases:\n" + "  - [\n" * 150_000)},
    "90,000 broken keys": {DOC: front("".join(f'k{n}: "\n' for n in range(90_000)))},
    "blocks 1,300 deep": {
        DOC: front("aliases:\n" + "".join(" " * n + "- a:\n" for n in range(1, 1300)))
    },
    "20,000 headings": {DOC: DOCUMENT + "".join(f"# Kop {n}\n\n" for n in range(20_000))},
    "a list 5,000 deep": {DOC: DOCUMENT + "- " * 5000 + "a\n"},
    "an indented list": {DOC: DOCUMENT + "".join("  " * n + "- a\n" for n in range(1500))},
    "bytes that are no text": {DOC: os.urandom(4 * M)},
    "a register of bytes": {TERMS: os.urandom(4 * M)},
    "zeros": {DOC: b"\0" * 4 * M},
    "a register of a million odd items": {TERMS: "- x\n" * M},
    "a register of two million values": {TERMS: "[" + "x," * 2_400_000 + "]"},
    "a register of broken items": {TERMS: "- {term: a, meaning: b\n" * 200_000},
    "anchors": {TERMS: "- &a x\n" * 700_000},
    "one key, again and again": {TERMS: "a: x\n" * 980_000},
    "dashes": {TERMS: "- " * 2_400_000},
    "colons": {DOC: front("summary: " + "a: " * 300_000)},
    "a thousand broken documents": {
        f"handbook/p/d{n}.md": DOCUMENT.replace("antipest", f"d{n}").replace("title:", "titel: [")
        for n in range(1000)
    },
}
FINE = {"spaces without end", "20,000 headings"}


def tree(root: Path) -> dict[str, tuple[int, int]]:
    return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in root.rglob("*")}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_hostile_input_costs_little_and_is_explained(make: Any, name: str) -> None:
    root = make(CASES[name])
    before = tree(root)
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(root)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    seconds, megabytes, found = json.loads(done.stdout)
    assert seconds < 10
    assert megabytes < 500
    assert bool(found) == (name not in FINE)
    assert len(found) <= 1000
    assert tree(root) == before
