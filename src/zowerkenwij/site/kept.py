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
    """The HTML of pages by their Markdown, while a site is served: of this build, and of the one
    ``before`` it."""

    def __init__(self, before: Rendered | None = None) -> None:
        self._before = before._now if before else {}  # noqa: SLF001 - its own kind
        self._now: dict[tuple[str, str], tuple[str, Any]] = {}

    def use(self, page: Page, markdown: str) -> None:
        """Have the page take its HTML from here, when it stands here."""
        key = page.file.src_uri, markdown
        known = self._before.get(key)
        if known:
            self._now[key] = known
            page.render = _given(page, *known)  # type: ignore[assignment,method-assign]

    def add(self, page: Page, markdown: str, html: str) -> None:
        """Remember the HTML of a page."""
        self._now[page.file.src_uri, markdown] = html, page.toc


def keep(page: Page, markdown: str, html: str, rendered: Rendered | None) -> None:
    """Remember the HTML that MkDocs made of a page, when it is remembered at all."""
    if rendered and markdown:
        rendered.add(page, markdown, html)


def prepare(page: Page, markdown: str, rendered: Rendered | None) -> None:
    """Spare MkDocs the work for a page without Markdown, or whose HTML is known."""
    if not markdown:
        page.render = _given(page, "", get_toc([]))  # type: ignore[assignment,method-assign]
    elif rendered:
        rendered.use(page, markdown)


def _given(page: Page, html: str, toc: Any) -> Callable[[MkDocsConfig, Files], None]:
    def render(config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001 - MkDocs' names
        page.content, page.toc = html, toc
        page.present_anchor_ids, page.links_to_anchors = set(), {}

    return render
