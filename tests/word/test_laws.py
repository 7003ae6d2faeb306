"""What is written and read is the same text, up to what Word cannot hold."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.text.blocks.test_blocks import _CELL, _LIST, _PARAGRAPH, _TABLE
from zowerkenwij.text.blocks import blocks_of, dump, nodes
from zowerkenwij.word.export import Export
from zowerkenwij.word.reader import read
from zowerkenwij.word.writer import write

_SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much)
ROUNDS = int(os.environ.get("ZWW_FUZZ", "50"))
ADDRESS = "https://vlieger.example/b"
_BLOCK = st.one_of(
    _PARAGRAPH, _LIST, _TABLE,
    st.builds(lambda p, n: nodes.Heading(n, p.content), _PARAGRAPH, st.integers(2, 6)),
    st.builds(lambda p: nodes.Quote((p,)), _PARAGRAPH),
    st.builds(lambda p: nodes.Admonition("warning", "Let op", (p,)), _PARAGRAPH),
    st.builds(lambda c, p: nodes.Table((), (nodes.Row((c, nodes.Cell((p, p)))),)), _CELL, _PARAGRAPH),
    st.just(nodes.Rule()),
)  # fmt: skip


def exported(blocks: nodes.Blocks) -> bytes:
    return write(Export("proef", "Titel", "protocol", "Stichting Klein", "concept", blocks,
                        links={"a.md#b": ADDRESS}, properties={"zww.record": "proef"}, carriers=True))  # fmt: skip


def in_word(block: nodes.Block) -> nodes.Block:
    """The block without what a Word file does not say."""
    if isinstance(block, nodes.Table):
        return replace(block, alignment=())
    return replace(block, anchor="") if isinstance(block, nodes.Heading) else block


def joins(one: nodes.Block, other: nodes.Block) -> bool:
    """Whether Word sees no border between two blocks: quotations, and lists with signs."""
    blocks = one, other
    return all(isinstance(b, nodes.Quote) for b in blocks) or all(
        isinstance(b, nodes.List) and not b.ordered for b in blocks
    )


def is_apart(tree: nodes.Blocks) -> bool:
    """Whether Word can keep all apart; two marks with only a blank between them it joins too."""
    lines = [p.content for p in blocks_of(tree) if isinstance(p, nodes.Paragraph | nodes.Heading)]
    return not any(nodes.Text(" ") in line for line in lines) and not any(
        joins(*pair) for pair in pairwise(tree)
    )


@settings(max_examples=ROUNDS, deadline=None, phases=(Phase.generate,), suppress_health_check=_SLOW)
@given(st.lists(_BLOCK, min_size=1, max_size=4).map(tuple).filter(is_apart))
def test_a_written_text_reads_back(tree: nodes.Blocks) -> None:
    doc = read(exported(tree))
    back = dump([in_word(b) for b in doc.blocks]).replace(f"({ADDRESS})", "(a.md#b)")
    assert back == dump([in_word(b) for b in tree])
