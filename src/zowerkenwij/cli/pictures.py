"""The stored pictures that a text shows, for an export."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import click

from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from zowerkenwij.model.handbook import Handbook
    from zowerkenwij.site.view import Text


def pictures(
    root: Path | None, handbook: Handbook, text: Text, *, leaves: bool
) -> dict[str, bytes]:
    """The bytes of each picture in the handbook folder, by its target: as written, and as a clean
    copy names it. Says so on standard error when one is missing; refuses an adopted text of which
    a picture is not the one that was adopted. Nothing outside the handbook is read. In a file that
    ``leaves`` the house nothing stands beside a picture."""
    from zowerkenwij.site.bare_pictures import bare
    from zowerkenwij.site.references import Finder, asset_address

    found: dict[str, bytes] = {}
    if root is None or not any(link.image for link in text.outline.links):
        return found
    finder = Finder(handbook)
    for link in text.outline.links:
        target = finder.find(text, link)
        if not link.image or target.outside:
            continue
        path = target.asset
        if not path:
            _missing(text.id, link.target)
        else:
            data = _read(root, handbook, path)
            _judge(handbook, text, link.target, path, data)
            found[link.target] = found[asset_address(handbook.prefix, path)] = data
    return {target: bare(data) if leaves else data for target, data in found.items() if data}


def _read(root: Path, handbook: Handbook, path: str) -> bytes:
    from zowerkenwij.store import WorkTree

    top = f"{handbook.prefix}/" if handbook.prefix else ""
    if not path.startswith(top) or ".." in path.split("/"):
        return b""
    ((_, data),) = WorkTree(root, handbook.prefix).read([path])
    return data if isinstance(data, bytes) else b""


def _judge(handbook: Handbook, text: Text, target: str, path: str, data: bytes) -> None:
    from zowerkenwij.word.gate import judge_picture
    from zowerkenwij.word.refused import RefusedFile

    if not data:
        _missing(text.id, target)
        return
    file = handbook.version_files.get((text.id, text.entry.version)) if text.entry else None
    adopted = file.record.assets.get(target) if file else None
    if adopted and adopted != f"sha256:{hashlib.sha256(data).hexdigest()}":
        raise Refusal(
            f"De afbeelding '{path}' is niet meer die van versie {file.record.version} van "  # type: ignore[union-attr]
            f"'{text.id}'. Zet de oorspronkelijke afbeelding terug en exporteer opnieuw.", 3,
        )  # fmt: skip
    try:
        judge_picture(path, data)
    except RefusedFile as refused:
        raise Refusal(f"'{path}' in '{text.id}': {refused.message}", 3) from refused


def _missing(id_: str, target: str) -> None:
    click.echo(
        f"In '{id_}' ontbreekt de afbeelding '{target}'. In het bestand staat alleen de "
        "beschrijving. Zet de afbeelding terug of haal haar uit de tekst.", err=True,
    )  # fmt: skip
