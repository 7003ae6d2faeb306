"""Search answers the questions people ask, and a publication tells when it does not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import DAY, ROOT
from tests.site.tiny import Tiny
from zowerkenwij import store
from zowerkenwij.site import build, edition, finding


@pytest.fixture(scope="session")
def items() -> list[dict[str, Any]]:
    """What the staff edition of the example searches in."""
    location = store.find_handbook(ROOT)
    handbook = store.load(store.WorkTree(location.root, location.prefix))
    built = edition.build(handbook, "staff", DAY)
    return json.loads(next(f.text for f in built.files if f.address == "zoeken/index.json"))


@pytest.fixture(scope="session")
def index(items: list[dict[str, Any]]) -> finding.Index:
    return finding.Index(items)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pesten", "gepest"), ("schorsing", "schorsen"), ("vertrouwenspersonen", "vertrouwenspersoon"),
        ("gediscrimineerd", "discriminatie"), ("buitengesloten", "buitensluiten"), ("rustig", "rust"),
        ("ontruimen", "ontruiming"), ("geslagen", "slaan"),
    ],
)  # fmt: skip
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert finding.stem(one) == finding.stem(other)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind wordt buitengesloten", "antipest"), ("mijn dochter wordt gepest", "antipest"),
        ("leerling heeft een mes bij zich", "agressie-leerlingen"), ("blauwe plek", "meldcode"),
        ("ik maak me zorgen over thuis", "meldcode"), ("vader slaat kind", "meldcode"),
        ("brandalarm", "incident-of-crisis"), ("leerling valt flauw", "ongeval-ziekte-overlijden"),
        ("kan mijn kind geschorst worden", "time-out-schorsen-verwijderen"),
        ("er is iets gestolen", "aangifte-doen"), ("ik heb een klacht", "klachtenregeling"),
        ("gediscrimineerd", "ongewenste-omgangsvormen"), ("meldkode", "meldcode"),
        ("incidenten registreren", "incidentmanagement"),
    ],
)  # fmt: skip
def test_everyday_questions_find_their_document(
    index: finding.Index, query: str, expected: str
) -> None:
    assert f"d/{expected}/" in index.best(query)[: finding.TOP]


@pytest.mark.parametrize("written", ["everyday.txt", "questions.txt", "personas.txt", "voices.txt"])
def test_of_sixty_everyday_questions_nine_in_ten_find_their_document(
    index: finding.Index, written: str
) -> None:
    """All but ``everyday.txt`` were written before their answers were looked at; ``personas.txt``
    and ``voices.txt`` by somebody who knew the documents' subjects but not their keywords."""
    lines = (Path(__file__).parent / written).read_text("utf-8").splitlines()
    asked = [line.split("=") for line in lines]
    found = [
        query
        for query, wanted in asked
        if {f"d/{id_}/" for id_ in wanted.split(",")} & set(index.best(query)[:3])
    ]
    assert len(asked) == 60
    assert len(found) >= 54


def test_all_query_tests_of_the_example_hold(items: list[dict[str, Any]]) -> None:
    location = store.find_handbook(ROOT)
    handbook = store.load(store.WorkTree(location.root, location.prefix))
    tests = [entry.record for entry in handbook.search_tests]
    assert len(tests) > 100
    assert not [t.query for t, _ in finding.failures(items, tests)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("agresie", "agressie"), ("meldkode", "meldcode"), ("geweldt", "geweld"), ("tijdt", "teit"),
        ("schorssing", "schorsing"), ("kindermishandelling", "kindermishandeling"),
        ("vertrouwenspersson", "vertrouwenspersoon"), ("klachtencomissie", "klachtencommissie"),
    ],
)  # fmt: skip
def test_a_word_written_as_it_sounds_is_alike(written: str, meant: str) -> None:
    assert finding.alike(written, meant)


@pytest.mark.parametrize(("one", "other"), [("pers", "pest"), ("brand", "strand"), ("mes", "les")])
def test_a_short_word_is_not_taken_for_another(one: str, other: str) -> None:
    assert not finding.match(one, other)
    assert not finding.alike(one, other) or len(one) > 3


def test_a_verb_in_two_parts_is_one_word(index: finding.Index) -> None:
    assert index.best("ze lachen hem uit")[0] == "d/antipest/"
    assert "d/incident-of-crisis/" in index.best("hij liep weg, hij loopt vaak weg")[:3]


def test_of_words_that_say_little_alone_something_is_found(index: finding.Index) -> None:
    assert index.best("leerling")
    assert not index.best("xyzzyq")
    assert not index.best("")


def test_parents_find_what_they_may_ask_for() -> None:
    location = store.find_handbook(ROOT)
    handbook = store.load(store.WorkTree(location.root, location.prefix))
    built = edition.build(handbook, "public", DAY)
    found = json.loads(next(f.text for f in built.files if f.address == "zoeken/index.json"))
    asked = [item for item in found if item["u"] == "rollen/ouders/#opvragen"]
    assert "Antipestprotocol" in {item["t"] for item in asked}
    assert all(item["s"].startswith("Op te vragen bij ") for item in asked)
    assert finding.best(found, "mijn kind wordt gepest")[0] == "rollen/ouders/#opvragen"
    assert not any(item["k"] or item["a"] for item in asked), "words of the documents stay inside"


@pytest.mark.slow
def test_a_question_that_finds_nothing_stops_a_strict_publication(
    tiny: Tiny, tmp_path: Path
) -> None:
    tiny.add("pest", "Tekst.", keywords=["pesten"], summary="Wat je doet.")
    tiny.write(
        "search-tests.yml", "- {query: gepest, expect: pest}\n- {query: zebra, expect: pest}\n"
    )
    day = date(2026, 11, 23)
    build.publish(tiny.location, "public", day, tmp_path / "site")
    handbook = tiny.load()
    from zowerkenwij.site import policy

    told = policy.lost_queries(handbook, edition.build(handbook, "public", day))
    assert "'zebra' vindt pest niet" in told
    assert "gepest" not in told
    assert policy.lost_queries(handbook, edition.build(handbook, "on-request", day)) == told
