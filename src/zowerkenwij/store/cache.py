"""Outlines that cost python-markdown's time, remembered by the content of the text.

One SQLite file beside git's data, else in the user's cache folder; it is opened only for a text
that the fast scanner does not settle. Losing it is safe, a damaged one is made anew, and one that
cannot be written is done without. Values are JSON, never pickles.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from zowerkenwij.model.outline import Heading, Link, Outline, Passage, SlotUse
from zowerkenwij.store.database import MAX_ROWS, opened
from zowerkenwij.text import outline, quick_outline

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

_TABLE = "outlines (key BLOB PRIMARY KEY, value TEXT NOT NULL)"


class Outlines:
    """Outlines of texts, each worked out once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._salt = b""
        self._file: sqlite3.Connection | None = None
        self._opened = False
        self._new: dict[bytes, str] = {}

    def of(self, body: str, again: Callable[[], bytes]) -> Outline:
        """The outline of a text; ``again`` gives the text once more."""
        quick = quick_outline(body, again)
        if quick is not None:
            return quick
        key = self._key(body)
        found = self._recalled(key)
        if found is None:
            found = outline(body)
            self._new[key] = json.dumps(_plain(found), ensure_ascii=False, separators=(",", ":"))
        return found

    def close(self) -> None:
        """Write down what is new; says nothing when that fails."""
        with suppress(Exception):  # a full disk, a lock, a damaged file: all the same to us
            if self._file and self._new:
                with self._file:
                    count = self._file.execute("SELECT count(*) FROM outlines").fetchone()[0]
                    if count > MAX_ROWS:
                        self._file.execute("DELETE FROM outlines")
                    rows = self._new.items()
                    self._file.executemany("INSERT OR REPLACE INTO outlines VALUES (?, ?)", rows)
        if self._file:
            self._file.close()

    def _key(self, body: str) -> bytes:
        if not self._salt:
            from zowerkenwij.store.remember import program

            self._salt = program().encode()
        return hashlib.sha256(self._salt + body.encode("utf-8", "surrogatepass")).digest()

    def _recalled(self, key: bytes) -> Outline | None:
        if not self._opened:
            self._opened = True
            self._file = opened(self._root, _TABLE)
        if self._file is None:
            return None
        try:
            row = self._file.execute("SELECT value FROM outlines WHERE key = ?", (key,)).fetchone()
            return _outline(json.loads(row[0])) if row else None
        except (TypeError, ValueError, IndexError):  # a row that makes no sense
            return None
        except Exception:  # noqa: BLE001 - locked or damaged: this run does without
            self._file.close()
            self._file = None
            return None


def _plain(found: Outline) -> list[Any]:
    return [
        [[h.level, h.text, h.anchor, h.line] for h in found.headings],
        [
            [x.target, x.text, x.line, x.column, x.start, x.end, x.image, x.bare]
            for x in found.links
        ],
        list(found.anchors),
        [[s.name, s.line, s.column, s.start, s.end] for s in found.slots],
        [[p.kind, p.argument, p.line, p.last_line, p.problem] for p in found.passages],
        found.lines,
        found.too_deep,
    ]


def _outline(value: Any) -> Outline:
    headings, links, anchors, slots, passages, lines, too_deep = value
    return Outline(
        tuple(Heading(*one) for one in headings),
        tuple(Link(*one) for one in links),
        tuple(anchors),
        tuple(SlotUse(*one) for one in slots),
        tuple(Passage(*one) for one in passages),
        lines,
        too_deep,
    )
