"""HTML of the pages that no text gives: templates in ``pages/``, filled with plain values."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import jinja2

from zowerkenwij.text.fill import dutch_day

MARK = "\ue002"  # stands where the text of a document comes


def relative(here: str, there: str) -> str:
    """The way from one address of the site to another; both relative to its root. A page's own
    address ends in a slash."""
    same = 0
    for n, (a, b) in enumerate(zip(here, there, strict=False)):
        if a != b:
            break
        same = n + 1 if a == "/" else same
    return "../" * here.count("/", same) + there[same:] or "./"


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("zowerkenwij.site", "pages"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["day"] = dutch_day
    environment.filters["iso"] = date.isoformat
    environment.filters["first_upper"] = lambda text: text[:1].upper() + text[1:]
    return environment


def render(template: str, here: str, **values: Any) -> str:
    """A template as the content of the page at address ``here``."""
    found = _environment().get_template(template)
    return found.render(to=lambda there: relative(here, there), **values)


def frame(template: str, here: str, **values: Any) -> tuple[str, str]:
    """What stands before and after the text of a document."""
    before, _, after = render(template, here, text=MARK, **values).partition(MARK)
    return before, after
