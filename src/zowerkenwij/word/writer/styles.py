"""``styles.xml``: the default one, and a foundation's own with what it lacks put in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.word.writer.looks import FONT, INK, LOOKS, Look
from zowerkenwij.word.writer.xml import element, part, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_BUILT_IN = "ZWW"
_DEFAULTS = (
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    f'<w:rFonts w:ascii="{FONT}" w:eastAsia="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>'
    f'<w:color w:val="{INK}"/><w:sz w:val="20"/><w:szCs w:val="20"/>'
    '<w:lang w:val="nl-NL" w:eastAsia="nl-NL" w:bidi="ar-SA"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
)


def default() -> bytes:
    """The styles of the house."""
    return part("styles", _DEFAULTS, *(style(look, DEFAULT_IDS) for look in LOOKS))


def style(look: Look, ids: Mapping[str, str], *, may_be_default: bool = True) -> str:
    """One style. ``ids`` leads from names to the ids that stand in the file, for ``basedOn``."""
    own = {one.id: one.name for one in LOOKS}

    def there(id_: str) -> str:
        return ids.get(own.get(id_, "").casefold(), id_)

    is_own = look.name.startswith(_BUILT_IN)
    is_default = (look.kind == "paragraph" and not look.based) or look.rank == 1
    is_default = is_default or look.name in ("Normal Table", "No List")
    return element(
        "w:style",
        value("name", look.name),
        value("basedOn", there(look.based)) if look.based else "",
        value("next", there(look.following)) if look.following else "",
        value("uiPriority", look.rank),
        "<w:qFormat/>" if look.kind == "paragraph" else "",
        element("w:pPr", look.paragraph) if look.paragraph else "",
        element("w:rPr", look.run) if look.run else "",
        element("w:tblPr", look.table) if look.table else "",
        w_type=look.kind,
        w_default="1" if is_default and may_be_default else None,
        w_customStyle="1" if is_own else None,
        w_styleId=look.id,
    )


def _ids(looks: Iterable[Look]) -> dict[str, str]:
    return {look.name.casefold(): look.id for look in looks}


DEFAULT_IDS: Mapping[str, str] = _ids(LOOKS)
"""Style ids of the house by name, lower case."""
