"""A choice of tracked changes: some accepted, the others rejected.

To reject an insertion is to accept a deletion of the same words. So what is rejected is turned
round on the XML, and then everything is accepted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zowerkenwij.word.reader.package import W
from zowerkenwij.word.reader.revisions import PLAIN

if TYPE_CHECKING:
    from collections.abc import Collection

NUMBER = "zww-change"
"""The attribute with the number of a change, while a file is read."""

_ROUND = {
    f"{W}{one}": f"{W}{other}"
    for one, other in (
        ("ins", "del"), ("del", "ins"), ("moveTo", "del"), ("moveFrom", "ins"),
        ("cellIns", "cellDel"), ("cellDel", "cellIns"),
    )
}  # fmt: skip
_TEXTS = {f"{W}delText": f"{W}t", f"{W}delInstrText": f"{W}instrText"}


def turn_round(root: Any, rejected: Collection[int]) -> None:
    """Make the changes with these numbers say the opposite."""
    wanted = {str(n) for n in rejected}
    for item in [x for x in root.iter() if x.get(NUMBER) in wanted]:
        if item.tag in _ROUND:
            if item.tag in (f"{W}del", f"{W}moveFrom"):
                for text in list(item.iter(*_TEXTS)):
                    text.tag = _TEXTS[text.tag]
            item.tag = _ROUND[item.tag]
        elif item.tag.endswith("Change"):
            _put_back(item)


def _put_back(item: Any) -> None:
    """Give the properties of before a change of format back."""
    properties, before = item.getparent(), next(iter(item), None)
    if properties is None:
        return
    properties.remove(item)
    if before is None and item.tag not in PLAIN:
        return
    tracked = (f"{W}ins", f"{W}del", f"{W}moveTo", f"{W}moveFrom", f"{W}rPr", f"{W}sectPr")
    kept = [x for x in properties if x.tag in tracked]
    for old in list(properties):
        properties.remove(old)
    properties.extend([*(() if before is None else before), *kept])
