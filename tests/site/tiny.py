"""A handbook of a few lines, written to disk and read back as the program does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zowerkenwij import store
from zowerkenwij.model.handbook import Handbook
from zowerkenwij.site import edition
from zowerkenwij.site.parts import Edition
from zowerkenwij.text import digest

DAY = date(2026, 11, 23)
SETTINGS = """
format: 1
name: Zo werken wij!
foundation: {name: Stichting Klein, site: "https://klein.example/"}
site_url: https://handboek.klein.example/
short_link_base: https://klein.example/
kinds: [{id: so, label: speciaal onderwijs}, {id: custodial, label: onderwijs in een inrichting}]
roles:
  - {id: director, label: directeur, level: school, required: true}
  - {id: confidant, label: externe vertrouwenspersoon, level: foundation}
  - {id: school-secretary, label: schooladministratie, level: school}
bodies: [{id: board, label: college van bestuur, kind: board}]
types:
  - {id: protocol, label: protocol, plural: protocollen, audience: staff, review: {every: P1Y}, adopted_by: {major: [board]}}
  - {id: plan, label: plan, plural: plannen, audience: public, review: {every: P1Y}, adopted_by: {major: [board]}}
slots:
  - {id: pupils, label: wie onze leerlingen zijn, kind: text}
  - {id: document-request-contact, label: waar ouders iets opvragen, kind: text}
hotlist: []
"""
SCHOOL = """
id: het-schip
name: Het Schip
kind: so
values: {pupils: Onze leerlingen zijn tussen vier en twaalf., document-request-contact: het loket van Het Schip}
"""
PEOPLE = """
- id: p-1
  name: Olga Openbaar
  public: true
  contact: {public: olga@klein.example, staff: toestel zevenentachtig}
  holds: [{role: director, school: het-schip, from: 2010-08-01}]
- id: p-2
  name: Stella Stilhouder
  public: false
  contact: {public: nooit@klein.example, staff: toestel vierentwintig}
  holds: [{role: confidant, from: 2020-08-01}]
"""


@dataclass(frozen=True)
class Tiny:
    """The root of a repository with a small handbook; documents are added to it."""

    root: Path

    @classmethod
    def create(cls, root: Path, *, hotlist: str = "[]") -> Tiny:
        tiny = cls(root)
        tiny.write("handbook.yml", SETTINGS.replace("hotlist: []", f"hotlist: {hotlist}"))
        tiny.write("schools/het-schip/school.yml", SCHOOL)
        tiny.write("people.yml", PEOPLE)
        return tiny

    def write(self, path: str, text: str | bytes) -> Path:
        full = self.root / "handbook" / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_bytes(text if isinstance(text, bytes) else text.lstrip("\n").encode())
        return full

    def add(
        self, id_: str, body: str, audience: str | None = "public", *, folder: str = "protocols",
        adopted: str | None = "2026-06-01", effective: str = "2026-08-01", note: str = "Eerste versie.",
        working: str | None = None, versions_after: Sequence[tuple[str, ...]] = (),
        old_title: str = "", **front: object,
    ) -> None:  # fmt: skip
        """A document, adopted as 1.0 with its version file; ``working`` is a later working text.
        ``versions_after`` are later versions: number, adopted, effective, body, audience."""
        title = str(front.pop("title", id_.replace("-", " ").capitalize()))
        type_ = str(front.pop("type", "protocol"))
        body = _titled(title, body)
        values: dict[str, Any] = {
            "format": 1, "id": id_, "type": type_, "title": title, "owner": "director",
            "audience": audience, **front,
        }  # fmt: skip
        path = f"{folder}/{id_}.md"
        steps = [("1.0", adopted, effective, body, audience)] if adopted else []
        for number, on, since, text, *own in versions_after:
            steps.append((number, on, since, _titled(title, text), own[0] if own else audience))
        for number, on, since, body, own in steps:
            name = old_title if old_title and number == "1.0" else title
            entry = {
                "version": number, "change": "major",
                "note": note if number == "1.0" else f"Nieuw in {number}.",
                "digest": digest(name, type_, own, (), body),
                "adopted": {"by": "board", "on": on}, "effective": since,
            }  # fmt: skip
            values["versions"] = [*values.get("versions", []), entry]
            values["audience"] = own
            version = {
                "format": 1, "id": id_, "version": number, "title": name, "type": type_,
                "audience": own, "path": path, "entry": entry,
            }  # fmt: skip
            self.write(f"versions/{id_}/{number}.md", record(version, body))
        self.write(path, record(values, working or body))

    def load(self) -> Handbook:
        handbook = store.load(store.WorkTree(self.root, "handbook"))
        assert not handbook.unreadable, handbook.unreadable
        return handbook

    def edition(self, audience: str, day: date = DAY) -> Edition:
        return edition.build(self.load(), audience, day)

    @property
    def location(self) -> store.Location:
        return store.find_handbook(self.root)


def _titled(title: str, body: str) -> str:
    return body if body.lstrip().startswith("# ") else f"# {title}\n\n{body}"


def record(front: dict[str, object], body: str) -> str:
    """A record: JSON is YAML too."""
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items())
    return "---\n" + "\n".join(lines) + f"\n---\n{body}"


def markdown(built: Edition, id_: str) -> str:
    """The Markdown of a document's page."""
    return built.by_address[f"d/{id_}/"].markdown


def tree(folder: Path) -> dict[str, str]:
    """Every file of a folder with the hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
