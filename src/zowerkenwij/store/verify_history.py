"""The walk of ``verify`` through git: no version file or ledger entry was ever anything else.

One ``git log`` for all commits and one ``git cat-file`` for all records. Version files need no
reading: their blob may never differ. A ledger may only grow, from commit to commit; a merge is
looked at from each of its parents.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from zowerkenwij.store.evidence import ledger_bytes, losses, only_grew, record_facts, seals
from zowerkenwij.store.log import Change, Repository, blobs, changes
from zowerkenwij.store.present import attachment
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
    top = os.fsencode(found.inside + location.prefix)
    tops: tuple[bytes, ...] = (top + b"/" if location.prefix else top,)
    while True:
        walk = _Walk(found, present, tops)
        for commit in changes(found.root, "--diff-merges=separate", found.head):
            walk.take(commit)
        if walk.tops == tops:
            break
        tops = walk.tops  # git may show a commit before the one that tells where it lay then
    walk.finish()
    walk.ledgers()
    walk.attachments()
    return walk.problems


class _Walk:
    def __init__(self, found: Repository, present: Present, tops: tuple[bytes, ...]) -> None:
        self.found, self.present = found, present
        self.tops = tops  # the folder of the handbook, with those where it lay before
        self.problems: list[Mismatch] = []
        self.removed: list[tuple[list[Change], list[bytes]]] = []  # records, and what came
        self.attached: dict[bytes, list[tuple[Key, str]]] = {}  # what seals each attachment
        for key, record, assets in present.attached():
            for target, made in assets.items():
                path = os.fsencode(attachment(record, target))
                self.attached.setdefault(path, []).append((key, made))
        self.last: list[RecordFacts] = []  # what git has as the last text of a record at a place
        self.lost: list[tuple[Change, bytes]] = []  # attachments that were changed or taken away
        self.folders: dict[bytes, str] = {}  # of version files: the id of today
        self.seen: dict[Key, bytes] = {}  # every version file that ever was, with its blob
        self.adopted: dict[str, set[str]] = {}  # their numbers by document
        self.pairs: dict[bytes, list[Change]] = {}  # what happened to each record

    def take(self, commit: list[Change]) -> None:
        """Look at one commit."""
        gone: list[tuple[bytes, bytes, Change]] = []
        left: list[Change] = []
        is_less = False
        for change in commit:
            inner = self._inner(change.path)
            match = _VERSION.match(inner) if inner is not None else None
            if inner is None:
                if not change.new:
                    left.append(change)
            elif match is None:
                self._record(change, inner)
                if not change.new:
                    is_less = True
                    left.append(change)
                if inner in self.attached and change.old:
                    self._lost(change, inner, commit)
            elif change.new:
                self._existed(match[1], match[2], change)
            else:
                gone.append((match[1], match[2], change))
        if gone or left:
            self._left(gone, left, commit)
        if is_less:
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
            self._gone(folder, number, change, fresh.get(change.old, []))
        if fresh:
            self._moved(left, fresh)

    def _record(self, change: Change, inner: bytes) -> None:
        if inner.endswith(b".md") and not inner.startswith((b"versions/", b"static/", b"assets/")):
            self.pairs.setdefault(change.path, []).append(change)

    def _lost(self, change: Change, inner: bytes, commit: list[Change]) -> None:
        """Remember an attachment that is not the same after a commit, unless it moved along."""
        if not any(c.new == change.old and self._inner(c.path) == inner for c in commit):
            self.lost.append((change, inner))

    def _removed(self, commit: list[Change]) -> None:
        """Remember the records that a commit took away, with what stands there after it."""
        gone = [c for c in commit if not c.new and self._is_record(c.path)]
        if gone:
            fresh = [c.new for c in commit if c.new and self._is_record(c.path)]
            self.removed.append((gone, fresh))

    def _is_record(self, path: bytes) -> bool:
        inner = self._inner(path) if path.endswith(b".md") else None
        return inner is not None and not inner.startswith((b"versions/", b"static/", b"assets/"))

    def _moved(self, left: list[Change], fresh: dict[bytes, list[tuple[bytes, bytes]]]) -> None:
        """Follow the handbook to the folder where it lay before a commit: its settings and version
        files left that place, and the latter came to the present one."""
        paths = {change.path for change in left}
        tops = set(self.tops)
        for change in left:
            match = _PLACE.fullmatch(change.path)
            if (
                match and match.groups()[1:] in fresh.get(change.old, ())
                and match[1] + b"handbook.yml" in paths
            ):  # fmt: skip
                tops.add(match[1])
        # the deepest first: one may lie in another
        self.tops = tuple(sorted(tops, key=lambda top: (-len(top), top)))

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
        self, folder: bytes, number: bytes, change: Change, fresh: list[tuple[bytes, bytes]]
    ) -> None:
        """A version file that left its place: right only when the same bytes stand, in the same
        commit, in the folder of the document's new id or of the moved handbook."""
        key = self._key(folder, number)
        if self.seen.setdefault(key, change.old) != change.old:
            self._tell(key, "Het versiebestand is gewijzigd na de vaststelling", change)
        if key in [self._key(*place) for place in fresh]:
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
            path: list(dict.fromkeys(b for row in reversed(found) for b in (row.old, row.new) if b))
            for path, found in rows.items() if found
        }  # fmt: skip
        texts = blobs(self.found.root, [id_ for found in ids.values() for id_ in found])
        for path, found in ids.items():
            self._follow(path, rows[path], dict(zip(found, texts, strict=False)))
        self._judge_removed()
        self._compare_here()

    def _judge_removed(self) -> None:
        """A record may go only when its ledger stands in another place in the same commit."""
        ids = {id_ for gone, fresh in self.removed for id_ in (*(c.old for c in gone), *fresh)}
        asked = list(ids)
        texts = blobs(self.found.root, asked)
        facts = {id_: record_facts(data or b"", "") for id_, data in zip(asked, texts, strict=True)}
        for gone, fresh in self.removed:
            came: dict[str, list[RecordFacts | None]] = {}
            for id_ in fresh:
                came.setdefault(self.present.name(facts[id_].id), []).append(facts[id_])
            for change in gone:
                old = facts[change.old]
                name = self.present.name(old.id)
                found = came.get(name) or [None]
                lost = (list(self._losses(old, new, is_merge=change.is_merge)) for new in found)
                for version, what in min(lost, key=len):
                    self._tell((name, version), what, change)

    def _losses(
        self, old: RecordFacts, new: RecordFacts | None, *, is_merge: bool
    ) -> Iterator[tuple[str, str]]:
        """What a record said of adopted texts and says no more. What is in no version file was
        never an adopted text: a slip of the pen that was put right."""
        if not self.adopted:  # seldom needed
            for name, number in self.seen:
                self.adopted.setdefault(name, set()).add(number)
        adopted = self.adopted.get(self.present.name(old.id), set())
        return losses(old, new, adopted, self.present.names, may_mix=is_merge)

    def _is_foreseen(self, row: Change) -> bool:
        """Whether the ledger was that of today up to some entry, and lost none in this change."""
        old, new = (self.present.foreseen.get(os.fsdecode(id_)) for id_ in (row.old, row.new))
        if row.old and row.new:
            return bool(old and new and old[0] == new[0] and old[1] <= new[1])
        return bool(old or new)

    def _follow(
        self, path: bytes, rows: list[Change], texts: dict[bytes, bytes | None]
    ) -> None:  # fmt: skip
        blocks = {id_: ledger_bytes(data) if data else b"" for id_, data in texts.items()}
        passed: set[bytes] = set()
        for row in rows:
            if not row.old or not row.new:
                continue
            before, after, text = blocks[row.old], blocks[row.new], texts[row.old] or b""
            if (
                before is None
                or after is None
                or not only_grew(before, after)
                or b"withdrawn" in text
            ):
                self._compare(row, text, texts[row.new] or b"")
            passed.add(row.old)
        here = self.present.blobs.get(os.fsdecode(path[len(self.found.inside) :]))
        for id_, data in texts.items():
            if id_ not in passed and data and os.fsdecode(id_) != here:
                self.last.append(record_facts(data, os.fsdecode(path)))

    def _compare(self, row: Change, before: bytes, after: bytes) -> None:
        old, new = (record_facts(text, os.fsdecode(row.path)) for text in (before, after))
        name = self.present.name(old.id)
        if self.present.name(new.id) != name:  # another document took its place
            fresh = [
                c.new for found in self.pairs.values() for c in found if c.commit == row.commit
            ]
            self.removed.append(([row], [id_ for id_ in fresh if id_]))
            return
        for version, what in self._losses(old, new, is_merge=row.is_merge):
            self._tell((name, version), what, row)

    def _compare_here(self) -> None:
        """Compare the last texts that git has with the records that lie here."""
        told = {(p.document, p.version) for p in self.problems}
        for facts in self.last:
            name = self.present.name(facts.id)
            now = self.present.records.get(name)
            for version, what in self._losses(facts, now, is_merge=True):
                if (name, version) not in told:
                    sentence = f"{what} en dat staat nog niet in git. Zet terug wat er stond."
                    self.problems.append(Mismatch(name, version, sentence))

    # -- attachments ---------------------------------------------------------------------

    def attachments(self) -> None:
        """An attachment that was changed or taken away while an adopted text named it."""
        rows = [(change, key, made) for change, inner in self.lost
                for key, made in self.attached[inner]]  # fmt: skip
        asked = [[change.old, *self._places(key, change.commit)] for change, key, _ in rows]
        texts = blobs(self.found.root, [id_ for found in asked for id_ in found])
        for (change, key, made), found in zip(rows, asked, strict=True):
            data, *files = (next(texts) for _ in found)
            if data is not None and seals(made, data) and any(files):
                path = os.fsdecode(change.path)
                what = "gewijzigd" if change.new else "weggehaald"
                self._tell(key, f"De bijlage {path} is {what}", change)

    def _places(self, key: Key, commit: bytes) -> Iterator[bytes]:
        """Where a version file may lie in a commit."""
        names = [id_ for id_, now in self.present.names.items() if now == key[0]]
        for top in self.tops:
            if b"\n" not in top:
                yield from (
                    b"%s:%sversions/%s/%s.md" % (commit, top, *map(os.fsencode, (name, key[1])))
                    for name in names
                )
