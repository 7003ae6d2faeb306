"""The text that a returned Word file was made from, found again (word.md §7)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zowerkenwij.cli import exporting
from zowerkenwij.cli.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zowerkenwij.cli.importing import Wish
    from zowerkenwij.model.handbook import Document, Handbook, VersionFile
    from zowerkenwij.site.view import Text
    from zowerkenwij.text.blocks import Blocks
    from zowerkenwij.text.merge import Edit
    from zowerkenwij.word.export import Export
    from zowerkenwij.word.reader import WordDocument

_SCOPE = re.compile(r"audience=(\S*) school=(\S*) text=(\S*)")
_STRANGE, _SAME = 0.2, 0.5


@dataclass(frozen=True)
class Base:
    """``text`` is what was exported, for every audience; ``whole`` the same before a school's
    values were filled in, and ``emptied`` the edits that lead there; ``made`` the export, made
    again; ``told`` what is not certain."""

    text: Text
    whole: str
    emptied: list[Edit]
    made: Export
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Scope:
    audience: str
    school: str | None
    is_draft: bool = False


def find(handbook: Handbook, root: Path, document: Document, doc: WordDocument, wish: Wish) -> Base:
    """The base of a file; refuses (1) a file that is plainly another document's."""
    scope = _SCOPE.fullmatch(doc.meta.get("zww.scope", ""))
    if scope:
        known = _Scope(scope[1], scope[2] or None, scope[3] == "draft")
        base = _of_scope(handbook, root, document, doc, wish, known)
        if base is not None:
            _not_another(handbook, document, base.made.blocks, base.made.slots, doc)
            return base
    return _likest(handbook, root, document, doc, wish)


def _of_scope(
    handbook: Handbook, root: Path, document: Document, doc: WordDocument, wish: Wish, scope: _Scope
) -> Base | None:
    """By digest, else by the text that the file carries, else by the number of the version."""
    from zowerkenwij.word.reader.carried import SOURCE

    digest, version = doc.meta.get("zww.digest"), doc.meta.get("zww.version", "")
    versions = _versions(handbook, document)
    if scope.is_draft and document.digest == digest:
        return _base(handbook, root, document, None, wish, scope)
    file = next((f for f in versions if f.digest == digest), None)
    if file is None and document.digest != digest:
        source = doc.meta.get(SOURCE)
        if source is not None:
            return _carried(handbook, root, document, source, wish, scope)
        file = next((f for f in versions if f.record.version == version), None)
        if file is None:
            return None
    return _base(handbook, root, document, file, wish, scope)


def _versions(handbook: Handbook, document: Document) -> list[VersionFile]:
    """Newest first."""
    names = {document.id, *document.record.former_ids}
    found = [f for (id_, _), f in handbook.version_files.items() if id_ in names]
    return sorted(found, key=lambda f: f.record.entry.adopted.on, reverse=True)


def _asked(wish: Wish, root: Path, scope: _Scope, *, draft: bool) -> exporting.Ask:
    # an audience here would mean a clean copy
    return exporting.Ask("docx", None, wish.day, scope.school, None, draft=draft, root=root)


def _base(
    handbook: Handbook, root: Path, document: Document, file: VersionFile | None, wish: Wish,
    scope: _Scope,
) -> Base:  # fmt: skip
    ask = _asked(wish, root, scope, draft=file is None)
    entry = file.record.entry if file else None
    text = exporting._text(handbook, document, file, entry, ask)  # noqa: SLF001
    whole = file.body if file else document.body
    return Base(
        text, whole, _emptied(handbook, text, whole, scope), _made(handbook, text, ask, scope)
    )


def _emptied(handbook: Handbook, text: Text, whole: str, scope: _Scope) -> list[Edit]:
    from zowerkenwij.text import outline
    from zowerkenwij.text.fill import Template, emptied

    if not scope.school or text.body == whole:
        return []
    target = exporting.target_of(handbook, scope.school, text.path)
    return emptied(handbook, Template(text.title, whole, outline(whole), text.path), target)


def _made(handbook: Handbook, text: Text, ask: exporting.Ask, scope: _Scope) -> Export:
    from zowerkenwij.site.view import View

    audience = scope.audience or handbook.audience_of(text.document)
    body = exporting._body(View(handbook, audience, ask.day), text, ask)  # noqa: SLF001
    return exporting._made(handbook, text, body, ask, audience)  # noqa: SLF001


def _carried(
    handbook: Handbook, root: Path, document: Document, source: str, wish: Wish, scope: _Scope
) -> Base:
    """The base as the file carries it: a draft that was never kept."""
    from zowerkenwij import text as texts
    from zowerkenwij.text.merge import by_word

    ask = _asked(wish, root, _Scope(scope.audience, None), draft=True)
    now = exporting._text(handbook, document, None, None, ask)  # noqa: SLF001
    text = replace(now, body=source, outline=texts.outline(source))
    made = _made(handbook, text, ask, scope)
    if not scope.school:
        return Base(text, source, [], made)
    return Base(text, document.body, by_word(source, document.body), made)


# -- without carriers ------------------------------------------------------------------------


def _likest(
    handbook: Handbook, root: Path, document: Document, doc: WordDocument, wish: Wish
) -> Base:
    """The text of this document that the file is most like."""
    tries = [
        (file, _base(handbook, root, document, file, wish, _Scope(audience, None)))
        for file, audience in _candidates(handbook, document)
    ]
    file, base = max(tries, key=lambda x: _likeness(x[1].made.blocks, x[1].made.slots, doc))
    _not_another(handbook, document, base.made.blocks, base.made.slots, doc)
    name = f"versie {file.record.version}" if file else "de tekst waaraan gewerkt wordt"
    told = (
        "Het bestand zegt niet van welke tekst het gemaakt is. Het lijkt het meest op "
        f"{name} van '{document.id}'; daarmee is het vergeleken."
    )
    return replace(base, told=(told,))


def _candidates(handbook: Handbook, document: Document) -> Iterator[tuple[VersionFile | None, str]]:
    """Each text of the document, as its own audience and narrower ones have it."""
    from zowerkenwij.model.settings import AUDIENCES
    from zowerkenwij.site.view import rank

    bodies: set[str] = set()
    own = handbook.audience_of(document)
    for file in (None, *_versions(handbook, document)):
        body = file.body if file else document.body
        if body in bodies:
            continue
        bodies.add(body)
        narrow = [a for a in AUDIENCES if rank(a) > rank(own) and f"audience {a}" in body]
        for audience in (own, *narrow):
            yield file, audience


def _likeness(blocks: Blocks, slots: object, doc: WordDocument) -> float:
    from zowerkenwij.word.align import likeness

    return likeness(blocks, doc.blocks, slots)  # type: ignore[arg-type]


def _not_another(
    handbook: Handbook, document: Document, blocks: Blocks, slots: object, doc: WordDocument
) -> None:
    """Refuse a file that is unlike its document and like another one."""
    if _likeness(blocks, slots, doc) >= _STRANGE:
        return
    other = _twin(handbook, document, doc)
    if other is not None:
        raise Refusal(
            f"Dit bestand lijkt niet op '{document.id}', maar op '{other.id}'. Er is niets "
            f"gewijzigd. Hoort het bij dat document, gebruik dan --id {other.id}. Kies anders "
            "een ander bestand."
        )


def _twin(handbook: Handbook, document: Document, doc: WordDocument) -> Document | None:
    """Another document that the file is much like."""
    from zowerkenwij.text.blocks import parse

    best, like = None, _SAME
    lines = _lines(doc)
    for other in handbook.documents:
        if other is document or other.record.type == "external":
            continue
        own = {line for line in map(_ink, other.body.split("\n")) if line}
        if len(own & lines) * 4 < min(len(own), len(lines)):
            continue
        found = _likeness(parse(other.body), {}, doc)
        if found > like:
            best, like = other, found
    return best


def pasted(handbook: Handbook, document: Document, added: list[str]) -> list[tuple[Document, int]]:
    """Other documents from which much of what was added comes, and how many blocks of each."""
    words = {_ink(x) for x in added} - {""}
    found = []
    for other in handbook.documents if len(words) >= 3 else ():
        if other is not document and other.record.type != "external":
            own = {line for line in map(_ink, other.body.split("\n")) if line}
            both = len(own & words)
            if both >= 3 and both * 2 >= len(words):
                found.append((other, both))
    return sorted(found, key=lambda x: -x[1])[:1]


def _lines(doc: WordDocument) -> set[str]:
    from zowerkenwij.text.blocks import blocks_of, nodes, words

    kinds = (nodes.Paragraph, nodes.Heading)
    return {_ink(words(b)) for b in blocks_of(doc.blocks) if isinstance(b, kinds)} - {""}


def _ink(line: str) -> str:
    """The letters of a line, without the signs of Markdown and where links lead."""
    plain = re.sub(r"\]\([^)]*\)|\{#[^}]*\}|\{\{[^}]*\}\}|^\s*\d+\.\s", "", line)
    return re.sub(r"[\W_]+", "", plain).casefold()
