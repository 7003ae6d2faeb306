"""Searching in whole texts: the index of Pagefind, made from the pages of this edition only.

Without the package the search page looks through names and words alone (``extras``).
"""

from __future__ import annotations

import subprocess
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "pagefind"
ENGINE = ("pagefind.js", "pagefind-worker.js", "wasm.nl.pagefind")
"""Files of the engine itself: the same bytes for every handbook."""
_DATA = ("pagefind-entry.json",)
_DATA_ENDINGS = (".pf_meta",)


def available() -> bool:
    """Whether the package with the program is installed."""
    return find_spec("pagefind_bin") is not None


def write(site: Path) -> None:
    """Make the index of a built site, without the parts of Pagefind that nothing here uses.
    Raises ``PluginError``."""
    if not available() or not any((site / "d").glob("*/index.html")):
        return
    program = import_module("pagefind_bin").get_executable()
    command = [str(program), "--site", str(site), "--output-subdir", FOLDER]
    command += ["--force-language", "nl", "--silent", "--glob", "d/*/index.html"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PluginError(f"De zoekindex is niet gemaakt: {done.stderr.strip()[-300:]}")
    for path in (site / FOLDER).iterdir():
        needed = path.is_dir() or path.name in (*ENGINE, *_DATA) or path.suffix in _DATA_ENDINGS
        if not needed:
            path.unlink()
