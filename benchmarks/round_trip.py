"""``import`` of a returned Word file beside what it cannot do without: python, and reading the
handbook (``check --select`` of one rule). One word was edited in the longest record."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from measure import ZWW, cpu

EXAMPLE = Path(__file__).parents[1] / "handbook"
BAR = 1.5


def edited(path: Path) -> None:
    """One word more in the last paragraph of the main part."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    xml = parts["word/document.xml"].decode()
    at = xml.rindex(" wij ")
    parts["word/document.xml"] = (xml[:at] + " ook" + xml[at:]).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    path.write_bytes(out.getvalue())


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root, file = Path(folder), Path(folder) / "plan.docx"
        shutil.copytree(EXAMPLE, root / "handbook")
        bare, _ = cpu([sys.executable, "-c", "pass"], runs=9)
        export = [*ZWW, "export", "plan", "-o", str(file)]
        out, _ = cpu(export, cwd=root, runs=3)
        edited(file)
        back = [*ZWW, "import", str(file), "--dry-run"]
        returned, memory = cpu(back, cwd=root)
        reading, _ = cpu([*ZWW, "check", "--select", "ZW201"], cwd=root)
    print(f"export of one record:  {out:.2f} s CPU ({out / bare:.0f} × python)")
    print(f"import of it, edited:  {returned:.2f} s CPU ({returned / reading:.1f} × reading the "
          f"handbook, {memory:.0f} MB)   (bar: ≤ {BAR} s)")  # fmt: skip


if __name__ == "__main__":
    main()
