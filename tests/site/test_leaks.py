"""No byte of the public and on-request sites holds a word that was planted in something narrower."""

from __future__ import annotations

import gzip
import random
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.site.tiny import DAY, Tiny
from zowerkenwij.site import build, gate_pdf

pytestmark = pytest.mark.slow


@dataclass
class Canaries:
    """Words that no language knows, by the narrowest audience that may read them."""

    seed: int
    words: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def new(self, audience: str) -> str:
        word = "".join(
            self.random.choice("bcdfghjklmnpqrstvwxz") + self.random.choice("aeiou")
            for _ in range(6)
        )
        self.words.setdefault(audience, set()).add(word)
        return word


def plant(tiny: Tiny, canaries: Canaries) -> None:
    """Documents of every audience with a canary in everything that can hold a word."""
    for audience in ("staff", "restricted", "on-request"):
        word = lambda audience=audience: canaries.new(audience)  # noqa: E731
        asset = f"{word()}.png"
        tiny.write(f"assets/{asset}", word().encode())
        title = word() if audience == "restricted" else f"Titel {audience}"
        tiny.add(
            f"doc-{word()}",
            f"## {word()}\n\nTekst {word()} [uitleg {word()}](../assets/{asset}).\n\n<!-- {word()} -->\n\n"
            f"| {word()} |\n|---|\n| {word()} |\n\n`{word()}` {{{{ role.director }}}}\n\n[^1]: {word()}\n",
            audience, title=title, summary=f"Over {word()}.", keywords=[word(), f"twee {word()}"],
            aliases=[f"Ook {word()}"], note=f"Nieuw: {word()}.", fields={},
            working=f"# {title}\n\nConcept {canaries.new('draft')}.\n" if audience == "staff" else None,
        )  # fmt: skip


def open_documents(tiny: Tiny, canaries: Canaries) -> None:
    """Documents for everybody with canaries in passages, comments and drafts."""
    narrow = {
        d.title: d.path for d in tiny.load().documents if tiny.load().audience_of(d) != "restricted"
    }
    links = "\n".join(
        f"- [{title}](../{path.removeprefix('handbook/')})" for title, path in narrow.items()
    )
    passages = []
    for audience in ("staff", "restricted"):
        asset = f"{canaries.new(audience)}.png"
        tiny.write(f"assets/{asset}", b"x")
        passages.append(
            f"::: audience {audience}\n\n## {canaries.new(audience)} {{#{canaries.new(audience)}}}\n\n"
            f"Alleen {canaries.new(audience)} ![{canaries.new(audience)}](../assets/{asset})\n\n"
            f"<!-- {canaries.new(audience)} -->\n\n:::\n"
        )
    never = canaries.new("nobody")
    body = (
        f"# Open\n\n{links}\n\n<!-- {never} -->\n\nTekst <!-- {canaries.new('nobody')} --> meer.\n\n"
        + "\n".join(passages)
    )
    tiny.add(
        "open",
        body,
        title="Open",
        working=f"{body}\nDit {canaries.new('draft')} is nog niet vastgesteld.\n",
    )
    tiny.add(
        "concept", f"Een {canaries.new('draft')}.", adopted=None, keywords=[canaries.new("draft")]
    )
    tiny.write("static/uitleg.md", f"# {canaries.new('nobody')}")
    tiny.write("assets/README.md", canaries.new("nobody"))


def every_byte(folder: Path) -> str:
    texts = []
    for path in sorted(folder.rglob("*")):
        texts.append(unquote(path.relative_to(folder).as_posix()))
        if path.is_file():
            data = path.read_bytes()
            texts.append(data.decode("utf-8", "replace"))
            if data[:2] == b"\x1f\x8b":
                texts.append(gzip.decompress(data).decode("utf-8", "replace"))
            if data[:2] == b"PK":
                with zipfile.ZipFile(path) as archive:
                    texts += [
                        archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
                    ]
            if data[:4] == b"%PDF":
                texts += gate_pdf.texts(data, 10_000_000)
    return "\n".join(texts).casefold()


MAY_READ = {
    "public": set(),
    "on-request": {"on-request"},
    "staff": {"on-request", "staff"},
    "restricted": {"on-request", "staff", "restricted"},
    "draft": {"on-request", "staff", "restricted", "draft"},
}


@pytest.mark.parametrize("seed", [1, 2026])
def test_a_planted_word_reaches_nobody_it_is_not_meant_for(tmp_path: Path, seed: int) -> None:
    tiny, canaries = Tiny.create(tmp_path / "klein"), Canaries(seed)
    plant(tiny, canaries)
    open_documents(tiny, canaries)
    for folder in build.publish(tiny.location, "all", DAY, tmp_path / "sites"):
        content = every_byte(folder)
        for audience, words in canaries.words.items():
            found = {w for w in words if w in content}
            if audience not in MAY_READ[folder.name]:
                assert not found, (folder.name, audience, found)
            else:
                assert len(found) > len(words) / 4, "canaries must sing where they belong"


def test_the_example_has_no_restricted_title_nor_private_person_outside(sites: Path) -> None:
    for audience in ("public", "on-request"):
        content = every_byte(sites / audience)
        assert "veiligheidsregels van de instelling" not in content
        for name in ("pim papier", "roos rekenvoorbeeld", "anne aandacht"):
            assert name not in content
        assert "vera voorbeeld" not in content  # held the role until March
        assert "tess testpersoon" in content
