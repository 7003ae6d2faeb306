"""Reading a whole Word file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from zowerkenwij.text.blocks import nodes
from zowerkenwij.text.blocks.walk import words as words_of
from zowerkenwij.word.gate import passed
from zowerkenwij.word.reader.body import Body
from zowerkenwij.word.reader.carried import carried
from zowerkenwij.word.reader.choosing import turn_round
from zowerkenwij.word.reader.numbering import Numbering
from zowerkenwij.word.reader.package import Package, W, val
from zowerkenwij.word.reader.remarks import Comment, Tracked, comments, tracked, words
from zowerkenwij.word.reader.revisions import has_changes, resolved, with_former_names
from zowerkenwij.word.reader.runs import Story
from zowerkenwij.word.reader.styles import Styles
from zowerkenwij.word.reader.tables import is_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from zowerkenwij.text.blocks.nodes import Blocks

_FIRST_PAGE = 12
_ADDRESSED = re.compile(r"\b(?:REF|PAGEREF|NOTEREF)\s+\"?([^\s\"]+)|\\l\s+\"([^\"]+)\"")


@dataclass(frozen=True)
class Loss:
    """Something that a file holds and the text cannot: its kind, under which heading, its words."""

    kind: str
    where: str
    text: str


@dataclass(frozen=True)
class WordDocument:
    """What stands in a Word file. ``blocks`` and ``notes`` are the text with all tracked changes
    accepted; ``accept`` and ``reject`` give either text. ``carriers`` leads from the place of a
    block to the id that an export gave it. ``furniture`` are the words on the cover and in the table
    of versions. ``media`` is (kind, bytes) by sha256."""

    meta: dict[str, str]
    blocks: Blocks
    notes: tuple[nodes.Note, ...]
    comments: tuple[Comment, ...]
    changes: tuple[Tracked, ...]
    media: dict[str, tuple[str, bytes]]
    losses: tuple[Loss, ...]
    carriers: dict[int, str] = field(default_factory=dict)
    proposals: dict[str, str] = field(default_factory=dict)
    furniture: tuple[str, ...] = ()
    rejected: WordDocument | None = field(default=None, repr=False, compare=False)


def choose(data: bytes, accepts: Callable[[Tracked], bool]) -> WordDocument:
    """A Word file with some tracked changes accepted and all others rejected: by number, author,
    section or whatever else a change tells. Raises as ``read``."""
    return accept(_read(data, accepts))


def read(data: bytes) -> WordDocument:
    """Everything in a Word file. Raises ``RefusedFile`` when the gate or the parser refuses it."""
    return _read(data)


def _read(data: bytes, accepts: Callable[[Tracked], bool] | None = None) -> WordDocument:
    package = Package.of(passed(data))
    main = package.xml(package.main)
    if main is None or main.tag != f"{W}document":
        from zowerkenwij.word.refused import RefusedFile

        raise RefusedFile("damaged", package.main)
    styles = Styles(package.related("styles"))
    foot, end = package.related("footnotes"), package.related("endnotes")
    roots = [r for r in (main, foot, end) if r is not None]
    around = _around(package)
    changes = tracked([*roots, *around], styles)
    for root in roots if accepts else ():
        turn_round(root, {c.n for c in changes if accepts and not accepts(c)})
    remarks = comments(package, roots)
    has = any(has_changes(root) for root in roots)
    accepted = _text(package, styles, roots, accept=True, has=has)
    rejected = _text(package, styles, roots, accept=False, has=True) if has else None
    extra = tuple(Loss("header-footer", "", w) for root in around if (w := words(root)))
    losses = (*accepted.losses, *(Loss(*x) for x in package.losses), *extra, *_stripped(package))
    whole = replace(accepted, comments=remarks, changes=changes, losses=losses)
    if rejected is not None:
        rejected = replace(rejected, comments=remarks, losses=losses)
    return replace(whole, rejected=rejected)


def accept(doc: WordDocument) -> WordDocument:
    """The document with every tracked change accepted."""
    return replace(doc, changes=(), rejected=None)


def reject(doc: WordDocument) -> WordDocument:
    """The document with every tracked change rejected."""
    return replace(doc.rejected or doc, changes=(), rejected=None)


def _around(package: Package) -> list[Any]:
    found = []
    for relation in package.relations(package.main).values():
        if relation.kind in ("header", "footer") and not relation.is_external:
            root = package.xml(relation.target)
            if root is not None:
                found.append(root)
    return found


def _stripped(package: Package) -> list[Loss]:
    kinds = ("oleObject", "package", "control", "aFChunk", "subDocument", "frame")
    found = [
        Loss("embedded-object", "", relation.kind)
        for relation in package.relations(package.main).values()
        if relation.kind in kinds
    ]
    settings = package.related("settings")
    if settings is not None and settings.find(f"{W}attachedTemplate") is not None:
        found.append(Loss("attached-template", "", ""))
    return found


def _text(
    package: Package, styles: Styles, roots: list[Any], *, accept: bool, has: bool
) -> WordDocument:
    meta = carried(package.own_map()) | package.properties()
    is_own = "zww.record" in meta
    shown = [resolved(r, accept=accept, spaced=not is_own) for r in roots] if has else roots
    main = with_former_names(shown[0])
    story = Story(package, styles, package.main, wanted=_wanted(shown))
    story.relations = package.relations(package.main)
    story.is_own = is_own
    numbering = Numbering.of(package.related("numbering"))
    body = Body(story, numbering)
    inner = main.find(f"{W}body")
    blocks = body.main(inner) if inner is not None else ()
    notes = _notes(shown[1:], package, story, numbering)
    carriers = {n: body.carriers[id(b)] for n, b in enumerate(blocks) if id(b) in body.carriers}
    blocks, notes = _placed(*_named(blocks, notes), story.places)
    losses = tuple(Loss(*x) for x in story.losses)
    return WordDocument(meta, blocks, notes, (), (), story.media, losses,
                        carriers, _proposals(blocks), tuple(story.furniture))  # fmt: skip


def _wanted(roots: list[Any]) -> frozenset[str]:
    """Names of bookmarks that something leads to."""
    found: set[str] = set()
    for root in roots:
        for item in root.iter(f"{W}hyperlink", f"{W}instrText", f"{W}fldSimple"):
            if anchor := val(item, "anchor"):
                found.add(anchor)
            for match in _ADDRESSED.finditer((item.text or "") + " " + val(item, "instr")):
                found.add(match[1] or match[2])
    return frozenset(found)


def _notes(
    roots: list[Any], package: Package, story: Story, numbering: Numbering
) -> tuple[nodes.Note, ...]:
    found = []
    for root in roots:
        is_foot = root.tag == f"{W}footnotes"
        kind = "footnotes" if is_foot else "endnotes"
        target = next(
            (r.target for r in package.relations(package.main).values() if r.kind == kind), ""
        )
        own = replace_story(story, package, target)
        for item in root.iterfind(f"{W}footnote" if is_foot else f"{W}endnote"):
            if val(item, "type") in ("", "normal"):
                blocks = Body(own, numbering).blocks(item)
                found.append(nodes.Note(f"{'fn' if is_foot else 'en'}{val(item, 'id')}", blocks))
    return tuple(found)


def replace_story(story: Story, package: Package, part: str) -> Story:
    """The same story in another part, with that part's relationships."""
    return replace(story, part=part, relations=package.relations(part), fields=[])


def _named(blocks: Blocks, notes: tuple[nodes.Note, ...]) -> tuple[Blocks, tuple[nodes.Note, ...]]:
    """Notes numbered in the order of the text, those that nothing refers to dropped."""
    from zowerkenwij.word.renaming import rename_notes, used_notes

    order = used_notes(blocks)
    known = {note.name: note for note in notes}
    names = {old: str(n) for n, old in enumerate([x for x in order if x in known], 1)}
    shown = tuple(nodes.Note(new, known[old].blocks) for old, new in names.items())
    return rename_notes(blocks, names), shown


def _placed(
    blocks: Blocks, notes: tuple[nodes.Note, ...], places: dict[str, str]
) -> tuple[Blocks, tuple[nodes.Note, ...]]:
    """Links to hidden bookmarks of Word lead to the anchor of their heading."""
    from zowerkenwij.word.renaming import rewritten

    def change(node: Any) -> Any:
        if isinstance(node, nodes.Link) and node.target[1:] in places and node.target[0] == "#":
            return replace(node, target=f"#{places[node.target[1:]]}")
        return node

    return (rewritten(blocks, change), rewritten(notes, change)) if places else (blocks, notes)


def _proposals(blocks: Blocks) -> dict[str, str]:
    """What a table on the first page says about the document: labels with values, or versions."""
    for block in blocks[:_FIRST_PAGE]:
        if isinstance(block, nodes.Table):
            rows = [[" ".join(words_of(b) for b in c.blocks) for c in r.cells]
                    for r in (*block.head, *block.body)]  # fmt: skip
            found = {key: row[1] for row in rows if len(row) == 2 and (key := is_label(row[0]))}
            found = {key: value for key, value in found.items() if value and not is_label(value)}
            if found := found or _newest(rows):
                return found
    return {}


def _newest(rows: list[list[str]]) -> dict[str, str]:
    """The row with the highest version in a table of versions, by the labels of its first row."""
    keys = [is_label(label) for label in rows[0]] if rows else []
    told = [dict(zip(keys, row, strict=False)) for row in rows[1:]]
    told = [row for row in told if re.search(r"\d", row.get("version", ""))]
    best = max(
        told, key=lambda row: [int(n) for n in re.findall(r"\d{1,9}", row["version"])], default={}
    )
    return {key: value for key, value in best.items() if key and value}
