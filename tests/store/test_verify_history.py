"""What only history tells: withdrawals, the order of a ledger, attachments, merges and moves that
were changed and put back. Each on a handbook that lived a little: three versions of one document
with attachments, and one document that was renamed and withdrawn."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import DAY, edit
from tests.store.test_verify import both_verdicts, commit, git, small_verifier, verdict
from zowerkenwij.cli import main
from zowerkenwij.store.evidence import text_digest
from zowerkenwij.store.starter import create

RECORD = "handbook/leaflets/informatiefolder.md"
FILES = "handbook/versions/informatiefolder"
ENDED = "handbook/protocols/anti-pesten.md"
PLATE, PHOTO = "handbook/assets/plaat.svg", "handbook/assets/foto.png"
_END = re.compile(r"withdrawn:\n(?:  .*\n)+")
Change = Callable[[Path], None]


def zww(root: Path, *args: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main([*args, "--handbook", str(root)])
    assert not stop.value.code, args


def adopt(root: Path, id_: str = "informatiefolder", change: str = "minor") -> None:
    day = DAY.isoformat()
    zww(root, "adopt", id_, "--by", "board", "--on", day, "--change", change, "--note", "Anders.",
        "--reason", "Klein.")  # fmt: skip


def add(root: Path, path: str, text: str) -> None:
    file = root / path
    file.write_bytes(file.read_bytes() + text.encode())


@pytest.fixture(scope="session")
def _lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("geleefd") / "handboek"
    create(root, DAY)
    (root / "handbook/assets").mkdir()
    (root / PLATE).write_bytes(b"<svg>\n<title>x</title>\n</svg>\n")
    (root / PHOTO).write_bytes(b"\x89PNG\r\n\0bytes")
    add(root, RECORD, "\n![Plaat](../assets/plaat.svg)\n\n![Foto](../assets/foto.png)\n")
    adopt(root)
    add(root, RECORD, "\nNog een zin.\n")
    adopt(root)
    zww(root, "rename", "pestprotocol", "anti-pesten")
    day = (DAY + timedelta(days=60)).isoformat()
    zww(root, "withdraw", "anti-pesten", "--by", "board", "--on", day, "--reason", "Niet nodig.",
        "--successor", "informatiefolder")  # fmt: skip
    return root


@pytest.fixture
def lived(_lived: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(_lived, tmp_path / "handboek"))


def put_back(root: Path, *paths: str) -> None:
    commit(root)
    git(root, "checkout", "-q", "HEAD~1", "--", *paths)


# -- withdrawals ---------------------------------------------------------------------------------


def end_erased(root: Path) -> None:
    path = root / ENDED
    text, count = _END.subn("", path.read_text(encoding="utf-8"))
    assert count == 1
    path.write_text(text, encoding="utf-8", newline="\n")


def end_erased_and_back(root: Path) -> None:
    end_erased(root)
    put_back(root, ENDED)


def end_on_another_day(root: Path) -> None:
    edit(root / ENDED, "withdrawn:\n  on: 2027-", "withdrawn:\n  on: 2028-")


def end_for_another_reason(root: Path) -> None:
    edit(root / ENDED, "reason: Niet nodig.", "reason: Verouderd.")


def end_by_somebody_else(root: Path) -> None:
    path = root / ENDED
    start, end = path.read_text(encoding="utf-8").split("withdrawn:")
    text = start + "withdrawn:" + end.replace("by: board", "by: gmr", 1)
    path.write_text(text, encoding="utf-8", newline="\n")


def end_without_its_successor(root: Path) -> None:
    edit(root / ENDED, "  successor: informatiefolder\n", "")


def end_under_a_quoted_key(root: Path) -> None:
    """A key that a pattern does not know."""
    edit(root / ENDED, "withdrawn:", '"with\\x64rawn":')
    commit(root)
    path = root / ENDED
    text = re.sub(r'"with\\x64rawn":\n(?:  .*\n)+', "", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8", newline="\n")


def end_below_the_front_matter(root: Path) -> None:
    edit(root / ENDED, "withdrawn:\n", "--- \nwithdrawn:\n")


def end_dropped_in_a_merge(root: Path) -> None:
    git(root, "checkout", "-qb", "tak")
    zww(root, "withdraw", "informatiefolder", "--by", "board", "--on", "2027-03-01",
        "--reason", "Klaar.")  # fmt: skip
    git(root, "checkout", "-q", "-")
    git(root, "merge", "-q", "-s", "ours", "--no-ff", "-m", "Samen", "tak")


def end_dropped_in_a_merge_and_back(root: Path) -> None:
    end_dropped_in_a_merge(root)
    git(root, "checkout", "-q", "tak", "--", "handbook")


def end_erased_in_a_rename(root: Path) -> None:
    whole = _END.search((root / ENDED).read_text(encoding="utf-8"))
    assert whole
    zww(root, "rename", "anti-pesten", "oud")
    path = root / "handbook/protocols/oud.md"
    edit(path, whole[0], "")
    git(root, "commit", "-qa", "--amend", "--no-edit")
    edit(path, "versions:\n", f"{whole[0]}versions:\n")


# -- ledgers -------------------------------------------------------------------------------------


def entries(text: str) -> list[str]:
    block = re.search(r"(?m)^versions:\n((?:  .*\n)+)", text)
    assert block
    return re.split(r"(?m)^(?=  - )", block[1])[1:]


def with_entries(root: Path, new: Callable[[list[str]], list[str]]) -> None:
    path = root / RECORD
    text = path.read_text(encoding="utf-8")
    old = entries(text)
    path.write_text(text.replace("".join(old), "".join(new(old))), encoding="utf-8", newline="\n")


def entries_reordered(root: Path) -> None:
    with_entries(root, lambda old: [old[1], old[0], old[2]])


def entries_reordered_and_back(root: Path) -> None:
    entries_reordered(root)
    put_back(root, RECORD)


def last_entry_removed(root: Path) -> None:
    with_entries(root, lambda old: old[:-1])


def last_adoption_removed_and_back(root: Path) -> None:
    last_entry_removed(root)
    (root / FILES / "1.2.md").unlink()
    put_back(root, RECORD, FILES)


def entry_twice(root: Path) -> None:
    with_entries(root, lambda old: [*old, old[0]])


def other_entry_before_its_twin(root: Path) -> None:
    with_entries(root, lambda old: [old[0].replace("Eerste", "Tweede"), *old])


def other_twin_and_back(root: Path) -> None:
    other_entry_before_its_twin(root)
    put_back(root, RECORD)


def adoption_of_long_ago(root: Path) -> None:
    """An adoption that nobody made, before the first."""
    with_entries(root, lambda old: [old[0].replace("'1.0'", "'0.9'"), *old])
    text = (root / FILES / "1.0.md").read_text(encoding="utf-8")
    (root / FILES / "0.9.md").write_text(text.replace("'1.0'", "'0.9'"), encoding="utf-8")


def consent_added_later(root: Path) -> None:
    """In both places, and taken away again."""
    consent = "consulted: [{body: gmr, on: 2026-11-23, outcome: consent}]"
    with_entries(root, lambda old: [old[0], old[1].replace("consulted: []", consent), old[2]])
    edit(root / FILES / "1.1.md", "consulted: []", consent)
    put_back(root, RECORD, FILES)


def edited_in_another_form(root: Path, old: str, new: str) -> None:
    """The record in another form for a while, and an entry changed meanwhile."""
    path = root / RECORD
    before = path.read_bytes()
    edit(path, old, new)
    commit(root)
    edit(path, "note: Eerste", "note: Tweede")
    commit(root)
    path.write_bytes(before)


def ledger_under_a_quoted_key(root: Path) -> None:
    edited_in_another_form(root, "\nversions:\n", '\n"version\\x73":\n')


# -- merges and moves ----------------------------------------------------------------------------


def adoption_dropped_in_a_merge_and_back(root: Path) -> None:
    git(root, "checkout", "-qb", "tak")
    add(root, RECORD, "\nOp de tak.\n")
    adopt(root)
    git(root, "checkout", "-q", "-")
    git(root, "merge", "-q", "-s", "ours", "--no-ff", "-m", "Samen", "tak")
    git(root, "checkout", "-q", "tak", "--", "handbook")


def version_changed_and_back(root: Path) -> None:
    add(root, f"{FILES}/1.1.md", "Erbij.\n")
    put_back(root, FILES)


def versions_kept_elsewhere_for_a_while(root: Path) -> None:
    """As if the handbook had moved, but only its version files did."""
    (root / "elders").mkdir()
    git(root, "mv", "handbook/versions", "elders/versions")
    commit(root)
    git(root, "mv", "elders/versions", "handbook/versions")


def hidden_by_a_graft(root: Path) -> None:
    version_changed_and_back(root)
    commit(root)
    head, before = git(root, "rev-parse", "HEAD", "HEAD~2").split()
    (root / ".git/info/grafts").write_text(f"{head} {before}\n", encoding="utf-8")


def hidden_by_a_replacement(root: Path) -> None:
    version_changed_and_back(root)
    commit(root)
    git(root, "replace", "--graft", "HEAD", "HEAD~2")


def hidden_from_the_index(root: Path) -> None:
    """Another text with a seal of its own, in files that git does not look at."""
    path = root / FILES / "1.1.md"
    before = text_digest(path.read_bytes())
    add(root, f"{FILES}/1.1.md", "Erbij.\n")
    for one in (path, root / RECORD):
        edit(one, before, text_digest(path.read_bytes()))
    git(root, "update-index", "--assume-unchanged", RECORD, f"{FILES}/1.1.md")


def link_in_place_of_a_text(root: Path) -> None:
    path = root / FILES / "1.1.md"
    shutil.move(path, root / "elders.md")
    path.symlink_to("../../../elders.md")


KINDS: list[Change] = [
    end_erased, end_erased_and_back, end_on_another_day, end_for_another_reason,
    end_by_somebody_else, end_without_its_successor, end_under_a_quoted_key,
    end_below_the_front_matter, end_dropped_in_a_merge, end_dropped_in_a_merge_and_back, end_erased_in_a_rename,
    entries_reordered, entries_reordered_and_back, last_entry_removed,
    last_adoption_removed_and_back, entry_twice, other_entry_before_its_twin, other_twin_and_back,
    adoption_of_long_ago, consent_added_later, adoption_dropped_in_a_merge_and_back,
    versions_kept_elsewhere_for_a_while, hidden_by_a_graft, hidden_by_a_replacement, hidden_from_the_index, link_in_place_of_a_text,
]  # fmt: skip


@pytest.mark.parametrize("tamper", KINDS, ids=lambda f: f.__name__)
def test_both_verifiers_find(lived: Path, tamper: Change) -> None:
    tamper(lived)
    if git(lived, "status", "--porcelain"):
        commit(lived)
    found = verdict(lived)
    assert found.problems
    assert found.matching < found.checked
    assert small_verifier(lived) == 1


def ledger_below_a_line_that_looks_like_an_end(root: Path) -> None:
    edited_in_another_form(root, "\nid:", "\n---x: y\nid:")


@pytest.mark.parametrize(
    "tamper", [ledger_under_a_quoted_key, ledger_below_a_line_that_looks_like_an_end]
)
def test_a_ledger_in_any_form_is_followed(lived: Path, tamper: Change) -> None:
    tamper(lived)
    commit(lived)
    assert any("gewijzigd" in p.problem for p in verdict(lived).problems)


def test_a_withdrawal_that_goes_is_told_in_words(lived: Path) -> None:
    end_erased(lived)
    (problem,) = verdict(lived).problems
    assert (problem.document, problem.version) == ("anti-pesten", "1.0")
    assert problem.problem.startswith("De intrekking is weggehaald en dat staat nog niet in git.")
    commit(lived)
    (problem,) = verdict(lived).problems
    assert problem.problem.startswith("De intrekking is weggehaald op ")


def moved_to(root: Path, old: str, new: str) -> None:
    """Everything in one folder of the repository to another."""
    (root / new).mkdir(exist_ok=True)
    for path in git(root, "ls-tree", "--name-only", f"HEAD:{old}").splitlines():
        if not path.startswith((".", "README", "mkdocs")):
            git(root, "mv", str(Path(old, path)), str(Path(new, path)))
    commit(root)


@pytest.mark.parametrize(("old", "new"), [("handbook", ""), ("handbook", "deel/boek")])
def test_a_handbook_may_move_to_the_root_and_back(lived: Path, old: str, new: str) -> None:
    (lived / new).parent.mkdir(exist_ok=True)
    end_erased_and_back(lived)
    commit(lived)
    version_changed_and_back(lived)
    commit(lived)
    moved_to(lived, old, new)
    found = [{(p.document, p.version) for p in verdict(lived, new).problems}]
    assert small_verifier(lived, new) == 1
    moved_to(lived, new, "derde")
    found.append({(p.document, p.version) for p in verdict(lived, "derde").problems})
    assert found == [{("anti-pesten", "1.0"), ("informatiefolder", "1.1")}] * 2
    assert small_verifier(lived, "derde") == 1


def test_a_handbook_that_moved_through_the_root_is_clean(lived: Path) -> None:
    moved_to(lived, "handbook", "")
    moved_to(lived, "", "derde")
    assert both_verdicts(lived, "derde") == (True, True)


def skewed_clocks(root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Git shows what was done before the handbook moved before it shows the move."""
    version_changed_and_back(root)
    commit(root)
    git(root, "checkout", "-qb", "tak")
    (root / "x").write_text("x", encoding="utf-8")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2035-01-01T00:00:00Z")
    commit(root)
    git(root, "checkout", "-q", "-")
    git(root, "mv", "handbook", "boek")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z")
    commit(root)
    git(root, "merge", "-q", "--no-ff", "-m", "Samen", "tak")
    return "boek"


def test_clocks_that_are_wrong_hide_nothing(lived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = skewed_clocks(lived, monkeypatch)
    assert both_verdicts(lived, folder) == (False, False)


def _as_a_subtree(root: Path, outer: Path) -> Path:
    outer.mkdir()
    git(outer, "init", "-q", "-b", "main")
    (outer / "x").write_text("x", encoding="utf-8")
    commit(outer)
    git(outer, "fetch", "-q", str(root))
    git(outer, "merge", "-q", "-s", "ours", "--no-commit", "--allow-unrelated-histories",
        "FETCH_HEAD")  # fmt: skip
    git(outer, "read-tree", "--prefix=deel/", "-u", "FETCH_HEAD")
    commit(outer)
    return outer / "deel"


def test_a_handbook_keeps_its_history_inside_another_repository(
    lived: Path, tmp_path: Path
) -> None:
    assert both_verdicts(_as_a_subtree(lived, tmp_path / "goed"), "handbook") == (True, True)
    version_changed_and_back(lived)
    commit(lived)
    assert both_verdicts(_as_a_subtree(lived, tmp_path / "fout"), "handbook") == (False, False)


# -- attachments ---------------------------------------------------------------------------------


def plate_changed_and_back(root: Path) -> None:
    edit(root / PLATE, "x", "y")
    put_back(root, PLATE)


def photo_removed_and_back(root: Path) -> None:
    (root / PHOTO).unlink()
    put_back(root, PHOTO)


def photo_moved_and_back(root: Path) -> None:
    git(root, "mv", PHOTO, "handbook/assets/andere.png")
    put_back(root, PHOTO)


def plate_changed_on_a_branch(root: Path) -> None:
    git(root, "checkout", "-qb", "tak")
    plate_changed_and_back(root)
    commit(root)
    git(root, "checkout", "-q", "-")
    git(root, "merge", "-q", "--no-ff", "-m", "Samen", "tak")


@pytest.mark.parametrize(
    "tamper",
    [plate_changed_and_back, photo_removed_and_back, photo_moved_and_back,
     plate_changed_on_a_branch],
    ids=lambda f: f.__name__,
)  # fmt: skip
@pytest.mark.parametrize("folder", ["handbook", "boek"])
def test_an_attachment_that_was_put_back_is_found(lived: Path, tamper: Change, folder: str) -> None:
    tamper(lived)
    if git(lived, "status", "--porcelain"):
        commit(lived)
    if folder != "handbook":
        git(lived, "mv", "handbook", folder)
        commit(lived)
    found = {(p.document, p.version) for p in verdict(lived, folder).problems}
    assert found == {("informatiefolder", "1.1"), ("informatiefolder", "1.2")}


def test_an_attachment_may_change_until_a_text_is_adopted_with_it(lived: Path) -> None:
    plate = lived / "handbook/assets/nieuw.svg"
    for shade in ("rood", "groen", "rood"):
        plate.write_text(f"<svg>{shade}</svg>\n", encoding="utf-8")
        commit(lived)
    add(lived, RECORD, "\n![Nieuw](../assets/nieuw.svg)\n")
    adopt(lived)
    assert both_verdicts(lived, "handbook") == (True, True)


def test_a_link_in_place_of_an_attachment_is_found(lived: Path) -> None:
    shutil.move(lived / PHOTO, lived / "elders.png")
    (lived / PHOTO).symlink_to("../../elders.png")
    commit(lived)
    assert both_verdicts(lived, "handbook") == (False, False)


def test_a_new_handbook_keeps_git_from_changing_attachments(lived: Path) -> None:
    git(lived, "config", "core.autocrlf", "true")
    shutil.rmtree(lived / "handbook")
    git(lived, "checkout", "-q", "--", ".")
    assert b"\r\n" in (lived / RECORD).read_bytes()
    assert both_verdicts(lived, "handbook") == (True, True)


# -- what is no tampering ------------------------------------------------------------------------


def ended_text_edited_and_moved(root: Path) -> None:
    add(root, ENDED, "\nDit geldt niet meer.\n")
    commit(root)
    (root / "handbook/oud").mkdir()
    git(root, "mv", ENDED, "handbook/oud/anti-pesten.md")
    commit(root)


def ended_document_and_successor_renamed(root: Path) -> None:
    zww(root, "rename", "informatiefolder", "folder")
    zww(root, "rename", "anti-pesten", "oud")


def end_elsewhere_in_the_front_matter(root: Path) -> None:
    path = root / ENDED
    text = path.read_text(encoding="utf-8")
    whole = _END.search(text)
    assert whole
    text = text.replace(whole[0], "").replace("versions:\n", f"{whole[0]}versions:\n")
    path.write_text(text, encoding="utf-8", newline="\n")
    commit(root)


def two_documents_on_two_branches(root: Path) -> None:
    git(root, "checkout", "-qb", "tak")
    add(root, RECORD, "\nOp de tak.\n")
    adopt(root)
    git(root, "checkout", "-q", "-")
    add(root, "handbook/plan.md", "\nOp de stam.\n")
    adopt(root, "plan", "editorial")
    git(root, "merge", "-q", "--no-ff", "-m", "Samen", "tak")


def one_document_on_two_branches(root: Path) -> None:
    """Both versions stay, in the order of their numbers."""
    before = len(entries((root / RECORD).read_text(encoding="utf-8")))
    git(root, "checkout", "-qb", "tak")
    add(root, RECORD, "\nOp de tak.\n")
    day = DAY.isoformat()
    zww(root, "consult", "informatiefolder", "--body", "gmr", "--on", day, "--outcome", "consent")
    adopt(root, change="major")
    git(root, "checkout", "-q", "-")
    add(root, RECORD, "\nOp de stam.\n")
    adopt(root)
    mine = entries((root / RECORD).read_text(encoding="utf-8"))[before]
    with pytest.raises(Exception, match="exit status 1"):
        git(root, "merge", "-q", "--no-ff", "-m", "Samen", "tak")
    git(root, "checkout", "-q", "--theirs", RECORD)
    with_entries(root, lambda old: [*old[:before], mine, *old[before:]])
    commit(root)


def renamed_here_and_adopted_there(root: Path) -> None:
    git(root, "checkout", "-qb", "tak")
    add(root, "handbook/plan.md", "\nOp de tak.\n")
    adopt(root, "plan", "editorial")
    git(root, "checkout", "-q", "-")
    zww(root, "rename", "informatiefolder", "folder")
    git(root, "merge", "-q", "--no-ff", "-m", "Samen", "tak")


def another_document_takes_the_place(root: Path) -> None:
    git(root, "mv", RECORD, "handbook/informatiefolder.md")
    shutil.move(root / "handbook/plan.md", root / RECORD)
    commit(root)


def octopus(root: Path) -> None:
    main_branch = git(root, "rev-parse", "--abbrev-ref", "HEAD").strip()
    for name in "abc":
        git(root, "checkout", "-qb", name, main_branch)
        (root / name).write_text(name, encoding="utf-8")
        commit(root)
    git(root, "checkout", "-q", main_branch)
    git(root, "merge", "-q", "-m", "Samen", "a", "b", "c")


@pytest.mark.parametrize(
    "live",
    [ended_text_edited_and_moved, ended_document_and_successor_renamed,
     end_elsewhere_in_the_front_matter, two_documents_on_two_branches,
     one_document_on_two_branches, renamed_here_and_adopted_there,
     another_document_takes_the_place, octopus],
    ids=lambda f: f.__name__,
)  # fmt: skip
def test_an_honest_life_alarms_nobody(lived: Path, live: Change) -> None:
    live(lived)
    assert both_verdicts(lived, "handbook") == (True, True)
