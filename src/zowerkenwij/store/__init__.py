"""The handbook on disk and in git: strict reading, whole writing, a memory that may be lost.

Everything is imported at its first use, so that a warm check imports no model at all.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from zowerkenwij.store.cited import CitedTexts
    from zowerkenwij.store.errors import GitError, NotAHandbook, StoreError, WriteError
    from zowerkenwij.store.files import WorkTree
    from zowerkenwij.store.interrupted import is_interrupted
    from zowerkenwij.store.loader import load
    from zowerkenwij.store.location import Location, find_handbook
    from zowerkenwij.store.remember import Memo, memo
    from zowerkenwij.store.revision import Revision
    from zowerkenwij.store.transaction import recover
    from zowerkenwij.store.writing import write

__all__ = [
    "CitedTexts",
    "GitError",
    "Location",
    "Memo",
    "NotAHandbook",
    "Revision",
    "StoreError",
    "WorkTree",
    "WriteError",
    "find_handbook",
    "is_interrupted",
    "load",
    "memo",
    "recover",
    "write",
]

_HOMES = {
    "CitedTexts": "cited",
    "GitError": "errors",
    "Location": "location",
    "Memo": "remember",
    "NotAHandbook": "errors",
    "Revision": "revision",
    "StoreError": "errors",
    "WorkTree": "files",
    "WriteError": "errors",
    "find_handbook": "location",
    "is_interrupted": "interrupted",
    "load": "loader",
    "memo": "remember",
    "recover": "transaction",
    "write": "writing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
