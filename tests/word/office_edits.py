"""Edits that LibreOffice itself makes, by its own means: as somebody who types, cuts and pastes.

The names are those of ``edits.CASES``, which say what must change in the stored text.
"""

from __future__ import annotations

EDITS = {
    "nothing": "",
    "a word": 'Replace doc, "eerder naar huis", "vroeger naar huis"',
    "a word in a wrapped paragraph": 'Replace doc, "warme dagen", "hete dagen"',
    "a word beside a slot, a title and a link": 'Replace doc, "flauwvalt", "omvalt"',
    "a word in a numbered item": 'Replace doc, "zonwering.", "gordijnen."',
    "a word in a cell": 'Replace doc, "Let op elkaar", "Let goed op elkaar"',
    "a word in a call-out": 'Replace doc, "hitteberoerte", "zonnesteek"',
    "a heading with an anchor": 'Replace doc, "Doe nu", "Doe dit nu"',
    "a heading without": 'Replace doc, "Nazorg", "Daarna"',
    "a caption": 'Replace doc, "in de gang", "in de hal"',
    "a new item in the middle": 'Enter doc, "Zet het raam open.", "Doe de lampen uit."',
    "a new paragraph": 'Enter doc, "loopt de warmte daardoor snel op.", "Ook de gymzaal wordt erg warm."',
    "a deleted row": 'RowOf(doc, "Bovenbouw", 0)',
    "a new row": 'RowOf(doc, "Onderbouw", 1)',
    "a split paragraph": 'SplitBefore doc, " In het lokaal"',
    "merged paragraphs": 'Join doc, "als het te warm wordt."',
    "a removed paragraph": 'Remove doc, "De leerlingen gaan"',
    "a moved paragraph": 'Move doc, "De ouders krijgen", "De ouders krijgen", "De zon schijnt"',
    "a moved section": 'Move doc, "Nazorg", "Zonwering gemaakt", "Waarom zo"',
    "bold": 'Found(doc, "eerder").CharWeight = com.sun.star.awt.FontWeight.BOLD',
    "a new footnote": 'Note doc, "als het te warm wordt.", "Vraag het de GGD."',
    "a removed paragraph with a slot": 'Remove doc, "flauwvalt"',
    "a new picture": 'NewPicture doc, "via de app van school.", picture',
}  # fmt: skip
TOGETHER = (
    "a word in a cell", "a new item in the middle", "a deleted row", "a split paragraph",
    "a heading without", "a new footnote", "a new picture", "a word in a call-out",
)  # fmt: skip
"""Edits of different blocks, for one file with all of them."""
TRACKED = ("a word", "a new item in the middle", "merged paragraphs", "a moved paragraph", "bold",
           "a removed paragraph", "a new footnote", "a removed paragraph with a slot")  # fmt: skip
"""Edits that are made once more while LibreOffice records them."""

_TOOLS = """
Function Found(doc, words)
  Dim search, all
  search = doc.createSearchDescriptor()
  search.SearchString = words
  search.SearchCaseSensitive = True
  all = doc.findAll(search)
  Found = all.getByIndex(all.Count - 1)
End Function

Sub Replace(doc, before, after)
  Found(doc, before).String = after
End Sub

Function Behind(doc, words)
  Dim place
  place = Found(doc, words)
  Behind = place.Text.createTextCursorByRange(place.End)
End Function

Sub Enter(doc, words, more)
  Dim cursor
  cursor = Behind(doc, words)
  cursor.Text.insertControlCharacter(cursor, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  cursor.Text.insertString(cursor, more, False)
End Sub

Sub SplitBefore(doc, words)
  Dim place, cursor
  place = Found(doc, words)
  cursor = place.Text.createTextCursorByRange(place.Start)
  cursor.goRight(1, True)
  cursor.Text.insertControlCharacter(cursor, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, True)
End Sub

Sub Join(doc, words)
  Dim cursor
  cursor = Behind(doc, words)
  cursor.goRight(1, True)
  cursor.String = " "
End Sub

Function Paragraphs(doc, first, last)
  Dim cursor
  cursor = Found(doc, first).Text.createTextCursorByRange(Found(doc, first).Start)
  cursor.gotoStartOfParagraph(False)
  cursor.gotoRange(Found(doc, last).End, True)
  cursor.gotoEndOfParagraph(True)
  Paragraphs = cursor
End Function

Sub Remove(doc, words)
  Dim cursor
  cursor = Paragraphs(doc, words, words)
  cursor.goRight(1, True)
  cursor.String = ""
End Sub

Sub Move(doc, first, last, target)
  Dim view, cursor, cut, before
  view = doc.CurrentController
  cursor = Paragraphs(doc, first, last)
  view.select(cursor)
  cut = view.getTransferable()
  cursor.String = ""
  cursor.goLeft(1, True)
  cursor.String = ""
  before = Found(doc, target)
  before.Text.insertControlCharacter(before.Start, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  before = Found(doc, target)
  view.ViewCursor.gotoRange(before.Start, False)
  view.ViewCursor.goLeft(1, False)
  view.insertTransferable(cut)
End Sub

Sub RowOf(doc, words, more)
  Dim place, table, row, cells, i
  place = Found(doc, words)
  table = place.TextTable
  row = CInt(Mid(place.Cell.CellName, 2)) - 1
  If more = 0 Then
    table.Rows.removeByIndex(row, 1)
  Else
    table.Rows.insertByIndex(row + 1, 1)
    cells = Array("Middenbouw", "Speelt binnen", "3")
    For i = 0 To 2
      table.getCellByPosition(i, row + 1).String = cells(i)
    Next i
  End If
End Sub

Sub Note(doc, words, more)
  Dim made, cursor
  made = doc.createInstance("com.sun.star.text.Footnote")
  cursor = Behind(doc, words)
  cursor.Text.insertTextContent(cursor, made, False)
  made.String = more
End Sub

Sub NewPicture(doc, words, file)
  Dim made, cursor, provider
  Dim what(0) As New com.sun.star.beans.PropertyValue
  what(0).Name = "URL"
  what(0).Value = ConvertToURL(file)
  provider = createUnoService("com.sun.star.graphic.GraphicProvider")
  made = doc.createInstance("com.sun.star.text.TextGraphicObject")
  made.Graphic = provider.queryGraphic(what())
  made.Description = "Een parasol"
  made.AnchorType = com.sun.star.text.TextContentAnchorType.AS_CHARACTER
  made.Width = 2000
  made.Height = 2000
  cursor = Behind(doc, words)
  cursor.Text.insertControlCharacter(cursor, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  cursor.Text.insertTextContent(cursor, made, False)
End Sub

Sub EditAll(source As String, folder As String, picture As String)
  Dim doc
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim how(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  how(0).Name = "FilterName"
  how(0).Value = "MS Word 2007 XML"
"""
_ONE = """
  doc = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
  doc.RecordChanges = {record}
  {edits}
  doc.storeToURL(ConvertToURL(folder & "/{name}.docx"), how())
  doc.close(True)
"""


def macro() -> str:
    """``EditAll source, folder, picture``: makes a file per edit, named by its place in ``EDITS``;
    ``together``; and for each of ``TRACKED`` one with ``t`` before its number."""
    made = [_one(str(n), edit) for n, edit in enumerate(EDITS.values())]
    made.append(_one("together", *(EDITS[name] for name in TOGETHER)))
    made += [_one(f"t{n}", EDITS[name], record=True) for n, name in enumerate(TRACKED)]
    return _TOOLS + "".join(made) + "End Sub\n"


def _one(name: str, *edits: str, record: bool = False) -> str:
    return _ONE.format(name=name, edits="\n  ".join(edits), record=record)
