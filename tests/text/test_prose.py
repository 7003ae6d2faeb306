"""Words that readers see, and the parts of a text."""

from __future__ import annotations

from hypothesis import given, settings

from tests.text.differential import documents
from zowerkenwij.text import outline, prose, section_text, sections

BODY = """\
# Titel {#top}

Zie [het plan](../plan.md "Plan") en `code` <!-- weg --> of <b>vet</b>.

::: audience staff
Bel {{ role.director }} via <https://x.example> of [de wet][1].
:::

```
code blok
```

[1]: https://wet.example

## Deel

Tekst van het deel.

### Onder

Diep.

Setext
------

Eind.
"""


def words(body: str) -> list[str]:
    return prose(body, outline(body)).split()


def test_only_words_for_readers_stay() -> None:
    kept = words(BODY.partition("## Deel")[0])
    assert kept == "# Titel Zie [het plan] en of vet . Bel via of [de wet] .".split()


@given(documents())
@settings(max_examples=100, deadline=None)
def test_positions_stay_true(body: str) -> None:
    blanked = prose(body, outline(body))
    assert len(blanked) == len(body)
    assert all(new in (old, " ") for new, old in zip(blanked, body, strict=True))
    assert [n for n, c in enumerate(body) if c == "\n"] == [
        n for n, c in enumerate(blanked) if c == "\n"
    ]


def test_a_section_runs_to_the_next_heading_of_its_level() -> None:
    found = outline(BODY)
    assert section_text(BODY, found, "deel") == "\nTekst van het deel.\n\n### Onder\n\nDiep.\n"
    assert section_text(BODY, found, "onder") == "\nDiep.\n"
    assert section_text(BODY, found, "setext") == "\nEind."
    assert section_text(BODY, found, "nergens") is None


def test_sections_come_with_their_text() -> None:
    found = sections(BODY, outline(BODY))
    assert [(section.heading.anchor, section.line, section.last_line) for section, _ in found] == [
        ("top", 1, 26), ("deel", 15, 22), ("onder", 19, 22), ("setext", 23, 26),
    ]  # fmt: skip
    assert found[3][1] == "\nEind."
