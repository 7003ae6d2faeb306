"""Directives: ``::: audience …`` and ``::: when …`` up to ``:::``, outside code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zowerkenwij.model.outline import Passage
from zowerkenwij.text.code import fences

if TYPE_CHECKING:
    from collections.abc import Callable

OPEN, CLOSE = "\ue000", "\ue001"
"""Private characters that fence a kept passage for the site, see ``resolve``."""

_MARKER = re.compile(r"[ \t]*(:{3,})[ \t]*(.*?)[ \t\r]*")
_MISPLACED = re.compile(r"[ \t]*(?:[>*+-]|\d+[.)])[ \t>*+-]*:::[ \t]*(?:audience|when)\b")
_ITEM = re.compile(r"[ ]{0,3}(?:[*+-]|\d+\.|:|\[\^[^\]]*\]:|!!!)")
_WORDS = {"audience": "doelgroep", "when": "schoolsoort"}


def passages(lines: list[str]) -> tuple[tuple[Passage, ...], tuple[int, ...]]:
    """All passages in order of their opening, and the 1-based lines of all markers."""
    markers = _marker_lines(lines)
    found: list[Passage] = []
    open_: list[int] = []
    for number, word in markers.items():
        if word is None:
            found.append(
                Passage(
                    "",
                    "",
                    number,
                    number,
                    "De markering `:::` staat niet aan het begin van een regel.",
                )
            )
        elif word:
            open_.append(len(found))
            found.append(_opened(word, number, nested=len(open_) > 1))
        elif open_:
            at = open_.pop()
            found[at] = found[at]._replace(last_line=number)
        else:
            found.append(
                Passage(
                    "", "", number, number, "Deze `:::` sluit niets: er staat geen begin boven."
                )
            )
    for at in open_:
        problem = found[at].problem or "Deze passage heeft geen sluitregel `:::`."
        found[at] = found[at]._replace(last_line=len(lines), problem=problem)
    return tuple(found), tuple(n for n, word in markers.items() if word is not None)


def marker_spans(body: str) -> list[tuple[int, int]] | None:
    """Offsets of the marker lines of a body without fenced code; None when one is indented, so that
    ``passages`` has to tell whether it is code."""
    found: list[tuple[int, int]] = []
    at = body.find(":::")
    while at >= 0:
        start, end = body.rfind("\n", 0, at) + 1, body.find("\n", at)
        end = len(body) if end < 0 else end
        if _MARKER.fullmatch(body, start, end):
            if body.startswith(("    ", "\t"), start):
                return None
            found.append((start, end))
        at = body.find(":::", end)
    return found


def _opened(words: str, line: int, *, nested: bool) -> Passage:
    from zowerkenwij.model.settings import AUDIENCES  # pydantic: not for a text without passages

    kind, _, argument = words.partition(" ")
    argument = argument.strip()
    problem = None
    if kind not in _WORDS:
        problem = f"`::: {kind}` bestaat niet. Gebruik `::: audience` of `::: when`."
    elif not argument or " " in argument:
        problem = f"Achter `::: {kind}` hoort één {_WORDS[kind]}."
    elif kind == "audience" and argument not in AUDIENCES:
        problem = f"De doelgroep `{argument}` bestaat niet. Kies uit: {', '.join(AUDIENCES)}."
    elif nested:
        problem = "Deze passage staat in een andere passage. Dat mag niet."
    return Passage(kind, argument, line, line, problem)


def _marker_lines(lines: list[str]) -> dict[int, str | None]:
    """The words of every marker by line number: "" closes, None stands at a wrong place."""
    places = [n for n, line in enumerate(lines) if ":::" in line]
    if not places:
        return {}
    code = {n for first, last in fences(lines) for n in range(first, last + 1)}
    if any(lines[n].startswith(("    ", "\t")) for n in places):
        code |= _indented_code(lines, code)
    found: dict[int, str | None] = {}
    for n in places:
        if n not in code:
            if marker := _MARKER.fullmatch(lines[n]):
                found[n + 1] = marker[2].replace("\t", " ")
            elif _MISPLACED.match(lines[n]):
                found[n + 1] = None
    return found


def _indented_code(lines: list[str], fenced: set[int]) -> set[int]:
    """Lines indented by four or more that no list item or paragraph holds."""
    found: set[int] = set()
    holder, blank = "", True  # the last line that is not indented; whether a blank follows it
    for n, line in enumerate(lines):
        indented = line.startswith(("    ", "\t"))
        marker = n not in fenced and ":::" in line and _MARKER.fullmatch(line) is not None
        if indented and blank and line.strip(" \t") and not _ITEM.match(holder):
            found.add(n)
        elif marker or not line.strip(" \t"):
            blank = True
        elif not indented:
            holder, blank = line, False
    return found


def without_markers(body: str) -> str:
    """The body with every marker line emptied: what the site renders when it cuts nothing."""
    if ":::" not in body:
        return body
    lines = body.split("\n")
    for number in passages(lines)[1]:
        lines[number - 1] = ""
    return "\n".join(lines)


def resolve(
    body: str,
    keep: Callable[[Passage], bool],
    *,
    mark: Callable[[Passage], str] | None = None,
) -> str:
    """The body without the passages that ``keep`` refuses and without markers. With ``mark`` the
    markers of a kept passage become paragraphs ``OPEN word OPEN`` and ``CLOSE``; without it, and
    for markers that pair with nothing, an empty line."""
    if ":::" not in body:
        return body
    lines = body.split("\n")
    found, markers = passages(lines)
    out: list[str | None] = list(lines)
    for number in markers:
        out[number - 1] = ""
    for passage in found:
        if not keep(passage):
            out[passage.line - 1 : passage.last_line] = [None] * (
                passage.last_line - passage.line + 1
            )
        elif mark and passage.last_line > passage.line and out[passage.line - 1] is not None:
            out[passage.line - 1] = f"\n{OPEN}{mark(passage)}{OPEN}\n"
            if passage.last_line in markers:
                out[passage.last_line - 1] = f"\n{CLOSE}\n"
            else:
                out[passage.last_line - 1] = f"{out[passage.last_line - 1] or ''}\n\n{CLOSE}\n"
    return "\n".join(line for line in out if line is not None)
