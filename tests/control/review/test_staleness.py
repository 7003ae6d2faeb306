"""Planted changes: each of substance comes back on the right agenda with its reason and section,
each harmless one does not."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from tests.control.review.books import (
    book,
    document,
    obligation,
    renewed,
    reviewed,
    term,
    text,
)
from zowerkenwij.control.review.agenda import agenda
from zowerkenwij.control.review.decisions import Decision, recorded
from zowerkenwij.model.handbook import Entry, Handbook

YEAR, READ, LATER, SEEN = "2025-2026", date(2026, 3, 2), date(2026, 4, 1), date(2026, 5, 1)
SECTIONS = ("doe-nu", "stap-voor-stap", "nazorg")
ROLES = ("directeur", "mentor", "vertrouwenspersoon")
TERMS = {"time-out": "Een korte pauze buiten de groep.", "herstelgesprek": "Een gesprek na ruzie."}
WORDS = "leerling ouders gesprek afspraak rustig dag plan verslag team klas hulp samen".split()
Found = set[tuple[str, str, str, str | None]]  # document, reason, source, section


def sentence(rng: random.Random) -> str:
    return f"De {' '.join(rng.choices(WORDS, k=9))}."


@dataclass
class World:
    """A reviewed handbook, and who rests on what."""

    handbook: Handbook
    bodies: dict[str, dict[str, str]]
    based_on: dict[str, str]
    links: dict[str, tuple[str, str]]
    uses: dict[str, tuple[str, str]]  # document → (role or term, section)
    answers: dict[str, tuple[str, str]]  # obligation → (document, section)


def world(rng: random.Random) -> World:
    """Five sources; ten documents that build on one, ten that link to a section of one, and some
    words and obligations in each. Everything is reviewed on one day."""
    sources = [f"bron-{n}" for n in range(5)]
    based = {f"bouwt-{n}": rng.choice(sources) for n in range(10)}
    links = {f"linkt-{n}": (rng.choice(sources), rng.choice(SECTIONS)) for n in range(10)}
    ids = [*sources, *based, *links]
    bodies = {i: {s: " ".join(sentence(rng) for _ in range(3)) for s in SECTIONS} for i in ids}
    uses = {}
    for n, id_ in enumerate([*based, *links]):
        word, section = [*ROLES, *TERMS][n % 5], rng.choice(SECTIONS)
        bodies[id_][section] += f" Vraag het de {word}."
        uses[id_] = (word, section)
    for id_, (source, section) in links.items():
        bodies[id_]["nazorg"] += f" Zie [hier]({source}.md#{section})."
    answers = {f"plicht-{n}": (rng.choice(ids), rng.choice(SECTIONS)) for n in range(8)}
    handbook = book(
        *(
            document(
                i, text(i, bodies[i]), owner="owner-of-none",
                based_on=[based[i]] if i in based else [],
            )
            for i in ids
        ),
        obligations=tuple(obligation(o, f"Eis van {o} aan school.", *at) for o, at in answers.items()),
        terms=tuple(term(word, meaning) for word, meaning in TERMS.items()),
    )  # fmt: skip
    return World(_reviewed(handbook), bodies, based, links, uses, answers)


def _reviewed(handbook: Handbook) -> Handbook:
    one = None
    for found in handbook.documents:
        decision = Decision("unchanged", "director", READ, f"Gelezen: {found.id}.", {})
        made = recorded(handbook, found, decision, (), one)
        one = made.round
        handbook = reviewed(handbook, made)
    return handbook


def stale(handbook: Handbook) -> Found:
    """What the agenda says that changed."""
    return {
        (i.document.id, d.reason, d.source, d.section)
        for i in agenda(handbook, YEAR, SEEN)
        for d in i.details
    }


# -- changes of substance ----------------------------------------------------------------


def source_section(w: World, rng: random.Random) -> tuple[Handbook, Found]:
    """A section of a source gets another sentence."""
    id_, section = rng.choice([*w.based_on.values(), *(s for s, _ in w.links.values())]), ""
    section = rng.choice(SECTIONS)
    body = text(id_, {**w.bodies[id_], section: f"{w.bodies[id_][section]} Bel nu de politie."})
    expected: Found = {(d, "suspect", id_, section) for d, s in w.based_on.items() if s == id_}
    expected |= {(d, "suspect", *at) for d, at in w.links.items() if at == (id_, section)}
    return renewed(w.handbook, id_, body, LATER, rng.choice(("minor", "major"))), expected


def linked_section(w: World, rng: random.Random) -> tuple[Handbook, Found]:
    """The very section that a document links to gets other words, or goes."""
    id_, section = w.links[rng.choice(list(w.links))]
    sections = dict(w.bodies[id_])
    if rng.random() < 0.5:
        sections[section] = "Doe hier voortaan iets heel anders dan vroeger."
    else:
        del sections[section]
    expected: Found = {(d, "suspect", id_, section) for d, s in w.based_on.items() if s == id_}
    expected |= {(d, "suspect", *at) for d, at in w.links.items() if at == (id_, section)}
    return renewed(w.handbook, id_, text(id_, sections), LATER), expected


def clause(w: World, rng: random.Random) -> tuple[Handbook, Found]:
    """An obligation asks something else, has another article, or starts to apply later."""
    id_ = rng.choice(list(w.answers))
    kind = rng.choice(("demand", "articles", "status", "repealed", "applies_to"))

    def change(record: Any) -> Any:
        if kind == "demand":
            demand = record.demands[0].model_copy(update={"text": "Er is een heel ander beleid."})
            return record.model_copy(update={"demands": (demand,)})
        new: dict[str, object] = {
            "articles": ("WEC 99",), "status": "adopted", "repealed": date(2028, 8, 1),
            "applies_to": ("so",),
        }  # fmt: skip
        return record.model_copy(update={kind: new[kind]})

    return _obligations(w, id_, change), {(w.answers[id_][0], "obligation", id_, w.answers[id_][1])}


def role_or_term(w: World, rng: random.Random) -> tuple[Handbook, Found]:
    """A role gets another name, or a term another meaning."""
    word = rng.choice([*ROLES, *TERMS])
    places = [(d, s) for d, (used, s) in w.uses.items() if used == word]
    if word in TERMS:
        return _meaning(w, word, "Iets dat een hele week duurt."), {
            (d, "term", word, s) for d, s in places
        }
    id_ = next(r.id for r in w.handbook.settings.record.roles if r.label == word)
    return _label(w, word, "veiligheidswachter"), {(d, "role", id_, s) for d, s in places}


# -- harmless changes ---------------------------------------------------------------------


def spelling_of_a_source(w: World, rng: random.Random) -> tuple[Handbook, Found]:
    """A version that its adopter classed as editorial."""
    id_ = rng.choice([*w.based_on.values(), *(s for s, _ in w.links.values())])
    body = text(id_, {s: words.replace("De ", "de ") for s, words in w.bodies[id_].items()})
    return renewed(w.handbook, id_, body, LATER, "editorial"), set()


def section_that_nobody_links_to(w: World, rng: random.Random) -> tuple[Handbook, Found]:
    """A document that others only link to changes elsewhere."""
    free = [
        (i, s) for i in w.bodies for s in SECTIONS
        if i not in w.based_on.values() and (i, s) not in w.links.values()
    ]  # fmt: skip
    id_, section = rng.choice(free)
    body = text(id_, {**w.bodies[id_], section: f"{w.bodies[id_][section]} Bel nu de politie."})
    return renewed(w.handbook, id_, body, LATER), set()


def spelling_of_a_name(w: World, rng: random.Random) -> tuple[Handbook, Found]:
    """A capital, an accent or one letter in the name of a role."""
    word = rng.choice(ROLES)
    return _label(w, word, rng.choice((word.upper(), f"{word}s", word.replace("e", "é", 1)))), set()


def checking_a_law(w: World, rng: random.Random) -> tuple[Handbook, Found]:
    """Somebody checked a clause at its source, or wrote down where that is."""
    id_ = rng.choice(list(w.answers))
    more = {"source": "wetten.example", "to_verify": ("artikel",), "name": "Andere naam"}
    return _obligations(w, id_, lambda r: r.model_copy(update=more)), set()


def not_yet(w: World, rng: random.Random) -> tuple[Handbook, Found]:
    """A version that takes effect after the day, and a draft that nobody adopted."""
    id_ = rng.choice(list(w.based_on.values()))
    body = text(id_, {**w.bodies[id_], "doe-nu": "Doe voortaan niets."})
    later = renewed(w.handbook, id_, body, date(2026, 8, 1))
    old = w.handbook.by_id[id_]
    draft = replace(old, stored=body.encode)
    documents = tuple(draft if d is old else d for d in w.handbook.documents)
    return rng.choice((later, replace(w.handbook, documents=documents))), set()


def other_words_for_a_term(w: World, rng: random.Random) -> tuple[Handbook, Found]:
    """A term gets a synonym, or a capital in its meaning."""
    word = rng.choice(list(TERMS))
    return _meaning(w, word, TERMS[word].upper()), set()


def _obligations(w: World, id_: str, change: Callable[[Any], Any]) -> Handbook:
    found = tuple(
        replace(e, record=change(e.record)) if e.record.id == id_ else e
        for e in w.handbook.obligations
    )
    return replace(w.handbook, obligations=found)


def _label(w: World, old: str, new: str) -> Handbook:
    settings = w.handbook.settings.record
    roles = tuple(
        r.model_copy(update={"label": new}) if r.label == old else r for r in settings.roles
    )
    entry = Entry(settings.model_copy(update={"roles": roles}), w.handbook.settings.path)
    return replace(w.handbook, settings=entry)


def _meaning(w: World, word: str, meaning: str) -> Handbook:
    found = tuple(term(word, meaning) if e.record.term == word else e for e in w.handbook.terms)
    return replace(w.handbook, terms=found)


HARMFUL = (source_section, linked_section, clause, role_or_term)
HARMLESS = (
    spelling_of_a_source, section_that_nobody_links_to, spelling_of_a_name, checking_a_law,
    not_yet, other_words_for_a_term,
)  # fmt: skip


@pytest.fixture(scope="module", params=[1, 2])
def some_world(request: pytest.FixtureRequest) -> World:
    return world(random.Random(request.param))


def test_nothing_is_stale_right_after_reading(some_world: World) -> None:
    assert stale(some_world.handbook) == set()


@pytest.mark.parametrize("seed", range(40))
def test_a_change_of_substance_is_on_the_right_agenda(some_world: World, seed: int) -> None:
    handbook, expected = HARMFUL[seed % len(HARMFUL)](some_world, random.Random(seed))
    assert stale(handbook) == expected


@pytest.mark.parametrize("seed", range(40))
def test_a_harmless_change_is_on_no_agenda(some_world: World, seed: int) -> None:
    handbook, expected = HARMLESS[seed % len(HARMLESS)](some_world, random.Random(seed))
    assert stale(handbook) == expected == set()
