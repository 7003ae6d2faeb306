"""Tampering with adopted texts and ledgers is found, by ``verify`` and by the small verifier that
knows nothing of this package."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, edit
from zowerkenwij.cli import main
from zowerkenwij.store import Location
from zowerkenwij.store.evidence import text_digest
from zowerkenwij.store.verify import Verdict, verify

RECORD = "handbook/leaflets/informatiefolder.md"
VERSION = "handbook/versions/informatiefolder/1.0.md"
Change = Callable[[Path], None]


def git(root: Path, *args: str) -> str:
    done = subprocess.run(["git", *args], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout


def commit(root: Path, message: str = "Wijziging") -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", message)


def verdict(root: Path, folder: str = "handbook") -> Verdict:
    return verify(Location(root, folder))


def small_verifier(root: Path, folder: str = "handbook") -> int:
    script = ROOT / "docs" / "verifier.py"
    done = subprocess.run(
        [sys.executable, str(script), str(root / folder)], capture_output=True, text=True
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode


def _sub(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    start, end = text.split("\nentry:" if "versions/" in path.as_posix() else "\nversions:", 1)
    assert old in end
    mark = "\nentry:" if "versions/" in path.as_posix() else "\nversions:"
    path.write_text(start + mark + end.replace(old, new, 1), encoding="utf-8", newline="\n")


def digest(root: Path) -> None:
    text = (root / RECORD).read_text(encoding="utf-8")
    old = text.partition("digest: ")[2][:71]
    edit(root / RECORD, old, "sha256:" + "0" * 64)


def date(root: Path) -> None:
    _sub(root / RECORD, "effective: ", "effective: 2001-01-01 #")


def note(root: Path) -> None:
    _sub(root / RECORD, "note: ", "note: Heel anders ")


def consent(root: Path) -> None:
    _sub(root / RECORD, "adopted:", "consulted: [{body: gmr, on: 2026-01-01, outcome: consent}]\n"
         "    adopted:")  # fmt: skip


def text(root: Path) -> None:
    path = root / VERSION
    path.write_bytes(path.read_bytes() + b"\nErbij.\n")


def both(root: Path) -> None:
    for path in (root / RECORD, root / VERSION):
        _sub(path, "note: ", "note: Heel anders ")


def swapped(root: Path) -> None:
    other = next(
        p for p in sorted((root / "handbook/versions").glob("*/1.0.md")) if p != root / VERSION
    )
    mine, theirs = (root / VERSION).read_bytes(), other.read_bytes()
    (root / VERSION).write_bytes(theirs)
    other.write_bytes(mine)


def removed(root: Path) -> None:
    (root / VERSION).unlink()


def moved(root: Path) -> None:
    shutil.move(root / VERSION, root / "handbook/versions/informatiefolder/1.1.md")


def restored(root: Path) -> None:
    text(root)
    commit(root)
    git(root, "checkout", "-q", "HEAD~1", "--", VERSION)


def removed_and_restored(root: Path) -> None:
    removed(root)
    commit(root)
    git(root, "checkout", "-q", "HEAD~1", "--", VERSION)


def ledger_restored(root: Path) -> None:
    note(root)
    commit(root)
    git(root, "checkout", "-q", "HEAD~1", "--", RECORD)


def record_removed_and_restored(root: Path) -> None:
    (root / RECORD).unlink()
    commit(root)
    git(root, "checkout", "-q", "HEAD~1", "--", RECORD)


def rewritten(root: Path) -> None:
    text(root)
    git(root, "add", "-A")
    git(root, "commit", "-q", "--amend", "--no-edit")


def resealed(root: Path) -> None:
    """Another text with a seal of its own, in both files: only history tells."""
    path = root / VERSION
    before = text_digest(path.read_bytes())
    text(root)
    for one in (path, root / RECORD):
        edit(one, before, text_digest(path.read_bytes()))


def swapped_and_back(root: Path) -> None:
    swapped(root)
    commit(root)
    swapped(root)


def moved_and_back(root: Path) -> None:
    moved(root)
    commit(root)
    shutil.move(root / "handbook/versions/informatiefolder/1.1.md", root / VERSION)


def folder_renamed_and_back(root: Path) -> None:
    shutil.move(root / "handbook/versions", root / "handbook/oud")
    commit(root)
    shutil.move(root / "handbook/oud", root / "handbook/versions")


def document_erased(root: Path) -> None:
    (root / RECORD).unlink()
    shutil.rmtree((root / VERSION).parent)


def second_ledger(root: Path) -> None:
    """Another record with the same id and another ledger."""
    copy = (root / RECORD).with_name("zz-kopie.md")
    shutil.copy(root / RECORD, copy)
    edit(copy, "note: ", "note: Heel anders ")


def undone_on_a_branch(root: Path) -> None:
    git(root, "checkout", "-qb", "tak")
    restored(root)
    commit(root)
    git(root, "checkout", "-q", "-")
    (root / "brief.txt").write_text("x", encoding="utf-8")
    commit(root)
    git(root, "merge", "-q", "--no-ff", "-m", "Samen", "tak")


def slipped_into_a_merge(root: Path) -> None:
    git(root, "checkout", "-qb", "tak")
    (root / "een.txt").write_text("x", encoding="utf-8")
    commit(root)
    git(root, "checkout", "-q", "-")
    (root / "twee.txt").write_text("x", encoding="utf-8")
    commit(root)
    git(root, "merge", "-q", "--no-ff", "--no-commit", "tak")
    note(root)
    commit(root)
    git(root, "checkout", "-q", "HEAD~1", "--", RECORD)


KINDS: list[Change] = [
    digest, date, note, consent, text, both, swapped, removed, moved, restored,
    removed_and_restored, record_removed_and_restored, ledger_restored, rewritten, resealed,
    swapped_and_back, moved_and_back, folder_renamed_and_back, document_erased, second_ledger,
    undone_on_a_branch, slipped_into_a_merge,
]  # fmt: skip


@pytest.mark.parametrize("tamper", KINDS, ids=lambda f: f.__name__)
def test_tampering_is_found_by_both_verifiers(starter: Path, tamper: Change) -> None:
    tamper(starter)
    if git(starter, "status", "--porcelain"):
        commit(starter)
    found = verdict(starter)
    assert found.problems
    assert "informatiefolder" in {p.document for p in found.problems}
    assert found.matching < found.checked
    assert small_verifier(starter) == 1


@pytest.mark.parametrize("tamper", [digest, note, text, both, removed])
def test_tampering_that_is_not_committed_is_found(starter: Path, tamper: Change) -> None:
    tamper(starter)
    assert {p.document for p in verdict(starter).problems} == {"informatiefolder"}
    assert small_verifier(starter) == 1


def test_a_clean_handbook_is_fine(starter: Path) -> None:
    found = verdict(starter)
    assert (found.problems, found.unseen) == ((), None)
    assert found.checked == found.matching > 0
    assert small_verifier(starter) == 0


def own_settings(root: Path) -> None:
    """A person's git that shows, follows and colours in its own way."""
    for pair in ("log.follow true", "log.diffMerges first-parent", "log.showRoot false",
                 "diff.relative true", "color.ui always", "diff.renames copies"):  # fmt: skip
        git(root, "config", *pair.split())


def other_line_ends(root: Path) -> None:
    git(root, "config", "core.autocrlf", "true")
    shutil.rmtree(root / "handbook")
    git(root, "checkout", "-q", "--", ".")
    assert b"\r\n" in (root / VERSION).read_bytes()


def longer_names(root: Path) -> None:
    """A repository that names everything with SHA-256."""
    shutil.rmtree(root / ".git")
    git(root, "init", "-q", "--object-format=sha256")
    commit(root)


def odd_folder(root: Path) -> None:
    (root / 'handbook/ré "x"').mkdir()
    git(root, "mv", RECORD, 'handbook/ré "x"/informatiefolder.md')
    commit(root)


def renamed_back_and_forth(root: Path) -> None:
    for old, new in (("informatiefolder", "een"), ("een", "twee"), ("twee", "informatiefolder")):
        with pytest.raises(SystemExit) as stop:
            main(["rename", old, new, "--handbook", str(root)])
        assert not stop.value.code


@pytest.mark.parametrize(
    "change",
    [own_settings, other_line_ends, longer_names, odd_folder, renamed_back_and_forth],
    ids=lambda f: f.__name__,
)
def test_what_is_no_tampering_alarms_nobody(starter: Path, change: Change) -> None:
    change(starter)
    assert both_verdicts(starter, "handbook") == (True, True)


def test_the_small_verifier_says_when_git_lacks_history(starter: Path, tmp_path: Path) -> None:
    (starter / "brief.txt").write_text("x", encoding="utf-8")
    commit(starter)
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{starter}", "ondiep")
    assert small_verifier(tmp_path / "ondiep") == 3
    shutil.rmtree(tmp_path / "ondiep/.git")
    assert small_verifier(tmp_path / "ondiep") == 3
    text(tmp_path / "ondiep")
    assert small_verifier(tmp_path / "ondiep") == 1


def test_a_new_draft_and_a_moved_record_are_no_tampering(starter: Path) -> None:
    path = starter / RECORD
    path.write_bytes(path.read_bytes() + b"\nEen nieuwe zin.\n")
    commit(starter)
    (starter / "handbook/nieuw").mkdir()
    git(starter, "mv", RECORD, "handbook/nieuw/informatiefolder.md")
    commit(starter)
    assert not verdict(starter).problems
    assert small_verifier(starter) == 0


def test_a_renamed_document_keeps_its_proof(starter: Path) -> None:
    new = starter / "handbook/leaflets/folder.md"
    git(starter, "mv", RECORD, "handbook/leaflets/folder.md")
    git(starter, "mv", "handbook/versions/informatiefolder", "handbook/versions/folder")
    edit(new, "id: informatiefolder\n", "id: folder\nformer_ids: [informatiefolder]\n")
    commit(starter)
    assert not verdict(starter).problems
    assert small_verifier(starter) == 0


def test_a_shallow_copy_says_what_it_cannot_see(starter: Path, tmp_path: Path) -> None:
    (starter / "brief.txt").write_text("x", encoding="utf-8")
    commit(starter)
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{starter}", "ondiep")
    unseen = verdict(tmp_path / "ondiep").unseen
    assert unseen is not None
    assert "git fetch --unshallow" in unseen


def test_a_copy_without_git_is_recomputed_and_says_so(example: Path) -> None:
    found = verdict(example)
    assert not found.problems
    assert "geen git-archief" in str(found.unseen)


def test_an_asset_of_an_adopted_text_may_not_change(starter: Path) -> None:
    asset = starter / "handbook/assets/plaat.png"
    asset.parent.mkdir(exist_ok=True)
    asset.write_bytes(b"\x89PNG")
    wrong = "sha256:" + "1" * 64
    edit(starter / VERSION, "assets: {}", f"assets: {{../assets/plaat.png: '{wrong}'}}")
    sentences = [p.problem for p in verdict(starter).problems]
    assert any("De bijlage handbook/assets/plaat.png is gewijzigd" in s for s in sentences)
    right = "sha256:" + hashlib.sha256(b"\x89PNG").hexdigest()
    for found, exit_code in ((wrong, 1), (right, 0)):
        edit(starter / VERSION, f"assets: {{../assets/plaat.png: '{wrong}'}}",
             f"assets:\n  ../assets/plaat.png: {found}")  # fmt: skip
        git(starter, "add", "-A")
        git(starter, "commit", "-q", "--amend", "--no-edit")
        assert small_verifier(starter) == exit_code
        wrong_again = f"assets:\n  ../assets/plaat.png: {found}"
        edit(starter / VERSION, wrong_again, f"assets: {{../assets/plaat.png: '{wrong}'}}")


def test_an_asset_is_found_when_the_folder_of_its_text_is_gone(starter: Path) -> None:
    asset = starter / "handbook/assets/een plaat.png"
    asset.parent.mkdir(exist_ok=True)
    asset.write_bytes(b"\x89PNG")
    made = hashlib.sha256(b"\x89PNG").hexdigest()
    edit(starter / VERSION, "assets: {}", f"assets:\n  ../assets/een%20plaat.png: sha256:{made}")
    git(starter, "add", "-A")
    git(starter, "commit", "-q", "--amend", "--no-edit")
    (starter / "handbook/nieuw").mkdir()
    git(starter, "mv", RECORD, "handbook/nieuw/informatiefolder.md")
    commit(starter)
    (starter / RECORD).parent.rmdir()
    assert both_verdicts(starter, "handbook") == (True, True)


def test_squashing_a_branch_leaves_nothing_to_complain_about(starter: Path) -> None:
    base = git(starter, "rev-parse", "--abbrev-ref", "HEAD").strip()
    git(starter, "checkout", "-qb", "tak")
    path = starter / RECORD
    for n in range(2):
        path.write_bytes(path.read_bytes() + b"\nZin %d.\n" % n)
        commit(starter)
    git(starter, "checkout", "-q", base)
    git(starter, "merge", "-q", "--squash", "tak")
    commit(starter)
    assert not verdict(starter).problems


# -- where a handbook may lie --------------------------------------------------------------------


def tampered_and_restored(root: Path, version: str) -> None:
    """A change of a version file that only the history still knows."""
    path = root / version
    before = path.read_bytes()
    path.write_bytes(before + b"\nErbij.\n")
    commit(root)
    path.write_bytes(before)
    commit(root)


def both_verdicts(root: Path, folder: str) -> tuple[bool, bool]:
    """Whether ``verify`` and the small verifier find everything in order."""
    return not verdict(root, folder).problems, small_verifier(root, folder) == 0


def test_a_handbook_in_another_folder_keeps_its_proof(starter: Path) -> None:
    git(starter, "mv", "handbook", "boek")
    commit(starter)
    assert both_verdicts(starter, "boek") == (True, True)


def test_tampering_before_the_handbook_moved_is_found(starter: Path) -> None:
    tampered_and_restored(starter, VERSION)
    git(starter, "mv", "handbook", "tussen")
    commit(starter)
    (starter / "diep").mkdir()
    git(starter, "mv", "tussen", "diep/boek")
    commit(starter)
    assert both_verdicts(starter / "diep", "boek") == (False, False)


def test_a_ledger_that_was_changed_before_the_handbook_moved_is_found(starter: Path) -> None:
    ledger_restored(starter)
    commit(starter)
    git(starter, "mv", "handbook", "boek")
    commit(starter)
    assert both_verdicts(starter, "boek") == (False, False)


def test_a_handbook_may_lie_deep_in_a_larger_repository(starter: Path) -> None:
    (starter / "a/b c").mkdir(parents=True)
    (starter / "versions/x").mkdir(parents=True)
    git(starter, "mv", "handbook", "a/b c/handbook")
    (starter / "versions/x/1.0.md").write_text("Van een ander.\n", encoding="utf-8")
    git(starter, "add", "-A")
    git(starter, "commit", "-q", "--amend", "--no-edit")  # as if it always lay there
    tampered_and_restored(starter, "versions/x/1.0.md")
    assert both_verdicts(starter / "a/b c", "handbook") == (True, True)
    tampered_and_restored(starter, "a/b c/" + VERSION)
    assert both_verdicts(starter / "a/b c", "handbook") == (False, False)


def test_the_root_of_the_repository_may_be_the_handbook(starter: Path) -> None:
    book = starter / "handbook"
    git(book, "init", "-q", "-b", "main")
    commit(book)
    assert both_verdicts(book, "") == (True, True)
    tampered_and_restored(book, VERSION.removeprefix("handbook/"))
    assert both_verdicts(book, "") == (False, False)


def test_a_rebased_branch_is_no_tampering(starter: Path) -> None:
    main = git(starter, "rev-parse", "--abbrev-ref", "HEAD").strip()
    git(starter, "checkout", "-qb", "tak")
    path = starter / RECORD
    path.write_bytes(path.read_bytes() + b"\nEen zin van de tak.\n")
    commit(starter)
    git(starter, "checkout", "-q", main)
    (starter / "brief.txt").write_text("x", encoding="utf-8")
    commit(starter)
    git(starter, "checkout", "-q", "tak")
    git(starter, "rebase", "-q", main)
    assert both_verdicts(starter, "handbook") == (True, True)
    tampered_and_restored(starter, VERSION)
    assert both_verdicts(starter, "handbook") == (False, False)


def test_a_handbook_as_a_submodule_is_proven_in_its_checkout(starter: Path, tmp_path: Path) -> None:
    outer = tmp_path / "buiten"
    outer.mkdir()
    git(outer, "init", "-q", "-b", "main")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(starter), "deel")
    commit(outer)
    assert both_verdicts(outer / "deel", "handbook") == (True, True)
    tampered_and_restored(outer / "deel", VERSION)
    assert both_verdicts(outer / "deel", "handbook") == (False, False)


def test_no_more_than_four_git_processes(starter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    original = subprocess.Popen
    monkeypatch.setattr("subprocess.Popen", lambda *a, **k: started.append(a) or original(*a, **k))
    assert not verdict(starter).problems
    assert 1 <= len(started) <= 4
