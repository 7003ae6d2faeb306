"""The parts of a Word file by relationship, with strict namespaces as transitional ones."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from lxml import etree

from zowerkenwij.word.gate import Parts, as_ascii
from zowerkenwij.word.refused import RefusedFile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main",
     b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/drawingml/main",
     b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
     b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
)  # fmt: skip
_CROSSED = re.compile(
    rb"<w:(ins|del|moveFrom|moveTo) [^<>]*>"
    rb"(<w:sdt><w:sdtPr>(?:(?!</w:sdtPr>|<w:sdt>).){0,4000}</w:sdtPr><w:sdtContent>)</w:\1>",
    re.DOTALL,
)
"""A tracked change that LibreOffice ends inside the content control in it, which is no XML."""
Element = Any


@dataclass(frozen=True)
class Relation:
    """One relationship of a part."""

    kind: str
    target: str
    is_external: bool


@dataclass
class Package:
    """A Word file: ``main`` is the name of its main part."""

    parts: Parts
    main: str = ""
    losses: list[tuple[str, str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, parts: Parts) -> Package:
        """Find the main part. Raises ``RefusedFile`` when there is none."""
        package = cls(parts)
        for relation in package.relations("").values():
            if relation.kind == "officeDocument" and parts.get(relation.target) is not None:
                package.main = relation.target
                return package
        raise RefusedFile("damaged")

    def relations(self, name: str) -> dict[str, Relation]:
        """The relationships of a part by id; of the whole file for an empty name."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = {}
        for item in root if root is not None else ():
            if not isinstance(item.tag, str):
                continue
            external = item.get("TargetMode") == "External"
            target = item.get("Target", "")
            if not external:
                joined = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                target = posixpath.normpath(unquote(joined))
            kind = item.get("Type", "").rsplit("/", 1)[-1]
            found[item.get("Id", "")] = Relation(kind, target, external)
        return found

    def xml(self, name: str) -> Element | None:
        """The root of a part; None when it is not there. Raises ``RefusedFile`` when broken."""
        data = self.parts.get(name)
        if data is None:
            return None
        if b"purl.oclc.org" in data:
            for strict, plain in _STRICT:
                data = data.replace(strict, plain)
        try:
            return _parsed(data)
        except (etree.XMLSyntaxError, ValueError) as error:
            mended, count = _CROSSED.subn(rb"\2", data)
            if count:
                return Package(Parts({name: mended})).xml(name)
            kind = "too-deep" if "depth" in str(error).lower() else "damaged"
            raise RefusedFile(kind, name) from error

    def related(self, kind: str) -> Element | None:
        """The part that the main part names for this kind; None (a loss) when it is missing."""
        for relation in self.relations(self.main).values():
            if relation.kind == kind and not relation.is_external:
                root = self.xml(relation.target)
                if root is None:
                    self.losses.append(("missing-part", relation.target, ""))
                return root
        return None

    def properties(self) -> dict[str, str]:
        """The document's own and custom properties: title, creator … and those named in Word."""
        found: dict[str, str] = {}
        for relation in self.relations("").values():
            if (
                relation.kind in ("core-properties", "custom-properties")
                and not relation.is_external
            ):
                root = self.xml(relation.target)
                for item in root if root is not None else ():
                    if isinstance(item.tag, str):
                        name = item.get("name") or item.tag.rpartition("}")[2]
                        found[name] = "".join(item.itertext())
        return found

    def own_map(self) -> Element | None:
        """Our own custom part, whatever its name is now."""
        for name, data in self.parts.data.items():
            if "customxml" in name.lower() and b"urn:zowerkenwij:word:1" in as_ascii(data):
                root = self.xml(name)
                if root is not None and root.tag == "{urn:zowerkenwij:word:1}map":
                    return root
        return None


def _parsed(data: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    return etree.fromstring(data, parser)


def val(element: Element | None, name: str = "val") -> str:
    """An attribute in Word's namespace; empty when absent."""
    return "" if element is None else element.get(W + name) or ""


def on(element: Element | None) -> bool | None:
    """A switch: True, False, or None when it is not there."""
    if element is None:
        return None
    return element.get(W + "val", "true") not in ("0", "false", "off", "none")


def whole(text: str, default: int = 0) -> int:
    """A number as Word writes it."""
    return int(float(text)) if re.fullmatch(r"-?\d{1,9}(\.\d+)?", text) else default
