"""Making a vector picture harmless: an SVG may hold scripts and lead elsewhere."""

from __future__ import annotations

import re

from lxml import etree

_DRAWS = frozenset(
    [
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
        "tspan", "textPath", "defs", "symbol", "use", "marker", "clipPath", "mask", "pattern",
        "linearGradient", "radialGradient", "stop", "title", "desc", "image", "filter", "switch",
    ]
)  # fmt: skip
_OWN = re.compile(r"#[\w.:-]+|data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_ADDRESS = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression|javascript:", re.IGNORECASE)
_SVG = "http://www.w3.org/2000/svg"


def harmless(data: bytes) -> bytes:
    """The SVG with nothing but shapes and words in it: no script, handler, style sheet, foreign
    content or address outside the picture. Empty when it is no SVG that can be read."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return b""
    if etree.QName(root).localname != "svg" or root.getroottree().docinfo.doctype:
        return b""
    for item in list(root.iter()):
        if item is not root and not _draws(item):
            parent = item.getparent()
            if parent is not None:
                parent.remove(item)
            continue
        for name, value in list(item.attrib.items()):
            if not _is_plain(str(name), str(value)):
                del item.attrib[name]
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _draws(item: etree._Element) -> bool:
    if not isinstance(item.tag, str):
        return False
    name = etree.QName(item)
    is_filter = name.localname.startswith("fe") and name.localname != "feImage"
    return name.namespace in (_SVG, None) and (name.localname in _DRAWS or is_filter)


def _is_plain(name: str, value: str) -> bool:
    local = name.rpartition("}")[2].lower()
    if local.startswith("on") or _ADDRESS.search(value):
        return False
    return local != "href" or _OWN.fullmatch(value) is not None
