"""Out and back: a record with everything in it, its Word file opened up, and LibreOffice."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import date
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAY = date(2026, 11, 29)


def png(*colour: int) -> bytes:
    """A picture of 8 by 8 pixels in one colour."""
    rows = b"".join(b"\0" + bytes(colour) * 8 for _ in range(8))
    parts = ((b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)),
             (b"IEND", b""))  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


PNG, OTHER_PNG = png(200, 30, 30), png(30, 30, 200)
HEAD = """---
format: 1
id: hitte
type: protocol
title: Omgaan met hitte
owner: director
audience: staff
level: foundation
---
"""
BODY = """# Omgaan met hitte

Dit protocol geldt op warme dagen.
De regels zijn er voor *iedereen* op school.

## Doe nu {#doe-nu}

Bel {{ role.director }} als een leerling flauwvalt. Zie [het pestprotocol](pestprotocol.md#doe-nu "Pesten") en <https://hitte.example/>.

1. Zet het raam open.
2. Geef water[^water].
    * Een beker per kind.
    * Ook tussen de lessen.

        Zeg erbij waarom.

3. Sluit de zonwering.

## Voor wie

| Groep   | Regel            | Uren |
|:--------|:----------------:|-----:|
| Onderbouw | Blijft `binnen|buiten` in de schaduw | 2 |
| Bovenbouw | Gaat naar buiten | 4 |
| Team | Let op elkaar | 8 |

!!! warning "Let op"
    Een hitteberoerte is gevaarlijk.

    - Bel 112.
    - Blijf erbij.

::: audience restricted

Alleen voor de leiding: het calamiteitenfonds betaalt de ventilatoren.

:::

### Waarom zo

Water helpt <a id="water"></a>het lichaam om af te koelen. Druk op <kbd>Enter</kbd> om verder te gaan. De temperatuur is **hoog** en __warm__ tegelijk.

De zon schijnt de hele dag op het schoolplein en dat merk je. In het lokaal loopt de warmte daardoor snel op.

De leerlingen gaan eerder naar huis als het te warm wordt.

De ouders krijgen daarover een bericht via de app van school.

> Wie niet drinkt,
> kan niet denken.

```text
meet elk uur
```

![Een thermometer](../assets/meter.png)<br />
*De meter hangt in de gang.*

Hitte
:   Meer dan 27 graden.

Kou
:   Minder dan 15 graden.

---

## Nazorg

Vertel het {{ school.name }} en de ouders[^ouders].

- [ ] Ventilatoren besteld.
- [x] Zonwering gemaakt.

[^water]: Kraanwater is **goed**.
[^ouders]: Zie ook [de site](https://ouders.example/).
"""


def example(root: Path) -> Path:
    """The example handbook in a folder of its own."""
    shutil.copytree(Path(__file__).parents[2] / "handbook", root / "handbook")
    return root


def handbook(root: Path) -> Path:
    """A small handbook with that record in it; gives the folder."""
    from zowerkenwij.cli.commands.init import command

    command.callback(root)
    (root / "handbook/protocols/hitte.md").write_text(HEAD + BODY, encoding="utf-8")
    (root / "handbook/assets").mkdir(exist_ok=True)
    (root / "handbook/assets/meter.png").write_bytes(PNG)
    return root


class Docx:
    """A .docx with its main part as a tree."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.parts = {i.filename: package.read(i) for i in package.infolist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])

    @property
    def body(self):
        return self.root[0]

    def bytes(self) -> bytes:
        self.parts["word/document.xml"] = etree.tostring(
            self.root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self.parts.items():
                package.writestr(name, data)
        return out.getvalue()

    def par(self, words: str):
        """The last paragraph with these words (the first may stand in the table of contents)."""
        found = [p for p in self.root.iter(f"{W}p") if words in text(p)]
        assert found, words
        return found[-1]

    def row(self, words: str):
        return next(r for r in self.root.iter(f"{W}tr") if words in text(r))

    def change(self, before: str, after: str) -> None:
        """Other words inside one run."""
        for run in list(self.par(before).iter(f"{W}t")):
            if before in run.text:
                run.text = run.text.replace(before, after, 1)
                run.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                return
        raise AssertionError(before)

    def copy_after(self, words: str, new: str | None = None):
        """A copy of a paragraph behind it, without bookmarks; with other words if given."""
        old = self.par(words)
        made = deepcopy(old)
        for mark in list(made.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            mark.getparent().remove(mark)
        if new is not None:
            runs = list(made.iter(f"{W}r"))
            for run in runs[1:]:
                run.getparent().remove(run)
            for item in list(runs[0]):
                if item.tag != f"{W}rPr":
                    runs[0].remove(item)
            etree.SubElement(runs[0], f"{W}t").text = new
        old.addnext(made)
        return made

    def remove(self, *elements) -> None:
        for element in elements:
            element.getparent().remove(element)


def text(element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def saved_again(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """The files, opened and saved by LibreOffice."""
    (folder / "in").mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / "in" / f"{name}.docx").write_bytes(data)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/lo", "--headless", "--convert-to",
               "docx", "--outdir", str(folder / "uit"),
               *sorted(map(str, (folder / "in").glob("*.docx")))]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: (folder / "uit" / f"{name}.docx").read_bytes() for name in files}


def exported(root: Path, id_: str, *, school: str | None = None, **more: object) -> bytes:
    """As ``export ID -o …`` makes it."""
    from zowerkenwij.cli import context, exporting

    book = context.load(root)
    ask = exporting.Ask("docx", None, DAY, school, None, root=root, **more)
    return exporting.file_of(book, exporting.prepared(book, context.document(book, id_), ask), ask)


def imported(root: Path, data: bytes, book: object = None, **more: object):
    """What ``import`` would write and tell."""
    from zowerkenwij.cli import context, importing
    from zowerkenwij.word.reader import read

    given = {"id": None, "type": None, "owner": None, "changes": "ask", "day": DAY, **more}
    return importing.imported(book or context.load(root), root, read(data), importing.Wish(**given))


def new_protocol(path: Path, root: Path, *more: str) -> list[str]:
    """The words after ``zowerkenwij`` that make a new protocol of a file."""
    return ["import", str(path), "--type", "protocol", "--owner", "director",
            "--handbook", str(root), *more]  # fmt: skip


def lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines that are gone and lines that are new, by difflib."""
    import difflib

    found = list(difflib.ndiff(before.split("\n"), after.split("\n")))
    return [x[2:] for x in found if x[0] == "-"], [x[2:] for x in found if x[0] == "+"]


Edit = Callable[[Docx], None]


def together(edits: Iterable[Edit]) -> Edit:
    def all_(docx: Docx) -> None:
        for edit in edits:
            edit(docx)

    return all_
