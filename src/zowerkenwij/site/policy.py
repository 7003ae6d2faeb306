"""What stops a publication, and what may lie beside the pages."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from zowerkenwij.rules.finding import SEVERITY_LABELS, Finding

STATIC_ENDINGS = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".ico", ".css", ".woff2")
_SHOWN = 20


class _File(Protocol):
    src_uri: str
    src_dir: str | None


def stopping(findings: Iterable[Finding], *, strict: bool) -> tuple[Finding, ...]:
    """The findings that stop a publication: errors, and with ``strict`` warnings too."""
    levels = ("error", "warning") if strict else ("error",)
    return tuple(f for f in findings if f.severity in levels)


def refusal(findings: Sequence[Finding]) -> str:
    """Why nothing was published, in Dutch."""
    lines = [f"{f.path}:{f.line}: {SEVERITY_LABELS[f.severity]} {f.code}: {f.message}" for f in findings[:_SHOWN]]
    more = len(findings) - len(lines)
    if more > 0:
        lines.append(f"… en nog {more}. Alles staat in `zowerkenwij check`.")
    count = "één melding die" if len(findings) == 1 else f"{len(findings)} meldingen die"
    return "\n".join([f"De site is niet gemaakt. Er is {count} publicatie tegenhoudt:", *lines])


def content_security(*, serving: bool) -> str:
    """The Content-Security-Policy of every page: nothing from elsewhere, nothing inline. While
    serving, the script of live reload may run."""
    script = "script-src 'self' 'unsafe-inline'" if serving else "script-src 'self'"
    return (
        f"default-src 'none'; {script}; style-src 'self'; img-src 'self'; media-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'"
    )


def is_static(file: _File, docs_dir: str, theme_dirs: Sequence[str]) -> bool:
    """Whether a file that MkDocs found may stay: of the theme, or an image or style in
    ``static`` that is no link to somewhere else."""
    if file.src_dir in theme_dirs:
        return True
    if file.src_dir != docs_dir or not file.src_uri.lower().endswith(STATIC_ENDINGS):
        return False
    path = os.path.join(docs_dir, file.src_uri)  # noqa: PTH118 - compared as MkDocs gives it
    real = os.path.join(os.path.realpath(docs_dir), *file.src_uri.split("/"))  # noqa: PTH118
    return os.path.realpath(path) == real


def asset_path(root: Path, path: str) -> Path:
    """The file of an asset; raises ``FileNotFoundError`` for a link or what is no file."""
    full = root / path
    real = Path(os.path.realpath(root)) / path
    if Path(os.path.realpath(full)) != real or not full.is_file():
        raise FileNotFoundError(path)
    return full
