"""Make a handbook with N documents more than the example: front matter, sections, links.

    python benchmarks/generate.py 1000 /tmp/handbook-1000

The same N gives the same bytes. At most 100 documents stand in a folder.
"""

from __future__ import annotations

import random
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


def generate(count: int, folder: Path, *, git: bool = True) -> None:
    """Write the example handbook and N documents into an empty folder, and commit them."""
    target = folder / "handbook"
    shutil.copytree(EXAMPLE, target, ignore=shutil.ignore_patterns("people.yml"))
    for n in range(count):
        file_path = target / path(n)
        file_path.parent.mkdir(parents=True, exist_ok=True)
        file_path.write_text(document(n, count), encoding="utf-8")
    if git:
        for args in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Begin"]):
            who = ["-c", "user.name=b", "-c", "user.email=b@b.example", "-c", "gc.auto=0"]
            subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True)


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
