"""The floor for a cold check: read every file, yaml-rs on its front matter, pydantic's verdict."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml_rs

from zowerkenwij.model.document import DocumentRecord


def main(folder: Path) -> None:
    for path in folder.glob("handbook/protocols/group-*/*.md"):
        _, front, _ = path.read_text(encoding="utf-8").split("---\n", 2)
        value = yaml_rs.loads(front)
        DocumentRecord.model_validate(value)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
