"""From paragraphs and tables to WordprocessingML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING

from zowerkenwij.word.writer.looks import STEP, TINT, sides
from zowerkenwij.word.writer.pictures import Pictures
from zowerkenwij.word.writer.template import field_of
from zowerkenwij.word.writer.xml import WIDTH, element, quoted, text, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zowerkenwij.word.writer.flow import Flow, Grid, GridCell, Par, Piece
    from zowerkenwij.word.writer.package import Relations

_RUN_MARKS = (
    ("bold", "<w:b/><w:bCs/>"), ("italic", "<w:i/><w:iCs/>"), ("strike", "<w:strike/>"),
    ("underline", '<w:u w:val="single"/>'), ("sub", '<w:vertAlign w:val="subscript"/>'),
    ("sup", '<w:vertAlign w:val="superscript"/>'),
)  # fmt: skip
_OPENS = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_PADDING = 240  # twips left and right of what stands in a cell
_CLOSES = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_COMMENT = (
    '<w:commentRangeStart w:id="{number}"/>{line}<w:commentRangeEnd w:id="{number}"/>'
    '<w:r><w:commentReference w:id="{number}"/></w:r>'
)
_CHANGES = {
    "insert": "w:ins", "delete": "w:del", "move-from": "w:moveFrom", "move-to": "w:moveTo",
}  # fmt: skip
_SIDES = {"insert": "new", "move-to": "new", "delete": "old", "move-from": "old"}
_DELETED = re.compile(r"(</?)w:t(?=[ >])")
_BOOKMARK = re.compile(r"[A-Za-z_][\w-]{0,39}")


def _group(piece: Piece) -> tuple[str, str]:
    return piece.link, piece.change


def bookmark(name: str) -> str:
    """The bookmark for an anchor: Word allows forty letters, digits, - and _."""
    return name if _BOOKMARK.fullmatch(name) else f"z{sha256(name.encode()).hexdigest()[:12]}"


@dataclass
class Emitter:
    """Writes one story (the body or a note). ``notes`` gives the number of each footnote."""

    relations: Relations
    notes: Mapping[str, int]
    styles: Mapping[str, str]  # ids by name in lower case
    marks: int = 0  # bookmarks, changes, moves: LibreOffice mixes up those of one number
    controls: int = 0
    pictures: Pictures = field(default_factory=lambda: Pictures({}))
    room: int = WIDTH  # twips of a line
    tint: str = TINT  # what stands for the tint of the house
    lists_from: int = 0  # numbers of lists that are in use already
    reviser: tuple[str, str] = ("", "")  # author and moment of tracked changes
    moves: dict[str, int] = field(default_factory=dict)  # bounds that are open
    _ended: str = ""  # the change with which the last paragraph ended, when its end stays
    _later: bool = False

    def flow(self, flow: Iterable[Flow]) -> str:
        """Paragraphs and tables in a row."""
        self._ended = ""
        parts = [self.grid(f) if hasattr(f, "rows") else self.par(f) for f in flow]  # type: ignore[arg-type]
        self._ended = ""
        return "".join(parts)

    def par(self, par: Par) -> str:
        """One paragraph."""
        self._set_apart(par)
        opens = _OPENS.format(code=text(par.opens)) if par.opens else ""
        closes = _CLOSES if par.closes else ""
        line = self._line(par.pieces)
        for number in par.comments:
            line = _COMMENT.format(number=number, line=line)
        line = self._moved(par, self._named(par.bookmarks, f"{opens}{line}{closes}"))
        return f"<w:p>{self._properties(par)}{line}</w:p>"

    def _set_apart(self, par: Par) -> None:
        """Give the changes of a paragraph another moment when it begins as the last one ended:
        LibreOffice joins changes of about one moment that touch, with the end between them."""
        kinds = [_SIDES.get(p.change, "") for p in par.pieces if p.kind != "anchor"] or [""]
        if kinds[0] and kinds[0] == self._ended:
            self._later = not self._later
        self._ended = "" if par.change else kinds[-1]

    def _signed(self, **more: object) -> dict[str, object]:
        """Number, author and moment of the next change."""
        self.marks += 1
        author, moment = self.reviser
        if self._later:
            moment = moment.replace("T00:00:", "T00:10:")
        return {"w_id": self.marks, **more, "w_author": author, "w_date": moment}

    def _moved(self, par: Par, line: str) -> str:
        """The line with the bounds of a move, which may run over several paragraphs."""
        kind = _CHANGES.get(par.change, "") if par.move else ""
        if par.begins and kind:
            line = element(f"{kind}RangeStart", **self._signed(w_name=par.move)) + line
            self.moves[kind] = self.marks
        return (
            line + element(f"{kind}RangeEnd", w_id=self.moves[kind]) if par.ends and kind else line
        )

    def _change(self, kind: str, *content: str) -> str:
        """A tracked change: around content, or as a mark."""
        return element(_CHANGES[kind], *content, **self._signed())

    def _properties(self, par: Par) -> str:
        indent = f'<w:ind w:left="{par.left}"/>' if par.left else ""
        if par.number is not None:
            hung = f'<w:ind w:left="{par.left + STEP}" w:hanging="{STEP}"/>'
            indent = hung if par.left else ""
        spacing = {"w_before": par.before, "w_after": par.after}
        return element(
            "w:pPr",
            value("pStyle", self.style(par.style)),
            "<w:keepNext/>" if par.keep else "",
            element("w:numPr", value("ilvl", par.number.level), value("numId", self.lists_from + par.number.instance + 1))
            if par.number else "",
            sides(self._tint(par.shade)) if par.shade else "",
            self._shade(par.shade),
            element("w:spacing", **spacing) if any(s is not None for s in spacing.values()) else "",
            indent,
            value("jc", par.align) if par.align else "",
            element("w:rPr", self._change(par.change)) if par.change else "",
        )  # fmt: skip

    def _tint(self, shade: str) -> str:
        return self.tint if shade == TINT else shade

    def _shade(self, shade: str) -> str:
        fill = self._tint(shade)
        return f'<w:shd w:val="clear" w:color="auto" w:fill="{quoted(fill)}"/>' if fill else ""

    def style(self, name: str) -> str:
        """The id of a style; an unknown one is running text."""
        return self.styles.get(name.casefold()) or self.styles.get("normal", "Standaard")

    def _named(self, names: tuple[str, ...], line: str) -> str:
        """The line with bookmarks at its start. In a redline they are around it, so that they go
        with its words: LibreOffice leaves one at a point behind, or takes it with the word after."""
        if self.reviser[0]:
            for name in names:
                line = self._bookmark(name, line)
            return line
        return "".join(map(self._bookmark, names)) + line

    def _bookmark(self, name: str, inner: str = "") -> str:
        self.marks += 1
        start = element("w:bookmarkStart", w_id=self.marks, w_name=bookmark(name))
        return start + inner + element("w:bookmarkEnd", w_id=self.marks)

    # -- lines ---------------------------------------------------------------------------

    def _line(self, pieces: tuple[Piece, ...]) -> str:
        return "".join(self._alike(tuple(run)) for _, run in groupby(pieces, _group))

    def _alike(self, pieces: tuple[Piece, ...]) -> str:
        """Pieces with one link and one change."""
        inner = "".join(map(self._piece, pieces))
        change = pieces[0].change
        if change:
            gone = change == "delete"
            inner = self._change(change, _DELETED.sub(r"\1w:delText", inner) if gone else inner)
        return self._linked(pieces[0].link, inner)

    def _linked(self, link: str, inner: str) -> str:
        if not link:
            return inner
        if link.startswith("#"):
            return element("w:hyperlink", inner, w_anchor=bookmark(link[1:]), w_history="1")
        id_ = self.relations.add("hyperlink", link, external=True)
        return element("w:hyperlink", inner, r_id=id_, w_history="1")

    def _piece(self, piece: Piece) -> str:
        if piece.kind == "anchor":
            return self._bookmark(piece.text)
        if piece.kind == "note":
            style = value("rStyle", self.style("footnote reference"))
            number = self.notes.get(piece.text)
            if number is None:
                return f"<w:r><w:t>[{text(piece.text)}]</w:t></w:r>"
            return f"<w:r><w:rPr>{style}</w:rPr>{element('w:footnoteReference', w_id=number)}</w:r>"
        if piece.kind == "box":
            return f"<w:r><w:t>{'☒' if piece.text == 'done' else '☐'}</w:t></w:r>"
        if piece.kind == "break":
            return "<w:r><w:br/></w:r>"
        if piece.kind == "tab":
            return "<w:r><w:tab/></w:r>"
        if piece.kind == "page":
            return '<w:r><w:br w:type="page"/></w:r>'
        if piece.kind == "picture":
            shown = self.pictures.drawing(piece.text, piece.alt, self.relations, self.room)
            words = text(piece.alt or piece.text)
            return shown or f"<w:r><w:t>[afbeelding: {words}]</w:t></w:r>"
        if piece.code:
            return field_of(text(piece.code), text(piece.text))
        return self._text(piece)

    def _text(self, piece: Piece) -> str:
        words = "<w:br/>".join(
            f'<w:t xml:space="preserve">{text(part)}</w:t>' for part in piece.text.split("\n")
        )
        run = f"<w:r>{self._looks(piece)}{words}</w:r>"
        if not piece.slot or piece.change:
            return run
        self.controls += 1
        known = element(
            "w:sdtPr", value("alias", piece.slot), value("tag", f"zww:slot:{piece.slot}"[:64]),
            value("id", self.controls), "<w:text/>",
        )  # fmt: skip
        return f"<w:sdt>{known}<w:sdtContent>{run}</w:sdtContent></w:sdt>"

    def _looks(self, piece: Piece) -> str:
        style = (
            "ZWW Invulveld" if piece.slot else "ZWW Code teken" if "code" in piece.marks
            else "Hyperlink" if piece.link else ""
        )  # fmt: skip
        chosen = value("rStyle", self.style(style)) if style else ""
        return element("w:rPr", chosen, *(xml for mark, xml in _RUN_MARKS if mark in piece.marks))

    # -- tables --------------------------------------------------------------------------

    def grid(self, grid: Grid) -> str:
        """One table."""
        total = sum(grid.widths)
        has_head = any(row.header for row in grid.rows)
        properties = element(
            "w:tblPr", value("tblStyle", self.style(grid.style)),
            element("w:tblW", w_w=total, w_type="dxa"),
            element("w:tblInd", w_w=grid.left, w_type="dxa") if grid.left else "",
            element("w:tblLayout", w_type="fixed"),
            element("w:tblLook", w_val="0020" if has_head else "0000", w_firstRow=int(has_head)),
        )  # fmt: skip
        columns = "".join(element("w:gridCol", w_w=w) for w in grid.widths)
        rows = "".join(
            f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if row.header else ''}"
            f"{self._change(row.change) if row.change else ''}</w:trPr>"
            f"{self._cells(row.cells, grid.widths)}</w:tr>"
            for row in grid.rows
        )
        return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"

    def _cells(self, cells: tuple[GridCell, ...], widths: tuple[int, ...]) -> str:
        parts, at = [], 0
        for cell in cells:
            width = sum(widths[at : at + cell.across])
            at += cell.across
            down = '<w:vMerge w:val="restart"/>' if cell.down == "restart" else "<w:vMerge/>"
            properties = element(
                "w:tcPr", element("w:tcW", w_w=width, w_type="dxa"),
                value("gridSpan", cell.across) if cell.across > 1 else "",
                down if cell.down else "", self._shade(cell.shade),
            )  # fmt: skip
            outer, self.room = self.room, max(width - _PADDING, _PADDING)
            parts.append(f"<w:tc>{properties}{self.flow(cell.flow)}</w:tc>")
            self.room = outer
        return "".join(parts)
