"""Every command on a real handbook, as a policy officer would use it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
from pathlib import Path

import pytest

from tests.conftest import edit

DAY = ("--as-of", "2026-11-23")


def hashes(root: Path) -> dict[str, str]:
    return {
        str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(root.rglob("*"))
        if p.is_file() and ".git" not in p.parts
    }


# -- init --------------------------------------------------------------------------------------


def test_a_new_handbook_checks_clean_at_once(zww, tmp_path: Path) -> None:
    made = zww("init", tmp_path / "h")
    assert made.code == 0
    assert "zowerkenwij check" in made.out
    checked = zww("check", "--handbook", tmp_path / "h", "--format", "json")
    summary = json.loads(checked.out)["summary"]
    assert (summary["error"], summary["warning"]) == (0, 0)
    assert (tmp_path / "h" / ".git").is_dir()


def test_init_leaves_a_folder_with_something_in_it_alone(zww, tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("van mij", encoding="utf-8")
    answer = zww("init", tmp_path)
    assert answer.code == 1
    assert "niet leeg" in answer.err
    assert [p.name for p in tmp_path.iterdir()] == ["brief.txt"]


def test_init_fills_a_repository_that_is_still_empty(zww, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", "handboek"], cwd=tmp_path, check=True)
    subprocess.run(["git", "config", "zww.mark", "van mij"], cwd=tmp_path, check=True)
    assert zww("init", tmp_path).code == 0
    assert "van mij" in (tmp_path / ".git/config").read_text(encoding="utf-8")
    head = subprocess.run(
        ["git", "log", "--format=%s", "handboek"], cwd=tmp_path, check=True, capture_output=True
    )
    assert head.stdout == b"Nieuw handboek\n"
    assert zww("init", tmp_path).code == 1


def test_init_that_git_refuses_is_told_in_dutch_and_leaves_nothing(
    zww, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "pre-commit").write_text("#!/bin/sh\necho dit mag niet >&2\nexit 1\n")
    (hooks / "pre-commit").chmod(0o755)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.hooksPath")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(hooks))
    empty = tmp_path / "leeg"
    subprocess.run(["git", "init", "-q", str(empty)], check=True)
    for folder in (tmp_path / "h", empty):
        answer = zww("init", folder)
        assert (answer.code, "dit mag niet" in answer.err) == (3, True), answer
    assert not (tmp_path / "h").exists()
    assert [p.name for p in empty.iterdir()] == [".git"]


@pytest.mark.parametrize(
    ("folder", "shown"), [("mijn boek", 'cd "mijn boek"'), ("boek", "cd boek")]
)
def test_init_says_how_to_go_there(
    zww, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, shown: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown in zww("init", folder).out
    (tmp_path / "hier").mkdir()
    monkeypatch.chdir(tmp_path / "hier")
    answer = zww("init", ".")
    assert "cd" not in answer.out
    assert "in deze map" in answer.out


# -- check -------------------------------------------------------------------------------------


def test_the_example_handbook_has_no_errors_and_no_warnings(zww, example: Path) -> None:
    before = hashes(example)
    answer = zww("check", "--handbook", example, *DAY, "--fail-on", "warning")
    assert answer.code == 0, answer.out
    assert hashes(example) == before


def test_a_broken_link_is_an_error_with_its_line(zww, starter: Path) -> None:
    path = starter / "handbook" / "leaflets" / "informatiefolder.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text + "\nLees [Pestprotocol](../protocols/bestaat-niet.md).\n", encoding="utf-8"
    )
    line = (text + "\nx").count("\n") + 1
    answer = zww("check", "--handbook", starter, "--format", "json")
    assert answer.code == 1
    found = [f for f in json.loads(answer.out)["findings"] if f["code"] == "ZW201"]
    assert [(f["path"], f["line"]) for f in found] == [
        ("handbook/leaflets/informatiefolder.md", line)
    ]
    assert zww("check", "--handbook", starter, "--ignore", "ZW201").code == 0
    assert zww("check", starter / "handbook" / "protocols", "--handbook", starter).code == 0
    assert zww("check", path, "--handbook", starter).code == 1


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "github", "junit"])
def test_every_output_format_names_the_finding(zww, starter: Path, format_: str) -> None:
    edit(starter / "handbook" / "plan.md", "# Opzet", "# Opzet van een")
    answer = zww("check", "--handbook", starter, "--fail-on", "warning", "--format", format_)
    assert answer.code == 1
    assert "ZW105" in answer.out


def test_a_check_remembers_only_the_same_files(zww, starter: Path) -> None:
    first = zww("check", "--handbook", starter)
    assert zww("check", "--handbook", starter).out == first.out
    edit(starter / "handbook" / "plan.md", "# Opzet", "# Opzet van een")
    assert "ZW105" in zww("check", "--handbook", starter).out
    edit(starter / "handbook" / "plan.md", "# Opzet van een", "# Opzet")
    assert zww("check", "--handbook", starter).out == first.out


def test_an_earlier_state_can_be_checked(zww, starter: Path) -> None:
    edit(starter / "handbook" / "plan.md", "# Opzet", "# Opzet van een")
    assert zww("check", "--handbook", starter, "--fail-on", "warning").code == 1
    assert zww("check", "--handbook", starter, "--fail-on", "warning", "--rev", "HEAD").code == 0
    assert zww("check", "--handbook", starter, "--rev", "bestaat-niet").code == 3


def test_fix_repairs_what_is_certain_and_says_so(zww, starter: Path) -> None:
    path = starter / "handbook" / "leaflets" / "informatiefolder.md"
    text = path.read_text(encoding="utf-8")
    alias = json.loads(zww("list", "--handbook", starter, "--format", "json").out)["documents"]
    assert alias
    path.write_text(text + "\nZo Werken Wij is er voor iedereen.\n", encoding="utf-8")
    answer = zww("check", "--handbook", starter, "--fix")
    if "ZW506" in answer.err:
        assert "Zo Werken Wij" not in path.read_text(encoding="utf-8")
    else:
        pytest.fail(answer.out)


def test_fix_leaves_a_draft_that_cannot_be_read_as_it_is(zww, starter: Path) -> None:
    path = starter / "handbook" / "protocols" / "kapot.md"
    for data in (b"\xff\xfe kapot", b"---\ntitle: [\n---\n* punt\n"):
        path.write_bytes(data)
        answer = zww("check", "--handbook", starter, "--fix")
        assert answer.code == 1
        assert "ZW101" in answer.out
        assert path.read_bytes() == data


# -- list, show --------------------------------------------------------------------------------


def test_the_register_has_the_contract_s_keys(zww, example: Path) -> None:
    value = json.loads(zww("list", "--handbook", example, *DAY, "--format", "json").out)
    assert list(value) == ["format", "as_of", "documents"]
    assert list(value["documents"][0]) == [
        "id", "type", "title", "state", "version", "effective", "adopted", "owner", "audience",
        "level", "school", "review_due", "review_state", "under_revision", "upcoming", "suspect",
        "digest", "path",
    ]  # fmt: skip
    assert {d["state"] for d in value["documents"]} == {"in-force"}


def test_the_register_can_be_filtered_and_go_to_a_spreadsheet(zww, example: Path) -> None:
    answer = zww("list", "--handbook", example, *DAY, "--type", "protocol", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert len(rows) == 6
    assert {row["type"] for row in rows} == {"protocol"}
    table = zww("list", "--handbook", example, *DAY, "--school", "de-veerpont").out
    assert "van kracht" in table
    assert "sluiswachter" not in table


def test_a_past_day_leaves_out_what_was_not_adopted_yet(zww, example: Path) -> None:
    answer = zww("list", "--handbook", example, "--as-of", "2020-01-01", "--format", "json")
    assert json.loads(answer.out)["documents"] == []


def test_show_gives_the_text_in_force_while_a_draft_stands(zww, starter: Path) -> None:
    edit(
        starter / "handbook" / "leaflets" / "informatiefolder.md",
        "\n## ",
        "\nEen nieuwe zin.\n\n## ",
    )
    value = json.loads(
        zww("show", "informatiefolder", "--handbook", starter, "--format", "json").out
    )
    assert value["version"] == "1.0"
    assert "Een nieuwe zin." not in value["text"]
    assert (
        "Een nieuwe zin." in zww("show", "informatiefolder", "--draft", "--handbook", starter).out
    )


def test_nothing_in_force_is_a_sentence_and_code_one(zww, starter: Path) -> None:
    answer = zww(
        "show",
        "informatiefolder",
        "--handbook",
        starter,
        "--as-of",
        "2020-01-01",
        "--format",
        "json",
    )
    assert answer.code == 1
    value = json.loads(answer.out)
    assert (value["version"], value["text"]) == (None, None)
    assert "geen versie van kracht" in answer.err


def test_show_cuts_what_an_audience_may_not_read(zww, example: Path) -> None:
    staff = zww("show", "meldcode", "--handbook", example, *DAY, "--audience", "staff").out
    open_ = zww("show", "meldcode", "--handbook", example, *DAY, "--audience", "on-request").out
    assert len(open_) < len(staff)
    assert "::: audience" not in open_
    assert zww("show", "meldcode", "--handbook", example, *DAY, "--audience", "public").code == 1


def test_show_names_who_had_a_role_on_the_day(zww, example: Path) -> None:
    def shown(day: str, *words: str) -> str:
        command = ("show", "plan-sluiswachter-college", "--handbook", example, "--as-of", day)
        answer = zww(*command, *words)
        assert answer.code == 0, answer.err
        return answer.out

    before, after = (shown(day, "--audience", "staff") for day in ("2026-03-31", "2026-04-01"))
    assert ("Vera Voorbeeld" in before, "Tess Testpersoon" in before) == (True, False)
    assert ("Vera Voorbeeld" in after, "Tess Testpersoon" in after) == (False, True)
    assert "{{ role.social-safety-coordinator }}" not in after
    assert "{{ role.social-safety-coordinator }}" in shown("2026-04-01")
    open_ = shown("2026-04-01", "--audience", "public")
    assert ("000-000 00 04" in after, "000-000 00 04" in open_) == (True, False)
    assert "veiligheid@sluiswachter.dewaterkant.example" in open_


def test_show_to_an_audience_looks_at_the_audience_of_the_adopted_text_too(
    zww, example: Path
) -> None:
    edit(example / "handbook/protocols/meldcode.md", "audience: on-request", "audience: public")
    command = ("show", "meldcode", "--handbook", example, *DAY, "--audience")
    assert zww(*command, "public").code == 1
    assert zww(*command, "on-request").code == 0


def test_an_unknown_id_gets_the_nearest_one(zww, starter: Path) -> None:
    answer = zww("show", "informatiefoldr", "--handbook", starter)
    assert answer.code == 1
    assert "Bedoel je 'informatiefolder'?" in answer.err


# -- new, school -------------------------------------------------------------------------------


def test_a_new_document_has_its_type_s_headings_and_is_a_draft(zww, starter: Path) -> None:
    answer = zww("new", "protocol", "Omgaan met medicijnen", "--handbook", starter)
    assert answer.code == 0
    path = starter / "handbook" / "protocols" / "omgaan-met-medicijnen.md"
    text = path.read_text(encoding="utf-8")
    assert "## Doe nu {#doe-nu}" in text
    rows = json.loads(
        zww("list", "--handbook", starter, "--state", "draft", "--format", "json").out
    )
    assert [row["id"] for row in rows["documents"]] == ["omgaan-met-medicijnen"]
    again = zww("new", "protocol", "Omgaan met medicijnen", "--handbook", starter)
    assert again.code == 1
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["recept", "Taart"], 2, "De soort 'recept' bestaat niet"),
        (["protocol", "Taart", "--owner", "bakker"], 2, "De rol 'bakker' bestaat niet"),
        (["protocol", "Taart", "--school", "nergens"], 1, "geen school met id 'nergens'"),
        (["protocol", "Taart", "--id", "../../etc"], 2, "Kies zelf een id"),
        (["protocol", "!!!"], 2, "Kies zelf een id"),
    ],
)
def test_a_new_document_that_cannot_be_is_refused(
    zww, starter: Path, args: list[str], code: int, says: str
) -> None:
    before = hashes(starter)
    answer = zww("new", *args, "--handbook", starter)
    assert answer.code == code
    assert says in answer.err
    assert hashes(starter) == before


def test_schools_show_how_their_plan_stands(zww, example: Path) -> None:
    value = json.loads(zww("school", "list", "--handbook", example, *DAY, "--format", "json").out)
    assert [(s["id"], s["state"], s["missing"]) for s in value["schools"]] == [
        ("de-veerpont", "in-force", []),
        ("sluiswachter-college", "in-force", []),
    ]


def test_filling_a_school_that_is_up_to_date_changes_nothing(zww, example: Path) -> None:
    before = hashes(example)
    answer = zww("school", "fill", "de-veerpont", "--handbook", example, *DAY)
    assert "is al bij" in answer.out
    assert hashes(example) == before


def test_a_dry_run_writes_nothing(zww, example: Path) -> None:
    edit(
        example / "handbook/schools/de-veerpont/school.yml",
        "name: De Veerpont",
        "name: De Nieuwe Pont",
    )
    before = hashes(example)
    answer = zww("school", "fill", "de-veerpont", "--dry-run", "--handbook", example, *DAY)
    assert "zou veranderen" in answer.out
    assert hashes(example) == before
    zww("school", "fill", "de-veerpont", "--handbook", example, *DAY)
    path = example / "handbook/schools/de-veerpont/plan-de-veerpont.md"
    text = path.read_text(encoding="utf-8")
    assert "Wij zijn De Nieuwe Pont" in text
    assert 'title: "Sociaal veiligheidsplan De Nieuwe Pont 2026-2027"' in text
    assert "versions:" in text


# -- rules, schema -----------------------------------------------------------------------------


def test_the_catalogue_explains_each_rule(zww) -> None:
    value = json.loads(zww("rules", "--format", "json").out)
    assert list(value["rules"][0]) == [
        "code",
        "slug",
        "severity",
        "title",
        "why",
        "repair",
        "good",
        "bad",
    ]
    text = zww("rules", "zw204").out
    for word in ("Waarom:", "Wat doe je:", "Niet goed:", "Goed:"):
        assert word in text


def test_the_schemas_in_the_repository_are_those_of_the_models(
    zww, monkeypatch, tmp_path: Path
) -> None:
    from tests.conftest import ROOT

    assert zww("schema", "--check", "-o", ROOT / "schemas").code == 0
    assert zww("schema", "--write", "-o", tmp_path / "s").code == 0
    assert zww("schema", "--check", "-o", tmp_path / "s").code == 0
    edit(tmp_path / "s" / "document-1.json", "Id", "Ik")
    assert zww("schema", "--check", "-o", tmp_path / "s").code == 1


def test_what_cannot_be_written_or_found_is_told_in_dutch(zww, example_in_git: Path) -> None:
    root = example_in_git
    (root / "in de weg").write_text("x")
    answer = zww("export", "meldcode", "-o", root / "in de weg/m.docx", "--handbook", root)
    assert (answer.code, "er staat al iets" in answer.err) == (3, True), answer
    folder = root / "handbook/protocols"
    folder.rename(root / "elders")
    folder.symlink_to("protocols")
    answer = zww("show", "meldcode", "--handbook", root)
    assert (answer.code, "handbook/protocols" in answer.err) == (3, True), answer


@pytest.mark.parametrize("form", ["html", "docx"])
def test_an_export_of_a_broken_handbook_says_what_is_wrong(
    zww, example_in_git: Path, form: str
) -> None:
    root = example_in_git
    edit(root / "handbook/handbook.yml", "site_url: https:", "site_url: javascript:")
    edit(root / "handbook/protocols/meldcode.md", "type: protocol", "type: [protocol]")
    answer = zww("export", "meldcode", "-o", root / f"m.{form}", "--handbook", root)
    assert (answer.code, "zowerkenwij check" in answer.err) == (1, True), answer


@pytest.mark.parametrize(("old", "new"), [
    ("owner: social-safety-coordinator", "owner: De Baas!"), ("id: antipest", "id: [antipest"),
    ("effective: 2025-08-01", "effective: gisteren"), ("versions/antipest/2.0.md", ""),
])  # fmt: skip
@pytest.mark.parametrize("out", ["uit", "uit.html"])
def test_an_export_of_all_leaves_out_what_is_broken_and_names_it(
    zww, example_in_git: Path, old: str, new: str, out: str
) -> None:
    root = example_in_git
    record = root / "handbook/protocols/antipest.md"
    if new:
        edit(record, old, new)
    else:
        (root / "handbook" / old).unlink()
    output = root / out
    answer = zww("export", "--all", "-o", output, "--to", "html", "--handbook", root, *DAY)
    assert answer.code == 1
    assert "antipest" in answer.err
    assert "alleen een concept" not in answer.err
    if out == "uit":
        made = {path.stem for path in output.iterdir()}
        assert {"meldcode", "plan-de-veerpont"} <= made
        assert "antipest" not in made
    else:
        assert output.is_file()


def test_an_export_of_all_without_mistakes_is_done(zww, example_in_git: Path) -> None:
    root = example_in_git
    answer = zww("export", "--all", "-o", root / "uit", "--to", "md", "--handbook", root, *DAY)
    assert (answer.code, answer.err.count("Overgeslagen")) == (0, 3), answer.err


def test_a_text_of_a_record_with_a_mistake_comes_with_a_warning(zww, example_in_git: Path) -> None:
    record = example_in_git / "handbook/protocols/antipest.md"
    edit(record, "effective: 2025-08-01", "effective: gisteren")
    answer = zww("show", "antipest", "--handbook", example_in_git, *DAY)
    assert "fout in handbook/protocols/antipest.md" in answer.err
