"""Files are replaced together, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from zowerkenwij.store import WriteError, write, writing


def tree(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_all_files_are_written_and_folders_made(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("oud")
    (tmp_path / "a.md").chmod(0o640)
    write(tmp_path, {"a.md": b"nieuw", "b/c/d.md": b"ook"})
    assert tree(tmp_path) == {"a.md": b"nieuw", "b/c/d.md": b"ook"}
    assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "b/c/d.md").stat().st_mode & 0o600 == 0o600


def test_a_failure_half_way_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("a")
    (tmp_path / "c.md").write_text("c")
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if Path(target).name == "c.md":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(writing.Path, "replace", failing)
    with pytest.raises(WriteError) as refusal:
        write(tmp_path, {"a.md": b"nieuw", "b/b.md": b"nieuw", "c.md": b"nieuw"})
    assert "niets gewijzigd" in refusal.value.message
    assert tree(tmp_path) == {"a.md": b"a", "c.md": b"c"}
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize(
    "path", ["../x.md", "/x.md", "a/../../x.md", "", "link/x.md", "los.md", "map"]
)
def test_nothing_is_written_outside_or_through_a_link(tmp_path: Path, path: str) -> None:
    root = tmp_path / "root"
    (root / "map").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (root / "link").symlink_to(tmp_path / "outside")
    (root / "los.md").symlink_to(tmp_path / "outside" / "y.md")
    with pytest.raises(WriteError):
        write(root, {"goed.md": b"x", path: b"x"})
    assert tree(tmp_path) == {}


def test_a_folder_that_cannot_be_made_is_told_in_dutch(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("een bestand")
    with pytest.raises(WriteError) as refusal:
        write(tmp_path, {"a/b.md": b"x"})
    assert "niets gewijzigd" in refusal.value.message
