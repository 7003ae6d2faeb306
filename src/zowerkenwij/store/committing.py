"""The one commit of a transaction: whether git is ready for it, and making it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zowerkenwij.store.errors import GitError
from zowerkenwij.store.git import in_dutch, start

if TYPE_CHECKING:
    from pathlib import Path

    from zowerkenwij.model.settings import Committer

_UNDER_WAY = {
    "MERGE_HEAD": "samenvoeging (merge)",
    "CHERRY_PICK_HEAD": "overname (cherry-pick)",
    "REVERT_HEAD": "terugdraaiing (revert)",
    "rebase-merge": "verplaatsing (rebase)",
    "rebase-apply": "verplaatsing (rebase)",
    "BISECT_LOG": "zoektocht (bisect)",
}
_NOTHING = "Er is niets gewijzigd."


def ready(root: Path, git: Path) -> bool:
    """Whether there is a commit to build on. Raises ``GitError`` when git is in no state for a
    commit: bare, detached from its branch, or half-way a merge or rebase."""
    for name, what in _UNDER_WAY.items():
        if (git / name).exists():
            raise GitError(
                f"Er is een {what} bezig in git. Maak die eerst af of breek haar af. {_NOTHING}"
            )
    process = start(root, "rev-parse", "--is-inside-work-tree", "--symbolic-full-name", "HEAD")
    output, complaint = process.communicate()
    lines = output.decode("utf-8", "replace").split("\n")
    if lines[0] != "true":
        if complaint.strip():
            raise GitError(f"{in_dutch(complaint)} {_NOTHING}")
        raise GitError(
            "Git ziet hier geen werkmap: het archief is kaal (bare). Werk in een gewone kopie (git clone). "
            f"{_NOTHING}"
        )
    if process.returncode:
        return False
    if lines[1] == "HEAD":
        raise GitError(
            "Git staat los van een tak (detached HEAD): wat je vastlegt raakt zoek. Ga eerst naar "
            f"een tak, bijvoorbeeld met `git switch main`. {_NOTHING}"
        )
    return True


def commit(
    root: Path, index: Path, message: str, committer: Committer | None, handle: int
) -> str | None:
    """Commit what stands in this index, with the repository's hooks and signing; gives the short
    id, None when nothing differs. Raises ``GitError``."""
    identity: dict[str, str] = {}
    if committer:
        for who in ("AUTHOR", "COMMITTER"):
            identity |= {f"GIT_{who}_NAME": committer.name, f"GIT_{who}_EMAIL": committer.email}
    process = start(
        root, "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "user.useConfigOnly=true",
        "commit", "--no-status", "--cleanup=whitespace", "-F", "-",
        index=index, extra=identity, keep=(handle,),
    )  # fmt: skip
    try:
        output, complaint = process.communicate(message.encode())
    except BaseException:
        process.kill()
        process.wait()
        raise
    said = output.decode("utf-8", "replace")
    if process.returncode == 0:
        found = re.match(r"\[[^\]]* ([0-9a-f]+)\]", said)
        return found[1] if found else ""
    if any(
        f"{none} to commit" in said for none in ("nothing", "nothing added", "no changes added")
    ):
        return None
    raise GitError(_why(complaint.decode("utf-8", "replace") + said))


def _why(said: str) -> str:
    if "tell me who you are" in said or "ident name" in said or "useConfigOnly" in said:
        return (
            "Git weet niet wie je bent. Zet 'commit_as' in handbook.yml, of stel je naam in met "
            f"`git config user.name` en `git config user.email`. {_NOTHING}"
        )
    if "gpg" in said or "sign the data" in said or "load public key" in said:
        return f"Git kan de vastlegging niet ondertekenen. Kijk je sleutel na. {_NOTHING}"
    if lock := re.search(r"'([^'\n]+\.lock)': File exists", said):
        return (
            f"Git is bezig in dit handboek: '{lock[1]}' bestaat. Sluit het andere programma. Is er "
            f"geen, verwijder dan dit bestand. {_NOTHING}"
        )
    if "Read-only file system" in said:
        return f"De schijf is alleen te lezen. Kies een plek waar je mag schrijven. {_NOTHING}"
    if "No space left" in said:
        return f"De schijf is vol. Maak ruimte. {_NOTHING}"
    lines = [line.strip() for line in said.splitlines() if line.strip()][-5:]
    return f"Git of een hook weigert de vastlegging: {' / '.join(lines) or 'zonder uitleg'}. {_NOTHING}"
