"""``--help`` beside ``python -c pass``, in milliseconds of CPU."""

from __future__ import annotations

import sys

from measure import ZWW, cpu


def main() -> None:
    bare, _ = cpu([sys.executable, "-c", "pass"], runs=15)
    help_, _ = cpu([*ZWW, "--help"], runs=15)
    over = (help_ - bare) * 1000
    print(f"--help: {over:.0f} ms over python ({help_ / bare:.1f} ×)   (bar: ≤ 60 ms)")


if __name__ == "__main__":
    main()
