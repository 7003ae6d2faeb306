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
AFTER = "Kleine stappen helpen al.\n"
_ENGLISH = re.compile(r"Traceback|Error\b|invalid|expected|missing|not found|should be", re.IGNORECASE)  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The example handbook in a folder of one's own."""
    ignore = shutil.ignore_patterns("people.yml")
    return Path(shutil.copytree(ROOT / "handbook", tmp_path / "handbook", ignore=ignore))


def found(book: Path) -> list[str]:
    """``code path:line`` of every error and warning; that a text was changed is only noted."""
    findings = check(load(WorkTree(book.parent)), DAY)
    said = [re.sub(r"[`'].*?[`']", "", f.message) for f in findings]
    assert not [message for message in said if _ENGLISH.search(message)]
    assert all(f.message[-1] in ".!?" for f in findings)
    return [
        f"{f.code} {f.path.removeprefix('handbook/')}:{f.line}"
        for f in findings
        if f.severity != "note"
    ]


def change(path: Path, old: str, new: str) -> int:
    """Replace the first of these texts, which must be there; the line on which it began."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text.count("\n", 0, text.index(old)) + 1


CONFLICT = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> tak\n"


@pytest.mark.parametrize(("path", "old", "new", "expected"), [
    (ANTIPEST, "owner: social-safety-coordinator\n", CONFLICT.format("owner: mentor", "owner: director"), "ZW101 +0"),
    (ANTIPEST, AFTER, AFTER + CONFLICT.format("Stop het pesten.", "Stop direct."), "ZW101 +1"),
    ("glossary.yml", "- term: AVG\n", "<<<<<<< HEAD\n- term: AVG\n", "ZW101 +0"),
    (ANTIPEST, "\n---\n# ", "\n...\n# ", "ZW101 +1"),
    (ANTIPEST, "\n---\n# ", "\n-----\n# ", "ZW101 +1"),
    (ANTIPEST, "\n---\n# ", "\n—\n# ", "ZW101 +1"),
    (ANTIPEST, "---\nformat", "\n  \n---\nformat", "ZW101 +0"),
    (ANTIPEST, "title: Antipestprotocol", "title: Antipest: protocol", "ZW101 +0"),
    (ANTIPEST, "  - version", "\t- version", "ZW101 +0"),
    (ANTIPEST, "    change: major", "   change: major", "ZW101 +1"),
    (ANTIPEST, "id: antipest", "id: “antipest”", "ZW102 +0"),
    (ANTIPEST, "version: '1.0'", "version: ‘1.0’", "ZW102 +0"),
    (ANTIPEST, "effective: 2025-08-01", "effective: 1 augustus 2026", "ZW102 +0"),
    (ANTIPEST, "owner: social-safety-coordinator", "owner: Vera Voorbeeld", "ZW102 +0"),
    (ANTIPEST, "owner: social", "eigenaar: social", "ZW102 +0"),
    (ANTIPEST, "audience: on-request", "audience: op verzoek", "ZW102 +0"),
    (ANTIPEST, "{every: P1Y}", "{every: 1 jaar}", "ZW102 +0"),
    (ANTIPEST, "{every: P1Y}", "{every: 12}", "ZW102 +0"),
    (ANTIPEST, "[safety-duty-of-care]", "safety-duty-of-care", "ZW102 +0"),
    (ANTIPEST, "based_on: [ongewenste-omgangsvormen]", "based_on: [ongewenste-omgangsvorm]", "ZW104 +0"),
    (ANTIPEST, "based_on: [ongewenste-omgangsvormen]", "based_on: [antipest]", "ZW104 +0"),
    (ANTIPEST, "pestprotocol]", "pestprotocol, Meldcode]", "ZW103 +0"),
    (MELDCODE, "[205669]", "[205679]", "ZW103 +0"),
    (ANTIPEST, "## Voor wie {#voor-wie}", "**Voor wie**", "ZW504 +7"),
    (MELDCODE, "::: when custodial", "::: when custodiaal", "ZW501 +0"),
    (MELDCODE, "zelf verantwoordelijk.\n\n:::", "zelf verantwoordelijk.\n", "ZW501 -2"),
    ("plan.md", "{{ school.adopted-on }}", "{{ school.adopted_on }}", "ZW501 +0"),
    (f"{CUSTODIAL}/school.yml", "kind: custodial", "kind: dagschool", "ZW104 +0"),
    (f"{CUSTODIAL}/school.yml", "kind: custodial", "kind: Custodial School", "ZW102 +0"),
    (f"{VEERPONT}/school.yml", "  adopted-on: 2026-06-23\n", "", "ZW501 -7"),
    (f"{VEERPONT}/monitoring.yml", "period: 2025-11", "period: november 2025", "ZW102 +0"),
    (f"{VEERPONT}/monitoring.yml", "response: 92", "response: 92%", "ZW102 +0"),
    (f"{VEERPONT}/improvement.yml", "due: 2026-07-31", "due: 31 juli 2026", "ZW102 +0"),
    ("obligations.yml", "anchor: wie-helpt-je", "anchor: wie-helpt-jou", "ZW702 +0"),
    ("handbook.yml", "document: agressie-leerlingen", "document: agressie-leerling", "ZW104 +0"),
    ("people.example.yml", "school: sluiswachter-college", "school: sluiswachter", "ZW104 +0"),
])  # fmt: skip
def test_a_mistake_in_a_file_is_found_once_at_its_line(
    book: Path, path: str, old: str, new: str, expected: str
) -> None:
    line = change(book / path, old, new)
    code, _, offset = expected.partition(" ")
    assert found(book) == [f"{code} {path}:{line + int(offset)}"]


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
    line = change(book / ANTIPEST, AFTER, f"{AFTER}\n{text}\n")
    assert found(book) == [f"{code} {ANTIPEST}:{line + 2}"]


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
