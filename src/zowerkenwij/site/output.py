"""What is made from a built site as a whole: the index of its texts and the service worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.site import bare_pictures, downloads, fulltext, offline, whole
from zowerkenwij.site.facts import facts_of
from zowerkenwij.site.finish import finish
from zowerkenwij.site.texts import Texts
from zowerkenwij.site.view import View

if TYPE_CHECKING:
    from pathlib import Path

    from zowerkenwij.model.handbook import Handbook
    from zowerkenwij.site.parts import Edition, Page


def placed(page: Page, html: str, edition: Edition, rendered: dict[str, str]) -> str:
    """The HTML of a text as its page shows it. ``rendered`` remembers the texts of documents for
    the page that holds them all, which comes last."""
    if page.kind == whole.KIND:
        return whole.assembled(edition.texts, rendered)
    text = finish(html, edition.theme["kinds"], 2 if page.kind == "school" else 1)
    if page.kind == "document" and page.document and edition.theme["whole"]:
        rendered[page.document] = text
    return edition.words.explain(text, page.address) if page.document else text


def complete(
    handbook: Handbook, edition: Edition, site: Path, folders: tuple[Path, Path], *, serving: bool
) -> None:
    """Add the copies, the search index and the service worker to a built site, and take out what
    stands beside its pictures. ``folders`` are
    that of the repository and one for what may be lost. Who writes and looks at the result needs
    no index of whole texts and keeps nothing. Raises ``PluginError``."""
    bare_pictures.strip(site)
    if edition.copies:
        _copies(handbook, edition, site, *folders)
    if not serving:
        fulltext.write(site)
        offline.write(edition, site)


def _copies(handbook: Handbook, edition: Edition, site: Path, root: Path, kept: Path) -> None:
    view = View(handbook, edition.audience, edition.as_of)
    texts = Texts(view)
    facts = {id_: facts_of(view, text) for id_, text in view.shown.items()}
    downloads.write(edition, texts, facts, site, root, kept / "copies")
