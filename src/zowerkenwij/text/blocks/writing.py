"""Inlines as Markdown, with the least escaping that reads back as the same inlines.

The plain way is tried first and read back; where that gives something else, emphasis becomes tags
and in the end every sign that could mean something is escaped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zowerkenwij.text.blocks import nodes
from zowerkenwij.text.blocks.inline import Names, inlines, takes_attributes

if TYPE_CHECKING:
    from zowerkenwij.text.blocks.nodes import Inline, Inlines

_ENTITY = re.compile(r"&(?=(?:[a-zA-Z0-9]+|#[0-9]+|#x[0-9a-fA-F]+);)")
_TAG = re.compile(r"<(?=[a-zA-Z/!?])")
_BACKSLASH = re.compile(r"\\(?=[\\`*_{}\[\]()>#+\-.!|]|$)")
_STAR = re.compile(r"(?<!\s)\*|\*(?!\s|$)|^\*|\*$")
_SCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_BRACKET = re.compile(r"\[(?=\^)|\[(?=[^\]]*\][(\[:])|\[(?=[^\]]*\]\s\[)|\[(?=[^\]]*$)")
_BRACE = re.compile(r"\{(?=[^{}\n]+\})")
_ANY = re.compile(r"[\\`*_{}\[\]]")
_PRIVATE = re.compile(r"[\U000F0000-\U000FFFFD]")
_TAGS = {nodes.Strike: "s", nodes.Underline: "u", nodes.Sub: "sub", nodes.Sup: "sup"}
_STARTS = (
    (re.compile(r"[#>]|!!!|[*+-](?= |$)|(?:-+ {0,2}){3,}$|(?:\*+ {0,2}){3,}$"), "\\"),
    (re.compile(r"\[(?=[^\]]*\]:)|\[(?=[ xX]\] )"), "\\"),
)
_LABEL = re.compile(r"(\[[^\]]*\\\]):")  # of a link, and python-markdown takes it for a definition
_NUMBER = re.compile(r"(\d+)\.(?= |$)")
_CODED = re.compile(r":(?= |::)|~(?=~~)|=(?==*\s*$)")
_DIVIDER = re.compile(r"\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *")


def write(content: Inlines, names: Names | None = None, *, in_row: bool = False) -> str:
    """One line of Markdown per line; breaks are ``<br />``. ``in_row``: for a cell, a heading or a
    term, where no new line may stand; pipes are escaped."""
    known = Names(_used(content) | (names.notes if names else frozenset()),
                  names.references if names else {})  # fmt: skip
    text = ""
    for care in range(3):
        text = _Writer(care, in_row=in_row).all(content)
        if in_row:
            text = _escaped_pipes(text)
        else:
            text = "\n".join(map(_line_start, text.split("\n"), [False, *[True] * 999]))
        if inlines(text.replace("\\|", "|") if in_row else text, known) == content:
            break
    return text


def _used(content: Inlines) -> frozenset[str]:
    found: set[str] = set()
    for node in content:
        if isinstance(node, nodes.NoteRef):
            found.add(node.name)
        found |= _used(getattr(node, "children", ()))
    return frozenset(found)


def _escaped_pipes(text: str) -> str:
    parts = re.split(r"(\\.|(`+).+?(?<!`)\2(?!`))", text)
    return "".join(
        part.replace("|", "\\|") if n % 3 == 0 else part
        for n, part in enumerate(parts)
        if n % 3 != 2 and part
    )


def _line_start(line: str, follows: bool) -> str:  # noqa: FBT001 - used by map
    if label := _LABEL.match(line):
        return f"{label[1]}&#58;{line[label.end() :]}"
    for pattern, escape in _STARTS:
        if pattern.match(line):
            return escape + line
    if number := _NUMBER.match(line):
        return f"{number[1]}\\{line[number.end(1) :]}"
    if _CODED.match(line):
        return f"&#{ord(line[0])};{line[1:]}"
    if follows and "-" in line and _DIVIDER.fullmatch(line):
        return line.replace("-", "\\-", 1)
    return line


class _Writer:
    def __init__(self, care: int, *, in_row: bool) -> None:
        self._care = care
        self._break = "<br />" if in_row else "<br />\n"

    def all(self, content: Inlines) -> str:
        parts: list[str] = []
        for at, node in enumerate(content):
            before = content[at - 1] if at else None
            after = content[at + 1] if at + 1 < len(content) else None
            parts.append(self._one(node, before, after))
        return "".join(parts)

    def _one(self, node: Inline, before: Inline | None, after: Inline | None) -> str:
        match node:
            case nodes.Text(text=text):
                return self._words(text, before, after)
            case nodes.Strong(children=children):
                return self._mark("**", "strong", children)
            case nodes.Emph(children=children):
                return self._mark("*", "em", children)
            case nodes.Strike() | nodes.Underline() | nodes.Sub() | nodes.Sup():
                tag = _TAGS[type(node)]
                return f"<{tag}>{self.all(node.children)}</{tag}>"
            case nodes.Link():
                return self._link(node)
            case nodes.Image(target=target, alt=alt, title=title):
                return f"![{_escape_all(alt)}]({_target(target, title)})"
            case nodes.Change(children=children):
                return self.all(children)
        return self._plain(node)

    def _plain(self, node: Inline) -> str:
        match node:
            case nodes.CodeSpan(text=text):
                return _code(text)
            case nodes.NoteRef(name=name):
                return f"[^{name}]"
            case nodes.LineBreak():
                return self._break
            case nodes.Anchor(name=name):
                return f'<a id="{name}"></a>'
            case nodes.Slot(name=name):
                return f"{{{{ {name} }}}}"
            case nodes.Field(value=value):
                return self._words(value, None, None)
            case nodes.RawInline(text=text):
                return text
        return ""

    def _mark(self, sign: str, tag: str, children: Inlines) -> str:
        inner = self.all(children)
        blank = not inner or inner[0].isspace() or inner[-1].isspace()
        if self._care or blank:
            return f"<{tag}>{inner}</{tag}>"
        return f"{sign}{inner}{sign}"

    def _link(self, link: nodes.Link) -> str:
        words = link.children[0] if len(link.children) == 1 else None
        alike = isinstance(words, nodes.Text) and words.text == link.target
        if alike and link.title is None and re.fullmatch(r"https?://[^<>\s&]+", link.target):
            return f"<{link.target}>"
        inner = _balanced(self.all(link.children), link.children, self._care)
        return f"[{inner}]({_target(link.target, link.title)})"

    def _words(self, text: str, before: Inline | None, after: Inline | None) -> str:
        found = _BACKSLASH.sub(r"\\\\", text) if self._care < 2 else text
        if self._care == 2:
            found = _ANY.sub(r"\\\g<0>", found)
        else:
            found = _STAR.sub(r"\\*", found)
            found = _SCORE.sub(r"\\_", found)
            found = found.replace("`", "\\`")
            found = _BRACKET.sub(r"\\[", found)
            found = _BRACE.sub(r"\\{", found.replace("{{", "\\{\\{"))
        found = _TAG.sub("&lt;", _ENTITY.sub("&amp;", found)) if self._care < 2 else _coded(text)
        if found.startswith("{") and before is not None and takes_attributes(before):
            found = "\\" + found
        if found.endswith("!") and isinstance(after, nodes.Link | nodes.NoteRef):
            found = found[:-1] + "\\!"
        found = _PRIVATE.sub(lambda m: f"&#{ord(m[0])};", found)
        return _kept_blanks(found, before, after)


def _coded(text: str) -> str:
    found = _ANY.sub(r"\\\g<0>", text.replace("&", "&amp;")).replace("<", "&lt;")
    return found.replace("!", "\\!")


def _kept_blanks(text: str, before: Inline | None, after: Inline | None) -> str:
    """No-break spaces at both ends of a paragraph as entities: editors strip them."""
    if before is None and text.startswith("\xa0"):
        text = "&nbsp;" + text[1:]
    if after is None and text.endswith("\xa0"):
        text = text[:-1] + "&nbsp;"
    return text


def _escape_all(text: str) -> str:
    return re.sub(r"[\\`*_\[\]]", r"\\\g<0>", _ENTITY.sub("&amp;", text))


def _balanced(inner: str, children: Inlines, care: int) -> str:
    if care or not any(isinstance(c, nodes.Text) and set(c.text) & set("[]") for c in children):
        return inner
    return "".join(
        re.sub(r"(?<!\\)[\[\]]", r"\\\g<0>", _Writer(0, in_row=False).all((child,)))
        if isinstance(child, nodes.Text)
        else _Writer(0, in_row=False).all((child,))
        for child in children
    )


def _target(target: str, title: str | None) -> str:
    """What stands between the brackets of a link."""
    shown = target.replace("|", "%7C").replace("\n", " ")
    if not is_paired(shown):
        shown = shown.replace("(", "%28").replace(")", "%29")
    for sign, code in (("<", "%3C"), (">", "%3E"), ('"', "%22"), ("'", "%27")):
        shown = shown.replace(sign, code)
    shown = f"<{shown}>" if re.search(r"\s", shown) else shown
    shown = _ENTITY.sub("&amp;", shown)
    shown = re.sub(r"[*_`\\]", r"\\\g<0>", shown) if re.search(r"[*`\\]", shown) else shown
    return shown if title is None else f'{shown} "{_title(title)}"'


def is_paired(target: str) -> bool:
    """Whether a target may keep its round brackets: in pairs, without blanks or quotes."""
    bare = re.sub(r"\([^()\s<>\"'\\]*\)", "", target)
    return not re.search(r"[\s()<>\"'\\]", bare)


def _title(title: str) -> str:
    return _escape_all(title).replace('"', "&quot;")


def _code(text: str) -> str:
    runs = re.findall("`+", text)
    ticks = "`"
    while ticks in runs:
        ticks += "`"
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"
