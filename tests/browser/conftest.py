"""A browser that looks at the published example (`make test` installs Chromium)."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import judging
from tests.browser.judging import Judge

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the system's, else the one Playwright brought."""
    system = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=system, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def serving(sites: Path) -> Iterator[Callable[[str], str]]:
    """Gives the address where the site of an audience is served."""
    servers: dict[str, ThreadingHTTPServer] = {}

    def address(audience: str) -> str:
        if audience not in servers:
            servers[audience] = serve(sites / audience)
        return f"http://127.0.0.1:{servers[audience].server_port}/"

    yield address
    for server in servers.values():
        stop(server)


def serve(folder: Path) -> ThreadingHTTPServer:
    """Serve a folder until ``stop``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


def stop(server: ThreadingHTTPServer) -> None:
    """Stop serving, and free the port."""
    server.shutdown()
    server.server_close()


@pytest.fixture
def served(request: pytest.FixtureRequest, serving: Callable[[str], str]) -> str:
    """The address of a served site; parametrised by audience, default staff."""
    return serving(getattr(request, "param", "staff"))


@pytest.fixture(scope="session")
def judge() -> Judge:
    """What axe-core has against a page in a look."""
    return Judge()


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[Page]:
    """A page with axe-core in it, for one test after another."""
    page = judging.window(browser)
    yield page
    page.context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page of 360 × 640; whatever the console complains about fails the test."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, locale="nl-NL")
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda e: complaints.append(str(e)))
    yield page
    context.close()
    assert not complaints
