"""Reading Word files against a bare loop over their text with python-docx.

``python benchmarks/word.py [FILE.docx …]`` reads the files that are given, else the example
handbook's own exports, in this process; it prints CPU milliseconds a file (median), seconds for a
hundred files, and the ratio to the bare loop.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
import warnings
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zowerkenwij.word.reader import read
from zowerkenwij.word.refused import RefusedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HANDBOOK = Path(__file__).parents[1]
ROUNDS = 3


def own_exports() -> list[bytes]:
    """The documents of the example handbook as Word files."""
    from zowerkenwij.cli import context, exporting

    handbook = context.load(HANDBOOK)
    ask = exporting.Ask("docx", None, date(2026, 11, 24), None, None, draft=True)
    found = [d for d in handbook.documents if d.record.type != "external"]
    return [
        exporting.file_of(handbook, exporting.prepared(handbook, document, ask), ask)
        for document in found
    ]


def bare(data: bytes) -> None:
    """The text of a file as python-docx gives it."""
    import docx

    "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)


def timed(work: Callable[[bytes], object], files: Iterable[bytes]) -> list[float]:
    """The least CPU seconds of some rounds, for each file that both ways can read."""
    found = []
    for data in files:
        rounds = []
        for _ in range(ROUNDS):
            start = time.process_time()
            work(data)
            rounds.append(time.process_time() - start)
        found.append(min(rounds))
    return found


def readable(data: bytes) -> bool:
    """Whether both ways can read a file."""
    try:
        read(data)
        bare(data)
    except (RefusedFile, KeyError, ValueError, AttributeError):
        return False
    return True


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    given = [Path(name).read_bytes() for name in sys.argv[1:]]
    files = [data for data in given or own_exports() if readable(data)]
    ours, floor = timed(read, files), timed(bare, files)
    for name, times in (("read", ours), ("bare python-docx", floor)):
        print(f"{name:18} median {1000 * statistics.median(times):6.1f} ms a file, "
              f"{100 * sum(times) / len(times):6.2f} s for 100 files ({len(times)} files)")  # fmt: skip
    print(f"ratio              {sum(ours) / sum(floor):6.2f}")


if __name__ == "__main__":
    main()
