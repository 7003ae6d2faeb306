"""What an outline holds, and that hostile texts neither crash nor hang."""

from __future__ import annotations

import time

import pytest

from zowerkenwij.text import outline, replace_links

BODY = """\
# Meldcode {#top}

Zie [het plan](../plan.md#contact "Het plan") en ![Kaart](kaart.png).

- Bel [112](tel:112).
    - Mail <info@voorbeeld.example>.

## Stap 1 – Breng signalen in kaart

::: audience staff
Zeg {{ role.director }} wat je ziet. [Verder](#top)
:::

```
[geen](link.md) {{ geen.slot }}
```

## Stap 1 – Breng signalen in kaart
"""


def test_headings_have_level_text_anchor_and_line() -> None:
    assert [(h.level, h.text, h.anchor, h.line) for h in outline(BODY).headings] == [
        (1, "Meldcode", "top", 1),
        (2, "Stap 1 – Breng signalen in kaart", "stap-1-breng-signalen-in-kaart", 8),
        (2, "Stap 1 – Breng signalen in kaart", "stap-1-breng-signalen-in-kaart_1", 18),
    ]


def test_links_have_target_text_and_place() -> None:
    found = outline(BODY).links
    assert [(k.target, k.text, k.line, k.column, k.image, k.bare) for k in found] == [
        ("../plan.md#contact", "het plan", 3, 5, False, False),
        ("kaart.png", "Kaart", 3, 50, True, False),
        ("tel:112", "112", 5, 7, False, False),
        ("mailto:info@voorbeeld.example", "info@voorbeeld.example", 6, 12, False, True),
        ("#top", "Verder", 11, 38, False, False),
    ]
    assert [BODY[k.start : k.end] for k in found] == [
        '[het plan](../plan.md#contact "Het plan")',
        "![Kaart](kaart.png)",
        "[112](tel:112)",
        "<info@voorbeeld.example>",
        "[Verder](#top)",
    ]


def test_the_slow_way_gives_the_same_places() -> None:
    quick, slow = outline(BODY), outline(BODY + "\n<b>x</b>\n")
    assert slow.links == quick.links
    assert slow.headings == quick.headings


def test_slots_in_code_are_examples() -> None:
    assert [(s.name, s.line, s.column) for s in outline(BODY).slots] == [("role.director", 11, 5)]
    assert outline("`{{ a.b }}` {{a.b}} {{ 1 + 1 }}").slots[0].start == 12


def test_a_reference_link_has_the_target_of_its_definition() -> None:
    body = "Zie [de wet][wpo] en [wpo].\n\n[wpo]: https://wetten.example 'WPO'\n"
    found = outline(body).links
    assert [(k.target, body[k.start : k.end]) for k in found] == [
        ("https://wetten.example", "[de wet][wpo]"),
        ("https://wetten.example", "[wpo]"),
    ]


def test_explicit_doubles_stay_double_and_slugs_make_way_for_them() -> None:
    assert outline("# A {#x}\n\n# B {#x}\n\n# X\n").anchors == ("x", "x", "x_1")


def test_raw_html_gives_anchors_and_links_but_no_headings() -> None:
    found = outline('<h2 id="oud">Oud</h2>\n\n<a name="nog"></a> <a href="x.md">X</a>\n')
    assert found.anchors == ("oud", "nog")
    assert [k.target for k in found.links] == ["x.md"]
    assert found.headings == ()


def test_the_links_of_footnotes_themselves_are_nobodys_links() -> None:
    found = outline("Tekst[^1].\n\n[^1]: Noot met [link](a.md).\n")
    assert [k.target for k in found.links] == ["a.md"]
    assert set(found.anchors) == {"fnref:1", "fn:1"}


def test_lines_are_counted_as_an_editor_does() -> None:
    assert [outline(body).lines for body in ("", "a", "a\n", "a\nb", "\n\n")] == [0, 1, 1, 2, 2]


def test_replacing_links_keeps_the_rest() -> None:
    body = "[a](b) `[c](d)` [![i](j)](k) <b>[e](f)</b>\n"
    found = outline(body)
    shout = replace_links(
        body, found, lambda link: link.text.upper() if link.target != "f" else None
    )
    assert shout == "A `[c](d)` I <b>[e](f)</b>\n"
    assert replace_links(body, found, lambda _: None) == body


HOSTILE = {
    "20,000 headings": "".join(f"## Kop {n}\n\nTekst.\n\n" for n in range(20_000)),
    "20,000 equal headings": "# Kop\n" * 20_000,
    "20,000 headings with emphasis": "# *Kop*\n\n" * 20_000,
    "suffixes in each other's way": "".join(f"# a_{n}\n\n" for n in range(5000)) + "# a\n\n" * 5000,
    "lists 5,000 deep": "- " * 5000 + "x\n",
    "lists 500 deep": "".join("    " * n + "- x\n" for n in range(500)),
    "quotes 5,000 deep": ">" * 5000 + " x\n",
    "brackets 5,000 deep": "[" * 5000 + "]" * 5000 + "(x)\n",
    "images in images": "![" * 5000 + "](x)" * 5000 + "\n",
    "tags 5,000 deep": '<div markdown="1">\n' * 3000 + "x" + "</div>\n" * 3000,
    "open tags": "<a href=x>" * 20_000,
    "open comments": "<!-- " * 50_000,
    "open links": "[a](" * 20_000 + "\n",
    "links in one paragraph": "<b>x</b>\n" + "[a](b.md) " * 8000,
    "references": "".join(f"[a{n}]: x\n" for n in range(5000)) + "[a1] " * 5000,
    "footnotes": "".join(f"[^{n}]: x\n\n" for n in range(3000)) + "[^1] " * 3000,
    "stars": "*a " * 20_000 + "<b>",
    "backticks": "".join("`" * n + " " for n in range(1, 1000)),
    "fences": "".join("`" * n + "\n" for n in range(3, 2000)),
    "hashes": "#" * 100_000 + "\n",
    "dashes": "-" * 100_000 + "\n",
    "setext": "a\n-\n" * 10_000,
    "markers": "    ::: audience staff\n" * 50_000,
    "five megabytes of HTML": "<b>x</b>\n\n" * 400_000,
    "five megabytes of text": "woord woord.\n\n" * 350_000,
    "backslashes": "\\" * 100_000,
    "odd characters": "\0\2\3\ufeff\u2028\ue000\uf8d0" * 1000,
}
TOO_DEEP = {"lists 5,000 deep", "lists 500 deep", "quotes 5,000 deep", "brackets 5,000 deep"}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_takes_less_than_five_seconds(name: str) -> None:
    began = time.process_time()
    found = outline(HOSTILE[name])
    assert time.process_time() - began < 5
    assert found.too_deep or name not in TOO_DEEP


@pytest.mark.parametrize("name", ["20,000 headings", "20,000 equal headings"])
def test_twenty_thousand_plain_headings_take_less_than_two_seconds(name: str) -> None:
    began = time.process_time()
    found = outline(HOSTILE[name])
    assert time.process_time() - began < 2
    assert len(found.headings) == 20_000
    assert len(set(found.anchors)) == 20_000
    assert not found.too_deep


def test_a_text_on_which_python_markdown_stumbles_is_told_not_thrown() -> None:
    found = outline("# Kop <small>2018</small> { id }\n\nZie [stap 2](#stap-2).\n")
    assert found.too_deep
    assert [link.target for link in found.links] == ["#stap-2"]


def test_what_is_too_deep_still_gives_what_can_be_seen() -> None:
    found = outline("# Kop\n\n[a](b.md)\n\n" + ">" * 5000 + " x\n")
    assert found.too_deep
    assert [h.anchor for h in found.headings] == ["kop"]
    assert [k.target for k in found.links] == ["b.md"]
