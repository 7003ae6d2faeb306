"""A difference between two versions for people (text, html) and machines (json)."""

from __future__ import annotations

import html
import os
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from zowerkenwij.text.compare import SectionChange, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LABELS = {"added": "nieuw", "removed": "vervallen", "changed": "gewijzigd", "moved": "verplaatst"}
_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_FAR = 160  # characters of unchanged text that stay around a change
_STYLE = """
body{font:1.05rem/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;
color:#1b1b1b;background:#fff}
h2{font-size:1.15rem;margin:2rem 0 .3rem}
.kind{font-size:.85rem;border:1px solid #555;border-radius:.3rem;padding:.1rem .4rem}
.text{white-space:pre-wrap;overflow-wrap:anywhere;border-left:.25rem solid #bbb;padding-left:1rem}
ins{background:#d8f3dc;color:#0b3d17;text-decoration:underline}
del{background:#fde2e1;color:#7a1512;text-decoration:line-through}
@media (prefers-color-scheme:dark){body{color:#eee;background:#161616}
ins{background:#0f3d1c;color:#c8f5d3}del{background:#4a1512;color:#ffd9d6}}
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions of one document, compared: ``from_`` and ``to`` are version numbers or
    ``draft``."""

    id: str
    title: str
    from_: str
    to: str
    sections: tuple[SectionChange, ...]

    @property
    def heading(self) -> str:
        """A line that says what is compared."""
        return f"{self.title}: van {_named(self.from_)} naar {_named(self.to)}"


def _named(version: str) -> str:
    return "concept" if version == "draft" else f"versie {version}"


def may_colour() -> bool:
    """Whether standard output is a terminal that may be coloured."""
    return bool(sys.stdout and sys.stdout.isatty()) and not os.environ.get("NO_COLOR")


def as_json(found: Difference, _: bool) -> str:  # noqa: FBT001
    """The contract's object (cli.md)."""
    from zowerkenwij.cli.output import dumped

    sections = [
        {"anchor": s.anchor, "heading": s.heading, "kind": s.kind, "before": s.before,
         "after": s.after}
        for s in found.sections
    ]  # fmt: skip
    head = {"format": 1, "id": found.id, "from": found.from_, "to": found.to}
    return dumped({**head, "sections": sections})


def as_text(found: Difference, coloured: bool) -> str:  # noqa: FBT001
    """For a terminal: ``[-weg-]`` and ``{+nieuw+}``, coloured where that is possible."""
    if not found.sections:
        return f"{found.heading}\n\nEr is geen verschil."
    parts = [found.heading]
    for section in found.sections:
        title = f"{_title(section)}  ({_kind(section)})"
        body = "".join(_marked(section, coloured=coloured))
        parts.append(f"{click.style(title, bold=True) if coloured else title}\n\n{body}".rstrip())
    return "\n\n".join(parts)


def _title(section: SectionChange) -> str:
    if not section.heading:
        return "Begin van de tekst"
    former = f", eerst: {section.former_heading}" if section.former_heading else ""
    return f"{section.heading}{former}"


def _kind(section: SectionChange) -> str:
    both = section.kind == "moved" and section.edited
    return "verplaatst en gewijzigd" if both else LABELS[section.kind]


def _marked(section: SectionChange, *, coloured: bool) -> Iterator[str]:
    if section.before == section.after:
        return
    for piece in words(section.before or "", section.after or ""):
        text = _COMMANDS.sub("\ufffd", piece.text)
        if piece.kind == "equal":
            yield _shortened(text)
        elif piece.kind == "delete":
            yield click.style(f"[-{text}-]", fg="red") if coloured else f"[-{text}-]"
        else:
            yield click.style(f"{{+{text}+}}", fg="green") if coloured else f"{{+{text}+}}"


def _shortened(text: str) -> str:
    if len(text) <= 2 * _FAR + 20:
        return text
    head, tail = text[:_FAR].rsplit(" ", 1)[0], text[-_FAR:].split(" ", 1)[-1]
    return f"{head} […] {tail}"


def as_html(found: Difference, _: bool) -> str:  # noqa: FBT001
    """A page of its own: nothing is fetched, and it reads well aloud and without colour."""
    title = html.escape(found.heading)
    body = "".join(_section_html(s) for s in found.sections) or "<p>Er is geen verschil.</p>"
    return (
        f'<!doctype html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n<p>Nieuwe woorden zijn <ins>onderstreept</ins>, vervallen woorden "
        f"<del>doorgestreept</del>.</p>\n{body}</main>\n</body>\n</html>"
    )


def _section_html(section: SectionChange) -> str:
    pieces = []
    if section.before != section.after:
        for piece in words(section.before or "", section.after or ""):
            text = html.escape(_COMMANDS.sub("\ufffd", piece.text))
            tag = {"equal": "", "delete": "del", "insert": "ins"}[piece.kind]
            pieces.append(f"<{tag}>{text}</{tag}>" if tag else text)
    text = f'<div class="text">{"".join(pieces)}</div>\n' if pieces else ""
    return (
        f"<section>\n<h2>{html.escape(_title(section))} "
        f'<span class="kind">{_kind(section)}</span></h2>\n{text}</section>\n'
    )


FORMATS: Mapping[str, Callable[[Difference, bool], str]] = {
    "text": as_text,
    "json": as_json,
    "html": as_html,
}
