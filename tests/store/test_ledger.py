"""What an adoption writes: the ledger entry in the record, and the version file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from zowerkenwij.model.document import Adoption, Consultation, LedgerEntry
from zowerkenwij.store import WorkTree, ledger, load
from zowerkenwij.store.yaml import read

ENTRY = LedgerEntry(
    version="2.0", change="minor", note="Stap 3: 'nu' is 12:30, en no is geen ja.",
    digest="sha256:" + "a" * 64,
    consulted=(Consultation(body="gmr", on=date(2026, 5, 19), outcome="informed"),),
    adopted=Adoption(by="board", on=date(2026, 6, 9), reference="CvB 2026-06 punt 2"),
    effective=date(2026, 8, 1),
)  # fmt: skip

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), values, max_size=4))
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_read_back_as_the_same_value(value: dict[str, object]) -> None:
    assert read(ledger.dump(value)).value == value


def test_the_record_keeps_every_other_byte() -> None:
    head = "---\nformat: 1\nid: a   # een opmerking\ntitle: 'A'\n"
    text = f"{head}reviews: []\n---\n# A\n\n---\n\nTekst.\n"
    once = ledger.record_with_entry(text, ENTRY)
    assert once.startswith(f"{head}reviews: []\nversions:\n  - version: '2.0'\n")
    assert once.endswith("---\n# A\n\n---\n\nTekst.\n")
    twice = ledger.record_with_entry(once, ENTRY)
    assert twice.count("  - version: '2.0'\n") == 2
    front = twice.split("---\n")[1]
    assert read(front).value["versions"] == [ledger.plain(ENTRY)] * 2


def test_an_entry_goes_below_the_last_one_wherever_the_ledger_stands() -> None:
    text = ledger.record_with_entry("---\nid: a\nversions: []\nwithdrawn: null\n---\nx\n", ENTRY)
    assert text.index("version: '2.0'") < text.index("withdrawn:")
    assert "versions: []" not in text


def test_the_version_file_agrees_with_ledger_and_text(starter: Path) -> None:
    handbook = load(WorkTree(starter, "handbook"))
    for document in handbook.documents:
        file = handbook.version_files[(document.id, "1.0")]
        assert file.digest == document.digest == file.record.entry.digest
        assert file.record.entry == document.record.versions[-1]
        assert file.body == document.body
        targets = {link.target.partition("#")[0] for link in document.outline.links}
        assert set(file.record.links) <= targets


def test_attachments_are_bound_by_their_bytes(starter: Path) -> None:
    asset = starter / "handbook" / "assets" / "plattegrond.png"
    asset.parent.mkdir()
    asset.write_bytes(b"beeld")
    leaflet = starter / "handbook" / "leaflets" / "informatiefolder.md"
    text = leaflet.read_text(encoding="utf-8")
    leaflet.write_text(f"{text}\n![Plattegrond](../assets/plattegrond.png)\n", encoding="utf-8")
    handbook = load(WorkTree(starter, "handbook"))
    document = handbook.by_id["informatiefolder"]
    path, written = ledger.version_file(
        handbook, document, ENTRY, {"handbook/assets/plattegrond.png": b"beeld"}
    )
    assert path == "handbook/versions/informatiefolder/2.0.md"
    front = read(written.split("---\n")[1]).value
    assert list(front["assets"]) == ["../assets/plattegrond.png"]
    assert front["assets"]["../assets/plattegrond.png"].startswith("sha256:")
