"""The handbook with only the adopted texts that obligations point at: what answers the law on a
day needs no other version file, and those are most of a large handbook."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zowerkenwij.store.files import WorkTree

if TYPE_CHECKING:
    from zowerkenwij.store.files import Listing

_DOCUMENT = re.compile(rb"\bdocument\"?'?[ \t]*:[ \t]*[\"']?([a-z0-9-]+)")


@dataclass(frozen=True)
class CitedTexts(WorkTree):
    """The work tree without the version files of documents that ``obligations.yml`` does not name.
    All of it when a name has no folder of versions, because that may be a former id, or when the
    register cannot be read."""

    def listing(self) -> Listing:
        """The files that are needed."""
        found = super().listing()
        top = posixpath.join(self.prefix, "versions", "") if self.prefix else "versions/"
        folders = {p[len(top) :].partition("/")[0] for p in found.paths if p.startswith(top)}
        cited = self._cited()
        if not cited or not cited <= folders:
            return found
        kept = (
            p for p in found.paths
            if not p.startswith(top) or p[len(top) :].partition("/")[0] in cited
        )  # fmt: skip
        return replace(found, paths=tuple(kept))

    def _cited(self) -> set[str]:
        path = posixpath.join(self.prefix, "obligations.yml")
        for _, data in self.read([path]):
            if isinstance(data, bytes):
                return {name.decode() for name in _DOCUMENT.findall(data)}
        return set()
