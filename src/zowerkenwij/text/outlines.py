"""The outline of a text: by the fast scanner where it is certain, else by python-markdown."""

from __future__ import annotations

import re
from dataclasses import replace

from zowerkenwij.model.outline import Heading, Link, Outline, SlotUse
from zowerkenwij.text.code import fences, spans
from zowerkenwij.text.directives import passages
from zowerkenwij.text.prose import line_starts

_SLOT = re.compile(r"\{\{[ \t]*([^{}\n]*?)[ \t]*\}\}")


def outline(body: str) -> Outline:
    """Everything a body holds as the published site has it; never fails. ``too_deep`` when the
    text nests or costs too much for python-markdown: then the scanner's guess stands in."""
    from zowerkenwij.text.engine import TooMuch
    from zowerkenwij.text.truth import facts
    found = facts(body)
    return Outline(tuple(h for h, _ in found.headings), found.links, found.anchors, (), (), 1)

def render(text: str) -> str:
    """The HTML of a Markdown text exactly as the site's extensions give it. Directives and slots
    are plain text here: ``resolve`` and ``fill`` come first."""
    from zowerkenwij.text import engine  # noqa: PLC0415 - python-markdown loads only when needed

    return engine.render(text)
