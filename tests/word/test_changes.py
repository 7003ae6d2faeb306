"""Tracked changes and comments: all listed; accepting and rejecting give what pandoc gives."""

from __future__ import annotations

import re
from pathlib import Path

import pypandoc
import pytest

from tests.word.hostile import RELS, TYPES, document, packed, paragraph, word
from zowerkenwij.text.blocks import dump
from zowerkenwij.word.reader import accept, choose, read, reject

WHO = 'w:id="1" w:author="Vera Voorbeeld" w:date="2026-03-01T10:00:00Z"'


def run(words: str, mark: str = "") -> str:
    return f"<w:r>{mark}<w:t xml:space='preserve'>{words}</w:t></w:r>"


def inserted(words: str) -> str:
    return f"<w:ins {WHO}>{run(words)}</w:ins>"


def deleted(words: str) -> str:
    return f"<w:del {WHO}><w:r><w:delText xml:space='preserve'>{words}</w:delText></w:r></w:del>"


def marked(mark: str, inner: str) -> str:
    return f"<w:p><w:pPr><w:rPr><w:{mark} {WHO}/></w:rPr></w:pPr>{inner}</w:p>"


def moved(kind: str, words: str) -> str:
    return (f'<w:move{kind}RangeStart w:id="7" w:name="m1" w:author="Vera Voorbeeld" w:date="2026-03-01T10:00:00Z"/>'
            f"<w:move{kind} {WHO}>{run(words)}</w:move{kind}><w:move{kind}RangeEnd w:id=\"7\"/>")  # fmt: skip


def row(words: str, mark: str = "") -> str:
    properties = f"<w:trPr><w:{mark} {WHO}/></w:trPr>" if mark else ""
    return f"<w:tr>{properties}<w:tc>{paragraph(words)}</w:tc><w:tc>{paragraph('x')}</w:tc></w:tr>"


BOLD = f"<w:rPr><w:b/><w:rPrChange {WHO}><w:rPr/></w:rPrChange></w:rPr>"
CASES = {
    "insert": (f"<w:p>{run('Een ')}{inserted('nieuw ')}{run('woord')}</w:p>", ["insert"]),
    "delete": (f"<w:p>{run('Een ')}{deleted('oud ')}{run('woord')}</w:p>", ["delete"]),
    "both": (f"<w:p>{run('Een ')}{deleted('oud')}{inserted('nieuw')}{run(' woord')}</w:p>",
             ["delete", "insert"]),
    "deletion in an insertion": (
        f"<w:p>{run('A ')}<w:ins {WHO}>{run('b ')}{deleted('c ')}</w:ins>{run('d')}</w:p>",
        ["insert", "delete"]),
    "split paragraph": (marked("ins", run("Eerste ")) + paragraph("tweede"), ["paragraph-insert"]),
    "joined paragraphs": (marked("del", run("Eerste ")) + paragraph("tweede"), ["paragraph-delete"]),
    "joined without a blank": (marked("del", run("Een")) + paragraph("deel"), ["paragraph-delete"]),
    "split without a blank": (marked("ins", run("Een")) + paragraph("deel"), ["paragraph-insert"]),
    "whole paragraph": (marked("ins", inserted("Nieuwe alinea")) + paragraph("Blijft"),
                        ["paragraph-insert", "insert"]),
    "move": (f"<w:p>{moved('From', 'hier ')}{run('tekst ')}{moved('To', 'daar ')}</w:p>", ["move"]),
    "format": (f"<w:p>{run('vet', BOLD)}</w:p>", ["format"]),
    "link": (f'<w:p><w:hyperlink w:anchor="x">{inserted("naar x")}</w:hyperlink></w:p>', ["insert"]),
}  # fmt: skip
ROWS = f"<w:tbl>{row('kop')}{row('nieuw', 'ins')}{row('weg', 'del')}{row('blijft')}</w:tbl>"


def words(text: str) -> str:
    return " ".join(re.sub(r"[^\w*]+", " ", text).split())


@pytest.mark.parametrize("name", CASES)
def test_every_change_is_listed_with_author_and_date(name: str) -> None:
    body, kinds = CASES[name]
    changes = read(word(body)).changes
    assert [c.kind for c in changes] == kinds
    assert {c.author for c in changes} == {"Vera Voorbeeld"}
    assert {c.on for c in changes} == {"2026-03-01T10:00:00Z"}
    assert [c.n for c in changes] == list(range(1, len(kinds) + 1))


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_accepting_and_rejecting_all_give_the_texts_of_pandoc(name: str, tmp_path: Path) -> None:
    data = word(CASES[name][0])
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    doc = read(data)
    for how, chosen in (("accept", accept(doc)), ("reject", reject(doc))):
        oracle = pypandoc.convert_file(
            str(path), "gfm", extra_args=[f"--track-changes={how}", "--wrap=none"]
        )
        own = dump((*chosen.blocks, *chosen.notes))
        paragraphs = [words(p) for p in re.split(r"\n\s*\n", oracle) if words(p)]
        if name == "format" and how == "reject":
            paragraphs = [p.replace("*", "") for p in paragraphs]  # pandoc keeps the bold
        plain = [re.sub(r"\]\(#?\w*\)|\[", "", p) for p in re.split(r"\n\s*\n", own)]
        shown = [re.sub(r"\]\(#?\w*\)|\[", "", p) for p in re.split(r"\n\s*\n", oracle)]
        if name == "format" and how == "reject":
            shown = [p.replace("*", "") for p in shown]
        assert [words(p) for p in plain if words(p)] == [words(p) for p in shown if words(p)]


def test_rows_of_tables_are_listed_and_taken_or_left() -> None:
    doc = read(word(ROWS))
    assert [(c.kind, c.before, c.after) for c in doc.changes] == [
        ("row-insert", "", "nieuw x"), ("row-delete", "weg x", ""),
    ]  # fmt: skip
    assert "nieuw" in dump(accept(doc).blocks)
    assert "weg" not in dump(accept(doc).blocks)
    assert "weg" in dump(reject(doc).blocks)
    assert "nieuw" not in dump(reject(doc).blocks)


def test_a_format_without_its_former_looks_is_plain_again_when_rejected() -> None:
    body = CASES["format"][0].replace("<w:rPr/>", "")  # so LibreOffice writes it
    assert dump(accept(read(word(body))).blocks) == "**vet**\n"
    assert dump(reject(read(word(body))).blocks) == "vet\n"
    assert dump(choose(word(body), lambda _: False).blocks) == "vet\n"


def test_a_change_that_ends_inside_a_content_control_is_read() -> None:
    """LibreOffice writes this, which is no XML, when somebody takes out a slot."""
    control = '<w:sdt><w:sdtPr><w:id w:val="9"/><w:text/></w:sdtPr><w:sdtContent>'
    broken = f"<w:del {WHO}>{control}</w:del>{deleted('de school')}</w:sdtContent></w:sdt>"
    doc = read(word(f"<w:p>{run('Bel ')}{broken}{run('nu')}</w:p>"))
    assert dump(accept(doc).blocks) == "Bel nu\n"
    assert dump(reject(doc).blocks) == "Bel de schoolnu\n"
    assert [c.before for c in doc.changes] == ["de school"]


def test_a_change_names_the_heading_above_it() -> None:
    doc = read(word(paragraph("Melden", "Kop2") + CASES["insert"][0]))
    assert doc.changes[0].section == "Melden"


def test_comments_come_with_quote_thread_and_state() -> None:
    space = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    )
    remarks = (
        f'<w:comments {space}><w:comment w:id="0" w:author="Vera Voorbeeld" w:date="2026-03-01T10:00:00Z">'
        '<w:p w14:paraId="0A"><w:r><w:t>Klopt dit?</w:t></w:r></w:p></w:comment>'
        '<w:comment w:id="1" w:author="Daan Voorbeeld"><w:p w14:paraId="0B"><w:r><w:t>Ja.</w:t></w:r>'
        "</w:p></w:comment></w:comments>"
    )
    extended = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:commentEx w15:paraId="0A" w15:done="1"/>'
        '<w15:commentEx w15:paraId="0B" w15:paraIdParent="0A" w15:done="0"/></w15:commentsEx>'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}comments" Target="comments.xml"/>'
        '<Relationship Id="r2" Type="http://schemas.microsoft.com/office/2011/relationships/'
        'commentsExtended" Target="commentsExtended.xml"/></Relationships>'
    )
    body = (
        f'<w:p>{run("Bel ")}<w:commentRangeStart w:id="0"/><w:commentRangeStart w:id="1"/>'
        f'{run("de directeur")}<w:commentRangeEnd w:id="0"/><w:commentRangeEnd w:id="1"/></w:p>'
    )
    doc = read(packed({
        "[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": document(body),
        "word/_rels/document.xml.rels": rels, "word/comments.xml": remarks,
        "word/commentsExtended.xml": extended,
    }))  # fmt: skip
    assert [(c.author, c.text, c.quote, c.parent, c.resolved) for c in doc.comments] == [
        ("Vera Voorbeeld", "Klopt dit?", "de directeur", None, True),
        ("Daan Voorbeeld", "Ja.", "de directeur", 1, False),
    ]


def test_a_change_of_the_look_says_what_it_was_and_what_it_became() -> None:
    style = '<w:pPr><w:pStyle w:val="Kop2"/><w:pPrChange {}><w:pPr/></w:pPrChange></w:pPr>'
    doc = read(word(f"<w:p>{run('vet', BOLD)}</w:p><w:p>{style.format(WHO)}{run('Doel')}</w:p>"))
    assert [(c.before, c.after) for c in doc.changes] == [
        ("vet [gewoon]", "vet [vet]"), ("Doel [gewoon]", "Doel [stijl Kop2]"),
    ]  # fmt: skip


def test_a_split_and_a_join_show_the_paragraph_that_they_are_about() -> None:
    doc = read(word(marked("ins", run("Eerste ")) + marked("del", run("tweede"))))
    assert [(c.kind, c.before, c.after) for c in doc.changes] == [
        ("paragraph-insert", "", "Eerste"), ("paragraph-delete", "tweede", ""),
    ]  # fmt: skip


def test_a_change_in_a_text_box_is_listed_once() -> None:
    box = f"<w:pict><w:txbxContent><w:p>{inserted('nieuw')}</w:p></w:txbxContent></w:pict>"
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    doc = read(word(f"<w:p><w:r>{both}</w:r></w:p>"))
    assert [(c.kind, c.after) for c in doc.changes] == [("insert", "nieuw")]


def test_two_authors_in_one_sentence_keep_their_own_changes() -> None:
    other = WHO.replace("Vera", "Daan")
    gone = "<w:r><w:delText xml:space='preserve'>c </w:delText></w:r>"
    body = f"<w:p>{run('A ')}<w:ins {WHO}>{run('b ')}<w:del {other}>{gone}</w:del></w:ins>{run('d')}</w:p>"
    doc = read(word(body))
    assert [(c.kind, c.author, c.before, c.after) for c in doc.changes] == [
        ("insert", "Vera Voorbeeld", "", "b c"), ("delete", "Daan Voorbeeld", "c", ""),
    ]  # fmt: skip
    assert dump(accept(doc).blocks) == "A b d\n"
    assert dump(reject(doc).blocks) == "A d\n"


def test_a_change_in_a_note_stands_under_the_heading_of_its_mark() -> None:
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:footnote w:id="2"><w:p>{inserted("Zie bijlage.")}</w:p></w:footnote></w:footnotes>'
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/footnotes" Target="footnotes.xml"/></Relationships>'
    )
    body = (paragraph("Melden", "Kop2") + '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
            + paragraph("Later", "Kop2"))  # fmt: skip
    doc = read(
        word(body, word__footnotes_DOT_xml=notes, word___rels__document_DOT_xml_DOT_rels=rels)
    )
    assert [(c.section, c.after) for c in doc.changes] == [("Melden", "Zie bijlage.")]


def by(author: str, kind: str, inner: str) -> str:
    return (
        f'<w:{kind} w:id="9" w:author="{author}" w:date="2026-03-02T10:00:00Z">{inner}</w:{kind}>'
    )


def gone(text: str) -> str:
    return f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'


MIXED = (
    paragraph("Melden", "Kop2")
    + f"<w:p>{run('Een ')}{by('Vera', 'del', gone('oud '))}{by('Vera', 'ins', run('nieuw '))}{run('woord.')}</w:p>"
    + paragraph("Nazorg", "Kop2")
    + f"<w:p>{run('Bel ')}{by('Daan', 'ins', run('nooit '))}{run('de ouders.')}</w:p>"
    + f"<w:p>{moved('From', 'hier ')}{run('tekst ')}{moved('To', 'daar')}</w:p>"
    + f"<w:p>{run('vet', BOLD)}</w:p>"
)
CHOICES = [
    (lambda c: c.author == "Vera", "Een nieuw woord.", "Bel de ouders.", "hier tekst", "vet"),
    (lambda c: c.section == "Nazorg", "Een oud woord.", "Bel nooit de ouders.", "tekst daar", "**vet**"),
    (lambda c: c.n in (1, 3), "Een woord.", "Bel nooit de ouders.", "hier tekst", "vet"),
    (lambda c: c.kind == "move", "Een oud woord.", "Bel de ouders.", "tekst daar", "vet"),
    (lambda c: True, "Een nieuw woord.", "Bel nooit de ouders.", "tekst daar", "**vet**"),
    (lambda c: False, "Een oud woord.", "Bel de ouders.", "hier tekst", "vet"),
]  # fmt: skip


@pytest.mark.parametrize("choice", CHOICES)
def test_changes_are_chosen_by_number_author_section_or_kind(choice) -> None:
    accepts, *wanted = choice
    text = dump(choose(word(MIXED), accepts).blocks)
    assert [x for x in text.split("\n") if x and not x.startswith("#")] == wanted


def test_choosing_all_or_nothing_is_accepting_or_rejecting() -> None:
    for body in (*(c[0] for c in CASES.values()), ROWS, MIXED):
        data = word(body)
        assert choose(data, lambda _: True).blocks == accept(read(data)).blocks
        assert choose(data, lambda _: False).blocks == reject(read(data)).blocks
