"""The damaged handbook on disk, and what a check of it finds, in this process or through the command."""

from __future__ import annotations

import json
import random
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from tests.acceptance import (
    plant_adoption,
    plant_audience,
    plant_content,
    plant_records,
    plant_references,
    plant_targets,
    plant_values,
)
from tests.acceptance.book import Book, Unplantable
from tests.acceptance.planting import KINDS, Found, Plot, Verdict, judge

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 23)
FAMILIES = (
    plant_adoption,
    plant_audience,
    plant_content,
    plant_records,
    plant_references,
    plant_targets,
    plant_values,
)

# A mapped section or text that goes, or a review rule that goes, is also a gap in what the law asks:
# true, and another finding than the one planted here. Those rules have examples of their own.
CONSEQUENCES = ("ZW3", "ZW7", "ZW8")


class Field:
    """A copy of the example handbook in which defects are sown and taken out again."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        shutil.copytree(ROOT / "handbook", folder / "handbook")
        self.clean = Book.read(folder)
        self.bytes = {p: (folder / p).read_bytes() for p in self.clean.files}
        self.found_clean = self.check()

    def check(self) -> list[Found]:
        """All findings, by the library."""
        from zowerkenwij import rules, store

        handbook = store.load(store.WorkTree(self.root, "handbook"))
        return [
            Found(f.code, f.path, f.line, f.message, f.severity)
            for f in rules.check(handbook, DAY, ignore=CONSEQUENCES)
        ]

    def answer(self, plot: Plot) -> list[Found]:
        """What is found in a damaged book, and not in the clean one."""
        written = self.write(plot.book)
        try:
            found = self.check()
        finally:
            self.restore(written)
        return new_findings(found, self.found_clean)

    def write(self, book: Book) -> list[str]:
        """Put the damage on disk; gives the paths that differ."""
        changed = [
            p
            for p in {*book.files, *self.bytes}
            if p not in book.files or book.bytes_of(p) != self.bytes.get(p)
        ]
        for path in changed:
            if path in book.files:
                self._put(path, book.bytes_of(path))
            else:
                (self.root / path).unlink()
        for path, data in book.binary.items():
            self._put(path, data)
        return [*changed, *book.binary]

    def _put(self, path: str, data: bytes) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(data)

    def restore(self, paths: list[str]) -> None:
        """Take the damage out again."""
        for path in paths:
            if path in self.bytes:
                self._put(path, self.bytes[path])
            else:
                (self.root / path).unlink()

    def plot(self, seed: Any) -> Plot:
        """A fresh plot."""
        return Plot(self.clean.copy(), random.Random(str(seed)), clean=self.clean)


def new_findings(found: list[Found], clean: list[Found]) -> list[Found]:
    """Findings that the clean handbook does not give (wherever they moved to)."""
    old = [(f.code, f.path, f.message) for f in clean]
    return [f for f in found if (f.code, f.path, f.message) not in old]


def sow(field: Field, kind: str, seed: Any) -> Plot | None:
    """One defect of a kind; None when no place was found in forty tries."""
    for attempt in range(40):
        plot = field.plot(f"{kind} {seed} {attempt}")
        try:
            KINDS[kind](plot)
        except Unplantable:
            continue
        plot.label = kind
        return plot
    return None


def sow_many(field: Field, seed: Any, count: int, *, one_file: str | None = None) -> Plot:
    """Several defects at once: each in its own file, or all in one."""
    rng = random.Random(f"many {seed}")
    plot = field.plot(seed)
    names = []
    for attempt in range(400):
        if len(names) == count:
            break
        kind = rng.choice(sorted(KINDS))
        trial = _again(field, seed, names, kind, attempt, one_file)
        if trial is not None:
            plot, names = trial, [*names, (kind, attempt)]
    plot.label = " + ".join(kind for kind, _ in names)
    return plot


def batches(field: Field, kinds: list[str], seed: Any, size: int = 9) -> list[Plot]:
    """One defect of each kind, as many as fit together in different files of one handbook."""
    plots: list[Plot] = []
    names: list[tuple[str, int]] = []
    for kind in kinds:
        found = _next(field, seed, names, kind) if 0 < len(names) < size else None
        if found is None:
            names, found = [], _next(field, seed, [], kind)
            assert found is not None, f"no place for {kind}"
            plots.append(found[0])
        names = [*names, (kind, found[1])]
        plots[-1] = found[0]
        plots[-1].label = " + ".join(name for name, _ in names)
    return plots


def _next(
    field: Field, seed: Any, names: list[tuple[str, int]], kind: str
) -> tuple[Plot, int] | None:
    tries = (
        (_again(field, seed, names, kind, attempt, None), attempt)
        for attempt in range(4 if names else 40)
    )
    return next(((plot, attempt) for plot, attempt in tries if plot is not None), None)


def _again(
    field: Field,
    seed: Any,
    names: list[tuple[str, int]],
    kind: str,
    attempt: int,
    one_file: str | None,
) -> Plot | None:
    """Plant the earlier ones once more and then this one: a refused defect leaves no half work."""
    plot = field.plot(seed)
    for name, number in [*names, (kind, attempt)]:
        plot.rng = random.Random(f"{seed} {number}")
        plot.only = frozenset({one_file}) if one_file else None
        plot.avoid = frozenset() if one_file else _used(plot)
        try:
            KINDS[name](plot)
        except (Unplantable, StopIteration):
            return None
    return plot


def _used(plot: Plot) -> frozenset[str]:
    paths = {w.path for e in plot.expected for w in e.places}
    return frozenset(
        paths | {c[1] for c in plot.claims if isinstance(c, tuple) and isinstance(c[1], str)}
    )


def command(field: Field, zww: Any, plot: Plot) -> Verdict:
    """The verdict on ``check --format json``."""
    written = field.write(plot.book)
    try:
        answer = zww(
            "check",
            "--format",
            "json",
            "--as-of",
            DAY.isoformat(),
            *(word for code in CONSEQUENCES for word in ("--ignore", code)),
            "--handbook",
            str(field.root / "handbook"),
        )
    finally:
        field.restore(written)
    data = json.loads(answer.out)
    found = [
        Found(f["code"], f["path"], f["line"], f["message"], f["severity"])
        for f in data["findings"]
    ]
    assert answer.code == (1 if any(f.severity == "error" for f in found) else 0)
    return judge(plot, new_findings(found, field.found_clean))
