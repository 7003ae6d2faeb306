"""The files that an adoption writes: the record with its new ledger entry, and the version file.

Both are computed as bytes and nothing is written here. The record's other lines stay as they
are, to the byte; the version file's form is that of records.md, "Adopted versions are files".
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zowerkenwij.model.document import Consultation, LedgerEntry
    from zowerkenwij.model.handbook import Document, Handbook

_EXTERNAL = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|#|$)", re.IGNORECASE)


class _Dumper(yaml.SafeDumper):
    """Indents list items below their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        super().increase_indent(flow, indentless=False)


_Dumper.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith((":bool", ":timestamp"))]
    for first, pairs in yaml.SafeDumper.yaml_implicit_resolvers.items()
}
_Dumper.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


_BREAKS = re.compile("[\x85\u2028\u2029]")


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    """Text with a rare line break goes in double quotes: elsewhere YAML would fold it."""
    style = '"' if _BREAKS.search(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def dump(value: object) -> str:
    """YAML that the strict reader reads back as the same value."""
    return yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=4096,
        default_flow_style=False,
    )  # fmt: skip


def plain(entry: LedgerEntry) -> dict[str, Any]:
    """A ledger entry as plain values in the order of the record, without what is absent."""
    return entry.model_dump(mode="json", exclude_none=True, exclude_defaults=False)


def plain_consultation(consultation: Consultation) -> dict[str, Any]:
    """A consultation as plain values in the order of the record, without what is absent."""
    return consultation.model_dump(mode="json", exclude_none=True)


def record_with_entry(text: str, entry: LedgerEntry) -> str:
    """The record's text with one more ledger entry at the end of ``versions:``."""
    head, body = _front_matter(text)
    item = dump([plain(entry)])
    block = "".join(f"  {line}\n" for line in item.splitlines())
    lines = head.splitlines(keepends=True)
    at = next((n for n, line in enumerate(lines) if line.startswith("versions:")), None)
    if at is None:
        return f"---\n{head}versions:\n{block}---{body}"
    end = next(
        (n for n in range(at + 1, len(lines)) if not re.match(r"\s|-|#", lines[n])), len(lines)
    )
    if lines[at].strip() != "versions:":
        lines[at] = "versions:\n"
    return f"---\n{''.join(lines[:end])}{block}{''.join(lines[end:])}---{body}"


def _front_matter(text: str) -> tuple[str, str]:
    match = re.match(r"---\n(.*?)^---(?=\n|$)", text, re.DOTALL | re.MULTILINE)
    if match is None:
        raise ValueError("geen front matter")
    return match[1], text[match.end() :]


def version_file(
    handbook: Handbook, document: Document, entry: LedgerEntry, assets: Mapping[str, bytes]
) -> tuple[str, str]:
    """Path and text of the version file. ``assets`` holds the bytes of every attachment that
    the text uses, by path from the repository's root."""
    record = document.record
    links, used = references(handbook, document)
    front = {
        "format": 1,
        "id": record.id,
        "version": entry.version,
        "title": record.title,
        "type": record.type,
        "audience": record.audience,
        "applies_to": list(record.applies_to),
        "path": document.path.removeprefix(f"{handbook.prefix}/"),
        "links": links,
        "assets": {t: "sha256:" + hashlib.sha256(assets[p]).hexdigest() for t, p in used.items()},
        "entry": plain(entry),
    }
    path = f"{handbook.prefix}/versions/{record.id}/{entry.version}.md".lstrip("/")
    return path, f"---\n{dump(front)}---\n{document.body}"


def references(handbook: Handbook, document: Document) -> tuple[dict[str, str], dict[str, str]]:
    """What a text points at inside the handbook, by target as written without its anchor:
    document ids, and paths of other files."""
    links: dict[str, str] = {}
    files: dict[str, str] = {}
    for link in document.outline.links:
        target = link.target.partition("#")[0]
        if _EXTERNAL.match(link.target):
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), unquote(target)))
        if path in handbook.by_path:
            links[target] = handbook.by_path[path].id
        elif path in handbook.files:
            files[target] = path
    return links, files


def record_with(text: str, key: str, value: object | None) -> str:
    """The record's text with one top-level key set to a value (None: taken away); every other
    line stays as it is. Raises ``ValueError`` when there is no front matter."""
    head, body = _front_matter(text)
    lines = head.splitlines(keepends=True)
    block = "" if value is None else dump({key: value})
    at = next((n for n, line in enumerate(lines) if re.match(rf"{key}[ \t]*:", line)), None)
    if at is None:
        return f"---\n{head}{block}---{body}"
    end = next(
        (n for n in range(at + 1, len(lines)) if re.match(r"[^\s\-#]", lines[n])), len(lines)
    )
    while end > at + 1 and re.match(r"#|\s*$", lines[end - 1]):  # comments of what comes next
        end -= 1
    return f"---\n{''.join(lines[:at])}{block}{''.join(lines[end:])}---{body}"
