"""The gate reads every byte of the output and lets nothing narrower through."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from pathlib import Path

import pytest

from tests.site.tiny import DAY, Tiny
from zowerkenwij.site import edition, gate
from zowerkenwij.site.gate_reading import UnreadableOutput, readings, words

RUN = "de sleutel van de voordeur ligt elke avond bij portier Jansen onder de mat"
TITLE = "Sluitplan van de nacht"


@pytest.fixture
def house(tiny: Tiny) -> Tiny:
    """One document of each audience, with things to give away."""
    tiny.write("assets/kluiskaart.png", b"x")
    tiny.add("open", "Iedereen mag weten dat wij op tijd en rustig naar binnen gaan.")
    tiny.add("vraag", "Tekst.", "on-request", title="Antipestprotocol")
    tiny.add("nachtplan", f"Let op: {RUN}.\n\n![Kluis](../assets/kluiskaart.png)\n\n<!-- vraag Kobus van de meldkamer -->",
             "restricted", title=TITLE, keywords=["sleutelroute", "code van de kluis"], short_links=[204711],
             summary="Zo sluit je 's nachts alle deuren af zonder alarm te maken.", note="Route langs kelder toegevoegd.")  # fmt: skip
    return tiny


def test_an_action_that_insiders_see_is_no_leak_of_the_plan_that_repeats_it(
    tiny: Tiny, tmp_path: Path
) -> None:
    text = "Elke leerling heeft vanaf de eerste dag een eigen mentor"
    tiny.write("schools/het-schip/improvement.yml",
               f"- {{id: mentor, theme: Rust, title: {text}, status: planned, years: [2026-2027]}}\n")  # fmt: skip
    tiny.add("open", "Tekst.", working=f"# Open\n\n{text}.")
    plant(tmp_path / "uit", "a.html", f"<h3>{text}</h3>")
    assert leaks(tiny, tmp_path / "uit", "staff") == []
    assert leaks(tiny, tmp_path / "uit", "public") != []


def leaks(tiny: Tiny, folder: Path, audience: str = "public") -> list[tuple[str, str, str]]:
    handbook = tiny.load()
    built = edition.build(handbook, audience, DAY)
    return [(leak.file, leak.document, leak.what) for leak in gate.check(handbook, built, folder)]


def plant(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def zipped(text: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:t>{text}</w:t>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", f"<p>{RUN}</p>"),
        ("a.html", f"<p>{RUN.upper()}</p>"),
        ("a.html", "<p>" + RUN.replace(" ", "</em>\n<strong>") + "</p>"),
        ("a.html", f'<p title="{RUN}">Hallo</p>'),
        ("a.html", f"<!-- {RUN} -->"),
        ("a.html", "".join(f"&#{ord(c)};" for c in RUN)),
        ("a.html", f"<script>var x = '{RUN}'</script>"),
        ("a.html", f'<a href="mailto:x?subject={RUN.replace(" ", "%20")}">x</a>'),
        ("zoeken/index.json", json.dumps({"t": RUN.replace("e", "\u00e9")}).replace("\\u00e9", "\\u0065")),
        ("feed.xml", f"<summary>{RUN}</summary>"),
        ("sitemap.xml.gz", gzip.compress(f"<loc>{RUN}</loc>".encode(), mtime=0)),
        ("assets/brief.docx", zipped(RUN)),
        ("assets/brief.pdf", b"%PDF-1.7\nstream\n" + zlib.compress(f"({RUN}) Tj".encode()) + b"\nendstream"),
        ("assets/brief.txt", RUN.encode("utf-16")),
        ("js/x.js", f"// {RUN}"),
        ("map/" + RUN.replace(" ", "-") + ".html", "leeg"),
    ],
)  # fmt: skip
def test_a_run_of_words_is_found_wherever_it_hides(
    house: Tiny, tmp_path: Path, name: str, data: str | bytes
) -> None:
    out = tmp_path / "out"
    plant(out, name, data)
    assert leaks(house, out) == [(name, "nachtplan", "de tekst")]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (TITLE, "de titel"),
        ("sleutelroute", "een zoekwoord of andere naam"),
        ("de code van de kluis", "een zoekwoord of andere naam"),
        ("Zo sluit je 's nachts alle deuren af zonder alarm te maken.", "de samenvatting"),
        ("Route langs kelder toegevoegd", "een regel uit het versieregister"),
        ("kluiskaart.png", "de naam van een bijlage"),
        ("d/nachtplan/", "het adres"),
        ("protocols/nachtplan.md", "het pad"),
        ("https://klein.example/204711", "het adres"),
        ("vraag Kobus van de meldkamer", "een verborgen opmerking"),
        ("Stella Stilhouder", "de naam van een persoon die niet openbaar is"),
        ("toestel zevenentachtig", "bereikbaarheid die alleen voor medewerkers is"),
    ],
)
def test_small_things_that_give_away_a_narrower_record_are_found(
    house: Tiny, tmp_path: Path, text: str, what: str
) -> None:
    out = tmp_path / "out"
    plant(out, "a.html", f"<p>En {text} en zo.</p>")
    assert what in {found for _, _, found in leaks(house, out)}


def test_a_digest_and_a_folder_name_are_found(house: Tiny, tmp_path: Path) -> None:
    digest = house.load().by_id["nachtplan"].digest.removeprefix("sha256:")
    plant(tmp_path / "out", "a.html", f'<p data-x="{digest}">x</p>')
    plant(tmp_path / "out", "d/nachtplan/index.html", "leeg")
    assert {what for _, _, what in leaks(house, tmp_path / "out")} == {
        "een tekstkenmerk",
        "het adres",
    }


def test_passages_drafts_and_comments_of_an_open_document_are_found(
    tiny: Tiny, tmp_path: Path
) -> None:
    tiny.add(
        "open", f"Hallo allemaal.\n\n::: audience staff\n\n{RUN}.\n\n:::\n\n<!-- navragen bij Toos -->",
        working="# Open\n\nVanaf volgend jaar gaan wij elke ochtend om acht uur samen zingen.\n",
    )  # fmt: skip
    plant(tmp_path / "out", "passage.html", RUN)
    plant(
        tmp_path / "out",
        "concept.html",
        "vanaf volgend jaar gaan wij elke ochtend om acht uur samen zingen",
    )
    plant(tmp_path / "out", "opmerking.html", "navragen bij Toos")
    assert leaks(tiny, tmp_path / "out") == [
        ("concept.html", "open", "een concept dat niet is vastgesteld"),
        ("opmerking.html", "open", "een verborgen opmerking"),
        ("passage.html", "open", "een passage voor een smallere doelgroep"),
    ]
    assert {file for file, _, _ in leaks(tiny, tmp_path / "out", "staff")} == {
        "concept.html",
        "opmerking.html",
    }


@pytest.mark.parametrize(
    "marker",
    [
        "::: audience restricted",
        "- ::: audience restricted",
        "> ::: audience restricted",
        "   :::audience restricted",
    ],
)
def test_a_marker_that_the_reader_does_not_take_is_still_one_for_the_gate(
    tiny: Tiny, tmp_path: Path, marker: str
) -> None:
    tiny.add("open", f"Hallo.\n\n{marker}\n\n{RUN}.\n")
    plant(tmp_path / "out", "a.html", RUN)
    assert leaks(tiny, tmp_path / "out")


def test_words_that_may_be_shown_anyway_are_no_leak(house: Tiny, tmp_path: Path) -> None:
    house.add("zelfde", f"Ook hier: {RUN}. Denk aan de sleutelroute.", title="Zelfde")
    plant(tmp_path / "out", "a.html", f"{RUN} sleutelroute")
    assert leaks(house, tmp_path / "out") == []


def test_titles_of_on_request_and_staff_documents_may_stand_where_a_reference_put_them(
    house: Tiny, tmp_path: Path
) -> None:
    plant(
        tmp_path / "out",
        "a.html",
        "Zie het Antipestprotocol (op te vragen bij de schooladministratie).",
    )
    assert leaks(house, tmp_path / "out") == []


def test_a_list_that_puts_a_long_title_beside_other_words_is_no_leak(
    tiny: Tiny, tmp_path: Path
) -> None:
    title = "Handelen bij verbale en fysieke agressie van leerlingen"
    tiny.add("agressie", "Tekst.", title=title)
    tiny.add("team", f"Gebruik {title} met je collega.", "staff")
    plant(tmp_path / "out", "a.html", f"<li>{title}</li><li>Met wie kan ik praten</li>")
    assert leaks(tiny, tmp_path / "out") == []


def test_the_restricted_edition_may_show_everything_but_drafts(house: Tiny, tmp_path: Path) -> None:
    plant(tmp_path / "out", "a.html", f"{RUN} {TITLE} sleutelroute d/nachtplan/ Stella Stilhouder")
    assert leaks(house, tmp_path / "out", "restricted") == []
    assert leaks(house, tmp_path / "out", "draft") == []


@pytest.mark.parametrize("data", [b"\x1f\x8b kapot", b"PK\x03\x04 kapot"])
def test_a_file_that_cannot_be_read_is_a_leak(house: Tiny, tmp_path: Path, data: bytes) -> None:
    plant(tmp_path / "out", "assets/x.bin", data)
    assert [file for file, _, _ in leaks(house, tmp_path / "out")] == ["assets/x.bin"]


def test_a_symbolic_link_is_a_leak(house: Tiny, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/x.html").symlink_to(house.root / "handbook/handbook.yml")
    assert leaks(house, tmp_path / "out") == [
        ("x.html", "uitvoer", "dit bestand is niet te lezen en dus niet te controleren")
    ]


def test_archives_in_archives_are_read_to_a_depth_and_no_further() -> None:
    data = b"geheim"
    for _ in range(3):
        data = gzip.compress(data)
    assert "geheim" in "".join(readings("x.gz.gz.gz", data))
    for _ in range(3):
        data = gzip.compress(data)
    with pytest.raises(UnreadableOutput):
        list(readings("x.gz", data))


def test_words_are_the_same_whatever_way_they_are_written() -> None:
    assert words("Coördinator  _nooit_ ﬁets") == words("coo\u0308rdinator *NOOIT* fiets")


def test_the_refusal_names_file_and_document(house: Tiny, tmp_path: Path) -> None:
    plant(tmp_path / "out", "a.html", RUN)
    handbook = house.load()
    found = gate.check(handbook, edition.build(handbook, "public", DAY), tmp_path / "out")
    assert "a.html: de tekst (nachtplan)" in gate.refusal(found, "public")
    assert "'openbaar'" in gate.refusal(found, "public")


def test_files_of_a_theme_are_no_leak_unless_they_were_changed(house: Tiny, tmp_path: Path) -> None:
    theme, site = tmp_path / "theme", tmp_path / "site"
    for folder in (theme, site):
        plant(folder, "assets/zoek.js", f"var t = '{TITLE}'")
    handbook = house.load()
    built = edition.build(handbook, "public", DAY)
    assert gate.check(handbook, built, site)
    assert gate.check(handbook, built, site, [theme]) == ()
    plant(site, "assets/zoek.js", f"var t = '{TITLE}' // meer")
    assert gate.check(handbook, built, site, [theme])
