"""What travels in our own custom part (word.md §7): the properties once more, and the exported text."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

SOURCE = "zww.source"
"""Among what ``carried`` gives: the Markdown that was exported."""

_SPACE = "{urn:zowerkenwij:word:1}"
_MOST = 4_000_000  # signs of a packed text
_KNOWN = re.compile(r"zww\.[a-z]{1,20}")


def carried(root: Any | None) -> dict[str, str]:
    """The properties in a custom part, and the text under ``SOURCE``; nothing from a damaged one."""
    found: dict[str, str] = {}
    for item in root if root is not None else ():
        if item.tag == f"{_SPACE}property" and _KNOWN.fullmatch(item.get("name", "")):
            found[item.get("name")] = item.get("value", "")
        elif item.tag == f"{_SPACE}source" and len(item.text or "") < _MOST:
            try:
                found[SOURCE] = base64.b64decode(item.text or "", validate=True).decode()
            except ValueError:
                continue
    return found
