"""Quick looks at a text without its links see what a look at all of it sees."""

from __future__ import annotations

import os
import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.text.differential import documents
from zowerkenwij.rules import fragments, privacy, structure, terms, wording
from zowerkenwij.rules.lexicon import _BETWEEN, Lexicon, in_a_row, small, words_of
from zowerkenwij.rules.prose import Text
from zowerkenwij.rules.suspects import suspects
from zowerkenwij.rules.watch import Watch, Watches, _spaced, has_digits_in_a_row
from zowerkenwij.text import outline

EXAMPLES = int(os.environ.get("ZWW_EXAMPLES", "300"))
WORDS = st.sampled_from(["Antipest", "protocol", "tegen", "pesten", "De", "de", "Time-out"])


def text_of(body: str) -> Text:
    found = outline(body)
    return Text(body, found, Watches(Watch(()), Watch(())), found.links)


@given(documents())
@settings(max_examples=300, deadline=None)
def test_a_skeleton_has_the_words_outside_links(body: str) -> None:
    text = text_of(body)
    assert words_of(text.skeleton) == words_of(text.unlinked)
    assert text.words >= set(words_of(text.unlinked))
    assert words_of(text.title_line) + words_of(text.below) == words_of(text.unlinked)


CUT = st.sampled_from([
    "de", "De mentor", "van", ",", ", ", "**", "_", "(", ")", "[", "]", '"', "“", "”", "„", "‘", "’", "’s", "\\", ":", ". ", "-", "veilig-",
    "heid", "\n", "\n\n", "\n\n", "- ", "1. ", "> ", "## Kop\n", "| a (b |\n", " ", "\u00a0", "a)", "[Zie de](a.md)", "{{ school.name }}",
    "{#kop}", "`de`", "<b>", "Beste ouders,\n", "é", "Kies", "::: when so\n", ":::\n", "    ", "[x]: y\n", "[a\nb](c)",
])  # fmt: skip


@given(documents() | st.lists(CUT, max_size=15).map("".join))
@example("[^1]: [a\nb](c)\n")
@example("[a](b\\)[a](b 'c')\n")
@example("Zie [het\nplan](c.md) en de rest.\n")
@example("Dit (a) en b ) en (.\n")
@example("Een foto ‘s en foto’s.\n")
@example("**Let op:**\n\n# Kop\n")
@example("Bel de ouders, \n")
@example("\u00a0het plan\n")
@example('"het plan" is af.\n')
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_look_at_suspect_lines_finds_what_a_look_at_all_lines_finds(body: str) -> None:
    text = text_of(body)
    every = list(fragments._cut_off(text, None))
    assert list(fragments._cut_off(text, suspects(text))) == every


@given(st.text() | st.text(st.sampled_from("aZé ß½×…’–\u2011\u2070İſ\x85\xa0\u1e9e")))
def test_words_of_any_signs_are_those_of_a_plain_look(text: str) -> None:
    assert words_of(text) == text.lower().translate(_BETWEEN).split()


@given(st.text(st.sampled_from("iskxISKX İıſ\u212aé…")), st.sampled_from(["isk", "Sik", "kis é"]))
def test_a_name_in_any_case_is_looked_for_where_it_stands(text: str, name: str) -> None:
    is_there = re.search(re.escape(name), text, re.IGNORECASE) is not None
    assert privacy._stands(name, text, small(text)) or not is_there


@given(st.text() | st.text(st.sampled_from("aAZé É–“\u0130\u212a\u0131ß")))
def test_small_letters_stand_where_the_letters_stand(text: str) -> None:
    low = small(text)
    assert len(low) == len(text)
    assert all(a == b for a, b in zip(low, text.lower(), strict=False) if text.isascii())
    assert [c for c in low if "a" <= c <= "z"] == [
        c[0] for c in map(str.lower, text) if "a" <= c[0] <= "z"
    ]


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, max_size=12))
def test_a_name_whose_words_stand_in_a_text_is_a_candidate(
    name: list[str], text: list[str]
) -> None:
    joined = " ".join(name)
    found = list(Lexicon([joined, "Iets anders"]).candidates(frozenset(words_of(" ".join(text)))))
    assert (joined in found) == (set(words_of(joined)) <= set(words_of(" ".join(text))))


LETTERS = st.text(st.sampled_from("aZé ÉßÀÿ½×÷…’–-_.\u2011\u2070İſŠš\x85\xa0\u1e9e1203"))


@given(LETTERS, st.lists(LETTERS, max_size=5))
@example("Ťa", ["a"])
@example("aap noot-mies", ["aap", "noot", "mies"])
def test_the_watched_words_of_a_text_are_those_that_stand_in_it(
    text: str, others: list[str]
) -> None:
    watched = {word for one in (text, *others) for word in words_of(one)}
    seen = Watch(watched).seen(text)
    assert seen >= set(words_of(text))
    if not {"½", "\u2070"} & {*text, *"".join(others)}:  # numbers that part words here
        assert seen == set(words_of(text))


SOME_WORDS = st.lists(st.sampled_from(["de", "zorg", "Plan", "a-b", "-", "é"]), min_size=1)
NAMES = SOME_WORDS.map(lambda words: " ".join(words[:5]))


@given(st.lists(NAMES), SOME_WORDS.map(" ".join))
@example(["de zorg", "de zorg plan", "De zorg-plan", "de zorg plan é"], "van de zorg plan")
def test_the_watched_names_of_a_text_are_those_that_stand_in_it(
    names: list[str], text: str
) -> None:
    assert Watch(names).seen(text) == {n for n in names if _spaced(n) in _spaced(text)}


@given(LETTERS)
def test_words_that_begin_as_asked_are_seen(text: str) -> None:
    is_there = any(word.startswith("12") for word in words_of(text))
    assert (Watch(["12*"]).seen(text) == {"12*"}) or not is_there


PARTS = st.sampled_from([
    "vul hier de naam in", "Vul aan", "(kies", "kies", "maak een keuze", ":", "nog te bepalen", "hier komt de tekst", "pas aan waar nodig",
    "tekst volgt", "haal weg wat niet geldt", "\n", "\n\n", "\n\n\n", "- ", "> ", "(", "[", ". ", " ", "De school", "[naam]", "İ", "**",
])  # fmt: skip


@given(st.lists(PARTS, max_size=25).map("".join))
@example("vul[in](a.md)")
@example("maak een keuze\n\n:")
@settings(deadline=None)
def test_a_phrase_is_found_around_its_words_as_in_the_whole_text(body: str) -> None:
    text = text_of(body)
    for row, phrase in wording._PHRASES:
        pattern = wording._compiled(phrase)
        near = {
            (match.end(), match[0].strip())
            for first, last in text.around(row)
            for match in pattern.finditer(text.plain, first, last)
        }
        assert near == {(m.end(), m[0].strip()) for m in pattern.finditer(text.plain)}


NAMED = st.sampled_from([
    "Zo", "werken", "wij", "het", "Time-out", "De mentor", ", de", "leraar", "belt", " ", " ", "\n", "[", "](a.md)", "*", "`", "# ", "\n\n",
    "{{ x.y }}", "<b>", "\u0130", "Opzet", "Dit is de", "opzet", "(", ")", "]", "/", ",", "## Kop {#kop}\n", "::: when so\n", ":::\n", "!", "é",
])  # fmt: skip


@given(
    documents() | st.lists(NAMED, max_size=20).map("".join),
    st.sampled_from(["zo werken wij", "het", "time-out het", "tekst", "nog *tekst* met", "é de"]),
)
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_name_that_a_reader_sees_may_stand_in_the_markup(body: str, name: str) -> None:
    text = text_of(body)
    assert terms._may_stand(name, text.small) or name not in text.flat.lower()
    assert list(in_a_row(text.skeleton.lower(), name)) or name not in text.unlinked.lower()


@given(documents() | st.lists(NAMED, max_size=20).map("".join))
@example("Opzet plan\n")
@settings(max_examples=EXAMPLES, deadline=None)
def test_an_outline_is_found_where_its_words_stand(body: str) -> None:
    text = text_of(body)
    assert wording._OUTLINE_HINT.search(text.small) or not wording._OUTLINE.search(text.plain)


@given(st.text(st.sampled_from("0123456789 .()/-a\n|–٣é"), max_size=30))
def test_digits_in_a_row_are_seen(text: str) -> None:
    assert privacy._has_digits(text) == has_digits_in_a_row(text)


@given(documents() | st.lists(NAMED, max_size=20).map("".join))
@example("De mentor, de leraar,\nhet [team](a.md) belt.")
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_choice_is_found_where_its_signs_stand(body: str) -> None:
    text = text_of(body)
    assert [m.span() for m in wording._rows(text)] == [
        m.span() for m in wording._ROW.finditer(text.flat)
    ]
    near = wording._in_lines(wording._SLASH, "/", text.plain)
    assert [m.span() for m in near] == [m.span() for m in wording._SLASH.finditer(text.plain)]


@given(documents())
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_section_that_begins_with_words_has_content(body: str) -> None:
    text = text_of(body)
    known = text.heading_at
    quick = text.skeleton_lines if text.is_aligned else text.lines
    for section in text.outline.sections():
        is_in_order = section.last_line > section.line + 1  # headings in footnotes come last
        if is_in_order and structure._begins(quick, section.heading, known):
            assert structure._has_content(text.lines, section, known)
