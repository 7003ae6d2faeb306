"""What stands in rendered HTML: anchors, links and headings, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_FOOTNOTE = re.compile(r"#fn(?:ref\d*)?:")


@dataclass(slots=True)
class Element:
    """A link, image or heading with the numbers of the probes found at it."""

    name: str
    value: str  # href, src or id
    parts: list[str] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words a reader sees, blanks collapsed."""
        return " ".join("".join(self.parts).split())


class Page(HTMLParser):
    """Reads HTML. ``links`` holds a[href] and img[src] without the machinery of footnotes,
    ``headings`` h1–h6, ``anchors`` every id and the name of an ``a``. ``token`` is the pattern
    (one group: a number) of probes, which are left out of all texts and addresses."""

    def __init__(self, html: str, token: re.Pattern[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.anchors: list[str] = []
        self.links: list[Element] = []
        self.headings: list[Element] = []
        self._token = token
        self._open: list[Element] = []
        self._skipping = 0
        self._last: list[int] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; the token that directly precedes a link is that link's."""
        values = {name: value or "" for name, value in reversed(attrs)}
        if found := values.get("id") or (tag == "a" and values.get("name")):
            self.anchors.append(self._token.sub("", str(found)))
        last, self._last = self._last, []
        if tag == "img" and "src" in values:
            image = Element("img", self._clean(values["src"]), [self._clean(values.get("alt", ""))])
            image.tokens = last
            self.links.append(image)
            self._say(image.parts[0])
        elif tag == "a":
            self._open_link(values, last)
        elif tag in _HEADINGS:
            self._open = [e for e in self._open if e.name not in _HEADINGS]
            heading = Element(tag, self._clean(values.get("id", "")))
            self.headings.append(heading)
            self._open.append(heading)

    def _open_link(self, values: dict[str, str], tokens: list[int]) -> None:
        href = values.get("href")
        link = Element("a", self._clean(href or ""), tokens=tokens)
        self.handle_endtag("a")  # a link cannot stand in a link: browsers close the first
        self._open.append(link)
        if _is_footnote(values):
            link.name = "footnote"
            self._skipping += 1
        elif href is not None:
            self.links.append(link)

    def handle_endtag(self, tag: str) -> None:
        """Close the newest open element of this name."""
        self._last = []
        names = ("a", "footnote") if tag == "a" else (tag,)
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at].name in names:
                self._skipping -= self._open[at].name == "footnote"
                del self._open[at]
                return

    def handle_data(self, data: str) -> None:
        """Give words to every open element, and keep the tokens in them."""
        found = list(self._token.finditer(data))
        numbers = [int(token[1]) for token in found]
        for element in self._open:
            if element.name in _HEADINGS:
                element.tokens += numbers
        self._last = numbers[-1:] if found and found[-1].end() == len(data) else []
        self._say(self._clean(data))

    def _say(self, words: str) -> None:
        if not self._skipping:
            for element in self._open:
                element.parts.append(words)

    def _clean(self, text: str) -> str:
        return self._token.sub("", text)


def _is_footnote(values: dict[str, str]) -> bool:
    """Whether a link was made by the extension ``footnotes``, not by a writer."""
    classes = values.get("class", "").split()
    made = "footnote-ref" in classes or "footnote-backref" in classes
    return made and _FOOTNOTE.match(values.get("href", "")) is not None
