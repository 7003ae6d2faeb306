"""``check --fix``: texts that may still change, in the canonical form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zowerkenwij.model.handbook import Document, Handbook

_FRONT = re.compile(r"\A\ufeff?---\n.*?^---\n", re.DOTALL | re.MULTILINE)


def reformed(
    handbook: Handbook, root: Path, writes: Mapping[str, bytes], wanted: tuple[str, ...]
) -> dict[str, bytes | None]:
    """New bytes by path for each text that is not in the canonical form; None where the form
    cannot be given without a change in what readers see. ``writes`` are texts as repaired so far."""
    from zowerkenwij.text.form import in_form

    found: dict[str, bytes | None] = {}
    for document in handbook.documents:
        if document.path in handbook.broken_paths or not _may_change(document, wanted):
            continue
        data = writes.get(document.path) or (root / document.path).read_bytes()
        text = data.decode("utf-8").replace("\r\n", "\n")
        front = _FRONT.match(text)
        if front is None:
            continue
        new = in_form(text[front.end() :])
        made = None if new is None else (front[0] + new).encode()
        if made != data:
            found[document.path] = made
    return found


def _may_change(document: Document, wanted: tuple[str, ...]) -> bool:
    """Whether a text has no adopted form to keep: a draft that was never adopted, or a text under
    revision that is named itself."""
    record = document.record
    if record.type == "external":
        return False
    inside = not wanted or any(w in (".", document.path) or document.path.startswith(f"{w}/") for w in wanted)  # fmt: skip
    if not record.versions:
        return inside
    return document.path in wanted and document.digest != record.versions[-1].digest
