"""Edits that people make, drawn at random: on the Markdown of a text, block by block."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Blocks = list[str]


def edited(body: str, random: Random, count: int) -> str:
    """The text after some edits; always another text."""
    blocks = [b for b in body.strip().split("\n\n") if b.strip()]
    done = 0
    for _ in range(200):
        new = random.choice(EDITS)(list(blocks), random)
        if new and new != blocks:
            blocks, done = new, done + 1
        if done == count:
            break
    return "\n\n".join(blocks) + "\n"


def _places(blocks: Blocks, kind: str) -> list[int]:
    return [n for n, b in enumerate(blocks) if n and _kind(b) == kind]


def _kind(block: str) -> str:
    if block.startswith("#"):
        return "heading"
    if block.startswith("|"):
        return "table"
    if re.match(r"[-*] |\d+\. ", block):
        return "list"
    return "paragraph" if re.match(r"[\w*(“\"]", block) else "other"


def _at(blocks: Blocks, random: Random, kind: str, change: Callable[[str], str]) -> Blocks:
    places = _places(blocks, kind)
    if places:
        at = random.choice(places)
        blocks[at] = change(blocks[at])
    return [b for b in blocks if b]


def _word(block: str, random: Random) -> str:
    words = list(re.finditer(r"(?<![\w/(#])[a-z]{4,}(?![\w)/.]*[\])}])", block))
    if not words:
        return block
    word = random.choice(words)
    new = random.choice(["", "voortaan", "twee keer", "**altijd**", "H₂O & “zo”"])
    return block[: word.start()] + new + block[word.end() :]


def word(blocks: Blocks, random: Random) -> Blocks:
    return _at(blocks, random, "paragraph", lambda b: _word(b, random))


def new_paragraph(blocks: Blocks, random: Random) -> Blocks:
    at = random.choice([1, *(n + 1 for n in _places(blocks, "paragraph"))])
    return [
        *blocks[:at],
        f"Een nieuwe alinea over regel {random.randint(1, 99)} van het plan.",
        *blocks[at:],
    ]


def removed_block(blocks: Blocks, random: Random) -> Blocks:
    return _at(blocks, random, random.choice(["paragraph", "list", "table"]), lambda _: "")


def heading(blocks: Blocks, random: Random) -> Blocks:
    return _at(blocks, random, "heading", lambda b: re.sub(r"^(#+ )", r"\1Nieuw: ", b))


def level(blocks: Blocks, random: Random) -> Blocks:
    return _at(blocks, random, "heading", lambda b: b[1:] if b.startswith("###") else f"#{b}")


def moved_section(blocks: Blocks, random: Random) -> Blocks:
    starts = [n for n, b in enumerate(blocks) if b.startswith("## ")]
    if len(starts) < 3:
        return blocks
    at = random.randrange(len(starts) - 1)
    first, last = starts[at], starts[at + 1]
    rest = blocks[:first] + blocks[last:]
    to = random.choice([n for n, b in enumerate(rest) if b.startswith("## ")])
    return rest[:to] + blocks[first:last] + rest[to:]


def split(blocks: Blocks, random: Random) -> Blocks:
    return _at(blocks, random, "paragraph", lambda b: re.sub(r"\. (?=[A-Z])", ".\n\n", b, count=1))


def joined(blocks: Blocks, random: Random) -> Blocks:
    pairs = [n for n in _places(blocks, "paragraph") if n + 1 in _places(blocks, "paragraph")]
    if not pairs:
        return blocks
    at = random.choice(pairs)
    return [*blocks[:at], f"{blocks[at]} {blocks[at + 1]}", *blocks[at + 2 :]]


def _lines(block: str, random: Random, change: str, fixed: int) -> str:
    lines = block.split("\n")
    if len(lines) < fixed + 2:
        return block
    at = random.randrange(fixed, len(lines))
    if change == "remove":
        del lines[at]
    elif change == "swap":
        other = random.randrange(fixed, len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    elif change == "word":
        lines[at] = _word(lines[at], random)
    else:
        cells = lines[at].count("|") - 1
        lines.insert(at, f"|{' nieuw |' * cells}" if fixed else "- Een nieuw punt in de lijst")
    return "\n".join(lines)


def table(blocks: Blocks, random: Random) -> Blocks:
    change = random.choice(["remove", "swap", "word", "new"])
    return _at(blocks, random, "table", lambda b: _lines(b, random, change, 2))


def items(blocks: Blocks, random: Random) -> Blocks:
    change = random.choice(["remove", "swap", "word", "new"])
    return _at(blocks, random, "list", lambda b: _numbered(_lines(b, random, change, 0)))


def _numbered(block: str) -> str:
    """A list with numbers that count, whatever came in or went."""
    if not re.search(r"^\d+\. ", block, re.MULTILINE) or re.search(r"^\s", block, re.MULTILINE):
        return block
    lines = (re.sub(r"^(?:- |\d+\. )", "", line) for line in block.split("\n"))
    return "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))


def kind_of_list(blocks: Blocks, random: Random) -> Blocks:
    return _at(blocks, random, "list", lambda b: re.sub(r"^\d+\. ", "- ", b, flags=re.MULTILINE))


def note(blocks: Blocks, random: Random) -> Blocks:
    name = f"n{random.randint(1, 9999)}"
    marked = _at(list(blocks), random, "paragraph", lambda b: f"{b}[^{name}]")
    return [*marked, f"[^{name}]: De tekst van noot {name}."] if marked != blocks else blocks


EDITS = (
    word, word, new_paragraph, removed_block, heading, level, moved_section, moved_section, split,
    joined, table, table, items, items, kind_of_list, note,
)  # fmt: skip
