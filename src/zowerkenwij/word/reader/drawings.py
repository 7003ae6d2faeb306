"""Pictures, shapes and text boxes of a run; what cannot be drawn in Markdown is a loss."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from zowerkenwij.text.blocks import nodes
from zowerkenwij.word.gate import judge_picture, kind_of_picture
from zowerkenwij.word.reader.package import MC, A, R, V, W
from zowerkenwij.word.vector import harmless

if TYPE_CHECKING:
    from zowerkenwij.text.blocks.nodes import Inline
    from zowerkenwij.word.reader.runs import Story

_TITLE = "{urn:schemas-microsoft-com:office:office}title"


def drawn(story: Story, item: Any) -> tuple[list[Inline], list[Any]]:
    """The pictures in a drawing, and the XML of its text boxes."""
    if item.tag == f"{W}object":
        story.lose("embedded-object", "")
    alt = _alt(item)
    boxes = [x for x in item.iter(f"{W}txbxContent") if not _is_inside_box(x, item)]
    inner = {id(x) for box in boxes for x in box.iter()}
    blips = [x for x in item.iter(f"{A}blip", f"{V}imagedata") if id(x) not in inner]
    shown = [_picture(story, blip, alt or blip.get(_TITLE) or "") for blip in blips]
    if not blips and not boxes:
        _undrawn(story, item, alt)
    return shown, boxes


def _alt(item: Any) -> str:
    described = next((x for x in item.iter() if str(x.tag).endswith("}docPr")), None)
    if described is None:
        shape = next(item.iter(f"{V}shape"), None)
        return (shape.get("alt") or "") if shape is not None else ""
    return described.get("descr") or described.get("title") or ""


def _undrawn(story: Story, item: Any, alt: str) -> None:
    """A drawing without a picture: its words go with the loss."""
    kind, told = "drawing", [alt]
    for part in item.iter():
        name = str(part.tag).rpartition("}")[2]
        if name in ("chart", "relIds"):
            kind = "chart" if name == "chart" else "smartart"
            told += _words_of(story, part.get(f"{R}id") or part.get(f"{R}dm") or "")
    story.lose(kind, " ".join(filter(None, told)))


def _words_of(story: Story, id_: str) -> list[str]:
    relation = story.relations.get(id_)
    if relation is None or relation.is_external:
        return []
    root = story.package.xml(relation.target)
    return [x.text or "" for x in root.iter(f"{A}t")] if root is not None else []


def _picture(story: Story, blip: Any, alt: str) -> Inline:
    words = " ".join(alt.split())
    id_ = blip.get(f"{R}embed") or blip.get(f"{R}id") or ""
    relation = story.relations.get(id_)
    lacking = nodes.Text(f"[afbeelding: {words}]" if words else "[afbeelding]")
    if relation is None or relation.is_external:
        story.lose(
            "linked-picture" if relation or blip.get(f"{R}link") else "missing-picture", words
        )
        return lacking
    data = story.package.parts.get(relation.target)
    kind = kind_of_picture(data) if data else ""
    if data is None or not kind:
        story.lose("missing-picture", words)
        return lacking
    judge_picture(relation.target, data)
    if kind in ("emf", "wmf", "bmp", "tiff"):
        story.lose("picture-format", kind)
    if kind == "svg" and not (data := harmless(data)):
        story.lose("picture-format", kind)
        return lacking
    digest = hashlib.sha256(data).hexdigest()
    story.media[digest] = (kind, data)
    return nodes.Image("", words, None, digest)


def _is_inside_box(box: Any, limit: Any) -> bool:
    parent = box.getparent()
    while parent is not None and parent is not limit:
        if parent.tag in (f"{W}txbxContent", f"{MC}Fallback"):
            return True
        parent = parent.getparent()
    return False
