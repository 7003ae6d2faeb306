"""From the text of the day to the Markdown of a page: passages cut, slots filled, links turned.

Passages that stay are fenced (``text.resolve`` with ``mark``); ``finish`` turns the fences into a
labelled box once the Markdown is HTML.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from zowerkenwij.site import people, wording
from zowerkenwij.site.kept import outline
from zowerkenwij.site.references import Finder, Renderer, Target, asset_address, label_of
from zowerkenwij.text import replace_links, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zowerkenwij.model.handbook import Document
    from zowerkenwij.model.outline import Link, Outline, Passage, SlotUse
    from zowerkenwij.site.view import Text, View


@dataclass(frozen=True, slots=True)
class Cut:
    """A text without what the audience may not see, slots filled. ``anchors`` leads from the
    anchors of the whole text to those that the page gives to what is left."""

    text: Text
    body: str
    outline: Outline
    anchors: Mapping[str, str]


@dataclass(frozen=True)
class Texts:
    """All texts of a view, cut, with the references between them."""

    view: View
    _made: dict[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def cuts(self) -> Mapping[str, Cut]:
        """Every shown text, by id."""
        return {id_: self._cut(text) for id_, text in self.view.shown.items()}

    @cached_property
    def anchors(self) -> Mapping[str, Mapping[str, str]]:
        """Per document its anchors in this edition."""
        return {id_: cut.anchors for id_, cut in self.cuts.items()}

    @cached_property
    def targets(self) -> Mapping[str, tuple[tuple[Link, Target], ...]]:
        """Per document its links, in order, with what they point at."""
        finder = Finder(self.view.handbook)
        return {
            id_: tuple((link, finder.find(cut.text, link)) for link in cut.outline.links)
            for id_, cut in self.cuts.items()
        }

    def markdown(self, id_: str, here: str) -> str:
        """The Markdown of a document for the page at address ``here``."""
        if (id_, here) not in self._made:
            self._made[id_, here] = self._markdown(id_, here)
        return self._made[id_, here]

    def _markdown(self, id_: str, here: str) -> str:
        cut = self.cuts[id_]
        targets = dict(self.targets[id_])
        renderer = Renderer(self.view, cut.text, here, self.anchors)

        def turned(link: Link) -> str | None:
            return renderer.render(link, targets[link], label_of(link, cut.body))

        body = replace_links(cut.body, cut.outline, turned)
        has_title = any(h.level == 1 for h in cut.outline.headings)
        return body if has_title else f"# {people.markdown_text(cut.text.title)}\n\n{body}"

    def references_out(self, id_: str) -> tuple[Document, ...]:
        """The documents with a page here that a text refers to, in order of appearance."""
        pages = ("shown", "notice")
        found = (t.document for _, t in self.targets[id_] if t.document)
        named = {d.id: d for d in found if d.id != id_ and self.view.standings[d.id] in pages}
        return tuple(named.values())

    @cached_property
    def references_in(self) -> Mapping[str, tuple[Document, ...]]:
        """Per document the documents of this edition whose texts refer to it."""
        found: dict[str, list[Document]] = {}
        for id_, cut in self.cuts.items():
            for target in self.references_out(id_):
                found.setdefault(target.id, []).append(cut.text.document)
        return {id_: tuple(documents) for id_, documents in found.items()}

    @cached_property
    def assets(self) -> Mapping[str, str]:
        """The files that shown texts use: path in the repository → address on the site."""
        prefix = self.view.handbook.prefix
        paths = {t.asset for targets in self.targets.values() for _, t in targets if t.asset}
        return {path: asset_address(prefix, path) for path in sorted(paths)}

    # -- cutting -------------------------------------------------------------------------

    def _cut(self, text: Text) -> Cut:
        school = text.document.record.school
        body, found = text.body, text.outline
        if found.passages:
            body = resolve(
                body, lambda p: self.view.keeps(p, school), mark=lambda p: self._mark(p, school)
            )
            found = outline(body)
        if found.slots:
            body = _fill(body, found.slots, lambda s: self._slot(s, text.document))
            found = outline(body)
        return Cut(text, body, found, self._anchors(text, found, school))

    def _mark(self, passage: Passage, school: str | None) -> str:
        """The word that fences a passage that stays; empty for one without a label."""
        if passage.kind == "audience":
            return passage.argument if passage.argument in wording.PASSAGES else "restricted"
        return "" if school else f"when-{passage.argument}"

    def _slot(self, slot: SlotUse, document: Document) -> str:
        handbook = self.view.handbook
        space, _, name = slot.name.partition(".")
        if space == "role" and document.id not in self.view.templates:
            return people.role_text(self.view, name, document.record.school)
        known = handbook.slots.get(name.partition(".")[0]) or handbook.roles.get(name)
        label = wording.SLOT_LABELS.get(slot.name) or (known.label if known else slot.name)
        return f"\\[{people.markdown_text(wording.TO_FILL.format(label=label))}\\]"

    def _anchors(self, text: Text, found: Outline, school: str | None) -> Mapping[str, str]:
        """Old to new anchors: of headings by their order, of the rest by name."""
        gone = [p for p in text.outline.passages if not self.view.keeps(p, school)]
        kept = [
            h for h in text.outline.headings
            if not any(p.line <= h.line <= p.last_line for p in gone)
        ]  # fmt: skip
        if len(kept) != len(found.headings):
            return {a: a for a in found.anchors}
        new = {h.anchor for h in found.headings}
        others = {a: a for a in found.anchors if a not in new}
        pairs = zip(kept, found.headings, strict=True)
        return others | {old.anchor: fresh.anchor for old, fresh in pairs}


def _fill(body: str, slots: tuple[SlotUse, ...], value: Callable[[SlotUse], str]) -> str:
    parts, at = [], 0
    for slot in sorted(slots, key=lambda s: s.start):
        parts += [body[at : slot.start], value(slot)]
        at = slot.end
    return "".join([*parts, body[at:]])
