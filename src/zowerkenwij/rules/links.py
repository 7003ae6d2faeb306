"""All links of a handbook, looked through once: most are right, and no rule looks at those again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zowerkenwij.model.handbook import Document
    from zowerkenwij.rules.context import Context
    from zowerkenwij.rules.resolve import Reference

Found = tuple["Document", "Reference"]


class Links:
    """The links that some rule may speak of, each with its document, in order of the documents.

    ``odd`` go to anything but a document at the place they name; ``unanchored`` to a part that
    their document does not have; ``retitled`` have another text than the title of their document;
    ``guarded`` go to a document that has something for a few readers only. ``pointed_at`` are the
    ids of documents to which another one links.
    """

    def __init__(self, context: Context) -> None:
        self.odd: list[Found] = []
        self.unanchored: list[Found] = []
        self.retitled: list[Found] = []
        self.guarded: list[Found] = []
        self.pointed_at = pointed_at = set[str]()
        guarded = {d.path for d in context.documents if _is_guarded(context, d)}
        resolver = context.resolver
        for document in context.documents:
            above = resolver.above(document)
            for link in document.outline.links:
                target = resolver.plain(above, link.target)
                if target is not None and target is not document:
                    record, anchor = target.record, link.target.partition("#")[2]
                    is_there = not anchor or anchor in target.outline.anchors
                    if is_there and link.text == record.title and target.path not in guarded:
                        pointed_at.add(record.id)
                        continue
                self._take(document, resolver.resolve(document, link), guarded)

    def _take(self, document: Document, reference: Reference, guarded: set[str]) -> None:
        link, kind, target, path, anchor, _ = reference
        if kind != "document":
            self.odd.append((document, reference))
        if target is None:
            return
        if link.text != target.record.title:
            self.retitled.append((document, reference))
        if anchor and anchor not in target.outline.anchors:
            self.unanchored.append((document, reference))
        if path in guarded:
            self.guarded.append((document, reference))
        if target is not document:
            self.pointed_at.add(target.record.id)


def _is_guarded(context: Context, document: Document) -> bool:
    return bool(document.outline.passages) or context.audience(document) == "restricted"
