"""What the reader keeps: pandoc writes the file, our reader gives the text back."""

from __future__ import annotations

from pathlib import Path

import pypandoc
import pytest

from tests.word.hostile import RELS, TYPES, document, packed, paragraph, word
from zowerkenwij.text.blocks import dump, nodes
from zowerkenwij.word.reader import read

TEXTS = {
    "headings": "# Een\n\n## Twee\n\n### Drie\n",
    "nested lists": "1. een\n2. twee\n    - sub\n    - sub twee\n3. drie\n",
    "marks": "**vet** en *schuin* en ***beide*** en H<sub>2</sub>O en m<sup>2</sup> en <s>weg</s>\n",
    "table": "| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |\n",
    "notes": "Tekst[^1] en meer[^2].\n\n[^1]: Een noot met [link](https://x.example/).\n\n[^2]: Nog een.\n",
    "links": "Zie [hier](https://x.example/a?b=c) en [mail](mailto:info@dewaterkant.example).\n",
    "quote": "> Een citaat.\n>\n> Nog een regel.\n",
    "code": "```\nregel een\n  regel twee\n```\n",
    "list start": "4. vier\n5. vijf\n",
    "task list": "- [ ] open\n- [x] klaar\n",
    "definitions": "Begrip\n\n:   Wat het is.\n",
    "break": "Een<br />\nTwee\n",
    "dutch": "Eén “geval” – niet ’s avonds…\n",
}
FROM = "markdown_strict+pipe_tables+footnotes+fenced_code_blocks+task_lists+definition_lists+startnum+raw_html+native_spans"


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_pandoc_wrote_comes_back(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    text = TEXTS[name]
    for tag, mark in (("<sub>", "~"), ("</sub>", "~"), ("<sup>", "^"), ("</sup>", "^"), ("<s>", "~~"),
                      ("</s>", "~~"), ("<br />\n", "\\\n")):  # fmt: skip
        text = text.replace(tag, mark)
    pypandoc.convert_text(text, "docx", format="markdown-smart", outputfile=str(path))
    doc = read(path.read_bytes())
    shown = dump((*doc.blocks, *doc.notes))
    expected = TEXTS[name].replace("\n\n:   ", "\n:   ")
    assert shown == expected


def item(words: str, instance: int, level: int = 0) -> str:
    return (f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{instance}"/></w:numPr></w:pPr>'
            f"<w:r><w:t>{words}</w:t></w:r></w:p>")  # fmt: skip


NUMBERS = (
    '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="5"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    "</w:numbering>"
)
STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:styleId="Kop1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Eigen"><w:name w:val="Eigen kop"/><w:basedOn w:val="Kop1"/></w:style>'
    '<w:style w:styleId="Oud"><w:name w:val="Heading 1 oud"/></w:style>'
    '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="Schrijver"><w:name w:val="Author"/><w:basedOn w:val="Titel"/></w:style>'
    '<w:style w:styleId="X2"><w:name w:val="Kop 2"/></w:style>'
    '<w:style w:styleId="Niveau"><w:name w:val="Iets"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    "</w:styles>"
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def full(body: str) -> bytes:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{KIND}numbering" Target="numbering.xml"/>'
        f'<Relationship Id="r2" Type="{KIND}styles" Target="styles.xml"/></Relationships>'
    )
    return packed({"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/numbering.xml": NUMBERS,
                   "word/document.xml": document(body), "word/_rels/document.xml.rels": rels,
                   "word/styles.xml": STYLES})  # fmt: skip


LISTS = {
    "one list": (item("a", 1) + item("b", 1), "1. a\n2. b\n"),
    "other instance without restart goes on": (item("a", 1) + item("b", 3), "1. a\n2. b\n"),
    "a restart opens a new list": (item("a", 1) + item("b", 2), "1. a\n\n<!-- -->\n\n1. b\n"),
    "a restart fires once": (
        item("a", 1) + item("b", 2) + item("c", 2), "1. a\n\n<!-- -->\n\n1. b\n2. c\n"),
    "numbers go on behind words": (
        item("a", 1) + paragraph("tussen") + item("b", 1), "1. a\n\ntussen\n\n2. b\n"),
    "nested": (item("a", 1) + item("b", 1, 1) + item("c", 1), "1. a\n    1. b\n2. c\n"),
    "own start": (item("a", 5), "7. a\n"),
    "another kind": (item("a", 1) + item("b", 4), "1. a\n\n- b\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_lists_follow_the_numbers_that_word_shows(name: str) -> None:
    body, expected = LISTS[name]
    assert dump(read(full(body)).blocks) == expected


@pytest.mark.parametrize(("style", "level"), [("Kop1", 1), ("Eigen", 1), ("X2", 2), ("Niveau", 3)])
def test_a_heading_is_known_by_name_base_language_or_level(style: str, level: int) -> None:
    assert read(full(paragraph("Kop", style))).blocks == (
        nodes.Heading(level, (nodes.Text("Kop"),)),
    )


def test_a_style_that_is_only_called_like_a_heading_is_running_text() -> None:
    assert read(full(paragraph("Kop", "Oud"))).blocks == (nodes.Paragraph((nodes.Text("Kop"),)),)


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words)}</w:tc>"


def test_merged_cells_become_spans() -> None:
    wide, first = "<w:gridSpan w:val='2'/>", "<w:vMerge w:val='restart'/>"
    body = (
        f"<w:tbl><w:tr>{cell('a', wide)}</w:tr>"
        f"<w:tr>{cell('b', first)}{cell('c')}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('d')}</w:tr></w:tbl>"
    )
    (table,) = read(word(body)).blocks
    spans = [[(c.colspan, c.rowspan) for c in row.cells] for row in table.body]
    assert spans == [[(2, 1)], [(1, 2), (1, 1)], [(1, 1)]]


def test_a_leading_table_of_facts_is_proposed_and_not_applied() -> None:
    row = f"<w:tr>{cell('Versie')}{cell('2.1')}</w:tr><w:tr>{cell('Eigenaar')}{cell('Directeur')}</w:tr>"
    doc = read(word(f"<w:tbl>{row}</w:tbl>"))
    assert doc.proposals == {"version": "2.1", "owner": "Directeur"}


def test_a_choice_is_read_and_its_fallback_is_not() -> None:
    body = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice><w:t>keuze</w:t></mc:Choice><mc:Fallback><w:t>anders</w:t></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert dump(read(word(body)).blocks) == "keuze\n"


def test_a_text_box_stands_once_behind_its_paragraph() -> None:
    box = f"<w:pict><w:txbxContent>{paragraph('In het kader')}</w:txbxContent></w:pict>"
    doc = read(word(f"<w:p><w:r><w:t>Tekst</w:t></w:r><w:r>{box}</w:r></w:p>"))
    assert dump(doc.blocks) == 'Tekst\n\n<aside markdown="1">\n\nIn het kader\n\n</aside>\n'


def test_hidden_words_and_missing_parts_are_losses() -> None:
    doc = read(word("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>geheim</w:t></w:r></w:p>"))
    assert [(x.kind, x.text) for x in doc.losses] == [("hidden", "geheim")]


def test_a_strict_file_reads_as_a_usual_one() -> None:
    text = document(paragraph("Streng")).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    data = packed({"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": text})
    assert dump(read(data).blocks) == "Streng\n"


LOOK = '<w:tblPr><w:tblLook w:val="04A0"/></w:tblPr>'


def rows(*texts: tuple[str, str], look: str = LOOK) -> str:
    return f"<w:tbl>{look}{''.join(f'<w:tr>{cell(a)}{cell(b)}</w:tr>' for a, b in texts)}</w:tbl>"


def test_a_look_that_sets_the_first_row_apart_makes_it_the_head() -> None:
    assert dump(read(word(rows(("Wie", "Wat"), ("Directeur", "Beslist")))).blocks) == (
        "| Wie | Wat |\n| --- | --- |\n| Directeur | Beslist |\n"
    )


def test_a_row_that_stands_alone_may_be_a_head() -> None:
    assert dump(read(word(rows(("Wie", "Wat")))).blocks) == "| Wie | Wat |\n| --- | --- |\n"
    (table,) = read(word(rows(("Wie", "Wat"), look=""))).blocks
    assert table.head == ()


def test_a_style_that_only_looks_like_the_title_is_running_text() -> None:
    assert dump(read(full(paragraph("A. Voorbeeld", "Schrijver"))).blocks) == "A. Voorbeeld\n"
    assert dump(read(full(paragraph("A. Voorbeeld", "Titel"))).blocks) == "# A. Voorbeeld\n"


def test_a_table_of_versions_proposes_its_newest_row() -> None:
    table = (("Versie", "Datum"), ("1.2", "2 mei 2019"), ("1.10", "3 juni 2021"), ("", ""))
    doc = read(word(rows(*table) + paragraph("Tekst")))
    assert doc.proposals == {"version": "1.10", "date": "3 juni 2021"}
    assert read(word(rows(("Wie", "Datum"), ("Jan", "2 mei")))).proposals == {}


def test_a_table_of_labels_and_values_has_no_head() -> None:
    doc = read(word(rows(("Versie", "1.0"), ("Status", "Concept"))))
    assert doc.proposals == {"version": "1.0", "status": "Concept"}
    (table,) = doc.blocks
    assert table.head == ()


def test_an_empty_table_is_kept() -> None:
    (table,) = read(word(rows(("", ""), ("", "")))).blocks
    assert len(table.body) == 2


def test_signs_of_symbol_fonts_are_characters() -> None:
    sign = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    letter = '<w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>\uf0b3 a</w:t></w:r>'
    unknown = '<w:r><w:sym w:font="Huisletters" w:char="F041"/></w:r>'
    doc = read(word(f"<w:p>{sign}{letter}{unknown}</w:p>"))
    assert dump(doc.blocks) == "✓≥ α\ufffd\n"
    assert [(x.kind, x.text) for x in doc.losses] == [("symbol", "Huisletters F041")]


def test_small_capitals_are_kept() -> None:
    small = "<w:r><w:rPr><w:smallCaps/></w:rPr><w:t>klein</w:t></w:r>"
    assert dump(read(word(f"<w:p>{small}</w:p>")).blocks) == (
        '<span style="font-variant: small-caps">klein</span>\n'
    )


def test_an_equation_stays_readable_and_is_a_loss() -> None:
    m = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    part = "<m:r><m:t>{}</m:t></m:r>".format
    body = (
        f"<w:p><m:oMath {m}><m:f><m:num>{part('a+b')}</m:num><m:den>{part('c')}</m:den></m:f>"
        f"<m:rad><m:deg/><m:e>{part('x')}</m:e></m:rad></m:oMath></w:p>"
    )
    doc = read(word(body))
    assert dump(doc.blocks) == "(a+b)/c√x\n"
    assert [(x.kind, x.text) for x in doc.losses] == [("equation", "(a+b)/c√x")]


def test_a_table_of_contents_is_one_loss_with_its_lines() -> None:
    lines = paragraph("Inhoud", "Kopvaninhoudsopgave") + paragraph("Doel 2", "Inhopg1")
    doc = read(word(lines + paragraph("Doel", "Kop1")))
    assert dump(doc.blocks) == "# Doel\n"
    assert [(x.kind, x.text) for x in doc.losses] == [("table-of-contents", "Inhoud Doel 2")]


def indented(words: str, left: int, more: str = "") -> str:
    return f'<w:p><w:pPr><w:ind w:left="{left}"{more}/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>'


def test_an_indented_paragraph_is_a_quotation_unless_much_is_indented() -> None:
    few = paragraph("a") + indented("Geciteerd", 720) + paragraph("b")
    assert dump(read(word(few)).blocks) == "a\n\n> Geciteerd\n\nb\n"
    hanging = paragraph("a") + indented("1. Stap", 720, ' w:hanging="720"') + paragraph("b")
    assert dump(read(word(hanging)).blocks) == "a\n\n1\\. Stap\n\nb\n"
    much = paragraph("a") + indented("Een", 720) + indented("Twee", 720) + indented("Drie", 720)
    assert ">" not in dump(read(word(much)).blocks)


def test_blanks_are_single_and_paragraphs_of_blanks_are_nothing() -> None:
    body = paragraph("Een  twee\tdrie") + paragraph("\u2002\u3000") + paragraph("vier")
    assert dump(read(word(body)).blocks) == "Een twee drie\n\nvier\n"


def test_code_with_an_empty_line_is_one_block() -> None:
    body = paragraph("een", "HTML Preformatted") + paragraph("", "HTML Preformatted")
    doc = read(word(body + paragraph("twee", "HTML Preformatted")))
    assert dump(doc.blocks) == "```\neen\n\ntwee\n```\n"


def test_a_list_of_its_own_behind_a_lower_level_stands_on_its_own() -> None:
    body = item("a", 1) + item("b", 1, 1) + item("c", 4) + item("d", 4)
    assert dump(read(full(body)).blocks) == "1. a\n    1. b\n\n- c\n- d\n"
