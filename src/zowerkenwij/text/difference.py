"""The difference of two texts by word, as pieces that rebuild both.

Equal lines are found first (unique ones are anchors), then words inside what is left, by Myers'
greedy algorithm (E. Myers, "An O(ND) Difference Algorithm", 1986). The work is counted and has a
limit: of two huge texts that share hardly anything, whole paragraphs are shown as replaced.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PieceKind = Literal["equal", "insert", "delete"]

MAX_WORK = 3_000_000
"""Steps of the inner loop for one pair of texts: some seconds on a small machine."""
_MAX_EDITS = 1_500  # edits within one stretch before it counts as rewritten

_TOKEN = re.compile(
    r"\n+|[ \t]+"  # line ends, blanks
    r"|\{\{[^{}\n]*\}\}|\{[#.][^{}\n]*\}"  # a slot, an anchor
    r"|(?<=\])\([^()\s]*\)"  # the target of a link
    r"|https?://[^\s()<>]*[^\s()<>.,;:!?]"
    r"|\w+(?:[’'\-./:@]\w+)*"  # a word, number, date or mail address
    r"|\*+|_+|#+|`+|:::|~+"  # marks of Markdown
    r"|.",
    re.DOTALL,
)
_LINE = re.compile(r"[^\n]*\n+|[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. All ``equal`` and ``delete`` pieces in a row are the text before, all
    ``equal`` and ``insert`` pieces the text after. No piece is empty, no two neighbours have
    one kind, and a ``delete`` comes before the ``insert`` that replaces it."""

    kind: PieceKind
    text: str


def words(before: str, after: str) -> tuple[Piece, ...]:
    """The difference by word: Markdown marks, link targets, slots and anchors are each one
    word. Never fails; a few equal words between larger changes are shown as changed, because
    that reads better."""
    if before == after:
        return (Piece("equal", before),) if before else ()
    runs = _Difference().runs(_LINE.findall(before), _LINE.findall(after))
    return tuple(_pieces(_without_crumbs(_joined(runs))))


@dataclass(slots=True)
class _Run:
    """A stretch that is equal (``old`` is ``new``), or where ``old`` became ``new``."""

    equal: bool
    old: str
    new: str


class _Difference:
    """One comparison, with the work it may still do."""

    def __init__(self) -> None:
        self.work = MAX_WORK

    def runs(self, old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
        """Compare by line; what is left between equal lines by word."""
        for same, a, b in _by_anchors(old, new):
            if same:
                yield _Run(True, "".join(a), "".join(a))
            else:
                yield from self.words("".join(a), "".join(b))

    def words(self, old: str, new: str) -> Iterator[_Run]:
        """Compare by word."""
        a, b = _TOKEN.findall(old), _TOKEN.findall(new)
        head, tail = _common(a, b)
        yield _Run(True, "".join(a[:head]), "".join(a[:head]))
        yield from self._middle(a[head : len(a) - tail], b[head : len(b) - tail])
        rest = "".join(a[len(a) - tail :])
        yield _Run(True, rest, rest)

    def _middle(self, a: list[str], b: list[str]) -> Iterator[_Run]:
        trail = self._myers(a, b) if a and b else None
        if trail is None:
            yield _Run(False, "".join(a), "".join(b))
            return
        x, y = 0, 0
        for start, at, length in trail:  # equal words: a[start:] is b[at:], so many
            yield _Run(False, "".join(a[x:start]), "".join(b[y:at]))
            same = "".join(a[start : start + length])
            yield _Run(True, same, same)
            x, y = start + length, at + length
        yield _Run(False, "".join(a[x:]), "".join(b[y:]))

    def _myers(self, a: list[str], b: list[str]) -> list[tuple[int, int, int]] | None:
        """The equal stretches of a shortest edit script; None when that costs too much."""
        n, m = len(a), len(b)
        if not set(a) & set(b):
            return None
        reach = {1: 0}
        rounds: list[dict[int, int]] = []
        for edits in range(min(n + m, _MAX_EDITS) + 1):
            rounds.append(reach.copy() if edits else {1: 0})
            for k in range(-_within(edits, m), _within(edits, n) + 1, 2):
                down = k == -edits or (k != edits and reach.get(k - 1, -1) < reach.get(k + 1, -1))
                x = start = reach.get(k + 1, 0) if down else reach.get(k - 1, 0) + 1
                y = x - k
                while x < n and y < m and a[x] == b[y]:
                    x, y = x + 1, y + 1
                reach[k] = x
                self.work -= x - start + 1
                if x >= n and y >= m:
                    return _stretches(rounds, n, m)
            self.work -= edits  # the copy above
            if self.work < 0:
                return None
        return None


def _within(edits: int, size: int) -> int:
    """The outermost diagonal worth a look: one beyond the edge leads nowhere."""
    return edits if edits <= size else size - (edits - size) % 2


def _stretches(rounds: list[dict[int, int]], n: int, m: int) -> list[tuple[int, int, int]]:
    """Walk back through the rounds and collect the diagonals, first one first."""
    found: list[tuple[int, int, int]] = []
    x, y = n, m
    for edits in range(len(rounds) - 1, -1, -1):
        reach, k = rounds[edits], x - y
        down = k == -edits or (k != edits and reach.get(k - 1, -1) < reach.get(k + 1, -1))
        before = k + 1 if down else k - 1
        last_x = reach.get(before, 0)
        start = (last_x if down else last_x + 1) if edits else 0
        if x > start:
            found.append((start, start - k, x - start))
        x, y = last_x, last_x - before
    return found[::-1]


def _by_anchors(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """Equal and unequal stretches of lines. Lines that stand once in both texts and in the same
    order are anchors; equal neighbours of an anchor join it."""
    x = y = 0
    for i, j in (*_anchors(old, new), (len(old), len(new))):
        if i < x:
            continue
        start, at = i, j
        while start > x and at > y and old[start - 1] == new[at - 1]:
            start, at = start - 1, at - 1
        head = 0
        while x + head < start and y + head < at and old[x + head] == new[y + head]:
            head += 1
        yield True, old[x : x + head], old[x : x + head]
        yield False, old[x + head : start], new[y + head : at]
        x, y = i, j
        while x < len(old) and y < len(new) and old[x] == new[y]:
            x, y = x + 1, y + 1
        yield True, old[start:x], old[start:x]


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of the lines that are unique in both and stand in increasing order."""
    places = _unique(new)
    pairs = [(i, places[line]) for line, i in _unique(old).items() if line in places]
    return [pairs[n] for n in longest_increasing([j for _, j in pairs])]


def _unique(lines: Sequence[str]) -> dict[str, int]:
    """Lines with words in them that stand there once, by place."""
    seen: dict[str, int] = {}
    for n, line in enumerate(lines):
        seen[line] = -1 if line in seen else n
    return {line: n for line, n in seen.items() if n >= 0 and not line.isspace()}


def longest_increasing(values: Sequence[int]) -> list[int]:
    """The places of a longest strictly increasing subsequence."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, value in enumerate(values):
        at = bisect_left(tops, value)
        before.append(ends[at - 1] if at else -1)
        if at == len(tops):
            tops.append(value)
            ends.append(n)
        else:
            tops[at], ends[at] = value, n
    chain: list[int] = []
    n = ends[-1] if ends else -1
    while n >= 0:
        chain.append(n)
        n = before[n]
    return chain[::-1]


def _common(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """How many words at the begin and at the end are the same."""
    limit = min(len(a), len(b))
    head = 0
    while head < limit and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < limit - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    return head, tail


def _joined(runs: Iterator[_Run]) -> list[_Run]:
    """Neighbours of one sort as one; empty ones left out."""
    found: list[_Run] = []
    for run in runs:
        if not run.old and not run.new:
            continue
        if found and found[-1].equal == run.equal:
            found[-1] = _Run(run.equal, found[-1].old + run.old, found[-1].new + run.new)
        else:
            found.append(run)
    return found


def _without_crumbs(runs: list[_Run]) -> list[_Run]:
    """Equal crumbs between two changes become part of one change: blanks within a line always,
    a few words when both changes around them are longer."""
    found: list[_Run] = []
    for n, run in enumerate(runs):
        crumb = run.equal and found and n + 1 < len(runs) and _is_crumb(found[-1], run, runs[n + 1])
        if found and (crumb or not (run.equal or found[-1].equal)):
            found[-1] = _Run(False, found[-1].old + run.old, found[-1].new + run.new)
        else:
            found.append(run)
    return found


def _is_crumb(left: _Run, run: _Run, right: _Run) -> bool:
    if "\n" in run.old:
        return False
    size = len(run.old.strip())
    smallest = min(max(len(left.old), len(left.new)), max(len(right.old), len(right.new)))
    return size == 0 or (size < 25 and 2 * size <= smallest)


def _pieces(runs: list[_Run]) -> Iterator[Piece]:
    for run in runs:
        if run.equal:
            yield Piece("equal", run.old)
            continue
        if run.old:
            yield Piece("delete", run.old)
        if run.new:
            yield Piece("insert", run.new)
