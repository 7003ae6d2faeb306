"""What a record and a version file state, taken from their bytes without building models.

``verify`` reads every adopted text there is, so this is fast for the form that the commands
write and exact for any other: what a pattern does not know, the strict YAML reader decides.
A ledger entry is kept as its YAML, without indentation; ``same_entry`` compares the meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zowerkenwij.store.source_text import decode, split
from zowerkenwij.store.yaml import read
from zowerkenwij.text import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ID = r"[a-z0-9][a-z0-9-]*+"
_WHOLE = r"(?:[^'\"\[\]{}\n]++|'[^'\n]*+'|\"[^\"\\\n]*+\")"  # no quote that runs on
_VALUE = rf"(?:{_WHOLE}|\[(?:{_WHOLE}|\{{{_WHOLE}*+\}})*+\]|\{{{_WHOLE}*+\}})"
_TAME = re.compile(rf"(?:{_VALUE}*+\n)*+")  # every line stands on its own
_IDENTITY = re.compile(rf"^id: ({_ID})$", re.MULTILINE)
_FORMER = re.compile(r"^former_ids:", re.MULTILINE)
_BLOCK = re.compile(r"^versions:\n((?:[ ]{2}[^\n]+\n)*+)(?![ #-])", re.MULTILINE)
_NUMBER = re.compile(r"version: (['\"]?)([0-9]+\.[0-9]+)\1\n")
_VERSION_FILE = re.compile(
    rf"format: 1\nid: ({_ID})\nversion: '([0-9.]+)'\n"
    rf"title: ([A-Za-z\u00c0-\u024f](?:[^:#'\"\n\\]*[^:#'\"\n\\ ])?)\n"
    rf"type: ({_ID})\naudience: ({_ID})\napplies_to:(?: \[\]\n|\n((?:  - {_ID}\n)*+))"
    rf"path: ([^:#'\"\n\\ ]++)\nlinks:(?: \{{\}}\n|\n(?:  {_WHOLE}*+\n)*+)"
    rf"assets: \{{\}}\nentry:\n((?:  {_WHOLE}++\n)++)"
)
_WORDS = frozenset({"null", "true", "false"})
_LINES = re.compile(rb"[^\n]*+\n(?:[ #-][^\n]*+\n)*+")
_INDENT = re.compile(r"^  ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """Identity and ledger of a document: entries by version number."""

    id: str
    former_ids: tuple[str, ...]
    entries: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What a version file states, and ``digest``: what its text really has."""

    id: str
    version: str
    path: str
    entry: str
    digest: str
    assets: Mapping[str, str] = field(default_factory=dict)


def record_facts(data: bytes, path: str) -> RecordFacts:
    """Identity and ledger of a record, whatever its state."""
    return _front_facts(_parts(data)[0], path)


def _front_facts(front: str, path: str) -> RecordFacts:
    identity = _IDENTITY.search(front)
    count = front.count("versions")
    if identity is None or count > 1 or _FORMER.search(front) or not _TAME.fullmatch(front):
        return _thorough(front, path)
    if not count:
        return RecordFacts(identity[1], (), {})
    block = _BLOCK.search(front)
    entries = list(_items(block[1])) if block else []
    found = {number[2]: item for item in entries if (number := _NUMBER.match(item))}
    if not block or len(found) != len(entries) or not entries:
        return _thorough(front, path)
    return RecordFacts(identity[1], (), found)


def _items(block: str) -> Iterator[str]:
    """The entries of a ledger that is indented as the commands do; else one that is no entry."""
    if not block.startswith("  - "):
        yield ""
        return
    for item in ("\n" + block).split("\n  - ")[1:]:
        text = item.removesuffix("\n")
        lines = text.count("\n")
        plain = text.replace("\n    ", "\n")
        if len(text) - len(plain) != 4 * lines:
            yield ""
        yield plain + "\n"


def _thorough(front: str, path: str) -> RecordFacts:
    value = read(front).value
    value = value if isinstance(value, dict) else {}
    name = path.rpartition("/")[2].removesuffix(".md")
    versions = value.get("versions")
    former = value.get("former_ids")
    return RecordFacts(
        str(value.get("id") or name),
        tuple(str(f) for f in former) if isinstance(former, list) else (),
        {
            str(entry.get("version")): _text(entry)
            for entry in (versions if isinstance(versions, list) else ())
            if isinstance(entry, dict)
        },
    )


def version_facts(data: bytes) -> VersionFacts:
    """What a version file states, and the digest that its text really has."""
    front, body = _parts(data)
    match = _VERSION_FILE.fullmatch(front)
    if match is None or match[3] in _WORDS or match[5] in _WORDS:
        return _thorough_version(front, body)
    id_, version, title, type_, audience, kinds, path, entry = match.groups()
    applies_to = [line[4:] for line in kinds.splitlines()] if kinds else []
    return VersionFacts(
        id_, version, path, _INDENT.sub("", entry),
        digest(title, type_, audience, applies_to, body),
    )  # fmt: skip


def _thorough_version(front: str, body: str) -> VersionFacts:
    value = read(front).value
    value = value if isinstance(value, dict) else {}
    kinds, assets = value.get("applies_to"), value.get("assets")
    audience = value.get("audience")
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
    return _thorough_version(*_parts(data)).digest


def _parts(data: bytes) -> tuple[str, str]:
    parts = split(decode(data)[0])
    return parts.front or "", parts.body.decode("utf-8")


def _text(value: Any) -> str:
    from zowerkenwij.store.ledger import dump

    return dump(value)


def same_entry(one: str, other: str) -> bool:
    """Whether two ledger entries say the same, however they are written; what is written wrong
    says nothing for certain."""
    if one == other:
        return True
    doubtful = read(one).problems or read(other).problems  # a double key hides what it says
    return not doubtful and entry_value(one) == entry_value(other)


def entry_value(entry: str) -> dict[str, Any]:
    """The fields of a ledger entry; what is empty is left out."""
    value = _bare(read(entry).value)
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
    if end < 0 or b"\r" in data[: end + 2] or data[:4] != b"---\n":
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
