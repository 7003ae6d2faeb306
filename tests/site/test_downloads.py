"""Copies to take along: the page's words and nothing that is narrower, the same bytes every time."""

from __future__ import annotations

import io
import random
import re
import zipfile
from pathlib import Path

import pytest

from tests.site.tiny import DAY, Tiny, tree
from zowerkenwij.site import build, downloads, gate, gate_pdf
from zowerkenwij.site.gate_reading import readings, words
from zowerkenwij.site.parts import Edition
from zowerkenwij.word.export import Export

LETTERS = "bcdfghjklmnpqrstvwxz", "aeiou"


def canary(seed: int) -> str:
    """A word that no language knows."""
    chance = random.Random(seed)
    return "".join(chance.choice(LETTERS[n % 2]) for n in range(14))


@pytest.fixture
def house(tiny: Tiny) -> Tiny:
    """A document for everybody with things in it that are not; copies of both kinds."""
    settings = (tiny.root / "handbook/handbook.yml").read_text()
    tiny.write("handbook.yml", settings + "downloads: [docx, pdf]\n")
    tiny.add("intern", "Tekst.", "on-request", title="Het interne stuk")
    tiny.add(
        "open",
        f"De deur is **op{'en'}** voor {canary(1)}. Zie [het stuk](intern.md), bel {{{{ role.director }}}}.\n\n"
        f"<!-- {canary(2)} -->\n\n::: audience staff\n\nAlleen {canary(3)}.\n\n:::\n",
        title="Open", working=f"# Open\n\nNog niet: {canary(4)}.\n",
    )  # fmt: skip
    tiny.add("concept", f"Een {canary(5)}.", adopted=None)
    return tiny


def spoken(path: Path) -> set[str]:
    """Every word that can be read in a file."""
    texts = readings(path.name, path.read_bytes())
    return {word for text in texts for word in words(text)}


def built(tiny: Tiny, audience: str, out: Path) -> Path:
    (folder,) = build.publish(tiny.location, audience, DAY, out)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_copy_says_what_the_page_says_and_nothing_narrower(
    house: Tiny, tmp_path: Path, form: str
) -> None:
    public = spoken(built(house, "public", tmp_path / "site") / f"d/open/open-1.0.{form}")
    assert {canary(1), "olga", "deur"} <= public
    assert not {canary(n) for n in (2, 3, 4, 5)} & public
    staff = spoken(built(house, "staff", tmp_path / "staff") / f"d/open/open-1.0.{form}")
    assert {canary(1), canary(3)} <= staff
    assert not {canary(n) for n in (2, 4, 5)} & staff


@pytest.mark.slow
def test_a_word_copy_has_no_author_comments_or_links_inside(house: Tiny, tmp_path: Path) -> None:
    site = built(house, "on-request", tmp_path / "site")
    with zipfile.ZipFile(io.BytesIO((site / "d/open/open-1.0.docx").read_bytes())) as archive:
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    everything = "\n".join(parts.values())
    assert "word/comments.xml" not in parts
    assert "handboek.klein.example" not in everything
    assert "intern.md" not in everything
    assert "../intern" not in everything
    assert set(re.findall(r"(?:creator|lastModifiedBy)>([^<]+)<", parts["docProps/core.xml"])) == {
        "Stichting Klein"
    }
    assert 'href="open-1.0.docx"' in (site / "d/open/index.html").read_text()
    assert not list(site.glob("d/concept/*"))


@pytest.mark.slow
def test_the_same_text_gives_the_same_bytes_stored_or_made_anew(
    house: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "one"))
    first = tree(built(house, "staff", tmp_path / "a"))
    made: list[str] = []
    real = downloads._new

    def counted(export: Export, body: str, form: str) -> bytes:
        made.append(form)
        return real(export, body, form)

    monkeypatch.setattr(downloads, "_new", counted)
    assert tree(built(house, "staff", tmp_path / "b")) == first
    assert made == []
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "two"))
    assert tree(built(house, "staff", tmp_path / "c")) == first
    assert sorted(made) == ["docx", "docx", "pdf", "pdf"]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_gate_reads_a_copy_of_a_narrower_text(house: Tiny, tmp_path: Path, form: str) -> None:
    staff = built(house, "staff", tmp_path / "staff")
    handbook, edition = house.load(), house.edition("public")
    out = tmp_path / "out"
    out.mkdir()
    house.add("geheim", f"Wij sluiten om tien uur de {canary(7)} achter de school met sleutel zeven goed af.", "restricted")  # fmt: skip
    handbook, edition = house.load(), house.edition("public")
    narrow = built(house, "restricted", tmp_path / "narrow")
    (out / f"x.{form}").write_bytes((narrow / f"d/geheim/geheim-1.0.{form}").read_bytes())
    assert "geheim" in {leak.document for leak in gate.check(handbook, edition, out)}
    (out / f"x.{form}").write_bytes((staff / f"d/intern/intern-1.0.{form}").read_bytes())
    assert {leak.document for leak in gate.check(handbook, edition, out)} <= {"intern"}


def test_letters_of_chance_in_a_picture_or_font_are_no_words() -> None:
    noise = bytes(random.Random(3).randrange(256) for _ in range(60_000))
    data = b"%PDF-1.7\n1 0 obj\n<</Length 60000>>\nstream\n" + noise + b"\nendstream\nendobj\n"
    found = {w for text in gate_pdf.texts(data, 10**6) for w in words(text) if len(w) in (2, 3)}
    assert found <= {"obj", "pdf"}


def settings_of(tiny: Tiny, line: str) -> Edition:
    text = (tiny.root / "handbook/handbook.yml").read_text()
    tiny.write("handbook.yml", text.replace("downloads: [docx, pdf]\n", line))
    return tiny.edition("public")


def test_a_handbook_chooses_its_copies(house: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {c.form for c in house.edition("public").copies} == {"docx", "pdf"}
    assert not house.edition("draft").copies
    monkeypatch.setattr(downloads, "find_spec", lambda _: None)
    assert {c.form for c in house.edition("public").copies} == {"docx"}
    assert {c.form for c in settings_of(house, "").copies} == {"docx"}
    monkeypatch.setattr(downloads, "MANY", 0)
    assert not house.edition("public").copies
    monkeypatch.setattr(downloads, "MANY", 250)
    house.write("handbook.yml", (house.root / "handbook/handbook.yml").read_text() + "downloads: []\n")  # fmt: skip
    assert not house.edition("public").copies
