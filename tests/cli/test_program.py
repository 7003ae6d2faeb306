"""The program as a whole: help, wrong usage, and starting fast."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from zowerkenwij.cli import commands
from zowerkenwij.cli.program import COMMANDS, program

ENGLISH = (
    "Usage:",
    "Options:",
    "Commands:",
    "Show this message",
    "Error:",
    "Try '",
    "[OPTIONS]",
    "[required]",
)


def pages() -> list[tuple[str, ...]]:
    context = click.Context(program)
    found: list[tuple[str, ...]] = [()]
    for name in COMMANDS:
        command = program.get_command(context, name)  # type: ignore[attr-defined]
        found.append((name,))
        if isinstance(command, click.Group):
            found += [(name, sub) for sub in command.commands]
    return found


def test_the_table_of_commands_names_every_command_file() -> None:
    files = {module.name for module in pkgutil.iter_modules(commands.__path__)}
    assert set(COMMANDS) == files


@pytest.mark.parametrize("page", pages(), ids=" ".join)
def test_every_help_page_is_dutch_and_has_an_example(zww, page: tuple[str, ...]) -> None:
    answer = zww(*page, "--help")
    assert answer.code == 0
    assert answer.out.startswith("Gebruik: zowerkenwij")
    assert "Voorbeelden:" in answer.out
    assert "zowerkenwij" in answer.out.split("Voorbeelden:")[1]
    assert not [word for word in ENGLISH if word in answer.out]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["chek"], "Bedoel je 'check'?"),
        (["check", "--formaat", "json"], "De optie --formaat bestaat niet"),
        (["check", "--format", "pdf"], "Kies uit: text, json, sarif, github, junit"),
        (["list", "--as-of", "gisteren"], "'gisteren' is geen datum"),
        (["list", "--as-of", "2026-02-30"], "'2026-02-30' is geen datum"),
        (["show"], "Er ontbreekt iets: ID"),
        (["show", "meldcode", "te veel"], "Dit woord begrijp ik niet op deze plaats: te veel"),
        (["rules", "ZW999"], "De regel ZW999 bestaat niet"),
        (["check", "--fix", "--rev", "HEAD"], "gaan niet samen"),
        (["schema", "--write", "--check"], "niet allebei"),
        (["new", "protocol"], "Er ontbreekt iets: TITEL"),
        (["list", "--format"], "--format"),
    ],
)
def test_wrong_usage_gets_a_dutch_sentence_and_code_two(zww, args: list[str], says: str) -> None:
    answer = zww(*args)
    assert answer.code == 2
    assert says in answer.err
    assert not [word for word in ENGLISH if word in answer.err]


@pytest.mark.parametrize(
    "command", [["check"], ["list"], ["show", "meldcode"], ["school", "list"], ["publish"]]
)
def test_outside_a_handbook_a_command_says_so_with_code_three(
    zww, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = zww(*command)
    assert answer.code == 3
    assert "handboek" in answer.err
    assert not list(tmp_path.iterdir())


def test_the_version_is_one_line(zww) -> None:
    answer = zww("--version")
    assert answer.out.startswith("zowerkenwij ")


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom zowerkenwij.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(*sorted(m.split('.')[0] for m in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {
        "pydantic",
        "yaml",
        "git",
        "docx",
        "mkdocs",
        "jsonschema",
        "rich",
        "markdown",
        "sqlite3",
    }
    assert not heavy & set(done.stderr.split())
