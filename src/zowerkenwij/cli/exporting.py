"""From what was asked to a text: which version, for whom, and in which form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.cli import context
from zowerkenwij.cli.pictures import pictures
from zowerkenwij.cli.refusal import Refusal
from zowerkenwij.model.handbook import is_narrower, state
from zowerkenwij.model.settings import AUDIENCE_LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from zowerkenwij.model.document import LedgerEntry
    from zowerkenwij.model.handbook import Document, Handbook, VersionFile
    from zowerkenwij.model.outline import Link, Passage
    from zowerkenwij.site.view import Text, View
    from zowerkenwij.text.fill import Target
    from zowerkenwij.word.export import Export
    from zowerkenwij.word.writer.template import Template


@dataclass(frozen=True, slots=True)
class Ask:
    """What the user asked for."""

    form: str
    version: str | None
    day: date
    school: str | None
    audience: str | None
    draft: bool = False
    clean: bool = False
    root: Path | None = None  # where stored pictures are read
    template: Template | None = None  # None: that of the house

    @property
    def is_clean(self) -> bool:
        """Whether the files leave the house: no carriers, nothing narrower, no links inside."""
        return (
            self.clean or self.form in ("html", "pdf") or self.audience in ("public", "on-request")
        )


# -- the text ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text that may be given out: its Markdown (passages fenced in a clean copy) and, but for
    Markdown, all that is in the file."""

    document: Document
    body: str
    export: Export | None


def prepared(handbook: Handbook, document: Document, ask: Ask) -> Prepared:
    """The text that was asked for; refuses (1) what may not be given, with the reason."""
    from zowerkenwij.site.view import View

    if document.record.type == "external":
        raise Refusal(
            f"'{document.id}' is een document van een ander: het handboek heeft alleen de "
            "vindplaats. Vraag het bij de uitgever op."
        )
    file, entry = _version(handbook, document, ask)
    audience = _audience(handbook, document, file, ask)
    text = _text(handbook, document, file, entry, ask)
    body = _body(View(handbook, audience, ask.day), text, ask)
    made = None if ask.form == "md" else _made(handbook, text, body, ask, audience)
    return Prepared(document, body, made)


def _audience(handbook: Handbook, document: Document, file: VersionFile | None, ask: Ask) -> str:
    from zowerkenwij.site.view import narrowest

    own = handbook.audience_of(document)
    if file is not None:
        type_ = handbook.types.get(file.record.type)
        own = narrowest(own, file.record.audience or (type_.audience if type_ else "staff"))
    audience = ask.audience or own
    if is_narrower(own, audience):
        raise Refusal(
            f"'{document.id}' is voor de doelgroep '{AUDIENCE_LABELS[own]}' en niet voor "
            f"'{AUDIENCE_LABELS[audience]}'. Kies --audience {own}, of een ander document."
        )
    if ask.school and document.record.school not in (None, ask.school):
        raise Refusal(f"'{document.id}' is van een andere school dan '{ask.school}'.")
    return audience


def _version(
    handbook: Handbook, document: Document, ask: Ask
) -> tuple[VersionFile | None, LedgerEntry | None]:
    """The adopted text that was asked for; (None, None) for the draft."""
    if ask.draft:
        return None, None
    if ask.version:
        file = handbook.version_files.get((document.id, ask.version))
        if file is None:
            known = ", ".join(v.version for v in document.record.versions) or "nog geen"
            raise Refusal(f"Versie {ask.version} van '{document.id}' bestaat niet. Er is: {known}.")
        return file, file.record.entry
    entry, file = handbook.in_force(document, ask.day), handbook.text_in_force(document, ask.day)
    if entry is None:
        why = {"draft": "alleen een concept", "adopted": "vastgesteld, maar nog niet van kracht",
               "expired": "vervallen", "withdrawn": "ingetrokken"}  # fmt: skip
        raise Refusal(
            f"Van '{document.id}' is op {ask.day.isoformat()} geen versie van kracht: het is "
            f"{why[state(document.record, ask.day)]}. Met --draft krijg je de tekst waaraan "
            "gewerkt wordt, met --version een vastgestelde versie."
        )
    if file is None:
        raise Refusal(
            f"De vastgestelde tekst ontbreekt: {handbook.prefix}/versions/{document.id}/"
            f"{entry.version}.md. Zet dit bestand terug.", 3,
        )  # fmt: skip
    return file, entry


def _text(
    handbook: Handbook, document: Document, file: VersionFile | None,
    entry: LedgerEntry | None, ask: Ask,
) -> Text:  # fmt: skip
    from zowerkenwij import text
    from zowerkenwij.site.view import Text
    from zowerkenwij.text.fill import Template, fill

    record = file.record if file else document.record
    body = file.body if file else document.body
    top = f"{handbook.prefix}/" if handbook.prefix else ""
    path = f"{top}{file.record.path}" if file else document.path
    if ask.school and document.record.school is None:
        template = Template(record.title, body, text.outline(body), path)
        body = fill(handbook, template, target_of(handbook, ask.school, path)).body
    links = file.record.links if file else {}
    return Text(document, record.title, record.type, body, text.outline(body), path, entry, links)


def target_of(handbook: Handbook, school: str, path: str) -> Target:
    """The school for which a template at this path is filled in, and the running school year."""
    from zowerkenwij.text.fill import Target

    copies = (d.record for d in handbook.documents if d.record.school == school)
    year = next((r.school_year for r in copies if r.school_year), "") or ""
    return Target(context.school(handbook, school), year, path)


def _body(view: View, text: Text, ask: Ask) -> str:
    """The Markdown for the audience: for editing as it is written, else as readers have it."""
    if ask.is_clean:
        return _clean(view, text, shows=ask.form != "md")
    lines = text.body.split("\n")
    for passage in reversed(text.outline.passages):
        narrow = passage.kind == "audience" and not view.sees(passage.argument)
        if narrow or (passage.problem and not view.sees("restricted")):
            lines[passage.line - 1 : passage.last_line] = []
    return "\n".join(lines)


def _clean(view: View, text: Text, *, shows: bool) -> str:
    """The text as readers have it; passages that stay are fenced, for they have a label."""
    from dataclasses import replace

    from zowerkenwij.site.old_texts import OldTexts
    from zowerkenwij.text import outline, resolve

    school = text.document.record.school

    def mark(passage: Passage) -> str:
        if passage.kind == "audience":
            return passage.argument
        return "" if school else f"when-{passage.argument}"

    if text.outline.passages:
        fenced = resolve(text.body, lambda p: view.keeps(p, school), mark=mark)
        text = replace(text, body=fenced, outline=outline(fenced))
    if text.outline.slots:
        filled = _filled(text, _slots(view.handbook, text))
        text = replace(text, body=filled, outline=outline(filled))
    body = OldTexts(view).of(text)
    return _unlinked(view.handbook.settings.record.site_url, body, shows=shows)


def _filled(text: Text, shown: Mapping[str, str]) -> str:
    """The body with words for slots."""
    body = text.body
    for slot in reversed(text.outline.slots):
        words = shown[slot.name].replace("[", "\\[").replace("]", "\\]")
        body = body[: slot.start] + words + body[slot.end :]
    return body


def _unlinked(site: str, body: str, *, shows: bool) -> str:
    """The body without links into the house: only the words of such a link stay, and of a picture
    too unless the file ``shows`` it."""
    from zowerkenwij.site.references import label_of
    from zowerkenwij.text import outline, replace_links

    def turned(link: Link) -> str | None:
        if link.image:
            return None if shows else f"[afbeelding: {link.text}]"
        outside = link.target.startswith(("http://", "https://", "mailto:", "tel:"))
        return None if outside and not link.target.startswith(site) else label_of(link, body)

    return replace_links(body, outline(body), turned)


# -- the file ----------------------------------------------------------------------------


def _made(handbook: Handbook, text: Text, body: str, ask: Ask, audience: str) -> Export:
    from zowerkenwij.site import wording
    from zowerkenwij.site.finish import as_directives
    from zowerkenwij.site.view import View
    from zowerkenwij.text.blocks import parse
    from zowerkenwij.word.export import Export

    document, entry = text.document, text.entry
    view = View(handbook, audience, ask.day)
    type_ = handbook.types.get(text.type)
    return Export(
        id=document.id, title=text.title, address=_home(handbook, document.id), type_label=type_.label if type_ else text.type,
        foundation=handbook.settings.record.foundation.name, standing=_standing(entry),
        blocks=parse(as_directives(body)), summary=document.record.summary or "",
        date=entry.adopted.on.isoformat() if entry else "", facts=_facts(handbook, text),
        versions=_versions(view, text), links={} if ask.is_clean else _links(handbook, text),
        slots=_slots(handbook, text), pictures=pictures(ask.root, handbook, text, leaves=ask.is_clean),
        properties=_properties(handbook, text, ask, audience), source=body, fields=_fields(handbook, text),
        carriers=not ask.is_clean, labels=wording.labels(handbook.kinds),
    )  # fmt: skip


def _standing(entry: LedgerEntry | None) -> str:
    from zowerkenwij.text.fill import dutch_day

    if entry is None:
        return "concept"
    return f"versie {entry.version} · van kracht op {dutch_day(entry.effective)}"


def _facts(handbook: Handbook, text: Text) -> tuple[tuple[str, str], ...]:
    from zowerkenwij.text.fill import dutch_day

    entry, record = text.entry, text.document.record
    role = handbook.roles.get(record.owner)
    facts = [("Versie", entry.version if entry else "concept")]
    facts.append(("Eigenaar", role.label if role else record.owner))
    if entry:
        facts.append(("Vastgesteld", dutch_day(entry.adopted.on)))
        facts.append(("Van kracht", dutch_day(entry.effective)))
    return tuple(facts)


_FIELDS = {"Eigenaar": "zww.owner", "Vastgesteld": "zww.adopted", "Van kracht": "zww.effective"}


def _fields(handbook: Handbook, text: Text) -> dict[str, str]:
    """What a header or footer may show beside title, record and version."""
    return {_FIELDS[label]: shown for label, shown in _facts(handbook, text) if label in _FIELDS}


def _versions(view: View, text: Text) -> tuple[tuple[str, ...], ...]:
    """The versions that the audience may know of, newest first, up to the exported one."""
    from zowerkenwij.site.facts import body_label
    from zowerkenwij.text.fill import dutch_day

    document, last = text.document, text.entry
    known = [v for v in view.entries(document) if last is None or v.adopted.on <= last.adopted.on]
    return tuple(
        (v.version, dutch_day(v.adopted.on), dutch_day(v.effective),
         body_label(view, document, v.adopted.by), v.note) for v in reversed(known)
    )  # fmt: skip


def _properties(handbook: Handbook, text: Text, ask: Ask, audience: str) -> dict[str, str]:
    """What the file says about itself; a clean copy only record, version and digest."""
    version = text.entry.version if text.entry else ""
    file = handbook.version_files.get((text.id, version))
    found = {
        "zww.record": text.id,
        "zww.version": version or "concept",
        "zww.digest": file.digest if file else text.document.digest,
    }
    if not ask.is_clean:
        scope = f"audience={audience} school={ask.school or ''} text={version or 'draft'}"
        found |= {"zww.scope": scope, "zww.format": "1", **_fields(handbook, text)}
        found["zww.template"] = ask.template.digest if ask.template else "default"
    return found


def _links(handbook: Handbook, text: Text) -> dict[str, str]:
    """Links to other documents as addresses on the site."""
    from zowerkenwij.site.references import Finder

    finder = Finder(handbook)
    found: dict[str, str] = {}
    for link in text.outline.links:
        target = finder.find(text, link)
        if target.document is not None and target.document is not text.document:
            anchor = f"#{target.anchor}" if target.anchor else ""
            found[link.target] = f"{_home(handbook, target.document.id)}{anchor}"
    return found


def _home(handbook: Handbook, id_: str) -> str:
    """Where a document stands on the site."""
    from zowerkenwij.site.references import document_address

    return f"{handbook.settings.record.site_url.rstrip('/')}/{document_address(id_)}"


def _slots(handbook: Handbook, text: Text) -> dict[str, str]:
    """What a slot shows: the role, or what is to be filled in."""
    from zowerkenwij.site import wording

    found = {}
    for slot in text.outline.slots:
        space, _, name = slot.name.partition(".")
        known = (
            handbook.roles.get(name) if space == "role"
            else handbook.slots.get(name) or handbook.slots.get(name.partition(".")[0])
        )  # fmt: skip
        label = wording.SLOT_LABELS.get(slot.name) or (known.label if known else slot.name)
        found[slot.name] = (
            f"de {label}" if space == "role" else f"[{wording.TO_FILL.format(label=label)}]"
        )
    return found


# -- the bytes ---


def file_of(handbook: Handbook, one: Prepared, ask: Ask) -> bytes:
    """The file of a text."""
    from zowerkenwij.site.finish import as_labels

    if one.export is None:
        return as_labels(one.body, handbook.kinds).encode() if ask.is_clean else one.body.encode()
    if ask.form == "docx":
        from zowerkenwij.word.writer import write

        return write(one.export, ask.template)
    from zowerkenwij.site import handout

    return page_of(handout.page(one.export, one.body, handbook.kinds), ask.form)


def page_of(page: str, form: str) -> bytes:
    """The file of a page: as it is, or as a PDF; refuses (3) when no PDF can be made."""
    from zowerkenwij.site import handout

    if form == "html":
        return page.encode()
    try:
        return handout.pdf(page)
    except (ImportError, OSError) as error:
        raise Refusal(
            "Voor pdf is het pakket WeasyPrint nodig (met de bibliotheek Pango). Installeer het "
            "met `pip install 'zowerkenwij[pdf]'`, of kies --to docx of --to html.", 3,
        ) from error  # fmt: skip
