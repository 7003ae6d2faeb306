"""Going through a tree and giving back a changed one."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from zowerkenwij.text.blocks import nodes
from zowerkenwij.text.blocks.walk import inlines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zowerkenwij.text.blocks.nodes import Blocks, Inline

_T = TypeVar("_T")


def rewritten(value: _T, change: Callable[[Any], Any]) -> _T:
    """The value with every inline replaced by what ``change`` gives for it, inner ones first."""
    if isinstance(value, tuple):
        return tuple(rewritten(x, change) for x in value)  # type: ignore[return-value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    new: dict[str, Any] = {}
    for one in fields(value):
        old = getattr(value, one.name)
        if isinstance(old, tuple) or is_dataclass(old):
            made = rewritten(old, change)
            if made != old:
                new[one.name] = made
    result = replace(value, **new) if new else value
    return change(result)  # type: ignore[no-any-return]


def used_notes(blocks: Blocks) -> list[str]:
    """Names of notes in the order of first use."""
    return list(dict.fromkeys(x.name for x in inlines_of(blocks) if isinstance(x, nodes.NoteRef)))


def rename_notes(blocks: Blocks, names: Mapping[str, str]) -> Blocks:
    """The blocks with other names of notes."""

    def change(node: Inline) -> Inline:
        if isinstance(node, nodes.NoteRef):
            return nodes.NoteRef(names.get(node.name, node.name))
        return node

    return rewritten(blocks, change)
