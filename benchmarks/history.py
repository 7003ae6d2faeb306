"""``verify``, ``history``, ``show --as-of`` and ``list --as-of`` beside their floors (speed.md).

python benchmarks/history.py 1000 20 1      (documents, revisions, adoptions in one commit)
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from measure import ZWW, cpu, line
from revisions import day, generate

VERIFIER = str(Path(__file__).parent.parent / "docs" / "verifier.py")
_HASH = """
import hashlib, os, sys
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(folder, name), "rb") as stream:
            hashlib.sha256(stream.read()).digest()
"""
_DAY = """
import sys, time
from datetime import date
from pathlib import Path
from zowerkenwij.store.in_force import texts_in_force
from zowerkenwij.store.location import Location
day = date.fromisoformat(sys.argv[1])
begin = time.process_time()
found = list(texts_in_force(Location(Path().absolute(), "handbook"), day))
middle = time.process_time()
if sys.argv[2:]:
    for one in found:
        with open(one.path, "rb") as stream:
            stream.read()
    print(middle - begin, time.process_time() - middle)
"""
_READ = """
import sys
for name in sys.stdin.read().splitlines():
    with open(name, "rb") as stream:
        stream.read()
"""


def _inside(
    command: list[str], root: Path, runs: int, *, forget: bool = False
) -> tuple[float, tuple[float, float]]:
    """Median CPU seconds of all texts of a day: of the process, and within it of the texts and
    of reading the same files. ``forget`` throws the cache away before each run."""

    def before() -> None:
        if forget:
            (root / ".git/zowerkenwij/cache.sqlite").unlink(missing_ok=True)

    outer, _ = cpu(command, root, runs, before)
    rows = []
    for _ in range(runs):
        before()
        said = subprocess.run([*command, "say"], cwd=root, check=True, stdout=subprocess.PIPE)
        rows.append([float(word) for word in said.stdout.split()])
    inner, floor = (median(column) for column in zip(*rows, strict=True))
    return outer, (inner, floor)


def bench(count: int, revisions: int, per_commit: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "repository"
        generate(count, revisions, per_commit, root)
        runs = 3 if count <= 1000 else 1
        log, _ = cpu(["git", "log", "--raw", "-z", "HEAD"], root, runs)
        hashed, _ = cpu([sys.executable, "-c", _HASH, "handbook/versions"], root, runs)
        verify, _ = cpu([*ZWW, "verify"], root, runs)
        paths = ["handbook/protocols/group-000/document-7.md", "handbook/versions/document-7"]
        one, _ = cpu(["git", "log", "--raw", "HEAD", "--", *paths], root, runs)
        history, _ = cpu([*ZWW, "history", "document-7"], root, runs)
        when = day(revisions // 2).isoformat()
        cpu([*ZWW, "check", "--as-of", when], root, 1)
        cpu([*ZWW, "list", "--as-of", when], root, 1)
        check, _ = cpu([*ZWW, "check", "--as-of", when], root, runs)
        show, _ = cpu([*ZWW, "show", "document-7", "--as-of", when], root, runs)
        list_, _ = cpu([*ZWW, "list", "--as-of", when], root, runs)
        names = [f"handbook/versions/document-{n}/1.{revisions // 2 - 1}.md" for n in range(count)]
        (root.parent / "names").write_text("\n".join(names), encoding="utf-8")
        reader = ["sh", "-c", f"exec {sys.executable} -c '{_READ}' < ../names"]
        texts = [sys.executable, "-c", _DAY, (day(revisions // 2 + 1)).isoformat()]
        cold, inner_cold = _inside(texts, root, 3, forget=True)
        cpu(texts, root, 1)
        warm, inner_warm = _inside(texts, root, 5)
        read, _ = cpu(reader, root, 5)
        out = str(root.parent / "out")
        asked = [*ZWW, "export", "--all", "--to", "md", "-o", out, "--as-of", texts[-1]]
        export, _ = cpu(asked, root, 3)
        small, _ = cpu([sys.executable, VERIFIER, "handbook"], root, 1)
        print(f"\n{count} documents, {revisions} revisions, {per_commit} in a commit")
        print(line("verify / git log --raw and hashing", verify, log + hashed, "≤ 2"))
        print(line("history / git log --raw of the same paths", history, one, "≤ 1.5"))
        print(line("show --as-of / warm check", show, check, "≤ 1.1"))
        for what, outer, (inner, floor) in (("warm", warm, inner_warm), ("cold", cold, inner_cold)):
            bar = "≤ 3" if what == "warm" else "none"
            print(line(f"all texts on a day, {what}, in process", inner, floor, bar))
            print(line(f"all texts on a day, {what}, processes", outer, read, bar))
        print(line("export --all --to md --as-of / reading", export, read, "≤ 3"))
        print(line("list --as-of / warm check", list_, check, "≤ 1.1"))
        print(line("docs/verifier.py / the floor of verify", small, log + hashed, "none"))


if __name__ == "__main__":
    bench(*(int(n) for n in (sys.argv[1:4] or ("1000", "20", "1"))))
