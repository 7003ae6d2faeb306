"""Headers and footers of a house template: cleaned, with places where fields of the text come."""

from __future__ import annotations

import posixpath
import re
from typing import Any

from lxml import etree

from zowerkenwij.word.gate import kind_of_picture
from zowerkenwij.word.reader.package import MC, Package, R, V, W, val
from zowerkenwij.word.reader.revisions import resolved
from zowerkenwij.word.writer.package import Relations
from zowerkenwij.word.writer.template import OWN_CODES

_INSTRUCTION = re.compile(
    r'\s*(DOCPROPERTY\s+"?([^"\\]+?)"?|[A-Z]+)\s*(?:\\.*)?', re.DOTALL | re.IGNORECASE
)
_FOREIGN = frozenset(("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "LINK", "IMPORT", "DATABASE"))  # fmt: skip
_CORE = {"TITLE": "TITLE", "AUTHOR": "AUTHOR", "PAGE": "PAGE", "NUMPAGES": "NUMPAGES"}
_BOUND = {"title": "TITLE", "creator": "AUTHOR", "Company": "AUTHOR"}
_GONE = tuple(
    f"{W}{name}" for name in (
        "object", "control", "altChunk", "subDoc", "commentRangeStart", "commentRangeEnd",
        "commentReference", "annotationRef", "proofErr", "permStart", "permEnd",
        "footnoteReference", "endnoteReference", "sdtEndPr",
    )
)  # fmt: skip
_PICTURES = ("png", "jpeg", "gif", "svg", "webp")


class Cleaner:
    """Takes headers and footers over, one by one. ``media`` are their pictures by part name,
    ``notes`` what was left out (kind, detail)."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.media: dict[str, bytes] = {}
        self.notes: list[tuple[str, str]] = []

    def story(self, name: str) -> tuple[Any, bytes] | None:
        """The cleaned part and its relationships; None when it is not there."""
        root = self._package.xml(name)
        if root is None:
            return None
        root = resolved(root, accept=True)
        for item in list(root.iter(*_GONE)):
            if item.tag == f"{W}object":
                self.notes.append(("object", name))
            _remove(item)
        for item in root.iter():
            for key in [k for k in item.attrib if "rsid" in k.lower()]:
                del item.attrib[key]
        _choices(root)
        _bound_controls(root)
        self._fields(root)
        return root, self._relations(root, name)

    # -- fields --------------------------------------------------------------------------

    def _fields(self, root: Any) -> None:
        for item in list(root.iter(f"{W}fldSimple")):
            runs = list(item.iter(f"{W}r"))
            kept = self._field(val(item, "instr"), runs, item)
            if not kept:
                parent, at = item.getparent(), item.getparent().index(item)
                parent[at : at + 1] = list(item)
        for begin in list(root.iter(f"{W}fldChar")):
            if val(begin, "fldCharType") == "begin" and begin.getparent() is not None:
                self._complex(begin.getparent())

    def _complex(self, first: Any) -> None:
        """A field over runs beside each other; one that holds others stays as it is."""
        runs, code, shown, depth, in_result = [first], "", [], 1, False
        run = first.getnext()
        while run is not None and depth:
            runs.append(run)
            for item in run.iter(f"{W}fldChar", f"{W}instrText"):
                kind = val(item, "fldCharType")
                if item.tag == f"{W}instrText":
                    code += item.text or ""
                elif kind == "begin":
                    return
                elif kind == "separate":
                    in_result = True
                elif kind == "end":
                    depth = 0
            if in_result and run.find(f"{W}t") is not None:
                shown.append(run)
            run = run.getnext()
        if not depth and self._field(code, shown or [first], first):
            for other in runs:
                _remove(other)

    def _field(self, instruction: str, runs: list[Any], at: Any) -> bool:
        """Put a place where a field stands; whether the field itself is to go."""
        match = _INSTRUCTION.fullmatch(instruction)
        word = instruction.strip().split(" ")[0].upper() if instruction.strip() else ""
        if word in _FOREIGN:
            self.notes.append(("field", word))
            for run in runs:
                _remove(run)
            return True
        name = match[2] if match and match[2] else _CORE.get(word, "")
        if not (name in OWN_CODES or name.startswith("zww.")):
            return False
        at.addprevious(_place(name, runs))
        _remove(at)
        return True

    # -- relationships -------------------------------------------------------------------

    def _relations(self, root: Any, name: str) -> bytes:
        known, own = self._package.relations(name), Relations("rIdT")
        for item in list(root.iter()):
            for key in [k for k in item.attrib if k.startswith(R)]:
                relation = known.get(item.get(key, ""))
                new = self._relation(relation, own) if relation else ""
                if new:
                    item.set(key, new)
                    continue
                if relation is not None:
                    self.notes.append((relation.kind, relation.target[:80]))
                _leave_out(item, key)
        xml = own.xml()
        return xml if b"<Relationship " in xml else b""

    def _relation(self, relation: Any, own: Relations) -> str:
        if relation.kind == "hyperlink" and relation.is_external:
            allowed = relation.target.lower().startswith(("http://", "https://", "mailto:"))
            return own.add("hyperlink", relation.target, external=True) if allowed else ""
        data = self._package.parts.get(relation.target)
        if relation.kind != "image" or relation.is_external or data is None:
            return ""
        kind = kind_of_picture(data)
        if kind not in _PICTURES:
            return ""
        base = posixpath.basename(relation.target).rpartition(".")[0]
        target = f"media/huis-{re.sub(r'[^A-Za-z0-9_-]', '', base)[:40]}.{kind}"
        self.media[f"word/{target}"] = data
        return own.add("image", target)


def _place(name: str, runs: list[Any]) -> Any:
    made = etree.Element(f"{W}zwwField", {f"{W}name": name})
    looks = next((r.find(f"{W}rPr") for r in runs if r.find(f"{W}rPr") is not None), None)
    if looks is not None:
        made.append(looks)
    return made


def _bound_controls(root: Any) -> None:
    """A control that shows the title or the organisation of the file becomes a place."""
    for control in list(root.iter(f"{W}sdt")):
        path = val(control.find(f"{W}sdtPr/{W}dataBinding"), "xpath")
        name = next((v for k, v in _BOUND.items() if re.search(rf":{k}\b", path)), "")
        content = control.find(f"{W}sdtContent")
        if content is None or control.getparent() is None:
            continue
        runs = list(content.iter(f"{W}r"))
        if name and runs:
            runs[0].addprevious(_place(name, runs[:1]))
            for run in runs:
                _remove(run)
        parent, at = control.getparent(), control.getparent().index(control)
        parent[at : at + 1] = list(content)


def _choices(root: Any) -> None:
    """Of a choice only the first stays, or the older form where it holds the picture."""
    for item in list(root.iter(f"{MC}AlternateContent")):
        chosen = item.find(f"{MC}Fallback")
        if chosen is None:
            chosen = item.find(f"{MC}Choice")
        parent = item.getparent()
        if parent is not None:
            at = parent.index(item)
            parent[at : at + 1] = list(chosen) if chosen is not None else []


def _leave_out(item: Any, key: str) -> None:
    """Take away what leads to something that does not come along."""
    if item.tag == f"{W}hyperlink":
        del item.attrib[key]
        return
    holders = (f"{W}drawing", f"{W}pict", f"{V}shape", f"{V}imagedata")
    holder = next((x for x in item.iterancestors(*holders)), item)
    while holder.getparent() is not None and holder.getparent().tag in holders:
        holder = holder.getparent()
    _remove(holder)


def _remove(item: Any) -> None:
    parent = item.getparent()
    if parent is None:
        return
    tail = item.tail
    if tail and tail.strip():  # no text stands between elements of Word
        item.tail = None
    parent.remove(item)
