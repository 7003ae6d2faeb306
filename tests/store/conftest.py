"""Small handbooks for the store's tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from zowerkenwij.model.handbook import Handbook
from zowerkenwij.store import WorkTree, load

HANDBOOK = """\
format: 1
name: Zo werken wij!
foundation: {name: Stichting Test, site: https://test.example/}
site_url: https://handboek.example/
roles:
  - {id: director, label: directeur}
bodies:
  - {id: board, label: bestuur, kind: board}
types:
  - {id: protocol, label: protocol, plural: protocollen}
  - {id: external, label: extern document, plural: externe documenten, schema: schemas/external.json}
"""
DOCUMENT = """\
---
format: 1
id: antipest
type: protocol
title: Antipestprotocol
owner: director
---
# Antipestprotocol

Tekst.
"""
SCHOOL = "id: veerpont\nname: De Veerpont\nkind: so\n"
SCHEMA = """\
{"type": "object", "required": ["issuer"], "additionalProperties": false,
 "properties": {"issuer": {"title": "Uitgever", "type": "string", "minLength": 1},
                "checked_on": {"type": "string", "format": "date"}}}
"""
BASE = {
    "handbook/handbook.yml": HANDBOOK,
    "handbook/protocols/antipest.md": DOCUMENT,
    "handbook/schools/veerpont/school.yml": SCHOOL,
    "handbook/schemas/external.json": SCHEMA,
}

Files = Mapping[str, "str | bytes | None"]
Made = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Made:
    """Write a small handbook with some files changed (None: left out); gives its root."""

    def made(files: Files | None = None, /) -> Path:
        for name, content in {**BASE, **(files or {})}.items():
            if content is None:
                continue
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return made


@pytest.fixture
def loaded(make: Made) -> Callable[..., Handbook]:
    """Load a small handbook with some files changed."""
    return lambda files=None: load(WorkTree(make(files)))


def said(handbook: Handbook) -> list[str]:
    """``path:line code`` of everything that was wrong, the path without ``handbook/``."""
    return [
        f"{u.place.path.removeprefix('handbook/')}:{u.place.line} {u.code}"
        for u in handbook.unreadable
    ]
