"""How far a change goes: the class that the words suggest, with the reasons (domain.md 7.1).

Major is what changes what people may, must and do: steps, numbers, moet/mag/niet, roles, readers.
Minor is other wording; editorial is spelling, punctuation and where a link points.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zowerkenwij.model.document import Change

RANK: dict[str, int] = {"editorial": 0, "minor": 1, "major": 2}
_DUTY = re.compile(
    r"\b(?:moet(?:en)?|mag|mogen|niet|geen|nooit|altijd|verplicht\w*|verboden|verbod|alleen|uitsluitend"
    r"|uiterlijk|direct|meteen|vandaag|kan|kunnen|hoef(?:t|en)?)\b", re.IGNORECASE,
)  # fmt: skip
_NUMBER = re.compile(
    r"(?<![\w/.-])\d+(?:[.,:]\d+)*(?![\w/-])|\b(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|twaalf"
    r"|dag(?:en)?|werkdag(?:en)?|week|weken|maand(?:en)?|ja(?:ar|ren)|uur|uren)\b", re.IGNORECASE,
)  # fmt: skip
_PHONE = re.compile(r"(?<!\w)(?:\+31|0)[\d -]{8,}\d")
_TARGET = re.compile(r"\]\([^()\n]*\)|\{[#.][^{}\n]*\}")
_STEP = re.compile(r"\s*\d+[.)]\s+")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)]|#{1,6}|>)\s+")
_END = re.compile(r"(?<=[.!?:])\s+")
_WORD = re.compile(r"\w+")
_ALIKE = 0.8
_SHOWN = 60  # characters of a sentence in a reason


@dataclass(frozen=True, slots=True)
class Face:
    """What a text says beside its body."""

    title: str
    audience: str | None
    applies_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """The class that the words suggest, with Dutch reasons."""

    change: Change
    reasons: tuple[str, ...]


def propose(
    before: str, after: str, *, roles: Iterable[str] = (), faces: tuple[Face, Face] | None = None
) -> Proposed:
    """The class of the change from one body to another. ``roles`` are the names of roles and
    bodies; ``faces`` title and readers before and after."""
    gone, come = _differing(before, after)
    major = [*_readers(faces), *_steps(before, after), *_signals(gone, come, roles)]
    if major:
        return Proposed("major", tuple(major))
    if faces and faces[0].title != faces[1].title:
        return Proposed("minor", (f"De titel is nu '{faces[1].title}'.",))
    changed = [s for s in come if not _is_respelt(s, gone)]
    if changed or len(gone) > len(come):
        said = changed[0] if changed else gone[0]
        return Proposed("minor", (f"Er staat iets anders: '{_short(said)}'.",))
    return Proposed("editorial", ("Alleen spelling, leestekens of verwijzingen zijn anders.",))


def _readers(faces: tuple[Face, Face] | None) -> list[str]:
    if faces is None:
        return []
    old, new = faces
    found = []
    if old.audience != new.audience:
        found.append(f"De doelgroep is anders: eerst {old.audience}, nu {new.audience}.")
    if sorted(old.applies_to) != sorted(new.applies_to):
        found.append("Het document geldt voor andere schoolsoorten.")
    return found


def _plain(text: str) -> str:
    return " ".join(_TARGET.sub(" ", text).split())


def _units(body: str) -> list[str]:
    """Sentences, list items and headings, each without its mark."""
    units: list[str] = []
    paragraph: list[str] = []
    for line in [*body.split("\n"), ""]:
        mark = _ITEM.match(line)
        if (mark or not line.strip()) and paragraph:
            units += _END.split(_plain(" ".join(paragraph)))
            paragraph = []
        if line.strip():
            paragraph.append(line[mark.end() :] if mark else line)
    return [unit for unit in units if unit]


def _differing(before: str, after: str) -> tuple[list[str], list[str]]:
    one, other = _apart(before.split("\n\n"), after.split("\n\n"))
    old, new = Counter(_units("\n\n".join(one))), Counter(_units("\n\n".join(other)))
    return list((old - new).elements()), list((new - old).elements())


def _apart(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Two lists without what they begin and end with alike."""
    shorter = min(len(old), len(new))
    first = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    rest = range(1, shorter - first + 1)
    last = next((n - 1 for n in rest if old[-n] != new[-n]), shorter - first)
    return old[first : len(old) - last], new[first : len(new) - last]


def _steps(before: str, after: str) -> list[str]:
    old, new = (
        [_plain(line[m.end() :]) for line in body.split("\n") if (m := _STEP.match(line))]
        for body in (before, after)
    )
    if len(old) != len(new):
        return [f"Het aantal stappen is anders: eerst {len(old)}, nu {len(new)}."]
    for one, other in zip(old, new, strict=True):
        if one != other and not _is_respelt(other, [one]):
            return [f"Een stap is anders: '{_short(other)}'."]
    return []


def _signals(gone: Sequence[str], come: Sequence[str], roles: Iterable[str]) -> list[str]:
    patterns = [(_DUTY, "Wat moet of mag is anders"), (_NUMBER, "Een getal of termijn is anders")]
    if names := frozenset(filter(None, roles)):
        patterns.append((_any_of(names), "Wie iets doet is anders"))
    found = []
    for pattern_, label in patterns:
        old, new = _count(pattern_, gone), _count(pattern_, come)
        if old != new:
            words = ", ".join(f"'{w}'" for w in sorted({*(old - new), *(new - old)})[:4])
            found.append(f"{label}: {words}.")
    return found


@lru_cache(maxsize=8)
def _any_of(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


def _count(pattern: re.Pattern[str], sentences: Sequence[str]) -> Counter[str]:
    return Counter(
        word.casefold() for s in sentences for word in pattern.findall(_PHONE.sub(" ", s))
    )


def _is_respelt(sentence: str, others: Sequence[str]) -> bool:
    """Whether one of the others says the same, give or take a letter."""
    words = [w.casefold() for w in _WORD.findall(_PHONE.sub(" ", sentence))]
    for other in others:
        theirs = [w.casefold() for w in _WORD.findall(_PHONE.sub(" ", other))]
        if len(words) == len(theirs) and all(map(_alike, words, theirs)):
            return True
    return False


def _alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"
