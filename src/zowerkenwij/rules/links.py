"""All links of a handbook, looked through once: most are right, and no rule looks at those again."""

from __future__ import annotations

import re
from sys import intern
from typing import TYPE_CHECKING

from zowerkenwij.rules.watch import has_digits_in_a_row

if TYPE_CHECKING:
    from zowerkenwij.model.handbook import Document
    from zowerkenwij.model.outline import Link, Mark
    from zowerkenwij.rules.context import Context
    from zowerkenwij.rules.resolve import Reference

Found = tuple["Document", "Reference"]
_Right = tuple[str, tuple[str, ...], str]  # title, anchors and id of a document
_WRONG: tuple[None, tuple[str, ...], str] = (None, (), "")
_PLAIN_PATH = re.compile(r"[\w./+,-]+")
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
        self._right: dict[str, _Right] = {
            d.path: (intern(d.title), d.outline.anchors, d.id)
            for d in context.documents
            if d.path not in self._guarded and self._is_plain(d)
        }
        self._known: dict[str, set[Mark]] = {}  # right ones by the folder they are seen from
        for document in context.documents:
            self._look(document)

    def _look(self, document: Document) -> None:
        above = self._resolver.above(document)
        known = [self._known.setdefault(folder, set()) for folder in above]
        levels = len(known)
        for number, mark in enumerate(document.outline.marks):
            up = mark.up
            if up < levels and (mark in known[up] or self._is_right(document, above[up], mark)):
                continue
            self._take(document, document.outline.links[number])

    def _is_right(self, source: Document, folder: str, mark: Mark) -> bool:
        written, _, anchor = mark.target.partition("#")
        path = folder + written[3 * mark.up :]
        title, anchors, id_ = self._right.get(path, _WRONG)
        if title != mark.text or (anchor and anchor not in anchors):
            return False
        if path != source.path:  # who links to itself, does not point at itself
            self._known[folder].add(mark)
            self.pointed_at.add(id_)
        return True

    def _is_plain(self, document: Document) -> bool:
        """Whether no rule finds anything in a link to a document or one of its parts that has its
        title as text."""
        title, path, anchors = document.title, document.path, "#".join(document.outline.anchors)
        return (
            _PLAIN_PATH.fullmatch(path) is not None
            and "%" not in anchors
            and not has_digits_in_a_row(f"{title}#{path}#{anchors}")
            and _SIGNS.isdisjoint(title)
            and not may_be_unclear(title)
            and not self._watch.seen(title)
        )

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
