"""``review agenda`` and ``review report`` warm as ratios to ``check`` warm, and how long it takes to
show which text answered an article of law two years ago.

    python benchmarks/review.py 2000

Every document was adopted three times; the article is answered in one of them.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import ZWW, cpu, line
from revisions import generate

DAY = "2026-11-23"
LAW = [*ZWW, "obligations", "WEC 5a", "--format", "json", "--as-of"]


def made(count: int, root: Path) -> None:
    """A handbook in which WEC 5a is answered in a generated document too."""
    generate(count, 3, count, root)
    path = root / "handbook" / "obligations.yml"
    text, here = path.read_text(encoding="utf-8"), "{document: document-7, anchor: nazorg}"
    text = re.sub(r"(- id: safety-duty-of-care\n.*?evidence:)", rf"\1\n        - {here}", text,
                  count=1, flags=re.DOTALL)  # fmt: skip
    path.write_text(text, encoding="utf-8", newline="\n")
    who = ("-c", "user.name=b", "-c", "user.email=b@b.example")
    subprocess.run(["git", *who, "commit", "-qam", "Wet"], cwd=root, check=True)


def bench(count: int) -> None:
    """Print the ratios and times for one size."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "repository"
        made(count, root)
        jobs = {
            "check": [*ZWW, "check", "--as-of", DAY],
            "agenda": [*ZWW, "review", "agenda", "2026-2027", "--as-of", DAY],
            "report": [*ZWW, "review", "report", "2026-2027", "--as-of", DAY, "--to", "html"],
            "law": [*LAW, "2024-11-12"],
        }
        cold = {name: cpu(job, root, 1)[0] for name, job in jobs.items()}
        warm = {name: cpu(job, root, 9)[0] for name, job in jobs.items()}
        days = [cpu([*LAW, f"2024-11-{n:02}"], root, 1)[0] for n in (13, 14, 15)]
        answer = subprocess.run(jobs["law"], cwd=root, check=True, capture_output=True).stdout
        assert b'"document": "document-7"' in answer
        assert b'"version": "1.2"' in answer
        print(f"\n{count} documents")
        for name in ("agenda", "report"):
            print(line(f"review {name}, warm / check, warm", warm[name], warm["check"], "≤ 1.1"))
            print(f"{f'review {name}, first time':44} {cold[name]:8.3f} s")
        print(f"{'WEC 5a two years ago, warm':44} {warm['law']:8.3f} s   (bar: < 1 s)")
        print(f"{'the same, a day that nobody asked before':44} {max(days):8.3f} s   (bar: < 1 s)")


if __name__ == "__main__":
    for size in sys.argv[1:] or ("2000",):
        bench(int(size))
