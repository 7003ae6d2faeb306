"""An independent look at rendered HTML, and nasty Markdown, for the differential tests."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import strategies as st

from zowerkenwij.text import render, without_markers
from zowerkenwij.text.scan import scan
from zowerkenwij.text.scan_links import Doubt


class Reader(HTMLParser):
    """Collects addresses and ids from HTML, on its own terms."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.anchors: list[str] = []
        self.headings: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values: dict[str, str] = {}
        for key, value in attrs:
            values.setdefault(key, value or "")
        if values.get("id"):
            self.anchors.append(values["id"])
        elif tag == "a" and values.get("name"):
            self.anchors.append(values["name"])
        made = re.search(r"\bfootnote-(back)?ref\b", values.get("class", ""))
        if (
            tag == "a"
            and "href" in values
            and not (made and re.match("#fn(ref[0-9]*)?:", values["href"]))
        ):
            self.links.append(("a", values["href"]))
        if tag == "img" and "src" in values:
            self.links.append(("img", values["src"]))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((tag, values.get("id", "")))


def read(body: str) -> Reader:
    """What the site shows of a body."""
    reader = Reader()
    reader.feed(render(without_markers(body)))
    reader.close()
    return reader


LINKS = [
    "[a](b.md)", "[een titel](../x/y.md#z)", '[t](u "titel")', "[t](<u v>)", "[t](a(b)c)", "[r][id]", "[id]", "[id][]",
    "![beeld](p.png)", "![b][id]", "[![i](j)](k)", "[a [b](c) d](e)", "[a\nb](c)", "[a](b\nc)", "[a]( b )", "[a]()",
    "\\[a](b)", "[a\\](b)", "[a](b\\)", "!\\[a](b)", "\\![a](b)", "`[a](b)`", "``[a](b)`` `", "<https://x.nl/a?b=c>", "<a@b.nl>",
    "<mailto:a@b.nl>", "[a](b){#q}", "[a](b){: href=c }", '<a href="raw">x</a>', '<img src="r.png">', "<a name=n>", "[*a*](b)",
    "[**a b**](c)", "[a_b](c_d)", "[_a_](b)", "*[a](b)*", "_[a](b)_", "[a&amp;b](c&amp;d)", "[a](?b=1&c=2)", "[a|b](c)", "[a](b|c)",
    "[x] [a](b)", "[x][a](b)", "[ ] [a](b)", "[^1]", "[^2]", "http://bare.nl", "[a](b 'c')", "[a](b \"c\" d)", "[a](b(c)", "](x)", "[[a](b)",
    "[a](b))", "[a]](b)", "[`c`](d)", "[a]<b>(c)", "(a)[b](c)", "[a] (b)", "[{{ x.y }}](z)", "[a]({{ x.y }})", "[a](b#{{ x }})",
    "[a  \nb](c)", "[A&B](c)", "[a<br>b](c)", "[&copy](d)", "[a](&copy)", "[<b>a</b>](c)", "[a](<b>)", "[a](b\u00a0c)", "[a](\tb)", "[a](b)[c](d)",
]  # fmt: skip
LINES = [
    "# Kop", "## Kop {#kop}", "## Kop", "### Kop & meer {#k.1}", "#geen spatie", "####### zeven", "# Kop #", "# Kop {#x} ", "#", "# ",
    "# *Kop* een", "# Kop `code`", "# Kop_laag a_b", "# Kop [a](b)", "# Kop {: #y .z }", "# Kop {.klas}", "# {#x}", "# Kop {{ s.n }}",
    "# {{ s.n }} {#x}", "# Kop &amp; x", "# Kop\\", "# Kop \\# x", "# é ß – x", "# Kop | x", " # Kop", "    # Kop", "> # Kop", "- # Kop", "1. # Kop", "٦. # Kop",
    "# Kop<br>x", "# Kop [^1]", "# 日本", "Kop\n===", "Kop\n---", "Kop {#set}\n---", "- Kop\n---", "===", "---", "***", "* * *", "- - -", "_ _ _", "_____",
    "tekst", "nog *tekst* met `code`", "tekst zonder einde `", "tekst < 3 en > 2", "a <b", "tekst &amp; &#38; &#x; & x", "twee spaties  ", "\\", "\\`a`",
    "- item", "* item", "+ item", "1. item", "2) item", "-   ver", "    - genest", "        - dieper", "            - diepst", "  - twee", "   - drie", "-", "1.",
    "    tekst", "        code", "     vijf", "   drie", "\ttab", "> citaat", "> - item", ">     code", "> > diep", ">", ">citaat", "    > citaat",
    "| a | b |\n|---|---|", "| x | y |", "| x | y | z |", "a | b\n--|--", "x | y | z", "| a |\n|---|", "    | a | b |", "|", "| `a|b` | c |",
    "```", "```python", "~~~", "~~~~", "``` {#fence .x}", "    ```", "- ```", "```\n# in code\n[a](b)\n```", "~~~\n::: audience staff\n~~~",
    "[id]: http://ref.nl", "[id]: <ref> 'titel'", "[b]:\n  volgende", "[a]: y", "[^1]: noot", "    vervolg van noot", "[^2]: noot [a](b)\n\n    # kop in noot", "[^1]:",
    "term\n: uitleg", ": uitleg", ":   uitleg\n\n    tweede", "!!! note", '!!! note "Titel"', "!!! danger \"\"\n    inhoud", "Stop!!!",
    "<div>", "</div>", '<div id="raw">', '<div markdown="1">', '<p markdown="span">', "<h2 id=rauw>Rauw</h2>", '<h2 markdown="1">Md</h2>', "<!-- weg -->", "<!--", "-->",
    "<br>", "<hr>", "<span>", "</span>", "<pre>", "</pre>", "<script>", "</script>", '<a id="anker"></a>', "<table>", "<?php ?>", "<![CDATA[ x ]]>", "<details><summary>S</summary>",
    "::: audience restricted", "::: when so", ":::", "    :::", "> ::: audience staff", "{: #blok }", "tekst\n{: #alinea }", "{{ appendix }}", "{{ role.x }} tekst", "**x**{{ a }}", "tekst {: .x }",
    "*open", "**open", "_open", "*a **b* c**", "[TOC]", "///Footnotes Go Here///", "*[HTML]: x", "", "", "", "", " ", "    ", "\u00a0", "a\x0bb", "a\u2028b", "\x02klzzwxh:0001\x03", "\ufeff", "a\x00b", "{",
    "}", "x{y}", "{#los}", "- [ ] taak", "- [x] [a](b)", "1986. jaar", "a\\\nb", "    {: #x }", "٣. drie", "- a\n\n    b [a](b)\n    ---", "- a\n\n        [a](b)", "1. a\n\n    [a](b)\n\n2. b",
]  # fmt: skip


def lines() -> st.SearchStrategy[str]:
    """One line or small group of lines, with or without links in it."""
    pieces = st.lists(
        st.sampled_from([*LINKS, "tekst", " ", "woord ", " | ", "*", "`"]), min_size=1, max_size=4
    )
    prefix = st.sampled_from(
        ["", "", "", "- ", "1. ", "> ", "    ", "        ", "| ", "# ", "## ", ": ", "  ", "[^1]: "]
    )
    linked = st.builds(lambda p, xs: p + "".join(xs), prefix, pieces)
    nested = st.builds(lambda p, x: p + x, prefix, st.sampled_from(LINES))
    return st.one_of(linked, st.sampled_from(LINES), nested)


def documents(most: int = 14) -> st.SearchStrategy[str]:
    """Markdown nobody would write, and somebody will."""
    separators = st.sampled_from(["\n", "\n", "\n\n"])
    return st.lists(st.tuples(lines(), separators), max_size=most).map(
        lambda xs: "".join(a + b for a, b in xs)
    )


def tame(fragment: str) -> bool:
    """Whether the scanner is certain of a fragment that stands alone."""
    try:
        scan(f"tekst\n\n{fragment}\n")
    except Doubt:
        return False
    return True


def tame_documents(most: int = 14) -> st.SearchStrategy[str]:
    """Markdown of which most is certain to the scanner: combinations make the trouble."""
    whole = [
        "tekst",
        "",
        "- item",
        "    - genest",
        "1. een",
        "    tekst",
        "> q",
        "| a | b |\n|---|---|",
        "| a | b |",
    ]
    calm = st.sampled_from([x for x in LINES if tame(x)] + whole * 3)
    links = st.lists(
        st.sampled_from([x for x in LINKS if tame(x)] + ["tekst ", " | "]), min_size=1, max_size=3
    )
    prefix = st.sampled_from(["", "", "- ", "    - ", "    ", "1. ", "> ", "| x |", "  "])
    line = st.one_of(calm, st.builds(lambda p, xs: p + "".join(xs), prefix, links))
    separators = st.sampled_from(["\n", "\n\n"])
    return st.lists(st.tuples(line, separators), max_size=most).map(
        lambda xs: "".join(a + b for a, b in xs)
    )
