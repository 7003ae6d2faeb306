"""What is made from a built site as a whole: the index of its texts and the service worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.site import fulltext, offline

if TYPE_CHECKING:
    from pathlib import Path

    from zowerkenwij.site.parts import Edition


def complete(edition: Edition, site: Path) -> None:
    """Add the search index and the service worker to a built site; raises ``PluginError``."""
    fulltext.write(site)
    offline.write(edition, site)
