"""A Word file of somebody's own as the first text of a new record."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from zowerkenwij.text import slugify
from zowerkenwij.text.blocks import inlines_of, nodes, plain

if TYPE_CHECKING:
    from zowerkenwij.text.blocks import Block, Blocks
    from zowerkenwij.word.reader import WordDocument

_NUMBER = re.compile(r"\d{1,3}\s")
_TYPED = re.compile(r"(?:\d{1,3}(?:[.)]|(?:\.\d{1,3})+[.)]?)|[a-zA-Z][.)]|[-–•·▪◦*])\s+\S")
_FEW, _SHOWN = 5, 30


def title(doc: WordDocument) -> str:
    """The first heading when it is of level 1, else the title among the properties, else the
    first heading; may be empty."""
    first = next((b for b in doc.blocks if isinstance(b, nodes.Heading) and plain(b.content)), None)
    words = plain(first.content) if first else ""
    if first is None or first.level > 1:
        words = doc.meta.get("title", "") or words
    return " ".join(words.split())


def drafted(blocks: Blocks, name: str) -> tuple[Blocks, list[str]]:
    """The text under one title, with one heading of level 1 and anchors that differ; and doubts."""
    at = next((n for n, b in enumerate(blocks) if _says(b, name)), None)
    rest = blocks if at is None else (*blocks[:at], *blocks[at + 1 :])
    rest = _anchored(_lowered(rest))
    notes = [*_bare(rest), *_typed(rest)]
    return (nodes.Heading(1, (nodes.Text(name),)), *rest), notes


def _bare(blocks: Blocks) -> list[str]:
    count = sum(isinstance(x, nodes.Image) and not x.alt.strip() for x in inlines_of(blocks))
    what = "Eén afbeelding heeft" if count == 1 else f"{count} afbeeldingen hebben"
    return [f"{what} geen beschrijving. Schrijf in de tekst wat erop staat."] if count else []


def _typed(blocks: Blocks) -> list[str]:
    """A doubt about numbers and signs that somebody typed instead of making a list or heading."""
    told = [(b, plain(b.content)) for b in blocks if isinstance(b, nodes.Paragraph | nodes.Heading)]
    found = [" ".join(words.split()) for b, words in told
             if _TYPED.match(words) or (isinstance(b, nodes.Heading) and _NUMBER.match(words))]  # fmt: skip
    if not found:
        return []
    short = [x if len(x) <= _SHOWN else f"{x[:_SHOWN].rstrip()}…" for x in found[:_FEW]]
    shown = ", ".join(f"'{x}'" for x in short)
    more = f" en nog {len(found) - _FEW}" if len(found) > _FEW else ""
    what = "Met de hand getypte nummers of tekens staan als gewone tekst in het concept"
    return [f"{what}: {shown}{more}. Maak er zelf koppen of lijsten van."]


def _says(block: Block, name: str) -> bool:
    return (
        isinstance(block, nodes.Heading)
        and block.level == 1
        and " ".join(plain(block.content).split()) == name
    )


def _lowered(blocks: Blocks) -> Blocks:
    """Headings one level down when any would stand beside the title."""
    tops = any(isinstance(b, nodes.Heading) and b.level == 1 for b in blocks)
    return tuple(
        replace(b, level=min(b.level + 1, 6)) if tops and isinstance(b, nodes.Heading) else b
        for b in blocks
    )


def _anchored(blocks: Blocks) -> Blocks:
    """Headings with equal words get an anchor of their own, numbered."""
    taken: set[str] = set()
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, nodes.Heading):
            own = block.anchor or slugify(plain(block.content))
            number, anchor = 2, own
            while anchor in taken:
                anchor, number = f"{own}-{number}", number + 1
            taken.add(anchor)
            block = block if anchor == own else replace(block, anchor=anchor)  # noqa: PLW2901
        found.append(block)
    return tuple(found)
