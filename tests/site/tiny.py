"""A handbook of a few lines, written to disk and read back as the program does."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

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
  - {id: protocol, label: protocol, plural: protocollen, audience: staff}
  - {id: plan, label: plan, plural: plannen, audience: public}
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
        self, id_: str, body: str, audience: str = "public", *, folder: str = "protocols",
        adopted: str | None = "2026-06-01", effective: str = "2026-08-01", note: str = "Eerste versie.",
        working: str | None = None, **front: object,
    ) -> None:  # fmt: skip
        """A document, adopted as 1.0 with its version file; ``working`` is a later working text."""
        title = str(front.pop("title", id_.replace("-", " ").capitalize()))
        type_ = str(front.pop("type", "protocol"))
        body = body if body.lstrip().startswith("# ") else f"# {title}\n\n{body}"
        values: dict[str, object] = {
            "format": 1, "id": id_, "type": type_, "title": title, "owner": "director",
            "audience": audience, **front,
        }  # fmt: skip
        path = f"{folder}/{id_}.md"
        if adopted:
            entry = {
                "version": "1.0", "change": "major", "note": note,
                "digest": digest(title, type_, audience, (), body),
                "adopted": {"by": "board", "on": adopted}, "effective": effective,
            }  # fmt: skip
            values["versions"] = [entry]
            version = {
                "format": 1, "id": id_, "version": "1.0", "title": title, "type": type_,
                "audience": audience, "path": path, "entry": entry,
            }  # fmt: skip
            self.write(f"versions/{id_}/1.0.md", record(version, body))
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
