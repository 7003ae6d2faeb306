"""All links of a handbook, looked through once: most are right, and no rule looks at those again."""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING

from zowerkenwij.rules.resolve import levels
from zowerkenwij.rules.watch import has_digits_in_a_row

if TYPE_CHECKING:
    from zowerkenwij.model.handbook import Document
    from zowerkenwij.model.outline import Link
    from zowerkenwij.rules.context import Context
    from zowerkenwij.rules.resolve import Reference

Found = tuple["Document", "Reference"]
_SIGNS = frozenset('()[]{}"“”„‘\\/')
_LAST = frozenset(
    "hier daar hierop hieronder verder meer naartoe heen document bestand stuk pagina link tekst site "
    "website formulier bijlage folder protocol richtlijn draaiboek plan regeling gids beleid "
    "beleidsstuk handreiking reglement klik lees info informatie lezen hierover weten url deze dit".split()
)


class Links:
    """The links that some rule may speak of, each with its document, in order of the documents.

    A right link goes to a document at the place that it names, and has its title as text, in which
    no rule finds anything. ``others`` are all links that are not right, by path of the document
    they stand in; ``odd`` of them go to anything but a document at the place they name;
    ``unanchored`` to a part that their document does not have; ``retitled`` have another text than
    the title of their document; ``guarded`` go to a document that has something for a few readers
    only. ``pointed_at`` are the ids of documents to which another one links.
    """

    def __init__(self, context: Context) -> None:
        self.odd: list[Found] = []
        self.unanchored: list[Found] = []
        self.retitled: list[Found] = []
        self.guarded: list[Found] = []
        self.others: dict[str, list[Link]] = {}
        self.pointed_at = set[str]()
        self._resolver = context.resolver
        self._watch = context.watches.beside
        self._guarded = frozenset(d.path for d in context.documents if _is_guarded(context, d))
        self._seen_from: dict[str, dict[str, str | None]] = {}
        self._levels: dict[str, int] = {}
        self._plain: dict[str, bool] = {}
        for document in context.documents:
            self._look(document)

    def _look(self, document: Document) -> None:
        above = self._resolver.above(document)
        seen_from = [self._seen_from.setdefault(folder, {}) for folder in above]
        known = self._levels
        for link in document.outline.links:
            target = link[0]
            up = known.get(target, -1)
            if up < 0:
                up = known[target] = levels(target)
            seen = seen_from[up] if up < len(above) else {}
            right = seen.get(target, "")
            if right == "":
                right = seen[target] = self._right(document, above, target)
            if not right or right != link[1]:
                self._take(document, link)

    def _right(self, source: Document, above: tuple[str, ...], target: str) -> str | None:
        """The text that makes a link with this target right; None when nothing does, and nothing
        yet when a document links to itself, which does not point at it."""
        document = self._resolver.plain(above, target)
        if document is None or document.path in self._guarded:
            return None
        if document is source:
            return ""
        anchor, title = target.partition("#")[2], intern(document.title)
        is_there = not anchor or anchor in document.outline.anchors
        if not is_there or not self._is_plain(title) or has_digits_in_a_row(target):
            return None
        self.pointed_at.add(document.id)
        return title

    def _is_plain(self, title: str) -> bool:
        """Whether no rule finds anything in a title that is the text of a link."""
        found = self._plain.get(title)
        if found is None:
            found = self._plain[title] = (
                _SIGNS.isdisjoint(title)
                and not may_be_unclear(title)
                and not has_digits_in_a_row(title)
                and not self._watch.seen(title)
            )
        return found

    def _take(self, document: Document, link: Link) -> None:
        reference = self._resolver.resolve(document, link)
        target = reference.target
        self.others.setdefault(document.path, []).append(link)
        if reference.kind != "document":
            self.odd.append((document, reference))
        if target is None:
            return
        if link.text != target.title:
            self.retitled.append((document, reference))
        if reference.anchor and reference.anchor not in target.outline.anchors:
            self.unanchored.append((document, reference))
        if reference.path in self._guarded:
            self.guarded.append((document, reference))
        if target is not document:
            self.pointed_at.add(target.id)


def _is_guarded(context: Context, document: Document) -> bool:
    return bool(document.outline.passages) or context.audience(document) == "restricted"


def may_be_unclear(text: str) -> bool:
    """A quick look at the text of a link: whether it begins with no letter, holds an address, or
    ends in a word that says nothing."""
    return (
        not text[:1].isalpha()
        or "//" in text
        or text[:3] in ("www", "WWW", "Www")
        or not text[-1].isalnum()
        or text.rsplit(None, 1)[-1].casefold() in _LAST
    )
