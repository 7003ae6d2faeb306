"""The walk of ``verify`` through git: no version file or ledger entry was ever anything else.

One ``git log`` for all commits and one ``git cat-file`` for all records. Version files need no
reading: their blob may never differ. A ledger may only grow, from commit to commit.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from zowerkenwij.store.evidence import ledger_bytes, only_grew, record_facts, same_entry
from zowerkenwij.store.log import Change, Repository, blobs, changes
from zowerkenwij.store.verify import Mismatch, Present

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.store.location import Location

_VERSION = re.compile(rb"versions/([^/]+)/([^/]+)\.md\Z")
_PLACE = re.compile(rb"(|.*/)versions/([^/]+)/([^/]+)\.md")
_TEXT = re.compile(rb"(?!versions/|static/|assets/).+\.md\Z")
Key = tuple[str, str]


def problems(location: Location, found: Repository, present: Present) -> list[Mismatch]:
    """Everything in the history that may not have happened. Raises ``GitError``."""
    walk = _Walk(found, location, present)
    for commit in changes(found.root, found.head):
        walk.take(commit)
    walk.finish()
    walk.ledgers()
    return walk.problems


class _Walk:
    def __init__(self, found: Repository, location: Location, present: Present) -> None:
        self.found, self.present = found, present
        top = os.fsencode(found.inside + location.prefix)
        self.top = top + b"/" if location.prefix else top
        self.tops: tuple[bytes, ...] = (self.top,)  # with the folders where the handbook lay before
        self.problems: list[Mismatch] = []
        self.seen: dict[Key, bytes] = {}  # every version file that ever was, with its blob
        self.pairs: dict[bytes, list[tuple[bytes, bytes, bytes, bytes]]] = {}

    def take(self, commit: list[Change]) -> None:
        """Look at one commit."""
        gone: list[tuple[bytes, bytes, Change]] = []
        left: list[Change] = []
        fresh: dict[bytes, list[tuple[bytes, bytes]]] = {}
        for change in commit:
            inner = self._inner(change.path)
            if inner is None:
                left.append(change)
                continue
            match = _VERSION.match(inner)
            if match is None:
                self._record(change, inner)
                continue
            folder, number = match.groups()
            if not change.new:
                gone.append((folder, number, change))
                continue
            self._existed(folder, number, change)
            if not change.old:
                fresh.setdefault(change.new, []).append((folder, number))
        for folder, number, change in gone:
            self._gone(folder, number, change, fresh.get(change.old, []), commit)
        for change in left:
            if fresh and not change.new:
                self._moved(change, fresh.get(change.old, []))

    def _record(self, change: Change, inner: bytes) -> None:
        if _TEXT.match(inner):
            row = (change.old, change.new, change.on, change.commit)
            self.pairs.setdefault(change.path, []).append(row)

    def _moved(self, change: Change, fresh: list[tuple[bytes, bytes]]) -> None:
        """Follow the handbook to the folder where it lay before this commit: its version files
        left that place and came to the present one."""
        match = _PLACE.fullmatch(change.path)
        if match and match.groups()[1:] in fresh:
            self.tops = tuple(dict.fromkeys((*self.tops, match[1])))

    def _inner(self, path: bytes) -> bytes | None:
        for top in self.tops:
            if path.startswith(top):
                return path[len(top) :]
        return None

    def _key(self, folder: bytes, number: bytes) -> Key:
        return self.present.name(os.fsdecode(folder)), os.fsdecode(number)

    def _existed(self, folder: bytes, number: bytes, change: Change) -> None:
        key = self._key(folder, number)
        for blob in (change.old, change.new):
            if blob and self.seen.setdefault(key, blob) != blob:
                self._tell(key, "Het versiebestand is gewijzigd na de vaststelling", change)

    def _gone(
        self, folder: bytes, number: bytes, change: Change,
        fresh: list[tuple[bytes, bytes]], commit: list[Change],
    ) -> None:  # fmt: skip
        """A version file that left its place: right only when the same bytes stand, in the same
        commit, in the folder of the document's new id or of the moved handbook."""
        key = self._key(folder, number)
        if self.seen.setdefault(key, change.old) != change.old:
            self._tell(key, "Het versiebestand is gewijzigd na de vaststelling", change)
        if key in [self._key(*place) for place in fresh]:
            return
        tail = b"/versions/%s/%s.md" % (folder, number)
        if any(c.new == change.old and (b"/" + c.path).endswith(tail) for c in commit):
            return
        what = "verplaatst" if fresh else "weggehaald"
        self._tell(key, f"Het versiebestand is {what}", change)

    def _tell(self, key: Key, what: str, change: Change) -> None:
        when, commit = os.fsdecode(change.on), os.fsdecode(change.commit[:10])
        self.problems.append(
            Mismatch(*key, f"{what} op {when} (wijziging {commit} in git). "
                     "Kijk in de geschiedenis wie dit deed en zet het oorspronkelijke terug.")
        )  # fmt: skip

    def finish(self) -> None:
        """Compare what history knows with the files that lie here."""
        here = {(self.present.name(f), n): id_ for (f, n), id_ in self.present.ids.items()}
        told = {(p.document, p.version) for p in self.problems}
        for key, blob in self.seen.items():
            if key not in here and key not in told:
                sentence = "Het versiebestand stond in git en is hier weg. Zet het terug."
                self.problems.append(Mismatch(*key, sentence))
            elif key in here and here[key] != os.fsdecode(blob) and key not in told:
                sentence = "Het versiebestand is hier anders dan in git. Zet het terug."
                self.problems.append(Mismatch(*key, sentence))

    # -- ledgers -------------------------------------------------------------------------

    def ledgers(self) -> None:
        """Read every record that ever was, once, and follow its ledger."""
        ids = {
            path: list(dict.fromkeys(b for row in rows for b in row[:2] if b))
            for path, rows in self.pairs.items()
        }
        texts = blobs(self.found.root, [id_ for found in ids.values() for id_ in found])
        for path, found in ids.items():
            self._follow(path, dict(zip(found, texts, strict=False)))

    def _follow(self, path: bytes, texts: dict[bytes, bytes | None]) -> None:
        blocks = {id_: ledger_bytes(data) if data else b"" for id_, data in texts.items()}
        passed: set[bytes] = set()
        for old, new, on, commit in self.pairs[path]:
            if not old or not new:
                continue
            before, after = blocks[old], blocks[new]
            if before is None or after is None or not only_grew(before, after):
                self._compare(path, (texts[old], texts[new]), on, commit)
            passed.add(old)
        here = self.present.blobs.get(os.fsdecode(path[len(self.found.inside) :]))
        for id_, data in texts.items():
            if id_ not in passed and data and os.fsdecode(id_) != here:
                self._last(path, data)

    def _compare(
        self, path: bytes, texts: tuple[bytes | None, bytes | None], on: bytes, commit: bytes
    ) -> None:
        old, new = (record_facts(t or b"", os.fsdecode(path)) for t in texts)
        change = Change(commit, on, b"", b"", path)
        for version, entry in old.entries.items():
            key = self.present.name(old.id), version
            if key not in self.seen:
                continue  # never an adopted text: a slip of the pen that was put right
            if version not in new.entries:
                self._tell(key, "De regel in het register is weggehaald", change)
            elif not same_entry(entry, new.entries[version]):
                self._tell(key, "De regel in het register is gewijzigd", change)

    def _last(self, path: bytes, data: bytes) -> None:
        """A record's last text at a place: the ledger of today has all of it."""
        facts = record_facts(data, os.fsdecode(path))
        name = self.present.name(facts.id)
        now = self.present.records.get(name)
        for version, entry in self._known(name, facts.entries):
            mine = now.entries.get(version) if now else None
            if mine is None or not same_entry(mine, entry):
                what = "staat niet meer in het register" if mine is None else "is anders"
                self.problems.append(
                    Mismatch(name, version, f"De vaststelling die in git staat, {what}. "
                             "Zet terug wat er bij de vaststelling stond.")
                )  # fmt: skip

    def _known(self, name: str, entries: object) -> Iterator[tuple[str, str]]:
        pairs = entries.items() if isinstance(entries, dict) else ()
        return ((v, e) for v, e in pairs if (name, v) in self.seen)
