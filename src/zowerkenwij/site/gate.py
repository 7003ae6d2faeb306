"""The output gate: reads every byte of a built site and fails closed on anything narrower."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.site.cards import KIND, page_link, qr_code
from zowerkenwij.site.fulltext import ENGINE, FOLDER
from zowerkenwij.site.gate_phrases import Secret, run_hashes
from zowerkenwij.site.gate_reading import UnreadableOutput, readings, words
from zowerkenwij.site.gate_secrets import Secrets, collect
from zowerkenwij.site.parts import EDITION_LABELS, Edition
from zowerkenwij.site.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from zowerkenwij.model.handbook import Handbook

_ADDRESS = re.compile(r"(?<![\w-])d/([a-z0-9]+(?:-[a-z0-9]+)*)")
_SOURCE = re.compile(r"([\w-]+)\.md\b", re.IGNORECASE)
_DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_NUMBER = re.compile(r"(?<![\w.,-])[0-9]{4,9}(?![\w-])")
_QR = re.compile(r"<svg[^>]*class=[\"']?qr\b.*?</svg>", re.DOTALL)
_SHOWN = 20


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """Something narrower in the output: the file, whose it is, and what it is, in Dutch."""

    file: str
    document: str
    what: str


def check(
    handbook: Handbook, edition: Edition, folder: Path, themes: Sequence[Path] = ()
) -> tuple[Leak, ...]:
    """Every leak in the built site of an edition; empty when it may be published. Files that are
    byte for byte those of a theme (folders ``themes``) hold nothing of the handbook."""
    secrets = collect(View(handbook, edition.audience, edition.as_of))
    if not secrets:
        return ()
    seen: set[str] = set()
    found = {
        leak
        for path in _files(folder)
        if not _is_of_theme(path, folder, themes)
        for leak in _leaks(secrets, folder, path, seen)
    }
    return tuple(sorted(found | _codes(handbook, edition, folder)))


def _is_of_theme(path: Path, folder: Path, themes: Sequence[Path]) -> bool:
    if path.is_symlink():
        return False
    for theme in themes:
        same = theme / path.relative_to(folder)
        if same.is_file() and same.read_bytes() == path.read_bytes():
            return True
    return False


def _codes(handbook: Handbook, edition: Edition, folder: Path) -> set[Leak]:
    """QR codes that are not exactly the code of a page of this edition: nobody can read what
    another one says."""
    site = handbook.settings.record.site_url
    known = {
        qr_code(page_link(site, p.document)) for p in edition.pages if p.kind == KIND and p.document
    }
    return {
        Leak(path.relative_to(folder).as_posix(), "uitvoer", "een QR-code die nergens bij hoort")
        for path in _files(folder)
        if path.suffix == ".html" and not path.is_symlink()
        for code in _QR.findall(path.read_text("utf-8", "replace"))
        if code not in known
    }


def refusal(leaks: Sequence[Leak], audience: str) -> str:
    """Why nothing was published, in Dutch."""
    lines = [f"{leak.file}: {leak.what} ({leak.document})" for leak in leaks[:_SHOWN]]
    if len(leaks) > _SHOWN:
        lines.append(f"… en nog {len(leaks) - _SHOWN}.")
    head = (
        f"De site voor '{EDITION_LABELS[audience]}' is niet gemaakt: hij zou iets laten zien dat "
        "niet voor deze doelgroep is. Haal het weg uit de tekst die wel getoond wordt:"
    )
    return "\n".join([head, *lines])


def _files(folder: Path) -> Iterator[Path]:
    engine = {folder / FOLDER / name for name in ENGINE}
    files = (path for path in sorted(folder.rglob("*")) if path.is_symlink() or path.is_file())
    return (path for path in files if path not in engine)


def _leaks(secrets: Secrets, folder: Path, path: Path, seen: set[str]) -> Iterator[Leak]:
    name = path.relative_to(folder).as_posix()
    try:
        texts = [name, *readings(name, _bytes(path), seen=seen)]
    except (UnreadableOutput, OSError):
        yield Leak(name, "uitvoer", "dit bestand is niet te lezen en dus niet te controleren")
        return
    for text in texts:
        for secret in _found(secrets, text):
            yield Leak(name, secret.owner, secret.what)


def _bytes(path: Path) -> bytes:
    if path.is_symlink():
        raise OSError(path)
    return path.read_bytes()


def _found(secrets: Secrets, text: str) -> Iterator[Secret]:
    spoken = words(text)
    if secrets.runs:
        yield from (secrets.runs[run] for run in secrets.runs.keys() & set(run_hashes(spoken)))
    yield from (secret for _, secret in secrets.phrases.found_in(spoken))
    if "d/" in text:
        yield from _names(secrets.ids, _ADDRESS.findall(text))
    if ".md" in text.casefold():
        yield from _names(secrets.stems, (s.casefold() for s in _SOURCE.findall(text)))
    yield from _names(secrets.digests, _DIGEST.findall(text))
    yield from _names(secrets.numbers, _NUMBER.findall(text))


def _names(names: dict[str, Secret], found: Sequence[str] | Iterator[str]) -> Iterator[Secret]:
    return (names[name] for name in names.keys() & set(found))
