"""CPU time and peak memory of a whole process; medians of several runs."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ZWW = (sys.executable, "-m", "zowerkenwij")
# A program that may not keep its compiled form would compile itself at every run.
_ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def cpu(
    command: Sequence[str], cwd: Path | None = None, runs: int = 5,
    before: Callable[[], None] | None = None,
) -> tuple[float, float]:  # fmt: skip
    """Median CPU seconds (user + system, children included) and peak memory in MB."""
    seconds, memory = [], []
    for _ in range(runs):
        if before:
            before()
        process = subprocess.Popen(
            command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
        )  # fmt: skip
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        seconds.append(usage.ru_utime + usage.ru_stime)
        memory.append(usage.ru_maxrss / 1024)
    return statistics.median(seconds), max(memory)


def beside(
    floor: Sequence[str], job: Sequence[str], cwd: Path, runs: int, before: Callable[[], None]
) -> tuple[float, float, float]:
    """Median CPU seconds of a floor and of a job, run in turn: a machine is not as fast all day. And
    the peak memory of the job in MB."""
    floors, jobs, memory = [], [], []
    for _ in range(runs):
        floors.append(cpu(floor, cwd, 1)[0])
        seconds, peak = cpu(job, cwd, 1, before)
        jobs.append(seconds)
        memory.append(peak)
    return statistics.median(floors), statistics.median(jobs), max(memory)


def line(what: str, seconds: float, floor: float, bar: str) -> str:
    """One row: the job, its time, its ratio to the floor, and the bar it must stay under."""
    return f"{what:44} {seconds:8.3f} s   {seconds / floor:6.2f} ×   (bar: {bar})"
