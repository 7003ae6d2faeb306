"""What a record and a version file state, taken from their bytes without building models.

``verify`` reads every adopted text there is, so this is fast for the form that the commands
write and exact for any other: what a pattern does not know, the strict YAML reader decides.
A ledger entry is kept as its YAML; ``same_entry`` compares the meaning.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from zowerkenwij.store.source_text import decode, split
from zowerkenwij.store.yaml import read
from zowerkenwij.text import digest, head, normalise

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

_ID = rb"[a-z0-9][a-z0-9-]*+"
_WHOLE = rb"(?:[^'\"\[\]{}\n]++|'[^'\n]*+'|\"[^\"\\\n]*+\")"  # no quote that runs on
_VALUE = b"(?:%(w)s|\\[(?:%(w)s|\\{%(w)s*+\\})*+\\]|\\{%(w)s*+\\})" % {b"w": _WHOLE}
_TAME = re.compile(b"(?:%s*+\n)*+" % _VALUE)  # every line stands on its own
_A_ID = re.compile(_ID)
_IDENTITY = re.compile(b"\nid: (%s)\n" % _ID)
_BLOCK = re.compile(rb"\nversions:\n((?:[ ]{2}[^\n]+\n)++)(?![ #-])")
_ENDED = re.compile(rb"\nwithdrawn:\n((?:[ ]{2}[^\n]+\n)++)(?![ #-])")
_NUMBER = re.compile(rb"version: (['\"]?)([0-9]+\.[0-9]+)\1\n")
_PLAIN = rb"[A-Za-z\xc3-\xc9][^:#'\"\\\x00-\x1f\x7f]*[^:#'\"\\\x00-\x20\x7f]"
_FACE = re.compile(
    rb"title: (?:(" + _PLAIN + rb")|'([^'\x00-\x1f\x7f]+)'|\"([^\"\\\x00-\x1f\x7f]+)\")\n"
    b"type: (" + _ID + b")\naudience: (" + _ID + b")\n"
    rb"applies_to:(?: \[((?:" + _ID + rb"(?:, |(?=\])))*+)\]\n|\n((?:  - " + _ID + b"\n)++))"
)
_LINKS = re.compile(
    rb"path: ([^:#'\"\\\x00-\x20\x7f]++)\nlinks:(?: \{\}\n|\n(?:  " + _WHOLE + b"*+\n)*+)"
    rb"assets:(?: \{\}\n|\n((?:  [^:#'\"\\\x00-\x20\x7f]++: sha256:[0-9a-f]{64}\n)++))"
)
_LEAD = re.compile(rb"---\nformat: 1\nid: (" + _ID + rb")\nversion: (['\"])([0-9.]+)\2\n")
_ENTRY = b"\nentry:\n"
_FORMER = re.compile(rb"\nformer_ids:(?: \[([^\]\n]*)\]|((?:\n  - " + _ID + rb")++))\n")
_RARE = re.compile(rb"\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef\xbb\xbf")  # breaks a line for YAML
_WORDS = frozenset({b"null", b"true", b"false"})  # words that are no text in YAML
_LINES = re.compile(rb"[^\n]*+\n(?:[ #-][^\n]*+\n)*+")


class RecordFacts(NamedTuple):
    """Identity and ledger of a document: entries by version number, as a version file has them;
    ``numbers`` of all entries in the order in which they stand; ``withdrawn`` is like an entry.
    ``start`` and ``stop``: where the entries stand in the file (0: not known)."""

    id: str
    former_ids: tuple[str, ...]
    entries: Mapping[str, bytes]
    numbers: tuple[str, ...] = ()
    withdrawn: bytes = b""
    start: int = 0
    stop: int = 0


class VersionFacts(NamedTuple):
    """What a version file states; ``digest`` is what its text really has."""

    id: str
    version: str
    path: str
    entry: bytes
    digest: str
    assets: Mapping[str, str]


class Sealed(NamedTuple):
    """A version file that is right: where its body begins, the ``path`` of its record, and the
    lines that name its ``assets``."""

    start: int
    path: bytes
    assets: bytes


def record_facts(data: bytes, path: str) -> RecordFacts:
    """Identity and ledger of a record, whatever its state."""
    return _plain_facts(data) or _thorough(_parts(data)[0], path)


def _plain_facts(data: bytes) -> RecordFacts | None:
    """The same of a record in the form that the commands write."""
    end = data.find(b"\n---\n", 3) + 1
    front = data[3:end]
    identity = _IDENTITY.match(front, front.find(b"\nid: "))
    if data[:4] != b"---\n" or not end or identity is None or _is_odd(front):
        return None
    at = front.find(b"\nversions:")
    former, ended = _former(front), _ended(front)
    if former is None or ended is None or front.count(b"versions") != (at >= 0):
        return None
    id_ = identity[1].decode()
    if at < 0:
        plain = RecordFacts(id_, former, {}, withdrawn=ended)
        return plain if _TAME.fullmatch(front) else None
    block = _BLOCK.match(front, at)
    if not (block and _TAME.fullmatch(front, 0, at + 1) and _TAME.fullmatch(front, block.end())):
        return None
    entries = _entries(block[1])
    start, stop = block.span(1)
    if not entries:
        return None
    return RecordFacts(id_, former, entries, tuple(entries), ended, start + 3, stop + 3)


def _ended(front: bytes) -> bytes | None:
    """The withdrawal, empty when there is none; None when it is written otherwise."""
    count = front.count(b"withdrawn")
    match = _ENDED.search(front) if count == 1 else None
    return match[1] if match else None if count else b""


def _former(front: bytes) -> tuple[str, ...] | None:
    """The former ids; None when they are written otherwise."""
    at = front.find(b"\nformer_ids")
    if at < 0:
        return ()
    match = _FORMER.match(front, at)
    if match is None:
        return None
    ids = match[1].split(b", ") if match[1] else (match[2] or b"").split(b"\n  - ")[1:]
    return tuple(id_.decode() for id_ in ids) if all(map(_A_ID.fullmatch, ids)) else None


def _is_odd(front: bytes) -> bool:
    """Whether lines may end otherwise than they seem to, or it is no UTF-8."""
    if b"\r" in front or b"\n--- " in front or b"\n---\t" in front:
        return True
    return not (front.isascii() or _is_utf8(front))


def _entries(block: bytes) -> dict[str, bytes] | None:
    """The entries of a ledger that is indented as the commands do; else None."""
    plain = b"\n" + block.replace(b"\n    ", b"\n  ")
    items = plain[:-1].split(b"\n  - ")
    if items[0] or len(plain) - 1 + 2 * (block.count(b"\n") - len(items) + 1) != len(block):
        return None
    found = {}
    for item in items[1:]:
        number = _NUMBER.match(item)
        if number is None:
            return None
        found[number[2].decode()] = b"  %s\n" % item
    return found if len(found) == len(items) - 1 else None


def _thorough(front: str, path: str) -> RecordFacts:
    value = read(front).value
    value = value if isinstance(value, dict) else {}
    name = path.rpartition("/")[2].removesuffix(".md")
    versions, former, ended = (value.get(k) for k in ("versions", "former_ids", "withdrawn"))
    entries = [
        (str(entry.get("version")), _text(entry))
        for entry in (versions if isinstance(versions, list) else ()) if isinstance(entry, dict)
    ]  # fmt: skip
    return RecordFacts(
        str(value.get("id") or name),
        tuple(str(f) for f in former) if isinstance(former, list) else (),
        dict(entries), tuple(number for number, _ in entries), _text(ended) if ended else b"",
    )  # fmt: skip


def sealed(data: bytes, ids: Container[bytes], number: bytes, entry: bytes) -> Sealed | None:
    """A version file in the form that the commands write, when it is what it should be: of a
    document that has or had one of these ids, of this number, with this ledger entry and the text
    that the entry seals. None when ``version_facts`` must look closer."""
    lead = _LEAD.match(data)
    end = data.find(_ENTRY) + 1
    start = end + len(_ENTRY) + len(entry) + 3
    links = data.find(b"\npath: ", 0, end) + 1
    if not (
        lead and lead[1] in ids and lead[3] == number and links
        and data.startswith(b"%s---\n" % entry, end + len(_ENTRY) - 1)
        and (rest := _LINKS.fullmatch(data, links, end)) and not _is_odd(data[: start - 4])
    ):  # fmt: skip
        return None
    face, body = _head(data[lead.end() : links]), data[start:]
    if face and (_seals(entry, face + body) or _seals(entry, face + _normalised(data))):
        return Sealed(start, rest[1], rest[2] or b"")
    return None


def _seals(entry: bytes, text: bytes) -> bool:
    return b"\n  digest: sha256:%s\n" % sha256(text).hexdigest().encode() in entry


def _normalised(data: bytes) -> bytes:
    return normalise(_parts(data)[1]).encode()


@lru_cache(256)
def _head(face: bytes) -> bytes:
    """The head of a text, from the lines of its version file; empty when that takes a YAML
    reader. Most versions of a document have the same."""
    match = _FACE.fullmatch(face)
    if match is None or _WORDS.intersection(match.groups()) or not _is_utf8(face):
        return b""
    plain, single, double, type_, audience, flow, block = match.groups(b"")
    kinds = flow.decode().split(", ") if flow else block.decode()[4:-1].split("\n  - ")
    title = (plain or single or double).decode()
    return head(title, type_.decode(), audience.decode(), [kind for kind in kinds if kind])


def _is_utf8(front: bytes) -> bool:
    try:
        front.decode()
    except UnicodeDecodeError:
        return False
    return not _RARE.search(front)


def version_facts(data: bytes) -> VersionFacts:
    """What a version file states, and the digest that its text really has."""
    front, body = _parts(data)
    value = read(front).value
    value = value if isinstance(value, dict) else {}
    kinds, assets, audience = value.get("applies_to"), value.get("assets"), value.get("audience")
    made = digest(
        str(value.get("title")), str(value.get("type")), None if audience is None else str(audience),
        [str(k) for k in kinds] if isinstance(kinds, list) else [], body,
    )  # fmt: skip
    return VersionFacts(
        str(value.get("id")), str(value.get("version")), str(value.get("path")),
        _text(value.get("entry")), made,
        {str(k): str(v) for k, v in assets.items()} if isinstance(assets, dict) else {},
    )  # fmt: skip


def text_digest(data: bytes) -> str:
    """The digest of the text in a record or version file, whatever it says itself."""
    return version_facts(data).digest


def _parts(data: bytes) -> tuple[str, str]:
    parts = split(decode(data)[0])
    return parts.front or "", parts.body.decode("utf-8")


def _text(value: Any) -> bytes:
    """A ledger entry as a version file has it."""
    from zowerkenwij.store.ledger import dump

    return "".join(f"  {line}\n" for line in dump(value).splitlines()).encode()


def same_entry(one: bytes, other: bytes) -> bool:
    """Whether two ledger entries say the same, however they are written; what is written wrong
    says nothing for certain."""
    if one == other:
        return True
    problems = read(one.decode()).problems or read(other.decode()).problems
    return not problems and entry_value(one) == entry_value(other)


def losses(
    old: RecordFacts, new: RecordFacts | None, adopted: Container[str], names: Mapping[str, str],
    *, may_mix: bool,
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """What the ledger of a record said about ``adopted`` versions and a later one does not:
    version numbers, each with a Dutch clause. ``may_mix``: entries of another branch may have
    come in between. ``names``: the present id of documents that were renamed."""
    entries = new.entries if new else {}
    numbers = [n for n in old.numbers if n in adopted]
    lost = {n for n in numbers if n not in entries}
    for number in numbers:
        if number in lost:
            yield number, "De regel in het register is weggehaald"
        elif not same_entry(old.entries[number], entries[number]):
            yield number, "De regel in het register is gewijzigd"
    now = [n for n in (new.numbers if new else ()) if n in adopted]
    if may_mix:
        now = [n for n in now if n in numbers]
    if new and not lost and now[: len(numbers)] != numbers:
        place = next(pair for pair in zip_longest(numbers, now) if pair[0] != pair[1])
        yield str(place[0] or place[1]), "De volgorde van de regels in het register is gewijzigd"
    if old.withdrawn and numbers:
        ended = [_ended_as(one.withdrawn, names) for one in (old, new) if one]
        if ended[0] != ended[-1] or not new:
            what = "gewijzigd" if new and new.withdrawn else "weggehaald"
            yield numbers[-1], f"De intrekking is {what}"


def _ended_as(withdrawn: bytes, names: Mapping[str, str]) -> dict[str, Any]:
    """What a withdrawal says, with the name that its successor has today."""
    value = entry_value(withdrawn)
    successor = value.get("successor")
    return value | {"successor": names.get(str(successor), successor)}


def seals(made: str, data: bytes) -> bool:
    """Whether a seal is that of these bytes."""
    return made == "sha256:" + sha256(data).hexdigest()


def entry_value(entry: bytes) -> dict[str, Any]:
    """The fields of a ledger entry; what is empty is left out."""
    value = _bare(read(entry.decode()).value)
    return value if isinstance(value, dict) else {}


def _bare(value: Any) -> Any:
    """All scalars as text, without what is empty."""
    if isinstance(value, dict):
        pairs = ((str(k), _bare(v)) for k, v in value.items())
        return {k: v for k, v in pairs if v not in (None, [], {})}
    if isinstance(value, list):
        return [_bare(v) for v in value]
    return None if value is None else str(value)


def ledger_bytes(data: bytes) -> bytes | None:
    """The ledger of a record as it is written, empty when there is none; None when only a YAML
    reader can tell."""
    end = data.find(b"\n---", 3)
    front = data[: end + 2]
    if end < 0 or data[end + 4 : end + 5] != b"\n" or data[:4] != b"---\n":
        return None
    if b"\r" in front or b"\\" in front:  # lines may end elsewhere, keys be written with escapes
        return None
    at = data.find(b"\nversions:", 0, end)
    if at < 0:
        return b"" if data.find(b"versions", 0, end) < 0 else None
    if data.find(b"versions", at + 5, end) >= 0 or data.find(b"versions", 0, at) >= 0:
        return None
    block = _LINES.match(data, at + 10, end + 1)
    return block[0] if block else b"\n"


def only_grew(old: bytes, new: bytes) -> bool:
    """Whether a ledger (``ledger_bytes``) begins with an older one, entry for entry."""
    if not old:
        return True
    if not new.startswith(old):
        return False
    return len(new) == len(old) or new[len(old) :].lstrip(b" ")[:2] == b"- "
