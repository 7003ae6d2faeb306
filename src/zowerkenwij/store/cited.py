"""The handbook with only what obligations point at: to answer the law on a day, nearly all other
records and texts of a large handbook need not be opened."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zowerkenwij.store.files import WorkTree
from zowerkenwij.store.kinds import kind_of

if TYPE_CHECKING:
    from zowerkenwij.model.problem import Unreadable
    from zowerkenwij.store.files import Listing

_DOCUMENT = re.compile(rb"\bdocument\"?'?[ \t]*:[ \t]*[\"']?([a-z0-9-]+)")
_NEEDED = ("handbook", "obligations", "school", "monitoring")


@dataclass(frozen=True)
class CitedTexts(WorkTree):
    """The work tree with the documents that ``obligations.yml`` names, found by their file names,
    and their adopted texts. Whoever asks must see whether all names were found: a name may be a
    former id."""

    def listing(self) -> Listing:
        """The files that are needed; folders of other texts are not even looked into."""
        cited = frozenset(self._cited())
        top = self.prefix + "/" if self.prefix else ""
        found = _Pruned(self.root, self.prefix, cited).listing()
        kept = (p for p in found.paths if self._is_needed(p[len(top) :], cited))
        return replace(found, paths=tuple(kept))

    def _is_needed(self, inner: str, cited: frozenset[str]) -> bool:
        kind = kind_of(inner)
        if kind == "document":
            return posixpath.basename(inner)[:-3] in cited
        return kind in _NEEDED or kind == "version"

    def _cited(self) -> set[str]:
        path = posixpath.join(self.prefix, "obligations.yml")
        for _, data in self.read([path]):
            if isinstance(data, bytes):
                return {name.decode() for name in _DOCUMENT.findall(data)}
        return set()


@dataclass(frozen=True)
class _Pruned(WorkTree):
    """The work tree without the adopted texts of other documents."""

    cited: frozenset[str] = frozenset()

    def _scan(
        self, folder: str, pending: list[str], paths: list[str], problems: list[Unreadable]
    ) -> None:
        parts = folder[len(self.prefix) + 1 if self.prefix else 0 :].split("/")
        if parts[0] == "versions" and parts[1:2] not in ([""], []) and parts[1] not in self.cited:
            return
        super()._scan(folder, pending, paths, problems)
