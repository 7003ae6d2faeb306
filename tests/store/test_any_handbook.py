"""Whatever stands in the files, there is a handbook, and every message points into a file."""

from __future__ import annotations

import copy
import json
import os
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.conftest import BASE, DOCUMENT
from tests.store.test_schema import records, spoil
from zowerkenwij import rules
from zowerkenwij.model.handbook import Handbook
from zowerkenwij.store import WorkTree, load

REGISTERS = {
    "handbook/handbook.yml": "handbook-1.json",
    "handbook/obligations.yml": "obligations-1.json",
    "handbook/glossary.yml": "glossary-1.json",
    "handbook/people.yml": "people-1.json",
    "handbook/search-tests.yml": "search-tests-1.json",
    "handbook/schools/veerpont/school.yml": "school-1.json",
    "handbook/schools/veerpont/improvement.yml": "improvement-1.json",
    "handbook/schools/veerpont/monitoring.yml": "monitoring-1.json",
    "handbook/reviews/2025-2026.yml": "review-1.json",
}
EXAMPLES = int(os.environ.get("ZWW_EXAMPLES", "40"))
BODY = "# Titel\n\nZie [x](antipest.md) en {{ school.name }}.\n"


def loaded(files: dict[str, str]) -> Handbook:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**BASE, **files}.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return load(WorkTree(Path(folder)))


def asked(handbook: Handbook, files: dict[str, str]) -> None:
    """Every question, every rule and every place can be asked of it."""
    day = date(2026, 11, 23)
    for finding in rules.check(handbook, day):
        assert finding.line >= 1
    for one in handbook.unreadable:
        lines = {**BASE, **files}.get(one.place.path, "").count("\n") + 2
        assert 1 <= one.place.line <= lines
        assert one.message[0].isupper() or one.message[0] in "`'"
    for document in handbook.documents:
        handbook.in_force(document, day)
        handbook.audience_of(document)


def as_front(value: Any, body: str) -> str:
    return f"---\n{json.dumps(value, ensure_ascii=False, indent=1)}\n---\n{body}"


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_spoilt_registers_still_give_a_handbook(data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.sampled_from(sorted(REGISTERS)), max_size=3))
    files = {}
    for path in sorted(chosen):
        value = copy.deepcopy(data.draw(records(REGISTERS[path])))
        for _ in range(data.draw(st.integers(0, 3))):
            value = spoil(data.draw, value)
        files[path] = json.dumps(value, ensure_ascii=False, indent=1)
    asked(loaded(files), files)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_spoilt_documents_and_versions_still_give_a_handbook(data: st.DataObject) -> None:
    files = {}
    for path, name in (
        ("handbook/a.md", "document-1.json"),
        ("handbook/versions/a/1.0.md", "version-1.json"),
    ):
        value = copy.deepcopy(data.draw(records(name)))
        for _ in range(data.draw(st.integers(0, 3))):
            value = spoil(data.draw, value)
        files[path] = as_front(value, BODY)
    asked(loaded(files), files)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_damaged_files_still_give_a_handbook(data: st.DataObject) -> None:
    text = st.text(st.sampled_from("ab:-# \n'\"[]{},&*!|>?%@\t\x00é\u2028"), max_size=8)
    files = {}
    for path in (
        "handbook/protocols/antipest.md",
        "handbook/handbook.yml",
        "handbook/schools/veerpont/school.yml",
    ):
        content = str(BASE[path])
        for _ in range(data.draw(st.integers(0, 2))):
            at = data.draw(st.integers(0, len(content)))
            content = content[:at] + data.draw(text) + content[at + data.draw(st.integers(0, 9)) :]
        files[path] = content
    asked(loaded(files), files)


def test_the_base_of_these_tests_is_a_whole_handbook() -> None:
    handbook = loaded({})
    assert handbook.unreadable == ()
    assert DOCUMENT.endswith(handbook.documents[0].body)
