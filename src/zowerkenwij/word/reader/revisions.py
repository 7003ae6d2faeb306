"""Tracked changes on the XML: what the file says when all are accepted or all rejected."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml.etree import SubElement

from zowerkenwij.word.reader.package import W
from zowerkenwij.word.writer.flow import FORMER

_NEW, _OLD = (f"{W}ins", f"{W}moveTo"), (f"{W}del", f"{W}moveFrom")
_RANGES = frozenset(
    f"{W}{kind}Range{end}"
    for kind in ("moveFrom", "moveTo", "customXmlIns", "customXmlDel")
    for end in ("Start", "End")
)
_FORMER = frozenset(
    f"{W}{name}Change"
    for name in ("rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr", "tblGrid", "tblPrEx", "numbering")
)
PLAIN = (f"{W}rPrChange",)
"""Changes that mean plain words before, when they do not say what was before: so LibreOffice
writes them."""
_ALL = frozenset((*_NEW, *_OLD, f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge")) | _RANGES | _FORMER


def has_changes(root: Any) -> bool:
    """Whether anything is tracked."""
    return next(root.iter(*_ALL), None) is not None


def resolved(root: Any, *, accept: bool, spaced: bool = False) -> Any:
    """A copy in which every tracked change is accepted, or rejected. ``spaced``: joined paragraphs
    get a blank between their words, which people who join them forget."""
    copy = deepcopy(root)
    keep, drop = (_NEW, _OLD) if accept else (_OLD, _NEW)
    _former(copy, accept=accept)
    _rows(copy, accept=accept)
    gone = _merged_marks(copy, {f"{W}{n.rpartition('}')[2]}" for n in drop})
    for item in list(copy.iter(*drop)):
        _remove(item)
    for item in list(copy.iter(*keep, *_RANGES)):
        _unwrap(item)
    if not accept:
        for item in copy.iter(f"{W}delText"):
            item.tag = f"{W}t"
        for item in copy.iter(f"{W}delInstrText"):
            item.tag = f"{W}instrText"
    for paragraph in gone:
        _join(paragraph, spaced=spaced)
    return copy


def with_former_names(root: Any) -> Any:
    """The part, in which what came back from a redline has its own bookmarks again."""
    names = {item.get(f"{W}name", "") for item in root.iter(f"{W}bookmarkStart")}
    for item in root.iter(f"{W}bookmarkStart"):
        name = item.get(f"{W}name", "").removeprefix(FORMER)
        if name not in names:
            item.set(f"{W}name", name)
    return root


def _former(copy: Any, *, accept: bool) -> None:
    for item in list(copy.iter(*_FORMER)):
        properties = item.getparent()
        if properties is None:
            continue
        before = next(iter(item), None)
        properties.remove(item)
        if not accept and (before is not None or item.tag in PLAIN):
            kept = [x for x in properties if x.tag in (*_NEW, *_OLD, f"{W}rPr", f"{W}sectPr")]
            for old in list(properties):
                properties.remove(old)
            properties.extend([*(() if before is None else before), *kept])


def _rows(copy: Any, *, accept: bool) -> None:
    gone = "del" if accept else "ins"
    for item in list(copy.iter(f"{W}trPr")):
        if item.find(f"{W}{gone}") is not None:
            _remove(item.getparent())
    cell = f"{W}cellDel" if accept else f"{W}cellIns"
    for item in list(copy.iter(cell)):
        _remove(item.getparent().getparent())
    for item in list(copy.iter(f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge")):
        _remove(item)


def _merged_marks(copy: Any, drop: set[str]) -> list[Any]:
    """Paragraphs whose end goes, last first; the flags are taken away."""
    gone = []
    for item in list(copy.iter(f"{W}rPr")):
        holder = item.getparent()
        is_mark = holder is not None and holder.tag == f"{W}pPr"
        for flag in [x for x in item if x.tag in (*_NEW, *_OLD)]:
            item.remove(flag)
            if is_mark and flag.tag in drop:
                gone.append(holder.getparent())
    for item in copy.iter(f"{W}trPr"):
        for flag in [x for x in item if x.tag in (*_NEW, *_OLD)]:
            item.remove(flag)
    return gone[::-1]


def _join(paragraph: Any, *, spaced: bool) -> None:
    """Move what is left of a paragraph to the front of the next one."""
    following = paragraph.getnext()
    while following is not None and following.tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        following = following.getnext()
    content = _without_points([x for x in paragraph if x.tag != f"{W}pPr"])
    if following is None or following.tag != f"{W}p":
        if not any(x.tag not in (f"{W}bookmarkStart", f"{W}bookmarkEnd") for x in content):
            parent = paragraph.getparent()
            if parent is not None and len(parent.findall(f"{W}p")) > 1:
                parent.remove(paragraph)
        return
    at = 1 if len(following) and following[0].tag == f"{W}pPr" else 0
    following[at:at] = [*content, *_blank(content)] if spaced else content
    _remove(paragraph)


def _blank(content: list[Any]) -> list[Any]:
    """A run with a blank, when there are words to set apart."""
    if not any(text.text for x in content for text in x.iter(f"{W}t")):
        return []
    run = content[0].makeelement(f"{W}r")
    SubElement(run, f"{W}t").text = " "
    return [run]


def _without_points(content: list[Any]) -> list[Any]:
    """What is left of a paragraph; bookmarks at one point go with it when nothing else is left."""
    if any(x.tag not in (f"{W}bookmarkStart", f"{W}bookmarkEnd") for x in content):
        return content
    begun = {x.get(f"{W}id") for x in content if x.tag == f"{W}bookmarkStart"}
    points = begun & {x.get(f"{W}id") for x in content if x.tag == f"{W}bookmarkEnd"}
    return [x for x in content if x.get(f"{W}id") not in points]


def _remove(item: Any) -> None:
    parent = item.getparent()
    if parent is not None:
        parent.remove(item)


def _unwrap(item: Any) -> None:
    parent = item.getparent()
    if parent is None:
        return
    at = parent.index(item)
    parent[at : at + 1] = list(item)
