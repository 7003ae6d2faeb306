"""The output gate: reads every byte of a built site and fails closed on anything narrower."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
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

    from zowerkenwij.model.handbook import Handbook

_ADDRESS = re.compile(r"(?<![\w-])d/([a-z0-9]+(?:-[a-z0-9]+)*)")
_SOURCE = re.compile(r"([\w-]+)\.md\b", re.IGNORECASE)
_DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_NUMBER = re.compile(r"(?<![\w.,-])[0-9]{4,9}(?![\w-])")
_QR = re.compile(r"<svg[^>]*class=[\"']?qr\b.*?</svg>", re.DOTALL)
_SHOWN = 20
UNREADABLE = "dit bestand is niet te lezen en dus niet te controleren"


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
    of_theme = {name: path for theme in reversed(themes) for name, path in _files(theme)}
    codes, seen, found = _codes(handbook, edition), set[str](), set[Leak]()
    for name, path in _files(folder):
        try:
            data = _bytes(path)
        except OSError:
            found.add(Leak(name, "uitvoer", UNREADABLE))
            continue
        if name not in of_theme or of_theme[name].read_bytes() != data:
            found.update(_leaks(secrets, name, data, seen), _strange(codes, name, data))
    return tuple(sorted(found))


def _codes(handbook: Handbook, edition: Edition) -> frozenset[str]:
    """The QR codes of the pages of this edition."""
    site = handbook.settings.record.site_url
    documents = (p.document for p in edition.pages if p.kind == KIND and p.document)
    return frozenset(qr_code(page_link(site, id_)) for id_ in documents)


def _strange(known: frozenset[str], name: str, data: bytes) -> Iterator[Leak]:
    """QR codes that are not exactly the code of a page of this edition: nobody can read what
    another one says."""
    if b"qr" in data and name.endswith(".html"):
        for code in _QR.findall(data.decode("utf-8", "replace")):
            if code not in known:
                yield Leak(name, "uitvoer", "een QR-code die nergens bij hoort")


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


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """All files by their name in the folder, without those of the search engine itself."""
    engine = {f"{FOLDER}/{name}" for name in ENGINE}
    for path, folders, names in os.walk(folder):
        here = Path(path)
        links = [name for name in folders if (here / name).is_symlink()]
        for name in (*names, *links):
            full = here / name
            inner = full.relative_to(folder).as_posix()
            if inner not in engine:
                yield inner, full


def _leaks(secrets: Secrets, name: str, data: bytes, seen: set[str]) -> Iterator[Leak]:
    try:
        texts = [name, *readings(name, data, seen=seen)]
    except UnreadableOutput:
        yield Leak(name, "uitvoer", UNREADABLE)
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
