"""From a Word file to a draft or a revision: what is written, and what is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from zowerkenwij.cli import context, exporting
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from zowerkenwij.model.handbook import Document, Handbook
    from zowerkenwij.word.pieces import Replayed
    from zowerkenwij.word.reader import WordDocument

_LONG = 150
_SCOPE = re.compile(r"audience=(\S*) school=(\S*) text=(\S*)")


@dataclass(frozen=True)
class Wish:
    """What the user asked for."""

    id: str | None
    type: str | None
    owner: str | None
    changes: str
    day: date
    name: str = ""
    """The name of the file without its ending: the title when nothing else gives one."""


@dataclass
class Outcome:
    """What an import gives: ``files`` by path (empty: nothing to write)."""

    id: str
    is_new: bool
    blocks: int
    changed: int
    document: WordDocument
    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


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
        raise Refusal(f"'{path}' is niet te lezen: {error.strerror}.", 3) from error
    except RefusedFile as refused:
        code = 3 if refused.kind in ENVIRONMENT else 1
        raise Refusal(f"'{path.name}' is niet ingelezen. {refused.message}", code) from refused


def imported(handbook: Handbook, root: Path, doc: WordDocument, wish: Wish) -> Outcome:
    """The outcome for a file: a new draft or a revision; nothing is written here."""
    from zowerkenwij.text.blocks import count

    changes = doc.changes
    chosen = _chosen(doc, wish)
    known = _document(handbook, doc, wish)
    if known is None:
        outcome = _new(handbook, chosen, wish)
    else:
        outcome = _revision(handbook, root, known, chosen, wish)
    outcome.document = replace(chosen, changes=changes, losses=doc.losses)
    outcome.blocks = count(chosen.blocks)
    outcome.notes += _proposals(doc)
    return outcome


def _chosen(doc: WordDocument, wish: Wish) -> WordDocument:
    from zowerkenwij.word.reader import accept, reject

    return reject(doc) if wish.changes == "reject" else accept(doc)


def _proposals(doc: WordDocument) -> list[str]:
    labels = {"version": "versie", "adopted": "vastgesteld", "owner": "eigenaar", "status": "status",
              "date": "datum", "title": "titel", "author": "auteur", "effective": "van kracht"}  # fmt: skip
    return [
        f"Voorstel uit het document: {labels[key]} is '{value}'. Dit is niet overgenomen."
        for key, value in doc.proposals.items()
    ]


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
    from zowerkenwij.text.blocks import count, dump, nodes
    from zowerkenwij.word.reader.document import title

    name, at = title(doc)
    name = _shortened(name or _spoken(wish.name))
    if not name:
        raise Refusal("Het document heeft geen kop of titel. Geef het in Word een kop 1.")
    id_ = wish.id or new.slug(name)[:80].strip("-") or new.slug(wish.name) or _numbered(doc)
    path, text = new._prepared(handbook, wish.type or "", name, id_, wish.owner, None)  # noqa: SLF001
    head = text[: text.index("\n---\n", 4) + 5]
    blocks, files = _with_media(handbook, doc, path)
    top = blocks[at] if at >= 0 else nodes.Heading(1, (nodes.Text(name),))
    blocks = (top, *blocks[: max(at, 0)], *blocks[at + 1 :])
    files[path] = (head + dump((*blocks, *doc.notes))).encode()
    return Outcome(id_, True, 0, count(blocks), doc, files)


def _spoken(stem: str) -> str:
    """The name of a file as a title: ``oud_protocol-v2`` → ``Oud protocol v2``."""
    words = " ".join(re.sub(r"[_-]+", " ", stem).split())
    return words[:1].upper() + words[1:]


def _shortened(name: str) -> str:
    return name if len(name) <= _LONG else name[:_LONG].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _numbered(doc: WordDocument) -> str:
    """An id for a title without Latin letters."""
    return f"document-{sha256(repr(doc.blocks).encode()).hexdigest()[:8]}"


def _with_media(
    handbook: Handbook, doc: WordDocument, path: str, known: Mapping[str, str] | None = None
) -> tuple[Any, dict[str, bytes]]:
    """The blocks with pictures named by their content (those that the text has keep their own
    names, ``known`` by digest), and the files for the new ones."""
    from zowerkenwij.text.blocks import nodes
    from zowerkenwij.word.renaming import rewritten

    top = f"{handbook.prefix}/" if handbook.prefix else ""
    up = "../" * path.removeprefix(top).count("/")
    old = known or {}
    files = {f"{top}assets/{d}.{_ending(k)}": b for d, (k, b) in doc.media.items() if d not in old}

    def change(node: Any) -> Any:
        if isinstance(node, nodes.Image) and node.sha256 in doc.media:
            ending = _ending(doc.media[node.sha256][0])
            if node.sha256 in old:
                return nodes.Image(old[node.sha256], node.alt, node.title)
            return nodes.Image(f"{up}assets/{node.sha256}.{ending}", node.alt, node.title)
        return node

    return rewritten(doc.blocks, change), files


def _ending(kind: str) -> str:
    return {"jpeg": "jpg", "tiff": "tif"}.get(kind, kind)


# -- a revision ------------------------------------------------------------------------------


def _revision(
    handbook: Handbook, root: Path, document: Document, doc: WordDocument, wish: Wish
) -> Outcome:
    from zowerkenwij.word.lens import replay
    from zowerkenwij.word.pieces import Shown
    from zowerkenwij.word.reader import read
    from zowerkenwij.word.writer import write

    if document.record.type == "external":
        raise Refusal(f"'{document.id}' is een document van een ander en wordt niet ingelezen.")
    base_body, made = _base(handbook, root, document, doc, wish)
    base = read(write(made))
    known = {sha256(data).hexdigest(): target for target, data in reversed(made.pictures.items())}
    base = replace(base, blocks=_with_media(handbook, base, document.path, known)[0])
    blocks, files = _with_media(handbook, doc, document.path, known)
    returned = replace(doc, blocks=blocks)
    shown = Shown(made.slots, {address: target for target, address in made.links.items()})
    moved_on = base_body != document.body
    result = replay(document.body, made.blocks, base, returned, shown, moved_on=moved_on)
    if result.conflicts:
        raise Refusal(_conflicts(document.id, result))
    outcome = Outcome(document.id, False, 0, result.changed, doc)
    if result.changed:
        head = _front_matter(root, document)
        used = {p: data for p, data in files.items() if p.rpartition("/")[2] in result.text}
        outcome.files = {**used, document.path: head + result.text.encode()}
    if moved_on:
        outcome.notes.append(
            "De tekst in het handboek was intussen gewijzigd. De wijzigingen uit Word zijn daarin gezet."
        )
    return outcome


def _front_matter(root: Path, document: Document) -> bytes:
    """The bytes of the record before its text; refuses when the file is not what was read."""
    try:
        raw = (root / document.path).read_bytes()
    except OSError as error:
        raise Refusal(f"'{document.path}' is niet te lezen: {error.strerror}.", 3) from error
    lines = raw.split(b"\n", document.body_line - 1)
    head = b"\n".join(lines[:-1]) + b"\n"
    if lines[-1].strip() != document.raw_body.strip():
        raise Refusal(f"'{document.path}' veranderde tijdens het inlezen. Probeer het opnieuw.", 3)
    return head


def _conflicts(id_: str, result: Replayed) -> str:
    parts = "\n\n".join(
        f"Bij de export stond er:\n{before}\n\nIn het bestand staat:\n{after}"
        for _, before, after in result.conflicts
    )
    return (
        f"'{id_}' is intussen ook in het handboek gewijzigd, op dezelfde plaats. Er is niets "
        f"geschreven. Neem deze stukken met de hand over:\n\n{parts}"
    )


def _base(
    handbook: Handbook, root: Path, document: Document, doc: WordDocument, wish: Wish
) -> tuple[str, Any]:
    """The text that the file was made from, and its export made again."""
    from zowerkenwij.site.view import View

    scope = _SCOPE.fullmatch(doc.meta.get("zww.scope", ""))
    audience, school, version = scope.groups() if scope else ("", "", "")
    known = (document.id, version) in handbook.version_files
    version_asked = version if known else None  # an audience in `Ask` would mean a clean copy
    ask = exporting.Ask(
        "docx", version_asked, wish.day, school or None, None, draft=not known, root=root
    )
    file, entry = exporting._version(handbook, document, ask)  # noqa: SLF001
    text = exporting._text(handbook, document, file, entry, ask)  # noqa: SLF001
    own = audience or handbook.audience_of(document)
    body = exporting._body(View(handbook, own, wish.day), text, ask)  # noqa: SLF001
    return text.body, exporting._made(handbook, text, body, ask, own)  # noqa: SLF001
