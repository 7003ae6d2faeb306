"""Every adopted text in force on a day, without building the handbook: of each record only its
ledger is read, and not even that when it is known (``ledgers.py``); of its version files only the
one that holds that day."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from zowerkenwij.model.problem import Unreadable
from zowerkenwij.store.files import WorkTree
from zowerkenwij.store.ledgers import Ledgers
from zowerkenwij.store.single import Part, record_paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zowerkenwij.store.location import Location

_ID = re.compile(rb"\nid: (['\"]?)([a-z0-9][a-z0-9-]*)\1\n")
_TYPE = re.compile(rb"\ntype: ([a-z][a-z-]*)\n")
_END = re.compile(rb"\n[^ ]")
_ENTRY = b"  - version: "
_QUOTED = re.compile(rb": (?:\"[^\"\\\n]*\"|'[^'\n]*'|\[\])\n")  # a whole value on its own line
_DAY = rb"(\d{4}-\d\d-\d\d)\n"
_REST = rb"(?:      (?!on:)[a-z]+: [^\n]*\n)*"
_ITEM = re.compile(
    rb"  - version: (['\"]?)(\d+\.\d+)\1\n(?:    (?!adopted:|effective:|expires:)[^\n]*\n)*"
    rb"    adopted:\n" + _REST + rb"      on: " + _DAY + _REST
    + rb"    effective: " + _DAY + rb"(?:    expires: " + _DAY + rb")?"
)  # fmt: skip
_SAFE = bytes(sorted({*range(256)} - {*b"\"'{}[]|>&*!#"}))  # the others may make a line another
_NEVER = "~"  # sorts after every day
_PLAIN_ENTRY = re.compile(rb"  - version: '[0-9.]+'\n")
_Day = str | bytes  # YYYY-MM-DD


class InForce(NamedTuple):
    """A text that holds: ``path`` of its version file, ``text`` its body with LF line ends;
    None when that file cannot be read (``verify`` says why). ``record``: the path of its record.
    ``type``: of the document at that time; empty when only a YAML reader can tell."""

    document: str
    version: str
    path: str
    text: str | None
    record: str
    type: str


class _Row(NamedTuple):
    """A version, the day from which it holds, and the day from which it does not any more."""

    version: str
    starts: str
    after: str


class _Facts(NamedTuple):
    """What a record says of its versions; ``ended`` is the day of withdrawal."""

    id: str
    rows: list[_Row]
    ended: str


def texts_in_force(location: Location, day: date) -> Iterator[InForce]:
    """The texts in force on a day, in the order of the records' paths. A document that is not
    adopted, not yet in force, expired or withdrawn on the day is left out."""
    source = WorkTree(location.root, location.prefix)
    top = f"{location.prefix}/" if location.prefix else ""
    held = list(_held(location, sorted(record_paths(location, top)), day))
    found = source.read(f"{top}versions/{id_}/{version}.md" for _, id_, version, _ in held)
    for (record, id_, version, is_plain), (path, data) in zip(held, found, strict=True):
        if isinstance(data, Unreadable):
            yield InForce(id_, version, path, None, record, "")
            continue
        kind = _TYPE.search(data, 0, max(data.find(b"\n---\n"), 0)) if is_plain else None
        type_ = kind[1].decode() if kind else ""
        yield InForce(id_, version, path, _body(data), record, type_)


def _held(location: Location, paths: list[str], day: date) -> Iterator[tuple[str, str, str, bool]]:
    """Record, id and version of what holds, and whether a quick look was enough; the first record
    with an id is the document."""
    source, seen, asked = WorkTree(location.root, location.prefix), set(), day.isoformat() + _NEVER
    with Ledgers(location.root) as ledgers:
        for path in paths:
            spans = ledgers.recalled(path)
            if spans is None:
                ((_, data),) = source.read([path])
                if isinstance(data, Unreadable):
                    continue
                spans = _spans(data)
                ledgers.learn(path, spans)
            id_, version = _at(spans, asked) if spans else _thorough(location, path, day)
            if id_ not in seen and version:
                yield path, id_, version, bool(spans)
            seen.add(id_)


def _at(spans: list[str], asked: str) -> tuple[str, str]:
    at = bisect_right(spans, asked, 1) - 1
    return spans[0], spans[at][11:] if at else ""


def _body(data: bytes) -> str:
    end = data.find(b"\n---", 3)
    if data[:4] == b"---\n" and data[end : end + 5] == b"\n---\n" and b"\r" not in data:
        try:
            return data[end + 5 :].decode("utf-8")
        except UnicodeDecodeError:
            pass

    from zowerkenwij.store.source_text import decode, split

    return split(decode(data)[0]).body.decode("utf-8")


def _spans(data: bytes) -> list[str]:
    """The id of a record, then "day version" for each day on which another version takes over,
    in order; no version when nothing holds from then on. Empty when this reader cannot tell."""
    try:
        facts = _plain(data) or _readable(data)
        return _over_time(facts) if facts else []
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        return []


def _over_time(facts: _Facts) -> list[str]:
    ended, rows = facts.ended, facts.rows
    if all(a.starts < b.starts for a, b in pairwise(rows)) and {r.after for r in rows} | {
        ended
    } <= {_NEVER}:
        return [facts.id, *(f"{row.starts} {row.version}" for row in rows)]
    days = {row.starts for row in rows} | {row.after for row in rows} | {ended}
    spans = [facts.id]
    for day in sorted(days - {_NEVER}):
        held = next((row for row in reversed(rows) if row.starts <= day), None)
        holds = held and day < held.after and day < ended
        spans.append(f"{day} {held.version if held and holds else ''}")
    return spans


def _plain(data: bytes) -> _Facts | None:
    """The facts of a record in the form that the commands write; None when only a YAML reader
    can tell."""
    end = data.find(b"\n---\n", 3) + 1
    front = data[3:end]
    identity = _ID.match(front, front.find(b"\nid: "))
    if data[:4] != b"---\n" or not end or b"\r" in front or identity is None:
        return None
    if b"withdrawn" in front or front.count(b"\nid: ") > 1:
        return None
    block = _block(front)
    rows = None if block is None else _rows(block)
    return None if rows is None else _Facts(identity[2].decode(), rows, _NEVER)


def _block(front: bytes) -> bytes | None:
    """The entries of a ledger; empty when there is none, None when it is written otherwise."""
    count = front.count(b"versions")
    at = front.find(b"\nversions:\n" + _ENTRY) + 11
    if not count or count > 1 or at < 11:
        return None if count else b""
    end = _END.search(front, at)
    stop = end.start() + 1 if end else len(front)
    return None if front[stop : stop + 1] in (b"#", b"-", b"\n") else front[at:stop]


def _rows(block: bytes) -> list[_Row] | None:
    """The entries of a ledger; None when in doubt."""
    rows: list[_Row] = []
    at, end = 0, len(block) if _is_plain(block) else -1
    while at != end:
        item = _ITEM.match(block, at)
        if item is None:
            return None
        _, number, *days = item.groups()
        rows.append(_row(number.decode(), *days))
        at = item.end()
    return rows


def _row(version: str, adopted: _Day, effective: _Day, expires: _Day | None = None) -> _Row:
    starts = max(_day(adopted), _day(effective))
    return _Row(version, starts, _day(expires, 1) if expires else _NEVER)


@lru_cache(1000)
def _day(text: _Day, later: int = 0) -> str:
    """A date as text, so many days later; raises ``ValueError`` when it is none."""
    day = date.fromisoformat(text.decode() if isinstance(text, bytes) else text)
    return (day + timedelta(later)).isoformat()


def _is_plain(block: bytes) -> bool:
    """Whether every line of a ledger says what it seems to say: no quotes but those around a
    whole value, no other signs of YAML."""
    rest = block.translate(None, _SAFE)
    if rest.count(b"'") == len(rest) == 2 * len(_PLAIN_ENTRY.findall(block)):
        return True
    return not _QUOTED.sub(b": -\n", block).translate(None, _SAFE)


def _readable(data: bytes) -> _Facts | None:
    """The facts of a record whose front matter is in order, whatever its form; else None."""
    from zowerkenwij.store.source_text import decode, split
    from zowerkenwij.store.yaml import read

    clean, problem = decode(data)
    parts = split(clean)
    found = read(parts.front or "")
    value = found.value
    if problem or parts.problem or found.problems or not isinstance(value, dict):
        return None
    rows = [
        _row(str(e["version"]), e["adopted"]["on"], e["effective"], e.get("expires"))
        for e in value.get("versions") or []
    ]
    ended = _day(value["withdrawn"]["on"]) if value.get("withdrawn") else _NEVER
    return _Facts(str(value.get("id")), rows, ended)


def _thorough(location: Location, path: str, day: date) -> tuple[str, str]:
    """The same of any record, as the whole handbook would have it."""
    from zowerkenwij.store.loader import load

    handbook = load(Part(location.root, location.prefix, (path,)))
    (document,) = handbook.documents
    entry = handbook.in_force(document, day)
    return document.id, entry.version if entry else ""
