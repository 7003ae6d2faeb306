"""A school's copy of a template: fill it for the first time, or again after a change."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zowerkenwij.text import outline
from zowerkenwij.text.fill import Target, Template, copy_title, fill, resolved
from zowerkenwij.text.refill import Text, refill

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from zowerkenwij.model.handbook import Document, Entry, Handbook, VersionFile
    from zowerkenwij.model.outline import SlotUse
    from zowerkenwij.model.registers import School


class NotFillable(Exception):
    """The copy cannot be filled; the text is a Dutch sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What changes in the front matter of a copy that is filled again."""

    title: str
    old_title: str
    version: VersionFile
    year: str


@dataclass(frozen=True, slots=True)
class Copy:
    """What ``school fill`` would write. ``missing`` are required slots without a value, ``kept``
    the anchors with the school's own text, ``conflicts`` those where the template changed too.
    For an existing copy ``text`` is the body, and ``heading`` what changes in its front matter."""

    path: str
    text: str
    is_new: bool
    missing: tuple[SlotUse, ...]
    kept: tuple[str, ...]
    conflicts: tuple[str, ...]
    heading: Heading | None = None


def school_year(day: date, start: str) -> str:
    """The school year of a day, ``2026-2027``; it starts on ``start`` (``MM-DD``)."""
    first = day.year if day.strftime("%m-%d") >= start else day.year - 1
    return f"{first}-{first + 1}"


def template_version(
    handbook: Handbook, school: School, template: Document, day: date
) -> VersionFile:
    """The template's version that a school follows on a day: the pinned one, else in force."""
    pinned = school.pins.get(template.id)
    if pinned:
        found = handbook.version_files.get((template.id, pinned))
        if found is None:
            raise NotFillable(
                f"{school.name} volgt versie {pinned} van '{template.id}', maar die versie bestaat "
                "niet. Pas 'pins' aan in school.yml."
            )
        return found
    found = handbook.text_in_force(template, day)
    if found is None:
        raise NotFillable(
            f"Van het sjabloon '{template.id}' is op {day.isoformat()} geen versie van kracht. "
            "Stel eerst het sjabloon vast."
        )
    return found


def as_template(handbook: Handbook, version: VersionFile) -> Template:
    """An adopted template text, seen from the place where its record was."""
    body = version.body
    return Template(
        version.record.title,
        body,
        outline(body),
        f"{handbook.prefix}/{version.record.path}".lstrip("/"),
    )


def filled_copy(
    handbook: Handbook,
    school: Entry[School],
    template: Document,
    day: date,
    year: str | None = None,
) -> Copy:
    """The school's copy of a template as a draft, with the school's own text kept.

    Raises NotFillable when the template has no version to fill from."""
    version = template_version(handbook, school.record, template, day)
    copy_id = f"{template.id}-{school.record.id}"
    existing = handbook.by_id.get(copy_id)
    year = year or _year(handbook, existing, day)
    path = (
        existing.path
        if existing
        else f"{handbook.prefix}/schools/{school.record.id}/{copy_id}.md".lstrip("/")
    )
    source, target = as_template(handbook, version), Target(school, year, path)
    fresh = fill(handbook, source, target)
    if existing is None:
        front = _front_matter(handbook, template, version, target)
        return Copy(path, front + fresh.body, True, fresh.missing, (), ())
    old = _old_template(handbook, existing, version)
    merged = refill(
        _text(resolved(old, target)), _text(resolved(source, target)), _text(fresh.body),
        Text(existing.body, existing.outline),
    )  # fmt: skip
    title = copy_title(version.record.title, school.record, year)
    return Copy(
        path, merged.body, False, fresh.missing, merged.kept, merged.conflicts,
        Heading(title, existing.title, version, year),
    )  # fmt: skip


def _text(body: str) -> Text:
    return Text(body, outline(body))


def _year(handbook: Handbook, existing: Document | None, day: date) -> str:
    current = school_year(day, handbook.settings.record.school_year_start)
    written = existing.record.school_year if existing else None
    return max(current, written or current)


def _old_template(handbook: Handbook, copy: Document, fallback: VersionFile) -> Template:
    """The template version from which the copy was filled last."""
    used = copy.record.template
    found = handbook.version_files.get((used.document, used.version)) if used else None
    return as_template(handbook, found or fallback)


def template_line(version: VersionFile) -> str:
    """The front-matter line that says from which template version a copy was filled."""
    record = version.record
    return (
        f'template: {{document: {record.id}, version: "{record.version}", '
        f'digest: "{version.digest}"}}'
    )


def _front_matter(
    handbook: Handbook, template: Document, version: VersionFile, target: Target
) -> str:
    record, school = template.record, target.school.record
    title = copy_title(version.record.title, school, target.year)
    short = title.removesuffix(f" {target.year}")
    values: Mapping[str, object] = {
        "format": 1,
        "id": f"{record.id}-{school.id}",
        "type": record.type,
        "title": title,
        "aliases": [short],
        "summary": f"{short}: wat wij doen voor een veilige school.",
        "owner": "director",
        "audience": version.record.audience or "public",
        "level": "school",
        "school": school.id,
        "applies_to": [school.kind],
        "keywords": list(record.keywords),
        "obligations": [
            o.record.id
            for o in handbook.obligations
            if o.record.id in record.obligations
            and (not o.record.applies_to or school.kind in o.record.applies_to)
        ],
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join(
        ["---", *lines, template_line(version), f"school_year: {target.year}", "---", ""]
    )


def refreshed_front_matter(head: str, heading: Heading) -> str:
    """The copy's front matter with its new title, template and school year; an earlier title
    becomes an alias, every other line stays as it is."""
    new = {
        "title": f"title: {json.dumps(heading.title, ensure_ascii=False)}",
        "template": template_line(heading.version),
        "school_year": f"school_year: {heading.year}",
    }
    for key, line in new.items():
        match = re.search(rf"^{key}:.*(?:\n[ \t]+.*)*", head, re.MULTILINE)
        head = head[: match.start()] + line + head[match.end() :] if match else f"{head}{line}\n"
    if heading.title != heading.old_title:
        head = re.sub(
            r"^aliases: \[", lambda m: f"{m[0]}{json.dumps(heading.old_title, ensure_ascii=False)}, ",
            head, count=1, flags=re.MULTILINE,
        )  # fmt: skip
    return head
