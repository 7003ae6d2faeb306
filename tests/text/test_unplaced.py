"""Links that are placed when somebody asks are those that are placed at once."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.text.differential import tame_documents
from zowerkenwij.model.outline import Outline, Unplaced
from zowerkenwij.text import quick_outline, without_links

PLAIN = (
    "# Titel\n\n## Doe nu {#doe-nu}\n\nZie [het  plan](../plan.md#doe-nu) en\n[stap 2](#stap-2).\n\n"
    "- [Meldcode](../../meldcode.md)\n"
)
LINES = st.sampled_from([
    "# Titel", "## Doe nu {#doe-nu}", "", "", "Bel [de mentor](../a.md#b) en [zo](c.md).", "- [é](d.md)",
    "1. Zie <https://a.example/b>.", "![Plattegrond](e.png)", "Zie [x](f.md 'g').", "[*x*](h.md)", "| [a](b) |",
    "`[a](b)`", "\\[a](b)", "[a & b](c.md)", "[a &amp; b](c.md)", "{{ school.name }} [a](b.md)", "~~~", "    code",
    "::: audience staff", ":::", "[m](mailto:a@b.example)", "  \u00a0[ a  b ](i.md)",
])  # fmt: skip
TEXTS = st.lists(LINES, max_size=12).map("\n".join)


def both(body: str) -> tuple[Outline, Outline] | None:
    """The outline with its links placed at once, and later; None where the scanner is not sure."""
    now, later = quick_outline(body), quick_outline(body, lambda: body.encode())
    assert (now is None) == (later is None)
    return (now, later) if now is not None and later is not None else None


@settings(deadline=None)
@given(TEXTS | tame_documents())
@example(PLAIN)
def test_links_placed_later_are_the_same(body: str) -> None:
    if found := both(body):
        now, later = found
        told = [[(m.target, m.text, m.image, m.bare, m.up) for m in x.marks] for x in found]
        assert told[0] == told[1]
        assert later.spans() == now.spans()
        assert later.images == now.images
        assert later == now
        assert repr(later) == repr(now)


@settings(deadline=None)
@given(TEXTS | tame_documents())
@example(PLAIN)
def test_a_plain_text_is_left_with_the_words_that_a_reader_sees(body: str) -> None:
    found = both(body)
    if not found or not found[1].is_plain:
        return
    now, later = found
    slow = without_links(body, now, "\0")
    quick = without_links(body, later, "\0", is_plain=True)
    assert quick.count("\n") == slow.count("\n")
    assert quick.replace("\0", "").split() == slow.replace("\0", "").split()


def test_a_plain_text_is_known_as_plain_and_its_body_is_read_once_for_its_links() -> None:
    asked: list[int] = []

    def body() -> bytes:
        asked.append(1)
        return PLAIN.encode()

    found = quick_outline(PLAIN, body)
    assert found is not None
    assert isinstance(found.links, Unplaced)
    assert found.is_plain
    assert [(m.target, m.text, m.up) for m in found.marks] == [
        ("../plan.md#doe-nu", "het plan", 1),
        ("#stap-2", "stap 2", 0),
        ("../../meldcode.md", "Meldcode", 2),
    ]
    assert not asked
    assert [PLAIN[a:b] for a, b in found.spans()] == [
        "[het  plan](../plan.md#doe-nu)",
        "[stap 2](#stap-2)",
        "[Meldcode](../../meldcode.md)",
    ]
    assert [(link.line, link.column) for link in found.links] == [(5, 5), (6, 1), (8, 3)]
    assert found.links[1].text == "stap 2"
    assert found.links[:1] == tuple(found.links)[:1]
    assert len(found.links) == 3
    assert asked == [1]


@pytest.mark.parametrize("line", ["`x`", "*x*", "| a |", "![a](b.png)", "<br>", "a_b"])
def test_a_text_with_more_than_words_and_links_is_not_plain(line: str) -> None:
    found = quick_outline(f"{PLAIN}\n{line}\n", PLAIN.encode)
    assert found is None or not found.is_plain
