"""``numbering.xml``: one abstract numbering per kind of list, one instance per list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.word.writer.looks import DEEP, STEP
from zowerkenwij.word.writer.xml import element, part, value

if TYPE_CHECKING:
    from zowerkenwij.word.writer.flow import Lists
    from zowerkenwij.word.writer.template import Listing

_BULLETS = "•–▪"
_FORMATS = ("decimal", "lowerLetter", "lowerRoman")
KINDS = ("bullet", "decimal")
LEVELS = 9


def numbering(lists: Lists, listing: Listing) -> bytes:
    """The part for the lists of a document; list ``n`` has number ``listing.last + n + 1``."""
    kinds = [one.kind for one in lists.instances] if lists.apart else list(KINDS)
    abstracts = (
        element("w:abstractNum", value("multiLevelType", "multilevel"), *listing.levels[kind],
                w_abstractNumId=listing.last + at)
        for at, kind in enumerate(kinds, 1)
    )  # fmt: skip
    numbers = (
        element(
            "w:num",
            value("abstractNumId", listing.last + (at if lists.apart else kinds.index(one.kind) + 1)),
            element("w:lvlOverride", value("startOverride", one.start), w_ilvl=one.level)
            if one.kind == "decimal" else "",
            w_numId=listing.last + at,
        )
        for at, one in enumerate(lists.instances, 1)
    )  # fmt: skip
    return part("numbering", listing.abstracts, *abstracts, listing.numbers, *numbers)


def levels(kind: str, colour: str = DEEP) -> tuple[str, ...]:
    """The levels of the house for a kind of list."""
    return tuple(_level(kind, at, colour) for at in range(LEVELS))


def _level(kind: str, level: int, colour: str) -> str:
    is_bullet = kind == "bullet"
    return element(
        "w:lvl", value("start", 1),
        value("numFmt", "bullet" if is_bullet else _FORMATS[level % 3]),
        value("lvlText", _BULLETS[level % 3] if is_bullet else f"%{level + 1}."),
        value("lvlJc", "left"),
        f'<w:pPr><w:ind w:left="{STEP * (level + 1)}" w:hanging="{STEP}"/></w:pPr>',
        f'<w:rPr><w:b w:val="0"/><w:color w:val="{colour}"/></w:rPr>', w_ilvl=level,
    )  # fmt: skip
