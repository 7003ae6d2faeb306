"""Consult, adopt, withdraw and rename on a real handbook in git."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.conftest import edit

DAY = ("--as-of", "2026-11-23")
ADOPT = ("adopt", "antipest", "--by", "board", "--on", "2026-11-20", "--change", "major",
         "--note", "Sneller melden.", *DAY)  # fmt: skip
CONSENT = ("consult", "antipest", "--body", "gmr", "--on", "2026-11-10", "--outcome", "consent",
           *DAY)  # fmt: skip


def git(root: Path, *args: str) -> str:
    return subprocess.run(
        ["git", *args], cwd=root, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def changed(example_in_git: Path) -> Path:
    """The example handbook with a step of a protocol changed."""
    edit(
        example_in_git / "handbook/protocols/antipest.md", "Vertel het vandaag", "Vertel het morgen"
    )
    return example_in_git


def kinds(answer) -> list[str]:
    return [m["kind"] for m in json.loads(answer.out)["missing"] if m["blocks"]]


def test_a_text_is_consulted_on_adopted_and_shown(zww, changed: Path) -> None:
    at = ("--handbook", changed)
    assert kinds(zww(*ADOPT, *at, "--format", "json")) == ["consent"]
    assert zww(*CONSENT, *at).code == 0
    done = json.loads(zww(*ADOPT, *at, "--format", "json").out)
    assert (done["version"], done["already"], bool(done["commit"])) == ("3.0", False, True)
    shown = json.loads(zww("show", "antipest", *at, *DAY, "--format", "json").out)
    assert (shown["version"], shown["digest"]) == ("3.0", done["digest"])
    assert "Vertel het morgen" in shown["text"]
    assert git(changed, "status", "--porcelain") == ""
    assert git(changed, "log", "--format=%an").split("\n")[:2] == ["Zo werken wij"] * 2
    assert "proposal:" not in (changed / "handbook/protocols/antipest.md").read_text()


def test_repeating_a_finished_command_is_done_and_commits_nothing(zww, changed: Path) -> None:
    at = ("--handbook", changed)
    for command in (CONSENT, CONSENT, ADOPT, ADOPT):
        assert zww(*command, *at).code == 0
    assert git(changed, "rev-list", "--count", "HEAD").strip() == "3"


def test_consent_on_another_text_blocks(zww, changed: Path) -> None:
    at = ("--handbook", changed)
    zww(*CONSENT, *at)
    edit(changed / "handbook/protocols/antipest.md", "Vertel het morgen", "Vertel het later")
    answer = zww(*ADOPT, *at, "--format", "json")
    assert (answer.code, kinds(answer)) == (1, ["stale-consent"])
    assert git(changed, "rev-list", "--count", "HEAD").strip() == "2"


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("board", "owner", "adopter"), ("board", "management-team", "adopter"),
        ("2026-11-20", "2026-11-24", "date"), ("major", "minor", "change-class"),
        ("2026-11-20", "2025-01-01", "date"),
    ],
)  # fmt: skip
def test_what_is_not_right_is_named(zww, changed: Path, old: str, new: str, kind: str) -> None:
    wish = [new if word == old else word for word in ADOPT]
    answer = zww(*wish, "--handbook", changed, "--dry-run", "--format", "json")
    assert answer.code == 1
    assert kind in kinds(answer)


def test_an_error_in_the_text_blocks_and_effect_is_never_before_adoption(
    zww, changed: Path
) -> None:
    with (changed / "handbook/protocols/antipest.md").open("a") as stream:
        stream.write("\nLees [dit](bestaat-niet.md).\n")
    answer = zww(*ADOPT, "--effective", "2026-11-01", "--handbook", changed, "--format", "json")
    assert {"finding", "date"} <= set(kinds(answer))


def test_withdrawing_names_what_still_refers_to_it(zww, example_in_git: Path) -> None:
    wish = ("withdraw", "antipest", "--by", "board", "--on", "2026-12-01", "--reason", "Opgegaan.",
            "--successor", "agressie-leerlingen", "--handbook", example_in_git)  # fmt: skip
    first = zww(*wish)
    assert first.code == 0
    assert "handbook/obligations.yml:15" in first.out
    assert "stond al" in zww(*wish).out or "was al" in zww(*wish).out
    assert git(example_in_git, "rev-list", "--count", "HEAD").strip() == "2"
    state = json.loads(
        zww("show", "antipest", "--handbook", example_in_git, "--as-of", "2026-12-01",
            "--format", "json").out
    )  # fmt: skip
    assert state["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("day", "said"), [("2026-11-30", "wordt ingetrokken"), ("2026-12-01", "is ingetrokken")]
)
def test_a_withdrawal_says_whether_its_day_has_come(
    zww, example_in_git: Path, day: str, said: str
) -> None:
    wish = ("withdraw", "antipest", "--by", "board", "--on", "2026-12-01", "--reason", "Opgegaan.",
            "--as-of", day, "--handbook", example_in_git)  # fmt: skip
    assert f"antipest {said} per 2026-12-01." in zww(*wish).out
    assert "antipest was al ingetrokken per 2026-12-01." in zww(*wish).out


def test_a_rename_takes_every_id_along_and_no_version_changes(zww, example_in_git: Path) -> None:
    version = example_in_git / "handbook/versions/antipest/1.0.md"
    bytes_ = version.read_bytes()
    assert zww("rename", "antipest", "pesten", "--handbook", example_in_git).code == 0
    assert (example_in_git / "handbook/versions/pesten/1.0.md").read_bytes() == bytes_
    assert not version.parent.exists()
    shown = json.loads(
        zww("show", "antipest", "--handbook", example_in_git, *DAY, "--format", "json").out
    )
    assert (shown["id"], shown["version"]) == ("pesten", "2.0")
    checked = json.loads(zww("check", "--handbook", example_in_git, *DAY, "--format", "json").out)
    assert checked["summary"]["error"] == 0
    assert zww("rename", "antipest", "pesten", "--handbook", example_in_git).code == 0
    assert git(example_in_git, "rev-list", "--count", "HEAD").strip() == "2"
    taken = zww("rename", "pesten", "meldcode", "--handbook", example_in_git)
    assert (taken.code, "meldcode" in taken.out) == (1, True)


def test_a_template_takes_its_copies_and_pins_along(zww, example_in_git: Path) -> None:
    school = example_in_git / "handbook/schools/de-veerpont/school.yml"
    edit(school, "values:\n", 'pins: {plan: "1.0"}\nvalues:\n')
    assert zww("rename", "plan", "veiligheidsplan", "--handbook", example_in_git).code == 0
    assert 'pins: {veiligheidsplan: "1.0"}' in school.read_text()
    copy = example_in_git / "handbook/schools/de-veerpont/veiligheidsplan-de-veerpont.md"
    assert "document: veiligheidsplan," in copy.read_text()
    assert "former_ids:" in copy.read_text()
    assert (example_in_git / "handbook/versions/veiligheidsplan-de-veerpont/1.0.md").is_file()


def test_links_by_a_former_name_and_short_links_count_as_references(
    zww, example_in_git: Path
) -> None:
    book = ("--handbook", str(example_in_git))
    before = json.loads(zww("rename", "meldcode", "x", "--dry-run", "--format", "json", *book).out)
    assert zww("rename", "meldcode", "signalen", *book).code == 0
    after = json.loads(zww("rename", "signalen", "x", "--dry-run", "--format", "json", *book).out)
    texts = [p for p in before["references"] if p["path"].endswith(".md")]
    assert texts
    assert len(after["references"]) >= len(before["references"])


def windows(root: Path, path: str) -> None:
    """A record as an editor of Windows leaves it: a mark in front and other line ends."""
    file = root / path
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    git(root, "commit", "-qam", "windows")


def test_a_record_as_windows_writes_it_can_be_decided_on(zww, example_in_git: Path) -> None:
    path, at = "handbook/protocols/antipest.md", ("--handbook", example_in_git)
    for command in (
        ("review", "decide", "antipest", "--by", "social-safety-coordinator", "--basis", "monitor",
         "--outcome", "unchanged", "--on", "2027-03-10"),
        ("rename", "antipest", "pesten"),
    ):  # fmt: skip
        windows(example_in_git, path)
        answer = zww(*command, *at)
        assert (answer.code, "Traceback" in answer.err) == (0, False), answer
    assert "id: pesten\n" in (example_in_git / "handbook/protocols/pesten.md").read_text()


def test_what_cannot_be_read_cannot_be_renamed_or_reviewed(zww, example_in_git: Path) -> None:
    (example_in_git / "handbook/protocols/antipest.md").write_bytes(b"")
    git(example_in_git, "commit", "-qam", "leeg")
    for command in (
        ("rename", "antipest", "pesten"),
        ("review", "decide", "antipest", "--by", "director", "--basis", "monitor",
         "--outcome", "unchanged", "--on", "2027-03-10"),
    ):  # fmt: skip
        answer = zww(*command, "--handbook", example_in_git)
        assert answer.code in (1, 2, 3), answer
        assert "Traceback" not in answer.err
    assert git(example_in_git, "status", "--porcelain") == ""
