"""The handbook on disk and in git: strict reading, whole writing, a cache that may be lost.

Everything is imported at its first use, so that a warm check reads no model at all.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zowerkenwij.store.errors import NotAHandbook, StoreError
    from zowerkenwij.store.files import Location, WorkTree, find_handbook
    from zowerkenwij.store.loader import load

__all__ = ["Location", "NotAHandbook", "StoreError", "WorkTree", "find_handbook", "load"]

_HOMES = {
    "Location": "files",
    "NotAHandbook": "errors",
    "StoreError": "errors",
    "WorkTree": "files",
    "find_handbook": "files",
    "load": "loader",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
