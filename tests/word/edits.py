"""Edits as people make them in Word, on the XML, with what must change in the stored text."""

from __future__ import annotations

from copy import deepcopy
from typing import NamedTuple

from lxml import etree

from tests.word.trip import OTHER_PNG, PNG, Docx, Edit, W, text

SECTION = (
    "### Waarom zo",
    "Water helpt",
    "De zon schijnt",
    "De leerlingen gaan",
    "De ouders krijgen",
)


class Case(NamedTuple):
    """An edit, how many blocks it changes, and lines that go and come (beginnings suffice)."""

    edit: Edit
    changed: int
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


def words(before: str, after: str) -> Edit:
    return lambda docx: docx.change(before, after)


def bold(docx: Docx) -> None:
    run = next(r for r in docx.par("De leerlingen gaan").iter(f"{W}r") if text(r))
    start, _, rest = run.find(f"{W}t").text.partition("eerder")
    made = [deepcopy(run), deepcopy(run)]
    for new, part in zip(made, ("eerder", rest), strict=True):
        new.find(f"{W}t").text = part
    properties = made[0].find(f"{W}rPr")
    if properties is None:
        properties = etree.SubElement(made[0], f"{W}rPr")
        made[0].insert(0, properties)
    etree.SubElement(properties, f"{W}b")
    run.find(f"{W}t").text = start
    for part in (run, *made):
        part.find(f"{W}t").set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.addnext(made[0])
    made[0].addnext(made[1])


def new_item(docx: Docx) -> None:
    docx.copy_after("Zet het raam open.", "Doe de lampen uit.")


def new_row(docx: Docx) -> None:
    row = docx.row("Onderbouw")
    made = deepcopy(row)
    for mark in list(made.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        mark.getparent().remove(mark)
    for cell, new in zip(made.iter(f"{W}tc"), ("Middenbouw", "Speelt binnen", "3"), strict=True):
        runs = list(cell.iter(f"{W}r"))
        for run in runs[1:]:
            run.getparent().remove(run)
        runs[0].find(f"{W}t").text = new
    row.addnext(made)


def gone_row(docx: Docx) -> None:
    docx.remove(docx.row("Bovenbouw"))


def moved_section(docx: Docx) -> None:
    """'Nazorg' with its text before 'Waarom zo'."""
    body = docx.body
    items = list(body)
    start = items.index(docx.par("Nazorg"))
    end = next(i for i in range(start, len(items)) if "Zonwering gemaakt" in text(items[i])) + 1
    target = docx.par("Waarom zo")
    for item in items[start:end]:
        target.addprevious(item)


def split_paragraph(docx: Docx) -> None:
    old = docx.par("De zon schijnt")
    made = deepcopy(old)
    for mark in list(made.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        mark.getparent().remove(mark)
    whole = text(old)
    at = whole.index("In het lokaal")
    for paragraph, words_ in ((old, whole[:at].strip()), (made, whole[at:])):
        runs = [r for r in paragraph.iter(f"{W}r") if text(r)]
        runs[0].find(f"{W}t").text = words_
        for run in runs[1:]:
            run.getparent().remove(run)
    old.addnext(made)


def merged_paragraphs(docx: Docx) -> None:
    one, other = docx.par("De leerlingen gaan"), docx.par("De ouders krijgen")
    blank = deepcopy(next(r for r in one.iter(f"{W}r") if text(r)))
    blank.find(f"{W}t").text = " "
    blank.find(f"{W}t").set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    one.append(blank)
    for run in list(other.iter(f"{W}r")):
        one.append(run)
    docx.remove(other)


def moved_paragraph(docx: Docx) -> None:
    docx.par("De zon schijnt").addprevious(docx.par("De ouders krijgen"))


def new_note(docx: Docx) -> None:
    """Before the last one, as Word numbers them: LibreOffice wants them in their order."""
    root = etree.fromstring(docx.parts["word/footnotes.xml"])
    old = root[-1]
    made = deepcopy(old)
    number = old.get(f"{W}id")
    old.set(f"{W}id", str(int(number) + 1))
    references = [r for r in docx.root.iter(f"{W}footnoteReference") if r.get(f"{W}id") == number]
    new = deepcopy(references[0].getparent())
    references[0].set(f"{W}id", str(int(number) + 1))
    runs = [r for r in made.iter(f"{W}r") if text(r)]
    runs[0].find(f"{W}t").text = "Vraag het de GGD."
    for item in (*runs[1:], *made.iter(f"{W}hyperlink")):
        item.getparent().remove(item)
    old.addprevious(made)
    docx.parts["word/footnotes.xml"] = etree.tostring(root)
    list(docx.par("De leerlingen gaan").iter(f"{W}r"))[-1].addnext(new)


def edited_note(docx: Docx) -> None:
    data = docx.parts["word/footnotes.xml"].decode()
    assert "Kraanwater" in data
    docx.parts["word/footnotes.xml"] = data.replace("Kraanwater", "Water").encode()


def other_picture(docx: Docx) -> None:
    name = next(n for n, data in docx.parts.items() if data == PNG)
    docx.parts[name] = OTHER_PNG


def new_picture(docx: Docx) -> None:
    """A picture of somebody's own, in a paragraph of its own."""
    name = next(n for n, data in docx.parts.items() if data == PNG)
    made = name.replace("media/", "media/nieuw-")
    docx.parts[made] = OTHER_PNG
    rels = docx.parts["word/_rels/document.xml.rels"].decode()
    target = made.removeprefix("word/")
    relation = (
        '<Relationship Id="rNieuw" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/image" Target="{target}"/></Relationships>'
    )
    docx.parts["word/_rels/document.xml.rels"] = rels.replace("</Relationships>", relation).encode()
    old = next(p for p in docx.root.iter(f"{W}p") if p.find(f".//{W}drawing") is not None)
    new = deepcopy(old)
    for mark in list(new.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        mark.getparent().remove(mark)
    xml = etree.tostring(new).decode()
    embed = next(x.get(k) for x in new.iter() for k in x.attrib if k.endswith("}embed"))
    xml = xml.replace(f'embed="{embed}"', 'embed="rNieuw"').replace(
        "Een thermometer", "Een parasol"
    )
    docx.par("De ouders krijgen").addnext(etree.fromstring(xml))


def other_link(docx: Docx) -> None:
    rels = docx.parts["word/_rels/document.xml.rels"].decode()
    assert "https://hitte.example/" in rels
    docx.parts["word/_rels/document.xml.rels"] = rels.replace(
        "https://hitte.example/", "https://knmi.example/"
    ).encode()


def gone_block(docx: Docx) -> None:
    docx.remove(docx.par("De leerlingen gaan"))


def gone_block_with_slot(docx: Docx) -> None:
    docx.remove(docx.par("flauwvalt"))


def new_block(docx: Docx) -> None:
    docx.copy_after("De zon schijnt", "Ook de gymzaal wordt erg warm.")


def beside_hidden(docx: Docx) -> None:
    """A paragraph right before the heading that follows the passage left out."""
    made = docx.copy_after("De zon schijnt", "Deze zin staat naast iets dat hier niet te zien is.")
    docx.par("Waarom zo").addprevious(made)


def slot(docx: Docx) -> None:
    docx.change("de directeur", "de conciërge")


def task(docx: Docx) -> None:
    data = etree.tostring(docx.par("Ventilatoren besteld"))
    assert "☐".encode() in data or b"&#9744;" in data or b"2610" in data
    for item in docx.par("Ventilatoren besteld").iter(f"{W}t"):
        item.text = item.text.replace("☐", "☒")
    for item in docx.par("Ventilatoren besteld").iter():
        if item.tag.endswith("}checked"):
            item.set(next(iter(item.attrib)), "1")


CASES: dict[str, Case] = {
    "nothing": Case(lambda _: None, 0),
    "a word": Case(words("eerder naar huis", "vroeger naar huis"), 1,
                   ("De leerlingen gaan eerder",), ("De leerlingen gaan vroeger naar huis als het te warm wordt.",)),
    "a word in a wrapped paragraph": Case(
        words("warme dagen", "hete dagen"), 1,
        ("Dit protocol geldt op warme", "De regels zijn"),
        ("Dit protocol geldt op hete dagen. De regels zijn er voor *iedereen* op school.",)),
    "a word beside marks that Word does not show": Case(
        words("lichaam om af te koelen", "lijf om af te koelen"), 1, ("Water helpt",),
        ('Water helpt <a id="water"></a>het lijf om af te koelen. Druk op <kbd>Enter</kbd> om verder',)),
    "a word beside a slot, a title and a link": Case(
        words("flauwvalt", "omvalt"), 1, ("Bel {{ role",),
        ('Bel {{ role.director }} als een leerling omvalt. Zie [het pestprotocol](pestprotocol.md#doe-nu "Pesten") en <https://hitte.example/>.',)),
    "a word in a numbered item": Case(words("zonwering.", "gordijnen."), 1,
                                      ("3. Sluit de zonwering.",), ("3. Sluit de gordijnen.",)),
    "a word in a nested item": Case(words("Een beker", "Twee bekers"), 1,
                                    ("    * Een beker",), ("    * Twee bekers per kind.",)),
    "a word in a paragraph of a nested item": Case(
        words("Zeg erbij waarom", "Leg uit waarom"), 1, ("        Zeg erbij",), ("        Leg uit waarom.",)),
    "a new item in the middle": Case(
        new_item, 1, ("2. Geef water", "3. Sluit"),
        ("2. Doe de lampen uit.", "3. Geef water[^water].", "4. Sluit de zonwering.")),
    "a new row": Case(new_row, 1, (), ("| Middenbouw | Speelt binnen | 3 |",)),
    "a deleted row": Case(gone_row, 1, ("| Bovenbouw",), ()),
    "a word in a cell": Case(words("Let op elkaar", "Let goed op elkaar"), 1,
                             ("| Team",), ("| Team | Let goed op elkaar | 8 |",)),
    "a moved section": Case(moved_section, 4),
    "a moved paragraph": Case(moved_paragraph, 1),
    "a split paragraph": Case(split_paragraph, 2, ("De zon schijnt",), (
        "De zon schijnt de hele dag op het schoolplein en dat merk je.", "",
        "In het lokaal loopt de warmte daardoor snel op.")),
    "merged paragraphs": Case(merged_paragraphs, 2, ("De leerlingen", "", "De ouders"), (
        "De leerlingen gaan eerder naar huis als het te warm wordt. De ouders krijgen daarover een bericht via de app van school.",)),
    "a heading with an anchor": Case(words("Doe nu", "Doe dit nu"), 1,
                                     ("## Doe nu {#doe-nu}",), ("## Doe dit nu {#doe-nu}",)),
    "a heading without": Case(words("Nazorg", "Daarna"), 1, ("## Nazorg",), ("## Daarna",)),
    "bold": Case(bold, 1, ("De leerlingen",), ("De leerlingen gaan **eerder** naar huis",)),
    "a new footnote": Case(new_note, 1, ("De leerlingen",),
                           ("De leerlingen gaan eerder naar huis als het te warm wordt.[^2]", "", "[^2]: Vraag het de GGD.")),
    "an edited footnote": Case(edited_note, 1, ("[^water]:",), ("[^water]: Water is **goed**.",)),
    "another picture": Case(other_picture, 1, ("![Een thermometer]",), ("![Een thermometer](../assets/",)),
    "a new picture": Case(new_picture, 1, (), ("![Een parasol](../assets/", "")),
    "a link to elsewhere": Case(other_link, 1, ("Bel {{",), (
        'Bel {{ role.director }} als een leerling flauwvalt. Zie [het pestprotocol](pestprotocol.md#doe-nu "Pesten") en [https://hitte.example/](https://knmi.example/).',)),
    "a removed paragraph": Case(gone_block, 1, ("De leerlingen", ""), ()),
    "a removed paragraph with a slot": Case(gone_block_with_slot, 1, ("Bel {{ role", ""), ()),
    "a new paragraph": Case(new_block, 1, (), ("Ook de gymzaal wordt erg warm.", "")),
    "a paragraph beside what was left out": Case(
        beside_hidden, 1, (), ("Deze zin staat naast iets dat hier niet te zien is.", "")),
    "the title of a call-out": Case(words("Let op", "Gevaar"), 1,
                                    ('!!! warning "Let op"',), ('!!! warning "Gevaar"',)),
    "a word in a call-out": Case(words("hitteberoerte", "zonnesteek"), 1,
                                 ("    Een hitteberoerte",), ("    Een zonnesteek is gevaarlijk.",)),
    "an item in a call-out": Case(words("Blijf erbij", "Loop niet weg"), 1,
                                  ("    - Blijf",), ("    - Loop niet weg.",)),
    "a quote": Case(words("kan niet denken", "kan niet leren"), 1,
                    ("> Wie niet", "> kan niet"), ("> Wie niet drinkt, kan niet leren.",)),
    "code": Case(words("meet elk uur", "meet elke dag"), 1, ("meet elk uur",), ("meet elke dag",)),
    "a caption": Case(words("in de gang", "in de hal"), 1,
                      ("*De meter",), ("*De meter hangt in de hal.*",)),
    "a meaning": Case(words("Meer dan 27", "Meer dan 28"), 1, (":   Meer",), (":   Meer dan 28 graden.",)),
    "a value of a slot": Case(slot, 0),
}  # fmt: skip
