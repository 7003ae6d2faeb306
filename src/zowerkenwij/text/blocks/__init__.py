"""A text as a tree of blocks: ``parse`` reads the site's Markdown, ``dump`` writes its one
canonical form. ``parse(dump(tree)) == tree`` for every tree that ``parse`` gives.

The classes of the tree are in ``nodes``.
"""

from zowerkenwij.text.blocks.nodes import Block, Blocks, Inline, Inlines
from zowerkenwij.text.blocks.parser import parse
from zowerkenwij.text.blocks.printer import dump
from zowerkenwij.text.blocks.signature import count, ids, sig
from zowerkenwij.text.blocks.walk import blocks_of, inlines_of, plain, words

__all__ = [
    "Block",
    "Blocks",
    "Inline",
    "Inlines",
    "blocks_of",
    "count",
    "dump",
    "ids",
    "inlines_of",
    "parse",
    "plain",
    "sig",
    "words",
]
