"""``numbering.xml``: one abstract numbering per kind of list, one instance per list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.word.writer.xml import element, part, value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zowerkenwij.word.writer.flow import Instance

_STEP = 397
_BULLETS = "•–▪"
_FORMATS = ("decimal", "lowerLetter", "lowerRoman")
_KINDS = {"bullet": 1, "decimal": 2}


def numbering(instances: Iterable[Instance]) -> bytes:
    """The part for the lists of a document; list ``n`` has number ``n + 1``."""
    numbers = "".join(
        element(
            "w:num", value("abstractNumId", _KINDS[one.kind]),
            element("w:lvlOverride", value("startOverride", one.start), w_ilvl=one.level)
            if one.kind == "decimal" else "",
            w_numId=at,
        )
        for at, one in enumerate(instances, 1)
    )  # fmt: skip
    return part("numbering", _abstract("bullet"), _abstract("decimal"), numbers)


def _abstract(kind: str) -> str:
    levels = "".join(_level(kind, n) for n in range(9))
    many = value("multiLevelType", "multilevel")
    return element("w:abstractNum", many, levels, w_abstractNumId=_KINDS[kind])


def _level(kind: str, level: int) -> str:
    is_bullet = kind == "bullet"
    left = _STEP * (level + 1)
    return element(
        "w:lvl", value("start", 1),
        value("numFmt", "bullet" if is_bullet else _FORMATS[level % 3]),
        value("lvlText", _BULLETS[level % 3] if is_bullet else f"%{level + 1}."),
        value("lvlJc", "left"),
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{_STEP}"/></w:pPr>',
        '<w:rPr><w:b w:val="0"/><w:color w:val="0B5563"/></w:rPr>', w_ilvl=level,
    )  # fmt: skip
