"""The Markdown of the site: which extensions, and how they name anchors.

This module imports nothing heavy: the fast way to an outline never loads python-markdown.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

SITE_EXTENSIONS: tuple[str, ...] = (
    "toc",
    "tables",
    "fenced_code",
    "attr_list",
    "footnotes",
    "def_list",
    "admonition",
    "sane_lists",
    "md_in_html",
)
"""Names of python-markdown extensions, in the order in which MkDocs registers them."""

SITE_EXTENSION_CONFIGS: dict[str, dict[str, Any]] = {"toc": {"permalink": False, "marker": ""}}
"""Their settings; ``[TOC]`` in a text is text, for the theme has its own table of contents."""

_DROPPED = re.compile(r"[^\w\s-]")
_SEPARATORS = re.compile(r"[-\s]+")
_COUNTED = re.compile(r"(.*)_([0-9]+)", re.DOTALL)


def slugify(value: str) -> str:
    """The anchor the site derives from the plain text of a heading (the rule of toc)."""
    if value.isascii():
        words = value.split()
        if "".join(words).isalnum():  # as nearly always
            return "-".join(words).lower()
    else:
        value = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode("ascii")
    return _SEPARATORS.sub("-", _DROPPED.sub("", value).strip().lower())


class Anchors:
    """Hands out unique anchors as toc does: a taken or empty one gets ``_1``, ``_2`` … in time
    linear in the number of headings."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._next: dict[tuple[str, int], int] = {}

    def claim(self, slug: str) -> str:
        """The anchor for a heading with this slug."""
        if slug and slug not in self._taken:
            self._taken.add(slug)
            return slug
        counted = _COUNTED.fullmatch(slug)
        key = (counted[1], int(counted[2])) if counted else (slug, 0)
        number = self._next.get(key, key[1] + 1)
        while f"{key[0]}_{number}" in self._taken:
            number += 1
        self._next[key] = number + 1
        anchor = f"{key[0]}_{number}"
        self._taken.add(anchor)
        return anchor
