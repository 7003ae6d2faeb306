"""Out to Word and back: what nobody changed keeps its bytes, what somebody changed comes back."""

from __future__ import annotations

import io
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.word.trip import new_protocol
from zowerkenwij.cli import context, exporting, importing
from zowerkenwij.cli.refusal import Refusal
from zowerkenwij.word.reader import read

HANDBOOK = Path(__file__).parents[2] / "handbook"
DAY = date(2026, 11, 24)
RECORD = "handbook/protocols/meldcode.md"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("boek")
    shutil.copytree(HANDBOOK, root / "handbook")
    return root


@pytest.fixture(scope="module")
def handbook(place: Path):
    return context.load(place)


def exported(handbook, id_: str) -> bytes:
    ask = exporting.Ask("docx", None, DAY, None, None)
    return exporting.file_of(
        handbook, exporting.prepared(handbook, context.document(handbook, id_), ask), ask
    )


def wish(**more: object) -> importing.Wish:
    return importing.Wish(
        **{"id": None, "type": None, "owner": None, "changes": "ask", "day": DAY, **more}
    )


def edited(data: bytes, *changes: tuple[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            part = source.read(info)
            if info.filename == "word/document.xml":
                text = part.decode()
                for before, after in changes:
                    assert before in text
                    text = text.replace(before, after, 1)
                part = text.encode()
            target.writestr(info, part)
    return out.getvalue()


def changed_lines(before: str, after: str) -> list[str]:
    old, new = before.split("\n"), after.split("\n")
    return [line for line in new if line not in old] + [line for line in old if line not in new]


def ids(handbook) -> list[str]:
    return sorted(d.id for d in handbook.documents if d.record.type != "external")


EDITS = {
    "a word in an item": (("Beloof geen geheim", "Beloof nooit geheim"), 1),
    "a word in a cell": (("Blauwe plekken", "Rode vlekken"), 1),
    "a word in a paragraph": (("Veilig Thuis is het advies", "Veilig Thuis is ook het advies"), 1),
    "a word in a heading": (("Stap 5 – Beslis", "Stap 5 – Besluit"), 1),
    "a word in a passage": (("staan de ouders vaak op afstand", "staan ouders vaak op afstand"), 1),
}


@pytest.mark.parametrize("name", EDITS)
def test_one_edit_changes_one_line_and_nothing_else(name: str, handbook, place: Path) -> None:
    edit, count = EDITS[name]
    before = (place / RECORD).read_bytes().decode()
    # the table of contents repeats headings: the last occurrence is the text itself
    data = exported(handbook, "meldcode")
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        text = source.read("word/document.xml").decode()
    assert edit[0] in text
    at = text.rindex(edit[0])
    changed = text[:at] + edit[1] + text[at + len(edit[0]) :]
    outcome = importing.imported(handbook, place, read(edited(data, (text, changed))), wish())
    after = outcome.files[RECORD].decode()
    assert outcome.changed == count
    assert len(changed_lines(before, after)) == 2
    assert after.split("---\n")[1] == before.split("---\n")[1]


def test_the_file_of_another_record_is_refused(handbook, place: Path) -> None:
    doc = read(exported(handbook, "antipest"))
    with pytest.raises(Refusal, match="hoort bij 'antipest'"):
        importing.imported(handbook, place, doc, wish(id="meldcode"))


def test_a_new_draft_is_written_from_a_foreign_file(place: Path, tmp_path: Path) -> None:
    from tests.word.hostile import paragraph, word
    from zowerkenwij.cli.program import program

    path = tmp_path / "a.docx"
    path.write_bytes(word(paragraph("Omgaan met hitte", "Kop1") + paragraph("Drink water.")))
    arguments = new_protocol(path, place)
    result = CliRunner().invoke(program, arguments, standalone_mode=False)
    assert result.exception is None, result.output
    text = (place / "handbook/protocols/omgaan-met-hitte.md").read_text(encoding="utf-8")
    assert text.endswith("---\n# Omgaan met hitte\n\nDrink water.\n")


def test_open_changes_stop_the_import_and_write_nothing(handbook, place: Path) -> None:
    who = 'w:id="9" w:author="Vera Voorbeeld" w:date="2026-03-01T10:00:00Z"'
    data = exported(handbook, "meldcode")
    extra = f"<w:ins {who}><w:r><w:t>Nieuw.</w:t></w:r></w:ins></w:p>"
    changed = edited(data, ("</w:p>", extra))
    assert [c.kind for c in read(changed).changes] == ["insert"]


def draft(tmp_path: Path, place: Path, body: str, name: str) -> str:
    from tests.word.hostile import word
    from zowerkenwij.cli.program import program

    path = tmp_path / f"{name}.docx"
    path.write_bytes(word(body))
    arguments = new_protocol(path, place, "--id", name.replace(" ", "-"))
    result = CliRunner().invoke(program, arguments, standalone_mode=False)
    assert result.exception is None, result.output
    return (
        (place / f"handbook/protocols/{name.replace(chr(32), chr(45))}.md")
        .read_text(encoding="utf-8")
        .split("---\n")[2]
    )


def test_a_text_without_a_heading_gets_the_name_of_its_file(place: Path, tmp_path: Path) -> None:
    from tests.word.hostile import paragraph

    text = draft(tmp_path, place, paragraph("Bel eerst de ouders."), "luizen op school")
    assert text == "# luizen op school\n\nBel eerst de ouders.\n"


def test_a_title_behind_a_cover_page_comes_first(place: Path, tmp_path: Path) -> None:
    from tests.word.hostile import paragraph

    body = paragraph("Stichting De Voorbeelden") + paragraph("Zonnebrand", "Titel")
    text = draft(tmp_path, place, body + paragraph("Doel", "Kop2"), "zonnebrand-mee")
    assert text == "# Zonnebrand\n\nStichting De Voorbeelden\n\n## Doel\n"


def test_a_cross_reference_of_word_leads_to_the_heading(place: Path, tmp_path: Path) -> None:
    from tests.word.hostile import paragraph

    heading = (
        '<w:p><w:pPr><w:pStyle w:val="Kop2"/></w:pPr><w:bookmarkStart w:id="1" w:name="_Ref42"/>'
        '<w:bookmarkStart w:id="2" w:name="OLE_LINK1"/><w:r><w:t>Stap 1 – Bel</w:t></w:r></w:p>'
    )
    link = (
        '<w:p><w:hyperlink w:anchor="_Ref42"><w:r><w:t>zie stap 1</w:t></w:r></w:hyperlink></w:p>'
    )
    text = draft(tmp_path, place, paragraph("Vuurwerk", "Kop1") + heading + link, "vuurwerk-thuis")
    assert text == "# Vuurwerk\n\n## Stap 1 – Bel {#stap-1-bel}\n\n[zie stap 1](#stap-1-bel)\n"
