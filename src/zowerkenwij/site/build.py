"""Publish: a site for one audience or for all, put in place only when it is right."""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from zowerkenwij import store
from zowerkenwij.rules import check
from zowerkenwij.site import policy
from zowerkenwij.site.parts import EDITIONS
from zowerkenwij.store.errors import reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig

    from zowerkenwij.model.handbook import Handbook
    from zowerkenwij.site.plugin import HandbookPlugin

ALL = "all"


class PublishError(Exception):
    """Nothing was published. ``message`` is plain Dutch; ``exit_code`` as in cli.md: 1 for a
    reason in the content, 3 for one in the surroundings."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.exit_code = exit_code


def publish(
    location: store.Location, audience: str, as_of: date, out: Path, *, strict: bool = False
) -> tuple[Path, ...]:
    """Build the site of an audience into ``out``, or of all audiences into folders under it.

    Gives the folders. ``out`` is replaced as a whole, and only when rules and gate are passed
    for every audience asked for. Raises ``PublishError``.
    """
    audiences = EDITIONS if audience == ALL else (audience,)
    out = Path(os.path.abspath(out))  # noqa: PTH100 - resolve() would follow links
    _refuse_foreign(out, location.root)
    handbook = _checked(location, as_of, strict=strict)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".zowerkenwij-", dir=out.parent) as temporary:
            built = Path(temporary) / "site"
            for one in audiences:
                _build(location, handbook, one, as_of, built / one if audience == ALL else built,
                       strict=strict)  # fmt: skip
            _replace(built, out, Path(temporary) / "old")
    except OSError as error:
        why = "Controleer of je daar mag schrijven en of er ruimte is"
        raise PublishError(
            f"De site kan niet in '{out}' komen. {why} ({reason(error)}).", 3
        ) from error
    return tuple(out / one for one in audiences) if audience == ALL else (out,)


def _checked(location: store.Location, as_of: date, *, strict: bool) -> Handbook:
    """The handbook, when nothing in it stops a publication."""
    handbook = store.load(store.WorkTree(location.root, location.prefix))
    found = check(handbook, as_of, today=date.today())  # noqa: DTZ011
    if problems := policy.stopping(found, strict=strict):
        raise PublishError(policy.refusal(problems))
    return handbook


def _refuse_foreign(out: Path, root: Path) -> None:
    """Never replace a folder that holds something else than a site."""
    if out == root or out in root.parents:
        raise PublishError(
            f"'{out}' is de map van het handboek zelf. Kies een andere map met -o.", 3
        )
    if not out.exists():
        return
    is_site = out.is_dir() and (not any(out.iterdir()) or _looks_like_site(out))
    if not is_site:
        raise PublishError(f"'{out}' bestaat al en is geen site. Kies een andere map met -o.", 3)


def _looks_like_site(out: Path) -> bool:
    homes = [out / "index.html", *(out / one / "index.html" for one in EDITIONS)]
    return any(home.is_file() for home in homes)


def _replace(built: Path, out: Path, old: Path) -> None:
    """Put the new site where the old one is, with the shortest moment in between."""
    if out.exists():
        out.rename(old)
    try:
        built.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise


def _build(
    location: store.Location,
    handbook: Handbook,
    audience: str,
    as_of: date,
    out: Path,
    *,
    strict: bool,
) -> None:
    from mkdocs.commands import build as mkdocs_build
    from mkdocs.exceptions import MkDocsException

    with tempfile.TemporaryDirectory(prefix="zowerkenwij-static-") as empty, _log() as messages:
        config = _config(location, audience, as_of, out, Path(empty), strict=strict)
        cast("HandbookPlugin", config.plugins["zowerkenwij"]).handbook = handbook
        try:
            mkdocs_build.build(config)
        except (MkDocsException, SystemExit) as error:
            shutil.rmtree(out, ignore_errors=True)
            raise PublishError("\n".join(messages) or str(error)) from error


def _config(
    location: store.Location, audience: str, as_of: date, out: Path, empty: Path, *, strict: bool
) -> MkDocsConfig:
    """The configuration that the shipped mkdocs.yml gives, for one audience and day."""
    from mkdocs.config.defaults import MkDocsConfig

    config = MkDocsConfig(config_file_path=str(location.root / "mkdocs.yml"))
    settings = _settings(location, audience, as_of, empty)
    settings["plugins"][0]["zowerkenwij"]["strict"] = strict
    config.load_dict({**settings, "site_dir": str(out)})
    errors, warnings = config.validate()
    if errors or warnings:
        raise PublishError("\n".join(str(problem) for _, problem in (*errors, *warnings)), 3)
    return config


def _settings(location: store.Location, audience: str, as_of: date, empty: Path) -> dict[str, Any]:
    handbook = location.root / location.prefix
    static = handbook / "static"
    options = {"handbook": str(handbook), "audience": audience, "as_of": as_of.isoformat()}
    return {
        "site_name": "Zo werken wij!",
        "docs_dir": str(static if static.is_dir() else empty),
        "theme": {"name": "zowerkenwij"},
        "plugins": [{"zowerkenwij": options}],
    }


@contextmanager
def _log() -> Iterator[list[str]]:
    """Collect what MkDocs reports instead of printing it."""
    messages: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    logger = logging.getLogger("mkdocs")
    handler, propagate = Collector(logging.ERROR), logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield messages
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


def serve(location: store.Location, audience: str, as_of: date, port: int) -> None:
    """Serve the site of an audience on this computer until Ctrl-C, and build it again when the
    handbook changes. Raises ``PublishError`` when the first build does not succeed."""
    _checked(location, as_of, strict=False)
    from mkdocs.commands.serve import serve as mkdocs_serve
    from mkdocs.exceptions import MkDocsException

    with tempfile.TemporaryDirectory(prefix="zowerkenwij-serve-") as folder, _log() as messages:
        empty = Path(folder) / "static"
        empty.mkdir()
        config = Path(folder) / "mkdocs.yml"
        settings = _settings(location, audience, as_of, empty)
        config.write_text(json.dumps(settings, ensure_ascii=False), "utf-8")  # JSON is YAML too
        try:
            watched = [str(location.root / location.prefix)]
            mkdocs_serve(str(config), watch=watched, dev_addr=f"127.0.0.1:{port}")
        except (MkDocsException, SystemExit) as error:
            raise PublishError("\n".join(messages) or str(error)) from error
        except OSError as error:
            raise PublishError(f"Poort {port} is niet te gebruiken: {reason(error)}.", 3) from error
