"""Every adopted text in force on a day, without building the handbook: of each record only its
ledger is read, and of its version files only the one that holds that day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from zowerkenwij.model.problem import Unreadable
from zowerkenwij.store.files import WorkTree
from zowerkenwij.store.single import Part, record_paths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from zowerkenwij.store.location import Location

_ID = re.compile(rb"^id: (['\"]?)([a-z0-9][a-z0-9-]*)\1$", re.MULTILINE)
_END = re.compile(rb"\n[^ ]")
_ENTRY = b"  - version: "
_QUOTED = re.compile(rb": (?:\"[^\"\\\n]*\"|'[^'\n]*'|\[\])\n")  # a whole value on its own line
_NUMBER = re.compile(rb"(['\"]?)(\d+\.\d+)\1\n")
_DAY = rb"(\d{4}-\d\d-\d\d)\n"
_REST = rb"(?:      (?!on:)[a-z]+: [^\n]*\n)*"
_DATES = re.compile(
    rb"    adopted:\n" + _REST + rb"      on: " + _DAY + _REST
    + rb"    effective: " + _DAY + rb"(?:    expires: " + _DAY + rb")?\Z"
)  # fmt: skip
_DOUBTFUL = re.compile(rb"[\"'{}\[\]|>&*!#]")  # what may make a line mean something else


class InForce(NamedTuple):
    """A text that holds: ``path`` of its version file, ``text`` its body with LF line ends;
    None when that file cannot be read (``verify`` says why)."""

    document: str
    version: str
    path: str
    text: str | None


def texts_in_force(location: Location, day: date) -> Iterator[InForce]:
    """The texts in force on a day, in the order of the records' paths. A document that is not
    adopted, not yet in force, expired or withdrawn on the day is left out."""
    source = WorkTree(location.root, location.prefix)
    top = f"{location.prefix}/" if location.prefix else ""
    asked = day.isoformat().encode()
    seen: set[str] = set()
    for record, data in source.read(sorted(record_paths(location, top))):
        if isinstance(data, Unreadable):
            continue
        id_, version = _plain(data, asked) or _thorough(location, record, day)
        known = id_ in seen  # the first record with an id is the document
        seen.add(id_)
        if known or not version:
            continue
        path = f"{top}versions/{id_}/{version}.md"
        ((_, found),) = source.read((path,))
        yield InForce(id_, version, path, None if isinstance(found, Unreadable) else _body(found))


def _body(data: bytes) -> str:
    end = data.find(b"\n---", 3)
    if data[:4] == b"---\n" and data[end : end + 5] == b"\n---\n" and b"\r" not in data:
        try:
            return data[end + 5 :].decode("utf-8")
        except UnicodeDecodeError:
            pass

    from zowerkenwij.store.source_text import decode, split

    return split(decode(data)[0]).body.decode("utf-8")


def _plain(data: bytes, day: bytes) -> tuple[str, str] | None:
    """Id and version of a record in the form that the commands write; an empty version when
    nothing holds. None when only a YAML reader can tell."""
    end = data.find(b"\n---\n", 3) + 1
    front = data[4:end]
    identity = _ID.search(front)
    if data[:4] != b"---\n" or not end or b"\r" in front or identity is None:
        return None
    if b"withdrawn" in front or front.count(b"\nid: ") > 1:
        return None
    id_ = identity[2].decode()
    block = _block(front)
    version = None if block is None else _newest(block, day)
    return None if version is None else (id_, version)


def _block(front: bytes) -> bytes | None:
    """The entries of a ledger; empty when there is none, None when it is written otherwise."""
    count = front.count(b"versions")
    at = front.find(b"\nversions:\n" + _ENTRY) + 11
    if not count or count > 1 or at < 11:
        return None if count else b""
    end = _END.search(front, at)
    stop = end.start() + 1 if end else len(front)
    return None if front[stop : stop + 1] in (b"#", b"-", b"\n") else front[at:stop]


def _newest(block: bytes, day: bytes) -> str | None:
    """The version that holds, looked for from the newest entry back."""
    end = len(block)
    while end > 0:
        start = block.rfind(_ENTRY, 0, end)
        item = block[start + len(_ENTRY) : end]
        number = _NUMBER.match(item)
        at = item.find(b"\n    adopted:\n") + 1
        dates = _DATES.match(item, at)
        if not (number and dates):
            return None
        if _DOUBTFUL.search(_QUOTED.sub(b": -\n", item[number.end() :])):
            return None
        adopted, effective, expires = dates.groups()
        if b"\n    effective:" in item[:at] or b"\n    expires:" in item[:at]:
            return None
        if adopted <= day and effective <= day:
            return "" if expires and expires < day else number[2].decode()
        end = start
    return ""


def _thorough(location: Location, path: str, day: date) -> tuple[str, str]:
    """The same of any record, as the whole handbook would have it."""
    from zowerkenwij.store.loader import load

    handbook = load(Part(location.root, location.prefix, (path,)))
    (document,) = handbook.documents
    entry = handbook.in_force(document, day)
    return document.id, entry.version if entry else ""
