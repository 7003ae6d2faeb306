"""Make a handbook with N documents more than the example: front matter, sections, links.

    python benchmarks/generate.py 1000 /tmp/handbook-1000

``generate`` writes sentences of random words: texts as simple as they come. ``variants`` copies the
texts of the example, with all that people write in them: tables, slots, quotes, passages, reviews.
The same N gives the same bytes. At most 100 documents stand in a folder.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "handbook"
SECTIONS = (
    ("Doe nu", "doe-nu"), ("Voor wie", "voor-wie"), ("Wanneer gebruik je dit", "wanneer"),
    ("Stap voor stap", "stap-voor-stap"), ("Wie doet wat", "wie-doet-wat"),
    ("Vastleggen", "vastleggen"), ("Nazorg", "nazorg"), ("Waarom zo", "waarom-zo"),
    ("Hoort bij", "hoort-bij"),
)  # fmt: skip
WORDS = (
    "leerling ouders medewerker mentor school afspraak gesprek veilig rustig samen meteen dag week "
    "plek hulp vraag zorg groep les stap plan verslag melding aanpak team klas directeur luistert "
    "vertelt schrijft belt helpt kijkt wacht bespreekt blijft duidelijk eerlijk kort altijd eerst"
).split()
OWNERS = ("policy-officer", "behavioural-expert", "director", "social-safety-coordinator")


def sentence(rng: random.Random) -> str:
    """A sentence of eight to fourteen words."""
    words = rng.choices(WORDS, k=rng.randint(8, 14))
    return f"De {' '.join(words)}."


def name(n: int) -> str:
    """The title of document n."""
    return f"Protocol {WORDS[n % len(WORDS)]} {WORDS[n * 7 % len(WORDS)]} nummer {n}"


def path(n: int) -> str:
    """Where document n stands, from the handbook's folder."""
    return f"protocols/group-{n // 100:03}/document-{n}.md"


def document(n: int, count: int) -> str:
    """Document n of count: about 600 words and 12 links."""
    rng = random.Random(n)
    lines = [
        "---", "format: 1", f"id: document-{n}", "type: protocol", f"title: {name(n)}",
        f"aliases: [Oude naam van document {n}]", f"short_links: [{300000 + n}]",
        f"summary: Wat je doet bij onderwerp {n}.", f"owner: {rng.choice(OWNERS)}",
        "audience: on-request", "level: foundation", "applies_to: [so, custodial]",
        f"keywords: [woord {n}, zoekwoord {n}]", "obligations: [safety-duty-of-care]",
        "review: {every: P1Y}", "---", f"# {name(n)}", "",
    ]  # fmt: skip
    for heading, anchor in SECTIONS:
        lines += [f"## {heading} {{#{anchor}}}", ""]
        lines += [f"{k}. {sentence(rng)}" for k in range(1, 4)] if anchor == "doe-nu" else []
        lines += [" ".join(sentence(rng) for _ in range(4)), ""]
        other = rng.randrange(count)
        lines += [f"{sentence(rng)} Zie [{name(other)}](../../{path(other)}#nazorg).", ""]
    other = (n + 1) % count
    lines += [f"- [{name(other)}](../../{path(other)}) hoort hierbij.", ""]
    return "\n".join(lines)


_TITLE = re.compile(r"^title: (.*)$", re.MULTILINE)
_OWN = re.compile(
    r"^(?:aliases|short_links|former_ids|versions):.*\n(?:(?: |- ).*\n)*", re.MULTILINE
)


def example(folder: Path) -> None:
    """Copy the example handbook."""
    shutil.copytree(EXAMPLE, folder / "handbook", ignore=shutil.ignore_patterns("people.yml"))


def generate(count: int, folder: Path, *, git: bool = True) -> list[Path]:
    """Write the example handbook and N documents into an empty folder, and commit them. Returns the
    paths of the documents."""
    example(folder)
    paths = [folder / "handbook" / path(n) for n in range(count)]
    for n, file_path in enumerate(paths):
        file_path.parent.mkdir(parents=True, exist_ok=True)
        file_path.write_text(document(n, count), encoding="utf-8")
    if git:
        commit(folder)
    return paths


def variants(count: int, folder: Path) -> list[Path]:
    """The same with N variants of the example's own documents, or a few more: sets of all of them but
    the plan, each with ids and titles of its own and links within the set."""
    example(folder)
    top = folder / "handbook"
    records = [p for p in sorted(top.glob("*/*.md")) if p.read_bytes().startswith(b"---\n")]
    texts = {p.relative_to(top): _OWN.sub("", p.read_text(encoding="utf-8")) for p in records}
    titles = [_TITLE.findall(text)[0] for text in texts.values()]
    named = re.compile(rf"\b(?:{'|'.join(sorted(titles, key=len, reverse=True))})\b")
    linked = re.compile(rf"^id: .*|\b(?:{'|'.join(p.stem for p in texts)})(?=\.md\b)", re.MULTILINE)
    paths: list[Path] = []
    for number in range(-(-count // len(texts))):
        for where, text in texts.items():
            file_path = top / f"set-{number:03}" / where.with_stem(f"{where.stem}-{number}")
            own = linked.sub(rf"\g<0>-{number}", named.sub(rf"\g<0> {number}", text))
            own = re.sub(r"\]\((?=\.\./(?:plan\.md|schools/))", "](../", own)
            file_path.parent.mkdir(parents=True, exist_ok=True)
            file_path.write_text(own, encoding="utf-8")
            paths.append(file_path)
    commit(folder)
    return paths


def commit(folder: Path) -> None:
    """Put all that is in a folder in git."""
    for args in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Begin"]):
        who = ["-c", "user.name=b", "-c", "user.email=b@b.example", "-c", "gc.auto=0"]
        subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True)


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
