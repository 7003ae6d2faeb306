"""An independent check of a handbook's adopted texts, with nothing but Python and git.

    python verifier.py FOLDER        (the folder that holds handbook.yml, inside a git work tree)

Prints a line for each version or ledger entry that is, or once was, not as it was adopted; then
the exit code is 1. It reads the form in which `zowerkenwij` writes; another form is a problem.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

GIT = ("git", "--no-replace-objects")
LOG = ("log", "--raw", "-z", "-m", "--no-abbrev", "--no-renames", "--no-relative", "--format=%H")
PLACE = re.compile(r"(|.*/)versions/([^/]+)/([^/]+)\.md")


def parts(data):
    """Front matter and body of a file."""
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    end = text.find("\n---", 4) + 1 if text.startswith("---\n") else 0
    return (text[4:end], text[end + 3 :].removeprefix("\n")) if end else ("", text)


def value(front, key):
    """A field as text, or as a list of what stands behind or below it; None when it is empty."""
    found = re.search(rf"^{key}: *(.*)\n((?: *- .*\n)*)", front, re.MULTILINE)
    one, many = found.groups() if found else ("", "")
    if many or one[:1] == "[":
        return [w.strip(" -'\"") for w in many.splitlines() or one[1:-1].split(",") if w]
    one = json.loads(one) if one[:1] == '"' else re.sub("^'(.*)'$", r"\1", one).replace("''", "'")
    return None if one in ("null", "~", "") else one


def sha256(data):
    """A digest as the handbook writes it."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def digest(front, body):
    """The digest of a text: title, type, audience, kinds of school, and the body made even."""
    head = [*(value(front, k) for k in ("title", "type", "audience")),
            sorted(value(front, "applies_to") or [])]  # fmt: skip
    if " \n" in body + "\n" or "\t\n" in body + "\n":
        body = "\n".join(line.rstrip(" \t") for line in body.split("\n"))
    lines = body.lstrip("\ufeff\n")
    line = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    return sha256(unicodedata.normalize("NFC", f"{line}\n{lines.rstrip(chr(10))}\n").encode())


def ledger(data):
    """The id of a record, and its ledger as it is written."""
    front = parts(data)[0]
    block = re.search(r"^versions:\n((?:[ -].*\n)*)", front, re.MULTILINE)
    return value(front, "id"), block[1] if block else ""


def entries(ledgers, names):
    """The entries of ledgers, line by line, by today's id and version number."""
    items = [(names.get(id_, id_), re.split(r"^ *- (?=version:)", block, flags=re.MULTILINE)[1:])
             for id_, block in ledgers]  # fmt: skip
    return {(id_, value(i, "version")): [line.strip(" -") for line in i.splitlines()]
            for id_, own in items for i in own}  # fmt: skip


def grew(old, new):
    """Whether a ledger has all that it had, and at most new entries after that."""
    same = old[0] == new[0] and new[1].startswith(old[1])
    return same and re.match(r" *- version:|\Z", new[1][len(old[1]) :])


def here(root, names, blobs):
    """What is wrong in the files as they lie here. Fills ``names``: today's id by former id, and
    ``blobs``: what git calls each version file."""
    records = [p.read_bytes() for p in root.rglob("*.md")
               if p.parts[len(root.parts)] not in ("versions", "static", "assets")]  # fmt: skip
    for front, _ in map(parts, records):
        names |= dict.fromkeys(value(front, "former_ids") or (), value(front, "id"))
    adopted = entries(map(ledger, records), names)
    for key in adopted:
        if not (root / "versions" / key[0] / f"{key[1]}.md").is_file():
            yield key, "the version file is missing"
    for path in root.glob("versions/*/*.md"):
        key, data = (path.parent.name, path.stem), path.read_bytes().replace(b"\r\n", b"\n")
        front, body = parts(data)
        top, _, own = front.partition("\nentry:\n")
        own = [line.strip(" -") for line in own.splitlines()]
        blobs[key] = {hashlib.sha1(b"blob %d\0%s" % (len(data), data)).hexdigest()}
        id_ = value(top, "id")
        if (names.get(id_, id_), value(top, "version")) != key:
            yield key, "this is the text of another version"
        if f"digest: {digest(top + chr(10), body)}" not in own:
            yield key, "the text is not what was adopted"
        if adopted.get(key) != own:
            yield key, "the ledger says something else"
        for name, made in re.findall(r"^  (\S.*): (sha256:\w+)$", top, re.MULTILINE):
            file = (root / value(top, "path")).parent / name.strip("'\"")
            if not file.is_file() or sha256(file.read_bytes()) != made:
                yield key, f"the attachment {name} is not what was adopted"


def commits(root):
    """What each commit changed, newest first: old blob, new blob (empty: no file) and path."""
    log = subprocess.run([*GIT, *LOG, "HEAD"], cwd=root, check=True, stdout=subprocess.PIPE).stdout
    rows, words = [], iter(log.decode("utf-8", "surrogateescape").split("\0"))
    for word in words:
        if word.lstrip("\n").startswith(":"):
            rows.append((*(blob.strip("0") and blob for blob in word.split(" ")[2:4]), next(words)))
        else:
            yield rows
            rows = []
    yield rows


def texts(root, blobs):
    """Each blob with what it holds; one process for all."""
    with tempfile.TemporaryFile() as asked:
        asked.write("".join(f"{blob}\n" for blob in blobs).encode())
        asked.seek(0)
        batch = [*GIT, "cat-file", "--batch", "--buffer"]
        with subprocess.Popen(batch, cwd=root, stdin=asked, stdout=subprocess.PIPE) as git:
            for blob in blobs:
                size = int(git.stdout.readline().split()[2])
                yield blob, git.stdout.read(size + 1)[:-1]


def past(root, names, blobs):
    """What was once wrong: a version file is written once, and a ledger only grows. ``tops`` are
    the folders in which the handbook lay: its version files came from there in one commit."""
    top = subprocess.check_output([*GIT, "rev-parse", "--show-prefix"], cwd=root, text=True)
    tops, records = [top.rstrip("\n")], []
    for rows in commits(root):
        rows = [(old, new, path, PLACE.fullmatch(path)) for old, new, path in rows]
        came = {(new, m[2], m[3]) for old, new, _, m in rows if m and m[1] in tops and not old}
        tops += {m[1] for old, _, _, m in rows if m and (old, m[2], m[3]) in came} - {*tops}
        came = {(blob, names.get(id_, id_), number) for blob, id_, number in came}
        for old, new, path, m in rows:
            if m and m[1] in tops:
                key = (names.get(m[2], m[2]), m[3])
                blobs.setdefault(key, {"none"}).update({old, new} - {""})
                if not new and (old, *key) not in came:
                    yield key, "the version file was once removed or moved"
            elif old and path.endswith(".md") and path.startswith(tuple(tops)):
                fresh = [row[1] for row in rows if not row[0] and row[2].endswith(".md")]
                records.append((path, old, [new] if new else fresh))
    records.sort(key=lambda record: record[0])
    asked = dict.fromkeys(blob for _, old, after in records for blob in (old, *after))
    known = {blob: ledger(text) for blob, text in texts(root, asked)}
    for _, old, after in records:
        if len(after) == 1 and grew(known[old], known[after[0]]):
            continue
        now = entries((known[blob] for blob in after), names)
        for key, entry in entries([known[old]], names).items():
            if key in blobs and now.get(key) != entry:
                yield key, "the ledger entry was once changed"
    yield from (
        (key, "the version file was once different") for key in blobs if len(blobs[key]) > 1
    )


if __name__ == "__main__":
    names, blobs, root = {}, {}, Path(sys.argv[1])
    found = {*here(root, names, blobs)} | {*past(root, names, blobs)}
    for (id_, number), what in sorted(found):
        print(f"{id_} {number}: {what}")
    sys.exit(1 if found else print("every adopted text matches"))
