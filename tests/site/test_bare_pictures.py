"""Pictures leave without what stands beside the picture, and look the same."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageOps, PngImagePlugin

from tests.site.tiny import DAY, Tiny, tree
from zowerkenwij.site import build
from zowerkenwij.site.bare_pictures import bare, strip

SECRET = b"kanariezin"
PLACE = {0x0112: 6, 0x010E: "kanariezin", 0x013B: "kanariezin", 0x9003: "2026:01:01 10:00:00"}


def photo(kind: str, **options: Any) -> bytes:
    picture = Image.linear_gradient("L").resize((40, 24)).convert("RGB")
    exif = Image.Exif()
    exif.update(PLACE)
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 1.0, 2.0), 29: "kanariezin"})
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", "kanariezin")
        info.add_text("Comment", "kanariezin", zip=True)
        info.add_itxt("XML:com.adobe.xmp", "kanariezin", "nl", "kanariezin")
        options["pnginfo"] = info
    if kind == "JPEG":
        options |= {"comment": SECRET, "xmp": SECRET}
    if kind == "GIF":
        options["comment"] = SECRET
    if kind == "WEBP":
        options |= {"xmp": SECRET, "lossless": True}
    file = io.BytesIO()
    picture.save(file, kind, exif=exif, **options)
    return file.getvalue() + SECRET


def shown(data: bytes) -> Image.Image:
    """The picture as a browser turns it."""
    return ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGBA")


@pytest.mark.parametrize(("kind", "options"), [
    ("JPEG", {}), ("JPEG", {"progressive": True, "dpi": (72, 72)}), ("JPEG", {"icc_profile": b"kleuren" * 20}),
    ("PNG", {}), ("PNG", {"icc_profile": b"kleuren" * 20, "dpi": (72, 72)}), ("GIF", {}), ("WEBP", {}), ("WEBP", {"icc_profile": b"kleuren" * 20}),
])  # fmt: skip
def test_a_picture_loses_what_stands_beside_it_and_looks_the_same(
    kind: str, options: dict[str, Any]
) -> None:
    data = photo(kind, **options)
    assert data.count(SECRET) > 0
    made = bare(data)
    assert SECRET not in made
    opened = Image.open(io.BytesIO(made))
    assert not set(opened.getexif()) - {0x0112}
    assert opened.info.get("icc_profile") == options.get("icc_profile")
    assert not {"comment", "Comment", "Author", "xmp"} & set(opened.info)
    assert ImageChops.difference(shown(data), shown(made)).getbbox() is None
    assert shown(made).size == ((40, 24) if kind == "GIF" else (24, 40))
    assert bare(made) == made


def test_a_moving_picture_moves_on() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "white", "blue")]
    file = io.BytesIO()
    frames[0].save(
        file, "GIF", save_all=True, append_images=frames[1:], comment=SECRET, loop=0, duration=50
    )
    made = Image.open(io.BytesIO(bare(file.getvalue())))
    assert (made.n_frames, made.info["loop"], made.info["duration"]) == (3, 0, 50)
    assert b"kanarie" not in bare(file.getvalue())


def test_a_drawing_loses_its_remarks() -> None:
    data = (
        b'<?xml version="1.0"?><!-- kanariezin --><svg xmlns="http://www.w3.org/2000/svg" '
        b"inkscape:export-filename=\"/home/kanariezin/x.png\" sodipodi:docname='kanariezin'>"
        b"<metadata id='m'><a>kanariezin</a></metadata><metadata/><style><![CDATA[a<!--b-->]]></style>"
        b'<text x="1">inkscape:a="b"</text></svg>'
    )
    assert bare(data) == (
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">'
        b'<style><![CDATA[a<!--b-->]]></style><text x="1">inkscape:a="b"</text></svg>'
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_picture_that_is_cut_off_anywhere_gives_no_trouble(kind: str) -> None:
    data = photo(kind)
    for end in range(0, len(data), 3):
        assert len(bare(data[:end])) <= end + 1
        torn = data[:end] + b"\xff" * 4 + data[end + 4 :]
        assert isinstance(bare(torn), bytes)


@pytest.mark.parametrize(
    "data", [b"", b"tekst", b"%PDF-1.7", struct.pack("<4sI4s", b"RIFF", 4, b"WAVE")]
)
def test_what_is_no_picture_stays(data: bytes) -> None:
    assert bare(data) == data


def test_a_folder_of_pictures_is_bare_and_the_rest_is_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/FOTO.JPG").write_bytes(photo("JPEG"))
    (tmp_path / "tekst.txt").write_bytes(SECRET)
    strip(tmp_path)
    assert SECRET not in (tmp_path / "a/FOTO.JPG").read_bytes()
    assert (tmp_path / "tekst.txt").read_bytes() == SECRET


@pytest.mark.slow
def test_no_picture_of_a_site_or_its_copies_tells_who_made_it(tiny: Tiny, tmp_path: Path) -> None:
    settings = (tiny.root / "handbook/handbook.yml").read_text()
    tiny.write("handbook.yml", settings + "downloads: [docx, pdf]\n")
    tiny.write("assets/deur.jpg", photo("JPEG"))
    tiny.write("assets/kaart.png", photo("PNG"))
    tiny.write("static/logo.png", photo("PNG"))
    tiny.add("open", "![De deur](../assets/deur.jpg)\n\n![De kaart](../assets/kaart.png)\n")
    before = tree(tiny.root)
    (site,) = build.publish(tiny.location, "public", DAY, tmp_path / "site")
    found = {path.name: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    with zipfile.ZipFile(io.BytesIO(found["open-1.0.docx"])) as archive:
        found |= {name: archive.read(name) for name in archive.namelist()}
    assert {"deur.jpg", "kaart.png", "logo.png", "open-1.0.pdf"} <= set(found)
    assert not [name for name, data in found.items() if SECRET in data]
    assert shown(found["deur.jpg"]).size == (24, 40)
    assert tree(tiny.root) == before
    (again,) = build.publish(tiny.location, "public", DAY, tmp_path / "again")
    assert tree(site) == tree(again)
