"""From bytes to text: encoding, line ends, and front matter apart from the body."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from zowerkenwij.store.yaml_events import Problem

MAX_FRONT = 1_000_000
_BLANKS = re.compile(rb"[ \t\n]+(?=---[ \t]*\n)")
_ALMOST = re.compile(rb"(?:--|-{4,}|\.{3}|\xe2\x80[\x93\x94]-?)[ \t]*")  # dashes as Word makes them
_A_KEY = re.compile(rb"[a-z_]+:(?: |\n)")
_BOM = codecs.BOM_UTF8
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Parts(NamedTuple):
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
    if (b"<" in data and b"<<<<<<< " in data) or (b">" in data and b">>>>>>> " in data):
        data, conflict = _without_conflict(data)
        problem = problem or conflict
    return data, problem


_SIDES = {b"<<<<<<< ": "ours", b"||||||| ": "base", b">>>>>>> ": ""}


def _without_conflict(data: bytes) -> tuple[bytes, Problem | None]:
    """The text without the marks that git leaves where two changes met, and with the first of the
    two only; the lines that go become blank. The first mark is reported."""
    lines = data.split(b"\n")
    side, first = "", 0
    for index, line in enumerate(lines):
        if line[:8] in _SIDES:
            side, first = _SIDES[line[:8]], first or index + 1
        elif line == b"=======" and side:
            side = "theirs"
        elif side in ("", "ours"):
            continue
        lines[index] = b""
    message = (
        "Hier staan twee versies van de tekst door elkaar (een samenvoegconflict van git). Kies wat er "
        "moet staan en haal de regels met `<<<<<<<`, `=======` en `>>>>>>>` weg."
    )
    return b"\n".join(lines), Problem(first, 1, message) if first else None


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
    if data[:1] in (b"\n", b" ", b"\t") and (found := _BLANKS.match(data)):
        return _lower(split(data[found.end() :]), found[0].count(b"\n"))
    start = data.find(b"\n") + 1 or len(data)
    if data[:start].rstrip(b" \t\n") != b"---":
        message = (
            "Bovenaan ontbreekt de kop met gegevens. Begin met een regel "
            "`---`, dan `format: 1`, `id: …` en de rest, en sluit af met `---`."
        )
        return _unopened(data, Problem(1, 1, message))
    end, after = _closing(data, start - 1)
    if end < 0:
        return _unclosed(data, start)
    if end - start > MAX_FRONT:
        message = "De kop met gegevens is groter dan 1 MB en is niet gelezen. Maak hem korter."
        return Parts(None, data[after:], data.count(b"\n", 0, after) + 1, Problem(1, 1, message))
    front = data[start : end + 1].decode()
    return Parts(front, data[after:], front.count("\n") + 3)


def _lower(parts: Parts, lines: int) -> Parts:
    """What stands below blank lines that should not be there."""
    message = (
        "Boven de kop met gegevens staat een lege regel of spatie. Begin het bestand met `---`."
    )
    problem = parts.problem._replace(line=parts.problem.line + lines) if parts.problem else None
    return parts._replace(
        body_line=parts.body_line + lines, first_line=parts.first_line + lines,
        problem=problem or Problem(1, 1, message),
    )  # fmt: skip


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
        (
            i
            for i, x in enumerate(lines)
            if not x.strip() or x.startswith(b"# ") or _ALMOST.fullmatch(x)
        ),
        len(lines),
    )
    front = b"".join(x + b"\n" for x in lines[:count])
    message = (
        "De kop met gegevens wordt niet afgesloten. Zet onder de laatste regel "
        "ervan een regel `---`."
    )
    almost = count < len(lines) and _ALMOST.fullmatch(lines[count]) is not None
    body = data[start + len(front) + (len(lines[count]) + 1 if almost else 0) :]
    problem = Problem(count + 2 if almost else 1, 1, message)
    return Parts(front.decode("utf-8", "replace"), body, count + 2 + almost, problem)
