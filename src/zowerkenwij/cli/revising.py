"""A returned Word file on top of the record it was made from."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from zowerkenwij.cli import returned
from zowerkenwij.cli.importing import Outcome, with_media
from zowerkenwij.cli.refusal import Refusal

_SLOT = re.compile(r"\{\{[^{}\n]*\}\}")

if TYPE_CHECKING:
    from pathlib import Path

    from zowerkenwij.cli.importing import Wish
    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.text.merge import Conflict, Edit
    from zowerkenwij.word.pieces import Replayed, Shown
    from zowerkenwij.word.reader import WordDocument
    from zowerkenwij.word.reader.document import Loss
    from zowerkenwij.word.weave import SlotEdit


def revision(
    handbook: Handbook, root: Path, document: Document, doc: WordDocument, wish: Wish
) -> Outcome:
    """The record with the edits of the file; refuses a file that belongs elsewhere."""
    from zowerkenwij.text.merge import told
    from zowerkenwij.word.lens import replay
    from zowerkenwij.word.reader import read
    from zowerkenwij.word.writer import write

    if document.record.type == "external":
        raise Refusal(f"'{document.id}' is een document van een ander en wordt niet ingelezen.")
    base = returned.find(handbook, root, document, doc, wish)
    was, doc = _same_title(read(write(base.made)), doc)
    known = {
        sha256(d).hexdigest(): target for target, d in reversed(list(base.made.pictures.items()))
    }
    was, _ = with_media(handbook, was, document.path, known)
    now, files = with_media(handbook, doc, document.path, known)
    result = replay(base.text.body, base.made.blocks, was, now, _shown(handbook, base))
    _not_pasted(handbook, document, result)
    text, conflicts, slots = _onto(document, base, result, wish)
    outcome = Outcome(
        document.id, document.path, False, 0, result.changed if text != document.body else 0, doc
    )
    outcome.conflicts = conflicts
    outcome.slots = [*result.slots, *slots]
    outcome.proposals = _proposed(was, now)
    outcome.notes = [*base.told, *_doubts(result)]
    outcome.document = _with_losses(was, doc, result)
    if text != document.body:
        outcome.edits = told(document.body, text)
        used = {p: data for p, data in files.items() if p.rpartition("/")[2] in text}
        outcome.files = {**used, document.path: _file(root, document, text)}
    if base.whole != document.body and result.changed:
        outcome.notes.append(
            "De tekst in het handboek is veranderd sinds dit bestand werd gemaakt. De wijzigingen "
            "uit Word komen daar bovenop."
        )
    return outcome


def _shown(handbook: Handbook, base: returned.Base) -> Shown:
    from zowerkenwij.word.pieces import Shown

    made, asked = base.made, _asked_anchors(handbook)
    anchors = {h.line: h.anchor for h in base.text.outline.headings if h.anchor in asked}
    return Shown(made.slots, {address: target for target, address in made.links.items()}, anchors)


def _asked_anchors(handbook: Handbook) -> set[str]:
    """Anchors that a link or an obligation leads to, in whatever document."""
    links = (mark.target for d in handbook.documents for mark in d.outline.marks)
    found = {target.partition("#")[2] for target in links if "#" in target}
    for obligation in handbook.obligations:
        found |= {e.anchor or "" for demand in obligation.record.demands for e in demand.evidence}
    return found - {""}


# -- what is not taken over ----------------------------------------------------------------


def _same_title(was: WordDocument, now: WordDocument) -> tuple[WordDocument, WordDocument]:
    """The file with the title of the export: another title is proposed, never applied."""
    from zowerkenwij.text.blocks import nodes, plain

    mine, theirs = _title_at(was), _title_at(now)
    if mine is None or (theirs is not None and was.blocks[mine] == now.blocks[theirs]):
        return was, now
    title = was.blocks[mine]
    if theirs is None:
        return was, replace(now, blocks=(title, *now.blocks),
                            carriers={n + 1: c for n, c in now.carriers.items()})  # fmt: skip
    new = now.blocks[theirs]
    words = plain(new.content) if isinstance(new, nodes.Heading) else ""
    blocks = (*now.blocks[:theirs], title, *now.blocks[theirs + 1 :])
    return was, replace(now, blocks=blocks, meta=now.meta | {"zww.title": words})


def _title_at(doc: WordDocument) -> int | None:
    """Where the title stands: a heading of level 1 before any other heading."""
    from zowerkenwij.text.blocks import nodes

    for at, block in enumerate(doc.blocks):
        if isinstance(block, nodes.Heading):
            return at if block.level == 1 else None
    return None


def _proposed(was: WordDocument, now: WordDocument) -> dict[str, str]:
    """Another title, and other words on the cover or in the table of versions."""
    from zowerkenwij.word.align import same

    found = {"title": now.meta["zww.title"]} if now.meta.get("zww.title") else {}
    kept = set(same(was.furniture, now.furniture).values())
    new = [words for n, words in enumerate(now.furniture) if n not in kept]
    if new:
        found["cover"] = " · ".join(new)
    return found


def _doubts(result: Replayed) -> list[str]:
    return [
        f"Dit stuk staat nu twee keer in het bestand en dus ook in de tekst: '{words[:80]}'. "
        "Haal er een weg als dat niet de bedoeling is."
        for words in result.doubled
    ]


def _with_losses(was: WordDocument, doc: WordDocument, result: Replayed) -> WordDocument:
    """What the file lost, less what every export of this text loses, and edits without a place."""
    from zowerkenwij.word.reader.document import Loss

    ours = {_told(x) for x in was.losses}
    lost = (
        Loss("unplaced", "", f"{before} → {after}" if after else before)
        for before, after in result.unplaced
    )
    kept = (x for x in doc.losses if _told(x) not in ours)
    return replace(doc, losses=(*kept, *lost))


def _told(loss: Loss) -> tuple[str, str]:
    """What a loss is, numbers of pages aside; the table of contents is always made anew."""
    text = "" if loss.kind == "table-of-contents" else re.sub(r"\d+", "", loss.text)
    return loss.kind, " ".join(text.split())


def _not_pasted(handbook: Handbook, document: Document, result: Replayed) -> None:
    for other, count in returned.pasted(handbook, document, result.added):
        raise Refusal(
            f"In dit bestand staat ook tekst van '{other.id}': {count} stukken zijn daaruit "
            f"gekopieerd. Er is niets gewijzigd. Een bestand hoort bij één document: haal in Word "
            f"de tekst van '{other.id}' eruit, of verwijs ernaar met een link."
        )


# -- on top of what the handbook has now ----------------------------------------------------


def _onto(
    document: Document, base: returned.Base, result: Replayed, wish: Wish
) -> tuple[str, tuple[Conflict, ...], list[SlotEdit]]:
    """The edited text on the working text: a school's values become slots again, and what was
    changed in the handbook meanwhile stays."""
    from zowerkenwij.text.merge import merge

    if not result.changed:
        return document.body, (), []
    word = wish.conflicts == "word"
    text, clashes, slots = _emptied(base, result.text, prefer_word=word)
    merged = merge(base.whole, document.body, text, prefer_theirs=word)
    return merged.text, (*clashes, *merged.conflicts), slots


def _emptied(
    base: returned.Base, text: str, *, prefer_word: bool
) -> tuple[str, list[Conflict], list[SlotEdit]]:
    """A school's text with its slots open again."""
    from zowerkenwij.text.merge import by_word, merge_edits
    from zowerkenwij.word.weave import SlotEdit

    filled = base.text.body
    if not base.emptied:
        return text, [], []
    edits = [_in_list(filled, base.emptied, edit) for edit in by_word(filled, text)]
    merged = merge_edits(filled, base.emptied, edits, prefer_theirs=prefer_word)
    slots = [c for c in merged.conflicts if _SLOT.fullmatch(c.ours)]
    if slots and prefer_word:  # a value is never written into the shared text
        gone = {c.base for c in slots}
        edits = [e for e in edits if not any(filled[e[0] : e[1]] in value for value in gone)]
        merged = merge_edits(filled, base.emptied, edits, prefer_theirs=True)
    found = [SlotEdit(c.ours.strip("{} "), c.base, c.theirs) for c in slots]
    return merged.text, [c for c in merged.conflicts if c not in slots], found


def _in_list(filled: str, emptied: list[Edit], edit: Edit) -> Edit:
    """An item that was added at the edge of a list of values, as an edit of that list."""
    start, end, new = edit
    if start != end or not new.startswith("- "):
        return edit
    for first, last, slot in emptied:
        if _SLOT.fullmatch(slot) and filled.startswith("- ", first):
            if start == last + 1:
                return last - 1, last, f"{filled[last - 1]}\n{new.rstrip()}"
            if start == first:
                return first, first + 1, new + filled[first]
    return edit


def _file(root: Path, document: Document, text: str) -> bytes:
    """The record's own front matter and line ends, and the text; refuses when the file is not what
    was read."""
    try:
        raw = (root / document.path).read_bytes()
    except OSError as error:
        from zowerkenwij.store.errors import reason

        raise Refusal(f"'{document.path}' is niet te lezen: {reason(error)}.", 3) from error
    lines = raw.split(b"\n", document.body_line - 1)
    body = lines[-1].replace(b"\r\n", b"\n")
    if body.strip() != document.raw_body.strip():
        raise Refusal(f"'{document.path}' veranderde tijdens het inlezen. Probeer het opnieuw.", 3)
    new = text.encode()
    if lines[-1].count(b"\r\n") * 2 > lines[-1].count(b"\n"):
        new = new.replace(b"\n", b"\r\n")
    return b"\n".join((*lines[:-1], new))
