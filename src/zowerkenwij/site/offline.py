"""The service worker: after one visit the crisis pages, and each page that was read, can be read
without a connection."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from zowerkenwij.site.cards import KIND

if TYPE_CHECKING:
    from pathlib import Path

    from zowerkenwij.site.parts import Edition

NAME = "sw.js"
_PAGES = ("", "a-z/")
_ENDINGS = (".css", ".js", ".json", ".svg")
_SCRIPT = """// Bewaart de crisispagina's en wat je las, zodat het ook zonder verbinding te lezen is.
"use strict";
const NAME = "zowerkenwij-%(mark)s";
const KEPT = %(kept)s;
const here = (path) => new URL(path, self.registration.scope).href;
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(KEPT.map(here))).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((n) => n.startsWith("zowerkenwij-") && n !== NAME).map((n) => caches.delete(n))))
    .then(() => self.clients.claim()));
});
const bare = (address) => {
  const url = new URL(address);
  url.search = "";
  url.hash = "";
  return url.href;
};
const keep = async (address, answer) => (await caches.open(NAME)).put(bare(address), answer);
// Eerst de nieuwste tekst van de server; lukt dat niet, dan de bewaarde.
self.addEventListener("fetch", (event) => {
  const { method, url, mode } = event.request;
  if (method !== "GET" || new URL(url).origin !== location.origin || /\\.(docx|pdf)$/.test(bare(url))) return;
  event.respondWith(fetch(event.request).then((answer) => {
    if (answer.status === 200 && !answer.redirected) event.waitUntil(keep(url, answer.clone()));
    return answer;
  }).catch(async () => {
    const found = await (await caches.open(NAME)).match(bare(url));
    if (found) return found;
    if (mode === "navigate") return Response.redirect(here(""), 302);
    return Response.error();
  }));
});
// De eerste pagina van een bezoek was er eerder dan deze bewaarder.
self.addEventListener("message", (event) => {
  const url = event.data;
  if (typeof url !== "string" || !url.startsWith(self.registration.scope)) return;
  event.waitUntil(fetch(url).then((answer) => answer.status === 200 && !answer.redirected && keep(url, answer)).catch(() => {}));
});
"""


def kept_addresses(edition: Edition) -> tuple[str, ...]:
    """What is kept: home, A–Z, and the hotlist documents with their cards."""
    cards = [page for page in edition.pages if page.kind == KIND]
    documents = [f"d/{page.document}/" for page in cards]
    return tuple(dict.fromkeys([*_PAGES, *documents, *(page.address for page in cards)]))


def write(edition: Edition, folder: Path) -> None:
    """Write the service worker of a built site; its name changes with the bytes it keeps."""
    theme = sorted(
        path.relative_to(folder).as_posix()
        for name in ("css", "js", "img")
        for path in (folder / name).rglob("*")
        if path.suffix in _ENDINGS
    )
    kept = [*kept_addresses(edition), *theme]
    mark = hashlib.sha256()
    for address in kept:
        path = folder / address
        mark.update((path / "index.html" if path.is_dir() else path).read_bytes())
    script = _SCRIPT % {"mark": mark.hexdigest()[:12], "kept": json.dumps(kept)}
    (folder / NAME).write_text(script, encoding="utf-8")
