"""The example handbook's own history: right text on any day, no draft outside its edition."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import DAY, EXAMPLE, ROOT
from zowerkenwij import store
from zowerkenwij.model.handbook import Document, Handbook
from zowerkenwij.rules import check
from zowerkenwij.site import build

PLAN, DRAFT = "plan-sluiswachter-college", "time-out-schorsen-verwijderen"
CODE, BULLY = "Meldcode huiselijk geweld en kindermishandeling", "Antipestprotocol"
NEW_WORDS = (
    "rustpunt",
    "terugkeerkaart",
    "GMR 2026-11",
)  # only the draft and its proposal say them
pytestmark = pytest.mark.slow


def school_plan(year: str) -> str:
    return f"Sociaal veiligheidsplan Sluiswachter College {year}"


SHOWN = [
    ("meldcode", "2024-07-31", "1.0", CODE, "Praat deze week met de zorgcoördinator."),
    ("meldcode", "2024-08-01", "2.0", CODE, "Praat vandaag met de aandachtsfunctionaris."),
    ("meldcode", "2025-03-12", "2.0", CODE, "Veilig Thuis is de organisatie die helpt"),
    ("meldcode", "2026-03-12", "2.0", CODE, "Veilig Thuis is de organisatie die helpt"),
    ("meldcode", "2026-03-19", "2.0", CODE, "Veilig Thuis is de organisatie die helpt"),
    ("meldcode", "2026-03-20", "2.1", CODE, "Veilig Thuis is het advies- en meldpunt"),
    ("antipest", "2025-03-12", "1.0", "Anti-pest-protocol", "Na 4 weken: controleren"),
    ("antipest", "2025-07-31", "1.0", "Anti-pest-protocol", "antipestcoördinator"),
    ("antipest", "2025-08-01", "2.0", BULLY, "Na 2 weken: controleren"),
    (PLAN, "2025-03-12", "1.0", school_plan("2024-2025"), "ten hoogste 56 jongeren"),
    (PLAN, "2025-07-31", "1.0", school_plan("2024-2025"), "in het jaargesprek"),
    (PLAN, "2026-03-12", "2.0", school_plan("2025-2026"), "op 3 juni 2025"),
    (PLAN, "2026-08-01", "3.0", school_plan("2026-2027"), "op 2 juni 2026"),
    (DRAFT, "2026-11-23", "1.0", "Time-out, schorsen en verwijderen", "de afgesproken plek"),
]  # fmt: skip
LEDGERS = [
    ("meldcode", "2.0", ("gmr", "2024-05-28"), "board", "2024-06-11", "2024-08-01"),
    ("meldcode", "2.1", None, "owner", "2026-03-17", "2026-03-20"),
    ("antipest", "2.0", ("gmr", "2025-05-20"), "board", "2025-06-10", "2025-08-01"),
    (PLAN, "2.0", ("mr", "2025-06-03"), "management-team", "2025-06-24", "2025-08-01"),
    (PLAN, "3.0", ("mr", "2026-06-02"), "management-team", "2026-06-23", "2026-08-01"),
]
PAGES = [
    f"d/{id_}/{page}"
    for id_, steps in (
        ("meldcode", ("1.0/2.0", "2.0/2.1")),
        ("antipest", ("1.0/2.0",)),
        (PLAN, ("1.0/2.0", "2.0/3.0")),
    )
    for page in ("versies/", *(f"verschil/{step}/" for step in steps))
]


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return store.load(store.WorkTree(ROOT, "handbook"))


def adopted_body(handbook: Handbook, document: Document) -> str:
    return handbook.version_files[document.id, document.record.versions[-1].version].body


@pytest.mark.parametrize(("id_", "day", "version", "title", "says"), SHOWN)
def test_every_day_has_its_own_text(
    zww: Callable[..., Any], id_: str, day: str, version: str, title: str, says: str
) -> None:
    answer = zww("show", id_, "--as-of", day, "--format", "json", "--handbook", ROOT)
    shown = json.loads(answer.out)
    assert (shown["version"], shown["title"], shown["state"]) == (version, title, "in-force")
    assert f"# {title}\n" in shown["text"]
    assert says in shown["text"]


@pytest.mark.parametrize(("id_", "version", "consent", "by", "adopted", "effective"), LEDGERS)
def test_every_version_says_who_agreed_and_decided(
    handbook: Handbook, id_: str, version: str, consent: tuple[str, str] | None, by: str,
    adopted: str, effective: str,
) -> None:  # fmt: skip
    entry = next(v for v in handbook.by_id[id_].record.versions if v.version == version)
    assert (entry.adopted.by, str(entry.adopted.on), str(entry.effective)) == (
        by,
        adopted,
        effective,
    )
    given = [(c.body, str(c.on)) for c in entry.consulted if c.digest == entry.digest]
    assert given == ([consent] if consent else [])
    assert bool(entry.reason) == (consent is None)


def test_the_example_has_no_findings_but_its_draft(handbook: Handbook) -> None:
    assert [(f.code, f.severity, f.document) for f in check(handbook, DAY)] == [
        ("ZW402", "note", DRAFT)
    ]


def test_both_verifiers_find_every_adopted_text_in_order(
    zww: Callable[..., Any], example_in_git: Path
) -> None:
    assert zww("verify", "--handbook", example_in_git).code == 0
    own = subprocess.run(
        [sys.executable, ROOT / "docs/verifier.py", "handbook"], cwd=example_in_git, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert (own.returncode, own.stdout + own.stderr) == (0, "Elke vastgestelde tekst klopt.\n")


@pytest.mark.parametrize(
    ("year", "late", "postponed"),
    [("2024-2025", set(), set()), ("2025-2026", {"meldcode"}, {"incidentmanagement"})],
)
def test_a_closed_round_holds_real_decisions(
    handbook: Handbook, year: str, late: set[str], postponed: set[str]
) -> None:
    one = next(entry.record for entry in handbook.reviews if entry.record.year == year)
    assert one.closed is not None
    assert {i.document for i in one.items if i.on is None or i.on > i.due} == late
    assert {i.document for i in one.items if i.outcome == "postpone"} == postponed
    for item in one.items:
        document = handbook.by_id[item.document]
        assert item.on is not None
        read = handbook.in_force(document, item.on)
        assert read is not None, item.document
        assert item.digest == read.digest
        assert len(item.basis or "") > 40, item.document
        kept = [r for r in document.record.reviews if r.on == item.on and r.year == year]
        assert [r.outcome for r in kept] == [item.outcome]


def test_a_decided_change_became_a_version_or_a_draft(handbook: Handbook) -> None:
    for entry in handbook.reviews:
        for item in entry.record.items:
            if item.outcome not in ("editorial", "minor", "major") or item.on is None:
                continue
            document = handbook.by_id[item.document]
            later = [v for v in document.record.versions if v.adopted.on >= item.on]
            if item.document == DRAFT:
                assert not later
                assert document.body != adopted_body(handbook, document)
            else:
                assert later[0].change == item.outcome, item.document


def test_no_byte_of_the_draft_leaves_its_edition(handbook: Handbook, sites: Path) -> None:
    document = handbook.by_id[DRAFT]
    old = adopted_body(handbook, document)
    changed = [line for line in document.body.splitlines() if line not in old]
    sentences = {s for line in changed for s in re.split(r"[.?:|] ?", line) if len(s) > 25}
    fresh = {s for s in sentences if s not in old} | set(NEW_WORDS[:2])
    assert len(fresh) > 8
    for edition in sites.iterdir():
        found = {
            s
            for file in edition.rglob("*")
            if file.is_file()
            for s in (*fresh, *NEW_WORDS)
            if s.casefold() in file.read_bytes().decode("utf-8", "replace").casefold()
        }
        if edition.name == "draft":
            assert found >= set(NEW_WORDS[:2])
        else:
            assert not found, edition.name


def test_versions_and_differences_have_pages(sites: Path) -> None:
    for address in PAGES:
        assert (sites / "staff" / address / "index.html").is_file(), address
        assert (sites / "public" / address).exists() == (PLAN in address), address
    renamed = (sites / "staff/d/antipest/verschil/1.0/2.0/index.html").read_text("utf-8")
    assert "Anti-pest-protocol" in renamed
    reason = (sites / "staff/d/meldcode/versies/index.html").read_text("utf-8")
    assert "20 maart 2026" in reason
    assert "De stappen, termijnen en rollen zijn gelijk gebleven." in reason
    assert "gemeenschappelijke medezeggenschapsraad, 28 mei 2024: stemt in" in reason


@pytest.mark.parametrize(
    ("day", "bully", "year"),
    [("2025-03-12", "Anti-pest-protocol", "2024-2025"), ("2026-03-12", BULLY, "2025-2026")],
)
def test_the_site_of_a_past_day_is_that_of_then_to_the_byte(
    tmp_path: Path, day: str, bully: str, year: str
) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "handbook")
    location = store.find_handbook(tmp_path)
    outs = [
        build.publish(location, "staff", date.fromisoformat(day), tmp_path / name)[0]
        for name in ("een", "twee")
    ]
    one, two = (
        {f.relative_to(out): f.read_bytes() for f in out.rglob("*") if f.is_file()} for out in outs
    )
    assert one == two
    assert f">{bully}</h1>".encode() in one[Path("d/antipest/index.html")]
    assert school_plan(year).encode() in one[Path(f"d/{PLAN}/index.html")]
    assert b"2026-2027</h1>" not in one[Path(f"d/{PLAN}/index.html")]
