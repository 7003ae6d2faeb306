"""A whole text brought into the canonical form, when the site shows it exactly as before."""

from __future__ import annotations

import html
import re
import unicodedata

from zowerkenwij.text.directives import without_markers
from zowerkenwij.text.outlines import is_too_complex, render

_EDGES = re.compile(
    r" ?(</?(?:p|li|[uod]l|d[dt]|t[dhr]|table|thead|tbody|h[1-6r]|div|blockquote|br|aside)\b[^>]*>) ?"
)
_SLOT = re.compile(r"\{\{ *([\w.-]+) *\}\}")


def in_form(markdown: str) -> str | None:
    """The text in the canonical form of ``blocks.dump``: NFC, LF, one paragraph per line. None
    where that could change what a reader sees."""
    from zowerkenwij.text.blocks import dump, parse

    lines = markdown.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = unicodedata.normalize("NFC", "\n".join(line.expandtabs(4) for line in lines))
    if is_too_complex(text):
        return None
    tree = parse(text)
    printed = dump(tree) or "\n"
    if printed == text or not tree:
        return printed
    same = parse(printed) == tree and dump(parse(printed)) == printed
    return printed if same and _seen(printed) == _seen(text) else None


def _seen(markdown: str) -> str:
    """The HTML without blanks that nobody sees."""
    shown = html.unescape(render(without_markers(_SLOT.sub(r"{{ \1 }}", markdown))))
    return _EDGES.sub(r"\1", re.sub(r"[ \n]+", " ", shown)).strip()
