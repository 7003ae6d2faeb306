"""From bytes to text: encoding, line ends, and front matter apart from the body."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from zowerkenwij.store.yaml_events import Problem

MAX_FRONT = 1_000_000
_A_KEY = re.compile(rb"[a-z_]+:(?: |\n)")
_BOM = codecs.BOM_UTF8
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Parts:
    """A Markdown record in two: the YAML between the ``---`` lines and the body below. The
    YAML begins at ``first_line`` of the file, the body at ``body_line``."""

    front: str | None
    body: bytes
    body_line: int
    problem: Problem | None = None
    first_line: int = 2


def decode(data: bytes) -> tuple[bytes, Problem | None]:
    """The bytes as clean UTF-8 with LF line ends and without BOM. What is not UTF-8 is read as
    Windows-1252 there, and reported once; of a file that is no text nothing is left."""
    if data.startswith(_BOM):
        data = data[3:]
    problem = None
    if not data.isascii():
        data, problem = _checked(data)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data, problem


def _checked(data: bytes) -> tuple[bytes, Problem | None]:
    if encoding := _UTF16.get(data[:2]):
        text = data[2:].decode(encoding, "replace")
        message = "Dit bestand is opgeslagen als UTF-16. Sla het op als UTF-8."
        return text.encode("utf-8", "replace"), Problem(1, 1, message)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = (
            data[: error.start].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        )
        column = len(before) - before.rfind("\n")
        message = (
            "Hier staat een teken dat geen UTF-8 is. Sla het bestand op als "
            "UTF-8 en kijk de letter na."
        )
        if b"\0" in data:
            return b"", Problem(
                1, 1, "Dit is geen tekst. Zet hier het goede bestand neer, als UTF-8."
            )
        text = data.decode("utf-8", "zowerkenwij-windows")
        return text.encode(), Problem(before.count("\n") + 1, column, message)
    return data, None


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


codecs.register_error("zowerkenwij-windows", _as_windows)


def split(data: bytes) -> Parts:
    """Front matter and body of clean bytes (see ``decode``)."""
    first, _, rest = data.partition(b"\n")
    if first.rstrip(b" \t") != b"---":
        message = (
            "Bovenaan ontbreekt de kop met gegevens. Begin met een regel "
            "`---`, dan `format: 1`, `id: …` en de rest, en sluit af met `---`."
        )
        return _unopened(data, Problem(1, 1, message))
    start = len(data) - len(rest)
    end, after = _closing(data, start - 1)
    if end < 0:
        return _unclosed(data, start)
    if end - start > MAX_FRONT:
        message = "De kop met gegevens is groter dan 1 MB en is niet gelezen. Maak hem korter."
        return Parts(None, data[after:], data.count(b"\n", 0, after) + 1, Problem(1, 1, message))
    front = data[start : end + 1].decode()
    return Parts(front, data[after:], front.count("\n") + 3)


def _closing(data: bytes, position: int) -> tuple[int, int]:
    """Where the line ``---`` that closes the front matter begins (at its line end before) and
    where the body begins; (-1, -1) when there is none."""
    while (position := data.find(b"\n---", position)) >= 0:
        end = data.find(b"\n", position + 4)
        line_end = len(data) if end < 0 else end
        if not data[position + 4 : line_end].strip(b" \t"):
            return position, min(line_end + 1, len(data))
        position += 4
    return -1, -1


def _unopened(data: bytes, problem: Problem) -> Parts:
    """Without opening line: a file that begins with a key has its front matter up to ``---``."""
    end, after = _closing(data[:MAX_FRONT], 0)
    if end < 0 or not _A_KEY.match(data):
        return Parts(None, data, 1, problem)
    front = data[: end + 1].decode()
    return Parts(front, data[after:], front.count("\n") + 2, problem, first_line=1)


def _unclosed(data: bytes, start: int) -> Parts:
    """Without closing line: the front matter ends at the first blank line or heading."""
    lines = data[start : start + MAX_FRONT].split(b"\n")
    count = next(
        (i for i, x in enumerate(lines) if not x.strip() or x.startswith(b"# ")), len(lines)
    )
    front = b"".join(x + b"\n" for x in lines[:count])
    message = (
        "De kop met gegevens wordt niet afgesloten. Zet onder de laatste regel "
        "ervan een regel `---`."
    )
    return Parts(
        front.decode("utf-8", "replace"),
        data[start + len(front) :],
        count + 2,
        Problem(1, 1, message),
    )
