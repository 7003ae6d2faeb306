"""Pictures inside a line: which can be shown in Word, how large, and as which part."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from zowerkenwij.word.gate import kind_of_picture, pixels
from zowerkenwij.word.writer.xml import WIDTH, element, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zowerkenwij.word.writer.package import Relations

_EMU_PER_PIXEL = 9525  # at 96 dots per inch
_EMU_PER_TWIP = 635
_HIGHEST = 12_500 * _EMU_PER_TWIP  # a page with room for a caption
_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


@dataclass
class Pictures:
    """The pictures that a document may show. ``stored`` holds bytes by target as written;
    ``parts`` those that were used, by part name: equal bytes are one part."""

    stored: Mapping[str, bytes]
    parts: dict[str, bytes] = field(default_factory=dict)
    count: int = 0

    def drawing(self, target: str, alt: str, relations: Relations, room: int = WIDTH) -> str:
        """The run with the picture, at most ``room`` twips wide; empty when Word cannot show it
        (not stored, or of another kind than png, jpeg and gif)."""
        data = self.stored.get(target, b"")
        kind, size = kind_of_picture(data), pixels(data)
        if kind not in ("png", "jpeg", "gif") or not size or not all(size):
            return ""
        name = f"media/{sha256(data).hexdigest()[:24]}.{kind}"
        self.parts[f"word/{name}"] = data
        self.count += 1
        return _run(relations.add("image", name), self.count, alt, *_fitting(size, room))


def _fitting(size: tuple[int, int], room: int) -> tuple[int, int]:
    """Width and height in EMU: the picture's own size, or smaller so that it fits."""
    wide, high = (side * _EMU_PER_PIXEL for side in size)
    ratio = min(1.0, room * _EMU_PER_TWIP / wide, _HIGHEST / high)
    return max(int(wide * ratio), 1), max(int(high * ratio), 1)


def _run(id_: str, number: int, alt: str, wide: int, high: int) -> str:
    extent = {"cx": wide, "cy": high}
    shown = element(
        "pic:pic",
        element(
            "pic:nvPicPr", f'<pic:cNvPr id="{number}" name="Afbeelding {number}"/>',
            element("pic:cNvPicPr"),
        ),
        element("pic:blipFill", element("a:blip", r_embed=id_), "<a:stretch><a:fillRect/></a:stretch>"),
        element(
            "pic:spPr",
            element("a:xfrm", '<a:off x="0" y="0"/>', element("a:ext", **extent)),
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>',
        ),
    )  # fmt: skip
    inline = element(
        "wp:inline",
        element("wp:extent", **extent),
        f'<wp:docPr id="{number}" name="Afbeelding {number}" descr="{quoted(alt)}"/>',
        f'<a:graphic><a:graphicData uri="{_SPACE}">{shown}</a:graphicData></a:graphic>',
        distT="0", distB="0", distL="0", distR="0",
    )  # fmt: skip
    return f"<w:r><w:drawing>{inline}</w:drawing></w:r>"
