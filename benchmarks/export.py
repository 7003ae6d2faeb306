"""One record of some 120 lines as a Word file, in milliseconds of CPU, beside the bare minimum:
packing the same parts into a zip."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from time import process_time

from zowerkenwij.cli import context, exporting
from zowerkenwij.word.writer import write
from zowerkenwij.word.writer.package import unzipped, zipped

DAY = date(2026, 11, 23)


def best(work: object, runs: int = 15) -> float:
    """The least CPU time of a call, in milliseconds."""
    found = []
    for _ in range(runs):
        start = process_time()
        work()  # type: ignore[operator]
        found.append(process_time() - start)
    return min(found) * 1000


def main() -> None:
    book = context.load(Path(__file__).parent.parent)
    ask = exporting.Ask("docx", None, DAY, None, None)
    document = min(
        (d for d in book.documents if d.record.type != "external"),
        key=lambda d: abs(d.body.count("\n") - 120),
    )
    one = exporting.prepared(book, document, ask)
    assert one.export is not None
    data = write(one.export)
    parts = unzipped(data)
    floor = best(lambda: zipped(parts))
    made = best(lambda: write(one.export))
    whole = best(lambda: exporting.file_of(book, exporting.prepared(book, document, ask), ask))
    print(
        f"{document.id}, {document.body.count(chr(10))} lines, {len(data)} bytes", file=sys.stderr
    )
    print(f"write:  {made:.1f} ms   ({made / floor:.1f} × packing alone)")
    print(f"export: {whole:.1f} ms   ({whole / floor:.1f} × packing alone)   (bar: ≤ 50 ms)")


if __name__ == "__main__":
    main()
