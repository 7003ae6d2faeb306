"""Every adopted text in force on a day, without building the handbook: of each record only its
ledger is read, and of its version files only the one that holds that day."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from zowerkenwij.model.problem import Unreadable
from zowerkenwij.store.files import WorkTree
from zowerkenwij.store.single import Part, record_paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.store.location import Location

_ID = re.compile(rb"\nid: (['\"]?)([a-z0-9][a-z0-9-]*)\1\n")
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
_EFFECTIVE, _EXPIRES, _ADOPTED = b"\n    effective: ", b"\n    expires: ", b"\n    adopted:\n"
_SAFE = bytes(sorted({*range(256)} - {*b"\"'{}[]|>&*!#"}))  # the others may make a line another
_PLAIN_ENTRY = re.compile(rb"  - version: '[0-9.]+'\n")


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
    held: list[tuple[str, str, str]] = []
    for record, data in source.read(sorted(record_paths(location, top))):
        if isinstance(data, Unreadable):
            continue
        id_, version = (
            _plain(data, asked) or _readable(data, day) or _thorough(location, record, day)
        )
        if id_ not in seen and version:  # the first record with an id is the document
            held.append((id_, version, f"{top}versions/{id_}/{version}.md"))
        seen.add(id_)
    for (id_, version, path), (_, found) in zip(
        held, source.read(path for _, _, path in held), strict=True
    ):
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
    front = data[3:end]
    identity = _ID.match(front, front.find(b"\nid: "))
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
    """The version that holds, looked for from the newest entry back; None when in doubt."""
    end = len(block) if _is_plain(block) else -1
    while end > 0:
        start = block.rfind(_ENTRY, 0, end)
        at = block.rfind(_EFFECTIVE, start, end) + len(_EFFECTIVE)
        if at >= len(_EFFECTIVE) and block[at : at + 10] > day:
            end = start  # holds later: no need to look closer
            continue
        item = block[start + len(_ENTRY) : end]
        number, dates = _NUMBER.match(item), _DATES.match(item, item.find(_ADOPTED) + 1)
        if not (number and dates) or item.count(_EFFECTIVE) > 1 or item.count(_EXPIRES) > 1:
            return None
        adopted, effective, expires = dates.groups()
        if adopted <= day and effective <= day:
            return "" if expires and expires < day else number[2].decode()
        end = start
    return None if end < 0 else ""


def _is_plain(block: bytes) -> bool:
    """Whether every line of a ledger says what it seems to say: no quotes but those around a
    whole value, no other signs of YAML."""
    rest = block.translate(None, _SAFE)
    if rest.count(b"'") == len(rest) == 2 * len(_PLAIN_ENTRY.findall(block)):
        return True
    return not _QUOTED.sub(b": -\n", block).translate(None, _SAFE)


def _readable(data: bytes, day: date) -> tuple[str, str] | None:
    """The same of a record whose front matter is in order, whatever its form; else None."""
    from zowerkenwij.store.source_text import decode, split
    from zowerkenwij.store.yaml import read

    clean, problem = decode(data)
    parts = split(clean)
    found = read(parts.front or "")
    value = found.value
    if problem or parts.problem or found.problems or not isinstance(value, dict):
        return None
    try:
        rows = [_dates(entry) for entry in value.get("versions") or []]
        ended = value.get("withdrawn") and date.fromisoformat(value["withdrawn"]["on"]) <= day
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    held = [(number, expires) for number, starts, expires in rows if starts <= day]
    if ended or not held:
        return str(value.get("id")), ""
    number, expires = held[-1]
    return str(value.get("id")), "" if expires and expires < day else number


def _dates(entry: dict[str, Any]) -> tuple[str, date, date | None]:
    """Number of a version, the day from which it holds, and its last day."""
    starts = max(map(date.fromisoformat, (entry["adopted"]["on"], entry["effective"])))
    expires = entry.get("expires")
    return str(entry["version"]), starts, date.fromisoformat(expires) if expires else None


def _thorough(location: Location, path: str, day: date) -> tuple[str, str]:
    """The same of any record, as the whole handbook would have it."""
    from zowerkenwij.store.loader import load

    handbook = load(Part(location.root, location.prefix, (path,)))
    (document,) = handbook.documents
    entry = handbook.in_force(document, day)
    return document.id, entry.version if entry else ""
