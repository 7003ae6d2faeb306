"""House templates as foundations have them, made in the test."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from tests.word.writer.test_pictures import png

LOGO = png(300, 60)


def _field(paragraph: object, code: str, shown: str) -> None:
    for kind, words in (("begin", ""), ("", code), ("separate", ""), ("text", shown), ("end", "")):
        run = paragraph.add_run()  # type: ignore[attr-defined]
        if kind == "text":
            run.text = words
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.text = words
            run._r.append(instruction)


@cache
def house_file(footer: tuple[str, ...] = ("zww.record", "zww.adopted")) -> bytes:
    """A template with own colours, page, a logo in the header, fields in the footer, and text in
    its body that must not come along."""
    made = docx.Document()
    made.styles["Normal"].font.name = "Georgia"
    made.styles["Normal"].font.size = Pt(11)
    for level in (1, 2, 3):
        made.styles[f"Heading {level}"].font.color.rgb = RGBColor.from_string("7A1F5C")
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2.5)
    head = section.header.paragraphs[0]
    head.add_run().add_picture(io.BytesIO(LOGO), width=Cm(3))
    head.add_run("  Huisstijl")
    for name in footer:
        _field(section.footer.paragraphs[0], f' DOCPROPERTY "{name}" \\* MERGEFORMAT ', "oud")
    made.add_paragraph("Deze tekst hoort niet in de export.")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The file with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()).encode() if name == part else content)
    return out.getvalue()


def in_dutch(data: bytes) -> bytes:
    """As Dutch Word saves it: English names, Dutch ids."""
    ids = {"Heading1": "Kop1", "Heading2": "Kop2", "Heading3": "Kop3", "ListParagraph": "Lijstalinea",
           "ListBullet": "Lijstopsomteken", "ListNumber": "Lijstnummering", "Normal": "Standaard",
           "Header": "Koptekst", "Footer": "Voettekst"}  # fmt: skip

    def dutch(xml: str) -> str:
        for old, new in ids.items():
            xml = re.sub(rf'(w:(?:styleId|val)=)"{old}"', rf'\1"{new}"', xml)
            xml = xml.replace(f'<w:name w:val="{new}"/>', f'<w:name w:val="{old}"/>')
        return xml

    for part in ("word/styles.xml", "word/header1.xml", "word/footer1.xml", "word/numbering.xml"):
        data = changed(data, part, dutch)
    return data
