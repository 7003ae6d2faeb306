"""What one build leaves for the next: answers of pure functions, and while serving the HTML of
texts that did not change."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mkdocs.structure.toc import get_toc

from zowerkenwij import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

outline = lru_cache(maxsize=1024)(text.outline)
"""``text.outline``: the texts of a version are read for several pages and editions."""


class Rendered:
    """The HTML of pages by their Markdown, kept from build to build while a site is served."""

    def __init__(self) -> None:
        self._before: dict[tuple[str, str], tuple[str, Any]] = {}
        self._now: dict[tuple[str, str], tuple[str, Any]] = {}

    def turn(self) -> None:
        """A new build begins: what the last one did not use is let go."""
        self._before, self._now = self._now, {}

    def use(self, page: Page, markdown: str) -> None:
        """Have the page take its HTML from here, when it stands here."""
        key = page.file.src_uri, markdown
        known = self._before.get(key)
        if known:
            self._now[key] = known
            page.render = _given(page, *known)  # type: ignore[method-assign]

    def keep(self, page: Page, markdown: str, html: str) -> None:
        """Remember the HTML of a page."""
        self._now[page.file.src_uri, markdown] = html, page.toc


def render_nothing(page: Page) -> None:
    """Spare MkDocs the work for a page without Markdown."""
    page.render = _given(page, "", get_toc([]))  # type: ignore[method-assign]


def _given(page: Page, html: str, toc: Any) -> Callable[[MkDocsConfig, Files], None]:
    def render(config: MkDocsConfig, files: Files) -> None:
        page.content, page.toc = html, toc
        page.present_anchor_ids, page.links_to_anchors = set(), {}

    return render
