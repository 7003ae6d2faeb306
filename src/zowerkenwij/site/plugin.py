"""The MkDocs plugin: takes everything out of the build and puts one edition in. It works under
``mkdocs`` and ``properdocs`` alike, and so imports from ``mkdocs`` only."""

from __future__ import annotations

import logging
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs import utils
from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel

from zowerkenwij import store
from zowerkenwij.rules import check
from zowerkenwij.site import edition, gate, kept, output, policy
from zowerkenwij.site.parts import EDITIONS, Edition
from zowerkenwij.store.database import cache_folder
from zowerkenwij.text import SITE_EXTENSION_CONFIGS, SITE_EXTENSIONS
from zowerkenwij.text.fill import dutch_day

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from zowerkenwij.model.handbook import Handbook


class HandbookConfig(base.Config):  # type: ignore[no-untyped-call]
    """The options under ``zowerkenwij`` in mkdocs.yml."""

    handbook = c.Type(str, default=".")
    """The handbook's folder, from mkdocs.yml."""
    audience = c.Choice(EDITIONS, default="public")
    """For whom the site is."""
    as_of = c.Optional(c.Type((str, date)))
    """The day, ``YYYY-MM-DD``; default today, or the day of SOURCE_DATE_EPOCH."""
    strict = c.Type(bool, default=False)
    """Stop at a warning too."""


class HandbookPlugin(BasePlugin[HandbookConfig]):  # type: ignore[no-untyped-call]
    """Builds the site for one audience, of ``handbook`` when that was given before the build."""

    handbook: Handbook | None = None
    edition: Edition
    root: Path
    rendered: dict[str, str]
    serving = False
    html: kept.Rendered | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether pages are served: live reload needs a looser policy."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load and check the handbook, build the edition, and give the theme its values."""
        here = Path(config.config_file_path or ".").resolve().parent
        try:
            location = store.find_handbook(here / self.config.handbook)
        except store.StoreError as error:
            raise ConfigurationError(error.message) from error
        self.root = location.root
        tree, day = store.WorkTree(location.root, location.prefix), self._day()
        handbook = self.handbook or store.load(tree)
        strict = bool(self.config.strict or config.strict)
        if self.handbook is None:
            found = check(handbook, day, today=date.today())  # noqa: DTZ011
            if problems := policy.stopping(found, strict=strict):
                raise PluginError(policy.refusal(problems))
        self.loaded = handbook
        self.edition = edition.build(handbook, self.config.audience, day)
        self.rendered = {}
        self.html = kept.Rendered(self.html) if self.serving else None
        if strict and (lost := policy.lost_queries(handbook, self.edition)):
            raise PluginError(lost)
        config.site_url = config.site_url or handbook.settings.record.site_url
        config.markdown_extensions = list(SITE_EXTENSIONS)
        config.mdx_configs = {
            name: dict(options) for name, options in SITE_EXTENSION_CONFIGS.items()
        }
        config.validation.links.anchors = logging.WARNING
        config.theme["edition"] = {**self.edition.theme, "as_of_text": dutch_day(day)}
        config.theme["serving"] = self.serving
        config.theme["csp"] = policy.content_security(serving=self.serving)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Empty the list and put in what the edition holds, beside the theme and ``static``."""
        kept = [f for f in files if policy.is_static(f, config.docs_dir, config.theme.dirs)]
        for file in kept:
            file.inclusion = InclusionLevel.NOT_IN_NAV
        own = Files(kept)
        logos = [f.url for f in kept if f.src_uri in self.edition.theme["logo_names"]]
        config.theme["edition"]["logo"] = logos[0] if logos else ""
        for page in self.edition.pages:
            own.append(self._generated(config, page.source, content=page.markdown))
        for extra in self.edition.files:
            own.append(self._generated(config, extra.address, content=extra.text))
        for asset in self.edition.assets:
            path = policy.asset_path(self.root, asset.path)
            own.append(self._generated(config, asset.address, abs_src_path=str(path)))
        config.nav = [{label: f"{address}index.md"} for label, address in self.edition.nav]
        return own

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Give MkDocs the exact text: it would take a first line ``word: …`` for metadata."""
        own = self.edition.by_source[page.file.src_uri]
        page.meta = {
            "title": own.title, "kind": own.kind, "document": own.document,
            "version": own.version, "summary": own.summary,
        }  # fmt: skip
        page.update_date = self.edition.as_of.isoformat()
        kept.prepare(page, own.markdown, self.html)
        return own.markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put the text into its page."""
        own = self.edition.by_source[page.file.src_uri]
        kept.keep(page, own.markdown, html, self.html)
        return f"{own.before}{output.placed(own, html, self.edition, self.rendered)}{own.after}"

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Read every byte that was written; a leak takes the whole output away."""
        site = Path(config.site_dir)
        folders = self.root, cache_folder(self.root)
        output.complete(self.loaded, self.edition, site, folders, serving=self.serving)
        themes = policy.themes(config.theme, self.root / self.loaded.prefix)
        if leaks := gate.check(self.loaded, self.edition, site, themes):
            shutil.rmtree(config.site_dir, ignore_errors=True)
            raise PluginError(gate.refusal(leaks, self.edition.audience))

    def _day(self) -> date:
        written = str(self.config.as_of or utils.get_build_date())
        try:
            return date.fromisoformat(written)
        except ValueError as error:
            message = f"'{written}' is geen datum. Schrijf bijvoorbeeld 2026-11-23."
            raise ConfigurationError(message) from error

    def _generated(self, config: MkDocsConfig, address: str, **source: Any) -> File:
        return File.generated(config, address, inclusion=InclusionLevel.NOT_IN_NAV, **source)
