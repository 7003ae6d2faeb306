"""The HTML of a text: nothing hidden, nothing inline, passages in labelled boxes."""

from __future__ import annotations

import pytest

from zowerkenwij.site.finish import finish
from zowerkenwij.text import render, resolve

KINDS = {"so": "speciaal onderwijs"}


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- weg -->", "<!-- weg", "<!-- weg --!>", "<!weg>", "<?weg?>", "</ weg>",
        "<script>weg</script>", "<style>weg</style>", "<script>weg", "<template>weg</template>",
    ],
)  # fmt: skip
def test_what_readers_cannot_see_is_dropped(hidden: str) -> None:
    assert "weg" not in finish(f"<p>Voor.</p>\n{hidden}", KINDS)
    assert finish(f"<p>Voor.</p>{hidden}", KINDS).startswith("<p>Voor.</p>")


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- kanarie -->",
        "a <!-- kanarie --> b",
        "> <!-- kanarie -->",
        "- x <!--\n  kanarie\n  -->",
    ],
)
def test_no_comment_of_a_markdown_text_survives(comment: str) -> None:
    assert "kanarie" not in finish(render(comment), KINDS)


def test_a_comment_in_code_is_text() -> None:
    assert "&lt;!-- zo --&gt;" in finish(render("`<!-- zo -->`"), KINDS)


def test_inline_styles_and_handlers_go_but_alignment_stays() -> None:
    table = finish(render("| a | b |\n|--:|:-:|\n| 1 | 2 |\n"), KINDS)
    assert 'class="align-right"' in table
    assert "style=" not in table
    assert (
        finish('<p onclick="x()" style="color:red" title="a > b">t</p>', KINDS)
        == '<p title="a > b">t</p>'
    )


def test_a_wide_table_can_be_scrolled_with_the_keyboard() -> None:
    assert '<div class="table" tabindex="0"><table>' in finish(
        render("|a|b|\n|-|-|\n|1|2|\n"), KINDS
    )


def test_a_kept_passage_becomes_a_box_with_its_label() -> None:
    body = "::: audience staff\n\nA\n\n:::\n\n::: when so\n\nB\n\n:::\n"
    html = finish(
        render(
            resolve(
                body,
                lambda _: True,
                mark=lambda p: p.argument if p.kind == "audience" else "when-so",
            )
        ),
        KINDS,
    )
    assert (
        '<div class="passage staff">\n<p class="passage-label">Alleen voor medewerkers</p>\n<p>A</p>\n</div>'
        in html
    )
    assert "Alleen op scholen voor speciaal onderwijs" in html
    assert not {"\ue000", "\ue001"} & set(html)


def test_fences_that_do_not_pair_leave_nothing_behind() -> None:
    assert finish("<p>\ue000staff\ue000</p>\n<p>A</p>", KINDS) == "<p>A</p>"


def test_on_a_page_with_its_own_title_the_title_of_the_text_steps_down() -> None:
    assert finish('<h1 id="a">T</h1><h1>U</h1>', KINDS, 2) == '<h2 id="a">T</h2><h1>U</h1>'
