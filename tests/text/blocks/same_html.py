"""The HTML of a text as a list of events, without the differences that nobody sees."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from zowerkenwij.text import render

_BLOCKS = frozenset(
    "p li ul ol td th tr table h1 h2 h3 h4 h5 h6 div blockquote dd dt dl br aside tbody thead".split()
)
_ALONE = frozenset(["br", "img", "hr"])


class _Events(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[tuple] = []
        self._in_pre = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self._in_pre += tag == "pre"
        self.events.append(("<", tag, tuple(sorted(attrs))))

    def handle_endtag(self, tag):
        self._in_pre -= tag == "pre"
        if tag not in _ALONE:
            self.events.append((">", tag))

    def handle_data(self, data):
        if not self._in_pre:
            data = re.sub(r"\s+", " ", data)
        if self.events and self.events[-1][0] == "t":
            data = self.events.pop()[1] + data
        self.events.append(("t", data if self._in_pre else re.sub(r" +", " ", data)))


def events(markdown: str) -> list[tuple]:
    """What a browser makes of a text; blanks at the edges of blocks do not count."""
    found = _Events(render(markdown)).events
    out = []
    for at, event in enumerate(found):
        if event[0] != "t" or "\n" in event[1]:
            out.append(event)
            continue
        words = event[1]
        if at == 0 or found[at - 1][1] in _BLOCKS:
            words = words.lstrip(" ")
        if at + 1 == len(found) or found[at + 1][1] in _BLOCKS:
            words = words.rstrip(" ")
        if words:
            out.append(("t", words))
    return out
