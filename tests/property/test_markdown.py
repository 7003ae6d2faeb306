"""The laws of the block tree on Markdown as people write it, put together at random.

``ZWW_LAWS`` is the number of texts (default 150); a failure prints the text that broke the law.
"""

from __future__ import annotations

import os
import random
import re
import unicodedata

import pytest

from tests.text.blocks.same_html import events
from zowerkenwij.text import without_markers
from zowerkenwij.text.blocks import dump, parse
from zowerkenwij.text.form import in_form

TEXTS = int(os.environ.get("ZWW_LAWS", "150"))
SNIPPETS = [
    "Gewone *alinea* met **vet**, `code`, [link](a.md) en ![p](p.png).\nTweede regel.",
    "Regel met harde breuk  \nen nog een\\\nen <br> klaar.",
    "- een\n- twee\n    - drie\n    - vier\n- vijf",
    "* een\n\n* twee\n\n    alinea\n\n* drie",
    "1. een\n2. twee\n    1. sub\n    2. sub\n3. drie",
    "3. drie\n4. vier",
    "1. een\n1. een\n1. een",
    "- [ ] taak\n- [x] klaar",
    "+ plus\n+ lijst",
    "| a | b |\n|---|:-:|\n| 1 | `x\\|y` |\n| [l](a.md) | **v** |",
    "a | b\n--|--\n1 | 2",
    "| Kop |\n|-----|\n| cel |",
    "!!! note\n    Tekst.",
    '!!! warning "Let *op*"\n    - een\n    - twee\n\n    Alinea.\n\n    1. a\n    2. b',
    '!!! tip ""\n    Zonder titel.',
    "> citaat\n> meer\n\n> tweede",
    "> - lijst\n> - in citaat\n>\n> > dieper",
    "```python\ndef f():\n    pass\n\n\nx = 1\n```",
    "~~~\ntilde\n~~~",
    "    ingesprongen code\n\n    meer",
    "Kop\n===\n\nTekst\n\nKop 2\n---\n\nTekst",
    "## Kop met *em* en `code` {#anker}",
    "### Kop ###",
    "# Kop",
    "***\n\ntekst\n\n- - -",
    "Begrip\n:   Betekenis.\n\nTwee\n:   Iets\n:   Anders",
    "Begrip\n:   Alinea.\n\n    Tweede alinea.\n\n    - lijst",
    "Begrip\n:   Alinea.\n\n    Tweede *alinea*.\n\n    1\\. derde\n\n:   Anders\n\nTwee\n:   Iets\n:   En iets\n\n      meer\n\nDrie",
    "Noot[^1] en[^lang].\n\n[^1]: Kort.\n[^lang]:\n    Eerste.\n\n    Tweede.",
    "[ref]: https://x.example 'Titel'\n\nZie [ref] en [tekst][ref] en [a b][].\n\n[a b]: ../z.md",
    '<div class="x">\n<p>html</p>\n</div>',
    "<table>\n<tr><td>cel</td></tr>\n</table>",
    '<table markdown="1">\n<tr markdown="1">\n<td markdown="1" colspan="2">**x**</td>\n</tr>\n</table>',
    "Alinea {: .klas #id }",
    "Alinea\n{: .klas }",
    "*[HTML]: Hyper Text\n\nHTML hier.",
    "::: audience restricted\n\nGeheim.\n\n- a\n\n:::",
    "::: when custodial\n## Kop\nTekst\n:::",
    "Slot {{ school.phone }} hier en {{role.x}}.",
    "\tTab code\n\n\tmeer",
    "- a\n  b\n- c",
    "1) haakje\n2) twee",
    "2019\\. Een jaar. \\*ster\\* \\_x\\_ \\# hek",
    "2019. Een jaar",
    "a*b*c a_b_c __init__ *a _b_ c* **a*b*c**",
    "***vet cursief*** **_x_** _**y**_",
    "<https://x.example> <a@b.example> https://kaal.example",
    '![alt *x*](p.png "t")\n![b](q.png){ width=100 }',
    "Een &amp; twee &lt; &copy; & < >",
    "Een\n- geen lijst\n- hier",
    "Tekst:\n\n1. Een\n\n    ```\n    code\n    ```\n\n2. Twee",
    "- een\n\n    > citaat\n\n- twee\n\n    | a | b |\n    |---|---|\n    | 1 | 2 |",
    "- een\n    !!! note\n        x\n- twee",
    '- een\n\n    !!! note "T"\n        x\n\n- twee',
    "<!-- commentaar -->",
    "Tekst <!-- c --> meer",
    "<details>\n<summary>S</summary>\n\nTekst\n\n</details>",
    "Term 1\nTerm 2\n:   Def",
    "Cafe\u0301 en no\u00a0break\u00a0",
    "# Kop\r\n\r\nTekst\r\n- x\r\n",
    "- [link](a.md)\n- ![i](b.png)\n- `code`\n- **vet**",
    "1. Doe dit:\n    - a\n    - b\n\n    Daarna dat.\n2. Klaar",
    "Een regel met |pijp| en | nog\nTweede",
    "$a_1$ en $b*2$",
    "Kop met {acc} en [x] en [^geen]",
    "\\[niet\\](link) en [leeg]() en [x](<a b.md>)",
    "![](leeg.png)",
    "**Let op:** iets\n\n**1. Kop?**",
    "| a |\n|---|\n| b<br>c |\n| [^1] |\n\n[^1]: N",
    "1. a\n\n2. b\n\n\n\n3. c",
    "- a\n- b\n\n\n- c",
    "* * *",
    "Zin.[^a][^b]\n\n[^b]: B.\n\n[^a]: A.",
    "^^x^^ ~~weg~~ ==m== H~2~O x^2^",
    ':smile: en -- en ... en "q"',
    "Tekst\n# Kop direct\nTekst",
    "Tekst\n> citaat direct",
    "Tekst\n```\ncode\n```\nna",
    "#geen spatie\n\n#hashtag",
    "- \n- leeg",
    "-geen lijst",
    "[toc]\n\n[TOC]",
    "Een zin met `` ` `` tik en ``a`b``.",
    "[a](b.md){: target=_blank } en **v**{.x}",
]
MIXED = [x for x in SNIPPETS if not x.startswith(("    ", "\t"))]  # those belong to what is above
# where our reader and python-markdown are known to differ, when nested (docs/decisions/0016)
FLAT = (
    "[^lang]:\n",
    "\n::: ",
    "::: when",
    "Tweede alinea",
    "Daarna dat",
    "{: .klas",
    "```",
    "~~~",
    "\t",
)


def shown(markdown: str) -> list[tuple]:
    return events(re.sub(r"\{\{ *([\w.-]+) *\}\}", r"{{ \1 }}", without_markers(markdown)))


def nested(text: str, how: float) -> str:
    lines = text.split("\n")
    inner = "\n".join(f"    {line}" if line else line for line in lines)
    if how < 0.12:
        return f"- item\n\n{inner}"
    if how < 0.2:
        return f"!!! note\n{inner}"
    if how < 0.27:
        return "\n".join(f"> {line}" if line else ">" for line in lines)
    return f"::: audience staff\n\n{text}\n\n:::" if how < 0.32 else text


def text_of(seed: int) -> str:
    chance = random.Random(seed)
    parts = []
    for _ in range(chance.randint(1, 4)):
        snippet = chance.choice(MIXED).replace("\r\n", "\n")
        how = chance.random()
        is_flat = any(sign in snippet for sign in FLAT)
        parts.append(snippet if is_flat else nested(snippet, how))
    return "\n\n".join(parts) + "\n"


def broken(text: str) -> list[str]:
    tree, found = parse(text), []
    printed = dump(tree)
    if parse(printed) != tree:
        found.append("parse(print(t)) != t")
    if dump(parse(printed)) != printed:
        found.append("printing twice differs")
    if shown(printed) != shown(text.replace("\r\n", "\n")):
        found.append("the HTML differs")
    return found


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_each_snippet_keeps_the_laws(snippet: str) -> None:
    assert broken(f"{snippet}\n") == []


def test_texts_of_many_snippets_keep_the_laws() -> None:
    wrong = {text_of(n): found for n in range(TEXTS) if (found := broken(text_of(n)))}
    assert wrong == {}


def test_the_canonical_form_is_final_and_shows_the_same() -> None:
    for seed in range(0, TEXTS, 3):
        text = text_of(seed)
        made = in_form(text)
        if made is not None:
            assert in_form(made) == made
            assert shown(made) == shown(unicodedata.normalize("NFC", text))


def test_no_text_is_too_odd_to_read() -> None:
    signs = ["#", "- ", "1. ", "> ", "| ", "    ", "!!! x", "::: ", ":::", "[^a]: ", "```", "\n", "\n\n",
             "woord ", "*", "_", "`", "[x](", ")", "<div>", "</div>", "{#a}", "{{ a.b }}", "\t", ":   "]  # fmt: skip
    for seed in range(TEXTS * 2):
        chance = random.Random(seed)
        text = "".join(chance.choice(signs) for _ in range(chance.randint(1, 60)))
        printed = dump(parse(text))
        assert dump(parse(printed)) == dump(parse(dump(parse(printed))))
        assert printed.count("woord") >= text.count("woord")
