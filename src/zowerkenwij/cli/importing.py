"""From a Word file to a draft or a revision: what is written, and what is told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from zowerkenwij.cli import context
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.text.merge import Change, Conflict
    from zowerkenwij.word.reader import WordDocument
    from zowerkenwij.word.weave import SlotEdit

_LONG = 150


@dataclass(frozen=True)
class Wish:
    """What the user asked for. ``conflicts`` says whose text stands where both changed."""

    id: str | None
    type: str | None
    owner: str | None
    changes: str
    day: date
    conflicts: str = "ask"
    name: str = ""  # of the file, without its ending


@dataclass
class Outcome:
    """What an import gives: ``files`` by path (empty: nothing to write). ``edits`` is what changes
    in the text; ``proposals`` are facts that the file states and that were not taken
    over, ``slots`` values that somebody typed over."""

    id: str
    path: str
    is_new: bool
    blocks: int
    changed: int
    document: WordDocument
    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    edits: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    proposals: dict[str, str] = field(default_factory=dict)
    slots: list[SlotEdit] = field(default_factory=list)


def read_file(path: Path) -> WordDocument:
    """The Word file at a path; refuses (1: the file, 3: the computer) with the reason."""
    from zowerkenwij.word.child import read_limited
    from zowerkenwij.word.gate import MAX_FILE
    from zowerkenwij.word.refused import ENVIRONMENT, RefusedFile

    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
        return read_limited(data)
    except OSError as error:
        from zowerkenwij.store.errors import reason

        raise Refusal(f"'{path}' is niet te lezen: {reason(error)}.", 3) from error
    except RefusedFile as refused:
        code = 3 if refused.kind in ENVIRONMENT else 1
        raise Refusal(f"'{path.name}' is niet ingelezen. {refused.message}", code) from refused


def imported(handbook: Handbook, root: Path, doc: WordDocument, wish: Wish) -> Outcome:
    """The outcome for a file: a new draft or a revision; nothing is written here."""
    from zowerkenwij.cli.revising import revision
    from zowerkenwij.text.blocks import count

    chosen = _chosen(doc, wish)
    known = _document(handbook, doc, wish)
    if known is None:
        outcome = _new(handbook, chosen, wish)
    else:
        outcome = revision(handbook, root, known, chosen, wish)
    outcome.document = replace(chosen, changes=doc.changes, losses=outcome.document.losses)
    outcome.blocks = outcome.changed if outcome.is_new else count(chosen.blocks)
    outcome.proposals = doc.proposals | outcome.proposals
    return outcome


def _chosen(doc: WordDocument, wish: Wish) -> WordDocument:
    from zowerkenwij.word.reader import accept, reject

    return reject(doc) if wish.changes == "reject" else accept(doc)


def _document(handbook: Handbook, doc: WordDocument, wish: Wish) -> Document | None:
    told = doc.meta.get("zww.record")
    found = handbook.find(told) if told else None
    if wish.id:
        asked = handbook.find(wish.id)
        if asked is not None and found is not None and found is not asked:
            raise Refusal(
                f"Dit bestand hoort bij '{found.id}', niet bij '{asked.id}'. Er is niets gewijzigd. "
                f"Gebruik --id {found.id}, of kies een ander bestand."
            )
        if asked is not None and wish.type:
            raise Refusal(
                f"Er is al een document met id '{wish.id}': {asked.path}. Laat --type weg om het te "
                "wijzigen, of kies een ander --id voor een nieuw document."
            )
        if asked is None and not wish.type:
            return context.document(handbook, wish.id)
        return asked
    if wish.type:
        return None
    if found is None:
        why = (
            f"Het handboek kent '{told}' niet."
            if told
            else "Het bestand zegt niet welk document het is."
        )
        raise Refusal(
            f"{why} Geef --id voor een bestaand document, of --type en --owner voor een nieuw.", 2
        )
    return found


# -- a new draft -----------------------------------------------------------------------------


def _new(handbook: Handbook, doc: WordDocument, wish: Wish) -> Outcome:
    from zowerkenwij.cli.commands import new
    from zowerkenwij.text.blocks import count, dump
    from zowerkenwij.word.drafting import drafted, title

    name = _shortened(title(doc) or " ".join(wish.name.replace("_", " ").split()))
    id_ = wish.id or new.slug(name) or new.slug(wish.name) or _numbered(doc)
    path, text = new._prepared(handbook, wish.type or "", name, id_, wish.owner, None)  # noqa: SLF001
    id_ = path.rpartition("/")[2].removesuffix(".md")
    head = text[: text.index("\n---\n", 4) + 5]
    shown, files = with_media(handbook, doc, path)
    blocks, notes = drafted(shown.blocks, name)
    files[path] = (head + dump((*blocks, *shown.notes))).encode()
    return Outcome(id_, path, True, 0, count(blocks), doc, files, notes)


def _shortened(name: str) -> str:
    return name if len(name) <= _LONG else name[:_LONG].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _numbered(doc: WordDocument) -> str:
    """An id for a title without Latin letters."""
    return f"document-{sha256(repr(doc.blocks).encode()).hexdigest()[:8]}"


def with_media(
    handbook: Handbook, doc: WordDocument, path: str, known: Mapping[str, str] | None = None
) -> tuple[WordDocument, dict[str, bytes]]:
    """The document with pictures named by their content (those that the text has keep their own
    names, ``known`` by digest), and the files for the new ones."""
    from zowerkenwij.text.blocks import nodes
    from zowerkenwij.word.renaming import rewritten

    top = f"{handbook.prefix}/" if handbook.prefix else ""
    up = "../" * path.removeprefix(top).count("/")
    old = known or {}
    files = {f"{top}assets/{d}.{_ending(k)}": b for d, (k, b) in doc.media.items() if d not in old}

    def change(node: Any) -> Any:
        if not isinstance(node, nodes.Image) or node.sha256 not in doc.media:
            return node
        name = f"{up}assets/{node.sha256}.{_ending(doc.media[node.sha256][0])}"
        return nodes.Image(old.get(node.sha256, name), node.alt, node.title)

    blocks, notes = rewritten(doc.blocks, change), rewritten(doc.notes, change)
    return replace(doc, blocks=blocks, notes=notes), files


def _ending(kind: str) -> str:
    return {"jpeg": "jpg", "tiff": "tif"}.get(kind, kind)
