"""The one meaning of a plain YAML scalar in every record."""

from __future__ import annotations

import re
from typing import Any

_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})", re.ASCII)


def scalar(text: str) -> Any:
    """The value of a plain scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "-0123456789" and _INTEGER.fullmatch(text):
        return int(text)
    return text
