"""``check`` cold and warm on 1,000 and 10,000 documents, as ratios to the floors."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from generate import generate
from measure import ZWW, cpu, line

DAY = "2026-11-23"


def forget(root: Path) -> None:
    """Remove what earlier checks remembered."""
    shutil.rmtree(root / ".git" / "zowerkenwij", ignore_errors=True)


def bench(count: int) -> float:
    """Print the ratios for one size; returns the cold cost per document in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "repository"
        generate(count, root)
        runs = 5 if count <= 1000 else 3
        check = [*ZWW, "check", "--as-of", DAY]
        floor, _ = cpu(
            [sys.executable, str(Path(__file__).parent / "floor.py"), str(root)], runs=runs
        )
        cold, memory = cpu(check, root, runs, before=lambda: forget(root))
        cpu(check, root, 1)
        warm, _ = cpu(check, root, runs)
        idle = [
            "sh",
            "-c",
            f"git ls-files -s -z; git status --porcelain -z; {sys.executable} -c pass",
        ]
        warm_floor, _ = cpu(idle, root, runs)
        print(f"\n{count} documents")
        print(line("check, cold / read + yaml-rs + pydantic", cold, floor, "≤ 6"))
        print(line("check, warm / ls-files + status + python", warm, warm_floor, "≤ 3"))
        print(
            f"{'peak memory of a cold check':44} {memory:8.0f} MB              (bar: ≤ 150 at 10,000)"
        )
        return cold / count


def main() -> None:
    small, large = (bench(int(n)) for n in (sys.argv[1:] or ("1000", "10000")))
    print(f"\ncost per document, 1,000 → 10,000: {large / small:.2f} ×   (bar: ≤ 1.3)")


if __name__ == "__main__":
    main()
