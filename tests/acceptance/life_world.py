"""The same life in a real repository: every step is a command, a person's edit or git's own work."""

from __future__ import annotations

import io
import subprocess
import unicodedata
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from tests.acceptance.life_steps import SCHOOLS, Step
from tests.conftest import Answer

SETTINGS = """\
format: 1
name: Zo werken wij!
foundation: {name: Stichting De Kade, site: "https://kade.example/"}
site_url: https://handboek.kade.example/
kinds: [{id: so, label: speciaal onderwijs}]
roles: [{id: director, label: directeur, level: foundation}]
bodies:
  - {id: board, label: college van bestuur, kind: board, level: foundation}
  - {id: gmr, label: gemeenschappelijke medezeggenschapsraad, kind: council, level: foundation}
  - {id: management-team, label: managementteam, kind: management, level: school}
  - {id: mr, label: medezeggenschapsraad, kind: council, level: school}
types:
  - id: protocol
    label: protocol
    plural: protocollen
    adopted_by: {major: [board], minor: [board], editorial: [board, owner]}
    consult: {major: [{body: gmr, right: consent}], minor: [{body: gmr, right: informed}], editorial: []}
  - id: leaflet
    label: folder
    plural: folders
    adopted_by: {major: [board], minor: [board], editorial: [board, owner]}
    consult: {major: [], minor: [], editorial: []}
  - id: rules
    label: regels
    plural: regels
    adopted_by: {major: [management-team], minor: [management-team], editorial: [management-team, owner]}
    consult: {major: [{body: mr, right: consent}], minor: [], editorial: []}
"""
RECORD = """\
---
format: 1
id: {id}
type: {type}
title: {title}
based_on: [{first}]
summary: Wat je doet.
owner: director
audience: staff
level: {level}
review: {{every: P1Y}}
---
"""
OBLIGATION = """\
- id: plicht-{n}
  name: Plicht {n}
  articles: [WEC 5a]
  status: in-force
  applies_from: 2015-08-01
  demands:
    - id: eis
      text: Er is een werkwijze.
      evidence: [{{document: stuk-{n}, anchor: doe-nu}}]
  verified: {{on: 2023-06-01, by: director}}
"""


def git(root: Path, *args: str) -> str:
    """Git's answer; fails when git does."""
    done = subprocess.run(["git", *args], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (args, done.stdout, done.stderr)
    return done.stdout


def command(root: Path, *args: object) -> Answer:
    """The program in this process."""
    from zowerkenwij.cli import main

    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main([*map(str, args), "--handbook", str(root)])
        except SystemExit as stop:
            return Answer(int(stop.code or 0), out.getvalue(), err.getvalue())
    raise AssertionError


class World:
    """A repository, and a second work tree beside it while a branch is open."""

    def __init__(self, folder: Path) -> None:
        self.main, self.aside = folder / "main", folder / "branch"
        self.put("handbook.yml", SETTINGS)
        self.put("obligations.yml", "".join(OBLIGATION.format(n=n) for n in range(0, 30, 2)))
        for id_ in SCHOOLS:
            self.put(f"schools/{id_}/school.yml", f"id: {id_}\nname: School {id_}\nkind: so\n")

    def put(self, path: str, text: str) -> None:
        """Write a file of the handbook."""
        full = self.main / "handbook" / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_text(text, encoding="utf-8")

    def begin(self) -> None:
        """Everything so far becomes the first commit."""
        git(self.main, "init", "-q", "-b", "main")
        self.save(self.main)

    def save(self, root: Path) -> None:
        """Commit all work."""
        git(root, "add", "-A")
        git(root, "commit", "-q", "--allow-empty", "-m", "Bijgewerkt")

    def take(self, step: Step) -> Answer | None:
        """Do a step; the program's answer when it was a command."""
        root = self.aside if step.branch else self.main
        answer: Answer | None = getattr(self, f"_{step.kind}")(root, step)
        return answer

    def _new(self, _: Path, step: Step) -> None:
        first = f"stuk-{int(step.doc[5:]) // 3 * 3}"
        school = step.folder.split("/")[1] if step.type == "rules" else ""
        level = f"school\nschool: {school}" if school else "foundation"
        front = RECORD.format(
            id=step.id, type=step.type, title=step.title, first=first, level=level
        )
        if first == step.id:
            front = front.replace(f"based_on: [{first}]", "based_on: []")
        self.put(f"{step.folder}/{step.id}.md", front + step.body)

    def _path(self, root: Path, id_: str) -> Path:
        (path,) = (p for p in (root / "handbook").rglob(f"{id_}.md") if "versions" not in p.parts)
        return path

    def _edit(self, root: Path, step: Step) -> None:
        path = self._path(root, step.id)
        front = path.read_text(encoding="utf-8").split("\n---\n", 1)[0]
        body = step.body
        if step.untidy:
            body = unicodedata.normalize("NFD", body).replace("\n", "  \r\n") + "\r\n"
        path.write_bytes(f"{front}\n---\n{body}".encode())
        if step.keep:
            git(root, "commit", "-qm", "Tekst", "--", str(path))

    def _consult(self, root: Path, step: Step) -> Answer:
        return command(root, "consult", step.id, "--body", step.by, "--on", step.on,
                       "--outcome", step.outcome, "--as-of", step.day,
                       "--reference", f"Verslag {step.number}")  # fmt: skip

    def _adopt(self, root: Path, step: Step) -> Answer:
        more = ["--expires", step.expires] if step.expires else []
        more += ["--reason", "Zo afgesproken."] if step.change != "major" else []
        return command(root, "adopt", step.id, "--by", step.by, "--on", step.on, "--as-of",
                       step.day, "--effective", step.effective, "--change", step.change,
                       "--note", f"Besluit van {step.day}.", *more)  # fmt: skip

    def _rename(self, root: Path, step: Step) -> Answer:
        title = ["--title", step.title] if step.title else []
        return command(root, "rename", step.id, step.new, *title)

    def _withdraw(self, root: Path, step: Step) -> Answer:
        return command(root, "withdraw", step.id, "--by", step.by, "--on", step.on,
                       "--reason", "Niet meer nodig.")  # fmt: skip

    def _move(self, root: Path, step: Step) -> None:
        path = self._path(root, step.id)
        target = root / "handbook" / step.folder / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        git(root, "mv", str(path), str(target))
        git(root, "commit", "-qm", "Verplaatst", "--", str(path), str(target))

    def _branch(self, _: Path, step: Step) -> None:
        self.save(self.main)
        git(self.main, "worktree", "add", "-q", "-b", "werk", str(self.aside))

    def _merge(self, _: Path, step: Step) -> None:
        self.save(self.main)
        self.save(self.aside)
        if step.how == "rebase":
            git(self.aside, "rebase", "-q", "main")
            git(self.main, "merge", "-q", "--ff-only", "werk")
        else:
            git(self.main, "merge", "-q", *(["--squash"] if step.how == "squash" else []), "werk")
            self.save(self.main)
        git(self.main, "worktree", "remove", "--force", str(self.aside))
        git(self.main, "branch", "-q", "-D", "werk")
