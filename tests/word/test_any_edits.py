"""Whatever people do to the paragraphs of a Word file: nothing of it is lost, nothing else changes.

``ZWW_EDITS`` is the number of files (default 30); a failure names the seed.
"""

from __future__ import annotations

import os
import random
import re
from copy import deepcopy
from pathlib import Path

import pytest

from tests.word import trip

FILES = int(os.environ.get("ZWW_EDITS", "30"))
PATH = "handbook/protocols/hitte.md"
STORED = trip.HEAD + trip.BODY
W = trip.W


@pytest.fixture(scope="module")
def book(root: Path):
    from zowerkenwij.cli import context

    return context.load(root)


def own(docx: trip.Docx) -> list:
    """The paragraphs of the text: below title and cover; the first one is never moved away."""
    found = list(docx.body.iter(f"{W}p"))
    start = max(n for n, p in enumerate(found) if trip.text(p).startswith("Dit protocol"))
    return [
        p for p in found[start + 1 :] if trip.text(p).strip() and p.find(f".//{W}drawing") is None
    ]


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def a_word(docx: trip.Docx, chance: random.Random, new: str) -> bool:
    """One word of a run becomes another."""
    runs = [t for p in own(docx) for t in p.iter(f"{W}t") if re.search(r"[a-z]{4,}", t.text or "")]
    run = chance.choice(runs)
    if "ZWW Invulveld" in str(run.getparent().getparent().tag) or "zww:slot" in str(
        [x.get(f"{W}val") for x in run.iterancestors(f"{W}sdt") for x in x.iter(f"{W}tag")]
    ):
        return False
    words = [w for w in re.findall(r"[a-z]{4,}", run.text) if "nieuwwoord" not in w]
    if not words:
        return False
    run.text = run.text.replace(chance.choice(words), new, 1)
    return True


def a_paragraph_more(docx: trip.Docx, chance: random.Random, new: str) -> bool:
    plain = [p for p in own(docx) if p.getparent() is docx.body and p.find(f".//{W}sdt") is None]
    chosen = chance.choice(plain)
    made = docx.copy_after(trip.text(chosen), new)
    return made is not None


def a_paragraph_less(docx: trip.Docx, chance: random.Random, new: str) -> bool:
    plain = [p for p in own(docx) if p.getparent() is docx.body]
    docx.remove(chance.choice(plain))
    return False


def a_paragraph_elsewhere(docx: trip.Docx, chance: random.Random, new: str) -> bool:
    plain = [p for p in own(docx) if p.getparent() is docx.body]
    one, other = chance.sample(plain, 2)
    other.addprevious(one)
    return False


def a_paragraph_twice(docx: trip.Docx, chance: random.Random, new: str) -> bool:
    plain = [p for p in own(docx) if p.getparent() is docx.body]
    one = chance.choice(plain)
    one.addnext(deepcopy(one))
    return False


@pytest.mark.parametrize("seed", range(FILES))
def test_words_that_were_edited_come_back_and_their_lines_alone_change(
    seed: int, root: Path, data: bytes, book
) -> None:
    chance, docx = random.Random(seed), trip.Docx(data)
    new = [f"nieuwwoord{chr(97 + n)}" for n in range(chance.randint(1, 4))]
    done = [word for word in new if a_word(docx, chance, word)]
    outcome = trip.imported(root, docx.bytes(), book)
    after = outcome.files[PATH].decode() if outcome.files else STORED
    assert all(word in after or any(word in s.now for s in outcome.slots) for word in done)
    gone, come = trip.lines(STORED, after)
    assert all("nieuwwoord" in line for line in come)
    assert len(come) <= len(gone) <= len(done) + 2  # a wrapped paragraph becomes one line
    assert outcome.changed <= len(done)
    assert after.startswith(trip.HEAD)


@pytest.mark.parametrize("seed", range(FILES))
def test_whatever_is_done_to_paragraphs_no_word_is_lost(
    seed: int, root: Path, data: bytes, book
) -> None:
    chance, docx = random.Random(seed), trip.Docx(data)
    deeds = (a_word, a_paragraph_more, a_paragraph_less, a_paragraph_elsewhere, a_paragraph_twice)
    for n in range(chance.randint(1, 4)):
        chance.choice(deeds)(docx, chance, f"nieuwwoord{chr(97 + n)}")
    outcome = trip.imported(root, docx.bytes(), book)
    after = outcome.files[PATH].decode() if outcome.files else STORED
    seen = letters(after.replace("{{ role.director }}", "de directeur").replace(
        "{{ school.name }}", "in te vullen: naam van de school"))  # fmt: skip
    told = letters(" ".join(s.now for s in outcome.slots)
                   + " ".join(x.text for x in outcome.document.losses)
                   + " ".join(outcome.proposals.values()))  # fmt: skip
    for paragraph in own(docx):
        for word in re.findall(r"[A-Za-z]{4,}", trip.text(paragraph)):
            assert word in seen or word in told, (word, trip.text(paragraph))
    assert "calamiteitenfonds" in after  # the export left it out, so its return cannot delete it
    assert after.startswith(trip.HEAD)
    again = trip.imported(root, docx.bytes(), book)
    assert (again.files, again.changed) == (outcome.files, outcome.changed)
