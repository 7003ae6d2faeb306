"""Whatever people write, the check answers."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.examples import DAY, findings, handbook, vision
from zowerkenwij.rules import apply
from zowerkenwij.rules.engine import check

PIECES = st.sampled_from([
    "Antipestprotocol", "[Meldcode](../protocols/meldcode.md)", "[x](", "](y)", "(", ")", '"', "“", "…", "{{ school.name }}", "{{", "}}", "\n\n", "\n",
    "::: audience restricted\n", ":::\n", "::: when so\n", "## Kop {#kop}\n", "### \n", "#### Diep\n", "- item,\n", "1. Stap.\n", "| a | b |\n", "|---|---|\n",
    "![](x.png)", "<img src=x>", "<!-- weg -->", "`code`", "```\n", "A/B", "06-12345678", "a@b.nl", "TODO", "tehuis", "Zo Werken Wij", "<https://x.nl>",
    "[hier](http://dewaterkant.example)", "[z](file:x)", "[q](//[)", "[w](https://[::1)", "[v](%ff.md)", "é\u2011\u200bß", "İ", "\u00a0", "> citaat\n", "a)", "de, het, en",
])  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_is_checked_without_an_error_and_at_places_that_exist(body: str) -> None:
    files = vision(body)
    with tempfile.TemporaryDirectory() as folder:
        book = handbook(Path(folder), files=files)
    count = files["policies/proef.md"].count("\n") + 1
    for finding in check(book, DAY):
        if finding.path == "handbook/policies/proef.md":
            assert 1 <= finding.line <= count
            assert finding.column >= 1
            if finding.fix:
                assert (
                    apply(files["policies/proef.md"], [finding.fix]) != files["policies/proef.md"]
                )


def test_an_empty_handbook_is_checked(tmp_path: Path) -> None:
    (tmp_path / "handbook").mkdir()
    from zowerkenwij.store import WorkTree, load

    assert {f.code for f in check(load(WorkTree(tmp_path, "handbook")), DAY)} == {"ZW101"}


def test_a_record_with_nothing_in_it_is_checked(tmp_path: Path) -> None:
    empty = dict.fromkeys(
        (
            "policies/proef.md",
            "schools/de-brug/school.yml",
            "obligations.yml",
            "glossary.yml",
            "people.example.yml",
        ),
        "",
    )
    assert "ZW101" in {f.code for f in findings(tmp_path, files=empty)}


def test_thousands_of_headings_and_links_are_checked_in_little_time(tmp_path: Path) -> None:
    body = "".join(
        f"### Deel {n} {{#deel-{n}}}\n\nLees [deel {n}](#deel-{n}).\n\n" for n in range(2000)
    )
    assert findings(tmp_path, files=vision(body)) == ()
