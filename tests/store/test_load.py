"""Loading: every record kind, and one finding for one defect, whatever it is."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conftest import EXAMPLE
from tests.store.conftest import DOCUMENT, HANDBOOK, SCHOOL, said
from zowerkenwij.store import WorkTree, load
from zowerkenwij.text import digest

DOC = "handbook/protocols/antipest.md"


def test_the_example_handbook_loads_without_a_problem() -> None:
    handbook = load(WorkTree(EXAMPLE.parent))
    assert handbook.unreadable == ()
    assert len(handbook.documents) >= 20
    assert {s.record.id for s in handbook.schools} == {"sluiswachter-college", "de-veerpont"}
    assert handbook.people
    assert handbook.people_are_examples
    assert {a.scope for a in handbook.actions} == {"sluiswachter-college", "de-veerpont"}


def test_a_document_knows_its_places_text_and_digest(loaded: Any) -> None:
    document = loaded().by_id["antipest"]
    assert document.path == DOC
    assert document.at("title").line == 5
    assert document.at("title").column == 8
    assert document.body == "# Antipestprotocol\n\nTekst.\n"
    assert document.body_line == 8
    assert document.place(1).line == 8
    assert document.outline.headings[0].text == "Antipestprotocol"
    assert document.digest == digest("Antipestprotocol", "protocol", None, (), document.body)


def test_a_byte_order_mark_and_windows_line_ends_are_no_problem(loaded: Any) -> None:
    data = b"\xef\xbb\xbf" + DOCUMENT.replace("\n", "\r\n").encode()
    handbook = loaded({DOC: data})
    assert handbook.unreadable == ()
    assert handbook.documents[0].body == "# Antipestprotocol\n\nTekst.\n"


def test_files_that_are_no_records_are_left_alone(loaded: Any) -> None:
    handbook = loaded({
        "handbook/README.md": "# Uitleg", "handbook/protocols/readme.md": "x", "handbook/static/x.md": "x",
        "handbook/assets/x.md": "x", "handbook/assets/plaat.png": b"\x89", "handbook/.verborgen/x.md": "x",
        "handbook/.x.md": "x", "handbook/other.yml": "a: [", "handbook/protocols/data.yml": "x",
    })  # fmt: skip
    assert handbook.unreadable == ()
    assert len(handbook.documents) == 1
    assert "handbook/assets/plaat.png" in handbook.files
    assert not any("/." in path for path in handbook.files)


def test_a_register_under_a_name_that_is_nearly_right_is_named(loaded: Any) -> None:
    handbook = loaded(
        {
            "handbook/obligation.yml": "[]",
            "handbook/glossary.yaml": "[]",
            "handbook/schools/veerpont/schol.yml": "",
        }
    )
    assert said(handbook) == [
        "glossary.yaml:1 ZW101",
        "obligation.yml:1 ZW101",
        "schools/veerpont/schol.yml:1 ZW101",
    ]
    assert "`glossary.yml`" in handbook.unreadable[0].message


def test_people_come_from_the_example_only_when_there_are_no_others(loaded: Any) -> None:
    example = {"handbook/people.example.yml": "- {id: a, name: Voorbeeld}\n"}
    handbook = loaded(example)
    assert (handbook.people[0].record.id, handbook.people_are_examples) == ("a", True)
    handbook = loaded({**example, "handbook/people.yml": "- {id: b, name: Echt}\n"})
    assert ([p.record.id for p in handbook.people], handbook.people_are_examples) == (["b"], False)


def test_version_files_are_read_with_their_body_and_digest(loaded: Any) -> None:
    entry = "{version: '1.0', change: major, note: Eerste., digest: 'sha256:%s', adopted: {by: board, on: 2025-01-01}, effective: 2025-02-01}"
    text = f"---\nformat: 1\nid: antipest\nversion: '1.0'\ntitle: T\ntype: protocol\npath: protocols/antipest.md\nentry: {entry % ('a' * 64)}\n---\n# T\n"
    handbook = loaded({"handbook/versions/antipest/1.0.md": text})
    assert handbook.unreadable == ()
    found = handbook.version_files["antipest", "1.0"]
    assert found.body == "# T\n"
    assert found.digest == digest("T", "protocol", None, (), "# T\n")


def test_a_list_register_gives_one_entry_an_item_with_its_own_places(loaded: Any) -> None:
    text = "- term: a\n  meaning: b\n- term: c\n  meaning: d\n  synonyms: [e, f]\n"
    handbook = loaded({"handbook/glossary.yml": text})
    assert [t.record.term for t in handbook.terms] == ["a", "c"]
    assert handbook.terms[1].at("synonyms", 1).line == 5
    assert handbook.terms[1].at().line == 3


def front(**changes: str | None) -> str:
    """The base document with lines of its front matter replaced, added or left out."""
    text = DOCUMENT
    for key, value in changes.items():
        line = "" if value is None else f"{key}: {value}\n"
        if f"\n{key}:" in text:
            text = re.sub(
                rf"^{key}:.*\n", lambda _, line=line: line, text, count=1, flags=re.MULTILINE
            )
        else:
            text = text.replace("\n---\n", f"\n{line}---\n", 1)
    return text


@pytest.mark.parametrize(
    ("text", "line", "code", "words"),
    [
        (front(title=None), 2, "ZW102", "ontbreekt Titel (`title`)"),
        (front(title="12"), 5, "ZW102", "moet tekst zijn"),
        (front(id="Anti_Pest"), 3, "ZW102", "kleine letters"),
        (front(level="schol"), 7, "ZW102", "Bedoel je school?"),
        (front(format="2"), 2, "ZW102", "formaat `2` niet"),
        (front(format=None), 2, "ZW102", "Formaat (`format`)"),
        (front(aliases="Pest"), 7, "ZW102", "moet een lijst zijn"),
        (front(aliases="[Pest, 3]"), 7, "ZW102", "moet tekst zijn"),
        (front(aliases=""), 7, "ZW102", "is leeg"),
        (front(short_links="['12']"), 7, "ZW102", "heel getal"),
        (front(review="{every: 1Y}"), 7, "ZW102", "duur zijn"),
        (front(review="P1Y"), 7, "ZW102", "blok met"),
        (front(titel="Dubbel"), 7, "ZW102", "Bedoel je `title`?"),
        (front(title=None, titel="Antipestprotocol"), 6, "ZW102", "Bedoel je `title`?"),
        (front(status="definitief"), 7, "ZW102", "bestaat hier niet"),
        (front(withdrawn="{on: 2026-02-30, by: board, reason: x}"), 7, "ZW102", "bestaande dag"),
        (front(withdrawn="{on: 2026-02-03, by: board, reasn: x}"), 7, "ZW102", "Bedoel je `reason`?"),
        (front(title='"Antipest'), 5, "ZW101", "aanhalingsteken"),
        (front(title="Anti: pest"), 5, "ZW101", "dubbele punt"),
        (front(summary="*alias"), 7, "ZW101", "verwijzing"),
        (front(summary="&a x"), 7, "ZW101", "anker"),
        (front(aliases="[a"), 7, "ZW101", "lijst"),
        (DOCUMENT.replace("owner:", "title: X\nowner:"), 6, "ZW101", "dubbel"),
        (DOCUMENT.replace("owner:", "\towner:"), 6, "ZW101", "tab"),
        ("# Antipestprotocol\n\nTekst.\n", 1, "ZW101", "ontbreekt de kop"),
        (DOCUMENT[4:], 1, "ZW101", "ontbreekt de kop"),
        (DOCUMENT.replace("director\n---", "director"), 1, "ZW101", "niet afgesloten"),
        ("---\n---\n# Antipestprotocol\n", 2, "ZW101", "is leeg"),
        ("---\n# niets\n---\n# Antipestprotocol\n", 2, "ZW101", "is leeg"),
        ("---\n- a\n- b\n---\n# Antipestprotocol\n", 2, "ZW101", "geen `sleutel: waarde`"),
        ("", 1, "ZW101", "ontbreekt de kop"),
    ],
)  # fmt: skip
def test_one_defect_in_a_document_is_one_finding_at_its_line(
    loaded: Any, text: str, line: int, code: str, words: str
) -> None:
    handbook = loaded({DOC: text})
    assert said(handbook) == [f"protocols/antipest.md:{line} {code}"], handbook.unreadable
    assert words in handbook.unreadable[0].message
    document = handbook.by_id["antipest"]  # still there, so that links to it hold
    assert document.title in {"Antipestprotocol", "antipest"}


def test_bytes_that_are_not_utf8_are_one_finding_and_the_rest_is_read(loaded: Any) -> None:
    data = DOCUMENT.replace("Tekst.", "Één coördinator.").encode("cp1252")
    handbook = loaded({DOC: data})
    assert said(handbook) == ["protocols/antipest.md:10 ZW101"]
    assert "Één coördinator." in handbook.documents[0].body
    handbook = loaded({DOC: DOCUMENT.encode("utf-16")})
    assert said(handbook) == ["protocols/antipest.md:1 ZW101"]
    assert handbook.documents[0].title == "Antipestprotocol"


def test_several_defects_in_one_document_are_all_found(loaded: Any) -> None:
    handbook = loaded({DOC: front(title='"x', level="schol", nieuw="1", id="A B")})
    assert said(handbook) == [
        f"protocols/antipest.md:{line} {code}"
        for line, code in ((3, "ZW102"), (5, "ZW101"), (7, "ZW102"), (8, "ZW102"))
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "kept"),
    [
        ("label: directeur", "label: 12", 6, {"director"}),
        ("label: directeur", "labl: directeur", 6, {"director"}),
        (
            "  - {id: director, label: directeur}",
            "  - {id: director, label: 'directeur}",
            6,
            {"director"},
        ),
        ("site_url: https://handboek.example/", "site_url: handboek", 4, {"director"}),
        ("format: 1", "format: 3", 1, {"director"}),
        ("name: Zo werken wij!\n", "", 1, {"director"}),
        (
            "foundation: {name: Stichting Test, site",
            "foundation: {naam: Stichting Test, site",
            3,
            {"director"},
        ),
    ],
)
def test_a_broken_handbook_file_keeps_its_other_words(
    loaded: Any, old: str, new: str, line: int, kept: set[str]
) -> None:
    handbook = loaded({"handbook/handbook.yml": HANDBOOK.replace(old, new)})
    lines = {u.place.line for u in handbook.unreadable}
    assert lines == {line}, handbook.unreadable
    assert set(handbook.roles) == kept
    assert set(handbook.bodies) == {"board"}
    assert handbook.types["protocol"].label == "protocol"
    assert handbook.settings.record.foundation.site is not None


def test_without_handbook_file_there_is_still_a_handbook(loaded: Any) -> None:
    handbook = loaded({"handbook/handbook.yml": None})
    assert said(handbook) == ["handbook.yml:1 ZW101"]
    assert handbook.settings.record.name == "Handboek"
    assert len(handbook.documents) == 1


@pytest.mark.parametrize("text", ["", "x", "[]", "# c\n", "- a\n"])
def test_an_empty_or_odd_handbook_file_is_one_finding(loaded: Any, text: str) -> None:
    assert said(loaded({"handbook/handbook.yml": text})) == ["handbook.yml:1 ZW101"]


def test_a_broken_item_of_a_register_leaves_the_others(loaded: Any) -> None:
    text = "- {term: a, meaning: b}\n- {term: c}\n- x\n- {term: d, meaning: e, forbidden: [1, f]}\n"
    handbook = loaded({"handbook/glossary.yml": text})
    assert said(handbook) == [
        "glossary.yml:2 ZW102",
        "glossary.yml:3 ZW102",
        "glossary.yml:4 ZW102",
    ]
    assert [(t.record.term, t.record.forbidden) for t in handbook.terms] == [
        ("a", ()),
        ("d", ("f",)),
    ]


@pytest.mark.parametrize(
    ("text", "found"), [("", []), ("# leeg\n", []), ("[]", []), ("a: b", ["glossary.yml:1 ZW102"])]
)
def test_a_register_may_be_empty_but_is_a_list(loaded: Any, text: str, found: list[str]) -> None:
    assert said(loaded({"handbook/glossary.yml": text})) == found


def test_a_school_of_which_little_is_right_is_still_that_school(loaded: Any) -> None:
    path = "handbook/schools/veerpont/school.yml"
    handbook = loaded({path: SCHOOL.replace("id: veerpont\n", "").replace("so", "S O")})
    assert said(handbook) == [
        "schools/veerpont/school.yml:1 ZW102",
        "schools/veerpont/school.yml:2 ZW102",
    ]
    assert handbook.school_by_id["veerpont"].record.name == "De Veerpont"


def test_the_messages_are_plain_dutch(loaded: Any) -> None:
    handbook = loaded({DOC: front(level="schol", review="{every: x}", fields="x", format="'1'")})
    for one in handbook.unreadable:
        assert one.message.endswith((".", "?"))
        assert not re.search(r"\b(the|is not|should|Input|valid|pydantic)\b", one.message), (
            one.message
        )
