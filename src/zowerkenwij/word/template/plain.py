"""Elements of a foreign part as text that fits in our own parts."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree

from zowerkenwij.word.reader.package import W
from zowerkenwij.word.writer.xml import DECLARATION, NAMESPACES

_MAIN = W[1:-1]


def inner(item: Any) -> str:
    """An element of Word as text, without what other namespaces add to it; for a part that
    declares ``NAMESPACES``."""
    made = deepcopy(item)
    made.tail = None
    for one in list(made.iter()):
        for key in [k for k in one.attrib if not k.startswith(W)]:
            del one.attrib[key]
        if not (isinstance(one.tag, str) and one.tag.startswith(W)) and one.getparent() is not None:
            one.getparent().remove(one)
    root = etree.fromstring(f"<w:x {NAMESPACES}/>")
    root.append(made)
    told = etree.tostring(root, encoding="unicode")
    return told[told.index(">") + 1 : told.rindex("</")]


def rooted(root: Any) -> str:
    """A whole part as text, with Word's namespace under its usual name."""
    spaces = {k: v for k, v in root.nsmap.items() if v != _MAIN and k is not None}
    made = etree.Element(root.tag, dict(root.attrib), nsmap={**spaces, "w": _MAIN})
    for child in list(root):
        made.append(child)
    return DECLARATION + etree.tostring(made, encoding="unicode")
