"""Last touches to HTML that Markdown gave: nothing hidden, nothing inline, passages in boxes.

Comments and processing instructions never reach a reader; ``style`` and ``on…`` attributes would
break the Content-Security-Policy; tables may scroll sideways on a phone.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from zowerkenwij.site import wording
from zowerkenwij.text.directives import CLOSE, OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping

_HIDDEN = re.compile(r"<!--.*?(?:--!?>|\Z)|<[!?][^>]*>?|</[^a-zA-Z][^>]*>?", re.DOTALL)
_ACTIVE = re.compile(
    r"<(script|style|iframe|object|embed|template|noscript)\b.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_ALIGN = re.compile(r"\sstyle=\"text-align: (left|right|center);?\"")
_INLINE = re.compile(r"\s(?:style|on[a-z]+)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_FENCE = re.compile(rf"<p>{OPEN}([a-z-]*){OPEN}</p>\n?|<p>{CLOSE}</p>\n?")
_TITLE = re.compile(r"<h1(.*?)</h1>", re.DOTALL)
_PRIVATE = str.maketrans("", "", OPEN + CLOSE)


def finish(content: str, kinds: Mapping[str, str], title_level: int = 1) -> str:
    """The HTML of a text, ready for readers. ``kinds`` are the labels of school kinds;
    ``title_level`` is 2 on a page that has a title of its own."""
    content = _HIDDEN.sub("", content)
    content = _ACTIVE.sub("", content)
    content = _TAG.sub(_clean_tag, content)
    content = content.replace("<table", '<div class="table" tabindex="0"><table')
    content = content.replace("</table>", "</table></div>")
    if title_level > 1:
        content = _TITLE.sub(rf"<h{title_level}\1</h{title_level}>", content, count=1)
    return _boxes(content, kinds)


def _clean_tag(match: re.Match[str]) -> str:
    tag = match[0]
    if "=" not in tag:
        return tag
    return _INLINE.sub("", _ALIGN.sub(r' class="align-\1"', tag))


def _boxes(content: str, kinds: Mapping[str, str]) -> str:
    """Turn fences into boxes; when they do not pair, only take them away."""
    fences = [m[0].startswith(f"<p>{OPEN}") for m in _FENCE.finditer(content)]
    paired = fences == [True, False] * (len(fences) // 2)
    replaced = _FENCE.sub(lambda m: _box(m, kinds) if paired else "", content)
    return replaced.translate(_PRIVATE)


def _box(match: re.Match[str], kinds: Mapping[str, str]) -> str:
    word = match[1]
    if word is None:
        return "</div>\n"
    label = passage_label(word, kinds)
    shown = f'<p class="passage-label">{html.escape(label)}</p>\n' if label else ""
    return f'<div class="passage {word or "plain"}">\n{shown}'


def passage_label(word: str, kinds: Mapping[str, str]) -> str:
    """What stands above a passage; empty for one that needs no label."""
    if word.startswith("when-"):
        kind = word.removeprefix("when-")
        return wording.WHEN.format(kind=kinds.get(kind, kind))
    return wording.PASSAGES.get(word, "")


_MARK = re.compile(rf"{OPEN}([a-z-]*){OPEN}|{CLOSE}")


def as_directives(body: str) -> str:
    """The Markdown of a text in which kept passages are fenced, with directives for the fences;
    a passage without a label is plain text."""
    plain: list[bool] = []

    def turned(match: re.Match[str]) -> str:
        word = match[1]
        if word is None:
            return "" if plain and plain.pop() else ":::"
        plain.append(not word)
        kind, _, argument = (
            word.partition("-") if word.startswith("when-") else ("audience", "", word)
        )
        return f"::: {kind} {argument}" if word else ""

    return _MARK.sub(turned, body)


def as_labels(body: str, kinds: Mapping[str, str]) -> str:
    """The same with a line of words above each passage that has a label."""

    def turned(match: re.Match[str]) -> str:
        label = passage_label(match[1], kinds) if match[1] else ""
        return f"*{label}*" if label else ""

    return _MARK.sub(turned, body)
