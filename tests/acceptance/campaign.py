"""A long campaign by hand: ``python -m tests.acceptance.campaign [rounds] [kind]``."""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path

from tests.acceptance.handbooks import Field, sow, sow_many
from tests.acceptance.planting import KINDS, judge


def main() -> None:
    """Plant every kind so often and print what went wrong."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    start = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    with tempfile.TemporaryDirectory(dir="/tmp/h-planted") as folder:
        field = Field(Path(folder) / "field")
        print("clean:", field.found_clean)
        count: Counter[str] = Counter()
        for seed in range(start, start + rounds):
            if only == "many":
                run(field, sow_many(field, seed, 10), seed, count)
                one = sorted(field.clean.meta)[seed % len(field.clean.meta)]
                run(field, sow_many(field, f"one {seed}", 3, one_file=one), seed, count)
                continue
            for kind in [k for k in KINDS if k.startswith(only)]:
                try:
                    plot = sow(field, kind, seed)
                except Exception:
                    print(f"BROKEN {kind} {seed}\n{traceback.format_exc()}")
                    count["broken"] += 1
                    continue
                if plot is None:
                    print(f"NO PLACE {kind} {seed}")
                    count["no place"] += 1
                    continue
                run(field, plot, seed, count)
        print(dict(count))


def run(field: Field, plot: object, seed: int, count: Counter[str]) -> None:
    count["planted"] += 1
    count["defects"] += len(plot.expected)  # type: ignore[attr-defined]
    verdict = judge(plot, field.answer(plot))  # type: ignore[arg-type]
    if verdict:
        count["bad"] += 1
        print(f"--- {plot.label} (seed {seed})")  # type: ignore[attr-defined]
        for missed in verdict.missed:
            count["missed"] += 1
            print(f"   MISSED {missed}")
        for extra in verdict.extra:
            count["extra"] += 1
            print(f"   EXTRA  {extra.code} {extra.path}:{extra.line} {extra.message[:170]}")


if __name__ == "__main__":
    main()
