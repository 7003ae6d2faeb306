"""What may not leave: everything of the handbook that is narrower than an edition.

Worked out from the records again, apart from how the edition was made, so that one mistake does
not hide the other: passages are found here by their markers alone, whatever surrounds them.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from zowerkenwij.control.status import REVIEW_LABELS
from zowerkenwij.model.handbook import STATE_LABELS, Document, Handbook
from zowerkenwij.model.settings import AUDIENCES
from zowerkenwij.site import wording
from zowerkenwij.site.gate_phrases import RUN, Phrases, Secret, run_hashes
from zowerkenwij.site.gate_reading import words
from zowerkenwij.site.parts import DRAFT, EDITION_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.model.handbook import VersionFile
    from zowerkenwij.site.view import Text, View

_LONG_NAME = 4  # words; shorter names cannot make a run of their own
_SHORT = 3  # words; fewer stand beside each other by chance
_TELLING = 10  # letters of a heading or cell of one word; shorter ones say too little
_PIECES = re.compile(r"[\n|]+|(?<=[.!?:;])\s+")
_MARKER = re.compile(r"^[ \t>*+.)\d-]*:::+[ \t]*(\w*)[ \t]*([\w-]*)", re.MULTILINE)
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_SLOT = re.compile(r"\{\{.*?\}\}|\n:::.*")
_TARGET = re.compile(r"\]\([^)\n]*\)|\]\[[^\]\n]*\]|^\[[^\]\n]+\]:.*$", re.MULTILINE)
_MARKUP = re.compile(r"\{[#.:][^}\n]*\}|<[^>\n]*>")
_LINKED = re.compile(
    r"\]\(<?([^)\s>]+)|^\[[^\]\n]+\]:[ \t]*(\S+)|(?:src|href)=[\"']([^\"']+)", re.MULTILINE
)


@dataclass(slots=True)
class Secrets:
    """Everything that may not leave, ready to be looked up.

    ``runs`` holds hashes of ``RUN`` words in a row, ``phrases`` shorter rows; ``ids``, ``stems``,
    ``digests`` and ``numbers`` what stands in addresses and file names. ``names`` are titles that
    may be shown: a list puts them beside any other words, so they break a run.
    """

    runs: dict[int, Secret] = field(default_factory=dict)
    phrases: Phrases = field(default_factory=Phrases)
    ids: dict[str, Secret] = field(default_factory=dict)
    stems: dict[str, Secret] = field(default_factory=dict)
    digests: dict[str, Secret] = field(default_factory=dict)
    numbers: dict[str, Secret] = field(default_factory=dict)
    names: Phrases = field(default_factory=Phrases)

    def __bool__(self) -> bool:
        found = (self.runs, self.phrases, self.ids, self.stems, self.digests, self.numbers)
        return any(found)

    def add_text(self, text: str, secret: Secret) -> None:
        """A text: its runs, and when it is short the whole of it as a phrase."""
        for part in _SLOT.split(text):
            for run in self.names.split(words(part)):
                self.runs.update(dict.fromkeys(run_hashes(run), secret))
        if len(found := words(text)) < RUN:
            self.phrases.add(found, secret)

    def allow(self, text: str, but: frozenset[int] = frozenset()) -> None:
        """Forget what also stands in a text that may be shown, save the runs in ``but``."""
        found = words(text)
        for run in run_hashes(found) if self.runs else ():
            if run not in but:
                self.runs.pop(run, None)
        if not but:
            self.phrases.forget(found)
        for number in self.numbers.keys() & set(found):
            del self.numbers[number]


def spoken(markdown: str) -> str:
    """What a reader of a Markdown text gets to see, without link targets and comments."""
    text = _COMMENT.sub(" ", markdown)
    return html.unescape(_MARKUP.sub(" ", _TARGET.sub("] ", text)))


def split_passages(body: str, limit: int) -> tuple[str, str]:
    """A text as what an audience may see and what is narrower. A marker without its end hides
    everything after it."""
    seen: list[str] = []
    hidden: list[str] = []
    depth = 0  # how many open passages lie inside the narrower one, itself included
    at = 0
    for marker in _MARKER.finditer(body):
        (hidden if depth else seen).append(body[at : marker.start()])
        at = marker.end()
        if not marker[1]:
            depth = max(0, depth - 1)
        elif depth or (marker[1] == "audience" and _narrowness(marker[2]) > limit):
            depth += 1
    (hidden if depth else seen).append(body[at:])
    return "\n".join(seen), "\n".join(hidden)


def _rank(view: View, document: Document) -> int:
    """How narrow a document is, worked out here once more: its record says so, or its text in
    force, the strictest of both."""
    handbook = view.handbook
    version = None if view.audience == DRAFT else handbook.text_in_force(document, view.day)
    own = {handbook.audience_of(document)}
    if version:
        type_ = handbook.types.get(version.record.type)
        own.add(version.record.audience or (type_.audience if type_ else "staff"))
    return max(map(_narrowness, own))


def _narrowness(audience: str) -> int:
    return AUDIENCES.index(audience) if audience in AUDIENCES else len(AUDIENCES) - 1


def _limit(view: View) -> int:
    """The narrowest that readers of the edition may see."""
    return len(AUDIENCES) - 1 if view.audience == DRAFT else _narrowness(view.audience)


def _is_outside(view: View) -> bool:
    """Whether people outside the foundation read the edition."""
    return _limit(view) < _narrowness("staff")


def _is_shown(view: View, text: Text, limit: int) -> bool:
    """Whether a text may be shown: wide enough, and adopted unless it is an edition of drafts."""
    document = text.document
    known = {v.body for v in _versions(view.handbook, document)}
    adopted = text.body in known or (not known and text.entry is not None)
    return _rank(view, document) <= limit and (adopted or view.audience == DRAFT)


def collect(view: View) -> Secrets:
    """What the edition of this view may not hold."""
    secrets = Secrets()
    _add_names(secrets, view)
    limit = _limit(view)
    for document in view.handbook.documents:
        if _rank(view, document) > limit:
            _add_document(secrets, view, document)
        else:
            _add_hidden_parts(secrets, view, document, limit)
    if _is_outside(view):
        _add_people(secrets, view.handbook)
    for text, but in _past_texts(view, limit) if secrets else ():
        secrets.allow(text, but)
    for text in _shown_texts(view, limit) if secrets else ():
        secrets.allow(text)
    if _is_outside(view):
        _add_restricted_titles(secrets, view)
    return secrets


def _add_names(secrets: Secrets, view: View) -> None:
    limit, narrowest = _limit(view), len(AUDIENCES) - 1
    for document in view.handbook.documents:
        own = _rank(view, document)
        if own == narrowest > limit:
            continue
        names = document.names if own <= limit else (document.title,)
        for name in map(words, names):
            if len(name) >= _LONG_NAME:
                secrets.names.add(name, Secret(document.id, "de titel"))


def _add_document(secrets: Secrets, view: View, document: Document) -> None:
    """A whole document that is narrower: its texts, words about it, and its addresses."""
    record, secret = document.record, Secret(document.id, "de tekst")
    for body in _bodies(view.handbook, document):
        _add_body(secrets, body, secret)
    secrets.add_text(record.summary or "", Secret(document.id, "de samenvatting"))
    for word in (*record.keywords, *record.aliases):
        secrets.add_text(word, Secret(document.id, "een zoekwoord of andere naam"))
    for entry in record.versions:
        secrets.add_text(entry.note, Secret(document.id, "een regel uit het versieregister"))
        secrets.digests[entry.digest.removeprefix("sha256:")] = Secret(
            document.id, "een tekstkenmerk"
        )
    secrets.digests[document.digest.removeprefix("sha256:")] = Secret(
        document.id, "een tekstkenmerk"
    )
    address = Secret(document.id, "het adres")
    secrets.ids |= dict.fromkeys((document.id, *record.former_ids), address)
    secrets.stems[PurePosixPath(document.path).stem.casefold()] = Secret(document.id, "het pad")
    secrets.numbers |= dict.fromkeys(map(str, record.short_links), address)
    _add_assets(secrets, "\n".join(_bodies(view.handbook, document)), document)


def _bodies(handbook: Handbook, document: Document) -> Iterator[str]:
    yield document.body
    yield from (v.body for v in _versions(handbook, document))


def _versions(handbook: Handbook, document: Document) -> list[VersionFile]:
    """All adopted texts of a document, also those from before a new name."""
    known = handbook.versions_by_name
    names = (document.id, *document.record.former_ids)
    return list({v.path: v for name in names for v in known.get(name, ())}.values())


def _add_body(secrets: Secrets, body: str, secret: Secret) -> None:
    secrets.add_text(spoken(body), secret)
    for comment in _COMMENT.findall(body):
        secrets.add_text(comment, Secret(secret.owner, "een verborgen opmerking"))


def _add_pieces(secrets: Secrets, hidden: str, secret: Secret) -> None:
    """The sentences, headings and cells of a passage, which may be too short for a run."""
    for piece in _PIECES.split(_SLOT.sub("\n", spoken(hidden))):
        found = words(piece)
        if _SHORT <= len(found) < RUN or (len(found) == 1 and len(found[0]) >= _TELLING):
            secrets.phrases.add(found, secret)


def _add_hidden_parts(secrets: Secrets, view: View, document: Document, limit: int) -> None:
    """Of a document that may be seen: narrower passages, comments, and texts not in force."""
    for body in _bodies(view.handbook, document):
        seen, hidden = split_passages(body, limit)
        passage = Secret(document.id, "een passage voor een smallere doelgroep")
        _add_body(secrets, hidden, passage)
        _add_pieces(secrets, hidden, passage)
        _add_assets(secrets, hidden, document)
        for comment in _COMMENT.findall(seen):
            secrets.add_text(comment, Secret(document.id, "een verborgen opmerking"))
    if view.audience != DRAFT and not _is_adopted(view, document):
        secret = Secret(document.id, "een concept dat niet is vastgesteld")
        secrets.add_text(spoken(split_passages(document.body, limit)[0]), secret)


def _is_adopted(view: View, document: Document) -> bool:
    """Whether the working text is one that was adopted on or before the day."""
    past = [entry for entry in document.record.versions if entry.adopted.on <= view.day]
    files = (view.handbook.version_files.get((document.id, entry.version)) for entry in past)
    same = any(entry.digest == document.digest for entry in past)
    return same or any(file is not None and file.body == document.body for file in files)


def _add_assets(secrets: Secrets, text: str, document: Document) -> None:
    secret = Secret(document.id, "de naam van een bijlage")
    for match in _LINKED.finditer(text):
        name = PurePosixPath((match[1] or match[2] or match[3]).partition("#")[0]).name
        if "." in name and not name.endswith(".md"):
            secrets.phrases.add(words(name), secret)


def _add_people(secrets: Secrets, handbook: Handbook) -> None:
    for person in (entry.record for entry in handbook.people):
        if not person.public:
            secrets.add_text(
                person.name, Secret("people", "de naam van een persoon die niet openbaar is")
            )
        contact = person.contact
        if contact and contact.staff and contact.staff != contact.public:
            secrets.add_text(
                contact.staff, Secret("people", "bereikbaarheid die alleen voor medewerkers is")
            )


def _add_restricted_titles(secrets: Secrets, view: View) -> None:
    """Titles of restricted documents may stand nowhere, not even where a text names them; only
    a single word that other texts use as well gives nothing away."""
    for document in view.handbook.documents:
        if _rank(view, document) < len(AUDIENCES) - 1:
            continue
        versions = (v.record.title for v in _versions(view.handbook, document))
        for title in {document.title, *versions}:
            phrase = tuple(words(title))
            if len(phrase) > 1:
                secrets.phrases.add(phrase, Secret(document.id, "de titel"))


# -- what may be shown -------------------------------------------------------------------


def _past_texts(view: View, limit: int) -> Iterator[tuple[str, frozenset[int]]]:
    """Older versions that readers may compare, with the runs of words that stand in a narrower
    passage of another version: those stay secret, also where they once were open."""
    for document in (*(text.document for text in view.shown.values()), *view.notices):
        if _rank(view, document) > limit:
            continue
        if len(view.entries(document)) < 2 and view.standing(document) != "notice":
            continue
        hidden = (split_passages(body, limit)[1] for body in _bodies(view.handbook, document))
        but = frozenset(run for text in hidden for run in run_hashes(words(spoken(text))))
        for entry in view.entries(document):
            version = view.handbook.version_files.get((document.id, entry.version))
            if version:
                yield spoken(split_passages(version.body, limit)[0]), but


def _shown_texts(view: View, limit: int) -> Iterator[str]:
    """Every text that the edition may show, from the records themselves."""
    for text in (t for t in view.shown.values() if _is_shown(view, t, limit)):
        yield spoken(split_passages(text.body, limit)[0])
        yield from _words_about(view, text.document)
        yield text.title
    for document in (d for d in view.notices if _rank(view, d) <= limit):
        yield from _words_about(view, document)
    for document in view.handbook.documents:
        if _rank(view, document) < len(AUDIENCES) - 1:
            version = view.version_of(document)
            yield from (document.title, version.record.title if version else "")
    yield from _register_texts(view)
    yield from (
        *wording.ALL,
        *STATE_LABELS.values(),
        *EDITION_LABELS.values(),
        *REVIEW_LABELS.values(),
    )
    yield from package_texts()


def _words_about(view: View, document: Document) -> Iterator[str]:
    record = document.record
    yield from (record.title, record.summary or "", *record.aliases, *record.keywords)
    for entry in view.entries(document):
        yield f"{entry.note} {entry.adopted.reference or ''}"
    yield from map(str, (*record.fields.values(), *record.short_links))
    if record.withdrawn:
        yield record.withdrawn.reason


def _register_texts(view: View) -> Iterator[str]:
    settings = view.handbook.settings.record
    yield from (
        settings.name,
        settings.foundation.name,
        settings.foundation.site,
        settings.site_url,
    )
    yield from (role.label for role in settings.roles)
    yield from (body.label for body in settings.bodies)
    yield from (kind.label for kind in settings.kinds)
    yield from (slot.label for slot in settings.slots)
    yield from (f"{type_.label} {type_.plural}" for type_ in settings.types)
    yield from (hot.text for hot in settings.hotlist)
    for duty in (entry.record for entry in view.handbook.obligations):
        yield from (duty.name, *duty.articles)
    for term in (entry.record for entry in view.handbook.terms):
        yield from (term.term, term.meaning, *term.synonyms)
    for school in (entry.record for entry in view.handbook.schools):
        yield school.name
        yield str(school.values.get("document-request-contact", ""))
    for person in (entry.record for entry in view.handbook.people):
        if person.public:
            yield f"{person.name} {person.contact.public if person.contact else ''}"
    if not _is_outside(view):  # the pages of schools tell insiders what is worked on and measured
        for action in (entry.record for entry in view.handbook.actions):
            yield from (action.title or action.theme, action.goal or "", action.evidence or "")
        for monitor in (entry.record for entry in view.handbook.monitors):
            yield monitor.summary or ""


def package_texts() -> Iterator[str]:
    """The templates, script and style of this package: they hold nobody's text."""
    here = Path(__file__).parent
    for folder in ("pages", "theme"):
        files = chain.from_iterable(
            (here / folder).rglob(f"*.{e}") for e in ("html", "xml", "js", "css")
        )
        yield from (path.read_text("utf-8") for path in sorted(files))
