"""A new handbook: the starter's files, adopted today, in a repository of its own."""

from __future__ import annotations

import re
import shutil
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING

from zowerkenwij.control.copies import filled_copy
from zowerkenwij.model.document import Adoption, Consultation, LedgerEntry
from zowerkenwij.store import WorkTree, git, ledger, load, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zowerkenwij.model.handbook import Document, Handbook

_NOTE = "Eerste vaststelling."
_HIDDEN = ("gitignore", "gitattributes")  # these lie in the starter without their dot


def is_empty(folder: Path) -> bool:
    """Whether a handbook may be made here: no folder yet, one with nothing in it, or a repository
    in which nothing was ever kept."""
    if not folder.exists():
        return True
    if not folder.is_dir():
        return False
    names = [child.name for child in folder.iterdir()]
    return not names or (names == [".git"] and not _has_history(folder / ".git"))


def _has_history(git: Path) -> bool:
    """Whether a ``.git`` knows any commit, or is none that was just made."""
    if not (git / "HEAD").is_file() or (git / "packed-refs").exists():
        return True
    return any(path.is_file() for path in (git / "refs").rglob("*"))


def create(folder: Path, today: date) -> bool:
    """Write the starter handbook into an empty folder; everything in it is adopted today.
    Returns whether git keeps it. Raises OSError and StoreError."""
    existed = folder.exists()
    own = {child.name for child in folder.iterdir()} if existed else set()
    try:
        _copy_starter(folder, today)
        _adopt_all(folder, today, lambda d: d.record.level == "foundation")
        _fill_schools(folder, today)
        _adopt_all(folder, today, lambda d: not d.record.versions)
        return _commit(folder)
    except BaseException:
        if existed:
            for child in folder.iterdir():
                if child.name not in own:
                    shutil.rmtree(child) if child.is_dir() else child.unlink()
            (folder / ".git" / "index").unlink(missing_ok=True)  # of a repository without history
        else:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _copy_starter(folder: Path, today: date) -> None:
    values = {
        "$today": today.isoformat(),
        "$month": today.strftime("%Y-%m"),
        "$next_year": date(today.year + 1, today.month, min(today.day, 28)).isoformat(),
    }
    root = resources.files("zowerkenwij") / "starter"
    with resources.as_file(root) as source:
        for path in sorted(source.rglob("*")):
            if not path.is_file():
                continue
            name = path.relative_to(source).as_posix()
            target = folder / (f".{name}" if name in _HIDDEN else name)
            target.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8")
            for key, value in values.items():
                text = text.replace(key, value)
            target.write_text(text, encoding="utf-8", newline="\n")


def _read(folder: Path) -> Handbook:
    return load(WorkTree(folder, "handbook"))


def _adopt_all(folder: Path, today: date, wanted: Callable[[Document], bool]) -> None:
    handbook = _read(folder)
    writes: dict[str, bytes] = {}
    for document in handbook.documents:
        if not wanted(document):
            continue
        entry = first_version(handbook, document, today)
        record = (folder / document.path).read_text(encoding="utf-8")
        writes[document.path] = ledger.record_with_entry(record, entry).encode()
        path, text = ledger.version_file(handbook, document, entry, {})
        writes[path] = text.encode()
    write(folder, writes)


def first_version(handbook: Handbook, document: Document, day: date) -> LedgerEntry:
    """Version 1.0, adopted by the first body that its type allows at its level, after consent."""
    type_ = handbook.types[document.record.type]
    level = document.record.level
    fits = [b for b in handbook.bodies.values() if b.level == level]
    adopters = [b.id for b in fits if b.id in type_.adopted_by.get("major", ())]
    consulted = tuple(
        Consultation(body=c.body, on=day, outcome="consent", digest=document.digest)
        for c in type_.consult.get("major", ())
        if c.right == "consent" and c.body in {b.id for b in fits}
    )
    return LedgerEntry(
        version="1.0", change="major", note=_NOTE, digest=document.digest, consulted=consulted,
        adopted=Adoption(by=adopters[0], on=day), effective=day,
    )  # fmt: skip


def _fill_schools(folder: Path, today: date) -> None:
    handbook = _read(folder)
    template = handbook.by_id["plan"]
    copies = [filled_copy(handbook, school, template, today) for school in handbook.schools]
    write(folder, {copy.path: copy.text.encode() for copy in copies})


def _commit(folder: Path) -> bool:
    """Put the folder under version control; False when git is missing."""
    if shutil.which("git") is None:
        return False
    settings = (folder / "handbook" / "handbook.yml").read_text(encoding="utf-8")
    name, email = re.search(r"commit_as: \{name: (.+?), email: (.+?)\}", settings).groups()  # type: ignore[union-attr]
    who = ["-c", f"user.name={name}", "-c", f"user.email={email}", "-c", "commit.gpgsign=false"]
    if not (folder / ".git").exists():
        git.run(folder, "init", "-q", "-b", "main")
    git.run(folder, "add", "-A")
    git.run(folder, *who, "commit", "-q", "-m", "Nieuw handboek")
    return True
