"""An independent check of a handbook's adopted texts, with nothing but Python and git.

    python verifier.py FOLDER        (the folder that holds handbook.yml, inside a git work tree)

Prints a line for each text or ledger entry that is not as it was adopted; then exit code 1.
It reads the plain form in which `zowerkenwij` writes records; another form is named as a problem.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

GIT = ["git", "--no-replace-objects"]
LOG = ["log", "--raw", "-z", "-m", "--no-abbrev", "--no-renames", "--no-relative", "--format=%H"]
PLACE = re.compile(r"(|.*/)versions/([^/]+)/([^/]+)\.md")


def parts(data):
    """Front matter and body of a file."""
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    found = re.match(r"---\n(.*?\n)---\n?(.*)", text, re.DOTALL)
    return found.groups() if found else ("", text)


def value(front, key):
    """A field: a word, or the list behind it or below it."""
    found = re.search(rf"^{key}:[ ]*(.*)\n((?:[ ]*- .*\n)*)", front, re.MULTILINE)
    one, many = found.groups() if found else ("null", "")
    if many or one[:1] == "[":
        return [word.strip(" -'\"") for word in many.splitlines() or one.strip("[]").split(",")]
    if one[:1] in ("'", '"'):
        return json.loads(one) if one[0] == '"' else one[1:-1].replace("''", "'")
    return None if one in ("null", "~", "") else one


def sha256(data):
    """A digest as the handbook writes it."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def digest(front, body):
    """The digest of a text: title, type, audience, kinds of school, and the body made even."""
    kinds = sorted(filter(None, value(front, "applies_to") or []))
    head = json.dumps([*(value(front, key) for key in ("title", "type", "audience")), kinds],
                      ensure_ascii=False, separators=(",", ":"))  # fmt: skip
    lines = "\n".join(line.rstrip(" \t") for line in body.split("\n")).lstrip("\ufeff\n")
    text = unicodedata.normalize("NFC", f"{head}\n" + lines.rstrip("\n") + "\n")
    return sha256(text.encode())


def entry(text):
    """A ledger entry line by line, whatever its indentation."""
    return [line.lstrip(" -") for line in text.splitlines()]


def ledger(data):
    """The ledger entries of a record by id and number."""
    front = parts(data)[0]
    block = re.search(r"^versions:\n((?:[ -].*\n)*)", front, re.MULTILINE)
    items = re.split(r"^ *- (?=version:)", block[1], flags=re.MULTILINE)[1:] if block else []
    return {(value(front, "id"), value(item, "version")): entry(item) for item in items}


def here(root, names, ever):
    """Problems of the files as they lie here; fills ``names`` and ``ever`` (see ``past``)."""
    records, versions = {}, {}
    for path in root.rglob("*.md"):
        data = path.read_bytes()
        if path.relative_to(root).parts[0] not in ("versions", "static", "assets"):
            records |= ledger(data)
            front = parts(data)[0]
            names |= dict.fromkeys(value(front, "former_ids") or (), value(front, "id"))
    for path in root.glob("versions/*/*.md"):
        key, data = (path.parent.name, path.stem), path.read_bytes()
        front, body = parts(data)
        head, _, own_entry = front.partition("\nentry:\n")
        versions[key] = entry(own_entry)
        ever[key] = {hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()}
        own = (names.get(value(front, "id"), value(front, "id")), value(front, "version"))
        if own != key or f"digest: {digest(front, body)}" not in versions[key]:
            yield *key, "this text, or its place, is not what was adopted"
        folder = (root / str(value(front, "path"))).parent
        for name, made in re.findall(r"^  (\S.*): (sha256:\w+)$", head, re.MULTILINE):
            file = folder / name.strip("'\"")
            if not file.is_file() or sha256(file.read_bytes()) != made:
                yield *key, f"the attachment {name} is not what was adopted"
    for key in records.keys() | versions.keys():
        if records.get(key) != versions.get(key):
            yield *key, "ledger and version file differ, or one of them is missing"


def commits(root):
    """What each commit changed, newest first: old blob, new blob (empty: none) and path."""
    log = subprocess.run([*GIT, *LOG, "HEAD"], cwd=root, check=True, stdout=subprocess.PIPE).stdout
    rows, tokens = [], iter(log.decode("utf-8", "surrogateescape").split("\0"))
    for token in tokens:
        if token.lstrip("\n").startswith(":"):
            old, new = (id_ if id_.strip("0") else "" for id_ in token.split(" ")[2:4])
            rows.append((old, new, next(tokens)))
        else:
            yield rows
            rows = []
    yield rows


def blobs(root, ids):
    """What each blob holds; one process for all."""
    with tempfile.TemporaryFile() as asked:
        asked.write("".join(f"{id_}\n" for id_ in ids).encode())
        asked.seek(0)
        batch = [*GIT, "cat-file", "--batch", "--buffer"]
        with subprocess.Popen(batch, cwd=root, stdin=asked, stdout=subprocess.PIPE) as process:
            for _ in ids:
                size = int(process.stdout.readline().split()[2])
                yield process.stdout.read(size + 1)[:-1]


def past(root, names, ever):
    """Problems in the history. ``names``: the id of today by former id; ``ever``: every blob that
    a version file was, by id and number. Earlier folders of the handbook are followed."""
    show = [*GIT, "rev-parse", "--show-prefix"]
    tops, records = [subprocess.check_output(show, cwd=root, text=True).rstrip("\n")], {}
    for rows in commits(root):
        places = [(old, new, path, PLACE.fullmatch(path)) for old, new, path in rows]
        keys = [(o, n, p, m and (names.get(m[2], m[2]), m[3]), m and m[1]) for o, n, p, m in places]
        added = {(new, key) for old, new, _, key, top in keys if top in tops and not old}
        for old, new, path, key, top in keys:
            if top not in tops and (old, key) in added:
                tops.append(top)
            if top in tops:
                ever.setdefault(key, {"absent"}).update({old, new} - {""})
                if not new and (old, key) not in added:
                    yield *key, "the version file was once removed or moved"
            elif old and new and path.endswith(".md") and path.startswith(tuple(tops)):
                records.setdefault(path, []).append((old, new))
    asked = {path: list(dict.fromkeys(sum(rows, ()))) for path, rows in records.items()}
    stream = blobs(root, [id_ for ids in asked.values() for id_ in ids])
    for path, rows in records.items():
        ledgers = {id_: ledger(next(stream)) for id_ in asked[path]}
        for old, new in rows:
            for (id_, number), was in ledgers[old].items():
                key = (names.get(id_, id_), number)
                now = {n: text for (_, n), text in ledgers[new].items()}.get(number)
                if key in ever and was != now:
                    yield *key, "the ledger entry was once changed"
    yield from ((*key, "the version file was once different") for key in ever if len(ever[key]) > 1)


if __name__ == "__main__":
    names, ever = {}, {}
    wrong = {*here(Path(sys.argv[1]), names, ever)} | {*past(Path(sys.argv[1]), names, ever)}
    print("\n".join(": ".join(one) for one in sorted(wrong)) or "every adopted text matches")
    sys.exit(1 if wrong else 0)
