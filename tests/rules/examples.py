"""Handbooks for the tests of rules: a small clean one, and overlays that break or keep one rule."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from zowerkenwij.model.handbook import Handbook
from zowerkenwij.rules import Finding, check
from zowerkenwij.store import WorkTree, load

HERE = Path(__file__).parent
BASE = HERE / "base"
DAY = date(2026, 11, 23)


def handbook(folder: Path, *overlays: Path, files: dict[str, str] | None = None) -> Handbook:
    """The base handbook with overlays laid over it, and then these files (path from handbook/)."""
    for source in (BASE, *overlays):
        shutil.copytree(source, folder, dirs_exist_ok=True)
    for path, text in (files or {}).items():
        (folder / "handbook" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "handbook" / path).write_text(text, encoding="utf-8")
    return load(WorkTree(folder, "handbook"))


def findings(
    folder: Path, *overlays: Path, select: Iterable[str] = (), files: dict[str, str] | None = None
) -> tuple[Finding, ...]:
    """What the check finds in such a handbook."""
    return check(handbook(folder, *overlays, files=files), DAY, select=tuple(select))


def base_file(path: str, *changes: tuple[str, str]) -> str:
    """A file of the base handbook with some texts replaced."""
    text = (BASE / "handbook" / path).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{old!r} not in {path}"
        text = text.replace(old, new, 1)
    return text


def vision(body: str) -> dict[str, str]:
    """The base handbook's policy (public, in force) with another text below its first heading."""
    head = base_file("policies/proef.md").split("## Wat wij doen")[0]
    return {"policies/proef.md": f"{head}## Wat wij doen {{#doen}}\n\n{body}\n"}


def lines(found: Iterable[Finding]) -> list[str]:
    """Findings as in ``expected.txt``."""
    return [f"{f.code} {f.path}:{f.line}" for f in found]
