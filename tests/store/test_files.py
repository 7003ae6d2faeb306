"""Finding and reading files: nothing outside the handbook, nothing through a link."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from tests.store.conftest import DOCUMENT, HANDBOOK, said
from zowerkenwij.store import Location, NotAHandbook, WorkTree, find_handbook, load

NAMES = [
    "met spatie.md",
    "aan'haal\"teken.md",
    "nieuwe\nregel.md",
    "-streepje.md",
    "smiley 😀.md",
    "é.md",
    "e\u0301.md",
    "*.md",
    "$(x).md",
]


def test_the_nearest_handbook_upward_is_found(make: Any) -> None:
    root = make()
    for start in (
        root,
        root / "handbook",
        root / "handbook" / "schools" / "veerpont",
        root / "handbook" / "absent",
    ):
        assert find_handbook(start) == Location(root, "handbook")


def test_a_handbook_may_be_the_whole_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "handbook.yml").write_text(HANDBOOK)
    (tmp_path / "antipest.md").write_text(DOCUMENT)
    location = find_handbook(tmp_path)
    assert location == Location(tmp_path, "")
    handbook = load(WorkTree(location.root, location.prefix))
    assert handbook.by_id["antipest"].path == "antipest.md"
    assert handbook.settings.path == "handbook.yml"


def test_a_handbook_folder_may_have_another_name(tmp_path: Path) -> None:
    (tmp_path / "boek").mkdir()
    (tmp_path / "boek" / "handbook.yml").write_text(HANDBOOK)
    assert find_handbook(tmp_path / "boek") == Location(tmp_path, "boek")


@pytest.mark.parametrize("what", ["empty", "file", "absent", "link"])
def test_a_folder_that_is_no_handbook_is_refused_in_dutch(tmp_path: Path, what: str) -> None:
    here = tmp_path / what
    if what == "empty":
        here.mkdir()
    elif what == "file":
        here.write_text("x")
    elif what == "link":
        here.mkdir()
        (here / "handbook.yml").symlink_to("/etc/hostname")
    with pytest.raises(NotAHandbook) as refusal:
        find_handbook(here)
    assert "--handbook" in refusal.value.message


@pytest.mark.parametrize("name", NAMES)
def test_any_file_name_can_be_read(loaded: Any, name: str) -> None:
    handbook = loaded({f"handbook/x/{name}": DOCUMENT.replace("antipest", "ander")})
    assert handbook.unreadable == ()
    assert handbook.by_id["ander"].path == f"handbook/x/{name}"


@pytest.mark.parametrize("name", NAMES)
def test_any_file_name_can_be_salvaged(loaded: Any, name: str) -> None:
    handbook = loaded({f"handbook/x/{name}": "# Titel\n"})
    assert len(handbook.unreadable) == 1
    assert handbook.by_id[name.removesuffix(".md")].title == "Titel"


def test_a_file_name_that_is_no_text_is_reported_printably(make: Any) -> None:
    root = make()
    with open(os.fsencode(root / "handbook") + b"/\xff.md", "wb") as stream:
        stream.write(b"x")
    handbook = load(WorkTree(root))
    assert len(handbook.unreadable) == 1
    handbook.unreadable[0].place.path.encode("utf-8")


def test_links_are_never_followed(make: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    root = make()
    outside = tmp_path_factory.mktemp("outside")
    (outside / "geheim.md").write_text(DOCUMENT.replace("antipest", "geheim"))
    book = root / "handbook"
    (book / "link.md").symlink_to(outside / "geheim.md")
    (book / "map").symlink_to(outside)
    (book / "rond").symlink_to(book)
    (book / "los.md").symlink_to("bestaat-niet")
    (book / "ik.md").symlink_to("ik.md")
    handbook = load(WorkTree(root))
    assert said(handbook) == [
        f"{name}:1 ZW101" for name in ("ik.md", "link.md", "los.md", "map", "rond")
    ]
    assert [d.id for d in handbook.documents if d.raw_body] == ["antipest"]
    assert not any("map" in path for path in handbook.files)


def test_a_handbook_folder_that_is_a_link_is_not_followed(make: Any) -> None:
    root = make()
    (root / "handbook").rename(root / "echt")
    (root / "handbook").symlink_to("echt")
    handbook = load(WorkTree(root))
    assert handbook.documents == ()
    assert handbook.unreadable


def test_odd_things_are_reported_and_do_not_block(make: Any) -> None:
    root = make()
    os.mkfifo(root / "handbook" / "pijp.md")
    sock = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(root / "handbook")
    try:
        sock.bind("stekker.md")
    finally:
        os.chdir(here)
        sock.close()
    assert said(load(WorkTree(root))) == ["pijp.md:1 ZW101", "stekker.md:1 ZW101"]


def test_a_file_that_is_too_big_is_one_finding_and_links_to_it_hold(loaded: Any) -> None:
    handbook = loaded({"handbook/protocols/groot.md": b"x" * 5_000_001})
    assert said(handbook) == ["protocols/groot.md:1 ZW101"]
    assert "groot" in handbook.by_id


def test_a_folder_that_is_absent_gives_an_empty_handbook(tmp_path: Path) -> None:
    handbook = load(WorkTree(tmp_path))
    assert handbook.documents == ()
    assert handbook.unreadable


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_one_finding(make: Any) -> None:
    root = make()
    (root / "handbook/protocols/antipest.md").chmod(0)
    assert said(load(WorkTree(root))) == ["protocols/antipest.md:1 ZW101"]
