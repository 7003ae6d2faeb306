"""``publish`` beside ``mkdocs build`` of the same Markdown (speed.md), and how cost grows with N.

    python benchmarks/publish.py            # 500 and 2,000 documents, one run each
    python benchmarks/publish.py 250 1000 --downloads

The floor is MkDocs with its bare theme: the same texts without front matter, no plugin, and a flat
navigation of all pages. Below it stands what MkDocs costs with one page in the navigation.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from datetime import date
from pathlib import Path

import revisions
from generate import document, path
from measure import ZWW, cpu, line

DAY = "2026-11-23"
revisions.START = date(2026, 1, 1)  # adopted not long before: nothing is late


def bare(folder: Path, count: int) -> None:
    """A plain MkDocs project with the same texts."""
    docs = folder / "docs"
    for n in range(count):
        body = document(n, count).split("---\n", 2)[2]
        text = re.sub(r" \{#[a-z-]+\}", "", body)
        file_path = docs / path(n)
        file_path.parent.mkdir(parents=True, exist_ok=True)
        file_path.write_text(text, encoding="utf-8")
    (docs / "index.md").write_text("# Begin\n", encoding="utf-8")
    pages = ["index.md", *(path(n) for n in range(count))]
    for name, nav in (("flat", pages), ("lean", ["index.md"])):
        (folder / f"{name}.yml").write_text(
            f"site_name: Kaal\nplugins: []\nnav: {nav}\nmarkdown_extensions: [tables, toc]\n"
            "validation: {nav: {omitted_files: ignore}, links: {anchors: ignore}}\n",
            encoding="utf-8",
        )


def built(folder: Path, name: str, runs: int) -> float:
    """CPU seconds of ``mkdocs build`` with one of the configurations."""
    command = (sys.executable, "-m", "mkdocs", "build", "-q", "-f", f"{name}.yml")
    return cpu((*command, "-d", str(folder.parent / name)), folder, runs)[0]


def size(folder: Path) -> float:
    """Megabytes of all files."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6


def ask_for_copies(handbook: Path) -> None:
    """Have Word copies made, which a large handbook does only when asked."""
    settings = handbook / "handbook.yml"
    settings.write_text(settings.read_text("utf-8") + "\ndownloads: [docx]\n", encoding="utf-8")


def measure(count: int, runs: int, audience: str, *, downloads: bool) -> tuple[float, float]:
    """Print the figures for N documents; gives CPU seconds and megabytes of output."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "boek").mkdir()
        (folder / "kaal").mkdir()
        revisions.generate(count, 1, 1, folder / "boek")
        bare(folder / "kaal", count)
        if downloads:
            ask_for_copies(folder / "boek" / "handbook")
        floor, lean = (built(folder / "kaal", name, runs) for name in ("flat", "lean"))
        out = folder / "site"
        publish = (*ZWW, "publish", "--audience", audience, "--as-of", DAY, "-o", str(out))
        seconds, memory = cpu(publish, folder / "boek", runs)
        if not (out / "d" / "document-1" / "index.html").is_file():
            raise SystemExit("publish did not succeed: run it by hand to see why")
        print(line(f"mkdocs build, {count} documents, flat", floor, floor, "the floor"))
        print(line("the same, one page in the navigation", lean, floor, "no bar"))
        print(line(f"publish {audience}, {count} documents", seconds, floor, "1.5 ×"))
        print(f"{'':44} {memory:8.0f} MB         (bar: 400 MB)   output {size(out):.1f} MB")
        return seconds, size(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", type=int, nargs="*", default=[500, 2000])
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--audience", default="staff")
    parser.add_argument("--downloads", action="store_true")
    asked = parser.parse_args()
    found = [
        (n, *measure(n, asked.runs, asked.audience, downloads=asked.downloads))
        for n in asked.counts
    ]
    (small, seconds, megabytes), (large, more, most) = found[0], found[-1]
    grown = large / small
    print(f"per document, {small} → {large}: time {more / seconds / grown:.2f} ×, "
          f"output {most / megabytes / grown:.2f} ×")  # fmt: skip


if __name__ == "__main__":
    main()
