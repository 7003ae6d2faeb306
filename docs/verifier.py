"""An independent check of a handbook's adopted texts: only Python and git, not `zowerkenwij`.

    python verifier.py FOLDER        (the folder that holds handbook.yml, inside a git work tree)

Prints a line for each text or ledger entry that does not match; exit code 1 when there is one.
It reads the plain form of records that the commands write; a record in another form is named.
"""

import hashlib, json, pathlib, re, subprocess, sys, unicodedata  # noqa: E401


def parts(data):
    """Front matter and body of a file, with one sort of line end."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    found = re.match(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)(.*)\Z", text, re.S)
    return found.groups() if found else ("", text)


def value(front, key):
    """A field of one line, or a list of plain words below it or behind it."""
    found = re.search(rf"^{key}:[ ]*(.*)\n((?:[ ]*- .*\n)*)", front, re.M)
    if not found:
        return None
    if found[2]:
        return [line.strip(" -'\"") for line in found[2].splitlines()]
    if found[1].startswith("["):
        return [word.strip(" '\"") for word in found[1].strip("[]").split(",") if word.strip()]
    word = found[1].strip()
    if word[:1] == "'":
        return word[1:-1].replace("''", "'")
    return json.loads(word) if word[:1] == '"' else None if word in ("null", "~", "") else word


def digest(front, body):
    """The digest of a text as the handbook defines it."""
    kinds = sorted(value(front, "applies_to") or [])
    head = [value(front, key) for key in ("title", "type", "audience")] + [kinds]
    lines = "\n".join(line.rstrip(" \t") for line in body.split("\n")).lstrip("\ufeff\n")
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")) + "\n" + lines.rstrip("\n")
    return (
        "sha256:" + hashlib.sha256(unicodedata.normalize("NFC", text + "\n").encode()).hexdigest()
    )


def plain(text):
    """A ledger entry without indentation, quotes and braces: what it says, however written."""
    return sorted(re.findall(r"[^\s'\"{}\[\],]+", re.sub(r"(^|\s)- ", " ", text)))


def ledger(front):
    """The entries of a record by version."""
    block = re.search(r"^versions:\n((?:[ -].*\n)*)", front, re.M)
    items = re.split(r"^(?:  )?- (?=\{?version: )", block[1], flags=re.M)[1:] if block else []
    return {re.search(r"version: ['\"]?([\d.]+)", item)[1]: plain(item) for item in items}


def git(root, *words, feed=None):
    """What a git command says."""
    return subprocess.run(["git", "--no-replace-objects", *words], cwd=root, input=feed, check=True,
                          stdout=subprocess.PIPE).stdout  # fmt: skip


def main(folder):
    """All problems of a handbook."""
    root, wrong, records, files, names, ever = pathlib.Path(folder), set(), {}, {}, {}, {}
    for path in root.rglob("*.md"):
        if path.parts[len(root.parts)] not in ("versions", "static", "assets"):
            front = parts(path.read_bytes())[0]
            records[value(front, "id")] = ledger(front)
            names |= {old: value(front, "id") for old in value(front, "former_ids") or []}
    for path in (root / "versions").glob("*/*.md"):
        key, data = (path.parent.name, path.stem), path.read_bytes()
        front, body = parts(data)
        entry = front.partition("\nentry:")[2]
        files[key] = plain(entry)
        own = (names.get(value(front, "id"), value(front, "id")), value(front, "version"))
        if own != key or f"digest: {digest(front, body)}" not in entry.replace('"', ""):
            wrong.add((*key, "text or place of the version file"))
        ever[key] = {hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()}
    for id_, entries in records.items():
        for number, entry in entries.items():
            if files.get((id_, number)) != entry:
                wrong.add((id_, number, "ledger and version file differ, or the file is missing"))
    wrong |= {(*key, "not in the ledger") for key in files if key[1] not in records.get(key[0], {})}
    log = git(root, "log", "--raw", "-z", "-m", "--no-abbrev", "--no-renames", "--relative",
              "--reverse", "--format=", "HEAD", "--", ".").decode().split("\0")  # fmt: skip
    before, fields = {}, [word.strip("\n") for word in log if word.strip("\n")]
    for status, path in zip(fields[::2], fields[1::2]):
        _, _, old, new, kind = status.split(" ")
        place = re.fullmatch(r"versions/([^/]+)/([^/]+)\.md", path)
        if place:
            key = (names.get(place[1], place[1]), place[2])
            ever.setdefault(key, {"absent"}).update(i for i in (old, new) if i.strip("0"))
            if kind == "D" and names.get(place[1]) is None:
                wrong.add((*key, "the version file was once removed or moved"))
        elif path.endswith(".md") and not path.startswith(("static/", "assets/")):
            for blob in (old, new):
                if blob.strip("0") and blob not in before:
                    before[blob] = parts(git(root, "cat-file", "blob", blob))[0]
            was, now = (ledger(before.get(blob, "")) for blob in (old, new))
            id_ = value(before.get(old, ""), "id")
            for number in was if new.strip("0") else ():
                if was[number] != now.get(number):
                    wrong.add((names.get(id_, id_), number, "the ledger entry was once changed"))
    wrong |= {(*key, "the version file was once different") for key in ever if len(ever[key]) > 1}
    return sorted(wrong)


if __name__ == "__main__":
    found = main(sys.argv[1])
    print("\n".join(" ".join(map(str, one)) for one in found) or "every adopted text matches")
    sys.exit(1 if found else 0)
