"""What the store raises: always with a Dutch sentence that says what to do."""

from __future__ import annotations

import errno

_REASONS = {
    errno.EACCES: "je hebt er geen recht toe",
    errno.EPERM: "je hebt er geen recht toe",
    errno.EROFS: "de schijf is alleen te lezen",
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "je ruimte op de schijf is op",
    errno.EFBIG: "het bestand wordt te groot",
    errno.ENOENT: "de map of het bestand bestaat niet",
    errno.ENOTDIR: "een deel van het pad is geen map",
    errno.EISDIR: "het is een map",
    errno.EEXIST: "er staat al iets",
    errno.ENOTEMPTY: "de map is niet leeg",
    errno.ENAMETOOLONG: "de naam is te lang",
    errno.ELOOP: "de snelkoppelingen lopen rond",
    errno.EADDRINUSE: "een ander programma gebruikt hem",
}


def reason(error: OSError) -> str:
    """Why the system refused, as a Dutch clause without a capital or full stop."""
    return _REASONS.get(error.errno or 0, f"het systeem weigert met fout {error.errno}")


class StoreError(Exception):
    """Something outside the texts stands in the way. ``message`` is plain Dutch."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAHandbook(StoreError):
    """No handbook in this folder or above it."""


class GitError(StoreError):
    """Git is missing, or refused the question."""


class WriteError(StoreError):
    """Files could not be replaced; everything is as it was before."""


class Busy(StoreError):
    """Another process is writing in this handbook."""


class Changed(StoreError):
    """A file is no longer what it was when it was read; nothing was written."""
