"""Make a handbook with N documents of which each was adopted R times, with its whole history.

    python benchmarks/revisions.py 1000 20 1 /tmp/handbook-1000-20

The third number says how many adoptions stand in one commit. ``git fast-import`` writes the
history; the same numbers give the same commits. Version R of a document is in force.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from generate import EXAMPLE, document, path

from zowerkenwij.text import digest

START = date(2016, 8, 1)
TEXT_AT = "## Voor wie"


def day(revision: int) -> date:
    """The day on which everybody adopted a revision (they count from 1)."""
    return START + timedelta(days=90 * revision)


class Adopted:
    """One document and its adoptions so far."""

    def __init__(self, n: int, count: int) -> None:
        front, self.body = document(n, count).removeprefix("---\n").split("---\n", 1)
        self.front = front
        self.path = path(n)
        self.id = f"document-{n}"
        self.title = front.partition("\ntitle: ")[2].partition("\n")[0]
        self.ledger: list[str] = []

    def adopt(self, revision: int) -> Iterator[tuple[str, str]]:
        """The record and the version file of the next revision: paths and texts."""
        sentence = f"In ronde {revision} is dit opnieuw bekeken.\n\n"
        text = self.body.replace(TEXT_AT, sentence + TEXT_AT)
        made = digest(self.title, "protocol", "on-request", ["so", "custodial"], text)
        entry = _entry(revision, made)
        self.ledger.append(entry)
        items = "".join("  - " + one.replace("\n", "\n    ")[:-4] for one in self.ledger)
        yield self.path, f"---\n{self.front}versions:\n{items}---\n{text}"
        version = f"1.{revision - 1}"
        inner = "".join(f"  {line}\n" for line in entry.splitlines())
        yield (
            f"versions/{self.id}/{version}.md",
            (
                f"---\nformat: 1\nid: {self.id}\nversion: '{version}'\ntitle: {self.title}\n"
                f"type: protocol\naudience: on-request\napplies_to:\n  - so\n  - custodial\n"
                f"path: {self.path}\nlinks: {{}}\nassets: {{}}\nentry:\n{inner}---\n{text}"
            ),
        )


def _entry(revision: int, made: str) -> str:
    adopted = day(revision)
    change = "major" if revision == 1 else "minor"
    consent = adopted - timedelta(days=30)
    return (
        f"version: '1.{revision - 1}'\nchange: {change}\nnote: Ronde {revision}.\ndigest: {made}\n"
        f"consulted:\n  - body: gmr\n    on: {consent}\n    outcome: consent\n"
        f"    reference: GMR punt {revision}\n    digest: {made}\n"
        f"adopted:\n  by: board\n  on: {adopted}\n  reference: CvB punt {revision}\n"
        f"effective: {adopted + timedelta(days=10)}\n"
    )


def generate(count: int, revisions: int, per_commit: int, folder: Path) -> None:
    """Write the history into an empty folder and check its newest commit out."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=folder, check=True)
    process = subprocess.Popen(
        ["git", "fast-import", "--quiet", "--depth=20"], cwd=folder, stdin=subprocess.PIPE
    )
    assert process.stdin
    for part in _stream(count, revisions, per_commit):
        process.stdin.write(part)
    process.stdin.close()
    if process.wait():
        raise SystemExit("git fast-import failed")
    for args in (["reset", "-q", "--hard"], ["commit-graph", "write", "--reachable"]):
        subprocess.run(["git", *args], cwd=folder, check=True, capture_output=True)


def _stream(count: int, revisions: int, per_commit: int) -> Iterator[bytes]:
    yield _commit("Begin", START)
    for file in sorted(EXAMPLE.rglob("*")):
        inner = file.relative_to(EXAMPLE).as_posix()
        if file.is_file() and not inner.startswith("versions/") and inner != "people.yml":
            yield _file(inner, file.read_bytes())
    for file in sorted((EXAMPLE / "versions").rglob("*.md")):
        yield _file(file.relative_to(EXAMPLE).as_posix(), file.read_bytes())
    documents = [Adopted(n, count) for n in range(count)]
    for revision in range(1, revisions + 1):
        for n, one in enumerate(documents):
            if n % per_commit == 0:
                yield _commit(f"Ronde {revision} vanaf {one.id}", day(revision))
            for name, text in one.adopt(revision):
                yield _file(name, text.encode())


def _commit(message: str, on: date) -> bytes:
    seconds = (on - date(1970, 1, 1)).days * 86_400
    return (
        f"commit refs/heads/main\ncommitter b <b@b.example> {seconds} +0000\n"
        f"data {len(message.encode())}\n{message}\n"
    ).encode()


def _file(inner: str, data: bytes) -> bytes:
    return b"M 100644 inline handbook/%s\ndata %d\n%s\n" % (inner.encode(), len(data), data)


if __name__ == "__main__":
    generate(*(int(n) for n in sys.argv[1:4]), Path(sys.argv[4]))  # type: ignore[arg-type]
