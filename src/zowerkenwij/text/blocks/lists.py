"""The lines of a list, as python-markdown with ``sane_lists`` takes them apart: an item goes deeper
by four blanks, a marker of the other kind is text, a blank line sets items apart."""

from __future__ import annotations

from dataclasses import dataclass, field

from zowerkenwij.text.blocks.lines import DIRECTIVE, MARKER, RULE, Line, Lines, chunk, is_indented


@dataclass(slots=True)
class Draft:
    """An item while its lines are gathered: ``own`` as they stand, ``lines`` without indent."""

    lines: list[Line] = field(default_factory=list)
    own: list[Line] = field(default_factory=list)
    is_loose: bool = False

    def ends_in_list(self) -> bool:
        """Whether the newest lines are a list inside this item."""
        return any(MARKER.fullmatch(line.text) for line in self.lines[1:])


def is_marker(line: Line, *, ordered: bool) -> bool:
    """Whether an item of this kind of list begins here."""
    marker = MARKER.fullmatch(line.text)
    return marker is not None and (marker["number"] is not None) == ordered


def gather(
    lines: Lines, at: int, stops: frozenset[int], *, ordered: bool
) -> tuple[list[Draft], int]:
    """The items of the list that begins at ``at``, and the index after it."""
    items: list[Draft] = []
    end = at
    while at < len(lines):
        if lines[at].is_blank:
            at += 1
            continue
        goes_on = is_indented(lines[at]) or is_marker(lines[at], ordered=ordered)
        if at in stops or not goes_on or RULE.fullmatch(lines[at].text):
            break
        end = chunk(lines, at, stops)
        if is_indented(lines[at]):
            _continue(items[-1], lines[at:end])
        else:
            _add(items, lines[at:end], ordered=ordered)
        if end < len(lines) and not lines[end].is_blank and not _is_inner_marker(lines[end]):
            break
        at = end
    return items, end


def _is_inner_marker(line: Line) -> bool:
    """Whether a directive inside an item begins or ends here."""
    return is_indented(line) and DIRECTIVE.fullmatch(line.text) is not None


def _continue(item: Draft, lines: Lines) -> None:
    """A part behind a blank line that belongs to the item."""
    first = lines[0].without(4)
    if not (is_indented(first) and item.ends_in_list()):
        item.is_loose = True
    item.lines += (_gap(first), *(_dedent(line) for line in lines))
    item.own += lines


def _add(items: list[Draft], lines: Lines, *, ordered: bool) -> None:
    follows = bool(items)
    if follows:
        items[-1].is_loose = True
    for line in lines:
        if is_marker(line, ordered=ordered):
            marker = MARKER.fullmatch(line.text)
            text = marker["text"] if marker else ""
            items.append(Draft([line.saying(text)], [line], follows))
            follows = False
            continue
        item = items[-1]
        item.own.append(line)
        if _is_deeper(line):
            if not item.lines[-1].text.startswith(" ") and not _inside(item):
                item.lines.append(_gap(line))
            item.lines.append(_dedent(line))
        else:
            item.lines.append(_dedent(line) if _inside(item) else line)


def _inside(item: Draft) -> bool:
    return any(not line.text for line in item.lines[1:])


def _is_deeper(line: Line) -> bool:
    return (is_indented(line) and MARKER.fullmatch(line.text[4:]) is not None) or (
        is_indented(line) and MARKER.fullmatch(line.text.lstrip(" ")) is not None
    )


def _dedent(line: Line) -> Line:
    return line.without(4) if is_indented(line) else line


def _gap(line: Line) -> Line:
    return Line("", line.start, line.start)
