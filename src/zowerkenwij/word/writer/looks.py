"""The styles that an export uses, with their default looks; people see the names in Word.

Sizes are in half points, distances in twips (1/20 point): the units of WordprocessingML.
"""

from __future__ import annotations

from dataclasses import dataclass

FONT = "Arial"
MONO = "Consolas"
INK, SOFT, DEEP, LINE, TINT = "17262B", "4A5D63", "0B5563", "D3DEE0", "E6F1F2"
GREEN, GREEN_TINT = "2E6B34", "EAF4EA"
AMBER, AMBER_TINT = "8A6100", "FFF6DC"
RED, RED_TINT = "A8321A", "FDF1EC"
STEP = 397
"""The indent of one level of a list, in twips."""
INSET = 227
"""How far the text in a box stands from the margin, in twips."""
COVER, VERSIONS = "ZWW Omslag", "ZWW Versies"
PART = "ZWW Omslag deel"
"""The line above the first text of a part of a book."""
PASSAGE, PASSAGE_END = "ZWW Passage begin", "ZWW Passage einde"
RULE = "ZWW Lijn"
CALL_OUTS = {
    "tip": "ZWW Tip", "hint": "ZWW Tip", "success": "ZWW Tip",
    "warning": "ZWW Waarschuwing", "danger": "ZWW Waarschuwing", "caution": "ZWW Waarschuwing",
    "error": "ZWW Waarschuwing", "failure": "ZWW Waarschuwing",
}  # fmt: skip
CALL_OUT = "ZWW Let op"
"""The style of a call-out whose type is not in ``CALL_OUTS``."""
CALL_OUT_TITLES = {
    "tip": "Tip", "hint": "Tip", "success": "Goed", "warning": "Waarschuwing",
    "danger": "Gevaar", "caution": "Voorzichtig", "note": "Let op", "info": "Goed om te weten",
    "error": "Fout", "failure": "Fout", "example": "Voorbeeld", "question": "Vraag",
    "quote": "Citaat", "abstract": "Samengevat", "bug": "Let op", "attention": "Let op",
    "important": "Belangrijk", "seealso": "Zie ook",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """One style. ``paragraph`` and ``run`` are properties as XML, in the order of the schema."""

    name: str
    id: str
    kind: str = "paragraph"
    based: str = "Standaard"
    following: str = ""
    paragraph: str = ""
    run: str = ""
    table: str = ""
    rank: int = 99


def font(size: int = 0, color: str = "", *, bold: bool = False, italic: bool = False) -> str:
    """Run properties in the order of the schema."""
    return (
        ("<w:b/><w:bCs/>" if bold else "")
        + ("<w:i/><w:iCs/>" if italic else "")
        + (f'<w:color w:val="{color}"/>' if color else "")
        + (f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "")
    )


def space(before: int = 0, after: int = 0, line: int = 0) -> str:
    """Space around a paragraph and, when given, its line height in 240ths of a line."""
    height = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{height}/>'


def indent(left: int, hanging: int = 0, right: int = 0) -> str:
    """Indents of a paragraph."""
    hang = f' w:hanging="{hanging}"' if hanging else ""
    return f'<w:ind w:left="{left}" w:right="{right}"{hang}/>'


def shade(fill: str) -> str:
    """A background."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


def bar(color: str, width: int = 24, fill: str = "") -> str:
    """A bar left of the text; with ``fill`` also thin edges in that colour, so that the
    background of neighbours joins."""
    edge = f'w:val="single" w:sz="4" w:space="4" w:color="{fill}"' if fill else ""
    top = f"<w:top {edge}/>" if fill else ""
    rest = f"<w:bottom {edge}/><w:right {edge}/>" if fill else ""
    left = f'<w:left w:val="single" w:sz="{width}" w:space="8" w:color="{color}"/>'
    return f"<w:pBdr>{top}{left}{rest}</w:pBdr>"


def sides(fill: str, top: str = "") -> str:
    """Edges left and right in the colour of the background, so that text keeps clear of them; with
    ``top`` a line above in that colour."""
    edge = f'w:val="single" w:sz="4" w:space="6" w:color="{fill}"'
    above = f'<w:top w:val="single" w:sz="12" w:space="4" w:color="{top}"/>' if top else ""
    return f"<w:pBdr>{above}<w:left {edge}/><w:right {edge}/></w:pBdr>"


def under(color: str = LINE, size: int = 6, gap: int = 4) -> str:
    """A line below a paragraph."""
    return f'<w:pBdr><w:bottom w:val="single" w:sz="{size}" w:space="{gap}" w:color="{color}"/></w:pBdr>'


def _heading(level: int, size: int, before: int, after: int, color: str = DEEP) -> Look:
    keep = f"<w:keepNext/><w:keepLines/>{space(before, after, 264)}"
    return Look(
        f"heading {level}", f"Kop{level}", following="Standaard", rank=9,
        paragraph=f'{keep}<w:outlineLvl w:val="{level - 1}"/>', run=font(size, color, bold=True),
    )  # fmt: skip


def _list(name: str, id_: str, level: int) -> Look:
    left = 397 * level
    return Look(
        name, id_, rank=36,
        paragraph=f"{space(0, 60)}{indent(left, 397)}",
    )  # fmt: skip


def _call_out(name: str, id_: str, color: str, tint: str) -> tuple[Look, Look]:
    shared = f"{bar(color, 36, tint)}{shade(tint)}"
    tall = indent(INSET, 0, 113)
    return (
        Look(
            f"{name} kop", f"{id_}Kop", following=id_,
            paragraph=f"<w:keepNext/><w:keepLines/>{shared}{space(160, 0)}{tall}",
            run=font(0, color, bold=True),
        ),
        Look(name, id_, paragraph=f"<w:keepLines/>{shared}{space(0, 0)}{tall}"),
    )  # fmt: skip


def _cover(name: str, id_: str, paragraph: str, run: str) -> Look:
    return Look(f"{COVER} {name}", f"ZWWOmslag{id_}", paragraph=paragraph, run=run)


_CELL = space(30, 30, 252)
_CELL_MARGINS = (
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="100" w:type="dxa"/>'
    '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>'
)


def _edges(*names: str, color: str = LINE) -> str:
    return "".join(f'<w:{n} w:val="single" w:sz="4" w:space="0" w:color="{color}"/>' for n in names)


_GRID = (
    f"<w:tblBorders>{_edges('top', 'left', 'bottom', 'right', 'insideH', 'insideV')}</w:tblBorders>"
)

LOOKS: tuple[Look, ...] = (
    Look("Normal", "Standaard", based="", paragraph=space(0, 140, 283), rank=0),
    _heading(1, 52, 0, 160), _heading(2, 32, 400, 120), _heading(3, 25, 280, 80),
    _heading(4, 22, 220, 60, INK), _heading(5, 21, 200, 60, SOFT), _heading(6, 20, 180, 60, SOFT),
    _list("List Bullet", "Lijstopsomteken", 1), _list("List Bullet 2", "Lijstopsomteken2", 2),
    _list("List Bullet 3", "Lijstopsomteken3", 3), _list("List Number", "Lijstnummering", 1),
    _list("List Number 2", "Lijstnummering2", 2), _list("List Number 3", "Lijstnummering3", 3),
    Look("List Continue", "Lijstvoortzetting", paragraph=f"{space(0, 80)}{indent(397)}"),
    Look("List Continue 2", "Lijstvoortzetting2", paragraph=f"{space(0, 80)}{indent(794)}"),
    Look("List Continue 3", "Lijstvoortzetting3", paragraph=f"{space(0, 80)}{indent(1191)}"),
    Look("caption", "Bijschrift", paragraph=space(60, 200), run=font(18, SOFT), rank=35),
    Look("footnote text", "Voetnoottekst", paragraph=space(0, 40, 240), run=font(18)),
    Look("header", "Koptekst", paragraph=space(0, 0, 240), run=font(17, SOFT)),
    Look("footer", "Voettekst", paragraph=space(0, 0, 240), run=font(17, SOFT)),
    *(
        Look(
            f"toc {n}", f"Inhopg{n}", rank=39, following="Standaard",
            paragraph='<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>'
            f"{space(0, 50)}{indent(max(n - 2, 0) * 340)}", run=font(0, DEEP if n < 3 else SOFT),
        )
        for n in (1, 2, 3)
    ),
    _cover(
        "deel", "Deel", f'<w:keepNext/>{space(0, 120)}<w:outlineLvl w:val="0"/>',
        font(28, SOFT, bold=True),
    ),
    _cover("stichting", "Stichting", f"{under(DEEP, 12, 6)}{space(0, 480)}", font(22, DEEP, bold=True)),
    _cover(
        "soort", "Soort", f"<w:keepNext/>{space(0, 60)}",
        f'<w:b/><w:bCs/><w:caps/><w:color w:val="{SOFT}"/><w:spacing w:val="40"/><w:sz w:val="19"/><w:szCs w:val="19"/>',
    ),
    _cover("titel", "Titel", f"<w:keepNext/>{space(0, 160, 264)}", font(52, DEEP, bold=True)),
    _cover("samenvatting", "Samenvatting", space(0, 280, 288), font(24, SOFT)),
    _cover("label", "Label", _CELL, font(18, SOFT)),
    _cover("waarde", "Waarde", _CELL, font(20, INK, bold=True)),
    _cover("inhoud", "Inhoud", f"<w:keepNext/>{space(400, 120)}", font(26, DEEP, bold=True)),
    _cover("einde", "Einde", space(0, 0, 240), font(4)),
    Look(
        f"{VERSIONS} kop", "ZWWVersiesKop", following="Standaard",
        paragraph=f"<w:keepNext/>{under()}{space(560, 140)}", run=font(26, DEEP, bold=True),
    ),
    Look(
        f"{VERSIONS} label", "ZWWVersiesLabel", paragraph=f"<w:keepNext/>{_CELL}",
        run=font(18, DEEP, bold=True),
    ),
    Look(f"{VERSIONS} tekst", "ZWWVersiesTekst", paragraph=_CELL, run=font(18)),
    *_call_out("ZWW Let op", "ZWWLetOp", AMBER, AMBER_TINT),
    *_call_out("ZWW Tip", "ZWWTip", GREEN, GREEN_TINT),
    *_call_out("ZWW Waarschuwing", "ZWWWaarschuwing", RED, RED_TINT),
    Look(
        "ZWW Citaat", "ZWWCitaat", run=font(0, SOFT),
        paragraph=f"{bar(LINE)}{space(0, 120)}{indent(284, 0, 284)}",
    ),
    Look(
        "ZWW Code", "ZWWCode",
        paragraph=f"{bar(LINE, 24, 'F4F7F7')}{shade('F4F7F7')}{space(80, 160, 240)}{indent(INSET, 0, 113)}<w:jc w:val=\"left\"/>",
        run=f'<w:rFonts w:ascii="{MONO}" w:hAnsi="{MONO}" w:cs="{MONO}"/><w:noProof/><w:sz w:val="18"/><w:szCs w:val="18"/>',
    ),
    Look(
        PASSAGE, "ZWWPassageBegin", following="Standaard",
        paragraph=f"<w:keepNext/>{sides(TINT, DEEP)}{shade(TINT)}{space(200, 80)}",
        run=font(17, DEEP, bold=True),
    ),
    Look(
        PASSAGE_END, "ZWWPassageEinde", following="Standaard",
        paragraph=f"{sides(TINT)}{shade(TINT)}{space(0, 240, 120)}", run=font(4),
    ),
    Look(RULE, "ZWWLijn", paragraph=f"{under(LINE, 8, 1)}{space(120, 240, 240)}", run=font(8)),
    Look("ZWW Begrip", "ZWWBegrip", paragraph=f"<w:keepNext/>{space(80, 20)}", run=font(0, INK, bold=True)),
    Look("ZWW Betekenis", "ZWWBetekenis", paragraph=f"{space(0, 100)}{indent(397)}"),
    Look("ZWW Betekenis vervolg", "ZWWBetekenisVervolg", paragraph=f"{space(0, 100)}{indent(397)}"),
    Look(
        "ZWW Kader", "ZWWKader",
        paragraph=f"{bar(LINE, 4, LINE)}{shade('F4F7F7')}{space(0, 0)}{indent(227, 0, 227)}",
    ),
    Look("ZWW Tabelkop", "ZWWTabelkop", paragraph=f"<w:keepNext/>{_CELL}", run=font(19, DEEP, bold=True)),
    Look("ZWW Tabeltekst", "ZWWTabeltekst", paragraph=_CELL, run=font(19)),
    Look("Default Paragraph Font", "Standaardalinea-lettertype", "character", "", rank=1),
    Look(
        "Hyperlink", "Hyperlink", "character", "Standaardalinea-lettertype",
        run=f'<w:color w:val="{DEEP}"/><w:u w:val="single"/>',
    ),
    Look(
        "footnote reference", "Voetnootmarkering", "character", "Standaardalinea-lettertype",
        run='<w:vertAlign w:val="superscript"/>',
    ),
    Look(
        "ZWW Code teken", "ZWWCodeTeken", "character", "Standaardalinea-lettertype",
        run=f'<w:rFonts w:ascii="{MONO}" w:hAnsi="{MONO}" w:cs="{MONO}"/><w:noProof/><w:sz w:val="19"/><w:szCs w:val="19"/>'
        f'{shade("F4F7F7")}',
    ),
    Look(
        "ZWW Invulveld", "ZWWInvulveld", "character", "Standaardalinea-lettertype",
        run=shade(AMBER_TINT),
    ),
    Look("Normal Table", "Standaardtabel", "table", "", table=f'<w:tblInd w:w="0" w:type="dxa"/>{_CELL_MARGINS}'),
    Look("ZWW Tabel", "ZWWTabel", "table", "Standaardtabel", table=f"{_GRID}{_CELL_MARGINS}"),
    Look(
        f"{COVER}tabel", "ZWWOmslagtabel", "table", "Standaardtabel",
        table=f"<w:tblBorders>{_edges('top', 'bottom', 'insideH')}</w:tblBorders>{_CELL_MARGINS}",
    ),
    Look("No List", "Geenlijst", "numbering", ""),
)  # fmt: skip
