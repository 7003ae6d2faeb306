"""An equation of Word on one line: ``x^2``, ``a/b``, ``√(x)``, ``∑_(i=1)^n``.

Markdown knows no equations, so this is what people can still read; the reader lists it as a loss.
The depth of the XML is bounded by the gate, so this may call itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zowerkenwij.word.reader.package import W

if TYPE_CHECKING:
    from collections.abc import Callable

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def linear(item: Any) -> str:
    """The words of an equation."""
    return " ".join(_all(item).split())


def _all(item: Any) -> str:
    return "".join(_one(child) for child in item if isinstance(child.tag, str))


def _one(item: Any) -> str:
    name = item.tag.removeprefix(M)
    if name in ("t", f"{W}t"):
        return item.text or ""
    shape = _SHAPES.get(name)
    return shape(item) if shape else _all(item)


def _part(item: Any, name: str) -> str:
    found = item.find(f"{M}{name}")
    return _all(found).strip() if found is not None else ""


def _closed(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() else f"({text})"


def _raised(item: Any) -> str:
    return _part(item, "e") + _bounds(item)


def _bounds(item: Any) -> str:
    low, high = _part(item, "sub"), _part(item, "sup")
    below = f"_{_closed(low)}" if low else ""
    above = f"^{_closed(high)}" if high else ""
    return below + above


def _property(item: Any, path: str, default: str) -> str:
    found = item.find("/".join(f"{M}{step}" for step in path.split("/")))
    return default if found is None else found.get(f"{M}val", "")


def _root(item: Any) -> str:
    return f"{_part(item, 'deg')}√{_closed(_part(item, 'e'))}"


def _sum(item: Any) -> str:
    return _property(item, "naryPr/chr", "∫") + _bounds(item) + " " + _part(item, "e")


def _fenced(item: Any) -> str:
    inner = _property(item, "dPr/sepChr", "|").join(_all(e) for e in item.findall(f"{M}e"))
    return _property(item, "dPr/begChr", "(") + inner + _property(item, "dPr/endChr", ")")


def _rows(item: Any) -> str:
    rows = [", ".join(_all(e) for e in row.findall(f"{M}e")) for row in item.findall(f"{M}mr")]
    return "; ".join(rows or [_all(e) for e in item.findall(f"{M}e")])


_SHAPES: dict[str, Callable[[Any], str]] = {
    "f": lambda x: f"{_closed(_part(x, 'num'))}/{_closed(_part(x, 'den'))}",
    "sSup": _raised,
    "sSub": _raised,
    "sSubSup": _raised,
    "rad": _root,
    "nary": _sum,
    "d": _fenced,
    "m": _rows,
    "eqArr": _rows,
    "func": lambda x: f"{_part(x, 'fName')} {_part(x, 'e')}",
    "limLow": lambda x: f"{_part(x, 'e')}_{_closed(_part(x, 'lim'))}",
    "limUpp": lambda x: f"{_part(x, 'e')}^{_closed(_part(x, 'lim'))}",
}
