"""An independent check of a handbook's adopted texts, with nothing but Python and git.

    python verifier.py FOLDER        (the folder that holds handbook.yml)

Prints in Dutch each version that is not, or once was not, as it was adopted, and exits with 1; or
with 3 when git lacks history. It reads the form in which `zowerkenwij` writes, and no other."""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import defaultdict
from functools import lru_cache
from glob import glob
from os.path import normpath
from pathlib import Path
from urllib.parse import unquote

GIT = ["git", "--no-replace-objects", "-c", "log.showRoot=true"]
RAW = "HEAD --raw -z --no-abbrev --no-renames --no-relative --no-color".split()
LOG = [*GIT, "log", "--diff-merges=separate", "--no-show-signature", "--format=%x01", *RAW]
FIELD = re.compile(r"^(\w+):(.*(?:\n[ -].*)*)", re.MULTILINE)
ROW = re.compile(
    r":\d+ \d+ (?:0{40,}|(\w+)) (?:0{40,}|(\w+)) \w\0"
    r"([^\0]*?)(?:(?<![^/\0])versions/([^/\0]+)/([^/\0]+))?\.md\0"
)


def fields(data):
    """What the front matter of a file says, as it is written, and the text below it."""
    front, _, body = data.replace(b"\r\n", b"\n").partition(b"\n---\n")
    return defaultdict(str, FIELD.findall(front.decode("utf-8", "replace"))), body


@lru_cache(5000)
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
    text = body.decode("utf-8", "replace").replace("\r", "\n")
    if " \n" in text or "\t\n" in text:
        text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    line = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    text = line + "\n" + text.lstrip("\ufeff\n").rstrip("\n") + "\n"
    return sha256(unicodedata.normalize("NFC", text).encode())


def ledger(front, names):
    """The entries of a record: of which version, by today's id, and what its file says of it."""
    id_ = names.get(value(front["id"]), value(front["id"]))
    items = front["versions"].replace("\n    ", "\n  ").split("\n  - version:")[1:]
    return {((id_, value(item.partition("\n")[0])), item) for item in items}


def here(root, records, names):
    """What is wrong in the files as they lie here."""
    adopted = defaultdict(set)
    for one, item in (entry for front in records for entry in ledger(front, names)):
        adopted[one].add(item)
    for path in root.glob("versions/*/*.md"):
        place, (front, body) = (path.parent.name, path.stem), fields(path.read_bytes())
        id_, entry = value(front["id"]), front["entry"].removeprefix("\n  version:")
        if (names.get(id_, id_), value(front["version"])) != place:
            yield place, "dit is de tekst van een andere versie"
        if f"\n  digest: {digest(front, body)}\n" not in entry + "\n":
            yield place, "de tekst is niet wat is vastgesteld"
        if adopted.pop(place, None) != {entry}:
            yield place, "het register in het document zegt iets anders"
        for target, made in re.findall(r"\n  (\S.*): (sha256:\w+)", front["assets"]):
            asset = root / normpath(f"{value(front['path'])}/../{unquote(value(target))}")
            if not asset.is_file() or sha256(asset.read_bytes()) != made:
                yield place, f"de bijlage {target} is niet wat is vastgesteld"
    yield from ((place, "het versiebestand ontbreekt") for place in adopted)


def past(root, top, names):
    """What was once wrong: a version file is written once, and a ledger only grows. ``tops`` are
    the folders where the handbook lay: in one commit its version files came from there."""
    tops, ledgers, seen = {top}, [], defaultdict(set)
    log = b"".join(subprocess.check_output(what, cwd=root) for what in ([*GIT, "diff", *RAW], LOG))
    for commit in log.decode("utf-8", "surrogateescape").split("\1"):
        rows = [(old, new, place, id_ and (names.get(id_, id_), number))
                for old, new, place, id_, number in ROW.findall(commit)]  # fmt: skip
        came = {(one, new) for old, new, place, one in rows if one and place in tops and not old}
        tops |= {place for old, new, place, one in rows if not new and (one, old) in came}
        for old, new, place, one in rows:
            if one and place in tops:
                seen[one] |= {old or new, new or ((one, old) in came and old)}
        rows = [row[:3] for row in rows if not row[3] and row[2].startswith(tuple(tops))]
        if any(old for old, _, _ in rows):
            ledgers.append((rows[0][2], *({row[n] for row in rows} - {""} for n in (0, 1))))
    ledgers.sort(key=lambda change: change[0])
    known = texts(root, (blob for _, old, new in ledgers for blob in (*new, *old)), names)
    for _, *sides in ledgers:
        old, new = (set().union(*(known[blob] for blob in side)) for side in sides)
        for one in {one for one, _ in old - new} & seen.keys():
            yield one, "de vaststelling is in het register ooit gewijzigd of weggehaald"
    for one in seen:
        if len(seen[one]) > 1:
            yield one, "het versiebestand is ooit gewijzigd, weggehaald of verplaatst"


def texts(root, blobs, names):
    """The ledger in each blob, through one process."""
    blobs, same = dict.fromkeys(blobs), {}
    with tempfile.TemporaryFile() as asked:
        asked.write("\n".join([*blobs, ""]).encode())
        asked.seek(0)
        batch = [*GIT, "cat-file", "--batch", "--buffer"]
        git = subprocess.Popen(batch, cwd=root, stdin=asked, stdout=subprocess.PIPE)
    for blob in blobs:
        front, _ = fields(git.stdout.read(int(git.stdout.readline().split()[2]) + 1))
        blobs[blob] = {same.setdefault(entry, entry) for entry in ledger(front, names)}
    git.communicate()
    return blobs


def main(root):
    """Print what is wrong; gives the exit code."""
    records = [fields((root / path).read_bytes())[0]
               for path in glob("**/*.md", root_dir=root, recursive=True)
               if not path.startswith(("versions/", "static/", "assets/"))]  # fmt: skip
    names = {old: value(front["id"]) for front in records
             for old in re.findall(r"\w[\w-]*", front["former_ids"])}  # fmt: skip
    found = {*here(root, records, names)}
    asked = [
        *GIT,
        "rev-parse",
        "--verify",
        "-q",
        "--show-prefix",
        "--is-shallow-repository",
        "HEAD",
    ]
    git = subprocess.run(asked, check=False, cwd=root, capture_output=True, text=True)
    if not git.returncode:
        found |= {*past(root, git.stdout.split("\n")[0], names)}
    for (id_, number), what in sorted(found, key=str):
        print(f"{id_} {number}: {what}")
    if git.returncode or "\ntrue\n" in git.stdout:
        print("De hele geschiedenis is hier niet. Probeer git fetch --unshallow, of een git clone.")
        return 1 if found else 3
    return 1 if found else print("Elke vastgestelde tekst klopt.")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
