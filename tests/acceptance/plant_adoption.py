"""Defects in what was adopted: ledgers, version files, and what those must agree about."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import cast

from tests.acceptance.book import Line, Unplantable, choose
from tests.acceptance.planting import Plot, plant, spread

OTHER = "sha256:" + "ab" * 32


@dataclass(frozen=True)
class Adopted:
    """A document at rest: its record, its newest version file, and that version's number."""

    path: str
    file: str
    version: str


def adopted(plot: Plot, *, alone: bool = False, consulted: bool = False) -> Adopted:
    """A document whose text, ledger and version file agree; no other defect comes near its ledger.
    ``alone``: what must be found is not in the record itself."""
    if alone and plot.only is not None:
        raise Unplantable
    found = [
        one
        for path in plot.paths(copies=False, template=False)
        if ("touched", path) not in plot.claims
        and (one := _at_rest(plot, path))
        and (not consulted or plot.book.front_matter(path)["versions"][-1]["consulted"])
    ]
    chosen: Adopted = choose(plot.rng, found)
    plot.claim(("ledger", chosen.path), ("ledger", chosen.file))
    return chosen


def _at_rest(plot: Plot, path: str) -> Adopted | None:
    front = plot.book.front_matter(path)
    if not front.get("versions") or front.get("withdrawn"):
        return None
    entry = front["versions"][-1]
    file = f"handbook/versions/{front['id']}/{entry['version']}.md"
    if file not in plot.book.files or file in plot.avoid or entry["digest"] != digest(plot, path):
        return None
    return Adopted(path, file, entry["version"])


def digest(plot: Plot, path: str) -> str:
    """The digest of a text as records.md describes it."""
    front, start = plot.book.front_matter(path), plot.book.body_start(path)
    head = [
        front["title"],
        front["type"],
        front.get("audience"),
        sorted(front.get("applies_to", [])),
    ]
    body = "\n".join(x.text.rstrip(" \t") for x in plot.book.files[path][start:]).strip("\n")
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")) + "\n" + body + "\n"
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def ledger(plot: Plot, one: Adopted) -> list[Line]:
    """The lines of the newest entry in the record."""
    lines = plot.book.files[one.path]
    top = lines.index(plot.book.key(one.path, "versions"))
    end = next(i for i in range(top + 1, len(lines)) if not re.match(r"[ #-](?!--)", lines[i].text))
    start = max(i for i in range(top, end) if lines[i].text.startswith("  - version:"))
    return lines[start:end]


def entry(plot: Plot, one: Adopted) -> list[Line]:
    """The lines of the entry in the version file."""
    lines = plot.book.files[one.file]
    start = lines.index(plot.book.key(one.file, "entry"))
    return lines[start + 1 : plot.book.body_start(one.file) - 1]


def key(lines: list[Line], name: str, nth: int = 0) -> Line:
    """The line with a key, at any depth."""
    found = [x for x in lines if re.match(rf"[\s-]*{name}:", x.text)]
    if len(found) <= nth:
        raise Unplantable
    return found[nth]


def value(line: Line) -> str:
    return line.text.split(": ", 1)[1].strip("'\"")


def put(line: Line, new: str) -> Line:
    line.text = f"{line.text.split(': ', 1)[0]}: {new}"
    return line


def both(plot: Plot, one: Adopted, name: str, new: str, nth: int = 0) -> Line:
    """The same new value in the record and in the version file, as if it was adopted so."""
    put(key(entry(plot, one), name, nth), new)
    return put(key(ledger(plot, one), name, nth), new)


def next_version(plot: Plot, one: Adopted, version: str, **changes: str) -> list[Line]:
    """An editorial version on top of the newest, with its version file; gives its ledger lines."""
    old = ledger(plot, one)
    new = [Line(x.text) for x in _without_consulted(old)]
    file = [Line(x.text) for x in plot.book.files[one.file]]
    top = next(i for i, x in enumerate(file) if x.text == "entry:")
    start = next(i for i, x in enumerate(file) if i and x.text == "---")
    head = [x for x in file[:top] if not x.text.startswith("version:")]
    head.insert(2, Line(f"version: '{version}'"))
    said = {"version": f"'{version}'", "change": "editorial", "note": "Kleine verbetering.",
            "digest": digest(plot, one.path), **changes}  # fmt: skip
    for name, text in said.items():
        put(key(new, name), text)
    front = [Line("entry:"), *(Line(_shallow(x.text)) for x in new)]
    body = plot.book.files[one.path][plot.book.body_start(one.path) :]
    path = f"{one.file.rsplit('/', 1)[0]}/{version}.md"
    plot.book.files[path] = [*head, *front, file[start], *(Line(x.text) for x in body)]
    lines = plot.book.files[one.path]
    at = lines.index(old[-1]) + 1
    lines[at:at] = new
    return new


def _without_consulted(lines: list[Line]) -> list[Line]:
    start = lines.index(key(lines, "consulted"))
    end = lines.index(key(lines, "adopted"))
    return [*lines[:start], Line("    consulted: []"), *lines[end:]]


def _shallow(text: str) -> str:
    return text[2:].replace("- ", "  ", 1) if text.startswith("  - ") else text[2:]


# -- ZW401 and ZW406: order -------------------------------------------------------------------


@plant("ZW401", "in force before it was adopted")
def retroactive(plot: Plot) -> None:
    one = adopted(plot)
    plot.expect("ZW401", one.path, both(plot, one, "effective", "2020-08-01"))


@plant("ZW401", "consulted after the decision")
def consulted_late(plot: Plot) -> None:
    one = adopted(plot, consulted=True)
    plot.expect("ZW401", one.path, both(plot, one, "on", "2026-10-30"))


@plant("ZW401", "a lower number on top")
def lower_number(plot: Plot) -> None:
    one = adopted(plot)
    new = next_version(plot, one, "0.9", on="2026-09-01", effective="2026-09-01")
    plot.expect("ZW401", one.path, key(new, "version"))


@plant("ZW401", "adopted earlier than the version before")
def adopted_early(plot: Plot) -> None:
    one = adopted(plot)
    new = next_version(plot, one, "9.1", on="2020-02-01", effective="2026-09-01")
    plot.expect("ZW401", one.path, key(new, "on"))


@plant("ZW406", "in force before the version that it follows")
def overlap(plot: Plot) -> None:
    one = adopted(plot)
    old = ledger(plot, one)
    on, effective = (
        value(key(old[old.index(key(old, "adopted")) :], "on")),
        value(key(old, "effective")),
    )
    if on >= effective:
        raise Unplantable
    new = next_version(plot, one, "9.1", on=on, effective=on)
    plot.expect("ZW406", one.path, key(new, "effective"))


# -- ZW402: the text and the ledger ------------------------------------------------------------


@plant("ZW402", "a text under revision")
def under_revision(plot: Plot) -> None:
    one = adopted(plot)
    plot.say("Daarna drinken wij samen thee.", one.path, forms=["paragraph"], glue=False)
    plot.expect("ZW402", one.path, key(ledger(plot, one), "digest"))


@plant("ZW402", "another audience")
def other_title(plot: Plot) -> None:
    one = adopted(plot)
    line = plot.book.key(one.path, "applies_to")
    put(line, "[so]" if "custodial" in line.text else "[custodial]")
    plot.claim(line)
    plot.expect("ZW402", one.path, key(ledger(plot, one), "digest"))
    plot.allow("ZW207", None, "a plan's appendix lists what applies to its school")
    plot.allow("ZW504", None, "a plan's appendix lists what applies to its school")
    plot.allow("ZW509", None, "a plan's appendix lists what applies to its school")


@spread("ZW402", {
    "ledger: effective": ("effective", "2026-08-15"), "ledger: note": ("note", "Een andere zin."),
    "ledger: digest": ("digest", OTHER), "ledger: class": ("change", "minor"),
    "ledger: reference": ("reference", "CvB 2026-06 punt 99"),
})  # fmt: skip
def edited_ledger(plot: Plot, change: object) -> None:
    name, new = cast("tuple[str, str]", change)
    one = adopted(plot)
    line = put(key(ledger(plot, one), name), new)
    lines = ledger(plot, one)
    top = [x for x in lines[: lines.index(line) + 1] if re.match(r"    \w|  - version", x.text)]
    plot.expect("ZW402", one.path, top[-1])


# -- ZW403, ZW404 and ZW405: who had to agree ---------------------------------------------------


@plant("ZW403", "nobody consented")
def not_consulted(plot: Plot) -> None:
    one = adopted(plot, consulted=True)
    for path, lines in ((one.path, ledger(plot, one)), (one.file, entry(plot, one))):
        first, end = key(lines, "consulted"), lines.index(key(lines, "adopted"))
        plot.book.remove(path, lines[lines.index(first) + 1 : end])
        first.text += " []"
    plot.expect("ZW403", one.path, key(ledger(plot, one), "consulted"))


@spread("ZW403", {o: o for o in ("withheld", "conditional", "advice", "informed")})
def no_consent(plot: Plot, outcome: object) -> None:
    one = adopted(plot, consulted=True)
    line = both(plot, one, "outcome", str(outcome))
    lines = ledger(plot, one)
    plot.expect("ZW403", one.path, lines[lines.index(line) - 2])


@plant("ZW404", "consent on another text")
def stale(plot: Plot) -> None:
    one = adopted(plot, consulted=True)
    plot.expect("ZW404", one.path, both(plot, one, "digest", OTHER, nth=1))


@spread("ZW405", {"a body of the other level": None, "the owner": "owner"})
def adopter(plot: Plot, who: object) -> None:
    one = adopted(plot)
    is_school = plot.book.meta[one.path].school is not None
    other = who or ("board" if is_school else "management-team")
    plot.expect("ZW405", one.path, both(plot, one, "by", str(other)))


# -- ZW407: the class ---------------------------------------------------------------------------


@spread("ZW407", {
    "a duty": "Dat moet altijd.", "a term": "Dat duurt vijf dagen.", "a role": "De directeur kijkt mee.",
    "other words": "Wij drinken samen thee.",
})  # fmt: skip
def change_class(plot: Plot, sentence: object) -> None:
    one = adopted(plot)
    plot.say(str(sentence), one.path, forms=["paragraph"], glue=False)
    new = next_version(plot, one, "9.1", on="2026-09-01", effective="2026-09-01")
    plot.expect("ZW407", one.path, key(new, "change"))


# -- ZW408 and ZW409: version files ---------------------------------------------------------------


@plant("ZW408", "removed")
def removed(plot: Plot) -> None:
    one = adopted(plot)
    del plot.book.files[one.file]
    plot.expect("ZW408", one.path, key(ledger(plot, one), "version"))


@spread("ZW408", {"without ledger entry": "{}/9.9.md", "without record": "{}-oud/1.0.md"})
def stray(plot: Plot, place: object) -> None:
    one = adopted(plot, alone=True)
    folder, name = str(place).format(one.file.rsplit("/", 1)[0]).rsplit("/", 1)
    lines = [Line(x.text) for x in plot.book.files[one.file]]
    plot.book.files[f"{folder}/{name}"] = lines
    put(plot.book.key(f"{folder}/{name}", "version"), f"'{name[:3]}'")
    put(plot.book.key(f"{folder}/{name}", "id"), folder.rsplit("/", 1)[1])
    plot.expect("ZW408", f"{folder}/{name}", plot.book.key(f"{folder}/{name}", "id"))


@plant("ZW408", "in another folder")
def elsewhere(plot: Plot) -> None:
    one = adopted(plot, alone=True)
    folder, name = one.file.rsplit("/", 1)
    path = f"{folder}-nieuw/{name}"
    plot.book.files[path] = plot.book.files.pop(one.file)
    plot.expect("ZW408", path, plot.book.key(path, "id"))


@spread("ZW409", {
    "a word": lambda text: text + " Soms.", "a space inside": lambda text: text.replace(" ", "  ", 1),
    "a capital": lambda text: text[:2] + text[2:].swapcase(),
})  # fmt: skip
def edited_file(plot: Plot, change: object) -> None:
    one = adopted(plot, alone=True)
    lines = plot.book.files[one.file][plot.book.body_start(one.file) :]
    line = choose(plot.rng, [x for x in lines if re.fullmatch(r"[A-Z][a-z ,]+[.]", x.text)])
    line.text = change(line.text)  # type: ignore[operator]
    plot.expect("ZW409", one.file, key(entry(plot, one), "digest"))


@spread("ZW409", {"title": "title", "type": "type", "audience": "audience"})
def edited_face(plot: Plot, name: object) -> None:
    one = adopted(plot, alone=True)
    line = plot.book.key(one.file, str(name))
    others = {"title": "Iets heel anders", "type": "leaflet", "audience": "restricted"}
    put(line, others[str(name)])
    plot.expect("ZW409", one.file, key(entry(plot, one), "digest"))


@plant("ZW409", "its own digest")
def edited_digest(plot: Plot) -> None:
    one = adopted(plot, alone=True)
    plot.expect("ZW409", one.file, put(key(entry(plot, one), "digest"), OTHER))


@plant("ZW409", "two files swapped")
def swapped(plot: Plot) -> None:
    one, other = adopted(plot, alone=True), adopted(plot, alone=True)
    files = plot.book.files
    files[one.file], files[other.file] = files[other.file], files[one.file]
    for path in (one.file, other.file):
        plot.expect("ZW409", path, plot.book.key(path, "version"))


@spread("ZW409", {"an attachment": b"anders", "an attachment that is gone": None})
def attachment(plot: Plot, data: object) -> None:
    one = adopted(plot, alone=True)
    name = f"{plot.book.meta[one.path].id}.pdf"
    if data is not None:
        plot.book.binary[f"handbook/assets/{name}"] = data  # type: ignore[assignment]
    line = plot.book.key(one.file, "assets")
    if line.text != "assets: {}":
        raise Unplantable
    target = "../" * one.path.count("/")
    line.text = f'assets: {{{target[3:]}assets/{name}: "{OTHER}"}}'
    plot.expect("ZW409", one.file, line)
