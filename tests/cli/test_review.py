"""The yearly round in a real repository: one commit each, evidence that binds, stale texts seen."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import icalendar

from tests.conftest import edit

DECIDE = ("review", "decide", "meldcode", "--by", "attention-officer", "--basis", "monitor")


def commits(root: Path) -> int:
    out = subprocess.run(
        ["git", "rev-list", "--count", "HEAD"], cwd=root, check=True, capture_output=True
    )
    return int(out.stdout)


def items(zww, root: Path, day: str, year: str) -> dict[str, dict[str, object]]:
    answer = zww("review", "agenda", year, "--as-of", day, "--format", "json", "--handbook", root)
    return {i["id"]: i for i in json.loads(answer.out)["items"]}


def test_each_step_is_one_commit_and_twice_is_once(zww, example_in_git: Path) -> None:
    root, steps = example_in_git, [
        ("review", "start", "2026-2027", "--as-of", "2027-02-01"),
        (*DECIDE, "--outcome", "unchanged", "--on", "2027-03-10"),
        ("review", "close", "2026-2027", "--as-of", "2027-06-30"),
    ]  # fmt: skip
    for n, step in enumerate(steps, 2):
        for _ in range(2):
            assert zww(*step, "--handbook", root).code == 0
            assert commits(root) == n
    assert zww("check", "--as-of", "2027-03-11", "--handbook", root).code == 0
    decision = items(zww, root, "2027-03-11", "2026-2027")["meldcode"]["decision"]
    assert decision["outcome"] == "unchanged"
    assert decision["digest"].startswith("sha256:")


def test_a_changed_role_and_clause_come_back_on_the_agenda(zww, example_in_git: Path) -> None:
    root = example_in_git
    zww(*DECIDE, "--outcome", "unchanged", "--on", "2027-03-10", "--handbook", root)
    edit(root / "handbook/handbook.yml", "label: aandachtsfunctionaris", "label: meldcodewacht")
    edit(
        root / "handbook/obligations.yml",
        "five-steps\n      text: ",
        "five-steps\n      text: Nieuw: ".replace(": N", " N").replace("w: ", "w "),
    )
    found = items(zww, root, "2027-04-01", "2026-2027")["meldcode"]
    assert {"role", "obligation"} <= set(found["reasons"])
    assert found["decision"] is None
    places = {(d["reason"], d["source"], d["section"]) for d in found["details"]}
    assert ("obligation", "meldcode", "stap-voor-stap") in places
    assert ("role", "attention-officer", "doe-nu") in places
    refused = zww(*DECIDE, "--outcome", "unchanged", "--on", "2027-04-02", "--handbook", root)
    assert refused.code == 1
    assert "vragen" in refused.err


def test_a_spelling_change_is_harmless(zww, example_in_git: Path) -> None:
    root = example_in_git
    zww(*DECIDE, "--outcome", "unchanged", "--on", "2027-03-10", "--handbook", root)
    edit(
        root / "handbook/handbook.yml",
        "label: aandachtsfunctionaris",
        "label: Aandachtfunctionaris",
    )
    assert items(zww, root, "2027-04-01", "2026-2027")["meldcode"]["details"] == []


def test_postponing_is_possible_once(zww, example_in_git: Path) -> None:
    late = (*DECIDE, "--outcome", "postpone", "--handbook", example_in_git)
    assert zww(*late, "--on", "2027-03-01").code == 1
    assert zww(*late, "--on", "2027-03-01", "--until", "2027-05-01").code == 0
    assert zww(*late, "--on", "2027-04-28", "--until", "2027-06-01").code == 1


def test_the_calendar_reads_back_with_the_same_ids(zww, example: Path) -> None:
    texts = [
        zww("review", "calendar", "--as-of", day, "--handbook", example).out
        for day in ("2026-11-23", "2026-12-01")
    ]
    ids = [{str(e["UID"]) for e in icalendar.Calendar.from_ical(t).walk("VEVENT")} for t in texts]
    assert ids[0] == ids[1]
    assert sum(uid.startswith("review-") for uid in ids[0]) == 23


def test_an_obligation_gives_its_text_version_and_consent_on_a_day(zww, example: Path) -> None:
    args = ("obligations", "WEC 5a", "--format", "json", "--handbook", example, "--as-of")
    row = json.loads(zww(*args, "2026-11-23").out)["obligations"][0]
    assert (row["id"], row["status"], row["gap"]) == ("safety-duty-of-care", "in-force", None)
    place = next(e for e in row["evidence"] if e["document"] == "antipest")
    assert place["version"] == "2.0"
    assert place["text"]
    assert place["consulted"][0]["outcome"] == "consent"
    before = json.loads(zww(*args, "2023-07-31").out)["obligations"][0]
    assert "die dag van kracht" in before["gap"]


def test_owners_have_names_and_findings_are_told_as_findings(zww, example_in_git: Path) -> None:
    page = example_in_git / "handbook/protocols/antipest.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\nLees dit document.\n", encoding="utf-8")
    edit(page, "Lees dit document.", "Lees [dit document](meldcode.md).")
    out = zww("review", "agenda", "--as-of", "2027-03-01", "--handbook", example_in_git).out
    assert "\ncoördinator sociale veiligheid\n" in out
    assert "veranderd: antipest" not in out
    assert "  melding: ZW208: " in out
    assert "  vraag 1: Er zijn meldingen over dit document. Wat doe je daarmee?" in out
    assert "laatst bekeken: " in out
    decide = ("review", "decide", "antipest", "--outcome", "unchanged", "--by", "director",
              "--on", "2027-03-02", "--basis", "Gelezen.", "--handbook", example_in_git)  # fmt: skip
    refused = zww(*decide)
    assert refused.code == 1
    assert "meldingen" in refused.err
    assert zww(*decide, "--answer", "1=Wij passen de verwijzing aan.").code == 0
    answer = items(zww, example_in_git, "2027-03-03", "2026-2027")["antipest"]["decision"]
    assert list(answer["answers"].values()) == ["Wij passen de verwijzing aan."]
    status = zww("review", "status", "--as-of", "2027-03-03", "--handbook", example_in_git).out
    assert "coördinator sociale veiligheid" in status


def test_the_report_is_written_in_every_form(zww, example_in_git: Path, tmp_path: Path) -> None:
    where = ("--as-of", "2027-03-01", "--handbook", example_in_git)
    for form in ("md", "html", "json"):
        to_screen = zww("review", "report", "2026-2027", "--to", form, *where)
        assert to_screen.code == 0
        to_file = tmp_path / "uit" / f"verslag.{form}"
        assert zww("review", "report", "2026-2027", "--to", form, "-o", to_file, *where).code == 0
        assert to_file.read_text(encoding="utf-8") == to_screen.out
    keys = ("year", "figures", "decisions", "undecided", "changes", "gaps", "actions")
    assert set(keys) <= set(json.loads(to_screen.out))
    assert zww("review", "report", "--to", "docx", *where).code == 2
    word = tmp_path / "verslag.docx"
    assert zww("review", "report", "--to", "docx", "--for", "mt", "-o", word, *where).code == 0
    assert word.read_bytes()[:2] == b"PK"
    assert zww("review", "report", "-o", tmp_path, *where).code == 3


FRESH = ("review", "decide", "pestprotocol", "--by", "social-safety-coordinator")


def test_the_bases_in_the_help_are_those_of_the_records() -> None:
    from typing import get_args

    from zowerkenwij.cli.commands.review import BASES
    from zowerkenwij.control.review.decisions import BASIS_LABELS
    from zowerkenwij.model.registers import Basis

    assert BASES == get_args(Basis) == tuple(BASIS_LABELS)


def test_a_postponement_to_another_day_is_another_decision(zww, starter: Path) -> None:
    late = (*FRESH, "--outcome", "postpone", "--basis", "Wacht op de raad.", "--handbook", starter)
    assert zww(*late, "--on", "2027-03-15", "--until", "2027-05-15").code == 0
    assert "al vastgelegd" in zww(*late, "--on", "2027-03-15", "--until", "2027-05-15").out
    refused = zww(*late, "--on", "2027-03-15", "--until", "2027-05-20")
    assert (refused.code, "al uitgesteld tot 2027-05-15" in refused.err) == (1, True)
    assert zww(*late, "--on", "2027-03-01", "--until", "2027-05-20").code == 1  # dated back


def test_the_last_decision_of_a_day_counts_and_is_no_stamp_of_itself(zww, starter: Path) -> None:
    for basis in ("monitor: geen signalen", "monitor: toch signalen"):
        made = zww(*FRESH, "--outcome", "unchanged", "--on", "2027-03-10", "--basis", basis,
                   "--handbook", starter)  # fmt: skip
        assert made.code == 0
    where = ("2026-2027", "--as-of", "2027-03-11", "--handbook", starter)
    found = json.loads(zww("review", "report", *where, "--to", "json").out)
    (one,) = found["decisions"]
    assert one["basis"] == "monitor: toch signalen"
    assert not one["rubber_stamped"]
    assert "monitor: toch signalen" in zww("review", "report", *where, "--to", "md").out


def test_what_was_started_and_closed_is_told_as_json_too(zww, starter: Path) -> None:
    def told(*args: str) -> dict[str, object]:
        answer = zww("review", *args, "--format", "json", "--handbook", starter)
        assert answer.code == 0
        return dict(json.loads(answer.out))

    first = told("start", "2026-2027", "--as-of", "2027-02-01")
    ids = [i["id"] for i in first["items"]]
    assert first["added"] == ids
    assert told("start", "2026-2027", "--as-of", "2027-02-02")["added"] == []
    made = told("decide", "informatiefolder", "--outcome", "merge", "--into", "pestprotocol", "--by",
                "policy-officer", "--on", "2027-04-01", "--basis", "staff-feedback: dubbel")  # fmt: skip
    places = {p["path"] for p in made["references"]}
    assert {"handbook/obligations.yml", "handbook/handbook.yml", "handbook/plan.md"} <= places
    assert not any("/reviews/" in path for path in places)
    assert all(p["line"] > 1 for p in made["references"])
    closed = told("close", "2026-2027", "--as-of", "2027-06-30")
    assert closed["undecided"] == [i for i in ids if i != "informatiefolder"]
    assert closed["not_carried_out"] == ["informatiefolder"]
    assert told("close", "2026-2027", "--as-of", "2027-07-01") == closed


def test_what_becomes_due_later_opens_a_closed_round_again(zww, starter: Path) -> None:
    def run(*args: str) -> None:
        assert zww("review", *args, "--handbook", starter).code == 0

    run("start", "2026-2027", "--as-of", "2026-12-01")
    rounds = starter / "handbook/reviews/2026-2027.yml"
    edit(rounds, rounds.read_text(encoding="utf-8").partition("items:\n")[2].partition("  - doc")[0]
         + "  - document: plan-voorbeeldschool", "  - document: plan-voorbeeldschool")  # fmt: skip
    text = rounds.read_text(encoding="utf-8")
    start = text.index("  - document: pestprotocol")
    rounds.write_text(text[:start] + text[text.index("registers:") :], encoding="utf-8")
    run("close", "2026-2027", "--as-of", "2027-06-20")
    run("start", "2026-2027", "--as-of", "2027-06-21")
    assert "closed: null" in rounds.read_text(encoding="utf-8")
    assert "document: pestprotocol" in rounds.read_text(encoding="utf-8")


def test_a_decision_to_write_says_where_the_draft_is_and_who_is_asked(zww, starter: Path) -> None:
    for outcome, asked in (("major", True), ("editorial", False)):
        out = zww(*FRESH, "--outcome", outcome, "--on", "2027-03-10", "--basis", "complaint: te lang",
                  "--handbook", starter).out  # fmt: skip
        assert "handbook/protocols/pestprotocol.md" in out
        assert f"zowerkenwij adopt pestprotocol --change {outcome}" in out
        assert ("Vraag instemming aan: gemeenschappelijke medezeggenschapsraad." in out) is asked


def test_the_agenda_names_the_actions_that_run_about_a_document(zww, starter: Path) -> None:
    register = starter / "handbook/schools/voorbeeldschool/improvement.yml"
    text = register.read_text(encoding="utf-8")
    register.write_text(f"{text}\n- {{id: klaar, theme: Rust, status: done, documents: [pestprotocol]}}\n",
                        encoding="utf-8")  # fmt: skip
    where = ("--as-of", "2027-03-01", "--handbook", starter)
    found = items(zww, starter, "2027-03-01", "2026-2027")
    running = {i: [a["id"] for a in one["actions"]] for i, one in found.items()}
    assert running["pestprotocol"]
    assert "klaar" not in running["pestprotocol"]
    assert "  actie: " in zww("review", "agenda", *where).out


def test_a_decision_that_names_a_person_never_reaches_git(zww, example_in_git: Path) -> None:
    where = ("--outcome", "unchanged", "--on", "2027-03-10", "--handbook", example_in_git)
    decide = ("review", "decide", "meldcode", "--by", "attention-officer")
    for basis in ("Besproken met Vera Voorbeeld.", "Bel 06-12345678.", "Zie v@school.example."):
        refused = zww(*decide, "--basis", basis, *where)
        assert refused.code == 1
        assert "personen" in refused.err
        assert commits(example_in_git) == 1
    long = zww(*decide, "--basis", "x" * 30_000, *where)
    assert (long.code, "te lang" in long.err) == (1, True)
    assert zww(*decide, "--basis", "Besproken met de directeur op 10-3-2027.", *where).code == 0


def test_what_is_postponed_is_not_late_before_its_new_day(zww, starter: Path) -> None:
    zww("review", "start", "2026-2027", "--as-of", "2027-02-01", "--handbook", starter)
    due = str(items(zww, starter, "2027-02-02", "2026-2027")["pestprotocol"]["due"])
    assert zww(*FRESH, "--outcome", "postpone", "--basis", "Wacht op de raad.", "--on", due,
               "--until", "2027-07-01", "--handbook", starter).code == 0  # fmt: skip
    for day, late in (("2027-07-01", False), ("2027-07-02", True)):
        item = items(zww, starter, day, "2026-2027")["pestprotocol"]
        assert (item["due"], item["decision"]) == ("2027-07-01", None)
        out = zww("list", "--as-of", day, "--format", "json", "--handbook", starter).out
        row = next(r for r in json.loads(out)["documents"] if r["id"] == "pestprotocol")
        assert (row["review_state"] == "overdue") is (str(item["due"]) < day) is late
