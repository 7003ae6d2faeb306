"""The laws of the tree: what is printed reads back, and the site shows the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.blocks.same_html import events
from zowerkenwij.text.blocks import count, dump, ids, nodes, parse, sig

HANDBOOK = Path(__file__).parents[3] / "handbook"
TEXTS = sorted(p for p in HANDBOOK.rglob("*.md") if "versions" not in p.parts)


def body(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("---\n", 2)[2]


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_every_text_of_the_example_handbook_keeps_the_laws(path: Path) -> None:
    text = body(path)
    tree = parse(text)
    printed = dump(tree)
    assert parse(printed) == tree
    assert dump(parse(printed)) == printed
    assert events(printed) == events(text)


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_every_block_knows_where_it_stands(path: Path) -> None:
    text = body(path)
    spans = [block.span for block in parse(text)]
    assert all(spans)
    covered = "".join(text[a:b] for a, b in spans)
    assert "".join(covered.split()) == "".join(text.split())


SAMPLES = {
    "nested lists": "1. een\n2. twee\n    - sub\n\n        alinea\n\n    - sub twee\n3. drie\n",
    "loose list": "- a\n\n- b\n- c\n\n    meer\n\n- d\n",
    "task list": "- [ ] open\n- [x] klaar\n- gewoon\n",
    "two lists": "1. een\n\n<!-- -->\n\n1. weer een\n",
    "start": "4. vier\n5. vijf\n",
    "table": "| a | b |\n|:--|--:|\n| `x|y` | \\| |\n| kort |\n",
    "notes": "Zin[^b] en[^a].\n\n[^a]: A.\n[^b]: B\n\n    meer\n\nNa.\n",
    "admonition": '!!! warning "Let op"\n    Eerst.\n\n    - een\n    - twee\n\nDaarna.\n',
    "definition of more paragraphs": "Begrip\n:   Wat het is.\n\n    En `meer`.\n\n:   Of dat.\n\nTwee\n:   Iets.\n",
    "definition list": "Begrip\n:   Wat het is.\n\nTweede\n:   Ook dit.\n:   En dat.\n",
    "quote": "> Een\n> regel\n>\n> - lijst\n",
    "code": "```python\nx = '```'\n```\n\n    ingesprongen\n",
    "html table": (
        '<table markdown="1">\n<tr markdown="1">\n<th markdown="1" colspan="2">Wie</th>\n</tr>\n'
        '<tr markdown="1">\n<td markdown="block">\n\n- een\n- twee\n\n</td>\n'
        '<td markdown="1">**plat**</td>\n</tr>\n</table>\n'
    ),
    "escapes": "\\* geen lijst, 1986\\. jaar, a_b_c, 3 * 4, &lt;b>, \\[x](y)\n",
    "emphasis": "**a**b *c* ***d*** __e__ _f_ a**(g)**h *i **j** k*\n",
    "marks": "<s>weg</s> H<sub>2</sub>O m<sup>2</sup> <u>onder</u> <kbd>Enter</kbd>\n",
    "links": "[a](b.md#c \"t\") <https://x.example/> [r][ref] ![alt](p.png)\n\n[ref]: z.md\n",
    "figure": "![alt](p.png)<br />\n*Een bijschrift*\n",
    "directive": "::: audience restricted\n\nGeheim[^g].\n\n[^g]: Noot.\n\n:::\n\nOpen.\n",
    "slots": "Bel {{ school.phone }} of {{ role.director }}.\n",
    "anchors": "## Kop met *nadruk* {#vast}\n\nTekst <a id=\"plek\"></a>hier.\n",
    "setext": "Kop een\n=======\n\nKop twee\n-------\n\ntekst\n",
    "rule": "a\n\n***\n\nb\n",
    "break": "a  \nb<br>c\n",
    "raw": '<div class="x">\nhtml *niet*\n</div>\n\ntekst {: .klasse }\n',
    "no blank before list": "Tekst\n- geen lijst\n",
    "aside": '<aside markdown="1">\n\nKader *x*.\n\n</aside>\n',
    "page break": '<div class="page-break"></div>\n\nVerder.\n',
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_keeps_the_laws(name: str) -> None:
    text = SAMPLES[name]
    tree = parse(text)
    printed = dump(tree)
    assert parse(printed) == tree, printed
    assert dump(parse(printed)) == printed
    assert events(printed) == events(text), printed


_LETTERS = st.sampled_from([*"abc é1.-+*_#>[]()!|`\\{}<&;:~=\"'", "**", "[^", "](", "{{", "&amp;"])
_WORDS = st.lists(_LETTERS, min_size=1, max_size=12).map(lambda x: "".join(x).strip())
_PLAIN = _WORDS.map(lambda w: " ".join(w.split())).filter(bool)


def _marked(text: str, kind: str) -> nodes.Inline:
    inner = (nodes.Text(text),)
    shapes = {"strong": nodes.Strong, "em": nodes.Emph, "s": nodes.Strike, "sup": nodes.Sup}
    return nodes.Link("a.md#b", inner) if kind == "link" else shapes[kind](inner)


_LINE = st.lists(
    st.tuples(_PLAIN, st.sampled_from(["text", "strong", "em", "s", "sup", "link"])),
    min_size=1, max_size=3,
).map(
    lambda parts: tuple(
        x
        for n, (words, kind) in enumerate(parts)
        for x in ((nodes.Text(" "),) if n and kind != "text" and parts[n - 1][1] != "text" else ())
        + ((nodes.Text(words),) if kind == "text" else (_marked(words, kind),))
    )
)  # fmt: skip


def _tidy(content):
    from zowerkenwij.text.blocks.inline import trimmed

    return trimmed(list(content))


_PARAGRAPH = _LINE.map(_tidy).map(nodes.Paragraph)
_ITEM = st.builds(lambda p, task: nodes.Item((p,), task), _PARAGRAPH, st.sampled_from(["", "open"]))
_LIST = st.builds(
    lambda items, ordered, start: nodes.List(ordered, tuple(items), start if ordered else 1),
    st.lists(_ITEM, min_size=1, max_size=3), st.booleans(), st.integers(1, 30),
)  # fmt: skip
_CELL = st.builds(lambda p: nodes.Cell((p,)), _PARAGRAPH)


def _table(rows):
    head = nodes.Row(tuple(nodes.Cell(c.blocks, header=True) for c in rows[0]))
    return nodes.Table((head,), tuple(nodes.Row(tuple(r)) for r in rows[1:]), ("", "right"))


_TABLE = st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=3).map(_table)
_BLOCK = st.one_of(
    _PARAGRAPH, _LIST, _TABLE,
    st.builds(lambda p, n: nodes.Heading(n, p.content), _PARAGRAPH, st.integers(1, 6)),
    st.builds(lambda p: nodes.Quote((p,)), _PARAGRAPH),
    st.builds(lambda p: nodes.Admonition("note", None, (p,)), _PARAGRAPH),
    st.builds(lambda p: nodes.Directive("when", "so", (p,)), _PARAGRAPH),
    st.just(nodes.Rule()),
)  # fmt: skip


@pytest.mark.parametrize("words", ["]:", "a]: b", "]: [c]:"])
def test_a_link_is_no_definition_whatever_its_text(words: str) -> None:
    tree = (nodes.Paragraph((nodes.Link("a.md#b", (nodes.Text(words),), None),)),)
    assert parse(dump(tree)) == tree
    assert ("t", words) in events(dump(tree))


@settings(max_examples=100, deadline=None)
@given(st.lists(_BLOCK, min_size=1, max_size=4).map(tuple))
def test_every_tree_reads_back_from_its_print(tree) -> None:
    printed = dump(tree)
    assert parse(printed) == tree, printed
    assert dump(parse(printed)) == printed


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab 1.-*_#>[]()!|`\\{}<&:=^\n", max_size=60))
def test_no_text_breaks_the_reader_or_loses_words(text: str) -> None:
    letters = [c for c in text if c in "ab"]
    assert [c for c in dump(parse(text)) if c in "ab"] or not letters


def test_the_mark_of_a_block_ignores_where_it_stands() -> None:
    one, two = parse("Een.\n\nTwee.\n"), parse("\n\n\nTwee.\n")
    assert sig(one[1]) == sig(two[0]) != sig(one[0])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[a](https://x.example/a_(b))", "[a](https://x.example/a_(b))"),
        ("[a](b_(c(d)).md)", "[a](b_%28c%28d%29%29.md)"),
        ("[a](<b (c).md>)", "[a](<b %28c%29.md>)"),
    ],
)
def test_addresses_keep_brackets_in_pairs_and_are_canonical_at_once(text: str, wanted: str) -> None:
    printed = dump(parse(text))
    assert printed == wanted + "\n"
    assert dump(parse(printed)) == printed


def test_equal_blocks_have_different_ids_and_edits_elsewhere_change_none() -> None:
    first = ids(parse("Een.\n\nEen.\n\nTwee.\n"))
    assert len(set(first)) == 3
    assert ids(parse("Nieuw.\n\nEen.\n\nEen.\n\nTwee.\n"))[1:] == first


def test_blocks_are_counted_as_people_count_them() -> None:
    assert count(parse("# Kop\n\nTekst.\n\n- a\n- b\n\n| a |\n| --- |\n| b |\n")) == 6


def test_a_note_in_a_narrow_passage_stays_in_it() -> None:
    printed = dump(parse(SAMPLES["directive"]))
    assert printed.index("[^g]: Noot.") < printed.rindex(":::")
