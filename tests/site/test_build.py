"""Publishing: in place only when it is right, and the same bytes every time."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import date
from pathlib import Path

import pytest

from tests.site.tiny import DAY, Tiny, tree
from zowerkenwij.rules import check
from zowerkenwij.site import build
from zowerkenwij.site.view import View

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


@pytest.fixture
def clean(tiny: Tiny) -> Tiny:
    """A handbook without errors, holding one document for everybody and one for staff."""
    tiny.write("handbook.yml", (tiny.root / "handbook/handbook.yml").read_text())
    tiny.add(
        "open", "## Doe nu\n\n1. Blijf rustig.\n\nZie [Team](team.md).", summary="Rustig blijven."
    )
    tiny.add("team", "Alleen voor het team bedoelde zin met genoeg woorden erin.", "staff")
    return tiny


def test_one_audience_is_built_into_the_folder_itself(clean: Tiny, tmp_path: Path) -> None:
    out = tmp_path / "uit" / "site"
    assert build.publish(clean.location, "public", DAY, out) == (out,)
    html = (out / "d/open/index.html").read_text()
    assert (
        '<main id="inhoud" tabindex="-1" class="page-document" data-document="open" data-version="1.0">'
        in html
    )
    assert '<form role="search"' in html
    assert '<input type="search"' in html
    assert (out / "sitemap.xml.gz").is_file()
    assert not (out / "d/team").exists()


def test_all_gives_a_folder_for_each_audience(clean: Tiny, tmp_path: Path) -> None:
    folders = build.publish(clean.location, "all", DAY, tmp_path / "sites")
    assert [f.name for f in folders] == ["public", "on-request", "staff", "restricted", "draft"]
    assert sorted(p.name for p in (tmp_path / "sites").iterdir()) == sorted(f.name for f in folders)
    assert (tmp_path / "sites/staff/d/team/index.html").is_file()
    assert 'content="noindex, nofollow"' in (tmp_path / "sites/staff/index.html").read_text()
    assert not (tmp_path / "sites/staff/sitemap.xml").exists()


def test_the_same_handbook_gives_the_same_bytes(
    clean: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build.publish(clean.location, "public", DAY, tmp_path / "een")[0]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    copy = Tiny(Path(shutil.copytree(clean.root, tmp_path / "kopie")))
    second = build.publish(copy.location, "public", DAY, tmp_path / "twee")[0]
    assert tree(first) == tree(second)


def test_a_review_that_is_years_late_stops_nothing_and_shows_on_the_page(
    clean: Tiny, tmp_path: Path
) -> None:
    day = DAY.replace(year=DAY.year + 3)
    late = [f for f in check(clean.load(), day) if f.code == "ZW301"]
    assert {f.severity for f in late} == {"error"}
    out = build.publish(clean.location, "public", day, tmp_path / "site")[0]
    assert "te laat" in (out / "d/open/index.html").read_text()
    with pytest.raises(build.PublishError, match="ZW301"):
        build.publish(clean.location, "public", day, tmp_path / "streng", strict=True)


def test_an_error_in_the_handbook_stops_it_and_the_old_site_stays(
    clean: Tiny, tmp_path: Path
) -> None:
    out = build.publish(clean.location, "public", DAY, tmp_path / "site")[0]
    before = tree(out)
    clean.add("stuk", "Zie [Weg](nergens.md).")
    with pytest.raises(build.PublishError, match=r"stuk\.md:\d+: fout ZW201") as refused:
        build.publish(clean.location, "public", DAY, out)
    assert refused.value.exit_code == 1
    assert tree(out) == before
    assert [p.name for p in tmp_path.iterdir()] == ["klein", "site"] or len(
        list(tmp_path.iterdir())
    ) == 2


def test_strict_stops_at_a_warning(clean: Tiny, tmp_path: Path) -> None:
    clean.add("vaag", "Zie [klik hier](open.md).")
    build.publish(clean.location, "public", DAY, tmp_path / "site")
    with pytest.raises(build.PublishError, match="waarschuwing ZW208"):
        build.publish(clean.location, "public", DAY, tmp_path / "site", strict=True)


def test_a_leak_stops_it_and_nothing_is_put_in_place(
    clean: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean.add(
        "mix",
        "Hallo.\n\n::: audience staff\n\nEen zin die alleen de medewerkers van deze school mogen lezen.\n\n:::\n",
    )
    monkeypatch.setattr(View, "keeps", lambda *_: True)  # a mistake in the edition
    with pytest.raises(
        build.PublishError,
        match=r"mix/index\.html: een passage voor een smallere doelgroep \(mix\)",
    ):
        build.publish(clean.location, "public", DAY, tmp_path / "site")
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("taken", ["map", "bestand", "handboek"])
def test_a_place_that_holds_something_else_is_left_alone(
    clean: Tiny, tmp_path: Path, taken: str
) -> None:
    out = tmp_path / "bezet"
    if taken == "map":
        out.mkdir()
        (out / "brief.txt").write_text("van mij")
    elif taken == "bestand":
        out.write_text("van mij")
    else:
        out = clean.root
    with pytest.raises(build.PublishError, match="andere map") as refused:
        build.publish(clean.location, "public", DAY, out)
    assert refused.value.exit_code == 3
    assert taken != "map" or (out / "brief.txt").is_file()


def test_nothing_that_lies_in_the_handbook_is_copied_by_itself(
    clean: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "check", lambda *_, **__: ())  # a link would already be an error
    clean.write("static/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    clean.write("static/losse-tekst.md", "# Kanarie")
    clean.write("static/los.html", "<p>kanarie</p>")
    (clean.root / "handbook/static/link.svg").symlink_to(clean.root / "handbook/handbook.yml")
    (clean.root / "handbook/static/map").symlink_to(clean.root / "handbook/protocols")
    clean.write("assets/ongebruikt.png", b"x")
    out = build.publish(clean.location, "public", DAY, tmp_path / "site")[0]
    names = set(tree(out))
    assert "logo.svg" in names
    assert not {
        n for n in names if "los" in n or "link" in n or "map" in n.split("/") or "ongebruikt" in n
    }


def test_a_first_line_that_looks_like_metadata_is_text(clean: Tiny, tmp_path: Path) -> None:
    path = clean.root / "handbook/protocols/open.md"
    path.write_text(
        path.read_text().replace(
            "# Open\n", "Let op: dit is tekst.\ntemplate: 404.html\n\n# Open\n"
        )
    )
    out = build.publish(clean.location, "draft", DAY, tmp_path / "site")[0]
    assert "Let op: dit is tekst." in (out / "d/open/index.html").read_text()


@pytest.mark.parametrize("program", ["mkdocs", "properdocs"])
def test_mkdocs_and_properdocs_build_the_same_site(
    clean: Tiny, tmp_path: Path, program: str
) -> None:
    shutil.copy(ROOT / "mkdocs.yml", clean.root)
    (clean.root / "handbook/static").mkdir()
    ours = build.publish(clean.location, "public", DAY, tmp_path / "ons")[0]
    done = run_builder(program, clean, tmp_path / "hun")
    assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "hun") == tree(ours)


@pytest.mark.parametrize("program", ["mkdocs", "properdocs"])
def test_mkdocs_stops_at_an_error_in_the_handbook(
    clean: Tiny, tmp_path: Path, program: str
) -> None:
    shutil.copy(ROOT / "mkdocs.yml", clean.root)
    (clean.root / "handbook/static").mkdir()
    clean.add("stuk", "Zie [Weg](nergens.md).")
    done = run_builder(program, clean, tmp_path / "hun")
    assert done.returncode == 1
    assert "fout ZW201" in done.stderr
    assert not (tmp_path / "hun/d").exists()


def run_builder(program: str, tiny: Tiny, out: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "ZWW_AS_OF": DAY.isoformat(), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", program, "build", "-f", "mkdocs.yml", "-d", str(out)]
    return subprocess.run(
        command, cwd=tiny.root, env=env, capture_output=True, text=True, check=False
    )


def test_a_day_before_anything_was_adopted_gives_an_empty_site(clean: Tiny, tmp_path: Path) -> None:
    out = build.publish(clean.location, "public", date(2020, 1, 1), tmp_path / "site")[0]
    assert not (out / "d").exists()
    assert "nog geen documenten" in (out / "a-z/index.html").read_text()


def test_serve_shows_the_site_and_a_change_in_the_handbook(clean: Tiny) -> None:
    port = free_port()
    code = (
        "import sys; from datetime import date; from pathlib import Path; from zowerkenwij import store;"
        "from zowerkenwij.site import build;"
        "build.serve(store.find_handbook(Path(sys.argv[1])), 'draft', date(2026, 11, 23), int(sys.argv[2]))"
    )
    server = subprocess.Popen([sys.executable, "-c", code, str(clean.root), str(port)])
    try:
        assert "Blijf rustig" in wait_for(f"http://127.0.0.1:{port}/d/open/", "Blijf rustig")
        path = clean.root / "handbook/protocols/open.md"
        path.write_text(path.read_text().replace("Blijf rustig", "Adem diep in"))
        assert "Adem diep in" in wait_for(f"http://127.0.0.1:{port}/d/open/", "Adem diep in")
    finally:
        server.terminate()
        server.wait(10)


def test_serve_refuses_a_handbook_with_an_error(clean: Tiny) -> None:
    clean.add("stuk", "Zie [Weg](nergens.md).")
    with pytest.raises(build.PublishError, match="fout ZW201"):
        build.serve(clean.location, "draft", DAY, free_port())


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(address: str, words: str) -> str:
    """The page at an address as soon as it holds these words, or as it is after a minute."""
    text, end = "", time.monotonic() + 60
    while words not in text and time.monotonic() < end:
        time.sleep(0.3)
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                text = answer.read().decode()
        except OSError:
            continue
    return text
