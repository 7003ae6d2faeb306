"""From the words of a paragraph to inlines, in the dialect of the site (python-markdown).

Two passes, as python-markdown has them: first what stands by itself (code, links, tags …) gives
way to one private character each, then emphasis is found in the string that is left. So emphasis
is what the site shows, also where CommonMark would judge otherwise.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zowerkenwij.text.blocks.nodes import (
    Anchor,
    CodeSpan,
    Emph,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoteRef,
    RawInline,
    Slot,
    Strike,
    Strong,
    Sub,
    Sup,
    Text,
    Underline,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_BASE = 0xF0000
_LAST = 0xFFFFD
_ATOM = re.compile(
    r"""\\(?P<escaped>[\\`*_{}\[\]()>\#+\-.!|])
    |(?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)
    |(?P<run>`+)
    |\{\{[ ]*(?P<slot>[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*)[ ]*\}\}
    |\[\^(?P<note>[^\]\s]+)\]
    |(?P<bracket>!?\[)
    |<(?P<auto>(?:[Ff]|[Hh][Tt])[Tt][Pp][Ss]?://[^<>]*)>
    |<(?P<mail>[^<>\ !]+@[^@<>\ ]+)>
    |(?P<anchor><a\ id="[^"<>&]+"></a>)
    |(?P<html><(?:/?[a-zA-Z][^<>@ ]*(?:\s[^<>]*)?|!--(?:(?!<!--|-->).)*--)>)
    |(?P<entity>&(?:[a-zA-Z0-9]+|\#[0-9]+|\#x[0-9a-fA-F]+);)
    |(?P<hard>[ ]{2,}\n)
    |(?P<private>[\U000F0000-\U000FFFFD])""",
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTES = re.compile(r"\{:?[ ]*[^{}\n ][^{}\n]*\}")
_REFERENCE = re.compile(r"\s?\[([^\]]*)\]")
_TITLED = re.compile(r"(.*?)\s+(?:\"(.*)\"|'(.*)')\s*", re.DOTALL)
_LONE = re.compile(r"(?<!\S)(?:\*{1,3}|_{1,3})(?!\S)")
_PAIRED: dict[str, type] = {
    "s": Strike,
    "u": Underline,
    "sub": Sub,
    "sup": Sup,
    "strong": Strong,
    "em": Emph,
}
_BLANKS = re.compile(r"[ \t\n]+")
_MAX_DEPTH = 40


@dataclass(slots=True)
class Names:
    """What a text defines for its inlines: names of notes, and (target, title) by reference."""

    notes: frozenset[str] = frozenset()
    references: dict[str, tuple[str, str | None]] = field(default_factory=dict)


def inlines(text: str, names: Names | None = None) -> Inlines:
    """The inlines of a paragraph. Blanks collapse, those at both ends are dropped."""
    return trimmed(_Scan(names or Names()).read(text, 0))


class _Scan:
    def __init__(self, names: Names) -> None:
        self._names = names
        self._atoms: list[Inline] = []
        self._handlers: dict[str, Callable[[re.Match[str]], Inline | None]] = {
            "escaped": lambda m: Text(m["escaped"]),
            "code": lambda m: CodeSpan(_BLANKS.sub(" ", m["code"]).strip()),
            "run": lambda m: Text(m["run"]),
            "slot": lambda m: Slot(m["slot"]),
            "note": self._note,
            "auto": lambda m: Link(m["auto"], (Text(m["auto"]),)),
            "mail": _mail,
            "anchor": lambda m: Anchor(m[0][7:-6]),
            "html": _tag,
            "entity": lambda m: Text(html.unescape(m[0])),
            "hard": lambda _: LineBreak(),
            "private": lambda m: Text(m[0]),
        }

    def read(self, text: str, depth: int) -> list[Inline]:
        if depth > _MAX_DEPTH:
            return [Text(text)]
        return self._nodes(self._emphasis(self._stash(text, depth), depth))

    def _keep(self, atom: Inline) -> str:
        if len(self._atoms) >= _LAST - _BASE:
            return ""
        self._atoms.append(atom)
        return chr(_BASE + len(self._atoms) - 1)

    def _stash(self, text: str, depth: int) -> str:
        parts: list[str] = []
        at = 0
        search = 0
        while match := _ATOM.search(text, search):
            kind = match.lastgroup or ""
            end = match.end()
            if kind == "bracket":
                found = self._bracket(text, match, depth)
                atom, end = found or (Text(match[0]), end)
            else:
                atom = self._handlers[kind](match) or Text(match[0])
            parts += (text[at : match.start()], self._keep(atom))
            if takes_attributes(atom) and (listed := _ATTRIBUTES.match(text, end)):
                parts.append(self._keep(RawInline(listed[0])))
                end = listed.end()
            at = search = end
        return "".join((*parts, text[at:]))

    def _note(self, match: re.Match[str]) -> Inline | None:
        return NoteRef(match["note"]) if match["note"] in self._names.notes else None

    def _bracket(self, text: str, match: re.Match[str], depth: int) -> tuple[Inline, int] | None:
        closing = _closing(text, match.end(), "[", "]")
        if closing is None:
            return None
        label = text[match.end() : closing]
        is_image = match[0][0] == "!"
        end = closing + 1
        if text.startswith("(", end):
            last = _closing(text, end + 1, "(", ")")
            if last is not None:
                target, title = _target(text[end + 1 : last])
                return self._linked(target, title, label, depth, is_image=is_image), last + 1
        reference = _REFERENCE.match(text, end)
        tries = [(reference[1] or label, reference.end())] if reference else []
        for name, stop in (*tries, (label, end)):
            known = self._names.references.get(" ".join(name.lower().split()))
            if known:
                return self._linked(*known, label, depth, is_image=is_image), stop
        return None

    def _linked(
        self, target: str, title: str | None, label: str, depth: int, *, is_image: bool
    ) -> Inline:
        if is_image:
            return Image(target, _plain(label), title)
        return Link(target, trimmed(_Scan(self._names).read(label, depth + 1), ends=False), title)

    def _emphasis(self, text: str, depth: int) -> str:
        for sign, patterns in _MARKS:
            if sign in text:
                text = self._marked(text, sign, patterns, depth)
        return text

    def _marked(
        self, text: str, sign: str, patterns: tuple[tuple[re.Pattern[str], str], ...], depth: int
    ) -> str:
        parts: list[str] = []
        at = 0
        lone = {m.start(): m.end() for m in _LONE.finditer(text)}
        search = text.find(sign)
        while search >= 0:
            step = lone.get(search)
            found = None if step else _first(patterns, text, search)
            if found:
                match, shape = found
                parts += (text[at : match.start()], self._keep(self._build(match, shape, depth)))
                step = at = match.end()
                if listed := _ATTRIBUTES.match(text, at):
                    parts.append(self._keep(RawInline(listed[0])))
                    step = at = listed.end()
            search = text.find(sign, step or search + 1)
        return "".join((*parts, text[at:]))

    def _build(self, match: re.Match[str], shape: str, depth: int) -> Inline:
        inner = self._again(match[2], depth)
        match shape:
            case "strong":
                return Strong(inner)
            case "em":
                return Emph(inner)
            case "em in strong":
                return Strong((Emph(inner), *self._again(match[3], depth)))
            case "strong in em":
                return Emph((Strong(inner), *self._again(match[3], depth)))
        return Strong((*inner, Emph(self._again(match[3], depth))))

    def _again(self, text: str, depth: int) -> Inlines:
        if depth > _MAX_DEPTH:
            return (Text(text),)
        return trimmed(self._nodes(self._emphasis(text, depth + 1)), ends=False)

    def _nodes(self, text: str) -> list[Inline]:
        found: list[Inline] = []
        words: list[str] = []
        for part in re.split(f"([{chr(_BASE)}-{chr(_LAST)}])", text):
            if len(part) == 1 and ord(part) >= _BASE and ord(part) - _BASE < len(self._atoms):
                found += (*_text(words), self._atoms[ord(part) - _BASE])
                words = []
            elif part:
                words.append(_BLANKS.sub(" ", part))
        return _pairs([*found, *_text(words)])


def _text(words: list[str]) -> list[Inline]:
    joined = "".join(words)
    return [Text(joined)] if joined else []


def takes_attributes(node: Inline) -> bool:
    """Whether an attribute list right behind this would belong to it."""
    return isinstance(node, Link | Image | CodeSpan | Strong | Emph)


def _mail(match: re.Match[str]) -> Inline:
    words = match["mail"].removeprefix("mailto:")
    return Link(f"mailto:{words}", (Text(words),))


def _tag(match: re.Match[str]) -> Inline:
    words = match["html"].lower().replace(" ", "")
    return LineBreak() if words in ("<br>", "<br/>") else RawInline(match["html"])


def _pairs(nodes: list[Inline]) -> list[Inline]:
    """Make nodes of the plain tags that are closed among the same neighbours."""
    found: list[Inline] = []
    open_: list[tuple[str, int]] = []
    for node in nodes:
        word = node.text if isinstance(node, RawInline) else ""
        name = word.strip("</>") if word.startswith("<") else ""
        if name in _PAIRED and word == f"<{name}>":
            open_.append((name, len(found)))
        elif name in _PAIRED and word == f"</{name}>" and any(o[0] == name for o in open_):
            while open_[-1][0] != name:
                open_.pop()
            start = open_.pop()[1]
            inner = trimmed(found[start + 1 :], ends=False)
            found[start:] = [_PAIRED[name](inner)]
            continue
        found.append(node)
    return found


def trimmed(nodes: list[Inline], *, ends: bool = True) -> Inlines:
    """Join neighbouring words, collapse blanks, drop blanks at both ends and around breaks."""
    found: list[Inline] = []
    for node in nodes:
        last = found[-1] if found else None
        if isinstance(node, Text) and isinstance(last, Text):
            found[-1] = Text(_BLANKS.sub(" ", last.text + node.text))
        else:
            found.append(node)
    for at, node in enumerate(found):
        if isinstance(node, Text):
            words = node.text
            if (at == 0 and ends) or (at and isinstance(found[at - 1], LineBreak)):
                words = words.lstrip(" ")
            after = found[at + 1] if at + 1 < len(found) else None
            if (after is None and ends) or isinstance(after, LineBreak):
                words = words.rstrip(" ")
            found[at] = Text(words)
    return tuple(node for node in found if not isinstance(node, Text) or node.text)


def _closing(text: str, at: int, opening: str, closing: str) -> int | None:
    """Offset of the bracket that closes the one before ``at``, past code and escapes."""
    depth = 1
    pattern = re.compile(rf"\\.|(`+).+?(?<!`)\1(?!`)|[{re.escape(opening + closing)}]", re.DOTALL)
    for match in pattern.finditer(text, at):
        if match[0] == opening:
            depth += 1
        elif match[0] == closing:
            depth -= 1
            if not depth:
                return match.start()
    return None


def _target(inside: str) -> tuple[str, str | None]:
    titled = _TITLED.fullmatch(inside)
    target = (titled[1] if titled else inside).strip()
    title = (titled[2] if titled[2] is not None else titled[3]) if titled else None
    if target.startswith("<") and target.endswith(">"):
        target = target[1:-1]
    return html.unescape(_BLANKS.sub(" ", _plain(target))), title and _plain(title)


def _plain(text: str) -> str:
    unescaped = re.sub(r"\\([\\`*_{}\[\]()>#+\-.!|])", r"\1", text)
    return html.unescape(_BLANKS.sub(" ", unescaped))


def _first(
    patterns: tuple[tuple[re.Pattern[str], str], ...], text: str, at: int
) -> tuple[re.Match[str], str] | None:
    for pattern, shape in patterns:
        if match := pattern.match(text, at):
            return match, shape
    return None


def _compiled(*rows: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.DOTALL), shape) for pattern, shape in rows)


_STARS = _compiled(
    (r"(\*){3}(.+?)\1(.*?)\1{2}", "em in strong"),
    (r"(\*){3}(.+?)\1{2}(.*?)\1", "strong in em"),
    (r"(\*)\1(?!\1)([^*]+?)\1(?!\1)(.+?)\1{3}", "strong with em"),
    (r"(\*\*)(.+?)\1", "strong"),
    (r"(\*)(?!\*)((?:[^*]|\*\*[^*]+\*\*)+)\1(?!\*)", "em"),
    (r"(\*)([^*]+)\1", "em"),
)
_SCORES = _compiled(
    (r"(?<!\w)(_){3}(.+?)\1(.*?)\1{2}", "em in strong"),
    (r"(?<!\w)(_){3}(.+?)\1{2}(.*?)\1", "strong in em"),
    (r"(?<!\w)(_)\1(?!\1)(.+?)(?<!\w)\1(?!\1)(.+?)\1{3}(?!\w)", "strong with em"),
    (r"(?<!\w)(__)(?!_)(.+?)(?<!_)\1(?!\w)", "strong"),
    (r"(?<!\w)(_)(?!_)(.+?)(?<!_)\1(?!\w)", "em"),
)
_MARKS = (("*", _STARS), ("_", _SCORES))
