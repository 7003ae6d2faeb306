"""From what was asked to files: which text, for whom, and in which form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from zowerkenwij.cli import context
from zowerkenwij.cli.pictures import pictures
from zowerkenwij.cli.refusal import Refusal
from zowerkenwij.model.handbook import is_narrower, state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from zowerkenwij.model.document import LedgerEntry
    from zowerkenwij.model.handbook import Document, Handbook, VersionFile
    from zowerkenwij.model.outline import Link
    from zowerkenwij.site.view import Text, View
    from zowerkenwij.word.export import Export


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

    @property
    def is_clean(self) -> bool:
        """Whether the files leave the house: no carriers, nothing narrower, no links inside."""
        return (
            self.clean or self.form in ("html", "pdf") or self.audience in ("public", "on-request")
        )


def export(
    handbook: Handbook, ids: tuple[str, ...], ask: Ask, output: Path, *, everything: bool
) -> list[Path]:
    """Write the files; everything is made before anything is written."""
    if everything == bool(ids):
        raise Refusal("Geef één of meer ids, of --all voor alle documenten.", 2)
    made: dict[Path, bytes] = {}
    for document in _chosen(handbook, ids):
        try:
            data = _whole(handbook, document, ask)
        except Refusal as refusal:
            if not everything or refusal.exit_code != 1:
                raise
            click.echo(f"Overgeslagen: {refusal}", err=True)
            continue
        made[_place(output, document.id, ask.form)] = data
        if output.suffix and len(made) == 1 and (everything or len(ids) > 1):
            raise Refusal(f"'{output}' is één bestand. Geef bij meer documenten een map op.", 2)
    if not made:
        raise Refusal("Geen enkel document kan zo worden gemaakt. De redenen staan hierboven.")
    return list(_written(made))


def _chosen(handbook: Handbook, ids: tuple[str, ...]) -> list[Document]:
    if not ids:
        return sorted(handbook.documents, key=lambda d: d.id)
    return [context.document(handbook, id_) for id_ in dict.fromkeys(ids)]


def _whole(handbook: Handbook, document: Document, ask: Ask) -> bytes:
    """The file; refuses when a fact that it shows could not be read in this handbook."""
    needed = {document.path, handbook.settings.path}
    try:
        return _file(handbook, document, ask)
    except (AttributeError, TypeError) as error:  # a fact that is None, as in no whole record
        broken = sorted(needed & handbook.broken_paths)
        if not broken:
            raise
        raise Refusal(
            f"'{document.id}' is niet te maken: er zit een fout in {' en '.join(broken)}. Herstel die "
            "eerst; 'zowerkenwij check' zegt wat er mis is."
        ) from error


def _place(output: Path, id_: str, form: str) -> Path:
    return output if output.suffix else output / f"{id_}.{form}"


def _written(made: dict[Path, bytes]) -> Iterator[Path]:
    for path, data in made.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as error:
            from zowerkenwij.store.errors import reason

            raise Refusal(f"'{path}' is niet te schrijven: {reason(error)}.", 3) from error
        yield path


# -- the text ----------------------------------------------------------------------------


def _file(handbook: Handbook, document: Document, ask: Ask) -> bytes:
    from zowerkenwij.site.view import View, narrowest

    if document.record.type == "external":
        raise Refusal(
            f"'{document.id}' is een document van een ander: het handboek heeft alleen de "
            "vindplaats. Vraag het bij de uitgever op."
        )
    file, entry = _version(handbook, document, ask)
    own = handbook.audience_of(document)
    if file is not None:
        type_ = handbook.types.get(file.record.type)
        own = narrowest(own, file.record.audience or (type_.audience if type_ else "staff"))
    audience = ask.audience or own
    if is_narrower(own, audience):
        raise Refusal(f"'{document.id}' is niet voor deze doelgroep bestemd.")
    if ask.school and document.record.school not in (None, ask.school):
        raise Refusal(f"'{document.id}' is van een andere school dan '{ask.school}'.")
    text = _text(handbook, document, file, entry, ask)
    body = _body(View(handbook, audience, ask.day), text, ask)
    if ask.form == "md":
        return body.encode()
    made = _made(handbook, text, body, ask, audience)
    if ask.form == "docx":
        from zowerkenwij.word.writer import write

        return write(made)
    return _page(made, body, ask.form)


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
    from zowerkenwij.text.fill import Target, Template, fill

    record = file.record if file else document.record
    body = file.body if file else document.body
    top = f"{handbook.prefix}/" if handbook.prefix else ""
    path = f"{top}{file.record.path}" if file else document.path
    if ask.school and document.record.school is None:
        school = context.school(handbook, ask.school)
        copies = (d.record for d in handbook.documents if d.record.school == ask.school)
        year = next((r.school_year for r in copies if r.school_year), "") or ""
        template = Template(record.title, body, text.outline(body), path)
        body = fill(handbook, template, Target(school, year, path)).body
    links = file.record.links if file else {}
    return Text(document, record.title, record.type, body, text.outline(body), path, entry, links)


def _body(view: View, text: Text, ask: Ask) -> str:
    """The Markdown for the audience: for editing as it is written, else as readers have it."""
    from zowerkenwij.site.old_texts import OldTexts

    if ask.is_clean:
        body = OldTexts(view).of(text)
        shows = ask.form != "md"
        return _unlinked(view.handbook.settings.record.site_url, body, shows=shows)
    lines = text.body.split("\n")
    for passage in reversed(text.outline.passages):
        narrow = passage.kind == "audience" and not view.sees(passage.argument)
        if narrow or (passage.problem and not view.sees("restricted")):
            lines[passage.line - 1 : passage.last_line] = []
    return "\n".join(lines)


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
    from zowerkenwij.site.view import View
    from zowerkenwij.text.blocks import parse
    from zowerkenwij.word.export import Export

    document, entry = text.document, text.entry
    view = View(handbook, audience, ask.day)
    type_ = handbook.types.get(text.type)
    return Export(
        id=document.id, title=text.title, type_label=type_.label if type_ else text.type,
        foundation=handbook.settings.record.foundation.name, standing=_standing(entry),
        blocks=parse(body), summary=document.record.summary or "",
        date=entry.adopted.on.isoformat() if entry else "", facts=_facts(handbook, text),
        versions=_versions(view, text), links={} if ask.is_clean else _links(handbook, text),
        slots=_slots(handbook, text), pictures=pictures(ask.root, handbook, text),
        properties=_properties(handbook, text, ask, audience),
        carriers=not ask.is_clean, labels=_labels(handbook),
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
        found |= {"zww.scope": scope, "zww.format": "1"}
    return found


def _labels(handbook: Handbook) -> dict[tuple[str, str], str]:
    from zowerkenwij.site import wording

    passages = {("audience", a): label for a, label in wording.PASSAGES.items()}
    kinds = handbook.kinds.items()
    return passages | {("when", k): wording.WHEN.format(kind=label) for k, label in kinds}


def _links(handbook: Handbook, text: Text) -> dict[str, str]:
    """Links to other documents as addresses on the site."""
    from zowerkenwij.site.references import Finder, document_address

    finder, base = Finder(handbook), handbook.settings.record.site_url.rstrip("/")
    found: dict[str, str] = {}
    for link in text.outline.links:
        target = finder.find(text, link)
        if target.document is not None and target.document is not text.document:
            anchor = f"#{target.anchor}" if target.anchor else ""
            found[link.target] = f"{base}/{document_address(target.document.id)}{anchor}"
    return found


def _slots(handbook: Handbook, text: Text) -> dict[str, str]:
    """What a slot shows: the role, or what is to be filled in."""
    from zowerkenwij.site import wording

    found = {}
    for slot in text.outline.slots:
        space, _, name = slot.name.partition(".")
        known = handbook.roles.get(name) if space == "role" else handbook.slots.get(name)
        label = wording.SLOT_LABELS.get(slot.name) or (known.label if known else slot.name)
        found[slot.name] = (
            f"de {label}" if space == "role" else f"[{wording.TO_FILL.format(label=label)}]"
        )
    return found


def _page(made: Export, body: str, form: str) -> bytes:
    from zowerkenwij.site import handout

    page = handout.page(made, body)
    if form == "html":
        return page.encode()
    try:
        return handout.pdf(page)
    except ImportError as error:
        raise Refusal(
            "Voor pdf is het pakket WeasyPrint nodig. Installeer het met "
            "`pip install 'zowerkenwij[pdf]'`, of kies --to docx of --to html.", 3,
        ) from error  # fmt: skip
