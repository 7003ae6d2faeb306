"""Texts put aside: what a check reads once or twice need not fill the memory of a small machine.

The first megabytes stay in memory, the rest goes to a temporary file without a name: it is gone
with the program, whatever ends it. Where no such file can be made, everything stays in memory.
"""

from __future__ import annotations

import os
import tempfile
import weakref

_IN_MEMORY = 10_000_000  # bytes: the texts of some 1,500 documents
_AT_ONCE = 200_000  # bytes that are written together


class Stored:
    """Bytes that were put aside; calling it gives them back."""

    __slots__ = ("_from", "_source", "_to")

    def __init__(self, source: bytes | _File, start: int, end: int) -> None:
        self._source, self._from, self._to = source, start, end

    def __call__(self) -> bytes:
        """The bytes. Raises ``OSError`` when the temporary file can no longer be read."""
        source = self._source
        if isinstance(source, bytes):
            return source[self._from : self._to]
        return source.read(self._from, self._to)

    def part(self, start: int, end: int) -> Stored:
        """Some of the bytes, without storing them again."""
        return Stored(self._source, self._from + start, self._from + end)


class Spool:
    """Puts texts aside."""

    def __init__(self, in_memory: int = _IN_MEMORY) -> None:
        self._left = in_memory
        self._file: _File | None = None

    def keep(self, data: bytes) -> Stored:
        """Put bytes aside."""
        self._left -= len(data)
        if self._left < 0:
            try:
                self._file = self._file or _File()
                start = self._file.add(data)
                return Stored(self._file, start, start + len(data))
            except OSError:
                self._left = 1 << 62  # no room on disk: from now on in memory
        return Stored(data, 0, len(data))


class _File:
    """A temporary file without a name, written many texts at once."""

    def __init__(self) -> None:
        handle, name = tempfile.mkstemp(prefix="zww-")
        self._close = weakref.finalize(self, os.close, handle)
        self._handle, self._written = handle, 0
        self._waiting: list[bytes] = []
        self._size = 0  # with what waits
        os.unlink(name)  # noqa: PTH108 - no Path needed for a name of our own

    def add(self, data: bytes) -> int:
        """Put bytes at the end; where they begin. Raises ``OSError`` when those that waited cannot
        be written: they go on waiting, in memory."""
        if self._size - self._written > _AT_ONCE:
            self._write()
        start = self._size
        self._waiting.append(data)
        self._size += len(data)
        return start

    def _write(self) -> None:
        view = memoryview(b"".join(self._waiting))
        at = self._written
        while view:
            count = os.pwrite(self._handle, view, at)
            view, at = view[count:], at + count
        self._written = at
        self._waiting.clear()

    def read(self, start: int, end: int) -> bytes:
        """The bytes between two positions."""
        if start >= self._written:
            return b"".join(self._waiting)[start - self._written : end - self._written]
        data = os.pread(self._handle, end - start, start)
        while len(data) < end - start:
            more = os.pread(self._handle, end - start - len(data), start + len(data))
            if not more:
                raise OSError("Het tijdelijke bestand met teksten is ingekort.")
            data += more
        return data
