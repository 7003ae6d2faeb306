"""``check`` cold, warm and with ten documents changed, as ratios to the floors of speed.md.

    python benchmarks/check.py 1000 10000
    python benchmarks/check.py --real 1000

The bars are for generated texts: sections of random words and links in which nothing is wrong. With
``--real`` the texts are variants of the example handbook's own documents, longer and with tables,
slots, quotes and long front matter, so that a check has more to look at twice.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from itertools import count as counting
from pathlib import Path

from generate import generate, variants
from measure import ZWW, beside, cpu, line

DAY = "2026-11-23"
CHECK = [*ZWW, "check", "--as-of", DAY]
SCRIPT = [str(Path(sys.executable).with_name("zowerkenwij")), *CHECK[len(ZWW) :]]
CHANGED = 10
SHORT = 15  # runs of what takes a twentieth of a second
_TURN = counting()


def forget(root: Path) -> None:
    """Remove what earlier checks remembered."""
    shutil.rmtree(root / ".git" / "zowerkenwij", ignore_errors=True)


def change(paths: Iterable[Path]) -> None:
    """Give documents another sentence than they ever had."""
    turn = next(_TURN)
    for path in paths:
        with path.open("a", encoding="utf-8") as stream:
            stream.write(f"\nDit is zin {turn}.\n")


def python(code: str, runs: int) -> float:
    """CPU seconds of a small program."""
    return cpu([sys.executable, "-c", code], runs=runs)[0]


def bench(count: int, make: Callable[[int, Path], list[Path]]) -> float:
    """Print the ratios for one size; returns the cold cost per document in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "repository"
        paths = make(count, root)
        runs = 5 if count <= 1000 else 3
        floor_of = [sys.executable, str(Path(__file__).parent / "floor.py"), str(root)]
        floor, cold, memory = beside(floor_of, CHECK, root, 5, before=lambda: forget(root))
        cpu(CHECK, root, 1)
        cpu(SCRIPT, root, 1)  # another way of starting, another memory
        warm, _ = cpu(CHECK, root, SHORT)
        script, _ = cpu(SCRIPT, root, SHORT)
        idle = f"git ls-files -s -z; git status --porcelain -z; {sys.executable} -c pass"
        warm_floor, _ = cpu(["sh", "-c", idle], root, SHORT)
        changed, _ = cpu(CHECK, root, runs, before=lambda: change(paths[:CHANGED]))
        validator = python("import pydantic", runs) - python("pass", runs)
        print(f"\n{len(paths)} documents")
        print(line("check, cold / read + yaml-rs + pydantic", cold, floor, "≤ 6"))
        print(line("check, warm / ls-files + status + python", warm, warm_floor, "≤ 3"))
        print(line("the same, as the program zowerkenwij", script, warm_floor, "≤ 3"))
        print(
            line(f"check, {CHANGED} changed / warm + pydantic", changed, warm + validator, "≤ 1.3")
        )
        print(
            f"{'peak memory of a cold check':44} {memory:8.0f} MB              (bar: ≤ 150 at 10,000)"
        )
        return cold / len(paths)


def main() -> None:
    make = variants if "--real" in sys.argv else generate
    sizes = [int(word) for word in sys.argv[1:] if word != "--real"] or [1000, 10000]
    costs = [bench(size, make) for size in sizes]
    if len(sizes) > 1:
        grown = costs[-1] / costs[0]
        print(f"\ncost per document, {sizes[0]:,} → {sizes[-1]:,}: {grown:.2f} ×   (bar: ≤ 1.3)")


if __name__ == "__main__":
    main()
