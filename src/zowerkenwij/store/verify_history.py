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
from zowerkenwij.store.verify import Mismatch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.store.evidence import RecordFacts
    from zowerkenwij.store.location import Location
    from zowerkenwij.store.present import Key, Present

_VERSION = re.compile(rb"versions/([^/]+)/([^/]+)\.md\Z")
_PLACE = re.compile(rb"(|.*/)versions/([^/]+)/([^/]+)\.md")


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
        self.removed: list[tuple[Change, list[bytes]]] = []
        self.folders: dict[bytes, str] = {}  # of version files: the id of today
        self.seen: dict[Key, bytes] = {}  # every version file that ever was, with its blob
        self.pairs: dict[bytes, list[tuple[bytes, bytes, bytes, bytes]]] = {}

    def take(self, commit: list[Change]) -> None:
        """Look at one commit."""
        gone: list[tuple[bytes, bytes, Change]] = []
        left: list[Change] = []
        for change in commit:
            inner = self._inner(change.path)
            match = _VERSION.match(inner) if inner is not None else None
            if inner is None:
                if not change.new:
                    left.append(change)
            elif match is None:
                self._record(change, inner)
            elif change.new:
                self._existed(match[1], match[2], change)
            else:
                gone.append((match[1], match[2], change))
        if gone or left:
            self._left(gone, left, commit)
        self._removed(commit)

    def _left(
        self, gone: list[tuple[bytes, bytes, Change]], left: list[Change], commit: list[Change]
    ) -> None:
        """Look at what left its place in a commit."""
        fresh: dict[bytes, list[tuple[bytes, bytes]]] = {}
        for change in commit:
            inner = None if change.old else self._inner(change.path)
            match = _VERSION.match(inner) if inner is not None else None
            if match:
                fresh.setdefault(change.new, []).append((match[1], match[2]))
        for folder, number, change in gone:
            self._gone(folder, number, change, fresh.get(change.old, []), commit)
        for change in left:
            if fresh:
                self._moved(change, fresh.get(change.old, []))

    def _record(self, change: Change, inner: bytes) -> None:
        if inner.endswith(b".md") and not inner.startswith((b"versions/", b"static/", b"assets/")):
            row = (change.old, change.new, change.on, change.commit)
            self.pairs.setdefault(change.path, []).append(row)

    def _removed(self, commit: list[Change]) -> None:
        """Remember the records that a commit took away, with those that came in their place."""
        for change in commit:
            if not change.new and self._is_record(change.path):
                fresh = [c.new for c in commit if not c.old and self._is_record(c.path)]
                self.removed.append((change, fresh))

    def _is_record(self, path: bytes) -> bool:
        inner = self._inner(path) if path.endswith(b".md") else None
        return inner is not None and not inner.startswith((b"versions/", b"static/", b"assets/"))

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
        name = self.folders.get(folder)
        if name is None:
            name = self.folders[folder] = self.present.name(os.fsdecode(folder))
        return name, os.fsdecode(number)

    def _existed(self, folder: bytes, number: bytes, change: Change) -> None:
        key = self._key(folder, number)
        known = self.seen.setdefault(key, change.new)
        if known != change.new or (change.old and change.old != known):
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
        here = {(self.present.name(f), n): id_ for (f, n), id_ in self.present.versions.items()}
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
        """Follow the ledger of every record that ever was. A text whose bytes are those of an
        adoption that still stands here needs no reading; every other is read once."""
        rows = {path: [row for row in found if not self._is_foreseen(row)]
                for path, found in self.pairs.items()}  # fmt: skip
        ids = {
            path: list(dict.fromkeys(b for row in reversed(found) for b in row[:2] if b))
            for path, found in rows.items() if found
        }  # fmt: skip
        texts = blobs(self.found.root, [id_ for found in ids.values() for id_ in found])
        for path, found in ids.items():
            self._follow(path, rows[path], dict(zip(found, texts, strict=False)))
        self._judge_removed()

    def _judge_removed(self) -> None:
        """A record may go only when its ledger stands in another place in the same commit."""
        ids = dict.fromkeys(id_ for change, fresh in self.removed for id_ in (change.old, *fresh))
        texts = blobs(self.found.root, list(ids))
        facts = {id_: record_facts(data or b"", "") for id_, data in zip(ids, texts, strict=True)}
        for change, fresh in self.removed:
            old = facts[change.old]
            name = self.present.name(old.id)
            now = {v: e for id_ in fresh for v, e in facts[id_].entries.items()
                   if self.present.name(facts[id_].id) == name}  # fmt: skip
            for version, entry in self._known(name, old):
                if version not in now or not same_entry(now[version], entry):
                    self._tell((name, version), "De regel in het register is weggehaald", change)

    def _is_foreseen(self, row: tuple[bytes, bytes, bytes, bytes]) -> bool:
        """Whether the ledger was that of today up to some entry, and lost none in this change."""
        old, new = (self.present.foreseen.get(os.fsdecode(id_)) for id_ in row[:2])
        if row[0] and row[1]:
            return bool(old and new and old[0] == new[0] and old[1] <= new[1])
        return bool(old or new)

    def _follow(
        self, path: bytes, rows: list[tuple[bytes, bytes, bytes, bytes]],
        texts: dict[bytes, bytes | None],
    ) -> None:  # fmt: skip
        blocks = {id_: ledger_bytes(data) if data else b"" for id_, data in texts.items()}
        passed: set[bytes] = set()
        for old, new, on, commit in rows:
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
        for version, entry in self._known(name, facts):
            mine = now.entries.get(version) if now else None
            if mine is None or not same_entry(mine, entry):
                what = "staat niet meer in het register" if mine is None else "is anders"
                self.problems.append(
                    Mismatch(name, version, f"De vaststelling die in git staat, {what}. "
                             "Zet terug wat er bij de vaststelling stond.")
                )  # fmt: skip

    def _known(self, name: str, facts: RecordFacts) -> Iterator[tuple[str, bytes]]:
        return ((v, e) for v, e in facts.entries.items() if (name, v) in self.seen)
