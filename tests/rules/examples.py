"""Handbooks for the tests of rules: a small clean one, and overlays that break or keep one rule.

The clean one is true: every version has its file. An overlay changes texts and ledgers to show one
thing; what it changes counts as adopted, so that no rule on adopting speaks. An overlay that brings
``versions/`` itself is about just that, and is taken as it is.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from zowerkenwij.model.handbook import Document, Handbook
from zowerkenwij.rules import Finding, check
from zowerkenwij.rules.context import Context
from zowerkenwij.rules.ledger import is_whole
from zowerkenwij.store import WorkTree, load
from zowerkenwij.store.ledger import version_file

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
    changed = any(not (source / "handbook" / "versions").exists() for source in overlays)
    if changed or (files and not any(path.startswith("versions/") for path in files)):
        adopt(folder)
    return load(WorkTree(folder, "handbook"))


def adopt(folder: Path) -> None:
    """Make ledgers true: the newest version of every document is its text as it stands."""
    book = load(WorkTree(folder, "handbook"))
    lost = Context(book, DAY).duplicates
    lost |= {u.place.path for u in book.unreadable if u.code == "ZW101"}
    for document in book.documents:
        entries = document.record.versions or ()
        if entries and document.path not in lost and all(is_whole(e) for e in entries):
            _adopt(folder, book, document)


def _adopt(folder: Path, book: Handbook, document: Document) -> None:
    entries, now = document.record.versions, document.digest
    old = entries[-1].digest
    record = folder / document.path
    if old != now:
        copies = [folder / d.path for d in book.documents if d.record.template]
        for path in (record, *copies):
            path.write_bytes(path.read_bytes().replace(old.encode(), now.encode()))
    assets = {p: (folder / p).read_bytes() for p in book.files if "/assets/" in p}
    for entry in entries:
        if entry.digest != old:
            continue  # another text: an overlay on such a thing brings its file
        agreed = tuple(
            c.model_copy(update={"digest": now}) if c.digest == old else c for c in entry.consulted
        )
        true = entry.model_copy(update={"digest": now, "consulted": agreed})
        path, text = version_file(book, document, true, assets)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


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
