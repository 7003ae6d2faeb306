"""The order in which OOXML wants elements (ISO/IEC 29500-1): Word repairs a file that breaks it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
    "pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE "
    "autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
    "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr "
    "sectPr pPrChange",
    "rPr": "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline "
    "shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs "
    "highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath "
    "rPrChange",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
    "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText "
    "vAlign hideMark headers cellIns cellDel cellMerge tcPrChange",
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader "
    "tblCellSpacing jc hidden ins del trPrChange",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi "
    "rtlGutter docGrid printerSettings sectPrChange",
    "pBdr": "top left bottom right between bar",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed "
    "qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "sdtPr": "rPr alias tag lock placeholder temporary id text",
    "settings": "zoom mirrorMargins defaultTabStop autoHyphenation consecutiveHyphenLimit "
    "hyphenationZone evenAndOddHeaders footnotePr compat themeFontLang clrSchemeMapping decimalSymbol "
    "listSeparator",
}  # fmt: skip


def faults(xml: bytes) -> Iterator[str]:
    """What stands in the wrong place, is unknown, or has a number twice."""
    root = etree.fromstring(xml)
    for item in root.iter():
        if not isinstance(item.tag, str) or not item.tag.startswith(W):
            continue
        name = item.tag.removeprefix(W)
        if name in ORDER:
            places = ORDER[name].split()
            found = [child.tag.removeprefix(W) for child in item if str(child.tag).startswith(W)]
            yield from (f"{name}: {one} is not known" for one in found if one not in places)
            known = [places.index(one) for one in found if one in places]
            if known != sorted(known):
                yield f"{name}: {' '.join(found)}"
        if name == "tc" and (len(item) == 0 or item[-1].tag != f"{W}p"):
            yield "tc: a cell ends with a paragraph"
    yield from _twice(root)


def _twice(root: etree._Element) -> Iterator[str]:
    for name, key in (("bookmarkStart", "id"), ("bookmarkStart", "name"), ("num", "numId"),
                      ("abstractNum", "abstractNumId"), ("style", "styleId")):  # fmt: skip
        values = [item.get(W + key) for item in root.iter(W + name)]
        yield from {f"{name}: {v} twice" for v in values if values.count(v) > 1}
