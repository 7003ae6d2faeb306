"""An independent check of a handbook's adopted texts, with nothing but Python and git.

    python verifier.py FOLDER        (the folder that holds handbook.yml)

Prints in Dutch each version that is not, or once was not, as it was adopted, and exits with 1; or
with 3 when git lacks history. It reads the form in which `zowerkenwij` writes, and no other."""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import defaultdict
from functools import cache
from os.path import normpath
from pathlib import Path
from urllib.parse import unquote

os.environ["GIT_GRAFT_FILE"] = os.devnull  # such a file hides commits, as replaced objects do
GIT = "git --no-replace-objects -c log.showRoot=true -c advice.graftFileDeprecated=false".split()
LOG = """log HEAD --raw -z --no-abbrev --no-renames --no-relative --no-color --no-show-signature
    --diff-merges=separate --format=%x01%P%x02""".split()
OTHER = ("versions/", "static/", "assets/")  # folders without records
FIELD = re.compile(r"^(\w+):(.*(?:\n[ -].*)*)", re.MULTILINE)
ROW = re.compile(  # a record, version file or settings: its blobs before and after, its place
    r":\d+ \d+ (?:0{40,}|(\w+)) (?:0{40,}|(\w+)) \w\0"
    r"([^\0]*?)(?:(?<![^/\0])versions/([^/\0]+)/([^/\0]+))?(?:\.md|(?<=handbook)\.yml)\0"
)


def fields(data):
    """What the front matter of a file says, as it is written, and the text below it."""
    front, *body = re.split(rb"\n---[ \t]*\n", data.replace(b"\r\n", b"\n"), maxsplit=1)
    return defaultdict(str, FIELD.findall(front.decode("utf-8", "replace"))), b"".join(body)


@cache
def value(written):
    """A word or sentence without its quotes; None when there is none."""
    word = re.sub("^(['\"])(.*)\\1$", r"\2", written.strip()).replace("''", "'")
    return None if word in ("", "null") else word


def sha256(data):
    """A seal as the handbook writes it."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def digest(front, body):
    """The seal of a text: title, type, audience, kinds of school, and the body made even."""
    kinds = sorted(re.findall(r"\w[\w-]*", front["applies_to"]))
    head = [value(front["title"]), value(front["type"]), value(front["audience"]), kinds]
    head = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    lines = body.decode("utf-8", "replace").replace("\r", "\n").split("\n")
    text = "\n".join(line.rstrip(" \t") for line in lines).lstrip("\ufeff\n").rstrip("\n")
    return sha256(unicodedata.normalize("NFC", f"{head}\n{text}\n").encode())


@cache
def entry(id_, item):
    """An entry of a ledger: of which version, and what it says."""
    return (id_, value(item.partition("\n")[0])), item


def said(front, names):
    """What a record says of its versions, oldest first, and of its end, by today's ids."""
    id_ = names.get(value(front["id"]), value(front["id"]))
    items = front["versions"].replace("\n    ", "\n  ").split("\n  - version:")[1:]
    entries = [entry(id_, item) for item in items]
    end = re.sub(r"(?<=\n  successor: )\S+", lambda m: names.get(m[0], m[0]), front["withdrawn"])
    return {id_: entries, (id_, "end"): [(entries[-1][0], end)] if entries and end else []}


def here(root, paths, names, records, now, named):
    """What is wrong in the files as they lie here. ``records``: what each says; ``now``: all that
    is said, to which this adds the version files; ``named`` makes git's name of bytes."""
    adopted = defaultdict(set)
    for entries, _ in (record.values() for record in records):
        numbers = [[*map(int, re.findall(r"\d+", str(number)))] for (_, number), _ in entries]
        for (place, item), number, older in zip(entries, numbers, [[], *numbers]):
            adopted[place].add(item)
            if number <= older:
                yield place, "de volgorde van het register klopt niet"
    for path in paths:
        data = (root / path).read_bytes().replace(b"\r\n", b"\n")
        place, (front, body) = tuple(path[9:-3].split("/")), fields(data)
        id_, item = value(front["id"]), front["entry"].removeprefix("\n  version:")
        now[place] = [(place, named(b"blob %d\0" % len(data) + data).hexdigest())]
        if (names.get(id_, id_), value(front["version"])) != place:
            yield place, "dit is de tekst van een andere versie"
        if f"\n  digest: {digest(front, body)}\n" not in item + "\n":
            yield place, "de tekst is niet wat is vastgesteld"
        if adopted.pop(place, None) != {item}:
            yield place, "het register in het document zegt iets anders"
        for target, seal in re.findall(r"\n  (\S.*): (sha256:\w+)", front["assets"]):
            asset = root / normpath(f"{value(front['path'])}/../{unquote(value(target))}")
            if asset.is_symlink() or not asset.is_file() or sha256(asset.read_bytes()) != seal:
                yield place, f"de bijlage {target} is niet wat is vastgesteld"
    yield from ((place, "het versiebestand ontbreekt") for place in adopted)


def history(root, top, names):
    """From each parent to each commit: whether that is a merge, and what went and what came, both
    as places of version files, or none, with blobs. ``tops``: where the handbook ever lay, as
    its settings and version files left that place together."""
    log = subprocess.check_output([*GIT, *LOG], cwd=root).decode("utf-8", "surrogateescape")
    commits = [(" " in parents, [(old, new, place, id_ and (names.get(id_, id_), number))
                                 for old, new, place, id_, number in ROW.findall(rows)])
               for parents, _, rows in (part.partition("\2") for part in log.split("\1"))]
    tops, count = {top}, 0
    while count < len(tops):
        count, steps = len(tops), []
        record = re.compile(f"({'|'.join(map(re.escape, tops))})(?!{'|'.join(OTHER)})").match
        for is_merge, rows in commits:
            mine = [row for row in rows if (row[2] in tops if row[3] else record(row[2]))]
            was, now = ({(row[3], row[n]) for row in mine if row[n]} for n in (0, 1))
            gone = {row[2] for row in rows if not row[1]}
            tops |= {top for old, new, top, one in rows
                     if one and not new and (one, old) in now and f"{top}handbook" in gone}
            steps.append((is_merge, was, now))
    return steps


def past(root, steps, names, here):
    """What was said once and then no more, in a later commit or ``here``. Only at its end does a
    ledger grow, and in between in a merge. What never had a version file was not adopted."""
    records = {one: {} for _, *sides in steps for side in sides for one in side if not one[0]}
    with tempfile.TemporaryFile() as asked:
        asked.write("".join(f"{blob}\n" for _, blob in records).encode())
        asked.seek(0)
        batch = [*GIT, "cat-file", "--batch", "--buffer"]
        git = subprocess.Popen(batch, cwd=root, stdin=asked, stdout=subprocess.PIPE)
        for one in records:
            data = git.stdout.read(int(git.stdout.readline().split()[2]) + 1)
            records[one] = said(fields(data)[0], names)
        git.wait()
    adopted = {place for _, _, now in steps for place, _ in now}
    for is_merge, *sides in steps:
        was, now = ({part: entries for one in side
                     for part, entries in (records.get(one) or {one[0]: [one]}).items()}
                    for side in sides)
        for old, new, loose in (was, now, is_merge), (now, here, True):
            for part, entries in old.items():
                left = new.get(part, [])
                if left[: len(entries)] != entries and not (loose and {*entries} <= {*left}):
                    lost = {place for place, _ in {*entries}.difference(left) or entries}
                    yield from ((place, "dit is ooit gewijzigd of weg") for place in lost & adopted)


def main(root):
    """Print what is wrong; gives the exit code."""
    paths = [p.relative_to(root).as_posix() for p in root.rglob("*.md") if not p.is_symlink()]
    versions = [path for path in paths if re.fullmatch("versions/[^/]+/[^/]+", path)]
    fronts = [fields((root / path).read_bytes())[0] for path in paths if not path.startswith(OTHER)]
    names = {old: value(front["id"]) for front in fronts
             for old in re.findall(r"\w[\w-]*", front["former_ids"])}
    records = [said(front, names) for front in fronts]
    now = {part: entries for record in records for part, entries in record.items()}
    asked = "rev-parse --verify -q --show-prefix --is-shallow-repository HEAD".split()
    git = subprocess.run([*GIT, *asked], check=False, cwd=root, capture_output=True, text=True)
    top, shallow, head = f"{git.stdout}\n\n".split("\n")[:3]
    named = hashlib.sha256 if len(head) == 64 else hashlib.sha1
    found = {*here(root, versions, names, records, now, named)}
    if head:
        found |= {*past(root, history(root, top, names), names, now)}
    for (id_, number), what in sorted(found, key=str):
        print(f"{id_} {number}: {what}")
    if shallow != "false":
        print("De hele geschiedenis is hier niet. Probeer git fetch --unshallow, of een git clone.")
        return 1 if found else 3
    return 1 if found else print("Elke vastgestelde tekst klopt.")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
