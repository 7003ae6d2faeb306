"""Files that something damaged: a document or a refusal, never anything else."""

from __future__ import annotations

import io
import os
import random
import zipfile

import pytest
from lxml import etree

from tests.word.hostile import word
from tests.word.test_changes import CASES, ROWS
from tests.word.test_reader import LISTS, cell, full, item
from zowerkenwij.text.blocks import dump, parse
from zowerkenwij.word.child import read_limited
from zowerkenwij.word.codec import decoded, encoded
from zowerkenwij.word.reader import accept, read, reject
from zowerkenwij.word.refused import SENTENCES, RefusedFile

ROUNDS = int(os.environ.get("ZWW_FUZZ", "60"))
WIDE = cell("a", "<w:gridSpan w:val='2'/>")
NESTED = f"<w:tbl><w:tr>{WIDE}</w:tr></w:tbl>"
SEEDS = {
    **{name: word(body) for name, (body, _) in CASES.items()},
    **{f"list {name}": full(body) for name, (body, _) in LISTS.items()},
    "rows": word(ROWS),
    "nested": full(NESTED + item("a", 1)),
}


def known(kind: str) -> str:
    assert kind in SENTENCES
    return kind


def seen(data: bytes) -> str:
    """What reading gives: a refusal by name, or 'read' when all that follows works too."""
    try:
        doc = read(data)
    except RefusedFile as refused:
        return known(refused.kind)
    for chosen in (accept(doc), reject(doc)):
        text = dump((*chosen.blocks, *chosen.notes))
        assert dump(parse(text)) == text
    assert decoded(encoded(doc)) == doc
    return "read"


def flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def thinned(data: bytes, chance: random.Random) -> bytes:
    """The file with some elements or attributes of its parts taken away, doubled or emptied."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("word/"):
                root = etree.fromstring(part)
                for _ in range(chance.randint(1, 4)):
                    _spoil(root, chance)
                part = etree.tostring(root)
            target.writestr(name, part)
    return out.getvalue()


def _spoil(root: etree._Element, chance: random.Random) -> None:
    one = chance.choice(list(root.iter()))
    parent = one.getparent()
    what = chance.randrange(4)
    if what == 0 and parent is not None:
        parent.remove(one)
    elif what == 1 and one.attrib:
        del one.attrib[chance.choice(list(one.attrib))]
    elif what == 2 and one.attrib:
        one.attrib[chance.choice(list(one.attrib))] = chance.choice(["", "-1", "99999999999", "x"])
    elif what == 3 and parent is not None:
        other = chance.choice(list(root.iter()))
        if one not in other.iterancestors() and other is not one:
            other.append(one)


@pytest.mark.parametrize("name", SEEDS)
def test_flipped_bytes_give_a_document_or_a_refusal(name: str) -> None:
    chance = random.Random(name)
    found = {seen(flipped(SEEDS[name], chance)) for _ in range(ROUNDS)}
    assert "damaged" in found


@pytest.mark.parametrize("name", SEEDS)
def test_missing_and_misplaced_elements_give_a_document_or_a_refusal(name: str) -> None:
    chance = random.Random(name)
    found = {seen(thinned(SEEDS[name], chance)) for _ in range(ROUNDS)}
    assert "read" in found


def test_a_damaged_file_is_refused_by_the_child_too() -> None:
    with pytest.raises(RefusedFile) as refused:
        read_limited(SEEDS["rows"][:-30])
    assert refused.value.kind == "damaged"
