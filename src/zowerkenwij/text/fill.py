"""A school's copy of a template: slots of values become text, ``when`` passages are resolved.

Slots of persons (``{{ role.… }}``) stay in the copy and are filled at publication, so that a
change of person never changes an adopted text (records.md, "A school's plan").
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from zowerkenwij.model.handbook import Document, Entry, Handbook
    from zowerkenwij.model.outline import Link, Outline, SlotUse
    from zowerkenwij.model.registers import Action, School

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
    "september", "oktober", "november", "december",
)  # fmt: skip
STATUS_LABELS = {"planned": "gepland", "running": "loopt", "done": "klaar", "stopped": "gestopt"}
_COMPUTED = ("name", "kind", "achieved-and-running", "next-year-attention")
_EXTERNAL = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|#)", re.IGNORECASE)
_PARTNER_KEYS = ("name", "short")


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled copy: its text and the required slots that have no value yet."""

    body: str
    missing: tuple[SlotUse, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A template text with its outline and its path from the repository's root."""

    title: str
    body: str
    outline: Outline
    path: str


@dataclass(frozen=True, slots=True)
class Target:
    """The copy to make: the school, the school year (``2026-2027``) and the copy's path."""

    school: Entry[School]
    year: str
    path: str


def dutch_day(day: date) -> str:
    """A date as people write it: ``23 juni 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def dutch_list(items: Iterable[str]) -> str:
    """``a, b en c``."""
    words = list(items)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} en {words[-1]}"


def known_slot(handbook: Handbook, name: str) -> bool:
    """Whether a slot name means something in this handbook."""
    space, _, rest = name.partition(".")
    if space == "role":
        return rest in handbook.roles
    if space == "school":
        slot_id, _, key = rest.partition(".")
        return slot_id in _COMPUTED or (
            slot_id in handbook.slots
            and (not key or (handbook.slots[slot_id].kind == "partner" and key in _PARTNER_KEYS))
        )
    return name in {"appendix", "foundation.name", "foundation.site", "plan.school-year"}


def copy_title(template_title: str, school: School, year: str) -> str:
    """The title of a school's copy; the word *Opzet* of the template is gone."""
    plain = re.sub(r"^opzet\s+", "", template_title, flags=re.IGNORECASE)
    return f"{plain[:1].upper()}{plain[1:]} {school.name} {year}"


def fill(handbook: Handbook, template: Template, target: Target) -> Filled:
    """The school's copy of a template as it follows from template and values alone."""
    edits, missing = _filling(handbook, template, target)
    return Filled(_tidy(_apply(template.body, edits)), tuple(missing))


def emptied(handbook: Handbook, template: Template, target: Target) -> list[Edit]:
    """The edits that lead from the filled copy back to the template, in order."""
    edits, _ = _filling(handbook, template, target)
    filled = _apply(template.body, edits)
    found: list[Edit] = []
    done = at = 0  # in the tidy copy, in the template
    for place, start, length in _survivors(filled, _kept(template.body, edits)):
        if place > done or start > at:
            found.append((done, place, template.body[at:start]))
        done, at = place + length, start + length
    end = len(_tidy(filled).rstrip("\n"))
    rest = template.body.rstrip("\n")
    return found if done >= end and at >= len(rest) else [*found, (done, end, rest[at:])]


def _survivors(filled: str, runs: Iterator[Run]) -> Iterator[Run]:
    """Runs of characters that a filled text has from the template, as they stand in the tidy one:
    (offset there, offset in the template, length)."""
    gone = [(m.start() + 2, m.end()) for m in re.finditer(r"\n{3,}", filled)]
    lead = len(filled) - len(filled.lstrip("\n"))
    gone = [(0, lead), *((max(a, lead), b) for a, b in gone if b > lead)]
    shift = at = 0
    for place, start, length in runs:
        here, stop = place, place + length
        while here < stop:
            while at < len(gone) and gone[at][1] <= here:
                shift += gone[at][1] - gone[at][0]
                at += 1
            if at < len(gone) and gone[at][0] <= here:
                here = min(gone[at][1], stop)
                continue
            end = min(stop, gone[at][0]) if at < len(gone) else stop
            yield here - shift, start + here - place, end - here
            here = end


def _filling(
    handbook: Handbook, template: Template, target: Target
) -> tuple[list[Edit], list[SlotUse]]:
    """The edits that fill a template, and the required slots without a value."""
    missing: list[SlotUse] = []
    edits = list(_structure(template, target))
    dropped = [(start, end) for start, end, text in edits if not text.strip()]
    for slot in template.outline.slots:
        if any(start <= slot.start < end for start, end in dropped):
            continue
        start, end, text = _slot_edit(handbook, template, target, slot)
        if text is None:
            missing.append(slot)
        else:
            edits.append((start, end, text))
    return edits, missing


def _tidy(body: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", body).strip("\n") + "\n"


def resolved(template: Template, target: Target) -> str:
    """The template for this school with its slots still open: what a copy is compared with."""
    return _tidy(_apply(template.body, list(_structure(template, target))))


Edit = tuple[int, int, str]
Run = tuple[int, int, int]


def _apply(body: str, edits: list[Edit]) -> str:
    """Carry out edits; one that lies inside an earlier, larger one falls away with it."""
    parts: list[str] = []
    at = 0
    for start, end, text in _in_order(edits):
        parts += [body[at:start], text]
        at = end
    return "".join([*parts, body[at:]])


def _in_order(edits: list[Edit]) -> Iterator[Edit]:
    at = 0
    for edit in sorted(edits, key=lambda e: (e[0], -e[1])):
        if edit[0] >= at:
            yield edit
            at = edit[1]


def _kept(body: str, edits: list[Edit]) -> Iterator[Run]:
    """What stays of a text: (offset in the edited text, offset here, length)."""
    at = shift = 0
    for start, end, text in _in_order(edits):
        yield at + shift, at, start - at
        shift += len(text) - (end - start)
        at = end
    yield at + shift, at, len(body) - at


def _structure(template: Template, target: Target) -> Iterator[Edit]:
    """Edits that do not depend on values: title, ``when`` passages, links from the new path."""
    starts = _line_starts(template.body)
    first = next((h for h in template.outline.headings if h.level == 1), None)
    if first and template.body[starts[first.line - 1] :].startswith("# "):
        title = copy_title(template.title, target.school.record, target.year)
        begin = starts[first.line - 1]
        yield begin, starts[first.line] - 1, f"# {title}"
    for passage in template.outline.passages:
        if passage.kind != "when" or passage.problem:
            continue
        begin, end = starts[passage.line - 1], starts[passage.last_line]
        if passage.argument != target.school.record.kind:
            yield begin, end, ""
        else:
            yield begin, starts[passage.line] - 1, ""
            yield starts[passage.last_line - 1], end - 1, ""
    for link in template.outline.links:
        yield from _rebased(template, target, link)


def _rebased(template: Template, target: Target, link: Link) -> Iterator[Edit]:
    """The edit that lets a relative link start from the copy's folder."""
    if _EXTERNAL.match(link.target) or not link.target:
        return
    path, hash_, anchor = link.target.partition("#")
    there = posixpath.normpath(posixpath.join(posixpath.dirname(template.path), path))
    new = posixpath.relpath(there, posixpath.dirname(target.path)) + hash_ + anchor
    at = template.body.rfind(link.target, link.start, link.end)
    if at >= 0:
        yield at, at + len(link.target), new
    else:
        yield link.start, link.end, f"[{link.text}]({new})"


def _line_starts(body: str) -> list[int]:
    """Offset of each line's start, and of the end of the body as one more."""
    starts = [0]
    for line in body.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return [*starts, starts[-1]]


def _slot_edit(
    handbook: Handbook, template: Template, target: Target, slot: SlotUse
) -> tuple[int, int, str | None]:
    """What replaces a slot; None when a required value is missing."""
    if slot.name.startswith("role.") or not known_slot(handbook, slot.name):
        return slot.start, slot.end, template.body[slot.start : slot.end]
    begin = template.body.rfind("\n", 0, slot.start) + 1
    end = template.body.find("\n", slot.end)
    end = len(template.body) if end < 0 else end
    alone = template.body[begin:end].strip() == template.body[slot.start : slot.end]
    text = value_text(handbook, target, slot.name, block=alone)
    if text is None and not _required(handbook, slot.name):
        return (*_paragraph(template.body, slot.start), "")
    return slot.start, slot.end, text


def _required(handbook: Handbook, name: str) -> bool:
    slot = handbook.slots.get(name.split(".")[1]) if name.startswith("school.") else None
    return slot.required if slot else True


def _paragraph(body: str, at: int) -> tuple[int, int]:
    """The paragraph around an offset: with an optional value its label vanishes too."""
    begin = body.rfind("\n\n", 0, at)
    end = body.find("\n\n", at)
    return (0 if begin < 0 else begin + 2), (len(body) if end < 0 else end)


def value_text(handbook: Handbook, target: Target, name: str, *, block: bool) -> str | None:
    """The text of a slot of values; None when the school has no value for it."""
    school = target.school.record
    foundation = handbook.settings.record.foundation
    known: dict[str, Callable[[], str | None]] = {
        "foundation.name": lambda: foundation.name,
        "foundation.site": lambda: f"[{foundation.name}]({foundation.site})",
        "plan.school-year": lambda: target.year,
        "appendix": lambda: _appendix(handbook, target),
        "school.name": lambda: school.name,
        "school.kind": lambda: handbook.kinds.get(school.kind, school.kind),
        "school.achieved-and-running": lambda: _actions(handbook, target, planned=False),
        "school.next-year-attention": lambda: _actions(handbook, target, planned=True),
    }
    if name in known:
        return known[name]()
    return _value(handbook, target, name.partition(".")[2], block=block)


def _value(handbook: Handbook, target: Target, rest: str, *, block: bool) -> str | None:
    slot_id, _, key = rest.partition(".")
    value: Any = target.school.record.values.get(slot_id)
    if isinstance(value, dict):
        value = value.get(key or "name")
    if value in (None, "", []):
        return None
    slot = handbook.slots[slot_id]
    if slot.kind == "url":
        return f"[{slot.label}]({value})"
    if slot.kind == "document":
        return _document_link(handbook, target, str(value))
    if slot.kind == "date":
        return dutch_day(date.fromisoformat(str(value)))
    if isinstance(value, list | tuple):
        items = [str(item) for item in value]
        return "\n".join(f"- {item}" for item in items) if block else dutch_list(items)
    return str(value)


def _document_link(handbook: Handbook, target: Target, id_: str) -> str | None:
    document = handbook.find(id_)
    return _link(document, target) if document else None


def _link(document: Document, target: Target) -> str:
    path = posixpath.relpath(document.path, posixpath.dirname(target.path))
    return f"[{document.title}]({path})"


def appendix_documents(handbook: Handbook, school: School | None) -> tuple[Document, ...]:
    """The documents that the appendix lists: adopted, not withdrawn, for this school's kind."""
    types = handbook.settings.record.appendix.types
    found = [
        d
        for d in handbook.documents
        if d.record.type in types
        and d.record.level == "foundation"
        and d.record.versions
        and not d.record.withdrawn
        and (school is None or not d.record.applies_to or school.kind in d.record.applies_to)
    ]
    return tuple(sorted(found, key=lambda d: (types.index(d.record.type), d.title)))


def _appendix(handbook: Handbook, target: Target) -> str | None:
    lines = [
        f"- {_link(d, target)} ({handbook.types[d.record.type].label})"
        for d in appendix_documents(handbook, target.school.record)
        if d.record.type in handbook.types
    ]
    return "\n".join(lines) or None


def _actions(handbook: Handbook, target: Target, *, planned: bool) -> str:
    """Improvement actions by theme, as list items a parent can read: what is planned, or what runs
    and what was finished in this school year or the one before."""
    wanted = ("planned",) if planned else ("done", "running")
    chosen = [
        a.record
        for a in handbook.actions
        if a.scope == target.school.record.id and a.record.status in wanted
        and _belongs(a.record, target.year)
    ]  # fmt: skip
    if not chosen:
        return "Op dit moment zijn er geen acties."
    themes = dict.fromkeys(a.theme for a in chosen)
    return "\n\n".join(
        f"**{theme}**\n\n" + "\n".join(_action(a) for a in chosen if a.theme == theme)
        for theme in themes
    )


def _belongs(action: Action, year: str) -> bool:
    """Whether the plan of a school year tells of an action; one without years is in every plan."""
    if not action.years or action.status == "running":
        return True
    now = int(year[:4])
    if action.status == "planned":  # what was not begun last year still has to come
        return any(int(y[:4]) <= now + 1 for y in action.years)
    return any(now - 1 <= int(y[:4]) <= now for y in action.years)


def _action(action: Action) -> str:
    when = f", klaar vóór {dutch_day(action.due)}" if action.due and action.status != "done" else ""
    parts = [f"- {_sentence(action.title or action.goal or action.theme)}"]
    if action.title and action.goal:
        parts.append(f"Doel: {_sentence(action.goal)}")
    parts.append(f"Stand: {STATUS_LABELS[action.status]}{when}.")
    return " ".join(parts)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
