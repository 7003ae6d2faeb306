"""The house template: an ordinary .docx made by code, so that it is the same everywhere."""

from __future__ import annotations

from zowerkenwij.word.writer import styles
from zowerkenwij.word.writer.looks import FONT, LINE, MONO
from zowerkenwij.word.writer.xml import DECLARATION, part

PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1474" w:right="1134" w:bottom="1304" w:left="1134" '
    'w:header="624" w:footer="567" w:gutter="0"/>'
)
"""A4 with margins of 2 cm: 9638 twips of text."""
WIDTH = 9638
SHOWN = ("zww.record", "zww.standing")
"""The properties that the footer shows."""
_TABS = '<w:tabs><w:tab w:val="clear" w:pos="4536"/><w:tab w:val="right" w:pos="9638"/></w:tabs>'


def field(code: str, shown: str) -> str:
    """A field with its cached text: right on paper without updating fields."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t xml:space="preserve">{shown}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _words(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


_BELOW = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{LINE}"/></w:pBdr>'
_ABOVE = f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="{LINE}"/></w:pBdr>'


def header() -> bytes:
    """Title left, foundation right; the writer fills in what the fields show."""
    line = f"{field('TITLE', '-')}<w:r><w:tab/></w:r>{field('AUTHOR', '-')}"
    style = f'<w:pPr><w:pStyle w:val="Koptekst"/>{_BELOW}{_TABS}</w:pPr>'
    return part("hdr", f"<w:p>{style}{line}</w:p>")


def first_header() -> bytes:
    """The first page names the foundation in its cover."""
    return part("hdr", '<w:p><w:pPr><w:pStyle w:val="Koptekst"/></w:pPr></w:p>')


def footer() -> bytes:
    """Id, version and date left, page numbers right."""
    left = _words(" · ").join(field(f'DOCPROPERTY "{name}"', "-") for name in SHOWN)
    pages = f"{_words('Pagina ')}{field('PAGE', '1')}{_words(' van ')}{field('NUMPAGES', '1')}"
    style = f'<w:pPr><w:pStyle w:val="Voettekst"/>{_ABOVE}{_TABS}</w:pPr>'
    return part("ftr", f"<w:p>{style}{left}<w:r><w:tab/></w:r>{pages}</w:p>")


def settings() -> bytes:
    """No prompt about fields, Dutch, notes numbered by page bottom."""
    return part(
        "settings",
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/>',
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>',
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>',
        '<w:themeFontLang w:val="nl-NL"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>',
    )


def fonts() -> bytes:
    """The fonts that the styles name."""
    names = ((FONT, "swiss", "variable"), (MONO, "modern", "fixed"))
    return part(
        "fonts",
        *(
            f'<w:font w:name="{n}"><w:charset w:val="00"/><w:family w:val="{f}"/><w:pitch w:val="{p}"/></w:font>'
            for n, f, p in names
        ),
    )


def body_section() -> str:
    """The properties of the only section; its parts have fixed relationship ids."""
    return (
        '<w:headerReference w:type="default" r:id="rIdHeader"/>'
        '<w:headerReference w:type="first" r:id="rIdFirstHeader"/>'
        '<w:footerReference w:type="default" r:id="rIdFooter"/>'
        '<w:footerReference w:type="first" r:id="rIdFooter"/>'
        f'{PAGE}<w:cols w:space="708"/><w:titlePg/>'
    )


PARTS = {
    "word/header1.xml": ("rIdHeader", "header"),
    "word/header2.xml": ("rIdFirstHeader", "header"),
    "word/footer1.xml": ("rIdFooter", "footer"),
}
"""Header and footer parts with relationship id and kind."""


def parts() -> dict[str, bytes]:
    """The parts of the house that do not depend on a document."""
    return {
        "word/styles.xml": styles.default(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": fonts(),
        "word/header1.xml": header(),
        "word/header2.xml": first_header(),
        "word/footer1.xml": footer(),
    }


APP = (
    f"{DECLARATION}"
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>zowerkenwij</Application></Properties>"
).encode()
