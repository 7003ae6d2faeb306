"""ZW201–ZW203 and ZW211–ZW213: links reach something that exists and holds."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from zowerkenwij.model.handbook import STATE_LABELS, Document
from zowerkenwij.rules.catalogue import rule
from zowerkenwij.rules.finding import Edit, Fix, Hit, Related, related
from zowerkenwij.rules.links import Links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.model.outline import Link
    from zowerkenwij.model.problem import Place
    from zowerkenwij.rules.context import Context
    from zowerkenwij.rules.resolve import Reference


def link_place(document: Document, link: Link) -> Place:
    """The place of a link in its file."""
    return document.place(link.line, link.column)


@rule(
    "ZW201",
    "reference-target",
    "error",
    title="Een link gaat naar iets dat niet bestaat",
    why="Wie na een incident op een dode link klikt, vindt geen hulp.",
    repair="Herstel het pad, ook de hoofdletters. Is het document weg, verwijs dan naar de opvolger of "
    "haal de link weg.",
    good="[Antipestprotocol](../protocols/antipest.md#doe-nu)",
    bad="[Antipestprotocol](../protocols/antipesten.md#doe-nu)",
)
def reference_target(context: Context) -> Iterator[Hit]:
    """Links to a file, document or short link that does not exist, or outside the handbook."""
    for document, reference in context.once(Links).odd:
        if reference.kind in _MISSING and not _is_hidden(context, reference.path):
            yield Hit(
                link_place(document, reference.link),
                _missing(context, document, reference),
                document.id,
            )


_MISSING = frozenset({"missing", "outside", "unknown-short"})


def _is_hidden(context: Context, path: str) -> bool:
    """Whether a path leads through a folder that could not be read: another rule says so."""
    broken = context.handbook.broken_paths
    while path and broken:
        if path in broken:
            return True
        path = path.rpartition("/")[0]
    return False


def _missing(context: Context, document: Document, reference: Reference) -> str:
    target = reference.link.target
    if not target.strip():
        return f"De link '{reference.link.text}' heeft geen adres. Vul het adres in of haal de link weg."
    if reference.kind == "unknown-short":
        known = context.once(_short_numbers)
        return (
            f"De korte link '{target}' hoort bij geen enkel document.{context.near(str(reference.number), known)} "
            "Herstel het nummer, of zet het bij short_links van het juiste document."
        )
    if reference.kind == "outside":
        return (
            f"De link '{target}' wijst buiten de map van het handboek.{_candidate(context, document, reference)} "
            "Verwijs naar een document in het handboek, of met https naar een website."
        )
    return (
        f"De link '{target}' gaat naar een bestand dat er niet is.{_candidate(context, document, reference)} "
        "Herstel het pad of haal de link weg."
    )


def _candidate(context: Context, document: Document, reference: Reference) -> str:
    """The nearest path, as it would be written in this document."""
    folder = posixpath.dirname(document.path)
    anchor = f"#{reference.anchor}" if reference.anchor else ""
    if found := context.resolver.folded_paths.get(reference.path.lower()):
        written = posixpath.relpath(found, folder) + anchor
        return f" Let op hoofdletters en kleine letters: bedoel je '{written}'?"
    names = context.once(_document_names)
    name = posixpath.basename(reference.path)
    match = context.nearest(name, names) or context.nearest(f"{name}.md", names)
    return f" Bedoel je '{posixpath.relpath(names[match], folder)}{anchor}'?" if match else ""


def _short_numbers(context: Context) -> frozenset[str]:
    return frozenset(map(str, context.handbook.by_short_link))


def _document_names(context: Context) -> dict[str, str]:
    return {posixpath.basename(path): path for path in context.handbook.by_path}


def _file_names(context: Context) -> dict[str, str]:
    return {posixpath.basename(path): path for path in context.handbook.files}


@rule(
    "ZW202",
    "reference-anchor",
    "error",
    title="Een link gaat naar een onderdeel dat niet bestaat",
    why="De lezer komt bovenaan een lange tekst terecht in plaats van bij de stap die nodig is.",
    repair="Gebruik een anker dat in het document staat, of zet het anker terug bij de kop.",
    good="[stap 5](../protocols/meldcode.md#stap-5)",
    bad="[stap 5](../protocols/meldcode.md#stap-vijf)",
)
def reference_anchor(context: Context) -> Iterator[Hit]:
    """The target exists, the heading or anchor in it does not."""
    for document, reference in context.once(Links).unanchored:
        target = reference.target
        if target is None or target.outline.too_deep or context.is_lost(target):
            continue
        where = "dit document" if target is document else f"'{target.title}' ({target.path})"
        yield Hit(
            link_place(document, reference.link),
            f"In {where} is geen onderdeel '#{reference.anchor}'."
            f"{context.near(reference.anchor, target.outline.anchors)} Herstel het deel na '#' in de link.",
            document.id,
            ()
            if target is document
            else (Related(target.path, target.body_line, "Hier begint de tekst."),),
        )


_GONE = ("withdrawn", "expired", "draft")


@rule(
    "ZW203",
    "reference-withdrawn",
    "error",
    title="Een tekst die geldt, verwijst naar een tekst die niet geldt",
    why="Een ingetrokken, vervallen of nooit vastgesteld document is geen afspraak. Wie het volgt, doet "
    "mogelijk het verkeerde.",
    repair="Verwijs naar de opvolger, of haal de link weg.",
    good="[Antipestprotocol](antipest.md)   # van kracht",
    bad="[Pestprotocol 2019](pestprotocol-2019.md)   # ingetrokken",
)
def reference_withdrawn(context: Context) -> Iterator[Hit]:
    """A document in force links to one that is withdrawn, expired or never adopted."""
    for document in context.documents:
        if not document.record.versions or context.state(document) != "in-force":
            continue
        if not _may_be_gone(context, document):
            continue
        for reference in context.references(document):
            target = reference.target
            if (
                target is None
                or target is document
                or context.is_broken(target, "versions", "withdrawn")
            ):
                continue
            state = context.state(target)
            if state == "draft" and target.record.type == "external":
                continue  # the publisher adopts it, not this foundation
            if state in _GONE:
                yield _gone(context, document, reference, target, state)


def _may_be_gone(context: Context, document: Document) -> bool:
    """A quick look at what the links of a document plainly point at."""
    above = context.resolver.above(document)
    for mark in document.outline.marks:
        target = context.resolver.plain(above, mark.target)
        if target is None or context.state(target) in _GONE:
            return True
    return False


def _gone(
    context: Context, document: Document, reference: Reference, target: Document, state: str
) -> Hit:
    label = "nog nooit vastgesteld" if state == "draft" else STATE_LABELS[state]
    withdrawn = target.record.withdrawn
    successor = (
        context.handbook.find(withdrawn.successor) if withdrawn and withdrawn.successor else None
    )
    advice = (
        f"Verwijs naar de opvolger '{successor.title}'."
        if successor
        else "Haal de link weg of verwijs ergens anders heen."
    )
    key = "withdrawn" if state == "withdrawn" else "versions"
    return Hit(
        link_place(document, reference.link),
        f"'{document.title}' is van kracht, maar verwijst naar '{target.title}' en dat is {label}. {advice}",
        document.id,
        (related(target.at(key), f"Dit document is {label}."),),
    )


@rule(
    "ZW211",
    "duplicate-anchor",
    "error",
    title="Twee onderdelen hebben dezelfde naam",
    why="Een link kan maar naar één plek gaan. Bij twee gelijke ankers komt de lezer bij de eerste uit.",
    repair="Geef een van de twee een eigen anker, bijvoorbeeld {#nazorg-groep}.",
    good="## Nazorg {#nazorg}\n### Voor de groep {#nazorg-groep}",
    bad="## Nazorg {#nazorg}\n### Voor de groep {#nazorg}",
)
def duplicate_anchor(context: Context) -> Iterator[Hit]:
    """Two headings or anchors with one name."""
    for document in context.documents:
        anchors = document.outline.anchors
        if len(set(anchors)) < len(anchors):
            yield from _doubles(context, document)
        if "_" in "".join(anchors):
            yield from _numbered(document)


def _doubles(context: Context, document: Document) -> Iterator[Hit]:
    seen: set[str] = set()
    doubled = list(dict.fromkeys(a for a in document.outline.anchors if a in seen or seen.add(a)))  # type: ignore[func-returns-value]
    for anchor in doubled:
        lines = [h.line for h in document.outline.headings if h.anchor == anchor]
        lines += [n for n in _html_lines(context, document, anchor) if n not in lines]
        lines.sort()
        for line in lines[1:] or lines[:1] or [1]:
            yield Hit(
                document.place(line),
                f"Het anker '#{anchor}' staat er meer dan één keer. Geef dit onderdeel een ander anker.",
                document.id,
                (related(document.place(lines[0]), "Hier staat het voor het eerst."),)
                if lines
                else (),
            )


def _html_lines(context: Context, document: Document, anchor: str) -> Iterator[int]:
    pattern = re.compile(rf"(?:\bid\s*=\s*[\"']?|\{{:?[^}}\n]*#){re.escape(anchor)}(?![\w-])")
    text = context.text(document)
    for match in pattern.finditer(text.body):
        yield text.position(match.start())[0]


_NUMBERED = re.compile(r"^(.*)_(\d+)$")


def _numbered(document: Document) -> Iterator[Hit]:
    """Headings with the same words and no anchor of their own: the site numbers the second, and
    the number moves when a heading is added above."""
    first: dict[str, int] = {}
    for heading in document.outline.headings:
        match = _NUMBERED.match(heading.anchor)
        if match and match[1] in first and heading.text:
            yield Hit(
                document.place(heading.line),
                f"De kop '{heading.text}' staat er al met het anker '#{match[1]}'. "
                "Geef een van de twee koppen een eigen anker of andere woorden.",
                document.id,
                (related(document.place(first[match[1]]), "Hier staat de eerste."),),
            )
        first.setdefault(heading.anchor, heading.line)


@rule(
    "ZW212",
    "missing-asset",
    "error",
    title="Een afbeelding of bijlage is er niet",
    why="De lezer ziet een leeg vak of krijgt een foutmelding. Een bestand buiten het handboek kan "
    "ongemerkt veranderen of verdwijnen.",
    repair="Zet het bestand in de map assets van het handboek en verwijs daarnaar, met dezelfde hoofdletters.",
    good="![Plattegrond van de begane grond](../assets/plattegrond.png)",
    bad="![Plattegrond van de begane grond](../assets/Plattegrond.png)",
)
def missing_asset(context: Context) -> Iterator[Hit]:
    """An image or attachment that is absent, or stands outside the handbook."""
    for document, reference in context.once(Links).odd:
        if message := _asset(context, document, reference):
            yield Hit(link_place(document, reference.link), message, document.id)


def _asset(context: Context, document: Document, reference: Reference) -> str | None:
    link = reference.link
    what = "De afbeelding" if link.image else "De bijlage"
    if reference.kind in ("web", "short", "unknown-short") and link.image:
        return f"{what} '{link.target}' staat buiten het handboek. Zet het bestand in assets en verwijs daarnaar."
    if reference.kind != "missing-file":
        return None
    top = context.handbook.prefix + "/" if context.handbook.prefix else ""
    path = reference.path
    if not path.startswith(top) or path.startswith("../") or link.target.startswith("/"):
        return f"{what} '{link.target}' staat buiten het handboek. Zet het bestand in assets en verwijs daarnaar."
    found = context.resolver.folded_paths.get(path.lower())
    if found is None:
        names = context.once(_file_names)
        match = context.nearest(posixpath.basename(path), names, 0.75)
        found = names[match] if match else None
    hint = (
        f" Bedoel je '{posixpath.relpath(found, posixpath.dirname(document.path))}'?"
        if found
        else ""
    )
    return f"{what} '{link.target}' is er niet.{hint} Zet het bestand op die plaats of herstel het pad."


@rule(
    "ZW213",
    "moved-target",
    "warning",
    title="Een link klopt alleen nog door de naam van het document",
    why="Het document is verplaatst of hernoemd. Het handboek vindt het nog, andere programma's niet.",
    repair="Zet het nieuwe pad in de link. 'check --fix' doet dit in concepten.",
    good="[Aangifte doen](../guidelines/aangifte-doen.md)",
    bad="[Aangifte doen](../protocols/aangifte-doen.md)",
)
def moved_target(context: Context) -> Iterator[Hit]:
    """A link that resolves only by file name or former id."""
    for document, reference in context.once(Links).odd:
        if reference.kind != "moved" or reference.target is None:
            continue
        new = posixpath.relpath(reference.target.path, posixpath.dirname(document.path))
        new += f"#{reference.anchor}" if reference.anchor else ""
        yield Hit(
            link_place(document, reference.link),
            f"De link '{reference.link.target}' gaat naar een oude plaats. '{reference.target.title}' "
            f"staat nu in '{new}'. Zet dat pad in de link.",
            document.id,
            fix=_new_path(context, document, reference, new),
        )


def _new_path(context: Context, document: Document, reference: Reference, new: str) -> Fix | None:
    """Only in a draft: a move never touches adopted texts."""
    if context.state(document) != "draft":
        return None
    link = reference.link
    text = context.text(document)
    at = text.body.rfind(link.target, link.start, link.end)
    if at < 0:
        return None
    line, column = text.position(at)
    start = document.place(line, column)
    edit = Edit(start.line, column, start.line, column + len(link.target), new)
    return Fix(f"Zet het pad '{new}' in de link.", document.path, (edit,))
