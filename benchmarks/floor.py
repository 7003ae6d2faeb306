"""The floor for a cold check: read every file, yaml-rs on every front matter and register, and
pydantic's verdict on every document and version. Nothing is found, kept or said."""

# ruff: noqa: PTH118, PTH123 - a floor pays for no Path
from __future__ import annotations

import os
import sys

import yaml_rs
from pydantic import ValidationError

from zowerkenwij.model.document import DocumentRecord, VersionRecord


def main(folder: str) -> None:
    top = os.path.join(folder, "handbook")
    versions = os.path.join(top, "versions")
    for here, _, names in os.walk(top):
        model = VersionRecord if here.startswith(versions) else DocumentRecord
        for name in names:
            with open(os.path.join(here, name), "rb") as stream:
                data = stream.read()
            if name.endswith(".md"):
                _judge(model, yaml_rs.loads(data.decode("utf-8").split("---\n", 2)[1]))
            elif name.endswith(".yml"):
                yaml_rs.loads(data.decode("utf-8"))


def _judge(model: type[DocumentRecord | VersionRecord], value: object) -> None:
    try:
        model.model_validate(value)
    except ValidationError:  # yaml-rs makes dates of days; the records want them as text
        model.model_validate(_plain(value))


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)


if __name__ == "__main__":
    main(sys.argv[1])
