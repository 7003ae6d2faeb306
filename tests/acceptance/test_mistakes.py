"""Mistakes as people make them in the example handbook: each is found once, at its line, in Dutch."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import ROOT
from zowerkenwij.rules import check
from zowerkenwij.store import WorkTree, load

DAY = date(2026, 11, 23)
ANTIPEST, MELDCODE = "protocols/antipest.md", "protocols/meldcode.md"
CUSTODIAL, VEERPONT = "schools/sluiswachter-college", "schools/de-veerpont"
AFTER = "Kleine stappen helpen al.\n"  # line 36 of the Antipestprotocol
_ENGLISH = re.compile(r"Traceback|Error\b|invalid|expected|missing|not found|should be", re.IGNORECASE)  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The example handbook in a folder of one's own."""
    ignore = shutil.ignore_patterns("people.yml")
    return Path(shutil.copytree(ROOT / "handbook", tmp_path / "handbook", ignore=ignore))


def found(book: Path) -> list[str]:
    """``code path:line`` of everything that check says."""
    findings = check(load(WorkTree(book.parent)), DAY)
    assert not [
        f.message for f in findings if _ENGLISH.search(re.sub(r"[`'].*?[`']", "", f.message))
    ]
    assert all(f.message[-1] in ".!?" for f in findings)
    return [f"{f.code} {f.path.removeprefix('handbook/')}:{f.line}" for f in findings]


def change(path: Path, old: str, new: str) -> None:
    """Replace the first of these texts; it must be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


CONFLICT = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> tak\n"


@pytest.mark.parametrize(("path", "old", "new", "expected"), [
    (ANTIPEST, "owner: social-safety-coordinator\n", CONFLICT.format("owner: mentor", "owner: director"), "ZW101 :9"),
    (ANTIPEST, AFTER, AFTER + CONFLICT.format("Stop het pesten.", "Stop direct."), "ZW101 :37"),
    ("glossary.yml", "- term: AVG\n", "<<<<<<< HEAD\n- term: AVG\n", "ZW101 :18"),
    (ANTIPEST, "\n---\n# ", "\n...\n# ", "ZW101 :33"),
    (ANTIPEST, "\n---\n# ", "\n-----\n# ", "ZW101 :33"),
    (ANTIPEST, "\n---\n# ", "\n—\n# ", "ZW101 :33"),
    (ANTIPEST, "---\nformat", "\n  \n---\nformat", "ZW101 :1"),
    (ANTIPEST, "title: Antipestprotocol", "title: Antipest: protocol", "ZW101 :5"),
    (ANTIPEST, "  - version", "\t- version", "ZW101 :18"),
    (ANTIPEST, "    change: major", "   change: major", "ZW101 :20"),
    (ANTIPEST, "id: antipest", "id: “antipest”", "ZW102 :3"),
    (ANTIPEST, "version: '1.0'", "version: ‘1.0’", "ZW102 :18"),
    (ANTIPEST, "effective: 2026-08-01", "effective: 1 augustus 2026", "ZW102 :32"),
    (ANTIPEST, "owner: social-safety-coordinator", "owner: Vera Voorbeeld", "ZW102 :9"),
    (ANTIPEST, "owner: social", "eigenaar: social", "ZW102 :9"),
    (ANTIPEST, "audience: on-request", "audience: op verzoek", "ZW102 :10"),
    (ANTIPEST, "{every: P1Y}", "{every: 1 jaar}", "ZW102 :16"),
    (ANTIPEST, "{every: P1Y}", "{every: 12}", "ZW102 :16"),
    (ANTIPEST, "[safety-duty-of-care]", "safety-duty-of-care", "ZW102 :14"),
    (ANTIPEST, "based_on: [ongewenste-omgangsvormen]", "based_on: [ongewenste-omgangsvorm]", "ZW104 :15"),
    (ANTIPEST, "based_on: [ongewenste-omgangsvormen]", "based_on: [antipest]", "ZW104 :15"),
    (ANTIPEST, "pestprotocol]", "pestprotocol, Meldcode]", "ZW103 :6"),
    (MELDCODE, "[205669]", "[205679]", "ZW103 :7"),
    (ANTIPEST, "## Voor wie {#voor-wie}", "**Voor wie**", "ZW504 :53"),
    (MELDCODE, "::: when custodial", "::: when custodiaal", "ZW501 :71"),
    (MELDCODE, "zelf verantwoordelijk.\n\n:::", "zelf verantwoordelijk.\n", "ZW501 :71"),
    ("plan.md", "{{ school.adopted-on }}", "{{ school.adopted_on }}", "ZW501 :49"),
    (f"{CUSTODIAL}/school.yml", "kind: custodial", "kind: dagschool", "ZW104 :4"),
    (f"{CUSTODIAL}/school.yml", "kind: custodial", "kind: Custodial School", "ZW102 :4"),
    (f"{VEERPONT}/school.yml", "  adopted-on: 2026-06-23\n", "", "ZW501 :5"),
    (f"{VEERPONT}/monitoring.yml", "period: 2025-11", "period: november 2025", "ZW102 :5"),
    (f"{VEERPONT}/monitoring.yml", "response: 92", "response: 92%", "ZW102 :6"),
    (f"{VEERPONT}/improvement.yml", "due: 2026-07-31", "due: 31 juli 2026", "ZW102 :8"),
    ("obligations.yml", "anchor: wie-helpt-je", "anchor: wie-helpt-jou", "ZW702 :34"),
    ("handbook.yml", "document: agressie-leerlingen", "document: agressie-leerling", "ZW104 :184"),
    ("people.example.yml", "school: sluiswachter-college", "school: sluiswachter", "ZW104 :32"),
])  # fmt: skip
def test_a_mistake_in_a_file_is_found_once_at_its_line(
    book: Path, path: str, old: str, new: str, expected: str
) -> None:
    change(book / path, old, new)
    assert found(book) == [expected.replace(" :", f" {path}:")]


@pytest.mark.parametrize(("text", "code"), [
    ("De veilig-\nheid van leerlingen staat voorop.", "ZW505"),
    ("Extra toelichting:", "ZW505"),
    ("Vraag het op bij de .", "ZW501"),
    ("{% if x %}Ja{% endif %}", "ZW501"),
    ("De school heet { school.name }.", "ZW501"),
    ("{{ school.name|upper }}", "ZW501"),
    ("Hier komt nog tekst.", "ZW502"),
    ("Op [naam school] praten wij elke dag.", "ZW502"),
    ("Op <naam school> praten wij elke dag.", "ZW502"),
    ("# Nog een titel", "ZW507"),
    ("Stuur een bericht via [de app](https://wa.me/31612345678).", "ZW602"),
    ("Bel Fons op 06 - 1234 5678.", "ZW602"),
    ("Zie het [formulier](../assets/formulier.docx).", "ZW212"),
    ("Zie de [Meldcode huiselijk geweld en kindermishandeling](meldcode.html).", "ZW212"),
    ("Zie [het plan](C:\\Users\\vera\\plan.docx).", "ZW210"),
    ("Zie [de regeling](https://dewaterkant.example/205701).", "ZW201"),
])  # fmt: skip
def test_a_mistake_in_a_text_is_found_once_at_its_line(book: Path, text: str, code: str) -> None:
    change(book / ANTIPEST, AFTER, f"{AFTER}\n{text}\n")
    assert found(book) == [f"{code} {ANTIPEST}:38"]


@pytest.mark.parametrize("text", [
    "De in- en uitgang, en de voor-\nen nadelen.", "Denk aan:\n\n- rust\n- ruimte", "De tijd is 12:30.", "Wij kiezen .nl.",
    "`Vraag het op bij de .`",
])  # fmt: skip
def test_what_only_looks_like_a_mistake_is_left_alone(book: Path, text: str) -> None:
    change(book / ANTIPEST, AFTER, f"{AFTER}\n{text}\n")
    assert found(book) == []


def test_a_whole_handbook_saved_on_windows_is_fine(book: Path) -> None:
    for path in book.rglob("*.md"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert found(book) == []


@pytest.mark.parametrize(("path", "name"), [
    ("glossary.yml", "glossary.yaml"), (f"{VEERPONT}/school.yml", f"{VEERPONT}/School.yml"),
    ("glossary.yml", "glossary.yml.txt"),
])  # fmt: skip
def test_a_register_under_another_name_is_one_finding(book: Path, path: str, name: str) -> None:
    (book / path).rename(book / name)
    assert found(book) == [f"ZW101 {name}:1"]


def test_a_document_saved_with_a_hidden_ending_is_named(book: Path) -> None:
    (book / ANTIPEST).rename(book / f"{ANTIPEST}.txt")
    assert f"ZW101 {ANTIPEST}.txt:1" in found(book)


def test_a_copy_that_windows_made_is_one_finding(book: Path) -> None:
    shutil.copy(book / ANTIPEST, book / "protocols/antipest - kopie.md")
    assert found(book) == ["ZW103 protocols/antipest - kopie.md:3"]
