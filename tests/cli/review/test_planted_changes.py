"""Planted staleness through files and the command line alone: a handbook is generated, reviewed with
forms, and then one thing changes on disk. What rests on it is on the agenda with reason, source,
section, before and after; a harmless change is on no agenda."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import edit
from zowerkenwij.cli import main
from zowerkenwij.store.starter import create

COUNT = int(os.environ.get("ZWW_PLANTED", "40"))
ANCHORS = ("begin", "afspraken", "taken", "gevolgen", "bewaren")
NOUNS = "rooster sleutel gesprek brief afspraak melding groep pauze gang vervoer".split()
ROLES = ("brugwachter", "havenmeester", "sluismeester")
TERMS = {"overdracht": "Het moment waarop een ander de zorg overneemt.",
         "stilteplek": "Een plek waar een leerling alleen kan zijn."}  # fmt: skip
NEW = "Voortaan gaat de bel twee keer voordat iemand de deur opent."
Found = set[tuple[str, str, str, str | None]]


def prose(rng: random.Random) -> str:
    return " ".join(f"Het {rng.choice(NOUNS)} hoort bij de {rng.choice(NOUNS)} van die dag."
                    for _ in range(3))  # fmt: skip


@dataclass
class Page:
    """A document as this test writes it: its sections, its sources, and its versions."""

    id: str
    sections: dict[str, str]
    based_on: list[str] = field(default_factory=list)
    versions: list[tuple[str, str, str, str]] = field(
        default_factory=list
    )  # number, day, class, body

    @property
    def body(self) -> str:
        parts = [f"# Beleid {self.id}"]
        parts += [f"## Over {a} {{#{a}}}\n\n{words}" for a, words in self.sections.items()]
        return "\n\n".join(parts) + "\n"

    def adopt(self, number: str, on: str, change: str) -> None:
        self.versions.append((number, on, change, self.body))

    def entries(self) -> list[str]:
        head = json.dumps([f"Beleid {self.id}", "policy", None, []], ensure_ascii=False,
                          separators=(",", ":"))  # fmt: skip
        return [
            f"version: '{number}'\nchange: {change}\nnote: Vastgesteld.\n"
            f"digest: sha256:{hashlib.sha256(f'{head}{chr(10)}{body}'.encode()).hexdigest()}\n"
            f"adopted:\n  by: board\n  on: {on}\neffective: {on}\n"
            for number, on, change, body in self.versions
        ]

    def write(self, root: Path) -> None:
        ledger = "".join("  - " + e.replace("\n", "\n    ")[:-4] for e in self.entries())
        front = f"format: 1\nid: {self.id}\ntype: policy\ntitle: Beleid {self.id}\nowner: teacher\n"
        front += (
            f"review: {{every: P1Y}}\nbased_on: {json.dumps(self.based_on)}\nversions:\n{ledger}"
        )
        path = root / f"handbook/policies/{self.id}.md"
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        kept = old.partition("\n---\n")[0].partition("\nreviews:\n")[2]
        front += f"reviews:\n{kept}\n" if kept else ""
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\n{front}---\n{self.body}", encoding="utf-8")
        for entry, (number, _, _, body) in zip(self.entries(), self.versions, strict=True):
            inner = "".join(f"  {line}\n" for line in entry.splitlines())
            file = root / f"handbook/versions/{self.id}/{number}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"---\nformat: 1\nid: {self.id}\nversion: '{number}'\ntype: policy\n"
                            f"title: Beleid {self.id}\npath: policies/{self.id}.md\nentry:\n{inner}"
                            f"---\n{body}", encoding="utf-8")  # fmt: skip


@dataclass
class World:
    """The generated handbook on disk, and what rests on what in it."""

    root: Path
    pages: dict[str, Page]
    links: dict[str, tuple[str, str]]
    words: dict[str, tuple[str, str]]  # document → role or term, and the section it stands in
    laws: dict[str, tuple[str, str]]

    def page(self, id_: str) -> Page:
        old = self.pages[id_]
        return Page(id_, dict(old.sections), list(old.based_on), list(old.versions))

    def resting(self, source: str, anchor: str) -> Found:
        """Who is stale when a section of a source changes."""
        found: Found = {(p.id, "suspect", source, anchor) for p in self.pages.values()
                        if source in p.based_on}  # fmt: skip
        return found | {
            (id_, "suspect", source, anchor)
            for id_, at in self.links.items()
            if at == (source, anchor)
        }


def generated(root: Path, rng: random.Random) -> World:
    """Sixteen texts: four sources, six that build on one, six that link to a section of one."""
    create(root, date(2025, 6, 10))
    sources, builders, linkers = ([f"{k}{n}" for n in range(m)] for k, m in
                                  (("bron", 4), ("bouw", 6), ("wijs", 6)))  # fmt: skip
    pages = {i: Page(i, {a: prose(rng) for a in ANCHORS}) for i in (*sources, *builders, *linkers)}
    links, words, laws = {}, {}, {}
    for id_ in builders:
        pages[id_].based_on = [rng.choice(sources)]
    for id_ in linkers:
        links[id_] = at = (rng.choice(sources), rng.choice(ANCHORS))
        pages[id_].sections["bewaren"] += f" Lees [Over {at[1]}]({at[0]}.md#{at[1]}) erbij."
    for n, id_ in enumerate((*builders, *linkers)):
        word = [*ROLES, *TERMS][n % 5]
        words[id_] = (word, rng.choice(ANCHORS[:4]))
        pages[id_].sections[words[id_][1]] += f" Dit geldt ook bij de {word}."
    clauses = []
    for n in range(6):
        id_, anchor = laws[f"wet{n}"] = (rng.choice([*pages]), rng.choice(ANCHORS))
        clauses.append(f"- id: wet{n}\n  name: Wet {n}\n  articles: [WET {n}a]\n  status: in-force\n"
                       f"  applies_from: 2016-08-01\n  applies_to: [so, vso]\n  demands:\n"
                       f"    - {{id: eis, text: De school regelt zaak {n} zelf., evidence: "
                       f"[{{document: {id_}, anchor: {anchor}}}]}}\n"
                       f"  verified: {{on: 2026-10-01, by: teacher}}\n")  # fmt: skip
    for page in pages.values():
        page.adopt("1.0", "2025-06-10", "major")
        page.write(root)
    book = root / "handbook"
    (book / "obligations.yml").write_text("".join(clauses), encoding="utf-8")
    edit(book / "handbook.yml", "roles:\n", "roles:\n" + "".join(
        f"  - {{id: {i}, label: {i}}}\n" for i in (*ROLES, "kraanmeester")))  # fmt: skip
    (book / "glossary.yml").write_text(
        "".join(f"- term: {t}\n  meaning: {m}\n" for t, m in TERMS.items()), encoding="utf-8"
    )
    world = World(root, pages, links, words, laws)
    reviewed(world)
    return world


def zww(*args: object) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(a) for a in args])
    return int(stop.value.code or 0)


def reviewed(world: World) -> None:
    """Everybody reviews everything on one day, with forms; one commit."""
    root = world.root
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    subprocess.run(["git", "commit", "-qm", "Teksten"], cwd=root, check=True)
    assert zww("review", "start", "2026-2027", "--as-of", "2027-02-01", "--handbook", root) == 0
    forms = root.parent / f"{root.name}-formulieren"
    assert zww("review", "sheets", "2026-2027", "--to", "csv", "-o", forms, "--as-of", "2027-03-01",
               "--handbook", root) == 0  # fmt: skip
    for path in forms.iterdir():
        text = path.read_text(encoding="utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text), delimiter=";")
        for row in rows:
            said = {"Uitkomst": "ongewijzigd", "Datum": "10-3-2027",
                    "Waarop gebaseerd": f"Gelezen met het team: {row[0]}."}  # fmt: skip
            for n, name in enumerate(head):
                row[n] = said.get(name, "Ja." if name.startswith("Antwoord") else row[n])
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows([head, *rows])
        path.write_text(out.getvalue(), encoding="utf-8")
    assert zww("review", "collect", *forms.iterdir(), "--handbook", root) == 0


# -- changes of substance --------------------------------------------------------------------


def version(
    w: World, id_: str, change: str, on: str = "2027-03-20", **sections: str | None
) -> None:
    """A new version with other sections; None takes one out."""
    page = w.page(id_)
    for anchor, words in sections.items():
        page.sections.pop(anchor) if words is None else page.sections.update({anchor: words})
    page.adopt("1.1" if change != "major" else "2.0", on, change)
    page.write(w.root)


def linked(w: World, rng: random.Random) -> Found:
    source, anchor = w.links[rng.choice([*w.links])]
    kind = rng.choice(("add", "other", "gone"))
    old = w.pages[source].sections[anchor]
    words = {"add": f"{old} {NEW}", "other": NEW, "gone": None}[kind]
    version(w, source, rng.choice(("minor", "major")), **{anchor: words})
    return w.resting(source, anchor)


def based(w: World, rng: random.Random) -> Found:
    source = rng.choice([p.based_on[0] for p in w.pages.values() if p.based_on])
    anchor = rng.choice(ANCHORS)
    version(w, source, rng.choice(("minor", "major")), **{anchor: f"{NEW} {prose(rng)}"})
    return w.resting(source, anchor)


def law(w: World, rng: random.Random) -> Found:
    id_ = rng.choice([*w.laws])
    n = id_.removeprefix("wet")
    old, new = rng.choice((
        (f"[WET {n}a]", f"[WET {n}b]"), (f"regelt zaak {n} zelf", f"regelt zaak {n} met ouders"),
        ("status: in-force", "status: bill"), ("applies_to: [so, vso]", "applies_to: [so]"),
        ("applies_from: 2016-08-01", "applies_from: 2027-04-01"),
        ("status: in-force", "status: in-force\n  repealed: 2028-08-01"),
    ))  # fmt: skip
    path = w.root / "handbook/obligations.yml"
    parts = path.read_text(encoding="utf-8").split("- id: ")
    parts = [p.replace(old, new) if p.startswith(f"{id_}\n") else p for p in parts]
    path.write_text("- id: ".join(parts), encoding="utf-8")
    return {(w.laws[id_][0], "obligation", id_, w.laws[id_][1])}


def role(w: World, rng: random.Random) -> Found:
    id_ = rng.choice([*ROLES])
    new = rng.choice(("poortwachter", f"{id_} en bode", "loods"))
    edit(w.root / "handbook/handbook.yml", f"label: {id_}", f"label: {new}")
    return {(d, "role", id_, at) for d, (word, at) in w.words.items() if word == id_}


def meaning(w: World, rng: random.Random) -> Found:
    word = rng.choice([*TERMS])
    edit(w.root / "handbook/glossary.yml", TERMS[word], "Iets dat alleen de inspectie mag doen.")
    return {(d, "term", word, at) for d, (used, at) in w.words.items() if used == word}


# -- harmless changes ------------------------------------------------------------------------


def spelling(w: World, rng: random.Random) -> Found:
    """Spelling in a section that others link to or build on."""
    source, anchor = w.links[rng.choice([*w.links])]
    words = w.pages[source].sections[anchor].replace("hoort", "hoordt")
    version(w, source, "editorial", **{anchor: words})
    return set()


def elsewhere(w: World, rng: random.Random) -> Found:
    """Another section than the ones that are linked, of a text that nothing builds on."""
    built = {s for p in w.pages.values() for s in p.based_on}
    free = [(i, a) for i in w.pages for a in ANCHORS if i not in built and not w.resting(i, a)]
    id_, anchor = rng.choice(free)
    version(
        w, id_, rng.choice(("minor", "major")), **{anchor: f"{w.pages[id_].sections[anchor]} {NEW}"}
    )
    return set()


def concept(w: World, rng: random.Random) -> Found:
    """A draft that nobody adopted, or a version that takes effect later."""
    source, anchor = w.links[rng.choice([*w.links])]
    if rng.random() < 0.5:
        version(w, source, "major", on="2027-08-01", **{anchor: NEW})
    else:
        edit(
            w.root / f"handbook/policies/{source}.md",
            f"## Over {anchor} ",
            f"{NEW}\n\n## Over {anchor} ",
        )
    return set()


def layout(w: World, rng: random.Random) -> Found:
    """The same clauses in another order, with a remark, and checked again at the source."""
    path = w.root / "handbook/obligations.yml"
    parts = path.read_text(encoding="utf-8").split("- id: ")[1:]
    rng.shuffle(parts)
    text = "# Nagekeken.\n" + "".join(f"- id: {p}" for p in parts)
    path.write_text(text.replace("on: 2026-10-01", "on: 2027-03-19"), encoding="utf-8")
    return set()


def more_words(w: World, rng: random.Random) -> Found:
    """A role and a term that are new, or that no text uses."""
    book = w.root / "handbook"
    if rng.random() < 0.5:
        edit(book / "handbook.yml", "label: kraanmeester", "label: hijsmeester")
    else:
        edit(book / "handbook.yml", "roles:\n", "roles:\n  - {id: loods, label: loods}\n")
    with (book / "glossary.yml").open("a", encoding="utf-8") as file:
        file.write("- term: kade\n  meaning: De rand van het water.\n")
    return set()


def capitals(w: World, rng: random.Random) -> Found:
    """A capital or an accent in the name of a role or the meaning of a term."""
    id_, word = rng.choice([*ROLES]), rng.choice([*TERMS])
    new = rng.choice((id_.capitalize(), id_.upper(), id_.replace("e", "ë")))
    edit(w.root / "handbook/handbook.yml", f"label: {id_}", f"label: {new}")
    edit(w.root / "handbook/glossary.yml", TERMS[word], TERMS[word].upper())
    return set()


def front_matter(w: World, rng: random.Random) -> Found:
    """Keywords and a summary of a source."""
    source = w.links[rng.choice([*w.links])][0]
    edit(w.root / f"handbook/policies/{source}.md", "\nowner: teacher\n",
         "\nowner: teacher\nsummary: Kort.\nkeywords: [nieuw]\n")  # fmt: skip
    return set()


HARMFUL: tuple[Callable[[World, random.Random], Found], ...] = (linked, based, law, role, meaning)
HARMLESS: tuple[Callable[[World, random.Random], Found], ...] = (
    spelling, elsewhere, concept, layout, more_words, capitals, front_matter,
)  # fmt: skip


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> World:
    with pytest.MonkeyPatch.context() as patch:
        for who in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{who}_NAME", "Test")
            patch.setenv(f"GIT_{who}_EMAIL", "test@voorbeeld.example")
        return generated(tmp_path_factory.mktemp("wereld") / "boek", random.Random(77_012))


def details(zww, world: World) -> dict[tuple[str, str, str, str | None], dict[str, str | None]]:
    answer = zww("review", "agenda", "2026-2027", "--as-of", "2027-04-15", "--format", "json",
                 "--handbook", world.root)  # fmt: skip
    return {
        (i["id"], d["reason"], d["source"], d["section"]): d
        for i in json.loads(answer.out)["items"] for d in i["details"] if d["reason"] != "finding"
    }  # fmt: skip


@pytest.fixture
def field_of(planted: World) -> Iterator[World]:
    """The world, put back after the test."""
    copy = planted.root.parent / "kopie"
    shutil.copytree(planted.root / "handbook", copy)
    yield planted
    shutil.rmtree(planted.root / "handbook")
    copy.rename(planted.root / "handbook")


def test_right_after_the_review_nothing_is_stale(zww, planted: World) -> None:
    assert details(zww, planted) == {}


@pytest.mark.parametrize("seed", range(COUNT))
def test_each_change_of_substance_is_told_where_it_is(zww, field_of: World, seed: int) -> None:
    expected = HARMFUL[seed % len(HARMFUL)](field_of, random.Random(9_000 + seed))
    found = details(zww, field_of)
    assert set(found) == expected
    assert expected
    for one in found.values():
        assert one["before"] or one["after"]
        assert one["before"] != one["after"]


@pytest.mark.parametrize("seed", range(COUNT))
def test_a_harmless_change_is_on_no_agenda(zww, field_of: World, seed: int) -> None:
    assert HARMLESS[seed % len(HARMLESS)](field_of, random.Random(5_000 + seed)) == set()
    assert details(zww, field_of) == {}
