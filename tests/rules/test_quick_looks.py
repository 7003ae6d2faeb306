"""Quick looks at a text miss nothing: what they pass over has nothing to find."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.differential import documents
from zowerkenwij.rules import fragments
from zowerkenwij.rules.lexicon import _BETWEEN, Lexicon, words_of
from zowerkenwij.rules.prose import Text
from zowerkenwij.text import outline

WORDS = st.sampled_from(["Antipest", "protocol", "tegen", "pesten", "De", "de", "Time-out"])


def text_of(body: str) -> Text:
    return Text(body, outline(body))


@given(documents())
@settings(max_examples=300, deadline=None)
def test_a_skeleton_has_the_words_outside_links(body: str) -> None:
    text = text_of(body)
    assert words_of(text.skeleton) == words_of(text.unlinked)
    assert text.words >= set(words_of(text.unlinked))
    assert set(words_of(text.title_line)) | text.words_below == set(words_of(text.unlinked))


@given(documents())
@settings(max_examples=300, deadline=None)
def test_a_text_that_is_not_suspect_has_no_sentence_that_was_cut_off(body: str) -> None:
    text = text_of(body)
    if fragments._is_suspect(text):
        return
    blocks = text.blocks
    assert [next(fragments._problems(text, blocks, n), None) for n in range(len(blocks))] == [
        None for _ in blocks
    ]


@given(st.text())
def test_words_of_ascii_are_words_as_of_any_text(text: str) -> None:
    assert words_of(text) == text.lower().translate(_BETWEEN).split()


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, max_size=12))
def test_a_name_whose_words_stand_in_a_text_is_a_candidate(
    name: list[str], text: list[str]
) -> None:
    joined = " ".join(name)
    found = list(Lexicon([joined, "Iets anders"]).candidates(frozenset(words_of(" ".join(text)))))
    assert (joined in found) == (set(words_of(joined)) <= set(words_of(" ".join(text))))
