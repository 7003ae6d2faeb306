"""What the limited child tells its parent: values of known classes as JSON, nothing else."""

from __future__ import annotations

import base64
import json
from dataclasses import fields, is_dataclass
from typing import Any

from zowerkenwij.text.blocks import nodes
from zowerkenwij.word.reader.document import Loss, WordDocument
from zowerkenwij.word.reader.remarks import Comment, Tracked
from zowerkenwij.word.writer.template import Listing, Story, Template

_KNOWN: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        *(x for x in vars(nodes).values() if isinstance(x, type) and is_dataclass(x)),
        Loss, WordDocument, Comment, Tracked, Template, Story, Listing,
    )
}  # fmt: skip


def encoded(value: Any) -> str:
    """A value as JSON."""
    return json.dumps(_plain(value), ensure_ascii=True)


def decoded(text: str) -> Any:
    """The value again. Raises ``ValueError`` or ``KeyError`` for anything unknown."""
    return _made(json.loads(text))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *(_plain(getattr(value, f.name)) for f in fields(value))]
    if isinstance(value, tuple):
        return ["()", *map(_plain, value)]
    if isinstance(value, dict):
        return ["{}", *([_plain(k), _plain(v)] for k, v in value.items())]
    if isinstance(value, bytes):
        return ["b", base64.b64encode(value).decode()]
    return value


def _made(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    kind, *rest = value
    if kind == "()":
        return tuple(map(_made, rest))
    if kind == "{}":
        return {_made(k): _made(v) for k, v in rest}
    if kind == "b":
        return base64.b64decode(rest[0])
    return _KNOWN[kind](*map(_made, rest))
