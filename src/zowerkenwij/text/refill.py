"""Fill a school's copy again after its template or values changed, keeping the school's own text.

The copy is compared per section with what the old template allows. A section that is still a
plain fill (whatever the values were) follows the new template; a section in which the school
wrote its own words stays as it is. Nothing a school wrote is ever dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zowerkenwij.model.outline import Outline

_SLOT = re.compile(r"\{\{\s*[a-z][a-z0-9.-]*\s*\}\}")


@dataclass(frozen=True, slots=True)
class Text:
    """A body with its outline."""

    body: str
    outline: Outline


@dataclass(frozen=True, slots=True)
class Refilled:
    """The new copy, the anchors where the school's own text stayed, and those of them where the
    template changed as well, so that somebody should compare the two."""

    body: str
    kept: tuple[str, ...]
    conflicts: tuple[str, ...]


def refill(old_template: Text, new_template: Text, new_fill: Text, copy: Text) -> Refilled:
    """Merge: ``old_template`` and ``new_template`` are resolved for the school with their slots
    open, ``new_fill`` is the fresh fill, ``copy`` what the school has now."""
    known = {h.anchor for t in (old_template, new_fill) for h in t.outline.headings}
    olds, news = segments(old_template, known), segments(new_template, known)
    fills, mine = segments(new_fill, known), segments(copy, known)
    parts: list[str] = []
    kept: list[str] = []
    conflicts: list[str] = []
    for anchor, text in fills.items():
        own = mine.pop(anchor, None)
        if own is None or own == text or is_plain_fill(olds.get(anchor, ""), own):
            parts.append(text)
            continue
        parts.append(own)
        kept.append(anchor)
        if olds.get(anchor) != news.get(anchor):
            conflicts.append(anchor)
    for anchor, own in mine.items():
        if not is_plain_fill(olds.get(anchor, ""), own):
            parts.append(own)
            kept.append(anchor)
            conflicts.append(anchor)
    body = "\n\n".join(part.strip("\n") for part in parts if part.strip())
    return Refilled(body + "\n", tuple(kept), tuple(conflicts))


def segments(text: Text, known: Iterable[str]) -> dict[str, str]:
    """The text cut at every known heading; headings a school added stay with what precedes
    them. The title's segment has the key ``""``, for a title differs per school and year."""
    lines = text.body.splitlines(keepends=True)
    wanted = set(known)
    cuts = [
        (h.line - 1, h.anchor) for h in text.outline.headings if h.level > 1 and h.anchor in wanted
    ]
    cuts = [(0, ""), *cuts]
    ends = [start for start, _ in cuts[1:]] + [len(lines)]
    return {
        anchor: "".join(lines[start:end]).strip("\n")
        for (start, anchor), end in zip(cuts, ends, strict=True)
    }


def is_plain_fill(template: str, text: str) -> bool:
    """Whether a section is the template's section with any values in its slots. A slot stands
    for words within its line or, alone on a line, for a list; a paragraph with a slot may be
    absent (an empty optional value takes its paragraph along)."""
    paragraphs = [p for p in re.split(r"\n{2,}", _without_title(template)) if p.strip()]
    pattern = "".join(_paragraph_pattern(p.strip("\n")) for p in paragraphs)
    return re.fullmatch(pattern, _without_title(text).strip("\n") + "\n") is not None


_INLINE = r"[^\n]*"
_LIST = r"(?:(?:- [^\n]*|\*\*[^\n]*\*\*)?\n)*(?:- [^\n]*)"


def _paragraph_pattern(paragraph: str) -> str:
    pieces = [re.escape(piece) for piece in _SLOT.split(paragraph)]
    if len(pieces) == 1:
        return pieces[0] + r"\n+"
    alone = _SLOT.fullmatch(paragraph.strip()) is not None
    slot = f"(?:{_LIST}|{_INLINE})" if alone else f"(?:{_INLINE}|\n?{_LIST})"
    return f"(?:{slot.join(pieces)}\\n+)?"


def _without_title(text: str) -> str:
    return re.sub(r"^# [^\n]*\n*", "", text)
