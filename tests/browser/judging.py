"""axe-core as the tests use it: in a window with its script, over several looks of one page."""

from __future__ import annotations

from collections import defaultdict
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Browser, Page

Look = tuple[int, str]  # how many pixels wide, and which colours
LOOKS: list[Look] = [(1280, "light"), (360, "light"), (1280, "dark"), (360, "dark")]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_JUDGE = Path(__file__).with_name("judge.js").read_text("utf-8")


def window(browser: Browser) -> Page:
    """A page that brings axe-core to every address; the site's own policy is set aside for it."""
    context = browser.new_context(bypass_csp=True, service_workers="block", locale="nl-NL")
    script = files("axe_playwright_python") / "axe.min.js"
    context.add_init_script(script.read_text("utf-8"))
    return context.new_page()


def put(page: Page, width: int, scheme: str = "light") -> None:
    """Give the page a look."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]


class Judge:
    """Gives the violations of a page in a look; remembers which colours it judged in that look."""

    def __init__(self) -> None:
        self._known: defaultdict[Look, set[str]] = defaultdict(set)

    def __call__(self, page: Page, look: Look) -> list[tuple[str, list[str]]]:
        put(page, *look)
        found, seen = page.evaluate(_JUDGE, [RULES, sorted(self._known[look])])
        if not found:
            self._known[look].update(seen)
        return [(code, where) for code, where in found]
