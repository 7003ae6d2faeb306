"""The house template: made by code, so that it is the same everywhere."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from zowerkenwij.word.writer import numbering, styles
from zowerkenwij.word.writer.looks import FONT, LINE, MONO, TINT
from zowerkenwij.word.writer.template import SHOWN, Listing, Story, Template, place, run_of
from zowerkenwij.word.writer.xml import WIDTH, element, part, value

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1474" w:right="1134" w:bottom="1304" w:left="1134" '
    'w:header="624" w:footer="567" w:gutter="0"/>'
    '<w:cols w:space="708"/><w:titlePg/>'
)
"""A4 with margins of 2 cm; the first page has a header of its own."""
_BELOW = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{LINE}"/></w:pBdr>'
_ABOVE = f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="{LINE}"/></w:pBdr>'
_TAB = "<w:r><w:tab/></w:r>"


@cache
def default() -> Template:
    """The template of an export that names none."""
    stories = (
        Story("header", "default", header("Koptekst", WIDTH)),
        Story("header", "first", part("hdr", '<w:p><w:pPr><w:pStyle w:val="Koptekst"/></w:pPr></w:p>').decode()),
        Story("footer", "default", footer("Voettekst", WIDTH)),
        Story("footer", "first", footer("Voettekst", WIDTH)),
    )  # fmt: skip
    made = styles.default()
    known = "".join((PAGE, made.decode(), *(s.xml for s in stories)))
    return Template(
        styles=made, ids=styles.DEFAULT_IDS, stories=stories, page=PAGE, width=WIDTH,
        listing=Listing({kind: numbering.levels(kind) for kind in numbering.KINDS}),
        digest=f"sha256:{sha256(known.encode()).hexdigest()}", tint=TINT,
        parts={"word/fontTable.xml": _fonts()}, relations=(("fontTable", "fontTable.xml"),),
    )  # fmt: skip


def header(style: str, width: int) -> str:
    """Title left, foundation right."""
    line = f"{place('TITLE')}{_TAB}{place('AUTHOR')}"
    return part("hdr", _paragraph(style, _BELOW, width, line)).decode()


def footer(style: str, width: int) -> str:
    """Id, version and date left, page numbers right."""
    return part("ftr", footer_line(style, width)).decode()


def footer_line(
    style: str, width: int, names: tuple[str, ...] = SHOWN, stops: Iterable[str] = (),
    *, pages: bool = True,
) -> str:  # fmt: skip
    """The paragraph of the footer, or a part of it. ``stops`` are tab stops of the style, which
    do not count here."""
    left = run_of(" · ").join(map(place, names))
    right = f"{run_of('Pagina ')}{place('PAGE')}{run_of(' van ')}{place('NUMPAGES')}"
    return _paragraph(style, _ABOVE, width, f"{left}{_TAB}{right if pages else ''}", stops)


def _paragraph(style: str, line: str, width: int, content: str, stops: Iterable[str] = ()) -> str:
    cleared = (element("w:tab", w_val="clear", w_pos=stop) for stop in stops if stop != str(width))
    tabs = element("w:tabs", *cleared, element("w:tab", w_val="right", w_pos=width))
    return f"<w:p><w:pPr>{value('pStyle', style)}{line}{tabs}</w:pPr>{content}</w:p>"


_SETTINGS = (
    "zoom", "mirrorMargins", "evenAndOddHeaders", "defaultTabStop", "autoHyphenation",
    "consecutiveHyphenLimit", "hyphenationZone", "footnotePr", "compat", "themeFontLang",
    "clrSchemeMapping", "decimalSymbol", "listSeparator",
)  # fmt: skip
"""What may stand in the settings, in the order of the schema."""
FROM_TEMPLATE = frozenset(
    ("mirrorMargins", "evenAndOddHeaders", "defaultTabStop", "autoHyphenation",
     "consecutiveHyphenLimit", "hyphenationZone", "clrSchemeMapping")
)  # fmt: skip
"""Settings that a house template decides."""


def settings(template: Template) -> bytes:
    """No prompt about fields, Dutch, notes with their separators."""
    own = {
        "zoom": '<w:zoom w:percent="100"/>',
        "defaultTabStop": '<w:defaultTabStop w:val="708"/>',
        "footnotePr": '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>',
        "compat": '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>',
        "themeFontLang": '<w:themeFontLang w:val="nl-NL"/>',
        "decimalSymbol": value("decimalSymbol", ","),
        "listSeparator": value("listSeparator", ";"),
    }
    found = {**own, **template.settings}
    return part("settings", *(found[name] for name in _SETTINGS if name in found))


def _fonts() -> bytes:
    """The fonts that the styles name."""
    names = ((FONT, "swiss", "variable"), (MONO, "modern", "fixed"))
    return part(
        "fonts",
        *(
            element("w:font", value("charset", "00"), value("family", f), value("pitch", p), w_name=n)
            for n, f, p in names
        ),
    )  # fmt: skip
