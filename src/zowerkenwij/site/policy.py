"""What stops a publication, and what may lie beside the pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from zowerkenwij.rules.finding import SEVERITY_LABELS, Finding
from zowerkenwij.site.finding import failures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zowerkenwij.model.handbook import Handbook
    from zowerkenwij.site.parts import Edition

STATIC_ENDINGS = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".ico", ".css", ".woff2")
INDEX = "zoeken/index.json"
_SHOWN = 20


class _File(Protocol):
    src_uri: str
    src_dir: str | None


class _Theme(Protocol):
    dirs: list[str]

    @property
    def custom_dir(self) -> str | None: ...


def themes(theme: _Theme, handbook: Path) -> list[Path]:
    """Folders of installed themes. What somebody laid over a theme, or what lies in the handbook,
    may hold anything and is read as any other file."""
    folders = [Path(folder) for folder in theme.dirs if folder != theme.custom_dir]
    return [folder for folder in folders if not folder.is_relative_to(handbook)]


# Lateness never ends the validity of a text, and its page says that it is late.
_LATE = frozenset({"ZW301"})


def stopping(findings: Iterable[Finding], *, strict: bool) -> tuple[Finding, ...]:
    """The findings that stop a publication: errors about content, and with ``strict`` everything
    from a warning on."""
    if strict:
        return tuple(f for f in findings if f.severity in ("error", "warning"))
    return tuple(f for f in findings if f.severity == "error" and f.code not in _LATE)


def refusal(findings: Sequence[Finding]) -> str:
    """Why nothing was published, in Dutch."""
    lines = [
        f"{f.path}:{f.line}: {SEVERITY_LABELS[f.severity]} {f.code}: {f.message}"
        for f in findings[:_SHOWN]
    ]
    more = len(findings) - len(lines)
    if more > 0:
        lines.append(f"… en nog {more}. Alles staat in `zowerkenwij check`.")
    one = "Er is één melding die publicatie tegenhoudt:"
    count = (
        one
        if len(findings) == 1
        else f"Er zijn {len(findings)} meldingen die publicatie tegenhouden:"
    )
    return "\n".join([f"De site is niet gemaakt. {count}", *lines])


def lost_queries(handbook: Handbook, edition: Edition) -> str:
    """The query tests of the handbook that this edition's search does not answer in its first
    three results, in Dutch; empty when all do."""
    if not handbook.search_tests:
        return ""
    index = next(file.text for file in edition.files if file.address == INDEX)
    failed = list(failures(json.loads(index), (entry.record for entry in handbook.search_tests)))
    lines = [f"'{test.query}' vindt {test.expect} niet" for test, _ in failed[:_SHOWN]]
    head = "Zoekvragen uit search-tests.yml vinden hun document niet bij de eerste drie. "
    tip = "Zet woorden uit de vraag bij keywords of aliases van het document:"
    return "\n".join([head + tip, *lines]) if failed else ""


def content_security(*, serving: bool) -> str:
    """The Content-Security-Policy of every page: nothing from elsewhere, nothing inline. While
    serving, the script of live reload may run."""
    script = "script-src 'self' 'unsafe-inline'" if serving else "script-src 'self'"
    return (
        f"default-src 'none'; {script}; style-src 'self'; img-src 'self'; media-src 'self'; "
        "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'"
    )


def is_static(file: _File, docs_dir: str, theme_dirs: Sequence[str]) -> bool:
    """Whether a file that MkDocs found may stay: of the theme, or an image or style in
    ``static`` that is no link to somewhere else."""
    if file.src_dir in theme_dirs:
        return True
    if file.src_dir != docs_dir or not file.src_uri.lower().endswith(STATIC_ENDINGS):
        return False
    path = Path(docs_dir) / file.src_uri
    return path.resolve() == Path(docs_dir).resolve() / file.src_uri


def asset_path(root: Path, path: str) -> Path:
    """The file of an asset; raises ``FileNotFoundError`` for a link or what is no file."""
    full = root / path
    if full.resolve() != root.resolve() / path or not full.is_file():
        raise FileNotFoundError(path)
    return full
