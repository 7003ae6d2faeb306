"""``diff`` as text, JSON and a page."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from click.testing import CliRunner

from tests.conftest import edit
from tests.word.template import house_file
from zowerkenwij.cli.commands.diff import command
from zowerkenwij.cli.difference import FORMATS, Difference
from zowerkenwij.text.blocks import dump
from zowerkenwij.text.compare import compare
from zowerkenwij.word.reader import accept, read, reject

FOUND = Difference(
    "pest", "Pesten <& co>", "1.0", "draft",
    compare("# Pest\n\n## Doe nu\n\nBel de <mentor>.\n", "# Pest\n\n## Doe nu\n\nBel de ouders.\n"),
)  # fmt: skip


def run(*args: object) -> str:
    done = CliRunner().invoke(command, [str(a) for a in args])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_text_shows_words_without_colour() -> None:
    assert FORMATS["text"](FOUND, False) == (
        "Pesten <& co>: van versie 1.0 naar concept\n\n"
        "Doe nu  (gewijzigd)\n\n## Doe nu\n\nBel de [-<mentor>-]{+ouders+}."
    )
    assert "\x1b[32m" in FORMATS["text"](FOUND, True)


def test_the_page_is_dutch_whole_and_harmless() -> None:
    page = FORMATS["html"](FOUND, False)
    assert page.startswith('<!doctype html>\n<html lang="nl">')
    assert "<del>&lt;mentor&gt;</del><ins>ouders</ins>" in page
    assert "<title>Pesten &lt;&amp; co&gt;" in page
    assert "http" not in page


def test_a_draft_is_compared_with_the_newest_version(starter: Path, tmp_path: Path) -> None:
    path = starter / "handbook/leaflets/informatiefolder.md"
    edit(path, "\n## ", "\nEen nieuwe zin.\n\n## ")
    value = json.loads(run("informatiefolder", "--format", "json", "--handbook", starter))
    assert list(value) == ["format", "id", "from", "to", "sections"]
    assert (value["from"], value["to"]) == ("1.0", "draft")
    assert list(value["sections"][0]) == ["anchor", "heading", "kind", "before", "after"]
    assert "Een nieuwe zin." in value["sections"][0]["after"]
    target = tmp_path / "verschil.html"
    run("informatiefolder", "--format", "html", "-o", target, "--handbook", starter)
    assert "<ins>" in target.read_text(encoding="utf-8")


def test_a_text_at_rest_has_no_difference(starter: Path) -> None:
    assert "Er is geen verschil." in run("informatiefolder", "--handbook", starter)


def test_word_gets_tracked_changes_that_give_both_texts(starter: Path, tmp_path: Path) -> None:
    path = starter / "handbook/leaflets/informatiefolder.md"
    body = path.read_text(encoding="utf-8")
    path.write_text(body.replace("\n## ", "\nEen nieuwe zin.\n\n## ", 1), encoding="utf-8")
    target = tmp_path / "v.docx"
    run("informatiefolder", "--format", "docx", "-o", target, "--handbook", starter)
    found = read(target.read_bytes())
    assert "Een nieuwe zin." in dump(accept(found).blocks)
    assert "Een nieuwe zin." not in dump(reject(found).blocks)
    assert {change.kind for change in found.changes} == {"insert", "paragraph-insert"}


def test_a_word_file_needs_a_place(starter: Path) -> None:
    words = ["informatiefolder", "--format", "docx", "--handbook", str(starter)]
    done = CliRunner().invoke(command, words)
    assert done.exit_code != 0
    assert "-o" in str(done.exception)


def test_a_redline_wears_the_template_that_is_given(starter: Path, tmp_path: Path) -> None:
    path = starter / "handbook/leaflets/informatiefolder.md"
    body = path.read_text(encoding="utf-8")
    path.write_text(body.replace("\n## ", "\nEen nieuwe zin.\n\n## ", 1), encoding="utf-8")
    house, target = tmp_path / "huis.docx", tmp_path / "v.docx"
    house.write_bytes(house_file())
    given = ("--format", "docx", "--template", house, "-o", target, "--handbook", starter)
    run("informatiefolder", *given)
    with zipfile.ZipFile(target) as package:
        assert b"Georgia" in package.read("word/styles.xml")
    assert "Een nieuwe zin." in dump(accept(read(target.read_bytes())).blocks)
    words = ["informatiefolder", "--template", str(house), "--handbook", str(starter)]
    assert "--format docx" in str(CliRunner().invoke(command, words).exception)
