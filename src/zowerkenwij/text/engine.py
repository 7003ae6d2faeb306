"""python-markdown with the site's extensions, with a limit on how much work a text may cost.

python-markdown is recursive and at some inputs quadratic or worse. The limits are counts, not
seconds, so that one text has one answer on every machine.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import markdown

from zowerkenwij.text.extensions import SITE_EXTENSION_CONFIGS, SITE_EXTENSIONS, slugify

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

MAX_DEPTH = 100
MAX_SIZE = 500_000
MAX_WORK = 25_000_000
"""In tenths of a microsecond, roughly, on a small machine."""
_PER_BLOCK, _PER_HEADING, _PER_MATCH = 1500, 1500, 200


class TooMuch(Exception):
    """The text nests deeper, is larger or costs more than the limits allow, or python-markdown
    makes nothing of it."""


class Engine:
    """One python-markdown instance for many texts; not for use by two threads at once."""

    def __init__(self, token: re.Pattern[str]) -> None:
        def anchor(value: str, _: str) -> str:
            self.spend(_PER_HEADING)
            return slugify(token.sub("", value))

        configs = {
            **SITE_EXTENSION_CONFIGS,
            "toc": {**SITE_EXTENSION_CONFIGS["toc"], "slugify": anchor},
        }
        self.md = new_markdown(configs)
        self._work = 0
        self._depth = 0
        self._guard()

    def convert(self, text: str) -> tuple[str, list[tuple[int, str]]]:
        """The HTML, and level and anchor of each heading of the table of contents. Raises
        ``TooMuch``; the instance must not be used after that."""
        if len(text) > MAX_SIZE:
            raise TooMuch
        self._work = self._depth = 0
        self.md.reset()
        try:
            html = self.md.convert(text)
        except TooMuch:
            raise
        except Exception as error:  # depth, or a mistake of its own: "# Kop <b>x</b> { id }"
            raise TooMuch from error
        return html, [(t["level"], t["id"]) for t in _flat(self.md.toc_tokens)]  # type: ignore[attr-defined]

    def spend(self, amount: int) -> None:
        """Count work; raise ``TooMuch`` beyond the limit."""
        self._work += amount
        if self._work > MAX_WORK:
            raise TooMuch

    def _guard(self) -> None:
        parser: Any = self.md.parser
        parse = parser.parseBlocks

        def parse_blocks(parent: Any, blocks: list[str]) -> None:
            self._depth += 1
            if self._depth > MAX_DEPTH:
                raise TooMuch
            parse(parent, blocks)
            self._depth -= 1

        parser.parseBlocks = parse_blocks
        empty = parser.blockprocessors["empty"]
        empty.test = self._counted(empty.test, _PER_BLOCK, 4)
        for pattern in self.md.inlinePatterns:
            processor: Any = pattern
            processor.handleMatch = self._counted(processor.handleMatch, _PER_MATCH, 1 / 8)
            if hasattr(processor, "getText"):
                processor.getText = self._measured(processor.getText)
                processor.getLink = self._measured(processor.getLink)
        notes: Any = self.md.inlinePatterns["footnote"]
        notes.handleMatch = self._noted(notes.handleMatch, notes.footnotes)

    def _noted(self, fn: Callable[[Any, str], Any], notes: Any) -> Callable[[Any, str], Any]:
        def noted(match: Any, text: str) -> Any:  # it searches all notes and all earlier marks
            self.spend(len(notes.footnotes) + 10 * len(notes.used_refs))
            return fn(match, text)

        return noted

    def _counted(
        self, fn: Callable[[Any, str], Any], fixed: int, price: float
    ) -> Callable[[Any, str], Any]:
        def counted(first: Any, text: str) -> Any:
            self.spend(fixed + int(len(text) * price))
            return fn(first, text)

        return counted

    def _measured(self, fn: Callable[..., Any]) -> Callable[..., Any]:
        def measured(data: str, index: int) -> Any:
            found = fn(data, index)
            self.spend((found[-2] if found[-1] else len(data)) - index)
            return found

        return measured


def _flat(tokens: list[Any]) -> list[Any]:
    found = []
    rest = list(reversed(tokens))
    while rest:
        token = rest.pop()
        found.append(token)
        rest += reversed(token["children"])
    return found


def new_markdown(configs: dict[str, dict[str, Any]]) -> markdown.Markdown:
    """A python-markdown instance with the site's extensions."""
    return markdown.Markdown(extensions=list(SITE_EXTENSIONS), extension_configs=configs)


_local = threading.local()


def convert(text: str, token: re.Pattern[str]) -> tuple[str, list[tuple[int, str]]]:
    """``Engine.convert`` on an instance that is kept per thread and token."""
    engines: dict[str, Engine] = _local.__dict__.setdefault("engines", {})
    engine = engines.pop(token.pattern, None) or Engine(token)
    result = engine.convert(text)
    engines[token.pattern] = engine
    return result


def end_of_target(text: str, index: int) -> int | None:
    """The offset after the ``)`` of an inline target whose ``(`` stands at ``index``; None when
    python-markdown sees no target there."""
    processor: Any = new_link_reader()
    _, _, end, handled = processor.getLink(text, index)
    return int(end) if handled else None


def new_link_reader() -> Any:
    """python-markdown's own reader of inline targets."""
    if not hasattr(_local, "links"):
        reader: Any = markdown.Markdown()
        reader.treeprocessors["inline"].stashed_nodes = {}
        _local.links = reader.inlinePatterns["link"]
    return _local.links


def render(text: str) -> str:
    """The HTML of a Markdown text exactly as the site's extensions give it. Directives and slots
    are plain text here: ``resolve`` and ``fill`` come first. Raises ``RecursionError`` for what
    ``outline`` calls too deep."""
    return new_markdown(SITE_EXTENSION_CONFIGS).convert(text)
