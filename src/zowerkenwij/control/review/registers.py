"""What a reviewer reads beside the texts: obligations, role names and terms, as plain values.

A round keeps these values once per state (``ReviewRound.registers``), so that a later change is
found and told from the records alone.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import TYPE_CHECKING

from zowerkenwij.model.registers import Obligation, ReadRegisters

if TYPE_CHECKING:
    from datetime import date

    from zowerkenwij.model.handbook import Handbook

_WORD = re.compile(r"\w+")
_SHORT = 5  # words below this length differ in meaning when one letter does


def clause(record: Obligation) -> dict[str, str]:
    """What an obligation asks, part by part; who checked it and where it is answered are no
    part of it."""
    parts = {
        "articles": "; ".join(record.articles),
        "status": record.status or "",
        "applies_from": record.applies_from.isoformat() if record.applies_from else "",
        "repealed": record.repealed.isoformat() if record.repealed else "",
        "applies_to": ", ".join(sorted(record.applies_to)),
        "audience": record.audience or "",
        "review": record.review or "",
        **{f"demand {demand.id}": demand.text for demand in record.demands},
    }
    return {name: text for name, text in parts.items() if text}


def read_registers(handbook: Handbook, day: date) -> ReadRegisters:
    """The registers as they are now; the digest is over their values, not over the day."""
    obligations = {e.record.id: clause(e.record) for e in handbook.obligations}
    roles = {role.id: role.label for role in handbook.settings.record.roles}
    terms = {e.record.term: e.record.meaning for e in handbook.terms}
    text = json.dumps([obligations, roles, terms], ensure_ascii=False, sort_keys=True)
    digest = "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return ReadRegisters(
        digest=digest, on=day, obligations=obligations, roles=roles, terms=terms
    )  # fmt: skip


def differs(before: str | None, after: str | None) -> bool:
    """Whether a value changed in more than its spelling: capitals, accents, punctuation, or one
    letter in a long word."""
    if before == after:
        return False
    if before is None or after is None:
        return True
    old, new = _words(before), _words(after)
    return len(old) != len(new) or any(not _same_word(a, b) for a, b in zip(old, new, strict=True))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def _same_word(a: str, b: str) -> bool:
    if a == b:
        return True
    if min(len(a), len(b)) < _SHORT or any(c.isdigit() for c in a + b):
        return False
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    one, other = a[head:], b[head:]
    return one[1:] == other[1:] or one[1:] == other or one == other[1:] or (
        len(one) > 1 and one[:2] == other[1::-1] and one[2:] == other[2:]
    )  # fmt: skip
