"""The whole handbook on one page, to print or to search in with the browser.

The page is made of the texts as their own pages have them. Anchors get the id of their document in
front, links between documents stay on the page, and headings go down one level.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zowerkenwij.site.listings import plain
from zowerkenwij.site.parts import Page
from zowerkenwij.site.render import frame, relative

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zowerkenwij.site.facts import Facts
    from zowerkenwij.site.view import View

ADDRESS = "alles/"
KIND = "whole"
MOST = 250
"""Documents; a page of more is too heavy for a phone and nobody prints it."""
_ID = re.compile(r'(<[a-z][a-z0-9]*\b[^>]*?\s)id="([^"]+)"')
_HREF = re.compile(r'\s(href|src)="([^"]*)"')
_HEADING = re.compile(r"(</?h)([1-5])\b")
_REFERS = re.compile(r'\s(aria-labelledby|aria-describedby|for)="([^"]+)"')


def fits(view: View) -> bool:
    """Whether the edition has such a page."""
    return 0 < len(view.shown) <= MOST


def pages(view: View, facts: Mapping[str, Facts]) -> Iterator[Page]:
    """The page without the texts: those come in when they are rendered (``assembled``)."""
    if not fits(view):
        return
    before, after = frame("whole.html", ADDRESS, items=in_order(facts.values()), day=view.day)
    yield Page(ADDRESS, "Het hele handboek", KIND, before=before, after=after)


def in_order(items: Iterable[Facts]) -> list[Facts]:
    """By kind of document, then by title: documents of the foundation before those of schools."""
    return sorted(items, key=lambda f: (f.school or "", plain(f.type_label), plain(f.title)))


def assembled(order: Iterable[str], texts: Mapping[str, str]) -> str:
    """The texts (HTML by document id) in order, as parts of one page."""
    there = frozenset(texts)
    return "".join(
        f'<article class="text part" id="{id_}">\n{moved(texts[id_], id_, there)}\n</article>\n'
        for id_ in order
        if id_ in texts
    )


def moved(html: str, id_: str, there: frozenset[str]) -> str:
    """The HTML of one text, from its own page to the one page."""
    html = _ID.sub(rf'\1id="{id_}--\2"', html)
    html = _REFERS.sub(rf' \1="{id_}--\2"', html)
    html = _HEADING.sub(lambda m: f"{m[1]}{int(m[2]) + 1}", html)
    return _HREF.sub(lambda m: f' {m[1]}="{_turned(m[2], id_, there)}"', html)


def _turned(target: str, id_: str, there: frozenset[str]) -> str:
    """Where a target of the page ``d/<id>/`` is from the one page."""
    if target.startswith("#"):
        return f"#{id_}--{target[1:]}"
    if not target.startswith("."):
        return target
    path, _, anchor = target.partition("#")
    steps = f"d/{id_}/{path}".split("/")
    kept: list[str] = []
    for step in steps:
        if step == "..":
            del kept[-1:]
        elif step not in ("", "."):
            kept.append(step)
    if len(kept) == 2 and kept[0] == "d" and kept[1] in there:
        return f"#{kept[1]}--{anchor}" if anchor else f"#{kept[1]}"
    address = "/".join(kept) + ("/" if path.endswith("/") and kept else "")
    return relative(ADDRESS, f"{address}#{anchor}" if anchor else address)
