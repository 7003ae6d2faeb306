"""Small pieces of XML as text: faster than a tree, and the same bytes every time."""

from __future__ import annotations

import re

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    f'xmlns:w14="{W14}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)
WIDTH = 9638
"""The width of the text on a page of the house, in twips: A4 with margins of 2 cm."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_QUOTED = {
    **_ESCAPES,
    ord('"'): "&quot;",
    ord("\n"): "&#10;",
    ord("\t"): "&#9;",
    ord("\r"): "&#13;",
}


def text(value: str) -> str:
    """A string as the text of an element; what XML cannot hold becomes U+FFFD."""
    return _ILLEGAL.sub("\ufffd", value).translate(_ESCAPES)


def quoted(value: object) -> str:
    """A value as the content of an attribute."""
    return _ILLEGAL.sub("\ufffd", str(value)).translate(_QUOTED)


def element(name: str, *content: str, **attributes: object) -> str:
    """``<name …>content</name>``. An attribute ``w_val`` becomes ``w:val``; None is left out."""
    parts = "".join(
        f' {key.replace("_", ":", 1)}="{quoted(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(content)
    return f"<{name}{parts}>{inner}</{name}>" if inner else f"<{name}{parts}/>"


def value(name: str, val: object) -> str:
    """``<w:name w:val="…"/>``: the most common element of WordprocessingML."""
    return f'<w:{name} w:val="{quoted(val)}"/>'


def part(root: str, *content: str, extra: str = "") -> bytes:
    """A whole part: the root element ``w:<root>`` with all namespaces."""
    inner = "".join(content)
    return f"{DECLARATION}<w:{root} {NAMESPACES}{extra}>{inner}</w:{root}>".encode()
