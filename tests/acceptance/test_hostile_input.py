"""Whatever lies in the folder: the promised exit code, a Dutch sentence, in time, nothing changed."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.arena import MAX_BYTES, MAX_SECONDS, NO_LIMITS, Arena, Limits, Run, contents
from tests.acceptance.hostile import CANARY, PIECES, Case, all_cases, canary, document, planting

CASES = tuple(all_cases())
_ENGLISH = re.compile(
    r"Traceback|Error\b|Errno|codec|No such file|Permission denied|(?:Is|Not) a directory|Read-only|File too"
    r"|No space|not found|invalid|expected|fatal:", re.IGNORECASE,
)  # fmt: skip
_DUTCH = re.compile(
    r"\b(?:de|het|een|niet|geen|dit|is|staat|kies|zet|maak|lukt|bestand|map|documenten|en|van|ontbreekt)\b",
    re.IGNORECASE,
)
_RAW = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TURNS: tuple[tuple[str, ...], ...] = (
    ("list",), ("list", "--format", "json"), ("show", "vijandig", "--draft", "--format", "json"),
    ("show", "pestprotocol"), ("school", "list"), ("school", "fill", "voorbeeldschool", "--dry-run"),
    ("check",), ("check", "--format", "sarif"), ("check", "--format", "github"), ("check", "--format", "junit"),
)  # fmt: skip


@pytest.fixture(scope="session")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    made = Arena(tmp_path_factory.mktemp("arena"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def clean(arena: Arena, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean handbook in git; nobody changes it."""
    folder = tmp_path_factory.mktemp("schoon") / "handboek"
    answer = arena.run(folder.parent, "init", folder)
    assert answer.code == 0, answer
    return folder


@pytest.fixture
def book(clean: Path, tmp_path: Path) -> Path:
    """A clean handbook of one's own."""
    return Path(shutil.copytree(clean, tmp_path / "handboek", symlinks=True))


def calm(answer: Run, *codes: int) -> Run:
    """The answer keeps every promise of cli.md."""
    assert answer.code in (codes or (0, 1, 2, 3)), answer
    assert answer.seconds <= MAX_SECONDS, answer
    assert answer.memory <= MAX_BYTES, answer
    assert not _RAW.search(answer.err), answer
    assert not _ENGLISH.search(answer.err), answer
    if answer.args[0] != "show":
        assert not _RAW.search(answer.out), answer
    if answer.code:
        assert _DUTCH.search(answer.err + answer.out), answer
        assert len(answer.err + answer.out) > 25, answer
    return answer


# -- hostile handbooks ---------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "number", range(len(CASES)), ids=[c.name.encode("unicode_escape").decode() for c in CASES]
)
def test_a_hostile_handbook_is_reported_and_left_alone(
    arena: Arena, book: Path, number: int
) -> None:
    case = CASES[number]
    case.plant(book)
    before = contents(book)
    turn = _TURNS[number % len(_TURNS)]
    is_hidden = case.name == "a folder in a circle" and turn[0] == "show"
    calm(arena.run(book, *turn), *((3,) if is_hidden else (0, 1)))  # it may stand in that folder
    published = None
    if (
        number % 3 == 0 or case.name in PIECES
    ):  # a site takes time; what a text can do to it matters most
        published = calm(
            arena.run(book, "publish", "--audience", "draft", "-o", book.parent / "site"), 0, 1
        ).code
    assert contents(book) == before
    canary(book)
    check_finds(arena, book, case, published)


def check_finds(arena: Arena, book: Path, case: Case, published: int | None) -> None:
    """Check names what was planted and still finds the mistake elsewhere."""
    before = contents(book)
    answer = calm(arena.run(book, "check", "--format", "json"), 1)
    findings = json.loads(answer.out)["findings"]
    errors = [(f["code"], f["path"]) for f in findings if f["severity"] == "error"]
    assert ("ZW201", CANARY) in errors
    assert set(case.finds) <= set(errors), errors[:20]
    code = int(any(path != CANARY for _, path in errors))
    assert case.code in (None, code)
    assert published in (None, code)
    assert all(f["message"][-1] in ".!?:" and _DUTCH.search(f["message"]) for f in findings[:200])
    assert not [f for f in findings[:200] if _ENGLISH.search(f["message"].partition("`")[0])]
    assert contents(book) == before


EVERY = {
    "alias bomb in a document", "handbook.yml is a list", "handbook.yml is empty", "all registers empty",
    "no registers at all", "10,000 images in images", "a title with escapes", "random bytes", "zero bytes",
    "a folder in a circle", "every field null", "every field of a wrong kind", "a school folder without school.yml",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(EVERY))
def test_every_command_stays_calm_in_a_hostile_handbook(
    arena: Arena, book: Path, name: str
) -> None:
    next(c for c in CASES if c.name == name).plant(book)
    before = contents(book)
    for command in (
        *_TURNS,
        ("rules",),
        ("rules", "ZW201"),
        ("schema",),
        ("schema", "--check"),
        ("init", "."),
        ("show", "plan"),
        ("publish", "-o", book.parent / "published"),
    ):
        calm(arena.run(book, *command))
    assert contents(book) == before
    calm(arena.run(book, "new", "policy", "Iets nieuws"))
    after = contents(book)
    assert before.items() <= after.items()
    assert len([p for p in after.keys() - before.keys() if p.endswith(".md")]) <= 1


@pytest.mark.parametrize(
    "title",
    [
        "../../x",
        "\x1b[31mRood\x07",
        "x" * 5000,
        "",
        "  ",
        "---\nid: x",
        "🚀",
        "a\nb",
        "-x",
        "con",
        "\udcff",
    ],
)
def test_a_hostile_title_gives_a_document_in_its_folder_or_a_refusal(
    arena: Arena, book: Path, title: str
) -> None:
    before = contents(book)
    answer = calm(arena.run(book, "new", "policy", "--", title), 0, 1, 2)
    new = contents(book).keys() - before.keys()
    assert before.items() <= contents(book).items()
    assert all(Path(p).parts[0] == "handbook" for p in new)
    assert (answer.code == 0) == any(p.endswith(".md") for p in new)
    if answer.code == 0:
        found = json.loads(arena.run(book, "check", "--format", "json").out)["findings"]
        assert not [f for f in found if f["code"] in ("ZW101", "ZW102")]


@pytest.mark.parametrize(
    "id_", ["../../x", "/etc/x", "..", "a/b", "A", "-", "x" * 500, "a\nb", "", "\x1b[31m"]
)
def test_an_id_never_leads_out_of_the_handbook(arena: Arena, book: Path, id_: str) -> None:
    before = contents(book.parent)
    calm(arena.run(book, "new", "policy", "Iets", f"--id={id_}"), *((1, 2) if id_ else (0,)))
    calm(arena.run(book, "show", "--", id_), 1)
    calm(arena.run(book, "school", "fill", "--", id_), 1)
    calm(arena.run(book, "new", "policy", "Iets", f"--school={id_}"), 0, 1, 2)
    changed = contents(book.parent).keys() - before.keys()
    inside = ("handboek/handbook/", "handboek/.git/zowerkenwij")  # the latter: what is remembered
    assert not [p for p in changed if not p.startswith(inside)]


# -- where there is no handbook, or not where one thinks -----------------------------------

READING = [("check",), ("list",), ("show", "plan"), ("school", "list"), ("school", "fill", "x", "--dry-run"),
           ("new", "policy", "Iets"), ("publish",)]  # fmt: skip


def _empty(folder: Path) -> None:
    """Nothing at all."""


def _not_a_handbook(folder: Path) -> None:
    (folder / "handbook").mkdir()
    (folder / "handbook" / "plan.md").write_bytes(document())


def _bare(folder: Path) -> None:
    (folder / "HEAD").write_text("ref: refs/heads/main\n")
    (folder / "objects").mkdir()
    (folder / "refs").mkdir()


def _folder_for_settings(folder: Path) -> None:
    (folder / "handbook" / "handbook.yml").mkdir(parents=True)


def _link_for_settings(folder: Path) -> None:
    (folder / "handbook").mkdir()
    (folder / "handbook" / "handbook.yml").symlink_to("/etc/passwd")


@pytest.mark.parametrize(
    "plant", [_empty, _not_a_handbook, _bare, _folder_for_settings, _link_for_settings]
)
@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_without_a_handbook_a_command_says_where_it_looked(
    arena: Arena, tmp_path: Path, plant, command
) -> None:
    plant(tmp_path)
    before = contents(tmp_path)
    answer = calm(arena.run(tmp_path, *command), 3)
    assert str(tmp_path) in answer.err
    assert "handbook.yml" in answer.err
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "target", ["nergens", "bestand", "bestand/eronder", "kring", "\udcff\n", "x" * 5000, ""]
)
@pytest.mark.parametrize("command", READING[:1] + READING[5:], ids=" ".join)
def test_a_handbook_option_that_leads_nowhere_is_refused(
    arena: Arena, tmp_path: Path, target: str, command
) -> None:
    (tmp_path / "bestand").write_text("x")
    (tmp_path / "kring").symlink_to("kring")
    before = contents(tmp_path)
    calm(arena.run(tmp_path, *command, f"--handbook={target}"), 2, 3)
    assert contents(tmp_path) == before


def test_the_rules_and_schemas_need_no_handbook(arena: Arena, tmp_path: Path) -> None:
    for command in (("rules",), ("rules", "ZW101"), ("schema",), ("--help",), ("--version",)):
        calm(arena.run(tmp_path, *command), 0)
    calm(arena.run(tmp_path, "schema", "--check"), 1)
    assert not contents(tmp_path)


# -- git -----------------------------------------------------------------------------------


def _garbage_head(git: Path) -> None:
    (git / "HEAD").write_bytes(b"\xff\0garbage")


def _garbage_index(git: Path) -> None:
    (git / "index").write_bytes(b"DIRC" + b"\xff" * 500)


def _garbage_config(git: Path) -> None:
    (git / "config").write_bytes(b"[\xff\n= =\n")


def _empty_git(git: Path) -> None:
    shutil.rmtree(git)
    git.mkdir()


def _git_file(git: Path) -> None:
    shutil.rmtree(git)
    git.write_bytes(b"gitdir: /nergens\xff\n")


def _git_link(git: Path) -> None:
    shutil.rmtree(git)
    git.symlink_to(".git")


def _git_fifo(git: Path) -> None:
    shutil.rmtree(git)
    os.mkfifo(git)


def _no_objects(git: Path) -> None:
    shutil.rmtree(git / "objects")


def _locked(git: Path) -> None:
    (git / "index.lock").write_bytes(b"")


def _bare_flag(git: Path) -> None:
    (git / "config").write_text("[core]\n\tbare = true\n")


def _hostile_config(git: Path) -> None:
    text = "[core]\n\tfsmonitor = touch PWNED\n\tpager = touch PWNED\n\tsshCommand = touch PWNED\n[alias]\n\tstatus = !touch PWNED\n"
    (git / "config").write_text(text)


def _garbage_memory(git: Path) -> None:
    for path in (git / "zowerkenwij").rglob("*"):
        if path.is_file():
            path.write_bytes(b"\xff\0[" * 100)


def _memory_is_a_file(git: Path) -> None:
    shutil.rmtree(git / "zowerkenwij", ignore_errors=True)
    (git / "zowerkenwij").write_bytes(b"x")


def _memory_is_a_link(git: Path) -> None:
    shutil.rmtree(git / "zowerkenwij", ignore_errors=True)
    (git / "zowerkenwij").symlink_to("/etc")


BROKEN = [_garbage_head, _garbage_index, _garbage_config, _empty_git, _git_file, _git_link, _git_fifo, _no_objects,
          _locked, _bare_flag, _hostile_config, _garbage_memory, _memory_is_a_file, _memory_is_a_link]  # fmt: skip


@pytest.mark.parametrize("harm", BROKEN)
def test_a_broken_repository_is_no_reason_not_to_check(arena: Arena, book: Path, harm) -> None:
    canary(book)
    calm(arena.run(book, "check"), 1)
    harm(book / ".git")
    before = contents(book)
    for _ in range(2):
        answer = calm(arena.run(book, "check"), 1)
        assert "ZW201" in answer.out
        assert "ZW101" not in answer.out
    for command in (("list",), ("school", "list"), ("show", "plan")):
        calm(arena.run(book, *command), 0)
    calm(arena.run(book, "check", "--rev", "HEAD"), 0, 3)
    assert contents(book) == before


def test_everything_works_without_git(arena: Arena, book: Path, tmp_path: Path) -> None:
    (tmp_path / "niets").mkdir()
    path = str(tmp_path / "niets")
    shutil.rmtree(book / ".git")
    for command in (
        ("check",),
        ("list",),
        ("show", "plan"),
        ("school", "list"),
        ("publish", "-o", tmp_path / "site"),
    ):
        calm(arena.run(book, *command, path=path), 0)
    calm(arena.run(book, "check", "--rev", "HEAD", path=path), 3)
    answer = calm(arena.run(tmp_path, "init", "nieuw", path=path), 0)
    assert "git" in answer.err


@pytest.mark.parametrize(
    "rev",
    ["nergens", "-x", "--help", "", "HEAD:../..", "\udcff", "HEAD\n", "@{9999999}", "x" * 9000],
)
def test_a_revision_that_does_not_exist_is_named(arena: Arena, book: Path, rev: str) -> None:
    calm(arena.run(book, "check", f"--rev={rev}"), 0 if rev == "" else 3, 3)


# -- output --------------------------------------------------------------------------------


def test_unreadable_files_and_folders_are_findings(arena: Arena, book: Path) -> None:
    canary(book)
    (book / "handbook" / "glossary.yml").chmod(0)
    (book / "handbook" / "protocols").chmod(0)
    try:
        answer = calm(arena.run(book, "check", limits=Limits(obeys_modes=True)), 1)
        for path in ("handbook/glossary.yml", "handbook/protocols", CANARY):
            assert path in answer.out
        calm(arena.run(book, "list", limits=Limits(obeys_modes=True)), 0)
    finally:
        (book / "handbook" / "protocols").chmod(0o755)


@pytest.mark.parametrize(
    "limits", [Limits(obeys_modes=True), Limits(largest=20)], ids=["read-only", "disk full"]
)
def test_where_nothing_can_be_written_nothing_is_left_half(
    arena: Arena, book: Path, limits: Limits
) -> None:
    closed = book.parent / "dicht"
    closed.mkdir()
    commands = [("publish", "-o", closed / "site"), ("init", closed / "nieuw")]
    for folder in (closed, book / "handbook", book / ".git"):
        folder.chmod(0o555 if limits.obeys_modes else 0o755)
    before = contents(book.parent)
    try:
        for command in (*commands, ("new", "policy", "Iets moois " * 30)):
            answer = arena.run(
                book, *command, limits=limits if limits.obeys_modes else Limits(largest=450)
            )
            calm(answer, 3)
            assert contents(book.parent) == before, answer
        calm(arena.run(book, "check", limits=NO_LIMITS if limits.largest else limits), 0)
    finally:
        for folder in (closed, book / "handbook", book / ".git"):
            folder.chmod(0o755)


def test_a_folder_with_other_things_is_never_replaced(arena: Arena, book: Path) -> None:
    target = book.parent / "vol"
    planting(b"kostbaar", "brief.txt")(target)
    before = contents(target)
    calm(arena.run(book, "publish", "-o", target), 3)
    calm(arena.run(book, "publish", "-o", target / "brief.txt"), 3)
    calm(arena.run(book, "publish", "-o", book), 3)
    calm(arena.run(book, "init", target), 1)
    calm(arena.run(book, "init", target / "brief.txt"), 1)
    assert contents(target) == before


@pytest.mark.parametrize(
    "command",
    [("check",), ("list",), ("rules",), ("show", "plan"), ("--help",), ("school", "list")],
    ids=" ".join,
)
def test_a_full_or_closed_output_is_no_traceback(book: Path, command: tuple[str, ...]) -> None:
    import subprocess
    import sys

    program = [sys.executable, "-m", "zowerkenwij", *command]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            program, cwd=book, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert done.returncode == 3, done
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    shell = f'"$0" -m zowerkenwij {" ".join(command)} >&-'
    done = subprocess.run(
        ["sh", "-c", shell, sys.executable],
        cwd=book,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    assert b"Traceback" not in done.stderr, done
